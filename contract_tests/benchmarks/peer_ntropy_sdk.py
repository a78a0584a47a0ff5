"""The official SDK on the same input, in an environment of its own: nothing of this project is imported."""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false, reportIncompatibleMethodOverride=false

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path


def main(path: str, rounds: int) -> None:
    """Time `sdk.batches.results`, with a session that answers from memory."""
    import requests
    from ntropy_sdk import SDK
    from requests.adapters import BaseAdapter

    body = Path(path).read_bytes()

    class Canned(BaseAdapter):
        def send(self, request, **_):
            response = requests.Response()
            response.status_code = 200
            response.request = request
            response.url = request.url
            response._content = body
            response.headers["Content-Type"] = "application/json"
            response.encoding = "utf-8"
            return response

        def close(self) -> None:
            pass

    session = requests.Session()
    session.mount("https://", Canned())
    sdk = SDK("benchmark")

    def work() -> object:
        return sdk.batches.results("id", session=session)

    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work()
    growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    seconds = []
    for _ in range(rounds):
        gc.collect()
        started = time.perf_counter()
        kept = work()
        seconds.append(time.perf_counter() - started)
        del kept
    scale = 1 if sys.platform == "darwin" else 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "growth": growth * scale}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
