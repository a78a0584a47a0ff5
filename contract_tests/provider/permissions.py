"""What a check may only do where somebody allowed it: let events be sent, change more than it made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.options import Options
    from ntropy_client.document import Document, Operation

__all__ = ["account_wide", "refuse_idle"]

WEBHOOKS = "webhooks"
ITEM = re.compile(r"/\{[^/}]+\}$")
# Makes something, or has only the consequences of another effect beside it.
_HARMLESS = frozenset(("create", "upsert", "eventual", "cascade"))


def account_wide(document: Document) -> tuple[str, ...]:
    """Find the operations that change more than items the caller made.

    Args:
        document: What is checked.

    Returns:
        Ids of the operations that do not say what they write, or that change or delete something which their
        path does not name: the collection as a whole, or whatever is at a position in it.
    """
    return tuple(name for name, one in document.operations.items() if _is_account_wide(document, one))


def _is_account_wide(document: Document, operation: Operation) -> bool:
    if operation.method in ("GET", "HEAD", "OPTIONS") or operation.tag == WEBHOOKS:
        return False
    if not operation.writes:
        return True
    return any(
        effect not in _HARMLESS and not _names_item(document, operation, collection)
        for collection, effect in operation.writes.items()
    )


def _names_item(document: Document, operation: Operation, collection: str) -> bool:
    readers = [
        one.path
        for one in document.operations.values()
        if one.method == "GET" and one.tag == collection and ITEM.search(one.path)
    ]
    return any(operation.path == path or operation.path.startswith(f"{path}/") for path in readers)


def refuse_idle(options: Options, document: Document) -> None:
    """Refuse what was allowed and cannot mean anything, so that nobody believes it was done.

    Args:
        options: What was asked for.
        document: What is checked.

    Raises:
        CouldNotRunError: The document has no operation that the permission is for.
    """
    if options.webhook_url is not None and not any(
        one.tag == WEBHOOKS for one in document.operations.values()
    ):
        raise CouldNotRunError(
            "--webhook-url is of no use: the document has no webhook operations yet. Leave it out"
        )
    if options.account_wide and not account_wide(document):
        raise CouldNotRunError(
            "--allow-account-wide is of no use: the document has no account-wide operations yet. Leave it out"
        )
