"""An account without credits is no drift, and no verdict either."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.provider.machinery.command import Outcome, run
from contract_tests.provider.machinery.serving import Answer, App, Rewritten, serve
from ntropy_client.sandbox import create_app

KEY = "contract-test-key-0123"
NONE_LEFT = (
    'the account of NTROPY_API_KEY has no credits left (423: "Not enough credits."); '
    "top it up, or use another key"
)
PAYING = "transactions_create,transactions_get,batches_create,batches_get,batches_results,reports_create"
SMOKE = ("--profile=smoke", f"--operations={PAYING},account_holders_list,account_holders_create")
PROBES = (*SMOKE, "--parts=probes,conformance,coverage")
ITEM = {
    "id": "t",
    "description": "A",
    "date": "2024-03-29",
    "amount": 1,
    "entry_type": "incoming",
    "currency": "EUR",
}


def as_it_is(answer: Answer) -> None:
    """Change nothing."""
    del answer


def unmarked(answer: Answer) -> None:
    """Look like a server that is no sandbox."""
    answer.set_header("x-ntropy-sandbox", None)


def unpaid(answer: Answer) -> None:
    """Refuse for want of credits."""
    answer.status = 423
    answer.set_json({"detail": "Not enough credits."})
    answer.set_header("content-type", "application/json")


def checked(
    out: Path, app: App, *arguments: str, key: str = KEY, before: Callable[[httpx.Client], None] | None = None
) -> Outcome:
    """Check an application on a port."""
    with serve(app) as url:
        if before is not None:
            with httpx.Client(base_url=url, headers={"X-Api-Key": key}) as client:
                before(client)
        return run(out, "--base-url", url, *arguments, key=key)


def spend_all(client: httpx.Client) -> None:
    """Have nothing left of five credits."""
    for number in range(5):
        client.post("/v3/transactions", json={**ITEM, "id": f"t-{number}"}).raise_for_status()
    assert client.post("/v3/transactions", json=ITEM).status_code == 423


def told(outcome: Outcome, verdict: str) -> list[Any]:
    """The causes in the report."""
    found: list[Any] = json.loads(outcome.report("contract.json"))[verdict]
    return found


def has_none(outcome: Outcome) -> None:
    """There is no verdict, for the want of credits alone."""
    assert outcome.code == 2, outcome.output + outcome.errors
    assert outcome.output.startswith(f"could not run:\n  {NONE_LEFT}\n"), outcome.output
    assert told(outcome, "drifts") == []


@pytest.mark.parametrize("rewrite", [unmarked, as_it_is])
def test_an_account_that_has_none_is_told_at_once(tmp_path: Path, rewrite: Callable[[Answer], None]) -> None:
    """Spent credits are no drift, with care and without: 2, and how to go on."""
    app = Rewritten(create_app(credits=5, refill=0), rewrite)
    has_none(checked(tmp_path, app, *(SMOKE if rewrite is as_it_is else ()), before=spend_all))


@pytest.mark.parametrize("arguments", [(), ("--profile=live",), ("--operations=entities_resolve",)])
def test_a_key_that_never_has_any_is_told_too(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """The sandbox has keys for that: whatever is asked for, the first that must be paid for ends the check."""
    server = Rewritten(create_app(), as_it_is)
    has_none(checked(tmp_path, server, *arguments, key="broke-x"))
    assert len(server.calls) < 2000


def test_what_costs_nothing_can_be_checked_without_any(tmp_path: Path) -> None:
    """Operations that need no credits are judged as ever."""
    outcome = checked(
        tmp_path,
        create_app(),
        *SMOKE[:1],
        "--parts=probes,conformance,coverage",
        "--operations=account_holders_list",
        key="broke-x",
    )
    assert outcome.code == 0, outcome.output + outcome.errors


@pytest.mark.parametrize("arguments", [(), ("--parts=probes",)])
def test_credits_that_run_out_leave_the_rest_open(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """What was not tested is one line and no drift, and the verdict is not that the server conforms."""
    outcome = checked(tmp_path, create_app(credits=60, refill=0), *SMOKE, *arguments)
    assert outcome.code == 2, outcome.output + outcome.errors
    assert told(outcome, "drifts") == []
    (line,) = told(outcome, "unknown")
    assert NONE_LEFT in line["message"]
    assert outcome.output.startswith(f"could not run:\n  {NONE_LEFT}: "), outcome.output
    assert outcome.output.count("no credits left") == 2


def test_other_findings_stay_when_credits_run_out(tmp_path: Path) -> None:
    """Drift of what costs nothing, and of the answer 423 itself, is found all the same."""

    def rewrite(answer: Answer) -> None:
        if (answer.method, answer.path, answer.status) == ("GET", "/v3/account_holders", 200):
            answer.set_json(answer.json() | {"extra": 1})
        if answer.status == 423 and answer.key == KEY:
            answer.set_header("x-request-id", None)

    outcome = checked(tmp_path, Rewritten(create_app(credits=60, refill=0), rewrite), *PROBES)
    assert outcome.code == 1, outcome.output + outcome.errors
    assert {(tuple(one["operations"]), one["status"]) for one in told(outcome, "drifts")} >= {
        (("account_holders_list",), 200),
    }
    for one in told(outcome, "drifts"):
        assert one["status"] == 200 or one["message"] == "header X-Request-ID is missing", one
    assert len(told(outcome, "unknown")) == 1


def test_a_balance_that_comes_back_is_told_and_no_drift(tmp_path: Path) -> None:
    """Where large batches are more than there ever is, they alone are open."""
    outcome = checked(tmp_path, create_app(credits=500), *PROBES)
    assert outcome.code == 0, outcome.output + outcome.errors
    (line,) = told(outcome, "unknown")
    assert line["operations"] == ["batches_create"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v3/batches"), ("POST", "/v3/transactions"), ("GET", "/v3/batches")]
)
@pytest.mark.parametrize("rewrite", [as_it_is, unmarked])
def test_423_of_an_account_with_credits_is_drift(
    tmp_path: Path, method: str, path: str, rewrite: Callable[[Answer], None]
) -> None:
    """Others are paid for in between, or nothing has to be paid: then it is the server that is wrong."""

    def refuse(answer: Answer) -> None:
        rewrite(answer)
        if (answer.method, answer.path) == (method, path) and answer.status == 200:
            unpaid(answer)

    arguments = PROBES if rewrite is as_it_is else ()
    outcome = checked(tmp_path, Rewritten(create_app(), refuse), *arguments)
    assert outcome.code == 1, outcome.output + outcome.errors
    assert any(one["status"] == 423 for one in told(outcome, "drifts"))


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (
            "--profile=smoke",
            "--parts=conformance,schemathesis,coverage",
            "--operations=batches_create,batches_get",
        ),
    ],
)
def test_a_server_that_answers_423_to_everything_is_never_green(
    tmp_path: Path, first: bool, arguments: tuple[str, ...]
) -> None:
    """Be it from the first request on, or once the key was tried."""
    server = Rewritten(create_app(), lambda answer: _all(answer))

    def _all(answer: Answer) -> None:
        unmarked(answer)
        if first or len(server.calls) > 1:
            unpaid(answer)

    outcome = checked(tmp_path, server, *arguments)
    assert outcome.code in ((2,) if first else (1, 2)), outcome.output + outcome.errors


def test_a_server_that_answers_423_wherever_it_may_is_never_green(tmp_path: Path) -> None:
    """Each of these answers is documented, and none says anything."""

    def rewrite(answer: Answer) -> None:
        unmarked(answer)
        paying = answer.path in ("/v3/transactions", "/v3/batches", "/v3/entities/resolve")
        if answer.method == "POST" and paying and answer.key == KEY:
            unpaid(answer)

    has_none(checked(tmp_path, Rewritten(create_app(), rewrite)))
