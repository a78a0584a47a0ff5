"""Decoders, each built once and one at a time."""

from __future__ import annotations

import os
from threading import RLock
from typing import Any

from msgspec.json import Decoder

__all__ = ["decoder"]

_decoders: dict[Any, Decoder[Any]] = {}
# msgspec fills in what it knows of a model when that is first needed, and two threads that do so at once
# crash the process.
_lock = RLock()


def _renew() -> None:
    """Have a forked child not wait for a thread that only its parent has."""
    global _lock
    _lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)


def decoder(kind: Any) -> Decoder[Any]:
    """Give the decoder of a type.

    Args:
        kind: A model, or any type that msgspec knows.

    Returns:
        The same decoder for the same type; safe to use by many threads.

    Raises:
        TypeError: msgspec cannot decode the type.
    """
    found = _decoders.get(kind)
    if found is None:
        with _lock:
            found = _decoders.get(kind)
            if found is None:
                found = _decoders[kind] = Decoder(kind)
    return found
