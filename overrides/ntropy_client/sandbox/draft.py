"""A transaction while rules are applied to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jsonschema_rs import Draft202012Validator

from ntropy_client.sandbox import parties
from ntropy_client.sandbox.expressions import Scalar, UnevaluableError
from ntropy_client.sandbox.holder import Holder
from ntropy_client.sandbox.location import locate
from ntropy_client.sandbox.parties import Entity

__all__ = ["Draft"]

_UUID = Draft202012Validator({"format": "uuid"}, validate_formats=True)
_URI = Draft202012Validator({"format": "uri"}, validate_formats=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found out about a transaction so far. It does not change; an edit makes another.

    Attributes:
        row: As submitted.
        holder: Whose transaction it is.
        counterparty: The other side.
        location: The place.
        labels: The first is the general category.
    """

    row: Mapping[str, Any] = field(repr=False)
    holder: Holder | None
    counterparty: Entity | None
    location: Mapping[str, Any] | None
    labels: tuple[str, ...]

    @property
    def mccs(self) -> list[int]:
        """Merchant category codes of the other side."""
        return [] if self.counterparty is None else self.counterparty["mccs"]

    def read(self, name: str) -> Scalar:
        """Read a property.

        Args:
            name: A `TransactionProperty`.

        Returns:
            Its value; an empty text where there is none.
        """
        value: Scalar | None
        match name:
            case "amount" | "description" | "entry_type" | "account_holder_id":
                value = self.row.get(name)
            case "account_holder_type":
                value = None if self.holder is None else self.holder.type
            case "account_holder_name":
                value = None if self.holder is None else self.holder.name
            case "location":
                value = None if self.location is None else self.location["raw_address"]
            case "country":
                value = None if self.location is None else self.location["structured"]["country_code"]
            case "merchant" | "person":
                value = self._other("name") if self._other("type") == _TYPES[name] else None
            case _:
                value = self._other(_FIELDS[name])
        return "" if value is None else value

    def write(self, name: str, value: str) -> Draft:
        """Set a property.

        Args:
            name: An `EditableTransactionProperty`.
            value: What to set it to; an empty text takes it away.

        Returns:
            The draft with it.

        Raises:
            UnevaluableError: The property cannot have this value.
        """
        match name:
            case "location":
                return replace(self, location=locate("", {"raw_address": value}))
            case "merchant" | "person":
                return self._with(type=_TYPES[name], name=value or None)
            case "transaction_type" if value not in _TYPES.values():
                raise UnevaluableError(f"there is no type {value!r}")
            case "merchant_id" if value and not _UUID.is_valid(value):
                raise UnevaluableError(f"{value!r} is no UUID")
            case "logo" if value and not _URI.is_valid(value):
                raise UnevaluableError(f"{value!r} is no URI")
            case _:
                return self._with(**{_FIELDS[name]: value or None})

    def with_mccs(self, codes: list[int]) -> Draft:
        """Set the merchant category codes.

        Args:
            codes: In order.

        Returns:
            The draft with them, each once.
        """
        return self._with(mccs=list(dict.fromkeys(codes)))

    def with_labels(self, labels: tuple[str, ...]) -> Draft:
        """Set the labels.

        Args:
            labels: The first becomes the general category.

        Returns:
            The draft with them, each once.
        """
        return replace(self, labels=tuple(dict.fromkeys(labels)))

    def _other(self, name: str) -> Any:
        return None if self.counterparty is None else self.counterparty.get(name)

    def _with(self, **fields: Any) -> Draft:
        if self.counterparty is None and not any(fields[name] for name in fields if name != "type"):
            return self
        return replace(self, counterparty=(self.counterparty or parties.nobody()) | fields)


_TYPES = {"merchant": "organization", "person": "person"}
_FIELDS = {
    "logo": "logo",
    "website": "website",
    "merchant_id": "id",
    "transaction_type": "type",
}
