"""What is checked: the sandbox within this process, or a server at a base URL."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx

from contract_tests.provider.api import Api, World
from contract_tests.provider.credits import LIVE, Credits, needed
from contract_tests.provider.guard import Guard
from contract_tests.provider.mailbox import Mailbox
from contract_tests.provider.masking import Masker
from contract_tests.provider.options import Options, Profile
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.unpaid import Purse, question
from ntropy_client import document as documents
from ntropy_client.document import Document
from ntropy_client.sandbox import ManualClock, SandboxTransport, create_app

__all__ = ["SANDBOX_HEADER", "MakeApp", "Target", "quiet"]

SANDBOX_HEADER = "x-ntropy-sandbox"
TIMEOUT_SECONDS = 30.0

MakeApp = Callable[[int, ManualClock], Any]
"""Makes an ASGI application from a seed and a clock."""


def quiet(seed: int, clock: ManualClock) -> Any:
    """Make a sandbox whose webhooks reach its mailbox alone: addresses that are made up may be somebody's.

    Args:
        seed: Of its ids.
        clock: Tells it the time.

    Returns:
        The application.
    """
    mailbox = Mailbox.of(clock)
    app = create_app(seed=seed, clock=clock, deliver=mailbox.deliver)
    mailbox.rest = app.state.sandbox.deliveries.rest
    return app


@dataclass(slots=True)
class Target:
    """One server and the account on it that is used.

    Attributes:
        name: For people: "sandbox", or the host.
        base_url: Without a slash at the end.
        profile: How far the check may go.
        is_sandbox: Whether the project's own sandbox answers, here or at the base URL.
        seed: Of everything that is generated.
        prefix: What every id made by this run begins with.
        keys: Label to key, None for no key at all.
        app: The ASGI application, None for a base URL.
    """

    name: str
    base_url: str
    profile: Profile
    is_sandbox: bool
    seed: int
    prefix: str
    document: Document
    run: Run
    keys: dict[str, str | None] = field(repr=False)
    world: World = field(repr=False)
    app: Any = None
    make_app: MakeApp | None = field(default=None, repr=False)
    _worlds: list[World] = field(default_factory=list[World], repr=False)

    @classmethod
    def embedded(
        cls,
        run: Run,
        *,
        profile: Profile = "full",
        seed: int = 0,
        make_app: MakeApp = quiet,
        document: Document | None = None,
    ) -> Target:
        """Start a sandbox within this process; its ids and its clock follow from the seed.

        Args:
            run: Where exchanges are recorded.
            profile: How far the check may go.
            seed: Of the sandbox and of everything generated.
            make_app: Another application in its place.
            document: Another document than the packaged one.

        Returns:
            The target.
        """
        clock = ManualClock()
        app = make_app(seed, clock)
        keys: dict[str, str | None] = {"first": "embedded-first", "second": "embedded-second"}
        return cls(
            name="sandbox",
            base_url="http://sandbox",
            profile=profile,
            is_sandbox=True,
            seed=seed,
            prefix=f"ct{Random(f'prefix {seed}').getrandbits(32):08x}-",
            document=document or documents.load(),
            run=run,
            keys=keys | _made_up_keys(seed) | _sandbox_keys(),
            world=_embedded_world(app, clock, 0),
            app=app,
            make_app=make_app,
        )

    @classmethod
    def remote(cls, run: Run, options: Options, *, document: Document | None = None) -> Target:
        """Reach a server; nothing is sent yet, and until `settle` it counts as a customer's.

        Args:
            run: Where exchanges are recorded; it is told to mask the keys.
            options: With a base URL and at least the first key.
            document: Another document than the packaged one.

        Returns:
            The target.

        Raises:
            CouldNotRunError: The base URL or the key is missing.
        """
        if options.base_url is None or not options.keys.get("first"):
            raise CouldNotRunError("a base URL and NTROPY_API_KEY are needed to check a server")
        base_url = options.base_url.rstrip("/")
        run.masker = Masker(options.keys.values())
        client = httpx.Client(
            base_url=base_url,
            timeout=TIMEOUT_SECONDS,
            # Shorter than the time after which servers drop idle connections.
            limits=httpx.Limits(max_connections=4, keepalive_expiry=2.0),
            headers={"User-Agent": "ntropy-client contract check"},
        )
        keys: dict[str, str | None] = dict(options.keys)
        document = document or documents.load()
        return cls(
            name=urlsplit(base_url).netloc,
            base_url=base_url,
            profile=options.profile or "live",
            is_sandbox=False,
            seed=options.seed,
            prefix=f"ct{secrets.token_hex(4)}-",
            document=document,
            run=run,
            keys=keys | _made_up_keys(options.seed),
            world=World(client, clock=None, number=0, credits=Credits(document, options.credits)),
        )

    def settle(self, headers: Mapping[str, str], requested: Profile | None) -> None:
        """Decide the profile, once the server has answered.

        Args:
            headers: Of an accepted answer, names in lower case.
            requested: The profile that was asked for, None to choose.

        Raises:
            CouldNotRunError: The profile could harm the account on this server.
        """
        self.is_sandbox = SANDBOX_HEADER in headers
        if self.is_sandbox:
            self.keys = {"second": "contract-check-second"} | self.keys | _sandbox_keys()
        self.profile = requested or ("full" if self.is_sandbox else "live")
        if self.profile != "live" and not (self.is_sandbox or _is_loopback(self.base_url)):
            raise CouldNotRunError(
                f"the {self.profile} profile changes what it finds on the account: it runs against a sandbox "
                f"or on a loopback address only, and {self.name} is neither. Leave the profile out, or use live"
            )
        credits = self.world.credits
        if credits is None:
            return
        self.world.purse = self._purse()
        if credits.most is None and self.profile == "live":
            credits.most = LIVE
        least = needed(self.document, self.profile)
        if credits.most is not None and credits.most < least:
            more = (
                "" if self.profile == "live" else f"; the live profile needs {needed(self.document, 'live')}"
            )
            raise CouldNotRunError(
                f"--credits {credits.most} (CREDITS of make) is too few: the {self.profile} profile needs at least {least}{more}"
            )

    def api(self, part: str, *, guard: Guard | None = None) -> Api:
        """Give access to the target's account.

        Args:
            part: The part of the check that will send the requests.
            guard: Asked before each request.

        Returns:
            The caller.
        """
        return Api(
            self.document,
            self.run,
            self.world,
            self.keys,
            part=part,
            prefix=self.prefix,
            seed=self.seed,
            guard=guard,
        )

    def new_world(self, part: str) -> Api:
        """Give a fresh application when embedded, else the same account as ever.

        Args:
            part: The part of the check that will send the requests.

        Returns:
            The caller; its exchanges carry the number of their world.
        """
        if self.make_app is None:
            return self.api(part)
        number = len(self._worlds) + 1
        clock = ManualClock()
        world = _embedded_world(self.make_app(self.seed * 1000 + number, clock), clock, number)
        self._worlds.append(world)
        return Api(self.document, self.run, world, self.keys, part=part, prefix=self.prefix, seed=self.seed)

    def _purse(self) -> Purse:
        asked = question(self.document)
        # What asks is apart from what is judged.
        api = Api(
            self.document,
            Run(heed=self.run.heed),
            self.world,
            self.keys,
            part="credits",
            prefix=self.prefix,
            seed=self.seed,
        )
        ask = None if asked is None else lambda key: api.call(asked[0], body=asked[1], key=key).status
        return Purse(self.document, self.run, ask, is_sandbox=self.is_sandbox)

    def close(self) -> None:
        """Close every connection."""
        for world in (self.world, *self._worlds):
            world.client.close()


def _embedded_world(app: Any, clock: ManualClock, number: int) -> World:
    client = httpx.Client(transport=SandboxTransport(app), base_url="http://sandbox", trust_env=False)
    return World(client=client, clock=clock, number=number)


def _made_up_keys(seed: int) -> dict[str, str | None]:
    # No server knows a key that begins so.
    return {"none": None, "invalid": f"invalid-{seed}"}


def _sandbox_keys() -> dict[str, str | None]:
    return {"forbidden": "forbidden-contract", "broke": "broke-contract"}


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
