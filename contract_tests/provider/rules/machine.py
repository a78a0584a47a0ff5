"""Random short histories of transactions and batches, beside a model of what they should leave."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contract_tests.provider.repeatable import repeatable
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.rules.transactions import as_submitted, gone

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EXAMPLES", "STEPS", "play"]

P = ParamSpec("P")
EXAMPLES = 10
STEPS = 10
DESCRIPTIONS = st.sampled_from(["SQ *BLUE BOTTLE", "Zoë’s Café 東京", "", " PAYROLL ", "x" * 1024, "0"])
AMOUNTS = st.sampled_from([0, 0.01, 0.30000000000000004, 12.5, 1e12])


@repeatable()
def play(scene: Scene, *, seeded: int, count: Callable[[], None]) -> None:
    """Play random histories.

    Args:
        scene: The account.
        seeded: What the histories follow from.
        count: Called once for each history.

    Raises:
        BrokenPromiseError: A claim did not hold.
    """

    class Histories(RuleBasedStateMachine):
        """One history; its ids are its own."""

        @at_once
        def __init__(self) -> None:
            super().__init__()
            count()
            self.slots = [scene.api.new_id() for _ in range(3)]
            self.kept: dict[str, Item] = {}
            self.batches: dict[str, list[Item]] = {}
            self.touched: set[str] = set()

        def item(self, slot: int, description: str, amount: float) -> Item:
            """A transaction for one of the ids."""
            return scene.item(id=self.slots[slot], description=description, amount=amount)

        @property
        def busy(self) -> set[str]:
            """Ids that a batch may write at any moment."""
            return {item["id"] for items in self.batches.values() for item in items}

        @rule(slot=st.integers(0, 2), description=DESCRIPTIONS, amount=AMOUNTS)
        @at_once
        def enrich(self, slot: int, description: str, amount: float) -> None:
            """Enrich a transaction, or replace it."""
            item = self.item(slot, description, amount)
            if item["id"] in self.busy:
                return
            scene.enrich(item)
            self.kept[item["id"]] = item
            self.touched.add(item["id"])

        @rule(slot=st.integers(0, 2))
        @at_once
        def delete(self, slot: int) -> None:
            """Delete a transaction, whether it is there or not."""
            identity = self.slots[slot]
            if identity in self.busy:
                return
            exchange = scene.get("transactions_delete", identity)
            wanted = 204 if identity in self.kept else 404
            scene.claim(
                exchange.status == wanted,
                "a transaction is not deleted as it should be",
                exchange,
                expected=wanted,
                actual=exchange.status,
            )
            self.kept.pop(identity, None)
            self.touched.add(identity)

        @rule(slot=st.integers(0, 2), amount=st.sampled_from([-1, None, "many"]))
        @at_once
        def refuse(self, slot: int, amount: object) -> None:
            """Try to replace a transaction by one that has to be refused."""
            item: Item = {**self.item(slot, "REFUSED", 1), "amount": amount}
            exchange = scene.api.call("transactions_create", body=item)
            scene.claim(
                400 <= exchange.status < 500,
                "a wrong transaction is not refused",
                exchange,
                expected="4xx",
                actual=exchange.status,
            )
            if item["id"] not in self.busy:
                self.touched.add(item["id"])

        @rule(first=st.integers(0, 2), amount=AMOUNTS)
        @at_once
        def submit(self, first: int, amount: float) -> None:
            """Submit a batch of two of the ids."""
            items = [self.item((first + step) % 3, f"BATCH {step}", amount) for step in range(2)]
            if self.busy & {item["id"] for item in items}:
                return
            batch = scene.submit(items)
            self.batches[batch["id"]] = items

        @precondition(lambda self: self.batches)
        @rule()
        @at_once
        def finish(self) -> None:
            """Wait for the oldest batch and compare its results with what was submitted."""
            identity, items = next(iter(self.batches.items()))
            done = scene.finish(identity)
            exchange = scene.get("batches_results", identity)
            scene.claim(
                done["status"] == "completed",
                "a plain batch does not complete",
                exchange,
                actual=done["status"],
            )
            ids = [one["id"] for one in scene.accepted(exchange)["results"]]
            scene.claim(
                ids == [item["id"] for item in items],
                "the results are not one for each item in the order of submission",
                exchange,
                expected=[item["id"] for item in items],
                actual=ids,
                pointer="/results",
            )
            del self.batches[identity]
            for item in items:
                self.kept[item["id"]] = item
                self.touched.add(item["id"])

        @rule(seconds=st.sampled_from([0.01, 0.05, 0.2]))
        @at_once
        def wait(self, seconds: float) -> None:
            """Let time pass."""
            scene.api.wait(seconds)

        @invariant()
        @at_once
        def what_was_touched_is_as_it_should_be(self) -> None:
            """Everything that the last step was about is there as submitted, or gone."""
            for identity in sorted(self.touched - self.busy):
                if identity in self.kept:
                    as_submitted(scene, self.kept[identity])
                else:
                    gone(scene, identity)
            self.touched.clear()

    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes and shows nothing new here
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
        print_blob=False,
        report_multiple_bugs=False,
    )
    try:
        run_state_machine_as_test(seed(seeded)(Histories), settings=chosen)
    except _EndedError as ended:
        raise ended.reason from None


class _EndedError(BaseException):
    """A history ended before its time. What is no Exception is not played again: that would be another account."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


def at_once(step: Callable[P, None]) -> Callable[P, None]:
    """Let what a step raises come out of the history as it is, at once.

    Args:
        step: Of a history.

    Returns:
        The step to be played.
    """

    @wraps(step)
    def played(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            step(*args, **kwargs)
        except Exception as reason:
            raise _EndedError(reason) from reason

    return played
