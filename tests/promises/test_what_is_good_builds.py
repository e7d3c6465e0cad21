"""What `check` calls good, builds: a library is either refused, with a place a person can go to, or it is published.

Libraries are made by chance from the small one: fields of every kind, as the model declares them, get values that
people write and values that nobody should. Where a run ends in another way, the pipeline itself failed.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import flow, publishing
from pipeline.content.parse import entry
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.tree import File
from pipeline.problems import has_errors
from tests.journeys.test_twins import files
from tests.support import twins

BASE = files()
SETTINGS = twins.world(BASE).settings
ENTRIES = [name for name in BASE if claiming(name)]
LISTS = ["content/people.yml", "content/topics.yml", "content/audiences.yml"]
VALUES = """\
yes
no
0
-1
7
1.5
''
null
[]
{}
[a, b]
{a: b}
2026-01-02
2026-01-02T03:04
2026-01-02T03:04:05+14:00
0001-01-01
9999-12-31
2999-01-01
0001-01-01T00:00+23:59
9999-12-31T23:59-23:59
20260101
NO
12:30
en
de-CH
ar
zz-Zzzz
CC-BY-4.0
GB
https://e.example/
mailto:a@e.example
tel:112
first.wav
first.vtt
cover.png
../talks/cover.png
/content/podcasts/talks/cover.png
nowhere.png
/content/people.yml
../../../etc/passwd
show.yml
.
..
/
urges-pass.md
../../library/articles/urges-pass.md
[../../library/articles/urges-pass.md, ../../handouts/urge-log.md]
{file: cover.png, alt: ''}
{file: /content/podcasts/talks/cover.png, alt: A square}
{file: x, alt: y, z: 1}
[coping-with-urges]
[for-me]
[alex, sam]
[nobody]
alex
[{person: alex, role: host}]
[/old/]
[/topics/]
[/index.html]
[/a/b/c.html, /a/b/]
[/404.html]
[/ä/]
[old]
[/media/x/]
[/feed.xml]
[/library/articles/urges-pass/]
[/library/articles/]
topics
people
feed.xml
index
a
log-0123456789ab
urges-pass
first
transcript
"<b>&\\"\\u2028"
"{{ x }} {% raw %}"
"\\u200f\\u202e"
"\\U0001f600 and more"
Words that are long enough to be the description of an entry of a library.
[{title: A, url: "https://e.example/?a=b&c=d"}]
[{title: A, url: "javascript:x"}]
[{title: A}]
[{at: 0:01, title: One}, {at: 0:03, title: Two}]
[{at: 9:00:00, title: Late}]
[{at: 0, seconds: 3}]
[{title: T, authors: [A], isbn: "9780452281325", annotation: Good.}, {title: T, authors: [B], isbn: "9780452281325"}]
[{title: T, authors: [A], isbn: "0452281326", annotation: Good., links: [{title: L, url: "https://e.example/"}]}]
[{url: "https://e.example/", title: T, description: D, kind: helpline, regions: [GB-SCT, EU], phone: "112"}]
[{url: "https://e.example/", title: T, description: D, kind: app, checked: 2020-01-01, cost: free, language: de}]
{loudness_mono: -18, sting: yes}
{apple: id1, spotify: x/y}
{1: First, 2: Second}
{name: N, email: e@e.example}
[A4]
[Letter, A4]
serial
trailer
9b024349-ccf0-5f69-a609-6b82873eab3c
" g "
Health & Fitness
A > B > C
""".splitlines()
LONG = ["a" * 100, "a" * 101, "'" + "long " * 29 + "'", "'" + "long " * 70 + "'", "|\n  two\n  lines"]
BODIES = [
    "",
    "\n\n",
    "Text.\n",
    "# One\n\n### Three\n",
    "![](x.png)\n",
    "![A square](/content/podcasts/talks/cover.png)\n",
    "[A square](/content/podcasts/talks/cover.png)\n",
    "[x](../../people.yml)\n",
    "[x](/content/pages/home.md#nowhere)\n",
    "[x](/content/handouts/urge-log.md#h-x)\n",
    "[x](https://e.example/)\n",
    "[x](#f-what)\n",
    "```form\n- text: What?\n- text: What?\n```\n",
    "```form\n- scale: How?\n```\n```form\n- text: How?\n```\n",
    "```form\n- nothing\n```\n",
    "<script>alert(1)</script>\n",
    "</div></main>\n",
    "{{ x }}\n",
    "a | b\n--|:-:\n1 | 2\n",
    "[^1]\n\n[^1]: Note\n",
    "<details><summary>S</summary>T</details>\n",
    "\u202eback\n",
    "&#0; &nope;\n",
    "*" * 300 + "\n",
]
NAMES = [
    "content/pages/{}.md",
    "content/library/articles/{}.md",
    "content/library/articles/deep/{}.md",
    "content/handouts/{}.md",
    "content/library/books/{}.md",
    "content/podcasts/{}/show.yml",
    "content/podcasts/talks/{}.md",
]
STEMS = ["another", "index", "topics", "about", "404", "urges-pass", "x" * 120, "x" * 240, "a-b", "Ä", "a b", "show"]


def declared(path: str) -> list[str]:
    kind = claiming(path)
    assert kind is not None, path
    return [field.name for field in fields(kind.fields)]


@cache
def good(path: str, name: str) -> list[str]:
    """The values that the model takes for a field of an entry: what they mean to the rest of the library is open."""
    kind = claiming(path)
    assert kind is not None, path
    texts = {value: with_field(BASE[path].decode(), f"{name}: {value}").encode() for value in [*VALUES, *LONG]}
    made = ((value, File(path, "", len(text), text)) for value, text in texts.items())
    return [value for value, file in made if entry(file, kind, SETTINGS)[0] is not None]


@st.composite
def edits(draw: Any) -> tuple[str, str, str]:
    """What to do, to which file, with what."""
    what = draw(st.sampled_from(["field", "field", "field", "field", "body", "gone", "copy", "list"]))
    if what == "field":
        path = draw(st.sampled_from(ENTRIES))
        name = draw(st.sampled_from(declared(path)))
        some = good(path, name) if draw(st.integers(0, 9)) else [*VALUES, *LONG]
        return what, path, f"{name}: {draw(st.sampled_from(some or VALUES))}"
    if what == "body":
        return what, draw(st.sampled_from(ENTRIES)), draw(st.sampled_from(BODIES))
    if what == "copy":
        name = draw(st.sampled_from(NAMES)).format(draw(st.sampled_from(STEMS)))
        return what, name, draw(st.sampled_from(ENTRIES))
    if what == "list":
        return (
            what,
            draw(st.sampled_from(LISTS)),
            draw(st.sampled_from(["", "[]", "{}", "- id: x\n", "x: {name: X}\n"])),
        )
    return what, draw(st.sampled_from([*ENTRIES, "content/podcasts/talks/first.vtt"])), ""


def changed(texts: dict[str, bytes], edit: tuple[str, str, str]) -> None:
    what, path, given = edit
    if what == "gone":
        texts.pop(path, None)
    elif what == "copy":
        texts[path] = BASE[given]
    elif what == "list":
        texts[path] = given.encode() if given in ("", "[]", "{}") else texts[path] + given.encode()
    elif path in texts:
        text = texts[path].decode()
        texts[path] = (with_body(text, given) if what == "body" else with_field(text, given)).encode()


def with_body(text: str, body: str) -> str:
    return "---\n".join([*text.split("---\n")[:2], body]) if text.startswith("---\n") else text


def with_field(text: str, field: str) -> str:
    """The field, in place of what stands there under its name."""
    name = field.partition(":")[0]
    without = re.sub(rf"^{name}:.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)
    return (
        f"---\n{field}\n{without.removeprefix('---' + chr(10))}" if text.startswith("---\n") else f"{field}\n{without}"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(), min_size=1, max_size=4), st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Midway"]))
@example([("field", "content/pages/home.md", "date: 0001-01-01")], "Pacific/Kiritimati")
@example([("field", "content/handouts/urge-log.md", "date: 9999-12-31")], "Pacific/Midway")
@example([("field", "content/podcasts/talks/first.md", "chapters: first.wav")], "UTC")
def test_a_library_is_refused_with_a_place_or_published(made: list[tuple[str, str, str]], zone: str) -> None:
    texts = dict(BASE)
    texts["pipeline.toml"] = texts["pipeline.toml"].replace(b"Europe/London", zone.encode())
    for edit in made:
        changed(texts, edit)
    found = flow.check(twins.world(texts)).problems
    for problem in found:
        assert problem.place.path and (problem.place.path in texts or problem.code == "missing-file"), problem
        assert problem.message and problem.hint, problem
    if has_errors(found):
        return
    world = twins.world(texts)
    built = flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None and not planned.refusals
    publishing.sync(world, planned)
    state = world.target.state().manifest
    assert state is not None and state.artifacts == built.manifest.artifacts


def test_every_kind_is_tried() -> None:
    assert {kind.name for path in ENTRIES if (kind := claiming(path))} == set(KINDS)
