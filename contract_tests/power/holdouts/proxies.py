"""Hold-outs as somebody writes them who stands between the check and the server: each as narrow as can be."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from contract_tests.power.defect import Defect, gate, wire
from contract_tests.power.seam import Answered, Asked, Rewrite
from contract_tests.power.tools import edit, items_of, on

__all__ = ["PROXIES"]

TRANSACTIONS = ("transactions_create", "transactions_get", "transactions_list")
HOLDERS = ("account_holders_create", "account_holders_get", "account_holders_list")
REPORTS = ("reports_create", "reports_get", "reports_list")
STATEMENTS = ("bank_statements_create", "bank_statements_get", "bank_statements_list")
BATCHES = ("batches_create", "batches_get", "batches_list")
HOOKS = ("webhooks_create", "webhooks_get", "webhooks_list", "webhooks_patch")
Change = Callable[[Any], None]


def _when(wanted: Callable[[Any], bool], **members: Callable[[Any], Any]) -> Change:
    """Change some members of what is meant."""

    def changed(body: Any) -> None:
        if wanted(body):
            for name, change in members.items():
                if body.get(name) is not None:
                    body[name] = change(body[name])

    return changed


def _always(_: Any) -> bool:
    return True


def _nameless_businesses(one: Any) -> None:
    if one["type"] == "business":
        one["name"] = None


def _drifting() -> Rewrite:
    """With each look a holder is a millisecond younger."""
    looks = [0]

    def changed(_: Asked, answered: Answered) -> None:
        body = answered.json()
        looks[0] += 1
        created = datetime.fromisoformat(body["created_at"]) + timedelta(milliseconds=looks[0])
        answered.become({**body, "created_at": created.isoformat()})

    return on("account_holders_get", changed)


def _gone_is_empty(_: Asked, answered: Answered) -> None:
    answered.become({}, 200)


def _typed(status: int, kind: str) -> Callable[[Asked, Answered], None]:
    def changed(_: Asked, answered: Answered) -> None:
        if answered.status == status:
            answered.headers["content-type"] = kind

    return changed


def _anonymous(status: int) -> Callable[[Asked, Answered], None]:
    def changed(_: Asked, answered: Answered) -> None:
        if answered.status == status:
            answered.headers.pop("x-request-id", None)

    return changed


def _drops_at_boundary() -> Rewrite:
    """With a filter the last item of a page that another follows is lost."""

    def changed(asked: Asked, answered: Answered) -> None:
        body = answered.json()
        if asked.query.get("status") and body["next_cursor"] and len(body["data"]) > 1:
            body["data"].pop()
            answered.become(body)

    return on("reports_list", changed)


def _stale_once() -> Rewrite:
    """The first look after a change shows a webhook as it was."""
    seen: dict[str, bytes] = {}
    changed_now: set[str] = set()

    def rewrite(asked: Asked, answered: Answered) -> None:
        identity = asked.path.get("id", "")
        if asked.operation == "webhooks_patch" and answered.ok:
            changed_now.add(identity)
        if asked.operation == "webhooks_get" and answered.ok:
            if identity in changed_now and identity in seen:
                changed_now.discard(identity)
                answered.content = seen[identity]
            else:
                seen[identity] = answered.content

    return rewrite


def _second_delete() -> Rewrite:
    """A report that was deleted by this very key is deleted again with success."""
    gone: set[str] = set()

    def rewrite(asked: Asked, answered: Answered) -> None:
        if asked.operation != "reports_delete":
            return
        if answered.status == 404 and asked.path["id"] in gone:
            answered.status, answered.content = 204, b""
            answered.headers.pop("content-type", None)
        elif answered.ok:
            gone.add(asked.path["id"])

    return rewrite


def _slashed(asked: Asked) -> Answered | None:
    if asked.operation != "reports_list" or asked.query.get("cursor") is None:
        return None
    headers = {"location": f"{asked.raw_path}/", "x-request-id": asked.headers.get("x-request-id", "1")}
    return Answered(307, headers, b"")


def _with_null(_: Asked, answered: Answered) -> None:
    answered.content = b"null"


def _industry(one: Any) -> None:
    one["industry"] = None


def _flickers() -> Rewrite:
    """Every fourth look at a statement that is done shows it processing."""
    looks = [0]

    def changed(_: Asked, answered: Answered) -> None:
        body = answered.json()
        looks[0] += 1
        if looks[0] % 4 == 0 and body["status"] == "completed":
            answered.become({**body, "status": "processing"})

    return on("bank_statements_get", changed)


def _rounded(amount: float) -> float:
    return float(round(amount)) if amount > 1_000_000 else amount


def _next_day(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1)) if day.endswith("-31") else day


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _basic_plane(text: str) -> str:
    return re.sub("[\U00010000-\U0010ffff]", "?", text)


def _business_once_used() -> Rewrite:
    """Whoever was assigned a transaction is shown as of the other type."""
    used: set[str] = set()

    def rewrite(asked: Asked, answered: Answered) -> None:
        if asked.operation == "transactions_assign" and answered.ok:
            used.add(str((asked.json() or {}).get("account_holder_id")))
        if asked.operation == "account_holders_get" and answered.ok and asked.path["id"] in used:
            body = answered.json()
            body["type"] = "business" if body["type"] == "consumer" else "consumer"
            answered.become(body)

    return rewrite


def _low_is_default(body: Any) -> None:
    if body.get("priority") == "low":
        body["priority"] = "default"


def _narrow_filter(operation: str, name: str, beside: str) -> Callable[[], Rewrite]:
    """Nothing passes when two filters come together."""

    def changed(asked: Asked, answered: Answered) -> None:
        if name in asked.query and beside in asked.query:
            answered.become({"data": [], "next_cursor": None})

    return lambda: on(operation, changed)


def _half(operation: str, name: str, beside: str) -> Callable[[], Rewrite]:
    """Of what passes two filters that come together the oldest is lost."""

    def changed(asked: Asked, answered: Answered) -> None:
        body = answered.json()
        if name in asked.query and beside in asked.query and body["next_cursor"] is None:
            answered.become({**body, "data": body["data"][:-1]})

    return lambda: on(operation, changed)


def _url_enables() -> Rewrite:
    """A new address enables a webhook."""
    moved: set[str] = set()

    def rewrite(asked: Asked, answered: Answered) -> None:
        identity = asked.path.get("id", "")
        if asked.operation == "webhooks_patch" and answered.ok:
            (moved.add if (asked.json() or {}).get("url") else moved.discard)(identity)
        if asked.operation in {"webhooks_get", "webhooks_patch"} and answered.ok and identity in moved:
            answered.become({**answered.json(), "enabled": True})

    return rewrite


def _countryless(body: Any) -> None:
    structured = (body.get("location") or {}).get("structured")
    if structured and structured.get("country_code"):
        structured["country_code"] = structured["country_code"].lower()


def _echoes(limit: int) -> Rewrite:
    """Request ids do not come back with what is large."""

    def rewrite(asked: Asked, answered: Answered) -> None:
        if len(asked.content) > limit:
            answered.headers["x-request-id"] = f"generated-{len(asked.content)}"

    return rewrite


def _doubles() -> Rewrite:
    """On pages of two the first item of a later page is there twice."""

    def changed(asked: Asked, answered: Answered) -> None:
        body = answered.json()
        if asked.query.get("limit") == "2" and "cursor" in asked.query and body["data"]:
            body["data"] = [body["data"][0], *body["data"]][:2]
            answered.become(body)

    return on("account_holders_list", changed)


def _kept_members() -> Rewrite:
    """What replaces an item is answered with what was found for the first."""
    found: dict[str, Any] = {}

    def rewrite(asked: Asked, answered: Answered) -> None:
        if asked.operation == "transactions_create" and answered.ok:
            body = answered.json()
            answered.become({**body, "entities": found.setdefault(body["id"], body["entities"])})

    return rewrite


def _cursor_empty(_: Asked, answered: Answered) -> None:
    body = answered.json()
    answered.become({**body, "next_cursor": body["next_cursor"] or ""})


def _minute(body: Any) -> None:
    body["created_at"] = re.sub(r"\.\d+", "", body["created_at"])


def _zone_moved(one: Any) -> None:
    """The time is that of New York, and says it is UTC."""
    created = datetime.fromisoformat(one["created_at"]) - timedelta(hours=5)
    one["created_at"] = created.isoformat()


def _nearly_latin(text: str) -> str:
    return text.encode().decode("latin-1") if any(ord(one) > 0x24FF for one in text) else text


def _exponent(_: Asked, answered: Answered) -> None:
    """Numbers below a cent are written as nought."""
    body = answered.json()
    if 0 < body["amount"] < 0.01:
        answered.become({**body, "amount": 0})


def _only_detail(_: Asked, answered: Answered) -> None:
    answered.become("Not found", 404)


def _html_redirect(asked: Asked) -> Answered | None:
    """An id with a capital is moved to the one without."""
    name = asked.raw_path.rpartition("/")[2]
    if asked.operation != "categories_get" or name == name.lower() or "%" in name:
        return None
    where = {"location": asked.raw_path.lower(), "x-request-id": asked.headers.get("x-request-id", "1")}
    return Answered(308, where, b"")


def _sorted_ids(body: Any) -> None:
    for group in body:
        group["transaction_ids"].sort()


def _total_of_page(body: Any) -> None:
    for one in body["data"]:
        one["total"] = min(one["total"], 10)


def _extra_result(body: Any) -> None:
    if len(body["results"]) == 1:
        body["results"].append(json.loads(json.dumps(body["results"][0])))


def _error_lost(body: Any) -> None:
    for one in body["results"]:
        if one.get("error"):
            one["error"]["message"] = ""


def _shown(
    name: str, what: str, operations: tuple[str, ...], operation: str, change: Change, part: str = "ledger"
) -> Defect:
    body = items_of(change) if operation.endswith("_list") else change
    return wire(name, what, "semantics", part, operations, edit(operation, body))


PROXIES: tuple[Defect, ...] = (
    _shown("nameless-businesses", "businesses are listed without a name", HOLDERS, HOLDERS[2], _nameless_businesses),
    _shown("long-names-cut", "names of more than 64 characters are listed cut", HOLDERS, HOLDERS[2], _when(_always, name=lambda text: text[:64])),
    wire("younger-with-each-look", "a holder is a millisecond younger with each look", "semantics", "ledger", HOLDERS, _drifting),
    wire("gone-is-empty", "what is not there is an empty object", "protocol", "conformance", ("webhooks_get",), lambda: on("webhooks_get", _gone_is_empty, 404)),
    wire("errors-as-text", "a 422 is sent as text", "protocol", "conformance", "reports_create", lambda: _typed(422, "text/plain")),
    wire("conflict-as-html", "a 409 says that it is HTML", "protocol", "conformance", "batches_results", lambda: _typed(409, "text/html")),
    wire("anonymous-404", "a 404 has no X-Request-ID", "protocol", "conformance", "entities_get", lambda: _anonymous(404)),
    wire("anonymous-401", "a 401 has no X-Request-ID", "protocol", "conformance", "categories_get", lambda: _anonymous(401)),
    wire("lost-at-the-boundary", "with a filter the last item of a page is lost", "semantics", "walk", REPORTS, _drops_at_boundary),
    wire("stale-once", "the first look after a change shows what was", "semantics", "ledger", HOOKS, _stale_once),
    wire("deleted-twice", "a deleted report is deleted again with success", "semantics", "ledger", ("reports_delete",), _second_delete),
    gate("moved-with-cursor", "a page with a cursor is moved to an address with a slash", "protocol", "conformance", "reports_list", _slashed),
    wire("null-after-204", "a 204 comes with null", "protocol", "conformance", "account_holders_delete", lambda: on("account_holders_delete", _with_null, 204)),
    _shown("industry", "holders are listed with an industry of null", HOLDERS, HOLDERS[2], _industry, "conformance"),
    wire("done-and-processing", "every fourth look at a statement shows it processing", "semantics", "ledger", STATEMENTS, _flickers),
    _shown("no-cents-of-millions", "amounts of more than a million are listed without cents", TRANSACTIONS, TRANSACTIONS[2], _when(_always, amount=_rounded)),
    _shown("the-31st-is-the-1st", "the 31st of a month is shown as the 1st", TRANSACTIONS, TRANSACTIONS[1], _when(_always, date=_next_day)),
    _shown("composed-in-lists", "descriptions are listed in composed Unicode", TRANSACTIONS, TRANSACTIONS[2], _when(_always, description=_composed)),
    _shown("no-emoji-in-lists", "descriptions are listed without what is not in the basic plane", REPORTS, REPORTS[2], _when(_always, description=_basic_plane)),
    _shown("far-letters-as-latin", "letters far from Latin are shown as if they were", REPORTS, REPORTS[1], _when(_always, description=_nearly_latin)),
    _shown("empty-is-null", "an empty description is listed as a dash", REPORTS, REPORTS[2], _when(lambda one: one["description"] == "", description=lambda _: "-")),
    wire("other-type-once-used", "a holder that is assigned a transaction changes its type", "semantics", "ledger", ("transactions_assign", *HOLDERS), _business_once_used),
    _shown("low-is-default", "a batch of low priority is shown as any other", BATCHES, BATCHES[1], _low_is_default),
    wire("two-filters-nothing", "nothing passes a status before a moment", "semantics", "walk", REPORTS, _narrow_filter("reports_list", "status", "created_before")),
    wire("two-filters-one-less", "of what passes a status before a moment the oldest is lost", "semantics", "walk", STATEMENTS, _half("bank_statements_list", "status", "created_before")),
    wire("holder-before-nothing", "nothing of a holder is from before a moment", "semantics", "walk", TRANSACTIONS, _narrow_filter("transactions_list", "account_holder_id", "created_before")),
    wire("address-enables", "a new address enables a webhook", "semantics", "walk", HOOKS, _url_enables),
    _shown("country-in-lower-case", "country codes are in lower case", TRANSACTIONS, TRANSACTIONS[1], _countryless, "ledger"),
    wire("own-id-for-large", "what is large is answered with another request id", "protocol", "ledger", "batches_create", lambda: _echoes(1000)),
    wire("twice-on-pages-of-two", "on later pages of two an item is there twice", "semantics", "walk", HOLDERS, _doubles),
    wire("found-before", "what replaces a transaction is answered with what was found before", "semantics", "ledger", TRANSACTIONS, _kept_members),
    wire("last-cursor-empty", "the last page has an empty cursor", "schema", "ledger", "batches_list", lambda: on("batches_list", _cursor_empty)),
    _shown("whole-seconds", "the time of creation is listed in whole seconds", REPORTS, REPORTS[2], _minute),
    _shown("new-york", "the time of creation is listed as in New York", STATEMENTS, STATEMENTS[2], _zone_moved),
    wire("mills-are-nought", "amounts below a cent are shown as nought", "semantics", "ledger", TRANSACTIONS, lambda: on("transactions_get", _exponent)),
    wire("sentence-for-404", "a 404 is a mere sentence", "schema", "conformance", "reports_get", lambda: on("reports_get", _only_detail, 404)),
    gate("moved-to-lower-case", "a set with a capital in its id is moved", "protocol", "conformance", ("categories_get", "categories_set"), _html_redirect),
    wire("ids-of-groups-sorted", "the transactions of a group are sorted by their ids", "semantics", "rules", "account_holders_recurring_groups", edit("account_holders_recurring_groups", _sorted_ids)),
    wire("ten-in-total", "no batch is listed with a total of more than ten", "semantics", "ledger", BATCHES, edit("batches_list", _total_of_page)),
    wire("one-result-twice", "a batch of one has its result twice", "semantics", "rules", ("batches_create", "batches_results"), edit("batches_results", _extra_result)),
    wire("wordless-errors", "the error of an item in a batch has no message", "semantics", "walk", ("batches_create", "batches_results"), edit("batches_results", _error_lost)),
)  # fmt: skip
