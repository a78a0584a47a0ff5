"""Requests for the API, told from all others that a program makes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
import respx
from respx.patterns import Pattern

from ntropy_client.document import Document

__all__ = ["OfOperation", "hosts", "other_traffic"]


def hosts(document: Document) -> frozenset[str]:
    """Give the hosts that requests for the API go to.

    Args:
        document: Whose servers count, beside ``NTROPY_BASE_URL``.

    Returns:
        Their names.
    """
    urls = [str(server["url"]) for server in document.raw.get("servers", ())]
    urls.append(os.environ.get("NTROPY_BASE_URL", ""))
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))


class OfOperation(Pattern):
    """Matches the requests of one operation, whatever ids are in their paths; with an empty name, all others that
    are for the API."""

    key: ClassVar[str] = "ntropy_operation"

    def __init__(self, value: str, find: Callable[[httpx.Request], str | None]) -> None:
        super().__init__(value)
        self._find = find

    def parse(self, request: httpx.Request) -> str | None:
        """Give the operation's id, empty for a path that the document does not have, None for another host."""
        return self._find(request)

    def __hash__(self) -> int:
        return hash((self.key, self.value))


def other_traffic(router: respx.MockRouter) -> None:
    """Let requests that are not for the API go where they would have gone.

    Args:
        router: Where all other routes are by now.
    """
    router.route().pass_through()
