"""Problems as values: where, what is wrong, and the remedy.

Every reader of content returns its problems instead of raising, so that one run reports all of them at once. Each
problem has a code that never changes its meaning; the table `CODES` says how severe it is and what it means, and the
reference page in the docs is made from it.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error stops the run before anything is built; a warning does not, unless `--strict` is given."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file of the library: path from its root, line and column counted from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong at one place. `hint` is the remedy, `code` a key of `CODES`, `file` another file of the
    library that has to be brought, by its path from the root.
    """

    place: Place
    message: str
    hint: str = ""
    code: str = "invalid-value"
    file: str = ""

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    def to_row(self) -> list[str | int]:
        """Itself as plain data, to be remembered."""
        place = self.place
        return [place.path, place.line, place.column, self.message, self.hint, self.code, self.file]

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Problem:
        """What `to_row` gave."""
        path, line, column, *told = row
        return cls(Place(path, line, column), *told)


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody saw who looked at a machine, a target or a public address: what was looked at (`subject`), what
    was found there, and the remedy when it is not well.
    """

    ok: bool
    subject: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for; `meaning` is Markdown for the reference page."""

    severity: Severity
    meaning: str


_MOST_COMPARED, _MOST_COUNTED, _LONGEST_COMPARED = 20, 1_000, 100


