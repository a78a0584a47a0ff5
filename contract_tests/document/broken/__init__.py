"""Documents that must be refused: what is changed in the edge document, where that is told, and as what."""

from __future__ import annotations

from .changes import Broken
from .in_answers import ANSWERS
from .in_document import DOCUMENT
from .in_operations import OPERATIONS
from .in_schemas import SCHEMAS

__all__ = ["BROKEN"]

BROKEN: dict[str, Broken] = {**DOCUMENT, **OPERATIONS, **ANSWERS, **SCHEMAS}
"""By name."""
