"""The command `ntropy`."""

from __future__ import annotations

from ntropy_client.cli.command import main

__all__ = ["main"]
