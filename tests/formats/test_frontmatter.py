from __future__ import annotations

from pipeline.formats.frontmatter import FrontMatter, decode, split
from pipeline.problems import Place


def test_cuts_with_lines() -> None:
    expected = FrontMatter("title: x\n", 2, "\nBody\n---\n", 4)
    assert split("---\ntitle: x\n---\n\nBody\n---\n", "a") == (expected, ())
    assert split("\ufeff---\r\ntitle: x\r\n--- \r\n\r\nBody\r\n---\r\n", "a") == (expected, ())


def test_empty_parts() -> None:
    assert split("---\n---", "a")[0] == FrontMatter("", 2, "", 3)


def test_missing_and_unclosed_are_never_read_as_empty() -> None:
    for text, message in [
        ("", "the file has no front matter"),
        ("# x", "the file has no front matter"),
        ("---\na: b\n", "the front matter has no end"),
    ]:
        front, problems = split(text, "a")
        assert front is None
        assert [(p.message, p.code, p.place) for p in problems] == [(message, "bad-front-matter", Place("a", 1, 1))]


def test_decode() -> None:
    assert decode(b"a\rb", "x") == ("a\nb", ())
    assert decode(b"\xef\xbb\xbfa\r\nb\n", "x") == ("a\nb\n", ())
    text, problems = decode("é\r\nö".encode() + b"\xff", "x")
    assert text is None and problems[0].place == Place("x", 2, 2) and problems[0].code == "unreadable-file"
    assert decode(b"\xed\xa0\x80", "x")[0] is None
