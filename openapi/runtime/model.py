"""The base of all models: immutable, compared by value, decoded straight from bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import msgspec

from .codec import decoder

__all__ = ["Model"]

_SHOWN_ITEMS = 3


class _Shortened:
    """A list cut to its first items, for printing: 24,960 results must not hang a notebook."""

    __slots__ = ("_items",)

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    def __repr__(self) -> str:
        shown = ", ".join(repr(item) for item in self._items[:_SHOWN_ITEMS])
        return f"[{shown}, … {len(self._items) - _SHOWN_ITEMS:,} more]"


def _shortened(value: Any) -> Any:
    # No isinstance: nothing is known of the items, and strict checkers would say so at each use.
    return _Shortened(value) if type(value) is list and len(value) > _SHOWN_ITEMS else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


class Model(msgspec.Struct, kw_only=True, frozen=True, gc=False, omit_defaults=True):
    """An object of the API.

    Fields that the API may leave out are None when it did. Fields that this version does not know are
    ignored.
    """

    __hidden__: ClassVar[frozenset[str]] = frozenset()
    """Fields whose values are never printed."""

    def to_dict(self) -> dict[str, Any]:
        """Give the model as a dict of JSON types.

        Returns:
            A new dict. Fields that may be left out are, when they are None; dates are ISO 8601 strings.
        """
        result: dict[str, Any] = msgspec.to_builtins(self)
        return result

    def to_json(self) -> bytes:
        """Give the model as JSON.

        Returns:
            UTF-8 bytes. Fields that may be left out are, when they are None.
        """
        return msgspec.json.encode(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        """Make a model of a dict, such as `to_dict` gives.

        Args:
            data: The fields; dates as ISO 8601 strings or as `date` and `datetime`.

        Returns:
            The model.

        Raises:
            msgspec.ValidationError: A field is missing or of the wrong type; the message
                names its path.
        """
        decoder(cls)  # what msgspec has to know of the model is made ready one thread at a time
        return msgspec.convert(data, cls)

    @classmethod
    def from_json(cls, data: bytes | str, /) -> Self:
        """Make a model of JSON, such as `to_json` gives.

        Args:
            data: One JSON object.

        Returns:
            The model.

        Raises:
            msgspec.DecodeError: The text is not JSON, or does not fit; the message names
                the path.
        """
        found: Self = decoder(cls).decode(data)
        return found

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [
            (name, "…" if name in self.__hidden__ else _shortened(value))
            for name, value in ((name, getattr(self, name)) for name in self.__struct_fields__)
            if value is not None and value is not msgspec.UNSET
        ]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({fields})"
