"""Answers, compared status by status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from contract_tests.compare.branch import Part, Schema
from contract_tests.compare.contents import compare_contents
from contract_tests.compare.reading import Document, is_node, step
from contract_tests.compare.schemas import compare_schemas

__all__ = ["compare_answers"]

Tell = Callable[[str, str, str, str, str, str], None]
"""Takes status, kind, place, message and the two pointers."""


def compare_answers(
    documents: tuple[Document, Document],
    raws: tuple[Mapping[str, Any], Mapping[str, Any]],
    pointers: tuple[str, str],
    tell: Tell,
) -> None:
    """Compare the answers of an operation.

    Args:
        documents: Ours and theirs.
        raws: The operation in each.
        pointers: Where those stand.
        tell: Called for each difference.

    Raises:
        UnreadableError: A reference leads nowhere.
    """
    mine, yours = (_statuses(raw) for raw in raws)
    start, end = (f"{pointer}/responses" for pointer in pointers)
    for status in mine:
        # A status that only a range of the other document covers is compared with that range.
        other = _found(status, yours)
        if other is None:
            kind = "error-removed" if _is_error(status) else "success-removed"
            tell(status, kind, "", f"status {status} is not there", f"{start}/{status}", end)
        else:
            _answer(
                documents,
                (mine[status], yours[other]),
                (f"{start}/{status}", f"{end}/{other}"),
                partial(tell, status),
            )
    for status in yours:
        if _found(status, mine) is None:
            kind = "error-added" if _is_error(status) else "success-added"
            tell(status, kind, "", f"status {status} only there", start, f"{end}/{status}")
        elif status not in mine and (covering := _found(status, mine)) is not None:
            nodes = mine[covering], yours[status]
            _answer(documents, nodes, (f"{start}/{covering}", f"{end}/{status}"), partial(tell, status))


def _statuses(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    found = raw.get("responses")
    named = found.items() if is_node(found) else ()
    return {str(key).upper() if str(key) != "default" else "default": value for key, value in named}


def _found(status: str, among: Mapping[str, Any]) -> str | None:
    wide = f"{status[0]}XX" if status != "default" else "default"
    if status in among or wide in among:
        return status if status in among else wide
    # By habit, "default" stands for errors.
    return "default" if "default" in among and _is_error(status) else None


def _is_error(status: str) -> bool:
    return status == "default" or status[0] in "45"


def _answer(
    documents: tuple[Document, Document],
    raws: tuple[Any, Any],
    pointers: tuple[str, str],
    emit: Callable[[str, str, str, str, str], None],
) -> None:
    mine, start = documents[0].resolve(raws[0], pointers[0])
    yours, end = documents[1].resolve(raws[1], pointers[1])
    if not is_node(mine) or not is_node(yours):
        return
    ours, theirs = _headers(mine), _headers(yours)
    for name in dict.fromkeys((*ours, *theirs)):
        if name not in theirs:
            at = f"{start}/headers{step(ours[name][0])}"
            emit("header-removed", f"header {ours[name][0]}", f"header {ours[name][0]} is not there", at, end)
        elif name not in ours:
            at = f"{end}/headers{step(theirs[name][0])}"
            emit(
                "header-added", f"header {theirs[name][0]}", f"header {theirs[name][0]} only there", start, at
            )
        else:
            (key, one), (other_key, other) = ours[name], theirs[name]
            one, at = documents[0].resolve(one, f"{start}/headers{step(key)}")
            other, other_at = documents[1].resolve(other, f"{end}/headers{step(other_key)}")
            _header(documents, (one, other), (at, other_at), f"header {key}", emit)
    compare_contents(documents, (mine, yours), (start, end), "answer", emit)


def _headers(node: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    headers = node.get("headers")
    return {key.lower(): (key, value) for key, value in (headers.items() if is_node(headers) else ())}


def _header(
    documents: tuple[Document, Document],
    nodes: tuple[Any, Any],
    pointers: tuple[str, str],
    place: str,
    emit: Callable[[str, str, str, str, str], None],
) -> None:
    mine, yours = nodes
    if not is_node(mine) or not is_node(yours):
        return
    needed = tuple(node.get("required") is True for node in nodes)
    if needed[0] != needed[1]:
        kind = "optional" if needed[0] else "required"
        emit(f"header-{kind}", place, f"{place} is {kind} there", *pointers)
    schemas: list[Schema] = [
        (Part(node["schema"], f"{pointer}/schema"),) if "schema" in node else ()
        for node, pointer in zip(nodes, pointers, strict=True)
    ]
    compare_schemas(documents, (schemas[0], schemas[1]), "answer", place, emit, in_body=False)
