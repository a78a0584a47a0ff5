"""What networks, proxies and broken servers do to a request."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from ..calls import FOUND
from .server import Play, Wire

__all__ = ["BROKEN", "ODD", "SILENT", "read_then", "well"]

_JSON = json.dumps(FOUND).encode()
_GZIP = gzip.compress(_JSON * 40)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_GZIPPED = _HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
_END = "end"
_RESET = "reset"
_HANG = "hang"


def read_then(*pieces: bytes | str) -> Play:
    """Make a play that reads the request, says bytes, and then ends, resets or hangs as it is told."""

    def play(wire: Wire) -> None:
        wire.request()
        for piece in pieces:
            if isinstance(piece, bytes):
                wire.say(piece)
            else:
                {_END: wire.close, _RESET: wire.reset, _HANG: wire.hang}[piece]()

    return play


def well(body: bytes = _JSON, head: bytes = _HEAD) -> bytes:
    """Give a whole answer as bytes."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _reset_unread(wire: Wire) -> None:
    wire.reset()


def _never_ending(line: Callable[[int], bytes]) -> Play:
    """Send header lines until the client has enough; it has to have it within some megabytes."""

    def play(wire: Wire) -> None:
        wire.request()
        wire.say(b"HTTP/1.1 200 OK\r\n")
        for index in range(40_000):
            wire.say(line(index))
        wire.close()

    return play


def _corrupt(content: bytes) -> bytes:
    middle = len(content) // 2
    return (
        content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 8]) + content[middle + 8 :]
    )


BROKEN: dict[str, Play] = {
    # The connection.
    "reset before the request is read": _reset_unread,
    "reset before the headers": read_then(_RESET),
    "closed before the headers": read_then(_END),
    "reset in the status line": read_then(b"HTTP/1.1 2", _RESET),
    "closed in the headers": read_then(b"HTTP/1.1 200 OK\r\nContent-Le", _END),
    "closed before the blank line": read_then(_HEAD, _END),
    "reset after the headers": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _RESET),
    "closed after the headers": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _END),
    # The length.
    "body cut": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _JSON, _END),
    "body reset": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _JSON, _RESET),
    "body one byte short": read_then(_HEAD + b"Content-Length: %d\r\n\r\n" % (len(_JSON) + 1), _JSON, _END),
    "chunks cut between two": read_then(_CHUNKED, b"8\r\n" + _JSON[:8] + b"\r\n", _END),
    "chunks cut in one": read_then(_CHUNKED, b"%x\r\n" % len(_JSON) + _JSON[:8], _END),
    "chunks without the last": read_then(_CHUNKED, b"%x\r\n" % len(_JSON) + _JSON + b"\r\n", _END),
    "chunks cut after the zero": read_then(_CHUNKED, b"%x\r\n" % len(_JSON) + _JSON + b"\r\n0\r\n", _END),
    "chunks reset": read_then(_CHUNKED, b"%x\r\n" % len(_JSON) + _JSON + b"\r\n", _RESET),
    "chunks of no size": read_then(_CHUNKED, b"zz\r\n" + _JSON + b"\r\n0\r\n\r\n", _END),
    "length that is no number": read_then(_HEAD + b"Content-Length: many\r\n\r\n" + _JSON, _END),
    "length below zero": read_then(_HEAD + b"Content-Length: -5\r\n\r\n" + _JSON, _END),
    "two lengths": read_then(_HEAD + b"Content-Length: 5\r\n", well(head=b""), _END),
    # The encoding.
    "gzip corrupt": read_then(_GZIPPED % len(_GZIP), _corrupt(_GZIP)),
    "gzip cut": read_then(_GZIPPED % (len(_GZIP) // 2), _GZIP[: len(_GZIP) // 2]),
    "gzip without its sum": read_then(_GZIPPED % (len(_GZIP) - 8), _GZIP[:-8]),
    "gzip that is plain": read_then(_GZIPPED % len(_JSON), _JSON),
    # What is no HTTP.
    "another protocol": read_then(b"SSH-2.0-OpenSSH_9.6\r\n", _END),
    "bytes of chance": read_then(bytes(range(256)) * 4, _END),
    "a page without headers": read_then(b"<html>It works!</html>\r\n\r\n", _END),
    "a status of letters": read_then(b"HTTP/1.1 OK fine\r\n\r\n", _END),
    "headers that never end": _never_ending(b"X-More-%d: 1\r\n".__mod__),
    "one header that never ends": _never_ending(lambda index: b"X-Long: " if not index else b"x" * 100),
    "a header with a zero byte": read_then(b"HTTP/1.1 200 OK\r\nX-Zero: a\0b\r\n", well(head=b""), _END),
    "a header without a colon": read_then(b"HTTP/1.1 200 OK\r\nno colon here\r\n", well(head=b""), _END),
}
"""The request was sent, and no whole answer comes back."""

SILENT: dict[str, Play] = {
    "nothing": read_then(_HANG),
    "half a status line": read_then(b"HTTP/1.1 2", _HANG),
    "half the headers": read_then(_HEAD, _HANG),
    "no body": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _HANG),
    "half the body": read_then(_HEAD + b"Content-Length: 100\r\n\r\n", _JSON, _HANG),
    "no second chunk": read_then(_CHUNKED, b"8\r\n" + _JSON[:8] + b"\r\n", _HANG),
    "only a continue": read_then(b"HTTP/1.1 100 Continue\r\n\r\n", _HANG),
}
"""The request was sent, and the answer stops on its way without an end."""


