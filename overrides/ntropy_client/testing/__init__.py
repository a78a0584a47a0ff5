"""Test your own code against the API, without a key, a network or credits.

Needs the extra: `pip install 'ntropy-client[testing]'`. For pytest, the fixtures `ntropy_mock`, `ntropy_sandbox`
and `ntropy_clock` are there at once:

    def test_shows_progress(ntropy_mock):
        ntropy_mock.batches_get.respond(200, example="processing", fields={"progress": 120})
        assert render("batch-1") == "120 of 1000"

    def test_enriches(ntropy_sandbox):
        assert my_code.names(["NETFLIX.COM"]) == ["Netflix"]
"""

from __future__ import annotations

from ntropy_client._extras import missing_extra

try:
    from ntropy_client.testing._mock import MockedOperation, NtropyMock
    from ntropy_client.testing._sandbox import NtropySandbox
    from ntropy_client.testing._time import held
except ModuleNotFoundError as error:
    if str(error.name).partition(".")[0] != "respx":
        raise
    raise missing_extra("testing", "Testing your own code") from error

__all__ = ["MockedOperation", "NtropyMock", "NtropySandbox", "held"]
