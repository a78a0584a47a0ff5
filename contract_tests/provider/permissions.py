"""What a check may only do where somebody allowed it: let events be sent, change more than it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.options import Options
    from contract_tests.provider.resources import Resource
    from ntropy_client.document import Document, Operation

__all__ = ["account_wide", "forbidden", "refuse_idle"]

WEBHOOKS = "webhooks"
READING = ("GET", "HEAD", "OPTIONS")
# Makes something, or has only the consequences of another effect beside it.
_HARMLESS = frozenset(("create", "upsert", "eventual", "cascade"))


def account_wide(document: Document) -> tuple[str, ...]:
    """Find the operations that change more than items the caller made.

    Args:
        document: What is checked.

    Returns:
        Ids of the operations that do not say what they write; that change or delete something which their
        path does not name: the collection as a whole, or whatever is at a position in it; and of those that
        write what holds for everything that comes after, and can be taken back only as a whole.
    """
    resources = Resources(document)
    return tuple(name for name, one in document.operations.items() if _is_account_wide(resources, one))


def _is_account_wide(resources: Resources, operation: Operation) -> bool:
    if operation.method in READING or operation.tag == WEBHOOKS:
        return False
    if "x-writes" not in operation.raw:
        return True
    return any(
        _is_setting(resources[collection])
        or (effect not in _HARMLESS and not _names_item(resources[collection], operation))
        for collection, effect in operation.writes.items()
    )


def _is_setting(resource: Resource) -> bool:
    return resource.positional or resource.replacer is not None or resource.resetter is not None


def _names_item(resource: Resource, operation: Operation) -> bool:
    if resource.reader is None:
        return False
    return operation.path == resource.reader.path or operation.path.startswith(f"{resource.reader.path}/")


def forbidden(document: Document, options: Options) -> dict[str, str]:
    """Find the operations that must not be called on somebody's account.

    Args:
        document: What is checked.
        options: What was allowed.

    Returns:
        Ids of operations, each with the reason.
    """
    if options.account_wide:
        return {}
    found = dict.fromkeys(
        account_wide(document), "it changes more than what this check made: see ALLOW_ACCOUNT_WIDE"
    )
    if options.webhook_url is None:
        for name, one in document.operations.items():
            if one.tag == WEBHOOKS and (path_names(one) or one.method not in READING):
                found[name] = "it needs an address that events may be sent to: see WEBHOOK_URL"
    return found


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
            "--webhook-url is of no use: the document has no webhook operations. Leave it out"
        )
    if options.account_wide and not account_wide(document):
        raise CouldNotRunError(
            "--allow-account-wide is of no use: the document has no account-wide operations. Leave it out"
        )
