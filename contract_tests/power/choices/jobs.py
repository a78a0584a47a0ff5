"""Choices about transactions and batches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does, tells
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around, edit, everywhere, refusing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.enrichment import enrich, submitted
from ntropy_client.sandbox.profile import View
from ntropy_client.sandbox.rows import Rows

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.store import Stored

__all__ = ["JOBS"]

ENRICH, GET, LIST = "transactions_create", "transactions_get", "transactions_list"
ASSIGN, DELETE_HOLDER = "transactions_assign", "account_holders_delete"
SUBMIT, RESULTS = "batches_create", "batches_results"


def _in_place(handle: Handler, call: Call) -> Answer:
    """What is submitted again takes the place, and the time, of what was there."""
    store, row = call.account.transactions, submitted(call.body)
    before = store.get(row["id"])
    if before is None:
        return handle(call)
    arrival = store._arrival(before.position)
    if arrival.rows is None or len(arrival.rows) > 1:
        return handle(call)
    arrival.rows, arrival.view = Rows([row]), call.account.profile.view()
    store._assigned.pop(before.position, None)
    return Answer.json(enrich(row, arrival.created, arrival.view))


def _errors_lost(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    if json.loads(answer.content)["error"]:
        call.account.transactions.remove(call.body["id"])
    return answer


class _Mixed(View):
    """What was set up then, and the account holders of another moment."""

    __slots__ = ("_now", "_then")
    _now: View
    _then: View

    def __init__(self, then: View, now: View) -> None:
        object.__setattr__(self, "_then", then)
        object.__setattr__(self, "_now", now)

    @property
    def rules(self) -> Any:
        """The rules of then."""
        return self._then.rules

    def holder(self, id: str) -> Any:
        """The account holder of now."""
        return self._now.holder(id)

    def categories(self, holder: Any) -> Any:
        """The categories of now."""
        return self._now.categories(holder)


def _former_rules(handle: Handler, call: Call) -> Answer:
    """What is assigned follows the rules that there were when it was enriched first."""
    stored = call.account.transactions.get(call.path["id"])
    answer = handle(call)
    if stored is None:
        return answer
    now = call.account.profile.view()
    call.account.transactions.assign(
        stored.row["id"], call.body["account_holder_id"], _Mixed(stored.view, now)
    )
    return answer


def _former_category(sandbox: Sandbox) -> None:
    """What is assigned keeps the category that it had."""
    kept: dict[tuple[int, str], Any] = {}
    view = sandbox.transactions.view

    def shown(stored: Stored) -> dict[str, Any]:
        body = view(stored)
        former = kept.get((id(stored.created), body["id"]))
        return body if former is None else {**body, "categories": former}

    def assign(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        former = None if stored is None else view(stored)["categories"]
        answer = handle(call)
        if stored is not None:
            kept[id(stored.created), stored.row["id"]] = former
            return Answer.json({**json.loads(answer.content), "categories": former})
        return answer

    setattr(sandbox.transactions, "view", shown)  # noqa: B010
    around("transactions", "assign", assign)(sandbox)


def _consumers_only(handle: Handler, call: Call) -> Answer:
    """What has no account holder can be assigned to consumers only."""
    stored = call.account.transactions.get(call.path["id"])
    holder = call.account.profile.holders.get(call.body["account_holder_id"])
    loose = stored is not None and not stored.row.get("account_holder_id")
    if loose and holder is not None and holder.type == "business":
        raise RefusedError.problem("body", "account_holder_id", msg="No", type="value_error")
    return handle(call)


def _unsaid(body: Any) -> None:
    if body.get("priority") == "default":
        del body["priority"]


def _created_at_submission(handle: Handler, call: Call) -> Answer:
    body = json.loads(handle(call).content)
    created = call.account.jobs[call.path["id"]].created.isoformat()
    for one in body["results"]:
        one["created_at"] = created
    return Answer.json(body)


def _seen_at_submission(sandbox: Sandbox) -> None:
    """Results follow what was set up when the batch was submitted."""
    then: dict[str, View] = {}

    def create(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        then[json.loads(answer.content)["id"]] = call.account.profile.view()
        return answer

    def results(handle: Handler, call: Call) -> Answer:
        if call.path["id"] in call.account.ended:
            call.account.ended[call.path["id"]] = then[call.path["id"]]
        return handle(call)

    everywhere(around("batches", "create", create), around("batches", "results", results))(sandbox)


def _results_of_now(handle: Handler, call: Call) -> Answer:
    """Results are enriched with each look, by what is set up then."""
    if call.path["id"] in call.account.ended:
        call.account.ended[call.path["id"]] = call.account.profile.view()
    return handle(call)


def _without_deleted(handle: Handler, call: Call) -> Answer:
    """Of results those are gone whose transactions were deleted."""
    body = json.loads(handle(call).content)
    there = [one for one in body["results"] if call.account.transactions.get(one["id"]) is not None]
    return Answer.json({**body, "total": len(there), "results": there})


def _without_holders(handle: Handler, call: Call) -> Answer:
    """Of results those have an error whose account holder was deleted."""
    body = json.loads(handle(call).content)
    rows = call.account.jobs[call.path["id"]].rows
    for one, row in zip(body["results"], rows, strict=True):
        if row.get("account_holder_id") and row["account_holder_id"] not in call.account.profile.holders:
            one["categories"] = None
    return Answer.json(body)


JOBS: tuple[Defect, ...] = (
    does(
        "a transaction that is replaced has a new created_at and is the newest", "replaced-in-place",
        "what is submitted again keeps its time and its place", (ENRICH, LIST),
        around("transactions", "create", _in_place),
    ),
    does(
        "one with an error of its own is kept", "errors-not-kept",
        "a transaction with an error of its own is not kept", (ENRICH, GET),
        around("transactions", "create", _errors_lost),
    ),
    does(
        "by what is set up at this moment", "assigned-by-former-rules",
        "what is assigned follows the rules that there were before", (ASSIGN, "rules_create"),
        around("transactions", "assign", _former_rules),
    ),
    does(
        "the transaction is enriched anew", "assigned-category-stays",
        "what is assigned keeps the category that it had", ASSIGN, _former_category,
    ),
    does(
        "has no account holder may be assigned to any", "assigned-to-consumers",
        "what has no account holder cannot be assigned to a business", ASSIGN,
        around("transactions", "assign", _consumers_only),
    ),
    tells(
        "always gives the priority", "priority-unsaid", "the default priority of a batch is not told",
        SUBMIT, edit(SUBMIT, _unsaid),
    ),
    tells(
        "always gives the priority", "priority-unsaid-later", "the default priority of a batch is not told when it is read",
        ("batches_get", SUBMIT), edit("batches_get", _unsaid),
    ),
    does(
        "accepts a batch of no transactions", "no-empty-batches", "a batch of no transactions is refused",
        SUBMIT, refusing("batches", lambda body: not body["data"], 422),
    ),
    does(
        "are created at the moment it completes", "results-of-submission",
        "results are created when they were submitted", RESULTS, around("batches", "results", _created_at_submission),
    ),
    does(
        "enriched by the account holders, category sets and rules of that moment", "seen-at-submission",
        "results follow what was set up when the batch was submitted", (RESULTS, SUBMIT), _seen_at_submission,
    ),
    does(
        "Its results stay as they were, whatever happens to the transactions afterwards", "results-of-now",
        "results follow what is set up when they are read", (RESULTS, "rules_create"),
        around("batches", "results", _results_of_now),
    ),
    does(
        "Its results stay as they were, whatever happens to the transactions afterwards", "results-without-deleted",
        "results lack what was deleted", (RESULTS, "transactions_delete"), around("batches", "results", _without_deleted),
    ),
    does(
        "the results of batches stay as they were", "results-without-holders",
        "results lose their categories with the account holder", (RESULTS, DELETE_HOLDER),
        around("batches", "results", _without_holders),
    ),
)  # fmt: skip
