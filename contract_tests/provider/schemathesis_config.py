"""How Schemathesis is set up: as strict as the document, and no stricter.

Every check is on. Each exception below is one line with its reason and is derived from the document,
so that a new operation gets what it needs and nothing more.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from contract_tests.provider.options import Profile
from contract_tests.provider.probes.language import Language
from contract_tests.provider.resources import Resource, Resources, path_names
from contract_tests.provider.shapes import Shapes
from ntropy_client.document import Document, Operation

__all__ = ["configure", "describe", "in_bounds"]

# What valid data may be answered besides 2xx: the key, the id or the moment may be at fault. The tool's
# own list has 3xx and 5xx too, which no valid request deserves.
_ACCEPTED = ("2xx", "401", "403", "404", "409", "429")
# Methods that are tried where the document has none of them. Its own list has QUERY too and demands 405 for it,
# where a server that does not know the method rightly answers 501: probes ask for that one.
_METHODS = ("get", "put", "post", "delete", "options", "patch", "trace")
# What valid data may be answered where the document says so: 400 and 413 for what a schema cannot say, 423
# for an account without credits.
_ACCEPTED_WHERE_DOCUMENTED = ("400", "413", "423")

Settings = dict[str, Any]


def configure(
    document: Document, *, seed: int, key: str, profile: Profile, operations: Collection[str] | None = None
) -> Settings:
    """Make the configuration.

    Args:
        document: What is checked.
        seed: Of everything generated.
        key: The API key that is accepted.
        profile: "smoke" for a tenth of the cases.
        operations: Only these, None for all.

    Returns:
        What the tool reads from its configuration file.
    """
    whole = profile != "smoke"
    return {
        "seed": seed,
        "workers": 1,
        "base-url": "http://contract.invalid",  # never reached: requests go to the relay
        "request-timeout": 60,
        "continue-on-failure": True,
        "suppress-health-check": [
            "too_slow"
        ],  # says something about this machine, and nothing about the server
        "cache": {"enabled": False},
        "analysis": {"constants": {"enabled": False}},
        "generation": {"max-examples": 20 if whole else 4, "database": "none", "no-shrink": True},
        "phases": {
            "coverage": {"unexpected-methods": list(_METHODS)},
            "fuzzing": {"enabled": whole},
            "stateful": {"enabled": whole, "max-steps": 6},
        },
        "auth": {"openapi": {name: {"api_key": key} for name in _key_schemes(document)}},
        "operations": [
            _operation(operation, enabled=operations is None or operation.id in operations)
            for operation in document.operations.values()
        ],
    }


def describe(document: Document, operations: Collection[str] | None = None) -> Settings:
    """Give the document as the generator should read it.

    Args:
        document: The document.
        operations: Only these are to be called, None for all.

    Returns:
        A copy in which cursors are left out, since only a server can make one, and in which bounds that the
        document gives for generation alone (`x-contract-maximum`) are bounds.
    """
    raw: Settings = copy.deepcopy(dict(document.raw))
    raw.pop("webhooks", None)
    for operation in document.operations.values():
        item = raw["paths"][operation.path]
        item.pop("parameters", None)
        described = operation.raw["parameters"]
        item[operation.method.lower()]["parameters"] = [
            _bounded(p) for p in described if p["name"] != "cursor"
        ]
    for resource in Resources(document).values():
        _link(raw, resource, document.operations if operations is None else operations)
    _name_loose_times(raw)
    return raw


def _link(raw: Settings, resource: Resource, operations: Collection[str]) -> None:
    """Say where the id of an item comes from that stands in no answer: from the path of what made it."""
    maker = resource.maker
    if maker is None or not resource.by_path or maker.id not in operations:
        return
    (name,) = path_names(maker)
    responses = raw["paths"][maker.path][maker.method.lower()]["responses"]
    users = [
        one for one in maker.document.operations.values() if maker.id in one.setup and one.id in operations
    ]
    for status in responses:
        if status.startswith("2") and users:
            responses[status]["links"] = {
                one.id: {"operationId": one.id, "parameters": {path_names(one)[0]: f"$request.path.{name}"}}
                for one in users
            }


def in_bounds(operation: Operation, query: Mapping[str, Any]) -> bool:
    """Tell whether a generated query keeps to the bounds that are ours and not the provider's.

    Beyond them the document promises neither success nor refusal, so that nothing can be concluded.

    Args:
        operation: Whose query it is.
        query: As generated.

    Returns:
        False when a number lies outside.
    """
    for parameter in operation.parameters:
        schema = operation.document.resolve(parameter.schema)
        if "x-contract-maximum" not in schema or parameter.name not in query:
            continue
        values: Any = query[parameter.name]
        for value in cast("Sequence[Any]", values if isinstance(values, list) else [values]):
            try:
                number = float(str(value))
            except ValueError:
                continue
            if not 1 <= number <= schema["x-contract-maximum"]:
                return False
    return True


def _key_schemes(document: Document) -> list[str]:
    schemes = document.raw.get("components", {}).get("securitySchemes", {})
    return [name for name, scheme in schemes.items() if scheme.get("type") == "apiKey"]


def _operation(operation: Operation, *, enabled: bool) -> Settings:
    documented = [status for status in _ACCEPTED_WHERE_DOCUMENTED if status in operation.statuses]
    if _joins(operation):
        # Whether two items go together is not for a schema to say, and how it is refused is not documented.
        documented.append("422")
    checks: Settings = {"positive_data_acceptance": {"expected-statuses": [*_ACCEPTED, *documented]}}
    if _can_be_gone(operation):
        # What was created may be gone again by the time it is asked for: another request of the same sequence
        # deletes it under an id that this check does not follow. The rules hold that promise.
        checks["ensure_resource_availability"] = {"enabled": False}
    if _is_an_id_too(operation):
        # The path fits a second one, where it names an item: its methods may be listed as well.
        checks["allow_header_conformance"] = {"enabled": False}
    settings: Settings = {"include-operation-id": operation.id, "enabled": enabled, "checks": checks}
    if _takes_a_language(operation):
        # Of a language that contains itself this phase makes ten thousand cases: probes speak it instead.
        settings["phases"] = {"coverage": {"enabled": False}}
    return settings


def _joins(operation: Operation) -> bool:
    """Whether an operation changes an item so that it goes with another, which its body names."""
    body = operation.document.resolve(operation.body_schema or {})
    named = Resources(operation.document).references.keys() & body.get("properties", {}).keys()
    return bool(named) and operation.writes.get(operation.tag) == "update"


def _is_an_id_too(operation: Operation) -> bool:
    own = {one.method for one in operation.document.operations.values() if one.path == operation.path}
    return "{" not in operation.path and set(operation.document.allowed_methods(operation.path)) > own


def _takes_a_language(operation: Operation) -> bool:
    if operation.body_schema is None:
        return False
    shapes = Shapes(operation.document)
    shape = shapes.of(operation.body_schema)
    return Language.of(shapes, shapes.items(shape) or shape) is not None


def _can_be_gone(operation: Operation) -> bool:
    if "{" not in operation.path:
        return False
    collection = operation.tag
    return any(
        effect in ("delete", "cascade")
        for other in operation.document.operations.values()
        for name, effect in other.writes.items()
        if name == collection
    )


def _name_loose_times(node: Any) -> None:
    """Give timestamps that may lack a zone a format of their own: `date-time` demands the zone."""
    if isinstance(node, dict):
        fields = cast("Settings", node)
        if fields.get("format") == "date-time" and fields.get("x-zone") == "optional":
            fields["format"] = "date-time-zone-optional"
        for value in fields.values():
            _name_loose_times(value)
    elif isinstance(node, list):
        for value in cast("Sequence[Any]", node):
            _name_loose_times(value)


def _bounded(parameter: Mapping[str, Any]) -> Settings:
    made = copy.deepcopy(dict(parameter))
    schema = made.get("schema", {})
    if "x-contract-maximum" in schema:
        schema |= {"minimum": 1, "maximum": schema["x-contract-maximum"]}
    return made
