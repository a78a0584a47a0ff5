"""Operations as the templates need them: arguments, body, what comes back, and what to say of it."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from openapi._arguments import Argument, field_argument, form_arguments, path_argument, query_argument
from openapi._components import branches, ref_name, types_of
from openapi._names import identifier, snake
from openapi._source import Node, RawOperation, Source, resolve
from openapi._types import Schemas

__all__ = ["OperationView", "views"]


class OperationView:
    """An operation, for the templates."""

    def __init__(self, operation: RawOperation, source: Source, schemas: Schemas) -> None:
        self._source = source
        self._schemas = schemas
        self.raw = operation.raw
        self.id = operation.id
        self.tag = operation.tag
        # A method may be called `list`: only keywords need an underscore here.
        name = snake(operation.id.removeprefix(f"{operation.tag}_"))
        self.name = f"{name}_" if keyword.iskeyword(name) else name
        self.method = operation.method.upper()
        self.path = operation.path
        self.idempotent = operation.idempotent
        self.rate_limit = operation.raw.get("x-rate-limit")
        self.summary = " ".join(str(operation.raw.get("summary", "")).split())
        self.description = str(operation.raw.get("description", "")).strip()

    def answer_description(self, status: str) -> str:
        """What the document says of an answer."""
        answer = resolve(self._source.raw, self.raw["responses"][status])
        return str(answer.get("description", ""))

    # ---- arguments -----------------------------------------------------------------------------

    @cached_property
    def path_arguments(self) -> list[Argument]:
        """Those in the path."""
        return [
            path_argument(parameter, self._schemas)
            for parameter in self.raw["parameters"]
            if parameter["in"] == "path"
        ]

    @cached_property
    def query_arguments(self) -> list[Argument]:
        """Those in the query."""
        found = [
            query_argument(parameter, self._schemas)
            for parameter in self.raw["parameters"]
            if parameter["in"] == "query"
        ]
        return sorted(found, key=lambda one: one.optional)

    @cached_property
    def _body(self) -> tuple[str, Node]:
        """The content type and schema of the body."""
        content = resolve(self._source.raw, self.raw.get("requestBody")).get("content", {})
        empty: tuple[str, Node] = ("", {})
        found: tuple[str, Node] = next(iter(content.items()), empty)
        return found

    @cached_property
    def body_model(self) -> str | None:
        """The model that the body is checked against, where it has one."""
        content_type, media = self._body
        name = ref_name(media.get("schema", {}))
        return name if name and content_type == "application/json" and self._schemas.is_model(name) else None

    @cached_property
    def body_check(self) -> str | None:
        """The type that a JSON body is checked against; none where it stays JSON or msgspec has no type."""
        content_type, media = self._body
        if content_type != "application/json" or self.body_model:
            return self.body_model
        schema = media["schema"]
        found = self._schemas.model(schema, checked=True)
        # One of several objects cannot be told by its type alone.
        several = len(branches(self._schemas.resolved(schema))) > 1
        stays = self._named([found], self._schemas.json)
        return None if several or stays or found == "Any" or found.endswith("Any]") else found

    @property
    def body_kind(self) -> str:
        """What JSON a body that stays JSON is throughout: ``object`` or ``array``; else empty."""
        kinds = self._schemas.kinds(self._body[1].get("schema", {}))
        return kinds.pop() if kinds in ({"object"}, {"array"}) else ""

    @property
    def left_out(self) -> list[str]:
        """Keys of answers that a body must not have."""
        _, media = self._body
        schema: Node = media.get("schema", {})
        name = ref_name(schema) or ref_name(schema.get("items", {}))
        return [str(key) for key in self._schemas.all.get(name or "", {}).get("x-leave-out", ())]

    @cached_property
    def body_arguments(self) -> list[Argument]:
        """The fields of the body, or the body itself where it has no fields of its own."""
        content_type, media = self._body
        schema = media.get("schema", {})
        if not content_type:
            return []
        name = ref_name(schema)
        if content_type == "multipart/form-data":
            return form_arguments(self._schemas.fields(name or ""), media.get("encoding", {}))
        if self.body_model:
            return [field_argument(one, "body") for one in self._schemas.fields(self.body_model)]
        target = self._schemas.resolved(schema)
        inner = ref_name(target.get("items", {})) if types_of(target) == ["array"] else None
        base = snake(inner or name or "body")
        # The names that the code uses for bodies in general are free here: the body has no fields.
        word = f"{base}s" if inner else base
        description = str(resolve(self._source.raw, self.raw.get("requestBody")).get("description", ""))
        kind = self._schemas.wide_or_none(schema)
        return [Argument(word, identifier(word), kind, "", description or "The body.", "whole")]

    @cached_property
    def arguments(self) -> list[Argument]:
        """All arguments: those of the path, then what is required, then what may be left out."""
        rest = [*self.query_arguments, *self.body_arguments]
        return [*self.path_arguments, *sorted(rest, key=lambda one: one.optional)]

    @property
    def positional(self) -> list[Argument]:
        """Those that may be given by position."""
        whole = [one for one in self.arguments if one.where == "whole"]
        return [*self.path_arguments, *whole]

    @property
    def declarations(self) -> list[str]:
        """The parameters, those by name behind a star."""
        by_name = [one.declaration for one in self.arguments if one not in self.positional]
        return [one.declaration for one in self.positional] + (["*", *by_name] if by_name else [])

    @property
    def passed(self) -> str:
        """The arguments of a call that passes all on."""
        found = [one.python_name for one in self.positional]
        found += [
            f"{one.python_name}={one.python_name}" for one in self.arguments if one not in self.positional
        ]
        return ", ".join(found)

    @property
    def path_expression(self) -> str:
        """The path as source code."""
        if not self.path_arguments:
            return f'"{self.path}"'
        path = self.path
        for one in self.path_arguments:
            call = f"path_segment('{self.id}', '{one.name}', {one.python_name})"
            path = path.replace(f"{{{one.name}}}", f"{{{call}}}")
        return f'f"{path}"'

    # ---- what comes back -----------------------------------------------------------------------

    @cached_property
    def successes(self) -> dict[int, list[str]]:
        """The types of each documented success, to be tried in order."""
        found: dict[int, list[str]] = {}
        for status, answer in self.raw["responses"].items():
            if status.isdigit() and 200 <= int(status) <= 299:
                schema = self._answer_schema(answer)
                found[int(status)] = ["None"] if schema is None else self._schemas.alternatives(schema)
        return found

    @cached_property
    def _page(self) -> Node | None:
        schema = self._schemas.resolved(self._answer_schema(self.raw["responses"].get("200")) or {})
        fields: Node = schema.get("properties", {})
        is_page = "next_cursor" in fields and types_of(fields.get("data", {})) == ["array"]
        return schema if is_page else None

    def _answer_schema(self, answer: Any) -> Node | None:
        content: Node = resolve(self._source.raw, answer).get("content", {})
        schemas: list[Node | None] = [media.get("schema") for media in content.values()]
        return schemas[0] if schemas else None

    @property
    def item(self) -> str | None:
        """The type of a page's items, where the operation gives pages."""
        return self._schemas.model(self._page["properties"]["data"]["items"]) if self._page else None

    @property
    def follows(self) -> bool:
        """Whether a page can be followed by another."""
        return any(one.name == "cursor" for one in self.query_arguments)

    @property
    def value(self) -> str:
        """The type of the decoded answer."""
        found: list[str] = []
        for kinds in self.successes.values():
            found += [kind for kind in kinds if kind not in found]
        if "None" in found:
            found.remove("None")
            found.append("None")
        return " | ".join(found)

    @property
    def returns(self) -> str:
        """What the method returns."""
        return f"Page[{self.item}]" if self.item else self.value

    # ---- names that the code uses ---------------------------------------------------------------

    def _named(self, texts: Iterable[str], names: Iterable[str]) -> list[str]:
        text = " ".join(texts)
        words = set("".join(c if c.isalnum() or c == "_" else " " for c in text).split())
        return sorted(name for name in names if name in words)

    @property
    def answer_models(self) -> list[str]:
        """Models that the operation's module needs at run time."""
        kinds = [kind for found in self.successes.values() for kind in found]
        return self._named([*kinds, self.body_check or ""], [*self._schemas.models, *self._schemas.enums])

    @property
    def argument_models(self) -> list[str]:
        """Models that signatures name."""
        return self._named(
            (one.type for one in self.arguments), [*self._schemas.models, *self._schemas.enums]
        )

    @property
    def answer_json(self) -> list[str]:
        """What stays JSON in answers, needed at run time."""
        return self._named((kind for found in self.successes.values() for kind in found), self._schemas.json)

    @property
    def argument_json(self) -> list[str]:
        """Dicts that signatures name."""
        known = [*self._schemas.json, *(f"{name}Dict" for name in self._schemas.typed_dicts)]
        return self._named((one.type for one in self.arguments), known)

    @property
    def result_models(self) -> list[str]:
        """Models that the method's return type names."""
        return self._named([self.returns], [*self._schemas.models, *self._schemas.enums])


def views(source: Source, schemas: Schemas) -> dict[str, OperationView]:
    """Give all operations by id."""
    return {one.id: OperationView(one, source, schemas) for one in source.operations}
