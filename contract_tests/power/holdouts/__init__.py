"""Defects written from the document alone, with no probe, rule or oracle in mind.

What one of these shows is mended where it is general, in an oracle or a relation, and never by a
case made for it.
"""

from __future__ import annotations

from dataclasses import replace

from contract_tests.power.defect import Defect
from contract_tests.power.holdouts.account_holders import ACCOUNT_HOLDERS
from contract_tests.power.holdouts.answers import ANSWERS
from contract_tests.power.holdouts.bank_statements import BANK_STATEMENTS
from contract_tests.power.holdouts.batches import BATCHES
from contract_tests.power.holdouts.categories import CATEGORIES
from contract_tests.power.holdouts.corners import CORNERS
from contract_tests.power.holdouts.deliveries import DELIVERIES
from contract_tests.power.holdouts.doors import DOORS
from contract_tests.power.holdouts.entities import ENTITIES
from contract_tests.power.holdouts.narrow_items import NARROW_ITEMS
from contract_tests.power.holdouts.narrow_lists import NARROW_LISTS
from contract_tests.power.holdouts.proxies import PROXIES
from contract_tests.power.holdouts.recurring_groups import RECURRING_GROUPS
from contract_tests.power.holdouts.reports import REPORTS
from contract_tests.power.holdouts.rules import RULES
from contract_tests.power.holdouts.transactions import TRANSACTIONS
from contract_tests.power.holdouts.webhooks import WEBHOOKS

__all__ = ["HOLDOUTS"]

HOLDOUTS: tuple[Defect, ...] = tuple(
    replace(defect, holdout=True)
    for defect in (
        *ANSWERS,
        *TRANSACTIONS,
        *BATCHES,
        *NARROW_ITEMS,
        *NARROW_LISTS,
        *ACCOUNT_HOLDERS,
        *RECURRING_GROUPS,
        *BANK_STATEMENTS,
        *ENTITIES,
        *CATEGORIES,
        *RULES,
        *WEBHOOKS,
        *DELIVERIES,
        *REPORTS,
        *DOORS,
        *PROXIES,
        *CORNERS,
    )
)
