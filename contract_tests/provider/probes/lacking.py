"""What cannot be tried is left open, with the reason."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from contract_tests.provider.probes.room import NoItemError, NoRoomError, NotPaidError
from contract_tests.provider.run import Finding, Run

__all__ = ["lacking", "no_room"]


@contextmanager
def lacking(run: Run, part: str, operation: str) -> Generator[None]:
    """Go on after what cannot be tried, since there is no item to try it on: that is unknown.

    Args:
        run: Where it is told.
        part: The part that tries.
        operation: Id of the operation that is tried.

    Yields:
        Nothing; what raises NoItemError within the block is left there.
    """
    try:
        yield
    except NoRoomError as error:
        run.full[error.collection] = str(error)
        no_room(run, part, operation, error)
    except NotPaidError:
        pass  # the run tells it once, at its end
    except NoItemError as error:
        run.add(
            Finding(part, "no-item", operation, None, "", f"not tried: {error}", verdict="unknown"),
        )


def no_room(run: Run, part: str, operation: str, error: NoRoomError) -> None:
    """Tell that something cannot be tried, since the account is full of what others have made there.

    Args:
        run: Where it is told.
        part: The part that tries.
        operation: Id of the operation that is tried.
        error: What is full.
    """
    finding = Finding(
        part=part,
        oracle="no-room",
        operation=operation,
        status=None,
        pointer="",
        message=f"not tried: {error}",
        verdict="unknown",
        exchanges=(error.exchange,),
    )
    if finding.fingerprint not in {one.fingerprint for one in run.findings if one.part == part}:
        run.add(finding)
