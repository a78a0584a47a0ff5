"""How calls are authenticated, compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contract_tests.compare.reading import Document, is_list, is_node, step

__all__ = ["compare_security", "key_headers"]


def key_headers(document: Document) -> frozenset[str]:
    """Give the headers that carry a key.

    Args:
        document: The document.

    Returns:
        Their names in small letters.
    """
    found: set[str] = set()
    for _, scheme in _schemes(document).items():
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
            found.add(str(scheme.get("name")).lower())
    return frozenset(found)


def compare_security(
    documents: tuple[Document, Document],
    raws: tuple[Mapping[str, Any], Mapping[str, Any]],
    pointers: tuple[str, str],
    emit: Callable[[str, str, str, str, str], None],
) -> None:
    """Compare what proves who calls. Names of schemes do not count, and a key may be written as a header.

    Args:
        documents: Ours and theirs.
        raws: The operation in each.
        pointers: Where those stand.
        emit: Called for a difference.
    """
    keys = key_headers(documents[0]) | key_headers(documents[1])
    mine, yours = (_wanted(document, raw, keys) for document, raw in zip(documents, raws, strict=True))
    if mine == yours:
        return
    message = f"authentication by {_said(mine)} here, by {_said(yours)} there"
    # Each way of ours must still be enough.
    holds = all(any(way <= one for way in yours) for one in mine)
    emit("security-eased" if holds else "security-changed", "", message, *pointers)


_Ways = frozenset[frozenset[str]]


def _wanted(document: Document, raw: Mapping[str, Any], keys: frozenset[str]) -> _Ways:
    listed = raw.get("security", document.raw.get("security"))
    schemes = _schemes(document)
    ways = frozenset(
        frozenset(_called(schemes.get(name, {}), name) for name in way)
        for way in (listed if is_list(listed) else ())
        if is_node(way)
    ) or frozenset((frozenset[str](),))
    parameters = raw.get("parameters")
    for index, each in enumerate(parameters if is_list(parameters) else ()):
        node, _ = document.resolve(each, f"/parameters/{index}")
        name = str(node.get("name")).lower() if is_node(node) and node.get("in") == "header" else ""
        if name in keys and node.get("required") is True:
            ways = frozenset(way | {f"header {name}"} for way in ways)
    return ways


def _schemes(document: Document) -> Mapping[str, Mapping[str, Any]]:
    components = document.raw.get("components", {})
    named = components.get("securitySchemes", {})
    found: dict[str, Mapping[str, Any]] = {}
    for name, node in named.items() if is_node(named) else ():
        scheme, _ = document.resolve(node, f"/components/securitySchemes{step(name)}")
        if is_node(scheme):
            found[name] = scheme
    return found


def _called(scheme: Mapping[str, Any], name: str) -> str:
    if scheme.get("type") == "apiKey":
        return f"{scheme.get('in')} {str(scheme.get('name')).lower()}"
    if scheme.get("type") == "http":
        return f"http {str(scheme.get('scheme')).lower()}"
    return str(scheme.get("type", name))


def _said(ways: _Ways) -> str:
    return " or ".join(sorted(" and ".join(sorted(way)) or "nothing" for way in ways))
