"""What the docstrings of an operation say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openapi._answer_faults import COMMON
from openapi._docstrings import docstring, indented, one_line, sections

if TYPE_CHECKING:
    from openapi._operations import OperationView

__all__ = ["method_docstring", "request_docstring"]

_OPTIONS = (
    "`retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence) and `deadline` "
    "(seconds for the whole call)."
)
_PARTICULAR = {
    "400": "BadRequestError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "413": "PayloadTooLargeError",
    "423": "QuotaExceededError",
}


def method_docstring(operation: OperationView, indent: int) -> str:
    """Give the docstring of a resource's method."""
    route = f"``{operation.method} {operation.path}``"
    if operation.rate_limit:
        route += f", at most {operation.rate_limit} a second for each key"
    lines = [operation.summary, "", f"{route}."]
    if operation.description:
        lines += ["", operation.description]
    lines += ["", "Args:", *sections([*_arguments(operation), ("**options", _OPTIONS)], indent)]
    lines += ["", "Returns:", *indented(_returned(operation), indent)]
    lines += ["", "Raises:", *sections(_raised(operation), indent)]
    return docstring(lines, indent)


def request_docstring(operation: OperationView) -> str:
    """Give the docstring of a request builder."""
    lines = [f"Build the request: {operation.summary[:1].lower()}{operation.summary[1:]}"]
    if operation.arguments:
        lines += ["", "Args:", *sections(_arguments(operation), 4)]
    lines += ["", "Returns:", *indented("The request, for a client's `send`.", 4)]
    if operation.arguments:
        row = ("RequestValidationError", "An argument does not fit the document; it names where.")
        lines += ["", "Raises:", *sections([row], 4)]
    return docstring(lines, 4)


def _arguments(operation: OperationView) -> list[tuple[str, str]]:
    return [(one.python_name, one_line(one.description)) for one in operation.arguments]


def _returned(operation: OperationView) -> str:
    if operation.item:
        return (
            "The first page. Iterate over it for all items; further pages are fetched as needed."
            if operation.follows
            else "The page."
        )
    if operation.value == "None":
        return "Nothing."
    return one_line(operation.answer_description(str(min(operation.successes))))


def _raised(operation: OperationView) -> list[tuple[str, str]]:
    """The errors that are particular to the operation, and the root of the others."""
    found: list[tuple[str, str]] = []
    if operation.arguments:
        found.append(("RequestValidationError", "An argument does not fit; nothing was sent."))
    for status, name in _PARTICULAR.items():
        if status in operation.raw["responses"]:
            found.append((name, one_line(operation.answer_description(status))))
    for status in operation.raw["responses"]:
        if status[0] in "45" and status not in _PARTICULAR and status not in COMMON:
            # No class of its own tells it apart: its number does.
            name = "ServerError" if status[0] == "5" else "APIStatusError"
            found.append((name, f"{status}: {one_line(operation.answer_description(status))}"))
    found.append(("NtropyError", "As every call: the network, the key, limits, the server."))
    return found
