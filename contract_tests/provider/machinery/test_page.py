"""The page for a browser: all of a report in one file, whatever a server may have put into it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provider.accepted import Acceptance
from contract_tests.provider.coverage import look
from contract_tests.provider.earlier import Earlier, Known
from contract_tests.provider.machinery.samples import exchange, finding
from contract_tests.provider.options import Options
from contract_tests.provider.reporting import Report, as_html, summarise
from contract_tests.provider.reporting.as_html import STYLE
from contract_tests.provider.reporting.excerpt import LARGEST, Excerpt, excerpt
from contract_tests.provider.reporting.markup import tag
from contract_tests.provider.run import Finding, Run
from ntropy_client import document as documents

ORDER = tuple(documents.load().operations)
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\u202e\x00\ud800</pre>"


@dataclass
class Node:
    """One element of a page."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    children: list[Node | str] = field(default_factory=list["Node | str"])

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str = "", **attributes: str) -> list[Node]:
        """The elements in it that are so named, and have these attributes."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                is_it = name in ("", child.name)
                wanted = all(
                    child.attributes.get(key.rstrip("_")) == value for key, value in attributes.items()
                )
                found += [child] if is_it and wanted else []
                found += child.all(name, **attributes)
        return found

    def one(self, name: str = "", **attributes: str) -> Node:
        """The only such element."""
        (found,) = self.all(name, **attributes)
        return found


class Reader(HTMLParser):
    """Reads a page, and refuses one whose elements are not closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag != "meta":
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"{tag} closes {self.open[-1].name}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page_of(report: Report) -> Node:
    """The page, read as a browser would."""
    reader = Reader()
    reader.feed(as_html.render(report))
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def report_of(*findings: Finding, run: Run | None = None, **changes: Any) -> Report:
    """The report of a run that saw a few answers of batches_get."""
    run = run or Run()
    for part in run.parts.values():
        part.state = "done"
    run.record(exchange(elapsed=0.010))
    run.record(exchange(elapsed=0.030))
    run.record(exchange(status=404, elapsed=0.020))
    for each in findings:
        run.add(each)
    seen = look(documents.load(), run.exchanges, ("batches_get",))
    return summarise(run, Options(**changes), target=None, seen=seen, operations=ORDER, seconds=1)


def cell(page: Node, operation: str, status: str) -> Node:
    """One cell of the matrix."""
    matrix = page.one("table", class_="matrix")
    heads = [head.text for head in matrix.one("thead").all("th")]
    (row,) = [row for row in matrix.one("tbody").all("tr") if row.one("th").text == operation]
    return row.all("td")[heads.index(status) - 1]


def facts(article: Node) -> dict[str, str]:
    """What is told of a cause, by its name."""
    names, values = article.one("dl").all("dt"), article.one("dl").all("dd")
    return dict(zip((name.text for name in names), (value.text for value in values), strict=True))


def test_the_matrix_tells_what_was_seen_and_how_it_was() -> None:
    """Drifting before accepted before unknown before conforming; not seen is not the same as not documented."""
    report = report_of(
        finding(),
        finding(operation="batches_list", pointer="/a"),
        finding(operation="batches_list", pointer="/b", verdict="unknown"),
        finding(operation="batches_results", verdict="unknown"),
        finding(operation="rules_list", status=None),
        accepted=(
            Acceptance(("batches_list 200 undocumented-field /a",), None, "r", date(2030, 1, 1), False, "f"),
        ),
    )
    page = page_of(report)
    told = {
        (operation, status): cell(page, operation, status).text
        for operation, status in (
            ("batches_get", "200"),
            ("batches_get", "404"),
            ("batches_get", "401"),
            ("batches_get", "413"),
            ("batches_list", "200"),
            ("batches_results", "200"),
            ("rules_list", "any"),
        )
    }
    assert told == {
        ("batches_get", "200"): "✗ 2 drifting",
        ("batches_get", "404"): "✓ 1 conforming",
        ("batches_get", "401"): "– not seen",
        ("batches_get", "413"): "",
        ("batches_list", "200"): "≈ accepted",
        ("batches_results", "200"): "? unknown",
        ("rules_list", "any"): "✗ drifting",
    }
    assert cell(page, "batches_get", "200").one("a").attributes["href"] == "#drift-1"


