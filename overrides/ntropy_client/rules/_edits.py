"""What a rule does: other rules on a condition, edits of labels and codes, a property to set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ntropy_api.json_types import EditableTransactionPropertyValue, Expr, Rule

__all__ = [
    "add_label",
    "add_mcc",
    "if_",
    "remove_label",
    "remove_mcc",
    "set_",
    "set_labels",
    "set_mcc",
]


def _listed(function: str, argument: str, values: Iterable[Any]) -> list[Any]:
    if isinstance(values, str | Mapping):
        raise TypeError(f"rules.{function}: {argument} must be a list, not a single one: give [{values!r}]")
    return list(values)


def if_(condition: Expr, then: Iterable[Rule] | None = None, else_: Iterable[Rule] | None = None) -> Rule:
    """Apply other rules, on a condition (``if``).

    Args:
        condition: What has to hold.
        then: The rules to apply when it does.
        else_: The rules to apply when it does not.

    Returns:
        The rule.

    Raises:
        TypeError: A single rule where several belong.
    """
    rule: dict[str, Any] = {"if": condition}
    if then is not None:
        rule["then"] = _listed("if_", "then", then)
    if else_ is not None:
        rule["else"] = _listed("if_", "else_", else_)
    return cast("Rule", rule)


def set_(property: EditableTransactionPropertyValue, to: Expr) -> Rule:
    """Set a property of the transaction (``set``, ``to``).

    Args:
        property: Such as ``merchant``.
        to: The new value.

    Returns:
        The rule.
    """
    return cast("Rule", {"set": property, "to": to})


def add_label(label: Expr) -> Rule:
    """Add a label (``add_label``).

    Args:
        label: The label.

    Returns:
        The rule.
    """
    return cast("Rule", {"add_label": label})


def remove_label(label: Expr) -> Rule:
    """Remove a label (``remove_label``).

    Args:
        label: The label.

    Returns:
        The rule.
    """
    return cast("Rule", {"remove_label": label})


def set_labels(labels: Iterable[Expr]) -> Rule:
    """Let labels take the place of all others (``set_labels``).

    Args:
        labels: The labels.

    Returns:
        The rule.

    Raises:
        TypeError: A single one where several belong.
    """
    return cast("Rule", {"set_labels": _listed("set_labels", "labels", labels)})


def add_mcc(mcc: Expr) -> Rule:
    """Add a merchant category code (``add_mcc``).

    Args:
        mcc: The code.

    Returns:
        The rule.
    """
    return cast("Rule", {"add_mcc": mcc})


def remove_mcc(mcc: Expr) -> Rule:
    """Remove a merchant category code (``remove_mcc``).

    Args:
        mcc: The code.

    Returns:
        The rule.
    """
    return cast("Rule", {"remove_mcc": mcc})


def set_mcc(mccs: Iterable[Expr]) -> Rule:
    """Let merchant category codes take the place of all others (``set_mcc``).

    Args:
        mccs: The codes.

    Returns:
        The rule.

    Raises:
        TypeError: A single one where several belong.
    """
    return cast("Rule", {"set_mcc": _listed("set_mcc", "mccs", mccs)})
