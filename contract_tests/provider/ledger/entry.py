"""What is known of one item: the states in which it may be, given every exchange so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from contract_tests.provider.run import Exchange

__all__ = ["Entry", "Known", "Mismatch", "Pending", "Version"]


@dataclass(frozen=True, slots=True)
class Known:
    """The value of one field, and where it is known from."""

    value: object
    shown: object
    """The value as it was written."""
    kind: str
    origin: Literal["sent", "shown"]
    exchange: Exchange = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field that is not what it was known to be."""

    name: str
    before: Known
    after: Known


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an item: fields that are known, all others may be anything."""

    fields: Mapping[str, Known]
    written: int
    """Number of the exchange that made it."""
    job: str | None = None
    """The item whose processing wrote it, when it was written some time after the answer."""

    def mismatches(self, view: Mapping[str, Known]) -> list[Mismatch]:
        """The fields of ``view`` that this version contradicts; fields of another kind say nothing."""
        return [
            Mismatch(name, self.fields[name], seen)
            for name, seen in view.items()
            if name in self.fields
            and self.fields[name].kind == seen.kind
            and self.fields[name].value != seen.value
        ]

    def learn(self, view: Mapping[str, Known]) -> Version:
        """This version with what ``view`` adds to it."""
        added = {name: seen for name, seen in view.items() if name not in self.fields}
        return replace(self, fields={**self.fields, **added}) if added else self


@dataclass(frozen=True, slots=True)
class Pending:
    """A state that the item will have some time after an answer."""

    job: str
    version: Version


@dataclass(slots=True)
class Entry:
    """All states in which an item may be now."""

    possible: list[Version] = field(default_factory=list[Version])
    gone: bool = False
    """Whether it may be that there is no such item."""
    anything: bool = True
    """Whether it may be in a state that nothing is known of."""
    pending: list[Pending] = field(default_factory=list[Pending])
    rivals: dict[str, set[str] | None] = field(default_factory=dict[str, set[str] | None])
    """For each pending job: the jobs beside it, any of which may have the last word; None for anything."""
    removed_by: Exchange | None = None
    written: int = 0
    """Number of the last exchange that wrote the item at once."""
    last: dict[str, Known] = field(default_factory=dict[str, Known])
    """The newest values of the fields that change by themselves."""
    left: dict[str, set[object]] = field(default_factory=dict[str, set[object]])
    """For each such field with a closed set of values: those it has gone on from."""
    ended: bool = False
    """Whether there were results, so that the item has come to its end."""
    final: dict[str, Known] = field(default_factory=dict[str, Known])
    """The fields that change by themselves, as they were first seen after the end."""

    @property
    def alive(self) -> bool:
        """Whether it is certain that the item exists."""
        return not self.anything and not self.gone

    @property
    def certain(self) -> Version | None:
        """The state of the item, when only one is possible and none is to come."""
        if self.anything or self.gone or self.pending or len(self.possible) != 1:
            return None
        return self.possible[0]

    def open(self) -> None:
        """Something may have been written: any state is possible, until the item is seen again."""
        self._forget()
        self.rivals = {one.job: None for one in self.pending}

    def _forget(self) -> None:
        self.possible, self.gone, self.anything = [], True, True
        self.last, self.left, self.final, self.ended, self.removed_by = {}, {}, {}, False, None

    def settle(self, versions: Iterable[Version]) -> None:
        """The item exists, in one of these states."""
        self.possible, self.gone, self.anything, self.removed_by = list(versions), False, False, None

    def write(self, version: Version) -> None:
        """The item was created or replaced."""
        self._forget()
        self.settle([version])
        self.written = version.written

    def remove(self, exchange: Exchange) -> None:
        """The item is gone, unless a pending write makes it again."""
        self.miss(exchange)
        self.written = exchange.number

    def miss(self, exchange: Exchange) -> None:
        """The item was answered 404: it is not there, unless a pending write makes it."""
        self._forget()
        self.anything, self.removed_by = False, exchange

    def await_write(self, pending: Pending) -> None:
        """The item will be written some time from now."""
        # Jobs need not end in the order in which they were given, nor be asked for their results so.
        others = {one.job for one in self.pending} - {pending.job}
        for other in others:
            beside = self.rivals.setdefault(other, set())
            if beside is not None:
                beside.add(pending.job)
        beside = self.rivals.setdefault(pending.job, set())
        if beside is not None:
            beside.update(others)
        self.pending.append(pending)

    def job_done(self, job: str, *, written: bool) -> None:
        """A job came to its end: what it had to write is written, or (not ``written``) may be."""
        done = [one for one in self.pending if one.job == job]
        if not done:
            return
        self.pending = [one for one in self.pending if one.job != job]
        versions = [one.version for one in done]
        rivals = self.rivals.pop(job, set())
        if written and rivals is not None and self.written < min(one.written for one in versions):
            # Whatever was there before the job was given is no more.
            beside = {job, *rivals}
            self.settle([one for one in self.possible if one.job in beside] + versions)
        else:
            self.possible.extend(versions)
            self.gone = self.gone or not written or self.removed_by is not None
            self.removed_by = None

    def see(self, view: Mapping[str, Known]) -> Mismatch | Literal["gone"] | None:
        """The item is seen: narrow what is possible, or tell what contradicts it.

        Args:
            view: The fields that were seen.

        Returns:
            None when some possible state agrees; otherwise the nearest contradiction, after
            which what was seen is believed.
        """
        agreeing = [one for one in self.possible if not one.mismatches(view)]
        fulfilled = [one for one in self.pending if not one.version.mismatches(view)]
        if agreeing:
            # A pending write with the same content may be done or not: it stays pending.
            self.settle([one.learn(view) for one in agreeing])
            return None
        if fulfilled and not self.anything:
            if len(fulfilled) == 1:
                self.pending.remove(fulfilled[0])
            self.settle([one.version.learn(view) for one in fulfilled])
            return None
        newest = max((known.exchange.number for known in view.values()), default=0)
        contradiction: Mismatch | Literal["gone"] | None = None
        if not self.anything:
            rivals = self.possible + [one.version for one in self.pending]
            contradiction = min((one.mismatches(view) for one in rivals), key=len)[0] if rivals else "gone"
        self.settle([Version(view, newest)])
        return contradiction
