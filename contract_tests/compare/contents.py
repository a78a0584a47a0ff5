"""Bodies, compared by their content types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.compare.branch import Part, Schema
from contract_tests.compare.difference import Side
from contract_tests.compare.reading import Document, is_node, step
from contract_tests.compare.schemas import Emit, compare_schemas

__all__ = ["compare_contents"]


def compare_contents(
    documents: tuple[Document, Document],
    nodes: tuple[Mapping[str, Any], Mapping[str, Any]],
    pointers: tuple[str, str],
    side: Side,
    emit: Emit,
) -> None:
    """Compare what two bodies may be.

    Args:
        documents: Ours and theirs.
        nodes: What has `content`, of each.
        pointers: Where those stand.
        side: Whether a client sends or receives them.
        emit: Called for each difference.

    Raises:
        UnreadableError: A reference leads nowhere.
    """
    mine, yours = (_contents(node) for node in nodes)
    start, end = pointers
    if mine and not yours:
        emit("body-removed", "body", "there is no body there", start, end)
        return
    if yours and not mine:
        emit("body-added", "body", f"a body ({', '.join(yours)}) only there", start, end)
        return
    met: set[str] = set()
    for name, (key, media) in mine.items():
        other = name if name in yours else next((each for each in yours if _covers(each, name)), None)
        if other is None:
            at = f"{start}/content{step(key)}"
            emit("media-type-removed", "body", f"content type {name} is not there", at, end)
            continue
        met.add(other)
        other_key, other_media = yours[other]
        schemas = (
            _schema(media, f"{start}/content{step(key)}"),
            _schema(other_media, f"{end}/content{step(other_key)}"),
        )
        compare_schemas(documents, schemas, side, "", emit)
    for name, (key, _) in yours.items():
        if name not in met and name not in mine:
            at = f"{end}/content{step(key)}"
            emit("media-type-added", "body", f"content type {name} only there", start, at)


def _contents(node: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    content = node.get("content") if is_node(node) else None
    named = content.items() if is_node(content) else ()
    return {key.split(";")[0].strip().lower(): (key, media) for key, media in named}


def _covers(wide: str, name: str) -> bool:
    return wide == "*/*" or (wide.endswith("/*") and name.startswith(wide[:-1]))


def _schema(media: Any, pointer: str) -> Schema:
    return (Part(media["schema"], f"{pointer}/schema"),) if is_node(media) and "schema" in media else ()
