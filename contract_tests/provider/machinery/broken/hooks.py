"""Broken promises about the registration of webhooks, and in random histories."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.power.tools import Handler, around, items_of
from contract_tests.provider.machinery.broken.broken import Broken, answers, does, serves, without_asking
from contract_tests.provider.machinery.broken.items import CASCADE, ITEMS
from contract_tests.provider.machinery.broken.settings import added_to, after_rules
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.service import Sandbox

__all__ = ["HISTORIES", "HOOKS"]


def _patched(**members: Any) -> Callable[[Handler, Call], Answer]:
    """A patch changes something that it does not name."""

    def patch(handle: Handler, call: Call) -> Answer:
        return handle(replace(call, body={**members, **call.body}))

    return patch


def _dropped(name: str) -> Callable[[Handler, Call], Answer]:
    """A patch does not change something that it names."""

    def patch(handle: Handler, call: Call) -> Answer:
        return handle(replace(call, body={one: value for one, value in call.body.items() if one != name}))

    return patch


def _all_patched(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    for identity in list(call.account.webhooks):
        handle(replace(call, path={"id": identity}))
    return answer


def _telling(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    for word in (b"never show me", b"nor me either"):
        if word in json.dumps(call.body).encode() or call.body is None:
            return replace(answer, body=answer.content.replace(b"first token", word))
    return answer


def _nulls_ignored(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, body={n: v for n, v in call.body.items() if v is not None}))


def _room_for_more(handle: Handler, call: Call) -> Answer:
    first = next(iter(call.account.webhooks))
    moved = call.account.webhooks.pop(first)
    answer = handle(call)
    call.account.webhooks[first] = moved
    return answer


def _nine(handle: Handler, call: Call) -> Answer:
    if len(call.account.webhooks) >= 9:
        return Answer.json({"detail": "No more"}, 400)
    return handle(call)


def _never_room_again(sandbox: Sandbox) -> None:
    made: list[str] = []

    def create(handle: Handler, call: Call) -> Answer:
        made.append("")
        return handle(call) if len(made) < 12 else Answer.json({"detail": "No more"}, 400)

    around("webhooks", "create", create)(sandbox)


REGISTERED = "a-webhook-is-shown-as-registered"
PATCH = "a-patch-changes-only-what-it-names"
SECRET = "a-secret-is-never-shown"
NULL = "null-takes-the-token-away"
TEN = "there-are-at-most-ten-webhooks"
HISTORY = "random-history"
THINGS = "random-history-of-things"

HOOKS: tuple[Broken, ...] = (
    answers(
        REGISTERED, "tokens are not listed", "webhooks_list", items_of(lambda one: one.update(token=None))
    ),
    answers(REGISTERED, "events are sorted", "webhooks_get", lambda one: one["events"].sort()),
    serves(
        REGISTERED,
        "the query of an address is lost",
        "webhooks.create",
        lambda handle, call: handle(
            replace(call, body={**call.body, "url": call.body["url"].partition("?")[0]})
        ),
    ),
    serves(PATCH, "a patch enables", "webhooks.patch", _patched(enabled=True)),
    serves(PATCH, "a patch takes the token away", "webhooks.patch", _patched(token=None)),
    *(
        serves(PATCH, f"{name} cannot be changed", "webhooks.patch", _dropped(name))
        for name in ("url", "events", "token", "enabled")
    ),
    serves(PATCH, "all webhooks are changed", "webhooks.patch", _all_patched),
    *(
        serves(SECRET, f"webhooks_{verb} shows the secret", f"webhooks.{verb}", _telling)
        for verb in ("create", "patch", "get", "list")
    ),
    serves(SECRET, "a new secret takes the token away", "webhooks.patch", _patched(token=None)),
    serves(NULL, "null is nothing", "webhooks.patch", _nulls_ignored),
    serves(TEN, "an eleventh is taken", "webhooks.create", without_asking(400, _room_for_more)),
    serves(TEN, "a tenth is refused", "webhooks.create", _nine),
    does(TEN, "what is deleted takes up room", _never_room_again),
)

HISTORIES: tuple[Broken, ...] = (
    *(replace(one, promise=HISTORY) for one in ITEMS if one.promise == CASCADE),
    serves(HISTORY, "a deletion is not carried out", "transactions.delete", lambda _, __: Answer(204)),
    serves(THINGS, "a patch takes the token away", "webhooks.patch", _patched(token=None)),
    serves(
        THINGS,
        "a patch of a rule adds",
        "rules.patch",
        after_rules(lambda before, call: (*before, call.body)),
    ),
    serves(
        THINGS,
        "fields are sorted",
        "reports.create",
        lambda handle, call: handle(replace(call, body={**call.body, "fields": sorted(call.body["fields"])})),
    ),
    serves(THINGS, "names are added to a set", "categories.set", added_to),
    serves(THINGS, "a statement stays", "bank_statements.delete", lambda _, __: Answer(204)),
)
