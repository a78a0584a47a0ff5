"""What is not the API, or does not let itself be checked, is told in one line before anything is judged."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest

from contract_tests.provider.engine import Engine
from contract_tests.provider.machinery.serving import Answer, Receive, Rewritten, Scope, Send, sandbox, serve
from contract_tests.provider.options import Options
from contract_tests.provider.run import CouldNotRunError

KEYS = {"first": "contract-test-key-0123"}


def refusal(url: str) -> str:
    """Why the server at an address cannot be checked; nothing else may have come of it."""
    engine = Engine(Options(base_url=url, keys=KEYS))
    with pytest.raises(CouldNotRunError) as caught:
        _ = engine.target
    assert engine.run.findings == []
    text = str(caught.value)
    assert "\n" not in text
    return text


def fail(answer: Answer) -> None:
    answer.status, answer.body = 500, b"oops"


def show_a_page(answer: Answer) -> None:
    answer.status, answer.body = 200, b"<html>Welcome</html>"
    answer.set_header("content-type", "text/html")


def send_elsewhere(answer: Answer) -> None:
    answer.status, answer.body = 301, b""
    answer.set_header("location", "https://api.example.com/v3/transactions")


def ask_for_patience(answer: Answer) -> None:
    answer.status = 429
    answer.set_header("retry-after", "3600")


def nest_deeply(answer: Answer) -> None:
    answer.status, answer.body = 200, b"[" * 100_000 + b"]" * 100_000


def lie_about_the_coding(answer: Answer) -> None:
    answer.set_header("content-encoding", "gzip")


@pytest.mark.parametrize(
    ("rewrite", "said", "most"),
    [
        (fail, "does not answer as the API does: 500 to GET /v3/transactions", 2),
        (show_a_page, "200 without JSON (text/html) to GET /v3/transactions", 2),
        (send_elsewhere, "a redirect to https://api.example.com/v3/transactions, which is not followed", 2),
        (ask_for_patience, "answers 429, also after waiting", 1),
        (nest_deeply, "200 without JSON", 2),
        (lie_about_the_coding, "while decompressing data", 1),
    ],
)
def test_a_server_that_is_not_the_api_is_left_alone(
    rewrite: Callable[[Answer], None], said: str, most: int
) -> None:
    """After two requests the reason is told, and the key is sent to it no more."""
    server = Rewritten(sandbox(), rewrite)
    with serve(server) as url:
        assert said in refusal(url)
    assert len(server.calls) <= most


@contextmanager
def talking(line: bytes) -> Generator[str]:
    """A server that says a line to whoever connects, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(line)

        thread = threading.Thread(target=talk)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "disconnected"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "illegal status line"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{", "without sending complete message body"),
    ],
)
def test_a_connection_that_breaks_is_no_verdict(line: bytes, said: str) -> None:
    """Whatever is wrong with the connection is told with the request that met it."""
    with talking(line) as url:
        text = refusal(url)
    assert f"no response from {url} to GET /v3/transactions?limit=1" in text
    assert said in text


@pytest.mark.parametrize("path", ["/", "/proxy", "/proxy/", "/a%20b/v1//"])
def test_an_address_may_have_a_path_and_end_with_a_slash(path: str) -> None:
    """The base URL is taken as it is meant, and what it has of its own is no part of an operation's path."""
    honest = sandbox()
    asked: list[str] = []

    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["raw_path"].decode())
        scope["raw_path"] = asked[-1].removeprefix(path.rstrip("/")).encode()
        await honest(scope, receive, send)

    with serve(mounted) as url:
        engine = Engine(Options(base_url=url + path, keys=KEYS))
        exchange = engine.target.api("probes").call("batches_get", path={"id": "b-1"})
        assert engine.target.profile == "full"
        engine.target.close()
    assert asked[-1] == path.rstrip("/") + "/v3/batches/b-1"
    assert (exchange.path, exchange.operation, exchange.status) == ("/v3/batches/b-1", "batches_get", 404)
    assert engine.run.findings == []


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://127.0.0.1:port", "http://127.0.0.1:99999", "http://:80"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """An address that cannot be one is told before anything is sent."""
    with pytest.raises(CouldNotRunError, match="not a base URL"):
        Options(base_url=url, keys=KEYS)
