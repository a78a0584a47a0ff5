"""What is called: one application, or one server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from contract_tests.provider.belongings import Belongings
    from contract_tests.provider.credits import Credits
    from contract_tests.provider.unpaid import Purse
    from ntropy_client.sandbox import ManualClock

__all__ = ["World"]


@dataclass(slots=True)
class World:
    """One application with its clock, or one server.

    Attributes:
        client: Connected to it.
        clock: To be stepped, None where time passes by itself.
        number: 0 for the target's own.
        credits: Counts what is spent, None where credits are of no matter.
        purse: Knows whether there are credits, None where they are of no matter.
        belongings: Knows what was made there, None where nothing is to be left alone or deleted in the end.
        sent: How many requests it has been sent.
        made: How many ids were made for it.
        left: How many requests in a row were left at an answer 429.
    """

    client: httpx.Client
    clock: ManualClock | None
    number: int
    credits: Credits | None = None
    purse: Purse | None = None
    belongings: Belongings | None = None
    sent: int = 0
    made: int = 0
    left: int = 0
