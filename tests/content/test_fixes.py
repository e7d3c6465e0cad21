"""Repairs: what means one thing only is put right, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.content.fixes import plain_date
from pipeline.model.urls import podcast_guid
from tests.support import library
from tests.support.run import pipeline

EPISODE, BOOKS = "content/podcasts/talks/first.md", "content/library/books/first-books.md"
ARTICLE, SHOW = "content/library/articles/urges-pass.md", "content/podcasts/talks/show.yml"


def test_everything_that_has_one_right_repair_is_repaired_at_once_and_shown(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    library.edit(root, EPISODE, "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11\n", "")
    library.edit(root, SHOW, "guid: 9b024349-ccf0-5f69-a609-6b82873eab3c\n", "")
    library.edit(root, BOOKS, '"9780452281325"', "0-452-28132-6")
    library.edit(root, ARTICLE, "date: 2026-01-02", "date: 2 January 2026 # a Friday")
    library.edit(root, ARTICLE, "An urge is like a wave.", "An urge is like a cafe\N{COMBINING ACUTE ACCENT}.   ")
    assert pipeline("check", "--root", root).status == 1
    run = pipeline("check", "--root", root, "--fix")
    assert run.status == 0, run.stderr
    assert '+    isbn: "9780452281325"' in run.stderr
    assert "+date: 2026-01-02 # a Friday" in run.stderr
    assert "+guid: " in run.stderr
    text = (root / ARTICLE).read_text(encoding="utf-8")
    assert "An urge is like a caf\N{LATIN SMALL LETTER E WITH ACUTE}.\n" in text
    guid = podcast_guid("https://library.example/podcasts/talks/feed.xml")
    assert f"guid: {guid}" in (root / SHOW).read_text(encoding="utf-8")
    again = pipeline("check", "--root", root, "--fix", "--json")
    assert '"fixed": []' in again.stdout


def test_a_library_in_order_is_not_touched(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    library.edit(root, ARTICLE, "An urge is like a wave.", "One line,  \nand the next.")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    run = pipeline("check", "--root", root, "--fix")
    assert run.status == 0, run.stderr
    assert {path: path.read_bytes() for path in before} == before, "two spaces break a line: they stay"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    path = root / ARTICLE
    text = path.read_text(encoding="utf-8").replace("2026-01-02", "2026-1-2")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert pipeline("check", "--root", root, "--fix").status == 0
    assert path.read_bytes() == text.replace("2026-1-2", "2026-01-02").replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-1-5", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("5 January 2026", "2026-01-05"),
        ("5th Jan 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        ("05/01/2026", None),
        ("2026-13-01", None),
        ("31 February 2026", None),
        ("2026-1-05-01", None),
        ("202615", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_only_when_it_means_one_day(written: str, meant: str | None) -> None:
    assert plain_date(written) == meant


@given(st.dates())
def test_a_date_that_is_right_stays(day: object) -> None:
    assert plain_date(str(day)) == str(day)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    assert plain_date(text) is None or len(plain_date(text) or "") == 10


def test_the_guid_of_a_show_is_that_of_the_namespace() -> None:
    """The example of the Podcasting 2.0 namespace."""
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
