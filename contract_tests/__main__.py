"""`python -m contract_tests`: check a server against the document."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one check.

    Args:
        arguments: Of the command line, None for this process's own.

    Returns:
        0 when the server conforms, 1 when it drifts, 2 when that could not be found out.
    """
    _open_what_is_closed()
    try:
        # Imported here, since most of a second passes meanwhile, in which somebody may change their mind.
        from contract_tests.provider.command import run

        return run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("could not run: it was interrupted\n")
        return 2


def _open_what_is_closed() -> None:
    """Whoever starts this process may close its streams; without this, other files would take their place."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            setattr(sys, name, os.fdopen(descriptor, "r" if descriptor == 0 else "w", closefd=False))


if __name__ == "__main__":
    sys.exit(main())
