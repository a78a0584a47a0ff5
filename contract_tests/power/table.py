"""The outcomes of a drill as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contract_tests.power.catalogue import DEFECTS
from contract_tests.power.drill import Outcome

__all__ = ["README", "lines", "summary", "verdict", "write"]

README = Path(__file__).with_name("README.md")
BEGIN = "<!-- made by `python -m contract_tests.power --write` -->"
END = "<!-- end -->"
SEAMS = ("wire", "gate", "service")
WIDTH = max(len(defect.name) for defect in DEFECTS)


def verdict(outcome: Outcome) -> str:
    """What came of a defect, in a word or two.

    Args:
        outcome: Of the defect.

    Returns:
        The oracle that noticed it, or that it was missed.
    """
    return "MISSED" if outcome.finding is None else outcome.finding.oracle


def lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Outcomes in columns, for a terminal.

    Args:
        outcomes: In the order in which they are shown.

    Returns:
        One line each.
    """
    return [
        f"  {one.defect.name:<{WIDTH}}  {one.defect.part:<12}  {verdict(one):<26}"
        f"{one.requests:>5} requests {one.seconds:>6.2f} s{'  hold-out' if one.defect.holdout else ''}"
        for one in outcomes
    ]


def summary() -> list[str]:
    """How many defects there are, by resource, seam and part.

    Returns:
        The lines of a table in Markdown.
    """
    parts = list(dict.fromkeys(sorted(one.part for one in DEFECTS)))
    columns = ["defects", "hold-outs", *SEAMS, *parts]
    rows = [f"| resource | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    resources = sorted({one.resource for one in DEFECTS})
    for name in (*resources, "all"):
        own = [one for one in DEFECTS if name in (one.resource, "all")]
        counts = [
            len(own),
            sum(one.holdout for one in own),
            *(sum(one.seam == seam for one in own) for seam in SEAMS),
            *(sum(one.part == part for one in own) for part in parts),
        ]
        rows.append(f"| {name} | {' | '.join(map(str, counts))} |")
    return rows


def write(outcomes: Sequence[Outcome]) -> None:
    """Replace the tables in the README by those of these outcomes.

    Args:
        outcomes: Of all defects.
    """
    rows = [
        "| defect | the provider … | resource | kind | seam | part | noticed by |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in outcomes:
        defect = one.defect
        mark = " ◦" if defect.holdout else ""
        rows.append(
            f"| {defect.name}{mark} | {defect.what} | {defect.resource} | {defect.kind} | {defect.seam} "
            f"| {defect.part} | {verdict(one)} |"
        )
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    table = "\n".join([*summary(), "", *rows])
    README.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}", encoding="utf-8")
