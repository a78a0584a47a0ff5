"""Events: each is of its type, what is new does not fail, and what is no event says why."""

from __future__ import annotations

import json
import pickle
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.client.delivery import CARRIED, COMPLETED, DOCUMENT, EXAMPLES, TOKEN, event
from ntropy_api.events import EVENTS
from ntropy_client import NtropyError, WebhookValidationError, webhooks


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_documented_event_has_its_type(name: str) -> None:
    """Each event of the document is the model that belongs to it, with the resource as its data."""
    found = webhooks.unwrap(json.dumps(EXAMPLES[name]).encode(), CARRIED, token=TOKEN)
    assert type(found) is EVENTS[name]
    assert found.event_type == name
    assert found.event_id == EXAMPLES[name]["event_id"]
    assert found == EVENTS[name].from_dict(EXAMPLES[name])


def test_the_event_types_are_the_documented_ones() -> None:
    """`EventType` has what the document can send, and nothing else is in `EVENTS`."""
    assert set(EVENTS) == set(EXAMPLES) == set(DOCUMENT.schemas["EventType"]["enum"])
    assert {str(member) for member in cast("Any", webhooks.EventType)} == set(EVENTS)
    assert isinstance(webhooks.unwrap(event(), {}, token=None), webhooks.Event)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("batches.paused", webhooks.BatchEvent),
        ("bank_statements.pages.read", webhooks.BankStatementEvent),
        ("reports.reopened", webhooks.ReportEvent),
    ],
)
def test_a_new_type_of_a_known_resource_is_read_as_the_others(name: str, kind: type[Any]) -> None:
    """What stands before the dot says what the data is; the type stays what was sent."""
    known = next(one for one in EXAMPLES if one.partition(".")[0] == name.partition(".")[0])
    found = webhooks.unwrap(json.dumps({**EXAMPLES[known], "event_type": name}).encode(), {}, token=None)
    assert type(found) is kind
    assert found.event_type == name
    assert found.to_dict()["event_type"] == name


@pytest.mark.parametrize(
    "name",
    ["entities.merged", "batches", "batch.completed", "batchesque.done", ".", ".completed", "", "Batches.x"],
)
def test_an_event_of_an_unknown_type_stays_usable(name: str) -> None:
    """It has the id, the type and the data as they came, and goes on to wherever events are kept."""
    found = webhooks.unwrap(event(event_type=name), CARRIED, token=TOKEN)
    assert isinstance(found, webhooks.UnknownEvent)
    assert isinstance(found, webhooks.Event)
    assert (found.event_id, found.event_type, found.data) == (COMPLETED["event_id"], name, COMPLETED["data"])
    assert webhooks.UnknownEvent.from_json(found.to_json()) == found
    assert json.loads(found.to_json()) == {**COMPLETED, "event_type": name}
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("data", [{}, {"id": 1}, [], "gone", 7, False])
def test_a_new_type_whose_data_is_another_is_unknown(data: object) -> None:
    """An unknown type that only begins like a known one is not refused for what it carries."""
    found = webhooks.unwrap(event(event_type="batches.gone", data=data), CARRIED, token=TOKEN)
    assert isinstance(found, webhooks.UnknownEvent)
    assert found.data == data


def test_an_unknown_event_may_come_without_data() -> None:
    """It is not known whether all events have data."""
    for body in (
        event(event_type="batches.gone", data=None),
        b'{"event_id":"e","event_type":"x","data":null}',
    ):
        found = webhooks.unwrap(body, {}, token=None)
        assert isinstance(found, webhooks.UnknownEvent)
        assert found.data is None


def test_what_is_new_in_a_known_event_does_not_fail() -> None:
    """Fields and statuses that this version does not know are no reason to refuse a delivery."""
    data = {**COMPLETED["data"], "status": "paused", "colour": "blue"}
    found = webhooks.unwrap(event(data=data, version=2), CARRIED, token=TOKEN)
    assert isinstance(found, webhooks.BatchEvent)
    assert found.data.status == "paused"


