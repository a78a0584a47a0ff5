"""An uploaded bank statement: all that can be told of it follows from its bytes and when they came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ntropy_client.sandbox import pdf, timestamps

__all__ = ["Statement", "StatementPace", "StatementStatus"]

StatementStatus = Literal["processing", "completed", "error"]


@dataclass(frozen=True, slots=True)
class StatementPace:
    """How fast statements are read.

    Attributes:
        start: Seconds that every statement takes.
        page: Seconds more for each page.
        longest: No statement takes more seconds than this.
    """

    start: float
    page: float
    longest: float


FAST = StatementPace(start=0.2, page=0.01, longest=0.4)
REALISTIC = StatementPace(start=20, page=2, longest=300)


@dataclass(frozen=True, slots=True)
class Statement:
    """A bank statement. The bytes themselves are not kept.

    Attributes:
        id: Made by the sandbox.
        position: Its place in the list, higher for newer ones.
        name: The file's name, as it was sent.
        size: Of the file, in bytes.
        pages: How many the file has; 1 when they cannot be counted.
        seed: What its lines follow from: a digest of the bytes.
        readable: Whether it is a PDF; otherwise it ends as an error.
        created: When it was uploaded.
        pace: How fast it is read.
    """

    id: str
    position: int
    name: str
    size: int
    pages: int
    seed: str = field(repr=False)
    readable: bool
    created: datetime
    pace: StatementPace

    @classmethod
    def of(
        cls, content: bytes, *, id: str, position: int, name: str, created: datetime, pace: StatementPace
    ) -> Statement:
        """Take in an uploaded file.

        Args:
            content: Its bytes.
            id: Of the statement.
            position: Its place in the list.
            name: Of the file.
            created: When it was uploaded.
            pace: How fast it is read.

        Returns:
            The statement.
        """
        return cls(
            id=id,
            position=position,
            name=name,
            size=len(content),
            pages=pdf.pages(content),
            seed=hashlib.sha256(content).hexdigest(),
            readable=pdf.is_pdf(content),
            created=created,
            pace=pace,
        )

    @property
    def ends(self) -> datetime:
        """When it is no longer processing."""
        return self.created + timedelta(
            seconds=min(self.pace.longest, self.pace.start + self.pages * self.pace.page)
        )

    def status(self, now: datetime) -> StatementStatus:
        """Tell the status.

        Args:
            now: When it is asked for.

        Returns:
            The status.
        """
        if now < self.ends:
            return "processing"
        return "completed" if self.readable else "error"

    def view(self, now: datetime) -> dict[str, Any]:
        """Show the statement.

        Args:
            now: When it is asked for.

        Returns:
            A `BankStatement`.
        """
        status = self.status(now)
        error = {"code": "invalid_bank_statement", "message": "The document is not a valid bank statement"}
        return {
            "id": self.id,
            "name": self.name,
            "status": status,
            "created_at": timestamps.without_zone(self.created),
            "file": {"no_pages": self.pages, "size": self.size},
            "error": error if status == "error" else None,
        }
