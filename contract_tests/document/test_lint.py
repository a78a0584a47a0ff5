"""A broken document is refused, by line and with what to do; the generated tree stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

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
    "a status without quotes": (swap("'404': {", "404: {"), "        404: {", "must be quoted"),
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
        "misspelt",
    ),
    "a misspelt extension of a schema": (swap("x-zone: optional", "x-zon: optional"), "x-zon:", "misspelt"),
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
    lines = {int(number) for number in re.findall(r"api\.yaml:(\d+): ", said)}
    assert lines
    if place:
        wanted = {number for number, line in enumerate(text.splitlines(), 1) if place in line}
        assert lines & wanted, (said, wanted)
    assert [path.name for path in output.rglob("*")] == ["kept.py"]
    assert [path.name for path in output.parent.iterdir()] == ["edge_api"]
    assert main(["--document", str(document), "--lint"]) == 1


def test_all_faults_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to mend one fault to see the next."""
    text = TEXT
    for name in ("no summary", "a misspelt extension of an operation", "an inline enum", "an unknown effect"):
        text = BROKEN[name][0](text)
    document = tmp_path / "api.yaml"
    document.write_text(text)
    assert main(["--document", str(document), "--lint"]) == 1
    said = capsys.readouterr().err
    for name in ("no summary", "a misspelt extension of an operation", "an inline enum", "an unknown effect"):
        assert BROKEN[name][2] in said


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
    ],
)
def test_a_sound_change_is_accepted(change: Callable[[str], str], tmp_path: Path) -> None:
    """The lint does not stand in the way of what is right."""
    document = tmp_path / "api.yaml"
    document.write_text(change(TEXT))
    assert main(["--document", str(document), "--lint"]) == 0


def test_a_missing_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is no traceback."""
    assert main(["--document", str(tmp_path / "gone.yaml"), "--lint"]) == 1
    assert "cannot be read" in capsys.readouterr().err
