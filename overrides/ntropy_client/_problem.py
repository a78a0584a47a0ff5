"""One thing that the API found wrong with a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Problem", "problems"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the API found wrong with a request.

    Args:
        location: Where, such as ``body.data.3.amount``.
        message: What is wrong.
        type: The kind of problem, such as ``missing``.
    """

    location: str
    message: str
    type: str


def problems(detail: object) -> list[Problem]:
    """Read the problems of a 422, whatever else stands among them.

    Args:
        detail: What the API says went wrong.

    Returns:
        The problems; none where it lists none.
    """
    if not isinstance(detail, list):
        return []
    found: list[Problem] = []
    for item in cast("list[object]", detail):
        if isinstance(item, dict):
            problem = cast("dict[str, Any]", item)
            where = problem.get("loc", [])
            steps = cast("Sequence[Any]", where) if isinstance(where, list) else [where]
            location = ".".join(str(step) for step in steps)
            found.append(Problem(location, str(problem.get("msg", "")), str(problem.get("type", ""))))
    return found
