"""What somebody has accepted counts no more, for a while, and nothing else with it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from contract_tests.provider.accepted import Acceptance, draft, quoted, read
from contract_tests.provider.machinery.command import ROOT, run
from contract_tests.provider.machinery.samples import exchange, finding
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve
from contract_tests.provider.options import Options
from contract_tests.provider.reporting import (
    Report,
    as_json,
    as_junit,
    as_markdown,
    render_terminal,
    summarise,
)
from contract_tests.provider.run import CouldNotRunError, Finding, Run
from ntropy_client import document as documents

ORDER = tuple(documents.load().operations)
TODAY = date(2026, 6, 15)
COST = "batches_get 200 undocumented-field /cost"
QUICK = ("--profile=smoke", "--parts=probes,conformance", "--operations=transactions_get,transactions_delete")
KEY = "contract-test-key-0123"


def entry(*fingerprints: str, message: str | None = None, expired: bool = False) -> Acceptance:
    """An entry of the file."""
    return Acceptance(fingerprints or (COST,), message, "announced", TODAY, expired, "a.toml, line 1")


def report_of(findings: Sequence[Finding], *accepted: Acceptance, **changes: Any) -> Report:
    """The report of a run whose parts all ended."""
    parts: Any = changes.pop("parts", None)
    run_ = Run(**changes)
    for part in run_.parts.values():
        part.state = "done"
    for each in findings:
        for seen in each.exchanges:
            run_.record(seen)
        run_.add(each)
    options = Options(accepted=accepted, parts=parts)
    return summarise(run_, options, target=None, seen=(), operations=ORDER, seconds=1)


def write(path: Path, text: str) -> Path:
    """Put a text into the file."""
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_accepted_is_shown_and_does_not_count() -> None:
    """The verdict and the exit status are those without it, and every report has it with reason and day."""
    report = report_of([finding()], entry())
    assert (report.verdict, report.exit_code, report.drifts) == ("conforms", 0, ())
    assert [cause.fingerprint for cause in report.accepted] == [COST]
    for text in (render_terminal(report), as_markdown.render(report), as_junit.render(report)):
        assert 'undocumented field "cost"' in text
        assert "accepted until 2026-06-15: announced" in text
    assert "conforms, but for 1 accepted difference" in render_terminal(report)
    told = json.loads(as_json.render(report))
    assert told["drifts"] == []
    assert told["accepted"][0]["acceptance"]["reason"] == "announced"
    junit = ElementTree.fromstring(as_junit.render(report))
    assert junit.find(".//failure") is None


@pytest.mark.parametrize(
    "other",
    [
        finding(pointer="/costs"),
        finding(pointer="/deep/cost"),
        finding(status=404),
        finding(oracle="unknown-value"),
        finding(operation="batches_list"),
        finding(part="rules", oracle="batch-progress"),
    ],
    ids=["pointer", "depth", "status", "oracle", "operation", "part"],
)
def test_what_is_accepted_hides_nothing_else(other: Finding) -> None:
    """Another place, status, oracle or operation counts, even where it says the same."""
    report = report_of([finding(), other], entry())
    assert [cause.fingerprint for cause in report.drifts] == [other.fingerprint]
    assert report.exit_code == 1
    assert [cause.fingerprint for cause in report.accepted] == [COST]


def test_an_operation_more_is_not_hidden_by_many() -> None:
    """What is accepted in many operations is told once, and the operation that joins them by itself."""
    findings = [finding(operation=name) for name in ORDER[:6]]
    known = entry(*(each.fingerprint for each in findings[:5]))
    report = report_of(findings, known)
    assert [cause.operations for cause in report.accepted] == [ORDER[:5]]
    assert [cause.operations for cause in report.drifts] == [(ORDER[5],)]


def test_a_message_narrows_what_is_accepted() -> None:
    """Where one place can fail in two ways, an entry with a message accepts that one alone."""
    other = finding(message="is of type null, not string")
    assert report_of([finding(), other], entry(message=other.message)).exit_code == 1
    assert report_of([finding(), other], entry()).exit_code == 0


def test_another_item_of_a_list_is_the_same() -> None:
    """Fingerprints have no indices, so an entry holds wherever in a list it occurs."""
    known = entry("batches_get 200 undocumented-field /results/*/cost")
    assert report_of([finding(pointer="/results/7/cost")], known).exit_code == 0


def test_the_schemathesis_twin_of_what_is_accepted_is_accepted_with_it() -> None:
    """What says the same of the same answer once more needs no entry of its own."""
    twin = finding(part="schemathesis", oracle="response_schema_conformance", additive=False)
    assert report_of([finding(), twin], entry()).exit_code == 0
    alone = report_of([twin], entry())
    assert [cause.parts for cause in alone.drifts] == [("schemathesis/response_schema_conformance",)]


def test_an_expired_entry_counts_again_and_is_reported() -> None:
    """After its day the finding is drift as before, and the report says why, and where the entry is."""
    report = report_of([finding()], entry(expired=True))
    assert (report.verdict, report.exit_code, len(report.drifts)) == ("drifts", 1, 1)
    for text in (render_terminal(report), as_markdown.render(report)):
        assert "a.toml, line 1: expired after 2026-06-15" in text
        assert "was accepted until 2026-06-15 (announced), and counts again" in text


def test_a_renewed_entry_holds_beside_the_expired_one() -> None:
    """Whoever renews an entry with a narrower one need not remove the old one at once."""
    old, renewed = entry(expired=True), entry(message='undocumented field "cost"')
    for entries in ((old, renewed), (renewed, old)):
        assert report_of([finding()], *entries).exit_code == 0


def test_what_no_longer_occurs_is_reported() -> None:
    """An entry whose finding was looked for and not found wants to be removed, and changes no verdict."""
    known = entry(), entry("batches_list 200 undocumented-field /gone")
    calls = [exchange(operation="batches_list")]
    report = report_of([finding(), finding(exchanges=calls, verdict="unknown", pointer="/x")], *known)
    assert [fingerprint for _, fingerprint in report.unseen] == ["batches_list 200 undocumented-field /gone"]
    line = 'accepted, but no longer seen: "batches_list 200 undocumented-field /gone"; remove it'
    assert line in render_terminal(report)
    assert line in as_markdown.render(report)
    told = json.loads(as_json.render(report))["acceptances"]["no_longer_seen"]
    assert [one["fingerprints"] for one in told] == [["batches_list 200 undocumented-field /gone"]]
    assert report.exit_code == 0


def test_what_was_not_looked_for_is_not_called_gone() -> None:
    """Neither for an operation that was not called, nor when a part was left out, nor without a verdict."""
    known = entry("batches_list 200 undocumented-field /gone")
    assert report_of([finding()], known).unseen == ()
    here = entry("batches_get 200 undocumented-field /gone")
    assert len(report_of([finding()], here).unseen) == 1
    assert report_of([finding()], here, parts=frozenset({"probes"})).unseen == ()
    assert report_of([finding()], here, engine_errors=["it broke"]).unseen == ()


def test_what_drifts_only_by_acceptance_does_not_excuse_what_was_not_tested() -> None:
    """Where nothing counts, what could not be tested is no verdict, as on a server without drift."""
    assert report_of([finding()], entry(), untested=["nothing was tested"]).exit_code == 2


def test_the_file_is_read(tmp_path: Path) -> None:
    """Each entry with its line; the last day still counts, and an empty file accepts nothing."""
    path = write(
        tmp_path / "accepted.toml",
        f"""\
