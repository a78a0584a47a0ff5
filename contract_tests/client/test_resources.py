"""What is particular to single resources: ids chosen by callers, partial updates, odd answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import models
from ntropy_client.document import load

from .conftest import KEY, Script, said

pytestmark = pytest.mark.anyio

OPERATIONS = load().operations
BY_ID = [one for one in OPERATIONS.values() if "{id}" in one.path]


def client_of(*answers: httpx.Response) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    http_client = httpx.Client(transport=httpx.MockTransport(script))
    return api.Ntropy(KEY, http_client=http_client, retries=0), script


def example(operation: str, name: str, status: int = 200) -> Any:
    return OPERATIONS[operation].examples(status)[name]


ADDRESSES: list[Callable[[api.Ntropy, str], Any]] = [
    lambda client, id: client.account_holders.get(id),
    lambda client, id: client.account_holders.delete(id),
    lambda client, id: client.account_holders.recurring_groups(id),
    lambda client, id: client.categories.get(id),
    lambda client, id: client.categories.set(id, incoming=[], outgoing=[]),
    lambda client, id: client.categories.reset(id),
    lambda client, id: client.transactions.get(id),
    lambda client, id: client.transactions.assign(id, account_holder_id="h"),
    lambda client, id: client.transactions.delete(id),
    lambda client, id: client.reports.delete(id),
    lambda client, id: client.webhooks.delete(id),
    lambda client, id: client.rules.delete(id),
    lambda client, id: client.bank_statements.verify(id),
    lambda client, id: client.entities.get(id),
    lambda client, id: client.batches.results(id),
]
STRANGE = [
    "a/b",
    "a b",
    "Zoë 東京",
    "a?limit=1",
    "a#b",
    "../rules",
    "%2F",
    "a;b=c",
    "+",
    "a\nb",
    "a\\b",
    "🙂",
]


@pytest.mark.parametrize("call", ADDRESSES)
@pytest.mark.parametrize("id", STRANGE)
def test_an_id_that_a_caller_chose_reaches_its_own_route(
    call: Callable[[api.Ntropy, str], Any], id: str
) -> None:
    """Whatever is in it stays within one segment of the path, and comes out of it as it was."""
    client, script = client_of(said(404, {"detail": "no"}))
    with pytest.raises(api.NotFoundError):
        call(client, id)
    (sent,) = script.requests
    raw_path, _, query = sent.url.raw_path.decode().partition("?")
    assert query == ""
    found = load().match(sent.method, raw_path)
    assert found is not None
    assert found[1] == {"id": id}


@pytest.mark.parametrize("call", ADDRESSES)
@pytest.mark.parametrize("id", ["", ".", ".."])
def test_an_id_that_would_reach_another_route_is_refused(
    call: Callable[[api.Ntropy, str], Any], id: str
) -> None:
    """Nothing is sent: the whole collection is one slash away."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match="another route"):
        call(client, id)
    assert script.requests == []


@pytest.mark.parametrize("call", ADDRESSES)
def test_an_id_that_is_no_text_is_refused(call: Callable[[api.Ntropy, str], Any]) -> None:
    """Half of a character is none, and has no bytes to send."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match="lone surrogate"):
        call(client, "a\ud800")
    assert script.requests == []


def test_a_patch_tells_leave_alone_from_set_to_null() -> None:
    """What is not given is not sent; None is sent as null; UNSET is as not given."""
    hook = example("webhooks_patch", "batches")
    client, script = client_of(*[said(200, hook)] * 4)
    client.webhooks.patch("w", enabled=True)
    client.webhooks.patch("w", token=None)
    client.webhooks.patch("w", url="https://example.com/", token=api.UNSET, events=["batches.error"])
    client.webhooks.patch("w")
    assert [json.loads(sent.content) for sent in script.requests] == [
        {"enabled": True},
        {"token": None},
        {"url": "https://example.com/", "events": ["batches.error"]},
        {},
    ]


def test_a_patch_as_a_model_has_three_states() -> None:
    """The model tells them apart too, and survives a round trip."""
    patch = models.WebhookPatch(token=None, enabled=False)
    assert patch.to_dict() == {"token": None, "enabled": False}
    assert patch.url is api.UNSET
    assert models.WebhookPatch.from_dict({"token": None}).token is None
    assert models.WebhookPatch.from_dict({}).token is api.UNSET


def test_recurring_groups_are_a_list() -> None:
    """The array of the answer is what the method returns."""
    groups = example("account_holders_recurring_groups", "weekly")
    client, script = client_of(said(200, groups), said(200, []))
    (group,) = client.account_holders.recurring_groups("h")
    assert isinstance(group, models.RecurrenceGroup)
    assert group.periodicity is models.RecurrencePeriodicity.WEEKLY
    assert client.account_holders.recurring_groups("h") == []
    assert script.requests[0].content == b""


@pytest.mark.parametrize("word", ["fortnightly", "bi_weekly"])
def test_a_periodicity_of_another_version_is_a_text(word: str) -> None:
    """The group is read all the same."""
    groups = [{**example("account_holders_recurring_groups", "weekly")[0], "periodicity": word}]
    client, _ = client_of(said(200, groups))
    assert client.account_holders.recurring_groups("h")[0].periodicity == word


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"incoming": ["b", "a", "a"], "outgoing": []},
            models.CategorySet(incoming=["b", "a", "a"], outgoing=[]),
        ),
        ({"anything": [1]}, {"anything": [1]}),
        ({}, {}),
        (None, None),
    ],
)
def test_a_category_set_an_object_or_nothing(body: Any, expected: Any) -> None:
    """Each of the documented answers of a reset comes as what it is."""
    client, _ = client_of(said(200, json.dumps(body).encode()))
    assert client.categories.reset("consumer") == expected


def test_webhooks_are_asked_for_once() -> None:
    """Without a parameter for it a cursor is not followed: that would loop for ever."""
    page = {**example("webhooks_list", "one_webhook"), "next_cursor": "again"}
    client, script = client_of(said(200, page))
    assert len(list(client.webhooks.list())) == 1
    assert len(script.requests) == 1


def test_a_number_beyond_reason_is_no_id() -> None:
    """It is refused as everything that cannot be sent."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match="the number is too large"):
        client.rules.delete(10**5000)
    assert script.requests == []


