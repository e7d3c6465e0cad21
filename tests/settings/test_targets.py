"""Targets that can't be: each is told with its place before anything is built."""

from __future__ import annotations

import pytest

from pipeline.settings import load

SITE = '[site]\nurl = "https://l.example/"\ntitle = "L"\n\n[targets.public]\n'
TAKEN = (
    ("content/library", "content"),
    ("./theme", "theme"),
    ("dist", "dist"),
    (".git/x", ".git"),
    ("public/../content", "content"),
)
OWN = 'name a directory of its own: `path = "public"`'
WHOLE = "write the whole path: `/home/somebody/public`"
STATE = "name a prefix beside it, or a private bucket (`s3://another-bucket/library`)"


@pytest.mark.parametrize(
    ("lines", "line", "message", "hint"),
    [
        (['type = "s3"'], 5, "a target of type `s3` needs a `bucket`", 'add `bucket = "…"`'),
        (
            ['type = "s3"', 'bucket = "b/c"'],
            7,
            "`b/c` is not the name of a bucket",
            "write the name alone; `prefix` has its own line",
        ),
        (
            ['type = "s3"', 'bucket = "b"'],
            5,
            "the whole bucket is public, so there is no place beside it for the state",
            "add `state = …` with a private bucket (`s3://another-bucket/library`), or a `prefix` for what is public",
        ),
        (
            ['type = "s3"', 'bucket = "b"', 'prefix = "a/../b"'],
            8,
            "`a/../b` is not a prefix",
            "write it as `sites/library`",
        ),
        (
            ['type = "s3"', 'bucket = "b"', 'prefix = "a"', 'state = "a/state"'],
            9,
            "the state would lie in what is public",
            STATE,
        ),
        (['type = "s3"', 'bucket = "b"', 'state = "state"'], 8, "the state would lie in what is public", STATE),
        (
            ['type = "s3"', 'bucket = "b"', 'prefix = "a/b"', 'state = "s3://b/a"'],
            9,
            "what is public would lie in the state",
            STATE,
        ),
        (
            ['type = "s3"', 'bucket = "b"', 'prefix = "a"', 'state = "s3:///x"'],
            9,
            "`s3:///x` names no bucket",
            "write it as `s3://another-bucket/library`",
        ),
        (
            ['path = "public"', 'state = "public/state"'],
            7,
            "the state would lie in what is public",
            "name a directory beside it",
        ),
        *(
            (
                [f'path = "{path}"'],
                6,
                f"`{top}/` is for other things, and a publish removes what is not of the site",
                'name a directory of its own: `path = "public"`',
            )
            for path, top in TAKEN
        ),
        *(
            ([f'path = "{path}"'], 6, f"`{path}` holds other things, and a publish makes its directory anew", OWN)
            for path in (".", "/", "..", "a/..", "../..")
        ),
        (['path = "~/public"'], 6, "`~` is not expanded here", WHOLE),
        (['path = "p"', 'state = "~/state"'], 7, "`~` is not expanded here", WHOLE),
        (
            ['path = "/srv/www/"', 'state = "/srv/www/state"'],
            7,
            "the state would lie in what is public",
            "name a directory beside it",
        ),
        (['bucket = "b"'], 6, "a directory has no `bucket`", 'write `type = "s3"`, or remove it'),
    ],
)
def test_a_target_that_can_not_be(lines: list[str], line: int, message: str, hint: str) -> None:
    settings, problems = load(SITE + "\n".join(lines) + "\n")
    assert settings is None
    assert [(p.place.line, p.message, p.hint, p.code) for p in problems] == [(line, message, hint, "bad-settings")]


@pytest.mark.parametrize(
    "lines",
    [
        ['bucket = "b"', 'prefix = "/sites/library/"'],
        ['bucket = "b"', 'prefix = "library"', 'state = "library-state"'],
        ['bucket = "b"', 'state = "s3://other"'],
    ],
)
def test_a_target_that_can(lines: list[str]) -> None:
    settings, problems = load(SITE + "\n".join(['type = "s3"', *lines]) + "\n")
    assert problems == ()
    assert settings is not None


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("https://bücher.example/ä/", "https://xn--bcher-kva.example/%C3%A4/"),
        ("http://l.example/lesezeichen-für-alle/", "http://l.example/lesezeichen-f%C3%BCr-alle/"),
    ],
)
def test_an_address_that_browsers_would_rewrite_is_refused_with_what_they_send(given: str, right: str) -> None:
    _, (problem,) = load(f'{SITE}path = "p"\nbase_url = "{given}"\n')
    assert (problem.place.line, problem.hint) == (7, f"write `{right}`")


@pytest.mark.parametrize(
    ("header", "name", "hint"),
    [
        ('[targets."../keep"]', "../keep", "write `keep`"),
        ("[targets.Public]", "Public", "write `public`"),
        ('[targets."a/b"]', "a/b", "write `a-b`"),
        ('[targets."."]', ".", "write lower-case letters, digits and hyphens, like `first-steps`"),
    ],
)
def test_a_target_is_named_by_an_id_since_its_name_is_that_of_a_directory(header: str, name: str, hint: str) -> None:
    settings, problems = load(f'{SITE}\n{header}\npath = "there"\n')
    assert settings is None
    (problem,) = problems
    assert (problem.place.line, problem.hint) == (7, hint)
    assert problem.message.endswith(f": `{name}` is not an id: lower-case letters, digits and single hyphens")
