"""Call either SDK in one way, and show what came of it as plain data."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Given", "Job", "done", "every", "refusal", "shown"]


class Given(NamedTuple):
    """What jobs are told of the sandbox.

    Attributes:
        hook: An address for webhooks.
        descriptions: Of transactions, one for everything that the sandbox recognises, and some that it does not.
        accounting: The documented accounting categories.
    """

    hook: str
    descriptions: list[str]
    accounting: list[str]


Job = Callable[[Any, Given], Any]
"""A coroutine function: takes an `SDK` or an `AsyncSDK` and what is given, gives what it saw."""

MOST = 100
"""Items of a list; a list that goes on for longer never ends."""


async def done(call: Any) -> Any:
    """Wait for what may be a coroutine.

    Args:
        call: What a method of either SDK returned.

    Returns:
        Its result.
    """
    return await call if inspect.isawaitable(call) else call


async def every(page: Any, page_size: int | None = None) -> list[Any]:
    """Collect a page and all that follow it.

    Args:
        page: The first page.
        page_size: Items asked for with each of the others.

    Returns:
        The items.
    """
    found: list[Any] = []
    items = page.auto_paginate(page_size=page_size)
    if hasattr(items, "__aiter__"):
        async for item in items:
            found.append(item)
            assert len(found) <= MOST
    else:
        for item in items:
            found.append(item)
            assert len(found) <= MOST
    return found


def shown(model: Any) -> Any:
    """Show what the SDK made of an answer.

    Args:
        model: A model of the SDK.

    Returns:
        JSON.
    """
    return model.model_dump(mode="json")


async def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    """Make a call that is to fail.

    Args:
        call: Makes it.

    Returns:
        The name of the error's class as `error`, its `text`, all its attributes, and what a model that refuses
        an answer complains of as `problems`.
    """
    try:
        await done(call())
    except Exception as error:
        found = {"error": type(error).__name__, "text": str(error), **vars(error)}
        errors = getattr(error, "errors", None)
        if callable(errors):
            wanted = ("type", "loc", "input")
            problems: Any = errors()
            found["problems"] = [{name: one[name] for name in wanted} for one in problems]
        return found
    raise AssertionError("nothing was refused")
