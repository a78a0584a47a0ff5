"""Every documented answer of every operation, as a case for the client; nothing here is written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ntropy_client.document import Document, Operation, load

__all__ = ["Case", "arguments", "cases", "documented", "plain", "whole_body"]

_RANGE = {"4XX": (400,), "5XX": (500, 503)}


@dataclass(frozen=True)
class Case:
    """One example of one documented answer.

    Args:
        operation: The operation.
        documented: The status as the document has it, such as ``5XX``.
        status: The status that is sent.
        example: The example's name; empty where there is no body.
        body: The example's value; None where there is no body.
    """

    operation: Operation
    documented: str
    status: int
    example: str
    body: Any

    def __str__(self) -> str:
        return "-".join(filter(None, (self.operation.id, str(self.status), self.example)))


def cases(document: Document | None = None) -> Iterator[Case]:
    """Give all cases of a document.

    Args:
        document: The document; else the packaged one.

    Returns:
        A case for each operation, documented status and example.
    """
    for operation in (document or load()).operations.values():
        for documented in operation.statuses:
            examples = operation.examples(documented)
            for status in _RANGE.get(documented, (int(documented),) if documented.isdigit() else ()):
                if not examples:
                    yield Case(operation, documented, status, "", None)
                for name, body in examples.items():
                    yield Case(operation, documented, status, name, body)


def documented(raw: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Give all operations and statuses, read from the bare document.

    Args:
        raw: The document as JSON.

    Returns:
        Pairs of operation id and status.
    """
    verbs = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
    return {
        (operation["operationId"], str(status))
        for item in raw["paths"].values()
        for verb, operation in item.items()
        if verb in verbs
        for status in operation["responses"]
    }


def arguments(operation: Operation, body: Any = None) -> dict[str, Any]:
    """Give keyword arguments for the operation's method, from the document's examples.

    Args:
        operation: The operation.
        body: The example of the request's body, whose fields are arguments of their own.

    Returns:
        Path parameters, query parameters and the body's fields.
    """
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location in ("path", "query"):
            examples = parameter.raw.get("examples", {})
            found[parameter.name] = parameter.raw.get("example") or next(iter(examples.values()))["value"]
    if body is None:
        return found
    if operation.body_content_type == "multipart/form-data":
        # Bytes stand as text in an example.
        return found | {name: content.encode() for name, content in body.items()}
    word = whole_body(operation)
    return found | ({word: body} if word else body)


def whole_body(operation: Operation) -> str:
    """Name the argument that is the whole body, where the body has no fields of its own.

    Args:
        operation: The operation.

    Returns:
        The component's name in snake case, in the plural for an array; empty where fields are arguments.
    """
    schema = operation.body_schema or {}
    is_array = schema.get("type") == "array"
    if not is_array and operation.document.resolve(schema).get("x-python") != "json":
        return ""
    name = str((schema["items"] if is_array else schema)["$ref"]).rpartition("/")[2]
    word = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    return f"{word}s" if is_array else word


def plain(value: Any) -> Any:
    """Bring JSON to a form in which equal things are equal.

    Args:
        value: JSON as the document or a model has it.

    Returns:
        The same without nulls and empty lists in objects, and with moments instead of their spellings.
    """
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items() if item is not None and item != []}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and len(value) > 10 and value[4:5] == "-" and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
