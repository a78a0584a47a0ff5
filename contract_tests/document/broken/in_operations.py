"""Operations: ids, parameters, bodies, answers, effects, webhooks."""

from __future__ import annotations

from .changes import Broken, insert, swap

__all__ = ["OPERATIONS"]

OPERATIONS: dict[str, Broken] = {
    "an operation id twice": Broken(
        swap("operationId: things_get", "operationId: things_list"),
        "operationId: things_list",
        "is taken by line",
    ),
    "no operation id": Broken(
        swap("      operationId: things_get\n", ""),
        "    get:",
        "no operationId",
    ),
    "an operation id of another form": Broken(
        swap("operationId: things_get", "operationId: getThing"),
        "operationId: getThing",
        "its tag and a verb",
    ),
    "a status without quotes": Broken(swap("'404': {", "404: {"), "        404: {", "must be in quotes"),
    "a range in lower case": Broken(swap("'5XX': {", "'5xx': {"), "'5xx': {", "three digits, or a range"),
    "a header parameter": Broken(
        swap(
            "in: query\n          description: Where to go on.",
            "in: header\n          description: Where to go on.",
        ),
        "name: cursor",
        "in the header",
    ),
    "a parameter with content": Broken(
        swap(
            "schema: { type: string }\n          example: abc",
            "content: { application/json: {} }\n          example: abc",
        ),
        "name: cursor",
        "content: is not generated",
    ),
    "an array in the query": Broken(
        swap(
            "schema: { type: string }\n          example: abc",
            "schema: { type: array, items: { type: string } }\n          example: [abc]",
        ),
        "name: cursor",
        "only scalars",
    ),
    "a parameter without description": Broken(
        swap("          description: Where to go on.\n", ""),
        "name: cursor",
        "no description",
    ),
    "a parameter without example": Broken(swap("          example: abc\n", ""), "name: cursor", "no example"),
    "a second content type": Broken(
        insert(
            "examples:\n                thing: { $ref: '#/components/examples/Thing' }\n",
            "            text/plain: {}\n",
        ),
        "text/plain: {}",
        "second content type",
    ),
    "a body field named like an option": Broken(
        swap(
            "        note: { type: [string, 'null'], maxLength",
            "        timeout: { type: [string, 'null'], maxLength",
        ),
        "timeout:",
        "option of every call",
    ),
    "a misspelt extension of an operation": Broken(
        swap("x-rate-limit: 10", "x-ratelimit: 10"),
        "x-ratelimit",
        "is 'x-rate-limit' meant?",
    ),
    "an unknown effect": Broken(
        swap("x-writes: { things: update }", "x-writes: { things: change }"),
        "x-writes",
        "is not one of",
    ),
    "no summary": Broken(swap("      summary: Get a thing.\n", ""), "get:", "no summary"),
    "a path without its parameter": Broken(
        swap("/v1/things/{id}:", "/v1/things/{uid}:"), "", "its parameters are"
    ),
    "a misspelt extension of a response": Broken(
        insert("          description: One page.\n", "          x-sandbox-choise: Because.\n"),
        "x-sandbox-choise",
        "is 'x-sandbox-choice' meant?",
    ),
    "a mark that is no mark": Broken(
        swap("x-idempotent: true", "x-idempotent: 'yes'"),
        "x-idempotent: 'yes'",
        "must be true or false",
    ),
    "a mark that says nothing": Broken(
        insert("      description: Everything that is known of it.\n", "      x-idempotent: true\n"),
        "x-idempotent: true",
        "says nothing",
    ),
    "a rate that is none": Broken(swap("x-rate-limit: 10", "x-rate-limit: 0"), "x-rate-limit: 0", "above 0"),
    "a step that does not exist": Broken(
        swap("x-writes: { things: update }", "x-contract-setup: [things_make]"),
        "things_make",
        "there is no operation things_make",
    ),
    "a body field that becomes an option": Broken(
        swap("        body: { type: string,", "        requestId: { type: string,"),
        "requestId:",
        "option of every call",
    ),
    "an argument twice": Broken(
        swap("        body: { type: string,", "        id: { type: string,"),
        "id: { type: string, description: A name",
        "is named like the parameter id",
    ),
    "a parameter that may be null": Broken(
        swap(
            "schema: { type: string }\n          example: abc",
            "schema: { type: [string, 'null'] }\n          example: abc",
        ),
        "name: cursor",
        "which no URL can say",
    ),
    "a body that may be missing": Broken(
        swap("description: What to change.\n        required: true", "description: What to change."),
        "requestBody:",
        "is always sent",
    ),
    "an event without a type": Broken(
        swap("required: [event_type, data]", "required: [data]"),
        "ThingEvent:",
        "needs a required event_type",
    ),
    "an effect on what is no collection": Broken(
        swap("x-writes: { things: update }", "x-writes: { thing: update }"),
        "x-writes: { thing:",
        "which is no tag",
    ),
    "a part of the path that may be missing": Broken(
        swap("      in: path\n      required: true\n", "      in: path\n"),
        "Id:",
        "write required: true",
    ),
    "no success": Broken(
        swap(
            "        '204':\n          description: It is gone.",
            "        '302':\n          description: It is elsewhere.",
        ),
        "delete:",
        "documents no success",
    ),
    "a webhook that is no post": Broken(
        swap("  thing:\n    post:", "  thing:\n    put:"),
        "thing:",
        "must be one post",
    ),
    "two events of one type": Broken(
        swap(
            "                - $ref: '#/components/schemas/ThingEvent'\n",
            "                - $ref: '#/components/schemas/ThingEvent'\n"
            "                - $ref: '#/components/schemas/ThingPatch'\n",
        ),
        "ThingPatch:",
        "needs a required event_type",
    ),
}
