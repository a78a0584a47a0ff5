"""Check a request: its parameters, headers and body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any, cast
from urllib.parse import parse_qsl

from ntropy_client._redact import cut
from ntropy_client.conformance._body import SHOWN, check_json, check_text, excerpt
from ntropy_client.conformance._schemas import Schemas
from ntropy_client.conformance._violation import Violation
from ntropy_client.document import Operation, Parameter

__all__ = ["Sent", "check_request"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request whose operation is known.

    Args:
        path: Its path parameters, decoded.
        query: Its query as sent, percent-encoded.
        headers: Its headers, with names in lower case.
        body: Its body; None where it is not known.
    """

    path: Mapping[str, str]
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


def check_request(operation: Operation, sent: Sent, schemas: Schemas, *, strict: bool) -> Iterator[Violation]:
    """Check a request.

    Args:
        operation: What it asks for.
        sent: The request.
        schemas: The components.
        strict: Whether undocumented parameters and fields, and unknown enum values, are violations.

    Yields:
        The violations.
    """
    pairs = parse_qsl(sent.query, keep_blank_values=True)
    given = {"path": dict(sent.path), "query": dict(pairs), "header": sent.headers}
    for parameter in operation.parameters:
        name = parameter.name.lower() if parameter.location == "header" else parameter.name
        yield from _check_parameter(parameter, given[parameter.location].get(name), schemas, strict)
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            message = f"{name} is given {count} times"
            yield Violation("parameter", "", message, "once", f"{count} times")
    known = {one.name for one in operation.parameters if one.location == "query"}
    for name in dict(pairs).keys() - known if strict else ():
        expected = ", ".join(sorted(known)) or "no parameter"
        yield Violation(
            "undocumented-parameter", "", f"undocumented parameter {cut(name, SHOWN)}", expected, cut(name)
        )
    yield from _check_key(operation, sent)
    yield from _check_content(operation, sent, schemas, strict)


def _check_parameter(
    parameter: Parameter, value: str | None, schemas: Schemas, strict: bool
) -> Iterator[Violation]:
    named = f"{parameter.location} parameter {parameter.name}"
    if value is None:
        if parameter.required:
            yield Violation("missing-parameter", "", f"{named} is missing", "a value", "nothing")
        return
    for one in check_text(value, parameter.schema, schemas, strict=strict):
        yield Violation("parameter", "", f"{named} {one.message}", one.expected, cut(value, SHOWN))


def _check_key(operation: Operation, sent: Sent) -> Iterator[Violation]:
    raw = operation.document.raw
    schemes: Mapping[str, Any] = raw.get("components", {}).get("securitySchemes", {})
    wanted: list[dict[str, Any]] = operation.raw.get("security", raw.get("security", []))
    headers = [
        [schemes[scheme]["name"] for scheme in choice if schemes[scheme].get("in") == "header"]
        for choice in wanted
    ]
    if headers and not any(all(name.lower() in sent.headers for name in choice) for choice in headers):
        names = " or ".join(sorted({name for choice in headers for name in choice}))
        yield Violation(
            "missing-header", "", f"header {names} is missing", f"header {names}", "no such header"
        )


def _check_content(operation: Operation, sent: Sent, schemas: Schemas, strict: bool) -> Iterator[Violation]:
    wanted, schema = operation.body_content_type, operation.body_schema
    if sent.body is None:
        return
    if wanted is None or schema is None:
        if sent.body:
            yield Violation("unexpected-body", "", "a body where none belongs", "no body", excerpt(sent.body))
        return
    if not sent.body:
        if operation.document.resolve(operation.raw["requestBody"]).get("required"):
            yield Violation("schema", "", "the body is missing", "a body", "nothing")
        return
    full_type = sent.headers.get("content-type", "")
    media_type = full_type.partition(";")[0].strip().lower()
    if media_type != wanted:
        actual = media_type or "no content type"
        yield Violation("content-type", "", "undocumented content type", wanted, cut(actual, SHOWN))
    elif media_type == "application/json":
        yield from check_json(sent.body, schema, schemas, strict=strict)
    elif media_type == "multipart/form-data":
        yield from _check_form(full_type, sent.body, schema, schemas)


def _check_form(
    content_type: str, body: bytes, schema: Mapping[str, Any], schemas: Schemas
) -> Iterator[Violation]:
    """Check which parts a form has; what is in a file is for the server to judge."""
    whole = {**schemas.resolve(schema), **schema}
    head = b"Content-Type: %s\r\n\r\n" % content_type.encode("latin-1", "replace")
    message = BytesParser().parsebytes(head + body)
    if not message.is_multipart():
        yield Violation("schema", "", "the body is no form", "parts between boundaries", excerpt(body))
        return
    parts = cast("list[Any]", message.get_payload())
    names = [str(part.get_param("name", "", "content-disposition")) for part in parts]
    for name in whole.get("required", ()):
        if name not in names:
            yield Violation("schema", f"/{name}", f'required part "{name}" is missing', "a part", "nothing")
    for name in sorted(set(names) - set(whole.get("properties", ()))):
        yield Violation(
            "undocumented-field",
            f"/{name}",
            f'undocumented part "{name}"',
            "no such part",
            name,
            additive=True,
        )
