"""Put collections back as they were: what is in them takes effect on everything that comes after."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.resources import Resource
    from ntropy_client.document import Operation

__all__ = ["listed", "tidied"]


@contextmanager
def tidied(api: Api, resources: Mapping[str, Resource], tags: Collection[str]) -> Generator[None]:
    """Put collections that can be replaced as a whole back as they were at the beginning.

    Args:
        api: The caller.
        resources: The collections of the document.
        tags: Those that are going to be changed.

    Yields:
        Nothing; at the end of the block they are put back.
    """
    before: list[tuple[Operation, list[Any]]] = []
    for tag in sorted(tags):
        resource = resources[tag]
        if resource.replacer is not None and resource.lister is not None:
            items = listed(api, resource.lister)
            if items is not None:
                before.append((resource.replacer, items))
    try:
        yield
    finally:
        for replacer, items in before:
            api.call(replacer.id, body=items)


def listed(api: Api, lister: Operation, *, key: str = "first") -> list[Any] | None:
    """Read a list whose answer is complete, as it can be sent back.

    Args:
        api: The caller.
        lister: Reads it.
        key: Label of the key of the account.

    Returns:
        The items without their ids, which are their positions; None when it is no list.
    """
    exchange = api.call(lister.id, key=key)
    try:
        items = as_list(exchange.json()) if exchange.ok else None
    except ValueError:
        return None
    if items is None:
        return None
    return [
        {name: value for name, value in (as_object(item) or {}).items() if name != "id"} for item in items
    ]
