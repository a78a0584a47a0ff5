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

from .broken import BROKEN
from .broken.changes import insert, swap
from .conftest import EDGE

TEXT = EDGE.read_text()


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
    for _ in range(60):
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
    assert faulty > 40


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


def _with_status_of_patch(line: str) -> Callable[[str], str]:
    """Give another status than 404 to the patch."""

    def change(text: str) -> str:
        start = text.index("operationId: things_patch")
        return text[:start] + swap("        '404': { $ref: '#/components/responses/Refused' }\n", line)(
            text[start:]
        )

    return change


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
        # What the path names is made when it is not there: nothing can be missing.
        lambda text: swap("x-writes: { things: update }", "x-writes: { things: upsert }")(
            _with_status_of_patch("")(text)
        ),
        # An item that is not there is told in another way.
        lambda text: insert(
            "      description: What is left out stays; null takes a note away.\n",
            "      x-not-found: '400'\n",
        )(_with_status_of_patch("        '400': { $ref: '#/components/responses/Refused' }\n")(text)),
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
