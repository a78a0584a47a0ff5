"""The expressions of rules: what they compute.

A boolean, a text or a number is itself; an object with one key is a call. Numbers are never taken for
booleans or texts, nor the other way round.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, Protocol, cast

__all__ = ["LONGEST_TEXT", "Scalar", "Scope", "UnevaluableError", "code", "evaluate", "text", "truth"]

Scalar = bool | int | float | str

LONGEST_TEXT = 4096
"""Characters that an expression can put together: rules that double a text must come to an end."""


class UnevaluableError(Exception):
    """An expression has no value."""


class Scope(Protocol):
    """The transaction that an expression is about."""

    @property
    def labels(self) -> Sequence[str]:
        """Its labels."""
        ...

    @property
    def mccs(self) -> Sequence[int]:
        """Its merchant category codes."""
        ...

    def read(self, name: str) -> Scalar:
        """Read a property.

        Args:
            name: Which.

        Returns:
            Its value; an empty text where there is none.
        """
        ...


def evaluate(expression: Any, scope: Scope) -> Scalar:
    """Compute an expression.

    Args:
        expression: Valid by the document.
        scope: What it is about.

    Returns:
        Its value.

    Raises:
        UnevaluableError: It has none: an operand is of the wrong type, a division is by zero, a number or a
            text becomes too large.
    """
    if not isinstance(expression, Mapping):
        return cast("Scalar", expression)
    ((name, operand),) = cast("Mapping[str, Any]", expression).items()
    match name:
        case "get":
            return scope.read(operand)
        case "&&":
            return all(truth(evaluate(one, scope)) for one in operand)
        case "||":
            return any(truth(evaluate(one, scope)) for one in operand)
        case "has_label":
            return text(evaluate(operand, scope)) in scope.labels
        case "has_mcc":
            return code(evaluate(operand, scope)) in scope.mccs
        case _ if name in _ONE:
            return _ONE[name](evaluate(operand, scope))
        case _:
            return _many(name, [evaluate(one, scope) for one in operand])


def truth(value: Scalar) -> bool:
    """Take a value for a boolean.

    Args:
        value: Of an expression.

    Returns:
        The same.

    Raises:
        UnevaluableError: It is none.
    """
    if not isinstance(value, bool):
        raise UnevaluableError(f"{value!r} is no boolean")
    return value


def text(value: Scalar) -> str:
    """Take a value for a text.

    Args:
        value: Of an expression.

    Returns:
        The same.

    Raises:
        UnevaluableError: It is none, or too long.
    """
    if not isinstance(value, str):
        raise UnevaluableError(f"{value!r} is no text")
    if len(value) > LONGEST_TEXT:
        raise UnevaluableError(f"a text of {len(value)} characters is too long")
    return value


def code(value: Scalar) -> int:
    """Take a value for a merchant category code.

    Args:
        value: Of an expression: a whole number, or its digits.

    Returns:
        The code, of at most four digits.

    Raises:
        UnevaluableError: It is none.
    """
    if isinstance(value, str):
        found = int(value) if value.isascii() and value.isdecimal() and len(value) <= 4 else -1
    else:
        number = _number(value)
        found = int(number) if number == number // 1 else -1
    if not 0 <= found <= 9999:
        raise UnevaluableError(f"{value!r} is no merchant category code")
    return found


def _number(value: Scalar) -> int | float:
    if isinstance(value, bool | str):
        raise UnevaluableError(f"{value!r} is no number")
    return value


def _many(name: str, values: Sequence[Scalar]) -> Scalar:
    if name == "==":
        return all(_equal(left, right) for left, right in pairwise(values))
    if name in _ORDER:
        return all(_ORDER[name](*_alike(left, right)) for left, right in pairwise(values))
    if name in _TEXTS:
        first, second = (text(value) for value in values)
        return _TEXTS[name](first, second)
    if name == "+" and all(isinstance(value, str) for value in values):
        return text("".join(map(text, values)))
    return _compute(name, [_number(value) for value in values])


def _compute(name: str, numbers: Sequence[int | float]) -> int | float:
    if name == "-" and len(numbers) == 1:
        return -numbers[0]
    try:
        result = reduce(_ARITHMETIC[name], numbers)
        if not math.isfinite(result):
            raise UnevaluableError("the result is out of range")
    except ArithmeticError as error:
        raise UnevaluableError(str(error)) from None
    return result


def _equal(left: Scalar, right: Scalar) -> bool:
    # True is no 1.
    return isinstance(left, bool | str) == isinstance(right, bool | str) and left == right


def _alike(left: Scalar, right: Scalar) -> tuple[Any, Any]:
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return _number(left), _number(right)


_ONE: Mapping[str, Callable[[Scalar], Scalar]] = {
    "!": lambda value: not truth(value),
    "to_lower": lambda value: text(text(value).lower()),
    "to_upper": lambda value: text(text(value).upper()),
}

_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "is_substring": lambda whole, part: part in whole,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
}
