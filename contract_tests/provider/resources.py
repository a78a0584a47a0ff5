"""Who makes, reads, lists and deletes the items of each collection, as the document says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Resource", "Resources", "is_form", "path_names", "singular"]

FORM = "multipart/form-data"
ITEM = re.compile(r"/\{[^/}]+\}$")


@dataclass(frozen=True)
class Resource:
    """One collection.

    Attributes:
        tag: Its name.
        maker: Makes one item, and needs none itself.
        reader: Reads one item.
        lister: Lists the items.
        changer: Changes one item.
        deleter: Deletes one item.
        replacer: Puts other items in the place of all.
        resetter: Takes one item back to what it was by default.
    """

    tag: str
    maker: Operation | None
    reader: Operation | None
    lister: Operation | None
    changer: Operation | None
    deleter: Operation | None
    replacer: Operation | None
    resetter: Operation | None

    @property
    def by_path(self) -> bool:
        """Whether the caller chooses the id of an item that is made, and names it in the path."""
        return self.maker is not None and bool(path_names(self.maker))

    @cached_property
    def by_body(self) -> bool:
        """Whether the caller chooses the id of an item that is made, and names it in the body."""
        if self.maker is None or self.maker.body_schema is None:
            return False
        schema = self.maker.document.resolve(self.maker.body_schema)
        return "id" in schema.get("properties", {})

    @property
    def positional(self) -> bool:
        """Whether ids are positions: to delete an item again would delete the next one."""
        return self.deleter is not None and not self.deleter.idempotent

    @property
    def reference(self) -> str:
        """What a member is called that names an item of this collection."""
        return f"{singular(self.tag)}_id"


class Resources(Mapping[str, Resource]):
    """The collections of a document by their names.

    Args:
        document: What is described.
    """

    def __init__(self, document: Document) -> None:
        tags = dict.fromkeys(operation.tag for operation in document.operations.values())
        self._found = {tag: _resource(document, tag) for tag in tags}
        self.references: Mapping[str, str] = {
            one.reference: tag for tag, one in self._found.items() if one.maker is not None
        }
        """Name of a member that names an item of a collection, and the collection."""

    def __getitem__(self, tag: str) -> Resource:
        return self._found[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _resource(document: Document, tag: str) -> Resource:
    own = [one for one in document.operations.values() if one.tag == tag]

    def writer(*effects: str) -> Operation | None:
        return next((one for one in own if one.writes.get(tag) in effects), None)

    def on_item(effect: str) -> Operation | None:
        return next((one for one in own if one.writes.get(tag) == effect and ITEM.search(one.path)), None)

    reader = next((one for one in own if one.method == "GET" and ITEM.search(one.path)), None)
    # What makes an item from nothing, or else one that puts an item where its path says.
    maker = next(
        (one for one in own if one.writes.get(tag) in {"create", "upsert"} and not path_names(one)), None
    )
    return Resource(
        tag=tag,
        maker=maker or writer("upsert"),
        reader=reader,
        lister=next((one for one in own if one.method == "GET" and not path_names(one)), None),
        changer=on_item("update"),
        deleter=on_item("delete"),
        replacer=writer("replace"),
        resetter=writer("reset"),
    )


def path_names(operation: Operation) -> list[str]:
    """The names of the path parameters of an operation."""
    return [one.name for one in operation.parameters if one.location == "path"]


def is_form(operation: Operation) -> bool:
    """Whether the body of an operation is a form with files."""
    return operation.body_content_type == FORM


def singular(noun: str) -> str:
    """The name of one of the things that a plural in snake case names."""
    for plural, ending in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x"), ("s", "")):
        if noun.endswith(plural):
            return noun.removesuffix(plural) + ending
    return noun
