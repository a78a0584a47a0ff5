"""Operations as the templates need them: arguments, body, what comes back, and what to say of it."""

from __future__ import annotations

import keyword
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from openapi._names import identifier, snake
from openapi._source import Node, RawOperation, Source, resolve
from openapi._types import Field, Schemas, ref_name, types_of

__all__ = ["Argument", "OperationView", "docstring", "sentence", "views"]

_WIDTH = 100


@dataclass(frozen=True)
class Argument:
    """One argument of a method."""

    name: str
    python_name: str
    type: str
    default: str
    description: str
    where: str
    """path, query, body, form or whole (the body itself)."""
    upload: Node | None = None

    @property
    def declaration(self) -> str:
        """The argument as a parameter."""
        return f"{self.python_name}: {self.type}{self.default}"

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return bool(self.default)


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

    # ---- arguments -----------------------------------------------------------------------------

    @cached_property
    def path_arguments(self) -> list[Argument]:
        """Those in the path."""
        found: list[Argument] = []
        for parameter in self.raw["parameters"]:
            if parameter["in"] == "path":
                kinds = types_of(self._schemas.resolved(parameter["schema"]))
                kind = "str | int" if "integer" in kinds else "str"
                found.append(self._parameter(parameter, kind, "", "path"))
        return found

    @cached_property
    def query_arguments(self) -> list[Argument]:
        """Those in the query."""
        found: list[Argument] = []
        for parameter in self.raw["parameters"]:
            if parameter["in"] == "query":
                kind = self._schemas.wide(parameter["schema"])
                if "dt.datetime" in kind:
                    note = "A datetime without a zone means UTC."
                    parameter = {**parameter, "description": f"{parameter['description']} {note}"}
                if parameter.get("required"):
                    found.append(self._parameter(parameter, kind, "", "query"))
                else:
                    found.append(self._parameter(parameter, f"{kind} | None", " = None", "query"))
        return sorted(found, key=lambda one: one.optional)

    @staticmethod
    def _parameter(parameter: Node, kind: str, default: str, where: str) -> Argument:
        description = str(parameter.get("description", ""))
        given = parameter["schema"].get("default")
        if given is not None:
            description = f"{description.rstrip('. ')}; {given} when left out."
        return Argument(parameter["name"], identifier(parameter["name"]), kind, default, description, where)

    @cached_property
    def _body(self) -> tuple[str, Node]:
        """The content type and schema of the body."""
        content = resolve(self._source.raw, self.raw.get("requestBody")).get("content", {})
        found: tuple[str, Node] = next(iter(content.items()), ("", {}))
        return found

    @cached_property
    def body_model(self) -> str | None:
        """The model that the body is checked against, where it has one."""
        content_type, media = self._body
        name = ref_name(media.get("schema", {}))
        return name if name and content_type == "application/json" and self._schemas.is_model(name) else None

    @cached_property
    def body_arguments(self) -> list[Argument]:
        """The fields of the body, or the body itself where it has no fields of its own."""
        content_type, media = self._body
        schema = media.get("schema", {})
        if not content_type:
            return []
        name = ref_name(schema)
        if content_type == "multipart/form-data":
            return self._form_arguments(name or "", media.get("encoding", {}))
        if self.body_model:
            return [self._field(one, "body") for one in self._schemas.fields(self.body_model)]
        target = self._schemas.resolved(schema)
        inner = ref_name(target.get("items", {})) if types_of(target) == ["array"] else None
        base = snake(inner or name or "body")
        word = f"{base}s" if inner else base
        description = str(resolve(self._source.raw, self.raw.get("requestBody")).get("description", ""))
        kind = self._schemas.wide(schema)
        return [Argument(word, identifier(word), kind, "", description or "The body.", "whole")]

    @staticmethod
    def _field(field: Field, where: str) -> Argument:
        # Of a longer description, such as the meanings of an enumeration, the start.
        description = field.description.split("\n\n")[0]
        given = field.schema.get("default")
        if given not in (None, []) and not field.required:
            description = f"{description.rstrip('. ')}; {given} when left out."
        return Argument(
            field.name, field.python_name, field.wide_type, field.wide_default, description, where
        )

    def _form_arguments(self, name: str, encoding: Node) -> list[Argument]:
        found: list[Argument] = []
        for one in self._schemas.fields(name):
            if one.schema.get("format") != "binary":
                found.append(self._field(one, "form"))
                continue
            media_type = encoding.get(one.name, {}).get("contentType", "application/octet-stream")
            upload = {"media_type": media_type, "default_name": one.schema.get("x-filename", "file")}
            kind = "Upload | bytes | str | Path | IO[bytes]"
            found.append(Argument(one.name, one.python_name, kind, "", one.description, "form", upload))
        return found

    @cached_property
    def upload(self) -> Argument | None:
        """The file of the form, if there is one."""
        return next((one for one in self.body_arguments if one.upload), None)

    @cached_property
    def arguments(self) -> list[Argument]:
        """All arguments: those of the path, then what is required, then what may be left out."""
        rest = [*self.query_arguments, *self.body_arguments]
        if self.upload:
            name = Argument(
                "filename",
                "filename",
                "str | None",
                " = None",
                "The file's name as the API is told; else that of the path or file object, else "
                f"`{self.upload.upload['default_name']}`."
                if self.upload.upload
                else "",
                "filename",
            )
            rest.append(name)
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
                content = resolve(self._source.raw, answer).get("content", {})
                media: Node = next(iter(content.values()), {})
                schema = media.get("schema")
                found[int(status)] = ["None"] if schema is None else self._schemas.alternatives(schema)
        return found

    @cached_property
    def _page(self) -> Node | None:
        content = resolve(self._source.raw, self.raw["responses"].get("200")).get("content", {})
        media: Node = next(iter(content.values()), {})
        schema = self._schemas.resolved(media.get("schema", {}))
        return schema if {"data", "next_cursor"} <= set(schema.get("properties", ())) else None

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
        known = [*self._schemas.models, *self._schemas.enums]
        return sorted({*self._named(kinds, known), *([self.body_model] if self.body_model else [])})

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

    # ---- docstrings ----------------------------------------------------------------------------

    def method_docstring(self, indent: int) -> str:
        """The docstring of the resource's method."""
        lines = [self.summary, "", f"``{self.method} {self.path}``"]
        if self.rate_limit:
            lines[-1] += f", at most {self.rate_limit} a second for each key"
        lines[-1] += "."
        if self.description:
            lines += ["", self.description]
        rows = [(one.python_name, _plain(one.description)) for one in self.arguments]
        rows.append(
            (
                "**options",
                "`retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence) and "
                "`deadline` (seconds for the whole call).",
            )
        )
        lines += ["", "Args:", *_rows(rows, indent)]
        lines += ["", "Returns:", *_wrapped(self._returned(), indent, 4)]
        raised = self._raised()
        lines += ["", "Raises:", *_rows(raised, indent)]
        return docstring(lines, indent)

    def request_docstring(self) -> str:
        """The docstring of the request builder."""
        lines = [f"Build the request: {self.summary[:1].lower()}{self.summary[1:]}"]
        rows = [(one.python_name, _plain(one.description)) for one in self.arguments]
        if rows:
            lines += ["", "Args:", *_rows(rows, 4)]
        lines += ["", "Returns:", *_wrapped("The request, for a client's `send`.", 4, 4)]
        if self.path_arguments or self.body_arguments or self.query_arguments:
            row = ("RequestValidationError", "An argument does not fit the document; it names where.")
            lines += ["", "Raises:", *_rows([row], 4)]
        return docstring(lines, 4)

    def _returned(self) -> str:
        if self.item:
            return (
                "The first page. Iterate over it for all items; further pages are fetched as needed."
                if self.follows
                else "The page."
            )
        for status in self.successes:
            answer = resolve(self._source.raw, self.raw["responses"][str(status)])
            return "Nothing." if self.value == "None" else _plain(str(answer.get("description", "")))
        return "Nothing."

    def _raised(self) -> list[tuple[str, str]]:
        """The errors that are particular to the operation, and the root of the others."""
        found: list[tuple[str, str]] = []
        if self.body_arguments or self.path_arguments:
            found.append(("RequestValidationError", "An argument does not fit; nothing was sent."))
        names = {
            "400": "BadRequestError",
            "404": "NotFoundError",
            "409": "ConflictError",
            "413": "PayloadTooLargeError",
            "423": "QuotaExceededError",
        }
        for status, name in names.items():
            if status in self.raw["responses"]:
                answer = resolve(self._source.raw, self.raw["responses"][status])
                found.append((name, _plain(str(answer.get("description", "")))))
        found.append(("NtropyError", "As every call: the network, the key, limits, the server."))
        return found


