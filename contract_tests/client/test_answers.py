"""Answers of every kind: what they become, and which error says what went wrong."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api.request import Request

from .calls import DELETE, FOUND, GET, POST, Thing, client_of, failure_of
from .conftest import HeldClock, said


class TestWhatComesBack:
    def test_no_content(self, clock: HeldClock) -> None:
        """A 204 is None."""
        client, _ = client_of(clock, said(204))
        assert client.send(DELETE).value is None

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
    def test_the_body_is_judged_by_itself(self, clock: HeldClock, content_type: str) -> None:
        """JSON is JSON under any content type."""
        headers = {"Content-Type": content_type} if content_type else {}
        client, _ = client_of(clock, httpx.Response(200, content=json.dumps(FOUND), headers=headers))
        assert client.send(GET).value.size == 3

    def test_an_undocumented_success_is_a_success(self, clock: HeldClock) -> None:
        """A 201 where the document says 200 does not lose a result."""
        client, _ = client_of(clock, said(201, FOUND))
        assert client.send(POST).value.id == "a"

    @pytest.mark.parametrize(
        ("body", "where", "why"),
        [
            (b"", "$", "empty"),
            (b"<html>", "$", "malformed"),
            (b'{"id": "a", "si', "$", "truncated"),
            (b'\xff\xfe{"id"', "$", "malformed"),
            (b'{"size": 3}', "$", "missing required field `id`"),
            (b'{"id": "a", "size": "many"}', "$.size", "Expected `int`"),
            (b"null", "$", "got `null`"),
        ],
    )
    def test_a_success_that_does_not_fit_keeps_its_body(
        self, clock: HeldClock, body: bytes, where: str, why: str
    ) -> None:
        """What was paid for is not lost: the error has place, reason, request id and the whole body."""
        error = failure_of(clock, said(200, body, X_Request_ID="server-1"))
        assert isinstance(error, api.ResponseValidationError)
        assert error.location == where
        assert why in error.reason
        assert error.content == body
        assert "things_get" in str(error)
        assert "server-1" in str(error)
        assert repr(body.decode("utf-8", "replace")) in str(error)

    @pytest.mark.parametrize(
        ("body", "value"), [(b"null", None), (b'{"id":"a"}', Thing("a")), (b'{"b":1}', {"b": 1})]
    )
    def test_alternatives_are_tried_in_order(self, clock: HeldClock, body: bytes, value: object) -> None:
        """Null, a model, or a free object: the first that fits counts."""
        request: Request[Any] = Request("r", "GET", "/r", {200: (None, Thing, dict[str, Any])})
        client, _ = client_of(clock, said(200, body))
        assert client.send(request).value == value

    def test_a_204_that_claims_a_length_is_no_failure(self, clock: HeldClock) -> None:
        """It has no body, whatever its header says."""
        client, script = client_of(clock, said(204, None, Content_Length="4"))
        assert client.send(DELETE).value is None
        assert len(script.requests) == 1

    def test_a_success_nested_beyond_reason_keeps_its_body(self, clock: HeldClock) -> None:
        """Depth is no crash."""
        deep = b'{"id": "a", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        error = failure_of(clock, said(200, deep))
        assert isinstance(error, api.ResponseValidationError)
        assert error.content == deep

    def test_unknown_fields_are_ignored(self, clock: HeldClock) -> None:
        """A newer server does not break an older client."""
        client, _ = client_of(clock, said(200, {**FOUND, "cost_credits": 3}))
        assert client.send(GET).value == Thing("a", 3)


CLASSES = {
    400: api.BadRequestError,
    401: api.AuthenticationError,
    403: api.PermissionDeniedError,
    404: api.NotFoundError,
    409: api.ConflictError,
    413: api.PayloadTooLargeError,
    422: api.UnprocessableEntityError,
    423: api.QuotaExceededError,
    429: api.RateLimitError,
    500: api.ServerError,
    502: api.ServerError,
    520: api.ServerError,
    418: api.APIStatusError,
    302: api.APIStatusError,
}


class TestErrors:
    @pytest.mark.parametrize(("status", "kind"), CLASSES.items())
    def test_each_status_has_its_class(
        self, clock: HeldClock, status: int, kind: type[api.APIStatusError]
    ) -> None:
        """The class says the status, and the error has all that support will ask for."""
        answer = said(status, {"detail": "It did not work"}, X_Request_ID="server-1")
        error = failure_of(clock, answer, retries=0)
        assert type(error) is kind
        assert isinstance(error, api.APIStatusError)
        assert (error.status_code, error.detail, error.request_id) == (status, "It did not work", "server-1")
        assert (error.operation, error.attempts, error.body) == (
            "things_get",
            1,
            {"detail": "It did not work"},
        )
        assert str(error).startswith(f"{status}")
        assert "It did not work" in str(error)
        assert "(things_get, request server-1)" in str(error)

    @pytest.mark.parametrize(
        ("body", "detail"),
        [
            (b'{"details": "older form"}', "older form"),
            (b'{"detail": {"a": 1}}', {"a": 1}),
            (b'{"detail": null}', None),
            (b"[1, 2]", None),
            (b"7", None),
            (b"true", None),
            (b"null", None),
            (b'"text"', None),
            (b"", None),
            (b"<html>Bad gateway</html>", None),
            (b"\xff\xfe", None),
            (b"[" * 5_000, None),
        ],
    )
    def test_an_error_body_of_any_shape(self, clock: HeldClock, body: bytes, detail: object) -> None:
        """Whatever a server or a proxy says, the error is of the right class and prints."""
        error = failure_of(clock, said(502, body), retries=0)
        assert isinstance(error, api.ServerError)
        assert error.detail == detail
        assert error.content == body
        assert str(error).startswith("502 Bad Gateway")
        assert len(str(error)) < 700

    def test_problems_of_a_422(self, clock: HeldClock) -> None:
        """A 422 lists location, message and type of each problem."""
        problem = {"loc": ["body", "data", 3, "amount"], "msg": "Too small", "type": "greater_than_equal"}
        error = failure_of(clock, said(422, {"detail": [problem, {"loc": "body"}, 7]}))
        assert isinstance(error, api.UnprocessableEntityError)
        assert error.errors[0] == api.Problem("body.data.3.amount", "Too small", "greater_than_equal")
        assert error.errors[1].location == "body"
        assert "body.data.3.amount: Too small" in str(error)

    def test_the_error_says_what_was_asked_for(self, clock: HeldClock) -> None:
        """The path with its id, which the server's own words may lack."""
        error = failure_of(clock, said(404, {"detail": "Not found"}))
        assert str(error) == "404 Not Found: Not found; path /v3/things/a%2Fb (things_get, request sent-1)"
        assert isinstance(error, api.NotFoundError)
        assert error.path == "/v3/things/a%2Fb"

    def test_an_error_with_a_lone_surrogate_prints(self, clock: HeldClock) -> None:
        """What JSON can escape and no terminal can show is replaced."""
        error = failure_of(clock, said(400, b'{"detail": "a\\ud800b"}'))
        assert "a?b" in str(error)

    def test_what_others_said_is_cut_and_fits_a_line(self, clock: HeldClock) -> None:
        """Words of a broken connection and request ids are part of messages and logs."""
        broken = failure_of(clock, httpx.ReadError("x\x1b[31m\n" * 9_000), retries=0)
        odd = failure_of(clock, said(500, None, X_Request_ID="i\x1bd" * 9_000), retries=0)
        for error in (broken, odd):
            assert len(str(error)) < 800
            assert str(error).isprintable()

    def test_a_problem_with_a_lone_surrogate_prints(self, clock: HeldClock) -> None:
        """In the list of a 422 too."""
        error = failure_of(
            clock, said(422, b'{"detail": [{"loc": ["a\\ud800"], "msg": "b\\ud800", "type": "c"}]}')
        )
        assert "a?: b?" in str(error)
        str(error).encode()

    def test_headers_compare_without_regard_to_case(self, clock: HeldClock) -> None:
        """As those of a success do, also after a journey."""
        error = failure_of(clock, said(429, {}, Retry_After="0.5"), retries=0)
        assert isinstance(error, api.APIStatusError)
        for one in (error, pickle.loads(pickle.dumps(error))):
            assert one.headers["Retry-After"] == one.headers["retry-after"] == "0.5"
            assert one.headers.get("RETRY-AFTER") == "0.5"
            assert "retry-AFTER" in one.headers
            assert {"retry-after", "content-type"} <= set(one.headers)
            assert len(one.headers) == len(dict(one.headers))

    def test_a_deeply_nested_error_travels(self, clock: HeldClock) -> None:
        """Its content does; what was decoded of it is decoded again."""
        content = b'{"detail":' + b"[" * 700 + b"]" * 700 + b"}"
        error = failure_of(clock, said(400, content))
        assert isinstance(error, api.APIStatusError)
        twin = pickle.loads(pickle.dumps(error))
        assert twin.content == content
        assert str(twin) == str(error)
        assert copy.deepcopy(error).body == error.body

    def test_a_redirect_is_not_followed(self, clock: HeldClock) -> None:
        """The key never goes to another address."""
        error = failure_of(clock, said(307, None, Location="https://elsewhere.test/"))
        assert isinstance(error, api.APIStatusError)
        assert error.status_code == 307
        assert "redirects are not followed" in str(error)

    @pytest.mark.parametrize("status", [400, 404, 422, 500])
    def test_every_error_survives_pickling(self, clock: HeldClock, status: int) -> None:
        """Errors travel between processes with all they know."""
        error = failure_of(clock, said(status, {"detail": "x"}), retries=0)
        assert isinstance(error, api.APIStatusError)
        twin = pickle.loads(pickle.dumps(error))
        assert type(twin) is type(error)
        assert (str(twin), twin.status_code, twin.body) == (str(error), status, error.body)

    def test_errors_of_the_network_survive_pickling(self, clock: HeldClock) -> None:
        """So do those that have no answer."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), request=POST)
        twin = pickle.loads(pickle.dumps(error))
        assert isinstance(twin, api.APITimeoutError)
        assert twin.outcome_unknown
        assert str(twin) == str(error)


class TestNoAnswer:
    def test_a_connection_that_fails_names_the_address(self, clock: HeldClock) -> None:
        """Which may come from the environment of another machine."""
        error = failure_of(clock, httpx.ConnectError("Connection refused"), retries=0)
        assert str(error).startswith("no connection to https://api.test: Connection refused")

    def test_what_took_too_long_is_named(self, clock: HeldClock) -> None:
        """The deadline of the call, or the silence within it."""

        def late(_: httpx.Request) -> httpx.Response:
            clock.now += 3
            raise httpx.ReadTimeout("slow")

        error = failure_of(clock, late, retries=0, deadline=3)
        assert str(error).startswith("no answer in time: the deadline of 3 s has passed (")
        silent = failure_of(clock, httpx.ReadTimeout("slow"), retries=0, deadline=3)
        assert str(silent).startswith("no answer in time (")

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            (httpx.ConnectTimeout("slow"), api.APITimeoutError),
            (httpx.PoolTimeout("busy"), api.APITimeoutError),
            (httpx.WriteTimeout("slow"), api.APITimeoutError),
            (httpx.ConnectError("refused"), api.APIConnectionError),
            (httpx.ProxyError("no"), api.APIConnectionError),
            (httpx.DecodingError("bad gzip"), api.APIConnectionError),
            (httpx.UnsupportedProtocol("ftp"), api.APIConnectionError),
        ],
    )
    def test_every_failure_of_the_network_is_ours(
        self, clock: HeldClock, fault: Exception, kind: type[Exception]
    ) -> None:
        """No error of httpx reaches the user."""
        assert type(failure_of(clock, fault, retries=0)) is kind

    def test_a_body_cut_short_is_no_success(self, clock: HeldClock) -> None:
        """A transport that does not notice is noticed."""
        short = httpx.Response(200, content=b'{"id": "a"}', headers={"Content-Length": "500"})
        error = failure_of(clock, short, retries=0)
        assert isinstance(error, api.APIConnectionError)
        assert "11 of 500 bytes" in str(error)
