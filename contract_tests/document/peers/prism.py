"""A Prism mock of the document, which refuses every request that does not conform."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from types import TracebackType

from .installed import node, node_modules

__all__ = ["UNREAD_ANSWERS", "UNREAD_BODIES", "VIOLATIONS", "Prism"]

VIOLATIONS = "sl-violations"
"""The header in which Prism says what is wrong with a request, or with its own answer."""
UNREAD_BODIES = ("rules_create", "rules_patch")
"""Operations whose body Prism takes whatever it is; why, and what is done about it, is in the README."""
UNREAD_ANSWERS = ("rules_create", "rules_list", "rules_patch")
"""Operations of whose own answers Prism says nothing; the same."""

_LISTENING = re.compile(r"listening on (http://127\.0\.0\.1:\d+)")
_START = 60.0


class Prism:
    """A mock that runs as long as the context.

    Args:
        document: The document, as JSON or YAML.
        log: Where Prism is to write what it does.
    """

    def __init__(self, document: Path, log: Path) -> None:
        script = node_modules() / "@stoplight" / "prism-cli" / "dist" / "index.js"
        self._command = [node(), str(script), "mock", "--errors", "--host", "127.0.0.1", "--port", "0"]
        self._command.append(str(document))
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Prism:
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + _START
        while not self.url:
            found = _LISTENING.search(self._log.read_text(errors="replace"))
            if found:
                self.url = found[1]
            elif self._process.poll() is not None or time.monotonic() > deadline:
                self._stop()
                raise AssertionError(f"Prism does not start:\n{self._log.read_text(errors='replace')}")
            else:
                time.sleep(0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
