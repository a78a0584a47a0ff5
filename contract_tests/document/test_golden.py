"""The hard parts of generation: what comes out, that it type-checks, and that it works.

After a wanted change: ``.venv/bin/python -m contract_tests.document.expected``.
"""

from __future__ import annotations

import datetime as dt
import importlib
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from .conftest import HERE
from .expected import GOLDEN, files

BIN = Path(sys.executable).parent


def test_the_output_is_the_golden_one(edge_tree: Path) -> None:
    """A change of templates shows here, file by file."""
    made, kept = files(edge_tree), files(GOLDEN)
    assert sorted(made) == sorted(kept)
    for name, text in made.items():
        assert text == kept[name], name


def test_the_output_type_checks_with_its_user(edge_tree: Path, tmp_path: Path) -> None:
    """mypy --strict and pyright strict have nothing to say about the tree and a file that uses it."""
    shutil.copytree(edge_tree, tmp_path / "edge_api")
    shutil.copy(HERE / "edge_consumer.py", tmp_path / "consumer.py")
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    for command in (
        ("mypy", "--strict", "--cache-dir", "cache", "edge_api", "consumer.py"),
        ("pyright", "--pythonpath", sys.executable),
    ):
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


class Echo:
    """A sender that gives back what it is told, and keeps the request."""

    def __init__(self, answer: bytes = b"null", status: int = 200) -> None:
        self.answer, self.status = answer, status
        self.request: Any = None

    def send(self, request: Any, /, **_: Any) -> Any:
        self.request = request
        content = self.answer
        for kind in request.returns[self.status]:
            try:
                value = (
                    None if kind is None and self.status == 204 else msgspec.json.decode(content, type=kind)
                )
            except msgspec.ValidationError:
                continue
            return type(
                "Reply", (), {"value": value, "content": content, "request_id": "1", "status_code": 200}
            )()
        raise AssertionError("no type fits")


def resource(edge: ModuleType, tag: str, echo: Echo) -> Any:
    module = importlib.import_module(f"{edge.__name__}.resources.{tag}")
    return getattr(module, tag.capitalize())(echo)


PART = {"id": "a", "weight": 1, "on": "2024-01-01"}
THING = (
    b'{"id":"a","list":[{"id":"b","seen":"2024-01-01T00:00:00"}],"if":"now","made":"2024-01-01","kind":"&&"}'
)


def test_names_that_python_has_taken(edge: ModuleType) -> None:
    """Properties called `if` and `list` are fields that read and write those names."""
    thing = resource(edge, "things", Echo(THING)).get("a/b")
    assert (thing.if_, thing.list_[0].id, thing.kind.name) == ("now", "b", "BOTH")
    assert thing.to_dict()["if"] == "now"
    assert thing.to_dict()["list"] == [{"id": "b", "seen": "2024-01-01T00:00:00"}]


@pytest.mark.parametrize(
    ("id", "path"), [("a/b", "/v1/things/a%2Fb"), (7, "/v1/things/7"), (" ü", "/v1/things/%20%C3%BC")]
)
def test_an_id_stays_one_segment(edge: ModuleType, id: str | int, path: str) -> None:
    """Whatever an id holds, the route is the same."""
    echo = Echo(THING)
    resource(edge, "things", echo).get(id)
    assert echo.request.path == path


@pytest.mark.parametrize("id", ["", ".", "..", None, True, 1.5, "\ud800"])
def test_an_id_that_would_reach_another_route_is_refused(edge: ModuleType, id: Any) -> None:
    """Nothing is sent."""
    echo = Echo(THING)
    with pytest.raises(ValueError, match="things_get: id"):
        resource(edge, "things", echo).get(id)
    assert echo.request is None


def test_a_patch_has_three_states(edge: ModuleType) -> None:
    """Left out, null and a value are told apart."""
    for arguments, body in (
        ({}, b"{}"),
        ({"note": None}, b'{"note":null}'),
        ({"note": "x", "kind": "new"}, b'{"note":"x","kind":"new"}'),
        (
            {"list_": [{"id": "a", "weight": 1, "on": dt.date(2024, 1, 2)}]},
            b'{"list":[{"id":"a","weight":1,"on":"2024-01-02"}]}',
        ),
    ):
        echo = Echo(THING)
        resource(edge, "things", echo).patch("a", **arguments)
        assert echo.request.content == body
        assert echo.request.idempotent
    patch = importlib.import_module("edge_api.models").ThingPatch
    assert patch.from_json(b'{"note":null}').note is None
    assert patch.from_json(b"{}").note is msgspec.UNSET
    assert patch.from_json(b'{"note":null}').to_json() == b'{"note":null}'


