"""Judges times and request ids: `clock` and `request-id`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

from contract_tests.provider.ledger.doubt import Doubt, text
from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.run import Exchange

__all__ = ["Clocks"]

SLACK = timedelta(seconds=2)
"""The Date header is cut to seconds, and a clock may be read before the work begins."""


class Clocks:
    """The oracles of times and request ids."""

    def __init__(self) -> None:
        self._made: dict[str, Exchange] = {}

    def observe(self, sight: Sight) -> Iterator[Doubt]:
        """Judge the times in an accepted exchange."""
        for sighting in sight.live:
            created = instant(sighting.value.get("created_at"))
            updated = instant(sighting.value.get("updated_at"))
            if created is not None and updated is not None and updated < created:
                yield Doubt(
                    "clock",
                    f"{sighting.pointer}/updated_at",
                    "an item was updated before it was created",
                    expected=f"at least {text(sighting.value['created_at'])}",
                    actual=text(sighting.value["updated_at"]),
                )
        yield from self._created_now(sight)

    @staticmethod
    def _created_now(sight: Sight) -> Iterator[Doubt]:
        root, writes = sight.root, sight.place.writes or {}
        if root is None or writes.get(root.view.collection) != "create":
            return
        created = instant(root.value.get("created_at"))
        try:
            date = parsedate_to_datetime(sight.exchange.response_headers["date"])
        except (KeyError, ValueError):
            return
        if created is None or date.tzinfo is None:
            return
        longest = SLACK + timedelta(seconds=sight.exchange.elapsed)
        if not date - longest <= created <= date + SLACK:
            yield Doubt(
                "clock",
                "/created_at",
                "a new item was not created when it was made, by the server's own clock",
                expected=f"close to the Date of the answer, {date.isoformat()}",
                actual=text(root.value.get("created_at")),
            )

    def request_id(self, exchange: Exchange) -> Iterator[Doubt]:
        """Judge the request id of any exchange, accepted or not."""
        given = exchange.response_headers.get("x-request-id", "")
        sent = exchange.request_headers.get("x-request-id")
        if not given:
            return
        if sent is not None and sent != given and "x-ntropy-sandbox" in exchange.response_headers:
            yield Doubt(
                "request-id",
                "",
                "the request id is not the one that was sent",
                expected=sent,
                actual=given,
            )
        if sent == given:
            return
        before = self._made.setdefault(given, exchange)
        if before is not exchange:
            yield Doubt(
                "request-id",
                "",
                "two requests have one request id",
                expected="an id of its own for each request",
                actual=given,
                earlier=(before,),
            )
