"""Whether an account has credits is known without asking more often than needed."""

from __future__ import annotations

import json

import pytest

from contract_tests.provider.credits import cost_of
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.unpaid import NoCreditsError, Purse, dependents, question
from ntropy_client import document as documents

NONE_LEFT = (
    'the account of NTROPY_API_KEY has no credits left (423: "Not enough credits."); '
    "top it up, or use another key"
)
ONE = b'{"id": "t-1"}'
THREE = b'{"data": [{"id": "t-1"}, {"id": "t-2"}, {"id": "t-3"}]}'
DETAIL = b'{"detail": "Not enough credits."}'


def purse(*answers: int | None, is_sandbox: bool = False) -> tuple[Purse, Run, list[str]]:
    """A purse that asks as often as there are answers; None is none."""
    left, asked = list(answers), list[str]()

    def ask(key: str) -> int:
        asked.append(key)
        status = left.pop(0)
        if status is None:
            raise CouldNotRunError("no answer")
        return status

    run_ = Run()
    return Purse(documents.load(), run_, ask, is_sandbox=is_sandbox), run_, asked


def lacks(of: Purse, status: int, content: bytes = ONE, key: str = "first", operation: str = "") -> bool:
    """What a purse says of an answer."""
    return of.lacks(operation or "transactions_create", content, key, status, DETAIL)


def test_it_is_asked_only_while_nobody_knows() -> None:
    """Once for an account that is empty, until something is paid for again."""
    empty, run_, asked = purse(423, 423)
    assert not lacks(empty, 200)
    assert [lacks(empty, 423) for _ in range(5)] == [True] * 5
    assert (asked, run_.broke) == (["first"], NONE_LEFT)
    assert not lacks(empty, 200)
    assert run_.broke == ""
    assert lacks(empty, 423)
    assert len(asked) == 2


def test_an_account_that_pays_lacks_nothing() -> None:
    """What costs one credit is refused without cause; what costs more may be too dear."""
    rich, _, _ = purse(200, 200)
    assert not lacks(rich, 423)
    assert lacks(rich, 423, THREE)


def test_a_balance_that_was_too_small_may_be_so_again() -> None:
    """It comes back by and by, and may have done so just after the refusal."""
    refilled, run_, _ = purse(200, 200)
    assert lacks(refilled, 423, THREE)
    assert lacks(refilled, 423)
    assert run_.broke == ""


def test_where_nobody_can_tell_the_server_is_taken_at_its_word() -> None:
    """No answer, or another refusal: the document has 423 for this."""
    for answer in (None, 403):
        unclear, _, _ = purse(answer)
        with pytest.raises(NoCreditsError):
            lacks(unclear, 423)
    unable = Purse(documents.load(), Run(), None, is_sandbox=False)
    assert not lacks(unable, 200)
    assert lacks(unable, 423)


def test_another_account_is_another_matter() -> None:
    """The second key may have none; keys that are meant to be refused, and other operations, are not looked at."""
    two, run_, asked = purse(423)
    assert lacks(two, 423, key="second")
    assert (asked, run_.broke) == (["second"], "")
    for key in ("broke", "none", "invalid", "forbidden"):
        assert not lacks(two, 423, key=key)
    assert not lacks(two, 423, operation="batches_list")


def test_what_costs_nothing_needs_no_credits_at_the_sandbox() -> None:
    """There that is promised; elsewhere the server may refuse whatever can cost something."""
    website = b'{"website": "example.com"}'
    strict, _, asked = purse(is_sandbox=True)
    assert not lacks(strict, 423, website, operation="entities_resolve")
    assert asked == []
    foreign, _, _ = purse(423)
    with pytest.raises(NoCreditsError):
        lacks(foreign, 423, website, operation="entities_resolve")


def test_a_server_that_is_wrong_about_credits_is_not_asked_for_ever() -> None:
    """Each question costs a credit."""
    wrong, _, asked = purse(*[200] * 100)
    assert not any(lacks(wrong, 423) for _ in range(100))
    assert len(asked) <= 20


def test_the_question_leaves_nothing_behind() -> None:
    """It is derived from the document: what spends a credit and writes nothing."""
    document = documents.load()
    found = question(document)
    assert found is not None
    assert (document.operations[found[0]].writes, cost_of(json.dumps(found[1]).encode())) == ({}, 1)
    raw = {**document.raw, "paths": {p: v for p, v in document.raw["paths"].items() if "entities" not in p}}
    assert question(documents.load(raw)) is None


def test_what_needs_what_is_not_paid_for_is_known() -> None:
    """To any depth."""
    found = dependents(documents.load(), {"transactions_create"})
    assert {"transactions_create", "transactions_get", "reports_create", "reports_get"} <= found
    assert not {"batches_get", "account_holders_list"} & found
    assert dependents(documents.load(), ()) == frozenset()
