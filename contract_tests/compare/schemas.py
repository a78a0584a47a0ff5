"""Two schemas, compared field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from contract_tests.compare.branch import Branch, Schema, shown
from contract_tests.compare.difference import Side
from contract_tests.compare.pairing import folded, paired
from contract_tests.compare.reading import Document, is_node, step
from contract_tests.compare.shape import branches, flag

__all__ = ["Emit", "compare_schemas"]

Emit = Callable[[str, str, str, str, str], None]
"""Takes kind, place, message and the two pointers."""

_MOST_VALUES = 6


@dataclass(slots=True)
class _Comparison:
    ours: Document
    theirs: Document
    side: Side
    emit: Emit
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]]


def compare_schemas(
    documents: tuple[Document, Document],
    schemas: tuple[Schema, Schema],
    side: Side,
    place: str,
    emit: Emit,
    *,
    in_body: bool = True,
) -> None:
    """Compare what two schemas allow. Order, descriptions and the names of components do not count.

    Args:
        documents: Ours and theirs.
        schemas: One of each.
        side: Whether a client sends or receives what they describe.
        place: What they describe, put before the place of each difference.
        emit: Called for each difference.
        in_body: False for parameters and headers, which cannot be null.

    Raises:
        UnreadableError: A reference leads nowhere.
    """
    comparison = _Comparison(*documents, side, emit, set())
    _compare(comparison, *schemas, place, optional=not in_body, null="skip" if not in_body else "tell")


def _compare(
    at: _Comparison,
    ours: Schema,
    theirs: Schema,
    place: str,
    *,
    optional: bool = False,
    null: Literal["tell", "skip"] = "tell",
) -> None:
    key = (tuple(part.pointer for part in ours), tuple(part.pointer for part in theirs))
    if key in at.seen:
        return
    at.seen.add(key)
    one, other = branches(at.ours, ours), branches(at.theirs, theirs)
    start, end = _pointer(ours), _pointer(theirs)

    def tell(kind: str, message: str) -> None:
        at.emit(kind, place, message, start, end)

    kinds, others = _kinds(one), _kinds(other)
    if "any" not in kinds | others and null == "tell" and ("null" in kinds) != ("null" in others):
        if "null" in kinds:
            tell("null-removed", "null is not allowed there")
        else:
            tell("null-added-optional" if optional else "null-added", "may be null there")
    _types(kinds - {"null"}, others - {"null"}, tell)
    for kind in ("boolean", "number", "string"):
        mine, yours = folded(one, kind), folded(other, kind)
        if mine is not None and yours is not None:
            _scalars(mine, yours, tell)
    for kind in ("array", "object", "any"):
        pairs, gone, new = paired(_of(one, kind), _of(other, kind))
        if gone and kind in others:
            message = f"no {_values([_named(branch) for branch in gone])} there"
            at.emit("alternative-removed", place, message, gone[0].pointer, end)
        if new and kind in kinds:
            message = f"may be {_values([_named(branch) for branch in new], ' or ')} there"
            at.emit("alternative-added", place, message, start, new[0].pointer)
        for mine, yours in pairs:
            between = partial(_between, at.emit, place, (mine.pointer, yours.pointer))
            _bounds(mine, yours, between)
            if kind == "array":
                # Items stand where the place says "*".
                _compare(at, mine.items, yours.items, f"{place}/*")
            elif kind == "object":
                _fields(at, mine, yours, place)
    if at.side == "request":
        _defaults(at, ours, theirs, tell)


def _between(emit: Emit, place: str, pointers: tuple[str, str], kind: str, message: str) -> None:
    emit(kind, place, message, *pointers)


def _pointer(schema: Schema) -> str:
    return schema[0].pointer if schema else ""


def _kinds(found: Sequence[Branch]) -> set[str]:
    kinds = {branch.kind for branch in found}
    return kinds - {"integer"} if "number" in kinds else kinds


def _of(found: Sequence[Branch], kind: str) -> list[Branch]:
    return [branch for branch in found if branch.kind == kind]


def _named(branch: Branch) -> str:
    return branch.name or f"{branch.kind} of {', '.join(sorted(branch.properties)) or 'no fields'}"


def _types(ours: set[str], theirs: set[str], tell: Callable[[str, str], None]) -> None:
    gone = {kind for kind in ours if not _covered(kind, theirs)}
    new = {kind for kind in theirs if not _covered(kind, ours)}
    message = f"type {_listed(ours)} here, {_listed(theirs)} there"
    if gone and new and "any" not in gone | new:
        tell("type-changed", message)
    elif gone and ("any" in gone or not new):
        tell("type-narrowed", message)
    elif new:
        tell("type-widened", message)


def _covered(kind: str, by: set[str]) -> bool:
    return kind in by or "any" in by or (kind == "integer" and "number" in by)


def _listed(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds)) or "nothing"


def _scalars(mine: Branch, yours: Branch, tell: Callable[[str, str], None]) -> None:
    if mine.enum is not None and yours.enum is not None:
        text = mine.kind == "string"
        for values, kind, where in (
            ([v for v in mine.enum if v not in yours.enum], "removed", "not there"),
            ([v for v in yours.enum if v not in mine.enum], "added", "only there"),
        ):
            if values:
                noun = "value" if len(values) == 1 else "values"
                tell(f"{'enum-value' if text else 'constant'}-{kind}", f"{noun} {_values(values)} {where}")
    elif mine.enum is not None:
        tell("enum-opened", f"any value there, here only {_values(mine.enum)}")
    elif yours.enum is not None:
        tell("enum-closed", f"only {_values(yours.enum)} there, here any value")
    if mine.enum is not None or yours.enum is not None:
        return  # a list of values says more than a form or a bound beside it
    if mine.format != yours.format:
        kind = "added" if not mine.format else "removed" if not yours.format else "changed"
        tell(f"format-{kind}", f"format {mine.format or 'free'} here, {yours.format or 'free'} there")
    if mine.patterns != yours.patterns:
        kinds = (mine.patterns < yours.patterns, mine.patterns > yours.patterns)
        kind = {(True, False): "tightened", (False, True): "loosened"}.get(kinds, "changed")
        both = (" and ".join(sorted(each)) or "none" for each in (mine.patterns, yours.patterns))
        tell(f"bound-{kind}", "pattern {} here, {} there".format(*both))
    _bounds(mine, yours, tell)


def _values(values: Sequence[str], between: str = ", ") -> str:
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return between.join(values[:_MOST_VALUES]) + more


def _bounds(mine: Branch, yours: Branch, tell: Callable[[str, str], None]) -> None:
    for name in dict.fromkeys((*mine.bounds, *yours.bounds)):
        here, there = mine.bounds.get(name), yours.bounds.get(name)
        if here == there:
            continue
        kind = _moved(name, here, there)
        said = (
            "none" if each is None else f"{each:g}" if isinstance(each, float) else each
            for each in (here, there)
        )
        tell(f"bound-{kind}", "{} {} here, {} there".format(name, *said))
    for name in dict.fromkeys((*mine.others, *yours.others)):
        if mine.others.get(name) != yours.others.get(name):
            tell("keyword-changed", f"the condition in {name} differs")


def _moved(name: str, here: float | None, there: float | None) -> str:
    if here is None or there is None:
        return "tightened" if here is None else "loosened"
    if name == "multipleOf":
        return "tightened" if there % here == 0 else "loosened" if here % there == 0 else "changed"
    is_lower = name.startswith(("min", "exclusiveMin"))
    return "tightened" if (there > here) == is_lower else "loosened"


def _fields(at: _Comparison, mine: Branch, yours: Branch, place: str) -> None:
    hidden = "readOnly" if at.side == "request" else "writeOnly"
    ours, theirs = _visible(at.ours, mine, hidden), _visible(at.theirs, yours, hidden)
    for name in dict.fromkeys((*ours, *theirs)):
        where, quoted = f"{place}{step(name)}", f'field "{name}"'
        if name not in theirs:
            at.emit("field-removed", where, f"{quoted} is not there", _pointer(ours[name]), yours.pointer)
        elif name not in ours:
            needed = name in yours.required
            kind = "field-added-required" if needed else "field-added"
            message = f"{'required ' if needed else ''}{quoted} only there"
            at.emit(kind, where, message, mine.pointer, _pointer(theirs[name]) or yours.pointer)
        else:
            here, there = _pointer(ours[name]) or mine.pointer, _pointer(theirs[name]) or yours.pointer
            if (name in mine.required) != (name in yours.required):
                kind = "optional" if name in mine.required else "required"
                at.emit(f"field-{kind}", where, f"{quoted} is {kind} there", here, there)
            if flag(at.theirs, theirs[name], "deprecated") and not flag(at.ours, ours[name], "deprecated"):
                at.emit("deprecated", where, f"{quoted} is deprecated there", here, there)
            _compare(at, ours[name], theirs[name], where, optional=name not in mine.required)
    _rest(at, mine, yours, place)


def _visible(document: Document, branch: Branch, hidden: str) -> Mapping[str, Schema]:
    fields = {
        name: schema for name, schema in branch.properties.items() if not flag(document, schema, hidden)
    }
    return {**fields, **{name: () for name in sorted(branch.required) if name not in branch.properties}}


def _rest(at: _Comparison, mine: Branch, yours: Branch, place: str) -> None:
    """Fields that have no name of their own."""
    here, there = mine.additional, yours.additional

    def tell(kind: str, message: str) -> None:
        at.emit(kind, f"{place}/*", message, mine.pointer, yours.pointer)

    if not isinstance(here, bool) and not isinstance(there, bool):
        _compare(at, here, there, f"{place}/*")
    elif not isinstance(here, bool):
        if there:
            tell("fields-widened", "fields without a name of their own may be anything there")
        else:
            tell("map-removed", "there are no entries there")
    elif not isinstance(there, bool):
        if here:
            tell("fields-narrowed", "fields without a name of their own have a type there")
        else:
            tell("fields-opened", "fields without a name of their own are allowed there")
    elif here and not there:
        tell("fields-closed", "fields without a name of their own are refused there")
    elif there and not here:
        tell("fields-opened", "fields without a name of their own are allowed there")


def _defaults(at: _Comparison, ours: Schema, theirs: Schema, tell: Callable[[str, str], None]) -> None:
    here, there = _default(at.ours, ours), _default(at.theirs, theirs)
    if here == there:
        return
    kind = "added" if here is None else "removed" if there is None else "changed"
    tell(f"default-{kind}", f"default {here or 'not told'} here, {there or 'not told'} there")


def _default(document: Document, schema: Schema) -> str | None:
    found: list[Any] = []
    for part in schema:
        for node in (part.node, document.resolve(part.node, part.pointer)[0]):
            # A default of null is what leaving a field out means anyway.
            if is_node(node) and node.get("default") is not None:
                found.append(node["default"])
    return shown(found[0]) if found else None
