"""What is read from a bank statement. It follows from the bytes of the file alone.

Nothing is really read: a digest of the bytes decides whose statement it is, of which month, and what has
happened in it. Amounts are counted in cents, so that everything adds up.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from ntropy_client.sandbox.banks import BANKS, INCOMING, OUTGOING, Bank
from ntropy_client.sandbox.statement import Statement

__all__ = ["first_page", "results"]

MOST_PAGES = 1000
"""What is on further pages is not read."""

_ENTRY_TYPES = ("outgoing", "incoming")


class _Line(NamedTuple):
    day: date
    description: str
    cents: int
    entry_type: str
    balance: int
    page: int


@dataclass(frozen=True, slots=True)
class _Account:
    kind: str
    number: str
    opening: int
    closing: int
    lines: Sequence[_Line] = field(repr=False)

    def total(self, entry_type: str) -> int:
        return sum(line.cents for line in self.lines if line.entry_type == entry_type)


@dataclass(frozen=True, slots=True)
class _Reading:
    bank: Bank
    start: date
    end: date
    holder: str
    is_business: bool
    accounts: Sequence[_Account]


def results(statement: Statement) -> dict[str, Any]:
    """Read a whole statement.

    Args:
        statement: One that can be read.

    Returns:
        `BankStatementResults`: for each account the opening balance and what came in, less what went out,
        are the closing balance.
    """
    reading = _read(statement)
    number = 0
    accounts: list[dict[str, Any]] = []
    for account in reading.accounts:
        lines: list[dict[str, Any]] = []
        for line in account.lines:
            number += 1
            lines.append(
                {
                    "id": f"{statement.id}-{number}",
                    "description": line.description,
                    "date": line.day.isoformat(),
                    "amount": line.cents / 100,
                    "entry_type": line.entry_type,
                    "currency": reading.bank.currency,
                    "running_balance": line.balance / 100,
                    "page_number": line.page,
                }
            )
        accounts.append(
            {
                "number": account.number,
                "name": f"{reading.bank.name} {account.kind}",
                "opening_balance": account.opening / 100,
                "closing_balance": account.closing / 100,
                "start_date": reading.start.isoformat(),
                "end_date": reading.end.isoformat(),
                "is_balance_reconciled": True,
                "total_incoming": account.total("incoming") / 100,
                "total_outgoing": account.total("outgoing") / 100,
                "transactions": lines,
            }
        )
    return {"accounts": accounts}


def first_page(statement: Statement) -> dict[str, Any]:
    """Read the first page of a statement.

    Args:
        statement: Any.

    Returns:
        A `StatementInfo`. An account that goes on over the page has no closing balance there, and one that
        begins later is not on it. Of what cannot be read, everything is null.
    """
    if not statement.readable:
        return dict.fromkeys(("institution", "start_date", "end_date", "account_holder", "accounts"))
    reading = _read(statement)
    bank = reading.bank
    return {
        "institution": bank.name,
        "start_date": reading.start.isoformat(),
        "end_date": reading.end.isoformat(),
        "account_holder": {
            "type": "business" if reading.is_business else "consumer",
            "name": reading.holder,
            "address": bank.address._asdict(),
        },
        "accounts": [
            {
                "type": account.kind,
                "number": account.number,
                "opening_balance": account.opening / 100,
                "closing_balance": account.closing / 100 if account.lines[-1].page == 1 else None,
                "iso_currency_code": bank.currency,
            }
            for account in reading.accounts
            if account.lines[0].page == 1
        ],
    }


def _read(statement: Statement) -> _Reading:
    random = Random(int(statement.seed, 16))
    bank = random.choice(BANKS)
    is_business = random.random() < 0.3
    holder = random.choice(bank.companies if is_business else bank.people)
    start = date(random.randint(2022, 2025), random.randint(1, 12), 1)
    end = start.replace(day=calendar.monthrange(start.year, start.month)[1])
    pages = range(1, min(statement.pages, MOST_PAGES) + 1)
    # A second account begins on a page of its own where there is one.
    first = max(1, len(pages) * 3 // 4)
    shares = [("checking", pages)]
    if random.random() < 0.3:
        shares = [("checking", pages[:first]), ("savings", pages[first:] or pages[-1:])]
    accounts = [_account(random, kind, share, start, end) for kind, share in shares]
    return _Reading(bank, start, end, holder, is_business, accounts)


def _account(random: Random, kind: str, pages: Sequence[int], start: date, end: date) -> _Account:
    number = f"{random.randrange(10**10):010}"
    opening = balance = random.randrange(20_000, 900_000)
    places = [page for page in pages for _ in range(random.randint(4, 12))]
    days = sorted(random.randint(0, (end - start).days) for _ in places)
    lines: list[_Line] = []
    for page, day in zip(places, days, strict=True):
        incoming = random.random() < 0.15
        description, least, most = random.choice(INCOMING if incoming else OUTGOING)
        cents = random.randint(least, most)
        if not incoming and cents > balance:
            # Nobody spends what is not there.
            incoming = True
            description, least, most = random.choice(INCOMING)
            cents = random.randint(least, most)
        balance += cents if incoming else -cents
        text, entry_type = _numbered(random, description), _ENTRY_TYPES[incoming]
        lines.append(_Line(start + timedelta(days=day), text, cents, entry_type, balance, page))
    return _Account(kind, number, opening, balance, lines)


def _numbered(random: Random, description: str) -> str:
    """Give every # of a description a digit."""
    return "".join(str(random.randrange(10)) if sign == "#" else sign for sign in description)
