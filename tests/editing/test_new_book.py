"""`pipeline new book ISBN --list FILE`, as an editor runs it: one request, in the name of the library."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from pipeline import wiring
from pipeline.editing import books
from tests.support import library
from tests.support.run import pipeline
from tests.support.site import Reply, site

ANSWER = Path(__file__).with_name("answers") / "fantastic-mr-fox.json"
LIST = "content/library/books/first-books.md"


def test_a_book_comes_onto_a_list_by_one_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = library.write(tmp_path)
    with site() as catalogue:
        monkeypatch.setattr(books, "ADDRESS", catalogue.url("/search.json"))
        monkeypatch.setattr(wiring, "fetcher", partial(wiring.fetcher, private=True))
        catalogue.says(
            books.question("9780140328721").partition(str(catalogue.port))[2], Reply(200, ANSWER.read_bytes())
        )
        run = pipeline("new", "book", "0-14-032872-6", "--list", root / LIST, "--root", root)
        assert len(catalogue.asked) == 1 and catalogue.agents == {"pipeline (+https://library.example/)"}
        assert (run.status, run.stderr) == (0, "")
        assert (
            run.stdout
            == f"""\
{LIST}:12: 9780140328721 is on the list now
  title: Fantastic Mr. Fox
  authors: Roald Dahl
  publisher: Puffin
  year: 1988
  language: en
Compare this with the book itself.
Left for you to type there: `annotation`.
"""
        )
        monkeypatch.setattr(books, "ADDRESS", catalogue.url("/another"))
        run = pipeline("new", "book", "9780452281325", "--root", root, "--json")  # it is on the list
    told = json.loads(run.stdout)
    assert (told["line"], told["left"], told["filled"]) == (8, [], {})
    why = "Open Library gave no answer: its answer can’t be read; type the fields yourself, from the book"
    assert told["warnings"] == [why]
    checked = pipeline("check", "--root", root, "-q")
    assert checked.status == 1 and f"{LIST}:18:" in checked.stderr, "the annotation is still to be written"


def test_what_goes_together_is_told(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    assert "--list" in pipeline("new", "article", "A title", "--list", "x", "--root", root).stderr
    assert "are about entries" in pipeline("new", "book", "9780452281325", "--in", "x", "--root", root).stderr
    assert "did you mean `book`?" in pipeline("new", "bok", "9780452281325", "--root", root).stderr
