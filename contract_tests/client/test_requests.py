"""Requests: checked before they are sent, and sent as they were checked."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client import models, operations

from .calls import FOUND, GET, POST, Thing, client_of
from .conftest import KEY, HeldClock, said
from .foreign import Frame, Missing, NoTime, Text, Timestamp

ROW: dict[str, Any] = {
    "id": "t-1",
    "description": "SQ *BLUE BOTTLE",
    "date": "2024-05-01",
    "amount": 6.5,
    "entry_type": "outgoing",
    "currency": "USD",
}


def by_keywords(row: dict[str, Any]) -> bytes | None:
    return operations.transactions_create(**row).content


def by_dict(row: dict[str, Any]) -> bytes | None:
    return operations.batches_create(data=[ROW, row]).content  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def by_model(row: dict[str, Any]) -> bytes | None:
    return operations.batches_create(
        data=[models.TransactionInput(**ROW), models.TransactionInput(**row)]
    ).content


WAYS: dict[Callable[[dict[str, Any]], bytes | None], str] = {
    by_keywords: "",
    by_dict: "data[1].",
    by_model: "data[1].",
}
WITHOUT = object()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id", "", "length"),
        ("id", b"t-1", "bytes"),
        ("id", None, "expected str"),
        ("description", "x" * 1025, "1,025 characters"),
        ("description", bytearray(b"x"), "bytes"),
        ("description", "\ud800", "surrogate"),
        ("date", "tomorrow", "date"),
        ("date", dt.datetime(2024, 5, 1), "datetime"),
        ("amount", -0.01, ">= 0"),
        ("amount", float("nan"), "nan is not a number"),
        ("amount", float("inf"), "inf is not a number"),
        ("amount", Decimal("NaN"), "NaN is not a number"),
        ("amount", np.float32("nan"), "nan is not a number"),
        ("amount", "6.5", "expected a number"),
        ("amount", True, "expected a number"),
        ("amount", None, "expected a number"),
        ("currency", "usd", "'usd'"),
        ("currency", "USD\n", "form"),
        ("account_holder_id", "", "length"),
        ("account_holder_id", float("nan"), "nan is not a number"),
        ("account_holder_id", np.float64("nan"), "nan is not a number"),
        ("location", {"country": "usa"}, "form"),
        ("location", {"contry": "US"}, "spelling"),
        ("location", float("nan"), "nan is not a number"),
        ("date", NoTime(2024, 5, 1), "cannot be sent|date"),
        ("date", Timestamp(2024, 5, 1), "give its .date"),
        ("amount", np.bool_(True), "expected a number"),
        ("description", Missing(), "Missing cannot be sent"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    way: Callable[[dict[str, Any]], bytes | None], field: str, value: Any, why: str
) -> None:
    """By keywords, as a dict and as a model alike; the error says where and why."""
    with pytest.raises(api.RequestValidationError, match=why) as caught:
        way({**ROW, field: value})
    assert caught.value.location.startswith(WAYS[way] + field)
    assert "nothing was sent" in str(caught.value)


@pytest.mark.parametrize("field", ROW)
def test_a_missing_field_is_named(field: str) -> None:
    """In a dict, where no checker may have seen it."""
    row = {name: value for name, value in ROW.items() if name != field}
    with pytest.raises(api.RequestValidationError, match="is required") as caught:
        by_dict(row)
    assert caught.value.location == f"data[1].{field}"


def test_a_misspelt_field_is_named() -> None:
    """A key that nobody knows would be lost without a word."""
    with pytest.raises(api.RequestValidationError, match="spelling") as caught:
        by_dict({**ROW, "amonut": 1})
    assert caught.value.location == "data[1].amonut"
    misspelt: dict[str, Any] = {**ROW, "amonut": 1}
    with pytest.raises(TypeError, match=r"transactions\.create\(\).*'amonut'"):
        api.Ntropy("any-key").transactions.create(**misspelt)


@pytest.mark.parametrize("make", [dict, lambda row: models.TransactionInput(**row)])
def test_a_row_too_many_is_refused(make: Callable[[Any], Any]) -> None:
    """24,960 fit and 24,961 do not."""
    rows = [make(ROW)] * 24_960
    assert json.loads(operations.batches_create(data=rows).content or b"")["data"][24_959] == ROW
    with pytest.raises(api.RequestValidationError, match="24,961 items") as caught:
        operations.batches_create(data=[*rows, make(ROW)])
    assert caught.value.location == "data"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("field", "value", "sent"),
    [
        ("amount", Decimal("6.50"), 6.5),
        ("amount", 6, 6),
        ("amount", 0, 0),
        ("amount", np.float32(6.5), 6.5),
        ("amount", np.int64(6), 6),
        ("amount", np.float64(6.5), 6.5),
        ("amount", np.array(6.5), 6.5),
        ("date", np.datetime64("2024-05-01"), "2024-05-01"),
        ("entry_type", np.str_("incoming"), "incoming"),
        ("date", dt.date(2024, 5, 1), "2024-05-01"),
        ("description", Text("null"), "null"),
        ("description", np.str_("x"), "x"),
        ("description", "", ""),
        ("entry_type", models.EntryType.INCOMING, "incoming"),
        ("entry_type", models.EntryType("sideways"), "sideways"),
        ("location", {"country": "US", "raw_address": None}, {"country": "US"}),
        ("location", models.LocationInput(country="US-CA"), {"country": "US-CA"}),
        ("account_holder_id", None, WITHOUT),
        ("location", None, WITHOUT),
    ],
)
def test_what_fits_arrives_as_it_was_meant(
    way: Callable[[dict[str, Any]], bytes | None], field: str, value: Any, sent: Any
) -> None:
    """Numbers as numbers, text as text, None left out."""
    body = json.loads(way({**ROW, field: value}) or b"")
    row = body if way is by_keywords else body["data"][1]
    assert row == {**ROW, field: sent} if sent is not WITHOUT else row == ROW


@pytest.mark.parametrize("rows", [(ROW,), [ROW], np.array([ROW], dtype=object)])
def test_rows_come_in_any_sequence(rows: Any) -> None:
    """Lists, tuples, arrays."""
    assert json.loads(operations.batches_create(data=rows).content or b"")["data"] == [ROW]


def test_a_table_is_refused_with_what_to_give() -> None:
    """Its rows are what is sent; nothing of it is taken for them."""
    frame: Any = Frame()
    with pytest.raises(
        api.RequestValidationError, match=r"Frame cannot be sent as JSON: give \.to_dict\('records'\)"
    ):
        operations.batches_create(data=frame)


def test_a_number_that_is_none_may_be_left_out() -> None:
    """The error of an optional field says so, and does not have the row left out."""
    with pytest.raises(api.RequestValidationError, match="give a finite number, or leave it out"):
        by_dict({**ROW, "amount": float("nan")})


def test_rows_that_can_be_read_only_once_are_refused() -> None:
    """A retry could not send them again; the error says what to give."""
    rows: Any = (row for row in [ROW])
    with pytest.raises(api.RequestValidationError, match="give a list"):
        operations.batches_create(data=rows)


def test_the_operation_has_its_only_value() -> None:
    """Nobody has to write what can only be one thing."""
    body = json.loads(operations.batches_create(data=[]).content or b"")
    assert body == {"operation": "POST /v3/transactions", "data": []}


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (dt.datetime(2024, 1, 2, 3, 4, 5), "2024-01-02T03:04:05Z"),
        (dt.datetime(2024, 1, 2, 3, 4, 5, 600, dt.UTC), "2024-01-02T03:04:05.000600Z"),
        (dt.datetime(2024, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2024-01-02T00:00:00+02:00"),
        (dt.datetime(1890, 1, 2, tzinfo=dt.timezone(dt.timedelta(seconds=3208))), "1890-01-01T23:06:32Z"),
        (Timestamp(2024, 1, 2, 3, 4, 5), "2024-01-02T03:04:05.000000007Z"),
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
    ],
)
def test_moments_of_filters_are_rfc_3339(value: Any, sent: str) -> None:
    """A moment without a zone means UTC."""
    assert operations.transactions_list(created_after=value).query == (("created_after", sent),)


@pytest.mark.parametrize(
    "value",
    [float("nan"), object(), b"x", 10**5000, Missing(), NoTime(2024, 1, 1), np.timedelta64(3, "s")],
    ids=lambda value: type(value).__name__,
)
def test_a_filter_that_is_no_text_is_refused(value: Any) -> None:
    """The parameter is named."""
    with pytest.raises(api.RequestValidationError) as caught:
        operations.transactions_list(limit=value)
    assert caught.value.location == "limit"


@pytest.mark.parametrize(
    ("build", "body", "word"),
    [
        (operations.rules_replace, "abc", "expected an array, got str: give a list"),
        (operations.rules_replace, None, "expected an array, got NoneType"),
        (operations.rules_replace, {"add_label": "x"}, "expected an array, got dict"),
        (operations.rules_create, None, "expected an object, got NoneType"),
        (operations.rules_create, [{"add_label": "x"}], "expected an object, got list"),
        (operations.rules_create, "abc", "expected an object, got str"),
    ],
)
def test_json_of_another_kind_is_refused(build: Callable[[Any], object], body: Any, word: str) -> None:
    """What stays JSON is not checked further, but a list is not an object."""
    with pytest.raises(api.RequestValidationError, match=word):
        build(body)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date", "01/02/2024", r"date: expected a date as YYYY-MM-DD, got '01/02/2024'"),
        ("amount", "6,50", "amount: expected a number, got text: convert it first"),
    ],
)
def test_what_a_file_holds_is_told_in_plain_words(field: str, value: str, words: str) -> None:
    """Rows of a CSV are all text, and dates are as its country writes them."""
    with pytest.raises(api.RequestValidationError, match=words):
        operations.transactions_create(**{**ROW, field: value})


def test_moments_of_numpy_filter(clock: HeldClock) -> None:
    """As they may stand in bodies."""
    moment = operations.batches_list(created_after=np.datetime64("2024-01-02T03:04:05", "s"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert dict(moment.query) == {"created_after": "2024-01-02T03:04:05Z"}


def test_what_is_not_given_is_not_sent() -> None:
    """Nothing is null that nobody set to null, in any resource."""
    holder = operations.account_holders_create(id="h", type="consumer")
    hook = operations.webhooks_create(url="https://example.com/", events=["batches.error"])
    entity = operations.entities_resolve(name="x")
    assert json.loads(holder.content or b"") == {"id": "h", "type": "consumer"}
    assert json.loads(hook.content or b"") == {"url": "https://example.com/", "events": ["batches.error"]}
    assert json.loads(entity.content or b"") == {"name": "x"}


def test_what_a_webhook_is_signed_with_is_sent() -> None:
    """No example has the secret, so that nothing else would tell that it is lost."""
    created = operations.webhooks_create(url="https://x.test/", events=[], token="t", hmac_secret="s")
    assert json.loads(created.content or b"") == {
        "url": "https://x.test/",
        "events": [],
        "token": "t",
        "hmac_secret": "s",
    }
    changed = operations.webhooks_patch("w", url="https://y.test/", hmac_secret="s")
    assert json.loads(changed.content or b"") == {"url": "https://y.test/", "hmac_secret": "s"}


@pytest.mark.parametrize("country", ["xxUSyy", "xxUS", "USyy", "us", "U", "US-", "US\n", ""])
def test_a_country_is_a_whole_code(country: str) -> None:
    """A code somewhere in a text is none."""
    with pytest.raises(api.RequestValidationError, match="country"):
        by_keywords({**ROW, "location": {"country": country}})


def test_scalars_of_numpy_are_values_of_parameters_too() -> None:
    """In paths, queries and bodies alike."""
    position: Any = np.int64(3)
    name: Any = np.str_("a/b")
    enabled: Any = np.bool_(True)
    limit: Any = np.int64(5)
    assert operations.rules_delete(position).path == "/v3/rules/3"
    assert operations.transactions_get(name).path == "/v3/transactions/a%2Fb"
    assert operations.transactions_list(limit=limit, cursor=name).query == (
        ("cursor", "a/b"),
        ("limit", "5"),
    )
    assert operations.webhooks_patch("w", enabled=enabled).content == b'{"enabled":true}'


def test_printing_many_results_does_not_hang() -> None:
    """Three are shown, the others counted."""
    results = [models.EnrichedTransaction(id="a", created_at=dt.datetime(2024, 1, 1))] * 24_960
    shown = repr(
        models.BatchResult(id="b", total=24_960, status=models.BatchStatus.COMPLETED, results=results)
    )
    assert "24,957 more" in shown
    assert len(shown) < 600


class TestWhatIsSent:
    def test_key_and_request_id_and_address(self, clock: HeldClock) -> None:
        """A request carries the key, an id of its own, and its path as it was built."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(GET)
        (sent,) = script.requests
        assert sent.headers["X-Api-Key"] == KEY
        assert sent.headers["X-Request-ID"] == "sent-1"
        assert sent.headers["Accept"] == "application/json"
        assert sent.headers["User-Agent"].startswith("ntropy-client/")
        assert sent.url.raw_path == b"/v3/things/a%2Fb"
        assert "content-type" not in sent.headers

    def test_the_query_is_encoded(self, clock: HeldClock) -> None:
        """No value of a query can add another parameter."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(Request("things_get", "GET", "/v3/things", {200: (Thing,)}, (("cursor", "a&b=c +é"),)))
        assert script.requests[0].url.raw_path == b"/v3/things?cursor=a%26b%3Dc%20%2B%C3%A9"
        assert dict(script.requests[0].url.params) == {"cursor": "a&b=c +é"}

    def test_a_body_is_sent_as_it_was_checked(self, clock: HeldClock) -> None:
        """The very bytes of the request go out as JSON."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(POST)
        assert script.requests[0].content == POST.content
        assert script.requests[0].headers["Content-Type"] == "application/json"

    def test_options_of_one_call(self, clock: HeldClock) -> None:
        """A call may have its own key, request id, headers and time-outs."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(GET, api_key="other-key", request_id="mine", headers={"X-More": "1"}, timeout=3)
        sent = script.requests[0]
        assert sent.headers["X-Api-Key"] == "other-key"
        assert sent.headers["X-Request-ID"] == "mine"
        assert sent.headers["X-More"] == "1"
        assert sent.extensions["timeout"] == {"connect": 3, "read": 3, "write": 3, "pool": 3}

    def test_an_unknown_option_is_named(self, clock: HeldClock) -> None:
        """A misspelt keyword is a TypeError that names method and keyword; nothing is sent."""
        client, script = client_of(clock)
        with pytest.raises(TypeError, match=r"send\(\) got an unexpected keyword argument 'retrys'"):
            client.send(GET, retrys=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        assert script.requests == []

    def test_an_unknown_option_is_named_async(self) -> None:
        """By the async client too, and by one with other defaults."""
        client, misspelt = api.AsyncNtropy(KEY), dict[str, Any](retrys=1)
        with pytest.raises(TypeError, match=r"send\(\) got an unexpected keyword argument 'retrys'"):
            asyncio.run(client.send(GET, **misspelt))
        for one in (client, api.Ntropy(KEY)):
            with pytest.raises(
                TypeError, match=r"with_options\(\) got an unexpected keyword argument 'retrys'"
            ):
                one.with_options(**misspelt)

    @pytest.mark.parametrize(
        "options",
        [{"request_id": "ü"}, {"request_id": "a\nb"}, {"api_key": ""}, {"timeout": 0}, {"deadline": -1}],
    )
    def test_an_option_that_cannot_work_is_refused(self, clock: HeldClock, options: dict[str, Any]) -> None:
        """Nothing is sent with an option that makes no sense."""
        client, script = client_of(clock)
        with pytest.raises(api.ConfigurationError):
            client.send(GET, **options)
        with pytest.raises(api.ConfigurationError):
            client.with_options(**options)
        assert script.requests == []
