"""Faults, rate limits and credits: off by default, exact when they are asked for."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from contract_tests.provider.sandboxed import User, transaction

FAULT = "X-Ntropy-Sandbox-Fault"


def spoiled(
    user: User, fault: str, method: str = "GET", path: str = "/v3/batches", **more: Any
) -> httpx.Response:
    return user.client.request(method, path, headers={FAULT: fault}, **more)


@pytest.mark.parametrize("status", [400, 418, 429, 500, 503, 599])
def test_a_status_on_demand_spoils_one_answer(status: int) -> None:
    """The request is not carried out, and the next one is answered as ever."""
    user = User()
    answer = spoiled(user, f"status={status}", "POST", "/v3/transactions", json=transaction())
    assert (answer.status_code, list(answer.json())) == (status, ["detail"])
    assert ("retry-after" in answer.headers) == (status == 429)
    assert answer.headers["x-request-id"]
    assert user.ids("/v3/transactions") == []
    assert user.get("/v3/batches").status_code == 200


def test_a_cut_breaks_the_answer_not_the_request() -> None:
    """The transaction is there, though nobody was told."""
    user = User()
    with pytest.raises(httpx.RemoteProtocolError):
        spoiled(user, "cut", "POST", "/v3/transactions", json=transaction())
    assert user.ids("/v3/transactions") == ["t-1"]
    assert spoiled(user, "cut", "DELETE", "/v3/transactions/t-1").status_code == 204


def test_latency_can_be_longer_than_patience() -> None:
    """In process too, an answer that comes too late is a read time-out."""
    user = User()
    started = time.monotonic()
    assert spoiled(user, "latency=0.05").status_code == 200
    assert time.monotonic() - started >= 0.05
    with pytest.raises(httpx.ReadTimeout):
        spoiled(user, "latency=30", timeout=0.05)


def test_faults_can_be_combined() -> None:
    """Several are separated by commas, blanks allowed."""
    user = User()
    with pytest.raises(httpx.RemoteProtocolError):
        spoiled(user, "status=503 , cut,latency=0")


@pytest.mark.parametrize(
    "fault",
    ["", ",", "status", "status=200", "status=5030", "status=abc", "latency=-1", "latency=nan", "latency=1e9", "cut=1", "x"],
)  # fmt: skip
def test_a_fault_that_is_not_understood_is_explained(fault: str) -> None:
    """A misspelt fault is 400, with what can be asked for."""
    answer = spoiled(User(), fault)
    assert answer.status_code == 400
    assert "status=400..599" in answer.json()["detail"]


def test_rate_limits_are_off_by_default() -> None:
    """Half of a fuzzer's answers would be 429 otherwise."""
    user = User()
    assert {user.get("/v3/transactions/x").status_code for _ in range(50)} == {404}


def test_rate_limits_hold_within_any_second_for_each_key_and_operation() -> None:
    """As many as documented pass, one more is 429 and says when to come again."""
    user = User(limits=True)
    documented = {"/v3/transactions/x": 10, "/v3/batches": 20}
    for path, limit in documented.items():
        statuses: list[int] = []
        for _ in range(limit + 1):
            user.clock.advance(0.01)
            statuses.append(user.get(path).status_code)
        assert statuses.count(429) == 1
        assert statuses[-1] == 429
    refused = user.get("/v3/batches")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert user.other("another").get("/v3/batches").status_code == 200
    # The window slides: after a second from the first, there is room for one.
    user.clock.advance(1 - 0.01 * 20 + 0.005)
    assert [user.get("/v3/batches").status_code for _ in range(2)] == [200, 429]


def test_who_waits_as_told_is_let_in() -> None:
    """After the seconds of Retry-After the operation is free again."""
    user = User(limits=True)
    while (answer := user.get("/v3/transactions")).status_code != 429:
        pass
    user.clock.advance(float(answer.headers["retry-after"]))
    assert user.get("/v3/transactions").status_code == 200


def test_credits_are_spent_and_refilled() -> None:
    """One for each transaction; what is not covered is 423 and takes nothing."""
    user = User(credits=5, refill=2)
    user.create("a")
    user.batch([transaction("b"), transaction("c")])
    too_many = {"operation": "POST /v3/transactions", "data": [transaction(str(n)) for n in range(3)]}
    answer = user.post("/v3/batches", too_many)
    assert (answer.status_code, list(answer.json())) == (423, ["detail"])
    user.create("d")
    user.create("e")
    assert user.post("/v3/transactions", transaction("f")).status_code == 423
    assert user.get("/v3/transactions/f").status_code == 404
    assert user.other("another").post("/v3/transactions", transaction()).status_code == 200
    user.clock.advance(0.5)
    user.create("g")
    assert user.post("/v3/transactions", transaction("h")).status_code == 423
    user.clock.advance(3600)
    assert user.post("/v3/batches", {**too_many, "data": [transaction()] * 6}).status_code == 423
    user.batch([transaction(str(number)) for number in range(5)])


def test_a_refused_request_costs_nothing() -> None:
    """Only what is enriched is paid for."""
    user = User(credits=1, refill=0)
    for _ in range(3):
        assert user.post("/v3/transactions", transaction(amount=-1)).status_code == 422
    user.create()


def test_keys_without_credits_can_do_what_is_free() -> None:
    """`broke-` keys are 423 where credits are spent, also for nothing, and are let in elsewhere."""
    user = User("broke-1")
    assert user.post("/v3/transactions", transaction()).status_code == 423
    assert user.post("/v3/batches", {"operation": "POST /v3/transactions", "data": []}).status_code == 423
    assert user.get("/v3/batches").status_code == 200
