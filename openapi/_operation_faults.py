"""What is wrong with the operations of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openapi._components import ref_name, types_of
from openapi._media_faults import content_faults
from openapi._names import identifier
from openapi._source import Fault, RawOperation, Source, Where, resolve
from openapi._types import Schemas
from openapi.runtime.request import RequestOptions

__all__ = ["operation_faults"]

CALL_OPTIONS = frozenset(RequestOptions.__annotations__)
EFFECTS = ("create", "upsert", "update", "replace", "reset", "delete", "cascade", "eventual")
_STATUS = re.compile(r"[1-5](\d\d|XX)")


def operation_faults(source: Source, schemas: Schemas) -> Iterator[Fault]:
    """Find what must be mended in the operations.

    Args:
        source: A document of the right form, whose references all lead somewhere.
        schemas: Its components.

    Returns:
        The faults, in no particular order.
    """
    linter = _Linter(source, schemas)
    yield from linter.ids()
    for one in source.operations:
        yield from linter.words(one)
        yield from linter.effects(one)
        yield from linter.parameters(one)
        yield from linter.arguments(one)
        yield from linter.body(one)
        yield from linter.responses(one)


class _Linter:
    def __init__(self, source: Source, schemas: Schemas) -> None:
        self.source = source
        self.raw = source.raw
        self.schemas = schemas
        self.tags = {tag["name"] for tag in source.raw.get("tags", ())}

    def at(self, where: Where, message: str) -> Fault:
        return Fault(self.source.line(*where), message)

    def ids(self) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for one in self.source.operations:
            where = (*one.where, "operationId")
            line = self.source.line(*where)
            if not one.id:
                yield self.at(one.where, "the operation has no operationId: give it one, <tag>_<verb>")
            elif one.id in seen:
                yield Fault(
                    line, f"the operation id {one.id} is taken by line {seen[one.id]}: choose another"
                )
            elif not re.fullmatch(rf"{re.escape(one.tag)}_[a-z][a-z0-9_]*", one.id):
                yield Fault(
                    line, f"the operation id {one.id} must be its tag and a verb: {one.tag or 'tag'}_get"
                )
            seen.setdefault(one.id, line)
            if len(one.raw.get("tags", ())) != 1:
                yield self.at((*one.where, "tags"), f"{one.id} needs exactly one tag: it names the resource")
            elif one.tag not in self.tags:
                yield self.at(
                    (*one.where, "tags"), f"the tag {one.tag} is not described: add it to the document's tags"
                )

    def words(self, one: RawOperation) -> Iterator[Fault]:
        for key in ("summary", "description"):
            if not one.raw.get(key):
                yield self.at(one.where, f"{one.id} has no {key}: it becomes the docstring")
        wanted = one.raw.get("security", self.raw.get("security"))
        if not wanted:
            yield self.at(one.where, f"{one.id} has no security requirement: add one here or to the document")
        known = self.raw.get("components", {}).get("securitySchemes", {})
        where = (*one.where, "security") if "security" in one.raw else ("security",)
        for name in (name for requirement in wanted or () for name in requirement):
            if name not in known:
                yield self.at(
                    where, f"there is no security scheme {name}: mend the name, or add the component"
                )

    def effects(self, one: RawOperation) -> Iterator[Fault]:
        if "x-idempotent" in one.raw and (one.method == "get" or not one.raw["x-idempotent"]):
            yield self.at(
                (*one.where, "x-idempotent"),
                f"x-idempotent on {one.id} says nothing: only true, and not on a GET; take it out",
            )
        for collection, effect in one.raw.get("x-writes", {}).items():
            at = (*one.where, "x-writes", collection)
            if collection not in self.tags:
                yield self.at(at, f"x-writes names {collection}, which is no tag")
            if effect not in EFFECTS:
                yield self.at(at, f"x-writes: {effect} is not one of {', '.join(EFFECTS)}")
        ids = {other.id for other in self.source.operations}
        for index, other in enumerate(one.raw.get("x-contract-setup", ())):
            if other not in ids:
                yield self.at(
                    (*one.where, "x-contract-setup", index),
                    f"x-contract-setup: there is no operation {other}",
                )

    def parameters(self, one: RawOperation) -> Iterator[Fault]:
        names: list[str] = []
        for at, parameter in zip(one.places, one.parameters, strict=True):
            name, place = parameter["name"], parameter["in"]
            what = f"the parameter {name} of {one.id}"
            if place not in ("path", "query"):
                yield self.at(at, f"{what} is in the {place}: only path and query parameters are generated")
            if place == "path":
                names.append(name)
                if parameter.get("required") is not True:
                    yield self.at(at, f"{what} is part of the path: write required: true")
            if not parameter.get("description"):
                yield self.at(at, f"{what} has no description: it becomes the docstring")
            if "example" not in parameter and not parameter.get("examples"):
                yield self.at(at, f"{what} has no example: tests are made of it")
            schema = parameter.get("schema")
            if schema is None:
                yield self.at(at, f"{what} has no schema: give it one; content: is not generated")
                continue
            for kind in types_of(self.schemas.resolved(schema)):
                if kind in ("array", "object"):
                    yield self.at(at, f"{what} is an {kind}: only scalars are generated")
            if self.schemas.allows_null(schema):
                yield self.at(at, f"{what} may be null, which no URL can say: make it optional instead")
        wanted = re.findall(r"{([^}]+)}", one.path)
        if sorted(names) != sorted(wanted):
            yield self.at(one.where, f"the path of {one.id} has {wanted}, its parameters are {names}")

    def arguments(self, one: RawOperation) -> Iterator[Fault]:
        """Look for names that two arguments of the method would share."""
        found: list[tuple[str, str, Where]] = [
            (parameter["name"], "parameter", at)
            for at, parameter in zip(one.places, one.parameters, strict=True)
        ]
        content = resolve(self.raw, one.raw.get("requestBody")).get("content", {})
        for content_type, media in content.items():
            name = ref_name(media.get("schema", {}))
            if name and (self.schemas.is_model(name) or name in self.schemas.forms):
                for key in self.schemas.all[name].get("properties", {}):
                    found.append((key, "body field", ("components", "schemas", name, "properties", key)))
            if content_type == "multipart/form-data":
                found.append(("filename", "upload's own argument", one.where))
        taken: dict[str, str] = {}
        for name, kind, at in found:
            python_name = identifier(name)
            what = f"the {kind} {name} of {one.id}"
            if python_name in CALL_OPTIONS:
                yield self.at(at, f"{what} is named like an option of every call: rename it")
            elif python_name in taken:
                yield self.at(at, f"{what} is named like {taken[python_name]}: rename one of them")
            taken.setdefault(python_name, f"the {kind} {name}")

    def body(self, one: RawOperation) -> Iterator[Fault]:
        body = one.raw.get("requestBody")
        if body is None:
            return
        where = self.source.place(body, (*one.where, "requestBody"))
        target = resolve(self.raw, body)
        if target.get("required") is not True:
            yield self.at(where, f"the body of {one.id} is always sent: write required: true")
        yield from content_faults(
            self.source, self.schemas, target["content"], where, f"the body of {one.id}"
        )

    def responses(self, one: RawOperation) -> Iterator[Fault]:
        answers = one.raw.get("responses", {})
        for status, answer in answers.items():
            at = (*one.where, "responses", status)
            if not _STATUS.fullmatch(status):
                yield self.at(at, f"the status {status!r} must be three digits, or a range such as '5XX'")
                continue
            content = resolve(self.raw, answer).get("content")
            where = self.source.place(answer, at)
            if content:
                what = f"{one.id} {status}"
                yield from content_faults(self.source, self.schemas, content, where, what, sent=False)
        if not any(re.fullmatch(r"2\d\d", status) for status in answers):
            yield self.at(one.where, f"{one.id} documents no success: add its 2xx response")
