"""Keep keys out of everything that is printed or written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

__all__ = ["MASK", "Masker"]

MASK = "[redacted]"


class Masker:
    """Replaces secrets in texts and bodies, in each form in which they may be written.

    Args:
        secrets: The keys. Empty ones are passed over.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for secret in secrets:
            if secret:
                forms |= {secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1]}
        # Longest first: a key may be the beginning of another.
        self._forms = sorted(forms, key=len, reverse=True)

    def __repr__(self) -> str:
        return f"Masker({len(self._forms)} forms)"

    def text(self, text: str) -> str:
        """Mask a text.

        Args:
            text: Any text.

        Returns:
            The text without secrets.
        """
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def content(self, content: bytes) -> bytes:
        """Mask a body.

        Args:
            content: Any bytes.

        Returns:
            The bytes without secrets.
        """
        for form in self._forms:
            content = content.replace(form.encode(), MASK.encode())
        return content
