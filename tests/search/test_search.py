"""What is searched of a library, and the program that indexes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from pipeline import search
from pipeline.jobs import Failure
from pipeline.jobs.job import key_of
from pipeline.search.documents import document
from pipeline.search.drivers import pagefind as driver
from pipeline.search.drivers.pagefind import Search
from tests.search.conftest import Laid, Page, library
from tests.site.conftest import Site, build_in

ARTICLE = "library/articles/urges-pass/"
FILE = f"content/{ARTICLE.rstrip('/')}.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_in(tmp_path_factory.mktemp("site"))


def head(site: Site, address: str) -> str:
    (job,) = site.indexed
    return document(job.params["pages"][address], "")


def test_every_entry_is_searched_and_no_hub(site: Site) -> None:
    (job,) = site.indexed
    assert {*job.inputs} == {
        "handouts/urge-log/",
        "library/articles/urges-pass/",
        "library/books/first-books/",
        "library/faq/asked/",
        "library/glossary/words/",
        "library/links/first-links/",
        "meetings/tuesday-evening/",
        "news/open-evening/",
        "podcasts/talks/",
        "podcasts/talks/first/",
    }


def test_a_theme_that_marks_nothing_has_no_search(site: Site) -> None:
    files = {path: data.replace(b"data-pagefind-body", b"") for path, data in site.files.items()}
    assert replace(site, files=files).indexed == ()
    assert search.volumes(()) == search.joins((), ()) == ()
    assert search.pieces(()) == ()


def test_results_can_be_narrowed_by_kind_topic_and_audience(site: Site) -> None:
    said = head(site, ARTICLE)
    for name, value in (("kind", "Article"), ("topic", "Coping with urges"), ("audience", "For me")):
        assert f'<meta data-pagefind-filter="{name}[content]" content="{value}">' in said
    assert '<meta data-pagefind-meta="people[content]" content="Alex">' in said
    assert '<meta data-pagefind-meta="language[content]" content="en">' in said


def test_transcripts_are_searched_and_what_stands_on_other_pages_is_not(site: Site) -> None:
    episode, show = (site.words[address] for address in ("podcasts/talks/first/", "podcasts/talks/"))
    assert "Hello, and welcome." in episode and "Beginning" in episode and 'id="transcript"' in episode
    assert "Read the transcript" not in episode and "Download" not in episode
    assert 'id="episodes"' in show and "The first talk" not in show


def test_nothing_but_words_and_facts_decides_whether_pages_are_indexed_again(site: Site, tmp_path: Path) -> None:
    elsewhere = build_in(tmp_path, base_url="http://127.0.0.1:8000/deep/down/")
    assert elsewhere.files != site.files
    assert elsewhere.indexed == site.indexed


def test_words_of_editors_are_never_markup(tmp_path: Path) -> None:
    evil = '"<script>alert(1)</script>" & <b>'
    site = build_in(tmp_path, {FILE: ("title: Urges pass", f"title: '{evil}'")})
    said = head(site, ARTICLE) + site.words[ARTICLE]
    assert "<script" not in said and "&quot;&lt;script&gt;alert(1)" in said


def test_an_entry_in_another_language_says_so_and_stands_in_the_same_index(tmp_path: Path) -> None:
    site = build_in(tmp_path, {FILE: ("title: Urges pass", "language: de\ntitle: Urges pass")})
    (job,) = site.indexed
    assert job.params["language"] == "en"
    assert 'meta="language[content]" content="de"' in head(site, ARTICLE)


MAKE = """
import hashlib, json, sys
from pipeline.jobs import Task
from pipeline.search.drivers.pagefind import Search
params, inputs, scratch = json.loads(sys.argv[1])
made = Search().perform(Task(params, inputs, scratch))
print(json.dumps([made.facts, {name: hashlib.sha256(data).hexdigest() for name, data in made.files.items()}]))
"""


def test_the_same_pages_give_the_same_bytes_in_any_process_and_folder(laid: Laid, tmp_path: Path) -> None:
    (job,) = laid.jobs(library(30), 30)
    made = []
    for seed in ("1", "2", "3"):
        pages = dict(sorted(job.params["pages"].items(), reverse=seed == "2"))  # folders list them in another order
        scratch = tmp_path / ("deeper/" * int(seed))
        scratch.mkdir(parents=True, exist_ok=True)
        run = subprocess.run(
            [
                sys.executable,
                "-c",
                MAKE,
                json.dumps([{**job.params, "pages": pages}, laid.task(job).inputs, f"{scratch}"]),
            ],
            env={**os.environ, "PYTHONHASHSEED": seed, "RAYON_NUM_THREADS": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        made.append(json.loads(run.stdout))
    assert made[0] == made[1] == made[2]
    assert {name.partition("/")[0] for name in made[0][1] if "/" in name} == {"fragment", "words"}


def test_without_the_program_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, laid: Laid) -> None:
    def without(name: str) -> str:
        if name.startswith("pagefind"):
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(driver, "version", without)
    (job,) = laid.jobs(library(1), 1)
    assert key_of(job.description(1, Search().versions))  # what can't be made has a key all the same
    with pytest.raises(Failure, match="pagefind, which makes the search, is not here") as failure:
        Search().perform(laid.task(job))
    assert failure.value.tool and "pip install pagefind-bin" in failure.value.hint


def test_a_language_that_the_program_cannot_read_is_refused(monkeypatch: pytest.MonkeyPatch, laid: Laid) -> None:
    monkeypatch.setattr(driver, "_here", lambda: "pagefind-bin")
    with pytest.raises(Failure, match="tell words apart in the language `ja`") as failure:
        laid.index(library(1), 1, "ja")
    assert failure.value.tool and "pagefind-bin-extended" in failure.value.hint


def test_an_index_of_an_unknown_form_is_no_traceback(monkeypatch: pytest.MonkeyPatch, laid: Laid) -> None:
    monkeypatch.setattr(driver, "_index", lambda *_: {"pagefind-entry.json": b"{}"})
    with pytest.raises(Failure, match="in a form that is not known here: KeyError") as failure:
        laid.index(library(1), 1)
    assert failure.value.tool and "version" in failure.value.hint


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("echo 'no room for an index'", "no room for an index"),
        ("exec sleep 0", "could not index the pages"),
        ("exec < /dev/null; echo 'no more of this'; sleep 0.2", "no more of this"),
        (
            'read -r -d , x; printf %s, "$(printf \'{"payload":{"type":"Error","message":"too odd"}}\' | base64 -w0)"',
            "too odd",
        ),
        ("printf 'bm8ganNvbg==,'; cat > /dev/null", "bm8ganNvbg"),
    ],
)
def test_a_program_that_ends_or_says_something_else_is_told(
    monkeypatch: pytest.MonkeyPatch, laid: Laid, tmp_path: Path, program: str, said: str
) -> None:
    other = tmp_path / "other"
    other.write_text(f"#!/bin/bash\n{program}\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setattr(driver, "_program", lambda _: str(other))
    with pytest.raises(Failure, match=said) as failure:
        laid.index(library(1), 1)
    assert failure.value.tool


def test_a_page_of_another_sort_is_of_one_index_with_the_others(laid: Laid) -> None:
    pages = library(4)
    about = {**next(iter(pages.values())).about, "people": "", "topics": [], "audiences": []}
    pages["pictures/"] = Page(about, "<h1>One</h1><img><p>Two <img></p><h1>Three</h1>")
    assert laid.index(pages, 1) == laid.index(pages, 6)


@pytest.mark.parametrize("language", ["en", "ar", "pt", "eo"])
def test_a_language_with_or_without_a_stemmer_has_its_index(laid: Laid, language: str) -> None:
    files = laid.index(library(2), 1, language)
    entry = json.loads(files["pagefind-entry.json"])
    assert list(entry["languages"]) == [language]
    assert f"wasm.{entry['languages'][language]['wasm']}.pagefind" in files


@pytest.fixture(params=["كتاب/", "a b/", "100%/", "ü/"])
def odd(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_page_has_its_place_by_its_address_whatever_its_letters_are(laid: Laid, odd: str) -> None:
    pages: Mapping[str, Page] = {**library(5), odd: next(iter(library(1, seed=2).values()))}
    assert laid.index(pages, 1) == laid.index(pages, 6)
