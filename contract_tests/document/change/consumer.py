"""What users write once the document has grown; type-checked, and run as tests, in the copy that has grown."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, assert_type

import httpx
import pytest

import ntropy_api
import ntropy_client as api
from contract_tests.client.cases import cases
from contract_tests.provider import probes
from contract_tests.provider.run import Run
from contract_tests.provider.target import Target
from contract_tests.provider.test_probes import plan
from ntropy_client.document import load
from ntropy_client.models import Batch, BatchStatus, Budget, BudgetPeriod, EnrichedTransaction, Transaction

T = TypeVar("T")
WHEN = "2024-01-01T00:00:00"
BATCH: dict[str, object] = {
    "id": "b",
    "operation": "POST /v3/transactions",
    "status": "paused",
    "progress": 7,
    "total": 9,
    "created_at": WHEN,
    "updated_at": WHEN,
    "cost_credits": 3,
}
BUDGET: dict[str, object] = {
    "id": "b1",
    "name": "Coffee",
    "amount": 25,
    "period": "weekly",
    "created_at": WHEN,
}
ENRICHED: dict[str, object] = {"id": "t", "created_at": WHEN}
NOTHING: dict[str, object] = {"next_cursor": None, "data": []}


def ask(call: Callable[[api.Ntropy], T], answer: Any, status: int = 200) -> tuple[T, httpx.Request]:
    """What a call gives, and the one request that it sent."""
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(status) if answer is None else httpx.Response(status, json=answer)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        value = call(api.Ntropy("key", base_url="https://api.test", http_client=http, retries=0))
    (request,) = sent
    return value, request


def ask_async(
    call: Callable[[api.AsyncNtropy], Awaitable[T]], answer: Any, status: int = 200
) -> tuple[T, httpx.Request]:
    """The same of the client whose answers are awaited."""
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(status) if answer is None else httpx.Response(status, json=answer)

    async def run() -> T:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
            client = api.AsyncNtropy("key", base_url="https://api.test", http_client=http, retries=0)
            return await call(client)

    value = asyncio.run(run())
    (request,) = sent
    return value, request


def asked(operation: str) -> set[tuple[str, str, str]]:
    """The probes of an operation: oracle, place and what is special."""
    return {(one.oracle, one.pointer, one.what) for one in plan(load(), operation)}


def test_what_is_tested_is_the_copy() -> None:
    here = Path.cwd()
    assert Path(ntropy_api.__file__).is_relative_to(here)
    assert Path(api.__file__).is_relative_to(here)
    assert Path(__file__).is_relative_to(here)


# A field.


def test_field_is_called() -> None:
    value, sent = ask(
        lambda client: client.transactions.create(
            id="t",
            description="Lunch",
            date=dt.date(2024, 1, 1),
            amount=9,
            entry_type="outgoing",
            currency="EUR",
            reference="INV-7",
        ),
        ENRICHED,
    )
    assert_type(value, EnrichedTransaction)
    assert json.loads(sent.content)["reference"] == "INV-7"
    batch, _ = ask(lambda client: client.batches.get("b"), BATCH)
    assert_type(batch.cost_credits, int | None)
    assert batch.cost_credits == 3


def test_field_is_called_async() -> None:
    _, sent = ask_async(
        lambda client: client.transactions.create(
            id="t",
            description="Lunch",
            date="2024-01-01",
            amount=9,
            entry_type="outgoing",
            currency="EUR",
            reference="INV-7",
        ),
        ENRICHED,
    )
    assert json.loads(sent.content)["reference"] == "INV-7"
    batch, _ = ask_async(lambda client: client.batches.get("b"), BATCH)
    assert_type(batch.cost_credits, int | None)
    assert batch.cost_credits == 3


def test_field_is_held_to_its_bounds() -> None:
    row: api.TransactionInputDict = {
        "id": "t",
        "description": "Lunch",
        "date": "2024-01-01",
        "amount": 9,
        "entry_type": "outgoing",
        "currency": "EUR",
        "reference": "x" * 21,
    }
    with pytest.raises(api.RequestValidationError, match="reference"):
        ask(lambda client: client.batches.create(data=[row]), BATCH)


def test_field_has_its_probes() -> None:
    assert {
        ("accepts", "body/reference", "the greatest length"),
        ("refuses", "body/reference", "too long"),
    } <= asked("transactions_create")


# A value of an enumeration.


def test_value_is_called() -> None:
    batch, _ = ask(lambda client: client.batches.get("b"), BATCH)
    assert_type(BatchStatus.PAUSED, BatchStatus)
    assert batch.status == BatchStatus.PAUSED == "paused"
    assert batch.status is BatchStatus.PAUSED
    page, sent = ask(lambda client: client.batches.list(status="paused"), NOTHING)
    assert_type(page, api.Page[Batch])
    assert sent.url.params["status"] == "paused"


def test_value_is_called_async() -> None:
    async def first(client: api.AsyncNtropy) -> api.AsyncPage[Batch]:
        return await client.batches.list(status=BatchStatus.PAUSED)

    _, sent = ask_async(first, NOTHING)
    assert sent.url.params["status"] == "paused"


def test_value_has_its_probes() -> None:
    assert ("accepts", "query/status", "the value paused") in asked("batches_list")


# An operation.


def test_operation_is_called() -> None:
    batch, sent = ask(lambda client: client.batches.cancel("a/b"), BATCH)
    assert_type(batch, Batch)
    assert (sent.method, sent.url.raw_path) == ("POST", b"/v3/batches/a%2Fb/cancel")
    with pytest.raises(api.NotFoundError, match="batches_cancel"):
        ask(lambda client: client.batches.cancel("b"), {"detail": "Unknown"}, 404)
    assert_type(api.operations.batches_cancel("b"), api.Request[Batch])
    assert api.operations.batches_cancel("b").rate_limit == 5


def test_operation_is_called_async() -> None:
    batch, sent = ask_async(lambda client: client.batches.cancel("b"), BATCH)
    assert_type(batch, Batch)
    assert (sent.method, sent.url.path) == ("POST", "/v3/batches/b/cancel")


def test_operation_has_its_probes() -> None:
    assert {oracle for oracle, _, _ in asked("batches_cancel")} >= {"accepts", "auth", "not-found", "fault"}


# A resource.


def test_resource_is_called() -> None:
    budget, sent = ask(
        lambda client: client.budgets.create(name="Coffee", amount=25, period="weekly"), BUDGET
    )
    assert_type(budget, Budget)
    assert_type(budget.created_at, dt.datetime)
    assert (sent.method, sent.url.path) == ("POST", "/v3/budgets")
    assert json.loads(sent.content) == {"name": "Coffee", "amount": 25, "period": "weekly"}
    found, _ = ask(lambda client: client.budgets.get("b1"), BUDGET)
    assert found == budget
    assert_type(BudgetPeriod.WEEKLY, BudgetPeriod)
    assert found.period == BudgetPeriod.WEEKLY
    page, sent = ask(lambda client: client.budgets.list(limit=3), {"next_cursor": None, "data": [BUDGET]})
    assert_type(page, api.Page[Budget])
    assert (page.data, sent.url.params["limit"]) == ([budget], "3")
    gone, sent = ask(lambda client: client.budgets.delete("b1"), None, 204)
    assert_type(gone, None)
    assert sent.method == "DELETE"


def test_resource_is_called_async() -> None:
    async def first(client: api.AsyncNtropy) -> api.AsyncPage[Budget]:
        return await client.budgets.list()

    budget, _ = ask_async(lambda client: client.budgets.create(name="Coffee", amount=25), BUDGET)
    assert_type(budget, Budget)
    found, _ = ask_async(lambda client: client.budgets.get("b1"), BUDGET)
    page, _ = ask_async(first, {"next_cursor": None, "data": [BUDGET]})
    assert [found] == page.data == [budget]
    ask_async(lambda client: client.budgets.delete("b1"), None, 204)


def test_resource_is_held_to_its_bounds() -> None:
    with pytest.raises(api.RequestValidationError, match="budgets_create: amount"):
        ask(lambda client: client.budgets.create(name="Coffee", amount=-1), BUDGET)


def test_resource_has_its_probes() -> None:
    assert {
        ("accepts", "body/amount", "the minimum"),
        ("refuses", "body/amount", "below the minimum"),
        ("refuses", "body/name", "missing"),
        ("accepts", "body/period", "the value monthly"),
    } <= asked("budgets_create")
    assert ("accepts", "query/limit", "one") in asked("budgets_list")
    for operation in ("budgets_get", "budgets_delete"):
        assert {oracle for oracle, _, _ in asked(operation)} >= {"accepts", "auth", "not-found", "fault"}


# A query parameter.


def test_parameter_is_called() -> None:
    page, sent = ask(lambda client: client.transactions.list(entry_type="outgoing"), NOTHING)
    assert_type(page, api.Page[Transaction])
    assert dict(sent.url.params) == {"entry_type": "outgoing"}


def test_parameter_is_called_async() -> None:
    async def first(client: api.AsyncNtropy) -> api.AsyncPage[Transaction]:
        return await client.transactions.list(entry_type="outgoing")

    _, sent = ask_async(first, NOTHING)
    assert dict(sent.url.params) == {"entry_type": "outgoing"}


def test_parameter_has_its_probes() -> None:
    assert {
        ("accepts", "query/entry_type", "the value outgoing"),
        ("refuses", "query/entry_type", "an unknown value"),
    } <= asked("transactions_list")


# A status.


def test_status_is_called() -> None:
    with pytest.raises(api.APIStatusError, match="425 Too Early: Kept back") as caught:
        ask(lambda client: client.batches.results("b"), {"detail": "Kept back"}, 425)
    assert (caught.value.status_code, caught.value.operation) == (425, "batches_results")
    assert "APIStatusError: 425: The results of this batch are kept back" in " ".join(
        (api.Ntropy("key").batches.results.__doc__ or "").split()
    )


def test_status_is_called_async() -> None:
    with pytest.raises(api.APIStatusError, match="425 Too Early: Kept back"):
        ask_async(lambda client: client.batches.results("b"), {"detail": "Kept back"}, 425)


def test_status_has_its_probes() -> None:
    assert ("fault", "", "a fault 425") in asked("batches_results")


def test_status_is_seen_by_the_check() -> None:
    run = Run()
    target = Target.embedded(run, seed=1)
    try:
        probes.run(target, operations=["batches_results"])
    finally:
        target.close()
    assert {one.status for one in run.exchanges if one.operation == "batches_results"} >= {200, 404, 409, 425}
    assert run.findings == []


def test_cases_are_complete() -> None:
    """Every documented status of what was added has a case."""
    made = {(case.operation.id, case.documented) for case in cases()}
    assert {(one.id, status) for one in load().operations.values() for status in one.statuses} == made
