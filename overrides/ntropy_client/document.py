"""The API's document as the package carries it: operations by id, schemas, examples.

:func:`load` reads it once, at first use. Nothing here checks or changes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast
from urllib.parse import unquote

__all__ = ["Document", "Operation", "Parameter", "load"]

Json = Mapping[str, Any]

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: As it is sent.
        location: Where it is sent.
        required: Whether a request without it is refused.
        schema: Its schema as written, a ``$ref`` kept.
        raw: The whole parameter, no longer behind a ``$ref``.
    """

    name: str
    location: Literal["path", "query", "header"]
    required: bool
    schema: Json = field(repr=False)
    raw: Json = field(repr=False)


@dataclass(frozen=True)
class Operation:
    """One operation of the document.

    Attributes:
        id: Such as ``batches_get``.
        method: In capitals.
        path: The template, such as ``/v3/batches/{id}``.
        tag: The resource that it belongs to.
        raw: As written, with its parameters resolved.
        parameters: Those of the operation and of its path.
        body_schema: Of the request body as written, None when there is no body.
        body_content_type: Of the request body.
        body_examples: Values by name.
        statuses: As documented: "200", "404", "5XX".
    """

    id: str
    method: str
    path: str
    tag: str
    raw: Json = field(repr=False)
    parameters: tuple[Parameter, ...] = field(repr=False)
    body_schema: Json | None = field(repr=False)
    body_content_type: str | None = field(repr=False)
    body_examples: Mapping[str, Any] = field(repr=False)
    statuses: tuple[str, ...] = field(repr=False)
    document: Document = field(repr=False, compare=False)

    @property
    def idempotent(self) -> bool:
        """Whether repeating a request does no harm: every GET, and what is marked so."""
        return self.method == "GET" or bool(self.raw.get("x-idempotent", False))

    @property
    def rate_limit(self) -> float | None:
        """Operations per second and API key, None where no number is published."""
        return cast("float | None", self.raw.get("x-rate-limit"))

    @property
    def writes(self) -> Mapping[str, str]:
        """What it changes: effects by collection."""
        return cast("Mapping[str, str]", self.raw.get("x-writes", {}))

    @property
    def setup(self) -> tuple[str, ...]:
        """The operations to call first to have an id for this one."""
        return tuple(self.raw.get("x-contract-setup", ()))

    def response(self, status: int | str) -> Json | None:
        """Look a response up.

        Args:
            status: Such as 404; a range may be named as it is written ("5XX").

        Returns:
            The response, no longer behind a ``$ref``: the one of exactly this status, else of its range;
            None when the status is not documented.
        """
        responses: Json = self.raw.get("responses", {})
        written = str(status)
        for key in (written, f"{written[:1]}XX", "default"):
            if key in responses:
                return cast("Json", self.document.resolve(responses[key]))
        return None

    def response_schema(self, status: int | str) -> Json | None:
        """Look the schema of a response's body up.

        Args:
            status: As for :meth:`response`.

        Returns:
            The schema as written, None when there is no body.
        """
        media = _media(self.response(status) or {})
        return None if media is None else cast("Json | None", media[1].get("schema"))

    def examples(self, status: int | str) -> Mapping[str, Any]:
        """Give the examples of a response's body.

        Args:
            status: As for :meth:`response`.

        Returns:
            Values by name; empty when there is no body.
        """
        media = _media(self.response(status) or {})
        return {} if media is None else self.document.values(media[1])


