"""One call: what is sent, what comes back, and which error says what went wrong."""

from __future__ import annotations

import json
import logging
import pickle
from typing import Any

import httpx
import msgspec
import pytest

import ntropy_client as api
from ntropy_api.request import Request

from .conftest import KEY, HeldClock, Said, Script, said


class Thing(msgspec.Struct):
    id: str
    size: int = 0


GET: Request[Thing] = Request("things_get", "GET", "/v3/things/a%2Fb", {200: (Thing,)}, idempotent=True)
POST: Request[Thing] = Request("things_create", "POST", "/v3/things", {200: (Thing,)}, content=b'{"id":"a"}')
DELETE: Request[None] = Request("things_delete", "DELETE", "/v3/things/a", {204: (None,)}, idempotent=True)
FOUND = {"id": "a", "size": 3}


def client_of(clock: HeldClock, *answers: Said, **settings: Any) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    http = httpx.Client(transport=httpx.MockTransport(script))
    client = api.Ntropy(KEY, base_url="https://api.test", http_client=http, **settings)
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def failure_of(
    clock: HeldClock, *answers: Said, request: Request[Any] = GET, **options: Any
) -> api.NtropyError:
    client, _ = client_of(clock, *answers)
    with pytest.raises(api.NtropyError) as caught:
        client.send(request, **options)
    return caught.value


