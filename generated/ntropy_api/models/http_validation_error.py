from __future__ import annotations

from ..model import Model
from .validation_error import ValidationError

__all__ = ["HTTPValidationError"]


class HTTPValidationError(Model, frozen=True, kw_only=True):
    """The body of a 422 response, naming every field that is not acceptable."""

    detail: list[ValidationError]
    """The problems found."""
