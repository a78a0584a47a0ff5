"""Version numbers, by semantic versioning."""

from __future__ import annotations

import re

__all__ = ["RULE", "at_least", "needed", "parsed"]

RULE = """\
By semantic versioning: from 1.0.0 on, what breaks users raises the first number, what is only added the second,
and anything else the third. Before 1.0.0 the second number takes the place of the first and the third that of the
second: what breaks gives 0.y+1.0, everything else 0.y.z+1."""


def parsed(text: str) -> tuple[int, int, int] | None:
    """Read a version number.

    Args:
        text: Such as "1.2.3"; what follows the three numbers does not count.

    Returns:
        The numbers, None when there are none.
    """
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def needed(old: str, *, breaking: bool, additive: bool) -> tuple[str, str]:
    """Give the version number that a release needs.

    Args:
        old: Of the release before.
        breaking: Whether something breaks.
        additive: Whether something is added.

    Returns:
        The number, and which part of it that raises: "major", "minor" or "patch".

    Raises:
        ValueError: The old version is no version number.
    """
    numbers = parsed(old)
    if numbers is None:
        raise ValueError(f"no version number: {old!r}")
    major, minor, patch = numbers
    if major == 0:
        return (f"0.{minor + 1}.0", "minor") if breaking else (f"0.{minor}.{patch + 1}", "patch")
    if breaking:
        return f"{major + 1}.0.0", "major"
    return (f"{major}.{minor + 1}.0", "minor") if additive else (f"{major}.{minor}.{patch + 1}", "patch")


def at_least(version: str, wanted: str) -> bool:
    """Tell whether a version number is high enough.

    Args:
        version: The one at hand.
        wanted: The one that is needed.

    Returns:
        False too when one of them is no version number.
    """
    have, want = parsed(version), parsed(wanted)
    return have is not None and want is not None and have >= want
