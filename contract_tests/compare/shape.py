"""What a schema allows, as a flat list of alternatives of one JSON type each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contract_tests.compare.branch import Branch, Part, Schema, as_list, own
from contract_tests.compare.reading import Document, is_list, is_node

__all__ = ["branches", "flag"]

MOST_BRANCHES = 200
"""Alternatives of alternatives multiply; beyond this they are told as one that allows anything."""


def flag(document: Document, schema: Schema, keyword: str) -> bool:
    """Tell whether a schema is marked.

    Args:
        document: Where it is from.
        schema: The schema.
        keyword: Such as `readOnly`.

    Returns:
        Whether the mark is set on it or on what it refers to.
    """
    for part in schema:
        node = part.node
        if is_node(node) and (
            node.get(keyword) is True or _is_flagged(document.resolve(node, part.pointer)[0], keyword)
        ):
            return True
    return False


def _is_flagged(node: Any, keyword: str) -> bool:
    return is_node(node) and node.get(keyword) is True


def branches(document: Document, schema: Schema) -> list[Branch]:
    """Give all that a schema allows: references followed, `allOf` merged, alternatives side by side.

    Args:
        document: Where it is from.
        schema: The schema.

    Returns:
        The alternatives; none when nothing fits.

    Raises:
        UnreadableError: A reference leads nowhere.
    """
    key = tuple(part.pointer for part in schema)
    known: list[Branch] | None = document.memory.get(key)
    if known is not None:
        return known
    found = [Branch("any", schema[0].pointer if schema else "")]
    for part in schema:
        found = _both(found, _of(document, part, frozenset()))
    document.memory[key] = found
    return found


def _of(document: Document, part: Part, trail: frozenset[str]) -> list[Branch]:
    node, pointer = part.node, part.pointer
    if node is False:
        return []
    if not is_node(node) or pointer in trail:
        return [Branch("any", pointer)]
    trail = trail | {pointer}
    reference = node.get("$ref")
    if isinstance(reference, str):
        target, to = document.target(reference, pointer)
        name = reference.rpartition("/")[2]
        found = [replace(each, name=each.name or name) for each in _of(document, Part(target, to), trail)]
        beside = {key: value for key, value in node.items() if key != "$ref"}
        if document.is_3_0 or not beside:
            return found
        return _both(found, _of(document, Part(beside, pointer), trail - {pointer}))
    found = own(node, pointer, document.is_3_0)
    for index, each in enumerate(as_list(node.get("allOf"))):
        at = f"{pointer}/allOf/{index}"
        found = _both(found, _of(document, Part(each, at), trail))
    for keyword in ("anyOf", "oneOf"):
        if is_list(node.get(keyword)):
            choices = [
                branch
                for index, each in enumerate(node[keyword])
                for branch in _of(document, Part(each, f"{pointer}/{keyword}/{index}"), trail)
            ]
            found = _both(found, choices)
    if document.is_3_0 and node.get("nullable") is True and all(b.kind not in ("null", "any") for b in found):
        found.append(Branch("null", pointer))
    return found


def _both(ones: Sequence[Branch], others: Sequence[Branch]) -> list[Branch]:
    """What fits one of these and one of those."""
    found = [both for one in ones for other in others if (both := _merged(one, other)) is not None]
    unique = list({_identity(each): each for each in found}.values())
    return unique if len(unique) <= MOST_BRANCHES else [Branch("any", unique[0].pointer)]


def _identity(branch: Branch) -> str:
    fields = {name: [part.pointer for part in schema] for name, schema in branch.properties.items()}
    parts = (branch.kind, branch.pointer, branch.enum, sorted(branch.required), sorted(fields.items()))
    rest = (
        sorted(branch.bounds.items()),
        sorted(branch.patterns),
        branch.format,
        sorted(branch.others.items()),
    )
    return repr((parts, rest))


def _merged(one: Branch, other: Branch) -> Branch | None:
    if one.is_open or other.is_open:
        # What allows anything adds nothing.
        kept, gone = (other, one) if one.is_open else (one, other)
        return replace(kept, name=kept.name or gone.name)
    kinds = {one.kind, other.kind} - {"any"}
    kind = kinds.pop() if len(kinds) == 1 else "integer" if kinds == {"integer", "number"} else ""
    if not kinds and not kind:
        kind = "any"
    if not kind:
        return None
    enum = one.enum if other.enum is None else other.enum
    if one.enum is not None and other.enum is not None:
        enum = tuple(value for value in one.enum if value in other.enum)
        if not enum:
            return None
    bounds = dict(one.bounds)
    for key, value in other.bounds.items():
        tightest = max if key.startswith(("min", "exclusiveMin")) else min
        bounds[key] = tightest(value, bounds.get(key, value))
    fields = dict(one.properties)
    for name, schema in other.properties.items():
        fields[name] = tuple({part.pointer: part for part in (*fields.get(name, ()), *schema)}.values())
    if one.additional is False or other.additional is False:
        additional: bool | Schema = False
    else:
        sides = [side for side in (one.additional, other.additional) if not isinstance(side, bool)]
        additional = tuple(part for side in sides for part in side) or True
    return Branch(
        kind,
        one.pointer if one.kind != "any" else other.pointer,
        one.name or other.name,
        enum,
        bounds,
        one.patterns | other.patterns,
        one.format or other.format,
        (*one.items, *other.items),
        fields,
        one.required | other.required,
        additional,
        {**one.others, **other.others},
    )
