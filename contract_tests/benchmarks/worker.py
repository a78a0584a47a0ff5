"""One contender in a process of its own: does the work, prints seconds and growth of peak memory as JSON."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["main"]


def _reset_peak() -> int:
    """Forget the peak so far where the system allows it; give the memory in use, or the peak, in bytes."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> int:
    """The process's peak memory in bytes."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _client_decode(body: bytes) -> Callable[[], object]:
    import httpx

    from ntropy_client import Ntropy

    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    client = Ntropy("benchmark", http_client=httpx.Client(transport=transport))
    return lambda: client.batches.results("id")


def _json_decode(body: bytes) -> Callable[[], object]:
    return lambda: json.loads(body)


def _orjson_decode(body: bytes) -> Callable[[], object]:
    import orjson

    return lambda: orjson.loads(body)


def _client_encode(body: bytes) -> Callable[[], object]:
    from ntropy_client import operations

    rows = json.loads(body)
    return lambda: operations.batches_create(data=rows)


def _client_encode_models(body: bytes) -> Callable[[], object]:
    from ntropy_client import operations
    from ntropy_client.models import TransactionInput

    rows = [TransactionInput.from_dict(row) for row in json.loads(body)]
    return lambda: operations.batches_create(data=rows)


def _json_encode(body: bytes) -> Callable[[], object]:
    rows = {"operation": "POST /v3/transactions", "data": json.loads(body)}
    return lambda: json.dumps(rows).encode()


def _orjson_encode(body: bytes) -> Callable[[], object]:
    import orjson

    rows = {"operation": "POST /v3/transactions", "data": json.loads(body)}
    return lambda: orjson.dumps(rows)


WORKS: dict[str, Callable[[bytes], Callable[[], object]]] = {
    "decode ntropy-client": _client_decode,
    "decode json.loads": _json_decode,
    "decode orjson.loads": _orjson_decode,
    "encode ntropy-client, dicts": _client_encode,
    "encode ntropy-client, models": _client_encode_models,
    "encode json.dumps": _json_encode,
    "encode orjson.dumps": _orjson_encode,
}


def main(name: str, path: str, rounds: int) -> None:
    """Time one contender.

    Args:
        name: Which one.
        path: The file that holds its input.
        rounds: How often it is timed, after the first time, which is not.
    """
    work = WORKS[name](Path(path).read_bytes())
    gc.collect()
    before = _reset_peak()
    work()
    growth = _peak() - before
    seconds: list[float] = []
    for _ in range(rounds):
        gc.collect()
        started = time.perf_counter()
        kept: Any = work()
        seconds.append(time.perf_counter() - started)
        del kept
    sys.stdout.write(json.dumps({"seconds": seconds, "growth": growth}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
