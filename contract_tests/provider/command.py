"""The command behind `python -m contract_tests`."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO, get_args

import pytest

from contract_tests.provider.accepted import read as read_accepted
from contract_tests.provider.earlier import read as read_earlier
from contract_tests.provider.engine import Engine
from contract_tests.provider.interrupts import Interrupts
from contract_tests.provider.masking import MASK, Masker
from contract_tests.provider.options import FailOn, Options, Profile, keys_from
from contract_tests.provider.progress import Progress
from contract_tests.provider.reporting import Report, prepare, render_terminal, write
from contract_tests.provider.run import CouldNotRunError, Run
from contract_tests.provider.target import Target

__all__ = ["run"]

ROOT = Path(__file__).resolve().parents[2]
CHECK = ROOT / "contract_tests" / "provider" / "test_check.py"

DESCRIPTION = """\
Check that a server does what openapi/ntropy-v3.yaml says: the sandbox within this process, or the
server at a base URL. The key for it comes from the environment variable NTROPY_API_KEY (and a second
one, if there is one, from NTROPY_API_KEY_2), never from an argument."""
EPILOGUE = "Exit status: 0 the server conforms, 1 it drifts, 2 the check could not be carried out."


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # The message repeats arguments, and somebody may have tried to give a key as one.
        if message.startswith("unrecognized arguments"):
            message = "there is an argument that is not known; a key is never one: see --help"
        raise CouldNotRunError(message)


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out one check, and say how it went.

    Args:
        arguments: Of the command line, None for this process's own.

    Returns:
        0 when the server conforms, 1 when it drifts, 2 when that could not be found out.

    Raises:
        KeyboardInterrupt: It was interrupted before there was anything to tell.
    """
    secrets = [os.environ.get(name, "").strip() for name in ("NTROPY_API_KEY", "NTROPY_API_KEY_2")]
    masker = Masker(secrets)
    try:
        # What stands in its place may itself hold a key as short as a letter, which is masked only once.
        options = _options(arguments, Masker(secret for secret in secrets if secret not in MASK))
        return _check(options, masker) if options.clean is None else _clean(options, masker)
    except CouldNotRunError as error:
        _tell(sys.stderr, masker.text(f"could not run: {error}"))
    except Exception as error:
        # The exit status 1, with which Python would end, means drift.
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        _tell(sys.stderr, masker.text(f"could not run: the check itself failed, with {what}"))
    return 2


def _clean(options: Options, masker: Masker) -> int:
    # Imported here, since it is wanted seldom, and takes long.
    from contract_tests.provider.live.cleaning import clean

    target = Target.remote(Run(), options)
    try:
        for line in clean(target, options.clean or Path()):
            _tell(sys.stdout, masker.text(line))
    finally:
        target.close()
    return 0


def _check(options: Options, masker: Masker) -> int:
    if options.out is not None:
        prepare(options.out)
    engine = Engine(options)
    engine.run.masker = masker
    interrupts = Interrupts()
    engine.run.heed = interrupts.heed
    with _beside() as stream, interrupts.watched():
        engine.run.listener = progress = Progress(stream)
        report = _carry_out(engine)
        progress.clear()
    try:
        written = write(report, options.out) if options.out is not None else ()
    except CouldNotRunError:
        _tell(sys.stdout, render_terminal(report))
        raise
    _tell(sys.stdout, render_terminal(report, " · ".join(str(path) for path in written)))
    return report.exit_code


def _beside() -> TextIO:
    """The standard error, for progress: pytest takes it away while a part runs."""
    return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", errors="replace")


def _tell(stream: TextIO, text: str) -> None:
    """Write a text; whether anybody reads it to its end changes nothing."""
    try:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
        stream.write(f"{text}\n")
        stream.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _carry_out(engine: Engine) -> Report:
    try:
        # Before the parts are loaded, which takes longer than to find out that there is nothing to check.
        _ = engine.target
    except CouldNotRunError as error:
        engine.run.engine_errors.append(str(error))
        return engine.conclude()
    for variable in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        # Meant for somebody's tests, not for this.
        os.environ.pop(variable, None)
    code = pytest.main(
        [
            str(CHECK),
            f"--rootdir={ROOT}",
            f"--config-file={ROOT / 'pyproject.toml'}",
            "--override-ini=addopts=",
            "--override-ini=filterwarnings=ignore",
            "--import-mode=importlib",
            "--disable-plugin-autoload",
            # The report is written from the run; pytest's own would show less, and might show keys.
            "-pno:terminal",
            "-pno:cacheprovider",
            "-pno:junitxml",
        ],
        plugins=[engine],
    )
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not engine.run.engine_errors:
        reason = (
            "it was interrupted" if code == pytest.ExitCode.INTERRUPTED else f"pytest ended with {code!r}"
        )
        engine.run.engine_errors.append(reason)
    return engine.conclude()


def _options(arguments: Sequence[str] | None, masker: Masker) -> Options:
    parser = _Parser(
        prog="python -m contract_tests", description=DESCRIPTION, epilog=EPILOGUE, allow_abbrev=False
    )
    parser.add_argument("--base-url", metavar="URL", help="the server; the embedded sandbox when left out")
    parser.add_argument(
        "--profile",
        choices=get_args(Profile),
        help="full: everything, which is the default for a sandbox; live: only what leaves an account as it "
        "was, the default for every other server; smoke: full with fewer cases",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of everything generated (0)")
    parser.add_argument(
        "--out", type=Path, default=Path("report"), metavar="DIR", help="where the reports go (report)"
    )
    parser.add_argument(
        "--fail-on",
        choices=get_args(FailOn),
        default="any",
        help="breaking: what does not harm users of the client is shown, but does not fail (any)",
    )
    parser.add_argument("--operations", type=_names, metavar="A,B", help="only these operations")
    parser.add_argument("--parts", type=_names, metavar="A,B", help="only these parts of the check")
    parser.add_argument(
        "--credits",
        type=int,
        metavar="N",
        help="spend no more than N credits on a server (20 under the live profile, else without end)",
    )
    parser.add_argument(
        "--webhook-url", metavar="URL", help="an address that the server may send events to, for webhooks"
    )
    parser.add_argument(
        "--allow-account-wide",
        action="store_true",
        help="also call operations that change more than what the check made; they are put back afterwards",
    )
    parser.add_argument(
        "--timings",
        action="store_true",
        help="show the cases and seconds of every operation in every phase, not only where most are",
    )
    parser.add_argument(
        "--accept",
        type=Path,
        metavar="FILE",
        help="findings that are accepted for a while (TOML: fingerprint, reason, expires): they do not count",
    )
    parser.add_argument(
        "--since",
        type=Path,
        metavar="FILE",
        help="the contract.json to compare with (the one in the directory of the reports, if there is one)",
    )
    parser.add_argument(
        "--clean",
        type=Path,
        metavar="FILE",
        help="no check: delete what an earlier one left behind, from its created.jsonl",
    )
    given = parser.parse_args(arguments)
    return Options(
        base_url=given.base_url,
        profile=given.profile,
        seed=given.seed,
        out=given.out,
        fail_on=given.fail_on,
        operations=given.operations,
        parts=given.parts,
        credits=given.credits,
        webhook_url=given.webhook_url,
        account_wide=given.allow_account_wide,
        timings=given.timings,
        clean=given.clean,
        accepted=read_accepted(given.accept) if given.accept is not None else (),
        earlier=read_earlier(
            given.since or given.out / "contract.json", wanted=given.since is not None, mask=masker.text
        ),
        keys=keys_from() if given.base_url is not None else {},
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())
