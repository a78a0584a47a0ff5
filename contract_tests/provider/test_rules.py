"""Rules are played where they can be, hold in a used account, and say what they leave out."""

from __future__ import annotations

import dataclasses

import pytest

from contract_tests.provider import rules
from contract_tests.provider.resources import Resources
from contract_tests.provider.rules import HISTORIES, deliveries, left_behind, scenarios
from contract_tests.provider.rules.lists import listings
from contract_tests.provider.rules.machine import Machine, play
from contract_tests.provider.rules.scene import BrokenPromiseError, Scene
from contract_tests.provider.run import FirstFindingError, Run
from contract_tests.provider.target import Target, quiet
from ntropy_client import document as documents
from ntropy_client.document import Document
from ntropy_client.sandbox import ManualClock


def test_every_operation_has_promises() -> None:
    """No operation of the document is without a scenario about it."""
    document = documents.load()
    told = frozenset[str]().union(*(one.operations for one in scenarios(document)))
    assert set(document.operations) - told == set()


def test_no_promise_is_about_an_operation_that_is_gone() -> None:
    """A scenario that nobody can play any more is noticed, and not left out in silence."""
    assert left_behind(documents.load()) == {}


def test_promises_have_names_of_their_own() -> None:
    """In a report each finding names one promise, and each promise says in a sentence what it is."""
    found = scenarios(documents.load())
    names = [one.name for one in found] + [one.promise for one in HISTORIES]
    assert len(names) == len(set(names))
    assert [name for name in names if not name.islower() or "_" in name] == []


def test_every_list_is_held_to_the_promises_of_lists() -> None:
    """What can be followed from page to page is found in the document, with all that it can be filtered by."""
    document = documents.load()
    found = {one.collection: tuple(one.statuses) for one in listings(document)}
    wanted = {
        tag
        for tag, one in Resources(document).items()
        if one.lister is not None and any(each.name == "cursor" for each in one.lister.parameters)
    }
    assert found.keys() == wanted >= {"transactions", "batches", "bank_statements", "reports"}
    assert found["reports"] == ("open", "pending", "resolved", "rejected")
    names = {one.name for one in scenarios(document)}
    for tag in wanted:
        assert f"{tag.replace('_', '-')}-are-filtered-by-time" in names


def test_every_kind_of_event_is_caused() -> None:
    """No event of the document is without something that makes it happen."""
    target = Target.embedded(Run(), seed=1)
    caused = dict(deliveries.cause(Scene(target.api("rules"), is_sandbox=True)))
    target.close()
    assert caused.keys() == documents.load().raw["webhooks"].keys()


def test_rules_are_played_on_other_documents() -> None:
    """With operations missing, what needs them is left out, and all else is played."""
    whole = documents.load()
    kept = {
        path: item
        for path, item in whole.raw["paths"].items()
        if path.startswith(("/v3/batches", "/v3/trans"))
    }
    document = Document({**whole.raw, "paths": kept})
    run = Run()
    target = Target.embedded(run, seed=1, document=document)
    rules.run(target)
    target.close()
    assert run.findings == []
    assert len(run.exchanges) > 100
    played = {one.operation for one in run.exchanges}
    assert played <= document.operations.keys()


def test_rules_hold_in_a_used_account() -> None:
    """A second run in the same account finds nothing either: claims are about items of one run only."""
    clock = ManualClock()
    app = quiet(7, clock)
    for seed in (1, 2):
        run = Run()
        target = Target.embedded(run, seed=seed, make_app=lambda *_: app)
        target.world.clock = clock
        scene = Scene(target.api("rules"), is_sandbox=True)
        for scenario in scenarios(target.document):
            with scene.playing(scenario.name):
                scenario.play(scene)
        for machine in HISTORIES:
            with scene.playing(machine.promise):
                play(machine, scene, seeded=seed, count=lambda: None)
        target.close()
        assert run.findings == []