MALFORMED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "$", "empty"),
    "blank": (b" \n", "$", "empty"),
    "no JSON": (b"event_id=1&event_type=batches.completed", "$", "malformed"),
    "cut short": (event()[:-9], "$", "truncated"),
    "two objects": (event() + event(), "$", "malformed"),
    "no UTF-8": (b'{"event_id": "\xff", "event_type": "x"}', "$", "utf-8"),
    "no UTF-8 in the data": (b'{"event_id": "e", "event_type": "x", "data": "\xff"}', "$", "utf-8"),
    "UTF-16": (event().decode().encode("utf-16"), "$", "malformed"),
    "nested too deep": (b'{"event_id": "e", "data": ' + b"[" * 100_000, "$", "recursion"),
    "a list": (b"[" + event() + b"]", "$", "got `array`"),
    "null": (b"null", "$", "got `null`"),
    "no id": (event(event_id=None), "$", "event_id"),
    "no type": (event(event_type=None), "$", "event_type"),
    "an id that is a number": (event(event_id=7), "$.event_id", "got `int`"),
    "a type that is null": (b'{"event_id": "e", "event_type": null}', "$.event_type", "got `null`"),
    "no data": (event(data=None), "$", "data"),
    "data that is a list": (event(data=[]), "$.data", "got `array`"),
    "data of another kind": (event(data={"id": "x"}), "$.data", "operation"),
    "data with a wrong date": (
        event(data={**COMPLETED["data"], "created_at": "yesterday"}),
        "$.data.created_at",
        "RFC3339",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_event_is_refused_and_says_why(case: str) -> None:
    """One kind of error, with the place, the reason and the whole body, and no word of what the body holds."""
    body, location, reason = MALFORMED[case]
    with pytest.raises(WebhookValidationError) as caught:
        webhooks.unwrap(body, CARRIED, token=TOKEN)
    error = caught.value
    assert isinstance(error, NtropyError)
    assert error.location == location
    assert reason in error.reason
    assert f"at {location}: {error.reason}" in str(error)
    assert error.content == body
    assert error.__suppress_context__  # what the decoder said is said already
    assert pickle.loads(pickle.dumps(error)).__dict__ == error.__dict__
    assert "yesterday" not in str(error)


def test_an_event_whose_data_does_not_fit_can_be_told_from_noise() -> None:
    """The id and the type are on the error, so that it can be kept, answered, and looked at later."""
    with pytest.raises(WebhookValidationError, match=r"batches\.completed") as caught:
        webhooks.unwrap(event(data={}), CARRIED, token=TOKEN)
    assert (caught.value.event_id, caught.value.event_type) == (COMPLETED["event_id"], "batches.completed")
    for noise in (b"{}", event(event_id=None), event(event_type=None)):
        with pytest.raises(WebhookValidationError, match="no event") as caught:
            webhooks.unwrap(noise, CARRIED, token=TOKEN)
        assert (caught.value.event_id, caught.value.event_type) == (None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
NAMES = st.sampled_from([*EVENTS, "batches.paused", "x.y"]) | st.text()


@given(st.binary() | st.fixed_dictionaries({"event_id": st.text(), "event_type": NAMES, "data": JSON}) | JSON)
def test_any_body_is_an_event_or_one_kind_of_error(body: object) -> None:
    """Nothing that can be sent raises anything else."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8", "surrogatepass")
    try:
        found = webhooks.unwrap(content, {}, token=None)
    except WebhookValidationError as error:
        kept = error.content
    else:
        assert isinstance(found, webhooks.Event)
        kept = content
    assert kept == content


@pytest.mark.parametrize(
    "data",
    [
        "x" * 10_000_000,
        list(range(1_000_000)),
        {str(number): ["y" * 1000] * 100 for number in range(1000)},
        [[[[[[[[[["deep"] * 100] * 100]]]]]]]],
    ],
)
def test_printing_an_unknown_event_is_short(data: Any) -> None:
    """However large the data, a log line stays a line."""
    shown = repr(webhooks.UnknownEvent(event_id="e" * 1000, event_type="t" * 1000, data=data))
    assert shown.startswith("UnknownEvent(event_id='eee")
    assert len(shown) < 800
