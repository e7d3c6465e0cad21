"""What somebody sees who looks at a terminal."""

from __future__ import annotations

import io
import re
import signal
import sys
from functools import partial
from itertools import count, takewhile
from pathlib import Path

import pytest

from pipeline.cli.progress import Bars
from tests.cli import pseudo
from tests.support import library
from tests.support.machine import hears_ctrl_c
from tests.support.run import pipeline


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> pseudo.Seen:
    """A first publish."""
    root = library.write(tmp_path_factory.mktemp("seen") / "library")
    library.edit(root, "content/library/articles/urges-pass.md", "title: Urges pass", "title: 'Urges [red]pass[/red]'")
    return pseudo.pipeline("publish", "--root", root)


def test_each_stage_is_a_bar_with_count_and_time(seen: pseudo.Seen) -> None:
    assert seen.status == 0, seen.raw
    last = {line.split("━")[0].strip(): line for line in seen.lines if "━" in line and "look at" not in line}
    assert {"render texts", "master recordings", "print PDFs", "lay out pages"} <= set(last)
    assert all(line.split()[-1].count(":") == 1 for line in last.values()), last
    (sent,) = (line for name, line in last.items() if name.startswith("send "))
    counted = re.search(r" ([\d.]+ .?B)/([\d.]+ .?B) ", sent)
    assert counted
    assert counted[1] == counted[2], "every byte is counted"
    assert all(len(line) <= 80 for line in last.values())


def test_no_line_is_spent_on_each_job(seen: pseudo.Seen) -> None:
    assert not [line for line in seen.lines if line.lstrip().startswith("[1/")]


def test_the_end_says_what_was_published_where_how_large_how_long_and_what_is_next(seen: pseudo.Seen) -> None:
    names = [line.split()[0] for line in seen.lines[-12:]]
    assert [name for name in names if name in ("Published", "holds", "changed", "took", "next")] == [
        "Published",
        "holds",
        "changed",
        "took",
        "next",
    ]


def test_the_terminal_is_left_as_it_was(seen: pseudo.Seen) -> None:
    assert pseudo.HIDE_CURSOR in seen.raw, "there was a bar"
    assert seen.is_left_clean


def test_a_narrow_window_has_narrow_bars(bare: Path) -> None:
    seen = pseudo.pipeline("check", "--root", bare, columns=40)
    assert seen.status == 0, seen.raw
    bars = [line for line in seen.lines if "━" in line]
    assert bars
    assert max(map(len, bars)) <= 40


def test_without_colours_and_unicode_there_are_none(bare: Path) -> None:
    plain = {"NO_COLOR": "1", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    seen = pseudo.pipeline("check", "--root", bare, env=plain)
    assert seen.status == 0, seen.raw
    assert seen.raw.isascii()
    assert any(re.match(r" +render texts +-+ ", line) for line in seen.lines)
    assert "m" not in {code[-1] for code in pseudo.CONTROL.findall(seen.raw)}, "no style"


@pytest.mark.parametrize("env", [{"CI": "true"}, {"TERM": "dumb"}], ids=["CI", "dumb"])
def test_in_ci_and_on_a_terminal_that_can_not_move_there_are_lines(bare: Path, env: dict[str, str]) -> None:
    seen = pseudo.pipeline("check", "--root", bare, env=env)
    assert seen.status == 0, seen.raw
    assert not pseudo.CONTROL.search(seen.raw)
    assert any(line.startswith("  render texts: ") for line in seen.lines)


def test_what_content_says_is_text_and_no_more(small: Path) -> None:
    article = small / "content/library/articles/urges-pass.md"
    title = b"title: '[bold]Urges[/bold] :bomb: [link=https://evil.example]pass[/link] \x1b]0;owned\x07'\nno: 1\n"
    article.write_bytes(article.read_bytes().replace(b"title: Urges pass\n", title))
    seen = pseudo.pipeline("check", "--root", small, "-v")
    assert seen.status == 1
    assert "\x1b]" not in seen.raw
    assert any("[bold]Urges[/bold] :bomb: [link=https://evil.example]pass[/link]" in line for line in seen.lines)


def test_ctrl_c_leaves_the_terminal_clean_and_says_one_line(bare: Path) -> None:
    seen = pseudo.pipeline("publish", "--root", bare, stop_at="render texts")
    assert seen.status == 130
    assert seen.is_left_clean
    assert "Traceback" not in seen.raw
    assert seen.lines[-1] == "stopped; what was published before is as it was", seen.raw
    assert not (bare / "public").exists()
    assert not list((bare / ".cache/work").glob("*")), "nothing is left half-way"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_ctrl_c_leaves_the_terminal_clean_wherever_bars_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is pressed as a function begins, each time a few functions later, until bars have come to their end before."""
    monkeypatch.setenv("TERM", "xterm")
    with hears_ctrl_c():
        pressed = list(takewhile(partial(_pressed, monkeypatch), count(1, 13)))
    assert len(pressed) > 50


def _pressed(monkeypatch: pytest.MonkeyPatch, at: int) -> bool:
    """Whether Ctrl-C came before the end; either way nothing is amiss."""
    terminal, bars, calls = Terminal(), Bars(), count(1)

    def press(_frame: object, event: str, _argument: object) -> None:
        if event == "call" and next(calls) == at:
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("sys.stderr", terminal)
    try:
        sys.setprofile(press)
        bars.begin("render texts", 3)
        bars.say("a line")
        bars.advance("render texts", 3)
        bars.close()
        sys.setprofile(None)
        came = False
    except KeyboardInterrupt:
        came = True
    bars.close()
    sys.stderr.write("stopped\n")
    said = terminal.getvalue()
    drawn = pseudo.HIDE_CURSOR in said
    assert drawn or came, "bars are drawn, unless it came before"
    assert said.endswith(f"\n{pseudo.SHOW_CURSOR}stopped\n") if drawn else said == "stopped\n", at
    return came


def test_equal_problems_are_said_once_with_their_places(small: Path) -> None:
    for name in ("a", "b", "c"):
        (small / f"content/handouts/{name}.bin").write_text("left here", encoding="utf-8")
    run = pipeline("check", "--root", small)
    assert run.stderr.count("nothing names this file") == 1
    assert "content/handouts/a.bin: " in run.stderr
    assert "\n  also at content/handouts/b.bin\n  also at content/handouts/c.bin\n" in run.stderr
    assert run.stderr.count("remedy:") == 1
