"""The table of operations in openapi/README.md: written and held fresh with the generated code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openapi import generate as driver
from openapi._source import Source
from openapi._table import BEGIN, END, with_table

from .conftest import EDGE
from .test_generate import contents

PAGE = f"# Before\n\nWritten by hand, | and all.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n"
TABLE = f"""\
{BEGIN}
10 operations. Beside what is listed, each has 401, 403, 422, 429 and 5XX.

| Operation | Request | Statuses | Idempotent | Rate limit | Writes |
|---|---|---|---|---|---|
| `things_list` | `GET /v1/things` | 200 | yes | 10 | |
| `things_get` | `GET /v1/things/{{id}}` | 200, 404 | yes | | |
| `things_patch` | `PATCH /v1/things/{{id}}` | 200, 404 | yes | | things: update |
| `things_delete` | `DELETE /v1/things/{{id}}` | 204, 404 | yes | | things: delete |
| `things_related` | `POST /v1/things/{{id}}/related` | 200, 404 | no | | |
| `things_labels` | `GET /v1/things/{{id}}/labels` | 200, 404 | yes | | |
| `things_relabel` | `PUT /v1/things/{{id}}/labels` | 200, 404 | no | | |
| `files_create` | `POST /v1/files` | 200 | no | | files: create |
| `rules_create` | `POST /v1/rules` | 200 | no | | rules: create |
| `rules_replace` | `POST /v1/rules/replace` | 200 | yes | | |
{END}
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    path.chmod(0o640)
    return path


def arguments(page: Path, *more: str) -> list[str]:
    output = page.parent / "out" / "edge_api"
    return ["--document", str(EDGE), "--output", str(output), "--readme", str(page), *more]


def test_every_operation_has_a_row(page: Path) -> None:
    """Method, path, statuses, whether repeating is safe, rate and effects; the rest of the page stays."""
    assert driver.main(arguments(page)) == 0
    assert page.read_text() == f"# Before\n\nWritten by hand, | and all.\n\n{TABLE}\nAfter.\n"
    assert page.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in page.parent.iterdir()} == {"page.md", "out"}
    assert [path.name for path in (page.parent / "out").iterdir()] == ["edge_api"]


def test_writing_it_again_changes_nothing() -> None:
    """The document alone decides."""
    once = with_table(PAGE, Source(EDGE))
    assert with_table(once, Source(EDGE)) == once


def test_a_stale_table_is_told(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who edits the table, or forgets to generate, sees the row and what to do."""
    assert driver.main(arguments(page)) == 0
    assert driver.main(arguments(page, "--check")) == 0
    written = page.read_text()
    page.write_text(written.replace("| 10 | |", "| 20 | |"))
    capsys.readouterr()
    assert driver.main(arguments(page, "--check")) == 1
    said = capsys.readouterr().out
    assert "-| `things_list` | `GET /v1/things` | 200 | yes | 20 | |\n" in said
    assert "+| `things_list` | `GET /v1/things` | 200 | yes | 10 | |\n" in said
    assert re.search(r"Not what \S+edge\.yaml gives: \S+page\.md\. .*make generate", said)
    assert page.read_text() != written
    assert driver.main(arguments(page)) == 0
    assert page.read_text() == written


def test_a_stale_tree_beside_a_stale_table_is_told_with_it(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run tells both."""
    assert driver.main(arguments(page, "--check")) == 1
    said = capsys.readouterr().out
    assert re.search(r"gives: \S+/edge_api and \S+/page\.md\.", said)


@pytest.mark.parametrize(
    "text",
    ["", f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n", f"{PAGE}{PAGE}", None],
    ids=["none", "no end", "no beginning", "in reverse", "twice", "no page"],
)
def test_a_page_without_its_marks_is_refused(
    text: str | None, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written anywhere, and it is said what is missing."""
    page.unlink() if text is None else page.write_text(text)
    for more in ([], ["--check"]):
        assert driver.main(arguments(page, *more)) == 1
        said = capsys.readouterr().err
        assert "page.md: " in said
        assert ("write each once" if text is not None else "No such file") in said
    assert not (page.parent / "out" / "edge_api").exists()
    assert text is None or page.read_text() == text


def test_a_page_that_cannot_be_written_gives_the_old_tree_back(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tree and table change together or not at all."""
    assert driver.main(arguments(page)) == 0
    output = page.parent / "out" / "edge_api"
    (output / "kept.py").write_text("")
    page.write_text(PAGE)
    before = contents(output)

    def fail(self: Path, target: Path) -> Path:
        raise OSError(f"as asked: {self} to {target}")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="as asked"):
        driver.main(arguments(page))
    assert contents(output) == before
    assert page.read_text() == PAGE
    assert [path.name for path in output.parent.iterdir()] == ["edge_api"]


def test_another_output_leaves_the_readme_alone(tmp_path: Path) -> None:
    """Who generates elsewhere, as tests do, changes nothing of the project."""
    before = driver.README.read_bytes(), driver.README.stat().st_mtime_ns
    command = ["--document", str(EDGE), "--output", str(tmp_path / "edge_api")]
    assert driver.main(command) == 0
    assert driver.main([*command, "--check"]) == 0
    assert (driver.README.read_bytes(), driver.README.stat().st_mtime_ns) == before


def test_the_usual_output_goes_with_the_usual_page(
    monkeypatch: pytest.MonkeyPatch, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make check-generated` looks at the project's own table without being told."""
    monkeypatch.setattr(driver, "README", page)
    assert driver.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "+| `batches_get` | `GET /v3/batches/{id}` |" in said
    assert re.search(r"gives: \S+page\.md\.", said)
