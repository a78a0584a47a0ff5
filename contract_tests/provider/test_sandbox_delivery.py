"""What webhooks are told: everything they asked for, in order, again until it is received."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from contract_tests.provider.receiver import HANG, Receiver
from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.conformance._body import check_body
from ntropy_client.conformance._schemas import Schemas
from ntropy_client.document import load
from ntropy_client.sandbox import ManualClock, SystemClock, create_app
from ntropy_client.sandbox.post import Notice
from ntropy_client.sandbox.webhook import FAST, REALISTIC, Patience

EVENTS: list[str] = load().schemas["EventType"]["enum"]
URL = "http://receiver.invalid/hook"


class Inbox:
    """In place of HTTP: takes every notice, or fails as it is told to."""

    def __init__(self, *statuses: int | Exception) -> None:
        self.notices: list[Notice] = []
        self.statuses = list(statuses)

    def answer(self, *statuses: int | Exception) -> None:
        """What the next notices are answered; all others are taken."""
        self.statuses = list(statuses)

    async def __call__(self, notice: Notice) -> int:
        self.notices.append(notice)
        status = self.statuses.pop(0) if self.statuses else 200
        if isinstance(status, Exception):
            raise status
        return status

    @property
    def events(self) -> list[Any]:
        return [json.loads(notice.content) for notice in self.notices]

    @property
    def types(self) -> list[str]:
        return [event["event_type"] for event in self.events]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def user(inbox: Inbox) -> Iterator[User]:
    made = User(deliver=inbox)
    yield made
    made.app.state.sandbox.close()
    nothing_is_left()


def workers() -> list[threading.Thread]:
    """The threads that deliver."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("ntropy-sandbox")]


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens in another thread."""
    pause = threading.Event()
    for _ in range(1000):
        if condition():
            return
        pause.wait(0.01)
    pytest.fail("it did not happen within ten seconds")


def nothing_is_left() -> None:
    """No thread that delivers goes on."""
    wait_until(lambda: not workers())


def register(user: User, *events: str, url: str = URL, **fields: object) -> str:
    answer = user.post("/v3/webhooks", {"url": url, "events": list(events or EVENTS)} | fields)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def report(user: User, description: str = "wrong") -> str:
    body = {"transaction_id": "t-1", "description": description, "fields": []}
    return str(user.post("/v3/reports", body).json()["id"])


def pass_(user: User, seconds: float = 1) -> None:
    """Let time pass, and everything be sent that is due then."""
    user.clock.advance(seconds)
    rest(user)


def rest(user: User) -> None:
    assert user.app.state.sandbox.deliveries.rest(timeout=10)


def enabled(user: User, id: str) -> bool:
    return bool(user.get(f"/v3/webhooks/{id}").json()["enabled"])


def test_each_event_is_told_as_its_resource_is_shown(user: User, inbox: Inbox) -> None:
    """All seven kinds come, valid by the document, with the resource as its GET shows it then."""
    register(user)
    made = {
        "batches.completed": f"/v3/batches/{user.batch([transaction()])['id']}",
        "batches.error": f"/v3/batches/{user.batch([transaction(description='sandbox:batch-error')])['id']}",
        "bank_statements.completed": f"/v3/bank_statements/{user.upload()['id']}",
        "bank_statements.error": f"/v3/bank_statements/{user.upload(b'no pdf')['id']}",
        "reports.resolved": f"/v3/reports/{report(user)}",
        "reports.rejected": f"/v3/reports/{report(user, 'sandbox:reject')}",
    }
    assert inbox.notices == []
    pass_(user, 0.2)
    pending = [event for event in inbox.events if event["event_type"] == "reports.pending"]
    assert [event["data"] for event in pending] == [
        user.get(made[name]).json() for name in ("reports.resolved", "reports.rejected")
    ]
    pass_(user)
    assert sorted(inbox.types) == sorted([*made, "reports.pending", "reports.pending"])
    for event in inbox.events:
        if event["event_type"] != "reports.pending":
            assert event["data"] == user.get(made[event["event_type"]]).json()
    assert len({event["event_id"] for event in inbox.events}) == 8


def test_every_delivery_is_as_documented(user: User, inbox: Inbox) -> None:
    """Method, headers and body are those of the document's webhooks."""
    register(user, token="hunter2")
    user.batch([transaction()])
    user.batch([transaction(description="sandbox:batch-error")])
    for content in (b"%PDF-", b"no pdf"):
        user.upload(content)
    for description in ("wrong", "sandbox:reject"):
        report(user, description)
    pass_(user)
    document = load()
    schemas = Schemas(document.schemas)
    assert set(inbox.types) == set(document.raw["webhooks"]) == set(EVENTS)
    for notice, event in zip(inbox.notices, inbox.events, strict=True):
        described = document.raw["webhooks"][event["event_type"]]["post"]
        ((content_type, media),) = described["requestBody"]["content"].items()
        names = {document.resolve(one)["name"] for one in described["parameters"]}
        assert {name.decode() for name in notice.headers} == {"Content-Type", *names}
        assert notice.headers[b"Content-Type"].decode() == content_type
        assert check_body(event, media["schema"], schemas, strict=True) == []


