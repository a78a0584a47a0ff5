"""Testing one's own code: mocks that cannot drift from the API, a sandbox, and time that stands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client.document import Document, load
from ntropy_client.sandbox import ManualClock
from ntropy_client.testing import NtropyMock, NtropySandbox, held

from .cases import arguments

ROW: Any = {
    "id": "t-1",
    "description": "NETFLIX.COM",
    "date": "2024-05-02",
    "amount": 15.49,
    "entry_type": "outgoing",
    "currency": "USD",
}
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.anyio


def test_an_answer_is_the_document_s_example(ntropy_mock: NtropyMock) -> None:
    """With what the test says of it, and with the id that was asked for."""
    ntropy_mock.batches_get.respond(200, example="processing", fields={"progress": 120})
    batch = api.Ntropy().batches.get("a/b 1")
    assert (batch.id, batch.status, batch.progress) == ("a/b 1", "processing", 120)
    assert ntropy_mock.batches_get.route.call_count == 1
    assert ntropy_mock.batches_get.bodies == [None]


async def test_an_answer_is_the_document_s_example_async(ntropy_mock: NtropyMock) -> None:
    """For async clients too."""
    ntropy_mock.batches_get.respond(fields={"total": 7})
    async with api.AsyncNtropy() as client:
        assert (await client.batches.get("b")).total == 7


def test_objects_within_an_example_keep_what_is_not_said(ntropy_mock: NtropyMock) -> None:
    """One field of a counterparty is not its whole."""
    examples = load().operations["transactions_get"].examples(200)
    before = next(iter(examples.values()))["entities"]["counterparty"]
    ntropy_mock.transactions_get.respond(fields={"entities": {"counterparty": {"name": "Else"}}})
    found = api.Ntropy().transactions.get("t-1").to_dict()["entities"]["counterparty"]
    assert found["name"] == "Else"
    assert found["id"] == before["id"]


@pytest.mark.parametrize("operation", load().operations.values(), ids=lambda one: one.id)
def test_every_operation_has_its_mock(operation: Any, ntropy_mock: NtropyMock) -> None:
    """And answers with every documented example of every status, which the client understands."""
    given = arguments(operation, next(iter(operation.body_examples.values()), None))
    method = getattr(getattr(api.Ntropy(), operation.tag), operation.id.removeprefix(f"{operation.tag}_"))
    mock = getattr(ntropy_mock, operation.id)
    for status in operation.statuses:
        code = 503 if status == "5XX" else int(status)
        for example in operation.examples(status) or [None]:
            mock.respond(code, example=example)
            if code < 300:
                method(**given, retries=0)
            else:
                with pytest.raises(api.APIStatusError) as caught:
                    method(**given, retries=0)
                assert caught.value.status_code == code


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 425}, "batches_get never answers 425: the document has 200, 401"),
        ({"example": "paused"}, "has no example 'paused' for 200: there is processing, completed, error"),
        ({"fields": {"progres": 1}}, 'undocumented field "progres"'),
        ({"fields": {"progress": "many"}}, "/progress: is of type string, not integer"),
        ({"fields": {"status": "paused"}}, "/status: undocumented value"),
        ({"json": {"id": "b"}}, 'required field "status" is missing'),
        ({"json": {}, "fields": {}}, "not both"),
    ],
)
def test_an_answer_that_the_api_would_not_give_is_refused(
    ntropy_mock: NtropyMock, answer: dict[str, Any], words: str
) -> None:
    """Where it is written, with what the document allows."""
    for way in (ntropy_mock.batches_get.respond, ntropy_mock.batches_get.then):
        with pytest.raises(ValueError, match=re.escape(words)):
            way(**answer)


def test_a_body_where_there_is_none_is_refused(ntropy_mock: NtropyMock) -> None:
    """A 204 has no fields."""
    with pytest.raises(ValueError, match="transactions_delete has no body with 204"):
        ntropy_mock.transactions_delete.respond(fields={"id": "t"})
    ntropy_mock.transactions_delete.respond()
    api.Ntropy().transactions.delete("t-1")
    assert ntropy_mock.transactions_delete.route.called


def test_an_operation_that_is_misspelt_is_named(ntropy_mock: NtropyMock) -> None:
    """With the one that was meant."""
    with pytest.raises(AttributeError, match="no operation 'batch_get'; did you mean batches_get"):
        _ = ntropy_mock.batch_get
    assert {"batches_get", "router"} <= set(dir(ntropy_mock))


def test_what_is_not_set_is_told(ntropy_mock: NtropyMock) -> None:
    """A test says what it needs; nothing is made up."""
    with pytest.raises(AssertionError, match=r"ntropy_mock\.batches_list\.respond"):
        list(api.Ntropy().batches.list())


def test_a_request_that_the_api_would_refuse_fails_the_test(ntropy_mock: NtropyMock) -> None:
    """Whoever sends it: the client's own requests fit by themselves."""
    ntropy_mock.batches_list.respond()
    with pytest.raises(AssertionError, match="undocumented parameter page"):
        httpx.get("https://api.ntropy.com/v3/batches?page=2", headers={"X-Api-Key": "k"})
    with pytest.raises(AssertionError, match="the API has no GET /v3/batch"):
        httpx.get("https://api.eu.ntropy.com/v3/batch", headers={"X-Api-Key": "k"})


