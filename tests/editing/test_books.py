"""A book comes onto a list by its ISBN: what is known is filled in, what people wrote stays, no failure loses work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import editing
from pipeline.editing.books import question
from pipeline.formats import yaml
from pipeline.model.tree import File, Tree
from pipeline.web import Unreachable

ANSWERS = Path(__file__).with_name("answers")
LIST = "content/library/books/first-books.md"
FIRST = """\
  - title: Mind Over Mood
    authors: [Dennis Greenberger]
    isbn: 978-1-4625-2042-8 # as printed
    annotation: >-
      A workbook, one small step
      at a time.
"""
FOX = """\
  - title: Fantastic Mr. Fox
    authors: [Roald Dahl]
    isbn: "9780140328721"
    publisher: Puffin
    year: 1988
    language: en
    annotation:
"""


def answer(name: str) -> Callable[[str], bytes]:
    return lambda _: (ANSWERS / f"{name}.json").read_bytes()


def nobody(_: str) -> bytes:
    raise Unreachable("openlibrary.org does not answer: it took too long")


def busy(url: str) -> bytes:
    raise Unreachable(f"{url} answers 429", status=429)


def never(url: str) -> bytes:
    raise AssertionError(url)


def listed(books: str, *, path: str = LIST, crlf: bool = False) -> Tree:
    text = f"---\ntitle: First books\nbooks:\n{books}topics: [sleep] # more to come\n---\nThe body.\n"
    data = text.replace("\n", "\r\n" if crlf else "\n").encode()
    return Tree({path: File(path, "", len(data), data)})


def add(tree: Tree, number: str, ask: Callable[[str], bytes], name: str = "") -> editing.Added:
    return editing.add(tree, editing.Wanted("book", number, name), ask)


def books(added: editing.Added) -> list[dict[str, object]]:
    document, problems = yaml.parse(added.edit.after.split("---\n")[1], LIST)
    assert document and not problems
    return document.value["books"]  # type: ignore[index,no-any-return]


def test_what_is_known_is_filled_in_and_the_annotation_is_left() -> None:
    asked: list[str] = []

    def ask(url: str) -> bytes:
        asked.append(url)
        return answer("fantastic-mr-fox")(url)

    added = add(listed(FIRST), "ISBN 0-14-032872-6", ask)
    assert added.edit.after == added.edit.before.replace("topics:", f"{FOX}topics:")
    assert (added.line, added.left, added.trouble) == (10, ("annotation",), "")
    assert asked == [question("9780140328721")]
    assert asked[0].startswith("https://openlibrary.org/search.json?q=isbn%3A9780140328721&fields=author_name")


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (answer("unknown"), "Open Library does not know the ISBN 9780452281325"),
        (answer("a-neighbour"), "Open Library does not know the ISBN 9780452281325"),
        (nobody, "Open Library gave no answer: openlibrary.org does not answer: it took too long"),
        (busy, "Open Library gave no answer: it answers 429"),
        (lambda _: b"<html>Too many requests", "Open Library gave no answer: its answer can’t be read"),
        (lambda _: b'{"docs":' + b"[" * 100_000, "Open Library gave no answer: its answer can’t be read"),
    ],
)
def test_where_nothing_is_known_the_fields_are_left_to_be_typed(ask: Callable[[str], bytes], why: str) -> None:
    added = add(listed(FIRST), "9780452281325", ask)
    assert added.trouble == f"{why}; type the fields yourself, from the book"
    assert books(added)[1] == {
        "title": None,
        "subtitle": None,
        "authors": None,
        "isbn": "9780452281325",
        "publisher": None,
        "year": None,
        "language": None,
        "annotation": None,
    }
    assert added.left == ("title", "authors", "annotation")


def test_what_a_person_wrote_is_never_written_over() -> None:
    mine = """\
  - isbn: 0140328726
    title: Mr Fox, as we call him # the cover says more
    authors: []
    annotation: For children who are afraid.
    year:
