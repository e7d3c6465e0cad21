"""What an import tells: what waits for people first, in lines to write as they stand; and all of it as data."""

from __future__ import annotations

import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from pipeline.importing.deciding.decisions import load
from pipeline.importing.deciding.losses import decided
from pipeline.importing.source.loss import Loss, Outcome
from pipeline.importing.telling.document import dumped, schema
from pipeline.importing.telling.report import Missing, Report, Reported
from pipeline.importing.telling.table import SHOWN, table
from pipeline.model.decisions import Decisions, Mapped
from pipeline.problems import Place, Problem
from tests.importing.test_decisions import file, library

FEED = "https://old.example/feed/"
DECISIONS = Decisions(losses={"shortcode/quiz": Mapped(map="*A quiz.*")})
FOLDER = "content/podcasts/talks/"


def loss(kind: str, outcome: Outcome, count: int = 1, what: str = "", line: int = 33) -> Loss:
    return Loss(kind, outcome, what, Place(FEED, line), count)


def reported() -> Report:
    first = [
        loss("attribute/style", "dropped", 1_040),
        loss("html/object", "dropped", 1, "<object\n data='a.swf'> # old", 14),
        loss("category/Urges: all", "dropped"),
    ]
    second = [
        loss("html/iframe", "changed", 2),
        loss("shortcode/quiz", "dropped"),
        loss("shortcode/no: 7", "dropped", 3),
    ]
    items = (
        Reported("a-1", Place(FEED, 10), "episode", f"{FOLDER}one.md", "new", losses=decided(first, DECISIONS)),
        Reported(
            "a-2",
            Place(FEED, 20),
            "episode",
            f"{FOLDER}two.md",
            "updated",
            ("title",),
            losses=decided(second, DECISIONS),
        ),
        Reported("a-3", Place(FEED, 30), "episode", f"{FOLDER}three.md", "same", untouched=("body",), left=("topics",)),
        Reported("a-4", Place(FEED, 40), "episode", f"{FOLDER}four.md", "gone", losses=decided(first, DECISIONS)),
    )
    return Report(
        FEED,
        items,
        decided([loss("feed/itunes:foo", "kept")], DECISIONS),
        {"Urges: all": (31, "coping-with-urges"), "Odd": (1, "")},
        {"jo-t": "Jo T."},
        (Missing(f"{FOLDER}a.jpg", f"{FOLDER}one.md", Place(FEED, 12)),),
        ("the oldest number is 12: an older page of the feed may be missing",),
        (
            Problem(Place(f"{FOLDER}two.md", 12), "no alt", "write one", "missing-alt"),
            Problem(Place("content/people.yml", 1), "no bio", "write one", "missing-field"),
        ),
    )


TABLE = """\
https://old.example/feed/: 4 items
1  new
1  brought up to date
1  unchanged
1  removed by people, and not written again
Lines are those of https://old.example/feed/

4 losses wait for a decision. Write into `import.yml`, below the `losses:` that is there,
if one is, and with `keep` or `{map: …}` in place of `drop` where you want that:

losses:
  # An element of HTML that Markdown has no way to say. Once, first in line 14: \
<object data='a.swf'> # old
  html/object: drop
  # A shortcode or tag of another program. 3 times, first in line 33
  "shortcode/no: 7": drop

2 categories are no topic yet. Write into `import.yml` which they are, `[]` for none,
below the `topics:` that is there, if one is:

topics:
  # 31 items
  "Urges: all": [coping-with-urges]
  # 1 item; no topic is called so
  Odd: []

What has no home here as it was, by kind:

                     kept  changed  dropped  becomes         first in
category/Urges: all     –        –        1  ?               line 33
feed/itunes:foo         1        –        –  keep            line 33
html/iframe             –        2        –  keep            line 33
html/object             –        –        1  ?               line 14
shortcode/no: 7         –        –        3  ?               line 33
shortcode/quiz          –        –        1  map: *A quiz.*  line 33
Besides, dropped without a question: attribute/style 1,040

By item:

                       kept  changed  dropped  in
podcasts/talks/two.md     –        2        4  line 20
podcasts/talks/one.md     –        –        2  line 10

Changed by people here, and otherwise in the source; it stays as people have it:
  content/podcasts/talks/three.md: body
Not brought up to date, since a comment stands inside; write it by hand, or move the comment:
  content/podcasts/talks/three.md: topics

New in `people.yml`; is one of them there twice, or to be called otherwise?
  jo-t  Jo T.

1 picture without words for those who don't see them:
  content/podcasts/talks/a.jpg  in content/podcasts/talks/one.md

What `check` found is told above by the files here. In the source they are:
  content/podcasts/talks/two.md  line 20

Note: the oldest number is 12: an older page of the feed may be missing

All of it: `import-report.json`
"""


def test_people_read_first_what_waits_for_them() -> None:
    assert table(reported()) == TABLE


def test_the_lines_that_it_gives_can_be_written_as_they_stand_and_nothing_waits_then() -> None:
    lines = TABLE.split("\n")
    losses, topics = lines.index("losses:"), lines.index("topics:")
    text = "\n".join([*lines[losses : lines.index("", losses)], *lines[topics : lines.index("", topics)], ""])
    decisions, problems = load(file(text), library())
    assert problems == ()
    again = [one.loss for one in reported().all_losses()]
    assert not any(
        one.open for one in decided(again, replace(decisions, losses={**decisions.losses, **DECISIONS.losses}))
    )
    assert Report(FEED).open == 0
    assert reported().open == 5, "one object, one category, three shortcodes"


def test_long_lists_end_and_say_how_much_is_left() -> None:
    items = tuple(
        Reported(
            str(n),
            Place(FEED, n),
            "page",
            f"content/pages/{n}.md",
            "new",
            losses=decided([loss("html/object", "dropped")], DECISIONS),
        )
        for n in range(SHOWN + 5)
    )
    told = table(Report(FEED, (*items, Reported("x", Place("other.xml"), "page", "content/pages/x.md", "new"))))
    assert told.count("pages/") == SHOWN
    assert "  and 5 more\n" in told
    assert f"{FEED}:29" in told, "places are whole where there are several files"


def test_the_document_is_whole_and_as_its_schema_says() -> None:
    data = json.loads(dumped(replace(reported(), source="half of a sign: \ud800")))
    Draft202012Validator.check_schema(schema())
    assert list(Draft202012Validator(schema()).iter_errors(data)) == []
    assert (data["version"], data["open"], data["states"]) == (1, 5, {"gone": 1, "new": 1, "same": 1, "updated": 1})
    first = data["items"][0]
    assert first["counts"] == {"kept": 0, "changed": 0, "dropped": 1_042}
    assert first["losses"][1] == {
        "kind": "html/object",
        "outcome": "dropped",
        "what": "<object\n data='a.swf'> # old",
        "place": {"path": FEED, "line": 14, "column": 0},
        "count": 1,
        "verdict": None,
        "by": "",
    }
    assert data["problems"][0]["severity"] == "error"
    assert [one["source"] and one["source"]["line"] for one in data["problems"]] == [20, None]
    assert data["terms"] == [
        {"name": "Odd", "items": 1, "guess": ""},
        {"name": "Urges: all", "items": 31, "guess": "coping-with-urges"},
    ]
