"""Check HTTP exchanges against the document: what does not conform, and whom it hurts.

Needs the extra: `pip install 'ntropy-client[conformance]'`. Nothing of it is imported before the
first check.

    from ntropy_client.conformance import Checker

    checker = Checker()
    for violation in checker.check("GET", "/v3/batches/b-1", 200, response.headers, response.content):
        print(violation)
"""

from __future__ import annotations

from ntropy_client.conformance._checker import Checker, check
from ntropy_client.conformance._violation import Kind, Violation

__all__ = ["Checker", "Kind", "Violation", "check"]
