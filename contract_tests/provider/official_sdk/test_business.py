"""What users of the official SDK rely on whose account holders are a business, and for anybody at all."""

from __future__ import annotations

import pytest

from contract_tests.provider.official_sdk.descriptions import BY_PURPOSE, UNKNOWN, descriptions
from contract_tests.provider.official_sdk.ran import Ran
from contract_tests.provider.official_sdk.shapes import only, website
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.purposes import PURPOSES
from ntropy_client.sandbox.recognition import normal, recognise


def test_business(ran: Ran, kind: str) -> None:
    """Its transactions are enriched one by one, in a batch and in groups, and read, whether known or not."""
    saw = ran.saw(kind, "business")
    assert only(saw["made"], "id", "type", "name") == {"id": "acme", "type": "business", "name": "Acme Inc."}
    enriched = saw["enriched"]
    assert [website(one) for one in enriched] == ["netflix.com", "starbucks.com", "coinbase.com", None]
    assert [one["categories"] for one in enriched] == [
        {"general": "subscriptions", "accounting": "operational expenses"},
        {"general": "meals and entertainment", "accounting": "operational expenses"},
        {"general": "investment", "accounting": None},
        {"general": "not enough information", "accounting": None},
    ]
    results = saw["results"]
    assert only(results, "status", "total") == {"status": "completed", "total": 4}
    rests = ("id", "entities", "categories", "location", "error")
    assert [only(one, *rests) for one in results["results"]] == [only(one, *rests) for one in enriched]
    assert [only(one, *rests) for one in saw["got"]] == [only(one, *rests) for one in enriched]
    assert saw["listed"] == saw["got"][::-1]
    (group,) = saw["groups"]
    assert group["categories"] == enriched[0]["categories"]
    assert group["transaction_ids"] == [f"n-{month}" for month in range(1, 7)]
    assert saw["assigned"] == saw["got"][3] | {"account_holder_id": "shop"}


@pytest.mark.parametrize("holder", ["jane", "acme", "nobody"])
def test_everything_that_the_sandbox_says_is_understood(ran: Ran, kind: str, holder: str) -> None:
    """Each merchant, carrier and purpose, both ways, and what nobody knows: no answer is beside the models."""
    found = ran.saw(kind, "everything")["found"][holder]
    rows = 2 * len(descriptions())
    assert only(found, "rows", "listed", "errors") == {"rows": rows, "listed": rows, "errors": 0}
    assert found["known"] > 2 * len(MERCHANTS)
    if holder == "acme":
        guides = {"operational expenses", "cost of goods sold", "revenue", "financing", "taxes"}
        assert set(found["accounting"]) == guides | {None}
    else:
        assert set(found["accounting"]) == {None}
    # What nobody knows comes last.
    general = found["general"][-len(UNKNOWN) :]
    nothing = "missing account holder information" if holder == "nobody" else "not enough information"
    assert general == [nothing] * len(UNKNOWN)


def test_no_organization_is_left_out(ran: Ran, kind: str) -> None:
    """Each merchant of the table turned up, and could be looked up by its id."""
    names = ran.saw(kind, "everything")["organizations"]
    assert {merchant.name for merchant in MERCHANTS} <= set(names)


def test_no_purpose_is_left_out() -> None:
    """The descriptions have one for each that the sandbox knows, in their order."""
    found = [recognise(normal(text), incoming=True) for text in BY_PURPOSE]
    assert [(one.consumer, one.business, one.accounting) for one in found] == [
        purpose.incoming for purpose in PURPOSES
    ]
