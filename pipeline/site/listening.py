"""Shows and episodes: what their pages hold, and the transcripts, in the page of an episode and as pages of their own.

A moment of an episode has the fragment `t=SECONDS`. The transcript carries these as ids, so that a link to a moment
leads to what is said there even where no script plays it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pipeline.formats.times import clock
from pipeline.formats.transcript import Cue, turns
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.episode import Episode
from pipeline.model.kinds.show import Show
from pipeline.model.media import MediaFacts
from pipeline.site import pictures, subscribe
from pipeline.site.cards import Data, Shelf
from pipeline.site.engine import Page, TocItem

TRANSCRIPT = "kinds/transcript.html"
LONG = 60.0
"""Seconds after which a paragraph of one speaker ends with the next sentence."""
NEAR = 0.5
"""Seconds by which a chapter may begin after the first words that belong to it."""
_ENDS = (".", "?", "!", "…", "。", "؟")

Marks = Sequence[tuple[float, str]]


def show(entry: Entry[Show], shelf: Shelf) -> Data:
    """What the page of a show holds."""
    fields, feed = entry.fields, urls.absolute(shelf.base_url, urls.show_feed(entry.address))
    episodes = shelf.library.episodes_of(entry)
    ways = subscribe.apps(feed, fields.title, fields.directories)
    return {
        "feed": {"url": feed, "code": subscribe.code(feed)},
        "apps": [{"name": name, "href": href} for name, href in ways],
        "seasons": _seasons(entry, episodes if fields.type == "episodic" else episodes[::-1], shelf),
        "count": len(episodes),
        "filters": _filters(episodes, shelf),
        "people": _credits(entry, shelf),
        "author": fields.author or fields.owner.name,
        "funding": [{"url": f.url, "text": f.text} for f in fields.funding],
    }


def _seasons(show: Entry[Show], episodes: Iterable[Entry[Episode]], shelf: Shelf) -> list[Data]:
    """The episodes in their order, those of a season together."""
    seasons: dict[int | None, list[Data]] = {}
    for one in episodes:
        card = shelf.card(one, show.address)
        own = {
            "number": one.fields.number or "",
            "speakers": " ".join(credit.person for credit in one.fields.people),
            "topics": " ".join(one.fields.topics),
        }
        seasons.setdefault(one.fields.season, []).append(card | own)
    names = show.fields.seasons
    titles = {n: shelf.say("show.season", season=n, name=names[str(n)]) for n in seasons if str(n) in names}
    return [{"title": titles.get(number, ""), "episodes": cards} for number, cards in seasons.items()]


def _filters(episodes: Sequence[Entry[Episode]], shelf: Shelf) -> list[Data]:
    """By what the episodes can be narrowed; who speaks in all of them narrows nothing."""
    people, topics = shelf.library.people, shelf.library.topics
    speakers = Counter(i for one in episodes for i in {credit.person for credit in one.fields.people})
    about = Counter(i for one in episodes for i in set(one.fields.topics))

    def options(counted: Counter[str], titles: dict[str, str]) -> list[Data]:
        named = sorted((titles[i], i) for i, count in counted.items() if count < len(episodes))
        return [{"id": i, "title": title} for title, i in named]

    by_speaker = options(speakers, {i: people[i].name for i in speakers})
    by_topic = options(about, {i: topics[i].title for i in about})
    return [
        {"name": "speaker", "legend": shelf.say("show.speakers"), "options": by_speaker},
        {"name": "topic", "legend": shelf.say("show.topics"), "options": by_topic},
    ]


def episode(entry: Entry[Episode], shelf: Shelf) -> Data:
    """What the page of an episode holds."""
    fields, here, sound = entry.fields, entry.address, shelf.media[entry.path]
    show = shelf.library.show_of(entry)
    said = parts(sound.cues, sound.chapter_marks)
    return {
        "show": {
            "title": show.fields.title,
            "href": urls.relative(here, show.address),
            "picture": shelf.picture(show.fields.image, show.path, here, pictures.SMALL),
        },
        "sound": {
            "src": urls.relative(here, sound.path),
            "type": sound.type,
            "megabytes": f"{sound.blob.size / 1_000_000:.1f}",
            "seconds": sound.seconds,
            "duration": clock(round(sound.seconds)),
        },
        "number": fields.number or "",
        "season": fields.season or "",
        "people": _credits(entry, shelf),
        "chapters": _chapters(sound, with_ids=not said),
        "transcript": said,
        "transcript_page": urls.relative(here, urls.transcript(here)) if said else "",
        "transcript_file": urls.relative(here, sound.transcript.path) if sound.transcript else "",
        "content_note": fields.content_note,
        "synthetic_voice": fields.synthetic_voice,
        **_beside(entry, show, shelf),
    }


def _chapters(sound: MediaFacts, *, with_ids: bool) -> list[Data]:
    """The chapters with their lengths; `with_ids` where no transcript has their places."""
    ends = [*(start for start, _ in sound.chapter_marks[1:]), sound.seconds]
    return [
        {
            "at": moment(start),
            "clock": clock(start),
            "title": title,
            "length": clock(round(end - start)),
            "id": f"t={moment(start)}" if with_ids else "",
        }
        for (start, title), end in zip(sound.chapter_marks, ends, strict=bool(sound.chapter_marks))
    ]


def _beside(entry: Entry[Episode], show: Entry[Show], shelf: Shelf) -> Data:
    """The episodes before and after this one."""
    there = shelf.library.episodes_of(show)
    neighbours: dict[str, Data | None] = {"earlier": None, "later": None}
    for later, earlier in pairwise(there):
        if later is entry:
            neighbours["earlier"] = shelf.card(earlier, entry.address)
        if earlier is entry:
            neighbours["later"] = shelf.card(later, entry.address)
    return neighbours


def _credits(entry: Entry[Any], shelf: Shelf) -> list[Data]:
    people = shelf.people((credit.person for credit in entry.fields.people), entry.address)
    return [{**person, "role": credit.role} for person, credit in zip(people, entry.fields.people, strict=True)]


def toc(entry: Entry[Episode], shelf: Shelf) -> tuple[TocItem, ...]:
    """The parts of an episode's page that follow its notes."""
    there = shelf.media[entry.path].cues
    return (TocItem(2, "transcript", shelf.say("episode.transcript")),) if there else ()


