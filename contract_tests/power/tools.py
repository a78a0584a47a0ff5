"""What defects are made of: changes of answers, of operations and of what is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.seam import Answered, Asked, Rewrite
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError
from ntropy_client.sandbox.webhook import Webhook

if TYPE_CHECKING:
    from ntropy_client.sandbox.post import Notice
    from ntropy_client.sandbox.service import Sandbox

__all__ = [
    "ENRICH",
    "SUBMIT",
    "Edit",
    "Handler",
    "Respond",
    "answering",
    "around",
    "edit",
    "everywhere",
    "items_of",
    "keeping",
    "letting_pass",
    "listening",
    "on",
    "refusing",
    "restated",
    "showing",
    "status",
    "tried",
    "with_query",
    "without",
]

Edit = Callable[[Any], None]
Handler = Callable[[Call], Answer]
Respond = Callable[[Inbound], Answer]
ENRICH = "POST /v3/transactions"
SUBMIT = "POST /v3/batches"


def on(
    operation: str, change: Callable[[Asked, Answered], None], status: int = 200
) -> Callable[[Asked, Answered], None]:
    """Change the answers of one operation with one status only.

    Args:
        operation: Its id.
        change: Changes the answer.
        status: Answers of any other status pass.

    Returns:
        What changes the answers of all operations.
    """

    def rewrite(asked: Asked, answered: Answered) -> None:
        if asked.operation == operation and answered.status == status:
            change(asked, answered)

    return rewrite


def edit(operation: str, change: Edit, status: int = 200) -> Callable[[], Callable[[Asked, Answered], None]]:
    """Change the JSON of the answers of one operation.

    Args:
        operation: Its id.
        change: Changes the decoded body in place.
        status: Answers of any other status pass.

    Returns:
        What makes the change.
    """

    def changed(_: Asked, answered: Answered) -> None:
        body = answered.json()
        change(body)
        answered.become(body)

    return lambda: on(operation, changed, status)


def items_of(change: Edit) -> Edit:
    """Change every item of a page or of results."""

    def changed(body: Any) -> None:
        for item in body.get("data", body.get("results", [])):
            change(item)

    return changed


def around(resource: str, verb: str, change: Callable[[Handler, Call], Answer]) -> Callable[[Sandbox], None]:
    """Put something around an operation.

    Args:
        resource: Such as `batches`.
        verb: Such as `get`.
        change: Given the operation and the call, answers it.

    Returns:
        What changes a sandbox.
    """

    def install(sandbox: Sandbox) -> None:
        target = getattr(sandbox, resource)
        original: Handler = getattr(target, verb)
        setattr(target, verb, lambda call: change(original, call))

    return install


def with_query(
    resource: str, change: Callable[[dict[str, Any]], Mapping[str, Any]]
) -> Callable[[Sandbox], None]:
    """Let a list see another query than was sent."""
    return around(
        resource, "list", lambda handle, call: handle(replace(call, query=change(dict(call.query))))
    )


def without(*names: str) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    """A query without some of its parameters."""
    return lambda query: {name: value for name, value in query.items() if name not in names}


def answering(change: Callable[[Respond, Inbound], Answer]) -> Callable[[Sandbox], None]:
    """Put something around every request.

    Args:
        change: Given what answers requests and the request, answers it.

    Returns:
        What changes a sandbox.
    """

    def install(sandbox: Sandbox) -> None:
        whole = sandbox.answer
        setattr(sandbox, "answer", lambda inbound: change(whole, inbound))  # noqa: B010

    return install


def letting_pass(operation: str, repair: Callable[[Any], Any]) -> Callable[[Sandbox], None]:
    """Accept bodies that the document does not allow.

    Args:
        operation: Method and path of the operation.
        repair: Gives a body that is accepted in place of the one that is not; None to refuse it.

    Returns:
        What changes a sandbox.
    """

    def change(whole: Respond, inbound: Inbound) -> Answer:
        try:
            return whole(inbound)
        except RefusedError as error:
            repaired = None
            if error.answer.status == 422 and f"{inbound.method} {inbound.raw_path}" == operation:
                repaired = tried(repair, inbound.content)
            if repaired is None:
                raise
            return whole(replace(inbound, content=json.dumps(repaired).encode()))

    return answering(change)


def tried(repair: Callable[[Any], Any], content: bytes) -> Any:
    """What ``repair`` makes of a JSON body; None where it cannot."""
    try:
        return repair(json.loads(content))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def refusing(resource: str, wanted: Callable[[Any], bool], status: int) -> Callable[[Sandbox], None]:
    """Refuse bodies that the document allows."""

    def change(handle: Handler, call: Call) -> Answer:
        if wanted(call.body):
            detail = [{"loc": ["body"], "msg": "Refused", "type": "value_error"}]
            return Answer.json({"detail": detail}, status)
        return handle(call)

    return around(resource, "create", change)


def status(operation: str, given: int, before: int = 200) -> Callable[[], Rewrite]:
    """Answer with another status.

    Args:
        operation: Its id.
        given: The status that is answered.
        before: In place of this one.

    Returns:
        What makes the change.
    """

    def changed(_: Asked, answered: Answered) -> None:
        answered.status = given

    return lambda: on(operation, changed, before)


def keeping(resource: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Sandbox], None]:
    """Keep something else than what was sent.

    Args:
        resource: Such as `reports`.
        change: Given the body that was sent, gives the one that is kept.

    Returns:
        What changes a sandbox.
    """
    return around(
        resource, "create", lambda handle, call: handle(replace(call, body=change(dict(call.body))))
    )


def showing(resource: str, verb: str, change: Callable[[Any, Call], Any]) -> Callable[[Sandbox], None]:
    """Show something else than what is there.

    Args:
        resource: Such as `reports`.
        verb: Such as `get`.
        change: Given the body of an answer and the call, gives the body in its place.

    Returns:
        What changes a sandbox.
    """

    def changed(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        return Answer.json(change(json.loads(answer.content), call), answer.status)

    return around(resource, verb, changed)


def everywhere(*changes: Callable[[Sandbox], None]) -> Callable[[Sandbox], None]:
    """Do several changes.

    Args:
        changes: Of a sandbox.

    Returns:
        What does them all.
    """

    def install(sandbox: Sandbox) -> None:
        for change in changes:
            change(sandbox)

    return install


def listening(listen: Callable[[Webhook], None]) -> Callable[[Sandbox], None]:
    """Change what registered webhooks do.

    Args:
        listen: Given a new webhook, puts other functions in place of its methods.

    Returns:
        What changes a sandbox.
    """

    class Open(Webhook):
        """A webhook whose methods can be replaced."""

    def create(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        made = call.account.webhooks[json.loads(answer.content)["id"]]
        opened = Open(made.id, made.created, made.url, made.events, made.token, made.enabled)
        listen(opened)
        call.account.webhooks[made.id] = opened
        return answer

    return around("webhooks", "create", create)


def restated(notice: Notice, **members: object) -> Notice:
    """Tell a webhook something else.

    Args:
        notice: What it would be told.
        members: What is put into the event in place of what is there.

    Returns:
        What it is told.
    """
    return replace(notice, content=json.dumps(json.loads(notice.content) | members).encode())
