"""The sandbox answers every request, in the forms that the API is known for."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import quote

import pytest

from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.document import load

OPERATIONS = list(load().operations.values())


@pytest.fixture
def user() -> User:
    return User()


def problems(user: User, body: object, path: str = "/v3/transactions") -> list[tuple[list[Any], str]]:
    """Where the problems of a refused body are, and of what type."""
    answer = user.post(path, body)
    assert answer.status_code == 422, answer.text
    return [(one["loc"], one["type"]) for one in answer.json()["detail"]]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_operation_of_the_document_has_a_handler(operation: Any, user: User) -> None:
    """An operation that is added to the document without behaviour in the sandbox is noticed here."""
    assert callable(user.app.state.sandbox.handler(operation))


def test_no_handler_is_left_behind(user: User) -> None:
    """What an operation did that is gone, or has another name now, is noticed here."""
    handlers = {
        f"{tag}_{name}"
        for tag, resource in vars(user.app.state.sandbox).items()
        for name, method in vars(type(resource)).items()
        if getattr(method, "__annotations__", {}) == {"call": "Call", "return": "Answer"}
    }
    assert handlers == {operation.id for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_keys_decide_who_is_let_in(operation: Any, user: User) -> None:
    """No key is 403, an invalid one 401, a forbidden one 403, whatever the operation."""
    for key, status in [("", 403), ("invalid-x", 401), ("forbidden-x", 403)]:
        answer = user.client.request(operation.method, operation.path, headers={"X-Api-Key": key})
        assert (answer.status_code, list(answer.json())) == (status, ["detail"])
    del user.client.headers["X-Api-Key"]
    assert user.client.request(operation.method, operation.path).status_code == 403


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/v3/batches", "GET", 200),
        ("/v3/batches/none", "GET", 404),
        ("/nowhere", "GET", 404),
        ("/v3/batches", "PUT", 405),
        ("/v3/batches?limit=x", "GET", 422),
        ("/v3/transactions/none", "DELETE", 404),
    ],
)
def test_every_answer_says_what_it_is_and_which(user: User, path: str, method: str, status: int) -> None:
    """Errors too carry the request's id, the time and the mark of the sandbox."""
    answer = user.client.request(method, path, headers={"X-Request-ID": "mine"})
    assert answer.status_code == status
    assert answer.headers["x-request-id"] == "mine"
    assert answer.headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert answer.headers["x-ntropy-sandbox"]
    assert answer.headers["content-type"] == "application/json"
    assert user.client.request(method, path).headers["x-request-id"] not in {"", "mine"}


def test_an_undocumented_method_is_told_the_documented_ones(user: User) -> None:
    """405 lists in Allow what may be done there."""
    answer = user.client.patch("/v3/transactions/t-1")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET")


def test_who_is_lost_is_told_the_way(user: User) -> None:
    """What refuses a request before it reaches an operation says what would do."""
    assert "only DELETE, GET" in user.client.patch("/v3/transactions/t-1").json()["detail"]
    for path in ("/", "/v3", "/v3/transactions/", "/v3/transaction", "/transactions"):
        answer = user.get(path)
        assert answer.status_code == 404
        assert "as in /v3/transactions, and end without a slash" in answer.json()["detail"]
    del user.client.headers["X-Api-Key"]
    answer = user.client.get("/v3/transactions", headers={"Authorization": "Bearer key"})
    assert answer.status_code == 403
    assert "header X-Api-Key" in answer.json()["detail"]


