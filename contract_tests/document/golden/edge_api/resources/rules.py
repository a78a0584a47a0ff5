"""Rules as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from ..api.rules import rules_create, rules_replace
from ..request import check_options

if TYPE_CHECKING:
    from ..json_types import ArchivedRule, Rule, StoredRule
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncRules", "Rules"]


class Rules:
    """Rules as JSON."""

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(self, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Add a rule.

        ``POST /v1/rules``.

        A rule is JSON of a language of its own.

        Args:
            rule: The rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule, as it was stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.create", options)
        return self._client.send(rules_create.request(rule), **options).value

    def replace(self, rules: Sequence[Rule], **options: Unpack[RequestOptions]) -> list[ArchivedRule]:
        """Replace all rules.

        ``POST /v1/rules/replace``.

        The body is a bare array.

        Args:
            rules: The new rules.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rules, as they were stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.replace", options)
        return self._client.send(rules_replace.request(rules), **options).value


class AsyncRules:
    """Rules as JSON."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(self, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Add a rule.

        ``POST /v1/rules``.

        A rule is JSON of a language of its own.

        Args:
            rule: The rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule, as it was stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.create", options)
        reply = await self._client.send(rules_create.request(rule), **options)
        return reply.value

    async def replace(self, rules: Sequence[Rule], **options: Unpack[RequestOptions]) -> list[ArchivedRule]:
        """Replace all rules.

        ``POST /v1/rules/replace``.

        The body is a bare array.

        Args:
            rules: The new rules.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rules, as they were stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.replace", options)
        reply = await self._client.send(rules_replace.request(rules), **options)
        return reply.value
