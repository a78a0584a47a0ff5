"""Probes of what the document leaves open and the sandbox says of itself: there it is promised like anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from contract_tests.provider.probes.language import Language
from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.samples import Path, Samples, put
from contract_tests.provider.resources import is_form
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["choices"]

PLACE = "here it comes"
STRANGE: tuple[tuple[str, str], ...] = (
    ("a number that is out of range", "1e999"),
    ("half a letter", r'"\ud83d"'),
)
"""What can be written as JSON and is no value."""
TYPES = ("text/plain", "application/xml", "application/x-www-form-urlencoded")


def choices(samples: Samples, operation: Operation) -> Iterator[Probe]:
    """What the sandbox answers though no schema says so.

    Args:
        samples: Makes bodies.
        operation: Of the document.

    Yields:
        Probes for the sandbox alone.
    """
    yield Probe("auth", operation.id, "an empty key", ("403",), key="none", headers={"X-Api-Key": ""})
    if operation.body_schema is None or is_form(operation):
        return
    body = samples.minimal(operation)
    for kind in TYPES:
        yield Probe(
            "choice",
            operation.id,
            f"a body that says it is {kind}",
            ("422",),
            pointer="body",
            raw_body=json.dumps(body).encode(),
            headers={"Content-Type": kind},
        )
    for what, text in STRANGE:
        for path, whole in _places(samples, operation, body, number=text[0] != '"'):
            yield Probe(
                "choice",
                operation.id,
                what,
                ("422",),
                pointer="".join(f"/{step}" for step in ("body", *path)).removeprefix("/"),
                raw_body=json.dumps(whole).replace(json.dumps(PLACE), text).encode(),
            )


def _places(samples: Samples, operation: Operation, body: Any, *, number: bool) -> Iterator[tuple[Path, Any]]:
    """Where a value may stand: in a place of its kind, and where nobody knows it."""
    shape = samples.shape(operation)
    each = None if shape is None else samples.shapes.items(shape)
    language = None if shape is None else Language.of(samples.shapes, each or shape)
    if language is not None:
        statement = language.large(1)
        (name,) = statement
        yield (name,), {name: PLACE} if each is None else [{name: PLACE}]
        return
    for path in _numbers(body) if number else ():
        yield path, put(body, path, PLACE)
    if as_object(body) is not None:
        yield ("unheard_of",), {**body, "unheard_of": PLACE}


def _numbers(value: object, path: Path = ()) -> Iterator[Path]:
    members, items = as_object(value), as_list(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path
    for name, below in (members or {}).items():
        yield from _numbers(below, (*path, name))
    for index, below in enumerate(items or ()):
        yield from _numbers(below, (*path, index))