def test_only_what_was_asked_for_is_told(user: User, inbox: Inbox) -> None:
    """Each webhook hears of its own kinds of events, and none of another key's."""
    register(user, "batches.completed", url=f"{URL}/one")
    register(user, "reports.resolved", "batches.completed", url=f"{URL}/two")
    register(user, "bank_statements.error", url=f"{URL}/none")
    register(user.other("somebody else"), url=f"{URL}/else")
    user.batch([transaction()])
    report(user)
    pass_(user)
    told = [
        (notice.url.removeprefix(f"{URL}/"), name)
        for notice, name in zip(inbox.notices, inbox.types, strict=True)
    ]
    assert sorted(told) == [
        ("one", "batches.completed"),
        ("two", "batches.completed"),
        ("two", "reports.resolved"),
    ]
    # The same event has the same id for everybody.
    ids = {event["event_id"] for event in inbox.events if event["event_type"] == "batches.completed"}
    assert len(ids) == 1


def test_events_come_in_their_order(user: User, inbox: Inbox) -> None:
    """A webhook hears of nothing before it has taken what happened earlier."""
    register(user)
    inbox.answer(500, 500)
    report(user)
    pass_(user)
    assert inbox.types == ["reports.pending"]
    user.batch([transaction()])
    pass_(user)
    pass_(user)
    assert inbox.types == ["reports.pending"] * 3 + ["reports.resolved", "batches.completed"]


@pytest.mark.parametrize(
    "failure",
    [500, 404, 302, 199, 429, httpx.ConnectError("no route"), TimeoutError(), ValueError("bad url")],
)
def test_what_failed_is_sent_again_after_a_moment(user: User, inbox: Inbox, failure: int | Exception) -> None:
    """Whatever went wrong, the same id and the same bytes come 0.2 seconds later, until one is received."""
    register(user, "batches.completed", token="hunter2")
    inbox.answer(failure, failure)
    user.batch([transaction()])
    pass_(user)
    for count in (1, 2):
        assert len(inbox.notices) == count
        pass_(user, 0.19)
        assert len(inbox.notices) == count
        pass_(user, 0.01)
    assert len(inbox.notices) == 3
    assert {notice.content for notice in inbox.notices} == {inbox.notices[0].content}
    assert {notice.headers[b"X-Ntropy-Token"] for notice in inbox.notices} == {b"hunter2"}
    pass_(user, 3600)
    assert len(inbox.notices) == 3


