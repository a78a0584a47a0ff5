"""Secrets, in every error that there is: the key is in nothing that may be kept, shown or sent on."""

from __future__ import annotations

import asyncio
import html
import json
import logging
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ntropy_client as api
from ntropy_api.pages import first_page
from ntropy_api.request import Request
from ntropy_api.secret import Secret
from ntropy_client import _wire
from ntropy_client._redact import blot_text, guard

from .calls import DELETE, GET, POST
from .conftest import HeldClock, Said, Script, said
from .hostile import BROKEN, SILENT, WAYS, Server, Way, answer
from .test_pages import LIST
from .test_waits import batch, statement

KEY = "a-key+of/tests=="
ECHO = {"X_Echo": KEY, "Server": KEY, "X_Request_ID": f"id-{KEY}", "Location": f"https://x.test/?key={KEY}"}

Act = Callable[[api.Ntropy], object]


def sending(request: Request[Any]) -> Act:
    return lambda client: client.send(request)


def listing(client: api.Ntropy) -> object:
    return list(first_page(client, LIST, {}))  # pyright: ignore


# What the server says, and what is asked; each ends in an error of ours.
ERRORS: dict[str, tuple[list[Said], Act]] = {
    **{
        f"status {status}": ([said(status, {"detail": f"bad key {KEY}", KEY: [KEY]}, **ECHO)], sending(GET))
        for status in (302, 400, 401, 403, 404, 409, 413, 418, 422, 423, 429, 500, 503)
    },
    "problems of a 422": ([said(422, {"detail": [{"loc": [KEY], "msg": KEY, "type": KEY}]})], sending(POST)),
    "an error in words": ([said(502, f"<b>{KEY}</b>".encode(), **ECHO)], sending(POST)),
    "a long error": ([said(400, {"detail": "x" * 480 + KEY * 9})], sending(GET)),
    "no JSON": ([said(200, f"<b>{KEY}</b>".encode(), **ECHO)], sending(GET)),
    "a body that does not fit": ([said(200, {"id": "a", "size": KEY, KEY: KEY}, **ECHO)], sending(GET)),
    "a body cut short": ([said(200, KEY.encode(), Content_Length="900")], sending(POST)),
    "no connection": ([httpx.ConnectError(f"no way to {KEY}")], sending(GET)),
    "a broken connection": ([httpx.ReadError(KEY)], sending(POST)),
    "too late": ([httpx.ReadTimeout(KEY)], sending(DELETE)),
    "no such protocol": ([httpx.UnsupportedProtocol(KEY)], sending(GET)),
    "a header that cannot be sent": ([httpx.LocalProtocolError(f"Illegal header value {KEY}")], sending(GET)),
    "trouble of the system": ([ConnectionResetError(f"reset by {KEY}")], sending(GET)),
    "a cursor that comes again": (
        [said(200, {"data": [1], "next_cursor": "c", "more": KEY}, **ECHO)] * 2,
        listing,
    ),
    "a batch that failed": ([batch("error")], lambda client: client.batches.wait("b1")),
    "a statement that failed": ([statement("error")], lambda client: client.bank_statements.wait("s1")),
    "a wait that is too long": ([batch("processing")], lambda client: client.batches.wait("b1", timeout=0)),
    "a wait without an answer": (
        [said(503, {"detail": KEY}, **ECHO)],
        lambda client: client.batches.wait("b1", timeout=0),
    ),
    "refused before sending": ([], lambda client: client.batches.get("..")),
    "an option that cannot work": ([], lambda client: client.batches.get("a", deadline=-1)),
    "an option that is unknown": ([], lambda client: client.batches.get("a", dedline=1)),  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
}


def traces(error: BaseException) -> str:
    """Give the traceback as tools print it that show variables, of all that is chained; our frames only."""
    text = ""
    seen: list[BaseException | None] = [error, error.__cause__, error.__context__]
    for one in filter(None, seen):
        shown = traceback.TracebackException.from_exception(one, capture_locals=True)
        for frame in shown.stack:
            if "contract_tests" not in frame.filename:
                text += f"{frame.filename} {frame.name} {frame.locals}\n"
        text += "".join(traceback.format_exception_only(one))
    return text


def check(error: BaseException, key: str = KEY) -> None:
    """Nothing that is made of an error has the key, in whatever form."""
    texts = [str(error), repr(error), repr(vars(error)), repr(getattr(error, "errors", "")), traces(error)]
    texts += [repr(getattr(error, "body", "")), repr(getattr(error, "detail", ""))]
    for text in texts:
        assert key not in text, text
    assert key.encode() not in pickle.dumps(error)


def ends_in(act: Callable[[], object]) -> BaseException:
    try:
        act()
    except BaseException as error:
        return error
    raise AssertionError("it succeeds")


