"""A server of one script: each request that arrives is met by the next play, whatever that does to it."""

from __future__ import annotations

import json
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ..calls import FOUND

__all__ = ["Play", "Sent", "Server", "Wire", "answer"]

_PATIENCE = 5.0
"""Seconds after which a play gives up: a client that never goes away must not hang the tests."""


@dataclass(frozen=True)
class Sent:
    """A request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def request_id(self) -> str:
        return self.headers["x-request-id"]


class GoneError(Exception):
    """The client has closed the connection."""


class Wire:
    """One connection, from the server's end."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._socket = connection
        self._server = server
        self._received = b""
        self.closed = False

    def request(self, *, pause: float = 0.0) -> Sent:
        """Read one request whole, with a pause before each piece, and keep it on the server's record."""
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, _, rest = self._received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        self._received = rest
        if headers.get("transfer-encoding") == "chunked":
            while not self._received.endswith(b"0\r\n\r\n"):
                self._receive()
            body, self._received = self._received, b""
        else:
            length = int(headers.get("content-length", "0"))
            pieces = [self._received]
            while (missing := length - sum(map(len, pieces))) > 0:
                if pause and self._server.over.wait(pause):
                    raise GoneError
                self._received = b""
                self._receive(min(missing, 65_536))
                pieces.append(self._received)
            self._received = b"".join(pieces)
            body, self._received = self._received[:length], self._received[length:]
        sent = Sent(method, target, headers, body)
        self._server.requests.append(sent)
        return sent

    def _receive(self, most: int = 65_536) -> None:
        data = self._socket.recv(most)
        if not data:
            raise GoneError
        self._received += data

    def say(self, *pieces: bytes) -> None:
        """Send bytes."""
        for piece in pieces:
            self._socket.sendall(piece)

    def drip(self, content: bytes, *, pause: float = 0.01) -> None:
        """Send bytes one at a time; the server counts how many got out."""
        for index in range(len(content)):
            if self._server.over.wait(pause) or self.is_left():
                raise GoneError
            self.say(content[index : index + 1])
            self._server.dripped += 1

    def sip(self, count: int, size: int, *, pause: float = 0.005) -> None:
        """Read a little at a time; the server counts how often."""
        for _ in range(count):
            if self._server.over.wait(pause) or not self._socket.recv(size):
                raise GoneError
            self._server.sipped += 1

    def is_left(self) -> bool:
        """Whether the client has gone away."""
        try:
            readable, _, _ = select.select([self._socket], [], [], 0)
            if not readable:
                return False
            # TLS has no way to look; but nobody sends more while waiting for an answer.
            flags = 0 if isinstance(self._socket, ssl.SSLSocket) else socket.MSG_PEEK
            return not self._socket.recv(1, flags)
        except (OSError, ValueError):  # closed here, too
            return True

    def hang(self) -> None:
        """Keep silent until the client goes away."""
        waited = 0.0
        while waited < _PATIENCE and not self._server.over.wait(0.005) and not self.is_left():
            waited += 0.005
        self.close()

    def secure(self, context: ssl.SSLContext) -> None:
        """Begin to speak TLS, as at the end of a tunnel."""
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._server.tunnels.append(self._socket)

    def reset(self) -> None:
        """Break the connection: the other side reads an error, not an end."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """End the connection."""
        self.closed = True
        if isinstance(self._socket, ssl.SSLSocket):
            # Others hear of the end by TLS itself.
            with suppress(OSError, ValueError):
                self._socket.settimeout(0.05)
                self._socket.unwrap()
        self._socket.close()

    def hears(self) -> bool:
        """Wait for the beginning of a request; False when there will be none."""
        if isinstance(self._socket, ssl.SSLSocket):
            self._received = self._socket.recv(1)
            return bool(self._received)
        return bool(self._socket.recv(1, socket.MSG_PEEK))

    @property
    def waits(self) -> bool:
        """Whether bytes of a request came already."""
        return bool(self._received)


Play = Callable[[Wire], None]
"""What is done about one request. The connection stays open when it returns, unless it was closed."""


class Server:
    """Listens on loopback while its `with` block lasts.

    Args:
        plays: What is done about each request, in the order of arrival; the last one is repeated.
        greeting: What is done about each connection, before a request.
        tls: The server's side of TLS; plain HTTP when None.
    """

    def __init__(self, *plays: Play, greeting: Play | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._plays: Sequence[Play] = plays
        self._greeting = greeting
        self._tls = tls
        self._next = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._wires: list[Wire] = []
        self.tunnels: list[ssl.SSLSocket] = []
        self.over = threading.Event()
        self.requests: list[Sent] = []
        self.connections = 0
        self.dripped = 0
        self.sipped = 0
        self.errors: list[Exception] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://{'localhost' if self._tls else '127.0.0.1'}:{self.port}"

    @property
    def taken(self) -> int:
        """How many requests began to arrive."""
        return self._next

    def _take(self) -> Play:
        with self._lock:
            play = self._plays[min(self._next, len(self._plays) - 1)]
            self._next += 1
        return play

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            with self._lock:
                self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                connection.settimeout(_PATIENCE)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                wire = Wire(connection, self)
                with self._lock:
                    self._wires.append(wire)
                try:
                    self._play(wire)
                except GoneError:
                    return
                except OSError:
                    return
                except Exception as error:
                    self.errors.append(error)
                finally:
                    wire.close()

    def _play(self, wire: Wire) -> None:
        if self._greeting is not None:
            self._greeting(wire)
        while not wire.closed:
            if not wire.waits and not wire.hears():
                return
            self._take()(wire)

    def __enter__(self) -> Self:
        accepting = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(accepting)
        accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        for tunnel in self.tunnels:
            with suppress(OSError):
                tunnel.shutdown(socket.SHUT_RDWR)
            tunnel.close()
        # A thread that accepts is not woken by closing what it accepts on.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            wires, threads = list(self._wires), list(self._threads)
        for wire in wires:
            with suppress(OSError):
                wire._socket.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportPrivateUsage]
        for thread in threads:
            thread.join(_PATIENCE)
            assert not thread.is_alive(), "a play does not end"
        if error is None and self.errors:
            raise self.errors[0]


def answer(
    status: int = 200, body: object = FOUND, *, reason: str = "OK", **headers: str
) -> Callable[[Wire], None]:
    """Make a play that answers as a sound server does.

    Args:
        status: The status.
        body: JSON, or bytes as they are.
        reason: The words after the status.
        **headers: More headers, with underscores for dashes.

    Returns:
        The play.
    """
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    lines.update({name.replace("_", "-"): value for name, value in headers.items()})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())

    def play(wire: Wire) -> None:
        wire.request()
        wire.say(f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1"), content)

    return play
