"""A report tells each cause once, to people and to machines, and keeps its names."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from typing import Any
from xml.etree import ElementTree

import pytest

from contract_tests.provider.coverage import judge
from contract_tests.provider.machinery.samples import exchange, finding
from contract_tests.provider.masking import Masker
from contract_tests.provider.options import FailOn, Options
from contract_tests.provider.reporting import (
    Report,
    as_html,
    as_json,
    as_junit,
    as_markdown,
    render_terminal,
    summarise,
)
from contract_tests.provider.reporting.causes import causes
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.run import PARTS, Exchange, Finding, Part, Run
from ntropy_client import document as documents

ORDER = tuple(documents.load().operations)


def report_of(*findings: Finding, fail_on: FailOn = "any", **changes: Any) -> Report:
    """The report of a run whose parts all ended, with these findings."""
    run = Run(**changes)
    for part in run.parts.values():
        part.state = "done"
    for each in findings:
        for seen in each.exchanges:
            run.record(seen)
        run.add(each)
    return summarise(run, Options(fail_on=fail_on), target=None, seen=(), operations=ORDER, seconds=1)


def test_like_findings_are_one_cause() -> None:
    """The same field in another item, or in another exchange, is the same cause."""
    found = causes([finding(pointer=f"/results/{n}/cost") for n in range(5)], ORDER, Masker())
    assert [(cause.count, cause.fingerprint) for cause in found] == [
        (5, "batches_get 200 undocumented-field /results/*/cost")
    ]


def test_one_cause_in_many_operations_is_told_once() -> None:
    """From four operations on, what is alike is one cause that names them all."""
    found = causes([finding(operation=name) for name in ORDER], ORDER, Masker())
    assert [(cause.title, cause.operations) for cause in found] == [(f"{len(ORDER)} operations 200", ORDER)]
    assert len(causes([finding(operation=name) for name in ORDER[:3]], ORDER, Masker())) == 3


def test_what_conformance_tells_schemathesis_need_not_tell_again() -> None:
    """The same answer seen by both is one cause; what only the one saw stays."""
    again = finding(
        part="schemathesis", oracle="response_schema_conformance", pointer="/total", additive=False
    )
    other = finding(part="schemathesis", oracle="ignored_auth", pointer="", additive=False)
    found = causes([finding(), again, other], ORDER, Masker())
    assert sorted(cause.parts for cause in found) == [
        ("conformance/undocumented-field", "schemathesis/response_schema_conformance"),
        ("schemathesis/ignored_auth",),
    ]


def test_what_breaks_users_comes_first() -> None:
    """Breaking before additive, then the order of the document."""
    given = [
        finding(operation="transactions_list"),
        finding(operation="batches_results", additive=False),
        finding(operation="transactions_create", additive=False),
    ]
    found = causes(given, ORDER, Masker())
    assert [cause.operations[0] for cause in found] == [
        "transactions_create",
        "batches_results",
        "transactions_list",
    ]


@pytest.mark.parametrize(
    ("findings", "fail_on", "verdict", "code"),
    [
        ((), "any", "conforms", 0),
        ((finding(),), "any", "drifts", 1),
        ((finding(),), "breaking", "drifts", 0),
        ((finding(), finding(additive=False, pointer="/id")), "breaking", "drifts", 1),
        ((finding(verdict="unknown"),), "any", "conforms", 0),
    ],
)
def test_the_verdict_follows_from_the_drifts(
    findings: tuple[Finding, ...], fail_on: FailOn, verdict: str, code: int
) -> None:
    """Unknown never fails; additive fails unless only breaking differences should."""
    report = report_of(*findings, fail_on=fail_on)
    assert (report.verdict, report.exit_code) == (verdict, code)


def test_a_check_that_broke_has_no_verdict() -> None:
    """Neither conforms nor drifts, whatever was found before."""
    report = report_of(finding(), engine_errors=["it broke"])
    assert (report.verdict, report.exit_code, report.reasons) == ("no verdict", 2, ("it broke",))


def test_a_part_that_did_not_end_has_no_verdict() -> None:
    """A part that was never begun found nothing, which is not the same as nothing to find."""
    report = summarise(Run(), Options(), target=None, seen=(), operations=ORDER, seconds=1)
    assert report.exit_code == 2
    assert "the part probes did not run to its end" in report.reasons


def test_too_many_unrepeated_429_are_no_verdict() -> None:
    """Up to one in a hundred may stay unanswered."""
    assert report_of(finding(), unrepeated=1).exit_code == 2
    assert report_of(unrepeated=1, engine_errors=["it broke"]).reasons == ("it broke",)
    many = [exchange() for _ in range(100)]
    assert report_of(finding(exchanges=tuple(many)), unrepeated=1).exit_code == 1


def test_junit_has_a_case_for_each_operation_and_part() -> None:
    """The names are the same whether something is found or not, and a finding is a failure of its case."""
    clean, drifting = report_of(), report_of(finding(actual="\x00\ud800 odd"))

    def names(report: Report) -> list[tuple[str | None, str | None]]:
        root = ElementTree.fromstring(as_junit.render(report))
        return [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]

    assert names(clean) == names(drifting)
    assert set(names(clean)) >= {(f"contract.{p}", o) for p in ("probes", "ledger") for o in ORDER}
    root = ElementTree.fromstring(as_junit.render(drifting))
    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert failed == ["batches_get"]
    suite = next(each for each in root if each.get("name") == "contract.conformance")
    assert suite.get("failures") == "1"
    assert suite.get("tests") == str(len(ORDER) + 1)


def test_junit_tells_how_long_each_case_took() -> None:
    """What the requests of an operation took, in each part that saw them, and what the part took besides."""
    run = Run(parts={name: Part(name, unit, state="done") for name, unit in PARTS.items()})

    def watch(_: Exchange) -> list[Finding]:
        deadline = time.perf_counter() + 0.01
        while time.perf_counter() < deadline:
            pass
        return []

    run.observe("ledger", watch)
    for _ in range(2):
        run.record(exchange(operation="batches_get", part="probes", elapsed=0.5))
    run.tally.note("batches_get", "fuzzing", 1, 0.25, "schemathesis")
    run.tally.note("batches_get", "stateful", 1, 0.5, "schemathesis")
    run.parts["probes"].seconds, run.parts["schemathesis"].seconds = 3.0, 1.0
    report = summarise(run, Options(), target=None, seen=(), operations=ORDER, seconds=5)
    root = ElementTree.fromstring(as_junit.render(report))
    took = {
        (case.get("classname"), case.get("name")): float(case.get("time", "nan"))
        for case in root.iter("testcase")
    }
    assert took["contract.probes", "batches_get"] == 1.0
    assert took["contract.probes", "(whole)"] == 2.0
    assert took["contract.probes", "batches_list"] == 0.0
    assert took["contract.schemathesis", "batches_get"] == 0.75
    assert took["contract.schemathesis", "(whole)"] == 0.25
    assert took["contract.ledger", "batches_get"] >= 0.02
    assert took["contract.engine", "verdict"] == 1.0
    for suite in root:
        cases = [float(case.get("time", "nan")) for case in suite]
        assert sum(cases) == pytest.approx(float(suite.get("time", "nan")), abs=0.1), suite.get("name")
    assert root.get("time") == "5.000"


def test_every_report_names_a_finding_whole() -> None:
    """Operation, status, place, message, impact and a command line, in each of them."""
    report = report_of(finding())
    for text in (render_terminal(report), as_markdown.render(report), as_junit.render(report)):
        for word in ("batches_get", "200", "/cost", "undocumented field", "additive", "$NTROPY_API_KEY"):
            assert word in text
    told = json.loads(as_json.render(report))["drifts"][0]
    assert told["operations"] == ["batches_get"]
    assert (told["status"], told["pointer"], told["impact"]) == (200, "/cost", "additive")
    assert told["exchange"]["path"] == "/v3/batches/b-1"


def test_secrets_are_masked_in_every_form() -> None:
    """In paths, queries, headers and bodies, as they are or escaped."""
    secret = 'k/e"y+1'
    seen = exchange(
        path="/v3/batches/k%2Fe%22y%2B1",
        query=(("cursor", secret),),
        request_headers={"x-other": secret},
        request_body=json.dumps({"id": secret}).encode(),
        response_headers={"x-request-id": f"for {secret}"},
        response_body=json.dumps({secret: secret}).encode(),
    )
    found = finding(exchanges=(seen,), actual=secret, message=f"has {secret}", pointer=f"/{secret}")
    report = report_of(found, masker=Masker([secret]))
    for render in (render_terminal, as_html.render, as_markdown.render, as_junit.render, as_json.render):
        text = render(report)
        assert "[redacted]" in text
        for form in (secret, "k%2Fe", 'k/e\\"y'):
            assert form not in text


def test_a_server_does_not_write_on_the_terminal() -> None:
    """What would move the cursor, hide lines or turn them round is shown as a sign, wherever it stands."""
    evil = "a\x1b[2J\x1b]0;title\x07\x9b1m\r\u202eb"
    text = render_terminal(
        report_of(finding(message=evil, pointer=f"/{evil}", actual=evil, expected=evil), notes=[evil])
    )
    assert "\ufffd[2J" in text
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_a_short_key_does_not_spoil_the_report() -> None:
    """A sandbox takes any key, also one that is a letter: the report stays readable for programs."""
    report = report_of(finding(), masker=Masker(["x", ""]))
    told = json.loads(as_json.render(report))
    assert told["exit_code"] == 1
    assert told["drifts"][0]["exchange"]["number"] == 1


def test_the_command_line_repeats_the_request() -> None:
    """Method, headers, body and query survive the shell, and the key is a variable."""
    line = curl(
        exchange(
            method="POST",
            query=(("a b", "c&d"),),
            request_headers={"content-type": "application/json", "x-api-key": "[redacted]", "host": "h"},
            request_body=b'{"description": "it\'s"}',
        ),
        "https://api.example.com",
        embedded=False,
    )
    assert shlex.split(line) == [
        "curl",
        "-X",
        "POST",
        "-H",
        "X-Api-Key: $NTROPY_API_KEY",
        "-H",
        "content-type: application/json",
        "--data-binary",
        '{"description": "it\'s"}',
        "https://api.example.com/v3/batches/b-1?a+b=c%26d",
    ]
    assert "-H" not in curl(exchange(key="none"), "https://api.example.com", embedded=False)
    assert "invalid-key" in curl(exchange(key="invalid"), "https://api.example.com", embedded=False)
    assert curl(exchange(), "http://sandbox", embedded=True).endswith("http://127.0.0.1:8787/v3/batches/b-1")


def test_the_summary_counts_what_was_seen() -> None:
    """The line that keeps silence honest: operations with a 2xx, required statuses."""
    run = Run()
    run.record(exchange())
    run.record(exchange(status=404))
    for part in run.parts.values():
        part.state = "done"
    seen = judge(run, documents.load(), ("batches_get",), is_sandbox=True)
    report = summarise(run, Options(), target=None, seen=seen, operations=("batches_get",), seconds=1)
    assert "seen 2xx 1/1 · required statuses 2/3" in render_terminal(report)
    assert report.operations[0].statuses == {200: 1, 404: 1}


def test_a_form_is_one_line_that_a_shell_reads_as_it_was_sent() -> None:
    """Line breaks, quotes and bytes that are no text survive; only a NUL is more than a shell can hold."""
    body = b'--part-1\r\nContent-Disposition: form-data; name="it\'s"\r\n\r\n%PDF\\n \xe2\x28\xa1 \x7f9\r\n'
    line = curl(exchange(method="POST", request_body=body), "https://api.example.com", embedded=False)
    assert "\n" not in line
    shown = line.partition("--data-binary ")[2].rpartition(" https://")[0]
    told = subprocess.run(
        ["bash", "-c", f"printf %s {shown}"], capture_output=True, check=True, env={"LC_ALL": "C"}
    )
    assert told.stdout == body
