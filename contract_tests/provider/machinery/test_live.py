"""The live profile leaves a customer's account as it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.provider.guard import Guard, NotSafeError
from contract_tests.provider.machinery.command import run
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve
from contract_tests.provider.options import Options
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.target import Target
from ntropy_client import document as documents

KEY = "contract-test-key-0123"
MINE = "ct1-"
BODY = {
    "id": "kept-1",
    "description": "ACME CORP PAYROLL",
    "date": "2024-03-29",
    "amount": 10,
    "entry_type": "incoming",
    "currency": "EUR",
}


def unmarked(answer: Answer) -> None:
    """Look like a server that is no sandbox."""
    answer.set_header("x-ntropy-sandbox", None)


def everything(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """All items of a list, over all its pages."""
    items: list[dict[str, Any]] = []
    query: dict[str, str] = {"limit": "100"}
    while True:
        page = client.get(path, params=query).json()
        items += page["data"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]


def test_an_account_is_left_as_it_was_but_for_one_batch(tmp_path: Path) -> None:
    """A server that is no sandbox gets the live profile, which changes nothing and deletes what it made."""
    server = Rewritten(sandbox(), unmarked)
    with serve(server) as url, httpx.Client(base_url=url, headers={"X-Api-Key": KEY}) as client:
        for number in range(3):
            client.post("/v3/transactions", json=BODY | {"id": f"kept-{number}"}).raise_for_status()
        batch = client.post("/v3/batches", json={"operation": "POST /v3/transactions", "data": [BODY]}).json()
        while client.get(f"/v3/batches/{batch['id']}").json()["status"] == "processing":
            time.sleep(0.05)
        before = everything(client, "/v3/transactions"), everything(client, "/v3/batches")
        server.calls.clear()
        outcome = run(tmp_path, "--base-url", url, key=KEY)
        calls = list(server.calls)
        after = everything(client, "/v3/transactions"), everything(client, "/v3/batches")
    assert outcome.code == 0, outcome.output + outcome.errors
    assert "live profile" in outcome.output
    assert "all that can be deleted was" in outcome.output
    assert "seen 2xx 9/9" in outcome.output
    assert after[0] == before[0]
    made = [each for each in after[1] if each["id"] not in {old["id"] for old in before[1]}]
    assert len(made) == 1
    assert made[0]["id"] in outcome.output
    assert len(calls) < 80
    lines = [json.loads(line) for line in (tmp_path / "created.jsonl").read_text().splitlines()]
    journaled = {line["id"] for line in lines if line["collection"] == "transactions"}
    assert journaled == {line["id"] for line in lines if line.get("deleted")}


def drop_a_field(answer: Answer) -> None:
    unmarked(answer)
    if answer.method == "GET" and answer.path.startswith("/v3/transactions/") and answer.status == 200:
        answer.set_json({name: value for name, value in answer.json().items() if name != "currency"})


def accept_what_is_invalid(answer: Answer) -> None:
    unmarked(answer)
    if answer.status == 422:
        answer.status = 200
        answer.set_json({"next_cursor": None, "data": []})


def mix_results(answer: Answer) -> None:
    unmarked(answer)
    if answer.path.endswith("/results") and answer.status == 200:
        body = answer.json()
        body["results"][0]["id"] = "another"
        answer.set_json(body)


@pytest.mark.parametrize("defect", [drop_a_field, accept_what_is_invalid, mix_results])
def test_drift_is_found_with_care_too(tmp_path: Path, defect: Callable[[Answer], None]) -> None:
    """The few requests of the live profile find what a customer would meet."""
    with serve(Rewritten(sandbox(), defect)) as url:
        outcome = run(tmp_path, "--base-url", url, key=KEY)
    assert outcome.code == 1, outcome.output + outcome.errors


def test_what_was_made_is_deleted_when_the_check_breaks(tmp_path: Path) -> None:
    """A server that stops answering half-way does not keep the check from cleaning up after itself."""

    def hang_up(answer: Answer) -> None:
        unmarked(answer)
        if answer.path.endswith("/assign"):
            raise ConnectionError("gone")

    server = Rewritten(sandbox(), hang_up)
    with serve(server) as url, httpx.Client(base_url=url, headers={"X-Api-Key": KEY}) as client:
        outcome = run(tmp_path, "--base-url", url, key=KEY)
        left = everything(client, "/v3/transactions")
    assert outcome.code in (1, 2), outcome.output + outcome.errors
    assert left == []


def guard() -> Guard:
    told: list[tuple[str, str]] = []
    return Guard(
        documents.load(), MINE, lambda collection, identity: told.append((collection, identity)), most=1
    )


def request(method: str, path: str, body: Any = None) -> httpx.Request:
    return httpx.Request(method, f"https://api.example.com{path}", json=body)


@pytest.mark.parametrize(
    ("operation", "method", "path", "body"),
    [
        ("transactions_delete", "DELETE", "/v3/transactions/kept-1", None),
        ("transactions_delete", "DELETE", "/v3/transactions/kept%2Fct1-1", None),
        ("transactions_assign", "POST", "/v3/transactions/kept-1/assign", {"account_holder_id": "ct1-h"}),
        ("transactions_create", "POST", "/v3/transactions", BODY),
        ("batches_create", "POST", "/v3/batches", {"data": [BODY | {"id": "ct1-1"}, BODY]}),
        (None, "POST", "/v3/rules", []),
        (None, "DELETE", "/v3/batches/b-1", None),
    ],
)
def test_what_is_not_of_this_run_is_not_touched(
    operation: str | None, method: str, path: str, body: Any
) -> None:
    """A write to a foreign id, or of unknown effect, never leaves the machine."""
    with pytest.raises(NotSafeError):
        guard()(operation, request(method, path, body), "first")


def test_what_is_of_this_run_passes_and_is_written_down_first() -> None:
    """Ids with the prefix of the run may be made, changed and deleted."""
    told: list[tuple[str, str]] = []
    careful = Guard(documents.load(), MINE, lambda *line: told.append(line), most=1)
    careful("transactions_create", request("POST", "/v3/transactions", BODY | {"id": "ct1-1"}), "first")
    assert told == [("transactions", "ct1-1")]
    careful("transactions_assign", request("POST", "/v3/transactions/ct1-1/assign", {}), "first")
    careful("transactions_delete", request("DELETE", "/v3/transactions/ct1-1"), "first")
    careful("batches_get", request("GET", "/v3/batches/anybody"), "first")


def test_at_most_one_batch_is_made() -> None:
    """Batches cannot be deleted, so that the second one is not sent; a refused key makes none."""
    careful, sent = guard(), request("POST", "/v3/batches", {"data": [BODY | {"id": "ct1-1"}]})
    careful("batches_create", sent, "none")
    careful("batches_create", sent, "first")
    careful.answered(exchange(operation="batches_create", method="POST", response_body=b'{"id": "b-1"}'))
    with pytest.raises(NotSafeError):
        careful("batches_create", sent, "first")
    assert careful.made["batches"] == {"b-1"}


@pytest.mark.parametrize(
    ("url", "headers", "asked", "profile"),
    [
        ("https://api.example.com", {}, None, "live"),
        ("http://127.0.0.1:8787", {}, None, "live"),
        ("http://127.0.0.1:8787", {}, "full", "full"),
        ("http://[::1]:8787", {}, "smoke", "smoke"),
        ("http://localhost:8787", {"x-ntropy-sandbox": "1"}, None, "full"),
        ("https://sandbox.example.com", {"x-ntropy-sandbox": "1"}, None, "full"),
        ("https://sandbox.example.com", {"x-ntropy-sandbox": "1"}, "live", "live"),
        ("https://api.example.com", {}, "full", None),
        ("https://api.example.com", {}, "smoke", None),
        ("http://localhost.example.com", {}, "full", None),
    ],
)
def test_only_a_sandbox_or_loopback_is_checked_in_full(
    url: str, headers: dict[str, str], asked: Any, profile: str | None
) -> None:
    """A foreign server gets the live profile or nothing, whatever is asked for."""
    target = Target.remote(Run(), Options(base_url=url, profile=asked, keys={"first": KEY}))
    try:
        if profile is None:
            with pytest.raises(CouldNotRunError):
                target.settle(headers, asked)
        else:
            target.settle(headers, asked)
            assert target.profile == profile
    finally:
        target.close()
