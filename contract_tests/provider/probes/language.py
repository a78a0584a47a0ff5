"""Sentences of a language that is written as JSON, right ones and wrong ones, derived from its schema.

The schema of such a language has two parts. A statement has one of several forms, each known by the
keys that it must have. An expression is a scalar or an object with one key, the operator: whose value is
a list of expressions, one expression, or a word out of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contract_tests.provider.shapes import Shape, Shapes

__all__ = ["Language", "Sentence"]

NUMBERS = (12, 2.5)
TEXTS = ("Zoë’s Café", "Café")
OPERANDS: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(("&&", "||", "!"), (True, False)),
    **dict.fromkeys(("-", "*", "/", "//", "<", "<=", ">", ">="), NUMBERS),
    **dict.fromkeys(("==", "+", "is_substring", "starts_with", "ends_with"), TEXTS),
    **dict.fromkeys(("to_lower", "to_upper", "has_label"), TEXTS),
    "has_mcc": (5411,),
}
"""What an operator makes sense with; of one that is not here nothing is known."""
SCALARS = (True, False, "", "text", "Zoë’s Café №7 東京 🍣", "get", 0, -1, 2.5, 1e-7, 10**12)
DEPTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement.

    Attributes:
        what: What is special about it.
        statement: The statement.
        allowed: Whether the schema allows it.
        sensible: Whether nothing else speaks against it: a server may refuse nonsense.
    """

    what: str
    statement: Any = field(repr=False)
    allowed: bool
    sensible: bool = True


