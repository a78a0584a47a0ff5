"""Optional parts: what is missing is named with the line that installs it."""

from __future__ import annotations

__all__ = ["missing_extra"]


def missing_extra(extra: str, what: str) -> ImportError:
    """Make the error of an optional part that is not installed.

    Args:
        extra: The extra that brings it.
        what: What needs it, as the start of a sentence.

    Returns:
        The error, to be raised from the ImportError that shows it.
    """
    return ImportError(f"{what} needs the extra [{extra}]: pip install 'ntropy-client[{extra}]'")
