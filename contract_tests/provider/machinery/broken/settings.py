"""Broken promises about category sets and rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.power.tools import Handler, around
from contract_tests.provider.machinery.broken.broken import Broken, answers, does, serves, without_asking
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.category_set import CategorySet
from ntropy_client.sandbox.service import Sandbox

__all__ = ["SETTINGS", "added_to", "after_rules"]


def _set_of(change: Callable[[list[str]], list[str]]) -> Callable[[Handler, Call], Answer]:
    def write(handle: Handler, call: Call) -> Answer:
        return handle(replace(call, body={name: change(names) for name, names in call.body.items()}))

    return write


def added_to(handle: Handler, call: Call) -> Answer:
    known = call.account.profile.category_set(call.path["id"])
    if known is None:
        return handle(call)
    names = {name: [*getattr(known, name), *call.body[name]] for name in ("incoming", "outgoing")}
    return handle(replace(call, body=names))


def _one_for_all(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    for name in list(call.account.profile._sets):
        call.account.profile.put_set(name, CategorySet(call.body["incoming"], call.body["outgoing"]))
    return answer


def _emptied(handle: Handler, call: Call) -> Answer:
    handle(call)
    call.account.profile.put_set(call.path["id"], CategorySet([], []))
    return Answer.json({"incoming": [], "outgoing": []})


def _not_reset(_: Handler, call: Call) -> Answer:
    known = call.account.profile.category_set(call.path["id"])
    return Answer.json(None if known is None else known.view())


def _half_reset(handle: Handler, call: Call) -> Answer:
    known = call.account.profile.category_set(call.path["id"])
    answer = handle(call)
    now = call.account.profile.category_set(call.path["id"])
    if known is not None and now is not None:
        call.account.profile.put_set(call.path["id"], CategorySet(known.incoming, now.outgoing))
    return answer


def _no_set(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, body={**call.body, "category_id": None}))


def _for_all_consumers(handle: Handler, call: Call) -> Answer:
    call.account.profile.put_set("consumer", CategorySet(call.body["incoming"], call.body["outgoing"]))
    return handle(call)


def _only_custom(handle: Handler, call: Call) -> Answer:
    return Answer.json(call.body) if call.path["id"] in ("consumer", "business") else handle(call)


def _for_all(handle: Handler, call: Call) -> Answer:
    """Those that name a set have what is written to the default set too."""
    if call.path["id"] == "consumer":
        for holder in call.account.profile.holders.values():
            if holder.category_id is not None:
                handle(replace(call, path={"id": holder.category_id}))
    return handle(call)


def _looked_up_now(sandbox: Sandbox) -> None:
    """What was enriched is enriched again with the set that counts now."""

    def get(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        holder = call.account.profile.holders.get(body["account_holder_id"] or "")
        if holder is not None and body["categories"]:
            names = call.account.profile.view().categories(holder)
            body["categories"]["general"] = names.choose(body["categories"]["general"], incoming=False)
        return Answer.json(body)

    around("transactions", "get", get)(sandbox)


def after_rules(
    change: Callable[[tuple[Any, ...], Call], tuple[Any, ...]],
) -> Callable[[Handler, Call], Answer]:
    """The rules after a write are others."""

    def write(handle: Handler, call: Call) -> Answer:
        before = call.account.profile.rules
        answer = handle(call)
        call.account.profile.put_rules(change(before, call))
        return answer

    return write


def _at(call: Call) -> int:
    return int(call.path["id"])


def _unknown_position(_: Handler, call: Call) -> Any:
    rules = call.account.profile.rules
    if call.body is not None:
        call.account.profile.put_rules((*rules, call.body))
    return {"id": 0, **call.body} if call.body is not None else []


def _no_limit(_: Handler, call: Call) -> Any:
    rules = call.body if isinstance(call.body, list) else [*call.account.profile.rules, call.body]
    call.account.profile.put_rules(tuple(rules))
    return {"id": len(rules) - 1, **rules[-1]} if call.body is not rules else rules


def _website(body: dict[str, Any], change: Callable[[Any], Any]) -> None:
    other = body["entities"]["counterparty"]
    other["website"] = change(other["website"])


def _later_rules_only(sandbox: Sandbox) -> None:
    """What was enriched before is shown with the rules of now."""

    def get(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        if call.account.profile.rules:
            _website(body, lambda _: "then.example")
        return Answer.json(body)

    around("transactions", "get", get)(sandbox)


WRITTEN = "a-category-set-is-read-as-written"
RESET = "a-reset-restores-the-default"
CUSTOM = "a-custom-set-has-no-default"
EFFECT = "a-custom-set-takes-effect-for-its-holders"
DEFAULT = "a-replaced-default-takes-effect-for-all-without-a-set"
SPELT = "a-set-decides-how-a-category-is-spelt"
LISTED = "rules-are-listed-as-written"
PATCHED = "to-patch-a-rule-replaces-that-one"
DELETED = "to-delete-a-rule-moves-the-later-ones"
NO_RULE = "a-rule-that-is-not-there-is-refused"
SENSE = "a-rule-without-sense-is-refused"
LIMIT = "rules-have-a-limit"
LATER = "rules-take-effect-on-what-comes-later"
KINDS = "each-kind-of-rule-has-its-effect"

SETTINGS: tuple[Broken, ...] = (
    serves(WRITTEN, "names are sorted", "categories.set", _set_of(sorted)),
    serves(
        WRITTEN, "each name is kept once", "categories.set", _set_of(lambda names: list(dict.fromkeys(names)))
    ),
    serves(
        WRITTEN, "names are trimmed", "categories.set", _set_of(lambda names: [one.strip() for one in names])
    ),
    serves(WRITTEN, "names are added", "categories.set", added_to),
    serves(WRITTEN, "there is one set for all", "categories.set", _one_for_all),
    serves(RESET, "nothing is reset", "categories.reset", _not_reset),
    serves(RESET, "what comes in is not reset", "categories.reset", _half_reset),
    serves(CUSTOM, "a custom set is emptied", "categories.reset", _emptied),
    serves(EFFECT, "nobody has a set", "account_holders.create", _no_set),
    serves(EFFECT, "a set is that of all consumers", "categories.set", _for_all_consumers),
    does(EFFECT, "a set changes what was enriched before", _looked_up_now),
    serves(DEFAULT, "a default cannot be replaced", "categories.set", _only_custom),
    serves(DEFAULT, "a default is for those too that name another", "categories.set", _for_all),
    answers(
        SPELT,
        "categories are in lower case",
        "transactions_create",
        lambda one: one["categories"].update(general=one["categories"]["general"].lower()),
    ),
    serves(
        LISTED,
        "each rule is kept once",
        "rules.replace",
        after_rules(
            lambda _, call: tuple(one for index, one in enumerate(call.body) if one not in call.body[:index])
        ),
    ),
    serves(
        LISTED, "rules are added", "rules.replace", after_rules(lambda before, call: (*before, *call.body))
    ),
    serves(
        LISTED,
        "a new rule is the first",
        "rules.create",
        after_rules(lambda before, call: (call.body, *before)),
    ),
    answers(
        LISTED,
        "the language has no else",
        "rules_list",
        lambda rules: [one.pop("else", None) for one in rules],
    ),
    answers(LISTED, "ids begin at 1", "rules_create", lambda one: one.update(id=one["id"] + 1)),
    serves(PATCHED, "a patch adds", "rules.patch", after_rules(lambda before, call: (*before, call.body))),
    serves(
        PATCHED,
        "a patch merges",
        "rules.patch",
        after_rules(
            lambda before, call: tuple(
                {**one, **call.body} if index == _at(call) else one for index, one in enumerate(before)
            )
        ),
    ),
    serves(
        PATCHED,
        "a patch replaces the first",
        "rules.patch",
        after_rules(lambda before, call: (call.body, *before[1:])),
    ),
    serves(DELETED, "the last one goes", "rules.delete", after_rules(lambda before, _: before[:-1])),
    serves(
        DELETED, "all behind it go too", "rules.delete", after_rules(lambda before, call: before[: _at(call)])
    ),
    answers(
        DELETED,
        "ids are those of before",
        "rules_list",
        lambda rules: [one.update(id=one["id"] + 6 - len(rules)) for one in rules],
    ),
    serves(NO_RULE, "a patch behind the end adds", "rules.patch", without_asking(400, _unknown_position)),
    serves(NO_RULE, "nothing is deleted in peace", "rules.delete", without_asking(400, _unknown_position)),
    serves(SENSE, "a new rule need not make sense", "rules.create", without_asking(400, _no_limit)),
    serves(SENSE, "rules need not make sense", "rules.replace", without_asking(400, _no_limit)),
    serves(LIMIT, "there is no limit to a new rule", "rules.create", without_asking(413, _no_limit)),
    serves(LIMIT, "there is no limit to all rules", "rules.replace", without_asking(413, _no_limit)),
    answers(
        LATER,
        "rules have no effect",
        "transactions_create",
        lambda one: _website(one, lambda _: "netflix.com"),
    ),
    answers(
        LATER,
        "every condition holds",
        "transactions_create",
        lambda one: _website(one, lambda _: "then.example"),
    ),
    answers(
        LATER,
        "there is no else",
        "transactions_create",
        lambda one: _website(one, lambda site: site.replace("two.example", "one.example")),
    ),
    does(LATER, "a rule changes what was enriched before", _later_rules_only),
    answers(
        KINDS,
        "codes cannot be changed",
        "transactions_create",
        lambda one: one["entities"]["counterparty"].update(mccs=[5814]),
    ),
    answers(
        KINDS,
        "labels cannot be changed",
        "transactions_create",
        lambda one: one["categories"].update(general="coffee shop"),
    ),
    answers(
        KINDS,
        "names cannot be changed",
        "transactions_create",
        lambda one: one["entities"]["counterparty"].update(name="Starbucks"),
    ),
)
