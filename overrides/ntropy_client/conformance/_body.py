"""Turn what a validator says about a body into violations that a person can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ntropy_client._redact import cut
from ntropy_client.conformance._fields import undocumented
from ntropy_client.conformance._formats import ZONE_OPTIONAL
from ntropy_client.conformance._schemas import Schema, Schemas
from ntropy_client.conformance._violation import Kind, Violation

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

__all__ = ["check_body", "check_json", "check_text", "excerpt", "shown"]

SHOWN = 120


def check_body(body: Any, schema: Schema, schemas: Schemas, *, strict: bool) -> list[Violation]:
    """Check a decoded body.

    Args:
        body: Decoded JSON.
        schema: What the document says about it.
        schemas: The components.
        strict: Whether undocumented fields and unknown enum values are violations too.

    Returns:
        The violations, like ones in different items of an array once.
    """
    if schemas.validator(schema, strict=strict).is_valid(body):
        return []
    found: list[Violation] = []
    for error in _innermost(schemas.validator(schema, strict=False).iter_errors(body)):
        if strict or error.kind.name != "enum":
            found.append(_violation(error))
    if strict:
        for pointer, value in undocumented(body, schema, schemas):
            found.append(_undocumented(pointer, value))
        if not found:
            # Of alternatives where one is free, only the validator knows which one the value is.
            for error in _innermost(schemas.validator(schema, strict=True).iter_errors(body)):
                names: Sequence[str] = getattr(error.kind, "unexpected", ())
                values = cast("Mapping[str, Any]", error.instance)
                found += [_undocumented(_pointer(error, name), values[name]) for name in names]
                found += [] if names else [_violation(error)]
    return _once(found)


def check_json(body: bytes, schema: Schema, schemas: Schemas, *, strict: bool) -> list[Violation]:
    """Check a body that is meant to be JSON.

    Args:
        body: As it came, after any content encoding was undone.
        schema: What the document says about it.
        schemas: The components.
        strict: Whether undocumented fields and unknown enum values are violations too.

    Returns:
        The violations.
    """
    try:
        decoded = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [Violation("not-json", "", "the body is no JSON", "JSON", excerpt(body))]
    try:
        return check_body(decoded, schema, schemas, strict=strict)
    except (ValueError, RecursionError) as error:
        if "ecursion" not in str(error):
            raise
        return [Violation("schema", "", "the body is nested too deeply", "a smaller depth", excerpt(body))]


def check_text(text: str, schema: Schema, schemas: Schemas, *, strict: bool) -> list[Violation]:
    """Check what a header, path or query says, where every value is text.

    Args:
        text: The value, percent-decoded.
        schema: What the document says about it.
        schemas: The components.
        strict: Whether unknown enum values are violations too.

    Returns:
        The violations.
    """
    types: Any = {**schemas.resolve(schema), **schema}.get("type", "string")
    value: Any = text
    for kind, read in (("integer", int), ("number", float)):
        if kind == types or (not isinstance(types, str) and kind in types):
            try:
                value = read(text)
            except ValueError:
                continue
            break
    found = check_body(value, schema, schemas, strict=strict)
    # Where several types are allowed, digits may be meant as text.
    return [] if value is not text and not check_body(text, schema, schemas, strict=strict) else found


def excerpt(body: bytes) -> str:
    """Write the beginning of a body for a report.

    Args:
        body: The body.

    Returns:
        It as a JSON text, cut when long.
    """
    return shown(body[: 2 * SHOWN].decode(errors="replace"))


def shown(value: Any) -> str:
    """Write a value for a report.

    Args:
        value: Decoded JSON.

    Returns:
        It as JSON, cut when long.
    """
    return cut(json.dumps(value, ensure_ascii=False, default=str), SHOWN)


def _innermost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Replace the failure of a combination by those of the branch that came furthest."""
    for error in errors:
        branches: Sequence[Sequence[ValidationError]] = getattr(error.kind, "context", None) or []
        branches = [branch for branch in branches if branch]
        if branches:
            yield from _innermost(max(branches, key=lambda branch: _reach(list(branch))))
        else:
            yield error


def _reach(branch: Sequence[ValidationError]) -> tuple[int, bool, int]:
    depth = max(len(error.instance_path) for error in branch)
    # At equal depth, a branch for another JSON type says the least.
    return depth, all(error.kind.name != "type" for error in branch), -len(branch)


def _undocumented(pointer: str, value: Any) -> Violation:
    name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    message = f'undocumented field "{name}"'
    return Violation("undocumented-field", pointer, message, "no such field", shown(value), additive=True)


def _pointer(error: ValidationError, *further: str) -> str:
    steps = (*error.instance_path, *further)
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _violation(error: ValidationError) -> Violation:
    kind, limit = error.kind.name, error.kind.value
    pointer = _pointer(error)
    actual = shown(error.instance)
    if kind == "required":
        name = str(getattr(error.kind, "property", limit))
        message = f'required field "{name}" is missing'
        return Violation("schema", _pointer(error, name), message, "a value", "nothing")
    if kind == "enum":
        return Violation(
            "unknown-value", pointer, "undocumented value", f"one of {shown(limit)}", actual, True
        )
    if kind == "format":
        name = "date-time, zone optional" if limit == ZONE_OPTIONAL else str(limit)
        return Violation("format", pointer, f"is no {name}", name, actual)
    if kind == "type":
        wanted = limit if isinstance(limit, str) else " or ".join(str(each) for each in limit)
        return Violation(
            "schema", pointer, f"is of type {_json_type(error.instance)}, not {wanted}", wanted, actual
        )
    message = {
        "minimum": "is too small",
        "exclusiveMinimum": "is too small",
        "maximum": "is too large",
        "exclusiveMaximum": "is too large",
        "minLength": "is too short",
        "maxLength": "is too long",
        "minItems": "has too few items",
        "maxItems": "has too many items",
        "pattern": "does not match the pattern",
        "uniqueItems": "has items twice",
    }.get(kind, f"does not fit ({kind})")
    plain: Kind = "schema"
    return Violation(plain, pointer, message, f"{kind} {shown(limit)}", actual)


def _json_type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    kinds: tuple[tuple[type, str], ...] = (
        (str, "string"),
        (int, "integer"),
        (float, "number"),
        (list, "array"),
        (dict, "object"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "unknown")


def _once(found: list[Violation]) -> list[Violation]:
    kept: dict[tuple[Kind, str, str], Violation] = {}
    for violation in found:
        place = re.sub(r"/\d+(?=/|$)", "/*", violation.pointer)
        kept.setdefault((violation.kind, place, violation.message), violation)
    return list(kept.values())
