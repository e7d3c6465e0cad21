"""A second import: what people changed stays, what they left is brought up to date, and nothing else moves."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.content import load
from pipeline.formats import frontmatter, yaml
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.keeping.ledger import Kept, Known, Ledger, Record, digest
from pipeline.importing.keeping.merge import BODY, Merged, Whereabouts, merged
from pipeline.importing.keeping.written import field, ordered, said, written
from pipeline.importing.source.loss import Loss
from pipeline.model.tree import File, Tree
from pipeline.problems import Place
from pipeline.settings import load as settings_of
from tests.support.library import FILES

PATH = "content/library/articles/waves.md"
FIELDS: dict[str, Any] = {
    "title": "Waves",
    "description": "An urge rises, peaks and falls, and there are things to do meanwhile.",
    "date": "2019-03-01T18:30:00+01:00",
    "topics": ["sleep"],
    "audiences": ["for-me"],
    "authors": ["alex"],
    "redirect_from": ["/2019/03/waves/"],
}


LISTS = {path: FILES[path] for path in ("content/people.yml", "content/topics.yml", "content/audiences.yml")}


def drafted(body: str = "Waves come.\n\nWaves go.", **fields: Any) -> Draft:
    return Draft("12", "article", PATH, FIELDS | fields, body, Place("export.xml", 7), old=("https://a.example/?p=12",))


def file(data: bytes) -> File:
    return File(PATH, hashlib.sha256(data).hexdigest(), len(data), data)


def first(**fields: Any) -> tuple[str, Record]:
    """What the first import wrote and noted."""
    made = merged(drafted(**fields), None, None)
    assert made.state == "new"
    assert made.data is not None
    assert made.record is not None
    return made.data.decode(), made.record


def again(text: str, record: Record, draft: Draft | None = None) -> Merged:
    return merged(draft or drafted(), file(text.encode()), record)


def test_the_same_source_changes_nothing_and_a_later_one_what_no_person_touched() -> None:
    text, record = first()
    assert again(text, record) == Merged(None, record, "same")
    later = drafted("Waves come.\n\nWaves always go.", title="Waves: how they go", updated="2020-01-01", topics=None)
    made = again(text, record, later)
    assert made.data is not None
    expected = text.replace("title: Waves", 'title: "Waves: how they go"').replace("topics: [sleep]\n", "")
    expected = expected.replace("---\n\nWaves", "updated: 2020-01-01\n---\n\nWaves").replace(
        "Waves go.", "Waves always go."
    )
    assert made.data.decode() == expected
    assert set(made.updated) == {"title", "updated", "topics", BODY}
    assert made.record is not None
    assert again(expected, made.record, later) == Merged(None, made.record, "same")


def test_what_a_person_wrote_stays_with_comments_order_and_line_ends() -> None:
    text, record = first()
    touched = text.replace("title: Waves\n", "# The new name:\ntitle: 'Waves of old' # ours\n")
    touched = touched.replace("authors: [alex]\n", "authors:\n  - alex\n  # and soon sam\n")
    touched = touched.replace("topics: [sleep]\n", "").replace("Waves go.", "Waves go by.")
    touched = touched.replace("---\n\n", "licence: CC0-1.0\n---\n\n").replace("\n", "\r\n")
    later = drafted("Other.", title="Third", description=f"{FIELDS['description']} And so on.", topics=["urges"])
    made = again(touched, record, later)
    assert made.data is not None
    assert made.data.decode() == touched.replace("meanwhile.\r\n", "meanwhile. And so on.\r\n")
    assert (made.state, made.updated, made.untouched) == ("updated", ("description",), ("title", BODY))
    assert made.record is not None
    assert again(made.data.decode(), made.record, later).data is None
    told = again(made.data.decode(), made.record, later)
    assert told.untouched == ("title", BODY), "as long as the two differ, people are told"


def test_how_a_field_is_written_is_no_change_of_it() -> None:
    text, record = first()
    tidied = text.replace("topics: [sleep]", "topics:\n  - sleep   ").replace("title: Waves", 'title: "Waves"')
    made = again(tidied, record, drafted(title="Later", topics=["urges"]))
    assert set(made.updated) == {"title", "topics"}
    assert made.data is not None
    assert b"topics: [urges]" in made.data


def test_a_comment_inside_a_field_is_not_lost_for_a_newer_value() -> None:
    text, record = first()
    noted = text.replace("topics: [sleep]\n", "topics:\n  - sleep # for now\n# who wrote it\n")
    made = again(noted, record, drafted(topics=["urges"], authors=["sam"]))
    assert (made.updated, made.left) == (("authors",), ("topics",))
    assert made.data is not None
    assert made.data.decode() == noted.replace("[alex]", "[sam]")
    assert made.record is not None
    assert made.record.fields["topics"] == record.fields["topics"]


@pytest.mark.parametrize("hard", ["\xa0", "\u3000", "\u2009"])
def test_a_title_that_came_with_a_hard_space_at_its_end_is_brought_up_to_date(hard: str) -> None:
    text, record = first(title=f"Waves{hard}")
    made = again(text, record, drafted(title="Later"))
    assert (made.updated, made.left) == (("title",), ())
    assert made.data is not None and "title: Later\n" in made.data.decode()


def test_a_file_that_a_person_removed_stays_away_and_may_come_back() -> None:
    text, record = first()
    gone = merged(drafted(title="Later"), None, record)
    assert (gone.data, gone.state) == (None, "gone")
    assert gone.record == replace(record, gone=True)
    assert merged(drafted(), None, gone.record).state == "gone"
    assert again(text, replace(record, gone=True)) == Merged(None, record, "same")


def test_a_run_that_was_stopped_is_taken_up_where_it_was() -> None:
    text, record = first()
    assert merged(drafted(), file(text.encode()), None) == Merged(None, record, "adopted")
    later = drafted(title="Later")
    written_later = written(later).decode()
    made = again(written_later, record, later)  # stopped behind the file, before the ledger
    assert (made.data, made.state) == (None, "same")
    assert made.record == merged(later, None, None).record


def test_what_can_not_be_brought_now_takes_nothing_out_of_what_came_before() -> None:
    text, record = first()
    lost = Loss("fetch/failed", "dropped", "`https://a.example/w.png`: no answer")
    poorer = replace(drafted("Waves come.", title="Later", authors=None, updated="2020-01-01"), losses=(lost,))
    made = again(text, record, poorer)
    assert made.data is not None
    assert (made.data.decode(), made.updated) == (text.replace("---\n\n", "updated: 2020-01-01\n---\n\n"), ("updated",))
    assert made.record is not None
    whole = again(made.data.decode(), made.record, replace(poorer, losses=()))
    assert set(whole.updated) == {"title", "authors", BODY}, "once it is there again, all goes on"
    never_came = merged(replace(drafted(), losses=(lost,)), None, None).record
    assert set(again(text, never_came or record, poorer).updated) == {"title", "authors", "updated", BODY}


def test_another_entry_at_the_path_is_never_touched() -> None:
    other = text = first()[0].replace("/2019/03/waves/", "/elsewhere/").replace("Waves", "Other")
    assert merged(drafted(), file(other.encode()), None) == Merged(None, None, "taken")
    assert merged(drafted(), file(b"no fields"), None) == Merged(None, None, "taken")
    assert again("no fields", first()[1]).state == "unreadable"
    assert again(text.replace("title: Other", "title: [Other"), first()[1]).data is None


def test_what_a_person_began_with_the_same_identity_gets_what_it_lacks() -> None:
    begun = "---\ntitle: Our own title\nguid: a-1\n---\nOur own text.\n"
    path = "content/podcasts/talks/waves.md"
    draft = Draft(
        "a-1", "episode", path, {"title": "Waves", "guid": "a-1", "number": 3}, "Waves.", Place("feed.xml", 3)
    )
    made = merged(draft, File(path, "", len(begun), begun.encode()), None)
    assert made.data is not None
    assert made.data.decode() == begun.replace("guid: a-1\n", "guid: a-1\nnumber: 3\n")
    assert made.untouched == ("title", BODY)
    other = replace(draft, fields={**draft.fields, "guid": "A-1"})
    assert merged(other, File(path, "", len(begun), begun.encode()), None).state == "taken", "case counts"


def test_a_show_is_known_by_the_address_of_its_feed_whatever_guid_was_computed_from_that() -> None:
    path, old = "content/podcasts/talks/show.yml", ("https://a.example/feed/podcast/",)
    begun = b"title: Talks\nguid: 9b024349-ccf0-5f69-a609-6b82873eab3c\nredirect_from: [/feed/podcast/]\n"
    draft = Draft("show", "show", path, {"title": "Talks", "guid": "other"}, None, Place("export.xml", 7), old=old)
    assert merged(draft, File(path, "", len(begun), begun), None).untouched == ("guid",)
    assert merged(replace(draft, old=()), File(path, "", len(begun), begun), None).state == "taken"


NAMES = ("title", "description", "topics", "licence", "extra")
TEXTS = st.text(max_size=8) | st.sampled_from(
    ["Waves", "Waves\xa0", "\u3000", "Waves # 2", "a: b", "yes", "1984", "It's\nlate", " ", "“x”", "é" * 130]
)
VALUES = TEXTS | st.lists(TEXTS, max_size=2) | st.dictionaries(TEXTS, TEXTS, max_size=2)
SOURCES = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1)
ACTS = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.sampled_from(["change", "remove", "note"]), VALUES))


@settings(max_examples=150)
@given(SOURCES, SOURCES, ACTS, st.booleans())
def test_whatever_people_and_the_source_change_each_keeps_what_is_theirs(
    source: dict[str, Any], later: dict[str, Any], acts: dict[str, tuple[str, Any]], twice: bool
) -> None:
    draft = replace(drafted(), fields={"date": "2019-03-01", **source})
    made = merged(draft, None, None)
    assert made.data is not None
    parts = {name: field(name, draft.fields[name]) for name in ordered("article", draft.fields)}
    kept = {name: said(draft.fields[name]) for name in parts}
    for name, (act, value) in acts.items():
        if act == "note":
            parts[name] = f"# A note.\n{parts.get(name, '')}"
        elif act == "remove":
            kept.pop(name, None)
            parts.pop(name, None)
        else:
            kept[name], parts[name] = said(value), field(name, value)
    text = f"---\n{''.join(parts.values())}---\n\nWaves come.\n\nWaves go.\n"
    newer = replace(draft, fields={"date": "2019-03-01", **later})
    after = again(text, made.record or Record("", ""), newer)
    result = after.data or text.encode()
    front = frontmatter.split(result.decode(), PATH)[0]
    assert front is not None
    document, problems = yaml.parse(front.yaml, PATH)
    assert document is not None and isinstance(document.value, dict) and problems == ()
    there = document.value
    changed = (name for name, (act, _) in acts.items() if act != "note")
    touched = {name for name in changed if digest(kept.get(name)) != digest(source.get(name))}
    for name in NAMES:
        mine = name in touched or name in after.left
        expected = kept.get(name) if mine else said(later.get(name))
        assert digest(there.get(name)) == digest(expected), name
    assert after.left == ()
    assert front.yaml.count("# A note.") == sum(act == "note" for act, _ in acts.values())
    if twice:
        once_more = merged(newer, file(result), after.record)
        assert (once_more.data, once_more.record) == (None, after.record)


def test_what_a_person_moved_is_found_by_what_it_is() -> None:
    text, record = first()
    moved = "content/library/articles/sea/old-waves.md"
    episode = "content/podcasts/talks/first.md"
    talk = f"title: A talk\ndescription: {FIELDS['description']}\ndate: 2019-03-01\nguid: a-1\naudio: a.wav\n"
    entries = {
        moved: text.replace("title: Waves", "title: Other"),  # by a person, as its name
        "content/library/articles/copy.md": text.replace("/2019/03/waves/", "/about/"),
        episode: f"---\n{talk}---\nTalk.\n",
    }
    files = {path: File(path, path, len(data), data.encode()) for path, data in (LISTS | entries).items()}
    settings_, _ = settings_of('[site]\nurl = "https://library.example/"\ntitle = "A library"\n')
    assert settings_ is not None
    library, problems = load(Tree(files), settings_)
    assert problems == ()
    there = Whereabouts(library, {"content/library/articles/copy.md"})
    assert there.find("article", None, ["https://b.example/2019/03/waves"]) == moved
    assert there.find("article", None, ["https://b.example/2019/03/waves?id=2"]) == "", "a query may name any page"
    assert there.find("article", None, ["https://a.example/about/", "https://a.example/", "/?p=12"]) == ""
    assert there.find("article", None, [], record) == moved, "by its text and its date"
    other = replace(record, fields={**record.fields, "date": "0", "title": "0"})
    assert there.find("article", None, [], other) == "", "a text alone may be that of several"
    assert Whereabouts(library, ()).find("article", None, [], record) == "", "two look like it"
    assert there.find("episode", {"value": "a-1", "permalink": True}, []) == episode
    alike = Record("episode", "", {"date": digest("2019-03-01")}, digest("Talk."))
    assert there.find("episode", "A-1", [], alike) == "", "case counts, and more than all that looks alike"


def test_the_ledger_is_read_as_it_was_written_an_item_a_line() -> None:
    record = first()[1]
    known = Known(
        {"12": record, "13": replace(record, gone=True)}, {"a": Kept("content/a.jpg", "0" * 64)}, {"Jo": "jo"}
    )
    data = Ledger().with_("https://old.example/feed", known).dumped()
    assert Ledger.load(data) == (Ledger({"https://old.example/feed": known}), ())
    assert Ledger.load(None) == (Ledger(), ())
    half = Ledger({"\ud800 é": Known({"\ud800": record})})
    assert Ledger.load(half.dumped()) == (half, ()), "ids stay what they are, byte for byte"
    assert sum(line.startswith(b'"12":{') for line in data.split(b"\n")) == 1
    assert Ledger.load(data)[0].dumped() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"version":1}',
        b'{"sources":{},"version":2}',
        b'{"sources":{"a":{"files":{},"people":{},"items":{"1":{"kind":"page","path":"content/../pipeline.toml"}}}},"version":1}',
        b'{"sources":{"a":{"files":{},"people":{},"items":{"1":{"kind":"page","path":"content/of/no/kind.md"}}}},"version":1}',
        b'{"sources":{"a":{"files":{},"people":{},"items":{"1":{"kind":"pge","path":"content/pages/a.md"}}}},"version":1}',
        b'{"sources":{"a":{"items":{},"people":{},"files":{"1":{"sha256":"0","path":"theme/base.html"}}}},"version":1}',
    ],
)
def test_a_ledger_that_no_import_wrote_is_told_and_names_no_file_elsewhere(data: bytes) -> None:
    conflict = b"<<<<<<< ours\n" + data + b"\n=======\n>>>>>>> theirs\n"
    assert [one.code for one in Ledger.load(conflict)[1]] == ["merge-conflict"]
    ledger, problems = Ledger.load(data)
    assert ledger == Ledger()
    assert [one.code for one in problems] == ["bad-import"]
    assert "git checkout -- import.lock" in problems[0].hint
