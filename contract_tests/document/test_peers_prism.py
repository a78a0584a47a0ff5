"""The client against a mock that Prism makes of the document, and that refuses what does not conform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

import ntropy_client as api
from contract_tests.client.cases import arguments, documented
from ntropy_client.document import load

from .peers.calls import CALLS, FIRST, KEY, Call
from .peers.prism import UNREAD_BODIES, VIOLATIONS


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def judge(call: Call, answers: list[httpx.Response]) -> None:
    """There was one request, it was for this operation, and Prism found nothing wrong with it."""
    (answer,) = answers
    request = answer.request
    for one in (answer, listed(request)) if call.operation.id in UNREAD_BODIES else (answer,):
        said = one.headers.get(VIOLATIONS, "") + ("" if one.is_success else one.text)
        assert said == ""
    matched = load().match(request.method, request.url.raw_path.decode().partition("?")[0])
    assert matched is not None
    assert matched[0].id == call.operation.id
    examples = [*call.operation.examples(answer.status_code).values()]
    assert (answer.json() in examples) if examples else (answer.content == b"")


def listed(request: httpx.Request) -> httpx.Response:
    """What Prism says of the rule that was sent when it is one of a list, whose rules it does read."""
    headers = {name: request.headers[name] for name in ("X-Api-Key", "Content-Type")}
    content = b"[" + request.content + b"]"
    return httpx.post(
        request.url.copy_with(path="/v3/rules/replace"), content=content, headers=headers, trust_env=False
    )


def answers_to(prism: str, make: Callable[[api.Ntropy], object]) -> list[httpx.Response]:
    """What Prism answered to a call."""
    answers: list[httpx.Response] = []
    with (
        httpx.Client(event_hooks={"response": [answers.append]}, trust_env=False) as http,
        api.Ntropy(KEY, base_url=prism, http_client=http) as client,
    ):
        try:
            make(client)
        except api.APIStatusError:
            answers[0].read()
    return answers


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_operation_is_called(call: Call, prism: str) -> None:
    """Prism finds nothing wrong with what the client makes of each example, nor the client with the answer."""
    judge(call, answers_to(prism, call.of))


@pytest.mark.parametrize("call", CALLS, ids=str)
async def test_every_operation_is_called_async(call: Call, prism: str) -> None:
    """Nor with what the async client makes of it."""
    answers: list[httpx.Response] = []

    async def keep(answer: httpx.Response) -> None:
        answers.append(answer)

    async with (
        httpx.AsyncClient(event_hooks={"response": [keep]}, trust_env=False) as http,
        api.AsyncNtropy(KEY, base_url=prism, http_client=http) as client,
    ):
        try:
            await call.of(client)
        except api.APIStatusError:
            await answers[0].aread()
    judge(call, answers)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"content": b'{"operation": "POST /v3/transactions"}'}, "must have required property 'data'"),
        ({"content": b"[]"}, "must be object"),
        ({"content": None}, "Body parameter is required"),
        ({"path": "/v3/batch"}, "no path matched"),
    ],
    ids=["field", "type", "body", "path"],
)
def test_a_wrong_request_of_the_client_would_be_noticed(
    change: dict[str, Any], said: str, prism: str
) -> None:
    """The judge is as good as the mock: what the client sends wrongly does not pass."""
    (call, *_) = (call for call in CALLS if call.operation.id == "batches_create")
    request = replace(api.operations.batches_create(**call.body), **change)
    answers = answers_to(prism, lambda client: client.send(request, retries=0))
    with pytest.raises(AssertionError, match=said):
        judge(call, answers)


@pytest.mark.parametrize("call", [call for call in CALLS if call.operation.id in UNREAD_BODIES], ids=str)
def test_a_wrong_rule_of_the_client_would_be_noticed(call: Call, prism: str) -> None:
    """Also where Prism does not read it: the judge has it read elsewhere."""
    request = getattr(api.operations, call.operation.id)(**arguments(call.operation, call.body))
    wrong = replace(request, content=b'{"stray": 1}')
    answers = answers_to(prism, lambda client: client.send(wrong, retries=0))
    assert answers[0].is_success
    with pytest.raises(AssertionError, match="must have required property"):
        judge(call, answers)


@pytest.mark.parametrize("call", FIRST, ids=str)
def test_every_documented_answer_is_given(call: Call, bare: httpx.Client) -> None:
    """Asked for one example after the other, Prism gives it and finds nothing wrong with it."""
    operation = call.operation
    for documented_status in operation.statuses:
        status = int(documented_status.replace("XX", "00"))
        examples: dict[str, Any] = {**operation.examples(documented_status)} or {"": None}
        for name, value in examples.items():
            prefer = f"code={status}" + (f", example={name}" if name else "")
            answer = bare.request(operation.method, call.path, headers={"Prefer": prefer}, **call.sent)
            assert answer.headers.get(VIOLATIONS, "") == "", name
            assert answer.status_code == status, name
            assert (answer.json() if name else answer.content or None) == value


def test_no_operation_is_without_a_call() -> None:
    """The calls are those of the bare document, and every kind of request is among them."""
    assert {call.operation.id for call in CALLS} == {id for id, _ in documented(load().raw)}
    assert {call.operation.method for call in CALLS} == {"GET", "POST", "PATCH", "DELETE"}
    assert {call.operation.body_content_type for call in CALLS} == {
        None, "application/json", "multipart/form-data",
    }  # fmt: skip
    assert {type(call.body) for call in CALLS} == {type(None), dict, list}
    assert any("{" in call.operation.path for call in CALLS)


@pytest.mark.parametrize("call", [call for call in FIRST if "{" in call.operation.path], ids=str)
def test_ids_that_must_be_encoded_arrive(call: Call, prism: str) -> None:
    """An id with a slash, a blank and a letter beyond ASCII is still an id of this operation."""
    (name,) = (one.name for one in call.operation.parameters if one.location == "path")
    request = getattr(api.operations, call.operation.id)(
        **{**arguments(call.operation, call.body), name: "a/b ü?"}
    )
    judge(call, answers_to(prism, lambda client: client.send(request, retries=0)))
