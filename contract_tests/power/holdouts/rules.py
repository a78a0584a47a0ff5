"""Hold-outs in rules."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Handler, around, everywhere, on, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.profile import Rule, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.service import Sandbox

__all__ = ["RULES"]

CREATE, LIST, REPLACE, PATCH, DELETE = (
    "rules_create", "rules_list", "rules_replace", "rules_patch", "rules_delete",
)  # fmt: skip
WRITES = ("create", "replace", "patch", "delete")
ENRICH = "transactions_create"


def _distinct(handle: Handler, call: Call) -> Answer:
    """A rule that is sent twice is kept once."""
    kept = {json.dumps(rule, sort_keys=True): rule for rule in reversed(call.body)}
    return handle(replace(call, body=list(reversed(kept.values()))))


def _ids_go_on(sandbox: Sandbox) -> None:
    """A rule that is added after a deletion is answered with a position that there is not yet."""
    deleted = [0]

    def delete(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        deleted[0] += 1
        return answer

    def create(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        return Answer.json({**body, "id": body["id"] + min(1, deleted[0])})

    everywhere(around("rules", "delete", delete), around("rules", "create", create))(sandbox)


def _last_stays(handle: Handler, call: Call) -> Answer:
    """The last rule of several is not deleted."""
    before = call.account.profile.rules
    answer = handle(call)
    if len(before) > 1 and call.path["id"] == str(len(before) - 1):
        call.account.profile.put_rules(before)
    return answer


def _falsy(handle: Handler, call: Call) -> Answer:
    """The first position is taken for none."""
    if call.path["id"] == "0" and len(call.account.profile.rules) > 1:
        raise RefusedError(400, "Rule index does not exist")
    return handle(call)


def _to_the_end(handle: Handler, call: Call) -> Answer:
    """A rule that is replaced becomes the last one."""
    answer = handle(call)
    rules, index = call.account.profile.rules, int(call.path["id"])
    call.account.profile.put_rules((*rules[:index], *rules[index + 1 :], rules[index]))
    return answer


def _anonymous(_: Asked, answered: Answered) -> None:
    answered.headers.pop("x-request-id", None)


def _kept_all_the_same(handle: Handler, call: Call) -> Answer:
    """What is refused as too large is kept."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status == 413:
            rules = call.account.profile.rules
            body: Any = call.body
            call.account.profile.put_rules(tuple(body) if isinstance(body, list) else (*rules, body))
        raise


