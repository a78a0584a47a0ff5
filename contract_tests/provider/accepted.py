"""Findings that somebody has accepted for a while, from one small TOML file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, cast

from contract_tests.provider.run import CouldNotRunError

__all__ = ["Acceptance", "draft", "find", "quoted", "read"]

EXAMPLE = (
    'an entry is [[accepted]] with fingerprint = "…" (or a list of them) and, when wished, message = "…", as the '
    'report has them, reason = "…" and expires = 2030-12-31'
)
KEYS = frozenset(("fingerprint", "message", "reason", "expires"))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One entry of the file.

    Attributes:
        fingerprints: Of the findings, as a report has them.
        message: Accepts only findings that say this, None for whatever they say.
        reason: Why, for whoever reads it.
        expires: The last day, in UTC, on which they are accepted.
        expired: Whether that day has passed.
        source: File and line of the entry.
    """

    fingerprints: tuple[str, ...]
    message: str | None
    reason: str
    expires: date
    expired: bool
    source: str

    def covers(self, fingerprint: str, message: str) -> bool:
        """Tell whether a finding is meant, be it too late or not.

        Args:
            fingerprint: Of the finding.
            message: Of the finding.

        Returns:
            True only for the same operation, status, oracle and place.
        """
        return _whole(fingerprint) in self.fingerprints and self.message in (None, _whole(message))


def find(acceptances: Iterable[Acceptance], fingerprint: str, message: str) -> Acceptance | None:
    """Find the entry for a finding.

    Args:
        acceptances: To choose from.
        fingerprint: Of the finding.
        message: Of the finding.

    Returns:
        One that still holds before one that has expired; None when nobody has accepted it.
    """
    covering = [one for one in acceptances if one.covers(fingerprint, message)]
    return min(covering, key=lambda one: one.expired, default=None)


def quoted(text: str) -> str:
    """Write a text as TOML has it, to be copied into the file.

    Args:
        text: Any text.

    Returns:
        It in quotes, on one line.
    """
    # TOML escapes as JSON does, but for one control character; half a surrogate pair is no text for it.
    return json.dumps(_whole(text), ensure_ascii=False).replace("\x7f", "\\u007F")


def draft(fingerprints: Sequence[str], message: str, expires: date) -> str:
    """Write an entry that wants only a reason.

    Args:
        fingerprints: Of all that it is to accept.
        message: What all of them say.
        expires: The last day.

    Returns:
        TOML. It is refused for as long as the reason is empty.
    """
    names = [quoted(one) for one in fingerprints]
    told = names[0] if len(names) == 1 else "[\n{}]".format("".join(f"  {name},\n" for name in names))
    return (
        f"[[accepted]]\nfingerprint = {told}\nmessage = {quoted(message)}\n"
        f'reason = ""  # say why\nexpires = {expires}  # the last day\n'
    )


def read(path: Path, *, today: date | None = None) -> tuple[Acceptance, ...]:
    """Read the file.

    Args:
        path: Of the file.
        today: The day on which an entry may have expired, the present one in UTC when left out.

    Returns:
        Its entries.

    Raises:
        CouldNotRunError: It cannot be read, or is not as it should be; the text names line and remedy.
    """
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise CouldNotRunError(f"cannot read what is accepted from {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CouldNotRunError(f"{path} is not UTF-8: save it as that") from error
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CouldNotRunError(f"{path} is no TOML: {error}; {EXAMPLE}") from error
    return tuple(_entries(path, text, content, today or datetime.now(UTC).date()))


def _entries(path: Path, text: str, content: Mapping[str, Any], today: date) -> Iterator[Acceptance]:
    lines = text.splitlines()
    for name in content.keys() - {"accepted"}:
        _refuse(path, _line(lines, name), f"{quoted(name)} means nothing here")
    entries: object = content.get("accepted", [])
    if not isinstance(entries, list):
        _refuse(path, _line(lines, "accepted"), "accepted is not a list of entries")
    starts = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*[\"']?accepted[\"']?\s*\]\]", line)]
    exact = len(starts) == len(entries)
    taken: dict[tuple[str, str | None], str] = {}
    for number, raw in enumerate(entries):
        start, end = (starts[number], (*starts, len(lines))[number + 1]) if exact else (0, 0)
        entry = _Entry(path, lines, raw, start, end, number + 1)
        found = entry.read(today)
        for fingerprint in found.fingerprints:
            before = taken.setdefault((fingerprint, found.message), found.source)
            if before != found.source or found.fingerprints.count(fingerprint) > 1:
                entry.refuse("fingerprint", f"{quoted(fingerprint)} is accepted twice, first by {before}")
        yield found


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    lines: list[str]
    raw: Any
    start: int
    end: int
    number: int

    @property
    def source(self) -> str:
        place = f"line {self.start + 1}" if self.end else f"entry {self.number}"
        return f"{self.path}, {place}"

    def read(self, today: date) -> Acceptance:
        if not isinstance(self.raw, dict):
            self.refuse("", "the entry is no table")
        raw = cast("dict[str, Any]", self.raw)
        for name in raw.keys() - KEYS:
            self.refuse(name, f"{quoted(name)} means nothing in an entry")
        for name in ("fingerprint", "reason", "expires"):
            if name not in raw:
                self.refuse("", f"the entry has no {name}")
        given: object = raw["fingerprint"]
        fingerprints = given if isinstance(given, list) else [given]
        if not fingerprints or not all(
            isinstance(one, str) and len(one.split()) >= 4 for one in fingerprints
        ):
            self.refuse(
                "fingerprint", "a fingerprint is operation, status, oracle and place, as a report has it"
            )
        for name in ("reason", "message"):
            if name in raw and not (isinstance(raw[name], str) and raw[name].strip()):
                self.refuse(name, f"{name} is a text that says something")
        expires: Any = raw["expires"]
        if type(expires) is not date:
            self.refuse("expires", "expires is a day without quotes, as in expires = 2030-12-31")
        return Acceptance(
            tuple(cast("list[str]", fingerprints)),
            raw.get("message"),
            " ".join(raw["reason"].split()),
            expires,
            expires < today,
            self.source,
        )

    def refuse(self, name: str, what: str) -> NoReturn:
        if not self.end:
            raise CouldNotRunError(f"{self.source}: {what}; {EXAMPLE}")
        line = _line(self.lines[self.start : self.end], name) if name else 1
        _refuse(self.path, self.start + line, what)


def _line(lines: list[str], name: str) -> int:
    """The line, from 1, that gives a name a value; the first when none does."""
    pattern = re.compile(rf"\s*\[{{0,2}}\s*[\"']?{re.escape(name)}[\"']?\s*[]=.]")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _refuse(path: Path, line: int, what: str) -> NoReturn:
    raise CouldNotRunError(f"{path}, line {line}: {what}; {EXAMPLE}")


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