def client_of(clock: HeldClock, answers: list[Said], key: str = KEY) -> api.Ntropy:
    http_client = httpx.Client(transport=httpx.MockTransport(Script(answers)))
    client = api.Ntropy(key, base_url="https://api.test", http_client=http_client, retries=0)
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """Hold every test to log no key, whoever logs."""
    caplog.set_level(logging.DEBUG)
    yield
    # Of this very test: `caplog.text` is that of the phase, which is the end by now.
    texts = [caplog.handler.format(record) for record in caplog.get_records("call")]
    assert [text for text in texts if KEY in text] == []


@pytest.mark.parametrize("name", ERRORS)
class TestEveryError:
    def test_with_the_key_of_a_client(self, clock: HeldClock, name: str) -> None:
        """Not in message, repr, attributes, pickle, chain, or the variables of a traceback."""
        answers, act = ERRORS[name]
        client = client_of(clock, answers)
        check(ends_in(lambda: act(client)))

    def test_with_the_key_of_a_call(self, clock: HeldClock, name: str) -> None:
        """A key that is an option is kept as well."""
        answers, act = ERRORS[name]
        client = client_of(clock, answers, "another-key").with_options(api_key=KEY)
        assert KEY not in repr(vars(client))
        check(ends_in(lambda: act(client)))

    def test_with_a_key_that_is_fetched(self, clock: HeldClock, name: str) -> None:
        """And so is one that a function gives."""
        answers, act = ERRORS[name]
        client = client_of(clock, answers)
        fetching = api.Ntropy(
            lambda: str(KEY),
            base_url=client.base_url,
            http_client=client._transport._given,  # pyright: ignore[reportPrivateUsage]
            retries=0,
        )
        check(ends_in(lambda: act(fetching)))


def test_a_key_as_an_argument_of_a_method(clock: HeldClock) -> None:
    """Methods of resources do not show what they were called with."""
    client = client_of(clock, [said(401, {"detail": KEY}), said(401, {"detail": KEY})], "another-key")
    check(ends_in(lambda: client.batches.get("a", api_key=KEY)))
    check(ends_in(lambda: client.batches.wait_for_results("a", api_key=KEY)))


@pytest.mark.parametrize("key", [f"{KEY}\n{KEY}", f"{KEY}ü", KEY.encode(), [KEY]])
@pytest.mark.parametrize("kind", [api.Ntropy, api.AsyncNtropy])
def test_a_key_that_cannot_work(key: Any, kind: Callable[..., object]) -> None:
    """It may be the true one, copied badly: it is not shown either."""
    check(ends_in(lambda: kind(key)))
    check(ends_in(lambda: kind("another-key").with_options(api_key=key)))  # type: ignore[attr-defined]  # pyright: ignore
    if not isinstance(key, list):
        check(ends_in(lambda: api.Ntropy(lambda: key).batches.get("a")))


