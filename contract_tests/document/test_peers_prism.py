"""The client against a mock that Prism makes of the document, and that refuses what does not conform."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

import ntropy_client as api
from contract_tests.client.cases import arguments, documented
from ntropy_client.document import Operation, load

from .peers.prism import VIOLATIONS, Prism
from .peers.reading import for_prism

KEY = "held-by-tests"


@dataclass(frozen=True)
class Call:
    """A call of one operation, with one example of its request."""

    operation: Operation
    example: str
    """Its name; empty where there is no body."""
    body: Any

    def __str__(self) -> str:
        return "-".join(filter(None, (self.operation.id, self.example)))

    def of(self, client: api.Ntropy | api.AsyncNtropy) -> Any:
        """Make the call; of the async client that is something to await."""
        resource = getattr(client, self.operation.tag)
        method = getattr(resource, self.operation.id.removeprefix(f"{self.operation.tag}_"))
        return method(**arguments(self.operation, self.body), retries=0)

    @property
    def path(self) -> str:
        """The path of the request, from the examples of its parameters."""
        found = self.operation.path
        for name, value in arguments(self.operation).items():
            found = found.replace(f"{{{name}}}", str(value))
        return found


CALLS = [
    Call(operation, name, body)
    for operation in load().operations.values()
    for name, body in (operation.body_examples or {"": None}).items()
]
FIRST = list({call.operation.id: call for call in reversed(CALLS)}.values())[::-1]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the mock."""
    folder = tmp_path_factory.mktemp("prism")
    document = folder / "document.json"
    document.write_text(json.dumps(for_prism(load().raw)))
    with Prism(document, folder / "log.txt") as mock:
        yield mock.url


@pytest.fixture
def bare(prism: str) -> Iterator[httpx.Client]:
    """A client of no kindness: it sends what it is told to."""
    with httpx.Client(base_url=prism, headers={"X-Api-Key": KEY}, trust_env=False) as http:
        yield http


def judge(call: Call, answers: list[httpx.Response]) -> None:
    """There was one request, it was for this operation, and Prism found nothing wrong with it."""
    (answer,) = answers
    said = answer.headers.get(VIOLATIONS, "") + ("" if answer.is_success else answer.text)
    assert said == ""
    request = answer.request
    matched = load().match(request.method, request.url.raw_path.decode().partition("?")[0])
    assert matched is not None
    assert matched[0].id == call.operation.id
    examples = [*call.operation.examples(answer.status_code).values()]
    assert (answer.json() in examples) if examples else (answer.content == b"")


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


def spoilt(call: Call) -> Iterator[tuple[str, Any]]:
    """Each field of a JSON example in turn, with a value that fits nowhere; of lists those of the first item."""
    if call.operation.body_content_type == "application/json":
        for one in call.body[:1] if isinstance(call.body, list) else [call.body]:
            for name in one:
                wrong = {**one, name: [{}]}
                yield name, [wrong] if isinstance(call.body, list) else wrong


def is_closed(call: Call) -> bool:
    """Whether the body has no keys but those of the document."""
    schema = load().resolve(call.operation.body_schema or {})
    return load().resolve(schema.get("items", schema)).get("unevaluatedProperties") is False


def strays(body: Any) -> Iterator[Any]:
    """The body with one key too many, in each object of it in turn."""
    if isinstance(body, dict):
        yield {**body, "stray": True}
    for key, value in enumerate(body) if isinstance(body, list) else dict.items(body):
        for wrong in strays(value) if isinstance(value, dict | list) else ():
            copied = copy.copy(body)
            copied[key] = wrong
            yield copied


def plain_text(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter takes any text."""
    kinds = {load().resolve(part).get("type") for part in schema.get("anyOf", [])}
    return (schema.get("type") == "string" and "format" not in schema) or "string" in kinds


FIELDS = [pytest.param(call, *one, id=f"{call}-{one[0]}") for call in CALLS for one in spoilt(call)]
PARAMETERS = [
    pytest.param(call, parameter.name, id=f"{call}-{parameter.name}")
    for call in FIRST
    for parameter in call.operation.parameters
    if parameter.location == "query" and not plain_text(parameter.schema)
]


class TestWhatPrismRefuses:
    """Its silence about our requests means something: for each operation it refuses what is wrong."""

    @pytest.mark.parametrize("call", FIRST, ids=str)
    def test_a_request_without_a_key(self, call: Call, prism: str) -> None:
        """Every operation demands the header of the document's security scheme."""
        answer = httpx.request(call.operation.method, prism + call.path, json=call.body, trust_env=False)
        assert answer.status_code == 401

    @pytest.mark.parametrize("call", [call for call in FIRST if call.example], ids=str)
    def test_a_body_that_is_no_such_body(self, call: Call, bare: httpx.Client) -> None:
        """No body, JSON of another type, and for a form one without its file."""
        wrong: list[dict[str, Any]] = [{}, {"json": "wrong"}]
        if call.operation.body_content_type == "multipart/form-data":
            wrong.append({"files": {"stray": b"wrong"}})
        for one in wrong:
            assert bare.request(call.operation.method, call.path, **one).status_code == 422, one

    @pytest.mark.parametrize(("call", "name", "body"), FIELDS)
    def test_a_field_that_does_not_fit(self, call: Call, name: str, body: Any, bare: httpx.Client) -> None:
        """Every field of every example is looked at."""
        answer = bare.request(call.operation.method, call.path, json=body)
        assert answer.status_code == 422
        assert name in answer.headers[VIOLATIONS]

    @pytest.mark.parametrize(("call", "name"), PARAMETERS)
    def test_a_parameter_that_does_not_fit(self, call: Call, name: str, bare: httpx.Client) -> None:
        """So is every parameter that is a number, a date or one of several words."""
        answer = bare.request(call.operation.method, call.path, params={name: "wrong"})
        assert answer.status_code == 422
        assert name in answer.headers[VIOLATIONS]

    @pytest.mark.parametrize("call", [call for call in CALLS if is_closed(call)], ids=str)
    def test_a_key_that_a_rule_has_not(self, call: Call, bare: httpx.Client) -> None:
        """The language of rules is closed at every depth, and Prism follows it there."""
        for wrong in strays(call.body):
            answer = bare.request(call.operation.method, call.path, json=wrong)
            assert answer.status_code == 422, wrong
