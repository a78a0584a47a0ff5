"""What the sandbox says of category sets, entities, reports and webhooks where the document leaves it open."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import NOWHERE, Item, Scene, category

__all__: list[str] = []

DESCRIPTIONS = (
    "NETFLIX.COM", "STARBUCKS STORE 10221", "UBER TRIP", "SHELL OIL 57442", "AMAZON.COM", "PAYROLL ACME",
    "ATM 1234 MAIN ST", "RENT MARCH", "IKEA 42", "SPOTIFY P1B2", "INTEREST PAID", "TAX REFUND", "TRANSFER TO ZOE",
)  # fmt: skip
PEOPLE = (
    "ZELLE TO JANE DOE",
    "VENMO JOHN SMITH",
    "TRANSFER TO ZOE SMITH",
    "ACME CORP PAYROLL",
    "SQ *BOBS DINER",
)
SITES = ("https://www.netflix.com/browse/my-list?x=1", "help.netflix.com", "netflix.com/de", "NETFLIX.COM")
ADDRESSES = (
    "http://localhost/hook",
    "http://127.0.0.1:9/hook",
    "https://10.0.0.1/hook",
    "ftp://example.com/hook",
    "mailto:a@example.com",
)


@promise("categories_get", "categories_reset", "transactions_create", sandbox=True)
def the_default_sets_have_whatever_is_found(scene: Scene) -> None:
    """After a reset, every category that a transaction has is in the set of its holder's type, by direction."""
    scene.without_rules()
    scene.account_wide()
    for kind in ("consumer", "business"):
        before = scene.accepted(scene.get("categories_get", kind))
        put_back = {name: before[name] for name in ("incoming", "outgoing")}
        scene.afterwards.callback(scene.api.call, "categories_set", path={"id": kind}, body=put_back)
        scene.accepted(scene.get("categories_reset", kind))
        exchange = scene.get("categories_get", kind)
        names: Item = scene.accepted(exchange)
        holder = scene.holder(type=kind)
        for direction in ("incoming", "outgoing"):
            for description in DESCRIPTIONS:
                item = scene.item(account_holder_id=holder, description=description, entry_type=direction)
                found = category(scene.enrich(item))
                message = "a default set lacks a category that is found"
                scene.claim(
                    found in names[direction], message, exchange, actual=found, pointer=f"/{direction}"
                )
            for name in ("other", "not enough information"):
                message = f"a default set lacks {name}"
                scene.claim(name in names[direction], message, exchange, pointer=f"/{direction}")


@promise("categories_set", "categories_reset", "categories_get", sandbox=True)
def the_reset_of_a_custom_set_leaves_nothing(scene: Scene) -> None:
    """It answers null, and the set is not there; it was neither emptied nor kept."""
    for names in (["zebra"], []):
        identity = scene.category_set(names)
        exchange = scene.get("categories_reset", identity)
        scene.status(exchange, 200, "a custom set cannot be reset")
        scene.same(
            b"null", exchange.response_body.strip(), "a reset of a custom set is not answered null", exchange
        )
        exchange = scene.get("categories_get", identity)
        scene.status(exchange, 404, "a custom set is there after its reset")


@promise("entities_get", "transactions_create", sandbox=True)
def only_what_is_known_by_its_website_has_an_id(scene: Scene) -> None:
    """Persons, and organisations of which only the name was found, have none."""
    scene.without_rules()
    seen = 0
    for description in PEOPLE:
        for direction in ("incoming", "outgoing"):
            item = scene.item(description=description, entry_type=direction)
            exchange = scene.api.call("transactions_create", body=item)
            party: Item = (scene.accepted(exchange)["entities"] or {}).get("counterparty") or {}
            named = bool(party.get("name")) and not party.get("website")
            seen += named
            message = "a person, or an organisation without a website, has an id"
            scene.claim(
                not named or party.get("id") is None, message, exchange, pointer="/entities/counterparty/id"
            )
    assert seen, "no counterparty without a website was found"


@promise("entities_resolve", "transactions_create", sandbox=True)
def what_is_known_is_found_from_below(scene: Scene) -> None:
    """By a page or a host below its website; the location is that of the query, and nothing is null throughout."""
    whole = scene.accepted(scene.api.call("entities_resolve", body={"website": "netflix.com"}))
    for website in SITES:
        exchange = scene.api.call("entities_resolve", body={"website": website})
        message = "an entity is not found by what is below its website"
        scene.same(whole, scene.accepted(exchange), message, exchange)
    place = "221B Baker Street, London"
    for query in ({"name": "Netflix"}, {"website": "netflix.com"}):
        exchange = scene.api.call("entities_resolve", body={**query, "location": place})
        found = (scene.accepted(exchange).get("location") or {}).get("raw_address")
        scene.same(place, found, "the location is not that of the query", exchange, "/location")
    unknown = ({"name": scene.api.new_id("nobody")}, {"website": "nobody.invalid"}, {"name": "?"})
    for query in unknown:
        exchange = scene.api.call("entities_resolve", body=query)
        told = {name: one for name, one in scene.accepted(exchange).items() if one not in (None, [])}
        scene.same({}, told, "something is told of an entity that nobody knows", exchange)
    exchange = scene.api.call("entities_resolve", body=unknown[0], key="broke")
    scene.status(exchange, 423, "a query that finds nothing costs nothing")
    for null in ({"name": "Netflix", "website": None}, {"name": None, "website": "netflix.com"}):
        exchange = scene.api.call("entities_resolve", body=null)
        scene.status(exchange, 200, "a null beside a name or a website counts")


@promise("reports_create", "reports_get", sandbox=True)
def a_report_is_decided_by_its_description_alone(scene: Scene) -> None:
    """Whatever transaction it names, and whatever fields."""
    for text, fields, end in (
        ("please sandbox:reject this", [".location"], "rejected"),
        ("sandbox:reject", [], "rejected"),
        ("sandbox: reject", [".location"], "resolved"),
        ("", [], "resolved"),
    ):
        exchange = scene.api.call(
            "reports_create",
            body={"transaction_id": scene.api.new_id(), "description": text, "fields": fields},
        )
        scene.status(exchange, 200, "a transaction that is not there cannot be reported")
        seen, done = scene.finish("reports_get", scene.accepted(exchange)["id"])
        scene.same(end, done["status"], "a report ends otherwise than it has to", seen, "/status")


@promise("webhooks_create", "webhooks_list", sandbox=True)
def webhooks_are_listed_newest_first(scene: Scene) -> None:
    """All on one page, which has no cursor, whatever their addresses."""
    made: list[str] = []
    for name in ("zebra", "apple", "middle"):
        made.insert(0, scene.webhook(url=f"{NOWHERE}{name}")["id"])
        scene.api.wait(0.02)
        exchange, data, following = scene.page("webhooks_list", {})
        scene.same(None, following, "a list of webhooks has a cursor", exchange, "/next_cursor")
        ours = [one["id"] for one in data if one["id"] in made]
        scene.same(made, ours, "webhooks are not listed newest first", exchange, "/data")


@promise("webhooks_create", sandbox=True)
def a_webhook_may_have_any_address(scene: Scene) -> None:
    """Of this machine, without TLS, or of no HTTP at all."""
    for url in ADDRESSES:
        made = scene.webhook(url=url, events=[])
        exchange = scene.api.run.exchanges[-1]
        scene.accepted(scene.get("webhooks_delete", made["id"]))
        scene.same(url, made["url"], "an address is registered as another", exchange, "/url")