def views(source: Source, schemas: Schemas) -> dict[str, OperationView]:
    """Give all operations by id."""
    return {one.id: OperationView(one, source, schemas) for one in source.operations}


def sentence(text: str) -> str:
    """Give the first sentence of a text."""
    whole = _plain(text.split("\n\n")[0])
    head, dot, _ = whole.partition(". ")
    return f"{head}." if dot else whole


def docstring(lines: Iterable[str], indent: int) -> str:
    """Give a docstring, quotes included, wrapped and indented behind its first line."""
    margin = " " * indent
    out: list[str] = []
    for line in lines:
        for paragraph in line.split("\n") if line.startswith(" ") else _paragraphs(line, indent):
            out.append(f"{margin}{paragraph}" if paragraph else "")
    text = "\n".join(out).strip().replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{text}"""' if len(out) == 1 else f'"""{text}\n{margin}"""'


def _plain(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str, indent: int) -> list[str]:
    """Wrap text, keeping its blank lines and lists."""
    found: list[str] = []
    for block in text.split("\n\n"):
        if found:
            found.append("")
        if any(line.lstrip().startswith(("-", "*")) for line in block.splitlines()):
            found += block.splitlines()
        else:
            found += textwrap.wrap(_plain(block), _WIDTH - indent) or [""]
    return found


def _wrapped(text: str, indent: int, margin: int) -> list[str]:
    lines = textwrap.wrap(text, _WIDTH - indent - margin)
    return [" " * margin + line for line in lines]


def _rows(rows: Iterable[tuple[str, str]], indent: int) -> list[str]:
    found: list[str] = []
    for name, text in rows:
        wrapped = textwrap.wrap(f"{name}: {text}", _WIDTH - indent - 4, subsequent_indent="    ")
        found += [f"    {line}" for line in wrapped]
    return found
