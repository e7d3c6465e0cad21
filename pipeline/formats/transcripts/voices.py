"""Who speaks in each cue. WebVTT has a mark for that (`<v Ann>`); most programs write it into the text instead.

- `Ann: Hello` (Zoom, Teams, Descript), `- Ann: Hello`, `>> ANN: Hello` (captions of television);
- `[SPEAKER_00]: Hello` (WhisperX), `(speaker 0) Hello` (whisper.cpp), `[Ann] Hello`;
- the name on a line of its own above the words (Premiere, many SubRip files), alone or as `Ann:`, `[Ann]`, `(Ann)`.

A sentence may begin so, too ("One thing: breathe"). So a name is believed where it is known or one that programs give;
else where names stand in most cues and come again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.formats.transcripts.draft import Written
from pipeline.formats.transcripts.markup import spoken
from pipeline.formats.transcripts.signs import UNSEEN

Said = tuple[tuple[str, str], ...]
"""Who says what in a cue, in order; "" where nobody is named."""

_LONGEST: Final = 60
_MOST_WORDS: Final = 6
_FEW: Final = 20
"""Cues of SubRip among which a name may stand once."""
_GIVEN = re.compile(
    r"(?:unknown[ _]?)?(?:speaker|spk|unknown|sprecher|locuteur|orateur|hablante)[ _-]?(?:[0-9]{1,3}|[A-Z?])?",
    re.IGNORECASE,
)
"""The names that programs give to voices of which they know no more."""
_SUBRIP = re.compile(r"[A-Z][\w.'’ -]{0,38}[\w.]")
"""What has always been taken for a name in SubRip, which has no other place for one."""
_COLON = re.compile("[:\uff1a]")
_LEAD = re.compile(r"(?:[-–—] ?|>>>? ?)?")
_BRACKETS = {"[": "]", "(": ")", "【": "】", "\uff08": "\uff09"}


def voices(
    cues: Sequence[Written], *, markup: bool, subrip: bool, known: Collection[str] = ()
) -> tuple[tuple[Said, ...], bool]:
    """What is said in each of the cues, and by whom; and whether marks name them, and no text. `known`: names that may
    stand before words; `subrip`: whether these are captions of a form that has no mark for voices.
    """
    marked = [_marked(cue, markup=markup) for cue in cues]
    if not subrip and any(name for said in marked for name, _ in said):
        return tuple(map(_tidy, marked)), True
    names = _Names(marked, frozenset(likeness(name) for name in known), subrip=subrip)
    return tuple(_tidy(tuple(names.parted(said))) for said in marked), False


def is_given(name: str) -> bool:
    """Whether it is the name that a program gives to a voice it does not know."""
    return _GIVEN.fullmatch(name) is not None


def likeness(name: str) -> str:
    """What is equal for two names that are one."""
    return " ".join(UNSEEN.sub("", name).casefold().split())


def _marked(cue: Written, *, markup: bool) -> Said:
    text = "\n".join(cue.lines)
    if not markup or cue.speaker:
        return ((cue.speaker, text),)
    return tuple(spoken(text.replace("\\N", "\n")))


def _tidy(said: Said) -> Said:
    """White space made one space, lines kept; without what says nothing."""
    clean = (
        (_name(name), "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()) for name, text in said
    )
    return tuple((name, text) for name, text in clean if text)


def _name(name: str) -> str:
    clean = " ".join(UNSEEN.sub("", name).split())
    return "" if clean.endswith("?") and is_given(clean) else clean


def _is_sound(text: str) -> bool:
    """Whether it is what is heard and not said: `[Music]`."""
    text = text.strip()
    return (text[:1], text[-1:]) in (("[", "]"), ("(", ")"), ("*", "*")) or text[:1] in "♪♫"


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before words and may be a name. `sure`: its form says so; `alone`: it has a line of its own; `sound`:
    a sound may stand so, too.
    """

    name: str
    rest: str
    sure: bool = False
    alone: bool = False
    sound: bool = False


def _head(line: str, *, more: bool) -> _Head | None:
    """What a line begins with that may be a name; `more`: whether there are lines below it."""
    line = UNSEEN.sub("", line).strip()
    lead = _LEAD.match(line)
    line, loud = (line[lead.end() :], ">>" in lead[0]) if lead else (line, False)
    if line[:1] in _BRACKETS:
        return _bracketed(line, more=more)
    colon = _COLON.search(line, 0, _LONGEST + 1)
    if colon is None:
        alone = more and _may_be_name(line) and line[-1] not in ".?!…,;-–—"
        return _Head(line, "", sure=is_given(line), alone=True) if alone else None
    name, rest = line[: colon.start()].strip(), line[colon.end() :]
    if not _may_be_name(name) or not (colon[0] == "\uff1a" or rest[:1].isspace() or (more and not rest)):
        return None
    return _Head(name, rest.strip(), sure=is_given(name) or (loud and name.isupper()), alone=not rest.strip())


