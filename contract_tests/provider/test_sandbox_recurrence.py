"""What recurs in the sandbox: series of one counterparty, found again as long as they are there."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.document import load
from ntropy_client.sandbox import periodicity

START = date(2024, 1, 5)
PERIODICITIES = load().schemas["RecurrencePeriodicity"]["enum"]


@pytest.fixture
def user() -> User:
    made = User()
    made.holder("h")
    return made


def groups(user: User, holder: str = "h") -> list[Any]:
    answer = user.post(f"/v3/account_holders/{holder}/recurring_groups", None)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def pay(user: User, name: str, days: Iterable[date], **fields: Any) -> list[str]:
    """Transactions of the holder on these days; their ids."""
    rows = [
        transaction(
            f"{name}-{number}",
            **{"description": f"{name.upper()}.COM", "account_holder_id": "h", "date": str(day), **fields},
        )
        for number, day in enumerate(days)
    ]
    user.results(user.batch(rows)["id"])
    return [row["id"] for row in rows]


def monthly(count: int, months: float = 1, first: date = START) -> list[date]:
    """Days so many months apart; the last day of a month where it is shorter."""
    found: list[date] = []
    for number in range(count):
        index = 12 * first.year + first.month - 1 + int(number * months)
        year, month = index // 12, index % 12 + 1
        found.append(date(year, month, min(first.day, monthrange(year, month)[1])))
    return found


def every(count: int, days: int, first: date = START) -> list[date]:
    return [first + timedelta(days=number * days) for number in range(count)]


def halves(count: int, first: int, second: int, start: int = 0) -> list[date]:
    """Two days in each month."""
    found: list[date] = []
    for number in range(start, start + count):
        year, month = 2024 + number // 24, number // 2 % 12 + 1
        found.append(date(year, month, min(second if number % 2 else first, monthrange(year, month)[1])))
    return found


def test_a_subscription_is_found(user: User) -> None:
    """Netflix every month is one group with all that can be told of it."""
    ids = pay(user, "netflix", monthly(4), amount=15.49)
    pay(user, "starbucks", [START, START + timedelta(1), START + timedelta(40)], amount=4)
    (group,) = groups(user)
    assert group["counterparty"] == user.get("/v3/transactions/netflix-0").json()["entities"]["counterparty"]
    assert group["counterparty"]["website"] == "netflix.com"
    assert group["categories"] == {"general": "digital content and streaming", "accounting": None}
    assert (group["periodicity"], group["periodicity_in_days"]) == ("monthly", 31)
    assert (group["total_amount"], group["average_amount"]) == (61.96, 15.49)
    assert (group["start_date"], group["end_date"]) == ("2024-01-05", "2024-04-05")
    assert (group["transaction_ids"], group["entry_type"]) == (ids, "outgoing")


SERIES = {
    "daily": every(9, 1),
    "weekly": every(4, 7),
    "bi-weekly": every(6, 14),
    "semi-monthly": halves(6, 1, 15),
    "monthly": monthly(3),
    "bi-monthly": monthly(3, 2),
    "quarterly": monthly(4, 3),
    "semi-yearly": monthly(3, 6),
    "yearly": monthly(3, 12),
    "other": every(5, 10),
}


@pytest.mark.parametrize("name", PERIODICITIES)
def test_every_documented_periodicity_comes_out(user: User, name: str) -> None:
    """A plain series of each of them is found as what it is."""
    pay(user, "spotify", SERIES[name])
    assert [group["periodicity"] for group in groups(user)] == [name]


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (halves(3, 1, 15), "semi-monthly"),
        (halves(5, 15, 31), "semi-monthly"),
        (halves(7, 5, 20, start=9), "semi-monthly"),
        (halves(24, 1, 16), "semi-monthly"),
        (every(3, 14), "bi-weekly"),
        (every(26, 14), "bi-weekly"),
        (every(3, 14, date(2023, 2, 1)), "bi-weekly"),
        (monthly(5, first=date(2024, 1, 31)), "monthly"),
        (monthly(12, first=date(2023, 11, 30)), "monthly"),
        (every(6, 28), "monthly"),
        (monthly(6)[:3] + monthly(6)[4:], "monthly"),
        ([day for day in every(20, 1, date(2024, 1, 1)) if day.weekday() < 5], "daily"),
        (every(4, 45), "other"),
        (every(3, 1000), "other"),
    ],
)
def test_a_calendar_is_not_even(days: Sequence[date], name: str) -> None:
    """Months differ in length, weekends are left out, a payment is missed: the series is the same."""
    assert periodicity.tell(days) == name


@pytest.mark.parametrize("shift", range(5))
def test_holidays_move_payments(shift: int) -> None:
    """A day or two sooner or later changes nothing."""
    shake = random.Random(shift)
    for name in ("semi-monthly", "monthly", "bi-monthly", "quarterly", "semi-yearly", "yearly"):
        days = [day + timedelta(days=shake.choice([0, 0, 0, 1, 2])) for day in SERIES[name]]
        assert periodicity.tell(days) == name


def test_what_comes_and_goes_does_not_recur(user: User) -> None:
    """Two are no series; neither is what has no rhythm, no counterparty, or only the day in common."""
    pay(user, "netflix", monthly(2))
    pay(user, "starbucks", [START + timedelta(days=n) for n in (0, 1, 9, 11, 40, 43, 90)])
    pay(user, "qwertz", monthly(5))
    pay(user, "uber", [START] * 5)
    pay(user, "spotify", monthly(4), description="sandbox:item-error SPOTIFY")
    assert groups(user) == []


def test_series_of_one_company_are_told_apart(user: User) -> None:
    """By direction, by currency and by amount; one whose price rises stays one."""
    pay(user, "netflix", monthly(6), amount=15.49)
    pay(user, "out", monthly(4, first=date(2024, 1, 20)), amount=99, description="NETFLIX.COM")
    pay(user, "near", monthly(5, first=date(2024, 1, 17)), amount=17.5, description="NETFLIX.COM")
    pay(user, "refund", monthly(4), amount=15.49, description="NETFLIX.COM", entry_type="incoming")
    pay(user, "euro", monthly(4), amount=15.49, description="NETFLIX.COM", currency="EUR")
    pay(user, "spotify", monthly(3), amount=9.99)
    pay(user, "rise", monthly(3, first=date(2024, 4, 5)), amount=11.99, description="SPOTIFY")
    found = {tuple(group["transaction_ids"]) for group in groups(user)}
    assert {ids[0].partition("-")[0]: len(ids) for ids in found} == {
        "netflix": 6,
        "out": 4,
        "near": 5,
        "refund": 4,
        "euro": 4,
        "spotify": 6,
    }
    assert len({group["id"] for group in groups(user)}) == 6


def test_groups_are_those_of_now(user: User) -> None:
    """They follow additions, replacements, deletions and assignments, and keep their ids meanwhile."""
    user.holder("other")
    ids = pay(user, "netflix", monthly(5))
    first = groups(user)
    assert groups(user) == first
    assert groups(user, "other") == []
    user.create("netflix-5", description="NETFLIX", account_holder_id="h", date="2024-06-05")
    assert groups(user)[0]["transaction_ids"] == [*ids, "netflix-5"]
    user.client.delete("/v3/transactions/netflix-0")
    user.create("netflix-1", description="STARBUCKS", account_holder_id="h", date="2024-02-05")
    (group,) = groups(user)
    assert (group["transaction_ids"], group["id"]) == ([*ids[2:], "netflix-5"], first[0]["id"])
    user.post("/v3/transactions/netflix-5/assign", {"account_holder_id": "other"})
    user.post("/v3/transactions/netflix-4/assign", {"account_holder_id": "other"})
    assert (groups(user), groups(user, "other")) == ([], [])


def test_the_answer_does_not_depend_on_the_way(user: User) -> None:
    """However the transactions came, the same groups come out, in the same order."""
    rows = [("netflix", monthly(4)), ("spotify", every(5, 7)), ("lyft", monthly(4, first=date(2023, 1, 9)))]
    for name, days in rows:
        pay(user, name, days)
    again = User(seed=5)
    again.holder("h")
    for name, days in reversed(rows):
        for number, day in reversed(list(enumerate(days))):
            again.create(
                f"{name}-{number}", description=f"{name.upper()}.COM", account_holder_id="h", date=str(day)
            )
    assert groups(again) == groups(user)
    ends = [group["end_date"] for group in groups(user)]
    assert ends == sorted(ends, reverse=True)
    assert len(ends) == 3


@pytest.mark.parametrize("amount", [0, 0.001, 1e300, 10**400, 0.30000000000000004])
def test_odd_amounts_are_added_up(user: User, amount: float) -> None:
    """Nothing that may be submitted is too much for a sum."""
    pay(user, "netflix", monthly(3), amount=amount)
    (group,) = groups(user)
    largest = 1.7976931348623157e308
    assert group["total_amount"] == pytest.approx(min(3 * amount, largest), abs=0.01)
    assert group["average_amount"] == pytest.approx(min(amount, largest), abs=0.01)


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=3, max_size=40, unique=True))
def test_any_days_have_an_answer(days: list[date]) -> None:
    """A documented word, or none."""
    assert periodicity.tell(sorted(days)) in {*PERIODICITIES, None}
