"""After a fork: what threads of the parent held must not hold up the child."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet

__all__ = ["after_fork"]


class Forked(Protocol):
    """Something with locks or connections."""

    def forked(self) -> None:
        """Begin anew, in a child process."""
        ...


_things: WeakSet[Forked] = WeakSet()


def after_fork(thing: Forked) -> None:
    """Have something begin anew in each child process that is forked while it lives.

    Args:
        thing: What has locks or connections.
    """
    _things.add(thing)


def _forked() -> None:
    for thing in list(_things):
        thing.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