# What we know.
[[accepted]]
fingerprint = "{COST}"
reason = "announced"
expires = 2026-06-15

[[accepted]]
fingerprint = ["batches_get 200 schema /a", "batches_list 200 schema /a"]
message = "is too long"
reason = "being mended"
expires = 2026-06-14
""",
    )
    first, second = read(path, today=TODAY)
    assert (first.fingerprints, first.message, first.expired) == ((COST,), None, False)
    assert first.source == f"{path}, line 2"
    assert (len(second.fingerprints), second.message, second.expired) == (2, "is too long", True)
    assert read(write(tmp_path / "empty.toml", ""), today=TODAY) == ()


def test_the_example_of_the_readme_is_read(tmp_path: Path) -> None:
    """What the README shows to be written is accepted as it stands."""
    (example,) = re.findall(r"```toml\n(\[\[accepted.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (found,) = read(write(tmp_path / "accepted.toml", example), today=TODAY)
    assert found.covers(
        "batches_get 200 undocumented-field /cost_credits", 'undocumented field "cost_credits"'
    )


def test_what_the_page_offers_wants_only_a_reason(tmp_path: Path) -> None:
    """A copied entry is refused for as long as nobody says why, and then accepts what it was copied from."""
    offered = draft([COST, "batches_list 200 schema /a"], 'field "cost" \\ odd', TODAY)
    path = write(tmp_path / "accepted.toml", offered)
    with pytest.raises(CouldNotRunError, match="line 7: reason is a text"):
        read(path, today=TODAY)
    write(path, offered.replace('reason = ""', 'reason = "r"'))
    (found,) = read(path, today=TODAY)
    assert found.covers(COST, 'field "cost" \\ odd')


GOOD = f'[[accepted]]\nfingerprint = "{COST}"\nreason = "r"\nexpires = 2030-01-01\n'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f'{GOOD}\n[[accepted]]\nreason = "r"\nexpires = 2030-01-01\n', "line 6", "has no fingerprint"),
        (GOOD.replace('reason = "r"\n', ""), "line 1", "has no reason"),
        (GOOD.replace("expires = 2030-01-01", ""), "line 1", "has no expires"),
        (GOOD.replace("2030-01-01", '"2030-01-01"'), "line 4", "without quotes"),
        (GOOD.replace("2030-01-01", "2030-01-01T00:00:00Z"), "line 4", "without quotes"),
        (GOOD.replace("2030-01-01", "2030-02-30"), "line 4", "no TOML"),
        (GOOD.replace('"r"', '" "'), "line 3", "reason is a text"),
        (GOOD.replace('"r"', "7"), "line 3", "reason is a text"),
        (GOOD.replace(f'"{COST}"', "[]"), "line 2", "operation, status, oracle and place"),
        (GOOD.replace(COST, "batches_get"), "line 2", "operation, status, oracle and place"),
        (GOOD + 'until = "x"\n', "line 5", '"until" means nothing'),
        (GOOD + GOOD, "line 6", "accepted twice, first by"),
        (GOOD.replace("accepted", "accept"), "line 1", '"accept" means nothing'),
        ("accepted = 3\n", "line 1", "not a list"),
        ("accepted = [3]\n", "entry 1", "no table"),
        ('accepted = [{reason = "r"}]\n', "entry 1", "has no fingerprint"),
        (GOOD + "=\n", "line 5", "no TOML"),
    ],
)
def test_a_malformed_file_is_refused_with_line_and_remedy(
    tmp_path: Path, text: str, line: str, said: str
) -> None:
    """Before anything is sent: where, what, and how an entry should look."""
    with pytest.raises(CouldNotRunError) as caught:
        read(write(tmp_path / "accepted.toml", text), today=TODAY)
    told = str(caught.value)
    assert line in told
    assert said in told
    assert str(tmp_path / "accepted.toml") in told
    assert "expires = 2030-12-31" in told


@pytest.mark.parametrize(
    "text", ['a "b" \\ c', "line\nbreak \x00 \x7f \x1b", "日本 😀", "half \ud83d", "</x>"]
)
def test_what_is_copied_reads_as_it_was(text: str) -> None:
    """Whatever a server says, what the report prints is one TOML string on one line, and means the finding."""
    copied = quoted(f"batches_get 200 undocumented-field /{text}")
    assert "\n" not in copied
    read_back: str = tomllib.loads(f"fingerprint = {copied}")["fingerprint"]
    report = report_of([finding(pointer=f"/{text}")], entry(read_back))
    assert report.exit_code == 0


def test_from_drift_to_acceptance_and_back(tmp_path: Path) -> None:
    """A fingerprint copied out of the report lets the check pass; a further field fails it, and is new."""
    fields = {"cost_credits": 3}

    def rewrite(answer: Answer) -> None:
        if answer.status == 200 and answer.method == "GET" and answer.path.startswith("/v3/transactions/"):
            answer.set_json(answer.json() | fields)

    file = tmp_path / "accepted.toml"
    out = tmp_path / "report"
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    with serve(Rewritten(sandbox(), rewrite)) as url:
        first = run(out, "--base-url", url, *QUICK, key=KEY)
        assert first.code == 1, first.output + first.errors
        line = next(line for line in first.output.splitlines() if line.strip().startswith("fingerprint "))
        copied = line.strip().removeprefix("fingerprint ")
        assert copied in first.report("contract.md")
        write(file, f'[[accepted]]\nfingerprint = {copied}\nreason = "r"\nexpires = {tomorrow}\n')
        second = run(out, "--base-url", url, *QUICK, f"--accept={file}", key=KEY)
        assert second.code == 0, second.output + second.errors
        assert "0 new, 1 still there, 0 gone" in second.output
        fields["cost_points"] = 4
        third = run(out, "--base-url", url, *QUICK, f"--accept={file}", key=KEY)
    assert third.code == 1, third.output + third.errors
    report = json.loads(third.report("contract.json"))
    assert [(one["pointer"], one["news"]) for one in report["drifts"]] == [("/cost_points", "new")]
    assert [(one["pointer"], one["news"]) for one in report["accepted"]] == [("/cost_credits", "still there")]


def test_a_malformed_file_is_2_before_anything_is_sent(tmp_path: Path) -> None:
    """The command names file, line and remedy, and leaves the last report as it is."""
    file = write(tmp_path / "accepted.toml", GOOD.replace('"r"', "7"))
    server = Rewritten(sandbox(), lambda answer: None)
    with serve(server) as url:
        outcome = run(tmp_path / "report", "--base-url", url, *QUICK, f"--accept={file}", key=KEY)
        missing = run(tmp_path / "report", "--base-url", url, "--accept=nowhere.toml", key=KEY)
    assert (outcome.code, missing.code) == (2, 2)
    assert f"could not run: {file}, line 3: reason is a text" in outcome.errors
    assert "cannot read what is accepted from nowhere.toml" in missing.errors
    assert server.calls == []
    assert not (tmp_path / "report").exists()
