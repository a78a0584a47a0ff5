"""Wait for jobs: what they are going to make can only be deleted once they have made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from contract_tests.provider.resources import path_names
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.resources import Resource
    from ntropy_client.document import Operation

__all__ = ["PROCESSING", "WAIT_SECONDS", "settle"]

PROCESSING = "processing"
WAIT_SECONDS = 120.0


def settle(
    api: Api,
    resources: Mapping[str, Resource],
    made: Iterable[tuple[str, str]],
    *,
    patience: float = WAIT_SECONDS,
) -> None:
    """Wait until every job is at its end that makes items of another collection.

    Args:
        api: The caller.
        resources: The collections of the document.
        made: Collections and ids of what was made.
        patience: Seconds to wait at most for one.
    """
    known: dict[str, list[str]] = {}
    for collection, identity in made:
        known.setdefault(collection, []).append(identity)
    for tag, resource in resources.items():
        maker = resource.maker
        if maker is None or "eventual" not in maker.writes.values() or not known.keys() & maker.writes.keys():
            continue
        for identity in known.get(tag, ()):
            if resource.reader is not None:
                api.until(partial(_has_ended, api, resource.reader, identity), patience)
        if tag not in known and resource.lister is not None:
            # One may have been made whose id never came back.
            api.until(partial(_have_ended, api, resource.lister), patience)


def _has_ended(api: Api, reader: Operation, identity: str) -> bool:
    return not _is_processing(_answer(api, reader, dict.fromkeys(path_names(reader), identity)))


def _have_ended(api: Api, lister: Operation) -> bool:
    page = as_object(_answer(api, lister, {})) or {}
    return not any(map(_is_processing, as_list(page.get("data")) or ()))


def _is_processing(item: object) -> bool:
    return (as_object(item) or {}).get("status") == PROCESSING


def _answer(api: Api, operation: Operation, path: Mapping[str, str]) -> object:
    try:
        answer: object = api.call(operation.id, path=path).json()
    except ValueError:
        return None
    return answer
