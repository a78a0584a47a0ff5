"""All items of one account, by collection and id."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.provider.ledger.entry import Entry, Pending

__all__ = ["Book"]


class Book:
    """What is known of one account."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry]] = {}
        self._jobs: dict[str, list[Entry]] = {}

    def entry(self, collection: str, identity: str) -> Entry:
        """The entry of an item; a new one knows nothing."""
        return self._entries.setdefault(collection, {}).setdefault(identity, Entry())

    def knows(self, collection: str, identity: str) -> bool:
        """Whether anything was ever seen or heard of the item."""
        return identity in self._entries.get(collection, {})

    def alive(self, collection: str) -> Iterator[tuple[str, Entry]]:
        """The items of a collection that certainly exist, in one certain state."""
        for identity, entry in self._entries.get(collection, {}).items():
            if entry.certain is not None:
                yield identity, entry

    def open(self, collection: str | None) -> None:
        """Forget what is known of a collection, or of all when there is none."""
        for name, entries in self._entries.items():
            if collection in (None, name):
                for entry in entries.values():
                    entry.open()

    def open_related(self, collection: str, member: str, identity: str) -> None:
        """Forget what is known of the items that name another item, or may do so.

        Args:
            collection: Of the items to forget.
            member: What names the other item.
            identity: Its id.
        """
        for entry in self._entries.get(collection, {}).values():
            version = entry.certain
            known = None if version is None else version.fields.get(member)
            if known is None or known.value == identity:
                entry.open()

    def await_write(self, entry: Entry, pending: Pending) -> None:
        """An item will be written when a job runs."""
        entry.await_write(pending)
        self._jobs.setdefault(pending.job, []).append(entry)

    def job_done(self, job: str, failed: frozenset[int]) -> None:
        """A job came to its end.

        Args:
            job: The id of the job.
            failed: The entries (by identity) of which it is not certain that they were written.
        """
        for entry in self._jobs.pop(job, []):
            entry.job_done(job, written=id(entry) not in failed)
