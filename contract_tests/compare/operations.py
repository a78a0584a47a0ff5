"""Two documents, compared operation by operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from contract_tests.compare.answers import compare_answers
from contract_tests.compare.branch import Part, Schema
from contract_tests.compare.contents import compare_contents
from contract_tests.compare.difference import Difference, Side
from contract_tests.compare.reading import Document, is_list, is_node, step
from contract_tests.compare.schemas import compare_schemas
from contract_tests.compare.security import compare_security, key_headers

__all__ = ["Operation", "compare", "operations"]

METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
# Never parameters, by the specification; each has a place of its own in a document.
_NOT_PARAMETERS = ("accept", "content-type", "authorization")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a document.

    Attributes:
        name: Its id, else method and path.
        raw: As it is written.
        pointer: Where it stands.
        path_item: What stands around it.
        item_pointer: Where that is.
        path: As it is written.
    """

    name: str
    raw: Mapping[str, Any]
    pointer: str
    path_item: Mapping[str, Any]
    item_pointer: str
    path: str


def compare(ours: Document, theirs: Document) -> tuple[list[Difference], list[str]]:
    """Compare all that two documents say.

    Args:
        ours: The document that the client is made of.
        theirs: The other one.

    Returns:
        The differences, in the order of ours, and what could not be compared.

    Raises:
        UnreadableError: A document has a reference that leads nowhere.
    """
    found: list[Difference] = []
    notes: list[str] = []
    mine, yours = operations(ours), operations(theirs)
    if mine and yours and not mine.keys() & yours.keys():
        notes.append("no operation is in both: are these documents of the same API?")
    for key in dict.fromkeys((*mine, *yours)):
        here, there = mine.get(key), yours.get(key)
        if here is not None and there is not None:
            _operation((ours, theirs), here, there, found)
        elif here is not None:
            message = f"{_called(key)} is not there"
            found.append(
                Difference("operation-removed", "request", here.name, "", "", message, here.pointer, "/paths")
            )
        elif there is not None:
            message = f"{_called(key)} is only there"
            found.append(
                Difference("operation-added", "request", there.name, "", "", message, "/paths", there.pointer)
            )
    _events((ours, theirs), found, notes)
    return found, notes


def _called(key: tuple[str, str]) -> str:
    return f"{key[0].upper()} {key[1]}"


def operations(document: Document) -> dict[tuple[str, str], Operation]:
    """Give the operations of a document.

    Args:
        document: The document.

    Returns:
        Operations by method and path; the names of a path's parameters do not count.
    """
    found: dict[tuple[str, str], Operation] = {}
    for path, node in document.raw.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        item, pointer = document.resolve(node, f"/paths{step(path)}")
        if not is_node(item):
            document.refuse(pointer, "a path is a mapping; this is not")
            continue
        whole = document.prefix + path
        for method in METHODS:
            raw = item.get(method)
            if raw is None:
                continue
            if not is_node(raw):
                document.refuse(f"{pointer}/{method}", "an operation is a mapping; this is not")
                continue
            name = str(raw.get("operationId") or f"{method.upper()} {whole}")
            operation = Operation(name, raw, f"{pointer}/{method}", item, pointer, whole)
            found[method, re.sub(r"\{[^}]*\}", "{}", whole)] = operation
    return found


def _operation(
    documents: tuple[Document, Document], here: Operation, there: Operation, found: list[Difference]
) -> None:
    def emit(side: Side, status: str, kind: str, place: str, message: str, ours: str, theirs: str) -> None:
        found.append(Difference(kind, side, here.name, status, place, message, ours, theirs))

    tell = partial(emit, "request", "")
    if there.raw.get("deprecated") is True and here.raw.get("deprecated") is not True:
        tell("deprecated", "", "is deprecated there", here.pointer, there.pointer)
    compare_security(documents, (here.raw, there.raw), (here.pointer, there.pointer), tell)
    keys = key_headers(documents[0]) | key_headers(documents[1])
    mine = dict(_parameters(documents[0], here, keys))
    yours = dict(_parameters(documents[1], there, keys))
    for key in dict.fromkeys((*mine, *yours)):
        place = f"{key[0]} {(mine.get(key) or yours[key])[0].get('name')}"
        quoted = f'parameter "{(mine.get(key) or yours[key])[0].get("name")}"'
        if key not in yours:
            tell("parameter-removed", place, f"{quoted} is not there", mine[key][1], there.pointer)
        elif key not in mine:
            needed = yours[key][0].get("required") is True
            kind = "parameter-added-required" if needed else "parameter-added"
            message = f"{'required ' if needed else ''}{quoted} only there"
            tell(kind, place, message, here.pointer, yours[key][1])
        else:
            _parameter(documents, mine[key], yours[key], place, tell)
    _bodies(documents, here, there, tell)
    compare_answers(documents, (here.raw, there.raw), (here.pointer, there.pointer), partial(emit, "answer"))


_Located = tuple[Mapping[str, Any], str]


def _parameters(
    document: Document, operation: Operation, keys: frozenset[str]
) -> Iterator[tuple[tuple[str, str], _Located]]:
    """Parameters by where they are sent and their name; in a path it is the position that counts."""
    positions = {name: index for index, name in enumerate(re.findall(r"\{([^}]*)\}", operation.path))}
    for raw, pointer in ((operation.path_item, operation.item_pointer), (operation.raw, operation.pointer)):
        listed = raw.get("parameters")
        for index, each in enumerate(listed if is_list(listed) else ()):
            node, at = document.resolve(each, f"{pointer}/parameters/{index}")
            if (
                not is_node(node)
                or not isinstance(node.get("in"), str)
                or not isinstance(node.get("name"), str)
            ):
                document.refuse(at, 'a parameter has "name" and "in"; this has not')
                continue
            where, name = node["in"], node["name"]
            if where == "header":
                name = name.lower()
                if name in _NOT_PARAMETERS or name in keys:
                    continue
            elif where == "path":
                name = str(positions.get(name, name))
            yield (where, name), (node, at)


