"""Reports in the sandbox: looked into, decided, and listed by what has become of them."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client.conformance import check


@pytest.fixture
def user() -> User:
    return User()


def report(user: User, description: str = "wrong", **fields: object) -> Any:
    body = {"transaction_id": "t-1", "description": description, "fields": [".entities.counterparty"]}
    answer = user.post("/v3/reports", body | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("description", "final"),
    [
        ("wrong", "resolved"),
        ("please sandbox:reject this", "rejected"),
        ("", "resolved"),
        ("reject", "resolved"),
    ],
)
def test_a_report_is_decided_once(user: User, description: str, final: str) -> None:
    """It is open, then pending, and decided within half a second; only a rejected one has a reason."""
    seen = [report(user, description)]
    while len(seen) < 60:
        user.clock.advance(0.02)
        seen.append(user.get(f"/v3/reports/{seen[0]['id']}").json())
    statuses = [one["status"] for one in seen]
    changes = [one for n, one in enumerate(statuses) if n == 0 or one != statuses[n - 1]]
    assert changes == ["open", "pending", final]
    # Half a second is 25 steps.
    assert statuses[25] == final
    for one in seen:
        assert bool(one["rejection_reason"]) == (one["status"] == "rejected")
        frame = ("id", "created_at", "description", "transaction_id", "fields")
        assert {name: one[name] for name in frame} == {name: seen[0][name] for name in frame}


def test_realistic_reports_take_their_time() -> None:
    """Somebody has to look at them first."""
    user = User(realistic=True)
    path = f"/v3/reports/{report(user)['id']}"
    statuses = [user.get(path).json()["status"]]
    for seconds in (15, 60):
        user.clock.advance(seconds)
        statuses.append(user.get(path).json()["status"])
    assert statuses == ["open", "pending", "resolved"]


def test_what_is_reported_comes_back(user: User) -> None:
    """Any transaction may be reported; the fields keep their order and their doubles, unknown ones are dropped."""
    fields = [".z", ".a", ".z", "", "ü"]
    made = report(user, "as it was", transaction_id="nobody/knows ü", fields=fields, unknown=1)
    assert made["fields"] == fields
    assert (made["transaction_id"], made["description"]) == ("nobody/knows ü", "as it was")
    assert "unknown" not in made
    assert user.get(f"/v3/reports/{made['id']}").json() == made
    assert user.get("/v3/reports").json()["data"] == [made]


@pytest.mark.parametrize(
    ("change", "loc", "type"),
    [
        ({"transaction_id": ""}, ["body", "transaction_id"], "string_too_short"),
        ({"transaction_id": None}, ["body", "transaction_id"], "string_type"),
        ({"description": 1}, ["body", "description"], "string_type"),
        ({"fields": "all"}, ["body", "fields"], "list_type"),
        ({"fields": ["a", 1]}, ["body", "fields", 1], "string_type"),
    ],
)
def test_what_does_not_fit_is_refused(user: User, change: dict[str, Any], loc: list[Any], type: str) -> None:
    """422 names the field, and nothing is made."""
    answer = user.post("/v3/reports", {"transaction_id": "t", "description": "", "fields": []} | change)
    assert answer.status_code == 422
    assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [(loc, type)]
    assert user.ids("/v3/reports") == []


def test_reports_are_listed_newest_first_and_filtered(user: User) -> None:
    """Each filter filters, by the status that a report has now."""
    resolved = report(user)["id"]
    rejected = report(user, "sandbox:reject")["id"]
    user.clock.advance(1)
    pending = report(user)["id"]
    user.clock.advance(0.2)
    opened = report(user)
    assert user.ids("/v3/reports") == [opened["id"], pending, rejected, resolved]
    for status, id in [
        ("open", opened["id"]),
        ("pending", pending),
        ("rejected", rejected),
        ("resolved", resolved),
    ]:
        assert user.ids("/v3/reports", status=status) == [id]
    assert user.ids("/v3/reports", created_after=opened["created_at"]) == [opened["id"]]
    assert user.ids("/v3/reports", created_before=opened["created_at"]) == [pending, rejected, resolved]
    assert user.get("/v3/reports", status="no such").status_code == 422


def test_pages_give_every_report_once(user: User) -> None:
    """Pages are the whole list, while reports come and go; ten are a page when nothing is said."""
    made = [report(user)["id"] for _ in range(12)]
    assert user.walk("/v3/reports", limit=5) == made[::-1]
    assert len(user.ids("/v3/reports")) == 10
    page = user.get("/v3/reports", limit=2).json()
    for id in made[10:]:
        user.client.delete(f"/v3/reports/{id}")
    report(user)
    assert user.walk("/v3/reports", limit=3, cursor=page["next_cursor"]) == made[9::-1]
    for id in made[:3]:
        user.client.delete(f"/v3/reports/{id}")
    newer = [report(user)["id"] for _ in range(3)]
    assert user.ids("/v3/reports", limit=100)[:3] == newer[::-1]
    assert user.walk("/v3/reports", limit=1) == user.ids("/v3/reports", limit=100)


def test_what_is_deleted_is_gone(user: User) -> None:
    """404 from then on, and the others stay."""
    kept, gone = report(user)["id"], report(user)["id"]
    deleted = user.client.delete(f"/v3/reports/{gone}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    user.clock.advance(1)
    for answer in (user.get(f"/v3/reports/{gone}"), user.client.delete(f"/v3/reports/{gone}")):
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])
    assert user.ids("/v3/reports") == [kept]


def test_reports_belong_to_a_key(user: User) -> None:
    """Another key neither sees nor deletes them."""
    id, other = report(user)["id"], user.other("somebody else")
    assert other.ids("/v3/reports") == []
    assert other.get(f"/v3/reports/{id}").status_code == 404
    assert other.client.delete(f"/v3/reports/{id}").status_code == 404
    assert user.get(f"/v3/reports/{id}").status_code == 200


def test_every_answer_is_as_documented(user: User) -> None:
    """Nothing is said that the document does not know."""
    for description in ("wrong", "sandbox:reject"):
        id = report(user, description)["id"]
        for _ in range(3):
            for path in ("/v3/reports", f"/v3/reports/{id}", "/v3/reports/none"):
                answer = user.get(path)
                assert check("GET", path, answer.status_code, answer.headers, answer.content) == []
            user.clock.advance(0.2)
