"""The errors of the client.

::

    NtropyError
    ├── ConfigurationError (ValueError)          no key, a bad address or option; nothing was sent
    ├── RequestValidationError (ValueError)      refused before sending
    ├── APIConnectionError                       no whole answer came
    │   └── APITimeoutError                      … in time
    ├── APIStatusError                           the API answered with an error
    │   ├── BadRequestError                400
    │   ├── AuthenticationError            401
    │   ├── PermissionDeniedError          403
    │   ├── NotFoundError                  404
    │   ├── ConflictError                  409
    │   ├── PayloadTooLargeError           413
    │   ├── UnprocessableEntityError       422   .errors lists the problems
    │   ├── QuotaExceededError             423
    │   ├── RateLimitError                 429
    │   └── ServerError                    5xx
    ├── ResponseValidationError                  a success whose body does not fit; it is kept as .content
    ├── JobFailedError                           a job ended in error
    │   ├── BatchFailedError
    │   └── BankStatementFailedError
    ├── WaitTimeoutError (TimeoutError)          a job did not end in time
    ├── WebhookVerificationError                 a delivery without the webhook's token
    └── WebhookValidationError                   a delivery that is no event, or whose data does not fit
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any, cast

from ntropy_api.errors import NtropyError, RequestValidationError, ResponseValidationError

from ._headers import Headers
from ._problem import Problem, problems
from ._redact import cut, plain

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "BankStatementFailedError",
    "BatchFailedError",
    "ConfigurationError",
    "ConflictError",
    "JobFailedError",
    "NotFoundError",
    "NtropyError",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "Problem",
    "QuotaExceededError",
    "RateLimitError",
    "RequestValidationError",
    "ResponseValidationError",
    "ServerError",
    "UnprocessableEntityError",
    "WaitTimeoutError",
    "WebhookValidationError",
    "WebhookVerificationError",
    "status_error",
]


class ConfigurationError(NtropyError, ValueError):
    """The client was set up with no key, a bad address or a bad option; nothing was sent."""


class APIConnectionError(NtropyError):
    """No whole answer came: no connection, a connection that broke, a body cut short.

    Attributes:
        operation: The operation's id.
        request_id: The X-Request-ID that was sent.
        attempts: How many attempts were made.
        outcome_unknown: Whether the API may have carried out the change that was asked for; never so for
            a GET, which changes nothing.
    """

    def __init__(
        self, message: str, *, operation: str, request_id: str, attempts: int, outcome_unknown: bool
    ) -> None:
        doubt = "; it may have been carried out all the same" if outcome_unknown else ""
        super().__init__(f"{message} ({_whence(operation, request_id, attempts)}){doubt}")
        self.operation = operation
        self.request_id = request_id
        self.attempts = attempts
        self.outcome_unknown = outcome_unknown


class APITimeoutError(APIConnectionError):
    """No whole answer came in time."""


class APIStatusError(NtropyError):
    """The API answered with an error.

    Attributes:
        status_code: The HTTP status.
        body: The decoded JSON, else the text.
        content: The body as it came, with the key taken out.
        detail: What the API says went wrong, of whatever JSON type; None when it says nothing.
        headers: The answer's headers, with the key taken out; names compare without regard to case.
        request_id: The server's X-Request-ID, else the one sent.
        operation: The operation's id.
        path: The path that was asked, with the id in it.
        attempts: How many attempts were made.
        retry_after: Seconds that the API asks to wait, where it does.
        outcome_unknown: Whether the API may have carried out the change that was asked for, in this attempt
            or one before it; never so for a GET, which changes nothing.
    """

    outcome_unknown: bool = False

    def __init__(
        self,
        *,
        operation: str,
        path: str,
        status_code: int,
        content: bytes,
        headers: Mapping[str, str],
        request_id: str,
        attempts: int,
        retry_after: float | None = None,
        hint: str = "",
    ) -> None:
        self.operation = operation
        self.path = path
        self.status_code = status_code
        self.content = content
        self.headers = Headers(headers)
        self.request_id = request_id
        self.attempts = attempts
        self.retry_after = retry_after
        said = _said(self.detail, self.body)
        super().__init__(
            f"{_status_line(status_code)}{': ' + said if said else ''}{'; ' + hint if hint else ''}; path {path} "
            f"({_whence(operation, request_id, attempts)})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        restore, (kind, args, state) = super().__reduce__()
        # What was decoded may be nested too deeply to travel; the content is not.
        return restore, (kind, args, {name: value for name, value in state.items() if name != "body"})

    @cached_property
    def body(self) -> Any:
        """The decoded JSON, else the text."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return self.content.decode("utf-8", "replace")

    @property
    def detail(self) -> Any:
        """What the API says went wrong: its ``detail``, else its ``details``; None when it says nothing."""
        body: Any = self.body
        if not isinstance(body, dict):
            return None
        known = cast("dict[str, Any]", body)
        return known.get("detail", known.get("details"))


