"""Before anything else: does the server answer, and does it accept the key?"""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.provider.options import Profile
from contract_tests.provider.run import CouldNotRunError, Exchange
from contract_tests.provider.target import Target
from ntropy_client.document import Document, Operation

__all__ = ["preflight"]

PART = "preflight"


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
        if answer.ok:
            target.settle(answer.response_headers, requested)
            return
        answers.append(answer)
    if not answers:
        raise CouldNotRunError("the document has no operation that reads without an id, to try the key with")
    refused = [answer for answer in answers if answer.status in (401, 403)]
    if refused:
        status = refused[0].status
        raise CouldNotRunError(
            f"{target.name} does not accept the key in NTROPY_API_KEY: it answers {status}"
        )
    said = ", ".join(f"{answer.status} to GET {answer.path}" for answer in answers)
    raise CouldNotRunError(f"{target.name} does not answer as the API does: {said}")


def _lists(document: Document) -> Iterator[Operation]:
    return (
        operation
        for operation in document.operations.values()
        if operation.method == "GET" and "{" not in operation.path
    )


def _has_limit(operation: Operation) -> bool:
    return any(parameter.name == "limit" for parameter in operation.parameters)