def test_a_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it comes from."""
    monkeypatch.setenv("NTROPY_API_KEY", f"{KEY}\n{KEY}")
    check(ends_in(api.Ntropy))


def test_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of an answer shows where, in HTTP's own frames too, and not with what."""

    def interrupted(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    with Server(answer()) as server, api.Ntropy(KEY, base_url=server.url) as client:
        client.send(GET)
        monkeypatch.setattr(_wire._Watched, "read", interrupted)  # pyright: ignore[reportPrivateUsage]
        error = ends_in(lambda: client.send(POST))
    assert isinstance(error, KeyboardInterrupt)
    assert "httpcore" in traces(error)
    assert KEY not in traces(error)


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize(
    "play",
    [
        answer(200, {"id": "a", "key": KEY}, X_Echo=KEY, Set_Cookie=f"key={KEY}", Server=KEY),
        answer(401, {"detail": KEY}, X_Echo=KEY),
        answer(200, KEY.encode(), X_Echo=KEY),
        answer(307, b"", Location=f"http://127.0.0.1:1/{KEY}"),
        BROKEN["length that is no number"],
        SILENT["half the headers"],
    ],
)
def test_nobody_logs_a_key(way: Way, play: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Neither we nor an HTTP library, with everything at DEBUG and a server that echoes it in headers."""
    with Server(play) as server:
        if way.asynchronous:

            async def main() -> None:
                http_client = way.http_client() if way.http_client else None
                async with api.AsyncNtropy(KEY, base_url=server.url, http_client=http_client) as client:
                    try:
                        await client.send(GET, timeout=0.1, retries=0)
                    except api.NtropyError as error:
                        check(error)
                if http_client is not None:
                    await http_client.aclose()

            asyncio.run(main())
        else:
            with api.Ntropy(KEY, base_url=server.url) as client:
                try:
                    client.send(GET, timeout=0.1, retries=0)
                except api.NtropyError as error:
                    check(error)
    assert any(record.name == "ntropy_client" for record in caplog.records)
    assert way.name == "aiohttp" or any(record.name.startswith("httpcore") for record in caplog.records)


def in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


ESCAPES: dict[str, Callable[[str], str]] = {
    "none": str,
    "JSON": in_json,
    "JSON in JSON": lambda text: in_json(in_json(text)),
    "JSON with escaped slashes": lambda text: in_json(text).replace("/", r"\/"),
    "JSON as .NET writes it": lambda text: "".join(
        char if char.isalnum() else f"\\u{ord(char):04X}" for char in text
    ),
    "an address": lambda text: quote(text, safe=""),
    "an address in lower case": lambda text: "".join(
        char if char.isalnum() else f"%{ord(char):02x}" for char in text
    ),
    "an address in an address": lambda text: quote(quote(text, safe=""), safe=""),
    "HTML": html.escape,
    "HTML in numbers": lambda text: "".join(char if char.isalnum() else f"&#{ord(char)};" for char in text),
}
# Nothing that could stand in an error by chance.
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40).map("zqx".__add__)


@pytest.mark.parametrize("name", ESCAPES)
@given(key=KEYS, status=st.sampled_from([200, 307, 401, 500]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_echo_is_known_however_it_is_escaped(name: str, key: str, status: int) -> None:
    """As a server of any make writes it into JSON, HTML, an address or a header, for any key."""
    echo = ESCAPES[name](key)
    body = f'<a href="{echo}">{echo}</a>'.encode()
    answers: list[Said] = [said(status, body, X_Echo=echo, Location=f"https://x.test/{echo}")]
    error = ends_in(lambda: client_of(HeldClock(), answers, key).send(GET))
    assert isinstance(error, api.APIStatusError | api.ResponseValidationError)
    headers = getattr(error, "headers", {})
    for text in (str(error), error.content.decode(), *headers.values()):
        assert echo not in text
    assert b"[redacted]" in error.content
    check(error, key)


def test_what_travels() -> None:
    """A pickle of a client has the key, which is said; of an error, a page and an answer it has not."""
    client = api.Ntropy(KEY).with_options(api_key="another-" + KEY)
    twin = pickle.loads(pickle.dumps(client))
    assert twin._config.key() == KEY
    assert twin._options == {"api_key": "another-" + KEY}
    assert KEY not in repr(vars(twin))
    with Server(answer()) as server, api.Ntropy(KEY, base_url=server.url) as here:
        response = here.send(GET)
        assert KEY not in repr(response)
        content = pickle.dumps(api.Response(*(getattr(response, name) for name in response.__slots__)))
    assert KEY.encode() not in content


# What a success says, where it echoes the key, and what is asked; errors of ours speak of it.
SUCCESSES: dict[str, tuple[list[Said], Act]] = {
    "why a statement failed": (
        [statement("error", {"code": "internal_error", "message": f"no access with {KEY}"})],
        lambda client: client.bank_statements.wait("s1"),
    ),
    "the id of a batch that failed": ([batch("error", id=KEY)], lambda client: client.batches.wait("b1")),
    "the status of a batch": ([batch(KEY)], lambda client: client.batches.wait("b1", timeout=0)),
    "a cursor that comes again": ([said(200, {"data": [1], "next_cursor": KEY})] * 2, listing),
}


@pytest.mark.parametrize("name", SUCCESSES)
def test_an_error_says_no_more_than_it_should_of_a_success(clock: HeldClock, name: str) -> None:
    """The text of an error is for logs, also where the data that it is about has the key."""
    answers, act = SUCCESSES[name]
    error = ends_in(lambda: act(client_of(clock, answers)))
    assert isinstance(error, api.NtropyError)
    assert "[redacted]" in str(error)
    assert KEY not in str(error)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("key", [KEY, "letters0nly"])
def test_an_error_in_wide_letters_has_no_key(clock: HeldClock, encoding: str, key: str) -> None:
    """JSON may be read in any encoding of Unicode, and so is an error."""
    content = json.dumps({"detail": f"bad key {key}"}).encode(encoding)
    error = ends_in(lambda: client_of(clock, [said(401, content)], key).send(GET))
    assert "bad key [redacted]" in str(error)
    check(error, key)


def test_words_after_a_status_are_logged_without_the_key(caplog: pytest.LogCaptureFixture) -> None:
    """What httpx logs at INFO has all that a server said in its first line."""
    with (
        Server(answer(401, {}, reason=f"bad key {KEY}")) as server,
        api.Ntropy(KEY, base_url=server.url) as here,
    ):
        ends_in(lambda: here.send(GET))
    assert "401 bad key [redacted]" in caplog.text


def test_a_long_row_of_backslashes_costs_no_more_than_other_text() -> None:
    """A server's words must not hold up the event loop, whatever the key begins with."""
    for key in ("-abc", "_k", "%2b", "&a", "\\\\a"):
        for part in ("\\", "%25", "%", "&#x0", "&#0"):
            pieces = 40_000 // len(part)
            assert blot_text(part * pieces, key) == part * pieces
            assert blot_text(part * 9 + key, key).endswith("[redacted]")


@pytest.mark.parametrize("key", [KEY, "letters0nly"])
def test_a_key_in_escapes_of_json_is_not_shown(clock: HeldClock, key: str) -> None:
    """Letters may be escaped too, and are no longer once the body is decoded."""
    escaped = "".join(f"\\u{ord(char):04x}" for char in key)
    content = b'{"detail": "bad key ' + escaped.encode() + b'"}'
    error = ends_in(lambda: client_of(clock, [said(401, content)], key).send(GET))
    assert "bad key [redacted]" in str(error)
    check(error, key)


@pytest.mark.parametrize("key", [KEY, "letters0nly"])
def test_a_key_in_escapes_of_a_header_is_not_shown(clock: HeldClock, key: str) -> None:
    """Proxies put JSON into headers too."""
    escaped = "".join(f"\\u{ord(char):04X}" for char in key)
    error = ends_in(lambda: client_of(clock, [said(401, {}, X_Request_ID=f"of {escaped}")], key).send(GET))
    assert isinstance(error, api.AuthenticationError)
    assert error.request_id == error.headers["X-Request-ID"] == "of [redacted]"
    check(error, key)


def test_part_of_a_secret_is_one() -> None:
    """Tools that print variables cut long ones before they ask for their repr."""
    secret = Secret("k" * 200)
    assert repr(secret[:80]) == repr(secret[3]) == "'[redacted]'"
    assert secret[:80] == "k" * 80


def test_a_proxy_s_password_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what is taken for a port of it."""
    monkeypatch.setenv("ALL_PROXY", "http://user:PA/SSWORD@host.test:1")
    error = ends_in(lambda: api.Ntropy(KEY, base_url="http://127.0.0.1:9").batches.get("a"))
    assert isinstance(error, api.ConfigurationError)
    assert "the address of a proxy is none" in str(error)
    assert (error.__cause__, error.__context__) == (None, None)
    assert "PA" not in str(error)


def test_keys_come_and_go_while_others_log() -> None:
    """Many threads with keys of their own, and a library that logs each header."""
    done = threading.Event()
    failures: list[BaseException] = []
    known = [guard(Secret(f"first-{number}")) for number in range(50)]
    mask = logging.getLogger("httpx").filters[-1]
    record = logging.LogRecord("httpx", logging.INFO, "", 0, "words", (), None)

    def log() -> None:
        try:
            while not done.is_set():
                cast("logging.Filter", mask).filter(record)
        except BaseException as error:
            failures.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=log) for _ in range(3)]
    try:
        for thread in threads:
            thread.start()
        for number in range(20_000):
            guard(Secret(f"key-{number}"))
    finally:
        done.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
    assert (failures, len(known)) == ([], 50)


def test_no_cookie_goes_from_one_key_to_another() -> None:
    """Callers are known by their keys alone."""
    with Server(answer(200, {"id": "a", "size": 3}, Set_Cookie="session=mine; Path=/")) as server:
        for way in WAYS[:2]:
            way.calls(server.url, GET, (GET, {"api_key": "another"}))
    assert len(server.requests) == 4
    assert [sent.headers.get("cookie") for sent in server.requests] == [None] * 4


@pytest.mark.parametrize("way", [way for way in WAYS if way.asynchronous], ids=str)
def test_a_call_that_its_caller_ends_shows_nothing(way: Way) -> None:
    """Whoever runs out of patience gets a traceback without the frames that hold the headers."""

    async def run(url: str) -> BaseException:
        http_client = None if way.http_client is None else way.http_client()
        async with api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client:
            try:
                async with asyncio.timeout(0.05):
                    await client.send(GET)
            except TimeoutError as error:
                return error
            finally:
                if http_client is not None:
                    await http_client.aclose()
        raise AssertionError("it succeeds")

    with Server(SILENT["nothing"]) as server:
        error = asyncio.run(run(server.url))
    assert isinstance(error.__cause__, asyncio.CancelledError)
    assert "_transport.py" in traces(error)
    assert KEY not in traces(error)
    check(error)


def test_our_word_is_kept_by_exceptions_of_others() -> None:
    """What aiohttp raises, whose repr has the request's headers, reaches nobody."""
    with Server(BROKEN["length that is no number"]) as server:
        result = WAYS[2].call(server.url, GET, retries=0)
    assert isinstance(result, api.APIConnectionError)
    frame: TracebackType | None = result.__traceback__
    while frame is not None:
        assert "aiohttp" not in frame.tb_frame.f_code.co_filename.replace("_aiohttp", "")
        frame = frame.tb_next
    assert "held-by-tests" not in traces(result)