class TestWhatIsSent:
    def test_key_and_request_id_and_address(self, clock: HeldClock) -> None:
        """A request carries the key, an id of its own, and its path as it was built."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(GET)
        (sent,) = script.requests
        assert sent.headers["X-Api-Key"] == KEY
        assert sent.headers["X-Request-ID"] == "sent-1"
        assert sent.headers["Accept"] == "application/json"
        assert sent.headers["User-Agent"].startswith("ntropy-client/")
        assert sent.url.raw_path == b"/v3/things/a%2Fb"
        assert "content-type" not in sent.headers

    def test_the_query_is_encoded(self, clock: HeldClock) -> None:
        """No value of a query can add another parameter."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(Request("things_get", "GET", "/v3/things", {200: (Thing,)}, (("cursor", "a&b=c +é"),)))
        assert script.requests[0].url.raw_path == b"/v3/things?cursor=a%26b%3Dc%20%2B%C3%A9"
        assert dict(script.requests[0].url.params) == {"cursor": "a&b=c +é"}

    def test_a_body_is_sent_as_it_was_checked(self, clock: HeldClock) -> None:
        """The very bytes of the request go out as JSON."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(POST)
        assert script.requests[0].content == POST.content
        assert script.requests[0].headers["Content-Type"] == "application/json"

    def test_options_of_one_call(self, clock: HeldClock) -> None:
        """A call may have its own key, request id, headers and time-outs."""
        client, script = client_of(clock, said(200, FOUND))
        client.send(GET, api_key="other-key", request_id="mine", headers={"X-More": "1"}, timeout=3)
        sent = script.requests[0]
        assert sent.headers["X-Api-Key"] == "other-key"
        assert sent.headers["X-Request-ID"] == "mine"
        assert sent.headers["X-More"] == "1"
        assert sent.extensions["timeout"] == {"connect": 3, "read": 3, "write": 3, "pool": 3}

    def test_time_outs_are_separate(self, clock: HeldClock) -> None:
        """Connect, read, write and pool each have their own."""
        client, script = client_of(clock, said(200, FOUND), timeout=api.Timeouts(1, 2, 3, 4))
        client.send(GET)
        assert script.requests[0].extensions["timeout"] == {"connect": 1, "read": 2, "write": 3, "pool": 4}

    def test_defaults_of_a_client_and_of_its_twin(self, clock: HeldClock) -> None:
        """`with_options` gives other defaults and leaves the first client as it was."""
        client, script = client_of(clock, said(200, FOUND), said(200, FOUND))
        client.with_options(headers={"X-More": "1"}).send(GET)
        client.send(GET)
        assert script.requests[0].headers["X-More"] == "1"
        assert "X-More" not in script.requests[1].headers

    def test_headers_of_a_call_are_added_to_those_of_the_client(self, clock: HeldClock) -> None:
        """Neither takes the other's place, but for the same name."""
        client, script = client_of(clock, said(200, FOUND))
        client.with_options(headers={"X-Tenant": "a", "X-More": "1"}).send(GET, headers={"x-more": "2"})
        assert script.requests[0].headers["X-Tenant"] == "a"
        assert script.requests[0].headers.get_list("X-More") == ["2"]

    def test_no_time_out_of_a_call_is_the_client_s(self, clock: HeldClock) -> None:
        """`timeout=None` does not bring the defaults back."""
        client, script = client_of(clock, said(200, FOUND), timeout=5)
        client.send(GET, timeout=None)
        assert script.requests[0].extensions["timeout"]["read"] == 5

    def test_what_a_user_set_on_their_http_client_is_kept(self, clock: HeldClock) -> None:
        """Query parameters and headers of their own are sent beside ours."""
        script = Script([said(200, FOUND)])
        http = httpx.Client(
            transport=httpx.MockTransport(script),
            params={"tenant": "x"},
            headers={"User-Agent": "theirs", "Accept": "application/json; q=1"},
        )
        request: Request[Thing] = Request("l", "GET", "/v3/things", {200: (Thing,)}, (("cursor", "a b"),))
        api.Ntropy(KEY, base_url="https://api.test", http_client=http).send(request)
        (sent,) = script.requests
        assert dict(sent.url.params) == {"tenant": "x", "cursor": "a b"}
        assert sent.headers["User-Agent"] == "theirs"
        assert sent.headers["Accept"] == "application/json; q=1"

    def test_an_unknown_option_is_named(self, clock: HeldClock) -> None:
        """A misspelt keyword is a TypeError that names method and keyword; nothing is sent."""
        client, script = client_of(clock)
        with pytest.raises(TypeError, match=r"send\(\) got an unexpected keyword argument 'retrys'"):
            client.send(GET, retrys=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        assert script.requests == []

    @pytest.mark.parametrize(
        "options",
        [{"request_id": "ü"}, {"request_id": "a\nb"}, {"api_key": ""}, {"timeout": 0}, {"deadline": -1}],
    )
    def test_an_option_that_cannot_work_is_refused(self, clock: HeldClock, options: dict[str, Any]) -> None:
        """Nothing is sent with an option that makes no sense."""
        client, script = client_of(clock)
        with pytest.raises(api.ConfigurationError):
            client.send(GET, **options)
        with pytest.raises(api.ConfigurationError):
            client.with_options(**options)
        assert script.requests == []


class TestWhatComesBack:
    def test_the_whole_answer(self, clock: HeldClock) -> None:
        """`send` gives value, status, headers, request id, attempts, seconds and the body."""
        client, _ = client_of(clock, said(200, FOUND, X_Request_ID="server-1"))
        response = client.send(GET)
        assert response.value == Thing("a", 3)
        assert (response.status_code, response.request_id, response.attempts) == (200, "server-1", 1)
        assert response.headers["x-request-id"] == "server-1"
        assert json.loads(response.content) == FOUND
        assert response.elapsed == 0

    def test_the_sent_id_counts_when_the_server_gives_none(self, clock: HeldClock) -> None:
        """A request can always be named."""
        client, _ = client_of(clock, said(200, FOUND))
        assert client.send(GET).request_id == "sent-1"

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

    def test_a_user_s_hook_that_raises_for_statuses(self, clock: HeldClock) -> None:
        """The status is what it is, not a failure of the network."""
        script = Script([said(404, {"detail": "gone"})])

        def hook(response: httpx.Response) -> None:
            response.raise_for_status()

        http = httpx.Client(transport=httpx.MockTransport(script), event_hooks={"response": [hook]})
        with pytest.raises(api.NotFoundError):
            api.Ntropy(KEY, http_client=http).send(GET)
        assert len(script.requests) == 1

    def test_an_error_with_a_lone_surrogate_prints(self, clock: HeldClock) -> None:
        """What JSON can escape and no terminal can show is replaced."""
        error = failure_of(clock, said(400, b'{"detail": "a\\ud800b"}'))
        assert "a?b" in str(error)

    def test_a_redirect_is_not_followed(self, clock: HeldClock) -> None:
        """The key never goes to another address."""
        error = failure_of(clock, said(307, None, Location="https://elsewhere.test/"))
        assert isinstance(error, api.APIStatusError)
        assert error.status_code == 307
        assert "redirects are not followed" in str(error)

    def test_retry_after_is_told(self, clock: HeldClock) -> None:
        """Somebody who is told to wait too long is told how long."""
        error = failure_of(clock, said(429, {"detail": "Slow down"}, Retry_After="3600"))
        assert isinstance(error, api.RateLimitError)
        assert error.retry_after == 3600
        assert clock.slept == []

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


class TestRetries:
    def test_a_failure_that_passes_is_not_seen(self, clock: HeldClock) -> None:
        """Two failures and a success are a success, in three attempts with fresh request ids."""
        client, script = client_of(clock, said(503), httpx.ConnectError("refused"), said(200, FOUND))
        response = client.send(GET, request_id="mine")
        assert response.attempts == 3
        assert clock.slept == [0.5, 1.0]
        assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]

    def test_attempts_are_retries_plus_one_and_nothing_is_slept_after_the_last(
        self, clock: HeldClock
    ) -> None:
        """Retries are counted exactly."""
        error = failure_of(clock, *[said(503)] * 4, retries=3)
        assert isinstance(error, api.ServerError)
        assert error.attempts == 4
        assert len(clock.slept) == 3
        assert "4 attempts" in str(error)

    def test_no_retries_on_request(self, clock: HeldClock) -> None:
        """`retries=0` is one attempt."""
        failure_of(clock, said(503), retries=0)
        assert clock.slept == []

    @pytest.mark.parametrize(
        "fault", [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.RemoteProtocolError("cut")]
    )
    def test_what_may_have_been_done_is_not_repeated(self, clock: HeldClock, fault: Exception) -> None:
        """A POST that broke off is sent once, and the error says that the outcome is unknown."""
        error = failure_of(clock, fault, request=POST)
        assert isinstance(error, api.APIConnectionError)
        assert error.outcome_unknown
        assert "may have been carried out" in str(error)
        assert (error.operation, error.request_id, error.attempts) == ("things_create", "sent-1", 1)

    def test_what_may_be_repeated_may_have_been_done_all_the_same(self, clock: HeldClock) -> None:
        """A DELETE that timed out may have deleted; a GET changes nothing."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), request=DELETE, retries=0)
        assert isinstance(error, api.APITimeoutError)
        assert error.outcome_unknown
        read = failure_of(clock, httpx.ReadTimeout("slow"), retries=0)
        assert isinstance(read, api.APITimeoutError)
        assert not read.outcome_unknown

    def test_an_error_of_the_system_may_come_after_sending(self, clock: HeldClock) -> None:
        """A transport that raises what the system says is not taken for one that sent nothing."""
        error = failure_of(clock, ConnectionResetError("reset"), request=POST)
        assert isinstance(error, api.APIConnectionError)
        assert error.outcome_unknown
        assert "reset" in str(error)

    def test_a_server_error_of_a_post_leaves_the_outcome_open(self, clock: HeldClock) -> None:
        """A 500 may come after the work was done; a 503 turned it away."""
        error = failure_of(clock, said(500), request=POST)
        assert isinstance(error, api.ServerError)
        assert error.outcome_unknown
        turned_away = failure_of(clock, said(503), request=POST, retries=0)
        assert isinstance(turned_away, api.ServerError)
        assert not turned_away.outcome_unknown

    def test_a_deleted_thing_that_is_gone_at_the_second_attempt(self, clock: HeldClock) -> None:
        """A 404 after a repeated DELETE says that the first attempt may have done it."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), said(404), request=DELETE)
        assert isinstance(error, api.NotFoundError)
        assert "an earlier attempt of this call may have deleted it" in str(error)
        plain = failure_of(clock, said(404), request=DELETE)
        assert "earlier attempt" not in str(plain)

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

    def test_a_deadline_ends_a_call_before_a_pause_that_is_too_long(self, clock: HeldClock) -> None:
        """The last error comes at once when the next attempt would be too late."""
        error = failure_of(clock, said(503, Retry_After="30"), deadline=10)
        assert isinstance(error, api.ServerError)
        assert clock.slept == []

    def test_what_is_left_of_a_deadline_bounds_the_next_attempt(self, clock: HeldClock) -> None:
        """Time-outs never reach beyond the deadline."""
        client, script = client_of(clock, said(503, Retry_After="7"), said(200, FOUND))
        client.send(GET, deadline=10)
        assert [sent.extensions["timeout"]["read"] for sent in script.requests] == [10, 3]

    def test_an_outage_does_not_become_a_storm(self, clock: HeldClock) -> None:
        """One client stops repeating after a hundred retries without a success."""
        client, script = client_of(clock, *[said(503)] * 500)
        for _ in range(100):
            with pytest.raises(api.ServerError):
                client.send(GET)
        assert len(script.requests) == 200


