"""All seeded defects."""

from __future__ import annotations

from contract_tests.power.choices import CHOICES
from contract_tests.power.defect import Defect
from contract_tests.power.gate import GATE
from contract_tests.power.holdouts import HOLDOUTS
from contract_tests.power.service_items import ITEMS
from contract_tests.power.service_lists import LISTS
from contract_tests.power.service_requests import REQUESTS
from contract_tests.power.service_resources import RESOURCES as SERVICE_RESOURCES
from contract_tests.power.wire_content import CONTENT
from contract_tests.power.wire_form import FORM
from contract_tests.power.wire_lists import LISTS_WITHIN
from contract_tests.power.wire_resources import DELIVERIES
from contract_tests.power.wire_resources import RESOURCES as WIRE_RESOURCES

__all__ = ["DEFECTS"]

DEFECTS: tuple[Defect, ...] = (
    *FORM,
    *CONTENT,
    *GATE,
    *REQUESTS,
    *ITEMS,
    *LISTS,
    *WIRE_RESOURCES,
    *SERVICE_RESOURCES,
    *DELIVERIES,
    *LISTS_WITHIN,
    *CHOICES,
    *HOLDOUTS,
)
