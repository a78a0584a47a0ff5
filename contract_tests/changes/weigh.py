"""Two sets of public names, weighed: what breaks code that uses the first with the second."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import griffe

from contract_tests.changes.surface import Entry, Surface

__all__ = ["Change", "Weight", "weigh"]

Weight = Literal["breaking", "additive"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed for users.

    Attributes:
        name: The public name.
        weight: Whether code that was right before may fail now, or only can do more.
        message: What changed.
    """

    name: str
    weight: Weight
    message: str


def weigh(old: Surface, new: Surface) -> list[Change]:
    """Compare public names.

    Args:
        old: Before.
        new: After.

    Returns:
        The changes, each once, in the order of the names. What goes or comes with its class is not told apart.
    """
    found: list[Change] = []
    for name, entry in old.items():
        if name not in new:
            if name.rpartition(".")[0] not in old.keys() - new.keys():
                found.append(Change(name, "breaking", f"{entry.kind} is gone"))
        else:
            found += [Change(name, weight, message) for weight, message in _entry(entry, new[name])]
    for name, entry in new.items():
        if name not in old and name.rpartition(".")[0] not in new.keys() - old.keys():
            found.append(_added(name, entry))
    return sorted(_once(found), key=lambda change: change.name)


def _once(found: list[Change]) -> Iterator[Change]:
    """One change shows under several names: a class by its module, and what hangs on a client by both clients."""
    seen: set[tuple[str, str]] = set()
    for change in found:
        key = (".".join(change.name.split(".")[-2:]), change.message)
        if key not in seen:
            seen.add(key)
            yield change


def _added(name: str, entry: Entry) -> Change:
    if entry.role == "sent" and not entry.value and not _may_be_left_out(entry.annotation):
        return Change(name, "breaking", "required field is new: who makes one without it fails")
    return Change(name, "additive", f"{entry.kind} is new")


def _may_be_left_out(annotation: str) -> bool:
    return annotation.startswith(("NotRequired[", "ClassVar["))


def _entry(old: Entry, new: Entry) -> Iterator[tuple[Weight, str]]:
    if old.kind != new.kind:
        yield "breaking", f"{old.kind} is {_article(new.kind)} now"
        return
    if old.kind == "class":
        for base in old.bases:
            if base not in new.bases:
                yield "breaking", f"is no {base} any more"
    elif old.function is not None and new.function is not None:
        yield from _function(old.function, new.function)
    elif old.kind == "attribute":
        yield from _attribute(old, new)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _attribute(old: Entry, new: Entry) -> Iterator[tuple[Weight, str]]:
    if old.role == "member" and old.value != new.value:
        yield "breaking", f"stands for {new.value} now, for {old.value} before"
    if old.role == "sent":
        before, after = (
            bool(old.value) or _may_be_left_out(old.annotation),
            bool(new.value) or _may_be_left_out(new.annotation),
        )
        if before != after:
            yield ("additive", "may be left out now") if after else ("breaking", "is required now")
    elif old.role == "received" and bool(old.value) and not new.value:
        yield "additive", "always has a value now"
    if old.annotation != new.annotation and old.annotation and new.annotation:
        yield _type(old.annotation, new.annotation, sent=old.role == "sent")


def _function(old: griffe.Function, new: griffe.Function) -> Iterator[tuple[Weight, str]]:
    before = {parameter.name: parameter for parameter in old.parameters}
    after = {parameter.name: parameter for parameter in new.parameters}
    for name in before.keys() - after.keys():
        if not name.startswith("_"):
            yield "breaking", f"parameter {name} is gone"
    shared = [
        [name for name in each if name in before and name in after and _is_placed(each[name])]
        for each in (before, after)
    ]
    if shared[0] != shared[1]:
        yield (
            "breaking",
            f"parameters that have a place: {', '.join(shared[0])} before, {', '.join(shared[1])} now",
        )
    for name, parameter in after.items():
        if name in before:
            for weight, message in _parameter(before[name], parameter):
                yield weight, f"parameter {name}: {message}"
        elif parameter.required:
            yield "breaking", f"parameter {name} is new and required"
        elif not name.startswith("_"):
            yield "additive", f"parameter {name} is new"
    if str(old.returns) != str(new.returns) and old.returns and new.returns:
        weight, message = _type(str(old.returns), str(new.returns), sent=False)
        yield weight, f"returns another type: {message}"


_PLACED = (griffe.ParameterKind.positional_only, griffe.ParameterKind.positional_or_keyword)


def _is_placed(parameter: griffe.Parameter) -> bool:
    return parameter.kind in _PLACED


def _parameter(old: griffe.Parameter, new: griffe.Parameter) -> Iterator[tuple[Weight, str]]:
    if old.kind is not new.kind:
        weight: Weight = "additive" if new.kind is griffe.ParameterKind.positional_or_keyword else "breaking"
        yield weight, f"is {new.kind.value if new.kind else 'of no kind'} now"
    if old.required != new.required:
        yield ("breaking", "is required now") if new.required else ("additive", "may be left out now")
    elif str(old.default) != str(new.default):
        yield "breaking", f"is {new.default} by default now, {old.default} before"
    if old.annotation and new.annotation and str(old.annotation) != str(new.annotation):
        yield _type(str(old.annotation), str(new.annotation), sent=True)


def _type(old: str, new: str, *, sent: bool) -> tuple[Weight, str]:
    """What is given may be of more types, what is got of fewer; anything else can fail a type checker."""
    before, after = _union(old), _union(new)
    harmless = before <= after if sent else before >= after
    return ("additive" if harmless else "breaking"), f"{_cut(old)} before, {_cut(new)} now"


def _union(annotation: str) -> frozenset[str]:
    try:
        node = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return frozenset((annotation,))
    return frozenset(_members(node))


def _members(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) in (
        "Literal",
        "NotRequired",
        "Required",
    ):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if ast.unparse(node.value) == "Literal":
            yield from (f"Literal[{ast.unparse(each)}]" for each in inner)
        else:
            yield from _members(node.slice)
    else:
        yield ast.unparse(node)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
