"""What is promised of entities in words."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, LeftOutError, Scene

__all__: list[str] = []

KNOWN = (("netflix.com", "Netflix"), ("starbucks.com", "Starbucks"))
DESCRIPTIONS = ("NETFLIX.COM", "STARBUCKS STORE 10221", "SQ *BLUE BOTTLE COFFEE")


@promise("entities_get", "entities_resolve")
def an_entity_is_found_by_its_id(scene: Scene) -> None:
    """The entity that was found by its website is shown by its id, and each id shows its own."""
    found: list[Item] = []
    for website, _ in KNOWN:
        exchange = scene.api.call("entities_resolve", body={"website": website})
        entity: Item = scene.accepted(exchange)
        if scene.is_sandbox:
            message = "an entity is not the one of its website"
            scene.same(website, entity.get("website"), message, exchange, "/website")
        if entity.get("id"):
            found.append(entity)
    if len(found) < len(KNOWN):
        raise LeftOutError("the server does not know the entities that are asked for")
    for entity in found:
        exchange = scene.get("entities_get", entity["id"])
        shown: Item = scene.accepted(exchange)
        for name in ("id", "name", "website"):
            message = f"an entity has another {name} by its id"
            scene.same(entity.get(name), shown.get(name), message, exchange, f"/{name}")


@promise("entities_get", "transactions_create")
def the_counterparty_is_found_by_its_id(scene: Scene) -> None:
    """What the counterparty of a transaction has as id shows the same entity, and so do intermediaries."""
    scene.without_rules()
    for description in DESCRIPTIONS:
        exchange = scene.api.call("transactions_create", body=scene.item(description=description))
        entities: Item = scene.accepted(exchange).get("entities") or {}
        parties: list[Item] = [entities.get("counterparty") or {}, *(entities.get("intermediaries") or [])]
        message = "a known counterparty is not recognised"
        scene.claim(
            bool(parties[0].get("id")) or not scene.is_sandbox, message, exchange, pointer="/entities"
        )
        for party in parties:
            if not party.get("id"):
                continue  # persons have none
            seen = scene.get("entities_get", party["id"])
            shown: Item = scene.accepted(seen)
            message = "the entity has another id than it was asked for by"
            scene.same(party["id"], shown.get("id"), message, seen, "/id", earlier=(exchange,))
            for name in ("name", "website"):
                message = f"a counterparty has another {name} as an entity"
                scene.same(
                    party.get(name),
                    shown.get(name),
                    message,
                    seen,
                    f"/{name}",
                    earlier=(exchange,),
                    sure=False,
                )


@promise("entities_resolve", "entities_get", sandbox=True)
def a_query_has_a_name_or_a_website(scene: Scene) -> None:
    """By its name and by its website the same entity is found; both together, or neither, are refused."""
    for website, name in KNOWN:
        by_website = scene.accepted(scene.api.call("entities_resolve", body={"website": website}))
        exchange = scene.api.call("entities_resolve", body={"name": name})
        message = "another entity is found by the name than by the website"
        scene.same(by_website["id"], scene.accepted(exchange)["id"], message, exchange, "/id")
        both = scene.api.call("entities_resolve", body={"name": name, "website": website})
        scene.status(both, 400, "a query by name and website is not refused")
    scene.status(scene.api.call("entities_resolve", body={}), 400, "a query for nothing is not refused")
    exchange = scene.api.call("entities_resolve", body={"name": scene.api.new_id("nobody")})
    scene.same(
        None, scene.accepted(exchange).get("id"), "an entity that nobody knows is found", exchange, "/id"
    )
    exchange = scene.get("entities_get", "nobody")
    scene.status(exchange, 400, "what is no id of an entity is not answered 400")
    unknown = scene.get("entities_get", "00000000-0000-4000-8000-000000000000")
    scene.status(unknown, 404, "an entity that nobody knows is not answered 404")
