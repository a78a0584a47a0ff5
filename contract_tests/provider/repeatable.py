"""Keep what is generated from depending on whatever else this process has loaded."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from unittest import mock

from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

__all__ = ["repeatable"]


@contextmanager
def repeatable() -> Generator[None]:
    """Let the seed alone decide what Hypothesis generates.

    By itself it mixes in literals from the source of every loaded module outside site-packages: the same
    seed then gives other requests as soon as one more module is imported, or is installed elsewhere. There
    is no setting for that. Usable as a decorator too.

    Yields:
        Nothing; it holds until the end of the block, for every thread.
    """
    nothing = Constants()
    # What may be drawn is kept for each kind of draw, literals and all: so that has to be fresh too.
    fresh = LRUCache[object, object](1024)
    with mock.patch.multiple(providers, _get_local_constants=lambda: nothing, CONSTANTS_CACHE=fresh):
        yield
