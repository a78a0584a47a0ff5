"""What signatures accept as dicts, and what stays JSON: for type checkers; at run time, plain dicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict

if TYPE_CHECKING:
    from .models import (
        Kind,
    )

    KindValue: TypeAlias = 'Kind | Literal["small", "rather large", "&&"]'

    Anything: TypeAlias = "Any"

    RuleIf = TypedDict("RuleIf", {"if": "Expr", "then": "NotRequired[Expr]"})

    class RuleSet(TypedDict):
        """A value to set."""

        set: str
        to: Mapping[str, Expr]

    Rule: TypeAlias = "RuleIf | RuleSet"

    class ArchivedRuleIf(RuleIf):
        """A rule that is no longer applied."""

        archived: NotRequired[str]

    class ArchivedRuleSet(RuleSet):
        """A rule that is no longer applied."""

        archived: NotRequired[str]

    ArchivedRule: TypeAlias = "ArchivedRuleIf | ArchivedRuleSet"

    ExprObject = TypedDict(
        "ExprObject",
        {"and": "NotRequired[Sequence[Expr]]", "not": "NotRequired[Expr]", "get": "NotRequired[KindValue]"},
    )

    Expr: TypeAlias = "ExprObject | bool | str | float"

    class StoredRuleIf(RuleIf):
        """A rule that was stored."""

        id: int | str

    class StoredRuleSet(RuleSet):
        """A rule that was stored."""

        id: int | str

    StoredRule: TypeAlias = "StoredRuleIf | StoredRuleSet"

    PartInputDict = TypedDict(
        "PartInputDict",
        {
            "id": "str",
            "weight": "float | Decimal",
            "on": "dt.date | str",
            "class": "NotRequired[str | None]",
            "depth": "NotRequired[float | Decimal]",
            "seen": "NotRequired[dt.datetime | str | None]",
        },
    )

else:
    Anything = Any
    ArchivedRule = Any
    Expr = Any
    KindValue = Any
    PartInputDict = dict
    Rule = Any
    StoredRule = Any

__all__ = ["Anything", "ArchivedRule", "Expr", "KindValue", "PartInputDict", "Rule", "StoredRule"]
