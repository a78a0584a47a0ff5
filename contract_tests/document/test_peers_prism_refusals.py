"""What Prism refuses, and what it does not look at: its silence about our requests means something."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from ntropy_client.document import load

from .peers.calls import CALLS, FIRST, KEY, Call
from .peers.prism import UNREAD_ANSWERS, UNREAD_BODIES, VIOLATIONS, Prism


def spoilt(call: Call) -> Iterator[tuple[str, Any]]:
    """Each field of a JSON example in turn, with a value that fits nowhere; of lists those of the first item."""
    if call.operation.body_content_type == "application/json":
        for one in call.body[:1] if isinstance(call.body, list) else [call.body]:
            for name in one:
                wrong = {**one, name: [{}]}
                yield name, [wrong] if isinstance(call.body, list) else wrong


def is_closed(call: Call) -> bool:
    """Whether the body has no keys but those of the document."""
    schema = load().resolve(call.operation.body_schema or {})
    return load().resolve(schema.get("items", schema)).get("unevaluatedProperties") is False


def strays(body: Any) -> Iterator[Any]:
    """The body with one key too many, in each object of it in turn."""
    if isinstance(body, dict):
        yield {**body, "stray": True}
    for key, value in enumerate(body) if isinstance(body, list) else dict.items(body):
        for wrong in strays(value) if isinstance(value, dict | list) else ():
            copied = copy.copy(body)
            copied[key] = wrong
            yield copied


def plain_text(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter takes any text."""
    kinds = {load().resolve(part).get("type") for part in schema.get("anyOf", [])}
    return (schema.get("type") == "string" and "format" not in schema) or "string" in kinds


def spoken_to(call: Call, bare: httpx.Client, body: Any) -> httpx.Response:
    """What Prism says of a body: of a rule that it does not read by itself, as one of a list."""
    if call.operation.id in UNREAD_BODIES:
        return bare.post("/v3/rules/replace", json=[body])
    return bare.request(call.operation.method, call.path, json=body)


FIELDS = [pytest.param(call, *one, id=f"{call}-{one[0]}") for call in CALLS for one in spoilt(call)]
PARAMETERS = [
    pytest.param(call, parameter.name, id=f"{call}-{parameter.name}")
    for call in FIRST
    for parameter in call.operation.parameters
    if parameter.location == "query" and not plain_text(parameter.schema)
]


class TestWhatPrismRefuses:
    """Its silence about our requests means something: for each operation it refuses what is wrong."""

    @pytest.mark.parametrize("call", FIRST, ids=str)
    def test_a_request_without_a_key(self, call: Call, prism: str) -> None:
        """Every operation demands the header of the document's security scheme."""
        answer = httpx.request(call.operation.method, prism + call.path, json=call.body, trust_env=False)
        assert answer.status_code == 401

    @pytest.mark.parametrize("call", [call for call in FIRST if call.example], ids=str)
    def test_a_body_that_is_no_such_body(self, call: Call, bare: httpx.Client) -> None:
        """No body, JSON of another type, and for a form one without its file."""
        method, path = call.operation.method, call.path
        assert bare.request(method, path).status_code == 422
        assert spoken_to(call, bare, "wrong").status_code == 422
        if call.operation.body_content_type == "multipart/form-data":
            assert bare.request(method, path, files={"stray": b"wrong"}).status_code == 422

    @pytest.mark.parametrize(("call", "name", "body"), FIELDS)
    def test_a_field_that_does_not_fit(self, call: Call, name: str, body: Any, bare: httpx.Client) -> None:
        """Every field of every example is looked at."""
        answer = spoken_to(call, bare, body)
        assert answer.status_code == 422
        assert name in answer.headers[VIOLATIONS]

    @pytest.mark.parametrize(("call", "name"), PARAMETERS)
    def test_a_parameter_that_does_not_fit(self, call: Call, name: str, bare: httpx.Client) -> None:
        """So is every parameter that is a number, a date or one of several words."""
        answer = bare.request(call.operation.method, call.path, params={name: "wrong"})
        assert answer.status_code == 422
        assert name in answer.headers[VIOLATIONS]

    @pytest.mark.parametrize("call", [call for call in CALLS if is_closed(call)], ids=str)
    def test_a_key_that_a_rule_has_not(self, call: Call, bare: httpx.Client) -> None:
        """The language of rules is closed at every depth, and Prism follows it there."""
        for wrong in strays(call.body):
            assert spoken_to(call, bare, wrong).status_code == 422, wrong


class TestWhatPrismDoesNotLookAt:
    """No more than the README says; once it is less, the tests above can do without the detour."""

    @pytest.mark.parametrize("call", [call for call in FIRST if call.operation.id in UNREAD_BODIES], ids=str)
    def test_a_rule_by_itself(self, call: Call, bare: httpx.Client) -> None:
        """Any JSON passes for one, where a list of it does not pass for rules."""
        for wrong in ({"stray": 1}, 7):
            answer = bare.request(call.operation.method, call.path, json=wrong)
            assert (answer.status_code, answer.headers.get(VIOLATIONS)) == (200, None)
            assert spoken_to(call, bare, wrong).status_code == 422

    def test_answers_with_rules(self, tmp_path: Path) -> None:
        """Of every other operation Prism would notice a wrong answer."""
        document = copy.deepcopy(dict(load().raw))
        for example in document["components"]["examples"].values():
            example["value"] = 7
        path = tmp_path / "document.json"
        path.write_text(json.dumps(document))
        passed: set[str] = set()
        with Prism(path, tmp_path / "log.txt") as mock:
            for call in FIRST:
                operation = call.operation
                if "204" in operation.statuses:
                    continue
                key = {"X-Api-Key": KEY}
                answer = httpx.request(
                    operation.method, mock.url + call.path, headers=key, trust_env=False, **call.sent
                )
                if answer.status_code == 200 and VIOLATIONS not in answer.headers:
                    passed.add(operation.id)
                else:
                    assert answer.status_code == 500, operation.id
                    assert "response" in answer.headers[VIOLATIONS], operation.id
        # Two answers may be any JSON.
        assert passed == {*UNREAD_ANSWERS, "rules_delete", "rules_replace"}
