"""Delete everything that a careful check made, or may have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract_tests.provider.live.settling import settle
from contract_tests.provider.resources import path_names
from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.journal import Journal
    from contract_tests.provider.live.tour import Tour

__all__ = ["leave"]


def leave(tour: Tour, journal: Journal) -> None:
    """Delete what was made, what refers to others first; what cannot be deleted is told.

    Args:
        tour: Made it.
        journal: Is told what is gone.

    Raises:
        CouldNotRunError: The server stopped answering; everything was tried all the same.
    """
    broken: CouldNotRunError | None = None
    stays: list[str] = []
    try:
        made = [(tag, identity) for tag, ids in tour.guard.made.items() for identity in sorted(ids)]
        settle(tour.api, tour.resources, made)
    except CouldNotRunError as error:
        broken = error
    for resource in reversed(tour.order(None)):
        own = sorted(tour.guard.made.get(resource.tag, ()))
        remover = resource.deleter or resource.resetter
        if resource.positional:
            continue  # the whole is put back as it was
        if remover is None:
            stays += [f"{resource.tag} {identity}" for identity in own]
            continue
        for identity in own:
            try:
                if tour.remove(resource, remover, dict.fromkeys(path_names(remover), identity)):
                    journal.deleted(resource.tag, identity)
            except CouldNotRunError as error:
                broken = broken or error
    notes = tour.target.run.notes
    notes.append(f"{tour.target.world.sent} requests; all that can be deleted was")
    if stays:
        notes.append(f"what the API cannot delete stays: {', '.join(stays)}")
    lost = sorted(tour.guard.pending - {one.tag for one in tour.resources.values() if one.positional})
    if lost:
        notes.append(f"an answer was lost: one of {' and of '.join(lost)} may have been made, and stays")
    if broken is not None:
        raise broken