def test_a_status_within_a_documented_range_is_in_its_column() -> None:
    """A 503 is counted as the 5XX of the document, and what it does not have gets a column of its own."""
    run = Run()
    for status in (500, 503, 418):
        run.record(exchange(status=status))
    page = page_of(report_of(finding(status=418, pointer="", oracle="undocumented-status"), run=run))
    assert cell(page, "batches_get", "5XX").text == "✓ 2 conforming"
    assert cell(page, "batches_get", "418").text == "✗ 1 drifting"


def test_each_cause_is_told_once_and_whole() -> None:
    """What a person needs to know, to see it again and to accept it."""
    seen = exchange(response_body=json.dumps({"id": "b-1", "cost": 3}).encode())
    page = page_of(report_of(*(finding(exchanges=(seen,)) for _ in range(3))))
    article = page.one("article")
    assert article.one("h3").text == "batches_get 200 /cost"
    assert [badge.text for badge in article.all("span")] == ["additive for users", "3 times"]
    told = facts(article)
    assert (told["expected"], told["actual"]) == ("no such field", "3")
    assert told["seen by"] == "conformance/undocumented-field"
    assert told["fingerprint"] == '"batches_get 200 undocumented-field /cost"'
    assert [mark.text for mark in article.all("mark")] == ["3", "3"]
    blocks = [block.text for block in article.all("pre")]
    assert blocks[0].startswith('curl -H "X-Api-Key: $NTROPY_API_KEY" ')
    assert '"cost": 3' in blocks[2]
    assert 'message = "undocumented field \\"cost\\""' in article.one("details").text


def test_a_value_without_end_is_cut() -> None:
    """A rule may compare whole lists, of which a person reads the beginning."""
    article = page_of(report_of(finding(expected="e" * 100_000, actual="a" * 100_000))).one("article")
    told = facts(article)
    assert told["expected"].endswith("eee… (100,000 characters)")
    assert told["actual"].endswith("aaa… (100,000 characters)")
    assert len(article.text) < 5000


def test_news_and_acceptance_are_on_the_page() -> None:
    """New, still there, gone and accepted, each by its word."""
    known = Known(
        frozenset({"batches_get 200 undocumented-field /cost"}),
        'undocumented field "cost"',
        ("batches_get",),
        ("conformance/undocumented-field",),
        "/cost",
        200,
        "additive",
        "full",
    )
    old = replace(
        known, fingerprints=frozenset({"batches_get 200 schema /old"}), pointer="/old", message="is odd"
    )
    report = report_of(
        finding(),
        finding(pointer="/new", message="odd"),
        finding(pointer="/fine", message="known"),
        earlier=Earlier(
            Path("r.json"),
            embedded=True,
            version=documents.load().version,
            known=(known, old),
        ),
        profile="full",
        accepted=(
            Acceptance(
                ("batches_get 200 undocumented-field /fine",), None, "soon", date(2030, 1, 1), False, "f"
            ),
        ),
    )
    page = page_of(report)
    badges = [
        [badge.text for badge in article.all("span", class_="badge")] for article in page.all("article")
    ]
    assert badges == [["still there"], ["new"], ["new"]]
    assert facts(page.one("article", id="accepted-1"))["accepted"] == "accepted until 2030-01-01: soon"
    assert "batches_get 200 /old is odd" in page.one("section", id="gone").text
    assert "2 new, 1 still there, 1 gone" in page.one("header").text


def test_the_rest_of_the_run_is_on_the_page() -> None:
    """What was not tested and why, and how long the answers took."""
    reason = "batches_results always answered 403"
    skipped = {"rules_replace": "it changes a whole account"}
    run = Run(skipped=skipped, notes=["one batch stays"], untested=[reason])
    page = page_of(report_of(finding(), run=run))
    untested = page.one("section", id="untested").text
    assert "rules_replaceit changes a whole account" in untested
    assert "batches_get 401 or 403not seen: any caller can cause it" in untested
    (row,) = [row for row in page.one("section", id="times").all("tr") if row.all("td")]
    assert [each.text for each in (*row.all("th"), *row.all("td"))] == ["batches_get", "3", "20.0", "30.0"]
    assert "one batch stays" in page.one("header").text
    assert reason in untested
    page = page_of(report_of())
    assert "Nothing differs from the document." in page.one("section", id="drifts").text
    broke = page_of(report_of(run=Run(engine_errors=["it broke <here>"])))
    assert "it broke <here>" in broke.one("header").text
    assert "None was found." in broke.one("section", id="drifts").text


