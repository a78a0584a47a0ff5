"""What is promised of webhooks in words, but for what they are told."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import NOWHERE, FullError, Item, LeftOutError, Scene
from contract_tests.provider.run import Exchange

__all__ = ["PATCHES", "framed"]

MOST = 10
EVENTS = ("reports.rejected", "batches.error")
PATCHES: tuple[Item, ...] = (
    {"url": f"{NOWHERE}another?zebra=1"},
    {"events": ["bank_statements.error", "reports.rejected"]},
    {"events": []},
    {"token": "another token"},
    {"enabled": False},
    {},
    {"events": ["reports.rejected"], "token": "third"},
    {"enabled": True},
)
"""Each field alone, none, and two; each changes something."""


def framed(scene: Scene, before: Item, patch: Item, after: Item, exchange: Exchange) -> None:
    """A webhook after a patch has what the patch names, and is otherwise as it was before."""
    for name in sorted({*before, *after, *patch}):
        wanted = patch.get(name, before.get(name))
        if name == "token" and after.get(name) is None and not scene.is_sandbox:
            continue  # it may not be shown
        if name == "enabled" and name not in patch and before[name] and not scene.is_embedded:
            continue  # it may have been disabled by itself
        if name in patch:
            message = f"a patch does not change {name}, which it names"
        else:
            message = f"a patch changes {name}, which it does not name"
        scene.same(wanted, after.get(name), message, exchange, f"/{name}")


@promise("webhooks_create", "webhooks_get", "webhooks_list")
def a_webhook_is_shown_as_registered(scene: Scene) -> None:
    """Address, events in their order and token are what was sent, and it is enabled; by itself and in the list."""
    url = f"{NOWHERE}{scene.api.new_id('hook')}?a=1&b=2"
    for members in (
        {"url": url, "events": [*EVENTS], "token": "hunter 2"},
        {"url": url, "events": [*reversed(EVENTS)]},
    ):
        made = scene.webhook(**members)
        exchange = scene.get("webhooks_get", made["id"])
        listing, data, _ = scene.page("webhooks_list", {})
        listed = [one for one in data if one.get("id") == made["id"]]
        scene.same(1, len(listed), "a webhook is not listed once", listing, "/data")
        for shown, seen in ((scene.accepted(exchange), exchange), (made, exchange), (listed[0], listing)):
            for name, sent in {"token": None, **members, "enabled": True}.items():
                if name == "token" and shown.get(name) is None and not scene.is_sandbox:
                    continue  # it may not be shown
                scene.same(sent, shown.get(name), f"{name} is not what was registered", seen, f"/{name}")


@promise("webhooks_patch", "webhooks_get", "webhooks_create", "webhooks_list")
def a_patch_changes_only_what_it_names(scene: Scene) -> None:
    """Each field alone, several, or none: the others stay, and so do other webhooks."""
    one, other = scene.webhook(token="first token"), scene.webhook(token="other token")
    _, beside = scene.view("webhooks_get", other["id"])
    before = one
    for patch in PATCHES:
        exchange = scene.api.call("webhooks_patch", path={"id": one["id"]}, body=patch)
        framed(scene, before, patch, scene.accepted(exchange), exchange)
        seen = scene.get("webhooks_get", one["id"])
        after: Item = scene.accepted(seen)
        framed(scene, before, patch, after, seen)
        listing, data, _ = scene.page("webhooks_list", {})
        listed = next((each for each in data if each.get("id") == one["id"]), {})
        framed(scene, after, {}, listed, listing)
        seen, now = scene.view("webhooks_get", other["id"])
        scene.same(beside, now, "a patch changes another webhook", seen, earlier=(exchange,))
        before = after


@promise("webhooks_patch", "webhooks_get", sandbox=True)
def null_takes_the_token_away(scene: Scene) -> None:
    """An explicit null takes the token away, and leaves every other field as it is."""
    one = scene.webhook(token="first token")
    for name in ("url", "events", "enabled", "token"):
        exchange = scene.api.call("webhooks_patch", path={"id": one["id"]}, body={name: None})
        framed(scene, one, {"token": None} if name == "token" else {}, scene.accepted(exchange), exchange)
        exchange = scene.get("webhooks_get", one["id"])
        framed(scene, one, {"token": None} if name == "token" else {}, scene.accepted(exchange), exchange)


@promise("webhooks_create", "webhooks_patch", "webhooks_get", "webhooks_list")
def a_secret_is_never_shown(scene: Scene) -> None:
    """What signs deliveries can be set and changed, changes nothing else, and is in no answer."""
    first, second = "never show me", "nor me either"
    one = scene.webhook(token="first token", hmac_secret=first)
    answers = [scene.api.run.exchanges[-1]]
    for members in ({"hmac_secret": second}, {"hmac_secret": None}):
        exchange = scene.api.call("webhooks_patch", path={"id": one["id"]}, body=members)
        framed(scene, one, {}, scene.accepted(exchange), exchange)
        answers += [exchange, scene.get("webhooks_get", one["id"]), scene.api.call("webhooks_list")]
    for exchange in answers:
        shown = any(secret.encode() in exchange.response_body for secret in (first, second))
        scene.claim(not shown, "an answer shows the secret of a webhook", exchange, sure=False)


@promise("webhooks_create", "webhooks_list", "webhooks_delete")
def there_are_at_most_ten_webhooks(scene: Scene) -> None:
    """An eleventh is refused and not there; when one is deleted there is room again."""
    _, data, _ = scene.page("webhooks_list", {})
    there = {str(one["id"]) for one in data}
    mine: list[str] = []
    refused: Exchange | None = None
    for _ in range(MOST + 1):
        try:
            mine.append(str(scene.webhook()["id"]))
        except FullError as full:
            refused = full.error.exchange
            break
        exchange, data, _ = scene.page("webhooks_list", {})
        # Others may have deleted some meanwhile: what counts is what is there now.
        now = {str(one["id"]) for one in data} | {*mine}
        scene.claim(
            len(now) <= MOST,
            "there are more webhooks than there may be",
            exchange,
            expected=f"at most {MOST}",
            actual=len(now),
            pointer="/data",
        )
    scene.status(
        refused or scene.api.run.exchanges[-1],
        400,
        "an eleventh webhook is refused otherwise than with 400",
        sure=False,
    )
    exchange, data, _ = scene.page("webhooks_list", {})
    extra = {str(one["id"]) for one in data} - there - {*mine}
    if scene.is_sandbox:
        scene.same([], sorted(extra), "a webhook that was refused is there", exchange, "/data")
        scene.same(MOST, len(data), "a webhook is refused though there is room", exchange, "/data")
    if not mine:
        raise LeftOutError("others have as many webhooks as there may be")
    scene.accepted(scene.get("webhooks_delete", mine.pop()))
    try:
        scene.webhook()
    except LeftOutError:
        if scene.is_sandbox:
            scene.claim(holds=False, message="a deleted webhook still takes up room", exchange=exchange)
