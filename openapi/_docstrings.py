"""Text of the document as docstrings: wrapped, indented, and safe between quotes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

__all__ = ["docstring", "indented", "one_line", "sections", "sentence"]

_WIDTH = 100


def one_line(text: str) -> str:
    """Give text without line breaks."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """Give the first sentence of a text."""
    whole = one_line(text.split("\n\n")[0])
    head, dot, _ = whole.partition(". ")
    return f"{head}." if dot else whole


def docstring(lines: Iterable[str], indent: int) -> str:
    """Give a docstring, quotes included, wrapped and indented behind its first line.

    Args:
        lines: Paragraphs; those that begin with a space are laid out already.
        indent: How far the docstring is indented.
    """
    margin = " " * indent
    out: list[str] = []
    for line in lines:
        for paragraph in line.split("\n") if line.startswith(" ") else _paragraphs(line, indent):
            out.append(f"{margin}{paragraph}" if paragraph else "")
    text = "\n".join(out).strip().replace("\\", "\\\\").replace('"""', "'''")
    # A quote at the end would run into those that close the docstring.
    return f'"""{text}"""' if len(out) == 1 and text[-1:] != '"' else f'"""{text}\n{margin}"""'


def indented(text: str, indent: int) -> list[str]:
    """Give a text as lines below a heading such as ``Returns:``."""
    return [f"    {line}" for line in _wrap(text, _WIDTH - indent - 4)]


def sections(rows: Iterable[tuple[str, str]], indent: int) -> list[str]:
    """Give names and what they mean as lines below a heading such as ``Args:``."""
    found: list[str] = []
    for name, text in rows:
        lines = _wrap(f"{name}: {text}", _WIDTH - indent - 4, subsequent_indent="    ")
        found += [f"    {line}" for line in lines]
    return found


def _paragraphs(text: str, indent: int) -> list[str]:
    """Wrap text, keeping its blank lines and lists."""
    found: list[str] = []
    for block in text.split("\n\n"):
        if found:
            found.append("")
        if any(line.lstrip().startswith(("-", "*")) for line in block.splitlines()):
            found += block.splitlines()
        else:
            found += _wrap(one_line(block), _WIDTH - indent) or [""]
    return found


def _wrap(text: str, width: int, subsequent_indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=subsequent_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
