"""Let Schemathesis generate requests and judge the answers. Nothing else here touches it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core import SCHEMATHESIS_TEST_CASE_HEADER
from schemathesis.core.failures import Failure
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from contract_tests.provider.relay import Relay
from contract_tests.provider.repeatable import repeatable
from contract_tests.provider.run import CouldNotRunError, Exchange, Finding, Part, Run
from contract_tests.provider.schemathesis_config import configure, describe, in_bounds
from contract_tests.provider.target import Target

__all__ = ["check"]

NAME = "schemathesis"
WRONG_KEY = "SCHEMATHESIS-INVALID-VALUE"


@repeatable()
def check(run: Run, target: Target, part: Part, *, operations: Collection[str] | None = None) -> None:
    """Run every phase against the target.

    Args:
        run: Where exchanges and findings are kept.
        target: What is called.
        part: Its count is raised by the cases.
        operations: Only these, None for all.

    Raises:
        CouldNotRunError: The target did not answer, or the tool failed.
        FirstFindingError: The run stops at its first finding.
    """
    key, profile = target.keys["first"] or "", target.profile
    settings = configure(target.document, seed=target.seed, key=key, profile=profile, operations=operations)
    config = SchemathesisConfig.from_dict(settings)  # pyright: ignore[reportUnknownMemberType]
    schema = schemathesis.openapi.from_dict(describe(target.document, operations), config=config)
    relay = Relay(target.api(NAME), tag_header=SCHEMATHESIS_TEST_CASE_HEADER, wrong_key=WRONG_KEY)
    schema.app = relay

    def keep_to_bounds(context: Any, case: schemathesis.Case[Any]) -> bool:
        found = target.document.match(case.operation.method, case.operation.path)
        return found is None or in_bounds(found[0], case.query or {})

    schema.hooks.register_hook_with_name(keep_to_bounds, "filter_case")

    recorded: list[Exchange] = []
    stream = from_schema(schema).execute()
    try:
        for event in stream:
            run.heed()
            while relay.pending:
                recorded.append(run.record(relay.pending.popleft()))
            if relay.failure is not None:
                raise relay.failure
            if isinstance(event, events.ScenarioFinished):
                part.count += len(event.recorder.cases)
                _count(run, target, event)
                for case_id, name, failure in _failures(event.recorder):
                    exchange = recorded[relay.tagged[failure.case_id or case_id]]
                    if exchange.status == 429:
                        continue  # never an answer: the run counts those that could not be repeated
                    run.add(_finding(name, failure, exchange, is_sandbox=target.is_sandbox))
            elif isinstance(event, events.NonFatalError):
                what = f"{event.info.title}: {event.info.message}".replace("\n", " ")
                raise CouldNotRunError(f"schemathesis failed at {event.label}, {what}\n{event.info.format()}")
            elif isinstance(event, events.FatalError):
                raise CouldNotRunError(f"schemathesis failed: {event.exception!r}") from event.exception
            elif isinstance(event, events.Interrupted):
                raise KeyboardInterrupt
            elif isinstance(event, events.EngineFinished) and event.stop_reason is not StopReason.COMPLETED:
                raise CouldNotRunError(f"schemathesis stopped early: {event.stop_reason}")
    finally:
        stream.stop()


def _count(run: Run, target: Target, event: events.ScenarioFinished) -> None:
    for node in event.recorder.cases.values():
        found = target.document.match(node.value.operation.method, node.value.operation.path)
        seconds = event.elapsed_time / len(event.recorder.cases)
        run.tally.note(found[0].id if found else None, event.phase.value, 1, seconds, NAME)


def _failures(recorder: ScenarioRecorder) -> list[tuple[str, str, Failure]]:
    return [
        (case_id, node.name, node.failure_info.failure)
        for case_id, nodes in recorder.checks.items()
        for node in nodes
        if node.failure_info is not None
    ]


def _finding(name: str, failure: Failure, exchange: Exchange, *, is_sandbox: bool) -> Finding:
    # How a method that the document does not have is refused is not documented either: only the sandbox is
    # held to 405 with Allow. Elsewhere an answer 2xx is drift, and that is seen by conformance.
    open_question = not is_sandbox and (
        name in ("unsupported_method", "allow_header_conformance") or not exchange.is_plain
    )
    lines = [line.strip() for line in failure.message.splitlines() if line.strip()]
    return Finding(
        part=NAME,
        oracle=name,
        operation=exchange.operation,
        status=exchange.status,
        pointer="".join(f"/{part}" for part in getattr(failure, "instance_path", ())),
        message=failure.title,
        expected="",
        actual=" · ".join(lines)[:500],
        verdict="unknown" if open_question and not exchange.ok else "drifts",
        exchanges=(exchange,),
    )