class Known:
    """Words that are known, and the one of them that a wrong word was meant to be.

    To compare two words takes time. Where more are known than `_MOST_COMPARED`, those are compared with which a word
    has the most pairs of letters in common, the rare ones first: thousands of wrong words among thousands take seconds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._compared = sorted(word for word in self._words if len(word) <= _LONGEST_COMPARED)
        self._by_pair: dict[str, list[str]] = {}
        for word in self._compared if len(self._compared) > _MOST_COMPARED else ():
            for pair in _pairs(word):
                self._by_pair.setdefault(pair, []).append(word)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def did_you_mean(self, word: str, *, remedy: str = "did you mean `{}`?") -> str:
        """The hint that names the most alike of the known words, or an empty string when none is alike."""
        close = self.closest(word)
        return remedy.format(close) if close else ""

    def closest(self, word: str) -> str:
        """The most alike of the known words, or an empty string when none is alike."""
        if len(word) > _LONGEST_COMPARED:
            return ""
        return next(iter(difflib.get_close_matches(word, self._near(word), n=1, cutoff=0.6)), "")

    def _near(self, word: str) -> list[str]:
        if not self._by_pair:
            return self._compared
        shared: Counter[str] = Counter()
        for holders in sorted((self._by_pair.get(pair, []) for pair in _pairs(word)), key=len):
            shared.update(holders[: max(0, _MOST_COUNTED - shared.total())])
        return sorted(near for near, _ in shared.most_common(_MOST_COMPARED))


def _pairs(word: str) -> Iterable[str]:
    """Each pair of letters that follow each other in a word, once, in their order."""
    return dict.fromkeys(word[at : at + 2] for at in range(len(word)))


def did_you_mean(word: str, known: Iterable[str], *, remedy: str = "did you mean `{}`?") -> str:
    """The hint that names the most alike of the known words, or an empty string when none is alike.

    Who asks for many words keeps the `Known`.
    """
    return Known(known).did_you_mean(word, remedy=remedy)


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether these problems stop a run; with `strict`, warnings do too."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def _error(meaning: str) -> Code:
    return Code(Severity.ERROR, meaning)


def _warning(meaning: str) -> Code:
    return Code(Severity.WARNING, meaning)


CODES: dict[str, Code] = {
    # files
    "unreadable-file": _error("A file can't be read, or is not UTF-8 text."),
    "empty-file": _error("A file of content holds nothing."),
    "too-large": _error("A file is larger than the limit that `[limits]` sets for its sort."),
    "too-complex": _error("A text would take unreasonable time or memory to process."),
    "outside-library": _error("A path or a symbolic link leads out of the library."),
    "secret-file": _error("A key or a file of credentials lies under `content/`, from where it might be published."),
    "unclaimed-file": _warning("No kind of content claims this file, so nothing of it is published."),
    "misplaced-file": _error(
        "A file looks like a text to be published, but for its ending, its name or its folder: nothing of it is."
    ),
    "missing-file": _error("A file that a field names is not there."),
    "bad-file-name": _error(
        "The name of an entry's file makes its address (lower-case letters, digits, hyphens); others are printable."
    ),
    "name-collision": _error("Two files have names that differ only in case, or in how their accents are encoded."),
    "merge-conflict": _error("A file holds the marks of a merge that nobody finished."),
    # YAML and fields
    "bad-front-matter": _error("The front matter has no beginning or no end, or there are no fields in it."),
    "bad-yaml": _error("The text is not valid YAML."),
    "duplicate-key": _error("A field stands twice."),
    "comment-in-text": _error("YAML takes what follows ` #` for a comment, so a part of a text would be lost."),
    "comment-behind-text": _warning("A comment stands right behind a text without quotes: it may be a part of it."),
    "odd-quotes": _warning("Quotes around a text are not those of YAML, or not of the same sort at both ends."),
    "unknown-field": _error("The kind has no field of this name."),
    "missing-field": _error("A field that the kind needs is not there."),
    "invalid-value": _error("The value of a field is not of its type, or out of its bounds."),
    "bad-date": _error("The value is not a date or an instant of the years 1900 to 2200."),
    "bad-isbn": _error("The ISBN has a wrong length or check digit."),
    "duplicate-address": _error("Two entries would be published at one address."),
    "abandoned-address": _warning(
        "A published page, or a place on one, has nothing at its address any more, so bookmarks and links break."
    ),
    "similar-episode": _warning(
        "Two episodes of a show have one title and day, and are about as long: apps merge them."
    ),
    "duplicate-guid": _error("Two episodes have one GUID, or GUIDs that differ only in case or white space."),
    "unknown-person": _error("A person is named who is not in `people.yml`."),
    "unknown-topic": _error("A topic is named that is not in `topics.yml`."),
    "unknown-audience": _error("An audience is named that is not in `audiences.yml`."),
    "not-repaired": _warning("`check --fix` left what it could not repair without changing something else."),
    "review-overdue": _warning("The date of `review_by` is past."),
    "personal-detail": _warning("A meeting names a person, or how to reach one, where a role belongs."),
    "meeting-over": _warning("A meeting is over, or the day until which it was suspended is past."),
    "same-term": _error("Two terms of one language are written alike, or have the same place on the page."),
    "over-at-once": _warning("An event is over before it is announced."),
    "not-held": _warning("A day that is left out is none on which the meeting would be held."),
    # withdrawn consent
    "taken-back": _error("A file was taken back at the target, by whoever may do so: nothing is built from it there."),
    "still-named": _warning("What is taken back, or whoever takes it back, is still named in a text."),
    # text
    "unsafe-markup": _error("The text holds markup that is never published, so it would vanish."),
    "misread-markup": _error(
        "Something looks like markup and is none: readers would see it as written, or not at all."
    ),
    "shown-as-written": _warning(
        "Something looks like markup of Word or of another program, and readers see it as it is written."
    ),
    "doubtful-address": _error("An address in a text is none, or leads elsewhere than it seems to."),
    "garbled-text": _error("Letters of a text are those that another encoding made of them, or are lost."),
    "look-alike": _warning("A word is written with letters of two alphabets that look alike, so nobody finds it."),
    "placeholder": _error("What `pipeline new` wrote to be replaced still stands in an entry that is no draft."),
    "bad-form": _error("A `form` block is not valid."),
    "missing-alt": _error("A picture has no alternative text."),
    "remote-picture": _error("A picture stands on another host: readers would be made to call it."),
    "host-limit": _warning("The host of a target takes less than the build has: redirects, headers or files."),
    "title-twice": _warning("The text begins with the title, which its page shows above it anyway."),
    "heading-jump": _warning("A heading is more than one level below the one before it."),
    "broken-link": _error("A link leads to a file that is not there, or that has no page of its own."),
    "own-address": _warning(
        "A link leads to a page of this library by its address: from a preview or a copy it leads away, and when that "
        "page moves, it breaks unseen."
    ),
    "broken-anchor": _error("A link leads to a heading that is not there."),
    "link-to-later": _error("A link leads to an entry that becomes public only later than this one."),
    "dead-link": _error("A link leads to a page of others that is gone (`pipeline check --external`)."),
    "silent-link": _warning("The server of a page of others does not answer, or fails (`pipeline check --external`)."),
    "moved-link": _warning("A page of others has another address now, for good (`pipeline check --external`)."),
    # translations
    "bad-translation": _error(
        "A translation names nothing that it could translate, or is in a language that is taken."
    ),
    "stale-translation": _warning("What a text translates was changed after it: `updated` is later there."),
    # words
    "hard-to-read": _warning("A text asks for more reading than `words.reading_age`."),
    "long-sentence": _warning("A sentence has more words than `words.sentence_words`."),
    "unkind-word": _warning("A word is used of people that can hurt them; see the guide to words."),
    "avoided-word": _warning("A word is used that `content/words.yml` asks to avoid."),
    "idle-word": _warning("`content/words.yml` accepts a word that nobody is warned of."),
    "poor-alt": _warning("An alternative text begins with `image of`, or is the name of a file."),
    "stale-link": _warning("The date at which somebody `checked` a link is too long ago."),
    # handouts
    "no-pdf": _warning("A handout is published without its PDF, since a tool of this machine is missing or failed."),
    "no-font": _error("No font for print has a character of a handout."),
    # sound
    "bad-audio": _error("An audio file is damaged, empty, or not audio."),
    "left-out": _warning("A recording holds pictures or further sounds, which are not published."),
    "torn-audio": _warning("A recording ends in the middle of a frame: perhaps not all of it is there."),
    "gap-in-audio": _warning("The clock of a recording ran on where no sound was recorded; silence stands there."),
    "dead-channel": _warning("One channel of a recording carries nothing, or nearly nothing."),
    "inverted-channels": _warning("The channels of a recording extinguish each other on one loudspeaker."),
    "same-channels": _warning("Both channels of a recording carry the same: it is mono, and twice as large."),
    "dc-offset": _warning(
        "A recording lies beside zero (DC offset), by 1 % of full scale or more once it is as loud as others."
    ),
    "rumble": _warning("A recording has seconds in which rumble below voices is as loud as they are."),
    "clipped-sound": _warning("Parts of a recording are cut off, since it was recorded too loud."),
    "quiet-sound": _warning("A recording is so quiet (below -40 LUFS) that its noise is brought up with it."),
    "silent-ends": _warning("A recording begins or ends with five seconds of silence, or more."),
    "quiet-speaker": _warning("A speaker is 10 LU quieter than another, or more, by the turns of the transcript."),
    "unreachable-loudness": _error("A recording can't be brought to its loudness below the highest true peak."),
    "not-levelled": _warning("Speakers of an episode can't be brought to one loudness, though somebody asked for it."),
    "missed-loudness": _warning("Sound that is never mastered misses the loudness or the peaks of the library."),
    "flawed-audio": _warning("Sound that is never mastered is damaged or misnamed, and players may stumble over it."),
    "placed-audio": _warning("Sound that is never mastered says in its tags where it was recorded."),
    "hosted-audio": _warning("Sound on another host is not as the episode says, or is not given as apps need it."),
    "audio-is-pointer": _warning("A Git LFS pointer stands in place of the audio."),
    "unreachable-audio": _warning("A recording outside git can't be fetched now, and so nothing can be built of it."),
    "wrong-digest": _error("What lies at the address of a recording is not what was put there."),
    "bad-transcript": _error("A transcript can't be read, or its times are not those of the recording."),
    "odd-transcript": _warning(
        "A transcript has faults of the program that made it: it is published as it must be meant, and `pipeline check "
        "--fix` writes it so."
    ),
    "unknown-speaker": _warning("Nobody knows who speaks in a transcript, or `speakers` names somebody who does not."),
    "unsure-transcript": _warning("Passages of a transcript are marked: the program that wrote them was not sure."),
    "guessed-times": _warning("The times of a transcript are a guess, made of the length of its text and of pauses."),
    "bad-chapters": _error("Chapters are out of order or beyond the end of the audio."),
    "bad-soundbite": _error("A soundbite has no length, or ends after the audio does."),
    "bad-image": _error("A picture is damaged, or not a picture."),
    "bad-document": _error(
        "A document to which a text leads is damaged or locked, or holds what only people can take out: comments, "
        "tracked changes, macros, attached files."
    ),
    "bad-artwork": _error("The artwork of a show is not a square of at least 1,400 pixels, so directories refuse it."),
    "odd-artwork": _warning("The picture of an episode is no such square, so apps show the artwork of its show."),
    # words of the interface
    "bad-strings": _error("A file of `theme/strings/` holds no texts by their names."),
    "untranslated": _warning("The interface lacks words in the language of the site, or one names a value it has not."),
    # moving in
    "bad-import": _error("`import.yml` or `import.lock` can't be read, or names something that there is not."),
    "idle-decision": _warning("`import.yml` decides on something that the source has not, though nearly so."),
    # look, settings and release
    "bad-theme": _error("`mkdocs.yml` or a template of the theme can't be read, or a kind has no template."),
    "bad-settings": _error("A setting in `pipeline.toml` is unknown, missing or of the wrong type."),
    "bad-feed": _error(
        "A feed that was built breaks a rule of those who read it: see the page of rules, and `pipeline check --feed`."
    ),
    "guid-changed": _error("The GUID of a published episode changed; every app would download it again."),
    "guid-vanished": _error("A published episode is gone without `retired: true`."),
}
