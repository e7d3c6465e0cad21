"""A text takes so much time and memory and no more; only one that is long has a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from pipeline.content.drivers.text import LONG, bounded
from pipeline.formats import markdown
from pipeline.jobs import Failure

PATH = "content/pages/a.md"
FORKS: list[int] = []
os.register_at_fork(after_in_parent=lambda: FORKS.append(1))

ANSWER = ("this text took more than 0.05 s or 1024 MB to process", "make it simpler, or split it", "too-complex")
SLOW = "![" * 5_000


@pytest.fixture
def forks() -> Callable[[], int]:
    FORKS.clear()
    return lambda: len(FORKS)


def told(failed: pytest.ExceptionInfo[Failure]) -> tuple[str, str, str]:
    return failed.value.message, failed.value.hint, failed.value.code


def test_only_a_long_text_has_a_process_of_its_own(forks: Callable[[], int]) -> None:
    body = "a *b* [c](d.md)\n\n"
    long = body * (LONG // len(body) + 1)
    for one, processes in ((body, 0), (long[: LONG - 1], 0), (long[:LONG], 1)):
        FORKS.clear()
        assert bounded(one, PATH, 20) == markdown.to_json(markdown.render(one, PATH))
        assert forks() == processes


@pytest.mark.parametrize("more", ["", "a" * LONG])
def test_the_time_of_a_text_is_bounded(more: str) -> None:
    assert markdown.too_complex(SLOW + more) is None
    with pytest.raises(Failure) as failed:
        bounded(SLOW + more, PATH, 0.05)
    assert told(failed) == ANSWER
    assert bounded("a", PATH, 20)["html"] == "<p>a</p>", "the next one has time again"


def test_what_the_timer_changed_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    for body in ("a", SLOW):
        try:
            bounded(body, PATH, 0.05)
        except Failure:
            assert body == SLOW
        assert signal.getsignal(signal.SIGVTALRM) == before
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_who_goes_on_when_the_time_is_over_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sanitiser calls back to Python, and goes on without an attribute where that fails."""

    def deaf(_body: str, _path: str, _words: object) -> markdown.Rendering:
        try:
            while True:
                pass
        except BaseException:  # noqa: BLE001
            return markdown.Rendering("cut short")

    monkeypatch.setattr(markdown, "render", deaf)
    with pytest.raises(Failure) as failed:
        bounded("a", PATH, 0.05)
    assert told(failed) == ANSWER


LITTLE = """
from pipeline.content.drivers import text
from pipeline.jobs import Failure
text.MEMORY_BYTES = 1 << 23
try:
    text.bounded("*a " * 330_000, "content/pages/home.md", 20)
except Failure as failure:
    print(failure.message)
"""


def test_the_memory_of_a_long_text_is_bounded() -> None:
    """In a process that begins: one that has worked for long has memory left that it need not ask for."""
    done = subprocess.run([sys.executable, "-c", LITTLE], capture_output=True, text=True, check=True)
    assert done.stdout == "this text took more than 20 s or 8 MB to process\n", done.stderr


def test_where_no_signal_is_heard_a_text_has_a_process(forks: Callable[[], int]) -> None:
    made: list[str] = []
    thread = threading.Thread(target=lambda: made.append(bounded("a", PATH, 20)["html"]))
    thread.start()
    thread.join()
    assert made == ["<p>a</p>"] and forks() == 1


def test_a_fault_of_the_parser_is_told_at_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr("pipeline.formats.dialect.parse", fault)
    (finding,) = bounded("a", PATH, 20)["findings"]
    assert finding["code"] == "too-complex"
    assert finding["message"] == "something in this text is more than our reader of Markdown can read"
