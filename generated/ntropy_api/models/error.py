from __future__ import annotations

from ..json_types import ErrorDetail, ErrorDetails
from ..model import Model

__all__ = ["Error"]


class Error(Model, frozen=True, kw_only=True):
    """The body of an error. No key is certain to be there, and others may be."""

    detail: ErrorDetail | None = None
    """What is wrong: as a rule a sentence, else a list of problems or an object."""
    details: ErrorDetails | None = None
    """What is wrong, under the older key. A sentence or an object."""
