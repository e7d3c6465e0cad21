"""Words: texts that their readers can read, in words that put nobody down, with links that somebody looked at.

Everything here is a warning: a rule about words knows less than the person who wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.content.checks.avoided import Avoiding, rules
from pipeline.formats import prose, yaml
from pipeline.formats.prose import Passage
from pipeline.model import walk
from pipeline.model.entry import Checked, Entry
from pipeline.model.terms import base
from pipeline.model.wordlist import Wordlist
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

#: A shorter text says too little about how hard it is to read.
_ENOUGH_WORDS = 100
#: A paragraph that is worth being named as the hardest has at least as many.
_PARAGRAPH_WORDS = 30
#: Who has more of one sort in one file knows what to look for.
_MOST = 20
_PICTURE = re.compile(r"!\[([^\[\]]*)\][(\[]")
_ALT_BEGINS = re.compile(r"\s*(?:an? |the )?(?:image|picture|graphic) (?:of|showing)\b", re.IGNORECASE)
_ALT_IS_A_NAME = re.compile(
    r"\s*(?:\S+\.(?:avif|gif|heic|jpe?g|png|svg|tiff?|webp)|(?:img|dsc|dscn|pxl)[-_ ]?\d[-_\d]*)\s*", re.IGNORECASE
)
#: Fields in which we speak ourselves; titles of books and of sources are printed as they are.
_OURS = frozenset({"description", "annotation", "alt", "bio", "help", "content_note"})


class Words:
    """The rules of a library about words, made ready once for all its entries."""

    def __init__(self, settings: Settings) -> None:
        self._site, self._words = settings.site, settings.words
        self._settings = settings
        self._avoided: tuple[Wordlist, Mapping[str, Avoiding]] | None = None

    def of(self, entry: Entry[Any], around: Around) -> Iterator[Problem]:
        """All warnings about the words of an entry."""
        passages = tuple(prose.passages(entry.body))
        language = self._language(entry)
        if language == "en":
            yield from _reading_age(entry, passages, self._words.reading_age)
        yield from islice(_long(entry, passages, self._words.sentence_words), _MOST)
        if avoided := self._rules(around.wordlist()).get(language):
            yield from islice(_avoided(entry, passages, avoided), _MOST)
        yield from islice(_pictures(entry, passages), _MOST)
        yield from _checked(entry, around, self._words.checked_days)

    def _language(self, entry: Entry[Any]) -> str:
        """The language of an entry without its region, in lower case."""
        return base(str(getattr(entry.fields, "language", None) or self._site.language))

    def _rules(self, wordlist: Wordlist) -> Mapping[str, Avoiding]:
        if self._avoided is None or self._avoided[0] is not wordlist:
            self._avoided = wordlist, rules(self._settings, wordlist)
        return self._avoided[1]


_OLDEST = 100
"""The age, in years, that nobody is told to wait for."""


def _reading_age(entry: Entry[Any], passages: tuple[Passage, ...], limit: int) -> Iterator[Problem]:
    """A text that asks for more than `limit` years (0: any), at its hardest paragraph."""
    own = [passage for passage in passages if passage.sort == "prose"]
    if not limit or sum(len(prose.words(passage.text)) for passage in own) <= _ENOUGH_WORDS:
        return
    age = prose.reading_age(passage.text for passage in own)
    if round(age) <= limit:
        return
    long = [passage for passage in own if len(prose.words(passage.text)) >= _PARAGRAPH_WORDS]
    hardest = max(long or own, key=lambda passage: prose.reading_age([passage.text]))
    from_age = f"from the age of {age:.0f} only" if age <= _OLDEST else "for nobody"
    message = f"this text is easy to read {from_age}, and this is its hardest paragraph"
    hint = f"write shorter sentences and shorter words, here first, until it is {limit} (`words.reading_age`)"
    yield Problem(_place(entry, hardest), message, hint, "hard-to-read")


def _long(entry: Entry[Any], passages: tuple[Passage, ...], limit: int) -> Iterator[Problem]:
    """Sentences of more than `limit` words (0: any)."""
    for passage in passages if limit else ():
        if passage.sort == "prose":
            for offset, sentence in prose.sentences(passage.text):
                # A word takes two letters at least, with what parts it from the next: most sentences need no count.
                if len(sentence) > 2 * limit and (count := len(prose.words(sentence))) > limit:
                    message = f"this sentence has {count} words"
                    hint = f"make two or three of it, of {limit} words at most (`words.sentence_words`)"
                    yield Problem(_place(entry, passage, offset), message, hint, "long-sentence")


def _avoided(entry: Entry[Any], passages: tuple[Passage, ...], avoided: Avoiding) -> Iterator[Problem]:
    """Words to avoid in the body and in the fields in which we speak ourselves."""
    for loc, text in _said(entry.document.value):
        for passage in prose.passages(text) if avoided.may_stand_in(text) else ():
            for told in avoided.found(passage):
                yield Problem(entry.place(*loc), told.message, told.hint, told.code)
    for passage in passages if avoided.may_stand_in(entry.body) else ():
        for told in avoided.found(passage):
            yield Problem(_place(entry, passage, told.start), told.message, told.hint, told.code)


def _said(value: object) -> Iterator[tuple[yaml.Path, str]]:
    """The texts of our own in the fields, each with its location."""
    for loc, text in yaml.leaves(value):
        if isinstance(text, str) and loc and loc[0] != "extra" and (loc[-1] in _OURS or loc == ("title",)):
            yield loc, text


def _pictures(entry: Entry[Any], passages: tuple[Passage, ...]) -> Iterator[Problem]:
    """Alternative texts that say no more than that there is a picture."""
    for loc, text in _said(entry.document.value):
        if loc[-1] == "alt" and (poor := _poor(text)):
            yield Problem(entry.place(*loc), *poor, "poor-alt")
    for passage in passages:
        for match in _PICTURE.finditer(passage.raw):
            if poor := _poor(match[1]):
                yield Problem(_place(entry, passage, match.start(1)), *poor, "poor-alt")


def _poor(text: str) -> tuple[str, str] | None:
    """What is wrong with an alternative text, and the remedy; None for a good one."""
    if _ALT_BEGINS.match(text):
        hint = "begin with what there is to see: who listens knows that it is a picture"
        return f"this alternative text begins with `{' '.join(text.split()[:3])}`", hint
    if _ALT_IS_A_NAME.fullmatch(text):
        hint = "say what the picture shows, as to somebody on the telephone"
        return f"this alternative text is the name of a file: `{text.strip()}`", hint
    return None


def _checked(entry: Entry[Any], around: Around, days: int) -> Iterator[Problem]:
    """Links at which somebody looked too long ago. Where nobody says when, nobody claims to have looked."""
    for loc, checked in walk.typed(entry.fields, Checked) if days else ():
        if around.is_past(_day(checked, days)):
            message = f"nobody has looked at this since {checked.isoformat()}"
            hint = "open it, ring the number, mend what changed, and write the day on which you looked"
            yield Problem(entry.place(*loc), message, hint, "stale-link")


def _day(checked: date, days: int) -> date:
    """The last day on which a look is young enough."""
    try:
        return checked + timedelta(days=days)
    except OverflowError:
        return date.max


def _place(entry: Entry[Any], passage: Passage, offset: int | None = None) -> Place:
    """The place of an offset in a passage, else of its first word, in the file."""
    start = re.search(r"\S", passage.text) if offset is None else None
    line, column = passage.place(offset if offset is not None else start.start() if start else 0)
    return Place(entry.path, line + entry.body_line - 1, column)
