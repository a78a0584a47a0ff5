"""``python -m contract_tests.benchmarks``: this client beside what a user would pick instead.

Contenders run in turn, each in a process of its own, several rounds; each round gives a ratio to the
yardstick of the same round, so that a machine whose speed drifts does not decide.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from . import payload
from .table import Row, read_ratios, regressions, render

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
SDK = "ntropy-sdk 5.7.0"

_START = "<!-- made by make bench -->\n"
_END = "<!-- end -->\n"


def _run(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def _compare(work: str, commands: dict[str, list[str]], yardstick: str, rounds: int) -> list[Row]:
    """Run contenders in turn; each command prints seconds and growth."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    growth: dict[str, int] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            result = _run(command)
            times[name].append(median(result["seconds"]))
            growth[name] = max(growth.get(name, 0), int(result["growth"]))
    base = times[yardstick]
    return [
        Row(
            work,
            name,
            tuple(mine / theirs for mine, theirs in zip(times[name], base, strict=True)),
            median(times[name]),
            growth[name],
            ours=name.startswith("ntropy-client"),
        )
        for name in commands
    ]


def _batches(rows: int, rounds: int, repeats: int, folder: Path) -> list[Row]:
    answer, request = folder / "results.json", folder / "inputs.json"
    answer.write_bytes(payload.results(rows))
    request.write_text(json.dumps(payload.inputs(rows)))

    def worker(name: str, path: Path) -> list[str]:
        return [sys.executable, "-m", "contract_tests.benchmarks.worker", name, str(path), str(repeats)]

    decode = {
        name: worker(f"decode {name}", answer) for name in ("ntropy-client", "json.loads", "orjson.loads")
    }
    if PEERS.exists():
        decode[SDK] = [str(PEERS), str(HERE / "peer_ntropy_sdk.py"), str(answer), "1"]
    names = ("ntropy-client, dicts", "ntropy-client, models", "json.dumps", "orjson.dumps")
    encode = {name: worker(f"encode {name}", request) for name in names}
    return [
        *_compare(f"batches.results, {rows:,} items", decode, "json.loads", rounds),
        *_compare(f"batches.create, {rows:,} items", encode, "json.dumps", rounds),
    ]


_TIMED = """
import json, sys, time
started = time.perf_counter()
{script}
elapsed = time.perf_counter() - started
sys.stdout.write(json.dumps({{"seconds": [elapsed], "growth": 0}}))
"""

# A whole call, so that everything a call needs is loaded; without a network, and so without TLS on either side.
_FIRST_CALL = """
import httpx
{before}
transport = httpx.MockTransport(lambda _: httpx.Response(200, content={batch!r}))
http_client = httpx.Client(transport=transport)
assert {call} == 1
"""


def _starts() -> dict[str, dict[str, str]]:
    """Give the scripts that start from nothing, by work and contender."""
    batch = payload.batch()
    ours = 'Ntropy("benchmark", http_client=http_client).batches.get("b").total'
    raw = 'http_client.get("http://localhost/v3/batches/b").json()["total"]'
    return {
        "import": {"ntropy-client": "import ntropy_client", "httpx alone": "import httpx"},
        "import and first call": {
            "ntropy-client": _FIRST_CALL.format(
                before="from ntropy_client import Ntropy", batch=batch, call=ours
            ),
            "httpx alone": _FIRST_CALL.format(before="", batch=batch, call=raw),
        },
    }


def _imports(rounds: int) -> list[Row]:
    rows: list[Row] = []
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    for work, scripts in _starts().items():
        commands = {
            name: [sys.executable, "-c", _TIMED.format(script=script)] for name, script in scripts.items()
        }
        # The first import of each writes its .pyc files and is not timed.
        for command in commands.values():
            subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True)
        rows += _compare(work, commands, "httpx alone", rounds)
    return [Row(row.work, row.contender, row.ratios, row.seconds, None, row.ours) for row in rows]


def _report(rows: list[Row]) -> None:
    report = ROOT / "report"
    report.mkdir(exist_ok=True)
    results = [
        {
            "work": row.work,
            "contender": row.contender,
            "ratios": row.ratios,
            "median_seconds": row.seconds,
            "peak_memory_growth_bytes": row.growth,
        }
        for row in rows
    ]
    (report / "bench.json").write_text(json.dumps({"results": results}, indent=2) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks.

    Args:
        arguments: The command line, without the program's name.

    Returns:
        0, or 1 when ``--check`` found a regression.
    """
    parser = argparse.ArgumentParser(prog="python -m contract_tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--check", action="store_true", help="fail when a ratio grew by a third")
    parser.add_argument("--write", action="store_true", help="put the table into README.md beside this file")
    options = parser.parse_args(arguments)
    rounds, repeats = (2, 2) if options.quick else (5, 3)
    with tempfile.TemporaryDirectory() as folder:
        rows = _batches(payload.FULL_BATCH, rounds, repeats, Path(folder))
    rows += _imports(7 if options.quick else 15)
    table = render(rows)
    sys.stdout.write(f"Python {platform.python_version()}, {os.cpu_count()} cores\n\n{table}")
    if not PEERS.exists():
        sys.stdout.write("\nThe official SDK was left out: make bench sets it up in .venv-peers\n")
    _report(rows)
    readme = HERE / "README.md"
    text = readme.read_text()
    if options.check:
        slower = regressions(rows, read_ratios(text))
        sys.stdout.write("".join(f"\n{line}" for line in slower or ["\nno regression"]) + "\n")
        return 1 if slower else 0
    if options.write:
        head, rest = text.split(_START)
        tail = rest.split(_END)[1]
        machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {rounds} rounds.\n\n"
        readme.write_text(f"{head}{_START}\n{machine}{table}\n{_END}{tail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
