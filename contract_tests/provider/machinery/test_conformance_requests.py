"""Requests are held to the document as answers are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from contract_tests.client.cases import arguments
from ntropy_client import AsyncNtropy, Ntropy
from ntropy_client import document as documents
from ntropy_client.conformance import (
    AsyncCheckedTransport,
    CheckedTransport,
    Checker,
    Drift,
    Violation,
    check_exchange,
)
from ntropy_client.document import Operation

OPERATIONS = documents.load().operations
HEADERS = {"X-Api-Key": "any", "Content-Type": "application/json"}
ROW = {
    "id": "t-1",
    "description": "UBER",
    "date": "2024-05-01",
    "amount": 1,
    "entry_type": "outgoing",
    "currency": "USD",
}
BODIES = [
    pytest.param(operation, name, id=f"{operation.id}-{name}")
    for operation in OPERATIONS.values()
    if operation.body_content_type == "application/json"
    for name in operation.body_examples
]


def target(operation: Operation) -> str:
    """Path and query with the document's own example of every parameter."""
    given = arguments(operation)
    path = operation.path
    for parameter in operation.parameters:
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(str(given[parameter.name]), safe=""))
    query = urlencode({p.name: given[p.name] for p in operation.parameters if p.location == "query"})
    return f"{path}?{query}" if query else path


def found(
    method: str,
    where: str,
    body: object = None,
    headers: dict[str, str] | None = None,
    *,
    strict: bool = True,
) -> list[tuple[str, str]]:
    """Kind and pointer of each violation."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    violations = Checker(strict=strict).check_request(
        method, where, HEADERS if headers is None else headers, content
    )
    assert all(violation.side == "request" for violation in violations)
    return [(violation.kind, violation.pointer) for violation in violations]


@pytest.mark.parametrize(("operation", "name"), BODIES)
def test_every_documented_request_conforms(operation: Operation, name: str) -> None:
    """What the document itself shows is no violation: parameters, body and headers."""
    assert found(operation.method, target(operation), operation.body_examples[name]) == []


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS.values() if one.body_schema is None], ids=str
)
def test_every_documented_request_without_a_body_conforms(operation: Operation) -> None:
    """So are parameters alone."""
    assert found(operation.method, target(operation)) == []


@pytest.mark.parametrize(
    ("method", "where", "kind"),
    [
        ("GET", "/v3/batches?limit=ten", "parameter"),
        ("GET", "/v3/batches?created_after=yesterday", "parameter"),
        ("GET", "/v3/batches?limit=5&limit=6", "parameter"),
        ("GET", "/v3/batches?page=2", "undocumented-parameter"),
        ("GET", "/v3/entities/not-a-uuid?cursor=x", "undocumented-parameter"),
        ("GET", "/v3/batch", "unknown-operation"),
        ("PUT", "/v3/batches", "unknown-operation"),
    ],
)
def test_a_request_that_the_document_does_not_know_is_found(method: str, where: str, kind: str) -> None:
    """Parameters are checked by name, type and number."""
    assert (kind, "") in found(method, where)


def test_an_undocumented_parameter_is_only_strictly_one() -> None:
    """The provider may take what the document does not name."""
    assert found("GET", "/v3/batches?page=2", strict=False) == []
    assert found("GET", "/v3/batches?limit=ten", strict=False) == [("parameter", "")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": -1}, ("schema", "/amount")),
        ({"amount": "1"}, ("schema", "/amount")),
        ({"date": "May"}, ("format", "/date")),
        ({"entry_type": "sideways"}, ("unknown-value", "/entry_type")),
        ({"descrption": "x"}, ("undocumented-field", "/descrption")),
    ],
)
def test_a_body_that_does_not_fit_is_found(change: dict[str, Any], expected: tuple[str, str]) -> None:
    """With the place in the body."""
    assert found("POST", "/v3/transactions", ROW | change) == [expected]


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"{", HEADERS, ("not-json", "")),
        (b"", HEADERS, ("schema", "")),
        (ROW, {**HEADERS, "Content-Type": "text/plain"}, ("content-type", "")),
        (ROW, {"X-Api-Key": "any"}, ("content-type", "")),
        (ROW, {"content-type": "application/json"}, ("missing-header", "")),
    ],
)
def test_what_surrounds_a_body_is_checked(
    body: object, headers: dict[str, str], expected: tuple[str, str]
) -> None:
    """Content type, the key's header, and that there is a body."""
    assert found("POST", "/v3/transactions", body, headers) == [expected]


