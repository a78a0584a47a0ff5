"""Hold-outs at the gate: keys, and ids on their way through the path."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from contract_tests.power.defect import Defect, gate
from contract_tests.power.seam import Asked

__all__ = ["DOORS"]

Pass = Callable[[Asked], None]


def _as_first(wanted: Callable[[str], bool], *operations: str) -> Pass:
    """Take some keys for the first one where it comes to some operations."""

    def admit(asked: Asked) -> None:
        if asked.operation in operations and asked.key is not None and wanted(asked.key):
            asked.headers["x-api-key"] = "embedded-first"

    return admit


def _another(key: str) -> bool:
    return "second" in key


def _unknown(key: str) -> bool:
    return key.startswith("invalid")


def _reading(change: Callable[[str], str], *operations: str) -> Pass:
    """Read the path otherwise than it was written."""

    def admit(asked: Asked) -> None:
        if asked.operation in operations:
            asked.raw_path = change(asked.raw_path)

    return admit


def _plus(raw_path: str) -> str:
    return raw_path.replace("%2B", "%20").replace("+", "%20")


def _twice(raw_path: str) -> str:
    head, slash, last = raw_path.rpartition("/")
    return f"{head}{slash}{quote(unquote(unquote(last)), safe='')}"


def _slash(raw_path: str) -> str:
    return raw_path.replace("%2F", "/").replace("%2f", "/")


DOORS: tuple[Defect, ...] = (
    gate(
        "reports-read-by-others", "reports can be read with the key of another account", "semantics",
        "walk", "reports_get", _as_first(_another, "reports_get"),
    ),
    gate(
        "hooks-deleted-by-others", "webhooks can be deleted with the key of another account", "semantics",
        "walk", "webhooks_delete", _as_first(_another, "webhooks_delete"),
    ),
    gate(
        "rules-changed-by-others", "rules can be replaced with the key of another account", "semantics",
        "walk", ("rules_replace", "rules_list"), _as_first(_another, "rules_replace"),
    ),
    gate(
        "verified-for-anybody", "a key that nobody has may look at the first page of a statement", "protocol",
        "probes", "bank_statements_verify", _as_first(_unknown, "bank_statements_verify"),
    ),
    gate(
        "plus-is-blank", "a plus in the id of a holder is taken for a blank", "semantics",
        "walk", ("account_holders_get", "account_holders_create"), _reading(_plus, "account_holders_get"),
    ),
    gate(
        "decoded-twice", "the id of a category set is decoded twice", "semantics",
        "walk", ("categories_get", "categories_set"), _reading(_twice, "categories_get"),
    ),
    gate(
        "slash-divides", "a slash in the id of a holder divides the path though it is encoded", "semantics",
        "walk", "account_holders_delete", _reading(_slash, "account_holders_delete"),
    ),
)  # fmt: skip
