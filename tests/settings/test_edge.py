"""What stands between a target and its readers, in `pipeline.toml`."""

from __future__ import annotations

import pytest

from pipeline import wiring
from pipeline.cli import diagnosis
from pipeline.settings import TargetSettings, load

ZONE = "0123456789abcdef0123456789abcdef"
HEAD = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n[targets.public]\n'


def told(table: str) -> list[str]:
    """What is said of a CDN with these lines, each with its place."""
    _, problems = load(f"{HEAD}[targets.public.cdn]\n{table}")
    return [f"{problem.place}: {problem.message}; {problem.hint}" for problem in problems]


def test_each_cdn_has_what_it_needs() -> None:
    assert told('type = "cloudfront"\ndistribution = "E2EXAMPLE0ABCD"\nprofile = "edge"') == []
    assert told(f'type = "cloudflare"\nzone = "{ZONE}"\ntoken_env = "PURGE_TOKEN"') == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('type = "cloudfront"', '5:1: a CDN of type `cloudfront` needs `distribution`; add `distribution = "…"`'),
        (
            'type = "fastly"',
            "6:1: `targets.public.cdn.type` can't be `fastly`; write one of `cloudfront`, ",
        ),
        ('type = "cloudfront"\ndistributoin = "E1"', "7:1: unknown setting `targets.public.cdn.distributoin`; did you"),
        (
            f'type = "cloudflare"\nzone = "{ZONE}"\ntoken_env = "abc"',
            "pipeline.toml: `targets.public.cdn.token_env`: it",
        ),
        (
            'type = "cloudflare"\nzone = "example.org"\ntoken_env = "T"',
            "5:1: `example.org` is not the id of a zone; copy",
        ),
        (
            'type = "cloudfront"\ndistribution = "https://d1.example/"',
            "5:1: `https://d1.example/` is not the id of a d",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_never_a_token(table: str, said: str) -> None:
    (first, *_) = told(table)
    assert first.removeprefix("pipeline.toml:").startswith(said) or first.startswith(said), first
    assert "`abc`" not in first


def route(table: str) -> list[str]:
    _, problems = load(f"{HEAD}[targets.public.routes]\n{table}")
    return [f"{problem.message}; {problem.hint}" for problem in problems]


def test_a_route_is_a_cache_control_or_headers() -> None:
    settings, problems = load(
        f'{HEAD}[targets.public.routes]\n"*.xml" = "no-cache"\n'
        '"*.pdf" = { X-Robots-Tag = "noindex", content-type = "" }'
    )
    assert settings, problems
    assert settings.targets["public"].routes == {
        "*.xml": "no-cache",
        "*.pdf": {"x-robots-tag": "noindex", "content-type": ""},
    }


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('"*" = { etag = "x" }', "`etag` is not for the settings to say; remove it"),
        ('"*" = { "x robots" = "x" }', "`x robots` is not the name of a header; write it as"),
        ('"*" = { x-a = "a\\nset-cookie: b" }', "the value of `x-a` is not text of ASCII on one line"),
        ('"*" = { x-a = "ü" }', "the value of `x-a` is not text of ASCII on one line"),
    ],
)
def test_headers_that_can_not_be_are_said(table: str, said: str) -> None:
    assert any(said in one for one in route(table)), route(table)


def test_a_preview_is_told_below_its_own_address() -> None:
    settings, problems = load(
        f'{HEAD}preview = true\nbase_url = "https://p.example/"\n[targets.public.cdn]\n'
        'type = "cloudfront"\ndistribution = "E2EXAMPLE0ABCD"\n'
    )
    assert settings, problems
    cdn = wiring.edge_of(settings, "public", "pr-12")
    assert cdn and vars(cdn)["_base_url"] == "https://p.example/pr-12/"


def test_doctor_names_the_headers_that_a_bucket_can_not_keep() -> None:
    bucket = 'type = "s3"\nbucket = "b"\nprefix = "p"\n'
    said = '"*.pdf" = { x-robots-tag = "noindex", content-disposition = "inline" }\n"*" = "no-cache"'
    settings, problems = load(f"{HEAD}{bucket}[targets.public.routes]\n{said}")
    assert settings, problems
    (found,) = diagnosis.routes(settings.targets["public"])
    assert (found.ok, found.message) == (True, "a bucket does not keep `x-robots-tag`")
    assert list(diagnosis.routes(TargetSettings(routes={"*": {"x-robots-tag": "noindex"}}))) == []


@pytest.mark.parametrize(("kind", "encode"), [("directory", "gzip"), ("s3", "beside")])
def test_each_place_has_its_way_of_packing(kind: str, encode: str) -> None:
    bucket = 'bucket = "b"\nprefix = "p"\n' if kind == "s3" else ""
    _, problems = load(f'{HEAD}type = "{kind}"\nencode = "{encode}"\n{bucket}')
    assert [one.message for one in problems] == [f"a target of type `{kind}` can't have `{encode}`"]
