"""Hold-outs in account holders and in what their transactions have to do with them."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, everywhere, keeping, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["ACCOUNT_HOLDERS"]

ABOUT = ("account_holders_create", "account_holders_get", "account_holders_list")
WITH_TRANSACTIONS = ("account_holders_delete", "transactions_get", "transactions_list")


def _renamed(handle: Handler, call: Call) -> Answer:
    """An id that is in use is refused, and the name is taken over all the same."""
    try:
        return handle(call)
    except RefusedError:
        holders = call.account.profile.holders
        holders[call.body["id"]] = replace(holders[call.body["id"]], name=call.body.get("name"))
        raise


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    name = body.get("name")
    if name:
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return {**body, "name": name}
    return body


def _without_category(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "category_id": None} if body["type"] == "business" else body


def _stripped(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, path={"id": call.path["id"].strip()}))


def _one_less(body: Any, call: Call) -> Any:
    """The last page is one short when it is full."""
    if body["next_cursor"] is None and len(body["data"]) == call.query["limit"]:
        body["data"].pop()
    return body


def _with_prefix(handle: Handler, call: Call) -> Answer:
    """Deleting a holder also deletes the transactions of those whose ids begin alike."""
    answer = handle(call)
    for stored in list(call.account.transactions.newest(None, lambda _: True)):
        if (stored.row.get("account_holder_id") or "").startswith(call.path["id"]):
            call.account.transactions.remove(stored.row["id"])
    return answer


def _batched_stay(handle: Handler, call: Call) -> Answer:
    """What came in a batch is not deleted with its holder."""
    store, holder = call.account.transactions, call.path["id"]
    batched = {row["id"] for job in call.account.jobs.values() for row in job.rows}
    kept = [one for one in store.of_holder(holder) if one.row["id"] in batched]
    for stored in kept:
        store.assign(stored.row["id"], f"{holder}\0", stored.view)
    answer = handle(call)
    for stored in kept:
        store.assign(stored.row["id"], holder, stored.view)
    return answer


def _assigned_stay(sandbox: Sandbox) -> None:
    """What was assigned to a holder later is not deleted with it."""
    assigned: set[str] = set()

    def assign(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        assigned.add(call.path["id"])
        return answer

    def delete(handle: Handler, call: Call) -> Answer:
        store, holder = call.account.transactions, call.path["id"]
        kept = [one for one in store.of_holder(holder) if one.row["id"] in assigned]
        for stored in kept:
            store.assign(stored.row["id"], f"{holder}\0", stored.view)
        answer = handle(call)
        for stored in kept:
            store.assign(stored.row["id"], holder, stored.view)
        return answer

    around("transactions", "assign", assign)(sandbox)
    around("account_holders", "delete", delete)(sandbox)


def _in_its_list(sandbox: Sandbox) -> None:
    """The transactions of a deleted holder stay in the lists that are filtered by it."""
    gone: dict[str, list[Any]] = {}

    def delete(handle: Handler, call: Call) -> Answer:
        shown = [
            sandbox.transactions.view(one) for one in call.account.transactions.of_holder(call.path["id"])
        ]
        answer = handle(call)
        gone[call.path["id"]] = shown
        return answer

    def listed(body: Any, call: Call) -> Any:
        body["data"] = (gone.get(call.query.get("account_holder_id", ""), []) + body["data"])[
            : call.query["limit"]
        ]
        return body

    around("account_holders", "delete", delete)(sandbox)
    showing("transactions", "list", listed)(sandbox)


def _known_anywhere(sandbox: Sandbox) -> None:
    """The id of a holder of another account is in use."""

    def create(handle: Handler, call: Call) -> Answer:
        if any(call.body["id"] in account.profile.holders for account in sandbox.accounts.values()):
            raise RefusedError(400, "Account holder already exists")
        return handle(call)

    around("account_holders", "create", create)(sandbox)


def _all_consumers(handle: Handler, call: Call) -> Answer:
    """Enrichment takes a business for a consumer."""
    answer = handle(call)
    profile = call.account.profile
    holder = profile.holders[call.body["id"]]
    profile.add_holder(replace(holder, type="consumer"))
    profile.holders[holder.id] = holder
    return answer


def _buried(sandbox: Sandbox) -> None:
    """The id of a deleted holder is in use for ever."""
    deleted: set[str] = set()

    def delete(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        deleted.add(call.path["id"])
        return answer

    def create(handle: Handler, call: Call) -> Answer:
        if call.body["id"] in deleted:
            raise RefusedError(400, "Account holder already exists")
        return handle(call)

    around("account_holders", "delete", delete)(sandbox)
    around("account_holders", "create", create)(sandbox)


def _as_number(body: Any) -> None:
    body["created_at"] = 1_717_243_200


def _moved_back(sandbox: Sandbox) -> None:
    """Deleting the former holder of a transaction deletes it as well."""
    former: dict[str, set[str]] = {}

    def assign(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        answer = handle(call)
        if stored is not None and stored.row.get("account_holder_id"):
            former.setdefault(stored.row["account_holder_id"], set()).add(call.path["id"])
        return answer

    def delete(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        for name in former.get(call.path["id"], ()):
            call.account.transactions.remove(name)
        return answer

    everywhere(around("transactions", "assign", assign), around("account_holders", "delete", delete))(sandbox)


def _forgets_name(sandbox: Sandbox) -> None:
    """A holder is listed without its name once it has a transaction."""

    def listed(body: Any, call: Call) -> Any:
        for one in body["data"]:
            if call.account.transactions.of_holder(one["id"]):
                one["name"] = None
        return body

    showing("account_holders", "list", listed)(sandbox)


def _cut(handle: Handler, call: Call) -> Answer:
    """Looks for the first 128 characters of an id."""
    return handle(replace(call, path={"id": call.path["id"][:128]}))


def _copies(handle: Handler, call: Call) -> Answer:
    """The answer to a creation tells what was sent, and leaves out what was not."""
    body = json.loads(handle(call).content)
    return Answer.json({"created_at": body["created_at"], **call.body})


ACCOUNT_HOLDERS: tuple[Defect, ...] = (
    service(
        "refused-and-renamed", "an id that is in use is refused, and its name is taken over", "semantics",
        "rules", ABOUT, around("account_holders", "create", _renamed),
    ),
    service(
        "plain-names", "names lose what is not ASCII", "semantics",
        "ledger", ABOUT, keeping("account_holders", _plain),
    ),
    service(
        "empty-name-null", "an empty name is kept as null", "semantics",
        "ledger", ABOUT, keeping("account_holders", lambda body: {**body, "name": body.get("name") or None}),
    ),
    service(
        "business-without-set", "the category set of a business is not kept", "semantics",
        "ledger", ABOUT, keeping("account_holders", _without_category),
    ),
    service(
        "stripped-id", "blanks around the id of a holder do not count when it is read", "semantics",
        "walk", ABOUT, around("account_holders", "get", _stripped),
    ),
    service(
        "full-page-one-less", "a last page that is full lacks its last holder", "semantics",
        "walk", "account_holders_list", showing("account_holders", "list", _one_less),
    ),
    service(
        "holder-delete-by-prefix", "a deleted holder takes along the transactions of those whose ids begin alike",
        "semantics", "rules", WITH_TRANSACTIONS, around("account_holders", "delete", _with_prefix),
    ),
    service(
        "batched-stay", "what came in a batch is not deleted with its holder", "semantics",
        "rules", (*WITH_TRANSACTIONS, "batches_create"), around("account_holders", "delete", _batched_stay),
    ),
    service(
        "assigned-stay", "what was assigned to a holder later is not deleted with it", "semantics",
        "rules", (*WITH_TRANSACTIONS, "transactions_assign"), _assigned_stay,
    ),
    service(
        "former-goes-too", "a transaction that was assigned away is deleted with its former holder", "semantics",
        "rules", (*WITH_TRANSACTIONS, "transactions_assign"), _moved_back,
    ),
    service(
        "listed-by-deleted-holder", "what a deleted holder had stays in the lists filtered by it", "semantics",
        "rules", WITH_TRANSACTIONS, _in_its_list,
    ),
    service(
        "holder-ids-of-all", "an id that another account uses is refused", "semantics",
        "walk", ABOUT, _known_anywhere,
    ),
    service(
        "all-are-consumers", "a business gets the categories of a consumer", "semantics",
        "rules", ("account_holders_create", "transactions_create"), around("account_holders", "create", _all_consumers),
    ),
    service(
        "buried-holder", "the id of a deleted holder cannot be used again", "semantics",
        "rules", ("account_holders_create", "account_holders_delete"), _buried,
    ),
    wire(
        "time-as-number", "the time of creation of a holder is a number when it is read", "schema",
        "conformance", "account_holders_get", edit("account_holders_get", _as_number),
    ),
    service(
        "name-lost-in-use", "holders that have transactions are listed without their names", "semantics",
        "ledger", (*ABOUT, "transactions_create"), _forgets_name,
    ),
    service(
        "ids-to-128", "holders whose ids have more than 128 characters cannot be read", "semantics",
        "walk", ABOUT, around("account_holders", "get", _cut),
    ),
    service(
        "holder-echoed", "a new holder is answered with undocumented fields that were sent", "schema",
        "conformance", ABOUT, around("account_holders", "create", _copies),
    ),
)  # fmt: skip
