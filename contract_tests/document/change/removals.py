"""What is taken out of a copy of the document, and what is given another name in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openapi._source import is_list, is_node

__all__ = ["incoherent", "shrunk"]


def shrunk(raw: dict[str, Any]) -> dict[str, Any]:
    """Take out and rename a field, a value, an operation, a parameter, a status and a schema, examples and all.

    Args:
        raw: The document; it is changed.
    """
    paths, schemas = raw["paths"], raw["components"]["schemas"]
    # Taken out.
    del schemas["Batch"]["properties"]["priority"]
    schemas["RecurrencePeriodicity"]["enum"].remove("semi-yearly")
    del paths["/v3/bank_statements/{id}/results"]
    listed = paths["/v3/transactions"]["get"]["parameters"]
    listed[:] = [one for one in listed if one.get("name") != "account_holder_id"]
    del paths["/v3/batches/{id}/results"]["get"]["responses"]["409"]
    # Renamed.
    for name in ("Webhook", "WebhookPatch"):
        _rename(schemas[name]["properties"], "enabled", "active")
    required = schemas["Webhook"]["required"]
    required[required.index("enabled")] = "active"
    _everywhere(raw["components"]["examples"], lambda node: _rename(node, "enabled", "active"))
    _replace(schemas["BatchPriority"]["enum"], "low", "slow")
    _everywhere(raw["components"]["examples"], _slow)
    paths["/v3/reports/{id}"]["get"]["operationId"] = "reports_fetch"
    (status,) = (one for one in paths["/v3/reports"]["get"]["parameters"] if one.get("name") == "status")
    status["name"] = "state"
    _rename(paths["/v3/batches"]["post"]["responses"], "423", "402")
    _rename(schemas, "TransactionInput", "NewTransaction")
    _everywhere(raw, _refer_to_new)
    return raw


def incoherent(raw: dict[str, Any]) -> dict[str, Any]:
    """Take things out and leave behind what needs them.

    Args:
        raw: The document; it is changed.
    """
    paths, schemas = raw["paths"], raw["components"]["schemas"]
    schemas["BatchStatus"]["enum"].remove("completed")
    del schemas["Webhook"]["properties"]["enabled"]
    del paths["/v3/reports"]["post"]
    del paths["/v3/batches/{id}"]["get"]["responses"]["404"]
    del paths["/v3/batches/{id}"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    (parameter,) = paths["/v3/account_holders/{id}"]["get"]["parameters"]
    paths["/v3/account_holders/{id}"]["get"]["parameters"].remove(parameter)
    raw["tags"] = [tag for tag in raw["tags"] if tag["name"] != "categories"]
    return raw


def _everywhere(node: Any, change: Callable[[dict[str, Any]], None]) -> None:
    if is_node(node):
        change(node)
    if is_node(node) or is_list(node):
        for value in node.values() if is_node(node) else node:
            _everywhere(value, change)


def _rename(node: dict[str, Any], old: str, new: str) -> None:
    """Give a key another name, in its place."""
    items = [(new if key == old else key, value) for key, value in node.items()]
    node.clear()
    node.update(items)


def _replace(values: list[Any], old: str, new: str) -> None:
    values[values.index(old)] = new


def _slow(node: dict[str, Any]) -> None:
    if node.get("priority") == "low":
        node["priority"] = "slow"


def _refer_to_new(node: dict[str, Any]) -> None:
    if node.get("$ref") == "#/components/schemas/TransactionInput":
        node["$ref"] = "#/components/schemas/NewTransaction"