"""
    added = add(listed(FIRST + mine), "9780140328721", answer("fantastic-mr-fox"))
    assert books(added)[0]["title"] == "Mind Over Mood"
    assert books(added)[1] == {
        "isbn": "0140328726",
        "title": "Mr Fox, as we call him",
        "authors": ["Roald Dahl"],
        "annotation": "For children who are afraid.",
        "year": "1988",
        "publisher": "Puffin",
        "language": "en",
    }
    assert "# the cover says more" in added.edit.after and added.left == ()
    again = Tree({LIST: File(LIST, "", 0, added.edit.data)})
    assert add(again, "9780140328721", nobody).edit.after == added.edit.after


def test_a_whole_book_is_not_asked_for() -> None:
    whole = FIRST + "    subtitle: S\n    publisher: P\n    year: 2015\n    language: en\n"
    added = add(listed(whole), "9781462520428", never)
    assert added.edit.after == added.edit.before and (added.line, added.left) == (4, ())


def test_what_cataloguers_write_comes_out_as_text_of_yaml() -> None:
    added = add(listed(FIRST), "978-3-551-55167-2", answer("as-catalogued"))
    book = books(added)[1]
    assert book["title"] == "Harry Potter: und der Stein #1"
    assert book["subtitle"] == "- ein Roman"
    assert book["authors"] == ["J. K. Rowling", 'O’Neill, Jr.: the "other"']
    assert book["language"] == "de"
    assert not {"publisher", "year"} & set(book), "neither a name with a bell in it, nor one of two years"


@pytest.mark.parametrize(
    "before",
    ["books:\n", "books: []\n", "title: T\n", "books:\n- title: A\n", "books:\n  - title: A\n\n  - title: B\n"],
)
def test_a_list_is_added_to_as_it_is_written(before: str) -> None:
    data = f"---\n{before}---\n".encode()
    added = add(Tree({LIST: File(LIST, "", 0, data)}), "9780140328721", answer("fantastic-mr-fox"))
    assert added.edit.after.startswith(f"---\n{before.removesuffix(' []' + chr(10))}")
    assert books(added)[-1]["title"] == "Fantastic Mr. Fox"
    blank = "\n\n" if "\n\n" in before else "\n"
    assert f"{blank}{'' if '- title' in before and '  -' not in before else '  '}- title: Fant" in added.edit.after


def test_lines_end_as_they_did() -> None:
    added = add(listed(FIRST, crlf=True), "9780140328721", answer("fantastic-mr-fox"))
    assert added.edit.data.count(b"\r\n") == added.edit.data.count(b"\n") > 15


@pytest.mark.parametrize(
    ("number", "name", "tree", "message", "hint"),
    [
        ("12345", "", listed(FIRST), "`12345` is not an ISBN", "write the 10 or 13 digits as printed, hyphens allowed"),
        (
            "9780140328722",
            "",
            listed(FIRST),
            "the check digit of the ISBN `9780140328722` is wrong",
            "compare it with the book; if only the last digit is wrong, it must be `1`",
        ),
        (
            "9780140328721",
            "",
            Tree({}),
            "there is no book list yet",
            "begin one: `pipeline new book-list TITLE`",
        ),
        (
            "9780140328721",
            "frist-books",
            listed(FIRST),
            "there is no book list `frist-books`",
            "did you mean `first-books`?",
        ),
        (
            "9780140328721",
            "",
            Tree({p: File(p, "", 0, b"") for p in (LIST, LIST.replace("first", "more"))}),
            f"there are several book lists: {LIST}, {LIST.replace('first', 'more')}",
            "say which: `--list FILE`",
        ),
        (
            "9780140328721",
            "first-books",
            listed("  - title: [\n"),
            f"`{LIST}` can’t be read as it stands",
            "mend it first: `pipeline check` says where",
        ),
        (
            "9780140328721",
            LIST,
            Tree({LIST: File(LIST, "", 0, b"---\nbooks: [{title: A}]\n---\n")}),
            f"`books` of `{LIST}` is written in a way that can’t be added to",
            "write each of its items below the other, each begun with `- `",
        ),
    ],
)
def test_what_can_not_be_done_is_told(number: str, name: str, tree: Tree, message: str, hint: str) -> None:
    with pytest.raises(editing.CanNotBegin) as told:
        add(tree, number, answer("fantastic-mr-fox"), name)
    assert (told.value.message, told.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("books:\n  -\n    title: A\ntopics: [a]\n", "books:\n  -\n    title: A\n{}topics: [a]\n"),
        ("books: # of our shelf\ntopics: [a]\n", "books: # of our shelf\n{}topics: [a]\n"),
        ("books: ''\ntopics: [a]\n", "books:\n{}topics: [a]\n"),
        (
            "books:\n  - title: A\n    # lent to Ann\n  # new ones\n# of all\ntopics: [a]\n",
            "books:\n  - title: A\n    # lent to Ann\n{}  # new ones\n# of all\ntopics: [a]\n",
        ),
    ],
)
def test_a_list_may_be_written_as_people_write(before: str, after: str) -> None:
    added = add(Tree({LIST: File(LIST, "", 0, f"---\n{before}---\n".encode())}), "9780140328721", nobody)
    new = '  - title:\n    subtitle:\n    authors:\n    isbn: "9780140328721"\n    publisher:\n    year:\n'
    new += "    language:\n    annotation:\n"
    assert added.edit.after == f"---\n{after.format(new)}---\n"


def test_a_list_whose_fields_are_indented_gets_its_first_book() -> None:
    text = b"---\n  title: L\n  topics: [a]\n---\n"
    added = add(Tree({LIST: File(LIST, "", 0, text)}), "9780140328721", answer("fantastic-mr-fox"))
    assert "  topics: [a]\n  books:\n    - title: Fantastic Mr. Fox\n" in added.edit.after
