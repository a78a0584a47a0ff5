from __future__ import annotations

from ..model import Model

__all__ = ["ValidationError"]


class ValidationError(Model, frozen=True, kw_only=True):
    """One problem of a request. More keys may be there."""

    loc: list[str | int]
    """The way to the value in question: `body`, `query` or `path`, then names of fields and positions
    in arrays.
    """
    msg: str
    """What is wrong, for people."""
    type: str
    """What is wrong, as a short code for programs, such as `missing`."""
