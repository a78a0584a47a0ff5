"""HTML in which every text is escaped, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

__all__ = ["Markup", "joined", "tag"]

# What HTML cannot hold at all.
_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What turns the direction of all that follows on the line.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMPTY = frozenset(("meta",))


class Markup(str):
    """HTML that was made here; any other text is escaped."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | bool | int | None) -> Markup:
    """Make an element.

    Args:
        name: Of the element.
        children: Markup, and texts that are escaped.
        attributes: By name, with "_" for "-", and one at the end taken away; None and False leave one out.

    Returns:
        The element.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_escaped(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{told}>" + ("" if name in _EMPTY else f"{joined(children)}</{name}>"))


def joined(children: Iterable[str], between: str = "") -> Markup:
    """Put markup and texts together.

    Args:
        children: Markup, and texts that are escaped.
        between: What stands between two of them.

    Returns:
        It all.
    """
    return Markup(
        _escaped(between).join(
            child if isinstance(child, Markup) else _escaped(child) for child in children if child
        )
    )


def _escaped(text: str) -> str:
    text = _TURNING.sub(lambda found: f"\\u{ord(found[0]):04x}", _UNFIT.sub("\ufffd", text))
    return escape(text, quote=True)
