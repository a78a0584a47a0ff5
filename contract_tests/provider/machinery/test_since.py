"""A report says what is new, still there and gone since the last one of the same server and document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provider.earlier import Earlier, read
from contract_tests.provider.machinery.command import run
from contract_tests.provider.machinery.samples import exchange, finding
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve
from contract_tests.provider.machinery.test_accepted import entry
from contract_tests.provider.masking import Masker
from contract_tests.provider.options import Options
from contract_tests.provider.reporting import Report, as_json, as_markdown, render_terminal, summarise
from contract_tests.provider.run import CouldNotRunError, Finding, Run
from ntropy_client import document as documents

ORDER = tuple(documents.load().operations)


def report_of(earlier: Earlier | None, *findings: Finding, run: Run | None = None, **options: Any) -> Report:
    """The report of a run whose parts all ended, and that called every operation."""
    run = run or Run()
    for part in run.parts.values():
        part.state = "done"
    for name in ORDER:
        run.record(exchange(operation=name))
    for each in findings:
        run.add(each)
    given = Options(**({"earlier": earlier, "profile": "full"} | options))
    return summarise(run, given, target=None, seen=(), operations=ORDER, seconds=1)


def kept(directory: Path, report: Report) -> Earlier:
    """The report as the next run finds it."""
    path = directory / "contract.json"
    path.write_text(as_json.render(report), encoding="utf-8")
    found = read(path, wanted=True)
    assert found is not None
    return found


def news(report: Report) -> Sequence[tuple[str, str]]:
    """Pointer and news of each drift."""
    return [(cause.pointer, cause.news) for cause in report.drifts]


def test_new_still_there_and_gone(tmp_path: Path) -> None:
    """Each in the terminal, in Markdown and in JSON."""
    first = report_of(None, finding(), finding(pointer="/old", message='undocumented field "old"'))
    assert first.since is None
    assert [cause.news for cause in first.drifts] == ["", ""]
    second = report_of(kept(tmp_path, first), finding(), finding(pointer="/fresh", message="odd"))
    assert news(second) == [("/cost", "still there"), ("/fresh", "new")]
    assert second.since is not None
    assert [known.pointer for known in second.since.gone] == ["/old"]
    for text in (render_terminal(second), as_markdown.render(second)):
        assert "1 new, 1 still there, 1 gone" in text
        assert 'gone: batches_get 200 /old undocumented field "old"' in text
    told = json.loads(as_json.render(second))["since"]
    assert (told["new"], told["still_there"], [one["pointer"] for one in told["gone"]]) == (1, 1, ["/old"])
    third = report_of(kept(tmp_path, second), finding())
    assert third.since is not None
    assert [known.pointer for known in third.since.gone] == ["/fresh"]


def test_another_place_in_a_list_is_the_same(tmp_path: Path) -> None:
    """An index is no part of what is compared, but what is said is."""
    earlier = kept(tmp_path, report_of(None, finding(pointer="/results/3/cost")))
    assert news(report_of(earlier, finding(pointer="/results/5/cost"))) == [
        ("/results/5/cost", "still there")
    ]
    other = finding(pointer="/results/3/cost", message="is of type null, not number")
    assert news(report_of(earlier, other)) == [("/results/3/cost", "new")]


def test_the_operations_of_one_cause_are_told_apart(tmp_path: Path) -> None:
    """What is folded into one cause is new and gone by operation."""
    earlier = kept(tmp_path, report_of(None, *(finding(operation=name) for name in ORDER[:5])))
    wider = report_of(earlier, *(finding(operation=name) for name in ORDER[:7]))
    assert [cause.news for cause in wider.drifts] == [f"still there, new in {ORDER[5]}, {ORDER[6]}"]
    narrower = report_of(earlier, *(finding(operation=name) for name in ORDER[1:5]))
    assert [cause.news for cause in narrower.drifts] == ["still there"]
    assert narrower.since is not None
    assert [known.operations for known in narrower.since.gone] == [ORDER[:1]]


def test_what_is_accepted_is_still_there(tmp_path: Path) -> None:
    """To accept something makes it neither gone nor, once that has expired, new."""
    earlier = kept(tmp_path, report_of(None, finding()))
    accepted = report_of(earlier, finding(), accepted=(entry(),))
    assert [cause.news for cause in accepted.accepted] == ["still there"]
    assert accepted.since is not None
    assert accepted.since.gone == ()
    expired = report_of(kept(tmp_path, accepted), finding(), accepted=(entry(expired=True),))
    assert news(expired) == [("/cost", "still there")]


@pytest.mark.parametrize(
    ("options", "broke"),
    [
        ({}, True),
        ({"parts": frozenset({"probes"})}, False),
        ({"profile": "smoke"}, False),
    ],
    ids=["no verdict", "other parts", "other profile"],
)
def test_what_was_not_looked_for_is_not_gone_and_not_forgotten(
    tmp_path: Path, options: dict[str, Any], broke: bool
) -> None:
    """A check that broke or left something out says nothing about it, and the next one still knows it."""
    earlier = kept(tmp_path, report_of(None, finding()))
    errors = ["it broke"] if broke else []
    between = report_of(earlier, run=Run(engine_errors=errors), **options)
    assert between.since is not None
    assert (between.since.gone, len(between.since.unsought)) == ((), 1)
    assert "0 gone, 1 not looked for" in render_terminal(between)
    after = kept(tmp_path, between)
    assert news(report_of(after, finding())) == [("/cost", "still there")]
    whole = report_of(after)
    assert whole.since is not None
    assert [known.pointer for known in whole.since.gone] == ["/cost"]


def test_full_looks_for_what_smoke_saw(tmp_path: Path) -> None:
    """Full has every case of smoke, and so may say that something is gone; smoke may not say it of full."""
    for first, second, gone in (("smoke", "full", 1), ("full", "smoke", 0), ("live", "full", 0)):
        earlier = kept(tmp_path, report_of(None, finding(), profile=first, **server(first)))
        since = report_of(earlier, profile=second, **server(first)).since
        assert since is not None
        assert len(since.gone) == gone
        assert len(since.unsought) == 1 - gone


def server(profile: str) -> dict[str, Any]:
    """What it takes to ask for a profile."""
    return {"base_url": "http://127.0.0.1:1", "keys": {"first": "k"}} if profile == "live" else {}


def test_what_became_open_is_not_gone(tmp_path: Path) -> None:
    """A drift that can no longer be decided is known further on."""
    earlier = kept(tmp_path, report_of(None, finding()))
    report = report_of(earlier, finding(verdict="unknown"))
    assert report.since is not None
    assert (report.since.gone, len(report.since.unsought)) == ((), 1)


def test_an_operation_that_was_not_called_keeps_its_drift(tmp_path: Path) -> None:
    """Only for what was called, and for what the document has no more, silence means gone."""
    earlier = kept(tmp_path, report_of(None, finding(), finding(operation="batches_drop", pointer="/x")))
    run = Run()
    for part in run.parts.values():
        part.state = "done"
    run.record(exchange(operation="batches_list"))
    options = Options(earlier=earlier, profile="full")
    report = summarise(run, options, target=None, seen=(), operations=ORDER, seconds=1)
    assert report.since is not None
    assert [known.pointer for known in report.since.gone] == ["/x"]
    assert [known.pointer for known in report.since.unsought] == ["/cost"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "9.9.9"}, "another version of the document, 9.9.9"),
        (
            {"embedded": False, "base_url": "https://api.example.com"},
            "another server, https://api.example.com",
        ),
    ],
)
def test_what_cannot_be_compared_is_named_and_not_compared(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    """A report of another server or document says nothing about what is new here."""
    earlier = replace(kept(tmp_path, report_of(None, finding(pointer="/old"))), **changes)
    report = report_of(earlier, finding())
    assert news(report) == [("/cost", "")]
    assert report.since is not None
    assert not report.since.compared
    for text in (render_terminal(report), as_markdown.render(report)):
        assert f"ot compared with the last report: it is of {said}" in text
        assert "/old" not in text
    assert json.loads(as_json.render(report))["since"]["compared"] is False


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"format": 2}', '{"format": 1, "drifts": [3]}', "[" * 100_000, '{"format": 1}'],
)
def test_a_file_that_is_no_report(tmp_path: Path, text: str) -> None:
    """It is refused where it was named, and told where it only lay there."""
    path = tmp_path / "contract.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CouldNotRunError, match=r"is no contract\.json"):
        read(path, wanted=True)
    earlier = read(path, wanted=False)
    assert earlier is not None
    assert f"not compared with the last report: {path} is no" in render_terminal(report_of(earlier))
    assert read(tmp_path / "none.json", wanted=False) is None
    with pytest.raises(CouldNotRunError, match="cannot read the earlier report"):
        read(tmp_path / "none.json", wanted=True)


def test_the_report_of_an_unreachable_server_forgets_nothing(tmp_path: Path) -> None:
    """A night on which nothing answered does not make everything new on the next."""
    first = report_of(None, finding())
    told = replace(first, embedded=False, base_url="http://127.0.0.1:1", name="127.0.0.1:1")
    (tmp_path / "contract.json").write_text(as_json.render(told), encoding="utf-8")
    outcome = run(tmp_path, "--base-url=http://127.0.0.1:1/", "--profile=full", key="any-key")
    assert outcome.code == 2
    assert "1 not looked for" in outcome.output
    earlier = read(tmp_path / "contract.json", wanted=True)
    assert earlier is not None
    assert [known.pointer for known in earlier.known] == ["/cost"]


def test_a_key_in_an_old_report_is_not_copied(tmp_path: Path) -> None:
    """What was no secret when it was written may be one now; and bodies are not carried on at all."""
    seen = exchange(response_body=b'{"note": "old-body"}')
    old = finding(pointer="/old-secret", message="has old-secret", exchanges=(seen,))
    (tmp_path / "contract.json").write_text(as_json.render(report_of(None, old)), encoding="utf-8")
    earlier = read(tmp_path / "contract.json", wanted=True, mask=Masker(["old-secret"]).text)
    report = report_of(earlier)
    for text in (render_terminal(report), as_markdown.render(report), as_json.render(report)):
        assert "[redacted]" in text
        assert "old-secret" not in text
        assert "old-body" not in text


@pytest.mark.parametrize("key", ["e", "d]", "contract-test-key-0123"])
def test_a_short_key_spoils_no_comparison(tmp_path: Path, key: str) -> None:
    """A sandbox takes any key, also one that occurs in everything that is told."""

    def rewrite(answer: Answer) -> None:
        if answer.status == 200 and answer.path.startswith("/v3/transactions/"):
            answer.set_json(answer.json() | {"cost": 3})

    with serve(Rewritten(sandbox(), rewrite)) as url:
        arguments = ("--base-url", url, "--parts=probes,conformance", "--profile=smoke")
        first, second = (
            run(tmp_path, *arguments, "--operations=transactions_get", key=key) for _ in range(2)
        )
    assert (first.code, second.code) == (1, 1), first.output + first.errors
    assert ": 0 new, 1 still there, 0 gone" in second.output.replace("[redacted]", "e")


def test_a_named_report_that_is_not_there_is_2(tmp_path: Path) -> None:
    """A wrong name is told before anything is sent."""
    outcome = run(tmp_path / "report", f"--since={tmp_path / 'none.json'}")
    assert outcome.code == 2
    assert "could not run: cannot read the earlier report" in outcome.errors
