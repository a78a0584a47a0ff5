"""The public names of the package, read without importing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import griffe

__all__ = ["Entry", "Role", "Surface", "read"]

PACKAGE = "ntropy_client"
GENERATED = "ntropy_api"
CLIENTS = ("Ntropy", "AsyncNtropy")

Role = Literal["", "sent", "received", "member"]
"""What a value is to its user: a field of what they make or of what they get, or a member of an enumeration."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A public name.

    Attributes:
        kind: "module", "class", "function" or "attribute".
        annotation: The type of an attribute, the return type of a function.
        value: What an attribute is set to, "" for nothing.
        role: What an attribute is to its user.
        function: The function, None for anything else.
        bases: Of a class.
    """

    kind: str
    annotation: str = ""
    value: str = ""
    role: Role = ""
    function: griffe.Function | None = None
    bases: tuple[str, ...] = ()


Surface = dict[str, Entry]


def read(root: Path) -> Surface:
    """Read the public names of a checkout.

    Args:
        root: Where `overrides` and `generated` are.

    Returns:
        Everything that a user may name: what modules export, members of classes, and what hangs on a client.
    """
    loader = griffe.GriffeLoader(
        search_paths=[str(root / "overrides"), str(root / "generated")], allow_inspection=False
    )
    loader.load(GENERATED, try_relative_path=False)
    package = loader.load(PACKAGE, try_relative_path=False)
    loader.resolve_aliases(implicit=True, external=False)
    found: Surface = {}
    for module in _modules(package):
        name = module.path
        found[name] = Entry("module")
        source = module
        if module.exports is None and "__all__" in module.imports:
            # What stands in for another module has the names of that.
            source = loader.modules_collection[module.imports["__all__"].rpartition(".")[0]]
        for exported in source.exports or ():
            target = _final(source.members.get(str(exported)))
            if target is None:
                found[f"{name}.{exported}"] = Entry("attribute")
            elif not isinstance(target, griffe.Module):
                _add(found, f"{name}.{exported}", target)
    for client in CLIENTS:
        target = _final(package.members.get(client))
        if isinstance(target, griffe.Class):
            _hang(found, f"{PACKAGE}.{client}", target, loader)
    options = _final(loader.modules_collection[GENERATED].members.get("request"))
    for name in ("CallOptions", "RequestOptions"):
        target = _final(options.members.get(name)) if isinstance(options, griffe.Module) else None
        if target is not None:
            _add(found, f"(options of calls) {name}", target)
    return found


def _modules(package: griffe.Object | griffe.Alias) -> Iterator[griffe.Module]:
    """The package and its public modules; what a module of those is made of is its own matter."""
    if not isinstance(package, griffe.Module):
        return
    yield package
    for name, member in package.members.items():
        told = isinstance(member, griffe.Module) and (
            member.exports is not None or "__all__" in member.imports
        )
        if isinstance(member, griffe.Module) and told and not name.startswith("_"):
            yield member


def _final(member: griffe.Object | griffe.Alias | None) -> griffe.Object | None:
    if isinstance(member, griffe.Alias):
        try:
            return member.final_target
        except (griffe.AliasResolutionError, griffe.CyclicAliasError):
            return None  # of another distribution
    return member


def _add(found: Surface, name: str, target: griffe.Object) -> None:
    if isinstance(target, griffe.Class):
        found[name] = Entry("class", bases=tuple(str(base) for base in target.bases))
        for member, value in _members(target):
            if isinstance(value, griffe.Class):
                continue
            found[f"{name}.{member}"] = _entry(value, _role(target, value))
    else:
        found[name] = _entry(target, "")


def _members(owner: griffe.Class) -> Iterator[tuple[str, griffe.Object]]:
    """Members with those that are inherited, as far as they are public or make the class callable."""
    for name, member in owner.all_members.items():
        public = not name.startswith("_") or name in (
            "__init__",
            "__call__",
            "__iter__",
            "__aiter__",
            "__await__",
        )
        target = _final(member)
        if public and target is not None:
            yield name, target


def _entry(target: griffe.Object, role: Role) -> Entry:
    if isinstance(target, griffe.Function):
        return Entry("function", str(target.returns or ""), function=target)
    if isinstance(target, griffe.Attribute):
        if "property" in target.labels:
            return Entry("attribute", str(target.annotation or ""), role="received")
        value = "" if target.value is None else str(target.value)
        return Entry("attribute", str(target.annotation or ""), value, role)
    return Entry(target.kind.value)


def _role(owner: griffe.Class, member: griffe.Object) -> Role:
    if not isinstance(member, griffe.Attribute):
        return ""
    if "known(" in str(member.value):
        return "member"
    names = {str(base) for base in owner.bases}
    if "TypedDict" in names or names & {"CallOptions"} or owner.name.endswith("Dict"):
        return "sent"
    keywords: Sequence[str] = tuple(owner.keywords)
    if "Model" in names:
        return "sent" if "forbid_unknown_fields" in keywords else "received"
    return ""


def _hang(found: Surface, name: str, client: griffe.Class, loader: griffe.GriffeLoader) -> None:
    """Add the methods of the resources that a client has, under the names that they are called by."""
    for member, target in _members(client):
        annotation = target.annotation if isinstance(target, griffe.Attribute) else None
        if not isinstance(annotation, griffe.Expr):
            continue
        try:
            resource = _final(loader.modules_collection[annotation.canonical_path])
        except KeyError:
            continue
        if isinstance(resource, griffe.Class):
            for method, value in _members(resource):
                if not method.startswith("_"):
                    found[f"{name}.{member}.{method}"] = _entry(value, "")
