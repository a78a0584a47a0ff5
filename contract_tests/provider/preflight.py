"""Before anything else: does the server answer, and does it accept the key?"""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.provider.options import Profile
from contract_tests.provider.run import CouldNotRunError, Exchange
from contract_tests.provider.target import Target
from ntropy_client.document import Document, Operation

__all__ = ["preflight"]

PART = "preflight"
ENOUGH = 2
"""After so many answers that say no, no further request is sent."""


def preflight(target: Target, requested: Profile | None) -> None:
    """Make sure that there is something to check, and settle how far the check may go.

    A wrong key is answered 401 by every operation, which is documented: without this, nothing would
    be tested and nothing would be found.

    Args:
        target: To be reached; its profile is settled.
        requested: The profile that was asked for, None to choose.

    Raises:
        CouldNotRunError: No answer, no accepted key, or a profile that could do harm here.
    """
    api = target.api(PART)
    answers: list[Exchange] = []
    for operation in _lists(target.document):
        answer = api.call(operation.id, query={"limit": 1} if _has_limit(operation) else {})
        if answer.ok and _is_json(answer):
            target.settle(answer.response_headers, requested)
            return
        answers.append(answer)
        # A 403 may be about this operation alone: another may be open to the key.
        if sum(one.status != 403 for one in answers) == ENOUGH:
            break
        if answer.status == 429:
            raise CouldNotRunError(
                f"{target.name} answers 429, also after waiting: try again later, or with a key that may ask more "
                "often"
            )
    if not answers:
        raise CouldNotRunError("the document has no operation that reads without an id, to try the key with")
    refused = [answer for answer in answers if answer.status in (401, 403)]
    if refused:
        status = refused[0].status
        raise CouldNotRunError(
            f"{target.name} does not accept the key in NTROPY_API_KEY: it answers {status}"
        )
    said = ", ".join(f"{_told(answer)} to GET {answer.path}" for answer in answers)
    raise CouldNotRunError(f"{target.name} does not answer as the API does: {said}")


def _is_json(answer: Exchange) -> bool:
    """Whether it can be the API at all: pages for people are answered 200 by any server."""
    try:
        answer.json()
    except ValueError:
        return False
    return True


def _told(answer: Exchange) -> str:
    headers = answer.response_headers
    if answer.ok:
        return f"{answer.status} without JSON ({headers.get('content-type', 'no content type')})"
    if 300 <= answer.status < 400 and "location" in headers:
        return f"{answer.status} (a redirect to {headers['location']}, which is not followed)"
    return str(answer.status)


def _lists(document: Document) -> Iterator[Operation]:
    return (
        operation
        for operation in document.operations.values()
        if operation.method == "GET" and "{" not in operation.path
    )


def _has_limit(operation: Operation) -> bool:
    return any(parameter.name == "limit" for parameter in operation.parameters)
