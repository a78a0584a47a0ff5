"""Random histories of what stands for itself: webhooks, reports, statements, category sets and rules."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from contract_tests.provider.rules.categories import SETS, reads, write
from contract_tests.provider.rules.machine import Machine, at_once
from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.rules.reports import FIELDS, Course
from contract_tests.provider.rules.ruleset import Ruleset, listed, named
from contract_tests.provider.rules.scene import FullError, Item
from contract_tests.provider.rules.webhooks import PATCHES, framed

__all__ = ["Things"]

FEW = 3
WHICH = st.integers(0, FEW - 1)
RULES = st.lists(st.sampled_from(["one", "two", "three"]).map(named), max_size=3)


class Things(Machine):
    """A few of each, all of them this history's own, but for the rules, which are put back."""

    promise = "random-history-of-things"
    operations = frozenset(
        {
            *(f"webhooks_{verb}" for verb in ("create", "get", "list", "patch", "delete")),
            *(f"reports_{verb}" for verb in ("create", "get", "list", "delete")),
            *(f"bank_statements_{verb}" for verb in ("create", "get", "list", "delete")),
            *(f"categories_{verb}" for verb in ("get", "set", "reset")),
            *(f"rules_{verb}" for verb in ("create", "list", "replace", "patch", "delete")),
        }
    )

    @at_once
    def __init__(self) -> None:
        super().__init__()
        self.begun()
        self.webhooks: dict[str, Item] = {}
        self.reports: dict[str, tuple[Item, Course]] = {}
        self.statements: dict[str, Item] = {}
        self.sets: dict[str, Item] = {}
        self.buried: dict[str, str] = {}
        self.transaction = ""

    @initialize()
    @at_once
    def begin(self) -> None:
        """There are no rules at the beginning, and one of everything else."""
        self.transaction = str(self.scene.enrich(self.scene.item())["id"])
        self.ruleset = Ruleset(self.scene, [])
        self.register("hunter 2")
        self.report(0, FIELDS[1])
        self.upload(1)
        self.write(0, SETS[0])

    @at_once
    def teardown(self) -> None:
        """Make room for the webhooks of the next history."""
        for identity in self.webhooks:
            self.scene.get("webhooks_delete", identity)

    @rule(token=st.sampled_from([None, "hunter 2"]))
    @at_once
    def register(self, token: str | None) -> None:
        """Register a webhook, where there is room for it."""
        if len(self.webhooks) < FEW:
            with suppress(FullError):
                made = self.scene.webhook(token=token)
                self.webhooks[str(made["id"])] = made

    @rule(which=WHICH, patch=st.sampled_from(PATCHES))
    @at_once
    def patch(self, which: int, patch: Item) -> None:
        """Patch a webhook."""
        identity = self.chosen(self.webhooks, which)
        if identity is not None:
            exchange = self.scene.api.call("webhooks_patch", path={"id": identity}, body=patch)
            framed(self.scene, self.webhooks[identity], patch, self.scene.accepted(exchange), exchange)
            self.webhooks[identity] |= patch

    @rule(which=WHICH, fields=st.sampled_from(FIELDS))
    @at_once
    def report(self, which: int, fields: list[str]) -> None:
        """Report a transaction."""
        made = self.scene.report(transaction_id=self.transaction, fields=fields)
        self.reports[str(made["id"])] = ({"fields": fields}, Course(self.scene))

    @rule(pages=st.sampled_from([0, 1, 2]))
    @at_once
    def upload(self, pages: int) -> None:
        """Upload a statement, or what is none."""
        text = self.scene.api.new_id("statement")
        content = pdf(text, pages=pages) if pages else text.encode()
        made = self.scene.upload(f"{text}.pdf", content)
        self.statements[str(made["id"])] = {"name": f"{text}.pdf", "status": "processing"}

    @rule(which=WHICH, names=st.sampled_from(SETS))
    @at_once
    def write(self, which: int, names: Item) -> None:
        """Write a category set."""
        identity = f"{self.transaction}-set-{which}"
        write(self.scene, identity, names)
        self.sets[identity] = names

    @rule(which=WHICH)
    @at_once
    def reset(self, which: int) -> None:
        """Reset a category set; what is left of it then is not published."""
        identity = self.chosen(self.sets, which)
        if identity is not None:
            self.scene.accepted(self.scene.get("categories_reset", identity))
            del self.sets[identity]

    @rule(rules=RULES)
    @at_once
    def replace_rules(self, rules: list[Item]) -> None:
        """Replace all rules."""
        self.ruleset.replace(rules)

    @rule(which=WHICH, one=st.sampled_from(["four", "five"]).map(named))
    @at_once
    def change_rules(self, which: int, one: Item) -> None:
        """Add a rule at the end, or replace the one at a position."""
        if which < len(self.ruleset.rules):
            self.ruleset.patch(which, one)
        else:
            self.ruleset.create(one)

    @rule(which=WHICH)
    @at_once
    def delete_rule(self, which: int) -> None:
        """Delete the rule at a position."""
        if which < len(self.ruleset.rules):
            self.ruleset.delete(which)

    @rule(which=WHICH, collection=st.sampled_from(["webhooks", "reports", "bank_statements"]))
    @at_once
    def delete(self, which: int, collection: str) -> None:
        """Delete one of something."""
        there: dict[str, dict[str, Item] | dict[str, tuple[Item, Course]]] = {
            "webhooks": self.webhooks,
            "reports": self.reports,
            "bank_statements": self.statements,
        }
        identity = self.chosen(there[collection], which)
        if identity is not None:
            exchange = self.scene.get(f"{collection}_delete", identity)
            self.scene.status(exchange, 204, "what is there cannot be deleted")
            del there[collection][identity]
            self.buried[identity] = collection

    @rule(seconds=st.sampled_from([0.01, 0.1, 0.3]))
    @at_once
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.scene.api.wait(seconds)

    @invariant()
    @at_once
    def everything_is_as_it_should_be(self) -> None:
        """What is there is as it was left, what was deleted is not there."""
        listed(self.scene, self.ruleset.rules, "the rules are not what was left")
        for identity, names in self.sets.items():
            reads(self.scene, identity, names)
        exchange, data, _ = self.scene.page("webhooks_list", {})
        shown = {str(one["id"]): one for one in data}
        for identity, model in self.webhooks.items():
            framed(self.scene, model, {}, shown.get(identity, {}), exchange)
        reported = self.listed("reports", self.reports)
        for identity, (made, course) in self.reports.items():
            exchange = self.scene.get("reports_get", identity)
            course.look(exchange, self.scene.accepted(exchange))
            message = "fields is not what was reported"
            self.scene.same(made["fields"], reported[identity]["fields"], message, exchange, "/fields")
        for identity, one in self.listed("bank_statements", self.statements).items():
            if identity in self.statements:
                self.statement_goes_on(identity, self.statements[identity], one)
        for identity, collection in self.buried.items():
            exchange = self.scene.get(f"{collection}_get", identity)
            self.scene.claim(not exchange.ok, "what was deleted is there", exchange)
            self.scene.claim(identity not in shown, "a deleted webhook is listed", exchange)

    def listed(
        self, collection: str, there: dict[str, Item] | dict[str, tuple[Item, Course]]
    ) -> dict[str, Item]:
        """The list of a collection by id, which has what is there and nothing that was deleted."""
        exchange, data, _ = self.scene.page(f"{collection}_list", {"limit": 100})
        found = {str(one["id"]): one for one in data}
        missing = sorted(there.keys() - found)
        self.scene.same([], missing, "what is there is not listed", exchange, "/data")
        ghosts = sorted(self.buried.keys() & found)
        self.scene.same([], ghosts, "what was deleted is listed", exchange, "/data")
        return found

    def statement_goes_on(self, identity: str, model: Item, shown: Item) -> None:
        """A statement keeps its name, and once it has ended, its status."""
        exchange = self.scene.get("bank_statements_get", identity)
        one: Item = self.scene.accepted(exchange)
        self.scene.same(model["name"], one.get("name"), "name is not that of the file", exchange, "/name")
        for status in (shown.get("status"), one.get("status")):
            going = model["status"] in ("processing", status)
            self.scene.claim(
                going, "the status of a statement goes back", exchange, actual=status, pointer="/status"
            )
            model["status"] = status

    @staticmethod
    def chosen(there: dict[str, Item] | dict[str, tuple[Item, Course]], which: int) -> str | None:
        """One of what is there, None when there are not so many."""
        return sorted(there)[which] if which < len(there) else None
