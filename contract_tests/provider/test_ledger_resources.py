"""The ledger follows every resource: ids in paths, ids of callers, positions, and what goes with something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.provider.test_ledger import INPUT, SHOWN, Story, page

Json = dict[str, Any]
Tale = Callable[[Story], None]
AT = "2026-03-01T12:00:00"
HOLDER: Json = {"id": "h-1", "type": "consumer", "name": None, "category_id": None, "created_at": AT}
HOOK: Json = {"id": "w-1", "url": "https://example.com/", "events": ["batches.error"], "created_at": AT}
HOOK |= {"enabled": True, "token": "t"}
STATEMENT: Json = {"id": "s-1", "name": "a.pdf", "status": "processing", "created_at": AT}
STATEMENT |= {"file": {"no_pages": 1, "size": 8}}
REPORTED: Json = {"transaction_id": "t-1", "description": "d", "fields": [".b", ".a"]}
REPORT: Json = {**REPORTED, "id": "r-1", "created_at": AT, "status": "open"}
SET: Json = {"incoming": ["b", "a", "b"], "outgoing": []}
OTHER_SET: Json = {"incoming": [], "outgoing": ["x"]}
ENTITY: Json = {"id": "203613d2-83c8-4130-8809-d14206eeec20", "name": "Starbucks", "website": "starbucks.com"}
RULE: Json = {"add_label": "vip"}
LONG_RULE: Json = {"if": {"==": [1, True]}, "then": [RULE]}
GONE: Json = {"detail": "no"}


def create(story: Story, path: str, sent: Json, answer: Json) -> None:
    story.tell("POST", path, answer, body=sent)


def holder(story: Story, **changes: Any) -> None:
    shown = {**HOLDER, **changes}
    sent = {"id": shown["id"], "type": shown["type"]}
    create(story, "account_holders", sent, shown)


def hook(story: Story, **changes: Any) -> None:
    shown = {**HOOK, **changes}
    create(story, "webhooks", {name: shown[name] for name in ("url", "events", "token")}, shown)


def rules(story: Story, *items: Json, first: int | None = 0) -> None:
    """The list of all rules is read; with no ids when there is no first."""
    shown = [item if first is None else {"id": first + n, **item} for n, item in enumerate(items)]
    story.tell("GET", "rules", shown)


def honest_holders(story: Story) -> None:
    story.tell("GET", "account_holders/h-1", GONE, status=404)
    holder(story)
    story.tell("POST", "account_holders", GONE, status=400, body={"id": "h-1", "type": "business"})
    story.tell("GET", "account_holders", page(HOLDER))
    story.enrich()
    story.enrich(id="t-2", account_holder_id="h-2")
    story.tell("DELETE", "account_holders/h-1", status=204)
    story.tell("GET", "account_holders/h-1", GONE, status=404)
    story.tell("GET", "transactions/t-1", GONE, status=404)
    story.tell("GET", "transactions", page({**SHOWN, "id": "t-2", "account_holder_id": "h-2"}))
    holder(story, type="business")  # an id that is no longer in use
    story.tell("GET", "account_holders/h-1", {**HOLDER, "type": "business"})


def honest_categories(story: Story) -> None:
    story.tell("GET", "categories/consumer", OTHER_SET)
    story.tell("POST", "categories/consumer", SET, body=SET)
    story.tell("GET", "categories/consumer", SET)
    story.tell("GET", "categories/business", OTHER_SET)
    story.tell("POST", "categories/consumer", {"detail": []}, status=422, body={"incoming": []})
    story.tell("POST", "categories/consumer/reset", OTHER_SET)
    story.tell("GET", "categories/consumer", OTHER_SET)
    story.tell("POST", "categories/mine", SET, body=SET)
    story.tell("POST", "categories/mine/reset", None)
    story.tell("GET", "categories/mine", GONE, status=404)
    story.tell("POST", "categories/mine", {}, body=SET)  # an object of another kind is documented too
    story.tell("GET", "categories/mine", {"anything": 1})
    story.tell("POST", "categories/mine", SET, body=SET, key="second")


def honest_rules(story: Story) -> None:
    create(story, "rules", RULE, {"id": 7, **RULE})  # nobody knows what was there before
    rules(story, LONG_RULE, RULE)
    create(story, "rules", RULE, {"id": 2, **RULE})
    story.tell("PATCH", "rules/0", {"id": 0, **RULE}, body=RULE)
    story.tell("DELETE", "rules/1", {})
    rules(story, RULE, RULE)
    story.tell("DELETE", "rules/2", GONE, status=400)
    story.tell("POST", "rules", {"detail": []}, status=422, body={})
    story.tell("POST", "rules/replace", [], body=[LONG_RULE, RULE])
    rules(story, LONG_RULE, RULE, first=None)
    story.tell("DELETE", "rules/0", {}, key="second")
    story.tell("DELETE", "rules/9", {})  # no such position is known: anything may have gone
    rules(story, RULE)
    story.tell("POST", "rules", status=503, body=RULE)
    rules(story, RULE, RULE, RULE)


def honest_rules_from_one_on(story: Story) -> None:
    story.tell("POST", "rules/replace", None, body=[LONG_RULE])
    create(story, "rules", RULE, {"id": "2", **RULE})
    rules(story, LONG_RULE, RULE, first=1)
    story.tell("DELETE", "rules/1", None)
    rules(story, RULE, first=1)


def honest_webhooks(story: Story) -> None:
    hook(story)
    story.tell("GET", "webhooks", page(HOOK))
    story.tell("PATCH", "webhooks/w-1", {**HOOK, "enabled": False}, body={"enabled": False})
    story.tell("GET", "webhooks/w-1", HOOK)  # it changes by itself
    story.tell("PATCH", "webhooks/w-1", HOOK, body={"url": None})
    story.tell(
        "PATCH", "webhooks/w-1", {**HOOK, "events": [], "token": None}, body={"events": [], "token": None}
    )
    story.tell("PATCH", "webhooks/w-1", {**HOOK, "events": [], "token": None}, body={})
    story.tell("DELETE", "webhooks/w-1", status=204)
    story.tell("GET", "webhooks", page())
    hook(story, id="w-2")


def honest_entities(story: Story) -> None:
    name = ENTITY["id"]
    story.tell(
        "POST", "entities/resolve", {**ENTITY, "location": {"raw_address": "NY"}}, body={"location": "NY"}
    )
    story.tell("GET", f"entities/{name}", ENTITY)
    story.tell("POST", "entities/resolve", {**ENTITY, "name": "starbucks"}, body={"name": "starbucks"})
    story.tell("GET", f"entities/{name}", ENTITY)
    story.tell("POST", "entities/resolve", {"id": None, "name": None}, body={"name": "x"})


def honest_statements(story: Story) -> None:
    story.tell("POST", "bank_statements", STATEMENT)  # its body is a form
    story.tell("GET", "bank_statements", page({**STATEMENT, "status": "error"}), query={"status": "failed"})
    story.tell("POST", "bank_statements", {**STATEMENT, "id": "s-2"})
    done = {**STATEMENT, "id": "s-2", "status": "completed", "file": {"no_pages": 2, "size": 8}}
    story.tell("GET", "bank_statements/s-2/results", {"accounts": []})
    story.tell("GET", "bank_statements/s-2", done)
    story.tell("POST", "bank_statements/s-2/verify", {"institution": "x"})
    story.tell("GET", "bank_statements/s-2", done)
    story.tell("DELETE", "bank_statements/s-2", status=204)


def honest_reports(story: Story) -> None:
    create(story, "reports", REPORTED, REPORT)
    for status in ("pending", "rejected"):
        story.tell("GET", "reports/r-1", {**REPORT, "status": status, "rejection_reason": None})
    story.tell("GET", "reports", page({**REPORT, "status": "rejected"}), query={"status": "rejected"})


HONEST = [
    honest_holders,
    honest_categories,
    honest_rules,
    honest_rules_from_one_on,
    honest_webhooks,
    honest_entities,
    honest_statements,
    honest_reports,
]


@pytest.mark.parametrize("tale", HONEST)
def test_an_honest_history_raises_no_doubt(tale: Tale) -> None:
    """What a server may do is never taken for a contradiction."""
    story = Story()
    tale(story)
    assert [(one.oracle, one.pointer, one.message) for one in story.found] == []


def after(*earlier: Tale | Json, then: tuple[Any, ...], **options: Any) -> Tale:
    """A history that ends with one exchange that cannot be."""

    def tale(story: Story) -> None:
        for one in earlier:
            if callable(one):
                one(story)
        story.tell(*then, **options)

    return tale


def stocked(story: Story) -> None:
    """Two rules are known."""
    rules(story, LONG_RULE, RULE)


def set_up(story: Story) -> None:
    story.tell("POST", "categories/mine", SET, body=SET)


def read_set(story: Story) -> None:
    story.tell("GET", "categories/business", SET)


def reset(story: Story) -> None:
    story.tell("POST", "categories/business/reset", OTHER_SET)


def reported(story: Story) -> None:
    create(story, "reports", REPORTED, REPORT)


def uploaded(story: Story) -> None:
    story.tell("POST", "bank_statements", STATEMENT)


def two_holders(story: Story) -> None:
    holder(story)
    story.enrich()
    story.enrich(id="t-2", account_holder_id="h-2")
    story.tell("DELETE", "account_holders/h-1", status=204)


LIES: list[tuple[str, Tale]] = [
    (
        "fresh-id",
        after(holder, then=("POST", "account_holders", HOLDER), body={"id": "h-1", "type": "consumer"}),
    ),
    (
        "fresh-id",
        after(hook, then=("POST", "webhooks", HOOK), body={"url": HOOK["url"], "events": HOOK["events"]}),
    ),
    ("fresh-id", after(stocked, then=("POST", "rules", {"id": 1, **RULE}), body=RULE)),
    ("echo", after(set_up, then=("GET", "categories/mine", OTHER_SET))),
    ("echo", after(set_up, then=("GET", "categories/mine", {**SET, "incoming": ["a", "b", "b"]}))),
    ("views-agree", after(read_set, then=("GET", "categories/business", {**SET, "outgoing": ["x"]}))),
    ("views-agree", after(read_set, reset, then=("GET", "categories/business", SET))),
    ("views-agree", after(set_up, then=("GET", "categories/mine", GONE), status=404)),
    ("views-agree", after(stocked, then=("GET", "rules", [{"id": 0, **RULE}, {"id": 1, **LONG_RULE}]))),
    ("views-agree", after(hook, then=("GET", "webhooks/w-1", GONE), status=404)),
    ("views-agree", after(two_holders, then=("GET", "transactions/t-2", GONE), status=404)),
    (
        "echo",
        after(
            holder,
            then=("POST", "account_holders", {**HOLDER, "id": "h-2"}),
            body={"id": "h-2", "type": "business"},
        ),
    ),
    ("echo", after(then=("POST", "categories/mine", OTHER_SET), body=SET)),
    ("echo", after(then=("POST", "reports", {**REPORT, "fields": [".a", ".b"]}), body=REPORTED)),
    ("echo", after(then=("POST", "rules", {"id": 0, "add_label": "VIP"}), body=RULE)),
    ("echo", after(hook, then=("PATCH", "webhooks/w-1", HOOK), body={"events": []})),
    (
        "patch-frame",
        after(hook, then=("PATCH", "webhooks/w-1", {**HOOK, "created_at": "2026-03-01T13:00:00"}), body={}),
    ),
    ("patch-frame", after(hook, then=("PATCH", "webhooks/w-1", {**HOOK, "events": []}), body={"token": "t"})),
    ("path-id", after(stocked, then=("PATCH", "rules/0", {"id": 1, **RULE}), body=RULE)),
    (
        "path-id",
        after(
            then=("GET", f"entities/{ENTITY['id']}", {**ENTITY, "id": "7f8dceac-2848-472d-b5c3-55cdbaf35a9b"})
        ),
    ),
    ("order", after(then=("GET", "rules", [{"id": 1, **RULE}, {"id": 0, **RULE}]))),
    (
        "order",
        after(
            then=(
                "GET",
                "reports",
                page(REPORT, {**REPORT, "id": "r-2", "created_at": "2026-03-01T12:00:01"}),
            )
        ),
    ),
    ("complete", after(stocked, then=("GET", "rules", [{"id": 0, **LONG_RULE}]))),
    ("complete", after(hook, then=("GET", "webhooks", page()))),
    ("complete", after(holder, then=("GET", "account_holders", page()))),
    ("tombstone", after(two_holders, then=("GET", "account_holders/h-1", HOLDER))),
    (
        "tombstone",
        after(
            uploaded,
            lambda s: s.tell("DELETE", "bank_statements/s-1", status=204),
            then=("GET", "bank_statements", page(STATEMENT)),
        ),
    ),
    (
        "terminal",
        after(
            reported,
            lambda s: s.tell("GET", "reports/r-1", {**REPORT, "status": "resolved"}),
            then=("GET", "reports/r-1", REPORT),
        ),
    ),
    (
        "terminal",
        after(
            uploaded,
            lambda s: s.tell("GET", "bank_statements/s-1/results", {"accounts": []}),
            lambda s: s.tell("GET", "bank_statements/s-1", {**STATEMENT, "status": "completed"}),
            then=("GET", "bank_statements/s-1", {**STATEMENT, "status": "error"}),
        ),
    ),
    ("filter-holds", after(then=("GET", "bank_statements", page(STATEMENT)), query={"status": "completed"})),
    ("filter-holds", after(then=("GET", "reports", page(REPORT)), query={"status": "pending"})),
    (
        "page-bound",
        after(then=("GET", "account_holders", page(HOLDER, {**HOLDER, "id": "h-2"})), query={"limit": "1"}),
    ),
    (
        "clock",
        after(then=("POST", "reports", {**REPORT, "created_at": "2026-03-01T10:00:00"}), body=REPORTED),
    ),
]


@pytest.mark.parametrize(
    ("oracle", "tale"), LIES, ids=[f"{n}-{oracle}" for n, (oracle, _) in enumerate(LIES)]
)
def test_a_contradiction_is_found(oracle: str, tale: Tale) -> None:
    """Each history ends with an answer that cannot be right after what came before it."""
    story = Story()
    tale(story)
    assert story.oracles == [oracle]


def test_what_is_sent_to_one_holder_is_told_of_that_holder() -> None:
    """With a holder its transactions go: one that stays is for the rules to tell, and no other is forgotten."""
    story = Story()
    two_holders(story)
    story.tell("GET", "transactions/t-1", {**SHOWN, **INPUT})
    assert story.oracles == []
    story.tell("GET", "transactions/t-2", {**SHOWN, "id": "t-2", "account_holder_id": "h-3"})
    assert story.oracles == ["echo"]


def test_a_write_on_positions_of_unknown_effect_makes_them_unknown() -> None:
    """What nobody described may have done anything to a list, and the list is then believed."""
    story = Story()
    stocked(story)
    story.tell("POST", "rules/shuffle", {})
    rules(story, RULE, RULE, RULE)
    assert story.oracles == []
