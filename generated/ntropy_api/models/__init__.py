"""Every model and enumeration; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .accounting_category import AccountingCategory as AccountingCategory
    from .batch import Batch as Batch
    from .batch_create import BatchCreate as BatchCreate
    from .batch_operation import BatchOperation as BatchOperation
    from .batch_page import BatchPage as BatchPage
    from .batch_priority import BatchPriority as BatchPriority
    from .batch_result import BatchResult as BatchResult
    from .batch_status import BatchStatus as BatchStatus
    from .categories import Categories as Categories
    from .counterparty import Counterparty as Counterparty
    from .counterparty_type import CounterpartyType as CounterpartyType
    from .enriched_transaction import EnrichedTransaction as EnrichedTransaction
    from .entities import Entities as Entities
    from .entity_parent import EntityParent as EntityParent
    from .entry_type import EntryType as EntryType
    from .error import Error as Error
    from .http_validation_error import HTTPValidationError as HTTPValidationError
    from .intermediary import Intermediary as Intermediary
    from .location import Location as Location
    from .location_input import LocationInput as LocationInput
    from .structured_location import StructuredLocation as StructuredLocation
    from .transaction import Transaction as Transaction
    from .transaction_assign import TransactionAssign as TransactionAssign
    from .transaction_error import TransactionError as TransactionError
    from .transaction_error_code import TransactionErrorCode as TransactionErrorCode
    from .transaction_input import TransactionInput as TransactionInput
    from .transaction_page import TransactionPage as TransactionPage
    from .validation_error import ValidationError as ValidationError
else:
    from ..lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "AccountingCategory": ".accounting_category",
            "Batch": ".batch",
            "BatchCreate": ".batch_create",
            "BatchOperation": ".batch_operation",
            "BatchPage": ".batch_page",
            "BatchPriority": ".batch_priority",
            "BatchResult": ".batch_result",
            "BatchStatus": ".batch_status",
            "Categories": ".categories",
            "Counterparty": ".counterparty",
            "CounterpartyType": ".counterparty_type",
            "EnrichedTransaction": ".enriched_transaction",
            "Entities": ".entities",
            "EntityParent": ".entity_parent",
            "EntryType": ".entry_type",
            "Error": ".error",
            "HTTPValidationError": ".http_validation_error",
            "Intermediary": ".intermediary",
            "Location": ".location",
            "LocationInput": ".location_input",
            "StructuredLocation": ".structured_location",
            "Transaction": ".transaction",
            "TransactionAssign": ".transaction_assign",
            "TransactionError": ".transaction_error",
            "TransactionErrorCode": ".transaction_error_code",
            "TransactionInput": ".transaction_input",
            "TransactionPage": ".transaction_page",
            "ValidationError": ".validation_error",
        },
    )

__all__ = [
    "AccountingCategory",
    "Batch",
    "BatchCreate",
    "BatchOperation",
    "BatchPage",
    "BatchPriority",
    "BatchResult",
    "BatchStatus",
    "Categories",
    "Counterparty",
    "CounterpartyType",
    "EnrichedTransaction",
    "Entities",
    "EntityParent",
    "EntryType",
    "Error",
    "HTTPValidationError",
    "Intermediary",
    "Location",
    "LocationInput",
    "StructuredLocation",
    "Transaction",
    "TransactionAssign",
    "TransactionError",
    "TransactionErrorCode",
    "TransactionInput",
    "TransactionPage",
    "ValidationError",
]
