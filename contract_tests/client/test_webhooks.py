"""Webhooks: what is not genuine is refused before it is read, and says nothing of the token."""

from __future__ import annotations

import email.message
import inspect
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest
from django.http.request import HttpHeaders  # type: ignore[import-untyped]
from starlette.datastructures import Headers as StarletteHeaders
from werkzeug.datastructures import Headers as WerkzeugHeaders
from werkzeug.test import EnvironBuilder

from contract_tests.client.delivery import CARRIED, COMPLETED, DOCUMENT, HEADER, TOKEN, event
from ntropy_client import (
    ConfigurationError,
    NtropyError,
    WebhookValidationError,
    WebhookVerificationError,
    models,
    webhooks,
)

OTHER = "trout"


def wsgi(headers: Mapping[str, str]) -> dict[str, Any]:
    """Headers as a WSGI server hands them to Flask and Django."""
    return EnvironBuilder(method="POST", headers=list(headers.items())).get_environ()


def message(headers: Mapping[str, str]) -> email.message.Message:
    """Headers as `http.server` has them."""
    made = email.message.Message()
    for name, value in headers.items():
        made[name] = value
    return made


def pairs(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


SHAPES: dict[str, Callable[[Mapping[str, str]], Any]] = {
    "dict": dict,
    "dict in lower case": lambda headers: {name.lower(): value for name, value in headers.items()},
    "dict in upper case": lambda headers: {name.upper(): value for name, value in headers.items()},
    "dict of bytes": lambda headers: dict(pairs(headers)),
    "dict of text and bytes": lambda headers: {name: value.encode() for name, value in headers.items()},
    "httpx": httpx.Headers,
    "Starlette and FastAPI": lambda headers: StarletteHeaders(raw=pairs(headers)),
    "Werkzeug": WerkzeugHeaders,
    "Flask": lambda headers: (
        EnvironBuilder(method="POST", headers=list(headers.items())).get_request().headers
    ),
    "Django": lambda headers: HttpHeaders(wsgi(headers)),
    "http.server": message,
    "ASGI": pairs,
    "ASGI, in lists": lambda headers: [list(pair) for pair in pairs(headers)],
    "pairs, once": lambda headers: iter(headers.items()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_headers_of_every_framework_are_read(shape: str) -> None:
    """The token is found in headers of any kind and in any letter case, and a wrong one there is refused."""
    beside = {"Host": "example.com", "X-Request-Id": TOKEN}
    webhooks.verify(SHAPES[shape]({**beside, HEADER: TOKEN}), token=TOKEN)
    with pytest.raises(WebhookVerificationError, match="is not the token"):
        webhooks.verify(SHAPES[shape]({**beside, HEADER: OTHER}), token=TOKEN)
    with pytest.raises(WebhookVerificationError, match="no X-Ntropy-Token header"):
        webhooks.verify(SHAPES[shape](beside), token=TOKEN)


def test_the_header_is_the_documented_one() -> None:
    """The name is what the document says that every delivery carries."""
    for item in DOCUMENT.raw["webhooks"].values():
        (carried,) = (DOCUMENT.resolve(one) for one in item["post"]["parameters"])
        webhooks.verify({carried["name"]: TOKEN}, token=TOKEN)


@pytest.mark.parametrize(
    "sent",
    ["", " ", TOKEN[:-1], TOKEN + "s", TOKEN.upper(), f"{TOKEN}, {TOKEN}", "\x00", "é", "\ud800", "漢"],
)
def test_what_is_not_the_token_is_refused(sent: str) -> None:
    """Part of the token, more than it, another case, and text of any kind is no token."""
    with pytest.raises(WebhookVerificationError, match="is not the token"):
        webhooks.verify({HEADER: sent}, token=TOKEN)


def test_space_around_the_header_is_no_part_of_it() -> None:
    """A server that leaves optional white space at the value's ends does not lose deliveries."""
    webhooks.verify({HEADER: f" {TOKEN}\t"}, token=TOKEN)
    webhooks.verify({HEADER: f" {TOKEN}\t".encode()}, token=TOKEN)


@pytest.mark.parametrize(
    "headers",
    [
        [(HEADER, TOKEN), (HEADER, TOKEN)],
        [(HEADER, TOKEN), (HEADER.lower(), OTHER)],
        {HEADER: TOKEN, HEADER.lower(): TOKEN},
        StarletteHeaders(raw=[(b"x-ntropy-token", TOKEN.encode())] * 2),
        WerkzeugHeaders([(HEADER, TOKEN), (HEADER, OTHER)]),
    ],
)
def test_a_token_that_comes_twice_is_refused(headers: Any) -> None:
    """Nobody chooses which of two headers counts."""
    with pytest.raises(WebhookVerificationError, match="more than one"):
        webhooks.verify(headers, token=TOKEN)


def test_any_of_several_tokens_is_accepted() -> None:
    """While a token is changed, the old and the new one hold, and no other."""
    for tokens in ([TOKEN, OTHER], (OTHER, TOKEN), [TOKEN]):
        webhooks.verify(CARRIED, token=tokens)
        with pytest.raises(WebhookVerificationError):
            webhooks.verify({HEADER: "pike"}, token=tokens)


def test_every_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """`hmac.compare_digest` alone decides, on bytes, and all tokens are compared though the first is right."""
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return verdict

    monkeypatch.setattr(webhooks, "compare_digest", compare)
    verdict = True
    webhooks.verify({HEADER: "pike"}, token=[TOKEN, OTHER])
    assert compared == [(b"pike", TOKEN.encode()), (b"pike", OTHER.encode())]
    verdict = False
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(CARRIED, token=TOKEN)


@pytest.mark.parametrize("wire", ["utf-8", "latin-1"])
@pytest.mark.parametrize("read", ["bytes", "latin-1", "utf-8", "utf-8 with escapes"])
def test_a_token_of_other_letters_is_the_same_in_every_framework(wire: str, read: str) -> None:
    """Whether the header's bytes are UTF-8 or Latin-1, and however a framework made text of them."""
    sent = "clé-œuf".replace("œ", "ö").encode(wire)
    if read == "utf-8" and wire == "latin-1":
        value: str | bytes = sent.decode("latin-1")  # a framework that fails as UTF-8 takes Latin-1
    elif read == "bytes":
        value = sent
    else:
        value = sent.decode(read.split()[0], "surrogateescape" if "escapes" in read else "strict")
    webhooks.verify({HEADER: value}, token="clé-öuf")
    with pytest.raises(WebhookVerificationError):
        webhooks.verify({HEADER: value}, token="clé-äuf")


def test_a_token_beyond_latin_1_is_compared_as_utf_8() -> None:
    """A token that has no Latin-1 form travels as UTF-8."""
    webhooks.verify({HEADER: "鮪".encode().decode("latin-1")}, token="鮪")
    webhooks.verify({HEADER: "鮪"}, token="鮪")
    with pytest.raises(WebhookVerificationError):
        webhooks.verify({HEADER: "鮭"}, token="鮪")


@pytest.mark.parametrize("token", ["", [], (), [TOKEN, ""], ["", TOKEN]])
def test_an_empty_token_is_refused(token: Any) -> None:
    """A setting that was forgotten lets nobody in, and says so."""
    for headers in ({}, {HEADER: ""}, CARRIED):
        with pytest.raises(ConfigurationError, match=r"empty|no token"):
            webhooks.verify(headers, token=token)
        with pytest.raises(ValueError, match=r"empty|no token"):
            webhooks.unwrap(event(), headers, token=token)


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f" {TOKEN}", "  ", [TOKEN, "\t"], "\ud800"])
def test_a_token_that_cannot_arrive_is_refused(token: Any) -> None:
    """A line end that was read with the token is found at once, not by deliveries that are all refused."""
    with pytest.raises(ConfigurationError, match="no header can carry"):
        webhooks.verify(CARRIED, token=token)


@pytest.mark.parametrize("token", [TOKEN.encode(), 7, {TOKEN: 1}, [TOKEN.encode()], [None], [TOKEN, None]])
def test_a_token_of_another_type_is_refused(token: Any) -> None:
    """Bytes, numbers, and a None among tokens are mistakes of the program; None alone is none."""
    odd = (
        next((one for one in token if not isinstance(one, str)), token) if isinstance(token, list) else token
    )
    with pytest.raises(TypeError, match=f"token is {type(odd).__name__}: give a str, several, or None"):
        webhooks.verify(CARRIED, token=token)


def test_the_token_has_to_be_given() -> None:
    """Nothing is left unverified because an argument was left out."""
    for call in (webhooks.verify, webhooks.unwrap):
        assert inspect.signature(call).parameters["token"].default is inspect.Parameter.empty
    with pytest.raises(TypeError, match="token"):
        webhooks.verify(CARRIED)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_none_verifies_nothing() -> None:
    """Who knowingly has no token gets every event."""
    webhooks.verify({}, token=None)
    assert isinstance(webhooks.unwrap(event(), {}, token=None), webhooks.BatchEvent)


@pytest.mark.parametrize(
    "headers", [None, 7, "X-Ntropy-Token: a", [1], ["token"], {HEADER: [TOKEN]}, {HEADER: 7}]
)
def test_headers_of_another_type_are_refused(headers: Any) -> None:
    """What is no headers at all is a mistake of the program, and not a delivery without a token."""
    with pytest.raises(TypeError, match=r"headers is \w+: give|header is \w+: give"):
        webhooks.verify(headers, token=TOKEN)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_the_body_is_bytes(kind: Callable[[bytes], Any]) -> None:
    """Bytes of every kind are read alike."""
    assert webhooks.unwrap(kind(event()), CARRIED, token=TOKEN) == models.BatchEvent.from_dict(COMPLETED)


@pytest.mark.parametrize("body", [event().decode(), COMPLETED, None, [COMPLETED]])
def test_a_body_that_is_not_raw_is_refused(body: Any) -> None:
    """Text and parsed JSON are a TypeError that says what to give, with and without a token."""
    for token in (TOKEN, None):
        with pytest.raises(TypeError, match="give the raw body as bytes, not the parsed JSON"):
            webhooks.unwrap(body, CARRIED, token=token)


@pytest.mark.parametrize("body", [event(), b"{", b"", b"[" * 100_000])
def test_nothing_is_read_before_it_is_verified(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery without the token is refused as that, whatever its body is, and its body is not looked at."""
    from ntropy_client import _events

    monkeypatch.setattr(_events, "read", lambda content: pytest.fail("it was read"))
    for headers in ({}, {HEADER: OTHER}, [(HEADER, TOKEN)] * 2):
        with pytest.raises(WebhookVerificationError):
            webhooks.unwrap(body, headers, token=TOKEN)


def frames(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The variables of this package in a traceback, and in those that it follows from."""
    while error is not None:
        trace = error.__traceback__
        while trace is not None:
            if "ntropy_client" in trace.tb_frame.f_globals["__name__"]:
                yield trace.tb_frame.f_locals
            trace = trace.tb_next
        error = error.__cause__ or error.__context__


SECRET = "not-to-be-shown"


@pytest.mark.parametrize(
    ("body", "headers", "token"),
    [
        (event(), {HEADER: OTHER}, SECRET),
        (event(), {HEADER: SECRET}, OTHER),
        (event(), {}, [OTHER, SECRET]),
        (event(), [(HEADER, SECRET)] * 2, SECRET),
        (event(), {HEADER: SECRET}, [SECRET, ""]),
        (event(), {HEADER: SECRET}, f"{SECRET}\n"),
        (event(), {HEADER: SECRET}, f"{SECRET}\ud800"),
        (event(), {HEADER: SECRET}, SECRET.encode()),
        (event(), {HEADER: [SECRET]}, SECRET),
        (event(), SECRET, SECRET),
        (event().decode(), {HEADER: SECRET}, SECRET),
        (b"{}", {HEADER: SECRET}, SECRET),
        (event(data={}), {HEADER: SECRET}, [SECRET]),
    ],
)
def test_no_token_is_shown(body: Any, headers: Any, token: Any) -> None:
    """Neither message, repr, pickle nor a traceback with its variables has a token, right or wrong."""
    with pytest.raises((NtropyError, TypeError)) as caught:
        webhooks.unwrap(body, headers, token=token)
    error = caught.value
    seen = list(frames(error))
    assert seen
    assert SECRET not in f"{error}{error!r}{seen}{error.__cause__!r}{error.__context__!r}"
    assert SECRET.encode() not in pickle.dumps(error)
    if not isinstance(body, str) and not isinstance(error, WebhookValidationError):
        with pytest.raises(type(error)) as caught:
            webhooks.verify(headers, token=token)
        assert SECRET not in f"{caught.value}{list(frames(caught.value))}"


def test_several_tokens_are_any_sequence() -> None:
    """A sequence of one's own, such as settings have, is taken like a list."""

    class Settings(Sequence[str]):
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: Any) -> Any:
            return [OTHER, TOKEN][index]

    webhooks.verify(CARRIED, token=Settings())