@pytest.mark.parametrize(
    ("part", "where", "why"),
    [
        ({"id": "A", "weight": 1, "on": "2024-01-01"}, "list[0].id", "form"),
        ({"id": "a\n", "weight": 1, "on": "2024-01-01"}, "list[0].id", "form"),
        ({"id": "a", "weight": 0, "on": "2024-01-01"}, "list[0].weight", "> 0"),
        ({"id": "a", "weight": 1, "on": "tomorrow"}, "list[0].on", "date"),
        ({"id": "a", "weight": 1, "on": dt.datetime(2024, 1, 1)}, "list[0].on", "datetime"),
        ({"id": "a", "weight": 1}, "list[0].on", "required"),
        ({"id": "a", "weight": 1, "on": "2024-01-01", "clas": ""}, "list[0].clas", "spelling"),
    ],
)
def test_a_sent_model_is_checked(edge: ModuleType, part: dict[str, Any], where: str, why: str) -> None:
    """Bounds, patterns, formats, missing and misspelt fields are refused with their place."""
    with pytest.raises(ValueError, match=why) as caught:
        resource(edge, "things", Echo(THING)).patch("a", list_=[part])
    assert caught.value.location == where  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("parts", "where", "why"),
    [
        ([], "", "length"),
        ([PART, {**PART, "weight": -1}], "[1].weight", "> 0"),
        ([{**PART, "wieght": 1}], "[0].wieght", "spelling"),
        ([{**PART, "depth": float("nan")}], "[0].depth", "nan is not a number"),
        ([{**PART, "weight": Decimal("Infinity")}], "[0].weight", "Infinity is not a number"),
        ([{**PART, "seen": "2024-01-01T00:00:00"}], "[0].seen", "with its zone"),
    ],
)
def test_a_bare_array_is_checked_too(edge: ModuleType, parts: list[Any], where: str, why: str) -> None:
    """A body without fields of its own is held to its schema, in dicts and in models; NaN is no absent number."""
    echo = Echo(b"[]")
    with pytest.raises(ValueError, match=why) as caught:
        resource(edge, "things", echo).related("a", parts)
    assert caught.value.location == where  # type: ignore[attr-defined]
    assert echo.request is None


def test_keywords_dicts_and_models_send_the_same(edge: ModuleType) -> None:
    """None is left out wherever it stands, and a moment without a zone means UTC."""
    part = importlib.import_module("edge_api.models").PartInput
    moment = dt.datetime(2024, 1, 2, 3)
    day = dt.date(2024, 1, 1)
    for given in (
        {"id": "a", "weight": 1, "on": day, "class": None, "seen": moment},
        {"id": "a", "weight": 1.0, "on": "2024-01-01", "seen": "2024-01-02T03:00:00Z"},
        part(id="a", weight=1, on=day, seen=moment),
        part(id="a", weight=1, on=day, class_=None, seen=moment.replace(tzinfo=dt.UTC)),
    ):
        echo = Echo(b"[]")
        resource(edge, "things", echo).related("a", (given,))
        assert msgspec.json.decode(echo.request.content) == [
            {"id": "a", "weight": 1, "on": "2024-01-01", "seen": "2024-01-02T03:00:00Z"}
        ]