def hostile() -> Report:
    """A report in which everything that is not ours is meant to do harm."""
    seen = exchange(
        path=f"/v3/batches/{EVIL}",
        query=((EVIL.replace("\ud800", ""), "<script>"),),
        request_headers={"x-evil": EVIL},
        request_body=EVIL.encode(errors="replace"),
        response_headers={"content-type": EVIL, "x-request-id": EVIL},
        response_body=json.dumps({EVIL: [EVIL]}).encode(),
    )
    changes: dict[str, Any] = {"pointer": f"/{EVIL}/0", "message": EVIL, "expected": EVIL, "actual": EVIL}
    known = Known(frozenset({EVIL}), EVIL, (EVIL,), (f"probes/{EVIL}",), EVIL, 200, EVIL, "full")
    report = report_of(
        finding(exchanges=(seen,), **changes),
        finding(exchanges=(seen,), **(changes | {"pointer": "/headers/content-type"})),
        finding(exchanges=(seen,), **(changes | {"pointer": f"/request/body/{EVIL}"})),
        finding(exchanges=(seen,), verdict="unknown", **changes),
        run=Run(skipped={EVIL: EVIL}, notes=[EVIL]),
        profile="full",
        earlier=Earlier(Path("r"), embedded=True, version=documents.load().version, known=(known,)),
        accepted=(
            Acceptance(
                (f"batches_get 200 undocumented-field /{EVIL}/*",), None, EVIL, date(2030, 1, 1), False, EVIL
            ),
            Acceptance((f"batches_get 200 schema /{EVIL}",), None, EVIL, date(2030, 1, 1), True, EVIL),
        ),
    )
    return replace(report, name=EVIL, version=EVIL, reasons=(EVIL,))


def test_an_attribute_is_escaped_too() -> None:
    """Nothing ends an attribute before its end, and markup is only what was made as such."""
    made = tag("a", tag("b", "<"), "<", title="\"'<>&", open=True, data_x=None)
    assert made == '<a title="&quot;&#x27;&lt;&gt;&amp;" open><b>&lt;</b>&lt;</a>'


def test_what_a_server_says_is_text_and_nothing_else() -> None:
    """Nothing in an answer, a header, an id or a file becomes an element or an attribute of the page."""
    page, plain = page_of(hostile()), page_of(report_of(finding()))
    names = {node.name for node in page.all()}
    assert names - {node.name for node in plain.all()} <= {"ul", "li"}
    assert not names & {"script", "img", "iframe", "object", "form", "link", "svg", "base"}
    attributes = {key for node in page.all() for key in node.attributes}
    assert attributes <= {
        "aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "href", "http-equiv",
        "id", "lang", "name", "role", "scope", "tabindex",
    }  # fmt: skip
    assert "<script>alert(1)</script>" in page.one("section", id="drifts").text
    text = as_html.render(hostile())
    assert "<script" not in text
    assert not set(text) & {"\u202e", "\x00", "\ud800"}
    assert text.encode()


@pytest.mark.parametrize("make", [hostile, report_of], ids=["hostile", "plain"])
def test_the_page_needs_nothing_but_itself(make: Any) -> None:
    """No address is loaded from, links lead within the page, and a policy forbids the rest."""
    report = make()
    text = as_html.render(report)
    page = page_of(report)
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert str(link.attributes["href"])[0] == "#"
        assert str(link.attributes["href"])[1:] in ids
    style = page.one("style").text
    assert style == STYLE.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?:", style)
    assert (
        page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"] == as_html.POLICY
    )
    assert "src=" not in re.sub(r"&[^;]+;", "", text.replace("img src=x", ""))


