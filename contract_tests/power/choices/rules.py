"""Choices about rules: their ids, what writing them answers, and which are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around, everywhere, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError, encode

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["RULES"]

CREATE, LIST, REPLACE, PATCH, DELETE = (
    "rules_create", "rules_list", "rules_replace", "rules_patch", "rules_delete",
)  # fmt: skip
ALL = (CREATE, LIST, REPLACE, PATCH, DELETE)


def _numbered(body: Any, _: Call) -> Any:
    if isinstance(body, list):
        return [{**one, "id": one["id"] + 1} for one in body]
    return {**body, "id": body["id"] + 1}


def _one_less(handle: Handler, call: Call) -> Answer:
    """Ids begin with 1 wherever they are read."""
    written = call.path["id"]
    return handle(replace(call, path={"id": str(int(written) - 1) if written.isdecimal() else written}))


FROM_ONE = everywhere(
    *(around("rules", verb, _one_less) for verb in ("patch", "delete")),
    *(showing("rules", verb, _numbered) for verb in ("create", "list", "replace", "patch", "delete")),
)


def _named(body: Any, _: Call) -> Any:
    """Ids are texts that are no positions."""
    listed = body if isinstance(body, list) else [body]
    for one in listed:
        one["id"] = f"rule-{one['id']}"
    return body


def _texts(body: Any, _: Call) -> Any:
    return [{**one, "id": str(one["id"])} for one in body]


def _without_ids(body: Any, _: Call) -> Any:
    return [{name: value for name, value in one.items() if name != "id"} for one in body]


def _last_without(body: Any, _: Call) -> Any:
    return [*body[:-1], *_without_ids(body[-1:], _)]


def _null(_: Any, __: Call) -> Any:
    return None


def _count(body: Any, _: Call) -> Any:
    return {"count": len(body)}


def _before(handle: Handler, call: Call) -> Answer:
    """The answer has the rules as they were before."""
    before = [{"id": index, **rule} for index, rule in enumerate(call.account.profile.rules)]
    handle(call)
    return Answer.json(before)


def _deleted(handle: Handler, call: Call) -> Answer:
    """The answer has the rule that was deleted."""
    rules, written = call.account.profile.rules, call.path["id"]
    handle(call)
    return Answer.json([{"id": int(written), **rules[int(written)]}])


def _ids_of_before(body: Any, call: Call) -> Any:
    """The rules that are left keep the ids that they had."""
    gone = int(call.path["id"])
    return [{**one, "id": one["id"] + (one["id"] >= gone)} for one in body]


def _limit(size: int) -> Callable[[Sandbox], None]:
    """Another size is too large."""

    def put(after: Callable[[Call], Any]) -> Callable[[Handler, Call], Answer]:
        def write(handle: Handler, call: Call) -> Answer:
            if len(encode(after(call))) > size:
                raise RefusedError(413, "Ruleset too large")
            return handle(call)

        return write

    return everywhere(
        around("rules", "create", put(lambda call: (*call.account.profile.rules, call.body))),
        around("rules", "replace", put(lambda call: call.body)),
    )


def _larger(handle: Handler, call: Call) -> Answer:
    """Half as much more is not too large."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status != 413 or len(encode(call.body)) > 75 * 1024:
            raise
        call.account.profile.put_rules(tuple(call.body))
        return Answer.json([{"id": index, **rule} for index, rule in enumerate(call.body)])


def _forgiving(handle: Handler, call: Call) -> Answer:
    """An id that is nearly a number is one."""
    written = call.path["id"].strip()
    return handle(
        replace(call, path={"id": str(int(written))} if written.lstrip("+0").isdecimal() else call.path)
    )


def _too_large_patch(handle: Handler, call: Call) -> Answer:
    try:
        return handle(call)
    except RefusedError as error:
        if b"too large" in error.answer.content:
            raise RefusedError(413, "Ruleset too large") from None
        raise


def _accepts(wanted: Callable[[str], bool]) -> Callable[[Handler, Call], Answer]:
    """Some rules without sense are taken."""

    def create(handle: Handler, call: Call) -> Answer:
        try:
            return handle(call)
        except RefusedError as error:
            if error.answer.status != 400 or not wanted(error.answer.content.decode()):
                raise
            rules = call.account.profile.rules
            call.account.profile.put_rules((*rules, call.body))
            return Answer.json({"id": len(rules), **call.body})

    return create


