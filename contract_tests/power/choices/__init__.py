"""Defects of a sandbox that departs from what it says of itself.

Where nobody knows what the provider does, the document says what the sandbox does (`x-sandbox-choice`). There it is a
promise like any other, and for each sentence of it there is a defect here.
"""

from __future__ import annotations

from contract_tests.power.choices.bodies import BODIES
from contract_tests.power.choices.holders import HOLDERS
from contract_tests.power.choices.jobs import JOBS
from contract_tests.power.choices.refusals import REFUSALS
from contract_tests.power.choices.rule_effects import RULE_EFFECTS
from contract_tests.power.choices.rules import RULES
from contract_tests.power.choices.settings import SETTINGS
from contract_tests.power.choices.statements import STATEMENTS
from contract_tests.power.choices.told import TOLD
from contract_tests.power.defect import Defect

__all__ = ["CHOICES"]

CHOICES: tuple[Defect, ...] = (
    *JOBS,
    *STATEMENTS,
    *HOLDERS,
    *SETTINGS,
    *RULES,
    *RULE_EFFECTS,
    *TOLD,
    *REFUSALS,
    *BODIES,
)
