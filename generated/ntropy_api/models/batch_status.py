from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BatchStatus"]


class BatchStatus(OpenEnum):
    """What has become of a batch.

    - `processing`: it is waiting or being worked on. There are no results yet.
    - `completed`: all its transactions have been worked on and the results can be fetched.
      Single transactions may have failed all the same; each result tells.
    - `error`: an unexpected failure stopped it. There are no results; submit the whole batch
      again.

    A batch starts as `processing` and changes once, to one of the others.
    """

    PROCESSING: ClassVar[BatchStatus] = known("processing")
    COMPLETED: ClassVar[BatchStatus] = known("completed")
    ERROR: ClassVar[BatchStatus] = known("error")
