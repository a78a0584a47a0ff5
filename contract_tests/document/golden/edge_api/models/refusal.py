from __future__ import annotations

from ..model import Model

__all__ = ["Refusal"]


class Refusal(Model, frozen=True, kw_only=True):
    """Why not."""

    detail: str | None = None
    """The reason."""
