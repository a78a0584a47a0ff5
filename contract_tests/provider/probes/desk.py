"""Sends probes: makes the items that they need, and judges the status that comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import UNSET

from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.shapes import as_object

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from ntropy_client.document import Operation

__all__ = ["SETTLING_SECONDS", "Desk"]

SETTLING_SECONDS = 30.0
"""How long something that was submitted may take to come to its end."""


class Desk:
    """Makes items and sends probes.

    Args:
        api: The caller.
        samples: Makes bodies.
        is_sandbox: Whether the sandbox answers: there no promise is in doubt.
    """

    def __init__(self, api: Api, samples: Samples, *, is_sandbox: bool) -> None:
        self.api = api
        self.samples = samples
        self.is_sandbox = is_sandbox
        self._made: dict[tuple[str, bool], dict[str, str]] = {}

    def send(self, probe: Probe) -> Exchange:
        """Send a probe and record what it shows.

        Args:
            probe: What to send.

        Returns:
            The exchange.
        """
        operation = self.api.document.operations[probe.operation]
        path = (
            self.path(operation, fresh=probe.consumes, settled=probe.settled)
            if probe.path is None
            else probe.path
        )
        if probe.method is None:
            exchange = self.api.call(
                operation.id,
                path=path,
                query=probe.query,
                body=probe.body,
                raw_body=probe.raw_body,
                headers=probe.headers,
                key=probe.key,
                repeat=probe.oracle != "fault",
            )
        else:
            exchange = self.api.raw(probe.method, self._filled(operation, path), body=probe.body)
        if not probe.admits(exchange.status):
            self.api.run.add(self._finding(probe, exchange))
        return exchange

    def path(self, operation: Operation, *, fresh: bool, settled: bool = False) -> dict[str, str]:
        """Values for the path parameters, of an item made as the document says.

        Args:
            operation: Any.
            fresh: Whether the item must be a new one.
            settled: Whether to wait until a job is done when the operation is about its results.

        Returns:
            A value for each path parameter.
        """
        names = [parameter.name for parameter in operation.parameters if parameter.location == "path"]
        if not names:
            return {}
        known = self._made.get((operation.id, settled))
        if known is not None and not fresh:
            return known
        identity = self.make(operation)
        if identity is None:
            examples = {one.name: str(one.raw.get("example", "example")) for one in operation.parameters}
            return {name: examples[name] for name in names}
        path = dict.fromkeys(names, identity)
        if settled and operation.id.endswith("_results"):
            self.api.until(lambda: self.api.call(operation.id, path=path).ok, SETTLING_SECONDS)
        self._made[operation.id, settled] = path
        return path

    def make(self, operation: Operation) -> str | None:
        """Make the item that an operation needs.

        Args:
            operation: One with a path parameter.

        Returns:
            Its id, None when the document does not say how or it could not be made.
        """
        identity: str | None = None
        for setup in operation.setup:
            maker = self.api.document.operations[setup]
            exchange = self.create(maker)
            made = self.identity(exchange)
            if maker.tag == operation.tag or identity is None:
                identity = made
        return identity

    def create(self, maker: Operation, *, plain: bool = False) -> Exchange:
        """Call an operation that makes an item, with a body that the document gives.

        Args:
            maker: The operation.
            plain: Whether to send only what is required; otherwise the richest example.

        Returns:
            The exchange.
        """
        examples = list(maker.body_examples.values())
        body: Any = UNSET
        if plain and examples:
            body = self.samples.minimal(maker)
        elif examples:
            body = self.samples.fresh(maker, max(examples, key=lambda example: len(str(example))))
        return self.api.call(maker.id, path=self.path(maker, fresh=True), body=body)

    @staticmethod
    def identity(exchange: Exchange) -> str | None:
        """The id of the item that an answer shows, None when it shows none."""
        if not exchange.ok:
            return None
        try:
            body = as_object(exchange.json())
        except ValueError:
            return None
        made = None if body is None else body.get("id")
        return str(made) if isinstance(made, str | int) else None

    @staticmethod
    def _filled(operation: Operation, path: Mapping[str, str]) -> str:
        filled = operation.path
        for name, value in path.items():
            filled = filled.replace(f"{{{name}}}", quote(value, safe=""))
        return filled

    def _finding(self, probe: Probe, exchange: Exchange) -> Finding:
        failed = exchange.status >= 500
        sure = probe.documented or self.is_sandbox or failed
        return Finding(
            part="probes",
            oracle=probe.oracle,
            operation=probe.operation,
            status=exchange.status,
            pointer=f"/request/{probe.pointer}" if probe.pointer else "",
            message=f"{probe.what} is answered {exchange.status}",
            expected=" or ".join(probe.expected),
            actual=str(exchange.status),
            verdict="drifts" if sure else "unknown",
            exchanges=(exchange,),
        )
