"""Pages of the sandbox: every item once, whatever arrives meanwhile."""

from __future__ import annotations

import pytest

from contract_tests.provider.sandboxed import User, transaction

LISTS = ["/v3/transactions", "/v3/batches"]


@pytest.fixture
def user() -> User:
    return User()


def add(user: User, path: str, number: int) -> str:
    """Make one more item of a list, a second after the last."""
    user.clock.advance(1)
    if path == "/v3/batches":
        return str(user.batch([transaction()])["id"])
    return str(user.create(f"t-{number}")["id"])


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_pages_of_any_size_give_every_item_once(user: User, path: str, limit: int) -> None:
    """Following the cursors is the whole list, newest first; the last page has no cursor."""
    made = [add(user, path, number) for number in range(7)]
    assert user.walk(path, limit=limit) == made[::-1]
    assert len(user.ids(path, limit=limit)) == min(limit, 7)


@pytest.mark.parametrize(("path", "default"), [("/v3/transactions", 25), ("/v3/batches", 10)])
def test_the_limit_left_out_is_the_documents(user: User, path: str, default: int) -> None:
    """A page without a limit has as many items as the document says."""
    for number in range(30):
        add(user, path, number)
    assert len(user.ids(path)) == default


@pytest.mark.parametrize("path", LISTS)
def test_items_that_arrive_disturb_no_walk(user: User, path: str) -> None:
    """What was there at the first page comes once, though others arrive between the pages."""
    made = [add(user, path, number) for number in range(9)]
    found: list[str] = []
    query: dict[str, object] = {"limit": 2}
    for number in range(9, 99):
        page = user.get(path, **query).json()
        found.extend(item["id"] for item in page["data"])
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
        add(user, path, number)
    assert found == made[::-1]


def test_a_batch_that_completes_disturbs_no_walk(user: User) -> None:
    """Transactions that come by a batch are newer than all that were there."""
    for number in range(6):
        add(user, "/v3/transactions", number)
    user.batch([transaction(f"b-{number}") for number in range(5)])
    first = user.get("/v3/transactions", limit=2).json()
    user.clock.advance(1)
    rest = user.walk("/v3/transactions", limit=2, cursor=first["next_cursor"])
    assert [item["id"] for item in first["data"]] + rest == [f"t-{number}" for number in range(5, -1, -1)]
    assert user.ids("/v3/transactions", limit=6) == [f"b-{number}" for number in range(4, -1, -1)] + ["t-5"]


def test_a_cursor_outlives_the_item_it_stands_at(user: User) -> None:
    """Deleting and replacing what was seen neither repeats nor skips the rest."""
    for number in range(6):
        add(user, "/v3/transactions", number)
    page = user.get("/v3/transactions", limit=2).json()
    for item in page["data"]:
        user.client.delete(f"/v3/transactions/{item['id']}")
    user.create("t-5")
    assert user.walk("/v3/transactions", cursor=page["next_cursor"], limit=2) == ["t-3", "t-2", "t-1", "t-0"]


@pytest.mark.parametrize("path", LISTS)
def test_filters_on_time_split_a_list_in_two(user: User, path: str) -> None:
    """What is created at a moment belongs to those after it, and every item to one side."""
    made = [add(user, path, number) for number in range(4)]
    moments = [item["created_at"] for item in user.get(path).json()["data"]]
    for position, moment in enumerate(moments):
        zoned = moment if "+" in moment else f"{moment}Z"
        assert user.walk(path, created_after=zoned, limit=1) == made[::-1][: position + 1]
        assert user.walk(path, created_before=zoned, limit=1) == made[::-1][position + 1 :]
        assert user.walk(path, created_after=zoned, created_before=zoned) == []
        # The forms that are tolerated mean the same.
        bare = zoned.removesuffix("Z").removesuffix("+00:00")
        assert user.walk(path, created_after=bare) == user.walk(path, created_after=bare.replace("T", " "))
        assert user.walk(path, created_after=bare) == made[::-1][: position + 1]


def test_the_filters_are_those_of_the_request(user: User) -> None:
    """A cursor is a position and nothing more: with another filter it goes on in another list."""
    for number in range(9):
        user.create(f"t-{number}", account_holder_id=f"h-{number % 3}")
    page = user.get("/v3/transactions", account_holder_id="h-2", limit=1).json()
    assert [item["id"] for item in page["data"]] == ["t-8"]
    cursor = page["next_cursor"]
    assert user.walk("/v3/transactions", account_holder_id="h-2", cursor=cursor) == ["t-5", "t-2"]
    assert user.ids("/v3/transactions", cursor=cursor, limit=3) == ["t-7", "t-6", "t-5"]


def test_rows_of_a_large_batch_are_paged_across_their_blocks(user: User) -> None:
    """How rows are packed shows in no page."""
    user.batch([transaction(f"r-{number}") for number in range(600)])
    user.clock.advance(1)
    user.create("last")
    expected = ["last", *(f"r-{number}" for number in range(599, -1, -1))]
    for limit in (100, 255, 256, 257, 1000):
        assert user.walk("/v3/transactions", limit=limit) == expected
