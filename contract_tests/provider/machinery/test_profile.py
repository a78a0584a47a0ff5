"""Which profile a server gets is decided by what it is, and not by who asks."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.options import Options
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.target import Target

KEY = "contract-test-key-0123"


@pytest.mark.parametrize(
    ("url", "headers", "asked", "profile"),
    [
        ("https://api.example.com", {}, None, "live"),
        ("http://127.0.0.1:8787", {}, None, "live"),
        ("http://127.0.0.1:8787", {}, "full", "full"),
        ("http://[::1]:8787", {}, "smoke", "smoke"),
        ("http://localhost:8787", {"x-ntropy-sandbox": "1"}, None, "full"),
        ("https://sandbox.example.com", {"x-ntropy-sandbox": "1"}, None, "full"),
        ("https://sandbox.example.com", {"x-ntropy-sandbox": "1"}, "live", "live"),
        ("https://api.example.com", {}, "full", None),
        ("https://api.example.com", {}, "smoke", None),
        ("http://localhost.example.com", {}, "full", None),
    ],
)
def test_only_a_sandbox_or_loopback_is_checked_in_full(
    url: str, headers: dict[str, str], asked: Any, profile: str | None
) -> None:
    """A foreign server gets the live profile or nothing, whatever is asked for."""
    target = Target.remote(Run(), Options(base_url=url, profile=asked, keys={"first": KEY}))
    try:
        if profile is None:
            with pytest.raises(CouldNotRunError):
                target.settle(headers, asked)
        else:
            target.settle(headers, asked)
            assert target.profile == profile
    finally:
        target.close()