def test_a_keyboard_and_a_screen_reader_get_everywhere() -> None:
    """A language, a title, one main heading, headings in order, named regions, and what scrolls takes focus."""
    page = page_of(report_of(finding(), finding(pointer="/b"), finding(pointer="/c", verdict="unknown")))
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("title").text == "Drifts: sandbox"
    assert len(page.all("h1")) == 1
    levels = [int(node.name[1]) for node in page.all() if re.fullmatch("h[1-6]", node.name)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.one("body").all("a")[0].attributes["href"] == "#main"
    for scrolling in (*page.all("pre"), *page.all("div")):
        assert scrolling.attributes.get("tabindex") == "0"
    for region in page.all("div"):
        assert region.attributes["role"] == "region"
        assert region.attributes["aria-label"]
    for head in page.all("th"):
        assert head.attributes["scope"] in ("col", "row")
    for section in page.all("section"):
        assert section.one("h2").attributes["id"] == section.attributes["aria-labelledby"]


def test_colours_can_be_read_in_every_scheme() -> None:
    """Every text has a contrast of 4.5 to 1 at least with what it stands on, light, dark and printed."""
    style = STYLE.read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.S)
    ]
    assert len(schemes) == 3
    assert len({frozenset(scheme) for scheme in schemes}) == 1
    for scheme in schemes:
        pairs = [(name, back) for name in ("text", "quiet", "link") for back in ("page", "panel")]
        pairs += [(name, f"{name}-back") for name in ("drift", "accept", "unknown", "good", "mark")]
        pairs += [("text", f"{name}-back") for name in ("drift", "accept", "unknown", "good")]
        for front, back in pairs:
            assert contrast(scheme[front], scheme[back]) >= 4.5, (front, back)
    assert set(re.findall(r"var\(--([\w-]+)\)", style)) <= set(schemes[0])
    assert "@media (prefers-color-scheme: dark)" in style
    assert "@media print" in style
    assert "@media (max-width:" in style


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("body", "pointer", "wrong"),
    [
        ({"a": {"b": [1, {"c": "x"}]}}, "/a/b/1/c", '"x"'),
        ({"a/b": {"~": None}}, "/a~1b/~0", "null"),
        ([[1, 2], [3, 4]], "/1", "[\n    3,\n    4\n  ]"),
        ({"wrong": "wrong-", "b": '"wrong"'}, "/b", '"\\"wrong\\""'),
        ({"a": 1}, "/b", ""),
        ({"a": 1}, "/a/b", ""),
        ([1], "/7", ""),
        ([1], "/-1", ""),
        ([1], "/²", ""),
    ],
)
def test_what_is_wrong_is_marked_where_it_stands(body: Any, pointer: str, wrong: str) -> None:
    """Whatever the pointer leads to, and nothing where it leads nowhere; the whole stays the body."""
    found = excerpt(json.dumps(body).encode(), pointer)
    assert found.wrong == wrong
    assert json.loads("".join(found)) == body


def test_a_large_body_is_cut_around_what_is_wrong() -> None:
    """A few lines before and after it, and no line without end."""
    rows: Sequence[Any] = [{"id": n, "note": "x" * 1000} for n in range(500)]
    before, wrong, after = excerpt(json.dumps({"data": rows}).encode(), "/data/250/id")
    assert wrong == "250"
    assert '"id": 249' in before
    assert '"id": 251' in after
    assert max(map(len, (before + wrong + after).split("\n"))) < 500
    assert (before + wrong + after).count("\n") < 20
    large = b'{"a": "' + b"x" * LARGEST + b'"}'
    assert len("".join(excerpt(large, "/a"))) < 1000
    assert excerpt(large, "/a").wrong == ""


def test_a_cut_is_shown_as_one() -> None:
    """Where more came than is shown, on either side or within what is wrong, three dots say so."""
    rows = [{"note": "x" * 5000, "id": n} for n in range(50)]
    found = excerpt(json.dumps({"data": rows, "more": rows}).encode(), "/data/25")
    assert found.before.startswith("…\n")
    assert found.wrong.count("…") == 1
    assert found.after.endswith("…")
    assert excerpt(json.dumps({"a": rows}).encode(), "/a").wrong.endswith("…")
    assert excerpt(json.dumps(rows).encode(), "").before.endswith("…")


@pytest.mark.parametrize("body", [b"", b"no JSON", b"\xff\xfe", b"[" * 100_000, b"[" * 900 + b"]" * 900])
def test_a_body_that_cannot_be_read_is_shown_as_it_is(body: bytes) -> None:
    """Without a mark, and without an error."""
    found = excerpt(body, "/a/b")
    assert isinstance(found, Excerpt)
    assert found.wrong == ""


def test_a_missing_field_shows_what_it_is_missing_from() -> None:
    """There is nothing to mark, so the object is shown that should have it."""
    rows = [{"id": n, "note": "x"} for n in range(100)]
    found = excerpt(json.dumps(rows).encode(), "/70/name")
    assert '"id": 70' in found.before
    assert found.wrong == ""
