"""Shared stores that can't be: each is told with its place before anything is built."""

from __future__ import annotations

import pytest

from pipeline.settings import load

SITE = '[site]\nurl = "https://l.example/"\ntitle = "L"\n\n'
TARGETS = '[targets.public]\npath = "public"\n\n[targets.web]\ntype = "s3"\nbucket = "b"\nprefix = "sites/l"\n\n'
WHERE = "name a prefix beside it, or a private bucket"
ONE_PLACE = "the store and what a target publishes would lie in one place"


@pytest.mark.parametrize(
    ("lines", "line", "message", "hint"),
    [
        (['path = "../store"'], 2, "a store needs a `type`", 'add `type = "s3"` or `type = "directory"`'),
        (['type = "directory"'], 1, "a store of type `directory` needs a `path`", 'add `path = "…"`'),
        (['type = "directory"', 'path = "s"', 'bucket = "b"'], 4, "a directory has no `bucket`", 'write `type = "s3"`'),
        (['type = "directory"', 'path = "content/s"'], 3, "`content/` is for other things", "name a directory that"),
        (
            ['type = "directory"', 'path = "public/s"'],
            3,
            "the store would lie in what is public",
            "name a directory of",
        ),
        (['type = "s3"'], 1, "a store of type `s3` needs a `bucket`", 'add `bucket = "…"`'),
        (['type = "s3"', 'bucket = "b/c"'], 3, "`b/c` is not the name of a bucket", "write the name alone"),
        (['type = "s3"', 'bucket = "c"', 'path = "p"'], 4, "a bucket has no `path`", "write `prefix`, or remove it"),
        (
            ['type = "s3"', 'bucket = "c"', 'prefix = "../a"'],
            4,
            "`../a` is not a prefix",
            "write it as `caches/library`",
        ),
        (['type = "s3"', 'bucket = "b"'], 3, ONE_PLACE, WHERE),
        (['type = "s3"', 'bucket = "b"', 'prefix = "sites"'], 4, ONE_PLACE, WHERE),
        (['type = "s3"', 'bucket = "b"', 'prefix = "sites/l/store"'], 4, ONE_PLACE, WHERE),
    ],
)
def test_it_is_told_with_its_place(lines: list[str], line: int, message: str, hint: str) -> None:
    text = SITE + TARGETS + "\n".join(["[store]", *lines, ""])
    settings, (problem,) = load(text)
    first = text.splitlines().index("[store]") + 1
    assert settings is None
    assert (problem.place.line, problem.message) == (first + line - 1, message)
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ['type = "directory"', 'path = "../store"'],
        ['type = "directory"', 'path = "/srv/store"'],
        ['type = "s3"', 'bucket = "c"'],
        ['type = "s3"', 'bucket = "b"', 'prefix = "sites/library-store"'],
        ['type = "s3"', 'bucket = "b"', 'endpoint = "https://elsewhere.example"', "keep_days = 3"],
    ],
)
def test_what_can_be_is_taken(lines: list[str]) -> None:
    settings, problems = load(SITE + TARGETS + "\n".join(["[store]", *lines, ""]))
    assert settings is not None, problems
