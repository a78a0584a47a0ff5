"""What an earlier report said, to be compared with a new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from contract_tests.provider.run import CouldNotRunError

__all__ = ["Earlier", "Known", "read"]


@dataclass(frozen=True, slots=True)
class Known:
    """One difference that an earlier report told, or had been told by the one before it.

    Attributes:
        fingerprints: Of all findings in it.
        operations: Ids of the operations.
        parts: Which parts saw it, each as "part/oracle".
        profile: Under which it was seen.
    """

    fingerprints: frozenset[str]
    message: str
    operations: tuple[str, ...]
    parts: tuple[str, ...]
    pointer: str
    status: int | None
    impact: str
    profile: str

    @property
    def data(self) -> Mapping[str, Any]:
        """It as a report keeps it: what it takes to know it again, and to name it."""
        return {
            "fingerprints": sorted(self.fingerprints),
            "message": self.message,
            "operations": self.operations,
            "seen_by": self.parts,
            "pointer": self.pointer,
            "status": self.status,
            "impact": self.impact,
            "profile": self.profile,
        }

    @property
    def title(self) -> str:
        """Operation and status, as a report begins its line."""
        many = len(self.operations) > 3
        where = (
            f"{len(self.operations)} operations" if many else ", ".join(self.operations) or "(no operation)"
        )
        return where if self.status is None else f"{where} {self.status}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report.

    Attributes:
        path: Of the file.
        embedded: Whether it is of the sandbox within the process.
        finished: When it was written, as it has it, "" when it does not say.
        known: What differed, accepted or not, and what it could not look for itself.
        problem: Why it is of no use; nothing else counts then.
    """

    path: Path
    name: str = ""
    base_url: str = ""
    embedded: bool = False
    version: str = ""
    finished: str = ""
    known: tuple[Known, ...] = ()
    problem: str = ""


def read(path: Path, *, wanted: bool, mask: Callable[[str], str] = str) -> Earlier | None:
    """Read an earlier report.

    Args:
        path: Of its contract.json.
        wanted: Whether somebody has named it; otherwise it need not be there, nor be of any use.
        mask: Every text passes through it: the report may be of a time when another key was the secret.

    Returns:
        The report; None where there is none.

    Raises:
        CouldNotRunError: It was named, and cannot be read.
    """
    try:
        return _earlier(path, json.loads(path.read_bytes()), mask)
    except OSError as error:
        if wanted:
            raise CouldNotRunError(f"cannot read the earlier report {path}: {error.strerror}") from error
        return None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if wanted:
            raise CouldNotRunError(f"{path} is no contract.json of this check: name one, or none") from error
        return Earlier(path, problem=f"{path} is no contract.json of this check")


def _earlier(path: Path, raw: Any, mask: Callable[[str], str]) -> Earlier:
    if raw["format"] != 1:
        raise ValueError("another format")
    since = raw.get("since") or {}
    told: list[Any] = [*raw["drifts"], *raw.get("accepted", ()), *since.get("not_looked_for", ())]
    target = raw["target"]
    return Earlier(
        path,
        name=mask(_text(target["name"])),
        base_url=mask(_text(target["base_url"])),
        embedded=bool(target["embedded"]),
        version=mask(_text(raw["document"])),
        finished=mask(_text(raw.get("finished", ""))),
        known=tuple(_known(told, _text(raw["profile"]), mask)),
    )


def _known(told: list[Any], profile: str, mask: Callable[[str], str]) -> Iterator[Known]:
    for raw in told:
        status: Any = raw["status"]
        if not (status is None or isinstance(status, int)):
            raise ValueError("a status is a number")
        yield Known(
            fingerprints=frozenset(map(mask, _texts(raw.get("fingerprints") or [raw["fingerprint"]]))),
            message=mask(_text(raw["message"])),
            operations=tuple(map(mask, _texts(raw["operations"]))),
            parts=tuple(map(mask, _texts(raw["seen_by"]))),
            pointer=mask(_text(raw["pointer"])),
            status=status,
            impact=mask(_text(raw["impact"])),
            profile=mask(_text(raw.get("profile", profile))),
        )


def _texts(value: Any) -> list[str]:
    return [_text(one) for one in cast("list[Any]", value)]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