def test_failures_in_a_row_disable_a_webhook(user: User, inbox: Inbox) -> None:
    """Five are too many; enabled again it is told what it missed, with the same id, and then the rest."""
    id = register(user, "batches.completed", "reports.pending")
    inbox.answer(*[500] * 5)
    user.batch([transaction()])
    for count in range(1, 6):
        assert enabled(user, id)
        pass_(user, 1 if count == 1 else 0.2)
        assert len(inbox.notices) == count
    assert not enabled(user, id)
    # What happens meanwhile is not for it.
    report(user)
    pass_(user, 60)
    assert len(inbox.notices) == 5
    user.client.patch(f"/v3/webhooks/{id}", json={"enabled": True})
    rest(user)
    user.batch([transaction()])
    pass_(user)
    assert inbox.types == ["batches.completed"] * 7
    ids = [event["event_id"] for event in inbox.events]
    assert len(set(ids[:6])) == 1
    assert ids[6] not in ids[:6]
    assert enabled(user, id)


def test_only_failures_in_a_row_count(user: User, inbox: Inbox) -> None:
    """One success, or being enabled anew, and the count begins again."""
    id = register(user, "batches.completed")
    inbox.answer(*[500] * 4, 200, *[500] * 4)
    user.batch([transaction()])
    pass_(user)
    for _ in range(4):
        pass_(user, 0.2)
    user.batch([transaction()])
    pass_(user)
    for _ in range(3):
        pass_(user, 0.2)
    assert (len(inbox.notices), enabled(user, id)) == (9, True)
    inbox.answer(*[500] * 4)
    user.client.patch(f"/v3/webhooks/{id}", json={"enabled": True})
    for _ in range(4):
        pass_(user, 0.2)
    assert enabled(user, id)


def test_a_disabled_webhook_is_told_nothing(user: User, inbox: Inbox) -> None:
    """Neither what happens then nor, later, what happened meanwhile."""
    id = register(user, enabled_later="unknown")
    user.client.patch(f"/v3/webhooks/{id}", json={"enabled": False})
    user.batch([transaction()])
    pass_(user)
    user.client.patch(f"/v3/webhooks/{id}", json={"enabled": True})
    pass_(user)
    assert inbox.notices == []
    user.batch([transaction()])
    pass_(user)
    assert inbox.types == ["batches.completed"]


def test_a_change_holds_for_what_is_still_to_be_sent(user: User, inbox: Inbox) -> None:
    """A repetition goes to the new address, with the new token."""
    id = register(user, "batches.completed", token="old")
    inbox.answer(500)
    user.batch([transaction()])
    pass_(user)
    user.client.patch(f"/v3/webhooks/{id}", json={"url": f"{URL}/new", "token": None})
    pass_(user)
    assert [(one.url, b"X-Ntropy-Token" in one.headers) for one in inbox.notices] == [
        (URL, True),
        (f"{URL}/new", False),
    ]


def test_a_token_is_sent_as_it_is(user: User, inbox: Inbox) -> None:
    """Also an empty one; without a token there is no such header."""
    for token in ("", "hunter2", None):
        register(user, "batches.completed", url=f"{URL}/{token}", token=token)
    user.batch([transaction()])
    pass_(user)
    sent = {one.url.removeprefix(f"{URL}/"): one.headers.get(b"X-Ntropy-Token") for one in inbox.notices}
    assert sent == {"": b"", "hunter2": b"hunter2", "None": None}


def test_what_is_deleted_is_not_told(user: User, inbox: Inbox) -> None:
    """A deleted webhook hears nothing more, and of a deleted resource nothing more is heard."""
    gone, _ = register(user, url=f"{URL}/gone"), register(user)
    inbox.answer(500, 500)
    statement, opened = user.upload()["id"], report(user)
    user.batch([transaction()])
    pass_(user, 0.12)
    assert len(inbox.notices) == 2
    user.client.delete(f"/v3/webhooks/{gone}")
    user.client.delete(f"/v3/bank_statements/{statement}")
    user.client.delete(f"/v3/reports/{opened}")
    pass_(user, 10)
    assert [one.url for one in inbox.notices[2:]] == [URL]
    assert set(inbox.types) == {"batches.completed"}


