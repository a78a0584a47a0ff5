"""The live profile leaves a customer's account as it was."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from contract_tests.provider.live.saving import SAVED, saved
from contract_tests.provider.machinery.command import run, start
from contract_tests.provider.machinery.customer import customer, everything, furnish
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve
from contract_tests.provider.resources import Resources
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.target import Target
from ntropy_client import document as documents

KEY = "contract-test-key-0123"
SKIPPED = {
    "categories_set",
    "categories_reset",
    "rules_create",
    "rules_replace",
    "rules_patch",
    "rules_delete",
    "webhooks_create",
    "webhooks_get",
    "webhooks_patch",
    "webhooks_delete",
}
"""What is not called on a customer's account, where nobody allowed it."""
ALLOWED = ("--allow-account-wide", "--webhook-url=http://127.0.0.1:9/events")


def unmarked(answer: Answer) -> None:
    """Look like a server that is no sandbox."""
    answer.set_header("x-ntropy-sandbox", None)


def journaled(path: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What a journal says was made, and what of it is deleted."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    made = {(line["collection"], line["id"]) for line in lines if not line.get("deleted")}
    return made, {(line["collection"], line["id"]) for line in lines if line.get("deleted")}


@pytest.mark.parametrize("allowed", [(), ALLOWED], ids=["by itself", "with every permission"])
def test_an_account_is_left_as_it_was_but_for_one_batch(tmp_path: Path, allowed: tuple[str, ...]) -> None:
    """A server that is no sandbox gets the live profile, which deletes what it made and puts the rest back."""
    server = Rewritten(sandbox(), unmarked)
    with serve(server) as url, customer(url, KEY) as client:
        furnish(client)
        before = everything(client)
        server.calls.clear()
        outcome = run(tmp_path, "--base-url", url, *allowed, key=KEY)
        calls = list(server.calls)
        after = everything(client)
    assert outcome.code == 0, outcome.output + outcome.errors
    assert "live profile" in outcome.output
    assert "skipped: only on a sandbox" in outcome.output
    assert "all that can be deleted was" in outcome.output
    new = after["batches"].keys() - before["batches"].keys()
    assert len(new) == 1
    assert f"what the API cannot delete stays: batches {new.pop()}" in outcome.output
    assert after | {"batches": None} == before | {"batches": None}
    report = json.loads(outcome.report("contract.json"))
    assert set(report["skipped"]) == (set() if allowed else SKIPPED)
    total = len(documents.load().operations)
    assert report["seen_2xx"] == [total - len(report["skipped"]), total]
    assert len(calls) < 160
    made, deleted = journaled(tmp_path / "created.jsonl")
    # Rules are put back as a whole, since another one may be at that position by now.
    assert {one for one in made - deleted if one[0] != "rules"} == {
        ("batches", one) for _, one in made - deleted if _ == "batches"
    }
    assert not (tmp_path / SAVED).exists()
    written = {path for method, path in calls if method != "GET"}
    assert bool(allowed) == any(
        path.startswith(("/v3/rules", "/v3/webhooks", "/v3/categories")) for path in written
    )
    assert not any("kept" in path for path in written)


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
    if answer.path.startswith("/v3/batches/") and answer.path.endswith("/results") and answer.status == 200:
        body = answer.json()
        body["results"][0]["id"] = "another"
        answer.set_json(body)


def keep_holders(answer: Answer) -> None:
    unmarked(answer)
    if answer.method == "GET" and answer.path.startswith("/v3/account_holders/") and answer.status == 404:
        answer.status = 200
        answer.set_json({"id": "kept", "type": "consumer", "created_at": "2026-01-01T00:00:00"})


@pytest.mark.parametrize("defect", [drop_a_field, accept_what_is_invalid, mix_results, keep_holders])
def test_drift_is_found_with_care_too(tmp_path: Path, defect: Callable[[Answer], None]) -> None:
    """The few requests of the live profile find what a customer would meet."""
    with serve(Rewritten(sandbox(), defect)) as url:
        outcome = run(tmp_path, "--base-url", url, key=KEY)
    assert outcome.code == 1, outcome.output + outcome.errors


@pytest.mark.parametrize(
    "path", ["/assign", "/recurring_groups", "/v3/batches", "/v3/rules/2", "/v3/rules/replace"]
)
def test_what_was_made_is_deleted_when_the_check_breaks(tmp_path: Path, path: str) -> None:
    """An answer that breaks off half-way does not keep the check from cleaning up after itself."""
    broken: list[str] = []

    def hang_up(answer: Answer) -> None:
        unmarked(answer)
        if answer.path.endswith(path) and answer.status == 200 and answer.method != "GET" and not broken:
            broken.append(path)
            answer.set_header("content-encoding", "gzip")  # which cannot be read to its end

    server = Rewritten(sandbox(), hang_up)
    with serve(server) as url, customer(url, KEY) as client:
        furnish_quietly(client, broken, path)
        before = everything(client)
        outcome = run(tmp_path, "--base-url", url, *ALLOWED, key=KEY)
        after = everything(client)
    assert broken
    assert outcome.code == 2, outcome.output + outcome.errors
    assert (path == "/v3/batches") == ("an answer was lost: one of batches may" in outcome.output)
    assert after | {"batches": None} == before | {"batches": None}


def furnish_quietly(client: httpx.Client, broken: list[str], path: str) -> None:
    """Furnish the account before anything breaks."""
    broken.append(path)
    furnish(client)
    broken.clear()


def test_what_a_killed_check_left_behind_is_cleaned_up(tmp_path: Path) -> None:
    """From the journal and the saved copy another process finishes the job; until then none starts anew."""
    changing, go_on = threading.Event(), threading.Event()

    def linger(answer: Answer) -> None:
        unmarked(answer)
        if answer.method == "PATCH" and answer.path.startswith("/v3/rules/"):
            changing.set()
            go_on.wait(20)

    with serve(Rewritten(sandbox(), linger)) as url, customer(url, KEY) as client:
        furnish(client)
        before = everything(client)
        started = start(tmp_path, "--base-url", url, *ALLOWED, key=KEY)
        assert changing.wait(60)
        started.process.kill()
        started.process.communicate()
        go_on.set()
        assert everything(client) != before
        refused = run(tmp_path, "--base-url", url, *ALLOWED, key=KEY)
        cleaned = run(tmp_path, "--base-url", url, f"--clean={tmp_path / 'created.jsonl'}", key=KEY)
        after = everything(client)
    assert refused.code == 2
    assert "let --clean do that first" in refused.output
    assert cleaned.code == 0, cleaned.output + cleaned.errors
    assert "is put back" in cleaned.output
    assert after | {"batches": None} == before | {"batches": None}


@pytest.mark.parametrize("text", ["no journal\n", '{"collection": "reports"}\n', None])
def test_what_is_no_journal_cleans_nothing(tmp_path: Path, text: str | None) -> None:
    """A file of another kind, or none, ends with 2 before anything is sent."""
    path = tmp_path / "created.jsonl"
    if text is not None:
        path.write_text(text)
    server = Rewritten(sandbox(), unmarked)
    with serve(server) as url:
        outcome = run(tmp_path, "--base-url", url, f"--clean={path}", key=KEY)
    assert outcome.code == 2
    assert "is no journal of a check" in outcome.errors
    assert server.calls == []


def test_what_cannot_be_saved_is_not_changed(tmp_path: Path) -> None:
    """Where the copy cannot be written, nothing is put in the place of what is there."""
    run_ = Run()
    target = Target.embedded(run_)
    resources = Resources(target.document)
    with (
        pytest.raises(CouldNotRunError, match="cannot save what is to be put back"),
        saved(target.api("live"), resources, tmp_path / "nowhere", {}),
    ):
        pytest.fail("it went on")
    target.close()
    assert [one.method for one in run_.exchanges] == ["GET"]


def test_an_account_without_room_is_told_from_drift(tmp_path: Path) -> None:
    """Ten webhooks are all that there may be: none is made, and that is no fault of the server."""
    with serve(Rewritten(sandbox(), unmarked)) as url, customer(url, KEY) as client:
        for _ in range(10):
            client.post("/v3/webhooks", json={"url": "http://127.0.0.1:9/", "events": []}).raise_for_status()
        before = everything(client)
        outcome = run(tmp_path, "--base-url", url, "--webhook-url=http://127.0.0.1:9/", key=KEY)
        after = everything(client)
    assert outcome.code == 0, outcome.output + outcome.errors
    assert "skipped webhooks_create: it was refused with 400: the account has no room" in outcome.output
    assert after["webhooks"] == before["webhooks"]


def refuse_holders(answer: Answer) -> None:
    unmarked(answer)
    if (answer.method, answer.path, answer.status) == ("POST", "/v3/account_holders", 200):
        answer.status = 400


def test_a_refusal_that_room_does_not_explain_is_drift(tmp_path: Path) -> None:
    """A new id is not in use: that it is refused all the same is told."""
    with serve(Rewritten(sandbox(), refuse_holders)) as url:
        outcome = run(tmp_path, "--base-url", url, key=KEY)
    assert outcome.code == 1, outcome.output + outcome.errors
