"""Repairs: what means one thing only is put right, and nothing else is touched."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.content import load
from pipeline.editing import Edit, fixes, moves
from pipeline.editing.written import Fields
from pipeline.formats import days, frontmatter, isbn, yaml
from pipeline.formats.yaml import Path as Loc
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.book_list.fields import Book
from pipeline.model.kinds.link_list.fields import Resource
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.model.urls import podcast_guid
from pipeline.settings import Settings
from pipeline.settings import load as settings_of
from tests.support import library
from tests.support.run import pipeline

EPISODE, BOOKS = "content/podcasts/talks/first.md", "content/library/books/first-books.md"
HANDOUT = "content/handouts/urge-log.md"
ARTICLE, SHOW = "content/library/articles/urges-pass.md", "content/podcasts/talks/show.yml"


def test_everything_that_has_one_right_repair_is_repaired_at_once_and_shown(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    library.edit(root, EPISODE, "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11\n", "")
    library.edit(root, SHOW, "guid: 9b024349-ccf0-5f69-a609-6b82873eab3c\n", "")
    library.edit(root, BOOKS, '"9780452281325"', "0-452-28132-6")
    library.edit(root, ARTICLE, "date: 2026-01-02", "date: 2 January 2026 # a Friday")
    library.edit(root, ARTICLE, "An urge is like a wave.", "An urge is like a cafe\N{COMBINING ACUTE ACCENT}.   ")
    run = pipeline("check", "--root", root)
    assert run.status == 1
    assert "`pipeline check --fix` repairs what a remedy says exactly, in 3 of these files\n" in run.stderr
    run = pipeline("check", "--root", root, "--fix")
    assert run.status == 0, run.stderr
    assert '+    isbn: "9780452281325"' in run.stderr
    assert "+date: 2026-01-02 # a Friday" in run.stderr
    assert "+guid: " in run.stderr
    text = (root / ARTICLE).read_text(encoding="utf-8")
    assert "An urge is like a caf\N{LATIN SMALL LETTER E WITH ACUTE}.\n" in text
    guid = podcast_guid("https://library.example/podcasts/talks/feed.xml")
    assert f"guid: {guid}" in (root / SHOW).read_text(encoding="utf-8")
    again = pipeline("check", "--root", root, "--fix", "--json")
    assert '"fixed": []' in again.stdout


GUIDE = (library.HOUSE / "docs/editors/index.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| `(.+)` \| `(.+)` \|$", GUIDE.partition("`--fix` writes |")[2].partition("\n\n")[0], re.MULTILINE
)


def test_what_the_guide_says_is_repaired_so() -> None:
    assert len(ROWS) > 12
    for written, right in ROWS:
        if written.startswith("["):
            edit = repaired(edited(ARTICLE, "An urge is", f"{written} An urge is"))[ARTICLE]
            assert f"\n{right} An urge is" in edit.after
        else:
            model = {"isbn": Book, "regi": Resource, "cost": Resource}.get(written[:4], KINDS["article"].fields)
            fields = Fields(ARTICLE, model, 1, f"other: field\n{written}\n")
            fields.mend()
            fields.put_right(str)
            assert fields.text == f"other: field\n{right}\n"


def test_files_get_names_that_addresses_can_have_and_all_that_leads_to_them_follows(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    named = "content/library/articles/Urges Pass.md"
    (root / ARTICLE).rename(root / named)
    (root / "content/podcasts/talks").rename(root / "content/podcasts/My Talks")
    library.edit(root, "content/pages/home.md", "urges-pass.md", "Urges%20Pass.md")
    library.edit(root, "content/podcasts/My Talks/first.md", "urges-pass.md", "Urges%20Pass.md")
    library.edit(root, "content/podcasts/My Talks/show.yml", "cover.png", "Cover.PNG")
    library.edit(
        root, "content/handouts/urge-log.md", "---\n", "---\nrelated: ['/content/library/articles/urges pass.md']\n"
    )
    picture = "[![A plain square](../../podcasts/My%20Talks/COVER.png)](<../../podcasts/My Talks/first.md> 'Talk')"
    others = "[talk]: /content/podcasts/My%20Talks/first.md\n\n<a href='../../podcasts/My Talks/first.md'>A talk</a>"
    library.edit(root, named, "An urge is", f"{picture}\n\n[Talk][] `](Urges%20Pass.md)`\n\n{others}\n\nAn urge is")
    crisis = "[site.crisis]\ntext = 'Help'\nlink = 'content/library/articles/Urges Pass.md'\n\n[audio]"
    library.edit(root, "pipeline.toml", "[audio]", crisis)
    run = pipeline("check", "--root", root, "--fix")
    assert run.status == 0, run.stderr
    assert f"renamed: {named} → {ARTICLE}\n" in run.stderr
    text = (root / ARTICLE).read_text(encoding="utf-8")
    assert (
        "(<../../podcasts/my-talks/first.md> 'Talk')" in text and "[talk]: /content/podcasts/my-talks/first.md" in text
    )
    assert "`](Urges%20Pass.md)`" in text, "this is no link"
    assert "/content/library/articles/urges-pass.md" in (root / "content/handouts/urge-log.md").read_text(
        encoding="utf-8"
    )
    again = pipeline("check", "--root", root, "--fix", "--json")
    assert '"fixed": []' in again.stdout and '"renamed": {}' in again.stdout


def test_a_name_that_is_taken_and_one_that_is_not_known_are_left_to_people() -> None:
    text = library.FILES[ARTICLE].encode()
    names = (ARTICLE, ARTICLE.replace("urges-pass", "Urges_Pass"), ARTICLE.replace("urges-pass", "\u6025"))
    tree = Tree({name: File(name, "", len(text), text) for name in names})
    found = moves(tree)
    assert found.paths == {}
    assert [(problem.place.path, problem.code) for problem in found.left] == [
        (names[2], "not-repaired"),
        (names[1], "not-repaired"),
    ]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("[NHS](www.nhs.uk/mental-health)", "[NHS](https://www.nhs.uk/mental-health)"),
        ('[NHS](www.nhs.uk "The NHS")', '[NHS](https://www.nhs.uk "The NHS")'),
        ("[us](hello@library.example)", "[us](mailto:hello@library.example)"),
        ("[NHS](“https://www.nhs.uk/”)", "[NHS](https://www.nhs.uk/)"),
        ("[log](http://library.example/handouts/urge-log/#h)", "[log](../../handouts/urge-log.md#h)"),
        ("[NHS][n]\n\n[n]: www.nhs.uk\n\n", "[NHS][n]\n\n[n]: https://www.nhs.uk\n\n"),
        ("<a href='www.nhs.uk'>NHS</a>", "<a href='https://www.nhs.uk'>NHS</a>"),
    ],
)
def test_an_address_is_whole_and_one_of_the_library_is_a_file(written: str, right: str) -> None:
    edit = repaired(edited(ARTICLE, "An urge is", f"{written} An urge is"))[ARTICLE]
    assert edit.after == library.FILES[ARTICLE].replace("An urge is", f"{right} An urge is")
    assert edit.left == ()


@pytest.mark.parametrize("written", ["`[NHS](www.nhs.uk)`", "[a](missing.md)", "![a](www.nhs.uk)", "[a](plan.docx)"])
def test_what_may_be_a_file_or_is_no_link_stays(written: str) -> None:
    assert ARTICLE not in repaired(edited(ARTICLE, "An urge is", f"{written} An urge is"))


def test_what_ends_otherwise_than_its_like_gets_their_ending() -> None:
    names = {
        "content/library/articles/An Evening.markdown": "content/library/articles/an-evening.md",
        "content/library/articles/dawn.MD": "content/library/articles/dawn.md",
        "content/People.yml": "content/people.yml",
        "content/topics.yaml": "content/topics.yml",
        "content/podcasts/talks/Show.YAML": "content/podcasts/talks/show.yml",
    }
    others = (
        "content/notes.markdown",
        "content/library/articles/README.md",
        "content/library/articles/dusk.txt",
        "content/plan.yaml",
        "README.markdown",
    )
    found = moves(Tree({name: File(name, "", 0, b"") for name in (*names, *others)}))
    assert found.paths == names


def test_a_library_in_order_is_not_touched(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    library.edit(root, ARTICLE, "An urge is like a wave.", "One line,  \nand the next.")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    run = pipeline("check", "--root", root, "--fix")
    assert run.status == 0, run.stderr
    assert {path: path.read_bytes() for path in before} == before, "two spaces break a line: they stay"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    path = root / ARTICLE
    text = path.read_text(encoding="utf-8").replace("2026-01-02", "2026-1-2")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert pipeline("check", "--root", root, "--fix").status == 0
    assert path.read_bytes() == text.replace("2026-1-2", "2026-01-02").replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-1-5", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("5 January 2026", "2026-01-05"),
        ("5th Jan 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        ("05/01/2026", None),
        ("2026-13-01", None),
        ("31 February 2026", None),
        ("2026-1-05-01", None),
        ("202615", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_only_when_it_means_one_day(written: str, meant: str | None) -> None:
    assert (days.plain(written) or None) == meant


@given(st.dates())
def test_a_date_that_is_right_stays(day: object) -> None:
    assert days.plain(str(day)) == str(day)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    assert len(days.plain(text)) in (0, 10)


def test_the_guid_of_a_show_is_that_of_the_namespace() -> None:
    """The example of the Podcasting 2.0 namespace."""
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def of_the_small_library() -> Settings:
    given, _ = settings_of(library.FILES["pipeline.toml"])
    assert given is not None
    return given


SETTINGS = of_the_small_library()
FOUND = "0306406152", "9780306406157"  # ten digits, and the same book's thirteen


def repaired(changed: dict[str, str | bytes]) -> dict[str, Edit]:
    """What `fixes` makes of the content of the small library with some files changed, by path."""
    files = {name: text.encode() for name, text in library.FILES.items() if name.startswith("content/")}
    files |= {name: text if isinstance(text, bytes) else text.encode() for name, text in changed.items()}
    tree = Tree({name: File(name, hashlib.sha256(data).hexdigest(), len(data), data) for name, data in files.items()})
    shelf, _ = load(tree, SETTINGS)
    return {edit.path: edit for edit in fixes(shelf, lambda: "11111111-2222-4333-8444-555555555555")}


def edited(path: str, old: str, new: str) -> dict[str, str | bytes]:
    assert old in library.FILES[path]
    return {path: library.FILES[path].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("isbn: 0306406152", 'isbn: "9780306406157"'),
        ("isbn: 0-306-40615-2 # as printed", 'isbn: "9780306406157" # as printed'),
        ("isbn: '0306406152'", 'isbn: "9780306406157"'),
        ("isbn: >-\n      0306406152", 'isbn: "9780306406157"'),
        ("isbn: |\n      0306406152\n\n", 'isbn: "9780306406157"\n\n'),
        ('isbn: "0306\n      406152"', 'isbn: "9780306406157"'),
        ("isbn: 0306\n      406152", 'isbn: "9780306406157"'),
        ("isbn:\n      0306406152", 'isbn:\n      "9780306406157"'),
        ("'isbn' :   0306406152", "'isbn' :   \"9780306406157\""),
    ],
)
def test_an_isbn_is_repaired_however_it_is_written(written: str, right: str) -> None:
    edit = repaired(edited(BOOKS, 'isbn: "9780452281325"', written))[BOOKS]
    assert edit.after == library.FILES[BOOKS].replace('isbn: "9780452281325"', right)
    assert edit.left == ()


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("topics: - coping-with-urges", None),
        ("topics:\n* coping-with-urges", "topics:\n- coping-with-urges"),
        ("topics: [coping-with-urges balanced-life]", None),
        ("topics: [coping-with-urges; balanced-life]", None),
    ],
)
def test_topics_are_repaired_where_they_can_be_those_only(written: str, right: str | None) -> None:
    edit = repaired(edited(ARTICLE, "topics: [coping-with-urges]", written)).get(ARTICLE)
    assert (edit.after if edit else None) == (
        right and library.FILES[ARTICLE].replace("topics: [coping-with-urges]", right)
    )


def test_several_on_one_line_are_all_repaired() -> None:
    more = f"  - {{title: A, authors: [B], annotation: Good., isbn: {FOUND[0]}}}\n"
    line = f"books: [{more.strip(' -')[:-1]}, {more.strip(' -')[:-1]}]\n"
    text = library.FILES[BOOKS]
    head, tail = text[: text.index("books:")], text[text.index("---\nBooks") :]
    edit = repaired({BOOKS: head + line + tail})[BOOKS]
    assert edit.after == head + line.replace(FOUND[0], f'"{FOUND[1]}"') + tail


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("date: >-\n  2 January 2026", "date: 2026-01-02"),
        ("date: |\n  2026-1-2\n", "date: 2026-01-02\n"),
        ('date: "2 January\n  2026"', "date: 2026-01-02"),
        ("date: January 2, 2026\nupdated: 3 January 2026", "date: 2026-01-02\nupdated: 2026-01-03"),
        ("date: 2026-01-02\nreview_by: 2 Jan 2027 # soon", "date: 2026-01-02\nreview_by: 2027-01-02 # soon"),
    ],
)
def test_a_date_is_repaired_however_it_is_written(written: str, right: str) -> None:
    edit = repaired(edited(ARTICLE, "date: 2026-01-02", written))[ARTICLE]
    assert edit.after == library.FILES[ARTICLE].replace("date: 2026-01-02", right)


@pytest.mark.parametrize(
    "written",
    [
        "isbn: &number 0306406152\n    subtitle: *number",
        "isbn: !!str 0306406152",
        "isbn: >- # as printed\n      0306406152",
    ],
)
def test_what_can_not_be_repaired_alone_is_left_and_said(written: str) -> None:
    edit = repaired(edited(BOOKS, 'isbn: "9780452281325"', written))[BOOKS]
    assert edit.after == edit.before
    (left,) = edit.left
    assert (left.code, left.place.line, left.hint) == ("not-repaired", 10, 'write `"9780306406157"` in its place')


def test_what_was_left_is_said_by_the_command_and_the_file_is_not_written(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    library.edit(root, BOOKS, '"9780452281325"', "!!str 0306406152")
    before = (root / BOOKS).stat().st_mtime_ns
    run = pipeline("check", "--root", root, "--fix", "--json")
    assert run.status == 0 and '"fixed": []' in run.stdout and "not-repaired" in run.stdout
    assert (root / BOOKS).stat().st_mtime_ns == before


def test_what_counts_to_the_byte_is_never_composed() -> None:
    accent = "cafe\N{COMBINING ACUTE ACCENT}"
    for changed in (
        edited(EPISODE, "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", f"guid: {accent}"),
        edited(ARTICLE, "date: 2026-01-02", f"date: 2026-01-02\nextra: {{note: {accent}}}"),
        edited(ARTICLE, "date: 2026-01-02", f"date: 2026-01-02\nrelated: [{accent}.md]"),
    ):
        ((path, edit),) = repaired(changed).items()
        assert edit.after == edit.before and edit.left, path
    named: dict[str, str | bytes] = {f"content/library/articles/{accent}.md": library.FILES[ARTICLE]}
    assert repaired(named | edited(ARTICLE, "An urge is", f"[An]({accent}.md) urge is")) == {}, "a file is named so"
    greek = edited(ARTICLE, "An urge is", f"{accent}: is this it\N{GREEK QUESTION MARK} An urge is")
    assert repaired(greek) == {}, "a mark of Markdown would come of it"


def test_a_text_in_a_block_may_end_its_lines_with_spaces() -> None:
    changed = edited(ARTICLE, "date: 2026-01-02", "date: 2026-01-02  \nextra:\n  note: |\n    one  \n    two\n")
    edit = repaired(changed)[ARTICLE]
    assert edit.after == edit.before and "left as they are" in edit.left[0].message


def test_a_missing_guid_goes_where_the_fields_end() -> None:
    guid = "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11\n"
    text = library.FILES[EPISODE].replace(guid, "", 1)
    head, _, body = text[4:].partition("---\n")
    new = "guid: 11111111-2222-4333-8444-555555555555\n"
    assert repaired({EPISODE: text})[EPISODE].after == f"---\n{head}{new}---\n{body}"
    indented = "".join(f"  {line}\n" for line in head.splitlines())
    assert repaired({EPISODE: f"---\n{indented}---\n{body}"})[EPISODE].after == f"---\n{indented}  {new}---\n{body}"
    flow = repaired({EPISODE: f"---\n{{title: A, audio: b.wav}}\n---\n{body}"})[EPISODE]
    assert flow.after == flow.before and "no `guid` was added" in flow.left[0].message


def test_a_byte_order_mark_and_line_ends_stay() -> None:
    text = library.FILES[ARTICLE].replace("date: 2026-01-02", "date: >-\n  2 January 2026")
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    right = library.FILES[ARTICLE].replace("\n", "\r\n").encode()
    assert repaired({ARTICLE: data})[ARTICLE].data == b"\xef\xbb\xbf" + right


STYLES = ("{}", "'{}'", '"{}"', ">-\n{indent}{}", "|\n{indent}{}", "|+\n{indent}{}\n", "{} # a comment", "!!str {}")
SPACES = ("", "  ", "\n")
ISBNS = ("0306406152", "0-306-40615-2", "0 452 28132 6", "9780306406157", "0306406153", "not one", "043942089X")
DATES = ("2026-01-02", "2 January 2026", "2026/1/2", "January 2nd, 2026", "01/02/2026", "2 January 0001", "soon")


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list of books whose numbers and dates are written in every way that YAML has."""

    def scalar(values: tuple[str, ...], indent: str) -> str:
        style = draw(st.sampled_from(STYLES if indent else STYLES[:3]))
        return str(style).format(draw(st.sampled_from(values)), indent=indent)

    def space() -> str:
        return str(draw(st.sampled_from(SPACES)))

    books = ""
    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            books += f"  - {{title: A, authors: [B], isbn: {scalar(ISBNS, '')}, annotation: Good.}}{space()}\n"
        else:
            anchor = f"&a{number} " if draw(st.integers(0, 5)) == 5 else ""
            alias = f"    subtitle: *a{number}\n" if anchor else ""
            books += f"  - title: A{space()}\n    isbn: {anchor}{scalar(ISBNS, '      ')}{space()}\n{alias}"
            books += "    authors: [B]\n    annotation: Go\N{COMBINING DIAERESIS}od.\n"
    head = f"title: First books{space()}\ndate: {scalar(DATES, '  ')}\nreview_by: {scalar(DATES, '  ')}\n"
    rest = "topics: [coping-with-urges]\naudiences: [for-me]\ndescription: A short list of books to begin with.\n"
    text = f"---\n{head}{rest}books:\n{books}---\nBooks to begin with.  \nAnd more.\n"
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def said(text: str) -> dict[Loc, object]:
    """All that the front matter of a file says, by its place."""
    front, _ = frontmatter.split(text, BOOKS)
    assert front is not None
    document, _ = yaml.parse(front.yaml, BOOKS)
    assert document is not None, text

    def leaves(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, object]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
        if inner is None:
            yield loc, value
        for key, one in inner or ():
            yield from leaves(one, (*loc, key))

    return dict(leaves(document.value))


