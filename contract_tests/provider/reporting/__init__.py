"""What a contract check says in the end, to people and to machines."""

from __future__ import annotations

from contract_tests.provider.reporting.summary import Cause, Report, summarise
from contract_tests.provider.reporting.terminal import render as render_terminal
from contract_tests.provider.reporting.write import prepare, write

__all__ = ["Cause", "Report", "prepare", "render_terminal", "summarise", "write"]
