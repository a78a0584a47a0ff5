"""Text that is sent and never printed."""

from __future__ import annotations

from typing import Any, Self

__all__ = ["Secret"]


class Secret(str):
    """A string whose repr does not show it: tracebacks, logs and debuggers print variables by their repr.

    It is not in pickles either: there it is an empty one. Whoever has to send it on does so as a plain string.
    """

    # No __slots__: what knows of secrets holds them weakly.

    def __repr__(self) -> str:
        return "'[redacted]'"

    def __reduce__(self) -> tuple[Any, ...]:
        return Secret, ("",)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self