def _up_to_the_error(handle: Handler, call: Call) -> Answer:
    """Of a replacement that is refused, the rules before the wrong one are taken."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status == 400:
            for count in range(len(call.body) - 1, 0, -1):
                try:
                    handle(replace(call, body=call.body[:count]))
                    break
                except RefusedError:
                    continue
        raise


def _changed(change: Callable[[Any], Any]) -> Callable[[Sandbox], None]:
    """Keep another rule than was sent."""

    def put(handle: Handler, call: Call) -> Answer:
        return handle(replace(call, body=change(call.body)))

    return everywhere(*(around("rules", verb, put) for verb in ("create", "replace", "patch")))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return {name: _rounded(one) for name, one in value.items()} if isinstance(value, dict) else value


def _no_empty(value: Any) -> Any:
    """Branches with nothing in them are left out."""
    if isinstance(value, list):
        return [_no_empty(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _no_empty(one) for name, one in value.items() if name not in ("then", "else") or one}


def _merged(handle: Handler, call: Call) -> Answer:
    """A condition that takes the place of another keeps what that had to do otherwise."""
    rules, written = call.account.profile.rules, call.path["id"]
    before = rules[int(written)] if written.isdecimal() and int(written) < len(rules) else {}
    if "if" in before and "if" in call.body:
        return handle(replace(call, body={**before, **call.body}))
    return handle(call)


def _in_force(
    change: Callable[[tuple[Rule, ...], tuple[Rule, ...]], tuple[Rule, ...]],
) -> Callable[[Sandbox], None]:
    """Let other rules take effect than those that are listed."""
    effective: dict[str, tuple[Rule, ...]] = {}

    def write(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        profile = call.account.profile
        listed = profile.rules
        effective[call.account.name] = change(listed, effective.get(call.account.name, ()))
        profile.put_rules(effective[call.account.name])
        profile.rules = listed
        return answer

    return everywhere(*(around("rules", verb, write) for verb in WRITES))


def _patch_idle(sandbox: Sandbox) -> None:
    """What takes the place of a rule is listed, and the former one goes on."""

    def patch(handle: Handler, call: Call) -> Answer:
        profile = call.account.profile
        before = profile.rules
        answer = handle(call)
        listed = profile.rules
        profile.put_rules(before)
        profile.rules = listed
        return answer

    around("rules", "patch", patch)(sandbox)


def _past(sandbox: Sandbox) -> None:
    """Listed transactions are enriched by the rules as they are now."""

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        view = call.account.profile.view()
        found = [call.account.transactions.get(one["id"]) for one in page["data"]]
        data = [sandbox.transactions.view(replace(one, view=view)) for one in found if one is not None]
        return Answer.json({**page, "data": data})

    around("transactions", "list", listed)(sandbox)


def _shared(sandbox: Sandbox) -> None:
    """A rule that is added is added for all accounts."""

    def create(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        for account in sandbox.accounts.values():
            if account is not call.account:
                account.profile.put_rules((*account.profile.rules, call.body))
        return answer

    around("rules", "create", create)(sandbox)


class _Unruled(View):
    """What an account had set up, without its rules."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """None."""
        return ()


def _batches_unruled(handle: Handler, call: Call) -> Answer:
    """Rules do not hold for batches."""
    view = call.account.ended.get(call.path["id"])
    if view is not None:
        call.account.ended[call.path["id"]] = _Unruled(*(getattr(view, one.name) for one in fields(view)))
    return handle(call)


def _as_number(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return [_as_number(one) for one in value]
    return {name: _as_number(one) for name, one in value.items()} if isinstance(value, dict) else value


RULES: tuple[Defect, ...] = (
    service(
        "distinct-rules", "of a replacement a rule that stands twice is kept once", "semantics",
        "rules", (REPLACE, LIST), around("rules", "replace", _distinct),
    ),
    service(
        "ids-go-on", "after a deletion a new rule is answered with an id that is one too high", "semantics",
        "rules", (CREATE, DELETE, LIST), _ids_go_on,
    ),
    service(
        "last-rule-stays", "the last of several rules is not deleted", "semantics",
        "rules", (DELETE, LIST), around("rules", "delete", _last_stays),
    ),
    service(
        "nought-is-none", "the first of several rules cannot be replaced", "semantics",
        "rules", (PATCH, LIST), around("rules", "patch", _falsy),
    ),
    service(
        "patched-to-the-end", "a rule that is replaced becomes the last", "semantics",
        "rules", (PATCH, LIST), around("rules", "patch", _to_the_end),
    ),
    wire(
        "anonymous-413", "a 413 has no X-Request-ID", "protocol",
        "conformance", CREATE, lambda: on(CREATE, _anonymous, 413),
    ),
    service(
        "too-large-and-kept", "a replacement that is too large is refused, and done", "semantics",
        "rules", (REPLACE, LIST), around("rules", "replace", _kept_all_the_same),
    ),
    service(
        "up-to-the-error", "of a replacement that is refused the rules before the wrong one are taken", "semantics",
        "rules", (REPLACE, LIST), around("rules", "replace", _up_to_the_error),
    ),
    service(
        "rounded-rules", "numbers in rules are kept with two decimals", "semantics",
        "walk", (CREATE, LIST), _changed(_rounded),
    ),
    service(
        "empty-branch-lost", "a branch of a rule with nothing in it is left out", "semantics",
        "walk", (CREATE, LIST), _changed(_no_empty),
    ),
    service(
        "truth-as-number", "truth values in rules are listed as numbers", "semantics",
        "walk", (CREATE, LIST), showing("rules", "list", lambda body, _: _as_number(body)),
    ),
    service(
        "else-stays", "a condition that is replaced keeps the branch that the new one does not have", "semantics",
        "rules", (PATCH, LIST), around("rules", "patch", _merged),
    ),
    service(
        "last-rule-idle", "the last of several rules has no effect", "semantics",
        "rules", (CREATE, REPLACE, ENRICH), _in_force(lambda rules, _: rules[:-1] if len(rules) > 1 else rules),
    ),
    service(
        "patch-idle", "a rule that was replaced goes on having its effect", "semantics",
        "rules", (PATCH, ENRICH), _patch_idle,
    ),
    service(
        "past-ruled", "a new rule changes transactions that are listed already", "semantics",
        "rules", (CREATE, ENRICH, "transactions_list"), _past,
    ),
    service(
        "rules-for-all", "a rule is added for all accounts", "semantics",
        "walk", (CREATE, LIST), _shared,
    ),
    service(
        "batches-unruled", "rules have no effect on what is submitted in batches", "semantics",
        "rules", (CREATE, "batches_create", "batches_results"), around("batches", "results", _batches_unruled),
    ),
    service(
        "rules-backwards", "rules are applied from the last to the first", "semantics",
        "rules", (CREATE, REPLACE, ENRICH), _in_force(lambda rules, _: rules[::-1]),
    ),
)  # fmt: skip
