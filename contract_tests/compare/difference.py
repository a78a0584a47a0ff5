"""One difference between two documents, and the rules by which it is breaking or additive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["RULES", "Difference", "Impact", "Rule", "Side", "rules_table"]

Impact = Literal["breaking", "additive"]
Side = Literal["request", "answer"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of difference means to those who use a client of the first document.

    Attributes:
        what: The difference, in words.
        request: Its class in what the client sends, None where it cannot be.
        answer: Its class in what the client receives, events included; None where it cannot be.
        why: The reason.
    """

    what: str
    request: Impact | None
    answer: Impact | None
    why: str


_B: Impact = "breaking"
_A: Impact = "additive"

RULES: Mapping[str, Rule] = {
    "operation-removed": Rule("operation gone", _B, None, "its method fails"),
    "operation-added": Rule("operation new", _A, None, "nobody calls it yet"),
    "event-removed": Rule("event gone", None, _B, "who waits for it waits for ever"),
    "event-added": Rule("event new", None, _A, "readers expect unknown events"),
    "deprecated": Rule("deprecated now", _A, _A, "it still works"),
    "security-changed": Rule("authentication other or more", _B, None, "calls are refused"),
    "security-eased": Rule("authentication less", _A, None, "a key does no harm"),
    "parameter-removed": Rule("parameter gone", _B, None, "what is asked for is ignored or refused"),
    "parameter-added": Rule("optional parameter new", _A, None, "nobody sends it yet"),
    "parameter-added-required": Rule("required parameter new", _B, None, "calls are refused without it"),
    "parameter-required": Rule("parameter required now", _B, None, "calls are refused without it"),
    "parameter-optional": Rule("parameter optional now", _A, None, "those who send it may go on"),
    "serialisation-changed": Rule("parameter written in another way", _B, None, "values are misread"),
    "body-removed": Rule("body gone", _B, _B, "what it held is ignored, or does not come"),
    "body-added": Rule("body new", _A, _A, "nobody sends it yet, or it is not read"),
    "body-added-required": Rule("required body new", _B, None, "calls are refused without it"),
    "body-required": Rule("body required now", _B, None, "calls are refused without it"),
    "body-optional": Rule("body optional now", _A, None, "those who send it may go on"),
    "media-type-removed": Rule("content type gone", _B, _B, "the client knows no other"),
    "media-type-added": Rule("content type new", _A, _A, "the one in use is still there"),
    "success-added": Rule("2xx or 3xx status new", None, _B, "the client has no type for what comes with it"),
    "success-removed": Rule("2xx or 3xx status gone", None, _A, "code for it rests"),
    "error-added": Rule("4xx or 5xx status new", None, _A, "any such status is raised as an APIStatusError"),
    "error-removed": Rule("4xx or 5xx status gone", None, _A, "code for it rests"),
    "header-removed": Rule("header gone", None, _B, "who reads it finds nothing"),
    "header-added": Rule("header new", None, _A, "nobody reads it yet"),
    "header-optional": Rule("header optional now", None, _B, "who reads it may find nothing"),
    "header-required": Rule("header always there now", None, _A, "it was read where it was there"),
    "field-removed": Rule("field gone", _B, _B, "it is ignored or refused; who reads it finds nothing"),
    "field-added": Rule("field new, optional in a request", _A, _A, "nobody sends it yet; it is read over"),
    "field-added-required": Rule(
        "required field new", _B, _A, "calls are refused without it; it is read over"
    ),
    "field-required": Rule("field required now", _B, _A, "calls are refused without it; it always comes"),
    "field-optional": Rule("field optional now", _A, _B, "those who send it may go on; it may be missing"),
    "fields-closed": Rule("unnamed fields refused now", _B, _A, "calls with them fail; none come"),
    "fields-opened": Rule("unnamed fields allowed now", _A, _A, "nobody sends them yet; they are read over"),
    "fields-narrowed": Rule("unnamed fields of a certain type now", _B, _A, "others are refused; none come"),
    "fields-widened": Rule("unnamed fields of any type now", _A, _B, "all are taken; the type promised less"),
    "map-removed": Rule("map without entries now", _B, _B, "entries are refused; none come"),
    "type-changed": Rule("type other", _B, _B, "what is sent is refused; what comes cannot be decoded"),
    "type-narrowed": Rule("types fewer", _B, _A, "what is sent may be refused; what comes was expected"),
    "type-widened": Rule("types more", _A, _B, "what is sent still fits; what comes may not decode"),
    "null-removed": Rule("null no longer allowed", _B, _A, "null is refused; none comes"),
    "null-added": Rule(
        "null allowed now, in a required field", _A, _B, "nobody sends it; it does not decode"
    ),
    "null-added-optional": Rule(
        "null allowed now, in an optional field", _A, _A, "nobody sends it; it reads as a missing one does"
    ),
    "alternative-removed": Rule("alternative gone", _B, _A, "it is refused; it does not come"),
    "alternative-added": Rule("alternative new", _A, _B, "nobody sends it; what comes may not decode"),
    "enum-value-removed": Rule("enumerated text gone", _B, _A, "it is refused; it does not come"),
    "enum-value-added": Rule(
        "enumerated text new", _A, _A, "nobody sends it; enumerations are open to readers"
    ),
    "constant-removed": Rule("enumerated value, no text, gone", _B, _A, "it is refused; it does not come"),
    "constant-added": Rule("enumerated value, no text, new", _A, _B, "nobody sends it; only texts are open"),
    "enum-closed": Rule("enumerated now", _B, _A, "other values are refused; fewer come"),
    "enum-opened": Rule(
        "enumerated no longer", _A, _A, "all values are taken; enumerations are open to readers"
    ),
    "bound-tightened": Rule("bound tighter", _B, _A, "what is sent may be refused; what comes was expected"),
    "bound-loosened": Rule(
        "bound looser", _A, _B, "what is sent still fits; who relied on the bound is wrong"
    ),
    "bound-changed": Rule("bound other", _B, _B, "neither contains the other"),
    "format-added": Rule("format new", _B, _A, "other texts are refused; what comes is still text"),
    "format-removed": Rule("format gone", _A, _B, "all texts are taken; what comes may not decode"),
    "format-changed": Rule("format other", _B, _B, "neither contains the other"),
    "default-changed": Rule("default other", _B, None, "calls that leave it out now mean something else"),
    "default-added": Rule("default told now", _A, None, "nothing was promised before"),
    "default-removed": Rule("default told no longer", _A, None, "nothing else is promised"),
    "keyword-changed": Rule(
        "a condition (`not`, `if` …) other", _B, _B, "it cannot be weighed by a program: look at it"
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the two documents say differently.

    Attributes:
        kind: A key of `RULES`.
        side: In what is sent or in what is received.
        operation: Id in the first document, else method and path.
        status: Of the answer, "" in a request.
        place: Where in the request or answer.
        message: What differs, in one line.
        ours: JSON pointer into the first document.
        theirs: JSON pointer into the other one.
    """

    kind: str
    side: Side
    operation: str
    status: str
    place: str
    message: str
    ours: str
    theirs: str

    @property
    def impact(self) -> Impact:
        """Whether users of the client are harmed."""
        rule = RULES[self.kind]
        impact = rule.request if self.side == "request" else rule.answer
        assert impact is not None, self
        return impact


def rules_table() -> str:
    """Write the rules down.

    Returns:
        A Markdown table.
    """
    rows = ["| kind | difference | request | answer | because |", "|---|---|---|---|---|"]
    rows += [
        f"| `{kind}` | {rule.what} | {rule.request or ''} | {rule.answer or ''} | {rule.why} |"
        for kind, rule in RULES.items()
    ]
    return "\n".join(rows) + "\n"
