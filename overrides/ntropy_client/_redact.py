"""What may appear in logs, messages and reprs: an allow-list of headers, cut bodies, no secrets."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from weakref import WeakValueDictionary

from ntropy_api.secret import Secret

__all__ = ["EXCERPT", "MASK", "blot", "blot_text", "cut", "guard", "plain", "shown_headers"]

MASK = "[redacted]"
EXCERPT = 500
"""The most characters of a body that a message shows."""

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
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
    if not secret:
        return text
    if secret.isalnum() and "\\u00" not in text:  # letters and digits are seldom escaped
        return text.replace(secret, MASK)
    return _forms(secret).sub(MASK, text)


def blot(content: bytes, secret: str) -> bytes:
    """Take a secret out of a body.

    Args:
        content: The body.
        secret: What must not appear in it.

    Returns:
        The body with the secret masked.
    """
    if not secret:
        return content
    if b"\0" in content:  # no UTF-8 text has a zero byte
        for encoding in _WIDE:
            content = content.replace(secret.encode(encoding), MASK.encode(encoding))
    if secret.isalnum() and b"\\u00" not in content:
        return content.replace(secret.encode(), MASK.encode())
    return _byte_forms(secret).sub(MASK.encode(), content)


@lru_cache(16)
def _forms(secret: str) -> re.Pattern[str]:
    """What a secret looks like when it was escaped for JSON, an address or HTML, also more than once."""
    # Repetitions are bounded: a long row of backslashes would be read again from each of them.
    return re.compile("".join(map(_escapes, secret)))


@lru_cache(16)
def _byte_forms(secret: str) -> re.Pattern[bytes]:
    return re.compile(_forms(secret).pattern.encode())


def _escapes(char: str) -> str:
    code = ord(char)
    if char.isalnum():
        return rf"(?:{char}|\\{{1,16}}(?i:u{code:04x}))"
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}.get(char, "")
    forms = [
        rf"\\{{0,16}}{re.escape(char)}",
        rf"\\{{1,16}}(?i:u{code:04x}|x{code:02x})",
        rf"%(?:25){{0,8}}(?i:{code:02x})",
        rf"(?i:&\#x0{{0,8}}{code:x};)",
        rf"&\#0{{0,8}}{code};",
        *([re.escape(named)] if named else []),
    ]
    return f"(?:{'|'.join(forms)})"


_known: WeakValueDictionary[int, Secret] = WeakValueDictionary()
_OTHERS_LOGGERS = (
    "httpx",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "hpack.hpack",
    "hpack.table",
)


class _Mask(logging.Filter):
    """Takes the secrets that are in use out of what an HTTP library logs: headers at DEBUG, and at INFO the words
    that came with a status."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        masked = text
        # References, in one step: other threads may add to what is known.
        for secret in [reference() for reference in _known.valuerefs()]:
            masked = blot_text(masked, secret or "")
        if masked != text:
            record.msg, record.args = masked, ()
        return True


_mask = _Mask()


def guard(secret: Secret) -> Secret:
    """Keep a secret out of the logs of HTTP libraries for as long as it is in use.

    Args:
        secret: The secret.

    Returns:
        The same.
    """
    if not _known:
        for name in _OTHERS_LOGGERS:
            logging.getLogger(name).addFilter(_mask)
    _known[id(secret)] = secret
    return secret


def plain(text: str) -> str:
    """Bring what others said into one line that a log can hold and a terminal can show.

    Args:
        text: The text, of any length.

    Returns:
        It, cut, with what cannot be printed replaced, such as lone surrogates, which JSON can escape.
    """
    text = cut(text)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))


def cut(text: str, limit: int = EXCERPT) -> str:
    """Shorten a text for a message.

    Args:
        text: The text.
        limit: The most characters to keep.

    Returns:
        The text, with an ellipsis where something was left out.
    """
    return text if len(text) <= limit else f"{text[:limit]}…"
