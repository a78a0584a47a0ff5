"""Choices about bodies that are refused, and about what is in them that nobody knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from contract_tests.power.choices.chosen import asked_for, does
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Respond, answering
from ntropy_client.sandbox.answer import Answer, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["BODIES"]

TRANSACTIONS, BATCHES = ("transactions_create", "transactions_get"), ("batches_create",)
HOLDERS, RULES = ("account_holders_create",), ("rules_create",)
STRANGE = "unheard_of"


def _when(
    wanted: Callable[[Inbound], bool], repair: Callable[[Inbound], Inbound], *operations: str
) -> Callable[[Sandbox], None]:
    """Accept what is refused."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        try:
            return whole(inbound)
        except RefusedError as error:
            if error.answer.status == 422 and asked_for(inbound) in operations and wanted(inbound):
                return whole(repair(inbound))
            raise

    return answering(change)


def _problem(status: int, *operations: str, type: str) -> Callable[[Sandbox], None]:
    """Answer one kind of problem with another status."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        try:
            return whole(inbound)
        except RefusedError as error:
            told = json.loads(error.answer.content).get("detail")
            kinds = {one["type"] for one in told} if isinstance(told, list) else set[str]()
            if type in kinds and asked_for(inbound) in operations:
                raise RefusedError(status, "No") from None
            raise

    return answering(change)


def _any_type(*operations: str) -> Callable[[Sandbox], None]:
    """A body of any content type is read as JSON."""
    return _when(
        lambda inbound: "json" not in inbound.headers.get("content-type", "json"),
        lambda inbound: replace(inbound, headers={**inbound.headers, "content-type": "application/json"}),
        *operations,
    )


def _any_text(*operations: str) -> Callable[[Sandbox], None]:
    """An unpaired surrogate is taken for a question mark."""
    half = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
    return _when(
        lambda inbound: half.search(inbound.content) is not None,
        lambda inbound: replace(inbound, content=half.sub(b"?", inbound.content)),
        *operations,
    )


def _any_number(*operations: str) -> Callable[[Sandbox], None]:
    """A number that is out of range is taken for a large one."""
    return _when(
        lambda inbound: b"e999" in inbound.content.lower(),
        lambda inbound: replace(inbound, content=re.sub(rb"(?i)e999", b"e99", inbound.content)),
        *operations,
    )


def _few_problems(whole: Respond, inbound: Inbound) -> Answer:
    """All problems are listed, however many."""
    try:
        return whole(inbound)
    except RefusedError as error:
        detail = json.loads(error.answer.content).get("detail")
        if isinstance(detail, list) and len(detail) == 100:
            raise RefusedError(422, [*detail, detail[-1]]) from None
        raise


def _one_problem(whole: Respond, inbound: Inbound) -> Answer:
    """Only the first ten problems are listed."""
    try:
        return whole(inbound)
    except RefusedError as error:
        detail = json.loads(error.answer.content).get("detail")
        if isinstance(detail, list) and len(detail) > 10:
            raise RefusedError(422, detail[:10]) from None
        raise


def _closed(*operations: str) -> Callable[[Sandbox], None]:
    """Unknown fields are refused."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        if asked_for(inbound) in operations and b"unheard_of" in inbound.content:
            raise RefusedError.problem("body", STRANGE, msg="Extra inputs", type="extra_forbidden")
        return whole(inbound)

    return answering(change)