class Document:
    """An OpenAPI document.

    Args:
        raw: The document as decoded JSON.

    Attributes:
        raw: The same.
        version: Of the API, such as ``3.0.0``.
        operations: By id, in the order of the document.
        schemas: The component schemas by name.
    """

    def __init__(self, raw: Json) -> None:
        self.raw = raw
        self.version: str = raw["info"]["version"]
        self.schemas: Mapping[str, Any] = raw.get("components", {}).get("schemas", {})
        self.operations: Mapping[str, Operation] = {one.id: one for one in self._read()}
        self._routes = sorted(
            ((_segments(one.path), one) for one in self.operations.values()),
            key=lambda route: [segment.startswith("{") for segment in route[0]],
        )

    def __repr__(self) -> str:
        return f"Document({self.raw['info'].get('title')!r}, version={self.version!r})"

    def resolve(self, node: Any) -> Any:
        """Follow a reference.

        Args:
            node: Any part of the document.

        Returns:
            What its ``$ref`` refers to, through any number of them; the node itself when it has none.

        Raises:
            KeyError: The document has nothing there.
        """
        while isinstance(node, Mapping) and isinstance(pointer := cast("Json", node).get("$ref"), str):
            node = self._at(pointer)
        return cast("Any", node)

    def match(self, method: str, raw_path: str) -> tuple[Operation, dict[str, str]] | None:
        """Find the operation that a request is for. A literal segment wins over a parameter.

        Args:
            method: In any case.
            raw_path: As sent: percent-encoded, without the query.

        Returns:
            The operation and the path parameters, decoded; None when there is no such operation.
        """
        for operation, values in self._candidates(raw_path):
            if operation.method == method.upper():
                return operation, values
        return None

    def allowed_methods(self, raw_path: str) -> tuple[str, ...]:
        """List what may be done at a path.

        Args:
            raw_path: As sent: percent-encoded, without the query.

        Returns:
            The methods in capitals, sorted; empty when the document has no such path.
        """
        return tuple(sorted({operation.method for operation, _ in self._candidates(raw_path)}))

    def values(self, holder: Json) -> dict[str, Any]:
        """Give the examples of a media type or another object with ``examples``.

        Args:
            holder: The object.

        Returns:
            Values by name.
        """
        named: Json = holder.get("examples", {})
        return {name: self.resolve(example)["value"] for name, example in named.items()}

    def _at(self, pointer: str) -> Any:
        found: Any = self.raw
        for part in pointer.removeprefix("#").split("/")[1:]:
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            found = cast("Any", found[int(name)] if isinstance(found, list) else found[name])
        return found

    def _candidates(self, raw_path: str) -> Iterator[tuple[Operation, dict[str, str]]]:
        sent = [unquote(segment) for segment in raw_path.split("/")]
        for template, operation in self._routes:
            if len(template) != len(sent):
                continue
            values: dict[str, str] = {}
            for expected, given in zip(template, sent, strict=True):
                if expected.startswith("{") and given:
                    values[expected[1:-1]] = given
                elif expected != given:
                    break
            else:
                yield operation, values

    def _read(self) -> Iterator[Operation]:
        paths: Mapping[str, Json] = self.raw.get("paths", {})
        for path, item in paths.items():
            for method in item:
                if method in METHODS:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Json) -> Operation:
        written: Json = item[method]
        listed: Sequence[Any] = [*item.get("parameters", ()), *written.get("parameters", ())]
        # What an operation says of a parameter replaces what its path says.
        parameters = {(one["in"], one["name"]): one for one in map(self.resolve, listed)}
        media = _media(self.resolve(written.get("requestBody", {})))
        return Operation(
            id=written["operationId"],
            method=method.upper(),
            path=path,
            tag=written["tags"][0],
            raw={**written, "parameters": list(parameters.values())},
            parameters=tuple(
                Parameter(
                    one["name"], one["in"], bool(one.get("required", False)), one.get("schema", {}), one
                )
                for one in parameters.values()
            ),
            body_schema=None if media is None else media[1].get("schema"),
            body_content_type=None if media is None else media[0],
            body_examples={} if media is None else self.values(media[1]),
            statuses=tuple(written.get("responses", {})),
            document=self,
        )


def load(raw: Json | None = None) -> Document:
    """Load a document.

    Args:
        raw: Another one than the packaged, as decoded JSON.

    Returns:
        The document; the packaged one is read once.
    """
    return _packaged() if raw is None else Document(raw)


@cache
def _packaged() -> Document:
    return Document(json.loads(files("ntropy_api").joinpath("openapi.json").read_bytes()))


def _media(holder: Json) -> tuple[str, Json] | None:
    content: Mapping[str, Json] = holder.get("content", {})
    return next(iter(content.items()), None)


def _segments(path: str) -> list[str]:
    return path.split("/")