@settings(max_examples=200)
@given(text=lists())
def test_a_repaired_file_says_what_it_said_but_for_what_was_wrong(text: str) -> None:
    edit = repaired({BOOKS: text}).get(BOOKS)
    if edit is None:
        return
    before, after = said(edit.before), said(edit.after)
    assert before.keys() == after.keys()
    for loc, old in before.items():
        new = after[loc]
        if str(new).split() == unicodedata.normalize("NFC", str(old)).split():
            continue
        if loc[-1] == "isbn":
            assert len("".join(str(old).replace("-", "").split())) == 10 and isbn.normalise(str(old)) == new
        else:
            assert loc[-1] in ("date", "review_by"), loc
            assert new == days.plain(str(old)) and str(new).startswith("2026")
    assert edit.after.count("#") == edit.before.count("#"), "comments stay"
    assert edit.after.endswith("---\nBooks to begin with.  \nAnd more.\n")
    assert edit.data.count(b"\r\n") == (edit.data.count(b"\n") if "\r\n" in text else 0)
    again = repaired({BOOKS: edit.data}).get(BOOKS)
    assert again is None or again.after == again.before, "what was repaired is in order"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("title:Urges pass", "title: Urges pass"),
        ("title: Step 1: urges pass", 'title: "Step 1: urges pass"'),
        ("title: @urges pass", 'title: "@urges pass"'),
        ("title: *Urges* pass", 'title: "*Urges* pass"'),
        ('title: "Urges" pass', "title: '\"Urges\" pass'"),
        ("  title: Urges pass", "title: Urges pass"),
        ("image:\n\tfile: a.png\n\talt: A", "image:\n  file: a.png\n  alt: A"),
        ("title: Urges pass\nupdated:2 May 2026", "title: Urges pass\nupdated: 2026-05-02"),
    ],
)
def test_a_line_that_can_not_be_read_is_written_as_its_remedy_says(written: str, right: str) -> None:
    edit = repaired(edited(ARTICLE, "title: Urges pass", written))[ARTICLE]
    assert edit.after == library.FILES[ARTICLE].replace("title: Urges pass", right)


