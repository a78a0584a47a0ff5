"""What signatures accept as dicts, and what stays JSON: for type checkers; at run time, plain dicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict

if TYPE_CHECKING:
    from .models import (
        EditableTransactionProperty,
        EntryType,
        LocationInput,
        TransactionProperty,
    )

    EditableTransactionPropertyValue: TypeAlias = 'EditableTransactionProperty | Literal["logo", "website", "merchant", "merchant_id", "location", "person", "transaction_type"]'

    TransactionPropertyValue: TypeAlias = 'TransactionProperty | Literal["logo", "website", "merchant", "description", "merchant_id", "location", "person", "transaction_type", "amount", "entry_type", "account_holder_type", "account_holder_id", "account_holder_name", "country"]'

    AnyJson: TypeAlias = "Any"

    ErrorDetail: TypeAlias = "str | Sequence[ValidationErrorDict] | Mapping[str, Any]"

    ErrorDetails: TypeAlias = "str | Mapping[str, Any]"

    ExprObject = TypedDict(
        "ExprObject",
        {
            "&&": "NotRequired[Sequence[Expr]]",
            "||": "NotRequired[Sequence[Expr]]",
            "==": "NotRequired[Sequence[Expr]]",
            "+": "NotRequired[Sequence[Expr]]",
            "-": "NotRequired[Sequence[Expr]]",
            "*": "NotRequired[Sequence[Expr]]",
            "/": "NotRequired[Sequence[Expr]]",
            "//": "NotRequired[Sequence[Expr]]",
            "<": "NotRequired[Sequence[Expr]]",
            "<=": "NotRequired[Sequence[Expr]]",
            ">": "NotRequired[Sequence[Expr]]",
            ">=": "NotRequired[Sequence[Expr]]",
            "is_substring": "NotRequired[Sequence[Expr]]",
            "starts_with": "NotRequired[Sequence[Expr]]",
            "ends_with": "NotRequired[Sequence[Expr]]",
            "!": "NotRequired[Expr]",
            "to_lower": "NotRequired[Expr]",
            "to_upper": "NotRequired[Expr]",
            "has_label": "NotRequired[Expr]",
            "has_mcc": "NotRequired[Expr]",
            "get": "NotRequired[TransactionPropertyValue]",
        },
    )

    Expr: TypeAlias = "ExprObject | bool | str | float"

    RuleIf = TypedDict(
        "RuleIf", {"if": "Expr", "then": "NotRequired[Sequence[Rule]]", "else": "NotRequired[Sequence[Rule]]"}
    )

    class RuleAddLabel(TypedDict):
        """A label to add."""

        add_label: Expr

    class RuleRemoveLabel(TypedDict):
        """A label to remove."""

        remove_label: Expr

    class RuleSetLabels(TypedDict):
        """Labels that take the place of all others."""

        set_labels: Sequence[Expr]

    class RuleAddMcc(TypedDict):
        """A merchant category code to add."""

        add_mcc: Expr

    class RuleRemoveMcc(TypedDict):
        """A merchant category code to remove."""

        remove_mcc: Expr

    class RuleSetMcc(TypedDict):
        """Merchant category codes that take the place of all others."""

        set_mcc: Sequence[Expr]

    class RuleSet(TypedDict):
        """A property of the transaction to set."""

        set: EditableTransactionPropertyValue
        to: Expr

    RuleBody: TypeAlias = "RuleIf | RuleAddLabel | RuleRemoveLabel | RuleSetLabels | RuleAddMcc | RuleRemoveMcc | RuleSetMcc | RuleSet"

    class ListedRuleIf(RuleIf):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleAddLabel(RuleAddLabel):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleRemoveLabel(RuleRemoveLabel):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleSetLabels(RuleSetLabels):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleAddMcc(RuleAddMcc):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleRemoveMcc(RuleRemoveMcc):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleSetMcc(RuleSetMcc):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    class ListedRuleSet(RuleSet):
        """A rule in the list of all rules. It may come without its id."""

        id: NotRequired[int | str]

    ListedRule: TypeAlias = "ListedRuleIf | ListedRuleAddLabel | ListedRuleRemoveLabel | ListedRuleSetLabels | ListedRuleAddMcc | ListedRuleRemoveMcc | ListedRuleSetMcc | ListedRuleSet"

    Rule: TypeAlias = "RuleBody"

    class StoredRuleIf(RuleIf):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleAddLabel(RuleAddLabel):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleRemoveLabel(RuleRemoveLabel):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleSetLabels(RuleSetLabels):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleAddMcc(RuleAddMcc):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleRemoveMcc(RuleRemoveMcc):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleSetMcc(RuleSetMcc):
        """A rule with its id, as the service answers."""

        id: int | str

    class StoredRuleSet(RuleSet):
        """A rule with its id, as the service answers."""

        id: int | str

    StoredRule: TypeAlias = "StoredRuleIf | StoredRuleAddLabel | StoredRuleRemoveLabel | StoredRuleSetLabels | StoredRuleAddMcc | StoredRuleRemoveMcc | StoredRuleSetMcc | StoredRuleSet"

    class LocationInputDict(TypedDict):
        """What is known beforehand about the place of a transaction."""

        raw_address: NotRequired[str | None]
        country: NotRequired[str | None]

    class TransactionInputDict(TypedDict):
        """A transaction to enrich."""

        id: str
        description: str
        date: dt.date | str
        amount: float | Decimal
        entry_type: EntryType | Literal["incoming", "outgoing"]
        currency: str
        account_holder_id: NotRequired[str | None]
        location: NotRequired[LocationInput | LocationInputDict | None]

    class ValidationErrorDict(TypedDict):
        """One problem of a request. More keys may be there."""

        loc: Sequence[str | int]
        msg: str
        type: str

else:
    AnyJson = Any
    EditableTransactionPropertyValue = Any
    ErrorDetail = Any
    ErrorDetails = Any
    Expr = Any
    ListedRule = Any
    LocationInputDict = dict
    Rule = Any
    RuleBody = Any
    StoredRule = Any
    TransactionInputDict = dict
    TransactionPropertyValue = Any
    ValidationErrorDict = dict

__all__ = [
    "AnyJson",
    "EditableTransactionPropertyValue",
    "ErrorDetail",
    "ErrorDetails",
    "Expr",
    "ListedRule",
    "LocationInputDict",
    "Rule",
    "RuleBody",
    "StoredRule",
    "TransactionInputDict",
    "TransactionPropertyValue",
    "ValidationErrorDict",
]
