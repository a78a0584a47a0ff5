"""A progress bar on request, which never goes backwards."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ._extras import missing_extra

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["Progress", "require_tqdm"]


def require_tqdm() -> type[tqdm[Any]]:
    """Give the class that draws bars.

    Returns:
        That of a notebook in a notebook.

    Raises:
        ImportError: The extra ``[progress]`` is not installed.
    """
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise missing_extra("progress", "A progress bar") from error
    return tqdm


class Progress:
    """Shows how far jobs are, by their ``progress`` and ``total``; one that has neither counts as one.

    Args:
        enabled: Whether anything is shown.
        unit: What is counted.
    """

    def __init__(self, *, enabled: bool, unit: str) -> None:
        self._enabled = enabled
        self._unit = unit
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> Self:
        if self._enabled:
            self._bar = require_tqdm()(unit=f" {self._unit}")
        return self

    def show(self, jobs: Iterable[object]) -> None:
        """Show the state of the jobs.

        Args:
            jobs: The jobs as last seen.
        """
        if self._bar is None:
            return
        seen = list(jobs)
        done = sum(
            _count(getattr(job, "progress", getattr(job, "status", "") == "completed")) for job in seen
        )
        total = sum(_count(getattr(job, "total", 1)) for job in seen)
        self._bar.total = max(total, self._bar.total or 0)
        self._bar.update(max(0, done - self._bar.n))
        self._bar.refresh()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def _count(number: int) -> int:
    # A server may say anything, and a bar must not end a wait.
    return max(0, min(int(number), 10**12))
