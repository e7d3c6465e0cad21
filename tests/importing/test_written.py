"""New files: what they say is what was given, and they look as an editor would write them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats import frontmatter, yaml
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.keeping.people import joined
from pipeline.importing.keeping.written import field, said, written
from pipeline.model.tree import File
from pipeline.problems import Place

EPISODE = """\
---
title: "Evenings: why they are long #2"
description: >-
  The hours after work are the hardest for many people. Mara and Jo talk about three small things that
  made theirs shorter, and about one that did not help at all.
date: 2019-03-01T18:30:00+01:00
updated: 2019-03-02
image:
  file: evenings.jpg
  alt: ""
redirect_from:
  - /2019/03/evenings/
guid: https://old.example/?p=12
audio:
  file: evenings.mp3
  master: never
number: 12
people:
  - person: mara
    role: host
  - name: Jo “the kite”
chapters:
  - at: 0:00
    title: "1984"
  - at: 1:02:03.5
    title: "No"
explicit: no
topics: [coping-with-urges, sleep]
extra:
  feed:
    - |-
      <a:b xmlns:a="urn:a">
        <c/>
      </a:b>
---

We talk about evenings.

- One
- Two
"""


def test_a_new_file_looks_as_an_editor_would_have_written_it() -> None:
    fields = {
        "extra": {"feed": ['<a:b xmlns:a="urn:a">\n  <c/>\n</a:b>']},
        "redirect_from": ["/2019/03/evenings/"],
        "topics": ["coping-with-urges", "sleep"],
        "explicit": False,
        "chapters": [{"at": "0:00", "title": "1984"}, {"at": "1:02:03.5", "title": "No"}],
        "people": [{"person": "mara", "role": "host"}, {"name": "Jo “the kite”"}],
        "number": 12,
        "audio": {"file": "evenings.mp3", "master": "never"},
        "guid": "https://old.example/?p=12",
        "image": {"file": "evenings.jpg", "alt": ""},
        "updated": "2019-03-02",
        "date": "2019-03-01T18:30:00+01:00",
        "description": "The hours after work are the hardest for many people. Mara and Jo talk about three small "
        "things that made theirs shorter, and about one that did not help at all.",
        "title": "Evenings: why they are long #2",
        "season": None,
    }
    draft = Draft(
        "12", "episode", "content/podcasts/talks/a.md", fields, "We talk about evenings.\n\n- One\n- Two", PLACE
    )
    assert written(draft).decode() == EPISODE


PLACE = Place("feed.xml", 12)
TEXTS = st.text(max_size=130) | st.text(" \n#:-'\"“”|>&*!%@`{}[],?a0~\t\u2028\x85\x1f\ufeff", max_size=8)
ODD = st.sampled_from(
    ["no", "1984", "2020-01-01", "12:30", "~", "null", "1e3", "0x1f", "=", "<<", "---", "...", "“all of it”", "a\r\nb"]
)
VALUES = st.recursive(
    TEXTS | ODD | st.integers(0) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(VALUES)
def test_whatever_is_written_reads_as_it_was_given(value: Any) -> None:
    text = field("title", value)
    document, problems = yaml.parse(text, "a.yml")
    assert document is not None, text
    assert (document.value, problems) == ({"title": said(value)}, ()), text


def test_quotation_marks_around_a_text_stay_words_and_are_no_doubt() -> None:
    assert field("title", "“All of it”") == 'title: "“All of it”"\n'
    assert field("title", '"No" is a word') == "title: '\"No\" is a word'\n"


def test_signs_stay_signs_and_halves_of_them_harm_nothing() -> None:
    assert field("title", "🎧 One: two") == 'title: "🎧 One: two"\n'
    assert field("title", "\ud83c\udfa7 \ud800!") == "title: 🎧 \N{REPLACEMENT CHARACTER}!\n"
    draft = Draft("1", "news", "content/news/a.md", {"title": "A", "extra": {"\ud800": "b"}}, "Half: \ud800.", PLACE)
    assert written(draft).decode().endswith("---\n\nHalf: \N{REPLACEMENT CHARACTER}.\n")


@settings(max_examples=50)
@given(st.lists(TEXTS | ODD, min_size=1, max_size=4))
def test_a_file_has_its_fields_and_its_text_whatever_they_hold(texts: list[str]) -> None:
    fields = {f"field-{number}": text for number, text in enumerate(texts)}
    data = written(Draft("1", "news", "content/news/a.md", fields, "---\nA text.", PLACE))
    front, problems = frontmatter.split(data.decode(), "a.md")
    assert front is not None and not problems
    document, _ = yaml.parse(front.yaml, "a.md")
    assert document is not None and document.value == {name: said(text) for name, text in fields.items()}
    assert front.body == "\n---\nA text.\n"


def test_people_come_behind_those_that_are_there_with_their_comments() -> None:
    before = "# We are few.\nalex:\n  name: Alex # writes\n\n# And:\nsam: {name: Sam}"
    file = File("content/people.yml", "", len(before), before.encode())
    after, problems = joined(file, {"sam": {"name": "Another"}, "jo-t": {"name": "Jo: T", "bio": "Speaks."}})
    assert ((after or b"").decode(), problems) == (f'{before}\njo-t:\n  name: "Jo: T"\n  bio: Speaks.\n', ())
    assert joined(file, {"sam": {"name": "Another"}}) == (None, ())
    made, _ = joined(None, {"no": {"name": "Nora"}})
    assert made == b'"no":\n  name: Nora\n'


def test_people_are_not_written_into_a_file_that_nobody_can_read() -> None:
    file = File("content/people.yml", "", 9, b"- name: Alex\n")
    after, problems = joined(file, {"jo": {"name": "Jo"}})
    assert after is None
    assert [(str(one.place), one.code) for one in problems] == [("content/people.yml:1:1", "bad-import")]
