"""What is promised of reports in words."""

from __future__ import annotations

from collections.abc import Generator

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__ = ["Course"]

ORDER = ("open", "pending", "resolved", "rejected")
FIELDS: tuple[list[str], ...] = (
    [".location", ".entities.counterparty", ".categories.general"],
    [".location", ".entities.counterparty.name", ".location"],
)
"""Paths of fields, in no order, and one of them twice."""
ODD_FIELDS: tuple[list[str], ...] = ([".zebra", ".Äpfel 東京", ".apple", ""], [])
"""What the document allows, and another server may know to be no fields."""


class Course:
    """Holds each look at a report to what may change from look to look."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.met: list[str] = []

    def look(self, exchange: Exchange, report: Item) -> None:
        """One answer that shows the report."""
        status = str(report.get("status"))
        if status not in ORDER:
            return  # that is for others to judge
        if not self.met or self.met[-1] != status:
            self.met.append(status)
        ended = {"resolved", "rejected"} & {*self.met[:-1]}
        self._scene.claim(
            not ended and self.met == sorted(self.met, key=ORDER.index),
            "the status of a report goes back",
            exchange,
            expected="open, pending, then resolved or rejected",
            actual=self.met,
            pointer="/status",
        )
        self._scene.claim(
            status == "rejected" or report.get("rejection_reason") is None,
            "a report that is not rejected has a reason",
            exchange,
            actual=report.get("rejection_reason"),
            pointer="/rejection_reason",
        )


@promise("reports_create", "reports_get", "reports_list")
def a_report_keeps_what_was_reported(scene: Scene) -> Generator[float]:
    """Its fields stay in order, duplicates and all, by itself and in the list, whatever becomes of it."""
    for fields in (*FIELDS, *(ODD_FIELDS if scene.is_sandbox else ())):
        text = f"Not what I bought: Zoë’s 東京 {len(fields)} "
        made = scene.report(fields=fields, description=text)
        for _ in range(2):
            exchange = scene.get("reports_get", made["id"])
            listing, data, _ = scene.page("reports_list", {"limit": 100})
            listed = [one for one in data if one.get("id") == made["id"]]
            scene.same(1, len(listed), "a report is not listed once", listing, "/data")
            shown: Item = scene.accepted(exchange)
            for name, sent in (
                ("fields", fields),
                ("description", text),
                ("transaction_id", made["transaction_id"]),
            ):
                message = f"{name} is not what was reported"
                scene.same(sent, made.get(name), f"{message}, in the answer to it", exchange, f"/{name}")
                scene.same(sent, shown.get(name), message, exchange, f"/{name}")
                scene.same(sent, listed[0].get(name), f"listed {message}", listing, f"/data/0/{name}")
            yield 0.3


@promise("reports_create", "reports_get")
def a_report_only_goes_forward(scene: Scene) -> Generator[float]:
    """It is open, then pending, then resolved or rejected, and no status comes back."""
    made = scene.report()
    course = Course(scene)
    course.look(scene.api.run.exchanges[-1], made)
    for _ in range(4):
        exchange = scene.get("reports_get", made["id"])
        course.look(exchange, scene.accepted(exchange))
        yield 0.2


@promise("reports_create", "reports_get", sandbox=True)
def a_report_is_resolved_or_rejected(scene: Scene) -> Generator[float]:
    """It passes every status on its way, ends as it has to, and then stays so; why it was rejected is said."""
    for text, end in (("Not what I bought", "resolved"), ("sandbox:reject, please", "rejected")):
        made = scene.report(description=text)
        course = Course(scene)
        course.look(scene.api.run.exchanges[-1], made)
        exchange, done = scene.finish("reports_get", made["id"], course.look)
        scene.same(end, done["status"], "a report ends otherwise than it has to", exchange, "/status")
        if scene.is_embedded:  # where time does not wait, a status may pass unseen
            way = ["open", "pending", end]
            scene.same(way, course.met, "a report leaves out a status", exchange, "/status")
        message = "a reason goes with being rejected, and with nothing else"
        reason = done.get("rejection_reason")
        scene.same(end == "rejected", bool(reason), message, exchange, "/rejection_reason")
        yield 0.5
        exchange = scene.get("reports_get", made["id"])
        scene.same(done, scene.accepted(exchange), "a decided report changes", exchange)