class Language:
    """The language that a schema describes.

    Args:
        shapes: Of the document.
        statement: The shape of a statement.
        expression: The shape of an expression.
    """

    def __init__(self, shapes: Shapes, statement: Shape, expression: Shape) -> None:
        self._shapes = shapes
        self._forms = statement.alternatives
        self._expression = expression
        self._operators = shapes.properties(expression)

    @classmethod
    def of(cls, shapes: Shapes, shape: Shape) -> Language | None:
        """Find the language that a schema describes.

        Args:
            shapes: Of the document.
            shape: Of a statement.

        Returns:
            The language, None when the schema describes none.
        """
        for form in shape.alternatives:
            for below in shapes.properties(form).values():
                if below.raw.get("maxProperties") == 1 and "object" in below.types:
                    return cls(shapes, shape, below)
        return None

    def sentences(self) -> Iterator[Sentence]:
        """Every form, every operator, every word, at several depths, and what is wrong with them.

        Yields:
            Sentences, each with a name of its own.
        """
        for form in self._forms:
            yield from self._of_form(form)
        for name, below in self._operators.items():
            for one in self._calls(name, below):
                yield self._with(one.what, one.statement, allowed=one.allowed, sensible=one.sensible)
        for value in SCALARS:
            yield self._with(f"the value {value!r}", value, allowed=True)
        yield from self._wrong_expressions()
        yield from self._wrong_statements()
        yield from self._deep()

    def large(self, size: int) -> Any:
        """A statement that takes at least so many bytes."""
        for form in self._forms:
            members = self._shapes.properties(form)
            (name, *more) = members
            if not more and self._is_expression(members[name]):
                return {name: "x" * size}
        raise ValueError("no form of the language takes a single expression")

    def _of_form(self, form: Shape) -> Iterator[Sentence]:
        whole = self._whole(form)
        key = min(form.required)
        yield Sentence(f"{key} with all that goes with it", whole, allowed=True)
        members = self._shapes.properties(form)
        for name in members:
            rest = {other: value for other, value in whole.items() if other != name}
            allowed = name not in form.required
            yield Sentence(f"{key} without {name}", rest, allowed=allowed)
        for name, below in members.items():
            if below.enum:
                for word in below.enum:
                    yield Sentence(f"{key} with {name} {word}", {**whole, name: word}, allowed=True)
                yield Sentence(f"{key} with an unknown {name}", {**whole, name: "unheard-of"}, allowed=False)
            each = self._shapes.items(below)
            if each is not None:
                item = whole[name][0]
                yield Sentence(f"{key} with no {name}", {**whole, name: []}, allowed=True)
                yield Sentence(f"{key} with two {name}", {**whole, name: [item, item]}, allowed=True)
                yield Sentence(f"{key} with {name} that is no list", {**whole, name: item}, allowed=False)
            yield Sentence(f"{key} with {name} null", {**whole, name: None}, allowed=False)
        yield Sentence(f"{key} with a key that nobody knows", {**whole, "unheard_of": True}, allowed=False)

    def _whole(self, form: Shape) -> dict[str, Any]:
        return {name: self._value(name, below) for name, below in self._shapes.properties(form).items()}

    def _value(self, name: str, below: Shape) -> Any:
        if below.enum:
            return below.enum[0]
        each = self._shapes.items(below)
        if each is not None:
            return [self._value(name, each)]
        return self._sensible(name) if self._is_expression(below) else self._simple()

    def _is_expression(self, below: Shape) -> bool:
        return below.name is not None and below.name == self._expression.name

    @staticmethod
    def _sensible(name: str) -> Any:
        if name == "if":
            return True
        return 5411 if "mcc" in name else "Café"

    def _simple(self) -> Any:
        """The smallest statement."""
        return self.large(1)

    def _with(self, what: str, expression: Any, *, allowed: bool, sensible: bool = True) -> Sentence:
        """A statement that takes an expression of any kind: whether it equals itself."""
        condition = next(form for form in self._forms if "if" in form.required)
        statement = {**self._whole(condition), "if": {"==": [expression, expression]}}
        return Sentence(what, statement, allowed=allowed, sensible=sensible)

    def _calls(self, name: str, below: Shape) -> Iterator[Sentence]:
        operands = OPERANDS.get(name)
        sensible = operands is not None
        values = list(operands or TEXTS)
        if below.enum:
            for word in below.enum:
                yield Sentence(f"{name} {word}", {name: word}, allowed=True)
            yield Sentence(f"{name} of what nobody knows", {name: "unheard-of"}, allowed=False)
            yield Sentence(f"{name} of a call", {name: {name: below.enum[0]}}, allowed=False)
            yield Sentence(f"{name} of a list", {name: [below.enum[0]]}, allowed=False)
        elif below.type == "array":
            yield Sentence(f"{name} of two", {name: values}, allowed=True, sensible=sensible)
            more = values[:1] * 3
            yield Sentence(f"{name} of three", {name: more}, allowed=True, sensible=False)
            yield Sentence(f"{name} of one", {name: values[:1]}, allowed=True, sensible=False)
            yield Sentence(f"{name} of none", {name: []}, allowed=True, sensible=False)
            yield Sentence(f"{name} of what is no list", {name: values[0]}, allowed=False)
            yield Sentence(f"{name} of a list with null", {name: [values[0], None]}, allowed=False)
        else:
            yield Sentence(f"{name} of one", {name: values[0]}, allowed=True, sensible=sensible)
            yield Sentence(f"{name} of a list", {name: values[:1]}, allowed=False)
        yield Sentence(f"{name} of null", {name: None}, allowed=False)

    def _wrong_expressions(self) -> Iterator[Sentence]:
        names = list(self._operators)
        one = {names[0]: list(OPERANDS.get(names[0], TEXTS))}
        for what, expression in (
            ("an operator that nobody knows", {"unheard_of": [1, 2]}),
            ("two operators in one", {**one, names[1]: one[names[0]]}),
            ("an operator and a key that nobody knows", {**one, "unheard_of": 1}),
            ("no operator", {}),
            ("null for an expression", None),
            ("a list for an expression", [True]),
        ):
            yield self._with(what, expression, allowed=False)

    def _wrong_statements(self) -> Iterator[Sentence]:
        first, second = (self._whole(form) for form in self._forms[:2])
        for what, statement in (
            ("two forms in one", {**first, **second}),
            ("a form that nobody knows", {"unheard_of": "x"}),
            ("nothing for a statement", {}),
            ("a string for a statement", "text"),
            ("a list for a statement", [first]),
            ("null for a statement", None),
        ):
            yield Sentence(what, statement, allowed=False)

    def _deep(self) -> Iterator[Sentence]:
        unary = next(n for n, b in self._operators.items() if b.type != "array" and not b.enum and n == "!")
        condition = self._whole(next(form for form in self._forms if "if" in form.required))
        branches = [name for name, value in condition.items() if isinstance(value, list)]
        for depth in DEPTHS:
            right: Any = True
            wrong: Any = {unary: [True]}
            for _ in range(depth):
                right, wrong = {unary: right}, {unary: wrong}
            yield self._with(f"calls {depth} deep", right, allowed=True)
            yield self._with(f"a wrong call {depth} deep", wrong, allowed=False)
            for name in branches:
                good: Any = self._simple()
                bad: Any = {**self._simple(), "unheard_of": 1}
                for _ in range(depth):
                    good = {"if": True, name: [good]}
                    bad = {"if": True, name: [self._simple(), bad]}
                yield Sentence(f"statements {depth} deep in {name}", good, allowed=True)
                yield Sentence(f"a wrong statement {depth} deep in {name}", bad, allowed=False)