def test_what_is_not_of_this_run_is_left_as_it_was() -> None:
    """Rules, default category sets and webhooks that were there before are there afterwards."""
    run = Run()
    target = Target.embedded(run, seed=1)
    target.make_app = None  # the same account for all
    api = target.api("walk")
    mine = [{"set": "website", "to": "mine.example"}, {"add_label": "mine"}]
    api.call("rules_replace", body=mine)
    names = {"incoming": ["mine"], "outgoing": ["my own", "mine"]}
    api.call("categories_set", path={"id": "consumer"}, body=names)
    hook = {"url": "https://mine.invalid/", "events": ["batches.completed"], "token": "mine"}
    identity = api.call("webhooks_create", body=hook).json()["id"]
    rules.run(target)
    listed = api.call("rules_list").json()
    assert [{name: value for name, value in rule.items() if name != "id"} for rule in listed] == mine
    assert api.call("categories_get", path={"id": "consumer"}).json() == names
    assert [one["id"] for one in api.call("webhooks_list").json()["data"]] == [identity]
    assert run.findings == []
    target.close()


def test_a_full_account_is_no_drift() -> None:
    """Where there is no room for webhooks, what needs one is named as left out."""
    run = Run()
    target = Target.embedded(run, seed=1)
    target.make_app = None
    api = target.api("walk")
    for number in range(10):
        api.call("webhooks_create", body={"url": f"https://mine.invalid/{number}", "events": []})
    rules.run(target, operations={"webhooks_create"})
    assert {(one.oracle, one.verdict) for one in run.findings} == {("no-room", "unknown")}
    assert "rules: a-patch-changes-only-what-it-names" in run.skipped
    assert len(api.call("webhooks_list").json()["data"]) == 10
    target.close()


def test_histories_follow_from_the_seed() -> None:
    """The same seed plays the same histories, another seed others."""

    def played(seed: int) -> list[tuple[str, str, bytes, int]]:
        run = Run()
        target = Target.embedded(run, seed=seed)
        scene = Scene(target.api("rules"), is_sandbox=True)
        for machine in HISTORIES:
            with scene.playing(machine.promise):
                play(machine, scene, seeded=seed, count=lambda: None)
        target.close()
        return [(one.method, one.path, one.request_body, one.status) for one in run.exchanges]

    first = played(1)
    assert first == played(1)
    assert len(first) > 200
    assert [one[0] for one in first] != [one[0] for one in played(2)]


def test_what_needs_the_sandbox_is_left_out_elsewhere() -> None:
    """On another server no trigger of the sandbox is used, and nothing is accused that was never promised."""
    run = Run()
    target = Target.embedded(run, seed=1)
    target.is_sandbox = False
    rules.run(target)
    target.close()
    assert run.findings == []
    assert list(run.skipped) == []
    assert not any(b"sandbox:" in one.request_body for one in run.exchanges)


@pytest.mark.parametrize("allowed", [False, True])
def test_a_customers_rules_are_touched_with_permission_only(allowed: bool) -> None:
    """On a customer's account nothing is called that changes more than this run made, unless that is allowed."""
    run = Run()
    target = dataclasses.replace(Target.embedded(run, seed=1), profile="live")
    rules.run(target, operations={"rules_replace", "categories_get"}, allowed=allowed)
    target.close()
    called = {one.operation for one in run.exchanges}
    assert ("rules_replace" in called) is allowed
    assert ("rules: a-reset-restores-the-default" in run.skipped) is not allowed
    assert run.findings == []


@pytest.mark.parametrize("error", [BrokenPromiseError, FirstFindingError])
def test_a_broken_promise_comes_out_of_a_history_as_it_is(error: type[Exception]) -> None:
    """What a history finds is told once, even when it goes otherwise the second time."""
    run = Run(stop=error is FirstFindingError)
    target = Target.embedded(run, seed=1)
    scene = Scene(target.api("rules"), is_sandbox=True)
    played: list[int] = []

    def once() -> None:
        played.append(1)
        if len(played) > 1:
            return  # the second time it goes well
        exchange = scene.get("batches_get", "nobody")
        try:
            scene.claim(holds=False, message="it happened", exchange=exchange)
        except BrokenPromiseError as broken:
            run.add(broken.finding)  # raises, when the run is to stop
            raise

    machine: type[Machine]
    for machine in HISTORIES:
        played.clear()
        with pytest.raises(error), scene.playing("once"):
            play(machine, scene, seeded=1, count=once)
    target.close()
