"""An honest server is not accused, in whatever order it is asked and its jobs come to their end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from contract_tests.provider.test_ledger import BATCH, ENRICHED, INPUT, NOON, Story, page

Json = dict[str, Any]
IDS = ("t-1", "t-2", "t-3")
HOLDERS = ("h-1", "h-2", None)
WORDS = ("ACME CORP PAYROLL", "NETFLIX.COM", "UBER TRIP")
LOST = 0.1
"""How often the answer to a write is 5xx, whether or not it was done."""
FAILED = 0.1
"""How often an item cannot be enriched, or a batch not be ended."""


@dataclass
class Job:
    """A batch: its items are written one after the other, each at a moment of its own."""

    id: str
    created: datetime
    items: list[Json]
    updated: datetime
    fails_after: int | None = None
    """How many items are written before it fails; None for all, and success."""
    results: list[Json] = field(default_factory=list[Json])

    @property
    def status(self) -> str:
        """Where it stands."""
        if len(self.results) == self.fails_after:
            return "error"
        return "completed" if len(self.results) == len(self.items) else "processing"

    def view(self) -> Json:
        """The batch as it is shown."""
        return {
            **BATCH,
            "id": self.id,
            "status": self.status,
            "created_at": self.created.isoformat(),
            "updated_at": self.updated.isoformat(),
            "progress": len(self.results),
            "total": len(self.items),
        }


class Honest:
    """A server that keeps its promises, and a customer who asks at random."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.story = Story()
        self.random = Random(seed)
        self.now = NOON
        self.stored: dict[str, Json] = {}
        self.jobs: list[Job] = []
        self.log: list[str] = []

    def run(self, steps: int) -> None:
        """Let some time pass, and ask something, again and again."""
        asks = (
            self.create,
            self.submit,
            self.read,
            self.list,
            self.delete,
            self.assign,
            self.batch,
            self.results,
        )
        for _ in range(steps):
            self.now += timedelta(milliseconds=self.random.randint(0, 300))
            for job in self.random.sample(self.jobs, len(self.jobs)):
                if job.status == "processing" and self.random.random() < 0.3:
                    self.work(job)
            self.random.choice(asks)()

    def tell(self, method: str, path: str, answer: Any = None, **options: Any) -> None:
        """One exchange; the first finding ends the story."""
        self.log.append(f"{method} {path} {options} {answer}")
        self.story.tell(method, path, answer, date=self.now, **options)
        if self.story.found:
            one = self.story.found[0]
            story = "\n".join(self.log)
            pytest.fail(f"seed {self.seed}: {one.oracle} {one.pointer}: {one.message}\n{story}")

    def write(self, item: Json) -> Json:
        """Keep an item in place of another, and tell what came of it."""
        # What is found need not be the same each time, and it is not told whether what failed is kept.
        failed = self.random.random() < FAILED
        found: Json = {
            **ENRICHED,
            "id": item["id"],
            "created_at": self.now.isoformat(),
            "categories": {"general": self.random.choice(("salary", "rent")), "accounting": None},
            "error": {"code": "internal_error", "message": "x"} if failed else None,
        }
        if not failed or self.random.random() < 0.5:
            self.stored[item["id"]] = {**found, **item}
        return found

    def work(self, job: Job) -> None:
        """Write the next item of a job."""
        job.updated = self.now
        job.results.append(self.write(job.items[len(job.results)]))

    def item(self) -> Json:
        """A transaction with an id that may be in use."""
        made = {**INPUT, "id": self.random.choice(IDS), "description": self.random.choice(WORDS)}
        made["account_holder_id"] = self.random.choice(HOLDERS)
        return {name: value for name, value in made.items() if value is not None}

    def lost(self) -> bool:
        """Whether the answer is lost; then the write may be done, or not."""
        return self.random.random() < LOST

    def create(self) -> None:
        item = self.item()
        if self.lost():
            if self.random.random() < 0.5:
                self.write(item)
            self.tell("POST", "transactions", {"detail": "x"}, status=503, body=item)
        else:
            self.tell("POST", "transactions", self.write(item), body=item)

    def submit(self) -> None:
        items = [self.item() for _ in range(self.random.randint(1, 3))]
        body = {"operation": "POST /v3/transactions", "data": items}
        fails = self.random.randint(0, len(items) - 1) if self.random.random() < FAILED else None
        job = Job(f"b-{len(self.jobs)}", self.now, items, self.now, fails)
        lost = self.lost()
        if not lost or self.random.random() < 0.5:
            self.jobs.append(job)
        answer: Json = {"detail": "x"} if lost else job.view()
        self.tell("POST", "batches", answer, status=503 if lost else 200, body=body)

    def read(self) -> None:
        identity = self.random.choice(IDS)
        self._show("GET", identity, f"transactions/{identity}")

    def _show(self, method: str, identity: str, path: str, body: Json | None = None) -> None:
        shown = self.stored.get(identity)
        if shown is None:
            self.tell(method, path, {"detail": "no"}, status=404, body=body)
        else:
            self.tell(method, path, shown, body=body)

    def list(self) -> None:
        newest = sorted(self.stored.values(), key=lambda one: str(one["created_at"]), reverse=True)
        cut = self.random.randint(0, len(newest))
        if cut == len(newest):
            self.tell("GET", "transactions", page(*newest))
            return
        following = f"c-{self.story.number}"
        self.tell("GET", "transactions", page(*newest[:cut], following=following), query={"limit": "3"})
        self.tell("GET", "transactions", page(*newest[cut:]), query={"limit": "3", "cursor": following})

    def delete(self) -> None:
        identity = self.random.choice(IDS)
        there = identity in self.stored
        lost = self.lost()
        if not lost or self.random.random() < 0.5:
            self.stored.pop(identity, None)
        self.tell("DELETE", f"transactions/{identity}", status=503 if lost else 204 if there else 404)

    def assign(self) -> None:
        identity, holder = self.random.choice(IDS), self.random.choice(HOLDERS[:2])
        if identity in self.stored:
            self.stored[identity] = {**self.stored[identity], "account_holder_id": holder}
        self._show("POST", identity, f"transactions/{identity}/assign", {"account_holder_id": holder})

    def batch(self) -> None:
        if self.random.random() < 0.5:
            newest = [job.view() for job in reversed(self.jobs)][:10]
            self.tell("GET", "batches", page(*newest, following="x" if len(self.jobs) > 10 else None))
        elif self.jobs:
            job = self.random.choice(self.jobs)
            self.tell("GET", f"batches/{job.id}", job.view())

    def results(self) -> None:
        if not self.jobs:
            return
        job = self.random.choice(self.jobs)
        if job.status != "completed":
            self.tell("GET", f"batches/{job.id}/results", {"detail": "no"}, status=409)
            return
        answer: Json = {"id": job.id, "total": len(job.items), "status": "completed", "results": job.results}
        self.tell("GET", f"batches/{job.id}/results", answer)


@pytest.mark.parametrize("first", range(0, 160, 20))
def test_an_honest_server_is_not_accused_whatever_is_asked_when(first: int) -> None:
    """Writes, jobs that overlap and lost answers in any order raise no doubt."""
    for seed in range(first, first + 20):
        Honest(seed).run(80)
