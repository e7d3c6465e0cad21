"""A library in memory with something of everything, and edits of it. Made again, each takes itself back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from tests.journeys.test_twins import files
from tests.support.library import FILES, square, tone

ARTICLES, SHOWS, HANDOUTS = "content/library/articles/", "content/podcasts/", "content/handouts/"
URGES, WAVES, WELLEN = f"{ARTICLES}urges-pass.md", f"{ARTICLES}waves.md", f"{ARTICLES}deep/wellen.md"
BOOKS, LINKS = "content/library/books/first-books.md", "content/library/links/first-links.md"
LOG, PLAN = f"{HANDOUTS}urge-log.md", f"{HANDOUTS}plan.md"
TALKS, FIRST, SECOND = f"{SHOWS}talks/show.yml", f"{SHOWS}talks/first.md", f"{SHOWS}talks/second.md"
HOME, ABOUT = "content/pages/home.md", "content/pages/about.md"
PEOPLE, TOPICS, AUDIENCES = "content/people.yml", "content/topics.yml", "content/audiences.yml"
SETTINGS, WORDS, CARD = "pipeline.toml", "theme/strings/en.yml", "theme/card.yml"
GLOSSARY, FAQ = "content/library/glossary/words.md", "content/library/faq/second.md"
URGE = "coping-with-urges"
WAVE, FACE = f"{ARTICLES}wave.png", "content/alex.png"

MORE: dict[str, str] = {
    WAVES: """\
---
title: Waves
description: An urge is like a wave, and a wave can be ridden by anyone who has learned how.
date: 2026-02-01
topics: [sleep, coping-with-urges]
audiences: [for-me]
authors: [sam]
related: [urges-pass.md]
image:
  file: wave.png
  alt: A wave
