"""A change of the API costs one edit of the document: what follows by itself, and who speaks up where it does not.

On one copy of the project the document grows, on another it shrinks and is renamed in; then what a maintainer
runs is run there: generation, the type checker, the client's table, the probes, the completeness tests.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openapi._lint import lint
from openapi._source import Fault, Source
from openapi.generate import DOCUMENT

from .change.project import Outcome, Project, merged
from .change.removals import incoherent, shrunk

HERE = Path(__file__).parent / "change"
TABLE = "contract_tests/client/test_table.py"
HANDLERS = "contract_tests/provider/test_sandbox_http.py::test_every_operation_of_the_document_has_a_handler"
NAMES = "contract_tests/packaging/test_names.py::test_the_public_names_are_these"
LEFT_BEHIND = "contract_tests/provider/test_sandbox_http.py::test_no_handler_is_left_behind"
PROMISES = "contract_tests/provider/test_rules.py::test_every_operation_has_promises"
OLD_PROMISES = "contract_tests/provider/test_rules.py::test_no_promise_is_about_an_operation_that_is_gone"

KINDS = ("field", "value", "operation", "resource", "parameter", "status")
SUCCESS = "test_every_documented_success_is_understood"
ERROR = "test_every_documented_error_is_raised"
CASES = {
    "field": [
        f"{SUCCESS}[batches_get-200-completed]",
        f"{SUCCESS}_async[batches_get-200-completed]",
        "test_every_documented_request_is_sent_as_it_stands[transactions_create-full]",
    ],
    "value": [f"{SUCCESS}[batches_get-200-paused]", f"{SUCCESS}_async[batches_get-200-paused]"],
    "operation": [
        f"{SUCCESS}[batches_cancel-200-paused]",
        f"{SUCCESS}_async[batches_cancel-200-paused]",
        f"{ERROR}[batches_cancel-404-unknown_batch]",
        "test_every_operation_is_a_method_and_a_request[batches_cancel]",
    ],
    "resource": [
        f"{SUCCESS}[budgets_create-200-weekly]",
        f"{SUCCESS}_async[budgets_create-200-weekly]",
        f"{SUCCESS}[budgets_list-200-page]",
        f"{SUCCESS}_async[budgets_list-200-page]",
        f"{SUCCESS}[budgets_get-200-weekly]",
        f"{SUCCESS}[budgets_delete-204]",
        f"{ERROR}[budgets_get-404-unknown]",
        f"{ERROR}_async[budgets_delete-404-unknown]",
        "test_every_documented_request_is_sent_as_it_stands[budgets_create-weekly]",
        "test_every_operation_is_a_method_and_a_request[budgets_list]",
    ],
    "parameter": [f"{SUCCESS}[transactions_list-200-page]", f"{SUCCESS}_async[transactions_list-200-page]"],
    "status": [f"{ERROR}[batches_results-425-early]", f"{ERROR}_async[batches_results-425-early]"],
}
ADDED = {"batches_cancel", "budgets_create", "budgets_list", "budgets_get", "budgets_delete"}


class Grown:
    """A copy of the project after the additions: what came out, and how its tests went."""

    def __init__(self, root: Path) -> None:
        project = Project(root)
        before = project.contents()
        project.edit(lambda raw: merged(raw, Source(HERE / "additions.yaml").raw))
        self.check = project.generate("--check")
        self.generated = project.generate()
        after = project.contents()
        self.changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        consumer, mistakes = (
            f"contract_tests/document/change/{name}.py" for name in ("consumer", "mistakes")
        )
        cases = [f"{TABLE}::{case}" for cases in CASES.values() for case in cases]
        with ThreadPoolExecutor() as pool:
            types = pool.submit(project.types, consumer, mistakes)
            self.tests = project.test(consumer, *cases, HANDLERS, PROMISES)
            self.errors = types.result()


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    return Grown(tmp_path_factory.mktemp("grown") / "project")


def outcomes(tests: Mapping[str, Outcome], prefix: str) -> dict[str, Outcome]:
    found = {name: outcome for name, outcome in tests.items() if name.startswith(prefix)}
    assert found, f"no test {prefix}…"
    return found


def failures(tests: Mapping[str, Outcome], prefix: str) -> str:
    return "\n".join(f"{name}: {one.text}" for name, one in outcomes(tests, prefix).items() if not one.passed)


def says(outcome: Outcome, *words: str) -> None:
    """Hold a test to its failure, and what it says of it to what is missing: the lines that differ, or the error."""
    assert not outcome.passed, "it has nothing to say"
    told = [line for line in outcome.text.splitlines() if re.match(r"E\s+([-+] |\w*Error: )", line)]
    assert [word for word in words if not any(word in line for line in told)] == [], outcome.text


class TestWhatIsAdded:
    def test_one_edit_and_one_command_is_all(self, grown: Grown) -> None:
        """Nothing but the document was edited by hand; the rest is what generation wrote."""
        assert grown.generated.returncode == 0, grown.generated.stderr
        assert "44 operations" in grown.generated.stdout
        by_hand = {path for path in grown.changed if not path.startswith("generated/")}
        assert by_hand == {"openapi/ntropy-v3.yaml", "openapi/README.md"}

    def test_it_is_told_to_generate(self, grown: Grown) -> None:
        """Before generation the check shows what is missing, the row of the table too."""
        assert grown.check.returncode == 1
        for line in (
            "+    reference: str | None = None,",
            "+    cost_credits: int | None = None",
            '+    PAUSED: ClassVar[BatchStatus] = known("paused")',
            "+    async def cancel(self, id: str, **options: Unpack[RequestOptions]) -> Batch:",
            "+    def budgets(self) -> AsyncBudgets:",
            "+        entry_type: EntryType | Literal[",
            '+          "425": {',
            "+| `batches_cancel` | `POST /v3/batches/{id}/cancel` | 200, 404 | no | 5 | batches: update |",
        ):
            assert line in grown.check.stdout
        assert "then make generate" in grown.check.stdout

    def test_the_copy_is_what_is_tested(self, grown: Grown) -> None:
        """The tests of the copy import the client of the copy."""
        assert failures(grown.tests, "test_what_is_tested_is_the_copy") == ""

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_is_typed_on_both_clients(self, kind: str, grown: Grown) -> None:
        """A strict checker accepts its use, sync and async, and knows the types of what comes back."""
        text = (HERE / "consumer.py").read_text()
        wrong = [
            f"{error[1]}: {error[2]}"
            for error in grown.errors
            if error[0] == "consumer.py" and _function_at(text, error[1]).startswith((f"test_{kind}_", "<"))
        ]
        assert wrong == []

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "status"])
    def test_its_misuse_is_a_type_error(self, kind: str, grown: Grown) -> None:
        """Each line that uses it wrongly is an error of the checker."""
        lines = (HERE / "mistakes.py").read_text().splitlines()
        marked = {number for number, line in enumerate(lines, 1) if line.endswith(f"# {kind}")}
        assert marked
        assert marked - {line for name, line, _ in grown.errors if name == "mistakes.py"} == set()

    def test_nothing_else_is_a_type_error(self, grown: Grown) -> None:
        """The checker finds fault with the marked lines only."""
        lines = (HERE / "mistakes.py").read_text().splitlines()
        marked = {("mistakes.py", number) for number, line in enumerate(lines, 1) if "  # " in line}
        assert [error for error in grown.errors if error[:2] not in marked] == []

    @pytest.mark.parametrize("way", ["", "_async"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_can_be_called(self, kind: str, way: str, grown: Grown) -> None:
        """Over a mocked transport the request goes out and the answer comes back as it should."""
        outcome = grown.tests[f"test_{kind}_is_called{way}"]
        assert outcome.passed, outcome.text

    @pytest.mark.parametrize("kind", ["field", "resource"])
    def test_its_bounds_hold(self, kind: str, grown: Grown) -> None:
        """What the document does not allow is refused before it is sent."""
        assert failures(grown.tests, f"test_{kind}_is_held_to_its_bounds") == ""

    @pytest.mark.parametrize("case", [case for cases in CASES.values() for case in cases])
    def test_it_has_its_cases(self, case: str, grown: Grown) -> None:
        """The client's table has them by itself, and they pass."""
        assert grown.tests[case].passed, grown.tests[case].text

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_has_its_probes(self, kind: str, grown: Grown) -> None:
        """The contract check asks for it by itself."""
        assert failures(grown.tests, f"test_{kind}_has_its_probes") == ""

    def test_its_status_is_provoked(self, grown: Grown) -> None:
        """A probe gets the new status from the sandbox, and nothing is found amiss."""
        assert failures(grown.tests, "test_status_is_seen_by_the_check") == ""

    def test_every_status_has_a_case(self, grown: Grown) -> None:
        """None of the grown document is without one."""
        assert failures(grown.tests, "test_cases_are_complete") == ""

    def test_what_is_missing_in_the_sandbox_is_named(self, grown: Grown) -> None:
        """Each new operation without behaviour, and no other."""
        found = outcomes(grown.tests, "test_every_operation_of_the_document_has_a_handler")
        failed = {name.partition("[")[2][:-1]: one.text for name, one in found.items() if not one.passed}
        assert failed.keys() == ADDED
        assert "cancel" in failed["batches_cancel"]
        assert all("budgets" in failed[id] for id in ADDED - {"batches_cancel"})

    def test_what_nobody_promised_is_named(self, grown: Grown) -> None:
        """The new operation without a scenario; a new resource has those of every resource by itself."""
        says(grown.tests["test_every_operation_has_promises"], "batches_cancel")
        assert "budgets" not in grown.tests["test_every_operation_has_promises"].text