def test_people_get_ids_and_texts_name_them_so() -> None:
    people = library.FILES["content/people.yml"].replace("alex:", "Alex B.:")
    found = repaired({"content/people.yml": people, **edited(ARTICLE, "[alex]", "[Alex B.]")})
    assert found["content/people.yml"].after == people.replace("Alex B.:", "alex-b:")
    assert "authors: [alex-b]\n" in found[ARTICLE].after


@pytest.mark.parametrize(
    "written",
    [
        'title: "Urges pass',
        "title: [Urges pass",
        "title: Urges: pass # a comment",
        "title:Urges pass\nupdated: [2026",
        "title: Urges: pass\n  and pass",
    ],
)
def test_a_line_that_may_mean_more_is_left_to_people(written: str) -> None:
    assert ARTICLE not in repaired(edited(ARTICLE, "title: Urges pass", written))


LINKS = "content/library/links/first-links.md"
WRITTEN: dict[str, tuple[object, list[str]]] = {
    "kind": ("organisation", ["organisation", "Organisation", "ORGANISATION ", "“organisation”"]),
    "cost": ("free", ["free", "Free", '"FREE"', '“Free"']),
    "regions": (["GB"], ["[GB]", "UK", "[UK]", "[united kingdom]", "- uk", "“GB”"]),
    "checked": (
        "2026-03-05",
        ["2026-03-05", "5 March 2026", "5. März 2026", "March 5th, 2026", "'2026/3/5'", "5.3.2026"],
    ),
    "description": ("Facts, and more", ['"Facts, and more"', "Facts, and more", '“Facts, and more"']),
    "title": ("“World” health", ["“World” health # as it is"]),
    "url": ("https://www.who.int/", ["https://www.who.int/", "www.who.int/"]),
    "hours": ("Mo-Fr 09:00-17:00", ["Mo-Fr 09:00-17:00 # as they say"]),
}
NAMES = {"regions": ["regions", "region", "Regions", "REGION"], "checked": ["checked", "Checked", "'Checked'"]}


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A link as people write it, and what they mean."""
    lines = ["- phone: '112'"]
    meant_fields: dict[str, object] = {}
    for name in draw(st.permutations(sorted(WRITTEN))):
        right, ways = WRITTEN[name]
        way = draw(st.sampled_from(ways))
        shown = draw(st.sampled_from([*NAMES.get(name, [name]), name.title()]))
        lines.append(f"  {shown}:{chr(10) + '    ' if way.startswith('-') else ' '}{way}")
        meant_fields[name] = right
    return "".join(f"  {line}\n" for line in lines), meant_fields


@settings(max_examples=60)
@given(slip=slips())
def test_names_and_values_become_what_was_meant_and_nothing_else_changes(slip: tuple[str, dict[str, object]]) -> None:
    text, meant_fields = slip
    before = library.FILES[LINKS]
    head, body = before[: before.index("  - url")], before[before.index("---\nPlaces") :]
    data = (head + text + body).encode()
    edits = fixes(Library(SETTINGS, Tree({LINKS: File(LINKS, "", len(data), data)})), str)
    after = edits[0].after if edits else head + text + body
    assert after.startswith(head) and after.endswith(body) and after.count(" # as") == text.count(" # as")
    front, _ = frontmatter.split(after, LINKS)
    assert front is not None
    document, _ = yaml.parse(front.yaml, LINKS)
    assert document is not None
    assert document.value["links"] == [  # type: ignore[index]  # front matter is a mapping
        {"phone": "112", **meant_fields}
    ]
