"""What no font of print has is told by the check, where it stands, and in the words of the printer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.handouts.drivers.letters import Letters
from pipeline.jobs import Task
from tests.support import library
from tests.support.run import pipeline

HOUSE = Path(__file__).parents[2]
HANDOUT = "content/handouts/urge-log.md"


def test_the_letters_of_fonts_are_told_in_rows(tmp_path: Path) -> None:
    fonts = {name: str(HOUSE / f"theme/print/fonts/{name}") for name in ("noto-sans-hebrew.woff2", "vazirmatn.woff2")}
    broken = tmp_path / "broken.woff2"
    broken.write_bytes(b"wOF2 and nothing else")
    rows = Letters().perform(Task({}, {**fonts, "broken": str(broken)}, "")).facts["letters"]
    assert rows == sorted(rows)
    assert all(first <= last for first, last in rows)
    assert any(first <= ord("א") <= last for first, last in rows)
    assert any(first <= ord("ب") <= last for first, last in rows)
    assert not any(first <= ord("b") <= last for first, last in rows)


@pytest.mark.parametrize(("letter", "number"), [("夜", "591C"), ("ह", "0939"), ("ﬁ", "FB01")])
def test_a_letter_that_no_font_has_is_refused_by_the_check_as_by_the_printer(
    small: Path, letter: str, number: str
) -> None:
    library.edit(small, HANDOUT, "---\nFill", f"---\nThen {letter} and 🌊.\n\nFill")
    checked = pipeline("check", "--root", small)
    line = (small / HANDOUT).read_text(encoding="utf-8").split("\n").index(f"Then {letter} and 🌊.") + 1
    said = f"{HANDOUT}:{line}:6: error: no font for print has {letter} (U+{number}) [no-font]"
    assert checked.status == 1
    assert said in checked.stderr, "signs are told by who prints"
    assert said in pipeline("check", "--root", small).stderr, "and again, when all stands"


def test_letters_that_a_font_puts_together_are_printed(small: Path) -> None:
    library.edit(small, HANDOUT, "---\nFill", "---\nǺ, Việt, Ἄνθρωπος, Волна, גל, موجة\n\nFill")
    assert pipeline("check", "--root", small).status == 0
    assert pipeline("build", "--root", small).status == 0


def test_the_fonts_of_the_library_are_those_that_count(small: Path) -> None:
    library.edit(small, HANDOUT, "---\nFill", "---\nThen גל.\n\nFill")
    assert pipeline("check", "--root", small).status == 0
    fonts = small / "theme/print/fonts"
    fonts.mkdir(parents=True)
    greek = HOUSE / "theme/print/fonts/noto-sans-greek.woff2"
    shutil.copy(greek, fonts / "noto-sans-hebrew.woff2")
    assert "no font for print has ג (U+05D2), ל (U+05DC)" in pipeline("check", "--root", small).stderr
