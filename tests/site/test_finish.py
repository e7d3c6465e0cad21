"""Finishing: the policy word for word, and links read as browsers read them."""

from __future__ import annotations

import base64
import hashlib

import pytest

from pipeline.site.engine import Frame
from pipeline.site.finish import Finish, Seen
from pipeline.site.finish import broken as broken_links
from pipeline.site.layout import told
from tests.site.conftest import Build

FRAME = Frame("A library", "", "en", "https://library.example/", "https://library.example/", ())
SCRIPT = "document.documentElement.className = \"js\" // a > b && '</p>'"


def test_the_policy_allows_what_stands_here_and_nothing_else() -> None:
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    page = (
        f'<html><head><script>{SCRIPT}</script><script src="a.js"></script>'
        f'<script type="application/json">{{}}</script><script>{SCRIPT}</script></head></html>'
    )
    assert (
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'self'; img-src 'self' data:; "
        f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
    ) in Finish(FRAME).page("a/index.html", page).text


@pytest.mark.parametrize(
    ("src", "rule"),
    [
        ("https://media.example/a.mp3", "media-src 'self' https:;"),
        ("http://media.example/a.mp3", "media-src 'self' http:;"),
        ("../media/a.mp3", ""),
    ],
)
def test_sound_on_another_host_may_come_from_where_that_leads_to(src: str, rule: str) -> None:
    page = f'<html><head></head><body><audio src="{src}"></audio></body></html>'
    policy = Finish(FRAME).page("a/index.html", page).text
    assert (rule in policy) if rule else ("media-src" not in policy)


def test_the_policy_comes_before_all_that_it_rules(build: Build) -> None:
    for path, data in build().files.items():
        if path.endswith(".html"):
            head = data.decode().partition("<head>")[2].lstrip()
            assert head.startswith('<meta http-equiv="Content-Security-Policy"'), path


def broken(body: str) -> list[str]:
    pages = {
        "about/index.html": f"<!doctype html><html><head></head><body>{body}</body></html>",
        "index.html": "<html><head></head><body id='top'></body></html>",
    }
    made = {path: Finish(FRAME).page(path, text) for path, text in pages.items()}
    seen = {path: told(one, "").facts for path, one in made.items()}
    problems = broken_links({path: Seen("a.md", one["ids"], one["links"]) for path, one in seen.items()}, ["x.mp3"])
    return [problem.message.partition("links to ")[2] for problem in problems]


def test_a_link_is_seen_wherever_a_browser_sees_one() -> None:
    assert broken("<a title='more > less' data-x=1 href='../gone/'>x</a>") == ["`/gone/`, which is not published"]
    assert broken("<A HREF=../gone.html>x</A>") == ["`/gone.html`, which is not published"]
    assert broken("<img src='../x.mp3' srcset='../a.webp 1x, ../b.webp 2x' alt=''>") == [
        "`/a.webp`, which is not published",
        "`/b.webp`, which is not published",
    ]
    assert broken('<a href="../#t&#111;p">x</a><a href="../#gone">x</a><a href="#here">x</a><i id=here></i>') == [
        "`/#gone`, which has no such part"
    ]
    assert broken("<!-- <a href='../gone/'> --><p>href='../gone/'</p><a href='../x.mp3'>x</a>") == []


def test_what_says_itself_that_engines_shall_not_list_it_says_so_once() -> None:
    frame = Frame("A", "", "en", "https://a.example/", "https://b.example/", ())
    page = '<!doctype html><html><head><meta name="robots" content="noindex"></head><body></body></html>'
    assert Finish(frame).page("a/index.html", page).text.count("noindex") == 1
    assert Finish(frame).page("a/index.html", page.replace("noindex", "all")).text.count("noindex") == 1
