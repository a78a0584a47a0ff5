"""Hold-outs in category sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, everywhere
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.category_set import CategorySet
from ntropy_client.sandbox.enrichment import enrich, submitted
from ntropy_client.sandbox.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.profile import View
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["CATEGORIES"]

GET, SET, RESET = "categories_get", "categories_set", "categories_reset"
ENRICH = "transactions_create"


def _kept(change: Callable[[list[str]], list[str]]) -> Callable[[Sandbox], None]:
    """Keep other names than were sent."""
    return around(
        "categories",
        "set",
        lambda handle, call: handle(
            replace(call, body={name: change(names) for name, names in call.body.items()})
        ),
    )


def _both(handle: Handler, call: Call) -> Answer:
    """A reset of one default set is a reset of both."""
    answer = handle(call)
    if call.path["id"] in ("consumer", "business"):
        for name in ("consumer", "business"):
            call.account.profile.reset_set(name)
    return answer


def _other_one(handle: Handler, call: Call) -> Answer:
    """A reset of the set of businesses is one of the set of consumers."""
    if call.path["id"] != "business":
        return handle(call)
    own = call.account.profile.category_set("business")
    answer = handle(call)
    call.account.profile.reset_set("consumer")
    if own is not None:
        call.account.profile.put_set("business", own)
    return answer


def _empty_stays(handle: Handler, call: Call) -> Answer:
    """No names for a direction leave those that there were."""
    before = call.account.profile.category_set(call.path["id"])
    if before is None:
        return handle(call)
    shown = before.view()
    return handle(replace(call, body={name: names or shown[name] for name, names in call.body.items()}))


def _for_all(sandbox: Sandbox) -> None:
    """A set is written for every account."""

    def put(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        for account in sandbox.accounts.values():
            account.profile.put_set(
                call.path["id"], CategorySet(call.body["incoming"], call.body["outgoing"])
            )
        return answer

    around("categories", "set", put)(sandbox)


def _lower(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, path={"id": call.path["id"].lower()}))


def _past(sandbox: Sandbox) -> None:
    """Transactions that are there get the categories of the sets as they are now."""

    def get(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        if stored is None:
            return handle(call)
        return Answer.json(sandbox.transactions.view(replace(stored, view=call.account.profile.view())))

    around("transactions", "get", get)(sandbox)


def _null_reset(handle: Handler, call: Call) -> Answer:
    handle(call)
    return Answer.json(None)


def _no_names(body: Any) -> None:
    for name in ("incoming", "outgoing"):
        body[name] = body.get(name) or None


def _later_holders(sandbox: Sandbox) -> None:
    """A default set that is replaced counts only for holders that are created afterwards."""
    before: dict[str, View] = {}

    def put(handle: Handler, call: Call) -> Answer:
        view = call.account.profile.view()
        if call.path["id"] in ("consumer", "business"):
            before.update(dict.fromkeys(call.account.profile.holders, view))
        return handle(call)

    def create(handle: Handler, call: Call) -> Answer:
        view = before.get(call.body.get("account_holder_id") or "")
        if view is None:
            return handle(call)
        row = submitted(call.body)
        call.account.transactions.put(Rows([row]), call.now, view)
        return Answer.json(enrich(row, call.now, view))

    everywhere(around("categories", "set", put), around("transactions", "create", create))(sandbox)


def _former(handle: Handler, call: Call) -> Answer:
    """A replaced set is answered as it was before."""
    before = call.account.profile.category_set(call.path["id"])
    answer = handle(call)
    return answer if before is None else Answer.json(before.view())


def _other_direction(handle: Handler, call: Call) -> Answer:
    """A set with one name in both directions loses it in one."""
    incoming = set(call.body["incoming"])
    outgoing = [name for name in call.body["outgoing"] if name not in incoming]
    return handle(replace(call, body={**call.body, "outgoing": outgoing}))


def _own_set_ignored(handle: Handler, call: Call) -> Answer:
    """The set that a holder names does not count if it was made after the holder."""
    answer = handle(call)
    profile = call.account.profile
    for holder in list(profile.holders.values()):
        if holder.category_id == call.path["id"]:
            profile.add_holder(replace(holder, category_id=None))
            profile.holders[holder.id] = holder
    return answer


CATEGORIES: tuple[Defect, ...] = (
    service(
        "distinct-names", "a name that stands twice in a set is kept once", "semantics",
        "ledger", (SET, GET), _kept(lambda names: list(dict.fromkeys(names))),
    ),
    service(
        "trimmed-names", "blanks around the names of a set are lost", "semantics",
        "ledger", (SET, GET), _kept(lambda names: [name.strip() for name in names]),
    ),
    service(
        "reset-of-both", "a reset of one default set is a reset of both", "semantics",
        "rules", (SET, GET, RESET), around("categories", "reset", _both),
    ),
    service(
        "reset-of-the-other", "a reset of the set of businesses resets that of consumers", "semantics",
        "rules", (SET, GET, RESET), around("categories", "reset", _other_one),
    ),
    service(
        "empty-keeps-names", "no names for a direction leave those that were there", "semantics",
        "ledger", (SET, GET), around("categories", "set", _empty_stays),
    ),
    service(
        "sets-for-all", "a set is written for all accounts", "semantics",
        "walk", (SET, GET), _for_all,
    ),
    service(
        "sets-without-case", "the ids of sets are looked up in lower case", "semantics",
        "walk", (SET, GET), everywhere(around("categories", "set", _lower), around("categories", "get", _lower)),
    ),
    service(
        "past-recategorised", "a replaced set changes the categories of transactions that are there", "semantics",
        "rules", (SET, ENRICH, "transactions_get"), _past,
    ),
    service(
        "reset-to-null", "the reset of a default set is answered with null", "semantics",
        "rules", (SET, RESET), around("categories", "reset", _null_reset),
    ),
    wire(
        "no-names-null", "no names for a direction are null", "schema",
        "conformance", (SET, GET), edit(GET, _no_names),
    ),
    service(
        "later-holders-only", "a replaced default set counts only for holders created afterwards", "semantics",
        "rules", (SET, ENRICH), _later_holders,
    ),
    service(
        "answered-as-before", "a replaced set is answered as it was before", "semantics",
        "ledger", SET, around("categories", "set", _former),
    ),
    service(
        "one-direction", "a name of both directions is kept for one only", "semantics",
        "ledger", (SET, GET), around("categories", "set", _other_direction),
    ),
    service(
        "set-after-holder", "the set that a holder names does not count when it was made later", "semantics",
        "rules", (SET, ENRICH, "account_holders_create"), around("categories", "set", _own_set_ignored),
    ),
)  # fmt: skip
