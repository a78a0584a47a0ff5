"""A check that is to end does so where nothing is under way, and soon."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from contract_tests.provider import interrupts
from contract_tests.provider.interrupts import Interrupts
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.run import Run

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_wish_waits_for_a_safe_moment(ending: signal.Signals) -> None:
    """Nothing is raised where the signal comes, but where the check gives way; then once and no more."""
    wish = Interrupts()
    run = Run(heed=wish.heed)
    with wish.watched():
        run.heed()
        os.kill(os.getpid(), ending)
        run.record(exchange())
        with pytest.raises(KeyboardInterrupt):
            run.heed()
        run.heed()  # whatever clears up afterwards sends requests too
    assert len(run.exchanges) == 1


def test_what_is_blocked_is_interrupted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that says nothing does not keep the check from ending."""
    monkeypatch.setattr(interrupts, "PATIENCE", 0.02)
    wish = Interrupts()
    with wish.watched():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            time.sleep(0.2)


def test_who_asks_twice_is_heard_at_once() -> None:
    """A second Ctrl-C is taken at its word."""
    wish = Interrupts()
    with wish.watched():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_signals_are_as_they_were_afterwards() -> None:
    """Only while a check runs are they its own; no alarm is left."""
    before = [signal.getsignal(each) for each in HANDLED]
    wish = Interrupts()
    with wish.watched():
        assert [signal.getsignal(each) for each in HANDLED] != before
        os.kill(os.getpid(), signal.SIGTERM)
    assert [signal.getsignal(each) for each in HANDLED] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_other_threads_are_left_alone() -> None:
    """A check in another thread takes no signals, and none is raised in a thread that sends for it."""
    wish = Interrupts()
    seen: list[str] = []

    def other() -> None:
        with Interrupts().watched():
            wish.heed()
            seen.append("went on")

    with wish.watched():
        os.kill(os.getpid(), signal.SIGINT)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=10)
        with pytest.raises(KeyboardInterrupt):
            wish.heed()
    assert seen == ["went on"]