def transcripts(made: Iterable[Page], shelf: Shelf) -> Iterator[Page]:
    """A page for each transcript that a page of an episode holds: to be read, printed and linked to by itself. It is no
    entry: its words are found by the search in the page of the episode.
    """
    said = {page.source: page.data.get("transcript") for page in made}
    podcasts = (KINDS["show"].root, shelf.say("kinds.show.plural"))
    for entry in shelf.library.episodes:
        if not said[entry.path]:
            continue
        show, here = shelf.library.show_of(entry), urls.transcript(entry.address)
        title, of = entry.fields.title, show.fields.title
        data: Data = {
            "transcript": said[entry.path],
            "spoken": shelf.language(entry),
            "episode": {"title": title, "href": urls.relative(here, entry.address)},
            "path": shelf.path(here, podcasts, (show.address, of), (entry.address, title)),
        }
        about = shelf.say("episode.transcript-about", title=title, show=of)
        yield Page(here, shelf.say("episode.transcript-title", title=title), about, TRANSCRIPT, data=data)


def parts(cues: Sequence[Cue], marks: Marks) -> list[Data]:
    """What is said, a part for each chapter, a paragraph for each turn. What is said before the first chapter, or where
    there are none, is a part without a title.
    """
    if not cues:
        return []
    edges = [start for start, _ in marks]
    taken = {moment(start) for start in edges}
    made = []
    for number, (start, title) in enumerate([(0.0, ""), *marks]):
        own = [cue for cue in cues if bisect_right(edges, cue.start + NEAR) == number]
        if own or number:
            made.append({"title": title, "at": moment(start), "turns": list(_paragraphs(own, taken))})
    return made


def _paragraphs(cues: Sequence[Cue], taken: set[str]) -> Iterator[Data]:
    """Each with its moment, which is an id where nothing has it before: two voices may begin as one."""
    for turn in turns(cues):
        speaker = turn[0].speaker
        for paragraph in _short(turn):
            at = moment(paragraph[0].start)
            text = " ".join(" ".join(cue.text.split()) for cue in paragraph)
            where = {"at": at, "clock": clock(paragraph[0].start), "id": "" if at in taken else f"t={at}"}
            yield {**where, "speaker": speaker, "text": text}
            taken.add(at)
            speaker = ""


def _short(turn: Sequence[Cue]) -> Iterator[list[Cue]]:
    """A long turn in paragraphs that the eye can follow."""
    paragraph: list[Cue] = []
    for cue in turn:
        if paragraph and cue.start - paragraph[0].start > LONG and paragraph[-1].text.endswith(_ENDS):
            yield paragraph
            paragraph = []
        paragraph.append(cue)
    yield paragraph


def moment(seconds: float) -> str:
    """Seconds as a fragment has them: `41.5`, `2`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