class TestSecrets:
    def test_a_key_that_is_echoed_is_not_shown(self, clock: HeldClock) -> None:
        """Not in message, body, headers, repr, pickle."""
        echo = said(401, {"detail": f"unknown key {KEY}"}, X_Request_ID=f"id-{KEY}", X_Echo=KEY)
        error = failure_of(clock, echo)
        assert isinstance(error, api.AuthenticationError)
        for text in (str(error), repr(error), str(error.body), repr(error.content), str(error.headers)):
            assert KEY not in text
        assert KEY.encode() not in pickle.dumps(error)
        assert "[redacted]" in str(error)

    def test_a_key_that_a_success_echoes_is_not_shown(
        self, clock: HeldClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Neither in the error of a body that does not fit, nor in the log."""
        caplog.set_level(logging.DEBUG, logger="ntropy_client")
        echo = said(200, {"key": KEY}, X_Request_ID=f"id-{KEY}", Server=KEY)
        error = failure_of(clock, echo)
        assert isinstance(error, api.ResponseValidationError)
        for text in (str(error), repr(error.content), error.request_id, caplog.text):
            assert KEY not in text

    def test_a_key_in_a_failure_is_not_shown(self, clock: HeldClock) -> None:
        """Not even when the network's own message holds it."""
        error = failure_of(clock, httpx.LocalProtocolError(f"Illegal header value {KEY}"), retries=0)
        assert KEY not in str(error)
        assert error.__cause__ is None

    def test_logs_show_neither_key_nor_body(self, clock: HeldClock, caplog: pytest.LogCaptureFixture) -> None:
        """At DEBUG each call, at INFO each retry, with operation, status, delay and request id."""
        caplog.set_level(logging.DEBUG, logger="ntropy_client")
        client, _ = client_of(
            clock,
            said(503, X_Request_ID="server-1"),
            said(200, FOUND, Set_Cookie="session=1", X_Request_ID="server-2"),
        )
        client.send(POST)
        text = "\n".join(f"{record.levelname} {record.getMessage()}" for record in caplog.records)
        assert "INFO things_create: 503, attempt 2 in 0.50 s, request server-1" in text
        assert "DEBUG things_create: 200" in text
        assert "server-2" in text
        assert KEY not in text
        assert "session" not in text
        assert '"size"' not in text

    def test_printing_a_client_shows_where_and_not_with_what(self, clock: HeldClock) -> None:
        """The region or the address, never the key."""
        assert repr(api.Ntropy(KEY, region="eu")) == "Ntropy(region='eu')"
        client, _ = client_of(clock)
        assert repr(client) == "Ntropy(base_url='https://api.test')"
        assert KEY not in repr(vars(client))
