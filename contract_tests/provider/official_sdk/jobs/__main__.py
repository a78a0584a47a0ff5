"""``python -m contract_tests.provider.official_sdk.jobs URL``: do every job with `SDK` and with `AsyncSDK`.

The standard input is a JSON object with what the jobs are `Given`. Each line of the output is a JSON object: first the version and the methods of the SDK, then for each job its
`sdk`, its `job` and what it `saw`, or the traceback that ended it as `failed`. The key is ``<sdk>-<job>``.
"""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false

from __future__ import annotations

import asyncio
import json
import sys
import traceback

import ntropy_sdk
from ntropy_sdk.async_.sdk import AsyncSDK

from . import business, enriching, keeping
from .calls import Given

JOBS = enriching.JOBS | business.JOBS | keeping.JOBS


def tell(value: dict[str, object]) -> None:
    """Write a line."""
    sys.stdout.write(json.dumps(value, default=str) + "\n")
    sys.stdout.flush()


def methods(sdk: ntropy_sdk.SDK) -> list[str]:
    """What the SDK can do, such as `batches.create`."""
    resources = {name: value for name, value in vars(sdk).items() if hasattr(value, "_sdk")}
    return [
        f"{name}.{method}"
        for name, resource in resources.items()
        for method in vars(type(resource))
        if not method.startswith("_")
    ]


async def work(kind: type, url: str, given: Given) -> None:
    """Do every job with a client of its own."""
    for name, job in JOBS.items():
        sdk = kind(f"{kind.__name__}-{name}")
        sdk.base_url = url
        outcome: dict[str, object] = {"sdk": kind.__name__, "job": name}
        try:
            outcome["saw"] = await job(sdk, given)
        except Exception:
            outcome["failed"] = traceback.format_exc()
        finally:
            close = getattr(sdk.http_client, "close", None) or sdk.http_client.session.close
            closing = close()
            if closing is not None:
                await closing
        tell(outcome)


def main(url: str) -> None:
    """Do all jobs."""
    given = Given(**json.load(sys.stdin))
    tell({"version": ntropy_sdk.__version__, "methods": methods(ntropy_sdk.SDK("any"))})
    for kind in (ntropy_sdk.SDK, AsyncSDK):
        asyncio.run(work(kind, url, given))


if __name__ == "__main__":
    main(*sys.argv[1:])
