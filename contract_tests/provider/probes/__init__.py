"""For each operation and each status that a caller can cause, the smallest request that does."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.lacking import lacking
from contract_tests.provider.probes.plan import Planner
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.probes.scenes import Scenes
from contract_tests.provider.tidying import tidied

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["run"]

SETTLED_SECONDS = 0.5
"""After this the sandbox has worked on the largest batch that there is."""


def run(target: Target, *, operations: Collection[str] | None = None) -> None:
    """Send every probe; findings are added to the target's run.

    Args:
        target: What is probed.
        operations: Ids of the operations to probe; None for all.
    """
    api = target.api("probes")
    samples = Samples(target.document, api.new_id)
    desk = Desk(api, samples, is_sandbox=target.is_sandbox)
    scenes = Scenes(desk)
    planner = Planner(
        target.document,
        samples,
        prefix=target.prefix,
        is_sandbox=target.is_sandbox,
    )
    wanted = [
        one for one in target.document.operations.values() if operations is None or one.id in operations
    ]
    with tidied(api, desk.resources, {one.tag for one in wanted if one.writes}):
        for operation in wanted:
            with lacking(target.run, "probes", operation.id):
                for probe in planner.plan(operation):
                    with lacking(target.run, "probes", operation.id):
                        desk.send(probe)
            for scene in scenes.of(operation):
                with lacking(target.run, "probes", operation.id):
                    scene()
            desk.room.make(operation.tag)
    # What was submitted comes to its end here, and not among the items of a later part.
    api.wait(SETTLED_SECONDS)
