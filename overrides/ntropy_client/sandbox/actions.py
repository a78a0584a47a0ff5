"""Apply rules to a transaction."""

from __future__ import annotations

from collections.abc import Iterable

from ntropy_client.sandbox.draft import Draft
from ntropy_client.sandbox.expressions import UnevaluableError, code, evaluate, text, truth
from ntropy_client.sandbox.profile import Rule

__all__ = ["apply"]


def apply(rules: Iterable[Rule], draft: Draft) -> Draft:
    """Apply rules, one after another.

    Args:
        rules: In order. One that cannot be evaluated changes nothing, and those after it go on.
        draft: A transaction.

    Returns:
        The transaction after all rules.
    """
    for rule in rules:
        try:
            draft = _act(rule, draft)
        except UnevaluableError:
            continue
    return draft


def _act(rule: Rule, draft: Draft) -> Draft:
    match rule:
        case {"if": condition}:
            for one in rule.get("then" if truth(evaluate(condition, draft)) else "else", ()):
                draft = _act(one, draft)
            return draft
        case {"set": name, "to": value}:
            return draft.write(name, text(evaluate(value, draft)))
        case {"add_label": value}:
            return draft.with_labels((_label(value, draft), *draft.labels))
        case {"remove_label": value}:
            gone = _label(value, draft)
            return draft.with_labels(tuple(label for label in draft.labels if label != gone))
        case {"set_labels": values}:
            return draft.with_labels(tuple(_label(value, draft) for value in values))
        case {"add_mcc": value}:
            return draft.with_mccs([*draft.mccs, code(evaluate(value, draft))])
        case {"remove_mcc": value}:
            out = code(evaluate(value, draft))
            return draft.with_mccs([one for one in draft.mccs if one != out])
        case {"set_mcc": values}:
            return draft.with_mccs([code(evaluate(value, draft)) for value in values])
        case _:
            return draft


def _label(value: object, draft: Draft) -> str:
    found = text(evaluate(value, draft))
    if not found:
        raise UnevaluableError("a label needs a name")
    return found
