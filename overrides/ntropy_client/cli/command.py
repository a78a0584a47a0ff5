"""The command line: what it takes, and who does it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ntropy_client._version import __version__
from ntropy_client.cli import numbers

__all__ = ["main"]

EPILOGUE = """\
Any key is accepted and has an account of its own, but for keys that begin with
invalid- (401), forbidden- (403) and broke- (423). Failures can be asked for:
  a description with sandbox:item-error   an error in place of the enrichment
  a description with sandbox:batch-error  its batch ends with status error
  a report about sandbox:reject           the report is rejected
  an upload that is no PDF                the statement ends with status error
  the header X-Ntropy-Sandbox-Fault       status=503, latency=0.5 or cut"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line unless given.

    Returns:
        The exit status: 0 for success, 1 when it could not be done, 130 when it was interrupted before it
        began; wrong arguments exit with 2.
    """
    parser = argparse.ArgumentParser(prog="ntropy", description="Tools for the Ntropy API.")
    parser.add_argument("--version", action="version", version=f"ntropy-client {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    sandbox = commands.add_parser(
        "sandbox",
        help="serve a fake of the API on this machine",
        description="Serve a stateful fake of the API on this machine, without a key or a network.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_sandbox(sandbox)
    sandbox.set_defaults(command=sandbox)
    options = parser.parse_args(arguments)
    if "command" not in options:
        parser.print_help()
        return 0
    if options.refill is not None and options.credits is None:
        sandbox.error("--refill goes with --credits: without a balance there is nothing to refill")
    try:
        from ntropy_client.cli.serving import serve
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return serve(
        host=options.host,
        port=options.port,
        seed=options.seed,
        realistic=options.realistic,
        limits=options.limits,
        credits=options.credits,
        refill=500 if options.refill is None else options.refill,
    )


def _add_sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", type=numbers.host, default="127.0.0.1", help="address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=numbers.port, default=8787, help="port to listen on (8787); 0 takes a free one"
    )
    parser.add_argument("--seed", type=numbers.whole, default=0, metavar="N", help="what ids follow from (0)")
    parser.add_argument(
        "--realistic",
        action="store_true",
        help="let batches, statements and reports take as long as they do in earnest",
    )
    parser.add_argument("--limits", action="store_true", help="answer 429 above the documented rate limits")
    parser.add_argument(
        "--credits",
        type=numbers.not_negative,
        metavar="N",
        help="balance of each key, one credit a transaction (no end); answer 423 when it is spent",
    )
    parser.add_argument(
        "--refill",
        type=numbers.rate,
        metavar="N",
        help="credits per second that come back, up to the balance (500)",
    )
