"""What may appear in logs, messages and reprs: an allow-list of headers, cut bodies, no secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["EXCERPT", "MASK", "blot", "cut", "shown_headers"]

MASK = "[redacted]"
EXCERPT = 500
"""The most characters of a body that a message shows."""

_SHOWN_HEADERS = frozenset(
    ("content-encoding", "content-length", "content-type", "date", "retry-after", "server", "x-request-id")
)


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the headers that may be logged.

    Args:
        headers: All headers of a request or response.

    Returns:
        Those on the allow-list, with lower-case names.
    """
    return {name.lower(): value for name, value in headers.items() if name.lower() in _SHOWN_HEADERS}


def blot(content: bytes, secrets: Iterable[str]) -> bytes:
    """Take secrets out of a body: servers echo what they were sent.

    Args:
        content: The body.
        secrets: What must not appear in it.

    Returns:
        The body with each secret masked.
    """
    for secret in secrets:
        if secret:
            content = content.replace(secret.encode(), MASK.encode())
    return content


def cut(text: str, limit: int = EXCERPT) -> str:
    """Shorten a text for a message.

    Args:
        text: The text.
        limit: The most characters to keep.

    Returns:
        The text, with an ellipsis where something was left out.
    """
    return text if len(text) <= limit else f"{text[:limit]}…"