def _alike_only(handle: Handler, call: Call) -> Answer:
    """Only what is alike can be equal."""
    operands = (call.body.get("if") or {}).get("==") if isinstance(call.body.get("if"), dict) else None
    if operands and len({type(one) for one in operands}) > 1:
        raise RefusedError(400, "Invalid rule structure")
    return handle(call)


RULES: tuple[Defect, ...] = (
    does("positions begin with 0", "positions-from-one", "positions begin with 1", ALL, FROM_ONE),
    does(
        "always gives the ids", "ids-of-names", "the ids of listed rules are no positions", (LIST, CREATE),
        showing("rules", "list", _named),
    ),
    does(
        "always gives the ids", "ids-as-texts", "the ids of listed rules are texts", (LIST, CREATE),
        showing("rules", "list", _texts),
    ),
    does(
        "always gives the ids", "no-ids-listed", "rules are listed without ids", (LIST, CREATE),
        showing("rules", "list", _without_ids),
    ),
    does(
        "always gives the ids", "last-without-id", "the last rule is listed without its id", (LIST, CREATE),
        showing("rules", "list", _last_without),
    ),
    does(
        "answers with the rules as they are now, each with its id", "replace-null",
        "a replacement is answered null", (REPLACE, LIST), showing("rules", "replace", _null),
    ),
    does(
        "answers with the rules as they are now, each with its id", "replace-before",
        "a replacement is answered with the rules of before", (REPLACE, LIST), around("rules", "replace", _before),
    ),
    does(
        "answers with the rules as they are now, each with its id", "replace-without-ids",
        "a replacement is answered without ids", (REPLACE, LIST), showing("rules", "replace", _without_ids),
    ),
    does(
        "answers with the rules that are left, each with its id", "delete-null", "a deletion is answered null",
        (DELETE, LIST), showing("rules", "delete", _null),
    ),
    does(
        "answers with the rules that are left, each with its id", "delete-count",
        "a deletion is answered with a number", (DELETE, LIST), showing("rules", "delete", _count),
    ),
    does(
        "answers with the rules that are left, each with its id", "delete-shows-deleted",
        "a deletion is answered with what is gone", (DELETE, LIST), around("rules", "delete", _deleted),
    ),
    does(
        "answers with the rules that are left, each with its id", "delete-former-ids",
        "a deletion is answered with the ids of before", (DELETE, LIST), showing("rules", "delete", _ids_of_before),
    ),
    does(
        "when the rules, as an array of compact JSON, have more than 50 KiB", "limit-lower",
        "rules of 49 KiB are too large", (CREATE, REPLACE), _limit(49 * 1024),
    ),
    does(
        "have more than 50 KiB", "limit-higher", "rules of 60 KiB are not too large", (CREATE, REPLACE),
        around("rules", "replace", _larger),
    ),
    does(
        "also answers 400 for an id that is no plain number", "nearly-a-number",
        "an id that is nearly a number is one", (PATCH, DELETE),
        everywhere(around("rules", "patch", _forgiving), around("rules", "delete", _forgiving)),
    ),
    does(
        "when the rules together would be too large", "too-large-patch",
        "a rule that makes all too large is answered 413", PATCH, around("rules", "patch", _too_large_patch),
    ),
    does(
        "an expression has the wrong type", "wrong-types-taken",
        "a rule with an expression of the wrong type is taken", CREATE,
        around("rules", "create", _accepts(lambda text: "should be" in text)),
    ),
    does(
        "an operator the wrong number of operands", "few-operands-taken",
        "a rule whose operator lacks operands is taken", CREATE,
        around("rules", "create", _accepts(lambda text: "needs at least" in text)),
    ),
    does(
        "the text operators take two", "three-texts-taken", "a text operator takes three operands", CREATE,
        around("rules", "create", _accepts(lambda text: "takes two" in text)),
    ),
    does(
        "rules nested more than 32 levels deep", "deep-rules-taken", "rules may be nested deeper than 32 levels",
        CREATE, around("rules", "create", _accepts(lambda text: "nested" in text)),
    ),
    does(
        "All properties are texts but the amount", "amount-as-text", "the amount can be used as a text", CREATE,
        around("rules", "create", _accepts(lambda text: "not a number" in text)),
    ),
    does(
        "Numbers and texts are compared with their like", "compared-with-any", "numbers are compared with texts",
        CREATE, around("rules", "create", _accepts(lambda text: "/<" in text)),
    ),
    does(
        "`==` takes anything", "equal-with-like-only", "`==` takes only what is alike", CREATE,
        around("rules", "create", _alike_only),
    ),
)  # fmt: skip
