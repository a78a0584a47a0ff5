"""Which alternatives of two schemas are meant to be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contract_tests.compare.branch import Branch

__all__ = ["folded", "paired"]

LIKE = 0.5
"""Alternatives less alike than this are different ones: to compare their fields would tell nobody anything."""


def folded(found: Sequence[Branch], kind: str) -> Branch | None:
    """Give one alternative that allows what all of a scalar kind allow together.

    Args:
        found: Alternatives.
        kind: JSON type; "number" includes integers.

    Returns:
        The one, None where there is none of that kind.
    """
    same = [each for each in found if each.kind == kind or (kind == "number" and each.kind == "integer")]
    if not same:
        return None
    whole = same[0]
    for each in same[1:]:
        both = whole.enum is not None and each.enum is not None
        whole = replace(
            whole,
            enum=tuple(dict.fromkeys((*(whole.enum or ()), *(each.enum or ())))) if both else None,
            # A list of values beside a free text says nothing; nor does a bound that only one of them has.
            bounds={
                name: (min if name.startswith(("min", "exclusiveMin")) else max)(value, each.bounds[name])
                for name, value in whole.bounds.items()
                if name in each.bounds
            },
            patterns=whole.patterns & each.patterns,
            format=whole.format if whole.format == each.format else "",
            others={name: value for name, value in whole.others.items() if each.others.get(name) == value},
        )
    return whole


def paired(
    ours: Sequence[Branch], theirs: Sequence[Branch]
) -> tuple[list[tuple[Branch, Branch]], list[Branch], list[Branch]]:
    """Pair alternatives by what they are called, what marks them, and their fields.

    Args:
        ours: Of one kind.
        theirs: Of the same kind.

    Returns:
        The pairs, those of ours that are left over, and those of theirs.
    """
    if len(ours) == 1 and len(theirs) == 1:
        return [(ours[0], theirs[0])], [], []
    scores = sorted(
        ((-_likeness(one, other), i, j) for i, one in enumerate(ours) for j, other in enumerate(theirs)),
    )
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))
    pairs: list[tuple[Branch, Branch]] = []
    for score, i, j in scores:
        if -score >= LIKE and i in left and j in right:
            pairs.append((left.pop(i), right.pop(j)))
    return pairs, list(left.values()), list(right.values())


def _likeness(one: Branch, other: Branch) -> float:
    if one.kind != "object":
        return 1.0
    score = 2.0 if one.name and one.name == other.name else 0.0
    score += 1.0 if one.required == other.required else 0.0
    names = one.properties.keys() | other.properties.keys()
    common = one.properties.keys() & other.properties.keys()
    score += 2.0 * len(common) / len(names) if names else 0.5
    needed = one.required | other.required
    # Alternatives that share all fields are told apart by which they must have.
    return score + (2.0 * len(one.required & other.required) / len(needed) if needed else 0.0)
