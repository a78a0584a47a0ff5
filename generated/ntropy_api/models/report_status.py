from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["ReportStatus"]


class ReportStatus(OpenEnum):
    """What has become of a report.

    - `open`: nobody has looked into it yet.
    - `pending`: it is being looked into.
    - `resolved`: what was reported has been mended.
    - `rejected`: nothing is changed; `rejection_reason` of the report says why.
    """

    OPEN: ClassVar[ReportStatus] = known("open")
    PENDING: ClassVar[ReportStatus] = known("pending")
    RESOLVED: ClassVar[ReportStatus] = known("resolved")
    REJECTED: ClassVar[ReportStatus] = known("rejected")
