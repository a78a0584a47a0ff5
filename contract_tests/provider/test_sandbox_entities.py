"""Entities in the sandbox: those that enrichment finds, by their id, their name and their website."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.merchants import MERCHANTS

NOBODY: dict[str, object] = {
    "id": None, "name": None, "website": None, "logo": None, "mccs": [], "phone_number": None,
    "tax_number": None, "naics2017": None, "parent": None, "location": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def user() -> User:
    return User()


def resolve(user: User, **query: object) -> Any:
    answer = user.post("/v3/entities/resolve", query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_id_of_enrichment_can_be_looked_up(user: User) -> None:
    """Counterparties, intermediaries and parents: the entity of an id is that of the transactions."""
    texts = [
        *(merchant.name for merchant in MERCHANTS),
        *(f"{carrier.name} *NETFLIX" for carrier in CARRIERS),
        *(carrier.name for carrier in CARRIERS),
        *("SQ *JOES GARAGE", "TRANSFER TO JANE DOE", "ACME PAYROLL", "GREENWOOD APARTMENTS"),
    ]
    seen = 0
    for text in texts:
        found = user.create("t", description=text)["entities"]
        others = [*found["intermediaries"], found["counterparty"]]
        for other in others:
            if other is None or other["id"] is None:
                continue
            seen += 1
            shown = user.get(f"/v3/entities/{other['id']}").json()
            assert {name: shown[name] for name in other if name != "type"} == {
                name: value for name, value in other.items() if name != "type"
            }
            if other.get("parent"):
                parent = user.get(f"/v3/entities/{other['parent']['id']}").json()
                assert {name: parent[name] for name in other["parent"]} == other["parent"]
    assert seen >= len(MERCHANTS) + 2 * len(CARRIERS)


def test_ids_that_cannot_be_are_told_from_those_that_are_not_known(user: User) -> None:
    """400 for what is no UUID, 404 for one that nobody has; the case of the digits is no matter."""
    known = resolve(user, name="Netflix")["id"]
    assert user.get(f"/v3/entities/{known.upper()}").json()["id"] == known
    for wrong in ("netflix", "1", known.replace("-", ""), f"{{{known}}}", f"{known}0", "a%2Fb", "%C3%A9"):
        assert user.get(f"/v3/entities/{wrong}").status_code == 400
    answer = user.get("/v3/entities/00000000-0000-0000-0000-000000000000")
    assert (answer.status_code, list(answer.json())) == (404, ["detail"])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"name": "Netflix"}, "Netflix"),
        ({"name": " blue  bottle COFFEE "}, "Blue Bottle Coffee"),
        ({"name": "NETFLIX.COM LOS GATOS"}, "Netflix"),
        ({"name": "Nestlé"}, "Nestlé"),
        ({"name": "Square"}, "Square"),
        ({"name": "Uber", "website": None, "location": None}, "Uber"),
        ({"website": "netflix.com"}, "Netflix"),
        ({"website": "https://www.Netflix.com:443/browse?x=1#y", "name": None}, "Netflix"),
        ({"website": "help.netflix.com"}, "Netflix"),
        ({"website": "amazon.com/prime/video"}, "Amazon Prime"),
        ({"website": "amazon.com/other"}, "Amazon"),
        ({"website": "aws.amazon.com"}, "Amazon Web Services"),
        ({"website": "nestle.com"}, "Nestlé"),
    ],
)
def test_entities_are_found(user: User, query: dict[str, object], name: str) -> None:
    """By their name in any spelling that descriptors have, or by an address at or below their website."""
    found = resolve(user, **query)
    assert found["name"] == name
    assert found == user.get(f"/v3/entities/{found['id']}").json()


@pytest.mark.parametrize(
    "query",
    [
        {"name": "Nobody Knows"},
        {"name": ""},
        {"name": "x" * 100_000},
        {"name": "Jane Doe", "location": "Berlin"},
        {"name": "ACME PAYROLL"},
        {"website": "example.com"},
        {"website": "notnetflix.com"},
        {"website": "com"},
        {"website": ""},
        {"website": "/" * 100_000},
        {"website": "a." * 50_000 + "/b" * 50_000},
    ],
)
def test_what_nobody_knows_is_null(user: User, query: dict[str, object]) -> None:
    """200 with nulls, however odd the query is."""
    assert resolve(user, **query) == NOBODY


def test_a_place_is_told_with_the_entity(user: User) -> None:
    """The location is that of the query, in its parts."""
    found = resolve(user, website="starbucks.com", location="10 Union Sq, New York")
    assert found["location"]["raw_address"] == "10 Union Sq, New York"
    assert found["location"]["structured"]["city"] == "New York"
    assert resolve(user, website="starbucks.com", location="")["location"] is None


@pytest.mark.parametrize(
    "query", [{}, {"location": "Berlin"}, {"name": None, "website": None}, {"name": "a", "website": "a.com"}]
)
def test_a_query_needs_one_of_name_and_website(user: User, query: dict[str, object]) -> None:
    """400 for both and for neither; null is as good as nothing."""
    answer = user.post("/v3/entities/resolve", query)
    words = "Provide either name or website" + (", not both" if query.get("name") else "")
    assert (answer.status_code, answer.json()["detail"]) == (400, words)


def test_a_name_costs_a_credit_and_a_website_does_not() -> None:
    """423 when there is none left; what is refused costs nothing."""
    user = User(credits=2, refill=0)
    for _ in range(3):
        assert user.post("/v3/entities/resolve", {"name": "a", "website": "b"}).status_code == 400
        resolve(user, website="netflix.com")
    resolve(user, name="Netflix")
    resolve(user, name="Nobody Knows")
    assert user.post("/v3/entities/resolve", {"name": "Netflix"}).status_code == 423
    assert resolve(user, website="netflix.com")["name"] == "Netflix"
    broke = User("broke-1")
    assert broke.post("/v3/entities/resolve", {"name": "Netflix"}).status_code == 423