def _parameter(
    documents: tuple[Document, Document], mine: _Located, yours: _Located, place: str, tell: Any
) -> None:
    (here, start), (there, end) = mine, yours
    quoted = f'parameter "{here["name"]}"'
    needed = tuple(node.get("required") is True or node["in"] == "path" for node in (here, there))
    if needed[0] != needed[1]:
        kind = "optional" if needed[0] else "required"
        tell(f"parameter-{kind}", place, f"{quoted} is {kind} there", start, end)
    if there.get("deprecated") is True and here.get("deprecated") is not True:
        tell("deprecated", place, f"{quoted} is deprecated there", start, end)
    ways = tuple(_way(node) for node in (here, there))
    schemas = _schema(here, start), _schema(there, end)
    if ways[0] != ways[1] and "array" in str(documents[0].resolve(here.get("schema"), start)[0]):
        tell("serialisation-changed", place, f"written as {ways[0]} here, as {ways[1]} there", start, end)
    compare_schemas(documents, schemas, "request", place, tell, in_body=False)


def _way(node: Mapping[str, Any]) -> str:
    style = str(node.get("style", _STYLES.get(node["in"], "")))
    explode = node.get("explode", style == "form")
    return f"{style}{' exploded' if explode else ''}"


def _schema(node: Mapping[str, Any], pointer: str) -> Schema:
    if "schema" in node:
        return (Part(node["schema"], f"{pointer}/schema"),)
    content = node.get("content")
    for media, each in content.items() if is_node(content) else ():
        if is_node(each) and "schema" in each:
            return (Part(each["schema"], f"{pointer}/content{step(media)}/schema"),)
    return ()


def _bodies(documents: tuple[Document, Document], here: Operation, there: Operation, tell: Any) -> None:
    mine, start = documents[0].resolve(here.raw.get("requestBody"), f"{here.pointer}/requestBody")
    yours, end = documents[1].resolve(there.raw.get("requestBody"), f"{there.pointer}/requestBody")
    if not is_node(mine) and not is_node(yours):
        return
    if not is_node(yours):
        tell("body-removed", "body", "there is no body there", start, there.pointer)
    elif not is_node(mine):
        is_needed = yours.get("required") is True
        kind = "body-added-required" if is_needed else "body-added"
        tell(kind, "body", f"a {'required ' if is_needed else ''}body only there", here.pointer, end)
    else:
        needed = tuple(node.get("required") is True for node in (mine, yours))
        if needed[0] != needed[1]:
            kind = "optional" if needed[0] else "required"
            tell(f"body-{kind}", "body", f"the body is {kind} there", start, end)
        compare_contents(documents, (mine, yours), (start, end), "request", tell)


def _events(documents: tuple[Document, Document], found: list[Difference], notes: list[str]) -> None:
    """What the API sends by itself: received, so it is compared as an answer is."""
    mine, yours = (document.raw.get("webhooks", {}) for document in documents)
    if mine and not yours:
        notes.append(f"{documents[1].name} says nothing of webhooks; {len(mine)} of ours are not compared")
        return
    for name in dict.fromkeys((*mine, *yours)):
        title = f"event {name}"
        at = f"/webhooks{step(name)}"

        def tell(kind: str, place: str, message: str, ours: str, theirs: str, *, title: str = title) -> None:
            found.append(Difference(kind, "answer", title, "", place, message, ours, theirs))

        if name not in yours:
            tell("event-removed", "", f"event {name} is not there", at, "/webhooks")
        elif name not in mine:
            tell("event-added", "", f"event {name} is only there", "/webhooks", at)
        else:
            bodies: list[Any] = []
            headers: list[dict[tuple[str, str], _Located]] = []
            for document, raw in zip(documents, (mine[name], yours[name]), strict=True):
                item, pointer = document.resolve(raw, at)
                method = next((m for m in METHODS if is_node(item) and is_node(item.get(m))), "post")
                one = item.get(method, {}) if is_node(item) else {}
                event = Operation(
                    title, one, f"{pointer}/{method}", item if is_node(item) else {}, pointer, ""
                )
                headers.append(dict(_parameters(document, event, frozenset())))
                raw_body = one.get("requestBody", {})
                bodies.append(document.resolve(raw_body, f"{pointer}/{method}/requestBody"))
            _event_headers((headers[0], headers[1]), at, tell)
            (one, start), (other, end) = bodies
            compare_contents(documents, (one, other), (start, end), "answer", tell)


def _event_headers(
    headers: tuple[Mapping[tuple[str, str], _Located], Mapping[tuple[str, str], _Located]], at: str, tell: Any
) -> None:
    """What an event carries beside its body, such as the token that proves where it comes from."""
    mine, yours = headers
    for key in dict.fromkeys((*mine, *yours)):
        place = f"{key[0]} {(mine.get(key) or yours[key])[0]['name']}"
        if key not in yours:
            tell("header-removed", place, f"{place} is not there", mine[key][1], at)
        elif key not in mine:
            tell("header-added", place, f"{place} only there", at, yours[key][1])
        else:
            needed = [side[key][0].get("required") is True for side in (mine, yours)]
            if needed[0] != needed[1]:
                kind = "optional" if needed[0] else "required"
                tell(f"header-{kind}", place, f"{place} is {kind} there", mine[key][1], yours[key][1])
