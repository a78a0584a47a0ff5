"""The command ends as it says: 0 conforms, 1 drifts, 2 could not find out."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contract_tests.provider.machinery.command import run
from contract_tests.provider.machinery.serving import Answer, Rewritten, sandbox, serve

QUICK = ("--profile=smoke", "--parts=probes,conformance", "--operations=transactions_get,transactions_delete")
READ = "--operations=transactions_list,batches_list"
KEY = "contract-test-key-0123"


def add_a_field(answer: Answer) -> None:
    if answer.status == 200 and answer.method == "GET" and answer.path.startswith("/v3/transactions/"):
        answer.set_json(answer.json() | {"cost_credits": 3})


def fail_without_json(answer: Answer) -> None:
    if answer.status == 404 and answer.method == "DELETE":
        answer.status, answer.body = 425, b"later"


def test_a_drifting_server_fails_and_is_told_in_every_report(tmp_path: Path) -> None:
    """Drift ends with exit status 1, and each report names operation, status, place and impact."""

    def rewrite(answer: Answer) -> None:
        add_a_field(answer)
        fail_without_json(answer)

    with serve(Rewritten(sandbox(), rewrite)) as url:
        outcome = run(tmp_path, "--base-url", url, *QUICK, key=KEY)
    assert outcome.code == 1, outcome.output + outcome.errors
    first = outcome.output.splitlines()[0]
    assert "drifts from the document" in first
    assert "breaking" in first
    assert "additive" in first
    assert 'undocumented field "cost_credits"' in outcome.output
    assert f'curl -H "X-Api-Key: $NTROPY_API_KEY" {url}/v3/transactions/' in outcome.output
    drifts = json.loads(outcome.report("contract.json"))["drifts"]
    assert ("transactions_get", 200, "/cost_credits", "additive") in [
        (*drift["operations"], drift["status"], drift["pointer"], drift["impact"]) for drift in drifts
    ]
    assert ("transactions_delete", 425, "", "breaking") in [
        (*drift["operations"], drift["status"], drift["pointer"], drift["impact"]) for drift in drifts
    ]
    junit = ElementTree.fromstring(outcome.report("junit.xml"))
    failed = {
        (case.get("classname"), case.get("name"))
        for case in junit.iter("testcase")
        if case.find("failure") is not None
    }
    assert {
        ("contract.conformance", "transactions_get"),
        ("contract.conformance", "transactions_delete"),
    } <= failed
    page = outcome.report("contract.md")
    assert "/cost_credits" in page
    assert "undocumented status 425" in page


def test_an_additive_difference_passes_where_that_is_asked_for(tmp_path: Path) -> None:
    """With --fail-on breaking a new field is shown, and the exit status is 0."""
    with serve(Rewritten(sandbox(), add_a_field)) as url:
        outcome = run(tmp_path, "--base-url", url, *QUICK, "--fail-on=breaking", key=KEY)
    assert outcome.code == 0, outcome.output + outcome.errors
    assert 'undocumented field "cost_credits"' in outcome.output
    assert not ElementTree.fromstring(outcome.report("junit.xml")).findall(".//failure")


def test_a_server_that_refuses_everything_is_never_green(tmp_path: Path) -> None:
    """Answers 401 are documented, so nothing drifts; but nothing was tested either, which is 2."""
    first = ("GET", "/v3/transactions")

    def rewrite(answer: Answer) -> None:
        # The first list is answered, as if the key had been revoked right after it was tried.
        if (answer.method, answer.path) == first and len(server.calls) == 1:
            return
        answer.status = 401
        answer.set_json({"detail": "Invalid API key"})
        answer.set_header("content-type", "application/json")

    server = Rewritten(sandbox(), rewrite)
    with serve(server) as url:
        outcome = run(
            tmp_path, "--base-url", url, "--profile=smoke", "--parts=schemathesis,coverage", READ, key=KEY
        )
    assert outcome.code == 2, outcome.output + outcome.errors
    assert "could not run" in outcome.output
    assert "always answered 401" in outcome.output
    assert len(server.calls) > 10


def test_a_key_that_one_operation_refuses_is_no_verdict(tmp_path: Path) -> None:
    """An operation that the key may not use was not tested: 2, with its name."""

    def rewrite(answer: Answer) -> None:
        if answer.path.endswith("/results") and answer.status != 401:
            answer.status = 403
            answer.set_json({"detail": "Not enabled"})

    with serve(Rewritten(sandbox(), rewrite)) as url:
        outcome = run(
            tmp_path,
            "--base-url",
            url,
            "--profile=smoke",
            "--parts=schemathesis,conformance,coverage",
            "--operations=batches_results,batches_list",
            key=KEY,
        )
    assert outcome.code == 2, outcome.output + outcome.errors
    assert "batches_results always answered 403" in outcome.output


def test_a_wrong_key_is_no_verdict(tmp_path: Path) -> None:
    """A key that the server refuses ends with 2 before anything else is sent."""
    server = Rewritten(sandbox(), lambda answer: None)
    with serve(server) as url:
        outcome = run(tmp_path, "--base-url", url, key="invalid-key")
    assert outcome.code == 2
    assert "does not accept the key" in outcome.output
    assert len(server.calls) <= 2
    assert json.loads(outcome.report("contract.json"))["exit_code"] == 2
    assert ElementTree.fromstring(outcome.report("junit.xml")).findall(".//error")


def test_a_server_that_is_something_else_is_no_verdict(tmp_path: Path) -> None:
    """A server that answers 404 to everything is not the API: 2."""

    def rewrite(answer: Answer) -> None:
        answer.status, answer.body = 404, b"not here"

    with serve(Rewritten(sandbox(), rewrite)) as url:
        outcome = run(tmp_path, "--base-url", url, key=KEY)
    assert outcome.code == 2
    assert "does not answer as the API does" in outcome.output


def test_an_unreachable_server_is_no_verdict(tmp_path: Path) -> None:
    """Where nothing listens, the exit status is 2 and the reason is named."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        outcome = run(tmp_path, "--base-url", f"http://127.0.0.1:{port}", key=KEY)
    assert outcome.code == 2
    assert f"no response from http://127.0.0.1:{port} to GET" in outcome.output


