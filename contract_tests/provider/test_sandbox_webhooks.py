"""Webhooks in the sandbox: at most ten, and a patch changes nothing but what it names."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client.conformance import check

URL = "https://receiver.invalid/hook"


@pytest.fixture
def user() -> User:
    return User()


def register(user: User, **fields: object) -> Any:
    answer = user.post("/v3/webhooks", {"url": URL, "events": ["batches.completed"]} | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def patch(user: User, id: str, body: object) -> Any:
    answer = user.client.patch(f"/v3/webhooks/{id}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"token": "hunter2"},
        {"token": None},
        {"token": ""},
        {"token": "ü" * 128},
        {"events": []},
        {"events": ["reports.pending", "batches.error", "reports.pending"]},
        {"url": "http://127.0.0.1:1/a?b=c#d"},
        {"url": "mailto:nobody@example.com"},
    ],
)
def test_what_is_registered_comes_back(user: User, fields: dict[str, Any]) -> None:
    """All views show what was sent, the token too; what was left out is null."""
    made = register(user, unknown=1, **fields)
    expected = {"url": URL, "events": ["batches.completed"], "token": None, "enabled": True} | fields
    assert {name: made[name] for name in made if name not in {"id", "created_at"}} == expected
    assert user.get(f"/v3/webhooks/{made['id']}").json() == made
    assert user.get("/v3/webhooks").json() == {"next_cursor": None, "data": [made]}


@pytest.mark.parametrize(
    ("change", "loc", "type"),
    [
        ({"url": None}, ["body", "url"], "string_type"),
        ({"url": "no url"}, ["body", "url"], "url_parsing"),
        ({"url": "http://h/" + "x" * 1024}, ["body", "url"], "string_too_long"),
        ({"events": ["batches.finished"]}, ["body", "events", 0], "enum"),
        ({"events": None}, ["body", "events"], "list_type"),
        ({"token": "x" * 129}, ["body", "token"], "string_too_long"),
        ({"token": 1}, ["body", "token"], "string_type"),
    ],
)
def test_what_does_not_fit_is_refused(user: User, change: dict[str, Any], loc: list[Any], type: str) -> None:
    """422 names the field, when a webhook is made and when it is changed, and nothing happens."""
    answer = user.post("/v3/webhooks", {"url": URL, "events": []} | change)
    assert answer.status_code == 422
    assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [(loc, type)]
    assert user.ids("/v3/webhooks") == []
    if None in change.values():
        return
    made = register(user)
    answer = user.client.patch(f"/v3/webhooks/{made['id']}", json={"enabled": False} | change)
    assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [(loc, type)]
    assert user.get(f"/v3/webhooks/{made['id']}").json() == made


def test_there_are_at_most_ten(user: User) -> None:
    """The eleventh is refused and changes nothing; one less makes room, and another key has ten of its own."""
    made = [register(user)["id"] for _ in range(10)]
    before = user.get("/v3/webhooks").json()
    refused = user.post("/v3/webhooks", {"url": URL, "events": []})
    assert (refused.status_code, list(refused.json())) == (400, ["detail"])
    assert check("POST", "/v3/webhooks", 400, refused.headers, refused.content) == []
    assert user.get("/v3/webhooks").json() == before
    assert [one["id"] for one in before["data"]] == made[::-1]
    register(user.other("somebody else"))
    assert user.client.delete(f"/v3/webhooks/{made[4]}").status_code == 204
    new = register(user)["id"]
    assert user.ids("/v3/webhooks") == [new, *(id for id in reversed(made) if id != made[4])]


def test_the_list_knows_no_parameters(user: User) -> None:
    """All are on one page, whatever is asked for."""
    made = [register(user)["id"] for _ in range(3)]
    assert user.ids("/v3/webhooks", limit=1, cursor="x") == made[::-1]


PATCHES: list[dict[str, Any]] = [
    {"url": "http://elsewhere.invalid/"},
    {"events": ["reports.rejected"]},
    {"events": []},
    {"token": "other"},
    {"token": None},
    {"enabled": False},
    {"enabled": True},
    {},
    {"url": "http://elsewhere.invalid/", "enabled": False},
]


@pytest.mark.parametrize("change", PATCHES, ids=str)
def test_a_patch_changes_what_it_names(user: User, change: dict[str, Any]) -> None:
    """Everything else stays as it was, for this webhook and for the others."""
    other, made = register(user), register(user, token="hunter2")
    assert patch(user, made["id"], change) == made | change
    assert user.get(f"/v3/webhooks/{made['id']}").json() == made | change
    assert user.get(f"/v3/webhooks/{other['id']}").json() == other


def test_null_leaves_alone_what_cannot_be_without(user: User) -> None:
    """Of all that may be null in a patch only the token goes."""
    made = register(user, token="hunter2")
    assert patch(user, made["id"], {"url": None, "events": None, "enabled": None}) == made
    disabled = patch(user, made["id"], {"enabled": False})
    assert patch(user, made["id"], dict.fromkeys(("url", "events", "enabled", "token"))) == {
        **disabled,
        "token": None,
    }


def test_what_is_deleted_is_gone(user: User) -> None:
    """404 everywhere, and the others stay."""
    kept, gone = register(user), register(user)["id"]
    deleted = user.client.delete(f"/v3/webhooks/{gone}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    path = f"/v3/webhooks/{gone}"
    for answer in (user.get(path), user.client.patch(path, json={}), user.client.delete(path)):
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])
    assert user.get("/v3/webhooks").json()["data"] == [kept]


def test_webhooks_belong_to_a_key(user: User) -> None:
    """Another key neither sees nor changes them."""
    made, other = register(user), user.other("somebody else")
    path = f"/v3/webhooks/{made['id']}"
    assert other.ids("/v3/webhooks") == []
    for answer in (other.get(path), other.client.patch(path, json={}), other.client.delete(path)):
        assert answer.status_code == 404
    assert user.get(path).json() == made


def test_every_answer_is_as_documented(user: User) -> None:
    """Nothing is said that the document does not know."""
    made = user.post("/v3/webhooks", {"url": URL, "events": [], "token": "hunter2"})
    path = f"/v3/webhooks/{made.json()['id']}"
    answers = [
        ("POST", "/v3/webhooks", made),
        ("GET", "/v3/webhooks", user.get("/v3/webhooks")),
        ("GET", path, user.get(path)),
        ("PATCH", path, user.client.patch(path, json={"token": None})),
        ("DELETE", path, user.client.delete(path)),
        ("DELETE", path, user.client.delete(path)),
        ("GET", path, user.get(path)),
        ("PATCH", path, user.client.patch(path, json={})),
        ("POST", "/v3/webhooks", user.post("/v3/webhooks", {})),
    ]
    for method, path, answer in answers:
        assert check(method, path, answer.status_code, answer.headers, answer.content) == []


def test_secrets_are_not_shown() -> None:
    """What the sandbox keeps of a webhook has no token and no address in its representation."""
    user = User()
    register(user, token="hunter2")
    account = user.app.state.sandbox.accounts["anybody"]
    shown = f"{account!r} {list(account.webhooks.values())!r}"
    assert "hunter2" not in shown
    assert "receiver" not in shown
