"""The catalogue: all that is public, nothing else, in the form that its schema promises."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import flow
from pipeline.feeds import catalog_schema
from pipeline.model.artifact import Blob
from pipeline.model.edition import Edition
from pipeline.model.kinds import KINDS
from tests.feeds.shelf import Shelf
from tests.support import twins
from tests.support.library import FILES, square, tone

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/catalog.json").read_text("utf-8"))
ARTICLE = "content/library/articles/urges-pass.md"
HANDOUT = "content/handouts/urge-log.md"
LOG = "handouts/urge-log/"


@cache
def checker() -> Draft202012Validator:
    """Made once, as the schema itself takes longer to check than what it is for."""
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


def build(edits: dict[str, tuple[str, str]] | None = None, **more: str) -> dict[str, bytes]:
    """The files of the small library, published in memory; `more` are files of it by name."""
    texts = dict(FILES)
    for name, (old, new) in (edits or {}).items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    files = {name: text.encode() for name, text in {**texts, **more}.items()}
    files |= {
        "content/podcasts/talks/first.wav": tone(0.1),
        "content/podcasts/talks/cover.png": square(8),
        "content/library/articles/wave.png": square(4),
        "mkdocs.yml": b"theme:\n  name: material\n",
    }
    world = twins.world(files)
    made = flow.build(world).manifest.artifacts
    # Whoever looks for the text of a file to take away is led to it.
    assert made["library/books/first-books/first-books.csv"].source == "content/library/books/first-books.md"
    return {path: b"".join(world.output.open(a)) for path, a in made.items()}


def catalogue(published: dict[str, bytes]) -> dict[str, Any]:
    """A catalogue that is one."""
    data: dict[str, Any] = json.loads(published["api/catalog.json"])
    checker().validate(data)
    return data


def rows(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in data["entries"]}


def whole(published: dict[str, bytes], address: str) -> dict[str, Any]:
    """The document of an entry, to which its row leads."""
    row = rows(catalogue(published))[address]
    data: dict[str, Any] = json.loads(published[row["document"].removeprefix("http://127.0.0.1:8000/")])
    assert {**row, "html": data["html"], "schema_version": 2} == data
    return data


def test_every_kind_is_there_with_its_own(regenerate: bool) -> None:
    published = build()
    data = catalogue(published)
    assert {row["kind"] for row in data["entries"]} == set(KINDS)
    golden = Path(__file__).parent / "golden/catalog.json"
    said = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if regenerate:
        golden.write_text(said, "utf-8")
    assert said == golden.read_text("utf-8")


def test_every_address_of_the_sitemap_is_in_it() -> None:
    published = build()
    data = catalogue(published)
    there = {row["id"] for key in ("entries", "people", "topics", "audiences", "sections") for row in data[key]}
    root = b"<loc>https://library.example/"
    listed = {part.split(b"</loc>")[0].decode() for part in published["sitemap.xml"].split(root)[1:]}
    assert listed
    beside = {one for one in listed if "/transcript/" in one}  # in the words of the entry that it belongs to
    assert beside and listed - beside == there


def addresses(value: object) -> set[str]:
    """Every address in a catalogue that is on this site."""
    if isinstance(value, dict):
        return {found for inner in value.values() for found in addresses(inner)}
    if isinstance(value, list):
        return {found for inner in value for found in addresses(inner)}
    here = "http://127.0.0.1:8000/"
    return {value.removeprefix(here)} if isinstance(value, str) and value.startswith(here) else set()


def test_whatever_it_names_is_published() -> None:
    published = build({ARTICLE: ("authors:", "image:\n  file: wave.png\n  alt: A wave\nauthors:")})
    found = addresses(catalogue(published))
    assert any(path.endswith(".mp3") for path in found) and any(path.endswith(".vtt") for path in found)
    assert any(path.startswith("assets/pictures/wave-") for path in found)
    for path in found:
        page = path.partition("#")[0]  # words and questions have places on one
        assert f"{page}index.html" in published or page in published, path


def test_links_in_bodies_are_whole_but_to_the_same_body() -> None:
    published = build({ARTICLE: ("An urge is", "[Below](#what-to-do): an urge is")})
    article, handout = (whole(published, address)["html"] for address in ("library/articles/urges-pass/", LOG))
    assert 'href="http://127.0.0.1:8000/handouts/urge-log/"' in article
    assert 'href="#h-what-to-do"' in article
    assert '<textarea id="f-' in handout


def test_the_index_holds_no_bodies_and_each_document_one() -> None:
    published = build()
    listed = rows(catalogue(published))
    assert {row["html"] for row in listed.values()} == {""}
    assert all(whole(published, address)["html"] for address in listed if listed[address]["kind"] != "show")


SECRET = "X-SECRET-X"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ARTICLE, "authors:", f"extra:\n  note: {SECRET}\nauthors:"),
        ("content/podcasts/talks/show.yml", "library@library.example", f"{SECRET}@library.example"),
        ("content/podcasts/talks/show.yml", "people:", f"extra:\n  note: {SECRET}\npeople:"),
        (HANDOUT, "Fill this in", f"<!-- {SECRET} -->\n\nFill this in"),
    ],
)
def test_nothing_private_is_in_it(name: str, old: str, new: str) -> None:
    published = build({name: (old, new)})
    # The directories write to the owner, whose address stands in the show's feed: there and nowhere else.
    leaked = {path for path, data in published.items() if SECRET.encode() in data}
    assert leaked <= {"podcasts/talks/feed.xml"}


@pytest.mark.parametrize("hidden", ["draft: yes", "date: 2030-01-01"])
def test_what_is_not_public_is_not_even_named(hidden: str) -> None:
    other = FILES[ARTICLE].replace("Urges pass", SECRET).replace("date: 2026-01-02", "date: 2026-01-02\n" + hidden)
    other = other.replace("date: 2026-01-02\ndate", "date")
    related = "related: [later.md]\ntranslation_of: later.md\nlanguage: de\nauthors:"
    # A checked library refuses a link to a later entry; `related` to a draft it allows.
    edits = {ARTICLE: ("authors:", related)} if hidden.startswith("draft") else None
    published = build(edits, **{"content/library/articles/later.md": other})
    assert not [path for path, data in published.items() if SECRET.encode() in data or b"articles/later" in data]


#: Fields that stand in no row, and why not.
UNSAID = {
    "*": {"slug", "draft", "extra", "redirect_from", "date", "file"},  # id, nothing, nothing, old_addresses, published
    # `language` of a show is that of every row; `block` is said to directories, which read the feed
    "show": {"owner", "audio", "retired", "language", "block"},
    # the recording is not published, `sound` is; who is meant by a name is said in the transcript
    "episode": {"audio", "retired", "speakers"},
    "handout": {"paper", "large_print"},  # said by `documents`
    "article": {"explain_terms"},  # its text is there as it was written
    "faq": {"explain_terms"},
    # said by `recurrence`
    "meeting": {
        "time",
        "timezone",
        "minutes",
        "weekly",
        "every",
        "monthly",
        "dates",
        "starts",
        "ends",
        "not_on",
        "pauses",
    }
    | {"suspended_until"},
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_new_field_is_said_or_withheld_on_purpose(kind: Any) -> None:
    said = {field.name for field in fields(kind.row_type)}
    written = {field.name for field in fields(kind.fields)}
    assert written - said - UNSAID["*"] - UNSAID.get(kind.name, set()) == set()


def test_the_schema_that_is_published_is_that_of_the_classes() -> None:
    assert json.loads(json.dumps(catalog_schema())) == SCHEMA


def test_a_library_names_only_what_it_has(shelf: Shelf) -> None:
    shelf.article()
    data = json.loads(shelf.read("api/catalog.json"))
    assert [section["kind"] for section in data["sections"] if section["kind"]] == ["article"]
    assert data["site"]["subscriptions"] is None and data["site"]["calendar"] is None
    shelf.show()
    data = json.loads(shelf.read("api/catalog.json"))
    assert [section["kind"] for section in data["sections"] if section["kind"]] == ["article", "show"]
    assert data["site"]["subscriptions"] == "https://library.example/podcasts/subscriptions.opml"


def test_a_form_is_there_as_data_too() -> None:
    row = whole(build(), LOG)
    ((text, scale, choice),) = row["forms"]
    assert (text["sort"], text["id"], text["label"]) == ("text", "what-set-it-off", "What set it off?")
    assert (scale["sort"], scale["start"], scale["stop"]) == ("scale", 0, 10)
    assert (choice["sort"], choice["options"]) == ("choice", ["at home", "at work"])
    assert all(f'id="f-{item["id"]}"' in row["html"] for item in (text, scale, choice))


def test_a_handout_names_its_printed_editions(shelf: Shelf) -> None:
    handout = shelf.handout("log")
    shelf.editions = {handout.path: (Edition("A4", "handouts/log/log.pdf", Blob("0" * 64, 4321), 2),)}
    (row,) = json.loads(shelf.read("api/catalog.json"))["entries"]
    assert row["forms"] == []
    assert row["documents"] == [
        {
            "title": "A4",
            "url": "https://library.example/handouts/log/log.pdf",
            "type": "application/pdf",
            "size": 4321,
            "pages": 2,
            "preview": None,
        }
    ]
