"""What enrichment is to do differently for you: rules that change its result, in a small language of
conditions and edits.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from ..api.rules import rules_create, rules_delete, rules_list, rules_patch, rules_replace
from ..request import check_options

if TYPE_CHECKING:
    from ..json_types import (
        AnyJson,
        ListedRule,
        Rule,
        StoredRule,
    )
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncRules", "Rules"]


class Rules:
    """What enrichment is to do differently for you: rules that change its result, in a small language
    of conditions and edits.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(self, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Add a rule after all others.

        ``POST /v3/rules``.

        Rules change what enrichment finds. They are applied one after another, in their order, to
        every transaction that is enriched afterwards. A rule is JSON: a condition with what to do
        (`if`, `then`, `else`), a label or a merchant category code to add, remove or set, or a
        property to set. Expressions read the transaction and compute with what they read.

        Rules belong to the API key. The id of the answer is the position of the rule.

        Args:
            rule: The rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule with its id.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The rule, or one of the rules, makes no sense. Nothing was changed.
            PayloadTooLargeError: The rules together would be too large. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.create", options)
        return self._client.send(rules_create.request(rule), **options).value

    def list(self, **options: Unpack[RequestOptions]) -> builtins.list[ListedRule]:
        """Get all rules, in the order of their application.

        ``GET /v3/rules``.

        The answer is complete, there are no pages.

        Args:
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rules.

        Raises:
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.list", options)
        return self._client.send(rules_list.request(), **options).value

    def replace(self, rules: Sequence[Rule], **options: Unpack[RequestOptions]) -> AnyJson | None:
        """Replace all rules.

        ``POST /v3/rules/replace``.

        The rules of the request, in their order, take the place of all that were there. An empty
        array removes all rules. Repeating the request does no harm.

        Args:
            rules: The new rules, in the order of their application.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Any JSON; what it says is not documented.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The rule, or one of the rules, makes no sense. Nothing was changed.
            PayloadTooLargeError: The rules together would be too large. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.replace", options)
        return self._client.send(rules_replace.request(rules), **options).value

    def patch(self, id: str | int, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Replace one rule.

        ``PATCH /v3/rules/{id}``.

        The rule of the request takes the place of the rule at this position. It is a whole rule,
        not a part of one.

        Args:
            id: The id of the rule: its position among the rules, as answers give it.
            rule: The new rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule with its id.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is no rule at this position, or the new rule makes no sense.
                Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.patch", options)
        return self._client.send(rules_patch.request(id, rule), **options).value

    def delete(self, id: str | int, **options: Unpack[RequestOptions]) -> AnyJson | None:
        """Delete one rule.

        ``DELETE /v3/rules/{id}``.

        The rules behind it move up by one position, so that their ids change: list the rules before
        you delete another. For the same reason, do not repeat a deletion whose outcome is unknown.

        Args:
            id: The id of the rule: its position among the rules, as answers give it.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Any JSON; what it says is not documented.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is no rule at this position, or the new rule makes no sense.
                Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.delete", options)
        return self._client.send(rules_delete.request(id), **options).value


class AsyncRules:
    """What enrichment is to do differently for you: rules that change its result, in a small language
    of conditions and edits.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(self, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Add a rule after all others.

        ``POST /v3/rules``.

        Rules change what enrichment finds. They are applied one after another, in their order, to
        every transaction that is enriched afterwards. A rule is JSON: a condition with what to do
        (`if`, `then`, `else`), a label or a merchant category code to add, remove or set, or a
        property to set. Expressions read the transaction and compute with what they read.

        Rules belong to the API key. The id of the answer is the position of the rule.

        Args:
            rule: The rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule with its id.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The rule, or one of the rules, makes no sense. Nothing was changed.
            PayloadTooLargeError: The rules together would be too large. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.create", options)
        reply = await self._client.send(rules_create.request(rule), **options)
        return reply.value

    async def list(self, **options: Unpack[RequestOptions]) -> builtins.list[ListedRule]:
        """Get all rules, in the order of their application.

        ``GET /v3/rules``.

        The answer is complete, there are no pages.

        Args:
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rules.

        Raises:
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.list", options)
        reply = await self._client.send(rules_list.request(), **options)
        return reply.value

    async def replace(self, rules: Sequence[Rule], **options: Unpack[RequestOptions]) -> AnyJson | None:
        """Replace all rules.

        ``POST /v3/rules/replace``.

        The rules of the request, in their order, take the place of all that were there. An empty
        array removes all rules. Repeating the request does no harm.

        Args:
            rules: The new rules, in the order of their application.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Any JSON; what it says is not documented.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The rule, or one of the rules, makes no sense. Nothing was changed.
            PayloadTooLargeError: The rules together would be too large. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.replace", options)
        reply = await self._client.send(rules_replace.request(rules), **options)
        return reply.value

    async def patch(self, id: str | int, rule: Rule, **options: Unpack[RequestOptions]) -> StoredRule:
        """Replace one rule.

        ``PATCH /v3/rules/{id}``.

        The rule of the request takes the place of the rule at this position. It is a whole rule,
        not a part of one.

        Args:
            id: The id of the rule: its position among the rules, as answers give it.
            rule: The new rule.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The rule with its id.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is no rule at this position, or the new rule makes no sense.
                Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.patch", options)
        reply = await self._client.send(rules_patch.request(id, rule), **options)
        return reply.value

    async def delete(self, id: str | int, **options: Unpack[RequestOptions]) -> AnyJson | None:
        """Delete one rule.

        ``DELETE /v3/rules/{id}``.

        The rules behind it move up by one position, so that their ids change: list the rules before
        you delete another. For the same reason, do not repeat a deletion whose outcome is unknown.

        Args:
            id: The id of the rule: its position among the rules, as answers give it.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Any JSON; what it says is not documented.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is no rule at this position, or the new rule makes no sense.
                Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("rules.delete", options)
        reply = await self._client.send(rules_delete.request(id), **options)
        return reply.value
