"""A person goes out of a file of fields: the lines that name them, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.editing import cut
from pipeline.formats.yaml import Path
from pipeline.model.artifact import sha256
from pipeline.model.tree import File

PEOPLE = "content/people.yml"
EPISODE = "content/podcasts/talks/first.md"


def without(text: str, *locs: Path, path: str = PEOPLE) -> tuple[str, int]:
    """The text afterwards, and how many could not be cut out."""
    data = text.encode()
    edit = cut(File(path, sha256(data), len(data), data), locs)
    assert edit is not None
    return edit.data.decode(), len(edit.left)


@pytest.mark.parametrize(
    ("before", "loc", "after"),
    [
        (
            "alex:\n  name: Alex\nsam:\n  name: Sam\n  bio: >-\n    Long,\n    and longer.\n",
            ("sam",),
            "alex:\n  name: Alex\n",
        ),
        ("sam:\n  name: Sam\nalex:\n  name: Alex\n", ("sam",), "alex:\n  name: Alex\n"),
        ("sam: {name: Sam}\n\n# about Alex\nalex: {name: Alex}\n", ("sam",), "\n# about Alex\nalex: {name: Alex}\n"),
        ("sam:\n  name: Sam\n  # about Sam\nalex: {name: Alex}\n", ("sam",), "alex: {name: Alex}\n"),
        (
            "a: 1\npeople:\n  - person: alex\n    role: host\n  - person: sam\nb: 2\n",
            ("people", 1),
            "a: 1\npeople:\n  - person: alex\n    role: host\nb: 2\n",
        ),
        ("people:\n- person: sam\n  role: guest\n- person: alex\n", ("people", 0), "people:\n- person: alex\n"),
        ("a: 1\npeople:\n  - person: sam\n    role: guest\nb: 2\n", ("people", 0), "a: 1\nb: 2\n"),
        ("authors: [alex, sam]\n", ("authors", 1), "authors: [alex]\n"),
        ("authors: [ sam , alex ]\n", ("authors", 0), "authors: [ alex ]\n"),
        ("a: 1\nauthors: [sam]\n", ("authors", 0), "a: 1\n"),
        ("people: [{person: sam, role: guest}, {person: alex}]\n", ("people", 0), "people: [{person: alex}]\n"),
        ("authors:\n- sam\n- alex", ("authors", 0), "authors:\n- alex"),
        ("authors:\r\n  - alex\r\n  - sam\r\nb: 2\r\n", ("authors", 1), "authors:\r\n  - alex\r\nb: 2\r\n"),
        ("\ufeffsam: {name: Sam}\nalex: {name: Alex}\n", ("sam",), "\ufeffalex: {name: Alex}\n"),
    ],
)
def test_only_what_is_meant_goes(before: str, loc: Path, after: str) -> None:
    assert without(before, loc) == (after, 0)


def test_several_go_out_of_one_list() -> None:
    assert (
        without("authors: [sam, alex, jo, sam]\nb: 1\n", ("authors", 0), ("authors", 3))[0]
        == "authors: [alex, jo]\nb: 1\n"
    )
    assert without("a: 1\nauthors:\n  - sam\n  - jo\n", ("authors", 0), ("authors", 1))[0] == "a: 1\n"


def test_the_body_of_an_entry_stays_as_it_is() -> None:
    text = "---\ntitle: A\nauthors: [alex, sam]\n---\nauthors: [alex, sam]\n\n---\n"
    assert without(text, ("authors", 1), path=EPISODE)[0] == text.replace("[alex, sam]", "[alex]", 1)


def test_what_something_else_hangs_on_is_left_and_told() -> None:
    for text, loc in (
        ("sam: &one {name: Sam}\nalex: *one\n", ("sam",)),
        ("people:\n  - person: sam\n    role: guest\n", ("people", 0, "person")),
    ):
        assert without(text, loc) == (text, 1)


def test_what_is_not_there_is_no_matter() -> None:
    assert without("alex: {name: Alex}\n", ("sam",)) == ("alex: {name: Alex}\n", 0)
