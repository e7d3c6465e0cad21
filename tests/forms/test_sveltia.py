"""Sveltia CMS: its configuration against its own schema, and an afternoon of an editor with it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from playwright.sync_api import Browser

from pipeline.content import parse
from pipeline.forms import admin
from pipeline.forms.packages import SCHEMA
from pipeline.model.kinds import KINDS, claiming
from tests.support import library
from tests.support.admin import Editor, as_file, package, published, without_preview
from tests.support.admin import library as loaded
from tests.support.run import pipeline

SHOW = "content/podcasts/talks/show.yml"
TRIAL = '[site.editing]\nbackend = "trial"\n\n'
WHOLE = """\
---
title: "Urges: a whole entry"
description: >-
  Everything that a person may write into the fields of an entry,
  as people write it.
date: 2026-01-06T18:30
draft: yes
topics: [coping-with-urges]
audiences: [for-me]
authors: [alex, sam]
related: [urges-pass.md]
explain_terms: no
slug: whole
redirect_from: [/old/whole/]
sources:
  - title: "A study: of something"
    year: 2004
    url: https://example.org/study
extra:
  ours: kept
  list: [1, "02", no]
---
One *word
on two* lines, a note[^1], and `code`.

!!! note "A box"
    With text.

| a | b |
| --- | ---: |
| 1 | 2 |

