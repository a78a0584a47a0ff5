"""A client's settings, from arguments and the environment."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from ntropy_api.request import Timeouts
from ntropy_api.secret import Secret, Unfit, hidden

from ._errors import ConfigurationError
from ._redact import cut, guard

if TYPE_CHECKING:
    from .pacing import PacerProtocol

__all__ = [
    "REGIONS",
    "ApiKey",
    "Config",
    "as_timeouts",
    "checked_key",
    "checked_retries",
    "checked_seconds",
]

ApiKey = str | Callable[[], str]
"""A key, or what fetches one for each call."""

REGIONS: Mapping[str, str] = {"us": "https://api.ntropy.com", "eu": "https://api.eu.ntropy.com"}


_LONGEST = 1e9
"""Seconds; about thirty years."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a client was set up with.

    Args:
        api_key: The key, or what fetches it.
        base_url: The server's address, with no slash at its end.
        timeouts: The longest silences within one attempt.
        retries: How often a failed attempt is repeated at most.
        pacer: What paces calls, if anything does.
    """

    api_key: ApiKey = field(repr=False)
    base_url: str
    timeouts: Timeouts
    retries: int
    pacer: PacerProtocol | None = field(default=None, repr=False)

    @classmethod
    def resolve(
        cls,
        *,
        api_key: ApiKey | Unfit | None = None,
        region: str | None = None,
        base_url: str | None = None,
        timeout: float | Timeouts | None = None,
        retries: int = 2,
        pacer: PacerProtocol | None = None,
    ) -> Config:
        """Settle what arguments leave open by the environment, and refuse what cannot work.

        Args:
            api_key: The key, or what fetches it, as `hidden` gives it; else ``NTROPY_API_KEY``.
            region: ``us`` or ``eu``.
            base_url: The server's address; else the region's, else ``NTROPY_BASE_URL``, else the US region's.
            timeout: Seconds or `Timeouts`.
            retries: How often a failed attempt is repeated at most.
            pacer: What paces calls.

        Returns:
            The settings.

        Raises:
            ConfigurationError: No key, or a setting that cannot work; the message says which.
        """
        if api_key is None:
            api_key = Secret(os.environ.get("NTROPY_API_KEY", ""))
            if not api_key.strip():
                raise ConfigurationError(
                    "no API key: set the environment variable NTROPY_API_KEY, or give api_key= (nothing was sent)"
                )
        if isinstance(api_key, str):
            api_key = guard(checked_key(api_key))
        elif isinstance(api_key, Unfit):
            raise ConfigurationError(
                f"api_key must be a string, or a function that returns one, not {api_key.kind}"
            )
        return cls(
            api_key,
            _address(region, base_url),
            as_timeouts(timeout) or Timeouts(),
            checked_retries(retries),
            _checked_pacer(pacer),
        )

    def key(self, override: str | None = None) -> Secret:
        """Give the key for one call.

        Args:
            override: Another key, given with the call.

        Returns:
            The key.

        Raises:
            ConfigurationError: The key cannot stand in a header.
        """
        if override is not None:
            return guard(checked_key(override))
        # A string was checked when the client was made.
        return self.api_key if isinstance(self.api_key, Secret) else guard(checked_key(self._fetched()))

    def _fetched(self) -> object:
        return hidden(self.api_key() if callable(self.api_key) else self.api_key)


def checked_key(key: object) -> Secret:
    """Refuse a key that is none, without ever showing it.

    Args:
        key: What was given as a key, as `hidden` gives it.

    Returns:
        The key, without blanks around it.

    Raises:
        ConfigurationError: The key is empty, or cannot stand in a header.
    """
    if not isinstance(key, str):
        kind = key.kind if isinstance(key, Unfit) else type(key).__name__
        raise ConfigurationError(f"the API key must be a string, not {kind}")
    key = Secret(key.strip())
    if not key:
        raise ConfigurationError("the API key is empty")
    if not key.isascii() or not key.isprintable():
        raise ConfigurationError(
            "the API key has characters that a header cannot carry: was it copied whole?"
        )
    return key


def _checked_pacer(pacer: PacerProtocol | None) -> PacerProtocol | None:
    if pacer is None or (
        callable(getattr(pacer, "turn", None)) and callable(getattr(pacer, "async_turn", None))
    ):
        return pacer
    raise ConfigurationError(
        f"pacer must be a Pacer, or have its methods turn and async_turn, not {_shown(pacer)}"
    )


def checked_retries(retries: object) -> int:
    """Refuse a number of retries that is none.

    Args:
        retries: What was given.

    Returns:
        The number.

    Raises:
        ConfigurationError: It is not a whole number from 0 on.
    """
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        raise ConfigurationError(f"retries must be a whole number from 0 on, not {retries!r}")
    return retries


def checked_seconds(name: str, seconds: object, *, least: float | None = None) -> float:
    """Refuse a time that is none.

    Args:
        name: The setting's name, for the error.
        seconds: What was given.
        least: The least that is allowed; more than 0 when None.

    Returns:
        The seconds, no more than the system can count.

    Raises:
        ConfigurationError: It is not a finite number, or too small.
    """
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        try:
            number = float(seconds)
        except OverflowError:
            number = math.inf
        if math.isfinite(number) and (number > 0 if least is None else number >= least):
            return min(number, _LONGEST)
    bound = "a positive number of seconds" if least is None else f"a number of seconds from {least:g} on"
    raise ConfigurationError(f"{name} must be {bound}, or None, not {_shown(seconds)}")


def _shown(value: object) -> str:
    # An int of thousands of digits has no text.
    if isinstance(value, int) and abs(value) > 10**12:
        return "a very large number"
    return cut(repr(value), 40)


def as_timeouts(timeout: float | Timeouts | None) -> Timeouts | None:
    """Understand a time-out as a user gives it.

    Args:
        timeout: Seconds for each kind of silence, `Timeouts`, or None for what was set before.

    Returns:
        The four time-outs; None for None.

    Raises:
        ConfigurationError: A time-out that is not a positive number.
    """
    if timeout is None:
        return None
    if not isinstance(timeout, Timeouts):
        seconds = checked_seconds("timeout", timeout)
        return Timeouts(seconds, seconds, seconds, seconds)
    return Timeouts(
        **{
            name: _checked_silence(name, getattr(timeout, name))
            for name in ("connect", "read", "write", "pool")
        }
    )


def _checked_silence(name: str, seconds: object) -> float | None:
    return None if seconds is None else checked_seconds(f"timeout: {name}", seconds)


def _address(region: str | None, base_url: str | None) -> str:
    if region is not None:
        if base_url is not None:
            raise ConfigurationError("give region or base_url, not both")
        if not isinstance(region, str) or region not in REGIONS:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"region must be one of {', '.join(REGIONS)}, not {region!r}")
        return REGIONS[region]
    where = "base_url"
    if base_url is None:
        where, base_url = "NTROPY_BASE_URL", os.environ.get("NTROPY_BASE_URL") or REGIONS["us"]
    elif not isinstance(base_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"base_url must be a string, not {type(base_url).__name__}")
    base_url = base_url.strip()
    parts = None
    with suppress(ValueError):
        parts = urlsplit(base_url)
    if (parts is None and "@" in base_url) or (parts is not None and parts.username is not None):
        # The address is printed; what stands before its @ must not be.
        raise ConfigurationError(f"{where} must not carry a user name or password")
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not _is_host(parts.hostname or "")
        or "?" in base_url
        or "#" in base_url
        or not _is_port(parts)
    ):
        raise ConfigurationError(
            f"{where} must be an address such as https://api.ntropy.com, not {base_url!r}"
        )
    if base_url.rstrip("/").endswith("/v3"):
        raise ConfigurationError(f"{where} ends in /v3, which every path begins with already: leave it out")
    return base_url.rstrip("/")


def _is_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _is_host(name: str) -> bool:
    # `..` and the like would show only when the name is looked up.
    try:
        return bool(name.strip(".")) and bool(name.encode("idna"))
    except UnicodeError:
        return False
