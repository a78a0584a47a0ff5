"""Scenarios by the promise that they hold the server to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contract_tests.provider.rules.scene import Scene

__all__ = ["SCENARIOS", "Scenario", "promise"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A sequence of requests and the claims about their answers.

    Attributes:
        name: Of the promise, with dashes.
        operations: Ids of the operations whose promise it is.
        play: Carries it out.
        sandbox: Whether it needs the triggers of the sandbox.
    """

    name: str
    operations: frozenset[str]
    play: Callable[[Scene], None]
    sandbox: bool = False


SCENARIOS: list[Scenario] = []
"""In the order in which they are played."""


def promise(
    *operations: str, sandbox: bool = False
) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Make a function a scenario, named after the function.

    Args:
        operations: Ids of the operations whose promise it is.
        sandbox: Whether it needs the triggers of the sandbox.

    Returns:
        The decorator.
    """

    def register(play: Callable[[Scene], None]) -> Callable[[Scene], None]:
        name = play.__name__.replace("_", "-")
        SCENARIOS.append(Scenario(name, frozenset(operations), play, sandbox))
        return play

    return register
