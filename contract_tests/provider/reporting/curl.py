"""Write a request down so that a person can send it again."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from contract_tests.provider.run import Exchange

__all__ = ["curl"]

LONGEST_BODY = 2000
EMBEDDED = "http://127.0.0.1:8787"
"""Where `ntropy sandbox` listens, for requests that were made in process."""

# Headers that curl sets, or that a person has no use for.
_LEFT_OUT = frozenset(
    ("accept", "accept-encoding", "connection", "content-length", "host", "user-agent", "x-request-id")
)

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\r": "\\r", "\n": "\\n"}


def curl(exchange: Exchange, base_url: str, *, embedded: bool) -> str:
    """Give a command line that repeats a request.

    Args:
        exchange: Masked.
        base_url: Of the target.
        embedded: Whether it was the sandbox in process; the line then goes to `ntropy sandbox`.

    Returns:
        The line; a good key is written as `$NTROPY_API_KEY`, a body too long to show as `@body.json`.
    """
    words = ["curl"]
    if exchange.method != "GET":
        words += ["-X", shlex.quote(exchange.method)]
    variable = {"first": "NTROPY_API_KEY", "second": "NTROPY_API_KEY_2"}.get(exchange.key)
    if variable is not None:
        words += ["-H", f'"X-Api-Key: ${variable}"']
    elif exchange.key != "none":
        words += ["-H", shlex.quote(f"X-Api-Key: {exchange.key}-key")]
    for name, value in exchange.request_headers.items():
        if name not in _LEFT_OUT and name != "x-api-key":
            words += ["-H", shlex.quote(f"{name}: {value}")]
    if exchange.request_body:
        words += ["--data-binary", _body(exchange.request_body)]
    query = f"?{urlencode(exchange.query)}" if exchange.query else ""
    words.append(shlex.quote(f"{EMBEDDED if embedded else base_url}{exchange.path}{query}"))
    return " ".join(words)


def _body(content: bytes) -> str:
    if len(content) > LONGEST_BODY:
        return "@body.json"
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return shlex.quote(text)
    # On one line, as shells read it: a form has line breaks, and maybe bytes that are no text.
    return "$'" + "".join(map(_escaped, content)) + "'"


def _escaped(byte: int) -> str:
    sign = chr(byte)
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return sign if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
