"""Statuses and headers of the answers."""

from __future__ import annotations

from .changes import Broken, insert, swap

__all__ = ["ANSWERS"]

LIST = "                page: { $ref: '#/components/examples/ThingPage' }\n"
"""What stands before the errors of the list."""
DELETED = (
    "          description: It is gone.\n"
    "          headers: { X-Request-ID: { $ref: '#/components/headers/X-Request-ID' } }\n"
)
REFUSED = "      description: There is no such thing.\n"
REFUSED_HEADERS = "      headers: { X-Request-ID: { $ref: '#/components/headers/X-Request-ID' } }\n"
"""The response that most errors refer to."""


def _without(status: str, component: str = "Refused") -> Broken:
    """The first operation without one of the errors that every operation has."""
    line = f"        '{status}': {{ $ref: '#/components/responses/{component}' }}\n"
    return Broken(swap(line, ""), "      responses:", f"things_list has no {status}: any operation")


ANSWERS: dict[str, Broken] = {
    "no 401": _without("401"),
    "no 403": _without("403"),
    "no 422": _without("422"),
    "no 429": _without("429", "Busy"),
    "no 5XX": _without("5XX"),
    "an exact status instead of the range": Broken(
        swap("        '5XX': {", "        '500': {"), "      responses:", "things_list has no 5XX"
    ),
    "no 404 where the path names something": Broken(
        swap("        '404': { $ref: '#/components/responses/Refused' }\n", ""),
        "      responses:",
        "things_get has no 404, yet its path may name what is not there",
    ),
    "another status for nothing that is not documented": Broken(
        insert("      description: Everything that is known of it.\n", "      x-not-found: '400'\n"),
        "      responses:",
        "things_get has no 400, yet its path may name what is not there",
    ),
    "two statuses for nothing": Broken(
        lambda text: swap(
            "        '404': {", "        '400': { $ref: '#/components/responses/Refused' }\n        '404': {"
        )(insert("      description: Everything that is known of it.\n", "      x-not-found: '400'\n")(text)),
        "x-not-found: '400'",
        "things_get says 400 in x-not-found and documents 404 too",
    ),
    "a status for nothing without a path that names something": Broken(
        insert("      description: A list of things, with filters.\n", "      x-not-found: '400'\n"),
        "x-not-found: '400'",
        "x-not-found on things_list says nothing",
    ),
    "a status for nothing that is the usual one": Broken(
        insert("      description: Everything that is known of it.\n", "      x-not-found: '404'\n"),
        "x-not-found: '404'",
        "x-not-found on things_get says nothing",
    ),
    "a status for nothing that is no refusal": Broken(
        insert("      description: Everything that is known of it.\n", "      x-not-found: '200'\n"),
        "x-not-found: '200'",
        "x-not-found on things_get says nothing",
    ),
    "an error that is no component": Broken(
        swap(
            "'401': { $ref: '#/components/responses/Refused' }",
            "'401': { description: No key., headers: { X-Request-ID: { $ref: '#/components/headers/X-Request-ID' } } }",
        ),
        "'401': { description",
        "things_list 401 is an error: make it a component response",
    ),
    "an answer without its request id": Broken(
        swap(DELETED, "          description: It is gone.\n"),
        "        '204':",
        "things_delete 204 has no header X-Request-ID",
    ),
    "a component response without its request id": Broken(
        swap(REFUSED + REFUSED_HEADERS, REFUSED),
        "    Refused:",
        "the response Refused has no header X-Request-ID",
    ),
    "a request id that may be missing": Broken(
        swap(
            "      description: The id of the request.\n      required: true\n",
            "      description: The id.\n",
        ),
        "    X-Request-ID:",
        "X-Request-ID is always there: write required: true",
    ),
    "a time to wait beside a success": Broken(
        swap(
            DELETED,
            "          description: It is gone.\n"
            "          headers:\n"
            "            X-Request-ID: { $ref: '#/components/headers/X-Request-ID' }\n"
            "            Retry-After: { $ref: '#/components/headers/Retry-After' }\n",
        ),
        "            Retry-After: { $ref",
        "things_delete 204 has Retry-After, which only a 429 has",
    ),
    "a time to wait beside another error": Broken(
        swap(
            REFUSED + REFUSED_HEADERS,
            f"{REFUSED}      headers:\n"
            "        X-Request-ID: { $ref: '#/components/headers/X-Request-ID' }\n"
            "        Retry-After: { schema: { type: integer }, description: How long., example: 1 }\n",
        ),
        "        Retry-After: { schema",
        "the response Refused has Retry-After, which only a 429 has, and answers things_list 401",
    ),
    "a time to wait that is always there": Broken(
        insert("      description: After how many seconds to come again.\n", "      required: true\n"),
        "    Retry-After:",
        "take required out",
    ),
    "content of a 204": Broken(
        insert(
            DELETED,
            "          content:\n"
            "            application/json:\n"
            "              schema: { $ref: '#/components/schemas/Refusal' }\n"
            "              examples: { none: { value: {} } }\n",
        ),
        "          content:",
        "things_delete 204 has content, and a 204 never has",
    ),
}