class Shrunk:
    """A copy of the project after the removals: what the freshness check says, and how the tests went."""

    def __init__(self, root: Path) -> None:
        project = Project(root)
        project.edit(shrunk)
        self.check = project.generate("--check")
        self.generated = project.generate()
        with ThreadPoolExecutor() as pool:
            types = pool.submit(project.types, "overrides/ntropy_client/resources")
            self.tests = project.test(
                "contract_tests/document/test_document.py",
                "contract_tests/document/test_document_schemas.py",
                "contract_tests/document/change/leavings.py",
                f"{TABLE}::{SUCCESS}[batches_create-200-with_priority]",
                HANDLERS,
                LEFT_BEHIND,
                OLD_PROMISES,
                NAMES,
            )
            self.errors = types.result()

    def says(self, test: str, *words: str) -> None:
        """Hold a test to its failure, and its text to what is missing."""
        says(self.tests[test], *words)


@pytest.fixture(scope="module")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Shrunk:
    return Shrunk(tmp_path_factory.mktemp("shrunk") / "project")


class TestWhatGoesOrIsRenamed:
    @pytest.mark.parametrize(
        "line",
        [
            "-    priority: BatchPriority | None = None",
            '-    SEMI_YEARLY: ClassVar[RecurrencePeriodicity] = known("semi-yearly")',
            "ntropy_api/api/bank_statements/bank_statements_results.py: the document gives no such file; take it out",
            "-    account_holder_id: str | None = None,",
            '-          "409": {',
            "-    enabled: bool",
            "+    active: bool",
            '-    LOW: ClassVar[BatchPriority] = known("low")',
            '+    SLOW: ClassVar[BatchPriority] = known("slow")',
            "ntropy_api/api/reports/reports_fetch.py: is missing",
            "-        status: ReportStatus",
            "+        state: ReportStatus",
            '-          "423": {',
            "-| `reports_get` | `GET /v3/reports/{id}` |",
            "+| `reports_fetch` | `GET /v3/reports/{id}` |",
        ],
    )
    def test_a_stale_tree_is_told(self, line: str, smaller: Shrunk) -> None:
        """Who forgets to generate sees each of them in the diff."""
        assert smaller.check.returncode == 1
        assert [said for said in smaller.check.stdout.splitlines() if said.startswith(line)]
        assert "generated/ntropy_api and openapi/README.md. Change the document or" in smaller.check.stdout

    def test_it_can_be_generated(self, smaller: Shrunk) -> None:
        """Nothing stands in the way of a removal that leaves nothing behind."""
        assert smaller.generated.returncode == 0, smaller.generated.stderr

    def test_a_field_that_is_gone(self, smaller: Shrunk) -> None:
        """The table of fields, the client's case whose example has it, and the check of the sandbox name it."""
        smaller.says("test_the_fields_of_a_schema[Batch]", "priority")
        smaller.says(f"{SUCCESS}[batches_create-200-with_priority]", "priority")
        assert failures(smaller.tests, "test_it_is_found[batches_create-") == ""

    def test_a_field_that_is_renamed(self, smaller: Shrunk) -> None:
        """Both its names are told: one is missing, one is nowhere described."""
        smaller.says("test_the_fields_of_a_schema[Webhook]", "enabled", "active")
        assert failures(smaller.tests, "test_it_is_found[webhooks_create-") == ""

    def test_a_value_that_is_gone_or_renamed(self, smaller: Shrunk) -> None:
        """The table of values names them."""
        smaller.says("test_the_values_of_an_enumeration[RecurrencePeriodicity]", "semi-yearly")
        smaller.says("test_the_values_of_an_enumeration[BatchPriority]", "low", "slow")

    def test_an_operation_that_is_gone(self, smaller: Shrunk) -> None:
        """The table, the sandbox that still has it, the scenario about it, and hand-written code that calls it."""
        smaller.says("test_the_operations_are_these", "bank_statements_results")
        smaller.says("test_no_handler_is_left_behind", "bank_statements_results")
        smaller.says("test_no_promise_is_about_an_operation_that_is_gone", "bank_statements_results")
        assert any(name == "bank_statements.py" and "results" in text for name, _, text in smaller.errors)

    def test_an_operation_that_is_renamed(self, smaller: Shrunk) -> None:
        """The old one is left behind in sandbox and scenarios, and the new one has no behaviour."""
        smaller.says("test_the_operations_are_these", "reports_get", "reports_fetch")
        smaller.says("test_every_operation_of_the_document_has_a_handler[reports_fetch]", "fetch")
        smaller.says("test_no_handler_is_left_behind", "reports_get")
        smaller.says("test_no_promise_is_about_an_operation_that_is_gone", "reports_get")
        assert failures(smaller.tests, "test_it_is_found[reports_fetch-") == ""

    def test_a_parameter_that_is_gone_or_renamed(self, smaller: Shrunk) -> None:
        """The table of filters names them."""
        smaller.says("test_filters_are_these", "account_holder_id", "state")

    def test_a_status_that_is_gone_or_renamed(self, smaller: Shrunk) -> None:
        """The tables name them, and so does the check of the sandbox, which still answers 409."""
        smaller.says("test_every_operation_says_what_can_happen[batches_results]", "409")
        smaller.says("test_every_operation_says_what_can_happen[batches_create]", "423", "402")
        assert failures(smaller.tests, "test_it_is_found[batches_results-") == ""

    def test_a_schema_that_is_renamed(self, smaller: Shrunk) -> None:
        """The public name that comes from it, the table, and hand-written code that uses it."""
        smaller.says("test_the_public_names_are_these", "TransactionInputDict")
        smaller.says("test_every_schema_is_in_one_of_the_tables", "NewTransaction")
        assert any(name == "batches.py" and "TransactionInput" in text for name, _, text in smaller.errors)

    def test_what_is_the_same_is_silent(self, smaller: Shrunk) -> None:
        """Nobody speaks up about what has not changed."""
        assert {name for name, _, _ in smaller.errors} == {"bank_statements.py", "batches.py"}
        for test in (
            "test_the_fields_of_a_schema[Transaction]",
            "test_the_values_of_an_enumeration[BatchStatus]",
            "test_every_operation_says_what_can_happen[batches_get]",
            "test_every_operation_of_the_document_has_a_handler[batches_get]",
        ):
            assert smaller.tests[test].passed, smaller.tests[test].text


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> list[Fault]:
    """What the lint says of a document in which things were taken out and others still need them."""
    path = tmp_path_factory.mktemp("incoherent") / "api.yaml"
    path.write_text(json.dumps(incoherent(Source(DOCUMENT).raw), indent=1))
    return lint(Source(path))


@pytest.mark.parametrize(
    "message",
    [
        'an example of batches_results 200 does not fit its schema at /status: "completed" is not one of',
        "Webhook requires enabled, which is no property of it",
        "x-contract-setup: there is no operation reports_create",
        "batches_get has no 404, yet its path may name what is not there",
        "batches_get 200 has no examples: add at least one, by name",
        "the path of account_holders_get has ['id'], its parameters are []",
        "the tag categories is not described: add it to the document's tags",
    ],
)
def test_a_removal_that_leaves_something_behind_is_refused(message: str, faults: list[Fault]) -> None:
    """Generation names what still needs what is gone."""
    assert [fault for fault in faults if message in fault.message], "\n".join(map(str, faults))


def _function_at(text: str, line: int) -> str:
    """The function around a line; ``<`` where there is none."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            return node.name if node.name.startswith("test_") else "<"
    return "<"
