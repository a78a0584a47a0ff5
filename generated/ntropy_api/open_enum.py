"""Enumerations that stay open: a value this version has never heard of is just a string that compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["OpenEnum", "known"]

if TYPE_CHECKING:
    # A checker holds an Enum for closed: it would reject `status == "paused"` and call what follows the
    # last known member unreachable. So it is shown the string that a member is.
    class OpenEnum(str):
        """A string with known members; values unknown to this version are members of their own."""

        __slots__ = ()

        @property
        def name(self) -> str:
            """The member's name; for an unknown value the value itself."""
            ...

        @property
        def value(self) -> str:
            """The string on the wire."""
            ...

    def known(value: str) -> Any:
        """Declare a known member by its value on the wire."""
        ...

else:
    from enum import StrEnum

    class OpenEnum(StrEnum):
        """A string with known members; values unknown to this version are members of their own."""

        @classmethod
        def _missing_(cls, value):
            if not isinstance(value, str):
                return None
            member = str.__new__(cls, value)
            member._name_ = member._value_ = str(value)
            return member

        def __repr__(self):
            return f"{type(self).__name__}({self._value_!r})"

    def known(value):
        """Declare a known member by its value on the wire."""
        return value