redirect_from: [/old-waves/]
---
See [what to do](urges-pass.md#what-to-do), and [the plan](../../handouts/plan.md).

![A wave](wave.png)

## How they rise

Slowly. [The wave](wave.png) as a picture.
""",
    WELLEN: """\
---
title: Wellen
description: Ein Drang ist wie eine Welle, und eine Welle kann man reiten, wenn man es lernt.
date: 2026-02-03
topics: [sleep]
audiences: [for-family]
authors: [sam]
language: de
translation_of: ../waves.md
---
Siehe [Waves](../waves.md#how-they-rise).
""",
    PLAN: """\
---
title: A plan
description: A sheet on which to write down what you will do when the next urge comes.
date: 2026-02-02
topics: [sleep]
audiences: [for-family]
image:
  file: /content/library/articles/wave.png
  alt: The wave
---
Before.

```form
- text: What will I do?
- date: When
```

After.
""",
    SECOND: """\
---
title: The second talk
description: A second talk, in which another tone speaks for a few seconds about itself.
date: 2026-02-05
guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a12
audio: second.wav
number: 2
season: 1
topics: [sleep]
people:
  - person: sam
    role: guest
chapters: second.json
---
Notes, with [the first](first.md) and [the plan](../../handouts/plan.md).
""",
    f"{SHOWS}talks/second.json": """\
{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Beginning"}, {"startTime": 2, "title": "End"}]}
""",
    GLOSSARY: """\
---
title: Words
description: Words that stand in this library, and what each of them means to us.
date: 2026-01-01
terms:
  - term: urge
    also: [urges]
    meaning: A strong wish.
    see: [../articles/waves.md]
  - term: slowly
    meaning: In its own time.
---
""",
    ABOUT: """\
---
title: About
description: Who is behind this library, and why there is one at all, in a few words.
date: 2026-01-01
---
We are [home](home.md).
""",
}
ARTICLE = """\
---
title: {title}
description: An article that comes and goes, so that what names it changes as well.
date: 2026-03-01
topics: [{topic}]
audiences: [for-me]
authors: [alex]
---
{body}
"""
QUESTIONS = """\
---
title: First questions
description: What people ask first, with answers that are short enough for tests.
date: 2026-03-02
topics: [sleep]
audiences: [for-me]
---
## Does an urge pass?

Yes: [they pass](../articles/urges-pass.md), *slowly*, with [an urge](../glossary/words.md#urge) or two.

## And then?

Then comes the next one.
"""
SHOW = FILES[TALKS].replace("title: Talks", "title: More").replace("9b024349", "9b02434a")
EPISODE = FILES[FIRST].replace("0e4f7c0a", "0e4f7c0b").replace("title: The first", "title: A third")


def whole() -> dict[str, bytes]:
    """The library: path → bytes."""
    texts = {name: text.encode() for name, text in MORE.items()}
    more = {f"{SHOWS}talks/second.wav": tone(0.2), WAVE: square(9), FACE: square(7)}
    made = files() | texts | more
    made[TOPICS] += b"- id: sleep\n  title: Sleep\n  description: How to sleep better.\n"
    made[AUDIENCES] += b"- id: for-family\n  title: For family\n  description: For those who live with somebody.\n"
    made[PEOPLE] = made[PEOPLE].replace(
        b"  bio: Alex writes here.\n",
        b"  bio: Alex writes here.\n  photo:\n    file: alex.png\n    alt: Alex\n"
        b'  links:\n    - title: Elsewhere\n      url: "https://alex.example/"\n',
    )
    made[CARD] = b'ground: "#17454a"\nfonts: []\n'
    return made


Texts = tuple[tuple[str, str, str], ...]
"""Of several files: what stands there, and what stands there after the edit."""

TEXTS: Mapping[str, Texts] = {
    "a word": ((URGES, "like a wave", "like a tide"),),
    "many words": ((WAVES, "Slowly.", "Slowly. " + "They rise and they fall. " * 60),),
    "a title": ((URGES, "title: Urges pass", "title: All urges pass"),),
    "the title of another": ((PLAN, "title: A plan", "title: Urges pass"),),
    "a description": ((WAVES, "can be ridden by anyone", "can be ridden by everybody"),),
    "a date": ((URGES, "2026-01-02", "2026-02-20"),),
    "a later date": ((PLAN, "2026-02-02", "2026-05-02"),),
    "a time": ((WAVES, "date: 2026-02-01", "date: 2026-02-01T18:30"),),
    "updated": ((WAVES, "date: 2026-02-01", "updated: 2026-03-01\ndate: 2026-02-01"),),
    "a draft": ((WELLEN, "language: de", "draft: yes\nlanguage: de"),),
    "a draft that others lead to": ((PLAN, "topics:", "draft: yes\ntopics:"),),
    "retired": ((SECOND, "number: 2", "number: 2\nretired: yes"),),
    "a retired show": ((TALKS, "explicit: no", "explicit: no\nretired: yes"),),
    "a slug": ((WAVES, "authors: [sam]", "authors: [sam]\nslug: surf"),),
    "the slug of a show": ((TALKS, "explicit: no", "explicit: no\nslug: words"),),
    "topics": ((URGES, "topics: [coping-with-urges]", "topics: [sleep]"),),
    "more topics": ((PLAN, "topics: [sleep]", "topics: [sleep, coping-with-urges]"),),
    "audiences": ((URGES, "audiences: [for-me]", "audiences: [for-family, for-me]"),),
    "topics of a book": ((BOOKS, "    isbn:", "    topics: [sleep]\n    audiences: [for-family]\n    isbn:"),),
    "a cover": ((BOOKS, "    isbn:", "    cover: {file: ../articles/wave.png, alt: A cover}\n    isbn:"),),
    "authors": ((URGES, "authors: [alex]", "authors: [sam, alex]"),),
    "an author of a list": ((BOOKS, "topics:", "authors: [sam]\ntopics:"),),
    "related": ((WAVES, "[urges-pass.md]", "[../books/first-books.md, deep/wellen.md]"),),
    "no translation": ((WELLEN, "translation_of: ../waves.md\n", "# no translation\n"),),
    "the title of a translation": ((WELLEN, "title: Wellen", "title: Die Wellen"),),
    "the language of a translation": ((WELLEN, "language: de", "language: nl"),),
    "what a translation translates": ((WAVES, "authors: [sam]", "updated: 2026-05-01\nauthors: [sam]"),),
    "a language": ((URGES, "authors:", "language: fr\nauthors:"),),
    "a licence": ((LINKS, "topics:", "licence: CC0-1.0\ntopics:"),),
    "an image": ((URGES, "authors:", "image: {file: wave.png, alt: A wave that rises}\nauthors:"),),
    "no image": ((WAVES, "image:\n  file: wave.png\n  alt: A wave\n", "# no image\n"),),
    "another picture": ((WAVES, "![A wave](wave.png)", "![A face](../../alex.png)"),),
    "a heading that others lead to": ((URGES, "## What to do", "## What to try"),),
    "a heading and who leads to it": (
        (URGES, "## What to do", "## Things to do"),
        (WAVES, "#what-to-do", "#things-to-do"),
        (FIRST, "#what-to-do", "#things-to-do"),
    ),
    "an id that is kept": ((URGES, "## What to do", "## What to do first {#what-to-do}"),),
    "an old address": ((URGES, "authors:", "redirect_from: [/before/]\nauthors:"),),
    "no old address": ((WAVES, "redirect_from: [/old-waves/]\n", "# no old address\n"),),
    "sources": ((URGES, "authors:", 'sources: [{title: A source, url: "https://source.example/"}]\nauthors:'),),
    "a review that is due": ((URGES, "authors:", "review_by: 2026-05-20\nauthors:"),),
    "a look long ago": ((LINKS, "    kind:", "    checked: 2024-05-28\n    kind:"),),
    "another resource": (
        (LINKS, "    kind: organisation", "    kind: helpline\n    phone: '112'\n    regions: [GB, DE]"),
    ),
    "an annotation": ((BOOKS, "A workbook", "A good workbook"),),
    "a field of a form": ((LOG, "What set it off?", "What began it?"),),
    "one form more": (
        (LOG, "  options: [at home, at work]\n```\n", "  options: [here, there]\n```\n\n```form\n- date: Today\n```\n"),
    ),
    "a bad form": ((LOG, "- scale: How strong was it?", "- skale: How strong was it?"),),
    "no large print": ((LOG, "topics:", "large_print: no\ntopics:"),),
    "one size of paper": ((LOG, "topics:", "paper: [A4]\ntopics:"),),
    "the transcript": ((f"{SHOWS}talks/first.vtt", "Thank you", "Thanks"),),
    "a broken transcript": ((f"{SHOWS}talks/first.vtt", "00:00:02.000 --> ", "00:00:09.000 -> "),),
    "no transcript": ((FIRST, "transcript: first.vtt\n", "# no transcript\n"),),
    "the chapters": ((FIRST, "title: End", "title: The end"),),
    "the file of chapters": ((f"{SHOWS}talks/second.json", '"End"', '"The end"'),),
    "the number of an episode": ((SECOND, "number: 2", "number: 3"),),
    "another season": ((SECOND, "season: 1", "season: 2"),),
    "who speaks": ((SECOND, "  - person: sam", "  - person: alex"),),
    "a content note": ((SECOND, "season: 1", "season: 1\ncontent_note: About drink."),),
    "artwork of an episode": ((SECOND, "season: 1", "season: 1\nimage: {file: cover.png, alt: Our square}"),),
    "a soundbite": ((SECOND, "season: 1", "season: 1\nsoundbites: [{at: 0:01, seconds: 2, title: Bite}]"),),
    "the title of a show": ((TALKS, "title: Talks", "title: Our talks"),),
    "a category": ((TALKS, " > Mental Health", " > Nutrition"),),
    "seasons": ((TALKS, "explicit: no", "explicit: no\nseasons: {2: Later, 1: Earlier}"),),
    "directories": ((TALKS, "explicit: no", "explicit: no\ndirectories: {spotify: x, apple: id1}"),),
    "a serial": ((TALKS, "explicit: no", "explicit: no\ntype: serial"),),
    "explicit": ((TALKS, "explicit: no", "explicit: yes"),),
    "the licence of a show": ((TALKS, "explicit: no", "explicit: no\nlicence: CC-BY-4.0"),),
    "the language of a show": ((TALKS, "explicit: no", "explicit: no\nlanguage: de-CH"),),
    "the date of a show": ((TALKS, "explicit: no", "explicit: no\ndate: 2026-03-01"),),
    "the people of a show": ((TALKS, "people:\n  - person: alex\n    role: host\n", "# nobody\n"),),
    "the artwork of a show": ((TALKS, "file: cover.png", "file: ../../library/articles/wave.png"),),
    "the owner of a show": ((TALKS, "library@library.example", "talks@library.example"),),
    "a topic": ((TOPICS, "title: Sleep", "title: Good sleep"),),
    "about a topic": ((TOPICS, "How to sleep better.", "How to sleep well."),),
    "the picture of a topic": (
        (
            TOPICS,
            "How to sleep better.\n",
            "How to sleep better.\n  image: {file: library/articles/wave.png, alt: A wave}\n",
        ),
    ),
    "an audience": ((AUDIENCES, "title: For me", "title: For you"),),
    "a name": ((PEOPLE, "name: Sam", "name: Samira"),),
    "a photo": ((PEOPLE, "  name: Sam\n", "  name: Sam\n  photo: {file: alex.png, alt: Sam}\n"),),
    "a person more": ((PEOPLE, "sam:\n", "kim:\n  name: Kim\nsam:\n"),),
    "a topic more": (
        (TOPICS, "- id: sleep\n", "- id: rest\n  title: Rest\n  description: How to rest.\n- id: sleep\n"),
    ),
    "an audience more": (
        (AUDIENCES, "- id: for-me\n", "- id: all\n  title: All\n  description: For all.\n- id: for-me\n"),
    ),
    "a topic by another id": ((TOPICS, "id: sleep", "id: rest-well"),),
    "an author by another id": ((PEOPLE, "sam:", "sammy:"),),
    "who wrote what": (
        (PEOPLE, "sam:", "samuel:"),
        (WAVES, "[sam]", "[samuel]"),
        (SECOND, "person: sam", "person: samuel"),
        (FIRST, "person: sam", "person: samuel"),
    ),
    "the title of the site": ((SETTINGS, 'title = "A small library"', 'title = "A library"'),),
    "the address of the site": (
        (SETTINGS, 'url = "https://library.example/"', 'url = "https://other.example/below/"'),
    ),
    "the address of the target": (
        (SETTINGS, 'base_url = "http://127.0.0.1:8000/', 'base_url = "https://library.example/'),
    ),
    "the zone": ((SETTINGS, "Europe/London", "Pacific/Kiritimati"),),
    "a licence for all": ((SETTINGS, "timezone", 'licence = "CC-BY-SA-4.0"\ntimezone'),),
    "where to report": ((SETTINGS, "timezone", 'report = "https://report.example/?about={address}"\ntimezone'),),
    "help": ((SETTINGS, "[targets", '[site.crisis]\ntext = "Help now"\nlink = "/content/pages/about.md"\n\n[targets'),),
    "a word to avoid": ((SETTINGS, "[targets", '[words]\navoid = { wave = "tide" }\n\n[targets'),),
    "whose feeds": ((SETTINGS, "[targets", '[feeds]\ncopyright = "Ours"\n\n[targets'),),
    "a limit": ((SETTINGS, "[targets", "[limits]\ntext_bytes = 400\n\n[targets"),),
    "the language of the site": ((SETTINGS, "timezone", 'language = "de"\ntimezone'),),
    "the word for home": ((WORDS, "  home: Home", "  home: Begin"),),
    "the word for what is besides": ((WORDS, "  besides: On other things", "  besides: Other"),),
    "what a template says": ((WORDS, "  skip: Skip to the text", "  skip: To the text"),),
    "what a kind is called": (
        (WORDS, "hubs:\n", "kinds:\n  article:\n    singular: Essay\n    plural: Essays\nhubs:\n"),
    ),
    "the look of cards": ((CARD, "#17454a", "#000000"),),
    "a meaning": ((GLOSSARY, "A strong wish.", "A strong pull."),),
    "another spelling": ((GLOSSARY, "also: [urges]", "also: [wave, urges]"),),
    "a text that explains nothing": ((URGES, "authors:", "explain_terms: no\nauthors:"),),
    "a broken link": ((WAVES, "(urges-pass.md#what-to-do)", "(urges-pas.md)"),),
    "a broken anchor": ((WELLEN, "#how-they-rise", "#how-they-fall"),),
    "an unknown topic": ((WELLEN, "topics: [sleep]", "topics: [slep]"),),
    "an unknown author": ((URGES, "authors: [alex]", "authors: [alexa]"),),
    "a file that is not there": ((WAVES, "  file: wave.png", "  file: waves.png"),),
    "an unknown field": ((WAVES, "redirect_from:", "redirect: x\nredirect_from:"),),
    "bad YAML": ((URGES, "title: Urges pass", "title: [Urges pass"),),
    "a script": ((WELLEN, "Siehe", "<script>alert(1)</script> Siehe"),),
    "an unkind word": (
        (WELLEN, "language: de\ntranslation_of: ../waves.md\n", "# English\n"),
        (WELLEN, "Siehe", "An addict. See"),
    ),
    "two of one GUID": ((SECOND, "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a12", "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11"),),
    "two at one address": (
        (WELLEN, "language: de", "slug: x\nlanguage: de"),
        (WAVES, "redirect_from: [/old-waves/]", "redirect_from: [/library/articles/deep/x/]"),
    ),
}

THERE: Mapping[str, Mapping[str, bytes]] = {
    "a word of the house": {"content/words.yml": b"words: [{avoid: wave, prefer: tide}]\n"},
    "an article": {f"{ARTICLES}new.md": ARTICLE.format(title="New", topic="sleep", body="New.").encode()},
    "an article of the same title": {
        f"{ARTICLES}a.md": ARTICLE.format(title="Waves", topic="sleep", body="A.").encode()
    },
    "an article that leads to others": {
        f"{ARTICLES}b.md": ARTICLE.format(title="B", topic="sleep", body="[W](waves.md), [n](new.md).").encode()
    },
    "a book list": {"content/library/books/more.md": FILES[BOOKS].replace("First books", "More books").encode()},
    "a link list": {"content/library/links/more.md": FILES[LINKS].replace("First links", "More links").encode()},
    "a handout": {f"{HANDOUTS}more.md": FILES[LOG].replace("Urge log", "More").encode()},
    "questions": {FAQ: QUESTIONS.encode()},
    "a page": {"content/pages/more.md": MORE[ABOUT].replace("title: About", "title: More").encode()},
    "a show": {
        f"{SHOWS}more/show.yml": SHOW.encode(),
        f"{SHOWS}more/third.md": EPISODE.encode(),
        f"{SHOWS}more/first.wav": tone(0.3),
        f"{SHOWS}more/first.vtt": FILES[f"{SHOWS}talks/first.vtt"].encode(),
        f"{SHOWS}more/cover.png": square(6),
    },
    "an episode": {
        f"{SHOWS}talks/third.md": EPISODE.replace("number: 1", "number: 3").encode(),
    },
    "a file that nobody names": {f"{ARTICLES}notes.txt": b"Notes.\n"},
    "a German word": {"theme/strings/de.yml": b"hubs:\n  home: Anfang\n"},
}
"""Files that come, and go where they are there."""

GONE = (
    WELLEN,
    URGES,
    BOOKS,
    LINKS,
    GLOSSARY,
    PLAN,
    LOG,
    SECOND,
    FIRST,
    TALKS,
    HOME,
    ABOUT,
    WAVE,
    f"{SHOWS}talks/first.vtt",
    CARD,
)
"""Files that go, and come where they are gone."""

MOVED = (
    (WAVES, f"{ARTICLES}deep/waves.md"),
    (WELLEN, f"{ARTICLES}wellen.md"),
    (URGES, f"{ARTICLES}urges.md"),
    (SECOND, f"{SHOWS}talks/2.md"),
    (ABOUT, "content/pages/who.md"),
    (WAVE, f"{ARTICLES}a-wave.png"),
)
"""Files that get another name, and the old one again."""


def _turned(path: str, second: bytes) -> bytes:
    """A list of two in the other order."""
    first, _, rest = whole()[path].partition(second)
    return second + rest + first


BYTES = {
    WAVE: square(10),
    FACE: square(11),
    f"{SHOWS}talks/cover.png": square(12),
    f"{SHOWS}talks/second.wav": tone(0.25),
    PEOPLE: _turned(PEOPLE, b"sam:"),
    TOPICS: _turned(TOPICS, b"- id: sleep"),
    AUDIENCES: _turned(AUDIENCES, b"- id: for-family"),
    "mkdocs.yml": b"theme:\n  name: material\n  palette: {}\n",
    "theme/partials/foot.html": b"<p>Ours</p>",
    "theme/print/own.css": b"html { color: black }",
}
"""Files whose bytes are others, and those of the library again."""

NOW = datetime(2026, 6, 1, tzinfo=UTC)
INSTANTS = (
    NOW,
    *(
        datetime(2026, month, day, hour, tzinfo=UTC)
        for month, day, hour in ((2, 1, 11), (2, 4, 0), (3, 1, 0), (12, 1, 0))
    ),
)

Shelf = dict[str, bytes]
Edit = Callable[[Shelf], None]


def _texts(some: Texts) -> Edit:
    def edit(shelf: Shelf) -> None:
        for path, old, new in some:
            if path not in shelf:
                continue
            shelf[path] = _replaced(shelf[path].decode(), old, new).encode()

    return edit


def _replaced(text: str, old: str, new: str) -> str:
    added = new.replace(old, "", 1)
    if old in new and added in text:  # another edit may have put something between it and its place
        return text.replace(added, "", 1)
    return text.replace(new, old, 1) if new in text else text.replace(old, new, 1)


def _there(some: Mapping[str, bytes]) -> Edit:
    def edit(shelf: Shelf) -> None:
        missing = {path: data for path, data in some.items() if path not in shelf}
        shelf.update(missing)
        for path in () if missing else some:
            del shelf[path]

    return edit


def _bytes(path: str, data: bytes, before: bytes | None) -> Edit:
    def edit(shelf: Shelf) -> None:
        if shelf.get(path) != data:
            shelf[path] = data
        elif before is None:
            del shelf[path]
        else:
            shelf[path] = before

    return edit


def _moved(old: str, new: str) -> Edit:
    def edit(shelf: Shelf) -> None:
        here, there = (old, new) if old in shelf else (new, old)
        if here in shelf:
            shelf[there] = shelf.pop(here)

    return edit


def _all() -> Iterator[tuple[str, Edit]]:
    base = whole()
    yield from ((name, _texts(some)) for name, some in TEXTS.items())
    yield from ((name, _there(some)) for name, some in THERE.items())
    yield from ((f"{path} is gone", _there({path: base[path]})) for path in GONE)
    yield from ((f"{old} → {new}", _moved(old, new)) for old, new in MOVED)
    yield from ((f"the bytes of {path}", _bytes(path, data, base.get(path))) for path, data in BYTES.items())


EDITS: Mapping[str, Edit] = dict(_all())
