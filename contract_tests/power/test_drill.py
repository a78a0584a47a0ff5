"""The drill is sound: its defects are many and of all sorts, and it accuses nobody by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from contract_tests.power import __main__ as command
from contract_tests.power import drill, table
from contract_tests.power.catalogue import DEFECTS
from contract_tests.power.defect import Defect, wire
from contract_tests.power.seam import Answered, Asked, Install, at_the_gate, in_the_service, on_the_wire
from contract_tests.provider.run import PARTS
from ntropy_client import document as documents

QUICK = list({(one.part, one.seam, one.kind, one.holdout): one for one in reversed(DEFECTS)}.values())[::-1]
"""One defect of each sort; `make drill` has all of them."""


RESOURCES = sorted({*(one.tag for one in documents.load().operations.values()), "deliveries"})
"""What there can be a defect of."""


def nothing(_: Asked, __: Answered) -> None:
    """Leave an answer as it is."""


def everyone(_: Asked) -> None:
    """Let a request pass."""


HONEST: dict[str, Install] = {
    "wire": on_the_wire(lambda: nothing),
    "gate": at_the_gate(lambda: everyone),
    "service": in_the_service(lambda _: None),
}


@pytest.mark.parametrize("defect", QUICK, ids=lambda one: one.name)
def test_a_defect_is_noticed_by_the_part_that_has_to(defect: Defect) -> None:
    """Each sort of defect, at each seam, is seen by the part that it is meant for."""
    outcome = drill.attack(defect)
    assert outcome.finding is not None
    assert outcome.finding.part == defect.part


@pytest.mark.parametrize("part", ["probes", "rules", "walk", "conformance", "ledger"])
@pytest.mark.parametrize("seam", sorted(HONEST))
def test_a_seam_that_changes_nothing_is_not_noticed(seam: str, part: str) -> None:
    """What is noticed is the defect, and not the way in which it is put in."""
    honest = Defect(
        "honest", "nothing", "protocol", "wire", part, ("batches_get", "transactions_delete"), HONEST[seam]
    )
    assert drill.attack(honest).finding is None


@pytest.mark.parametrize(
    ("seed", "parts"),
    [(1, ("probes", "rules", "walk")), *((seed, ("rules", "walk")) for seed in (2, 3))],
)
def test_a_clean_provider_is_not_accused(seed: int, parts: tuple[str, ...]) -> None:
    """Three seeds give no finding, however long the account has been in use; what probes send is always the same."""
    findings, requests = drill.clean(parts, seed=seed)
    assert [f"{one.part} {one.fingerprint}: {one.message}" for one in findings] == []
    assert requests > 300 * len(parts)


def test_defects_are_of_every_sort() -> None:
    """There are defects of each kind, at each seam and for each part, and a third are hold-outs."""
    assert len(DEFECTS) >= 290
    assert {one.kind for one in DEFECTS} == {"schema", "protocol", "semantics"}
    assert {one.seam for one in DEFECTS} == {"wire", "gate", "service"}
    assert {one.part for one in DEFECTS} == PARTS.keys() - {"coverage", "live"}
    assert sum(one.holdout for one in DEFECTS) * 3 >= len(DEFECTS)


@pytest.mark.parametrize("resource", RESOURCES)
def test_each_resource_has_defects_of_its_own(resource: str) -> None:
    """Each has defects at two seams at least, and a third are hold-outs, but for those of the sandbox's own words."""
    own = [one for one in DEFECTS if one.resource == resource and not one.choice]
    assert len(own) >= 10
    assert len({one.seam for one in own}) >= 2
    assert sum(one.holdout for one in own) * 3 >= len(own)


def test_most_defects_are_of_what_was_added_last() -> None:
    """Not all defects are of transactions and batches: there are many more of all the other resources."""
    others = [one for one in DEFECTS if one.resource not in {"transactions", "batches"}]
    assert len(others) >= 150
    assert {one.resource for one in others} == set(RESOURCES) - {"transactions", "batches"}
    assert sum(one.holdout for one in others) * 3 >= len(others)


def test_defects_are_about_operations_that_there_are() -> None:
    """Names are not used twice, and every operation has a defect."""
    names = [one.name for one in DEFECTS]
    assert len(names) == len(set(names))
    assert {name for one in DEFECTS for name in one.operations} == set(documents.load().operations)


def test_the_table_has_every_defect() -> None:
    """The README was made again after the last change of the catalogue, and none was missed."""
    text = table.README.read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" ◦") for line in text.splitlines() if line.startswith("| ")]
    assert rows[rows.index("defect") + 1 :] == [one.name for one in DEFECTS]
    assert "\n".join(table.summary()) in text
    assert "MISSED" not in text


def test_a_missed_defect_fails_the_drill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A defect that nobody notices is named, and the exit code is 1."""
    unseen = wire("unseen", "nothing at all", "schema", "conformance", "batches_get", lambda: nothing)
    monkeypatch.setattr(command, "DEFECTS", (unseen,))
    monkeypatch.setattr(command, "PARTS", ("walk",))
    assert command.main([]) == 1
    assert "missed: unseen" in capsys.readouterr().out


def test_an_accusation_of_the_clean_provider_fails_the_drill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A false alarm is as bad as a missed defect."""
    outcome = drill.attack(DEFECTS[0])
    assert outcome.finding is not None
    accusation = replace(outcome.finding, message="so they say")
    monkeypatch.setattr(command, "_both", lambda *_: ([outcome], ([accusation], 1)))
    assert command.main([]) == 1
    assert "so they say" in capsys.readouterr().out


def test_a_defect_is_put_into_each_application_anew() -> None:
    """What a defect remembers of one sandbox plays no part in the next."""

    def counting() -> Install:
        made: list[ASGIApp] = []

        def install(app: Starlette) -> ASGIApp:
            made.append(app)
            assert len({id(one) for one in made}) == len(made)
            return app

        return install

    honest = Defect("twice", "nothing", "protocol", "service", "rules", ("batches_get",), counting())
    assert drill.attack(honest).finding is None
    assert drill.attack(honest).finding is None
