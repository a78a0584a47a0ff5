"""Schemathesis is used as its version works, sees what it should, and accuses nobody falsely."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.python.asgi import get_client

from contract_tests.provider import schemathesis_part
from contract_tests.provider.api import TargetUnreachableError
from contract_tests.provider.forms import with_boundary
from contract_tests.provider.machinery.command import ROOT
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox
from contract_tests.provider.relay import Relay
from contract_tests.provider.run import FirstFindingError, Run
from contract_tests.provider.schemathesis_config import configure, describe, in_bounds
from contract_tests.provider.target import Target
from ntropy_client import document as documents

READ = frozenset({"batches_list"})


def check(rewrite: Callable[[Answer], None], operations: frozenset[str] = READ, *, stop: bool = False) -> Run:
    """Run the part on a sandbox whose answers are changed."""
    run = Run(stop=stop)
    target = Target.embedded(
        run, profile="smoke", make_app=lambda seed, clock: Rewritten(sandbox(seed), rewrite)
    )
    try:
        schemathesis_part.check(run, target, run.parts["schemathesis"], operations=operations)
    finally:
        target.close()
    return run


def oracles(run: Run) -> set[tuple[str, str | None]]:
    return {(finding.oracle, finding.operation) for finding in run.findings}


def test_the_engine_tells_what_is_read_from_it() -> None:
    """The events, and the members of them that this project reads, are those of the pinned version."""
    run = Run()
    target = Target.embedded(run, make_app=lambda seed, clock: sandbox(seed))
    settings = configure(target.document, seed=1, key="embedded-first", profile="full", operations=READ)
    settings["generation"]["max-examples"] = 2
    config = SchemathesisConfig.from_dict(settings)  # pyright: ignore[reportUnknownMemberType]
    schema = schemathesis.openapi.from_dict(describe(target.document, READ), config=config)
    schema.app = target.app
    seen = list(from_schema(schema).execute())
    target.close()
    assert isinstance(seen[0], events.EngineStarted)
    assert isinstance(seen[-1], events.EngineFinished)
    assert seen[-1].stop_reason == "completed"
    phases = {event.phase.value for event in seen if isinstance(event, events.ScenarioFinished)}
    assert {"examples", "coverage", "fuzzing"} <= phases
    finished = [event for event in seen if isinstance(event, events.ScenarioFinished)]
    assert all(event.recorder.cases for event in finished if event.status != "skip")
    assert not [event for event in seen if isinstance(event, events.NonFatalError | events.FatalError)]
    checks = {node.name for event in finished for nodes in event.recorder.checks.values() for node in nodes}
    assert {
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
        "positive_data_acceptance",
        "negative_data_rejection",
        "ignored_auth",
        "unsupported_method",
    } <= checks


def test_all_phases_run_and_an_honest_server_is_not_accused() -> None:
    """Sequences over several operations are tried too, every exchange is in the run, nothing is found."""
    run = Run()
    target = Target.embedded(run, profile="full", seed=4)
    operations = frozenset({"transactions_create", "transactions_get", "transactions_delete"})
    part = run.parts["schemathesis"]
    schemathesis_part.check(run, target, part, operations=operations)
    target.close()
    assert run.findings == []
    assert part.count > 100
    answered = {(e.operation, e.status) for e in run.exchanges}
    # Ids that were made are fed to what takes an id: random ones would be 404.
    assert ("transactions_get", 200) in answered
    assert ("transactions_delete", 204) in answered
    assert {e.key for e in run.exchanges} == {"first", "none", "invalid"}
    assert all(e.part == "schemathesis" for e in run.exchanges)
    assert not any("schemathesis-testcaseid" in name for e in run.exchanges for name in e.request_headers)


def fail(answer: Answer) -> None:
    if "status=error" in answer.query:
        answer.status, answer.body = 500, b"oops"


def accept_all(answer: Answer) -> None:
    if answer.status == 422:
        answer.status = 200
        answer.set_json({"next_cursor": None, "data": []})


def refuse_valid(answer: Answer) -> None:
    if "limit=" in answer.query and answer.status == 200:
        answer.status = 422
        answer.set_json({"detail": [{"loc": ["query"], "msg": "no", "type": "t"}]})


def ignore_keys(answer: Answer) -> None:
    if answer.status in (401, 403):
        answer.status = 200
        answer.set_json({"next_cursor": None, "data": []})


def misname_the_type(answer: Answer) -> None:
    answer.set_header("content-type", "text/json")


def leave_out_a_field(answer: Answer) -> None:
    if answer.status == 200:
        answer.set_json({"data": []})


def answer_otherwise(answer: Answer) -> None:
    if answer.status == 200:
        answer.status = 206


def allow_everything(answer: Answer) -> None:
    if answer.status == 405:
        answer.status = 200
        answer.set_json({})


@pytest.mark.parametrize(
    ("defect", "oracle"),
    [
        (fail, "not_a_server_error"),
        (accept_all, "negative_data_rejection"),
        (refuse_valid, "positive_data_acceptance"),
        (ignore_keys, "ignored_auth"),
        (misname_the_type, "content_type_conformance"),
        (leave_out_a_field, "response_schema_conformance"),
        (answer_otherwise, "status_code_conformance"),
        (lambda answer: answer.set_header("x-request-id", None), "response_headers_conformance"),
    ],
)
def test_each_check_sees_a_defect_of_its_kind(defect: Callable[[Answer], None], oracle: str) -> None:
    """No check is off: each finds the defect that it is there for."""
    run = check(defect)
    assert (oracle, "batches_list") in oracles(run)
    finding = next(each for each in run.findings if each.oracle == oracle)
    assert finding.exchanges
    assert finding.exchanges[0].number > 0
    assert finding.status == finding.exchanges[0].status


def test_an_undocumented_method_that_works_is_seen() -> None:
    """A method that the document does not have must not succeed."""
    assert "unsupported_method" in {oracle for oracle, _ in oracles(check(allow_everything))}


def test_use_after_free_is_seen() -> None:
    """What was deleted must not be served: one of a few seeds makes, deletes and reads the same item."""
    transaction: dict[str, Any] = dict(
        documents.load().operations["transactions_get"].examples(200)["categorised"]
    )

    def resurrect(answer: Answer) -> None:
        if answer.method == "GET" and answer.status == 404:
            answer.status = 200
            answer.set_json(transaction)

    operations = frozenset({"transactions_create", "transactions_get", "transactions_delete"})
    seen: set[str] = set()
    for seed in range(6):
        run = Run()
        target = Target.embedded(
            run, seed=seed, make_app=lambda seed, clock: Rewritten(sandbox(seed), resurrect)
        )
        schemathesis_part.check(run, target, run.parts["schemathesis"], operations=operations)
        target.close()
        seen |= {oracle for oracle, _ in oracles(run)}
        if "use_after_free" in seen:
            break
    assert "use_after_free" in seen


def test_what_else_is_loaded_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed decides what is sent, whatever ran before in this process and whatever it has imported."""

    def sent() -> list[tuple[object, ...]]:
        run = Run()
        target = Target.embedded(run, seed=7)
        schemathesis_part.check(
            run, target, run.parts["schemathesis"], operations=frozenset({"transactions_create"})
        )
        target.close()
        return [(e.method, e.path, e.query, e.request_headers, e.request_body) for e in run.exchanges]

    first = sent()
    # Hypothesis takes an interest in the literals of whatever is loaded from outside site-packages.
    literals = ", ".join(f"'literal number {number}', {number}.125, {number * 977}" for number in range(300))
    (tmp_path / "much_to_say.py").write_text(f"LITERALS = [{literals}]\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("much_to_say")
    second = sent()
    assert len(first) > 50
    assert first == second
    assert "literal number" not in str(second)


def test_a_run_that_stops_at_its_first_finding_does() -> None:
    """The drill needs no second finding."""
    with pytest.raises(FirstFindingError) as caught:
        check(leave_out_a_field, stop=True)
    assert caught.value.finding.part == "schemathesis"


def test_a_server_that_goes_away_is_no_finding() -> None:
    """Where no answer comes the run cannot go on: nothing was found out about the server."""

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise httpx.ReadError("connection reset")

    run = Run()
    target = Target.embedded(run, profile="smoke", make_app=lambda seed, clock: broken)
    with pytest.raises(TargetUnreachableError, match="connection reset"):
        schemathesis_part.check(run, target, run.parts["schemathesis"], operations=READ)
    target.close()
    assert run.findings == []


@pytest.mark.parametrize(
    ("query", "inside"),
    [
        ({"limit": 1}, True),
        ({"limit": 100}, True),
        ({"limit": 0}, False),
        ({"limit": 101}, False),
        ({"limit": "-3"}, False),
        ({"limit": "many"}, True),
        ({"limit": ["5", "500"]}, False),
        ({}, True),
    ],
)
def test_nothing_is_concluded_beyond_our_own_bounds(query: dict[str, Any], inside: bool) -> None:
    """A limit that the document neither allows nor forbids is not generated."""
    assert in_bounds(documents.load().operations["batches_list"], query) is inside


def test_ids_of_dots_reach_what_they_name() -> None:
    """A path is passed on as it was meant: dots are an id there, and not a way to another path."""
    run = Run()
    target = Target.embedded(run)
    api = target.api("schemathesis")
    transaction = dict(documents.load().operations["transactions_create"].body_examples["minimal"])
    assert api.call("transactions_create", body=transaction | {"id": ".."}).status == 200
    relay = Relay(api, tag_header="tag", wrong_key="wrong")
    client = get_client(cast("Any", relay))
    # What carries the requests in process undoes the encoding of dots before it calls.
    answer = client.request(
        "DELETE", "http://sandbox/v3/transactions/%2E%2E", headers={"X-Api-Key": str(target.keys["first"])}
    )
    target.close()
    assert answer.status_code == 204
    sent = relay.pending.pop()
    assert (sent.operation, sent.path) == ("transactions_delete", "/v3/transactions/%2E%2E")


def test_the_description_leaves_the_document_as_it_is() -> None:
    """Cursors are left out of a copy, and only there."""
    document = documents.load()
    before = json.dumps(document.raw)
    described = describe(document)
    assert json.dumps(document.raw) == before
    names = [p["name"] for p in described["paths"]["/v3/batches"]["get"]["parameters"]]
    assert names == ["created_after", "created_before", "limit", "status"]
    assert set(described["paths"]) == set(document.raw["paths"])


def test_exceptions_are_derived_from_the_document() -> None:
    """A documented 400 is an allowed answer to valid data on that operation alone; no check is off everywhere."""
    settings = configure(documents.load(), seed=0, key="k", profile="full")
    by_id = {each["include-operation-id"]: each["checks"] for each in settings["operations"]}
    allowed = {
        name: set(checks["positive_data_acceptance"]["expected-statuses"]) for name, checks in by_id.items()
    }
    assert "400" in allowed["batches_results"]
    assert "400" not in allowed["batches_get"]
    # Whether a holder goes with a transaction is not for a schema to say.
    assert {name for name, statuses in allowed.items() if "422" in statuses} == {"transactions_assign"}
    assert not any({"3xx", "5xx"} & statuses for statuses in allowed.values())
    off = {
        name: {check for check, settings in checks.items() if settings.get("enabled") is False}
        for name, checks in by_id.items()
    }
    gone = {name for name, names in off.items() if "ensure_resource_availability" in names}
    assert {"transactions_get", "account_holders_recurring_groups", "webhooks_patch"} <= gone
    assert not gone & {"batches_get", "batches_results", "entities_get", "categories_get", "batches_list"}
    # These paths name an item too: `replace` and `resolve` are ids.
    listed = {name for name, names in off.items() if "allow_header_conformance" in names}
    assert listed == {"rules_replace", "entities_resolve"}
    assert set().union(*off.values()) == {"ensure_resource_availability", "allow_header_conformance"}


def test_a_phase_is_left_out_only_where_a_language_would_fill_it() -> None:
    """Operations that take rules have no coverage phase; with it one alone makes 26,000 cases."""
    settings = configure(documents.load(), seed=0, key="k", profile="full")
    phases = {each["include-operation-id"]: each.get("phases") for each in settings["operations"]}
    assert {name for name, off in phases.items() if off is not None} == {
        "rules_create",
        "rules_replace",
        "rules_patch",
    }
    assert phases["rules_patch"] == {"coverage": {"enabled": False}}


def test_an_id_that_stands_in_a_path_only_is_handed_on() -> None:
    """What is made under a name in the path is asked for by that name in other requests."""
    described = describe(documents.load())
    links = described["paths"]["/v3/categories/{id}"]["post"]["responses"]["200"]["links"]
    assert links["categories_get"] == {
        "operationId": "categories_get",
        "parameters": {"id": "$request.path.id"},
    }
    assert set(links) == {"categories_get", "categories_reset"}
    # To an operation that is not to be called there is no link: the tool would take that for a mistake.
    partly = describe(documents.load(), {"categories_set", "categories_get"})
    assert set(partly["paths"]["/v3/categories/{id}"]["post"]["responses"]["200"]["links"]) == {
        "categories_get"
    }
    alone = describe(documents.load(), {"categories_set"})
    assert "links" not in alone["paths"]["/v3/categories/{id}"]["post"]["responses"]["200"]


def test_room_is_made_where_a_collection_may_have_only_so_many_items() -> None:
    """The eleventh webhook is not refused for the sake of the first ten: the newest of them makes room."""
    run = Run()
    target = Target.embedded(run)
    api = target.api("schemathesis")
    relay = Relay(api, tag_header="tag", wrong_key="wrong")
    client = get_client(cast("Any", relay))
    body = dict(documents.load().operations["webhooks_create"].body_examples["batches"])
    for _ in range(12):
        answer = client.request(
            "POST", "http://sandbox/v3/webhooks", json=body, headers={"X-Api-Key": str(target.keys["first"])}
        )
        assert answer.status_code == 200
    target.close()
    sent = [(one.operation, one.status) for one in relay.pending]
    again = [("webhooks_create", 400), ("webhooks_delete", 204), ("webhooks_create", 200)]
    assert sent == [("webhooks_create", 200)] * 10 + again * 2


def test_forms_are_the_same_bytes_each_time() -> None:
    """A boundary that a library drew by lot is replaced, in the body and in the header, and nothing else."""
    content = b'--0123456789abcdef0123456789abcdef\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
    content += b"x\r\n--0123456789abcdef0123456789abcdef--\r\n"
    kind = "multipart/form-data; boundary=0123456789abcdef0123456789abcdef"
    changed, changed_kind = with_boundary(content, kind, "ours")
    assert changed_kind == "multipart/form-data; boundary=ours"
    assert changed.count(b"--ours") == 2
    assert changed.replace(b"ours", b"0123456789abcdef0123456789abcdef") == content
    assert with_boundary(content, "text/plain", "ours") == (changed, "text/plain")
    assert with_boundary(b"--short\r\n", kind, "ours") == (b"--short\r\n", kind)


def test_the_same_seed_gives_the_same_requests(tmp_path: Path) -> None:
    """On the embedded sandbox a run can be had again, whatever the hash seed of the process."""
    started: list[subprocess.Popen[bytes]] = []
    for number, hash_seed in enumerate(("1", "2")):
        command = [
            sys.executable,
            "-m",
            "contract_tests",
            "--profile=smoke",
            "--parts=rules,walk,schemathesis",
            "--operations=transactions_create,batches_create,webhooks_create,rules_replace,reports_create",
            "--seed=9",
            f"--out={tmp_path / str(number)}",
        ]
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        started.append(
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
    assert [process.wait(timeout=110) for process in started] == [0, 0]
    first, second = (json.loads((tmp_path / name / "contract.json").read_text()) for name in ("0", "1"))
    assert first["exchanges"] > 300
    assert first["digest"] == second["digest"]
