"""Save what holds for a whole account before it is changed, and put it back afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_tests.provider.run import CouldNotRunError
from contract_tests.provider.tidying import listed

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.resources import Resource

__all__ = ["SAVED", "restore", "saved"]

SAVED = "saved.json"


@contextmanager
def saved(
    api: Api, resources: Mapping[str, Resource], out: Path, forbidden: Mapping[str, str]
) -> Generator[None]:
    """Save every collection that can be replaced as a whole, if it may be.

    Args:
        api: The caller.
        resources: The collections of the document.
        out: Directory of the saved copy.
        forbidden: Operations that are not to be called.

    Yields:
        Nothing; at the end of the block everything is put back.

    Raises:
        CouldNotRunError: It cannot be read, or not be written down, or an earlier copy is still there: then
            nothing is changed. Or it could not be put back, and the text says where the copy is.
    """
    if (out / SAVED).exists():
        raise CouldNotRunError(
            f"{out / SAVED} is what an earlier check had to put back: let --clean do that first"
        )
    whole: dict[str, list[Any]] = {}
    for tag, resource in resources.items():
        if resource.replacer is None or resource.lister is None or resource.replacer.id in forbidden:
            continue
        items = listed(api, resource.lister)
        if items is None:
            raise CouldNotRunError(f"{tag} cannot be saved: {resource.lister.id} does not give them")
        whole[tag] = items
    if whole:
        _write(out / SAVED, whole)
    try:
        yield
    finally:
        restore(api, resources, whole, out / SAVED)


def restore(api: Api, resources: Mapping[str, Resource], whole: Mapping[str, list[Any]], path: Path) -> None:
    """Put collections back as they were, and make sure that they are.

    Args:
        api: The caller.
        resources: The collections of the document.
        whole: Items by collection.
        path: Where the copy is; it is removed in the end.

    Raises:
        CouldNotRunError: One could not be put back.
    """
    for tag, items in whole.items():
        resource = resources[tag]
        if resource.replacer is None or resource.lister is None:
            continue
        answer = api.call(resource.replacer.id, body=items)
        if not answer.ok or listed(api, resource.lister) != items:
            raise CouldNotRunError(
                f"{tag} could not be put back as they were ({resource.replacer.id} answered {answer.status}): "
                f"the copy is in {path}"
            )
    if whole:
        path.unlink(missing_ok=True)


def _write(path: Path, whole: Mapping[str, list[Any]]) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            json.dump(whole, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CouldNotRunError(f"cannot save what is to be put back in {path}: {error.strerror}") from error
