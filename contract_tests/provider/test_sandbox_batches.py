"""Batches in the sandbox: they progress with the clock, and end once."""

from __future__ import annotations

import pytest

from contract_tests.provider.sandboxed import User, transaction


@pytest.fixture
def user() -> User:
    return User()


def rows(count: int, **fields: object) -> list[dict[str, object]]:
    return [transaction(f"row-{number}", **fields) for number in range(count)]


@pytest.mark.parametrize("size", [0, 1, 3, 1000, 24_960])
@pytest.mark.parametrize("fails", [False, True])
def test_a_batch_progresses_and_ends_once(user: User, size: int, fails: bool) -> None:
    """Progress never goes down and never beyond the total; what has ended no longer changes."""
    items = rows(size)
    if fails and items:
        items[-1]["description"] = "sandbox:batch-error"
    seen = [user.batch(items)]
    while len(seen) < 40:
        user.clock.advance(0.02)
        seen.append(user.get(f"/v3/batches/{seen[0]['id']}").json())
    assert {batch["total"] for batch in seen} == {size}
    progress = [batch["progress"] for batch in seen]
    assert progress == sorted(progress)
    assert (progress[0], progress[-1]) == (0, size // 2 if fails and items else size)
    statuses = [batch["status"] for batch in seen]
    final = "error" if fails and items else "completed"
    assert statuses[0] == "processing"
    assert [status for n, status in enumerate(statuses) if n == 0 or status != statuses[n - 1]] == [
        "processing",
        final,
    ]
    # Half a second is 25 steps.
    assert statuses[25] == final
    assert len({str(batch) for batch in seen if batch["status"] == final}) == 1
    updates = [batch["updated_at"] for batch in seen]
    assert updates == sorted(updates)
    assert updates[0] == seen[0]["created_at"]


def test_large_batches_are_seen_on_their_way() -> None:
    """Between nothing and everything there is something in between."""
    user = User(realistic=True)
    id = user.batch(rows(1000))["id"]
    user.clock.advance(6)
    batch = user.get(f"/v3/batches/{id}").json()
    assert (batch["status"], batch["progress"]) == ("processing", 400)
    user.clock.advance(60)
    assert user.get(f"/v3/batches/{id}").json()["status"] == "completed"


def test_results_wait_for_the_end(user: User) -> None:
    """409 while processing; afterwards one result for each item, in the order of submission."""
    items = [*rows(300), transaction("row-0", amount=1), transaction("bad", account_holder_id="unknown-1")]
    batch = user.batch(items)
    early = user.get(f"/v3/batches/{batch['id']}/results")
    assert (early.status_code, list(early.json())) == (409, ["detail"])
    user.clock.advance(1)
    answer = user.get(f"/v3/batches/{batch['id']}/results").json()
    assert [result["id"] for result in answer["results"]] == [item["id"] for item in items]
    assert (answer["id"], answer["total"], answer["status"]) == (batch["id"], 302, "completed")
    assert [result["id"] for result in answer["results"] if result["error"]] == ["bad"]


def test_a_failed_batch_has_no_results_and_leaves_no_transactions(user: User) -> None:
    """One item that asks for it makes the whole batch end as error."""
    id = user.batch([*rows(2), transaction("x", description="a sandbox:batch-error b")])["id"]
    user.clock.advance(1)
    assert user.get(f"/v3/batches/{id}").json()["status"] == "error"
    assert user.get(f"/v3/batches/{id}/results").status_code == 409
    assert user.ids("/v3/transactions") == []


def test_its_transactions_appear_when_it_completes(user: User) -> None:
    """They can be read, listed, reassigned and deleted like any other, and the results stay as they were."""
    user.create("row-0", amount=1)
    id = user.batch(rows(3))["id"]
    assert user.ids("/v3/transactions") == ["row-0"]
    results = user.results(id)
    assert user.ids("/v3/transactions") == ["row-2", "row-1", "row-0"]
    for result in results:
        assert user.get(f"/v3/transactions/{result['id']}").json().items() >= result.items()
    assert user.get("/v3/transactions/row-0").json()["amount"] == 6.5
    user.client.delete("/v3/transactions/row-1")
    user.post("/v3/transactions/row-2/assign", {"account_holder_id": user.holder()})
    assert user.results(id) == results


def test_enrichment_does_not_depend_on_the_way(user: User) -> None:
    """The same input gives the same, submitted alone or in a batch."""
    items = [
        transaction("a"),
        transaction("b", account_holder_id=user.holder(), description="SQ *BLUE BOTTLE"),
        transaction("c", account_holder_id="unknown-1"),
        transaction("d", description="nobody knows this", location={"country": "DE"}),
    ]
    alone = [user.post("/v3/transactions", item).json() for item in items]
    together = user.results(user.batch(items)["id"])
    for one, other in zip(alone, together, strict=True):
        assert {**one, "created_at": ""} == {**other, "created_at": ""}


def test_what_came_earlier_gives_way_to_what_ends_later(user: User) -> None:
    """A transaction written while a batch with its id is processing is replaced when the batch completes."""
    user.batch(rows(1))
    user.create("row-0", amount=1)
    user.clock.advance(1)
    assert user.get("/v3/transactions/row-0").json()["amount"] == 6.5
    user.create("row-0", amount=2)
    user.clock.advance(1)
    assert user.get("/v3/transactions/row-0").json()["amount"] == 2


def test_batches_are_listed_newest_first_and_filtered(user: User) -> None:
    """Each filter filters, by the state that a batch has now."""
    first = user.batch(rows(1))["id"]
    failed = user.batch(rows(1, description="sandbox:batch-error"))["id"]
    user.clock.advance(1)
    running = user.batch(rows(1), priority="low")
    assert (running["priority"], user.get(f"/v3/batches/{first}").json()["priority"]) == ("low", "default")
    assert user.ids("/v3/batches") == [running["id"], failed, first]
    for status, id in [("processing", running["id"]), ("error", failed), ("completed", first)]:
        assert user.ids("/v3/batches", status=status) == [id]
    moment = running["created_at"] + "Z"
    assert user.ids("/v3/batches", created_after=moment) == [running["id"]]
    assert user.ids("/v3/batches", created_before=moment) == [failed, first]


@pytest.mark.parametrize("path", ["/v3/batches/none", "/v3/batches/none/results"])
def test_an_unknown_batch_is_404(user: User, path: str) -> None:
    """Nobody has it."""
    assert user.get(path).status_code == 404


def test_a_full_batch_is_kept_small(user: User) -> None:
    """What is kept of a row is a fraction of what it took to send it."""
    id = user.batch([transaction(f"row-{number:08d}", amount=number) for number in range(24_960)])["id"]
    account = user.app.state.sandbox.accounts["anybody"]
    kept = sum(map(len, account.jobs[id].rows._blocks))  # pyright: ignore[reportPrivateUsage]
    assert kept < 24_960 * 40