def test_a_moment_without_a_zone_changes_nothing_beside_it(edge: ModuleType) -> None:
    """Other moments keep their zones, and numbers stay numbers, in models as in dicts."""
    part = importlib.import_module("edge_api.models").PartInput
    there = dt.datetime(2024, 1, 2, 3, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    fields: dict[str, Any] = {"id": "a", "weight": Decimal("1.5"), "on": dt.date(2024, 1, 1)}
    parts = [{**fields, "seen": there.replace(tzinfo=None)}, {**fields, "seen": there}]
    for given in (parts, [part(**one) for one in parts]):
        echo = Echo(b"[]")
        resource(edge, "things", echo).related("a", given)
        assert msgspec.json.decode(echo.request.content) == [
            {"id": "a", "weight": 1.5, "on": "2024-01-01", "seen": "2024-01-02T03:00:00Z"},
            {"id": "a", "weight": 1.5, "on": "2024-01-01", "seen": "2024-01-02T03:00:00+02:00"},
        ]


def test_a_field_called_body_is_a_field(edge: ModuleType) -> None:
    """A name that the generated code has a use for of its own does not get in its way."""
    echo = Echo(THING)
    resource(edge, "things", echo).patch("a", body_="x")
    assert echo.request.content == b'{"body":"x"}'


def test_a_received_model_is_not_checked(edge: ModuleType) -> None:
    """An answer out of bounds still decodes."""
    thing = importlib.import_module("edge_api.models").Thing
    assert thing.from_json(THING[:-1] + b',"size":-1,"more":1}').size == -1


def test_an_unknown_value_of_an_enumeration(edge: ModuleType) -> None:
    """It is a string that compares, prints and is kept."""
    kind = importlib.import_module("edge_api.models").Kind
    found = resource(edge, "things", Echo(THING.replace(b"&&", b"huge"))).get("a").kind
    assert found == "huge"
    assert f"{found}" == "huge"
    assert isinstance(found, kind)
    assert found not in list(kind)


def test_arrays_maps_and_alternatives(edge: ModuleType) -> None:
    """A bare array is a list, a map a dict, and alternatives are tried in order."""
    things = resource(edge, "things", Echo(b"[" + THING[:-1] + b',"names":["x",null]}]'))
    (thing,) = things.related("a", [PART])
    assert (thing.id, thing.names) == ("a", ["x", None])
    assert resource(edge, "things", Echo(b'{"red":2}')).labels("a") == {"red": 2}
    label_set = importlib.import_module("edge_api.models").LabelSet
    for answer, value in (
        (b'{"front":["a"],"back":[]}', label_set(front=["a"], back=[])),
        (b'{"anything":1}', {"anything": 1}),
        (b"null", None),
    ):
        assert resource(edge, "things", Echo(answer)).relabel("a", front=["a"], back=[]) == value


def test_an_upload_can_be_sent_again(edge: ModuleType, tmp_path: Path) -> None:
    """Path, bytes and file object give a fresh stream each time, with the name that counts."""
    path = tmp_path / "may.pdf"
    path.write_bytes(b"%PDF-1")
    with path.open("rb") as stream:
        stream.read(1)
        for given, name, content in (
            (path, "may.pdf", b"%PDF-1"),
            (str(path), "may.pdf", b"%PDF-1"),
            (b"%PDF-2", "file.pdf", b"%PDF-2"),
            (stream, "may.pdf", b"PDF-1"),
        ):
            echo = Echo(b'{"id":"f","token":"held"}')
            stored = resource(edge, "files", echo).create(file=given)
            (part,) = echo.request.form
            assert (part[0], part[1].name, part[1].media_type) == ("file", name, "application/pdf")
            for _ in range(2):
                with part[1].open() as sent:
                    assert sent.read() == content
            assert "held" not in repr(stored)
    echo = Echo(b'{"id":"f"}')
    resource(edge, "files", echo).create(file=b"x", folder="inbox", filename="june.pdf")
    assert echo.request.form[1] == ("folder", "inbox")
    assert echo.request.form[0][1].name == "june.pdf"
    with pytest.raises(TypeError, match="path, bytes"):
        resource(edge, "files", echo).create(file=7)


def test_what_stays_json_is_sent_and_kept_whole(edge: ModuleType) -> None:
    """A rule with an operator that this version does not know comes back and goes out as it is."""
    echo = Echo(b'{"id":1,"if":{"xor":[true,{"not":"x"}]},"then":1}')
    rule = resource(edge, "rules", echo).create({"if": True})
    assert rule == {"id": 1, "if": {"xor": [True, {"not": "x"}]}, "then": 1}
    resource(edge, "rules", Echo(b"[]")).replace([rule])
    with pytest.raises(ValueError, match="then: nan is not a number"):
        resource(edge, "rules", echo).create({"if": True, "then": float("nan")})


def test_an_unknown_keyword_is_a_type_error(edge: ModuleType) -> None:
    """It names the method and the keyword."""
    with pytest.raises(TypeError, match=r"things\.get\(\) got an unexpected keyword argument 'retrys'"):
        resource(edge, "things", Echo(THING)).get("a", retrys=1)


def test_a_list_is_pages_with_its_filters(edge: ModuleType) -> None:
    """Filters become text: enumerations, moments without a zone as UTC."""
    echo = Echo(b'{"next_cursor":null,"data":[]}')
    page = resource(edge, "things", echo).list(kind="small", made_after=dt.datetime(2024, 1, 1))
    assert list(page) == []
    assert echo.request.query == (("made_after", "2024-01-01T00:00:00Z"), ("kind", "small"))
    assert echo.request.rate_limit == 10


def test_events_are_known_by_their_type(edge: ModuleType) -> None:
    """Each documented event type has its model."""
    events = importlib.import_module("edge_api.events")
    event = events.EVENTS["things.made"].from_json(b'{"event_type":"things.made","data":' + THING + b"}")
    assert event.data.id == "a"
    assert set(events.EVENTS) == {"things.made", "things.gone"}
