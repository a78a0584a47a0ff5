"""Random short histories, beside a model of what they should leave."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ClassVar, ParamSpec

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from contract_tests.provider.repeatable import repeatable

if TYPE_CHECKING:
    from collections.abc import Callable

    from contract_tests.provider.rules.scene import Scene

__all__ = ["EXAMPLES", "STEPS", "Machine", "at_once", "play"]

P = ParamSpec("P")
EXAMPLES = 12
STEPS = 16


class Machine(RuleBasedStateMachine):
    """One history; what it makes is its own.

    Attributes:
        promise: What its findings are called.
        operations: Ids of the operations whose promise it is.
        scene: The account.
    """

    promise: ClassVar[str]
    operations: ClassVar[frozenset[str]]
    scene: ClassVar[Scene]

    def begun(self) -> None:
        """Called once for each history."""


def play(machine: type[Machine], scene: Scene, *, seeded: int, count: Callable[[], None]) -> None:
    """Play random histories.

    Args:
        machine: What may happen in them.
        scene: The account.
        seeded: What the histories follow from.
        count: Called once for each history.

    Raises:
        BrokenPromiseError: A claim did not hold.
    """
    bound = type(machine.__name__, (machine,), {"scene": scene, "begun": staticmethod(count)})
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
    with repeatable():
        try:
            run_state_machine_as_test(seed(seeded)(bound), settings=chosen)
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
