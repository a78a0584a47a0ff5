"""What fails by defects of the official SDK, and by nothing else: the request came in and was answered right."""

from __future__ import annotations

from contract_tests.provider.official_sdk.ran import Ran


class TestRules:
    """Of rules this SDK cannot read the answers: it wants a text where every document has a number."""

    def test_its_models_refuse_the_answers(self, ran: Ran, kind: str) -> None:
        """The id of a rule is a number, and nothing else is complained of."""
        saw = ran.saw(kind, "rules")
        complaint = {"type": "string_type", "loc": ["id"], "input": 0}
        for way in ("created", "listed", "patched"):
            assert saw[way]["error"] == "ValidationError", way
            assert saw[way]["problems"] == [complaint], way
            assert "TopLevelRule" in saw[way]["text"], way

    def test_the_answers_were_right(self, ran: Ran, kind: str) -> None:
        """Each request came in, and was answered with the rule as it was sent, at its place."""
        first, second = {"add_label": "first"}, {"if": True, "then": [{"set_labels": ["second"]}]}
        (created,) = ran.exchanges(kind, "rules", "POST", "/v3/rules")
        assert (created.status, created.sent(), created.answered()) == (200, first, {"id": 0, **first})
        (patched,) = ran.exchanges(kind, "rules", "PATCH", "/v3/rules/0")
        assert (patched.status, patched.sent(), patched.answered()) == (200, second, {"id": 0, **second})
        listed, empty = ran.exchanges(kind, "rules", "GET", "/v3/rules")
        assert (listed.status, listed.answered()) == (200, [{"id": 0, **first}])
        assert (empty.status, empty.answered()) == (200, [])
        (replaced,) = ran.exchanges(kind, "rules", "POST", "/v3/rules/replace")
        assert (replaced.status, replaced.sent()) == (200, [first, second])

    def test_what_has_no_answer_to_read_succeeds(self, ran: Ran, kind: str) -> None:
        """Replacing and deleting; and rules take effect, whatever the SDK makes of the answers."""
        saw = ran.saw(kind, "rules")
        assert (saw["replaced"], saw["deleted"], saw["empty"]) == (None, None, [])
        general = [saw[way]["categories"]["general"] for way in ("before", "during", "patched_to")]
        assert general == ["digital content and streaming", "first", "second"]
        deleted = [one for one in ran.exchanges(kind, "rules") if one.method == "DELETE"]
        assert [(one.path, one.status) for one in deleted] == [("/v3/rules/1", 200), ("/v3/rules/0", 200)]


def test_accounting(ran: Ran, kind: str) -> None:
    """What it cannot read besides: of seven accounting categories its model knows five."""
    saw = ran.saw(kind, "accounting")
    assert saw["read"] == ["operational expenses", "cost of goods sold", "revenue", "financing", "taxes"]
    assert list(saw["refused"]) == ["investing", "not enough information"]
    for category, refused in saw["refused"].items():
        assert refused["error"] == "ValidationError"
        problem = {"type": "enum", "loc": ["categories", "accounting"], "input": category}
        assert refused["problems"] == [problem]
        answer = ran.exchanges(kind, "accounting", "POST", "/v3/transactions")[-1]
        assert (answer.status, answer.answered()["categories"]["accounting"]) == (
            200,
            "not enough information",
        )


def test_dates_never_leave_the_async_client(ran: Ran) -> None:
    """It does not accept the moments that its own signatures ask for; nothing is sent."""
    for name, one in ran.saw("AsyncSDK", "dates").items():
        assert len(one.pop("all")) == 4
        assert len(one) == 4
        assert all(way.startswith("TypeError: ") and "datetime" in way for way in one.values()), (name, one)
    assert not [one for one in ran.exchanges("AsyncSDK", "dates") if "created_" in one.query]
