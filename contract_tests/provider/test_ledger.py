"""The ledger finds what no single exchange shows, and accuses no honest server."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from contract_tests.provider.ledger import Ledger
from contract_tests.provider.run import Exchange, Finding
from ntropy_client import document as documents

Json = dict[str, Any]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
INPUT: Json = {
    "id": "t-1",
    "description": "ACME CORP PAYROLL",
    "date": "2026-02-28",
    "amount": 10.0,
    "entry_type": "incoming",
    "currency": "EUR",
    "account_holder_id": "h-1",
}
ENRICHED: Json = {
    "id": "t-1",
    "created_at": "2026-03-01T12:00:00Z",
    "entities": {"counterparty": None, "intermediaries": []},
    "categories": {"general": "salary", "accounting": None},
    "location": None,
    "error": None,
}
SHOWN: Json = {**ENRICHED, **INPUT, "amount": 10, "created_at": "2026-03-01T12:00:00+00:00", "entities": {}}
BATCH: Json = {
    "id": "b-1",
    "operation": "POST /v3/transactions",
    "status": "processing",
    "created_at": "2026-03-01T12:00:00",
    "updated_at": "2026-03-01T12:00:00",
    "progress": 0,
    "total": 1,
}
SUBMITTED: Json = {"operation": "POST /v3/transactions", "data": [INPUT]}


@dataclass
class Story:
    """A history of exchanges as a server might have had it."""

    ledger: Ledger = field(default_factory=lambda: Ledger(documents.load()))
    found: list[Finding] = field(default_factory=list[Finding])
    number: int = 0

    def tell(
        self,
        method: str,
        path: str,
        answer: Any = None,
        *,
        status: int = 200,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        key: str = "first",
        world: int = 0,
        request_id: str | None = None,
        date: datetime = NOON,
    ) -> None:
        """One exchange."""
        self.number += 1
        raw_path = f"/v3/{path}"
        match = documents.load().match(method, raw_path)
        sent = f"sent-{self.number}"
        exchange = Exchange(
            number=self.number,
            part="probes",
            operation=match[0].id if match else None,
            method=method,
            path=raw_path,
            query=tuple((query or {}).items()),
            request_headers={"x-request-id": sent},
            request_body=b"" if body is None else json.dumps(body).encode(),
            status=status,
            response_headers={"x-request-id": request_id or sent, "date": format_datetime(date, usegmt=True)},
            response_body=b"" if answer is None else json.dumps(answer).encode(),
            started=NOON,
            elapsed=0.1,
            key=key,
            world=world,
        )
        self.found += self.ledger(exchange)

    def enrich(self, **changes: Any) -> None:
        """Enrich the transaction honestly."""
        body = {**INPUT, **changes}
        self.tell("POST", "transactions", {**ENRICHED, "id": body["id"]}, body=body)

    def submit(self, **changes: Any) -> None:
        """Submit a batch honestly."""
        self.tell("POST", "batches", {**BATCH, **changes}, body=SUBMITTED)

    @property
    def oracles(self) -> list[str]:
        """The oracles that spoke."""
        return [one.oracle for one in self.found]


def page(*items: Mapping[str, Any], following: str | None = None) -> dict[str, Any]:
    """A page as it is answered."""
    return {"data": list(items), "next_cursor": following}


def honest_transaction(story: Story) -> None:
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)
    story.enrich()
    story.tell("GET", "transactions/t-1", SHOWN)
    story.tell("GET", "transactions", page(SHOWN), query={"account_holder_id": "h-1", "limit": "1"})
    story.tell("GET", "transactions", page(SHOWN))
    story.enrich(description="REPLACED")
    story.tell("GET", "transactions/t-1", {**SHOWN, "description": "REPLACED"})
    story.tell("POST", "transactions", {"detail": []}, status=422, body={**INPUT, "amount": -1})
    story.tell("GET", "transactions/t-1", {**SHOWN, "description": "REPLACED"})
    moved: Json = {
        **SHOWN,
        "description": "REPLACED",
        "account_holder_id": "h-2",
        "categories": {"general": "other"},
    }
    story.tell("POST", "transactions/t-1/assign", moved, body={"account_holder_id": "h-2"})
    story.tell("GET", "transactions/t-1", moved)
    story.tell("DELETE", "transactions/t-1", status=204)
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)
    story.tell("GET", "transactions", page())
    story.enrich()
    story.enrich(location={"country": "US"})
    again = {name: value for name, value in INPUT.items() if name != "account_holder_id"}
    story.tell("POST", "transactions", ENRICHED, body=again)
    story.tell(
        "GET", "transactions/t-1", {**SHOWN, "account_holder_id": None, "location": {"raw_address": "x"}}
    )
    story.enrich()
    story.tell("GET", "transactions/t-1", SHOWN)


def honest_batch(story: Story) -> None:
    story.enrich(description="BEFORE")
    story.submit()
    story.tell("GET", "transactions/t-1", {**SHOWN, "description": "BEFORE"})
    story.tell("GET", "batches/b-1/results", {"detail": "busy"}, status=409)
    done: Json = {**BATCH, "status": "completed", "progress": 1, "updated_at": "2026-03-01T12:00:05Z"}
    story.tell("GET", "batches", page(BATCH), query={"status": "processing"})
    story.tell("GET", "batches/b-1", done)
    story.tell("GET", "batches", page(done), query={"status": "completed"})
    enriched: Json = {**ENRICHED, "created_at": "2026-03-01T12:00:02Z"}
    results: Json = {"id": "b-1", "total": 1, "status": "completed", "results": [enriched]}
    story.tell("GET", "batches/b-1/results", results)
    now: Json = {**SHOWN, "created_at": "2026-03-01T12:00:02Z"}
    story.tell("GET", "transactions/t-1", now)
    story.tell("GET", "transactions", page(now))
    story.enrich(description="AFTER", amount=3)
    story.tell("GET", "batches/b-1/results", results)
    story.tell("DELETE", "transactions/t-1", status=204)
    story.tell("GET", "batches/b-1/results", results)


def results_of(batch: str, created: str) -> Json:
    enriched: Json = {**ENRICHED, "created_at": created}
    return {"id": batch, "total": 1, "status": "completed", "results": [enriched]}


def honest_overlap(story: Story) -> None:
    """Two batches have the same item, and their results are read in the other order."""
    first, second = "2026-03-01T12:00:02Z", "2026-03-01T12:00:03Z"
    story.submit(id="b-1")
    story.submit(id="b-2")
    for batch, created in (("b-2", second), ("b-1", first)):
        story.tell("GET", f"batches/{batch}/results", results_of(batch, created))
        story.tell("GET", "transactions", page({**SHOWN, "created_at": second}))
    twice: Json = {**SUBMITTED, "data": [INPUT, {**INPUT, "amount": 3}]}
    story.tell("POST", "batches", {**BATCH, "id": "b-3", "total": 2}, body=twice)
    last: Json = {**SHOWN, "amount": 3, "created_at": "2026-03-01T12:00:05Z"}
    for _ in range(2):
        both = [{**ENRICHED, "created_at": f"2026-03-01T12:00:0{moment}Z"} for moment in (4, 5)]
        results: Json = {"id": "b-3", "total": 2, "status": "completed", "results": both}
        story.tell("GET", "batches/b-3/results", results)
        story.tell("GET", "transactions/t-1", last)


def honest_doubts(story: Story) -> None:
    """Whatever cannot be known for certain."""
    story.enrich()
    story.tell("POST", "transactions", {"detail": "x"}, status=500, body={**INPUT, "amount": 3})
    story.tell("GET", "transactions/t-1", {**SHOWN, "amount": 3})
    story.tell("DELETE", "transactions/t-1", status=503)
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)
    failed: Json = {**ENRICHED, "entities": None, "error": {"code": "internal_error", "message": "x"}}
    story.tell("POST", "transactions", failed, body=INPUT)
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)
    story.enrich()
    story.tell("POST", "transactions/bulk", {"anything": 1}, body={"transactions": []})
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)
    story.enrich()
    story.submit()
    story.enrich(amount=7)
    story.tell("GET", "transactions/t-1", {**SHOWN, "amount": 7})
    for _ in range(2):
        story.tell("GET", "transactions/t-1", {**SHOWN, "categories": None})
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404, key="second")
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404, world=1)
    story.tell("GET", "batches", page(), key="second")
    for identity, path in (("a/b", "a%2Fb"), (".", "%2E")):
        story.enrich(id=identity)
        story.tell("GET", f"transactions/{path}", {"detail": "no"}, status=404)
    strange = [{**SHOWN, "id": identity} for identity in (".", "a/b")]
    story.tell("GET", "transactions", page(*strange, {**SHOWN, "categories": None}))


def honest_pages(story: Story) -> None:
    """Items arrive while the pages are followed."""
    for number in (1, 2, 3):
        story.submit(id=f"b-{number}")
    shown = [{**BATCH, "id": f"b-{number}"} for number in range(5)]
    story.tell("GET", "batches", page(shown[3], shown[2], following="x"), query={"limit": "2"})
    story.submit(id="b-4")
    story.tell("GET", "batches", page(shown[1], following=None), query={"limit": "2", "cursor": "x"})
    story.tell("GET", "batches", page(shown[4], shown[3], shown[2], shown[1]))
    story.tell("GET", "batches", page(shown[4], following="y"), query={"limit": "1"})
    story.tell("GET", "batches", page(shown[1], following="y"), query={"limit": "1", "cursor": "stale"})


def honest_strangeness(story: Story) -> None:
    """Answers that are wrong in ways that other parts report do not break the ledger."""
    answers: list[Any] = [None, 1, [], "text", {"data": 3}, {"data": [1, None, {"id": 4}]}, {"id": None}]
    for answer in answers:
        for path in ("batches", "batches/b-9", "batches/b-9/results", "transactions"):
            story.tell("GET", path, answer)
        story.tell("POST", "batches", answer, body=[1])
        story.tell("POST", "transactions", answer, body="x")
        story.tell("POST", "transactions/t-9/assign", answer, body=3)


@pytest.mark.parametrize(
    "tale",
    [honest_transaction, honest_batch, honest_overlap, honest_doubts, honest_pages, honest_strangeness],
)
def test_an_honest_history_raises_no_doubt(tale: Callable[[Story], None]) -> None:
    """Whatever a server that keeps its promises may answer, the ledger has nothing to say."""
    story = Story()
    tale(story)
    assert [f"{one.oracle} {one.pointer}: {one.message}" for one in story.found] == []


def other_description(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions/t-1", {**SHOWN, "description": "acme corp payroll"})


def other_amount_in_a_list(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions", page({**SHOWN, "amount": 10.01}))


def other_id(story: Story) -> None:
    story.tell("POST", "transactions", {**ENRICHED, "id": "t-2"}, body=INPUT)


def holder_not_moved(story: Story) -> None:
    story.enrich()
    story.tell("POST", "transactions/t-1/assign", SHOWN, body={"account_holder_id": "h-2"})


def left_out_and_kept(story: Story) -> None:
    story.enrich()
    again = {name: value for name, value in INPUT.items() if name != "account_holder_id"}
    story.tell("POST", "transactions", ENRICHED, body=again)
    story.tell("GET", "transactions/t-1", SHOWN)


def priority_not_kept(story: Story) -> None:
    story.tell("POST", "batches", {**BATCH, "priority": "default"}, body={**SUBMITTED, "priority": "low"})


def batch_item_not_kept(story: Story) -> None:
    story.submit()
    story.tell("GET", "batches/b-1/results", {**BATCH, "results": [ENRICHED]})
    story.tell("GET", "transactions/t-1", {**SHOWN, "currency": "USD"})


def neither_of_two_batches(story: Story) -> None:
    story.submit(id="b-1")
    story.submit(id="b-2")
    for batch in ("b-2", "b-1"):
        story.tell("GET", f"batches/{batch}/results", results_of(batch, "2026-03-01T12:00:02Z"))
    story.tell("GET", "transactions/t-1", {**SHOWN, "amount": 11})


@pytest.mark.parametrize(
    "lie",
    [
        neither_of_two_batches,
        other_description,
        other_amount_in_a_list,
        other_id,
        holder_not_moved,
        left_out_and_kept,
        priority_not_kept,
        batch_item_not_kept,
    ],
)
def test_echo_sees_a_field_that_does_not_come_back_as_sent(lie: Callable[[Story], None]) -> None:
    """What a request says of an item is what every view of it shows."""
    story = Story()
    lie(story)
    assert story.oracles == ["echo"]


def list_shows_another_entity(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions", page({**SHOWN, "categories": {"general": "rent"}}))


def get_shows_another_time(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions/t-1", {**SHOWN, "created_at": "2026-03-01T13:00:00Z"})


def total_changes(story: Story) -> None:
    story.submit()
    story.tell("GET", "batches/b-1", {**BATCH, "total": 2})


def results_show_another_total(story: Story) -> None:
    story.submit()
    story.tell("GET", "batches/b-1/results", {"id": "b-1", "total": 3, "status": "completed", "results": []})


def results_differ_from_the_transaction(story: Story) -> None:
    story.submit()
    results: Json = {"id": "b-1", "total": 1, "status": "completed", "results": [ENRICHED]}
    story.tell("GET", "batches/b-1/results", results)
    story.tell("GET", "transactions/t-1", {**SHOWN, "categories": {"general": "rent"}})


def exists_and_is_not_found(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions/t-1", {"detail": "no"}, status=404)


def refused_write_is_done(story: Story) -> None:
    story.enrich()
    story.tell("GET", "transactions/t-1", SHOWN)
    story.tell(
        "POST", "transactions/t-1/assign", {"detail": "no"}, status=404, body={"account_holder_id": "x"}
    )
    story.tell("GET", "transactions/t-1", {**SHOWN, "categories": {"general": "x"}})


@pytest.mark.parametrize(
    "lie",
    [
        list_shows_another_entity,
        get_shows_another_time,
        total_changes,
        results_show_another_total,
        results_differ_from_the_transaction,
        exists_and_is_not_found,
        refused_write_is_done,
    ],
)
def test_views_agree_sees_two_views_of_one_item_that_differ(lie: Callable[[Story], None]) -> None:
    """All views of an item show the same, but for what may change by itself."""
    story = Story()
    lie(story)
    assert story.oracles == ["views-agree"]


def deleted_is_read(story: Story) -> None:
    story.enrich()
    story.tell("DELETE", "transactions/t-1", status=204)
    story.tell("GET", "transactions/t-1", SHOWN)


def deleted_is_listed(story: Story) -> None:
    story.enrich()
    story.tell("DELETE", "transactions/t-1", status=204)
    story.tell("GET", "transactions", page(SHOWN))


def deleted_twice(story: Story) -> None:
    story.enrich()
    story.tell("DELETE", "transactions/t-1", status=204)
    story.tell("DELETE", "transactions/t-1", status=204)


def deleted_is_assigned(story: Story) -> None:
    story.enrich()
    story.tell("DELETE", "transactions/t-1", status=204)
    moved: Json = {**SHOWN, "account_holder_id": "h-2"}
    story.tell("POST", "transactions/t-1/assign", moved, body={"account_holder_id": "h-2"})


@pytest.mark.parametrize("lie", [deleted_is_read, deleted_is_listed, deleted_twice, deleted_is_assigned])
def test_tombstone_sees_a_deleted_item_return(lie: Callable[[Story], None]) -> None:
    """What was deleted is gone, everywhere and for good."""
    story = Story()
    lie(story)
    assert story.oracles == ["tombstone"]


def test_patch_frame_sees_a_change_of_what_was_not_named() -> None:
    """A change of one member leaves the others as they were."""
    story = Story()
    story.enrich()
    moved: Json = {**SHOWN, "account_holder_id": "h-2", "amount": 11}
    story.tell("POST", "transactions/t-1/assign", moved, body={"account_holder_id": "h-2"})
    assert story.oracles == ["patch-frame"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"progress": 3}, {"progress": 2}),
        ({"updated_at": "2026-03-01T12:00:09Z"}, {"updated_at": "2026-03-01T12:00:08"}),
    ],
)
def test_monotone_sees_a_measure_go_back(first: dict[str, Any], second: dict[str, Any]) -> None:
    """What counts up by itself never goes down."""
    story = Story()
    story.submit()
    story.tell("GET", "batches/b-1", {**BATCH, **first})
    story.tell("GET", "batches", page({**BATCH, **second}))
    assert story.oracles == ["monotone"]


def test_terminal_sees_a_state_return() -> None:
    """A state that was left does not come back."""
    story = Story()
    story.submit()
    story.tell("GET", "batches/b-1", {**BATCH, "status": "completed"})
    story.tell("GET", "batches/b-1", BATCH)
    assert "terminal" in story.oracles


@pytest.mark.parametrize("change", [{"updated_at": "2026-03-01T12:00:09Z"}, {"status": "error"}])
def test_terminal_sees_a_change_after_the_end(change: Json) -> None:
    """What has results no longer changes."""
    story = Story()
    story.submit()
    done: Json = {**BATCH, "status": "completed", "progress": 1, "updated_at": "2026-03-01T12:00:05Z"}
    results: Json = {"id": "b-1", "total": 1, "status": "completed", "results": [ENRICHED]}
    story.tell("GET", "batches/b-1/results", results)
    story.tell("GET", "batches/b-1", done)
    story.tell("GET", "batches", page({**done, **change}))
    assert set(story.oracles) == {"terminal"}


def test_page_bound_sees_a_page_that_is_too_long() -> None:
    """A page has no more items than its limit, given or default."""
    story = Story()
    items = [{**BATCH, "id": f"b-{number}"} for number in range(11)]
    story.tell("GET", "batches", page(*items[:3], following="x"), query={"limit": "2"})
    story.tell("GET", "batches", page(*items, following="y"))
    assert story.oracles == ["page-bound", "page-bound"]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "completed"},
        {"created_after": "2026-03-01T12:00:01.5Z"},
        {"created_before": "2026-03-01T11:59:58Z"},
        {"created_after": "2026-02-28T00:00:00Z", "created_before": "2026-02-28T10:00:00Z"},
    ],
)
def test_filter_holds_sees_an_item_that_does_not_pass(query: dict[str, str]) -> None:
    """Every item of a filtered list passes every filter."""
    story = Story()
    story.tell("GET", "batches", page(BATCH), query=query)
    assert story.oracles == ["filter-holds"]


def test_filter_holds_sees_the_transaction_of_another_holder() -> None:
    """A list by account holder has only the transactions of that holder."""
    story = Story()
    story.tell("GET", "transactions", page(SHOWN), query={"account_holder_id": "h-2"})
    assert story.oracles == ["filter-holds"]


def test_order_sees_an_older_item_before_a_newer_one() -> None:
    """Lists that the document calls newest first are."""
    story = Story()
    newer: Json = {
        **BATCH,
        "id": "b-2",
        "created_at": "2026-03-01T12:00:01Z",
        "updated_at": "2026-03-01T12:00:01Z",
    }
    story.tell("GET", "batches", page(BATCH, newer))
    assert story.oracles == ["order"]


def left_out_of_a_page(story: Story) -> None:
    story.submit()
    story.tell("GET", "batches", page())


def left_out_of_all_pages(story: Story) -> None:
    story.submit(id="b-1")
    story.submit(id="b-2")
    story.tell("GET", "batches", page({**BATCH, "id": "b-2"}, following="x"))
    story.tell("GET", "batches", page(), query={"cursor": "x"})


def listed_twice(story: Story) -> None:
    story.submit(id="b-1")
    story.submit(id="b-2")
    story.tell("GET", "batches", page({**BATCH, "id": "b-2"}, {**BATCH, "id": "b-1"}, following="x"))
    story.tell("GET", "batches", page({**BATCH, "id": "b-1"}), query={"cursor": "x"})


@pytest.mark.parametrize("lie", [left_out_of_a_page, left_out_of_all_pages, listed_twice])
def test_complete_sees_an_item_that_is_not_listed_once(lie: Callable[[Story], None]) -> None:
    """The pages of a list have every item once."""
    story = Story()
    lie(story)
    assert story.oracles == ["complete"]


def test_fresh_id_sees_an_id_given_twice() -> None:
    """The server gives every new item an id of its own."""
    story = Story()
    story.submit()
    story.submit()
    assert story.oracles == ["fresh-id"]


def test_path_id_sees_the_answer_about_another_item() -> None:
    """An item that is asked for by id is the item of that id."""
    story = Story()
    story.tell("GET", "batches/b-2", BATCH)
    assert story.oracles == ["path-id"]


@pytest.mark.parametrize(
    "lie",
    [{"updated_at": "2026-03-01T11:59:59Z"}, {"created_at": "2026-02-28T12:00:00Z"}],
)
def test_clock_sees_times_that_cannot_be(lie: dict[str, str]) -> None:
    """A new item is created when it is made, and not updated before."""
    story = Story()
    story.submit(**lie)
    assert story.oracles == ["clock"]


def test_request_id_sees_one_id_for_two_requests() -> None:
    """Each request has an id of its own."""
    story = Story()
    story.tell("GET", "batches/b-1", BATCH, request_id="same")
    story.tell("GET", "batches/b-2", {"detail": "no"}, status=404, request_id="same")
    assert story.oracles == ["request-id"]


def test_time_between_answers_is_no_ground_for_doubt() -> None:
    """The clock of the machine that checks plays no part."""
    story = Story()
    story.tell("POST", "batches", BATCH, body=SUBMITTED, date=NOON + timedelta(seconds=1))
    assert story.oracles == []
