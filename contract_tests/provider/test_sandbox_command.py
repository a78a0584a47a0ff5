"""The command `ntropy sandbox` serves the sandbox, says how to use it, and ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from contract_tests.provider.receiver import HANG, Receiver
from contract_tests.provider.sandboxed import transaction
from ntropy_client._version import __version__
from ntropy_client.cli import main
from ntropy_client.sandbox.batches import BATCH_ERROR
from ntropy_client.sandbox.enrichment import ITEM_ERROR
from ntropy_client.sandbox.faults import FAULT_HEADER
from ntropy_client.sandbox.report import REJECT

COMMAND = [sys.executable, "-m", "ntropy_client.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

Started = tuple[subprocess.Popen[str], str, str]


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    """Starts the command on a free port: the process, its address, and all that it said."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Started:
        process = subprocess.Popen(
            [*COMMAND, "sandbox", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        running.append(process)
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            said += line
        found = re.search(r"NTROPY_BASE_URL=(\S+)", said)
        assert found is not None
        return process, found[1], said

    yield start
    for process in running:
        process.kill()
        process.communicate()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=ENVIRONMENT, timeout=30, check=False
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(start: Callable[..., Started], number: signal.Signals) -> None:
    """The address that is printed answers at once; a signal ends it quietly, with exit status 0."""
    process, url, said = start()
    assert "NTROPY_API_KEY=" in said
    with httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client:
        assert client.post("/v3/transactions", json=transaction("a/b")).status_code == 200
        shown = client.get("/v3/transactions/a%2Fb")
        assert (shown.json()["id"], shown.headers["x-ntropy-sandbox"]) == ("a/b", __version__)
        assert len(shown.headers.get_list("date")) == 1
        assert client.get("/v3/transactions", headers={"X-Api-Key": ""}).status_code == 403
        process.send_signal(number)
        assert process.wait(timeout=10) == 0
    assert process.communicate() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "moment", ["serving.create_app", "uvicorn.Config.get_loop_factory", "uvicorn.Config.load"]
)
def test_a_signal_may_come_at_any_moment(moment: str, number: signal.Signals) -> None:
    """Also while it starts: it ends quietly, with exit status 0, as at any other time."""
    script = f"""
import signal, sys, uvicorn
from ntropy_client.cli import main, serving
real = {moment}
def interrupted(*arguments, **options):
    signal.raise_signal({int(number)})
    return real(*arguments, **options)
{moment} = interrupted
sys.exit(main(["sandbox", "--port", "0"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_can_be_interrupted_before_it_knows_of_signals() -> None:
    """While it is loaded Ctrl-C ends it as it ends any command: no traceback."""
    script = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "uvicorn":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
from ntropy_client.cli import main
sys.exit(main(["sandbox", "--port", "0"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_who_speaks_https_is_told(start: Callable[..., Started]) -> None:
    """The sandbox has no certificate; whoever tries TLS finds out why it fails."""
    process, url, _ = start()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{url.replace('http:', 'https:')}/v3/batches", trust_env=False, verify=False)
    process.terminate()
    assert process.communicate(timeout=10)[1].endswith("begins with http://, not with https://.\n")


def test_the_help_tells_what_can_be_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each key, description and header that makes the sandbox fail on purpose, as the sandbox has it."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["sandbox", "--help"])
    shown = capsys.readouterr().out
    for text in ("invalid-", "forbidden-", "broke-", ITEM_ERROR, BATCH_ERROR, REJECT, FAULT_HEADER):
        assert text.casefold() in shown.casefold(), text
    assert max(map(len, shown.splitlines())) <= 80


def test_a_cut_closes_the_connection(start: Callable[..., Started]) -> None:
    """Over a socket the whole length is announced and half of it comes; that is logged as no failure."""
    process, url, _ = start("--seed", "3")
    with httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client:
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            client.get("/v3/batches", headers={"X-Ntropy-Sandbox-Fault": "cut"})
        assert client.get("/v3/batches").status_code == 200
    process.terminate()
    assert process.communicate(timeout=10) == ("", "")


def submit(client: httpx.Client, url: str, *events: str, token: str | None = None) -> str:
    """Register a webhook, and make a batch that it is told of."""
    body = {"url": url, "events": list(events), "token": token}
    id = client.post("/v3/webhooks", json=body).json()["id"]
    batch = {"operation": "POST /v3/transactions", "data": [transaction()]}
    assert client.post("/v3/batches", json=batch).status_code == 200
    return str(id)


def test_webhooks_are_told_without_a_request(start: Callable[..., Started]) -> None:
    """Nobody polls, and what has happened is delivered all the same, again after a failure."""
    process, url, _ = start()
    with (
        httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client,
        Receiver(500) as receiver,
    ):
        submit(client, receiver.url, "batches.completed", token="hunter2")
        received = receiver.wait_for(2)
    assert len({one.content for one in received}) == 1
    assert [one.headers["x-ntropy-token"] for one in received] == ["hunter2"] * 2
    process.terminate()
    assert process.communicate(timeout=10) == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_delivery_that_hangs_does_not_hold_up_the_end(
    start: Callable[..., Started], number: signal.Signals
) -> None:
    """The command ends quietly and long before the receiver's time is up."""
    process, url, _ = start()
    with (
        httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client,
        Receiver(HANG) as receiver,
    ):
        submit(client, receiver.url, "batches.completed")
        assert len(receiver.wait_for(1)) == 1
        assert client.get("/v3/batches").status_code == 200
        process.send_signal(number)
        # An answer is waited for for ten seconds.
        assert process.wait(timeout=5) == 0
    assert process.communicate() == ("", "")


def test_a_webhook_may_point_back_to_the_sandbox(start: Callable[..., Started]) -> None:
    """It is a receiver like any other: it refuses what it does not know, and the webhook is disabled."""
    process, url, _ = start()
    with httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client:
        path = f"/v3/webhooks/{submit(client, f'{url}/v3/batches', 'batches.completed')}"
        deadline = time.monotonic() + 10
        while client.get(path).json()["enabled"] and time.monotonic() < deadline:
            time.sleep(0.02)
        assert client.get(path).json()["enabled"] is False
    process.terminate()
    assert "is disabled" in process.communicate(timeout=10)[1]


def test_its_options_reach_the_sandbox(start: Callable[..., Started]) -> None:
    """Limits and credits are on when they are asked for."""
    _, url, _ = start("--limits", "--credits", "2", "--refill", "0", "--realistic")
    with httpx.Client(base_url=url, headers={"X-Api-Key": "any"}, trust_env=False) as client:
        statuses = [client.post("/v3/transactions", json=transaction()).status_code for _ in range(3)]
        assert statuses == [200, 200, 423]
        assert 429 in {client.get("/v3/transactions/x").status_code for _ in range(200)}


def test_a_port_in_use_is_named() -> None:
    """What to do about it is said, without a traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("sandbox", "--port", port)
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_of_another_machine_is_refused() -> None:
    """A host that is not here is named."""
    done = run("sandbox", "--host", "192.0.2.1")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "192.0.2.1 is no address of this machine" in done.stderr


def test_listening_to_the_network_is_warned_of(start: Callable[..., Started]) -> None:
    """Beyond loopback everybody can use it."""
    process, url, _ = start("--host", "0.0.0.0")
    assert url.startswith("http://127.0.0.1:")
    process.terminate()
    assert "Warning" in process.communicate(timeout=10)[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", ""], "argument --host: is empty: leave it out"),
        (["--port", "x"], "'x' is not a whole number"),
        (["--port", "70000"], "ports go from 0 to 65535"),
        (["--seed", "1.5"], "'1.5' is not a whole number"),
        (["--credits", "-1"], "-1 is below 0"),
        (["--credits", "1", "--refill", "nan"], "'nan' is not a number of 0 or more"),
        (["--credits", "1", "--refill", "-2"], "'-2' is not a number of 0 or more"),
        (["--refill", "3"], "--refill goes with --credits"),
        (["--nonsense"], "unrecognized arguments"),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and the argument with what is wrong with it."""
    with pytest.raises(SystemExit) as stopped:
        main(["sandbox", *arguments])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`ntropy` alone lists what can be done, and `--version` tells the version."""
    assert main([]) == 0
    assert "sandbox" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert re.fullmatch(r"ntropy-client \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("missing", ["starlette", "jsonschema_rs", "python_multipart", "uvicorn"])
def test_a_missing_extra_is_named_with_the_line_that_installs_it(missing: str) -> None:
    """Without what the sandbox needs the command still starts, and says what to install."""
    script = f"""
import sys
sys.modules[{missing!r}] = None
from ntropy_client._version import __version__
from ntropy_client.cli import main
sys.exit(main(["sandbox"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "pip install 'ntropy-client[sandbox]'" in done.stderr
