"""Rules: added, listed, replaced and deleted. The id of a rule is its position, from 0."""

from __future__ import annotations

import re
from typing import Any

from ntropy_client.sandbox.answer import Answer, Call, RefusedError, encode
from ntropy_client.sandbox.profile import Rule
from ntropy_client.sandbox.rule_check import NonsenseError, check

__all__ = ["LARGEST", "Rules"]

LARGEST = 50 * 1024
"""Bytes that the rules may have together, as compact JSON."""


class Rules:
    """What the operations `rules_…` do: one method each, called with the account locked."""

    def create(self, call: Call) -> Answer:
        """Add a rule after all others.

        Args:
            call: The request.

        Returns:
            200 with a `StoredRule`.

        Raises:
            RefusedError: 400, 413.
        """
        _check(call.body)
        rules = call.account.profile.rules
        self._put(call, (*rules, call.body))
        return Answer.json(_stored(len(rules), call.body))

    def replace(self, call: Call) -> Answer:
        """Replace all rules.

        Args:
            call: The request.

        Returns:
            200 with the rules.

        Raises:
            RefusedError: 400, 413.
        """
        for index, rule in enumerate(call.body):
            _check(rule, f"/{index}")
        self._put(call, tuple(call.body))
        return self.list(call)

    def patch(self, call: Call) -> Answer:
        """Replace one rule by a whole rule.

        Args:
            call: The request.

        Returns:
            200 with a `StoredRule`.

        Raises:
            RefusedError: 400.
        """
        index = self._index(call)
        _check(call.body)
        rules = call.account.profile.rules
        # The document has no 413 here.
        self._put(call, (*rules[:index], call.body, *rules[index + 1 :]), refused=400)
        return Answer.json(_stored(index, call.body))

    def delete(self, call: Call) -> Answer:
        """Delete one rule. Those behind it move up.

        Args:
            call: The request.

        Returns:
            200 with the rules that are left.

        Raises:
            RefusedError: 400.
        """
        index = self._index(call)
        rules = call.account.profile.rules
        call.account.profile.put_rules(rules[:index] + rules[index + 1 :])
        return self.list(call)

    def list(self, call: Call) -> Answer:
        """List the rules in the order of their application.

        Args:
            call: The request.

        Returns:
            200 with an array of `ListedRule`.
        """
        return Answer.json([_stored(index, rule) for index, rule in enumerate(call.account.profile.rules)])

    def _index(self, call: Call) -> int:
        written = call.path["id"]
        index = int(written) if re.fullmatch(r"0|[1-9][0-9]{0,8}", written) else -1
        if not 0 <= index < len(call.account.profile.rules):
            raise RefusedError(400, "Rule index does not exist")
        return index

    def _put(self, call: Call, rules: tuple[Rule, ...], *, refused: int = 413) -> None:
        if len(encode(rules)) > LARGEST:
            raise RefusedError(refused, "Ruleset too large")
        call.account.profile.put_rules(rules)


def _check(rule: Rule, way: str = "") -> None:
    try:
        check(rule, way)
    except NonsenseError as error:
        raise RefusedError(400, f"Invalid rule structure: {error}") from None


def _stored(index: int, rule: Rule) -> dict[str, Any]:
    return {"id": index, **rule}
