"""Book lists as files to take away: whatever an editor writes, readers that did not write them read the same."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.kinds.book_list.exports import COLUMNS, bibtex, ris, table
from pipeline.model.kinds.book_list.row import BookRow
from pipeline.model.rows import Ref, Web

FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def book(**fields: Any) -> BookRow:
    known: dict[str, Any] = {
        "title": "Mind Over Mood",
        "subtitle": "Change How You Feel",
        "authors": ("Dennis Greenberger", "Christine A. Padesky"),
        "isbn": "9781462520428",
        "publisher": "Guilford Press",
        "year": 2015,
        "annotation": "A workbook. It asks for patience.",
        "topics": (ref("Thoughts, feelings and behaviours"),),
        "audiences": (ref("For me"), ref("Family and friends")),
        "language": "en",
        "cover": None,
        "links": (Web(title="More", url="https://books.example/a_b?c=d&e=%20"),),
    }
    return BookRow(**{**known, **fields})


def ref(title: str) -> Ref:
    return Ref(id="an-id", title=title, url="https://library.example/an-id/")


def line(text: str) -> str:
    return " ".join(text.split())


def cells(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def entries(text: str) -> Iterator[dict[str, str]]:
    """What BibTeX says, its LaTeX read: the key is under `key`."""
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    for entry in library.entries:
        assert entry.entry_type == "book"
        yield {"key": entry.key, **{str(field.key): str(field.value) for field in entry.fields}}


texts = st.text(st.characters(exclude_categories=["C"], include_characters="\n\t"), min_size=1).map(str.strip)
texts = texts.filter(lambda text: bool(text.split()))
marks = st.text(st.sampled_from("\\{}&%$#_~^`-<>!?\"'=@,;\n\r\t a\u2028\x85\u00e9\u5b57"), min_size=1).map(str.strip)
words = st.one_of(texts, marks.filter(lambda text: bool(text.split())))
books = st.builds(
    book,
    title=words,
    subtitle=st.one_of(st.just(""), words),
    authors=st.lists(words, min_size=1, max_size=3).map(tuple),
    publisher=st.one_of(st.just(""), words),
    year=st.one_of(st.none(), st.integers(0, 2100)),
    annotation=words,
    topics=st.lists(words.map(ref), max_size=2).map(tuple),
    language=st.sampled_from([None, "en", "de-CH"]),
    links=st.sampled_from([(), book().links]),
)


@settings(max_examples=60)
@given(st.lists(books, min_size=1, max_size=3))
def test_a_table_is_read_as_it_was_meant(several: list[BookRow]) -> None:
    rows = cells(table(several))
    assert tuple(rows[0]) == COLUMNS
    for row, meant in zip(rows, several, strict=True):
        for column in ("title", "subtitle", "publisher", "annotation"):
            said, wanted = row[column], line(getattr(meant, column))
            assert said == wanted or (said == f"'{wanted}" and wanted.startswith(FORMULAS))
        assert row["isbn"].replace("-", "") == meant.isbn
        assert row["year"] == str(meant.year or "")


@settings(max_examples=60)
@given(st.lists(books, max_size=3))
def test_no_cell_of_a_table_is_a_formula(several: list[BookRow]) -> None:
    for row in cells(table(several)):
        assert not [cell for cell in row.values() if cell.strip().startswith(FORMULAS)]


def test_a_table_is_one_of_rfc_4180() -> None:
    text = table([book(title='She said "no", twice'), book()])
    assert text.count("\r\n") == text.count("\n") == 3
    assert '"She said ""no"", twice"' in text
    assert cells(text)[1]["authors"] == "Dennis Greenberger; Christine A. Padesky"
    assert cells(text)[1]["isbn"] == "978-1-4625-2042-8"
    assert cells(table([book(title="=HYPERLINK(1)")]))[0]["title"] == "'=HYPERLINK(1)"


@settings(max_examples=60)
@given(st.lists(books, max_size=3))
def test_bibtex_is_read_as_it_was_meant(several: list[BookRow]) -> None:
    text = bibtex(several)
    assert text.count("{") == text.count("}")
    read = list(entries(text))
    assert len({one["key"] for one in read}) == len(several)
    for one, meant in zip(read, several, strict=True):
        assert one["isbn"].replace("-", "") == meant.isbn
        assert _plain(one["annotation"]) == _plain(meant.annotation)
        title = f"{meant.title}: {meant.subtitle}" if meant.subtitle else meant.title
        assert _plain(one["title"]) == _plain(title)


def _plain(text: str) -> str:
    """Without what this reader of LaTeX changes by itself: spaces, braces, and the names of two accents."""
    return re.sub(r"[\s{}]+", "", text).translate({0x2C6: "^", 0x2DC: "~"})


def test_bibtex_of_a_book() -> None:
    (read,) = entries(bibtex([book(title="Mind & Mood: 100 % _you_", authors=("Ann, Bob and Co", "Gabor Maté"))]))
    assert read["title"] == "Mind & Mood: 100 % _you_: Change How You Feel"
    assert read["year"] == "2015" and read["publisher"] == "Guilford Press"
    assert read["url"] == "https://books.example/a_b?c=d&e=%20"
    assert "author = {{Ann, Bob and Co} and Gabor Maté}" in bibtex([book(authors=("Ann, Bob and Co", "Gabor Maté"))])


def test_keys_stay_when_words_are_corrected_and_never_meet() -> None:
    before, after = bibtex([book()]), bibtex([book(title="Mind over mood", authors=("D. Greenberger",))])
    assert [one["key"] for one in entries(before)] == [one["key"] for one in entries(after)] == ["isbn-9781462520428"]
    twice = [one["key"] for one in entries(bibtex([book(), book(title="Another")]))]
    assert twice == ["isbn-9781462520428", "isbn-9781462520428-2"]


@settings(max_examples=60)
@given(st.lists(books, max_size=3))
def test_ris_is_read_as_it_was_meant(several: list[BookRow]) -> None:
    text = ris(several)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", one) for one in text.split("\r\n")[:-1])
    assert "\n" not in text.replace("\r\n", "")
    for one, meant in zip(rispy.loads(text), several, strict=True):
        assert one["type_of_reference"] == "BOOK"
        assert one["authors"] == [line(author) for author in meant.authors]
        assert one["notes"] == [line(meant.annotation)]
        assert one["issn"].replace("-", "") == meant.isbn
        assert one.get("year", "") == str(meant.year or "")


def test_ris_of_a_book() -> None:
    (read,) = rispy.loads(ris([book()]))
    assert read["title"] == "Mind Over Mood: Change How You Feel"
    assert read["keywords"] == ["Thoughts, feelings and behaviours", "For me", "Family and friends"]
    assert read["publisher"] == "Guilford Press" and read["language"] == "en"
