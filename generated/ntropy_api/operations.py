"""Every operation as a request builder, by its id; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.batches.batches_create import request as batches_create
    from .api.batches.batches_get import request as batches_get
    from .api.batches.batches_list import request as batches_list
    from .api.batches.batches_results import request as batches_results
    from .api.transactions.transactions_assign import request as transactions_assign
    from .api.transactions.transactions_create import request as transactions_create
    from .api.transactions.transactions_delete import request as transactions_delete
    from .api.transactions.transactions_get import request as transactions_get
    from .api.transactions.transactions_list import request as transactions_list
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
        },
    )

__all__ = [
    "batches_create",
    "batches_get",
    "batches_list",
    "batches_results",
    "transactions_assign",
    "transactions_create",
    "transactions_delete",
    "transactions_get",
    "transactions_list",
]
