"""Two generated trees, compared so that a person can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path

__all__ = ["compare", "compare_texts"]


def compare(found: Path, wanted: Path) -> list[str]:
    """Compare a tree with what it should be.

    Args:
        found: The package as it is; it may be missing.
        wanted: The package as the document gives it.

    Returns:
        Lines of a unified diff, from what is there to what should be; empty when they are the same.
    """
    before, after = _contents(found), _contents(wanted)
    lines: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        path = f"{wanted.name}/{name}"
        if name not in after:
            lines.append(f"{path}: the document gives no such file; take it out\n")
        elif name not in before:
            lines.append(f"{path}: is missing\n")
        elif before[name] == after[name]:
            continue
        lines += _diff(before.get(name, b""), after.get(name, b""), path)
    return lines


def compare_texts(found: str, wanted: str, path: str) -> list[str]:
    """Compare a file with what it should be.

    Args:
        found: Its text as it is.
        wanted: Its text as the document gives it.
        path: What to call it.

    Returns:
        Lines of a unified diff; empty when they are the same.
    """
    return list(_diff(found.encode(), wanted.encode(), path))


def _diff(before: bytes, after: bytes, path: str) -> Iterator[str]:
    one, other = _lines(before, path), _lines(after, path)
    if one == other and before != after:
        yield f"{path}: differs in its layout only\n"
    names = (f"{path} as it is", f"{path} as the document gives it")
    for line in unified_diff(one, other, *names):
        yield line if line.endswith("\n") else f"{line}\n"


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _lines(content: bytes, path: str) -> list[str]:
    text = content.decode("utf-8", "replace")
    if path.endswith(".json"):
        # The document is one long line; a diff of it would be the whole document, twice.
        with suppress(ValueError):
            text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return text.splitlines(keepends=True)
