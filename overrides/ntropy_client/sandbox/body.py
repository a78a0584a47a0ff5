"""Read a request body as strictly as JSON is defined."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from ntropy_client.sandbox.answer import RefusedError, encode

__all__ = ["read"]

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read(content: bytes) -> Any:
    """Decode JSON.

    Args:
        content: The body.

    Returns:
        The value; all numbers are finite and all text can be written as UTF-8.

    Raises:
        RefusedError: 422, it is no JSON.
    """
    try:
        value = json.loads(content.decode(), parse_constant=_refuse, parse_float=_finite)
        if _SURROGATE.search(content):
            encode(value)
    except json.JSONDecodeError as error:
        raise _invalid(error.msg, error.pos) from None
    except UnicodeError:
        raise _invalid("the text is not valid UTF-8") from None
    except RecursionError:
        raise _invalid("too deeply nested") from None
    except ValueError:
        raise _invalid("a number is out of range") from None
    return value


def _invalid(reason: str, position: int = 0) -> RefusedError:
    return RefusedError.problem("body", position, msg=f"JSON decode error: {reason}", type="json_invalid")


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number
