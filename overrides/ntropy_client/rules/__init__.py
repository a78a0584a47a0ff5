"""Rules as readable Python: small functions that make the JSON of the rule language.

::

    from ntropy_client import Ntropy, rules

    client = Ntropy()
    client.rules.create(
        rules.if_(
            rules.and_(
                rules.is_substring(rules.get("website"), "ntropy"),
                rules.gt(rules.get("amount"), 100),
            ),
            then=[rules.set_("merchant", "Ntropy"), rules.add_label("software")],
            else_=[rules.remove_label("software")],
        )
    )

What they make is plain dicts, as the document describes them (`Rule` and `Expr`), so both forms mix. An
expression is a boolean, a text, a number, or what one of these functions makes of others. Operators are
named as in Python's `operator` module. Nothing is sent or checked here but that lists are lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._edits import add_label, add_mcc, if_, remove_label, remove_mcc, set_, set_labels, set_mcc
from ._expressions import (
    add,
    and_,
    ends_with,
    eq,
    floordiv,
    ge,
    get,
    gt,
    has_label,
    has_mcc,
    is_substring,
    le,
    lt,
    mul,
    not_,
    or_,
    starts_with,
    sub,
    to_lower,
    to_upper,
    truediv,
)

if TYPE_CHECKING:
    from ntropy_api.json_types import Expr, ListedRule, Rule, StoredRule
else:
    from ntropy_api.lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__, dict.fromkeys(("Expr", "ListedRule", "Rule", "StoredRule"), "ntropy_api.json_types")
    )

__all__ = [
    "Expr",
    "ListedRule",
    "Rule",
    "StoredRule",
    "add",
    "add_label",
    "add_mcc",
    "and_",
    "ends_with",
    "eq",
    "floordiv",
    "ge",
    "get",
    "gt",
    "has_label",
    "has_mcc",
    "if_",
    "is_substring",
    "le",
    "lt",
    "mul",
    "not_",
    "or_",
    "remove_label",
    "remove_mcc",
    "set_",
    "set_labels",
    "set_mcc",
    "starts_with",
    "sub",
    "to_lower",
    "to_upper",
    "truediv",
]
