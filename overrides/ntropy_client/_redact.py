"""What may appear in logs, messages and reprs: an allow-list of headers, cut bodies, no secrets."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXCERPT", "MASK", "blot", "blot_text", "cut", "shown_headers"]

MASK = "[redacted]"
EXCERPT = 500
"""The most characters of a body that a message shows."""

_SHOWN_HEADERS = frozenset(
    ("content-encoding", "content-length", "content-type", "date", "retry-after", "server", "x-request-id")
)


def shown_headers(headers: Mapping[str, str], secret: str) -> dict[str, str]:
    """Give the headers that may be logged.

    Args:
        headers: All headers of a request or response.
        secret: What must not appear in them all the same.

    Returns:
        Those on the allow-list, with lower-case names.
    """
    return {
        name.lower(): blot_text(value, secret)
        for name, value in headers.items()
        if name.lower() in _SHOWN_HEADERS
    }


def blot_text(text: str, secret: str) -> str:
    """Take a secret out of a text: servers echo what they were sent.

    Args:
        text: The text.
        secret: What must not appear in it.

    Returns:
        The text with the secret masked.
    """
    return text.replace(secret, MASK)


def blot(content: bytes, secret: str) -> bytes:
    """Take a secret out of a body.

    Args:
        content: The body.
        secret: What must not appear in it.

    Returns:
        The body with the secret masked.
    """
    return content.replace(secret.encode(), MASK.encode())


def cut(text: str, limit: int = EXCERPT) -> str:
    """Shorten a text for a message.

    Args:
        text: The text.
        limit: The most characters to keep.

    Returns:
        The text, with an ellipsis where something was left out.
    """
    return text if len(text) <= limit else f"{text[:limit]}…"
