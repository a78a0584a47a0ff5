"""What is wrong with the statuses and headers that operations answer with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openapi._source import Fault, RawOperation, Source, Where, resolve

__all__ = ["COMMON", "answer_faults", "status_for_nothing"]

COMMON = ("401", "403", "422", "429", "5XX")
"""What every operation can answer."""

REQUEST_ID = "X-Request-ID"
RETRY_AFTER = "Retry-After"


def answer_faults(source: Source) -> Iterator[Fault]:
    """Find what must be mended in the answers.

    Args:
        source: A document of the right form, whose references all lead somewhere.

    Returns:
        The faults, in no particular order; what is wrong with a component response is told once.
    """
    linter = _Linter(source)
    for one in source.operations:
        yield from linter.common(one)
        yield from linter.nothing_there(one)
        for status, answer in one.raw.get("responses", {}).items():
            yield from linter.answer(one, status, answer)


def status_for_nothing(one: RawOperation) -> str | None:
    """Give the status of an operation whose path names nothing that is there.

    Args:
        one: The operation.

    Returns:
        404, or what the operation says of itself; None where the path names nothing, or where what it
        names is made when it is not there.
    """
    if not any(parameter["in"] == "path" for parameter in one.parameters):
        return None
    if one.raw.get("x-writes", {}).get(one.tag) == "upsert":
        return None
    return str(one.raw.get("x-not-found", "404"))


class _Linter:
    def __init__(self, source: Source) -> None:
        self.source = source

    def at(self, where: Where, message: str) -> Fault:
        return Fault(self.source.line(*where), message)

    def common(self, one: RawOperation) -> Iterator[Fault]:
        missing = [status for status in COMMON if status not in one.raw.get("responses", {})]
        if missing:
            yield self.at(
                (*one.where, "responses"),
                f"{one.id} has no {', '.join(missing)}: any operation can be answered so; add what is missing",
            )

    def nothing_there(self, one: RawOperation) -> Iterator[Fault]:
        status = status_for_nothing(one)
        where = (*one.where, "x-not-found")
        if "x-not-found" in one.raw and (status is None or not re.fullmatch("4(?!04)[0-9]{2}", status)):
            yield self.at(
                where,
                f"x-not-found on {one.id} says nothing: a 4xx other than 404, and only where the path names "
                "something that must be there; take it out",
            )
        elif status is not None and status not in one.raw.get("responses", {}):
            yield self.at(
                (*one.where, "responses"),
                f"{one.id} has no {status}, yet its path may name what is not there: add it, or name the "
                "status that is given instead in x-not-found",
            )
        elif status not in (None, "404") and "404" in one.raw.get("responses", {}):
            yield self.at(
                where, f"{one.id} says {status} in x-not-found and documents 404 too: take out one of them"
            )

    def answer(self, one: RawOperation, status: str, answer: Any) -> Iterator[Fault]:
        own = (*one.where, "responses", status)
        at = self.source.place(answer, own)
        what = f"{one.id} {status}" if at == own else f"the response {at[-1]}"
        if at == own and status[:1] in ("4", "5"):
            yield self.at(at, f"{what} is an error: make it a component response and refer to it")
        target = resolve(self.source.raw, answer)
        if status == "204" and target.get("content"):
            yield self.at((*at, "content"), f"{what} has content, and a 204 never has: take it out")
        headers = target.get("headers", {})
        if REQUEST_ID not in headers:
            yield self.at(at, f"{what} has no header {REQUEST_ID}, and every answer carries it: add it")
        elif resolve(self.source.raw, headers[REQUEST_ID]).get("required") is not True:
            yield self.at(
                self.source.place(headers[REQUEST_ID], (*at, "headers", REQUEST_ID)),
                f"{REQUEST_ID} is always there: write required: true",
            )
        if RETRY_AFTER not in headers:
            return
        where = (*at, "headers", RETRY_AFTER)
        if status != "429":
            yield self.at(
                where, f"{what} has {RETRY_AFTER}, which only a 429 has, and answers {one.id} {status}"
            )
        elif resolve(self.source.raw, headers[RETRY_AFTER]).get("required"):
            yield self.at(
                self.source.place(headers[RETRY_AFTER], where),
                f"{RETRY_AFTER} is missing where no time helps: take required out",
            )
