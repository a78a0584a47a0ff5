"""Sees every exchange of every part, and finds what no single exchange shows."""

from contract_tests.provider.ledger.observer import Ledger

__all__ = ["Ledger"]
