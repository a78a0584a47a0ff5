"""Timestamps without their zone, as the provider sends them too; the document's examples all have one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import respx

import ntropy_client as api
from ntropy_client.conformance import check

from .cases import Case, plain
from .conftest import KEY
from .delivery import CARRIED, EXAMPLES, TOKEN
from .test_table import BASE, SUCCESSES, call, first_body, json_of, route

pytestmark = pytest.mark.anyio

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00:00)")

PAGE = {
    "id": "203613d2-83c8-4130-8809-d14206eeec20",
    "operation": "POST /v3/transactions",
    "status": "processing",
    "created_at": "2024-01-01T00:00:00",
    "updated_at": "2024-01-01T00:00:30",
    "progress": 0,
    "total": 4000,
}
"""The sample of the provider's page "Retrieve a batch", as it stands there."""


def without_zones(value: Any) -> Any:
    """JSON with every moment as it is without its zone."""
    if isinstance(value, dict):
        return {key: without_zones(item) for key, item in dict.items(value)}
    if isinstance(value, list):
        return [without_zones(item) for item in list(value)]
    moment = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    return moment[1] if moment else value


BARE = [replace(case, body=bare) for case in SUCCESSES if (bare := without_zones(case.body)) != case.body]


def objections(case: Case) -> list[str]:
    headers = {"X-Request-ID": "server-1", "Content-Type": "application/json"}
    content = json.dumps(case.body).encode()
    found = check(case.operation.method, case.operation.path, case.status, headers, content)
    return [str(one) for one in found]


@pytest.mark.parametrize("case", BARE, ids=str)
def test_an_answer_without_zones_is_understood(case: Case) -> None:
    """It is read as it was sent, with nothing lost, and it is no drift."""
    with respx.mock as router, api.Ntropy(KEY, base_url=BASE) as client:
        route(router, case)
        value = call(client, case, first_body(case.operation))
    assert plain(json_of(value)) == plain(case.body)
    assert objections(case) == []


def test_every_operation_that_tells_a_time_is_among_them() -> None:
    """All that answer with an item that was created, and with lists of such."""
    resources = ("account_holders", "bank_statements", "batches", "reports", "transactions", "webhooks")
    told = {case.operation.id for case in BARE}
    assert told >= {f"{resource}_{verb}" for resource in resources for verb in ("create", "list", "get")}
    assert told >= {"batches_results", "transactions_assign", "webhooks_patch"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_event_without_zones_is_understood(name: str) -> None:
    """What happened is told with the resource as it is sent elsewhere."""
    bare = without_zones(EXAMPLES[name])
    assert bare != EXAMPLES[name]
    found = api.webhooks.unwrap(json.dumps(bare).encode(), CARRIED, token=TOKEN)
    assert plain(found.to_dict()) == plain(bare)


def seed() -> Case:
    """The provider's page as an answer."""
    (case,) = (one for one in SUCCESSES if (one.operation.id, one.example) == ("batches_get", "processing"))
    return replace(case, body=PAGE)


def judge(batch: Any) -> None:
    assert isinstance(batch, api.models.Batch)
    assert batch.id == PAGE["id"]
    assert (batch.operation, batch.status) == (PAGE["operation"], PAGE["status"])
    assert (batch.progress, batch.total) == (0, 4000)
    # As they were sent: they mean UTC, and claim no more than they say.
    assert batch.created_at == datetime(2024, 1, 1)
    assert batch.updated_at == datetime(2024, 1, 1, 0, 0, 30)
    assert batch.to_dict() == PAGE


def test_the_page_retrieve_a_batch_is_understood() -> None:
    """The sample of the page is a batch, field by field, and no drift."""
    assert objections(seed()) == []
    with respx.mock as router, api.Ntropy(KEY, base_url=BASE) as client:
        route(router, seed())
        judge(client.batches.get("203613d2-83c8-4130-8809-d14206eeec20"))


async def test_the_page_retrieve_a_batch_is_understood_async() -> None:
    """So it is by the async client."""
    with respx.mock as router:
        async with api.AsyncNtropy(KEY, base_url=BASE) as client:
            route(router, seed())
            judge(await client.batches.get("203613d2-83c8-4130-8809-d14206eeec20"))
