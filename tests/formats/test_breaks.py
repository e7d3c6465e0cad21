from __future__ import annotations

import pytest

from pipeline.formats.breaks import begins_with_a_time, kept
from pipeline.formats.markdown import render

WRAPPED = """\
Tom tells Mara how he lets an urge rise and fall without feeding it, and why
there is soup on Thursdays. They also speak of what to do when the wave is too
big to ride alone, and whom to call then.
"""


def shown(body: str) -> str:
    return kept(render(body, "content/podcasts/talks/first.md").html).strip()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Guest: Ann\nMusic: Bob", "<p>Guest: Ann<br>\nMusic: Bob</p>"),
        ("Guest: Ann  \nMusic: Bob", "<p>Guest: Ann<br>\nMusic: Bob</p>"),
        ("0:00 Intro\n**1:30** What *helps*\n(12:05) End", None),
        ("[00:00:00] Intro\n[00:01:30] Next", "<p>[00:00:00] Intro<br>\n[00:01:30] Next</p>"),
        ("# Times\n\nWe begin:\n0:00 Intro\n1:30 Next\nof which\nmore", None),
    ],
)
def test_breaks_that_were_meant(body: str, html: str | None) -> None:
    made = shown(body)
    if html is not None:
        assert made == html
    elif body.startswith("#"):
        assert made.endswith("<p>We begin:<br>\n0:00 Intro<br>\n1:30 Next\nof which\nmore</p>")
    else:
        assert made.count("<br>") == 2


@pytest.mark.parametrize(
    "body",
    [
        WRAPPED,
        "Guest: Ann\nMusic: *Bob*",
        "Read [the log](https://a.example/)\nand more.",
        "- one\n- two",
        "At 0:30 we speak of soup\nand of *bread*.",
        "## A\n\nshort\nlines",
    ],
)
def test_markdown_joins_lines(body: str) -> None:
    assert "<br>" not in shown(body)


def test_in_a_wrapped_text_a_line_that_ends_early_was_meant() -> None:
    made = shown(WRAPPED + "\nMusic: Bob\nSound: Kim\nhttps://a.example/page\nthe end")
    assert made.count("<br>") == 3
    assert made.partition("</p>")[0].count("<br>") == 0


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("0:00 A", True), (" (1:02:03) A", True), ("[12:30] A", True), ("<b>0:00</b> A", True), ("1:2 A", False),
        ("at 0:00", False), ("12:30am", True), ("0:000", False), ("", False), ("<b", False),
    ],
)  # fmt: skip
def test_time_codes(line: str, is_one: bool) -> None:
    assert begins_with_a_time(line) is is_one
