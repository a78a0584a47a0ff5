"""Values on the command line, each with words for what is wrong."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError

__all__ = ["host", "not_negative", "port", "rate", "whole"]


def host(text: str) -> str:
    """Read an address or name to listen on.

    Args:
        text: As it was typed.

    Returns:
        The same.

    Raises:
        ArgumentTypeError: It is empty, as a variable is that was never set.
    """
    if not text.strip():
        raise ArgumentTypeError("is empty: leave it out to listen on 127.0.0.1")
    return text


def whole(text: str) -> int:
    """Read a whole number.

    Args:
        text: As it was typed.

    Returns:
        The number.

    Raises:
        ArgumentTypeError: It is none.
    """
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a whole number") from None


def not_negative(text: str) -> int:
    """Read a whole number of 0 or more.

    Args:
        text: As it was typed.

    Returns:
        The number.

    Raises:
        ArgumentTypeError: It is none.
    """
    number = whole(text)
    if number < 0:
        raise ArgumentTypeError(f"{text} is below 0")
    return number


def port(text: str) -> int:
    """Read a port.

    Args:
        text: As it was typed.

    Returns:
        The port, 0 for any.

    Raises:
        ArgumentTypeError: It is none.
    """
    number = whole(text)
    if not 0 <= number <= 65535:
        raise ArgumentTypeError(f"{text} is not a port: ports go from 0 to 65535")
    return number


def rate(text: str) -> float:
    """Read a number of 0 or more, with or without a fraction.

    Args:
        text: As it was typed.

    Returns:
        The number.

    Raises:
        ArgumentTypeError: It is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise ArgumentTypeError(f"{text!r} is not a number of 0 or more")
    return number
