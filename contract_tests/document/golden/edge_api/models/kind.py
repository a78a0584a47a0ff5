from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["Kind"]


class Kind(OpenEnum):
    """How large a thing is."""

    SMALL: ClassVar[Kind] = known("small")
    RATHER_LARGE: ClassVar[Kind] = known("rather large")
    BOTH: ClassVar[Kind] = known("&&")
