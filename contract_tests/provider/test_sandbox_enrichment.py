"""What the sandbox finds out about a transaction follows from its fields, and reads well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client.document import load
from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.purposes import PURPOSES


@pytest.fixture(scope="module")
def user() -> User:
    made = User()
    made.holder("h")
    made.holder("shop", "business")
    return made


def enrich(user: User, description: str, **fields: object) -> Any:
    given: dict[str, object] = {"account_holder_id": "h", **fields}
    return user.create("t-1", description=description, **given)


def other(enriched: Any) -> tuple[str, str] | None:
    """Type and name of the other side."""
    found = enriched["entities"]["counterparty"]
    return None if found is None else (found["type"], found["name"])


def test_there_are_enough_merchants_to_tell_a_story(user: User) -> None:
    """At least forty are known, each with an id, a website and a logo of its own."""
    assert len(MERCHANTS) >= 40
    assert len({merchant.website for merchant in MERCHANTS}) == len(MERCHANTS)
    assert len({carrier.website for carrier in CARRIERS}) == len(CARRIERS)


@pytest.mark.parametrize(
    ("description", "entry_type", "name", "category"),
    [
        ("NETFLIX.COM LOS GATOS CA", "outgoing", "Netflix", "digital content and streaming"),
        ("Netflix.com", "outgoing", "Netflix", "digital content and streaming"),
        ("AMZN MKTP US*2K4RF9", "outgoing", "Amazon", "online marketplace"),
        ("AMAZON PRIME*RT4", "outgoing", "Amazon Prime", "digital content and streaming"),
        ("UBER   *EATS PENDING", "outgoing", "Uber Eats", "food delivery"),
        ("UBER TRIP HELP.UBER.COM", "outgoing", "Uber", "rideshare"),
        ("STARBUCKS STORE 1234 SEATTLE WA", "outgoing", "Starbucks", "coffee shop"),
        ("STARBUCKS REFUND", "incoming", "Starbucks", "refund"),
        ("COINBASE.COM 8889087930", "incoming", "Coinbase", "transfer from crypto broker"),
        ("ACME CORP PAYROLL", "incoming", "Acme Corp", "paycheck"),
        ("GREENWOOD APARTMENTS", "outgoing", "Greenwood", "rent"),
        ("RENT MAY 2024", "outgoing", None, "rent"),
        ("ATM WITHDRAWAL 000123 MAIN ST", "outgoing", None, "ATM withdrawal"),
        ("MONTHLY FEE", "outgoing", None, "bank fee"),
        ("INTEREST PAID", "incoming", None, "interest earned"),
        ("IRS USATAXPYMT", "outgoing", "Internal Revenue Service", "tax payment"),
    ],
)
def test_descriptors_are_understood(
    user: User, description: str, entry_type: str, name: str | None, category: str
) -> None:
    """Who was paid and what for, as a person would read it."""
    enriched = enrich(user, description, entry_type=entry_type)
    assert other(enriched) == (None if name is None else ("organization", name))
    assert enriched["categories"] == {"general": category, "accounting": None}
    assert enriched["error"] is None


@pytest.mark.parametrize(
    ("description", "counterparty", "intermediary"),
    [
        ("SQ *BLUE BOTTLE", ("organization", "Blue Bottle Coffee"), "Square"),
        ("SQ* STARBUCKS 10 Union Sq", ("organization", "Starbucks"), "Square"),
        ("SQ *JOES GARAGE AUSTIN TX", ("organization", "Joes Garage"), "Square"),
        ("PAYPAL *SPOTIFY", ("organization", "Spotify"), "PayPal"),
        ("TST* PICO'S 0042", ("organization", "Pico's"), "Toast"),
        ("DD *DOORDASH CHIPOTLE", ("organization", "Chipotle Mexican Grill"), "DoorDash"),
        ("VENMO PAYMENT TO JANE DOE", ("person", "Jane Doe"), "Venmo"),
        ("ZELLE FROM JOHN SMITH", ("person", "John Smith"), "Zelle"),
        ("TRANSFER TO MARIE CURIE", ("person", "Marie Curie"), None),
        ("PAYPAL", ("organization", "PayPal"), None),
        ("WISEMAN DENTAL", None, None),
        ("TARGETED ADVERTISING", None, None),
    ],
)
def test_who_carried_a_payment_is_told_from_who_got_it(
    user: User, description: str, counterparty: tuple[str, str] | None, intermediary: str | None
) -> None:
    """Intermediaries stand at the beginning of a descriptor, and persons are no organisations."""
    enriched = enrich(user, description)
    assert other(enriched) == counterparty
    carried = [one["name"] for one in enriched["entities"]["intermediaries"]]
    assert carried == ([] if intermediary is None else [intermediary])


def test_an_entity_is_the_same_wherever_it_turns_up(user: User) -> None:
    """The id, the website and the codes of an organisation do not depend on the transaction."""
    first = enrich(user, "PAYPAL *NETFLIX")["entities"]["counterparty"]
    again = User(seed=9).create("x", description="netflix.com amsterdam", amount=3)["entities"][
        "counterparty"
    ]
    assert first == again
    assert UUID(first["id"])
    assert (first["website"], first["logo"]) == ("netflix.com", "https://logos.ntropy.com/netflix.com")
    assert first["mccs"] == [4899]


@pytest.mark.parametrize("description", ["", "qwertz", "0815", "☕ 北京", "x" * 1024, "A " * 512])
def test_what_nobody_knows_is_said_to_be_unknown(user: User, description: str) -> None:
    """No guess is made: nulls, and a category that says so, each time again."""
    enriched = enrich(user, description)
    assert enriched["entities"] == {"counterparty": None, "intermediaries": []}
    assert enriched["categories"]["general"] == "not enough information"
    assert (enriched["location"], enriched["error"]) == (None, None)
    assert enrich(user, description) == enriched


def test_categories_depend_on_the_account_holder(user: User) -> None:
    """None without a holder, a consumer's, or a business's with the accounting category."""
    categories = {
        holder: enrich(user, "UBER TRIP", account_holder_id=holder)["categories"]
        for holder in (None, "h", "shop")
    }
    assert categories == {
        None: {"general": "missing account holder information", "accounting": None},
        "h": {"general": "rideshare", "accounting": None},
        "shop": {"general": "travel", "accounting": "operational expenses"},
    }


@pytest.mark.parametrize(
    "description", ["", "qwertz", "COINBASE.COM 8889087930", "ROBINHOOD", "VENMO JANE DOE"]
)
@pytest.mark.parametrize("entry_type", ["incoming", "outgoing"])
def test_books_of_which_nothing_is_known_are_left_out(user: User, description: str, entry_type: str) -> None:
    """A business has no accounting category then: who knows only the five of the guides can read the answer."""
    enriched = enrich(user, description, account_holder_id="shop", entry_type=entry_type)
    assert enriched["categories"]["accounting"] is None


def test_the_accounting_categories_are_those_of_the_guides() -> None:
    """The two that only the reference lists are never answered, and the others are."""
    documented = set(load().schemas["AccountingCategory"]["enum"])
    found = {merchant.accounting for merchant in MERCHANTS}
    found |= {purpose.incoming[2] for purpose in PURPOSES} | {purpose.outgoing[2] for purpose in PURPOSES}
    assert found - {None} == documented - {"investing", "not enough information"}


@pytest.mark.parametrize(
    ("description", "location", "city", "state", "country", "address"),
    [
        (
            "STARBUCKS STORE 1234 SEATTLE WA",
            None,
            "Seattle",
            "Washington",
            "US",
            "Seattle, Washington 98101, US",
        ),
        ("TESCO LONDON GB", None, "London", None, "GB", "London, EC1A 1BB, GB"),
        ("SHOP PORTLAND PA", None, None, None, None, None),
        ("SHOP", {"country": "US-CA"}, None, "California", "US", None),
        ("SHOP", {"country": "FR"}, None, None, "FR", None),
        ("SHOP", {"raw_address": "1 Main St, Austin TX"}, "Austin", "Texas", "US", "1 Main St, Austin TX"),
        ("SHOP SEATTLE WA", {"country": "GB"}, None, None, "GB", None),
        (
            "SHOP SEATTLE",
            {"country": "US-WA"},
            "Seattle",
            "Washington",
            "US",
            "Seattle, Washington 98101, US",
        ),
        ("SHOP", {"raw_address": None, "country": None}, None, None, None, None),
        ("SHOP", {"raw_address": "Nowhere 3"}, None, None, None, "Nowhere 3"),
    ],
)
def test_places_come_from_the_descriptor_or_the_input(
    user: User,
    description: str,
    location: object,
    city: str | None,
    state: str | None,
    country: str | None,
    address: str | None,
) -> None:
    """What was submitted about the place is believed before the descriptor is."""
    found = enrich(user, description, location=location)["location"]
    if (city, state, country, address) == (None,) * 4:
        assert found is None
        return
    parts = found["structured"]
    assert (parts["city"], parts["state"], parts["country_code"]) == (city, state, country)
    assert found["raw_address"] == address
    assert parts["store_number"] == ("1234" if "STORE" in description else None)
