"""Where a body does not fit, and why: what the decoder says, taken apart."""

from __future__ import annotations

import re

import msgspec

__all__ = ["UNREADABLE", "fault"]

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What a decoder raises: no JSON, JSON that does not fit, wrong UTF-8, nested too deep."""

_WHERE = re.compile(r"^(?P<reason>.*) - at `(?P<path>\$.*)`$", re.DOTALL)


def fault(content: bytes, problem: Exception) -> tuple[str, str]:
    """Tell what is wrong with a body.

    Args:
        content: The body.
        problem: What its decoder raised.

    Returns:
        The JSON path, ``$`` for the whole body, and the reason.
    """
    match = _WHERE.match(str(problem))
    if match:
        return match["path"], match["reason"]
    return "$", str(problem) if content.strip() else "the body is empty"