class BadRequestError(APIStatusError):
    """400: a value is invalid for this request."""


class AuthenticationError(APIStatusError):
    """401: the key is not valid."""


class PermissionDeniedError(APIStatusError):
    """403: the operation is not enabled for this key, or no key came."""


class NotFoundError(APIStatusError):
    """404: there is nothing of this id."""


class ConflictError(APIStatusError):
    """409: the resource is busy or not ready yet."""


class PayloadTooLargeError(APIStatusError):
    """413: the body is too large."""


class UnprocessableEntityError(APIStatusError):
    """422: the request does not fit the document."""

    @property
    def errors(self) -> list[Problem]:
        """The problems that the API lists."""
        return problems(self.detail)


class QuotaExceededError(APIStatusError):
    """423: not enough credits."""


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says how long to wait, where the API does."""


class ServerError(APIStatusError):
    """5xx: the API failed; `outcome_unknown` says whether it may have done what was asked all the same."""


_CLASSES: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableEntityError,
    423: QuotaExceededError,
    429: RateLimitError,
}


def status_error(status_code: int) -> type[APIStatusError]:
    """Give the class of a status.

    Args:
        status_code: The HTTP status.

    Returns:
        The class; `APIStatusError` itself for a status that has none.
    """
    if 500 <= status_code <= 599:
        return ServerError
    return _CLASSES.get(status_code, APIStatusError)


class JobFailedError(NtropyError):
    """A job ended in error.

    Attributes:
        resource: The job as it was last seen.
    """

    def __init__(self, message: str, *, resource: Any) -> None:
        super().__init__(message)
        self.resource = resource


class BatchFailedError(JobFailedError):
    """A batch ended in error: it has no results and may be sent again as a whole."""


class BankStatementFailedError(JobFailedError):
    """A bank statement could not be read."""


class WaitTimeoutError(NtropyError, TimeoutError):
    """A job did not end in time. It goes on: wait for the same id again.

    Attributes:
        id: The job's id.
        resource: The job as it was last seen; None when no answer came.
    """

    def __init__(self, message: str, *, id: str, resource: Any) -> None:
        super().__init__(message)
        self.id = id
        self.resource = resource


class WebhookVerificationError(NtropyError):
    """A delivery that does not carry the token of the webhook: anybody may have sent it."""


class WebhookValidationError(NtropyError):
    """A delivery whose body is no event, or whose data does not fit what its type is documented to carry.

    Attributes:
        location: The JSON path of the fault, such as ``$.data.created_at``; ``$`` for the whole body.
        reason: What is wrong there.
        event_id: The event's id, None where it cannot be read.
        event_type: The event's type, None where it cannot be read.
        content: The whole body.
    """

    def __init__(
        self,
        *,
        location: str,
        reason: str,
        content: bytes,
        event_id: str | None = None,
        event_type: str | None = None,
    ) -> None:
        # What came in is not repeated here: messages end in logs, and a body may hold anybody's data.
        what = "the body is no event" if event_type is None else f"the event {cut(event_type)!r} does not fit"
        kept = f" (all {len(content):,} bytes are in .content)" if content else ""
        super().__init__(f"{what}, at {location}: {reason}{kept}")
        self.location = location
        self.reason = reason
        self.event_id = event_id
        self.event_type = event_type
        self.content = content


def _status_line(status_code: int) -> str:
    try:
        return f"{status_code} {HTTPStatus(status_code).phrase}"
    except ValueError:
        return str(status_code)


def _whence(operation: str, request_id: str, attempts: int) -> str:
    tries = f", {attempts} attempts" if attempts > 1 else ""
    return f"{operation}, request {request_id}{tries}"


def _said(detail: Any, body: Any) -> str:
    listed = problems(detail)
    said = body if detail is None else detail
    if listed:
        text = "; ".join(f"{problem.location}: {problem.message}" for problem in listed)
    else:
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return plain(text)
