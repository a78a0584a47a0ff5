"""A promise, and a way in which a provider may break it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contract_tests.power.seam import Install, in_the_service, on_the_wire
from contract_tests.power.tools import Handler, around, edit
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["Broken", "answers", "does", "serves", "without_asking"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that is broken.

    Attributes:
        promise: The name of the scenario that has to notice.
        what: What the provider does.
        install: Puts it in.
    """

    promise: str
    what: str
    install: Install = field(repr=False)


def answers(promise: str, what: str, operation: str, change: Callable[[Any], object]) -> Broken:
    """The answers of an operation are changed on their way."""

    def changed(body: Any) -> None:
        change(body)

    return Broken(promise, what, on_the_wire(edit(operation, changed)))


def serves(promise: str, what: str, operation: str, change: Callable[[Handler, Call], Answer]) -> Broken:
    """An operation is carried out otherwise; it is named `resource.verb`."""
    resource, _, verb = operation.partition(".")
    return Broken(promise, what, in_the_service(around(resource, verb, change)))


def does(promise: str, what: str, change: Callable[[Sandbox], None]) -> Broken:
    """The sandbox is changed."""
    return Broken(promise, what, in_the_service(change))


def without_asking(
    status: int, otherwise: Callable[[Handler, Call], Any]
) -> Callable[[Handler, Call], Answer]:
    """Do something else where the sandbox would refuse."""

    def change(handle: Handler, call: Call) -> Answer:
        try:
            return handle(call)
        except RefusedError as error:
            if error.answer.status != status:
                raise
            made: object = otherwise(handle, call)
            return made if isinstance(made, Answer) else Answer.json(made)

    return change
