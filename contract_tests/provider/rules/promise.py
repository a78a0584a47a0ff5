"""Scenarios by the promise that they hold the server to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from contract_tests.provider.rules.scene import Scene

if TYPE_CHECKING:
    from ntropy_client.document import Document

__all__ = ["Scenario", "Subject", "left_behind", "promise", "promise_of_each", "scenarios"]


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
Find = Callable[["Document"], Iterable[Scenario]]

_FINDERS: list[Find] = []


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
        scenario = Scenario(_dashed(play.__name__), frozenset(operations), play, sandbox)
        _FINDERS.append(lambda _: [scenario])
        return play

    return register


def promise_of_each(
    subjects: Callable[[Document], Iterable[S]], *, sandbox: bool = False
) -> Callable[[Callable[[Scene, S], None]], Callable[[Scene, S], None]]:
    """Make a function a scenario for each of several subjects, named after the subject and the function.

    Args:
        subjects: Finds the subjects in a document.
        sandbox: As for `promise`.

    Returns:
        The decorator.
    """

    def register(play: Callable[[Scene, S], None]) -> Callable[[Scene, S], None]:
        def find(document: Document) -> Iterator[Scenario]:
            for subject in subjects(document):
                name = _dashed(f"{subject.collection} {play.__name__}")
                yield Scenario(name, subject.operations, partial(_play, play, subject), sandbox)

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


def _play(play: Callable[[Scene, S], None], subject: S, scene: Scene) -> None:
    play(scene, subject)


def _dashed(name: str) -> str:
    return name.replace("_", "-").replace(" ", "-")