[^1]: The note.
"""


def texts(**more: str) -> dict[str, str]:
    """The small library with forms."""
    files = {name: text for name, text in library.FILES.items() if not name.startswith("theme/")}
    return (
        files | {"pipeline.toml": files["pipeline.toml"].replace("[targets.public]", f"{TRIAL}[targets.public]")} | more
    )


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return package(str(tmp_path_factory.mktemp("npm")))


BACKENDS = {
    "trial": 'backend = "trial"',
    "github": 'backend = "github"\nrepository = "us/library"\nsign_in = "https://sign-in.example"\nsuggestions = true',
    "gitlab": 'backend = "gitlab"\nrepository = "us/sub/library"\nserver = "https://git.example"\nclient_id = "1f"',
    "forgejo": 'backend = "forgejo"\nrepository = "us/library"\nserver = "https://git.example"',
}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_configuration_is_what_its_schema_asks_for(backend: str, brought: Mapping[str, bytes]) -> None:
    files = texts()
    files["pipeline.toml"] = files["pipeline.toml"].replace('backend = "trial"', BACKENDS[backend])
    schema, config = json.loads(brought[SCHEMA]), _config(files, brought)
    assert {one["name"] for one in config["collections"]} == {*KINDS, "lists"} - {"episode"} | {"episode-talks"}
    if backend != "trial":  # the forms are the same, and to hold all of them against it takes seconds
        config["collections"] = config["collections"][:1]
    jsonschema.validators.validator_for(schema)(schema).validate(config)


def test_the_program_asks_no_other_host_for_fonts_and_words(brought: Mapping[str, bytes]) -> None:
    site = published(texts(), brought)
    script = next(data.decode() for path, data in site.items() if path.endswith(".js"))
    assert "jsdelivr.net/fontsource/fonts" not in script
    assert script.count("url(fonts/") == 3
    assert "`locales`" in script
    spoken = re.search("`([a-zA-Z,-]+)`.split\\(`,`\\)", script)
    assert spoken and {f"admin/locales/{language}.json" for language in spoken[1].split(",")} <= site.keys()


def _config(files: Mapping[str, str], brought: Mapping[str, bytes]) -> Any:
    return json.loads(published(files, brought)["admin/config.json"])


@pytest.fixture
def editor(browser: Browser, brought: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    monkeypatch.setattr(admin, "_listed", lambda _: {})  # as in a repository, where they are in files
    treated = "audio: {trim: yes, intro: {file: in.wav, crossfade: 2}, renditions: [opus], sting: no}\n"
    files = texts(**{"content/library/articles/whole.md": WHOLE, SHOW: library.FILES[SHOW] + treated})
    context = browser.new_context(viewport={"width": 900, "height": 3600})  # a form draws what is seen of it
    site = without_preview(published(files, brought))
    yield Editor(context.new_page(), site, {name: text for name, text in files.items() if name.startswith("content/")})
    context.close()


def test_an_editor_reads_the_language_of_the_browser(browser: Browser, brought: Mapping[str, bytes]) -> None:
    context = browser.new_context(locale="de-DE")
    editor = Editor(context.new_page(), published(texts(), brought), {})
    editor.page.get_by_role("button", name="Mit Test-Repository arbeiten").wait_for()
    assert not editor.wrong
    context.close()


ABOUT = "A text that was written in a form by somebody who has never heard of git."


def test_what_is_written_in_forms_is_good(editor: Editor, bare: Path) -> None:
    """An article, a list of two books, a list of links, an episode; and files that are saved again."""
    editor.enter()
    before = editor.files()
    _article(editor)
    _books(editor)
    _links(editor)
    _episode(editor, bare / "content/podcasts/talks/first.wav")
    for name in ("article/entries/whole", "episode-talks/entries/first", "show/entries/talks/show"):
        _saved_again(editor, name)
    after = editor.files()
    assert not editor.wrong
    new = {path for path in after if path not in before}
    assert new == {
        "content/library/articles/a-form-of-mine.md",
        "content/library/books/two-books.md",
        "content/library/links/one-link.md",
        "content/podcasts/talks/a-second-talk.md",
        "content/podcasts/talks/second.wav",
    }
    again = {path for path in after if path in before and after[path] != before[path]}
    assert again == {"content/library/articles/whole.md", "content/podcasts/talks/first.md", SHOW}
    for path in again:
        (fields, body), (old, text) = _said(path, after[path]), _said(path, before[path])
        assert fields == old | {"title": f"{old['title']}!"}
        assert body == text
    for path in new:
        (bare / path).write_bytes(after[path])
    run = pipeline("check", "--strict", "--root", bare)
    assert run.status == 0, run.stderr


def _article(editor: Editor) -> None:
    editor.open("article/new")
    editor.type(title="A form of mine", description=ABOUT, body="A text.\n\n## A heading\n\nWith *more*.")
    editor.choose("authors", "Alex")
    editor.choose("topics", "Coping with urges")
    editor.choose("audiences", "For me")
    editor.save()


def _books(editor: Editor) -> None:
    editor.open("book-list/new")
    editor.type(title="Two books", description=ABOUT, body="Two of them.")
    editor.choose("topics", "Coping with urges")
    editor.choose("audiences", "For me")
    for number, (title, isbn) in enumerate({"Mind Over Mood": "9781462520428", "Feeling Good": "0380810336"}.items()):
        editor.add("books")
        book = f"books__{number}__"
        why = "It is good to begin with: clear, and short."
        editor.type(
            **{f"{book}title": title, f"{book}isbn": isbn, f"{book}annotation": why, f"{book}authors": "A. Body"}
        )
    editor.save()


def _links(editor: Editor) -> None:
    editor.open("link-list/new")
    editor.type(title="One link", description=ABOUT, body="One of them.")
    editor.choose("topics", "Coping with urges")
    editor.choose("audiences", "For me")
    editor.add("links")
    editor.type(
        links__0__url="https://www.who.int/", links__0__title="WHO", links__0__description="Facts about health."
    )
    editor.field("links.0.kind").get_by_role("combobox").click()
    editor.page.get_by_role("option", name="organisation").click()
    editor.save()


def _episode(editor: Editor, recording: Path) -> None:
    editor.open("episode-talks/new")
    editor.type(title="A second talk", description=ABOUT, body="Notes.")
    editor.attach("audio", "second.wav", "audio/wav", recording.read_bytes())
    editor.save()


def _saved_again(editor: Editor, name: str) -> None:
    """Somebody changes the title, and nothing else."""
    editor.open(name)
    title = editor.field("title").get_by_role("textbox").input_value()
    editor.type(title=f"{title}!")
    editor.save()


def _said(path: str, data: bytes) -> tuple[dict[str, Any], str]:
    """What a file says: its fields as the library reads them, and its text."""
    kind = claiming(path)
    assert kind is not None
    entry, problems = parse.entry(as_file(path, data), kind, loaded(texts()).settings)
    assert entry is not None, problems
    return dataclasses.asdict(entry.fields), entry.body.strip()