@pytest.mark.parametrize(
    ("arguments", "key", "said"),
    [
        (("--base-url=http://127.0.0.1:1",), None, "NTROPY_API_KEY"),
        (("--base-url=ftp://example.com",), KEY, "not a base URL"),
        (("--base-url=http://user:word@127.0.0.1",), KEY, "no user"),
        (("--base-url=http://127.0.0.1:1",), "schlüssel", "NTROPY_API_KEY"),
        (("--profile=thorough",), None, "profile"),
        (("--profile=live",), None, "live"),
        (("--seed=many",), None, "seed"),
        (("--parts=everything",), None, "no such part"),
        (("--operations=batches_drop",), None, "batches_drop"),
        (("--fail-on=nothing",), None, "fail-on"),
        (("--api-key", KEY), None, "a key is never one"),
        ((KEY,), None, "a key is never one"),
    ],
)
def test_what_cannot_be_done_is_2_with_the_reason(
    tmp_path: Path, arguments: tuple[str, ...], key: str | None, said: str
) -> None:
    """A bad option, a missing key, an unusable address: 2, the reason, and no key in it."""
    outcome = run(tmp_path, *arguments, key=key)
    assert outcome.code == 2
    assert said in outcome.output + outcome.errors
    assert KEY not in outcome.output + outcome.errors


def test_a_profile_that_could_do_harm_is_refused(tmp_path: Path) -> None:
    """Off loopback, a server that is no sandbox is never checked in full."""
    with serve(Rewritten(sandbox(), lambda answer: answer.set_header("x-ntropy-sandbox", None))) as url:
        port = url.rpartition(":")[2]
        address = _own_address()
        if address is None:
            pytest.skip("this machine has no address besides loopback")
        outcome = run(tmp_path, "--base-url", f"http://{address}:{port}", "--profile=full", key=KEY)
    assert outcome.code == 2


def test_an_engine_that_breaks_is_no_verdict(tmp_path: Path) -> None:
    """A report that cannot be written is 2, whatever was found."""
    blocked = tmp_path / "file"
    blocked.write_text("here")
    outcome = run(blocked / "report", "--parts=coverage")
    assert outcome.code == 2
    assert "cannot write the report" in outcome.errors


@pytest.mark.parametrize("key", ["contract/key+with=odd&chars", "x-long-enough-to-tell-apart"])
def test_no_key_is_ever_shown(tmp_path: Path, key: str) -> None:
    """Neither output nor reports hold the key, even where the server sends it back in all it says."""

    def rewrite(answer: Answer) -> None:
        if answer.key is not None and answer.status >= 400:
            answer.set_header("x-request-id", f"for-{answer.key}")
            answer.set_json({"detail": {"key": answer.key, answer.key: 1}, answer.key: [answer.key]})
        elif answer.key is not None and answer.status == 200:
            answer.set_json(answer.json() | {f"key {answer.key}": answer.key})

    with serve(Rewritten(sandbox(), rewrite)) as url:
        outcome = run(tmp_path, "--base-url", url, *QUICK, key=key)
    assert outcome.code == 1, outcome.output + outcome.errors
    assert "[redacted]" in outcome.output
    for form in (key, key.replace("/", "\\/"), key.replace("/", "%2F").replace("+", "%2B")):
        assert form not in outcome.everything


def _own_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address
