"""What is wrong with a document, and what to do: by line, all at once, before anything is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openapi._examples import example_faults
from openapi._schemas import schema_faults
from openapi._source import Fault, Node, RawOperation, Source, resolve
from openapi._types import Schemas, ref_name, types_of

__all__ = ["lint"]

Where = tuple[str | int, ...]

CALL_OPTIONS = frozenset(("retries", "request_id", "api_key", "headers", "timeout", "deadline", "filename"))
EFFECTS = ("create", "upsert", "update", "delete", "cascade", "eventual")
OPERATION_EXTENSIONS = frozenset(
    ("x-rate-limit", "x-idempotent", "x-writes", "x-contract-setup", "x-sandbox-choice")
)
_STATUS = re.compile(r"[1-5](\d\d|XX)")


def lint(source: Source) -> list[Fault]:
    """Find what must be mended.

    Args:
        source: The document.

    Returns:
        The faults by line; examples are only looked at once there is no other fault.
    """
    faults = list(_Linter(source).faults())
    if not faults:
        faults = list(example_faults(source))
    return sorted(set(faults))


class _Linter:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.raw = source.raw
        self.schemas = Schemas(source)

    def at(self, where: Where, message: str) -> Fault:
        return Fault(self.source.line(*where), message)

    def faults(self) -> Iterator[Fault]:
        missing = [key for key in ("openapi", "info", "paths") if not self.raw.get(key)]
        if missing:
            yield Fault(1, f"there is no {missing[0]!r}: an OpenAPI document needs one")
            return
        if not str(self.raw["openapi"]).startswith("3.1."):
            yield self.at(("openapi",), f"OpenAPI {self.raw['openapi']} is not understood: write 3.1.0")
        broken = list(self._references(self.raw, ()))
        yield from broken
        if broken:
            return
        for where in self.source.bare_status_codes():
            yield self.at(where, f"the status {where[-1]} must be quoted: '{where[-1]}'")
        yield from self._ids()
        for operation in self.source.operations:
            yield from self._operation(operation)
        yield from schema_faults(self.source, self.schemas)

    def _references(self, node: Any, where: Where) -> Iterator[Fault]:
        if isinstance(node, list):
            for index, item in enumerate(node):
                yield from self._references(item, (*where, index))
            return
        if not isinstance(node, dict):
            return
        ref = node.get("$ref")
        if isinstance(ref, str):
            if not ref.startswith("#/"):
                yield self.at((*where, "$ref"), f"{ref} is in another file: move it into this document")
            elif not resolve(self.raw, node):
                yield self.at((*where, "$ref"), f"{ref} does not exist: mend the name, or add the component")
            others = sorted(set(node) - {"$ref"})
            if others:
                yield self.at(
                    (*where, others[0]),
                    f"{others[0]!r} beside $ref would be lost: write allOf: [{{$ref: …}}] and keep it beside that",
                )
        for key, value in node.items():
            if key not in ("example", "examples") or isinstance(value, dict):
                yield from self._references(value, (*where, key))

    def _ids(self) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        tags = {str(tag.get("name")) for tag in self.raw.get("tags", [])}
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
            if len(one.raw.get("tags") or ()) != 1:
                yield self.at((*one.where, "tags"), f"{one.id} needs exactly one tag: it names the resource")
            elif one.tag not in tags:
                yield self.at(
                    (*one.where, "tags"), f"the tag {one.tag} is not described: add it to the document's tags"
                )

    def _operation(self, one: RawOperation) -> Iterator[Fault]:
        where = one.where
        for key in ("summary", "description"):
            if not one.raw.get(key):
                yield self.at(where, f"{one.id} has no {key}: it becomes the docstring")
        if not (one.raw.get("security") or self.raw.get("security")):
            yield self.at(where, f"{one.id} has no security requirement: add one here or to the document")
        for key in one.raw:
            if key.startswith("x-") and key not in OPERATION_EXTENSIONS:
                yield self.at((*where, key), f"{key} is not known on an operation: is it misspelt?")
        yield from self._effects(one)
        yield from self._parameters(one)
        yield from self._body(one)
        if not one.raw.get("responses"):
            yield self.at(where, f"{one.id} documents no response")
        for status in one.raw.get("responses", {}):
            at = (*where, "responses", status)
            if not _STATUS.fullmatch(status):
                yield self.at(at, f"the status {status!r} must be three digits, or a range such as '5XX'")
                continue
            answer = resolve(self.raw, one.raw["responses"][status])
            if answer.get("content"):
                yield from self._content(answer["content"], at, f"{one.id} {status}")
        if not any(status.startswith("2") for status in one.raw.get("responses", {})):
            yield self.at(where, f"{one.id} documents no success: add its 2xx response")

    def _effects(self, one: RawOperation) -> Iterator[Fault]:
        tags = {str(tag.get("name")) for tag in self.raw.get("tags", [])}
        ids = {other.id for other in self.source.operations}
        writes = one.raw.get("x-writes", {})
        for collection, effect in writes.items() if isinstance(writes, dict) else ():
            at = (*one.where, "x-writes", collection)
            if collection not in tags:
                yield self.at(at, f"x-writes names {collection}, which is no tag")
            if effect not in EFFECTS:
                yield self.at(at, f"x-writes: {effect} is not one of {', '.join(EFFECTS)}")
        for index, other in enumerate(one.raw.get("x-contract-setup", [])):
            if other not in ids:
                yield self.at(
                    (*one.where, "x-contract-setup", index),
                    f"x-contract-setup: there is no operation {other}",
                )

    def _parameters(self, one: RawOperation) -> Iterator[Fault]:
        names: list[str] = []
        for index, parameter in enumerate(one.parameters):
            at: Where = (*one.where, "parameters", index)
            name, place = str(parameter.get("name")), parameter.get("in")
            what = f"the parameter {name} of {one.id}"
            if place not in ("path", "query"):
                yield self.at(at, f"{what} is in the {place}: only path and query parameters are generated")
            schema = parameter.get("schema")
            if schema is None:
                yield self.at(at, f"{what} has no schema; content: is not generated")
                continue
            target = self.schemas.resolved(schema)
            if "array" in types_of(target) or "object" in types_of(target):
                yield self.at(at, f"{what} is an {types_of(target)[0]}: only scalars are generated")
            if "enum" in schema:
                yield self.at(at, f"{what} has an inline enum: make it a component and refer to it")
            if not parameter.get("description"):
                yield self.at(at, f"{what} has no description: it becomes the docstring")
            if "example" not in parameter and not parameter.get("examples"):
                yield self.at(at, f"{what} has no example: tests are made of it")
            if name in CALL_OPTIONS:
                yield self.at(at, f"{what} is named like an option of every call: rename it")
            if place == "path":
                names.append(name)
        wanted = re.findall(r"{([^}]+)}", one.path)
        if sorted(names) != sorted(wanted):
            yield self.at(one.where, f"the path of {one.id} has {wanted}, its parameters are {names}")

    def _body(self, one: RawOperation) -> Iterator[Fault]:
        body = one.raw.get("requestBody")
        if body is None:
            return
        where = (*one.where, "requestBody")
        content = resolve(self.raw, body).get("content", {})
        yield from self._content(content, where, f"the body of {one.id}")
        for media in content.values():
            name = ref_name(media.get("schema", {}))
            if name is None:
                continue
            taken = {str(parameter.get("name")) for parameter in one.parameters}
            for key in self.source.schemas.get(name, {}).get("properties", {}):
                at = ("components", "schemas", name, "properties", key)
                if key in CALL_OPTIONS:
                    yield self.at(
                        at,
                        f"the body field {key} of {one.id} is named like an option of every call: rename it",
                    )
                if key in taken:
                    yield self.at(at, f"the body field {key} of {one.id} is named like one of its parameters")

    def _content(self, content: Node, where: Where, what: str) -> Iterator[Fault]:
        if len(content) > 1:
            extra = list(content)[1]
            yield self.at(
                (*where, "content", extra), f"{what} has a second content type, {extra}: leave only one"
            )
        for content_type, media in content.items():
            at = (*where, "content", content_type)
            if content_type not in ("application/json", "multipart/form-data"):
                yield self.at(at, f"{what} is {content_type}: only application/json is generated, or a form")
            schema = media.get("schema")
            if schema is None:
                yield self.at(at, f"{what} has no schema")
            elif _is_inline(schema):
                yield self.at(
                    (*at, "schema"), f"{what} has an inline schema: make it a component and refer to it"
                )
            if not media.get("examples"):
                yield self.at(at, f"{what} has no examples: add at least one, by name")
            elif not isinstance(media["examples"], dict):
                yield self.at((*at, "examples"), f"{what}: examples must be a mapping of names")


def _is_inline(schema: Any) -> bool:
    """Tell whether a body's schema, its items or its alternatives are objects or enums of no name."""
    if not isinstance(schema, dict):
        return False
    if "enum" in schema or schema.get("properties"):
        return True
    return any(_is_inline(part) for part in (schema.get("items"), *schema.get("anyOf", ())))