def _kept(*operations: str) -> Callable[[Sandbox], None]:
    """Unknown fields come back."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        answer = whole(inbound)
        try:
            sent = json.loads(inbound.content or b"null")
        except ValueError:
            return answer
        if asked_for(inbound) in operations and isinstance(sent, dict) and STRANGE in sent:
            return Answer.json({**json.loads(answer.content), STRANGE: sent[STRANGE]}, answer.status)
        return answer

    return answering(change)


def _any_part(whole: Respond, inbound: Inbound) -> Answer:
    """A field that is no file is taken for one."""
    if asked_for(inbound) == "bank_statements_create":
        content = re.sub(rb'name="file"\r\n', b'name="file"; filename="file"\r\n', inbound.content)
        return whole(replace(inbound, content=content))
    return whole(inbound)


def _not_that_form(whole: Respond, inbound: Inbound) -> Answer:
    """What is no form is answered 400."""
    try:
        return whole(inbound)
    except RefusedError as error:
        kind = inbound.headers.get("content-type", "")
        if (
            error.answer.status == 422
            and asked_for(inbound) == "bank_statements_create"
            and "multipart" not in kind
        ):
            raise RefusedError(400, "There was an error parsing the body") from None
        raise


def _key_of_rule(whole: Respond, inbound: Inbound) -> Answer:
    """The id of a rule that is sent is dropped."""
    try:
        return whole(inbound)
    except RefusedError:
        if asked_for(inbound) not in {"rules_create", "rules_patch"}:
            raise
        sent = json.loads(inbound.content)
        if not isinstance(sent, dict) or "id" not in sent:
            raise
        kept = {name: one for name, one in sent.items() if name != "id"}
        return whole(replace(inbound, content=json.dumps(kept).encode()))


def _unknown_key_of_rule(whole: Respond, inbound: Inbound) -> Answer:
    """A key of a rule that nobody knows is dropped."""
    try:
        return whole(inbound)
    except RefusedError:
        if asked_for(inbound) != "rules_create":
            raise
        sent = json.loads(inbound.content)
        if not isinstance(sent, dict) or STRANGE not in sent:
            raise
        kept = {name: one for name, one in sent.items() if name != STRANGE}
        return whole(replace(inbound, content=json.dumps(kept).encode()))


def _bodies(name: str, where: str, about: tuple[str, ...], *, strict: bool = False) -> tuple[Defect, ...]:
    """What every kind of body has in common."""
    one = about[0]
    found = [
        does(
            "for a body that is no JSON",
            f"no-json-400-{name}",
            f"{where} that is no JSON is answered 400",
            about,
            _problem(400, one, type="json_invalid"),
            "probes",
        ),
        does(
            "a content type other than application/json",
            f"any-type-{name}",
            f"{where} of another content type is taken",
            about,
            _any_type(one),
            "probes",
        ),
    ]
    if name != "assignment":
        found += [
            does(
                "has a number out of range",
                f"any-number-{name}",
                f"{where} may have a number out of range",
                about,
                _any_number(one),
                "probes",
            ),
            does(
                "an unpaired surrogate",
                f"half-a-letter-{name}",
                f"{where} may have half a letter",
                about,
                _any_text(one),
                "probes",
            ),
        ]
        if not strict:
            found += [
                does(
                    "nknown fields pass",
                    f"closed-{name}",
                    f"{where} may have no unknown fields",
                    about,
                    _closed(one),
                    "walk",
                ),
                does(
                    "are not kept",
                    f"kept-{name}",
                    f"what nobody knows of {where} comes back",
                    about,
                    _kept(one),
                    "conformance",
                ),
            ]
    return tuple(found)  # fmt: skip


BODIES: tuple[Defect, ...] = (
    *_bodies("transaction", "a transaction", TRANSACTIONS),
    does(
        "lists at most 100 problems", "hundred-and-one-problems", "more than 100 problems are listed", BATCHES,
        answering(_few_problems), "rules",
    ),
    does(
        "lists at most 100 problems", "ten-problems", "no more than ten problems are listed", BATCHES,
        answering(_one_problem), "rules",
    ),
    *_bodies("batch", "a batch", BATCHES),
    *_bodies("assignment", "an assignment", ("transactions_assign",)),
    *_bodies("holder", "an account holder", HOLDERS),
    does(
        "for a body that is no form", "no-form-400", "what is no form is answered 400", "bank_statements_create",
        answering(_not_that_form), "probes",
    ),
    does(
        "for a part `file` that is no file", "any-part", "a field is taken for a file", "bank_statements_create",
        answering(_any_part), "probes",
    ),
    *_bodies("rule", "a rule", RULES, strict=True),
    does(
        "a key that is not described here is refused", "strange-key-of-rule",
        "a key of a rule that nobody knows is dropped", RULES, answering(_unknown_key_of_rule), "rules",
    ),
    does(
        "also the id of a rule", "id-of-rule", "the id of a rule that is sent is dropped", RULES,
        answering(_key_of_rule), "rules",
    ),
)  # fmt: skip
