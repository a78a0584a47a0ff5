"""The table of all operations in the documentation of the document, between two marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openapi._answer_faults import COMMON
from openapi._source import RawOperation, Source

__all__ = ["BEGIN", "END", "with_table"]

BEGIN = "<!-- operations: written by make generate -->"
END = "<!-- end of operations -->"

_HEADS = ("Operation", "Request", "Statuses", "Idempotent", "Rate limit", "Writes")


def with_table(page: str, source: Source) -> str:
    """Give a page with the table of the document's operations; the rest of it stays as it is.

    Args:
        page: Markdown that has both marks, once each.
        source: The document, without faults.

    Raises:
        ValueError: The marks are not there, or not as they should be.
    """
    if (page.count(BEGIN), page.count(END)) != (1, 1) or page.index(END) < page.index(BEGIN):
        raise ValueError(f"the table of operations stands between {BEGIN} and {END}: write each once")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return "".join((before, BEGIN, "\n", *(f"{line}\n" for line in _lines(source)), END, after))


def _lines(source: Source) -> Iterator[str]:
    yield f"{len(source.operations)} operations. Beside what is listed, each has {_listed(COMMON)}."
    yield ""
    yield _row(_HEADS)
    yield f"|{'---|' * len(_HEADS)}"
    for one in source.operations:
        yield _row(_cells(one))


def _cells(one: RawOperation) -> Iterator[str]:
    yield f"`{one.id}`"
    yield f"`{one.method.upper()} {one.path}`"
    yield ", ".join(sorted(status for status in one.raw["responses"] if status not in COMMON))
    yield "yes" if one.idempotent else "no"
    yield f"{one.raw['x-rate-limit']:g}" if "x-rate-limit" in one.raw else ""
    yield ", ".join(f"{collection}: {effect}" for collection, effect in one.raw.get("x-writes", {}).items())


def _row(cells: Iterable[str]) -> str:
    return "".join((*(f"| {cell} " if cell else "| " for cell in cells), "|"))


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
