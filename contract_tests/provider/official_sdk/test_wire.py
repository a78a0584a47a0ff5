"""What went over the wire between the official SDK and the sandbox."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

from contract_tests.provider.official_sdk.ran import ROOT, Ran
from ntropy_client.conformance import Checker
from ntropy_client.document import load

PINS = ROOT / "contract_tests" / "benchmarks" / "peers.in"
NAMED_OTHERWISE = {"rules.get": "rules_list", "categories.delete": "categories_reset"}
NO_OPERATION = {"batches.wait_for_results", "bank_statements.wait_for_results", "categories.reset"}
"""Methods that call others."""
LONG_AGO = "created_after=2000-01-01+00%3A00%3A00"


def test_it_is_the_pinned_version(ran: Ran) -> None:
    """What is shown here is shown for one version, which a person chose."""
    pinned = re.search(r"^ntropy-sdk==(\S+)$", PINS.read_text(), re.MULTILINE)
    assert pinned is not None
    assert ran.sdk["version"] == pinned[1], "make peers"


def test_everything_that_it_can_do_is_done(ran: Ran, kind: str) -> None:
    """No method of the SDK is without a job."""
    document = load()
    matched = [
        document.match(one.method, one.path) for one in ran.seen if (one.key or "").startswith(f"{kind}-")
    ]
    called = {found[0].id for found in matched if found is not None}
    methods = set(ran.sdk["methods"]) - NO_OPERATION
    wanted = {NAMED_OTHERWISE.get(one, one.replace(".", "_")) for one in methods}
    assert wanted
    assert wanted - called == set()
    assert None not in matched


def test_every_answer_conforms(ran: Ran) -> None:
    """No answer that the SDK had was beside the document, and none was a failure of the sandbox."""
    checker = Checker(load(), strict=True)
    assert len(ran.seen) > 200
    for one in ran.seen:
        assert one.status < 500, one
        assert checker.check(one.method, one.path, one.status, one.headers, one.answer) == [], one


def test_explicit_nulls_count_as_absent(ran: Ran, kind: str) -> None:
    """The SDK sends null for all that it was not given, and is understood."""
    sent = [
        ("account_holders", "/v3/account_holders", {"name", "category_id", "request_id"}),
        ("account_holders", "/v3/transactions", {"location"}),
        ("transactions", "/v3/transactions", {"account_holder_id"}),
        ("entities", "/v3/entities/resolve", {"name", "location"}),
        ("webhooks", "/v3/webhooks", {"token"}),
        ("webhooks", "/v3/webhooks", {"hmac_secret"}),
    ]
    for job, path, names in sent:
        posted = [one for one in ran.exchanges(kind, job, "POST", path) if one.status == 200]
        empty = [{name for name, value in one.sent().items() if value is None} for one in posted]
        assert any(names <= one for one in empty), (job, path)


def test_dates(ran: Ran) -> None:
    """Moments with a blank for the T, with a zone and without, are understood, and filter every list."""
    saw = ran.saw("SDK", "dates")
    assert len(saw) == 5
    for name, one in saw.items():
        assert len(one["all"]) == 4
        assert one["since"] == one["all"][:2], name
        assert one["until"] == one["all"][2:], name
        assert one["ever"] == one["all"], name
        assert one["never"] == [], name
        queries = [seen.query for seen in ran.exchanges("SDK", "dates", "GET", f"/v3/{name}")]
        # The SDK keeps this filter on every page.
        assert sum(LONG_AGO in query for query in queries) == 2, name
    (page,) = ran.exchanges("SDK", "dates", "GET", "/v3/transactions")[:1]
    moment = page.answered()["data"][1]["created_at"]
    assert moment.endswith("+00:00")
    sent = quote_plus(moment.replace("T", " "))
    assert any(f"created_after={sent}" in seen.query for seen in ran.exchanges("SDK", "dates")), sent
