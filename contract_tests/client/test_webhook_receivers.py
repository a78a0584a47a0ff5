"""The README's receivers of webhooks, served as the README says, with deliveries sent to them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Self
from uuid import uuid4

import httpx
import pytest

from contract_tests.provider.sandboxed import transaction
from ntropy_client import Ntropy, document, webhooks
from ntropy_client.models import TransactionInput
from ntropy_client.sandbox import SandboxTransport, create_app

README = Path(__file__).parents[2] / "README.md"
FILES = dict(re.findall(r"```python\n(?=# (\w+\.py)[:,])(.*?)```", README.read_text(), re.DOTALL))
TOKEN = "swordfish"
TOLD = "X-Ntropy-Token"
EXAMPLES = document.load().raw["components"]["examples"]

WSGI = """
from wsgiref.simple_server import make_server
from django.conf import global_settings
global_settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]  # as in every new project
from receive_django import application
with make_server("127.0.0.1", 0, application) as server:
    print(f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()
"""
SERVED = {
    "FastAPI": ["-m", "uvicorn", "receive_fastapi:app", "--port", "0"],
    "Flask": ["-m", "flask", "--app", "receive_flask", "run", "--port", "0"],
    "Django": ["-c", WSGI],
}


class Receiver:
    """A receiver that runs, in a folder of its own, as long as its context lasts."""

    def __init__(self, framework: str, folder: Path) -> None:
        for name, text in FILES.items():
            (folder / name).write_text(text)
        self._folder = folder
        self._printed: list[str] = []
        self._more = Condition()
        self._process = subprocess.Popen(
            [sys.executable, *SERVED[framework]],
            cwd=folder,
            env={**os.environ, "NTROPY_WEBHOOK_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = Thread(target=self._read)

    def __enter__(self) -> Self:
        self._reader.start()
        try:
            self.url = f"{self.wait_for(r'http://127.0.0.1:[0-9]+')}/ntropy"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._more:
                self._printed.append(line)
                self._more.notify_all()

    def printed(self, pattern: str) -> list[str]:
        """What it has printed that is of this form."""
        return [found[0] for line in self._printed if (found := re.search(pattern, line))]

    def wait_for(self, pattern: str) -> str:
        """The first thing of this form that it prints."""
        with self._more:
            if not self._more.wait_for(lambda: self.printed(pattern), timeout=30):
                pytest.fail(f"nothing like {pattern} in: {''.join(self._printed)}")
            return self.printed(pattern)[0]

    def deliver(self, body: bytes, **headers: str) -> int:
        """Send a delivery, and tell the status of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(self.url, content=body, headers=named, timeout=30, trust_env=False).status_code

    def kept(self) -> list[str]:
        """The ids of the events that were taken."""
        with closing(sqlite3.connect(self._folder / "inbox.db")) as db:
            return [id for (id,) in db.execute("SELECT event_id FROM ntropy_events")]


@pytest.fixture(scope="module", params=SERVED)
def receiver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """Each framework's receiver, started once."""
    with Receiver(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


def event(name: str = "BatchEventCompleted", **fields: object) -> dict[str, Any]:
    """An event of the document, with an id of its own."""
    return {**EXAMPLES[name]["value"], "event_id": str(uuid4()), **fields}


def about(id: str) -> dict[str, Any]:
    """An event about a batch of this id."""
    made = event()
    return {**made, "data": {**made["data"], "id": id}}


def sent(made: object) -> bytes:
    return json.dumps(made).encode()


def test_a_delivery_with_the_token_is_taken(receiver: Receiver) -> None:
    """It is answered with a 2xx, kept, and what it is about is at hand, whatever it is about."""
    for name, word in (
        ("BatchEventCompleted", "batch"),
        ("BankStatementEventCompleted", "statement"),
        ("ReportEventResolved", "report"),
    ):
        made = event(name)
        assert receiver.deliver(sent(made), X_Ntropy_Token=TOKEN) == 204
        assert made["event_id"] in receiver.kept()
        receiver.wait_for(f"^{word} {made['data']['id']} {made['data']['status']}$")


@pytest.mark.parametrize("headers", [{}, {"X_Ntropy_Token": "trout"}, {"X_Ntropy_Token": ""}])
def test_a_delivery_without_the_token_is_refused(receiver: Receiver, headers: dict[str, str]) -> None:
    """It is answered with 401, and nothing is kept of it."""
    made = event()
    assert receiver.deliver(sent(made), **headers) == 401
    assert made["event_id"] not in receiver.kept()


@pytest.mark.parametrize("malformed", [b"", b"{", b"[]", b"\xff", sent(event(data={"id": "x"}))])
def test_a_malformed_delivery_is_refused(receiver: Receiver, malformed: bytes) -> None:
    """It is answered with 400, and with 401 where it has no token either."""
    before = receiver.kept()
    assert receiver.deliver(malformed, X_Ntropy_Token=TOKEN) == 400
    assert receiver.deliver(malformed) == 401
    assert receiver.kept() == before


def test_an_unknown_event_is_taken(receiver: Receiver) -> None:
    """What is newer than this version is answered with a 2xx, else it would come for a day."""
    made = event(event_type="entities.merged", data={"into": "x"})
    assert receiver.deliver(sent(made), X_Ntropy_Token=TOKEN) == 204
    assert made["event_id"] in receiver.kept()
    receiver.wait_for("^unknown entities.merged$")


def test_a_repeated_event_is_handled_once(receiver: Receiver) -> None:
    """The same id again is answered with a 2xx and does nothing, though it comes eight times at once."""
    made = about("repeated")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: receiver.deliver(sent(made), X_Ntropy_Token=TOKEN), range(8)))
    assert answers == [204] * 8
    assert receiver.deliver(sent(made), X_Ntropy_Token=TOKEN) == 204
    # What is printed is printed in order: after this nothing more comes of the others.
    assert receiver.deliver(sent(about("after")), X_Ntropy_Token=TOKEN) == 204
    receiver.wait_for("^batch after")
    assert len(receiver.printed("^batch repeated")) == 1
    assert receiver.kept().count(made["event_id"]) == 1


