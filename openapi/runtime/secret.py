"""Text that is sent and never printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, SupportsIndex

__all__ = ["Secret", "Unfit", "hidden"]


class Secret(str):
    """A string whose repr does not show it: tracebacks, logs and debuggers print variables by their repr.

    It is not in pickles either: there it is an empty one. Whoever has to send it on does so as a plain string.
    """

    # No __slots__: what knows of secrets holds them weakly.

    def __repr__(self) -> str:
        return "'[redacted]'"

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        # What prints variables cuts long ones first.
        return Secret(super().__getitem__(key))

    def __reduce__(self) -> tuple[Any, ...]:
        return Secret, ("",)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class Unfit:
    """In place of a secret that is no string.

    Args:
        kind: The name of its class.
    """

    kind: str


def hidden(key: object) -> Any:
    """Have no traceback show a key.

    Args:
        key: What was given as a key.

    Returns:
        None and functions as they are, a string as one whose repr says nothing, else what stands for it.
    """
    if isinstance(key, str):
        return Secret(key)
    return key if key is None or callable(key) else Unfit(type(key).__name__)
