"""The client against every documented answer: operation, status, example, sync and async."""

from __future__ import annotations

import copy
import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import httpx
import pytest
import respx

import ntropy_client as api
from ntropy_client._errors import status_error
from ntropy_client.document import Operation, load

from .cases import Case, arguments, cases, documented, plain
from .conftest import KEY

pytestmark = pytest.mark.anyio

CASES = list(cases())
SUCCESSES = [case for case in CASES if case.status < 300]
FAILURES = [case for case in CASES if case.status >= 300]
BASE = "https://api.test"


def method_name(operation: Operation) -> str:
    return operation.id.removeprefix(f"{operation.tag}_")


def route(router: respx.MockRouter, case: Case) -> respx.Route:
    content = json.dumps(case.body).encode() if case.example else None
    headers = {"X-Request-ID": "server-1"}
    if content is not None:
        headers["Content-Type"] = "application/json"
    return router.route(method=case.operation.method).mock(
        httpx.Response(case.status, content=content, headers=headers)
    )


def call(client: api.Ntropy | api.AsyncNtropy, case: Case, body: Any) -> Any:
    resource = getattr(client, case.operation.tag)
    return getattr(resource, method_name(case.operation))(**arguments(case.operation, body), retries=0)


def first_body(operation: Operation) -> Any:
    return next(iter(operation.body_examples.values()), None)


def json_of(value: Any) -> Any:
    """What a method returned, as JSON again."""
    if value is None:
        return None
    if isinstance(value, api.Page | api.AsyncPage):
        return {"data": [json_of(item) for item in value.data], "next_cursor": value.next_cursor}
    if isinstance(value, list):
        return [json_of(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value.to_dict() if hasattr(value, "to_dict") else value


def check_request(sent: httpx.Request, operation: Operation, body: Any) -> None:
    """The request is the one that the document describes."""
    given = arguments(operation)
    path = operation.path
    for parameter in operation.parameters:
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", str(given[parameter.name]))
    assert (sent.method, sent.url.path) == (operation.method, path)
    queries = {p.name: str(given[p.name]) for p in operation.parameters if p.location == "query"}
    assert dict(sent.url.params) == queries
    assert sent.headers["X-Api-Key"] == KEY
    if body is None:
        assert sent.content == b""
    elif operation.body_content_type == "multipart/form-data":
        check_form(sent, body)
    else:
        assert plain(json.loads(sent.content)) == plain(body)


def check_form(sent: httpx.Request, body: dict[str, str]) -> None:
    """The form holds these fields, as another reader of forms understands it."""
    head = f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode()
    form = BytesParser(policy=HTTP).parsebytes(head + sent.content)
    parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
    assert {name: part.get_payload(decode=True) for name, part in parts.items()} == {
        name: content.encode() for name, content in body.items()
    }
    assert parts["file"].get_filename() == "statement.pdf"
    assert parts["file"].get_content_type() == "application/pdf"


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_every_documented_success_is_understood(case: Case) -> None:
    """Nothing of an example is lost on the way into typed objects."""
    body = first_body(case.operation)
    with respx.mock as router, api.Ntropy(KEY, base_url=BASE) as client:
        mocked = route(router, case)
        value = call(client, case, body)
        check_request(mocked.calls.last.request, case.operation, body)
    assert plain(json_of(value)) == plain(case.body)


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
async def test_every_documented_success_is_understood_async(case: Case) -> None:
    """The async client understands it alike."""
    body = first_body(case.operation)
    with respx.mock as router:
        async with api.AsyncNtropy(KEY, base_url=BASE) as client:
            mocked = route(router, case)
            value = await call(client, case, body)
            check_request(mocked.calls.last.request, case.operation, body)
    assert plain(json_of(value)) == plain(case.body)


def check_error(error: api.APIStatusError, case: Case) -> None:
    assert type(error) is status_error(case.status)
    assert error.status_code == case.status
    assert error.body == case.body
    assert error.request_id == "server-1"
    assert error.operation == case.operation.id
    assert str(case.status) in str(error)


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_every_documented_error_is_raised(case: Case) -> None:
    """Each documented error is an exception of its status with the example's body."""
    with respx.mock as router, api.Ntropy(KEY, base_url=BASE) as client:
        route(router, case)
        with pytest.raises(api.APIStatusError) as caught:
            call(client, case, first_body(case.operation))
    check_error(caught.value, case)


@pytest.mark.parametrize("case", FAILURES, ids=str)
async def test_every_documented_error_is_raised_async(case: Case) -> None:
    """The async client raises alike."""
    with respx.mock as router:
        async with api.AsyncNtropy(KEY, base_url=BASE) as client:
            route(router, case)
            with pytest.raises(api.APIStatusError) as caught:
                await call(client, case, first_body(case.operation))
    check_error(caught.value, case)


BODIES = [
    pytest.param(operation, body, id=f"{operation.id}-{name}")
    for operation in load().operations.values()
    for name, body in operation.body_examples.items()
]


@pytest.mark.parametrize(("operation", "body"), BODIES)
def test_every_documented_request_is_sent_as_it_stands(operation: Operation, body: Any) -> None:
    """The examples of request bodies pass the client's own check and arrive unchanged."""
    case = next(case for case in SUCCESSES if case.operation is operation)
    with respx.mock as router, api.Ntropy(KEY, base_url=BASE) as client:
        mocked = route(router, case)
        call(client, case, body)
        check_request(mocked.calls.last.request, operation, body)


def missing(raw: Any, table: list[Case]) -> set[tuple[str, str]]:
    return documented(raw) - {(case.operation.id, case.documented) for case in table}


def test_no_operation_and_no_status_is_without_a_case() -> None:
    """The table is complete, and it would be noticed if it were not."""
    raw = load().raw
    assert missing(raw, CASES) == set()
    first = CASES[0]
    fewer = [
        case
        for case in CASES
        if (case.operation.id, case.documented) != (first.operation.id, first.documented)
    ]
    assert missing(raw, fewer) == {(first.operation.id, first.documented)}
    grown = copy.deepcopy(dict(raw))
    grown["paths"]["/v3/new"] = {"get": {"operationId": "new_get", "responses": {"200": {}, "404": {}}}}
    grown["paths"]["/v3/batches/{id}"]["get"]["responses"]["410"] = {"description": "Gone"}
    assert missing(grown, CASES) == {("new_get", "200"), ("new_get", "404"), ("batches_get", "410")}


def test_every_answer_with_a_body_has_an_example() -> None:
    """A case without a body is one that the document gives no body."""
    for case in CASES:
        has_body = bool(case.operation.response(case.status) and case.operation.response_schema(case.status))
        assert bool(case.example) is has_body, str(case)


@pytest.mark.parametrize("operation", load().operations.values(), ids=lambda operation: operation.id)
def test_every_operation_is_a_method_and_a_request(operation: Operation) -> None:
    """Both clients have the method, with a docstring, and `operations` has the builder."""
    for kind in (api.Ntropy(KEY), api.AsyncNtropy(KEY)):
        method = getattr(getattr(kind, operation.tag), method_name(operation))
        assert operation.method in method.__doc__
        assert operation.path in method.__doc__
    assert callable(getattr(api.operations, operation.id))
