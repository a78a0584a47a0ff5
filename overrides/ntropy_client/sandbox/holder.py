"""An account holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ntropy_client.sandbox import timestamps

__all__ = ["Holder", "HolderType"]

HolderType = Literal["consumer", "business"]


@dataclass(frozen=True, slots=True)
class Holder:
    """An account holder. It does not change.

    Attributes:
        position: Its place in the list, higher for newer ones.
        id: As the caller named it.
        type: What it is.
        name: Its name, None when it was not given.
        category_id: The category set that it asks for, None for that of its type.
        created: When it was created.
    """

    position: int
    id: str
    type: HolderType
    name: str | None
    category_id: str | None
    created: datetime

    def view(self) -> dict[str, Any]:
        """Show the account holder.

        Returns:
            An `AccountHolder`.
        """
        return {
            "id": self.id,
            "type": self.type,
            "created_at": timestamps.without_zone(self.created),
            "name": self.name,
            "category_id": self.category_id,
        }
