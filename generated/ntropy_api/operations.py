"""Every operation as a request builder, by its id; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.account_holders.account_holders_create import request as account_holders_create
    from .api.account_holders.account_holders_delete import request as account_holders_delete
    from .api.account_holders.account_holders_get import request as account_holders_get
    from .api.account_holders.account_holders_list import request as account_holders_list
    from .api.account_holders.account_holders_recurring_groups import (
        request as account_holders_recurring_groups,
    )
    from .api.bank_statements.bank_statements_create import request as bank_statements_create
    from .api.bank_statements.bank_statements_delete import request as bank_statements_delete
    from .api.bank_statements.bank_statements_get import request as bank_statements_get
    from .api.bank_statements.bank_statements_list import request as bank_statements_list
    from .api.bank_statements.bank_statements_results import request as bank_statements_results
    from .api.bank_statements.bank_statements_verify import request as bank_statements_verify
    from .api.batches.batches_create import request as batches_create
    from .api.batches.batches_get import request as batches_get
    from .api.batches.batches_list import request as batches_list
    from .api.batches.batches_results import request as batches_results
    from .api.categories.categories_get import request as categories_get
    from .api.categories.categories_reset import request as categories_reset
    from .api.categories.categories_set import request as categories_set
    from .api.entities.entities_get import request as entities_get
    from .api.entities.entities_resolve import request as entities_resolve
    from .api.reports.reports_create import request as reports_create
    from .api.reports.reports_delete import request as reports_delete
    from .api.reports.reports_get import request as reports_get
    from .api.reports.reports_list import request as reports_list
    from .api.rules.rules_create import request as rules_create
    from .api.rules.rules_delete import request as rules_delete
    from .api.rules.rules_list import request as rules_list
    from .api.rules.rules_patch import request as rules_patch
    from .api.rules.rules_replace import request as rules_replace
    from .api.transactions.transactions_assign import request as transactions_assign
    from .api.transactions.transactions_create import request as transactions_create
    from .api.transactions.transactions_delete import request as transactions_delete
    from .api.transactions.transactions_get import request as transactions_get
    from .api.transactions.transactions_list import request as transactions_list
    from .api.webhooks.webhooks_create import request as webhooks_create
    from .api.webhooks.webhooks_delete import request as webhooks_delete
    from .api.webhooks.webhooks_get import request as webhooks_get
    from .api.webhooks.webhooks_list import request as webhooks_list
    from .api.webhooks.webhooks_patch import request as webhooks_patch
else:
    from .lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "transactions_create": ("..api.transactions.transactions_create", "request"),
            "transactions_list": ("..api.transactions.transactions_list", "request"),
            "transactions_get": ("..api.transactions.transactions_get", "request"),
            "transactions_delete": ("..api.transactions.transactions_delete", "request"),
            "transactions_assign": ("..api.transactions.transactions_assign", "request"),
            "batches_create": ("..api.batches.batches_create", "request"),
            "batches_list": ("..api.batches.batches_list", "request"),
            "batches_get": ("..api.batches.batches_get", "request"),
            "batches_results": ("..api.batches.batches_results", "request"),
            "bank_statements_create": ("..api.bank_statements.bank_statements_create", "request"),
            "bank_statements_list": ("..api.bank_statements.bank_statements_list", "request"),
            "bank_statements_get": ("..api.bank_statements.bank_statements_get", "request"),
            "bank_statements_delete": ("..api.bank_statements.bank_statements_delete", "request"),
            "bank_statements_results": ("..api.bank_statements.bank_statements_results", "request"),
            "bank_statements_verify": ("..api.bank_statements.bank_statements_verify", "request"),
            "entities_get": ("..api.entities.entities_get", "request"),
            "entities_resolve": ("..api.entities.entities_resolve", "request"),
            "account_holders_create": ("..api.account_holders.account_holders_create", "request"),
            "account_holders_list": ("..api.account_holders.account_holders_list", "request"),
            "account_holders_get": ("..api.account_holders.account_holders_get", "request"),
            "account_holders_delete": ("..api.account_holders.account_holders_delete", "request"),
            "account_holders_recurring_groups": (
                "..api.account_holders.account_holders_recurring_groups",
                "request",
            ),
            "categories_get": ("..api.categories.categories_get", "request"),
            "categories_set": ("..api.categories.categories_set", "request"),
            "categories_reset": ("..api.categories.categories_reset", "request"),
            "rules_create": ("..api.rules.rules_create", "request"),
            "rules_list": ("..api.rules.rules_list", "request"),
            "rules_replace": ("..api.rules.rules_replace", "request"),
            "rules_patch": ("..api.rules.rules_patch", "request"),
            "rules_delete": ("..api.rules.rules_delete", "request"),
            "webhooks_create": ("..api.webhooks.webhooks_create", "request"),
            "webhooks_list": ("..api.webhooks.webhooks_list", "request"),
            "webhooks_get": ("..api.webhooks.webhooks_get", "request"),
            "webhooks_patch": ("..api.webhooks.webhooks_patch", "request"),
            "webhooks_delete": ("..api.webhooks.webhooks_delete", "request"),
            "reports_create": ("..api.reports.reports_create", "request"),
            "reports_list": ("..api.reports.reports_list", "request"),
            "reports_get": ("..api.reports.reports_get", "request"),
            "reports_delete": ("..api.reports.reports_delete", "request"),
        },
    )

__all__ = [
    "account_holders_create",
    "account_holders_delete",
    "account_holders_get",
    "account_holders_list",
    "account_holders_recurring_groups",
    "bank_statements_create",
    "bank_statements_delete",
    "bank_statements_get",
    "bank_statements_list",
    "bank_statements_results",
    "bank_statements_verify",
    "batches_create",
    "batches_get",
    "batches_list",
    "batches_results",
    "categories_get",
    "categories_reset",
    "categories_set",
    "entities_get",
    "entities_resolve",
    "reports_create",
    "reports_delete",
    "reports_get",
    "reports_list",
    "rules_create",
    "rules_delete",
    "rules_list",
    "rules_patch",
    "rules_replace",
    "transactions_assign",
    "transactions_create",
    "transactions_delete",
    "transactions_get",
    "transactions_list",
    "webhooks_create",
    "webhooks_delete",
    "webhooks_get",
    "webhooks_list",
    "webhooks_patch",
]