def test_answers_come_in_turn(ntropy_mock: NtropyMock, ntropy_clock: ManualClock) -> None:
    """The last one stays; failures of the network are answers too."""
    ntropy_mock.batches_get.respond(example="processing").fail(httpx.ReadError("reset")).then(503).then(
        example="completed"
    )
    started = ntropy_clock.now()
    assert api.Ntropy().batches.wait("b").status == "completed"
    assert api.Ntropy().batches.get("b").status == "completed"
    assert ntropy_mock.batches_get.route.call_count == 5
    assert ntropy_clock.now() > started
    ntropy_mock.batches_get.respond(example="error")
    assert api.Ntropy().batches.get("b").status == "error"


def test_what_was_sent_can_be_looked_at(ntropy_mock: NtropyMock) -> None:
    """As JSON, and as respx has it."""
    ntropy_mock.batches_create.respond()
    api.Ntropy().batches.create(data=[ROW])
    [body] = ntropy_mock.batches_create.bodies
    assert body["data"] == [ROW]
    assert ntropy_mock.batches_create.calls.last.request.headers["X-Api-Key"] == "test-key"


def test_requests_to_others_go_on(ntropy_mock: NtropyMock) -> None:
    """Only the API is mocked."""
    transport = httpx.MockTransport(lambda _: httpx.Response(418))
    assert httpx.Client(transport=transport).get("https://elsewhere.test/").status_code == 418
    with pytest.raises(httpx.ConnectError):
        httpx.get("http://127.0.0.1:9/v3/batches")


def test_other_servers_are_mocked_as_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment, and of another document."""
    monkeypatch.setenv("NTROPY_BASE_URL", "https://gateway.test")
    with NtropyMock() as mock:
        mock.batches_get.respond()
        assert api.Ntropy("k").batches.get("b").id == "b"
    raw = json.loads(json.dumps(load().raw))
    raw["servers"] = [{"url": "https://another.test"}]
    with NtropyMock(Document(raw)) as mock:
        mock.batches_get.respond()
        assert api.Ntropy("k", base_url="https://another.test").batches.get("b").id == "b"


def test_the_sandbox_keeps_what_it_is_told(ntropy_sandbox: NtropySandbox, ntropy_clock: ManualClock) -> None:
    """Code under test makes its client as ever; nothing is slept."""
    began, started = time.monotonic(), ntropy_clock.now()
    client = api.Ntropy()
    batch = client.batches.create_and_wait(data=[ROW])
    [result] = client.batches.results(batch.id).results
    assert result.entities is not None
    assert result.entities.counterparty is not None
    assert result.entities.counterparty.name == "Netflix"
    assert ntropy_clock.now() > started
    assert time.monotonic() - began < 30
    assert [request.url.path for request in ntropy_sandbox.requests][-1] == f"/v3/batches/{batch.id}/results"
    assert [one.id for one in ntropy_sandbox.client().batches.list()] == [batch.id]
    assert list(ntropy_sandbox.client("another").batches.list()) == []


async def test_the_sandbox_serves_async_clients(ntropy_sandbox: NtropySandbox) -> None:
    """In the same process, on the test's own loop."""
    async with api.AsyncNtropy() as client:
        batch = await client.batches.create_and_wait(data=[ROW])
        assert batch.status == "completed"
    async with ntropy_sandbox.async_client() as other:
        assert [one.id async for one in other.batches.list()] == [batch.id]


def test_each_test_has_a_sandbox_of_its_own(ntropy_sandbox: NtropySandbox) -> None:
    """Nothing is left of the tests before."""
    assert list(api.Ntropy().batches.list()) == []


def test_a_sandbox_takes_the_settings_of_one() -> None:
    """Credits, limits and seed; and a clock of one's own."""
    with held(ManualClock()) as clock, NtropySandbox(clock, credits=0) as sandbox:
        with pytest.raises(api.QuotaExceededError):
            sandbox.client().transactions.create(**ROW)
        assert sandbox.clock is clock


def test_waits_take_no_time(ntropy_clock: ManualClock, ntropy_mock: NtropyMock) -> None:
    """An hour of polling is over at once, sync and async, and the real clock is back afterwards."""
    ntropy_mock.batches_get.respond(example="processing")
    began = time.monotonic()
    with pytest.raises(api.WaitTimeoutError):
        api.Ntropy().batches.wait("b")
    assert (ntropy_clock.now() - ManualClock().now()).total_seconds() == pytest.approx(3600, abs=1)
    assert time.monotonic() - began < 60


def test_the_plugin_costs_nothing_until_it_is_used() -> None:
    """A test run that uses none of it does not load the client, nor httpx."""
    code = (
        "import sys, pytest; before = set(sys.modules); import ntropy_pytest; "
        "print(*(set(sys.modules) - before - {'ntropy_pytest'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_readme_s_tests_pass(tmp_path: Path) -> None:
    """As printed, in a project of their own, with the plugin that comes with the package."""
    (script,) = re.findall(
        r"```python\n# test_invoices\.py\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    (tmp_path / "test_invoices.py").write_text(script)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(tmp_path),
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout
