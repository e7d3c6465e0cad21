"""What is searched, and the index that Pagefind makes of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from pipeline.jobs import Failure, Task
from pipeline.jobs.job import key_of
from pipeline.model.artifact import Blob
from pipeline.search import Documents
from pipeline.search import job as search_job
from pipeline.search.drivers import pagefind as driver
from pipeline.search.drivers.pagefind import Search
from tests.site.conftest import Build, build_in

ARTICLE = "content/library/articles/urges-pass.md"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    return build_in(tmp_path_factory.mktemp("site")).documents


def test_every_entry_is_searched_and_no_hub(documents: Documents) -> None:
    assert set(documents.documents) == {
        "handouts/urge-log/",
        "library/articles/urges-pass/",
        "library/books/first-books/",
        "library/links/first-links/",
        "podcasts/talks/",
        "podcasts/talks/first/",
    }


def test_results_can_be_narrowed_by_kind_topic_and_audience(documents: Documents) -> None:
    document = documents.documents["library/articles/urges-pass/"]
    for name, value in (("kind", "Article"), ("topic", "Coping with urges"), ("audience", "For me")):
        assert f'<meta data-pagefind-filter="{name}[content]" content="{value}">' in document
    assert '<meta data-pagefind-meta="people[content]" content="Alex">' in document
    assert '<meta data-pagefind-meta="language[content]" content="en">' in document


def test_transcripts_are_searched_and_what_stands_on_other_pages_is_not(documents: Documents) -> None:
    episode = documents.documents["podcasts/talks/first/"]
    assert "Hello, and welcome." in episode and "Beginning" in episode and 'id="transcript"' in episode
    assert "Read the transcript" not in episode and "Download" not in episode
    assert 'id="episodes"' in documents.documents["podcasts/talks/"]
    assert "The first talk" not in documents.documents["podcasts/talks/"]


def test_nothing_but_words_decides_whether_pages_are_indexed_again(build: Build, documents: Documents) -> None:
    assert build(base_url="http://127.0.0.1:8000/deep/down/").documents == documents
    for document in documents.documents.values():
        assert set(re.findall(r'\s([a-z-]+)="', document.split("<body")[1])) <= {"id"}


def test_words_of_editors_are_never_markup(build: Build) -> None:
    evil = '"<script>alert(1)</script>" & <b>'
    document = build({ARTICLE: ("title: Urges pass", f"title: '{evil}'")}).documents.documents[
        "library/articles/urges-pass/"
    ]
    assert "<script" not in document and "&quot;&lt;script&gt;alert(1)" in document


def test_an_entry_in_another_language_says_so_and_stands_in_the_same_index(build: Build) -> None:
    documents = build({ARTICLE: ("title: Urges pass", "language: de\ntitle: Urges pass")}).documents
    assert documents.language == "en"
    assert 'meta="language[content]" content="de"' in documents.documents["library/articles/urges-pass/"]


MAKE = """
import hashlib, json, sys
from pipeline.jobs import Task
from pipeline.search.drivers.pagefind import Search
made = Search().perform(Task({}, {"documents": sys.argv[1]}, sys.argv[2]))
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in made.files.items()}))
"""


def test_the_same_documents_give_the_same_bytes_in_any_process_and_folder(documents: Documents, tmp_path: Path) -> None:
    given = tmp_path / "documents.json"
    given.write_bytes(documents.to_bytes())
    made = []
    for seed in ("1", "2", "3"):
        scratch = tmp_path / ("deeper/" * int(seed))
        scratch.mkdir(parents=True, exist_ok=True)
        run = subprocess.run(
            [sys.executable, "-c", MAKE, given, scratch],
            env={**os.environ, "PYTHONHASHSEED": seed, "RAYON_NUM_THREADS": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        made.append(json.loads(run.stdout))
    assert made[0] == made[1] == made[2]
    assert {name.partition("/")[0] for name in made[0] if "/" in name} == {"filter", "fragment", "index"}


def _task(tmp_path: Path, documents: Documents) -> Task:
    given = tmp_path / "documents.json"
    given.write_bytes(documents.to_bytes())
    return Task({}, {"documents": str(given)}, str(tmp_path))


def test_without_the_program_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def without(name: str) -> str:
        if name.startswith("pagefind"):
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(driver, "version", without)
    described = search_job(Blob("0" * 64, 1)).description(1, Search().versions)
    assert key_of(described)  # what can't be made has a key all the same
    with pytest.raises(Failure, match="pagefind, which makes the search, is not here") as failure:
        Search().perform(_task(tmp_path, Documents("en", {})))
    assert failure.value.tool and "pip install pagefind-bin" in failure.value.hint


def test_a_language_that_the_program_cannot_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(driver, "_here", lambda: "pagefind-bin")
    with pytest.raises(Failure, match="tell words apart in the language `ja`") as failure:
        Search().perform(_task(tmp_path, Documents("ja", {})))
    assert failure.value.tool and "pagefind-bin-extended" in failure.value.hint


@pytest.mark.parametrize("language", ["en", "ar", "pt", "eo"])
def test_a_language_with_or_without_a_stemmer_has_its_index(tmp_path: Path, language: str) -> None:
    page = "<!doctype html><html><head></head><body data-pagefind-body><p>word</p></body></html>"
    made = Search().perform(_task(tmp_path, Documents(language, {"about/": page})))
    entry = json.loads(made.files["pagefind-entry.json"])
    assert list(entry["languages"]) == [language]
    assert f"wasm.{entry['languages'][language]['wasm']}.pagefind" in made.files
