"""Say what is wrong with a value in the words of the API: those of pydantic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ntropy_client.sandbox.answer import Problem

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

__all__ = ["problems"]

_TYPES = {
    "string": ("Input should be a valid string", "string_type"),
    "number": ("Input should be a valid number", "float_type"),
    "integer": ("Input should be a valid integer", "int_type"),
    "boolean": ("Input should be a valid boolean", "bool_type"),
    "array": ("Input should be a valid list", "list_type"),
    "object": (
        "Input should be a valid dictionary or object to extract fields from",
        "model_attributes_type",
    ),
    "null": ("Input should be None", "none_required"),
}

_FORMATS = {
    "date": ("Input should be a valid date in the format YYYY-MM-DD", "date_from_datetime_parsing"),
    "date-time": ("Input should be a valid datetime", "datetime_parsing"),
    "uri": ("Input should be a valid URL", "url_parsing"),
}


def problems(
    errors: Iterable[ValidationError], whole: Mapping[str, Any], *loc: str | int
) -> Iterator[Problem]:
    """Put schema errors into words.

    Args:
        errors: What the validator found.
        whole: The schema that it was made of, with all that is referred to.
        loc: The way to the value that was checked.

    Yields:
        The problems.
    """
    unknown: list[Problem] = []
    told = False
    for error in errors:
        here = [*loc, *error.instance_path]
        branches = _branches(error)
        if error.kind.name == "unevaluatedProperties":
            unknown.extend(_unknown(error, here))
            continue
        told = True
        if error.kind.name == "additionalProperties":
            yield from _unknown(error, here, _names(_at(whole, error.schema_path[:-1])))
        elif branches:
            forms = [_resolved(whole, form) for form in _at(whole, error.schema_path)]
            meant = _meant(error.instance, forms, branches)
            if isinstance(meant, str):
                yield Problem(loc=here, msg=meant, type="one_of")
            else:
                yield from problems(meant, whole, *loc)
        elif error.kind.name == "required":
            yield Problem(loc=[*here, str(error.kind.value)], msg="Field required", type="missing")
        else:
            msg, code = _words(error)
            yield Problem(loc=here, msg=msg, type=code)
    # Where a form does not fit otherwise, all fields of it count as unknown.
    if not told:
        yield from unknown


def _unknown(
    error: ValidationError, here: Sequence[str | int], known: Iterable[str] = ()
) -> Iterator[Problem]:
    names: list[str] = error.kind.as_dict()["unexpected"]
    msg = "Extra inputs are not permitted"
    options = [repr(name) for name in known]
    if options:
        msg = f"{msg}, only {_listing(options)}"
    for name in names:
        yield Problem(loc=[*here, name], msg=msg, type="extra_forbidden")


def _meant(
    value: object, forms: Sequence[Mapping[str, Any]], branches: Sequence[list[ValidationError]]
) -> list[ValidationError] | str:
    """Of several forms, what is wrong with the one that was meant; in words, when that cannot be told."""
    fitting = [form for form, branch in zip(forms, branches, strict=True) if not branch]
    if fitting:
        return f"Input should have only one of {_forms(fitting, 'and')}"
    given = set(cast("dict[str, Any]", value)) if isinstance(value, dict) else None
    alike = [len((given or set()).intersection(_names(form))) for form in forms]
    if given is not None and not any(alike) and all(form.get("required") for form in forms):
        return f"Input should have {_forms(forms, 'or')}"
    likely = [branch for branch, count in zip(branches, alike, strict=True) if count == max(alike)]
    # Of those alike, the one that got furthest.
    return sorted(likely, key=_depth)[-1]


def _forms(forms: Sequence[Mapping[str, Any]], word: str) -> str:
    return _listing([" with ".join(map(repr, form.get("required", ()))) for form in forms], word)


def _names(schema: Mapping[str, Any]) -> list[str]:
    return list(schema.get("properties", ()))


def _at(whole: Mapping[str, Any], way: Sequence[str | int]) -> Any:
    found: Any = whole
    for step in way:
        found = _resolved(whole, found) if step == "$ref" else found[step]
    return found


def _resolved(whole: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = _at(whole, schema["$ref"].removeprefix("#/").split("/"))
    return schema


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    return cast("list[list[ValidationError]]", error.kind.as_dict().get("context", []))


def _depth(branch: list[ValidationError]) -> tuple[int, bool]:
    # At the same depth, anything is nearer than a wrong type, and a wrong type nearer than a missing null.
    deepest = max((len(error.instance_path) for error in branch), default=0)
    return deepest, not any(error.kind.name == "type" and error.kind.value == ["null"] for error in branch)


def _words(error: ValidationError) -> tuple[str, str]:
    limit = error.kind.value
    held = len(error.instance) if isinstance(error.instance, list) else 0
    match error.kind.name:
        case "type":
            names = [name for name in ([limit] if isinstance(limit, str) else limit) if name != "null"]
            if len(names) > 1:
                return f"Input should be a valid {_listing(names)}", _TYPES[names[0]][1]
            return _TYPES[names[0] if names else "null"]
        case "enum":
            return f"Input should be {_listing([repr(option) for option in limit])}", "enum"
        case "const":
            return f"Input should be {limit!r}", "literal_error"
        case "minimum":
            return f"Input should be greater than or equal to {limit}", "greater_than_equal"
        case "maximum":
            return f"Input should be less than or equal to {limit}", "less_than_equal"
        case "minLength":
            return f"String should have at least {_count(limit, 'character')}", "string_too_short"
        case "maxLength":
            return f"String should have at most {_count(limit, 'character')}", "string_too_long"
        case "minItems":
            return (
                f"List should have at least {_count(limit, 'item')} after validation, not {held}",
                "too_short",
            )
        case "maxItems":
            return (
                f"List should have at most {_count(limit, 'item')} after validation, not {held}",
                "too_long",
            )
        case "minProperties":
            return f"Dictionary should have at least {_count(limit, 'item')} after validation", "too_short"
        case "maxProperties":
            return f"Dictionary should have at most {_count(limit, 'item')} after validation", "too_long"
        case "pattern":
            return f"String should match pattern '{limit}'", "string_pattern_mismatch"
        case "format" if limit in _FORMATS:
            return _FORMATS[limit]
        case keyword:
            return error.message, keyword


def _listing(options: Sequence[str], word: str = "or") -> str:
    *others, last = options
    return f"{', '.join(others)} {word} {last}" if others else last


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