def test_an_event_whose_work_fails_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row goes with the work, so that the next delivery of the event does it."""
    monkeypatch.chdir(tmp_path)
    done: list[Sequence[object]] = []

    def work(*words: object) -> None:
        if not failures:
            done.append(words)
        else:
            raise failures.pop()

    inbox: dict[str, Any] = {"print": work}
    exec(FILES["inbox.py"], inbox)
    made = webhooks.unwrap(sent(about("b")), {}, token=None)
    failures = [OSError("the disk is full")]
    with pytest.raises(OSError, match="full"):
        inbox["take"](made)
    inbox["take"](made)
    inbox["take"](made)
    assert [words[:2] for words in done] == [("batch", "b")]


def test_what_the_api_delivers_arrives(tmp_path: Path) -> None:
    """A batch that is completed in the sandbox is told over HTTP to a webhook, which knows it by its token."""
    app = create_app()
    transport = SandboxTransport(app)
    with (
        Receiver("FastAPI", tmp_path) as receiver,
        httpx.Client(transport=transport) as connections,
        Ntropy("any-key", base_url="http://sandbox", http_client=connections) as client,
    ):
        try:
            forged = client.webhooks.create(url=receiver.url, events=["batches.completed"], token="trout")
            genuine = client.webhooks.create(url=receiver.url, events=["batches.completed"], token=TOKEN)
            batch = client.batches.create_and_wait([TransactionInput.from_dict(transaction())])
            receiver.wait_for(f"^batch {batch.id} completed$")
            receiver.wait_for("401 Unauthorized")
            client.webhooks.delete(forged.id)
            client.webhooks.delete(genuine.id)
        finally:
            app.state.sandbox.close()
    assert len(receiver.kept()) == 1
