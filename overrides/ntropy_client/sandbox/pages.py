"""Pages of a list, newest first.

Every item has a position, and newer items have higher ones. A cursor is the position of the last item
of a page, so it stays right while items arrive, and nothing but a position: the filters are those of
the request that it comes with.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from ntropy_client.sandbox.answer import Answer, Call, RefusedError

__all__ = ["Listed", "before", "created_within", "listing", "page"]


class Listed(Protocol):
    """What has a place in a list."""

    @property
    def position(self) -> int:
        """Higher than those of older items."""
        ...

    @property
    def created(self) -> datetime:
        """When it came to be."""
        ...


T = TypeVar("T")
L = TypeVar("L", bound=Listed)


def before(query: Mapping[str, Any], collection: str) -> int | None:
    """Tell where to go on.

    Args:
        query: Of the request.
        collection: What is listed; a cursor of another list is refused.

    Returns:
        The position below which the items of the page are, None for the first page.

    Raises:
        RefusedError: 422, the cursor is none of ours.
    """
    cursor = query.get("cursor")
    if cursor is None:
        return None
    try:
        text = urlsafe_b64decode(cursor.encode()).decode()
        found = re.fullmatch(r"([a-z_]+):(\d{1,18})", text, re.ASCII)
    except (binascii.Error, UnicodeError):
        found = None
    # Only what we wrote ourselves is taken: base64 has more than one way to write a text.
    if found is None or found[1] != collection or _cursor(collection, int(found[2])) != cursor:
        raise RefusedError.problem("query", "cursor", msg="Invalid cursor", type="value_error")
    return int(found[2])


def created_within(query: Mapping[str, Any], created: datetime) -> bool:
    """Apply the filters on the time of creation.

    Args:
        query: Of the request.
        created: When an item was created.

    Returns:
        Whether the item passes: `created_after` includes its moment, `created_before` does not.
    """
    after: datetime | None = query.get("created_after")
    until: datetime | None = query.get("created_before")
    return (after is None or created >= after) and (until is None or created < until)


def page(
    items: Iterable[tuple[int, T]], query: Mapping[str, Any], collection: str
) -> tuple[list[T], str | None]:
    """Take one page.

    Args:
        items: What is left of the list after the cursor and all filters, newest first, with positions.
        query: Of the request, with its `limit`.
        collection: What is listed.

    Returns:
        The items, and the cursor of the next page; None when this is the last.

    Raises:
        RefusedError: 422, the limit is below 1.
    """
    limit: int = query["limit"]
    if limit < 1:
        raise RefusedError.problem(
            "query", "limit", msg="Input should be greater than or equal to 1", type="greater_than_equal"
        )
    taken: list[T] = []
    last = 0
    for position, item in items:
        if len(taken) == limit:
            return taken, _cursor(collection, last)
        taken.append(item)
        last = position
    return taken, None


def listing(
    call: Call, items: Iterable[L], show: Callable[[L], Any], keep: Callable[[L], bool] = lambda _: True
) -> Answer:
    """Answer a request for a page of a list.

    Args:
        call: The request; its tag names the list.
        items: All of the list, newest first.
        show: Gives an item as it is shown.
        keep: Tells whether an item passes the filters that are particular to the list.

    Returns:
        200 with a page.

    Raises:
        RefusedError: 422, for the cursor or the limit.
    """
    collection = call.operation.tag
    below = before(call.query, collection)
    wanted = (
        (item.position, item)
        for item in items
        if (below is None or item.position < below)
        and created_within(call.query, item.created)
        and keep(item)
    )
    taken, cursor = page(wanted, call.query, collection)
    return Answer.json({"next_cursor": cursor, "data": [show(item) for item in taken]})


def _cursor(collection: str, position: int) -> str:
    return urlsafe_b64encode(f"{collection}:{position}".encode()).decode()
