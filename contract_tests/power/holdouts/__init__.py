"""Defects written from the document alone, with no probe, rule or oracle in mind.

What one of these shows is mended where it is general, in an oracle or a relation, and never by a
case made for it.
"""

from __future__ import annotations

from dataclasses import replace

from contract_tests.power.defect import Defect
from contract_tests.power.holdouts.answers import ANSWERS
from contract_tests.power.holdouts.batches import BATCHES
from contract_tests.power.holdouts.narrow_items import NARROW_ITEMS
from contract_tests.power.holdouts.narrow_lists import NARROW_LISTS
from contract_tests.power.holdouts.transactions import TRANSACTIONS

__all__ = ["HOLDOUTS"]

HOLDOUTS: tuple[Defect, ...] = tuple(
    replace(defect, holdout=True)
    for defect in (*ANSWERS, *TRANSACTIONS, *BATCHES, *NARROW_ITEMS, *NARROW_LISTS)
)
