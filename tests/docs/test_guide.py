"""What the guide tells editors of texts, of fields and of the life of a page is so: each line of it is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from pipeline import flow
from pipeline.formats.markdown import render
from pipeline.problems import Severity
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.library import FILES, square

GUIDE = Path(__file__).parents[2] / "docs/editors"
ARTICLES = "content/library/articles/"
URGES = f"{ARTICLES}urges-pass.md"
PAGE = "library/articles/urges-pass/index.html"
FIELDS = {
    "title": "title: Long evenings",
    "description": "description: The hours after work are the hardest for many, and here is what helps.",
    "date": "date: 2026-01-10",
    "topics": "topics: [coping-with-urges]",
    "audiences": "audiences: [for-me]",
    "authors": "authors: [alex]",
}
SORTS = {"refused": {Severity.ERROR}, "warned": {Severity.WARNING}}

#: What readers get of the examples, by the heading under which these stand.
SHOWN = {
    "Paragraphs": ["<p>This is one paragraph,\nthough it stands on two lines.</p>", "The house<br>\nNowhere Lane 1"],
    "Headings": ['<h2 id="h-what-to-try">', '<h3 id="h-in-the-kitchen">'],
    "Lists": [
        "<p>Take with you:</p>\n<ul>\n<li>something to drink,</li>\n<li>the card\n<ul>\n<li>with the number",
        "<ol>\n<li>Sit down.</li>\n<li>Write down\n<ul>\n<li>the hour,</li>",
        "☐ I have told someone.",
        "☑ I have eaten.",
    ],
    "Tables": ['<th scope="col" class="align-right">Urges</th>', "<td>Tuesday | night</td>"],
    "Quotes": ["<blockquote>\n<p>I counted again.</p>"],
    "Boxes": [
        '<div class="admonition warning">\n<p class="admonition-title">Stopping alcohol at once can be dangerous</p>',
        '<div class="admonition warning">\n<p class="admonition-title">Warning</p>',
    ],
    "A word and what it means": ["<dt>tolerance</dt>\n<dd>When a body gets used to something.</dd>"],
    "Footnotes": ['<a class="footnote-ref" href="#h-fn:1">1</a>', "<p>Not all of them do."],
    "Links to the library": ['href="/@/content/handouts/urge-log.md"', 'href="#h-what-to-do"'],
    "Pictures": ['alt="A small boat on a tall wave"'],
    "Documents": ['<a href="/@/content/files/handbook.pdf">The handbook'],
    "Notes to yourselves": ["<p>The room is open from six.</p>"],
}
WORDS = {
    "bold": "<strong>calm</strong>",
    "slanted": "<em>calm</em>",
    "struck out": "<s>calm</s>",
    "a link": '<a href="https://www.nhs.uk/">the health service</a>',
    "a link, with the address as its words": '<a href="https://www.nhs.uk/">https://www.nhs.uk/</a>',
    "a link that begins a letter": '<a href="mailto:help@library.example">',
    "a link that rings": '<a href="tel:08001234">0800 1234</a>',
    "a small 2, below the line": "H<sub>2</sub>O",
}


def text(page: str) -> str:
    return (GUIDE / f"{page}.md").read_text(encoding="utf-8")


def table(page: str, *head: str) -> list[list[str]]:
    """The rows of all tables of a page that have this head, code without its backticks."""
    found = re.findall(rf"^\| {re.escape(' | '.join(head))} \|\n\|[-| ]+\|\n((?:\|.*\n)+)", text(page), re.MULTILINE)
    rows = [line.strip("|").split(" | ") for rows in found for line in rows.splitlines()]
    return [[cell.strip().strip("`") for cell in row] for row in rows]


def examples(page: str, language: str) -> list[tuple[str, str]]:
    """Every block of a page, with the heading under which it stands."""
    found, heading = [], ""
    for match in re.finditer(r"^## ([^\n]*)$|^```(\w+)\n(.*?)^```$", text(page), re.DOTALL | re.MULTILINE):
        heading = match[1] or heading
        if match[2] == language:
            found.append((heading, match[3]))
    return found


def article(*fields: str, body: str = "An evening is long.") -> str:
    """An article in which fields, whole as they are written, stand in place of their likes or are added."""
    written = FIELDS | {re.split(r"[: ]", field, maxsplit=1)[0]: field.rstrip("\n") for field in fields}
    return "\n".join(["---", *written.values(), "---", body, ""])


def checked(articles: Mapping[str, str]) -> tuple[flow.Checked, dict[str, set[Severity]]]:
    """A library with these articles besides its own; and of each, how severe that is which is said of it."""
    added = {f"{ARTICLES}{name}": whole.encode() for name, whole in articles.items()}
    if any(b"wave.png" in whole for whole in added.values()):
        added["content/images/wave.png"] = square(8)
    if any(b"handbook.pdf" in whole for whole in added.values()):
        added["content/files/handbook.pdf"] = b"%PDF"
    found = flow.check(twins.world(files() | added))
    said: dict[str, set[Severity]] = {name: set() for name in articles}
    for problem in found.problems:
        said.setdefault(problem.place.path.removeprefix(ARTICLES), set()).add(problem.severity)
    return found, said


@cache
def tried(page: str) -> tuple[flow.Checked, dict[str, set[Severity]]]:
    """Every line of the tables of a page that tell what the check says: `said-N.md`, and `instead-N.md`."""
    articles: dict[str, str] = {}
    for number, (said, _, instead) in enumerate(table(page, "you write", "the check", "write instead")):
        for name, line in (("said", said), ("instead", instead)):
            articles[f"{name}-{number}.md"] = article(line) if page == "fields" else article(body=line)
    return checked(articles)


@pytest.mark.parametrize("page", ["fields", "markdown"])
def test_what_is_told_is_told_and_what_to_write_instead_is_content(page: str) -> None:
    _, said = tried(page)
    wrong = {}
    rows = table(page, "you write", "the check", "write instead")
    for number, (written, sort, instead) in enumerate(rows):
        got = (said[f"said-{number}.md"], said[f"instead-{number}.md"])
        if got != (SORTS[sort], set()):
            wrong[written, instead] = got
    assert len(rows) > 10
    assert wrong == {}


def titles(page: str) -> Iterator[tuple[str, str]]:
    """Titles as the page tells to write them, and as they are meant."""
    yield from ((written, meant) for written, meant in table(page, "you write", "it means"))
    for written, _, instead in table(page, "you write", "the check", "write instead"):
        if instead.startswith("title: "):
            meant = re.sub(r"""^(["'])(.*)\1$""", r"\2", instead.removeprefix("title: "))
            assert meant in re.sub("[“”]", '"', written), "nothing but signs is new"
            yield instead, meant


def test_texts_mean_what_they_say_with_their_quotes_and_without() -> None:
    wanted = dict(titles("fields"))
    found, said = checked({f"t{number}.md": article(line) for number, line in enumerate(wanted)})
    entries = {entry.path: entry.fields.title for entry in found.library.entries}
    got = {line: entries[f"{ARTICLES}t{number}.md"] for number, line in enumerate(wanted)}
    assert got == wanted
    assert not any(said.values())


def test_a_file_of_the_wrong_sort_or_in_the_wrong_folder_is_told_where_it_belongs() -> None:
    rows = table("fields", "you put it here", "the check", "put it there")
    assert len(rows) > 3
    for here, sort, there in rows:
        for path, severe in ((here, SORTS[sort]), (there, set())):
            said = flow.check(twins.world(files() | {path: article().encode()})).problems
            assert {problem.severity for problem in said} == severe, path
            assert all(Path(there).stem in problem.message + problem.hint for problem in said), said


def test_every_example_of_fields_is_accepted() -> None:
    blocks = [block for page in ("fields", "life-of-a-page") for _, block in examples(page, "yaml")]
    assert len(blocks) > 7
    articles = {}
    for number, block in enumerate(blocks):
        fields = re.findall(r"^\S.*\n(?:(?: .*)?\n)*", block, re.MULTILINE)
        fields = [
            field.replace(", balanced-life", "").replace("/evenings/", f"/evenings-{number}/") for field in fields
        ]
        articles[f"example-{number}.md"] = article(*fields)
        assert isinstance(yaml.safe_load(block), dict)
    _, said = checked(articles)
    assert {name: found for name, found in said.items() if found} == {}


def test_every_example_of_markdown_is_accepted_and_shown_as_it_is_told() -> None:
    blocks = examples("markdown", "markdown")
    assert {heading for heading, _ in blocks} == set(SHOWN)
    _, said = checked({f"example-{number}.md": article(body=block) for number, (_, block) in enumerate(blocks)})
    assert {name: found for name, found in said.items() if found} == {}
    for heading, block in blocks:
        html = render(block, URGES).html
        assert [part for part in SHOWN[heading] if part not in html] == [], html


def test_words_are_shown_as_they_are_told() -> None:
    told = {seen: render(written, URGES).html for written, seen in table("markdown", "you write", "readers see")}
    assert told.keys() == WORDS.keys()
    assert {seen: html for seen, html in told.items() if WORDS[seen] not in html} == {}
    shown = "`{{ name }}`, `{% if %}` and `$x$` are shown"
    assert shown in text("markdown")
    assert render("{{ name }} {% if %} $x$", URGES).html == "<p>{{ name }} {% if %} $x$</p>"


def life(heading: str) -> str:
    """The example below a heading of the page on the life of a page."""
    (block,) = (block for above, block in examples("life-of-a-page", "yaml") if above == heading)
    return block.strip()


def test_a_date_in_the_future_waits_for_its_hour_and_a_draft_for_its_line() -> None:
    date = life("A date in the future")
    assert date == "date: 2026-12-24T06:00"
    shelf = files() | {f"{ARTICLES}later.md": article("title: Later on", date).encode()}
    shelf[f"{ARTICLES}draft.md"] = article("title: Not ready", "draft: yes").encode()
    eve = twins.INSTANT.replace(month=12, day=24, hour=5, minute=59)
    for instant, there in ((eve, False), (eve.replace(hour=6, minute=0), True)):
        world = twins.world(shelf, instant)
        built = flow.build(world).manifest.artifacts
        said = b"".join(b"".join(world.output.open(one)) for path, one in built.items() if not path.endswith(".mp3"))
        assert (b"Later on" in said, "library/articles/later/index.html" in built) == (there, there)
        assert b"Not ready" not in said


def test_a_link_to_what_is_still_to_come_is_refused_with_both_dates() -> None:
    link = "[later](later.md)"
    found, _ = checked({"later.md": article("date: 2026-12-24T06:00"), "now.md": article(body=link)})
    (problem,) = found.problems
    assert problem.code == "link-to-later"
    assert "2026-12-24" in problem.message and "2026-01-10" in problem.message
    (problem,) = checked({"draft.md": article("draft: yes"), "now.md": article(body="[d](draft.md)")})[0].problems
    assert "draft" in problem.message


def test_a_file_that_goes_is_named_by_every_link_and_its_address_can_be_kept() -> None:
    keep = life("Another name, another folder").replace("evenings/", "urges-pass/")
    shelf = files()
    shelf[f"{ARTICLES}urges.md"] = shelf.pop(URGES).replace(b"authors:", f"{keep}\nauthors:".encode())
    broken = {(p.place.path, p.place.line) for p in flow.check(twins.world(shelf)).problems if p.code in LOST}
    linking = {(name, at) for name, text in FILES.items() for at, line in numbered(text) if "urges-pass.md" in line}
    assert broken == linking and len(linking) > 2
    for name, _ in linking:
        shelf[name] = shelf[name].replace(b"urges-pass.md", b"urges.md")
    world = twins.world(shelf)
    page = b"".join(world.output.open(flow.build(world).manifest.artifacts[PAGE])).decode()
    assert 'content="0; url=../urges/"' in page


LOST = ("broken-link", "missing-file")


def numbered(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.splitlines(), 1)
