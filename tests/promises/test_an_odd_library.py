"""A library full of what is allowed and seldom written is published by the real tools, and all of it is there."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from pipeline.cli import main
from pipeline.model.artifact import Manifest
from tests.support import library

ARTICLES, PAGES = "content/library/articles", "content/pages"
SHARED = "topics: [coping-with-urges]\naudiences: [for-me]\nauthors: [alex]\n"


def entry(title: str, more: str = SHARED, body: str = "Text.", date: str = "2026-01-01") -> str:
    words = "Something that is long enough for what lists, feeds and cards ask of a text."
    return f"---\ntitle: {title}\ndescription: {words}\ndate: {date}\n{more}---\n{body}\n"


FILES = {
    f"{ARTICLES}/markup.md": entry(
        '"<b>&</b> {{ x }} {% raw %} \\"\'"', body="{{ config }} {% include 'x' %} --8<-- &amp; <br>"
    ),
    f"{ARTICLES}/{'a' * 180}.md": entry("A long name"),
    f"{ARTICLES}/deep/down/here/same.md": entry("Same name"),
    f"{ARTICLES}/same.md": entry("Same name", more=f"{SHARED}redirect_from: [/old.html, /Old/, /was/here/, /ä/]\n"),
    f"{ARTICLES}/first.md": entry("The first day", date="1900-01-01"),
    f"{ARTICLES}/arabic.md": entry("موجة", more=f"{SHARED}language: ar\n", body="الرغبة موجة."),
    f"{ARTICLES}/empty.md": entry("No text", body=""),
    f"{ARTICLES}/.note.md": "not an entry",
    f"{PAGES}/tall.md": entry("Tall", more="image: {file: ../podcasts/talks/tall.png, alt: A tower}\n"),
    f"{PAGES}/index.md": entry("Index", more="slug: the-index\n"),
    f"{PAGES}/catalogue.md": entry("Catalogue", more="slug: catalog\n"),
    "content/handouts/log-202611241830.md": entry("Log", body="```form\n- text: What?\n- text: What?\n```"),
    "content/library/links/one.md": entry(
        "One", more=f"{SHARED}links: [{{url: 'https://e.example/?a=b&c=%22', title: T, description: D, kind: app}}]\n"
    ),
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Path:
    import shutil

    root = library.write(tmp_path_factory.mktemp("odd") / "library")
    shutil.copytree(small_cache, root / ".cache")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    tall = io.BytesIO()
    Image.new("1", (800, 17_000)).save(tall, "PNG")
    (root / "content/podcasts/talks/tall.png").write_bytes(tall.getvalue())
    library.edit(root, "content/podcasts/talks/show.yml", "title: Talks", "title: Talks\nslug: conversations")
    library.edit(root, "pipeline.toml", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/deep/%C3%A4/")
    ran = CliRunner().invoke(main, ["publish", "--root", str(root)])
    assert ran.exit_code == 0, ran.output
    return root / "public"


def test_every_entry_has_its_page(public: Path) -> None:
    for address in (
        "library/articles/markup",
        f"library/articles/{'a' * 180}",
        "library/articles/deep/down/here/same",
        "library/articles/same",
        "library/articles/first",
        "library/articles/arabic",
        "library/articles/empty",
        "the-index",
        "catalog",
        "tall",
        "handouts/log-202611241830",
        "podcasts/conversations",
        "podcasts/conversations/first",
        "podcasts/conversations/first/transcript",
    ):
        assert (public / address / "index.html").is_file(), address
    assert not list(public.rglob("*note*"))


def test_what_was_written_comes_out_as_written(public: Path) -> None:
    page = (public / "library/articles/markup/index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;&lt;/b&gt; {{ x }} {% raw %}" in page
    assert "{{ config }} {% include" in page and "--8&lt;--" in page
    catalogue = json.loads((public / "api/catalog.json").read_text(encoding="utf-8"))
    titles = {one["id"]: one["title"] for one in catalogue["entries"]}
    assert titles["library/articles/markup/"] == "<b>&</b> {{ x }} {% raw %} \"'"


def test_two_of_one_name_are_told_apart(public: Path) -> None:
    heads = [
        (public / f"library/articles/{name}/index.html").read_text(encoding="utf-8").partition("<title>")[2]
        for name in ("same", "deep/down/here/same")
    ]
    assert heads[0].partition("</title>")[0] != heads[1].partition("</title>")[0]


def test_old_addresses_lead_on_below_a_path(public: Path) -> None:
    for old, link in (("old.html", "library/articles/same/"), ("was/here/index.html", "../../library/articles/same/")):
        assert f'url={link}"' in (public / old).read_text(encoding="utf-8")
    assert (public / "Old/index.html").is_file() and (public / "ä/index.html").is_file()


def test_a_tower_is_shown_within_what_the_format_holds(public: Path) -> None:
    page = (public / "tall/index.html").read_text(encoding="utf-8")
    assert ".webp" in page.partition('class="picture"')[2].partition("</p>")[0]
    for path in (public / "assets/pictures").glob("tall-*.webp"):
        with Image.open(path) as picture:
            assert max(picture.size) <= 16_383


def test_a_name_that_looks_hashed_is_kept_for_a_short_time_only(public: Path) -> None:
    manifest = Manifest.from_bytes((public.parent / "dist/public.json").read_bytes())
    headers = {path: artifact.headers["cache-control"] for path, artifact in manifest.artifacts.items()}
    if pdfs := [path for path in headers if path.startswith("handouts/log-202611241830/") and path.endswith(".pdf")]:
        assert all("immutable" not in headers[path] for path in pdfs)
    else:
        assert not os.environ.get("CI"), "CI has Pango"
    sounds = [path for path in headers if path.startswith("media/conversations/first-")]
    assert sounds and all("immutable" in headers[path] for path in sounds)
