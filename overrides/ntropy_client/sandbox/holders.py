"""What is known of account holders."""

from __future__ import annotations

from typing import Literal

__all__ = ["HolderType", "holder_type"]

HolderType = Literal["consumer", "business"]


def holder_type(holder_id: str) -> HolderType | None:
    """Tell what an account holder is.

    No operation of the document makes account holders yet, so what they are follows from their ids: those
    that begin with `unknown` or `missing` do not exist, those that begin with `business` are a business,
    and all others are consumers.

    Args:
        holder_id: As it was sent.

    Returns:
        The type, None when there is no such account holder.
    """
    if not holder_id or holder_id.startswith(("unknown", "missing")):
        return None
    return "business" if holder_id.startswith("business") else "consumer"