def _bracketed(line: str, *, more: bool) -> _Head | None:
    """`[SPEAKER_00]: Hello`. Sounds stand in brackets, too: `[Music]` is nobody."""
    inside, end, rest = line[1 : _LONGEST + 2].partition(_BRACKETS[line[0]])
    rest = line[len(inside) + 2 :].strip()
    if not end or not _may_be_name(inside):
        return None
    colon = rest[:1] in (":", "\uff1a")
    rest = rest[1:].strip() if colon else rest
    if not rest and not more:
        return None
    return _Head(
        inside.strip(), rest, sure=colon or is_given(inside.strip()), alone=not rest, sound=not colon and bool(rest)
    )


def _may_be_name(text: str) -> bool:
    text = text.strip()
    if not text or len(text) > _LONGEST or not text[0].isalpha() or len(text.split()) > _MOST_WORDS:
        return False
    return all(letter.isalnum() or letter in " _.'’-&()/@,?" or not letter.isascii() for letter in text)


class _Names:
    """Which heads of the cues of a file are names."""

    def __init__(self, cues: Sequence[Said], known: Collection[str], *, subrip: bool) -> None:
        self._known, self._dashed = known, subrip
        heads = [head for said in cues for head in _first(said) if not head.sound]
        spoken_in = sum(1 for said in cues if any(text.strip() for _, text in said))
        count = Counter(likeness(head.name) for head in heads)
        few = spoken_in < _FEW
        self._subrip = frozenset(name for name, times in count.items() if few or times > 1) if subrip else frozenset()
        self._before = _believed([head for head in heads if not head.alone], spoken_in)
        above = _believed([head for head in heads if head.alone], spoken_in)
        self._above = above if len(above) > 1 else frozenset()  # one and the same line may be a refrain

    def parted(self, said: Said) -> Iterator[tuple[str, str]]:
        """The voices of a cue, with those whose names stand in its text."""
        for name, text in said:
            if name:
                yield name, text
            else:
                yield from self._parted(text)

    def _parted(self, text: str) -> Iterator[tuple[str, str]]:
        speaker, held = "", list[str]()
        lines = text.strip("\n").split("\n")
        for number, line in enumerate(lines):
            head = self._meant(line, first=number == 0, more=number + 1 < len(lines))
            if head is None:
                held.append(line)
                continue
            if held:
                yield speaker, "\n".join(held)
            speaker, held = head.name, [head.rest] if head.rest else []
        if held:
            yield speaker, "\n".join(held)

    def _meant(self, line: str, *, first: bool, more: bool) -> _Head | None:
        head = _head(line, more=more)
        if head is None or head.sure or (key := likeness(head.name)) in self._known:
            return head
        subrip = key in self._subrip if first else self._dashed and line.lstrip()[:1] in "->"
        if subrip and not head.alone and _SUBRIP.fullmatch(head.name):
            return head
        if head.sound:
            return None
        return head if (first and key in self._above if head.alone else key in self._before) else None


def _first(said: Said) -> Iterator[_Head]:
    """The head of a cue in which nobody is named otherwise."""
    for name, text in said[:1]:
        lines = text.strip("\n").split("\n")
        if not name and (head := _head(lines[0], more=len(lines) > 1)):
            yield head


def _believed(heads: Sequence[_Head], cues: int) -> frozenset[str]:
    """The names among heads: where most cues have one, those that come again; where nearly all have, every one."""
    count = Counter(likeness(head.name) for head in heads)
    if not heads or 2 * len(heads) < cues or len(count) > max(3, len(heads) // 2):
        return frozenset()
    every = 10 * len(heads) >= 9 * cues
    return frozenset(name for name, times in count.items() if times > 1 or (every and len(count) > 1))


def carried(cues: Sequence[Said]) -> list[Said]:
    """Where names are written only when the voice changes, the one before goes on: so it is where the first cue has a
    name, and another comes. The cues are in order of time.
    """
    found = {likeness(name) for said in cues for name, _ in said if name}
    first = next((said for said in cues if said), ())
    if len(found) < 2 or not first or not first[0][0]:
        return list(cues)
    made: list[Said] = []
    last = ""
    for said in cues:
        now = []
        for name, text in said:
            last = name or last
            now.append((name if name or _is_sound(text) else last, text))
        made.append(tuple(now))
    return made
