from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.frontmatter import FrontMatter, decode, fetch, split
from pipeline.problems import Place, Problem


def test_cuts_with_lines() -> None:
    expected = FrontMatter("title: x\n", 2, "\nBody\n---\n", 4)
    assert split("---\ntitle: x\n---\n\nBody\n---\n", "a") == (expected, ())
    assert split("\ufeff---\r\ntitle: x\r\n--- \r\n\r\nBody\r\n---\r\n", "a") == (expected, ())


def test_empty_parts() -> None:
    assert split("---\n---", "a")[0] == FrontMatter("", 2, "", 3)


START = "write a line `---` above it, and another one below the last field"
NONE = "begin the file with a line `---`, the fields (`title: …`), and another line `---`"
THREE = "write `---`, at the beginning of the line and nothing else"
EMPTY = "an empty line stands before the line `---` with which a file begins"
SPACES = "spaces stand before these three hyphens, which part the fields from the text"
OPEN = "no second line `---` parts the fields from the text"
UNLIKE = "stands here in place of the three hyphens that part the fields from the text"


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("", 1, "there are no fields above the text", NONE),
        ("# x", 1, "there are no fields above the text", NONE),
        ("title: x\n", 1, "the fields begin without a line `---`", START),
        ("\n\n---\na: b\n---\n", 3, EMPTY, "remove the lines above line 3"),
        ("———\na: b\n———\n", 1, f"`———` {UNLIKE}", THREE),
        ("--\na: b\n--\n", 1, f"`--` {UNLIKE}", THREE),
        ("---\na: b\n- c\n ---\nd", 4, SPACES, "remove the spaces before `---`"),
        ("---\na: b\n\n----\nd", 4, f"`----` {UNLIKE}", THREE),
        ("---\na: b\n", 1, OPEN, "write a line `---` after the last field"),
        ("---\na: b\n\nIt is\n-----\n", 1, OPEN, "write a line `---` after the last field"),
    ],
)  # fmt: skip
def test_missing_and_unclosed_are_never_read_as_empty(text: str, line: int, message: str, hint: str) -> None:
    assert split(text, "a") == (None, (Problem(Place("a", line, 1), message, hint, "bad-front-matter"),))


def test_decode() -> None:
    assert decode(b"a\rb", "x") == ("a\nb", ())
    assert decode(b"\xef\xbb\xbfa\r\nb\n", "x") == ("a\nb\n", ())
    text, problems = decode("é\r\nö".encode() + b"\xff", "x")
    assert text is None and problems[0].place == Place("x", 2, 2) and problems[0].code == "unreadable-file"
    assert decode(b"\xed\xa0\x80", "x")[0] is None


def test_what_is_no_text_is_told_with_the_way_out() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    message = "a Git LFS pointer stands here in place of the text"
    hint = "fetch it: `git lfs pull --include 'content/a b.md'`"
    problem = Problem(Place("content/a b.md", 1), message, hint, "unreadable-file")
    assert decode(pointer, "content/a b.md") == (None, (problem,))
    older, save = (
        "this file is saved in an older encoding, not as UTF-8",
        "save it anew, in a plain text editor, with the ",
    )
    program = "this is no text, but the file of another program"
    for data, line, column, message, hint in (
        (b"a\nb\rc\xfc", 3, 2, f"{older}: `ü` may stand here", f"{save}encoding UTF-8"),
        (b"a\x81", 1, 2, older, f"{save}encoding UTF-8"),
        ("a".encode("utf-16"), 1, 1, "this file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8",
         f"{save}encoding UTF-8"),
        (b"PK\x03\x04\xff", 1, 5, program, "write its text into a new file, in a text editor"),
    ):  # fmt: skip
        assert decode(data, "x") == (None, (Problem(Place("x", line, column), message, hint, "unreadable-file"),))


def test_what_means_something_to_git_lfs_is_asked_for_by_a_pattern() -> None:
    assert fetch("content/Über, [1] & 2.wav") == "fetch it: `git lfs pull --include 'content/Über? ?1? & 2.wav'`"


@given(st.text(), st.text())
def test_lines_are_those_of_the_file(fields: str, body: str) -> None:
    text = f"---\n{fields}\n---\n{body}"
    front, _ = split(text, "a")
    assert front is not None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert front.body.split("\n") == lines[front.body_line - 1 :] or front.body == ""
    assert front.yaml.split("\n")[:-1] == lines[front.yaml_line - 1 : front.body_line - 2]
