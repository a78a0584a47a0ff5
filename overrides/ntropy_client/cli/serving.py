"""Serve the sandbox on a port."""

from __future__ import annotations

import errno
import ipaddress
import logging
import signal
import socket
import sys
from types import FrameType

from ntropy_client._extras import missing_extra
from ntropy_client._version import __version__
from ntropy_client.document import load
from ntropy_client.sandbox import CutShortError, create_app

try:
    import uvicorn
except ModuleNotFoundError as error:
    raise missing_extra("sandbox", "`ntropy sandbox`") from error

__all__ = ["serve"]

BACKLOG = 2048

WELCOME = """\
Ntropy sandbox {version}: API {api} at {url}

  export NTROPY_BASE_URL={url}
  export NTROPY_API_KEY=any-key

Every key has an account of its own, kept until the sandbox stops. Some keys are special:
  invalid-...    answered 401
  forbidden-...  answered 403
  broke-...      answered 423 where credits are spent
Stop it with Ctrl-C.
"""


def serve(
    *, host: str, port: int, seed: int, realistic: bool, limits: bool, credits: int | None, refill: float
) -> int:
    """Serve the sandbox until a signal ends it.

    Args:
        host: Address or name to listen on.
        port: Port to listen on, 0 for a free one.
        seed: As for `create_app`, like all that follow.
        realistic: Whether batches, statements and reports take as long as they do in earnest.
        limits: Whether the documented rate limits hold.
        credits: Balance of a new account, None for one without end.
        refill: Credits per second that come back.

    Returns:
        The exit status: 0 when a signal ended it, 1 when it cannot listen there.
    """
    signals = _Signals()
    try:
        listening = _listen(host, port)
    except OSError as error:
        sys.stderr.write(f"{_reason(error, host, port)}\n")
        return 1
    app = create_app(seed=seed, realistic=realistic, limits=limits, credits=credits, refill=refill)
    logging.getLogger("uvicorn.error").addFilter(_wanted)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        ws="none",
        lifespan="off",
        # The sandbox tells its own time, and what it is.
        date_header=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=1,
    )
    address: tuple[str, int] = listening.getsockname()[:2]
    if not ipaddress.ip_address(address[0].partition("%")[0]).is_loopback:
        sys.stderr.write(f"Warning: whoever can reach {host} on the network can use this sandbox.\n")
    welcome = WELCOME.format(version=__version__, api=load().version, url=_url(*address))
    server = signals.server = _Server(config, welcome)
    if signals.came:
        server.should_exit = True
    try:
        server.run(sockets=[listening])
    finally:
        app.state.sandbox.close()
    return 0


class _Signals:
    """Has a signal end the server as soon as there is one. Nothing is raised, wherever the process just is."""

    def __init__(self) -> None:
        self.came = False
        self.server: uvicorn.Server | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        # The server has handlers of its own while it runs, and passes signals on at its end.
        self.came = True
        if self.server is not None:
            self.server.should_exit = True


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, welcome: str) -> None:
        super().__init__(config)
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            sys.stdout.write(self._welcome)
            # Whoever started this waits for the address.
            sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # From here on connections are accepted, and wait until the server has started.
        listening.listen(BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Take another with --port, or a free one with --port 0."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user. Take one above 1023 with --port."
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine. Leave --host out to listen on 127.0.0.1."
    return f"Cannot listen on {host} port {port}: {error.strerror or error}"


def _url(host: str, port: int) -> str:
    address = ipaddress.ip_address(host.partition("%")[0])
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _wanted(record: logging.LogRecord) -> bool:
    # An answer that was cut because somebody asked for it is no failure.
    cause = record.exc_info[1] if record.exc_info else None
    if record.msg == "Invalid HTTP request received.":
        record.msg = "What came in was no HTTP. The base URL begins with http://, not with https://."
    return not isinstance(cause, CutShortError)
