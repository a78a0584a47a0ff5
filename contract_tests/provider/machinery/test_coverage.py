"""Silence counts only where everything was heard."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.coverage import expected, judge
from contract_tests.provider.machinery.samples import exchange, finding
from contract_tests.provider.run import Run
from ntropy_client import document as documents

LIST = "batches_list"


def run_of(*answers: tuple[int, str], **changes: Any) -> Run:
    """A run in which the list of batches answered so, each with the label of the key."""
    run = Run()
    for status, key in answers:
        run.record(exchange(operation=LIST, status=status, key=key, path="/v3/batches", **changes))
    return run


def judged(run: Run, *operations: str, is_sandbox: bool = True) -> list[tuple[str, str]]:
    judge(run, documents.load(), operations or (LIST,), is_sandbox=is_sandbox)
    return [(each.oracle, each.expected) for each in run.findings]


COMPLETE = ((200, "first"), (403, "none"), (401, "invalid"), (422, "first"))


def test_what_any_caller_can_cause_is_required() -> None:
    """Success, refusal without a key, invalid input and an unknown id are required where they can be had."""
    document = documents.load()
    groups = {
        operation.id: {each.name: each.group for each in expected(operation)}
        for operation in document.operations.values()
    }
    assert groups["batches_results"] == {
        "401 or 403": "required",
        "200": "required",
        "400 or 409": "scenario",
        "403": "fault",
        "404": "required",
        "422": "never",
        "429": "fault",
        "5XX": "never",
    }
    # A position without a rule is not 404, and any caller can name one.
    assert (groups["rules_delete"]["400"], groups["rules_create"]["400"]) == ("required", "scenario")
    assert (groups["webhooks_create"]["400"], groups["rules_replace"]["413"]) == ("scenario", "scenario")
    assert groups["rules_delete"]["422"] == groups["categories_get"]["422"] == "never"
    elsewhere = {
        each.name: each.group for each in expected(document.operations["webhooks_get"], is_sandbox=False)
    }
    assert (groups["webhooks_get"]["404"], elsewhere["404"]) == ("required", "scenario")
    assert groups["transactions_create"]["422"] == "required"
    assert groups["transactions_create"]["423"] == "fault"
    assert groups["batches_list"]["422"] == "required"
    assert groups["transactions_delete"]["204"] == "required"
    for operation in document.operations.values():
        named = {status for each in expected(operation) for status in each.statuses}
        assert named == set(operation.statuses)


def test_a_run_that_saw_everything_is_judged_whole() -> None:
    """Nothing is missing, nothing is said."""
    run = run_of(*COMPLETE)
    assert judged(run) == []
    assert run.untested == []


def test_each_required_status_that_is_missing_is_found() -> None:
    """One finding for each, and a refusal with a good key is no refusal without one."""
    assert judged(run_of((200, "first"), (422, "first"))) == [("required-status", "401 or 403")]
    assert judged(run_of((200, "first"), (403, "none"))) == [("required-status", "422")]
    assert judged(run_of((422, "first"), (403, "none"))) == [("required-status", "200")]


def test_statuses_that_are_missing_are_told_apart() -> None:
    """Whoever has accepted that one is missing has not accepted that another is."""
    run = run_of((204, "first"))
    judge(run, documents.load(), (LIST,), is_sandbox=True)
    assert [each.fingerprint for each in run.findings] == [
        f"{LIST} - required-status /",
        f"{LIST} 200 required-status /",
        f"{LIST} 422 required-status /",
    ]


def test_an_operation_that_was_not_called_is_untested() -> None:
    """That is no drift, but it is not silence either."""
    run = run_of(*COMPLETE)
    assert judged(run, LIST, "batches_get") == []
    assert run.untested == ["batches_get was never called: nothing is known about it"]


def test_only_documented_refusals_are_vacuous() -> None:
    """All answers 401: each is documented, none says anything."""
    run = run_of((401, "first"), (401, "first"), (401, "none"), (401, "invalid"))
    assert judged(run) == []
    assert run.untested == ["batches_list always answered 401: the key may not use it"]


def test_a_key_that_is_lost_on_the_way_leaves_the_rest_untested() -> None:
    """Once accepted and then refused for good: the run says nothing about what came after."""
    run = run_of((200, "first"), (422, "first"), (401, "first"), (401, "first"), (401, "none"))
    assert judged(run) == []
    assert "no longer accepted" in run.untested[0]


def test_a_key_is_not_refused_now_and_then() -> None:
    """A 401 between answers that accept the key is drift; a 403 is open where the key may be limited."""
    answers = ((200, "first"), (401, "first"), (200, "first"), *COMPLETE)
    assert judged(run_of(*answers)) == [("key-refused", "no refusal")]
    answers = ((200, "first"), (403, "first"), (200, "first"), *COMPLETE)
    assert judged(run_of(*answers)) == [("key-refused", "no refusal")]
    foreign = run_of(*answers)
    judged(foreign, is_sandbox=False)
    assert [each.verdict for each in foreign.findings] == ["unknown"]


def test_a_fault_that_was_asked_for_is_no_refusal() -> None:
    """The sandbox can be told to answer 403."""
    run = run_of(*COMPLETE)
    header = {"x-ntropy-sandbox-fault": "status=403"}
    run.record(exchange(operation=LIST, status=403, request_headers=header))
    run.record(exchange(operation=LIST, status=200))
    assert judged(run) == []


def test_what_was_left_out_on_purpose_is_not_missing() -> None:
    """A profile that does not call an operation says so instead."""
    run = run_of(*COMPLETE)
    run.skipped["batches_get"] = "not here"
    assert judged(run, LIST, "batches_get") == []
    assert run.untested == []


def test_a_part_fails_by_its_own_findings_alone() -> None:
    """What another part found is that part's to tell."""
    run = Run()
    with run.part("probes"):
        run.add(finding())
    assert run.parts["probes"].state == "done"
    assert [each.part for each in run.drifts("conformance")] == ["conformance"]
