"""A broken document is refused, by line and with what to do; the generated tree stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from openapi._lint import lint
from openapi._source import DocumentError, Source
from openapi.generate import main

from .conftest import EDGE

TEXT = EDGE.read_text()


def swap(old: str, new: str) -> Callable[[str], str]:
    """Change one place of the document."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def insert(after: str, line: str) -> Callable[[str], str]:
    return swap(after, f"{after}{line}")


BROKEN: dict[str, tuple[Callable[[str], str], str, str]] = {
    # name: (the change, where it is told, what is said)
    "no YAML": (swap("info:\n", "info: [\n"), "", "valid YAML"),
    "a key twice": (insert("  title: Edge API\n", "  title: Again\n"), "title: Again", "valid YAML"),
    "no mapping": (lambda _: "- a\n", "- a", "is a mapping"),
    "no paths": (lambda text: text[: text.index("paths:")], "", "'paths'"),
    "another version": (swap("openapi: 3.1.0", "openapi: 3.0.3"), "openapi: 3.0.3", "write 3.1.0"),
    "a bad reference": (
        swap(
            "schema: { $ref: '#/components/schemas/ThingPage' }",
            "schema: { $ref: '#/components/schemas/Gone' }",
        ),
        "schemas/Gone",
        "does not exist",
    ),
    "a reference to another file": (
        swap("'#/components/schemas/Stored'", "'other.yaml#/Stored'"),
        "other.yaml",
        "another file",
    ),
    "something beside a reference": (
        swap(
            "kind: { $ref: '#/components/schemas/Kind' }",
            "kind: { $ref: '#/components/schemas/Kind', default: small }",
        ),
        "default: small",
        "beside $ref would be lost",
    ),
    "an operation id twice": (
        swap("operationId: things_get", "operationId: things_list"),
        "operationId: things_list",
        "is taken by line",
    ),
    "no operation id": (
        swap("      operationId: things_get\n", ""),
        "    get:",
        "no operationId",
    ),
    "an operation id of another form": (
        swap("operationId: things_get", "operationId: getThing"),
        "operationId: getThing",
        "its tag and a verb",
    ),
    "an unknown tag": (
        swap(
            "operationId: files_create\n      tags: [files]", "operationId: fils_create\n      tags: [fils]"
        ),
        "tags: [fils]",
        "not described",
    ),
    "a status without quotes": (swap("'404': {", "404: {"), "        404: {", "must be in quotes"),
    "a range in lower case": (swap("'5XX': {", "'5xx': {"), "'5xx': {", "three digits, or a range"),
    "a header parameter": (
        swap(
            "in: query\n          description: Where to go on.",
            "in: header\n          description: Where to go on.",
        ),
        "name: cursor",
        "in the header",
    ),
    "a parameter with content": (
        swap(
            "schema: { type: string }\n          example: abc",
            "content: { application/json: {} }\n          example: abc",
        ),
        "name: cursor",
        "content: is not generated",
    ),
    "an array in the query": (
        swap(
            "schema: { type: string }\n          example: abc",
            "schema: { type: array, items: { type: string } }\n          example: [abc]",
        ),
        "name: cursor",
        "only scalars",
    ),
    "a parameter without description": (
        swap("          description: Where to go on.\n", ""),
        "name: cursor",
        "no description",
    ),
    "a parameter without example": (swap("          example: abc\n", ""), "name: cursor", "no example"),
    "a second content type": (
        insert(
            "examples:\n                thing: { $ref: '#/components/examples/Thing' }\n",
            "            text/plain: {}\n",
        ),
        "text/plain: {}",
        "second content type",
    ),
    "no example of a body": (
        swap("            examples:\n              note: { value: { note: null } }\n", ""),
        "application/json:",
        "no examples",
    ),
    "no example of an answer": (
        swap("              examples:\n                two: { value: { red: 2 } }\n", ""),
        "application/json:",
        "no examples",
    ),
    "an example that does not fit": (
        swap("two: { value: { red: 2 } }", "two: { value: { red: many } }"),
        "red: many",
        "does not fit",
    ),
    "an inline object": (
        swap(
            "schema: { $ref: '#/components/schemas/Labels' }",
            "schema: { type: object, properties: { a: { type: string } } }",
        ),
        "properties: { a:",
        "inline schema",
    ),
    "an inline enum": (
        swap(
            "id: { type: string, description: Its id. }",
            "id: { type: string, enum: [a], description: Its id. }",
        ),
        "enum: [a]",
        "inline",
    ),
    "a body field named like an option": (
        swap(
            "        note: { type: [string, 'null'], maxLength",
            "        timeout: { type: [string, 'null'], maxLength",
        ),
        "timeout:",
        "option of every call",
    ),
    "a field named like a method": (
        swap("        size: { type: number", "        to_dict: { type: number"),
        "to_dict:",
        "method of every model",
    ),
    "properties beside anyOf": (
        swap(
            "      description: Why not.\n", "      description: Why not.\n      anyOf: [{ type: object }]\n"
        ),
        "properties:",
        "beside anyOf would be lost",
    ),
    "an allOf of two": (
        swap(
            "kind: { $ref: '#/components/schemas/Kind' }",
            "kind: { allOf: [{ $ref: '#/components/schemas/Kind' }, { type: string }] }",
        ),
        "allOf:",
        "allOf of one",
    ),
    "a schema both sent and received with an optional field": (
        swap("required: [front, back]\n      properties", "required: [front]\n      properties"),
        "back: {",
        "split it",
    ),
    "a number in a request that may be null": (
        swap("weight: { type: number,", "weight: { type: [number, 'null'],"),
        "weight:",
        "cannot be null",
    ),
    "a misspelt extension of an operation": (
        swap("x-rate-limit: 10", "x-ratelimit: 10"),
        "x-ratelimit",
        "is 'x-rate-limit' meant?",
    ),
    "a misspelt extension of a schema": (
        swap("x-zone: optional", "x-zon: optional"),
        "x-zon:",
        "is 'x-zone' meant?",
    ),
    "an unknown effect": (
        swap("x-writes: { things: update }", "x-writes: { things: change }"),
        "x-writes",
        "is not one of",
    ),
    "a type that is none": (
        swap("note: { type: [string, 'null'], description", "note: { type: [text, 'null'], description"),
        "note:",
        "no type 'text'",
    ),
    "no summary": (swap("      summary: Get a thing.\n", ""), "get:", "no summary"),
    "no security": (swap("security:\n  - Key: []\n", ""), "", "security requirement"),
    "a path without its parameter": (swap("/v1/things/{id}:", "/v1/things/{uid}:"), "", "its parameters are"),
    "a property without description": (swap(", description: A note. }", " }"), "note:", "no description"),
    "a misspelt extension of a response": (
        insert("          description: One page.\n", "          x-sandbox-choise: Because.\n"),
        "x-sandbox-choise",
        "is 'x-sandbox-choice' meant?",
    ),
    "a misspelt keyword of a schema": (
        swap("size: { type: number, minimum: 0,", "size: { type: number, minimun: 0,"),
        "minimun",
        "is 'minimum' meant?",
    ),
    "a misspelt format": (
        swap("made: { type: string, format: date,", "made: { type: string, format: dat,"),
        "format: dat,",
        "the format 'dat' is not known",
    ),
    "a list where a mapping belongs": (
        swap(
            "properties:\n        detail: { type: string, description: The reason. }",
            "properties: [detail]",
        ),
        "properties: [detail]",
        "must be a mapping, not a list",
    ),
    "an empty part": (
        swap("      summary: Get a thing.\n", "      summary:\n"),
        "summary:",
        "'summary' is empty",
    ),
    "a number where text belongs": (swap("version: 1.0.0", "version: 1.0"), "version: 1.0", "in quotes"),
    "a date without quotes": (
        swap("two: { value: { red: 2 } }", "two: { value: { red: 2024-01-01 } }"),
        "red: 2024-01-01",
        "put it in quotes",
    ),
    "NaN": (swap("minimum: 0", "minimum: .nan"), "minimum: .nan", "is no JSON"),
    "a mark that is no mark": (
        swap("x-idempotent: true", "x-idempotent: 'yes'"),
        "x-idempotent: 'yes'",
        "must be true or false",
    ),
    "a mark that says nothing": (
        insert("      description: Everything that is known of it.\n", "      x-idempotent: true\n"),
        "x-idempotent: true",
        "says nothing",
    ),
    "a rate that is none": (swap("x-rate-limit: 10", "x-rate-limit: 0"), "x-rate-limit: 0", "above 0"),
    "a step that does not exist": (
        swap("x-writes: { things: update }", "x-contract-setup: [things_make]"),
        "things_make",
        "there is no operation things_make",
    ),
    "a zone where there is no moment": (
        swap(
            "format: date, description: When it was made.", "format: date, x-zone: optional, description: x"
        ),
        "x-zone: optional, description: x",
        "beside format: date-time",
    ),
    "an example without a value": (
        swap("two: { value: { red: 2 } }", "two: { summary: Two. }"),
        "two:",
        "needs 'value'",
    ),
    "a reference to something of another kind": (
        swap("'#/components/schemas/ThingPage'", "'#/components/examples/ThingPage'"),
        "components/examples/ThingPage",
        "can only be a reference to '#/components/schemas/Name'",
    ),
    "a tag that nothing has": (
        insert("tags:\n", "  - name: others\n    description: Nobody.\n"),
        "name: others",
        "no operation has the tag",
    ),
    "a security scheme that does not exist": (
        swap("security:\n  - Key: []", "security:\n  - Kee: []"),
        "security:",
        "no security scheme Kee",
    ),
    "a number in a request that may be null, by anyOf": (
        swap("weight: { type: number,", "weight: { anyOf: [{ type: number }, { type: 'null' }], "),
        "weight:",
        "cannot be null",
    ),
    "a body field that becomes an option": (
        swap("        body: { type: string,", "        requestId: { type: string,"),
        "requestId:",
        "option of every call",
    ),
    "a field that becomes a method": (
        swap("        size: { type: number", "        toDict: { type: number"),
        "toDict:",
        "method of every model",
    ),
    "two fields that become one": (
        insert(
            "        note: { type: [string, 'null'], description: A note. }\n",
            "        Note: { type: string, description: Another. }\n",
        ),
        "Note:",
        "are both note",
    ),
    "an argument twice": (
        swap("        body: { type: string,", "        id: { type: string,"),
        "id: { type: string, description: A name",
        "is named like the parameter id",
    ),
    "a parameter that may be null": (
        swap(
            "schema: { type: string }\n          example: abc",
            "schema: { type: [string, 'null'] }\n          example: abc",
        ),
        "name: cursor",
        "which no URL can say",
    ),
    "a body that may be missing": (
        swap("description: What to change.\n        required: true", "description: What to change."),
        "requestBody:",
        "is always sent",
    ),
    "a file that may be missing": (
        swap("required: [file]\n", "required: [folder]\n"),
        "file: { type: string, format: binary",
        "make it required",
    ),
    "an event without a type": (
        swap("required: [event_type, data]", "required: [data]"),
        "ThingEvent:",
        "needs a required event_type",
    ),
    "an enum with a value twice": (
        swap("enum: [things.made, things.gone]", "enum: [things.made, things.made]"),
        "enum: [things.made, things.made]",
        "a value twice",
    ),
    "names of an enum that are none": (
        swap("x-enum-varnames: [SMALL, RATHER_LARGE, BOTH]", "x-enum-varnames: [SMALL, rather large, BOTH]"),
        "x-enum-varnames",
        "be like SOME_VALUE",
    ),
    "a pattern that is none": (swap("'^[a-z]+$'", "'^[a-z+$'"), "'^[a-z+$'", "no regular expression"),
    "a schema without a type": (
        swap("size: { type: number, minimum: 0,", "size: { minimum: 0,"),
        "size: { minimum",
        "needs a type",
    ),
    "a schema named like a class of the code": (
        lambda text: text.replace("schemas/Stored'", "schemas/Model'").replace(
            "    Stored:\n", "    Model:\n"
        ),
        "    Model:",
        "rename it",
    ),
    "a schema named like no class": (
        lambda text: text.replace("schemas/Stored'", "schemas/stored'").replace(
            "    Stored:\n", "    stored:\n"
        ),
        "stored:",
        "named like a class",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_refused_by_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every fault is told as file, line, what is wrong and what to do; nothing is touched."""
    change, place, message = BROKEN[name]
    document, output = tmp_path / "api.yaml", tmp_path / "out" / "edge_api"
    output.mkdir(parents=True)
    (output / "kept.py").write_text("kept = True\n")
    text = change(TEXT)
    document.write_text(text)
    assert main(["--document", str(document), "--output", str(output)]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert "left as it is" in said
    told = {int(line) for line, what in re.findall(r"api\.yaml:(\d+): (.*)", said) if message in what}
    assert told
    if place:
        wanted = {number for number, line in enumerate(text.splitlines(), 1) if place in line}
        assert told & wanted, (said, wanted)
    assert [path.name for path in output.rglob("*")] == ["kept.py"]
    assert [path.name for path in output.parent.iterdir()] == ["edge_api"]
    assert main(["--document", str(document), "--lint"]) == 1


def test_all_faults_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to mend one fault to see the next."""
    names = ("no summary", "an inline enum", "an unknown effect", "an example that does not fit")
    text = TEXT
    for name in names:
        text = BROKEN[name][0](text)
    document = tmp_path / "api.yaml"
    document.write_text(text)
    assert main(["--document", str(document), "--lint"]) == 1
    said = capsys.readouterr().err
    for name in names:
        assert BROKEN[name][2] in said


def test_no_document_is_answered_with_a_traceback(tmp_path: Path) -> None:
    """Whatever part is missing, empty or of another kind, the lint says something or nothing, by line."""
    whole = YAML(typ="rt").load(TEXT)
    document = tmp_path / "api.yaml"
    random = Random(1)
    faulty = 0
    for _ in range(150):
        broken = deepcopy(whole)
        node, key = _anywhere(broken, random)
        value = random.choice([None, 5, "x", [], {}, ["x"], {"x": 1}, True, _GONE])
        if value is _GONE:
            del node[key]
        else:
            node[key] = value
        with document.open("w") as stream:
            YAML(typ="rt").dump(broken, stream)
        try:
            faults = lint(Source(document))
        except DocumentError as error:
            faults = error.faults
        length = len(document.read_text().splitlines())
        assert all(1 <= fault.line <= length and fault.message for fault in faults)
        faulty += bool(faults)
    assert faulty > 100


def _anywhere(whole: Any, random: Random) -> tuple[Any, Any]:
    """A part of the document, as its container and its key; each container is as likely as another."""
    containers: list[Any] = []
    waiting = [whole]
    while waiting:
        node = waiting.pop()
        inner = list(node.values()) if isinstance(node, dict) else list(node)
        if inner:
            containers.append(node)
        waiting += [value for value in inner if isinstance(value, dict | list)]
    node = random.choice(containers)
    return node, random.choice(list(node) if isinstance(node, dict) else range(len(node)))


_GONE = object()


@pytest.mark.parametrize(
    "change",
    [
        swap("enum: [things.made, things.gone]", "enum: [things.made, things.gone, things.new]"),
        swap("maxLength: 20", "maxLength: 30"),
        insert(
            "        folder: { type: string, description: Where to put it. }\n",
            "        more: { type: string, description: More. }\n",
        ),
        swap("x-rate-limit: 10", "x-rate-limit: 2.5"),
        swap("description: A note. }", 'description: \'A back\\slash, """quotes""", and "one"\' }'),
        swap("        body: { type: string,", "        options: { type: string,"),
        insert(
            "        note: { type: [string, 'null'], description: A note. }\n",
            "        field: { type: string, description: Its field. }\n",
        ),
        swap(
            "  /v1/things:\n    get:\n",
            "  /v1/things:\n    parameters:\n      - name: cursor\n        in: query\n"
            "        description: For every method.\n        schema: { type: string }\n        example: abc\n    get:\n",
        ),
    ],
)
def test_a_sound_change_is_accepted(change: Callable[[str], str], tmp_path: Path) -> None:
    """What is right is generated: the lint does not stand in its way, and code that works comes out."""
    document, output = tmp_path / "api.yaml", tmp_path / "edge_api"
    document.write_text(change(TEXT))
    assert main(["--document", str(document), "--output", str(output)]) == 0
    assert (output / "client.py").is_file()


def test_a_missing_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is no traceback."""
    assert main(["--document", str(tmp_path / "gone.yaml"), "--lint"]) == 1
    assert "cannot be read" in capsys.readouterr().err