def test_nothing_is_repeated_for_longer_than_a_day(user: User, inbox: Inbox) -> None:
    """What nobody takes is given up, and the next is told."""
    id = register(user)
    inbox.answer(*[500] * 2)
    report(user)
    pass_(user)
    pass_(user, 24 * 3600)
    user.client.patch(f"/v3/webhooks/{id}", json={"enabled": True})
    rest(user)
    assert inbox.types == ["reports.pending", "reports.pending", "reports.resolved"]


def test_patience_grows_in_earnest() -> None:
    """A failing receiver is asked less and less often, for minutes; in a hurry always after 0.2 seconds."""
    pauses = [REALISTIC.pause(failures).total_seconds() for failures in range(1, REALISTIC.failures)]
    assert pauses[0] == FAST.pause(1).total_seconds() == FAST.pause(4).total_seconds() == 0.2
    assert pauses == sorted(pauses)
    assert 120 < sum(pauses) < 600
    assert FAST.answer == REALISTIC.answer == 10


def test_nobody_waits_for_a_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one hangs, requests are answered and others are told; at last it counts as a failure."""
    hanging = threading.Event()

    async def deliver(notice: Notice) -> int:
        told.append(notice.url)
        if notice.url.endswith("/slow"):
            hanging.set()
            await asyncio.sleep(3600)
        return 200

    told: list[str] = []
    user = User(deliver=deliver)
    deliveries = user.app.state.sandbox.deliveries
    patience = Patience(answer=0.1, first=0.2, longest=0.2, failures=1)
    monkeypatch.setattr(deliveries, "_patience", patience)
    slow = register(user, "batches.completed", url=f"{URL}/slow")
    quick = register(user, "batches.completed")
    id = user.batch([transaction()])["id"]
    user.clock.advance(1)
    assert hanging.wait(10)
    assert user.get(f"/v3/batches/{id}").json()["status"] == "completed"
    rest(user)
    assert sorted(told) == [URL, f"{URL}/slow"]
    assert (enabled(user, slow), enabled(user, quick)) == (False, True)
    nothing_is_left()


def test_closing_breaks_off_what_hangs() -> None:
    """No thread is left, nothing more is sent, and requests are answered as before."""
    hanging = threading.Event()

    async def deliver(notice: Notice) -> int:
        hanging.set()
        await asyncio.sleep(3600)
        return 200

    user = User(deliver=deliver)
    register(user)
    id = user.batch([transaction()])["id"]
    user.clock.advance(1)
    assert hanging.wait(10)
    user.app.state.sandbox.close()
    assert not workers()
    hanging.clear()
    user.clock.advance(60)
    user.upload()
    user.clock.advance(60)
    assert user.get(f"/v3/batches/{id}").json()["status"] == "completed"
    nothing_is_left()
    assert not hanging.is_set()


@pytest.mark.parametrize("registered", [False, True])
def test_without_an_enabled_webhook_there_is_no_thread(registered: bool) -> None:
    """Who wants to hear nothing pays nothing."""
    user = User(clock=SystemClock())
    if registered:
        user.client.patch(f"/v3/webhooks/{register(user)}", json={"enabled": False})
    user.batch([transaction()])
    report(user)
    assert not workers()


def test_a_clock_keeps_no_sandbox_alive() -> None:
    """A clock that outlives a sandbox goes on without it."""
    clock = ManualClock()
    deliveries = weakref.ref(create_app(clock=clock).state.sandbox.deliveries)
    gc.collect()
    assert deliveries() is None
    clock.advance(1)


def test_events_happen_without_a_request() -> None:
    """Where the clock runs by itself nobody has to ask, and when all is said no thread is left."""
    inbox = Inbox(500)
    user = User(clock=SystemClock(), deliver=inbox)
    register(user, "batches.completed", "reports.resolved")
    user.batch([transaction()])
    report(user)
    wait_until(lambda: len(inbox.notices) == 3)
    assert inbox.types == ["batches.completed", "batches.completed", "reports.resolved"]
    nothing_is_left()


def test_real_deliveries_arrive() -> None:
    """Over HTTP the receiver gets the token, the type and the body, to the path that was registered."""
    user = User()
    with Receiver() as receiver:
        register(user, "batches.completed", url=f"{receiver.url}?a=b#c", token="hünter 2")
        id = user.batch([transaction()])["id"]
        user.clock.advance(1)
        (received,) = receiver.wait_for(1)
        rest(user)
    assert received.path == "/hook?a=b"
    assert received.headers["x-ntropy-token"].encode("latin-1").decode() == "hünter 2"
    assert received.headers["content-type"] == "application/json"
    assert "x-api-key" not in received.headers
    assert received.json()["data"] == user.get(f"/v3/batches/{id}").json()
    nothing_is_left()


def test_real_deliveries_are_repeated_and_given_up() -> None:
    """Refused with 503 the same comes again; refused for good the webhook is disabled, until it is enabled."""
    user = User()
    with Receiver(*[503] * 5) as receiver:
        id = register(user, "batches.completed", url=receiver.url)
        user.batch([transaction()])
        pass_(user)
        for _ in range(10):
            pass_(user, 0.2)
        assert len(receiver.wait_for(5)) == 5
        assert not enabled(user, id)
        user.client.patch(f"/v3/webhooks/{id}", json={"enabled": True})
        rest(user)
        received = receiver.wait_for(6)
    assert len(received) == 6
    assert len({one.content for one in received}) == 1
    assert {"x-ntropy-token" in one.headers for one in received} == {False}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_not_followed(status: int) -> None:
    """Where a receiver points to is told nothing, and hears nothing at all."""
    user = User()
    with Receiver() as elsewhere, Receiver(status, headers={"Location": elsewhere.url}) as receiver:
        register(user, "batches.completed", url=receiver.url)
        user.batch([transaction()])
        pass_(user)
        pass_(user)
        assert len(receiver.wait_for(2)) == 2
        assert elsewhere.received == []


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("http://127.0.0.1:1/", None),
        ("http://no-such-host.invalid/", None),
        ("mailto:nobody@example.com", None),
        ("http://[::1", None),
        ("urn:x", None),
        ("RECEIVER", "line\nbreak"),
        ("RECEIVER", " blank "),
    ],
)
def test_what_cannot_be_delivered_is_a_failure(
    url: str, token: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Any address and any token may be registered; what cannot be sent is logged without either."""
    user = User()
    with Receiver() as receiver, caplog.at_level(logging.DEBUG, logger="ntropy_client.sandbox"):
        body = {"url": url.replace("RECEIVER", receiver.url), "events": ["batches.completed"], "token": token}
        answer = user.post("/v3/webhooks", body)
        if answer.status_code == 422:
            assert url == "http://[::1"
            return
        user.batch([transaction()])
        pass_(user)
        for _ in range(4):
            pass_(user, 0.2)
        assert not enabled(user, answer.json()["id"])
        assert receiver.received == []
    assert "is disabled" in caplog.text
    assert re.search(r"the last with \w+; PATCH it with enabled: true", caplog.text)
    assert url not in caplog.text
    assert token is None or token not in caplog.text


def test_a_hanging_receiver_leaves_nothing_behind() -> None:
    """Closing the sandbox lets go of a connection on which no answer comes."""
    user = User()
    with Receiver(HANG) as receiver:
        register(user, "batches.completed", url=receiver.url)
        user.batch([transaction()])
        user.clock.advance(1)
        assert len(receiver.wait_for(1)) == 1
        assert user.get("/v3/batches").status_code == 200
        user.app.state.sandbox.close()
        assert not workers()