async def test_webhooks_are_asked_for_once_async() -> None:
    """The same with an async client."""
    page = {**example("webhooks_list", "one_webhook"), "next_cursor": "again"}
    script = Script([said(200, page)])
    client = api.AsyncNtropy(KEY, http_client=httpx.AsyncClient(transport=httpx.MockTransport(script)))
    assert len([hook async for hook in client.webhooks.list()]) == 1
    assert len(script.requests) == 1


def test_no_repr_shows_a_token() -> None:
    """Of a webhook, of a request for one, and of a page of them."""
    hook = example("webhooks_create", "batches")
    client, _ = client_of(said(200, hook), said(200, {"data": [hook], "next_cursor": None}))
    created = client.webhooks.create(url="https://example.com/", events=["batches.error"], token="hunter2")
    assert created.token == "hunter2"
    shown = [
        repr(created),
        str(created),
        repr(client.webhooks.list()),
        repr(models.WebhookInput(url="https://example.com/", events=[], token="hunter2")),
        repr(models.WebhookPatch(token="hunter2", hmac_secret="hunter2")),
        repr(api.operations.webhooks_create(url="https://example.com/", events=[], token="hunter2")),
    ]
    assert not [text for text in shown if "hunter2" in text]


@pytest.mark.parametrize(
    ("call", "location"),
    [
        (lambda client: client.account_holders.create(id="", type="consumer"), "id"),
        (lambda client: client.account_holders.create(id="x" * 257, type="consumer"), "id"),
        (lambda client: client.account_holders.create(id="h"), "type"),
        (lambda client: client.webhooks.create(url="", events=[]), "url"),
        (lambda client: client.webhooks.create(url="x" * 1025, events=[]), "url"),
        (lambda client: client.webhooks.create(url="u", events=[], token="x" * 129), "token"),
        (lambda client: client.webhooks.patch("w", url=""), "url"),
        (lambda client: client.webhooks.patch("w", enabled="yes"), "enabled"),
        (
            lambda client: client.reports.create(transaction_id="", description="d", fields=[]),
            "transaction_id",
        ),
        (lambda client: client.reports.create(transaction_id="t", description="d", fields=[7]), "fields[0]"),
        (lambda client: client.categories.set("c", incoming=["a"], outgoing=[None]), "outgoing[0]"),
        (lambda client: client.entities.resolve(name=7), "name"),
    ],
)
def test_what_the_document_forbids_is_refused_before_sending(
    call: Callable[[Any], Any], location: str
) -> None:
    """The error names the place."""
    client, script = client_of()
    with pytest.raises((api.RequestValidationError, TypeError), match=location.replace("[", r"\[")):
        call(client)
    assert script.requests == []


def test_a_statement_s_status_filter_is_open() -> None:
    """Documented statuses, older ones and any other pass."""
    page = example("bank_statements_list", "last_page")
    client, script = client_of(*[said(200, page)] * 3)
    for status in ("completed", "queued", models.BankStatementStatus.ERROR):
        assert list(client.bank_statements.list(status=status)) == []
    assert [sent.url.params["status"] for sent in script.requests] == ["completed", "queued", "error"]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("batches.completed", (models.BatchEvent, models.Batch)),
        ("bank_statements.error", (models.BankStatementEvent, models.BankStatement)),
        ("reports.rejected", (models.ReportEvent, models.Report)),
    ],
)
def test_every_event_of_the_document_has_its_model(kind: str, parts: tuple[type, type]) -> None:
    """The seven events and the models they decode to."""
    from ntropy_api.events import EVENTS

    event, data = parts
    assert sorted(EVENTS) == sorted(load().schemas["EventType"]["enum"])
    hooks = load().raw["webhooks"]
    assert sorted(hooks) == sorted(EVENTS)
    content = hooks[kind]["post"]["requestBody"]["content"]["application/json"]
    reference = next(iter(content["examples"].values()))
    body = load().resolve(reference)["value"]
    decoded = EVENTS[kind].from_dict(body)
    assert isinstance(decoded, event)
    assert isinstance(decoded.data, data)
    assert decoded.to_dict()["event_type"] == kind
