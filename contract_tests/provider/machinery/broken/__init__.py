"""Promises, each broken in some way, to see whether somebody notices."""

from __future__ import annotations

from contract_tests.provider.machinery.broken.broken import Broken
from contract_tests.provider.machinery.broken.choices import CHOICES
from contract_tests.provider.machinery.broken.everywhere import EVERYWHERE
from contract_tests.provider.machinery.broken.hooks import HISTORIES, HOOKS
from contract_tests.provider.machinery.broken.items import ITEMS
from contract_tests.provider.machinery.broken.jobs import JOBS
from contract_tests.provider.machinery.broken.settings import SETTINGS
from contract_tests.provider.machinery.broken.told import TOLD

__all__ = ["BROKEN", "Broken"]

BROKEN: tuple[Broken, ...] = (*ITEMS, *SETTINGS, *HOOKS, *JOBS, *TOLD, *EVERYWHERE, *CHOICES, *HISTORIES)
