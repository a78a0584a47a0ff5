"""Every model and enumeration; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .account_holder import AccountHolder as AccountHolder
    from .account_holder_create import AccountHolderCreate as AccountHolderCreate
    from .account_holder_page import AccountHolderPage as AccountHolderPage
    from .account_holder_type import AccountHolderType as AccountHolderType
    from .accounting_category import AccountingCategory as AccountingCategory
    from .bank_statement import BankStatement as BankStatement
    from .bank_statement_error import BankStatementError as BankStatementError
    from .bank_statement_error_code import BankStatementErrorCode as BankStatementErrorCode
    from .bank_statement_event import BankStatementEvent as BankStatementEvent
    from .bank_statement_event_type import BankStatementEventType as BankStatementEventType
    from .bank_statement_file import BankStatementFile as BankStatementFile
    from .bank_statement_page import BankStatementPage as BankStatementPage
    from .bank_statement_results import BankStatementResults as BankStatementResults
    from .bank_statement_status import BankStatementStatus as BankStatementStatus
    from .batch import Batch as Batch
    from .batch_create import BatchCreate as BatchCreate
    from .batch_event import BatchEvent as BatchEvent
    from .batch_event_type import BatchEventType as BatchEventType
    from .batch_operation import BatchOperation as BatchOperation
    from .batch_page import BatchPage as BatchPage
    from .batch_priority import BatchPriority as BatchPriority
    from .batch_result import BatchResult as BatchResult
    from .batch_status import BatchStatus as BatchStatus
    from .categories import Categories as Categories
    from .category_set import CategorySet as CategorySet
    from .counterparty import Counterparty as Counterparty
    from .counterparty_type import CounterpartyType as CounterpartyType
    from .editable_transaction_property import EditableTransactionProperty as EditableTransactionProperty
    from .enriched_transaction import EnrichedTransaction as EnrichedTransaction
    from .entities import Entities as Entities
    from .entity_parent import EntityParent as EntityParent
    from .entity_query import EntityQuery as EntityQuery
    from .entity_response import EntityResponse as EntityResponse
    from .entry_type import EntryType as EntryType
    from .error import Error as Error
    from .event_type import EventType as EventType
    from .http_validation_error import HTTPValidationError as HTTPValidationError
    from .intermediary import Intermediary as Intermediary
    from .location import Location as Location
    from .location_input import LocationInput as LocationInput
    from .recurrence_group import RecurrenceGroup as RecurrenceGroup
    from .recurrence_periodicity import RecurrencePeriodicity as RecurrencePeriodicity
    from .report import Report as Report
    from .report_create import ReportCreate as ReportCreate
    from .report_event import ReportEvent as ReportEvent
    from .report_event_type import ReportEventType as ReportEventType
    from .report_page import ReportPage as ReportPage
    from .report_status import ReportStatus as ReportStatus
    from .statement_account import StatementAccount as StatementAccount
    from .statement_info import StatementInfo as StatementInfo
    from .statement_info_account import StatementInfoAccount as StatementInfoAccount
    from .statement_info_account_holder import StatementInfoAccountHolder as StatementInfoAccountHolder
    from .statement_info_address import StatementInfoAddress as StatementInfoAddress
    from .statement_transaction import StatementTransaction as StatementTransaction
    from .structured_location import StructuredLocation as StructuredLocation
    from .transaction import Transaction as Transaction
    from .transaction_assign import TransactionAssign as TransactionAssign
    from .transaction_error import TransactionError as TransactionError
    from .transaction_error_code import TransactionErrorCode as TransactionErrorCode
    from .transaction_input import TransactionInput as TransactionInput
    from .transaction_page import TransactionPage as TransactionPage
    from .transaction_property import TransactionProperty as TransactionProperty
    from .validation_error import ValidationError as ValidationError
    from .webhook import Webhook as Webhook
    from .webhook_input import WebhookInput as WebhookInput
    from .webhook_page import WebhookPage as WebhookPage
    from .webhook_patch import WebhookPatch as WebhookPatch
else:
    from ..lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "AccountHolder": ".account_holder",
            "AccountHolderCreate": ".account_holder_create",
            "AccountHolderPage": ".account_holder_page",
            "AccountHolderType": ".account_holder_type",
            "AccountingCategory": ".accounting_category",
            "BankStatement": ".bank_statement",
            "BankStatementError": ".bank_statement_error",
            "BankStatementErrorCode": ".bank_statement_error_code",
            "BankStatementEvent": ".bank_statement_event",
            "BankStatementEventType": ".bank_statement_event_type",
            "BankStatementFile": ".bank_statement_file",
            "BankStatementPage": ".bank_statement_page",
            "BankStatementResults": ".bank_statement_results",
            "BankStatementStatus": ".bank_statement_status",
            "Batch": ".batch",
            "BatchCreate": ".batch_create",
            "BatchEvent": ".batch_event",
            "BatchEventType": ".batch_event_type",
            "BatchOperation": ".batch_operation",
            "BatchPage": ".batch_page",
            "BatchPriority": ".batch_priority",
            "BatchResult": ".batch_result",
            "BatchStatus": ".batch_status",
            "Categories": ".categories",
            "CategorySet": ".category_set",
            "Counterparty": ".counterparty",
            "CounterpartyType": ".counterparty_type",
            "EditableTransactionProperty": ".editable_transaction_property",
            "EnrichedTransaction": ".enriched_transaction",
            "Entities": ".entities",
            "EntityParent": ".entity_parent",
            "EntityQuery": ".entity_query",
            "EntityResponse": ".entity_response",
            "EntryType": ".entry_type",
            "Error": ".error",
            "EventType": ".event_type",
            "HTTPValidationError": ".http_validation_error",
            "Intermediary": ".intermediary",
            "Location": ".location",
            "LocationInput": ".location_input",
            "RecurrenceGroup": ".recurrence_group",
            "RecurrencePeriodicity": ".recurrence_periodicity",
            "Report": ".report",
            "ReportCreate": ".report_create",
            "ReportEvent": ".report_event",
            "ReportEventType": ".report_event_type",
            "ReportPage": ".report_page",
            "ReportStatus": ".report_status",
            "StatementAccount": ".statement_account",
            "StatementInfo": ".statement_info",
            "StatementInfoAccount": ".statement_info_account",
            "StatementInfoAccountHolder": ".statement_info_account_holder",
            "StatementInfoAddress": ".statement_info_address",
            "StatementTransaction": ".statement_transaction",
            "StructuredLocation": ".structured_location",
            "Transaction": ".transaction",
            "TransactionAssign": ".transaction_assign",
            "TransactionError": ".transaction_error",
            "TransactionErrorCode": ".transaction_error_code",
            "TransactionInput": ".transaction_input",
            "TransactionPage": ".transaction_page",
            "TransactionProperty": ".transaction_property",
            "ValidationError": ".validation_error",
            "Webhook": ".webhook",
            "WebhookInput": ".webhook_input",
            "WebhookPage": ".webhook_page",
            "WebhookPatch": ".webhook_patch",
        },
    )

__all__ = [
    "AccountHolder",
    "AccountHolderCreate",
    "AccountHolderPage",
    "AccountHolderType",
    "AccountingCategory",
    "BankStatement",
    "BankStatementError",
    "BankStatementErrorCode",
    "BankStatementEvent",
    "BankStatementEventType",
    "BankStatementFile",
    "BankStatementPage",
    "BankStatementResults",
    "BankStatementStatus",
    "Batch",
    "BatchCreate",
    "BatchEvent",
    "BatchEventType",
    "BatchOperation",
    "BatchPage",
    "BatchPriority",
    "BatchResult",
    "BatchStatus",
    "Categories",
    "CategorySet",
    "Counterparty",
    "CounterpartyType",
    "EditableTransactionProperty",
    "EnrichedTransaction",
    "Entities",
    "EntityParent",
    "EntityQuery",
    "EntityResponse",
    "EntryType",
    "Error",
    "EventType",
    "HTTPValidationError",
    "Intermediary",
    "Location",
    "LocationInput",
    "RecurrenceGroup",
    "RecurrencePeriodicity",
    "Report",
    "ReportCreate",
    "ReportEvent",
    "ReportEventType",
    "ReportPage",
    "ReportStatus",
    "StatementAccount",
    "StatementInfo",
    "StatementInfoAccount",
    "StatementInfoAccountHolder",
    "StatementInfoAddress",
    "StatementTransaction",
    "StructuredLocation",
    "Transaction",
    "TransactionAssign",
    "TransactionError",
    "TransactionErrorCode",
    "TransactionInput",
    "TransactionPage",
    "TransactionProperty",
    "ValidationError",
    "Webhook",
    "WebhookInput",
    "WebhookPage",
    "WebhookPatch",
]
