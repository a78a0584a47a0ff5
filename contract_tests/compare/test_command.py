"""The command: what it prints, writes and exits with, and that it misses nothing in the document itself."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.compare.__main__ import OURS, main
from contract_tests.compare.operations import compare
from contract_tests.compare.reading import Document
from contract_tests.compare.report import causes
from contract_tests.compare.small import Node, document, operation

TEXT: Node = {"type": "string"}
ROOT = Path(__file__).parents[2]


def write(path: Path, raw: Any) -> Path:
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw))
    return path


def parts(node: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every part of a document, by the way to it."""
    yield pointer, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from parts(value, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from parts(value, (*pointer, index))


def test_everything_that_is_taken_out_of_the_document_is_missed() -> None:
    """Without any one field, required field, enum value, bound, parameter, status or operation, it differs."""
    ours = Document.read(OURS)
    taken = ("properties", "required", "enum", "parameters", "responses", "paths", "content", "webhooks")
    bounds = ("minLength", "maxLength", "minimum", "maximum", "maxItems", "pattern", "format", "default")
    unnoticed: list[str] = []
    count = 0
    for way, node in parts(ours.raw):
        if len(way) < 2 or any(
            step in ("example", "examples", "securitySchemes") or str(step).startswith("x-") for step in way
        ):
            continue
        named = way[-1] in bounds and not isinstance(node, dict)
        if not (named or way[-2] in taken) or "not" in way:
            continue
        if way[-1] == "default" and way[1:2] == ("schemas",):
            continue  # of answers, or of fields below: only what is sent has a default that counts
        if way[:2] in (("components", "parameters"), ("components", "responses")):
            continue  # without what is referred to, it cannot be read
        if way[0] == "webhooks" and len(way) > 2:
            continue  # of an event, the body counts, which is a component
        count += 1
        if count % 17:
            continue
        raw = copy.deepcopy(ours.raw)
        above: Any = raw
        for step in way[:-1]:
            above = above[step]
        del above[way[-1]]
        theirs = Document(json.dumps(raw), "less.json")
        if not compare(ours, theirs)[0]:
            unnoticed.append("/".join(map(str, way)))
    assert count > 700
    assert unnoticed == []


def test_output_is_short_and_points_into_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Grouped by operation, what breaks first; each pointer leads to a part of its file."""
    ours = {"type": "object", "properties": {"a/b": TEXT, "c": TEXT}}
    theirs = {
        "type": "object",
        "required": ["d"],
        "properties": {"c": {**TEXT, "deprecated": True}, "d": TEXT},
    }
    one = write(tmp_path / "one.json", document(operation(ours)).raw)
    other = write(tmp_path / "other.json", document(operation(theirs)).raw)
    assert main([str(other), "--ours", str(one), "--json", str(tmp_path / "out" / "drift.json")]) == 1
    body = "#/paths/~1things~1{id}/post/requestBody/content/application~1json/schema"
    assert capsys.readouterr().out.splitlines() == [
        f"here   {one} (1)",
        f"there  {other} (1)",
        "",
        "things_create",
        '  breaking  request /a~1b: field "a/b" is not there',
        f"            {body}/properties/a~1b | {body}",
        '  breaking  request /d: required field "d" only there',
        f"            {body} | {body}/properties/d",
        '  additive  request /c: field "c" is deprecated there',
        f"            {body}/properties/c",
        "",
        "2 breaking, 1 additive",
    ]
    told = json.loads((tmp_path / "out" / "drift.json").read_text())
    assert (told["breaking"], told["additive"]) == (2, 1)
    assert told["differences"][0]["kind"] == "field-removed"
    assert told["differences"][0]["ours"] == {"pointer": f"{body}/properties/a~1b", "line": 1}


def test_lines_are_those_of_the_parts(tmp_path: Path) -> None:
    """The JSON names the line of a part in a file of many lines."""
    text = OURS.read_text()
    assert text.count("        priority:\n") == 2
    other = write(tmp_path / "less.yaml", text.replace("        priority:\n", "        prio:\n"))
    assert main([str(other), "--json", str(tmp_path / "drift.json")]) == 1
    for each in json.loads((tmp_path / "drift.json").read_text())["differences"]:
        name = each["ours"]["pointer"].rpartition("/")[2]
        if each["kind"] == "field-removed":
            assert text.splitlines()[each["ours"]["line"] - 1].strip() == f"{name}:"


def test_one_cause_is_told_once() -> None:
    """A component that many operations use differs once, and what is alike in many operations is one line."""
    schema: Node = {"$ref": "#/components/schemas/Thing"}
    full: Node = {"type": "object", "properties": {"a": TEXT}}
    gone: Node = {"type": "object"}

    def made(thing: Node, **statuses: Node) -> Document:
        paths = {
            f"/{name}": {"get": operation(answer=schema, operationId=name) | {"responses": statuses}}
            for name in "abcdef"
        }
        for item in paths.values():
            item["get"]["responses"] = {
                "200": {"content": {"application/json": {"schema": schema}}},
                **statuses,
            }
        return document(paths=paths, schemas={"Thing": thing})

    found, _ = compare(made(full, **{"429": {}}), made(gone))
    assert len(found) == 12
    assert [(each.first.kind, each.operations) for each in causes(found)] == [
        ("field-removed", tuple("abcdef")),
        ("error-removed", tuple("abcdef")),
    ]


def test_exit_statuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 the same or additive only, 1 what the caller asks for, both ways round."""
    less = write(tmp_path / "less.json", document(operation()).raw)
    more = write(tmp_path / "more.json", document(operation(parameters=({"name": "a", "in": "query"},))).raw)
    assert main([str(less), "--ours", str(less), "--fail-on", "any"]) == 0
    assert capsys.readouterr().out.endswith("\nno difference\n")
    assert main([str(more), "--ours", str(less)]) == 0
    assert main([str(more), "--ours", str(less), "--fail-on", "any"]) == 1
    assert main([str(less), "--ours", str(more)]) == 1
    assert main([str(less), "--ours", str(more), "--json", str(less / "no")]) == 2


HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "broken YAML": (HEAD + "paths:\n  /a: [\n", ":5: this is no valid YAML: "),
    "broken JSON": ('{\n  "openapi": "3.1.0",\n  "paths": {,}\n}', ":3: this is no valid JSON: "),
    "a tab": (HEAD + "paths:\n\t/a: {}\n", ":4: this is no valid YAML: "),
    "a list": ("[1]", ":1: an OpenAPI document is a mapping"),
    "nothing": ("", ":1: an OpenAPI document is a mapping"),
    "text": ("openapi", ":1: an OpenAPI document is a mapping"),
    "version 2": (
        "# old\nswagger: '2.0'\npaths: {}\n",
        ":2: only OpenAPI 3.0 and 3.1 are compared; it says '2.0'",
    ),
    "no version": ("paths: {}\n", ":1: only OpenAPI 3.0 and 3.1 are compared; it does not say"),
    "a future version": ("openapi: 4.0.0\npaths: {}\n", ":1: only OpenAPI 3.0 and 3.1 are compared"),
    "no paths": (HEAD, ":1: there are no paths in it"),
    "paths that are a list": (HEAD + "paths: []\n", ':3: "paths" is a mapping'),
    "a path that is a text": (HEAD + "paths:\n  /a: x\n", ":4: a path is a mapping"),
    "a reference to nothing": (
        HEAD + "paths:\n  /v3/transactions:\n    post:\n      requestBody:\n        $ref: '#/no'\n",
        ":6: the reference '#/no' leads nowhere",
    ),
    "a reference to another file": (
        HEAD + "paths:\n  /a:\n    $ref: 'other.yaml#/a'\n",
        ":4: 'other.yaml#/a' is in another file: bundle",
    ),
    "a reference to itself": (
        HEAD + "paths:\n  /a:\n    $ref: '#/paths/~1a'\n",
        ":4: the reference '#/paths/~1a' leads back",
    ),
    "a key twice": (HEAD + "paths:\n  /a: {}\n  /a: {}\n", ":5: the key '/a' is here twice"),
    "a key twice in JSON": ('{"openapi": "3.1.0", "paths": {"a": 1, "a": 2}}', "the key 'a' twice"),
    "an alias within itself": (HEAD + "paths: &a\n  /a: *a\n", ":3: an alias leads back to itself"),
    "aliases without end": (
        HEAD + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}' if n else 'y'] * 9)}]\n" for n in range(8)),
        "its aliases stand for too much",
    ),
    "another encoding": (HEAD.encode() + b"paths: {'\xff': {}}\n", ":3: cannot be read: it is not UTF-8"),
    "nested without end": (HEAD + "paths: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_told_by_line(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and one line, on either side; never a traceback, and never the 1 that means drift."""
    content, message = UNREADABLE[case]
    path = tmp_path / "their.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main([str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"cannot compare: {path}:")
    assert message in said.err
    assert said.err.count("\n") == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, with its name."""
    assert main([str(tmp_path / "no.yaml")]) == 2
    assert (
        capsys.readouterr().err
        == f"cannot compare: {tmp_path / 'no.yaml'}: cannot be read: No such file or directory\n"
    )


def test_odd_documents_are_no_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is put in the place of any part, the command ends with a status and without a traceback."""
    small = document(
        operation(
            {"type": "object", "required": ["a"], "properties": {"a": TEXT}},
            TEXT,
            ({"name": "a", "in": "query", "schema": TEXT},),
        )
    ).raw
    base = write(tmp_path / "base.json", small)
    seen: set[int] = set()
    for way, _ in parts(small):
        for value in (None, 5, "x", [], {}, [1], {"$ref": "#/x"}, True):
            raw = copy.deepcopy(small)
            above: Any = raw
            for step in way[:-1]:
                above = above[step]
            if not way:
                continue
            above[way[-1]] = value
            seen.add(main([str(write(tmp_path / "odd.json", raw)), "--ours", str(base)]))
            assert "itself failed" not in capsys.readouterr().err, (way, value)
    assert seen == {0, 1, 2}


def test_make_compare(tmp_path: Path) -> None:
    """The target takes the file, and says what a person has to give."""
    other = write(tmp_path / "other.json", Document.read(OURS).raw)
    # As a person would, also where make runs the tests.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", "compare"]
    done = subprocess.run(
        [*command, f"DOCUMENT={other}", "FAIL_ON=any"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "no difference" in done.stdout
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "name the other document: make compare DOCUMENT=" in done.stderr