def test_a_body_where_none_belongs_is_found() -> None:
    """A GET has none."""
    assert found("GET", "/v3/batches/b-1", {"a": 1}) == [("unexpected-body", "")]


def test_a_body_that_is_not_known_is_not_checked() -> None:
    """A stream that is gone says nothing, and is not accused."""
    assert Checker().check_request("POST", "/v3/batches", HEADERS, None) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"file": ("a.pdf", b"%PDF-1.4\r\n--x\r\n")}, []),
        ({"document": ("a.pdf", b"%PDF-1.4")}, [("schema", "/file"), ("undocumented-field", "/document")]),
    ],
)
def test_the_parts_of_a_form_are_checked(
    parts: dict[str, tuple[str, bytes]], expected: list[tuple[str, str]]
) -> None:
    """By name; what is in a file is for the server to judge."""
    request = httpx.Request("POST", "https://api.test/v3/bank_statements", files=parts)
    headers = {"X-Api-Key": "any", "Content-Type": request.headers["Content-Type"]}
    assert found("POST", "/v3/bank_statements", request.read(), headers) == expected


def test_a_form_without_parts_is_none() -> None:
    """A content type alone makes no form."""
    headers = {"X-Api-Key": "any", "Content-Type": "multipart/form-data"}
    assert found("POST", "/v3/bank_statements", b"%PDF-1.4", headers) == [("schema", "")]


def test_a_request_says_so() -> None:
    """Both halves of an exchange can differ, and a reader has to know which one did."""
    [violation] = Checker().check_request("GET", "/v3/batches?limit=ten", HEADERS, b"")
    assert str(violation) == "request: query parameter limit is of type string, not integer"
    assert str(Violation("schema", "/total", "is too small", "0", "-1")) == "/total: is too small"


class _Answering:
    """Answers each operation with its first documented success."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        match = documents.load().match(request.method, request.url.raw_path.decode().partition("?")[0])
        assert match is not None
        operation = match[0]
        status = next(code for code in operation.statuses if code.startswith("2"))
        headers = {"X-Request-ID": "server-1"}
        examples = operation.examples(status)
        if not examples:
            return httpx.Response(int(status), headers=headers)
        return httpx.Response(int(status), headers=headers, json=next(iter(examples.values())))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.anyio
async def test_every_call_of_the_client_conforms(operation: Operation, sync: bool) -> None:
    """Request and answer of every operation, checked as they pass, uploads too."""
    seen: list[Drift] = []
    mock = httpx.MockTransport(_Answering())
    body = next(iter(operation.body_examples.values()), None)
    given = arguments(operation, body)
    name = operation.id.removeprefix(f"{operation.tag}_")
    if sync:
        http_client = httpx.Client(transport=CheckedTransport(mock, seen.append))
        getattr(getattr(Ntropy("any", http_client=http_client), operation.tag), name)(**given)
    else:
        async_client = httpx.AsyncClient(transport=AsyncCheckedTransport(mock, seen.append))
        await getattr(getattr(AsyncNtropy("any", http_client=async_client), operation.tag), name)(**given)
    assert [str(drift) for drift in seen] == []


def test_one_exchange_of_httpx_is_checked_on_both_sides() -> None:
    """Whatever client it came from."""
    with httpx.Client(transport=httpx.MockTransport(_Answering())) as http_client:
        fine = http_client.get("https://api.test/v3/batches/b-1", headers={"X-Api-Key": "any"})
        odd = http_client.get("https://api.test/v3/batches?limit=ten", headers={"X-Api-Key": "any"})
        behind = http_client.get("https://api.test/v3/batches/b-1", headers={"X-Api-Key": "any"})
    assert check_exchange(fine) is None
    drift = check_exchange(odd)
    assert drift is not None
    assert (drift.operation, drift.method, drift.path, drift.status) == (
        "batches_list",
        "GET",
        "/v3/batches",
        200,
    )
    assert str(drift) == (
        "batches_list: 200, request server-1: request: query parameter limit is of type string, not integer"
    )
    behind.request.url = httpx.URL("https://gateway.test/ntropy/v3/batches/b-1")
    assert check_exchange(behind, base_path="/ntropy/") is None
    unknown = check_exchange(behind)
    assert unknown is not None
    assert str(unknown).startswith("GET /ntropy/v3/batches/b-1: 200, request server-1: undocumented path")
