"""Receive what the API sends to webhooks: is it genuine, and what is it?

::

    event = webhooks.unwrap(body, headers, token=os.environ["NTROPY_WEBHOOK_TOKEN"])
    match event:
        case webhooks.BatchEvent(data=batch):
            print(batch.id, batch.status)
        case webhooks.UnknownEvent(event_type=event_type):
            print("nothing is known of", event_type)

A delivery is repeated, with the same ``event_id``, until it is answered with a 2xx within 10 seconds, and may
come again even then: keep the ids you have seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hmac import compare_digest
from typing import TYPE_CHECKING, Protocol, cast

from ._errors import ConfigurationError, WebhookVerificationError

if TYPE_CHECKING:
    from ntropy_api.models import BankStatementEvent, BatchEvent, EventType, ReportEvent

    from ._events import Event, UnknownEvent
else:
    from ntropy_api.lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "BankStatementEvent": "ntropy_api.models",
            "BatchEvent": "ntropy_api.models",
            "Event": "ntropy_client._events",
            "EventType": "ntropy_api.models",
            "ReportEvent": "ntropy_api.models",
            "UnknownEvent": "ntropy_client._events",
        },
    )

__all__ = [
    "BankStatementEvent",
    "BatchEvent",
    "Event",
    "EventType",
    "Headers",
    "ReportEvent",
    "UnknownEvent",
    "unwrap",
    "verify",
]

_HEADER = "X-Ntropy-Token"
_SPACE = " \t\r\n"
"""What HTTP does not keep at the ends of a header."""


class Headers(Protocol):
    """Headers as web frameworks have them, which is as a mapping: names in any case, text or bytes."""

    def items(self) -> Iterable[tuple[str | bytes, str | bytes]]:
        """Give names and values."""
        ...


def verify(
    headers: Headers | Iterable[tuple[str | bytes, str | bytes]], *, token: str | Sequence[str] | None
) -> None:
    """Check that a delivery carries the token of the webhook; it takes the same time for every wrong token.

    Args:
        headers: The headers of the request: a mapping, such as ``request.headers`` is nearly everywhere, or
            name and value pairs, such as ASGI has.
        token: The webhook's token, as `webhooks.create` was given it; several while you change from one to
            another. None checks nothing, knowingly: take care that it is not None by mistake, as
            ``os.environ.get`` may be.

    Raises:
        WebhookVerificationError: The header ``X-Ntropy-Token`` is missing, comes twice, or is no such token.
        ConfigurationError: A token is empty, or one that no header can carry, or there is none at all.
        TypeError: The token or the headers are something else.
    """
    refusal = _refusal(headers, token)
    # Tools that print a traceback with its variables must not print these.
    del headers, token
    if refusal is not None:
        raise refusal


def unwrap(
    body: bytes | bytearray | memoryview,
    headers: Headers | Iterable[tuple[str | bytes, str | bytes]],
    *,
    token: str | Sequence[str] | None,
) -> Event:
    """Verify a delivery, and only then read its event.

    Args:
        body: The body of the request as it came: not text, and not parsed.
        headers: The headers of the request, as `verify` takes them.
        token: The webhook's token, as `verify` takes it. None verifies nothing.

    Returns:
        The event: a `BatchEvent`, `BankStatementEvent` or `ReportEvent`, whose ``data`` is what a GET gives,
        or an `UnknownEvent`. A type that this version does not know, such as ``batches.paused``, is a
        `BatchEvent` where its data fits.

    Raises:
        WebhookVerificationError: The delivery does not carry the token.
        WebhookValidationError: The body is no event, or the data does not fit its documented type; it says
            what and where, and has the whole body.
        ConfigurationError: A token is empty, or one that no header can carry, or there is none at all.
        TypeError: The body is text or parsed already, or the token or the headers are something else.
    """
    refusal = _wrong_body(body) or _refusal(headers, token)
    del headers, token
    if refusal is not None:
        raise refusal

    from ._events import read

    return read(bytes(body))


# What follows gives errors and raises none, so that no frame with a token in it is part of a traceback.


def _kind(value: object) -> str:
    return type(value).__name__


def _is_bytes(value: object) -> bool:
    return isinstance(value, bytes | bytearray | memoryview)


def _wrong_body(body: object) -> TypeError | None:
    if _is_bytes(body):
        return None
    return TypeError(f"body is {_kind(body)}: give the raw body as bytes, not the parsed JSON")


def _refusal(headers: object, token: object) -> Exception | None:
    if token is None:
        return None
    tokens = _tokens(token)
    if isinstance(tokens, Exception):
        return tokens
    values = _values(headers)
    if isinstance(values, Exception):
        return values
    if len(values) != 1:
        count = "no" if not values else "more than one"
        return WebhookVerificationError(f"the delivery has {count} {_HEADER} header")
    genuine = False
    for sent in _forms(values[0]):
        for known in tokens:
            # Compared with all, so that time does not tell which one was nearly right.
            genuine |= compare_digest(sent, known)
    return None if genuine else WebhookVerificationError(f"the {_HEADER} header is not the token")


def _tokens(token: object) -> list[bytes] | Exception:
    if isinstance(token, str):
        tokens: list[object] = [token]
    elif _is_bytes(token) or not isinstance(token, Sequence):
        return TypeError(f"token is {_kind(token)}: give a str, several, or None")
    else:
        tokens = list(cast("Sequence[object]", token))
    if not tokens:
        return ConfigurationError("no token is given; None, in place of none, verifies nothing")
    found: list[bytes] = []
    for one in tokens:
        if not isinstance(one, str):
            return TypeError(f"a token is {_kind(one)}: give a str, several, or None")
        if not one:
            return ConfigurationError("a token is empty, and would let anybody in")
        forms = _forms(one)
        if one != one.strip(_SPACE) or not forms:
            return ConfigurationError(
                "a token has white space at an end, or characters that no header can carry"
            )
        found += forms
    return found


def _values(headers: object) -> list[str | bytes] | Exception:
    """Give all values of the header."""
    items: object = getattr(headers, "items", None)
    try:
        pairs: Iterable[tuple[object, object]] = items() if callable(items) else headers  # type: ignore[assignment]
        found = [value for name, value in pairs if _is_header(name)]
    except (TypeError, ValueError):
        return TypeError(f"headers is {_kind(headers)}: give a mapping, or name and value pairs")
    for value in found:
        if not isinstance(value, str | bytes):
            return TypeError(f"the {_HEADER} header is {_kind(value)}: give headers as str or bytes")
    return cast("list[str | bytes]", found)


def _is_header(name: object) -> bool:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return isinstance(text, str) and text.lower() == _HEADER.lower()


def _forms(value: str | bytes) -> list[bytes]:
    """Give the bytes that a value may have been in the header.

    Frameworks make text of them as Latin-1 (ASGI, WSGI) or as UTF-8 (aiohttp), and it is not known as which of
    the two the API sends a token. Other characters are taken as surrogate escapes of what was no UTF-8.
    """
    if isinstance(value, bytes):
        return [value.strip(_SPACE.encode())]
    forms: dict[bytes, None] = {}
    for encoding, errors in (("utf-8", "surrogateescape"), ("latin-1", "strict")):
        try:
            forms[value.strip(_SPACE).encode(encoding, errors)] = None
        except UnicodeEncodeError:
            continue
    return list(forms)