def _piecewise(wire: Wire) -> None:
    wire.request()
    wire.drip(well(), pause=0.0005)


def _interim(wire: Wire) -> None:
    wire.request()
    wire.say(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", well())


ODD: dict[str, Play] = {
    "one byte at a time": _piecewise,
    "a continue and early hints first": _interim,
    "names in upper case": read_then(
        well(head=_HEAD.upper().replace(b"APPLICATION/JSON", b"application/json"))
    ),
    "names in lower case": read_then(well(head=b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")),
    "no words after the status": read_then(well(head=b"HTTP/1.1 200 \r\n")),
    "HTTP/1.0 without a length": read_then(
        b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + _JSON, _END
    ),
    "HTTP/1.1 without a length": read_then(_HEAD + b"\r\n" + _JSON, _END),
    "closes after each answer": read_then(well(head=_HEAD + b"Connection: close\r\n"), _END),
    "text/plain": read_then(well(head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")),
    "text/html": read_then(well(head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")),
    "no type": read_then(well(head=b"HTTP/1.1 200 OK\r\n")),
    "a wrong charset": read_then(
        well(head=b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-16\r\n")
    ),
    "a charset nobody knows": read_then(
        well(head=b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=klingon\r\n")
    ),
    "a byte order mark": read_then(well(b"\xef\xbb\xbf" + _JSON)),
    "white space around": read_then(well(b"\r\n  " + _JSON + b"\n\n")),
    "many chunks": read_then(_CHUNKED, *[b"1\r\n%c\r\n" % byte for byte in _JSON], b"0\r\n\r\n"),
    "chunks with a trailer": read_then(
        _CHUNKED, b"%x;a=b\r\n" % len(_JSON) + _JSON + b"\r\n0\r\nX-Sum: 1\r\n\r\n"
    ),
    "chunks beside a length": read_then(
        # Said, because a client cannot know of an end that is still on its way.
        _HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        b"%x\r\n" % len(_JSON) + _JSON + b"\r\n0\r\n\r\n",
        _END,
    ),
    "gzip": read_then(_GZIPPED % len(gzip.compress(_JSON)), gzip.compress(_JSON)),
    "large headers": read_then(
        well(head=_HEAD + b"".join(b"X-More-%d: %s\r\n" % (n, b"x" * 1000) for n in range(20)))
    ),
    "the same header many times": read_then(well(head=_HEAD + b"Set-Cookie: a=b\r\n" * 100)),
    "bytes in a header": read_then(well(head=_HEAD + b"X-Name: Zo\xeb \xff\r\n")),
}
"""The answer is whole, however odd it looks."""
