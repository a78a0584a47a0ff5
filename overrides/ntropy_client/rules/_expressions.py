"""What a rule reads and computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ntropy_api.json_types import Expr, TransactionPropertyValue

__all__ = [
    "add",
    "and_",
    "ends_with",
    "eq",
    "floordiv",
    "ge",
    "get",
    "gt",
    "has_label",
    "has_mcc",
    "is_substring",
    "le",
    "lt",
    "mul",
    "not_",
    "or_",
    "starts_with",
    "sub",
    "to_lower",
    "to_upper",
    "truediv",
]


def _nary(operator: str, operands: tuple[Expr, ...]) -> Expr:
    for operand in operands:
        if isinstance(operand, list | tuple):
            raise TypeError(f"rules: the operands of {operator} are given one by one, not as a list")
    return cast("Expr", {operator: list(operands)})


def _unary(operator: str, operand: Expr) -> Expr:
    return cast("Expr", {operator: operand})


def get(property: TransactionPropertyValue) -> Expr:
    """Read a property of the transaction (``get``).

    Args:
        property: Such as ``website`` or ``amount``.

    Returns:
        The expression.
    """
    return cast("Expr", {"get": property})


def and_(*operands: Expr) -> Expr:
    """Tell whether all operands hold (``&&``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("&&", operands)


def or_(*operands: Expr) -> Expr:
    """Tell whether any operand holds (``||``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("||", operands)


def eq(*operands: Expr) -> Expr:
    """Tell whether the operands are equal (``==``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("==", operands)


def add(*operands: Expr) -> Expr:
    """Add (``+``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("+", operands)


def sub(*operands: Expr) -> Expr:
    """Subtract (``-``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("-", operands)


def mul(*operands: Expr) -> Expr:
    """Multiply (``*``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("*", operands)


def truediv(*operands: Expr) -> Expr:
    """Divide (``/``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("/", operands)


def floordiv(*operands: Expr) -> Expr:
    """Divide and round down (``//``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("//", operands)


def lt(*operands: Expr) -> Expr:
    """Tell whether each operand is less than the next (``<``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("<", operands)


def le(*operands: Expr) -> Expr:
    """Tell whether each operand is less than the next, or equal to it (``<=``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("<=", operands)


def gt(*operands: Expr) -> Expr:
    """Tell whether each operand is greater than the next (``>``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary(">", operands)


def ge(*operands: Expr) -> Expr:
    """Tell whether each operand is greater than the next, or equal to it (``>=``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary(">=", operands)


def is_substring(*operands: Expr) -> Expr:
    """Tell whether the first text contains the second (``is_substring``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("is_substring", operands)


def starts_with(*operands: Expr) -> Expr:
    """Tell whether the first text starts with the second (``starts_with``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("starts_with", operands)


def ends_with(*operands: Expr) -> Expr:
    """Tell whether the first text ends with the second (``ends_with``).

    Args:
        *operands: Expressions.

    Returns:
        The expression.
    """
    return _nary("ends_with", operands)


def not_(operand: Expr) -> Expr:
    """Tell whether the operand does not hold (``!``).

    Args:
        operand: An expression.

    Returns:
        The expression.
    """
    return _unary("!", operand)


def to_lower(operand: Expr) -> Expr:
    """Turn a text into lower case (``to_lower``).

    Args:
        operand: An expression.

    Returns:
        The expression.
    """
    return _unary("to_lower", operand)


def to_upper(operand: Expr) -> Expr:
    """Turn a text into upper case (``to_upper``).

    Args:
        operand: An expression.

    Returns:
        The expression.
    """
    return _unary("to_upper", operand)


def has_label(operand: Expr) -> Expr:
    """Tell whether the transaction has a label (``has_label``).

    Args:
        operand: An expression.

    Returns:
        The expression.
    """
    return _unary("has_label", operand)


def has_mcc(operand: Expr) -> Expr:
    """Tell whether the transaction has a merchant category code (``has_mcc``).

    Args:
        operand: An expression.

    Returns:
        The expression.
    """
    return _unary("has_mcc", operand)
