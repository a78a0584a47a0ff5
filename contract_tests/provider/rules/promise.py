"""Scenarios by the promise that they hold the server to."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Protocol, TypeVar

from contract_tests.provider.rules.scene import Scene

if TYPE_CHECKING:
    from ntropy_client.document import Document

__all__ = ["Scenario", "Steps", "Subject", "left_behind", "promise", "promise_of_each", "scenarios"]


Steps = Generator[float] | None
"""What a scenario that waits a lot yields: seconds that are to pass; another one has done all when it returns."""
Play = Callable[[Scene], Steps]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A sequence of requests and the claims about their answers.

    Attributes:
        name: Of the promise, with dashes.
        operations: Ids of the operations whose promise it is.
        play: Carries it out. One that waits a lot is a generator and yields the seconds that are to pass.
        sandbox: Whether it needs the triggers of the sandbox.
        lingers: Whether it waits a lot, and others may be played meanwhile.
    """

    name: str
    operations: frozenset[str]
    play: Play
    sandbox: bool = False
    lingers: bool = False


class Subject(Protocol):
    """Something that the document has several of, each with the same promise."""

    @property
    def collection(self) -> str:
        """The tag that it belongs to; the promise is named after it."""
        ...

    @property
    def operations(self) -> frozenset[str]:
        """Ids of the operations whose promise it is."""
        ...


S = TypeVar("S", bound=Subject)
P = TypeVar("P", bound=Play)
Find = Callable[["Document"], Iterable[Scenario]]

_FINDERS: list[Find] = []


def promise(*operations: str, sandbox: bool = False) -> Callable[[P], P]:
    """Make a function a scenario, named after the function.

    Args:
        operations: Ids of the operations whose promise it is.
        sandbox: Whether it needs the triggers of the sandbox.

    Returns:
        The decorator.
    """

    def register(play: P) -> P:
        lingers = isgeneratorfunction(play)
        scenario = Scenario(_dashed(play.__name__), frozenset(operations), play, sandbox, lingers)
        _FINDERS.append(lambda _: [scenario])
        return play

    return register


def promise_of_each(
    subjects: Callable[[Document], Iterable[S]], *, sandbox: bool = False
) -> Callable[[Callable[[Scene, S], Steps]], Callable[[Scene, S], Steps]]:
    """Make a function a scenario for each of several subjects, named after the subject and the function.

    Args:
        subjects: Finds the subjects in a document.
        sandbox: As for `promise`.

    Returns:
        The decorator.
    """

    def register(play: Callable[[Scene, S], Steps]) -> Callable[[Scene, S], Steps]:
        lingers = isgeneratorfunction(play)

        def find(document: Document) -> Iterator[Scenario]:
            for subject in subjects(document):
                name = _dashed(f"{subject.collection} {play.__name__}")
                yield Scenario(name, subject.operations, partial(_play, play, subject), sandbox, lingers)

        _FINDERS.append(find)
        return play

    return register


def scenarios(document: Document) -> list[Scenario]:
    """Give every scenario that can be played with the operations of a document.

    Args:
        document: What is checked.

    Returns:
        The scenarios in the order in which they are played.
    """
    return [one for one in _found(document) if one.operations <= document.operations.keys()]


def left_behind(document: Document) -> dict[str, frozenset[str]]:
    """Give the scenarios that cannot be played, since an operation is gone or has another name.

    Args:
        document: What is checked.

    Returns:
        By the scenario's name, the operations that the document does not have.
    """
    gone = {one.name: one.operations - document.operations.keys() for one in _found(document)}
    return {name: operations for name, operations in gone.items() if operations}


def _found(document: Document) -> list[Scenario]:
    return [scenario for find in _FINDERS for scenario in find(document)]


def _play(play: Callable[[Scene, S], Steps], subject: S, scene: Scene) -> Steps:
    return play(scene, subject)


def _dashed(name: str) -> str:
    return name.replace("_", "-").replace(" ", "-")
