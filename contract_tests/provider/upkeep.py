"""Leave an account as it was: what a check made there is deleted at its end, what it changed is put back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from contract_tests.provider.api import Api
from contract_tests.provider.belongings import Belongings, Item
from contract_tests.provider.journal import Journal
from contract_tests.provider.live import JOURNAL
from contract_tests.provider.live.cleaning import read, sweep
from contract_tests.provider.live.saving import SAVED, Copy
from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.run import CouldNotRunError, Run

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["Upkeep"]

EARLIER = "earlier"
"""Where the journal of a check of another account is put aside."""
WITNESSES = 20
"""So many items of a killed check are looked for, to tell whether it was on this account."""
PATIENCE = 10.0
"""Seconds to wait at most for a job: those of a sandbox are done sooner."""
OWN = "ct"
"""What every id made up by a check begins with."""


class Upkeep:
    """Looks after one account while a check changes it: the full and the smoke profile, not the live one.

    Args:
        target: Whose account it is.
        out: Where a journal is kept for the case that this process is killed, None for nowhere.
    """

    def __init__(self, target: Target, out: Path | None) -> None:
        self._target = target
        self._out = out
        self._resources = Resources(target.document)
        # What looks and clears up is apart from what is judged.
        self._api = Api(
            target.document,
            Run(heed=target.run.heed),
            target.world,
            target.keys,
            part="upkeep",
            prefix=target.prefix,
            seed=target.seed,
        )
        self._journal: Journal | None = None
        self._copy = Copy(None)

    def begin(self) -> None:
        """Save what will be changed, and watch from now on what is made.

        What an earlier check left that was killed is deleted first, if it was on this account.

        Raises:
            CouldNotRunError: Something cannot be read or written down; then nothing was changed.
        """
        if self._out is not None:
            self._finish_earlier(self._out)
            self._journal = Journal(self._out / JOURNAL, lasting=False)
            self._copy = Copy(self._out / SAVED)
        for label in ("first", "second"):
            if self._api.keys.get(label) is not None:
                self._copy.keep_lists(self._api, self._resources, {}, label, needed=False)
        self._target.world.belongings = Belongings(
            self._target.document,
            self._target.prefix,
            self._look,
            made=self._made,
            gone=self._gone,
            keep=self._copy.keep,
        )

    def tidy(self, part: str) -> None:
        """Delete what was made so far: of no more use, it would only make every list longer.

        Args:
            part: The part that made it. The requests are of that part, and are judged like any other.
        """
        belongings = self._target.world.belongings
        if belongings is not None:
            for _ in sweep(self._target.api(part), self._resources, dict(belongings.made)):
                pass  # what was deleted is learnt from the answers

    def end(self) -> None:
        """Delete what was made and put back what was changed; what stays is told in the notes of the run."""
        belongings, self._target.world.belongings = self._target.world.belongings, None
        if belongings is None:
            return
        notes = self._target.run.notes
        try:
            stays = self._sweep(belongings.made)
            self._copy.restore(self._api, self._resources)
        except (CouldNotRunError, KeyboardInterrupt) as error:
            why = "it was interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
            notes.append(f"not all that this check made was deleted, {why}{self._how()}")
        else:
            if stays:
                notes.append(f"this could not be deleted: {', '.join(stays)}{self._how()}")
            elif self._journal is not None:
                self._journal.path.unlink(missing_ok=True)
        finally:
            if self._journal is not None:
                self._journal.close()

    def _sweep(self, made: dict[Item, str | None]) -> list[str]:
        stays: list[str] = []
        for item, answer in sweep(self._api, self._resources, dict(made), patience=PATIENCE):
            if answer is None:
                continue  # the API has no operation for that
            if answer.ok or answer.status == 404:
                self._gone(item)
            else:
                stays.append(f"{item.collection} {item.id} ({answer.status})")
        return stays if len(stays) <= 5 else [*stays[:5], f"and {len(stays) - 5} more"]

    def _how(self) -> str:
        return "" if self._journal is None else f"; --clean {self._journal.path} does that"

    def _made(self, item: Item, owner: str | None) -> None:
        if self._journal is not None:
            self._journal.note(item, owner)

    def _gone(self, item: Item) -> None:
        if self._journal is not None:
            self._journal.forget(item)

    def _look(self, operation: str, path: str, key: str) -> tuple[int, object]:
        exchange = self._api.raw("GET", path, key=key, operation=operation)
        try:
            return exchange.status, exchange.json()
        except ValueError:
            return exchange.status, None

    def _finish_earlier(self, out: Path) -> None:
        """Do what a check has not done that was killed; what is of another account is only put aside."""
        journal, copy = out / JOURNAL, out / SAVED
        if not (journal.exists() or copy.exists()):
            return
        left = read(journal) if journal.exists() else {}
        if not any(map(self._is_there, self._witnesses(left))):
            with suppress(OSError):
                (out / EARLIER).mkdir(exist_ok=True)
                for path in (journal, copy):
                    if path.exists():
                        path.replace(out / EARLIER / path.name)
            return
        swept = sweep(self._api, self._resources, left, patience=PATIENCE)
        count = sum(answer is not None and answer.ok for _, answer in swept)
        if copy.exists():
            Copy.read(copy).restore(self._api, self._resources)
        journal.unlink(missing_ok=True)
        self._target.run.notes.append(f"{count} items that an earlier check had left were deleted first")

    def _witnesses(self, left: dict[Item, str | None]) -> list[Item]:
        """Items whose ids nobody else has: those that a check made up."""
        own = [item for item in left if item.id.startswith(OWN) and item.key == "first"]
        return [*own[::-1][:WITNESSES], *own[:WITNESSES]]

    def _is_there(self, item: Item) -> bool:
        resource = self._resources.get(item.collection)
        if resource is None or resource.reader is None:
            return False
        path = dict.fromkeys(path_names(resource.reader), item.id)
        return self._api.call(resource.reader.id, path=path).ok
