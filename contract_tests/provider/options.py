"""What one contract check was asked to do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from contract_tests.provider.accepted import Acceptance
from contract_tests.provider.earlier import Earlier
from contract_tests.provider.run import PARTS, CouldNotRunError

__all__ = ["FailOn", "Options", "Profile", "keys_from"]

Profile = Literal["full", "live", "smoke"]
FailOn = Literal["any", "breaking"]

KEY_VARIABLES: Mapping[str, str] = {"first": "NTROPY_API_KEY", "second": "NTROPY_API_KEY_2"}


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one check.

    Attributes:
        base_url: The server, None for the embedded sandbox.
        profile: None lets the target decide: "full" for a sandbox, "live" for anything else.
        seed: Of everything that is generated; of the sandbox's ids and clock too when embedded.
        out: Directory of the reports, None to write none.
        fail_on: Whether an additive difference alone fails the check.
        operations: Only these operations, None for all.
        parts: Only these parts of the check, None for all.
        credits: How many credits a server may be made to spend, None for what the profile does.
        webhook_url: Where the server may send events for the check to see, None for nowhere.
        timings: Whether to show the cases and seconds of every operation in every phase.
        clean: A journal whose check is to be finished, instead of a new one; None for a new one.
        account_wide: Whether operations may be called that change more than what this check made.
        accepted: Findings that somebody has accepted for a while.
        earlier: The report to compare with, None for none.
        keys: Label to key; empty for the embedded sandbox.
    """

    base_url: str | None = None
    profile: Profile | None = None
    seed: int = 0
    out: Path | None = None
    fail_on: FailOn = "any"
    operations: frozenset[str] | None = None
    parts: frozenset[str] | None = None
    credits: int | None = None
    webhook_url: str | None = None
    account_wide: bool = False
    timings: bool = False
    clean: Path | None = None
    accepted: tuple[Acceptance, ...] = ()
    earlier: Earlier | None = field(default=None, repr=False)
    keys: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def __post_init__(self) -> None:
        if self.profile is not None and self.profile not in get_args(Profile):
            raise CouldNotRunError(f"no such profile: {self.profile!r} (there are full, live, smoke)")
        unknown = sorted((self.parts or frozenset()) - PARTS.keys())
        if unknown:
            raise CouldNotRunError(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
        if self.credits is not None and self.credits < 0:
            raise CouldNotRunError(f"--credits is a number from 0, not {self.credits}")
        if self.webhook_url is not None and not _is_address(self.webhook_url):
            raise CouldNotRunError(f"not a URL to send events to: {self.webhook_url!r}")
        if self.base_url is None:
            if self.profile == "live":
                raise CouldNotRunError("the live profile is for a server: give its base URL")
            for given, what in (
                (self.credits is not None, "has credits without end: --credits is"),
                (self.webhook_url is not None, "sends no events to anybody: --webhook-url is"),
                (self.account_wide, "is nobody's account: --allow-account-wide is"),
                (self.clean is not None, "keeps nothing: --clean is"),
            ):
                if given:
                    raise CouldNotRunError(f"the embedded sandbox {what} for a server, give its base URL")
            return
        if not _is_address(self.base_url):
            raise CouldNotRunError(f"not a base URL: {self.base_url!r} (as in https://api.example.com)")
        parts = urlsplit(self.base_url)
        if parts.username or parts.password or parts.query or parts.fragment:
            raise CouldNotRunError(
                "a base URL has no user, password, query or fragment; keys come from NTROPY_API_KEY"
            )
        if not self.keys.get("first"):
            raise CouldNotRunError("set NTROPY_API_KEY to the key for this server (a sandbox accepts any)")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is none
        return False


def keys_from(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Read the keys from environment variables, the only place they may come from.

    Args:
        environment: Variables by name.

    Returns:
        Label ("first", "second") to key, without those that are not set.

    Raises:
        CouldNotRunError: A key cannot be sent in a header.
    """
    keys: dict[str, str] = {}
    for label, variable in KEY_VARIABLES.items():
        value = environment.get(variable, "").strip()
        if not value:
            continue
        if not value.isascii() or not value.isprintable():
            raise CouldNotRunError(f"{variable} holds characters that a header cannot carry")
        keys[label] = value
    return keys
