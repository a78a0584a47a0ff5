"""Entities: looked up by id, and found by name or website."""

from __future__ import annotations

import re
from typing import Any

from ntropy_client.sandbox import directory
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.location import locate
from ntropy_client.sandbox.parties import Entity

__all__ = ["Entities"]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class Entities:
    """What the operations `entities_…` do: one method each, called with the account locked."""

    def get(self, call: Call) -> Answer:
        """Show an entity.

        Args:
            call: The request.

        Returns:
            200 with an `EntityResponse`.

        Raises:
            RefusedError: 400, 404.
        """
        if not _UUID.fullmatch(call.path["id"]):
            raise RefusedError(400, "Invalid entity id")
        found = directory.by_id(call.path["id"].lower())
        if found is None:
            raise RefusedError(404, "Entity with the provided id not found.")
        return Answer.json(_response(found, None))

    def resolve(self, call: Call) -> Answer:
        """Find an entity by its name, for a credit, or by its website.

        Args:
            call: The request.

        Returns:
            200 with an `EntityResponse`; all null when nothing fits.

        Raises:
            RefusedError: 400, 423.
        """
        name: str | None = call.body.get("name")
        website: str | None = call.body.get("website")
        if name is not None and website is None:
            call.account.credits.spend(1, call.now)
            found = directory.by_name(name)
        elif website is not None and name is None:
            found = directory.by_website(website)
        else:
            both = ", not both" if name is not None else ""
            raise RefusedError(400, f"Provide either name or website{both}")
        return Answer.json(_response(found, call.body.get("location")))


def _response(found: Entity | None, address: str | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": None,
        "name": None,
        "website": None,
        "logo": None,
        "mccs": [],
        "phone_number": None,
        "tax_number": None,
        "naics2017": None,
        "parent": None,
        "location": None,
    }
    if found is None:
        return shown
    return shown | found | {"location": locate("", {"raw_address": address})}