def test_a_failure_within_is_a_500_and_is_logged(
    user: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What goes wrong in the sandbox itself comes out as an answer, never as an exception."""

    def fail(call: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(user.app.state.sandbox.batches, "list", fail)
    with caplog.at_level(logging.ERROR):
        answer = user.get("/v3/batches")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal server error"})
    assert answer.headers["x-request-id"]
    assert "ZeroDivisionError" in caplog.text


def test_problems_are_located_and_worded_as_the_api_does(user: User) -> None:
    """A 422 leads to each value in question, also within a batch."""
    wrong = transaction(
        id="",
        date="2024-02-30",
        amount=-1,
        entry_type="debit",
        currency="usd",
        location={"country": "usa"},
        description=None,
    )
    assert sorted(problems(user, wrong), key=str) == [
        (["body", "amount"], "greater_than_equal"),
        (["body", "currency"], "string_pattern_mismatch"),
        (["body", "date"], "date_from_datetime_parsing"),
        (["body", "description"], "missing"),
        (["body", "entry_type"], "enum"),
        (["body", "id"], "string_too_short"),
        (["body", "location", "country"], "string_pattern_mismatch"),
    ]
    batch = {"operation": "POST /v3/transactions", "data": [transaction(), transaction(amount="1"), 7]}
    assert problems(user, batch, "/v3/batches") == [
        (["body", "data", 1, "amount"], "float_type"),
        (["body", "data", 2], "model_attributes_type"),
    ]


def test_one_item_too_many_is_refused(user: User) -> None:
    """A batch of 24,961 items makes no batch, one of 24,960 does."""
    body = {"operation": "POST /v3/transactions", "data": [transaction()] * 24_961}
    assert problems(user, body, "/v3/batches") == [(["body", "data"], "too_long")]
    assert user.ids("/v3/batches") == []
    body["data"] = [transaction()] * 24_960
    assert user.post("/v3/batches", body).json()["total"] == 24_960


def test_fields_that_nobody_knows_pass(user: User) -> None:
    """Request schemas are open: a misspelt optional key is not noticed, and not kept."""
    user.create(account_holder="x", location={"town": "y"})
    assert "account_holder" not in user.get("/v3/transactions/t-1").json()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"",
        b"\xff",
        b'{"amount": NaN}',
        b'{"amount": -Infinity}',
        b'{"amount": 1e999}',
        b"1" * 5000,
        b'"\\ud800"',
        b"[" * 100_000,
    ],
    ids=["cut", "empty", "no text", "nan", "infinity", "overflow", "digits", "surrogate", "deep"],
)
@pytest.mark.parametrize("path", ["/v3/transactions", "/v3/batches", "/v3/transactions/t-1/assign"])
def test_what_is_no_json_is_refused(user: User, path: str, content: bytes) -> None:
    """A body that is no proper JSON is 422, with the one shape that a 422 has."""
    user.create()
    answer = user.send(path, content)
    assert answer.status_code == 422, answer.text
    assert set(answer.json()["detail"][0]) == {"loc", "msg", "type"}


@pytest.mark.parametrize("depth", [10, 200, 300, 900])
def test_depth_is_no_failure(user: User, depth: int) -> None:
    """What is nested deeper than anybody looks is passed or refused, and breaks nothing."""
    deep = b',"x":' + b"[" * depth + b"]" * depth + b"}"
    for path, good in [("/v3/transactions", transaction()), ("/v3/batches", {"data": []})]:
        assert user.send(path, json.dumps(good).encode()[:-1] + deep).status_code in {200, 422}


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        (None, 200),
        ("text/plain", 422),
        ("application/x-www-form-urlencoded", 422),
    ],
)
def test_the_content_type_is_held_to_the_document(user: User, content_type: str | None, status: int) -> None:
    """JSON under another name is refused; under none at all it is taken for what it is."""
    assert (
        user.send("/v3/transactions", json.dumps(transaction()).encode(), content_type).status_code == status
    )


@pytest.mark.parametrize(
    "id", ["a/b", "a b", "ü", "%2F", "a?b#c", "line\nbreak", "..", ".", "\0", "x" * 3000, "😀", "+"]
)
def test_any_id_can_be_reached(user: User, id: str) -> None:
    """An id that is percent-encoded in the path is the one that was submitted."""
    user.create(id)
    path = "/v3/transactions/" + quote(id, safe="").replace(".", "%2E")
    assert user.get(path).json()["id"] == id
    assert (
        user.post(f"{path}/assign", {"account_holder_id": user.holder()}).json()["account_holder_id"] == "h"
    )
    assert user.client.delete(path).status_code == 204
    assert user.get(path).status_code == 404


def test_an_id_that_is_no_text_is_refused(user: User) -> None:
    """A path that does not decode is 422, on every operation that has an id."""
    for operation in OPERATIONS:
        if "{id}" in operation.path:
            answer = user.client.request(operation.method, operation.path.replace("{id}", "%FF"))
            assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["path", "id"])


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"limit": "x"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"created_after": "yesterday"}, "created_after"),
        ({"created_after": "2024-02-30T00:00:00Z"}, "created_after"),
        ({"created_before": "2024-01-01"}, "created_before"),
        ({"created_before": "2024-01-01T00:00:00+99:00"}, "created_before"),
        ({"cursor": "XjdHaksD"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"cursor": "ü"}, "cursor"),
        ({"status": "paused"}, "status"),
        ({"unknown": "1"}, None),
        ({"limit": "100000"}, None),
        ({"created_after": "0000-01-01T00:00:00Z"}, None),
        ({"created_before": "9999-12-31T23:59:60-23:59"}, None),
        ({"created_after": "2024-01-01t00:00:00.123456789z"}, None),
        ({"created_after": "2024-01-01 00:00:00"}, None),
        ({"created_after": "2024-01-01T00:00:00"}, None),
    ],
)
def test_queries_are_held_to_the_document(user: User, query: dict[str, str], wrong: str | None) -> None:
    """A parameter that does not fit is named in a 422; one that nobody knows is ignored."""
    answer = user.get("/v3/batches", **query)
    if wrong is None:
        assert answer.status_code == 200, answer.text
    else:
        assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", wrong])


def test_a_cursor_of_another_list_is_refused(user: User) -> None:
    """Cursors are opaque, and each is good for its own list alone."""
    for number in range(2):
        user.create(f"t-{number}")
    cursor = user.get("/v3/transactions", limit=1).json()["next_cursor"]
    assert user.get("/v3/transactions", cursor=cursor).status_code == 200
    assert user.get("/v3/batches", cursor=cursor).status_code == 422
    assert user.get("/v3/transactions", cursor=cursor.rstrip("=") + "A").status_code == 422
