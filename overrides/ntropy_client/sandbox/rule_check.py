"""Whether a rule makes sense, beyond what its schema can say.

Every expression has a type before it is ever computed: all properties are texts but the amount. So a rule
that could never be evaluated is told when it comes, and not when it should take effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard, cast

from ntropy_client.sandbox.profile import Rule

__all__ = ["DEEPEST", "NonsenseError", "check"]

DEEPEST = 32
"""Levels of rules and expressions within one another."""

_BOOLEAN, _TEXT, _NUMBER = "a boolean", "a text", "a number"
_TRUTHS = ("&&", "||")
_COMPARISONS = ("<", "<=", ">", ">=")
_TEXTS = ("is_substring", "starts_with", "ends_with")


class NonsenseError(Exception):
    """A rule makes no sense; the message says why."""


def check(rule: Rule, way: str = "", depth: int = 0) -> None:
    """Check a rule.

    Args:
        rule: Valid by the document.
        way: The way to it.
        depth: How many levels are around it.

    Raises:
        NonsenseError: It makes no sense.
    """
    _bound(way, depth)
    if "if" in rule:
        _expect(rule["if"], (_BOOLEAN,), f"{way}/if", depth)
        for name in ("then", "else"):
            for index, one in enumerate(rule.get(name, ())):
                check(one, f"{way}/{name}/{index}", depth + 1)
    elif "set" in rule:
        _expect(rule["to"], (_TEXT,), f"{way}/to", depth)
    else:
        ((name, value),) = rule.items()
        kinds = (_TEXT,) if "label" in name else (_NUMBER, _TEXT)
        if _listed(value):
            for index, one in enumerate(value):
                _expect(one, kinds, f"{way}/{name}/{index}", depth)
        else:
            _expect(value, kinds, f"{way}/{name}", depth)


def _expect(expression: Any, kinds: Sequence[str], way: str, depth: int) -> str:
    kind = _kind(expression, way, depth + 1)
    if kind not in kinds:
        raise NonsenseError(f"{way} should be {' or '.join(kinds)}, not {kind}")
    return kind


def _kind(expression: Any, way: str, depth: int) -> str:
    _bound(way, depth)
    if isinstance(expression, bool):
        return _BOOLEAN
    if isinstance(expression, str):
        return _TEXT
    if not isinstance(expression, Mapping):
        return _NUMBER
    ((name, operand),) = cast("Mapping[str, Any]", expression).items()
    here = f"{way}/{name}"
    if name == "get":
        return _NUMBER if operand == "amount" else _TEXT
    if _listed(operand):
        return _many(name, operand, here, depth)
    match name:
        case "!":
            return _expect(operand, (_BOOLEAN,), here, depth)
        case "has_mcc":
            _expect(operand, (_NUMBER, _TEXT), here, depth)
            return _BOOLEAN
        case "has_label":
            _expect(operand, (_TEXT,), here, depth)
            return _BOOLEAN
        case _:
            return _expect(operand, (_TEXT,), here, depth)


def _many(name: str, operands: Sequence[Any], way: str, depth: int) -> str:
    least = 2 if name == "==" or name in _COMPARISONS or name in _TEXTS else 1
    if len(operands) < least:
        raise NonsenseError(f"{way} needs at least {least} operand{'s' if least > 1 else ''}")
    if name in _TEXTS and len(operands) > 2:
        raise NonsenseError(f"{way} takes two operands")
    if name in _TRUTHS:
        kinds: tuple[str, ...] = (_BOOLEAN,)
    elif name == "==":
        kinds = (_BOOLEAN, _TEXT, _NUMBER)
    elif name in _TEXTS:
        kinds = (_TEXT,)
    elif name == "+" or name in _COMPARISONS:
        kinds = (_NUMBER, _TEXT)
    else:
        kinds = (_NUMBER,)
    first = _expect(operands[0], kinds, f"{way}/0", depth)
    # Numbers are added to numbers and compared with numbers, texts with texts; anything can be equal or not.
    rest = kinds if name == "==" else (first,)
    for index, one in enumerate(operands[1:], start=1):
        _expect(one, rest, f"{way}/{index}", depth)
    computed = name in {"+", "-", "*", "/", "//"}
    return first if computed else _BOOLEAN


def _listed(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list)


def _bound(way: str, depth: int) -> None:
    if depth > DEEPEST:
        raise NonsenseError(f"{way} is nested more than {DEEPEST} levels deep")
