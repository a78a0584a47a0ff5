"""A check spends no more credits than it may, and says how many it spent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contract_tests.provider.credits import LIVE, LIVE_NEEDS, Credits, needed
from contract_tests.provider.machinery.command import run
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve
from contract_tests.provider.run import CouldNotRunError
from ntropy_client import document as documents

KEY = "contract-test-key-0123"
ONE = json.dumps({"id": "t-1", "amount": 1}).encode()
THREE = json.dumps({"data": [{"id": "t-1"}, {"id": "t-2"}, {"id": "t-3"}]}).encode()


def unmarked(answer: Answer) -> None:
    """Look like a server that is no sandbox."""
    answer.set_header("x-ntropy-sandbox", None)


def test_each_item_that_may_be_enriched_costs_a_credit() -> None:
    """What is accepted, or may have been, is spent; what is refused is given back; reading is free.

    An entity that is asked for by its name costs as much, by its website nothing.
    """
    credits = Credits(documents.load(), most=6)
    for status, content, operation, spent in [
        (200, ONE, "transactions_create", 1),
        (422, THREE, "batches_create", 1),
        (429, ONE, "transactions_create", 1),
        (200, b"", "transactions_list", 1),
        (204, b"", "transactions_delete", 1),
        (200, ONE, None, 1),
        (503, THREE, "batches_create", 4),
        (200, b'{"website": "example.com"}', "entities_resolve", 4),
        (200, b'{"website": null, "name": "Example"}', "entities_resolve", 5),
        (400, b"not JSON", "batches_create", 5),
    ]:
        credits.settle(credits.reserve(operation, content), status)
        assert credits.spent == spent
    assert credits.reserve("batches_list", b"") == 0


def test_a_request_that_could_cost_too_much_is_not_sent() -> None:
    """The limit holds for what may be charged, before anybody knows what is."""
    credits = Credits(documents.load(), most=3)
    credits.reserve("transactions_create", ONE)
    with pytest.raises(CouldNotRunError, match=r"more than 3 credits: 1 are spent.*may cost 3"):
        credits.reserve("batches_create", THREE)
    assert credits.spent == 1


def test_what_is_needed_follows_from_the_document() -> None:
    """A full check sends one item more than a batch may have, and a server may charge for all of them."""
    document = documents.load()
    most = document.schemas["BatchCreate"]["properties"]["data"]["maxItems"]
    assert needed(document, "full") == needed(document, "smoke") == most + 1
    assert needed(document, "live") <= LIVE


def test_the_live_profile_says_what_it_spent(tmp_path: Path) -> None:
    """An honest server is made to spend two credits, and the limit is told beside it."""
    with serve(Rewritten(sandbox(), unmarked)) as url:
        outcome = run(tmp_path, "--base-url", url, f"--credits={LIVE_NEEDS}", key=KEY)
    assert outcome.code == 0, outcome.output + outcome.errors
    assert f"credits spent 2 of at most {LIVE_NEEDS}" in outcome.output
    assert json.loads(outcome.report("contract.json"))["credits"] == {"spent": 2, "most": LIVE_NEEDS}


def test_a_server_that_takes_anything_costs_no_more_than_was_said(tmp_path: Path) -> None:
    """Where wrong data and bad keys are accepted, and charged for, the stated need still covers the run."""

    def accept(answer: Answer) -> None:
        unmarked(answer)
        if answer.method == "POST" and 400 <= answer.status < 500:
            answer.status = 200

    with serve(Rewritten(sandbox(), accept)) as url:
        outcome = run(tmp_path, "--base-url", url, f"--credits={LIVE_NEEDS}", key=KEY)
    assert outcome.code == 1, outcome.output + outcome.errors
    assert 2 < json.loads(outcome.report("contract.json"))["credits"]["spent"] <= LIVE_NEEDS


@pytest.mark.parametrize(
    ("arguments", "marked", "said"),
    [
        (
            f"--credits={LIVE_NEEDS - 1}",
            False,
            "(CREDITS of make) is too few: the live profile needs at least",
        ),
        ("--credits=500", True, "the full profile needs at least 24961; the live profile needs"),
    ],
)
def test_too_few_credits_are_refused_before_any_is_spent(
    tmp_path: Path, arguments: str, marked: bool, said: str
) -> None:
    """A limit that the profile cannot keep to is 2, with what it needs, and nothing is enriched."""
    server = Rewritten(sandbox(), lambda answer: None if marked else unmarked(answer))
    with serve(server) as url:
        outcome = run(tmp_path, "--base-url", url, arguments, key=KEY)
    assert outcome.code == 2, outcome.output + outcome.errors
    assert said in outcome.output
    assert {method for method, _ in server.calls} == {"GET"}


def test_a_full_check_that_runs_out_of_credits_is_no_verdict(tmp_path: Path) -> None:
    """The request that could go beyond the limit is not sent; that is told, and is 2."""
    with serve(sandbox()) as url:
        outcome = run(
            tmp_path,
            "--base-url",
            url,
            "--profile=smoke",
            "--credits=24961",
            "--parts=probes",
            "--operations=batches_create",
            key=KEY,
        )
    assert outcome.code == 2, outcome.output + outcome.errors
    assert "stopped before spending more than 24961 credits" in outcome.output
    assert json.loads(outcome.report("contract.json"))["credits"]["spent"] <= 24961
