"""Look at what the SDK made of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ids", "only", "website", "without"]


def without(value: Any, *names: str) -> Any:
    """JSON without some properties, however deep."""
    if isinstance(value, dict):
        return {name: without(one, *names) for name, one in value.items() if name not in names}
    return [without(one, *names) for one in value] if isinstance(value, list) else value


def only(value: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some properties of an object."""
    return {name: value[name] for name in names}


def ids(page: Mapping[str, Any]) -> list[str]:
    """The ids of a page."""
    return [item["id"] for item in page["data"]]


def website(transaction: Mapping[str, Any]) -> str | None:
    """Whom a transaction was with."""
    counterparty: Mapping[str, Any] | None = transaction["entities"]["counterparty"]
    return None if counterparty is None else counterparty["website"]
