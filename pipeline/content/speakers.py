"""Who speaks in a transcript: the names of its file, made those of people, as `speakers` in an episode says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from pipeline.formats import slips
from pipeline.formats.transcript import Transcript
from pipeline.formats.transcripts import likeness
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Credit
from pipeline.model.library import Library
from pipeline.problems import Place, Problem, did_you_mean

_MOST_NAMED: Final = 8
"""The most names that are told of one transcript."""


class Cast:
    """Those who may speak in one episode."""

    def __init__(self, one: Entry[Episode], library: Library) -> None:
        self._one, self._library = one, library
        self._meant = {likeness(name): self._called(who) for name, who in one.fields.speakers.items()}

    def _called(self, who: str) -> str:
        person = self._library.people.get(who)
        return person.name if person else who

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that may stand before words."""
        return frozenset((*self._one.fields.speakers, *self._known))

    @cached_property
    def _known(self) -> frozenset[str]:
        """The people of the library, and the guests of this episode and its show."""
        above = self._library.above(self._one)
        guests = (credit.name for credit in (*self._one.fields.people, *_credits(above)) if credit.name)
        people = (name for key, person in self._library.people.items() for name in (key, person.name))
        return frozenset((*people, *guests, *self._meant.values()))

    def named(self, said: Transcript) -> Transcript:
        """The transcript with the names of people."""
        if not self._meant:
            return said
        cues = (replace(cue, speaker=self._meant.get(likeness(cue.speaker), cue.speaker)) for cue in said.cues)
        return replace(said, cues=tuple(cues))

    def unknown(self, said: Transcript, place: Place, path: str) -> Iterator[Problem]:
        """Those in a transcript of whom nobody knows who they are; those of whom a part of the name is known are."""
        known = {part for name in self._known for part in (likeness(name), *likeness(name).split())}
        cues = Counter(cue.speaker for cue in said.cues if cue.speaker)
        strange = [name for name in cues if likeness(name) not in self._meant and likeness(name) not in known]
        if not strange:
            return
        shown = ", ".join(f"`{name}` ({cues[name]:,} {_cues(cues[name])})" for name in strange[:_MOST_NAMED])
        more = f" and {len(strange) - _MOST_NAMED:,} more" if len(strange) > _MOST_NAMED else ""
        message = f"it is not known who speaks in `{path.rpartition('/')[2]}` as {shown}{more}"
        lines = ", ".join(f"{_quoted(name)}: …" for name in strange[:_MOST_NAMED])
        hint = f"name them under `people`, or say who is meant, by an id or a name: `speakers: {{{lines}}}`"
        yield Problem(place, message, hint, "unknown-speaker")

    def silent(self, spoken: Sequence[Transcript]) -> Iterator[Problem]:
        """The names under `speakers` that no transcript has."""
        names = {cue.speaker for said in spoken for cue in said.cues}
        heard = {likeness(name) for name in names}
        for name in self._one.fields.speakers if spoken else ():
            if likeness(name) not in heard:
                message = f"nobody speaks as `{name}` in the transcripts of this episode"
                free = [name for name in names if likeness(name) not in self._meant]
                hint = did_you_mean(name, free) or "write the name as it stands in the transcript, or remove it here"
                yield Problem(self._one.place("speakers", name), message, hint, "unknown-speaker")


def speaking(one: Entry[Episode], library: Library) -> frozenset[str]:
    """The names by which people may be called in what is said in an episode."""
    return Cast(one, library).names


def _credits(above: Entry[Any] | None) -> Iterable[Credit]:
    return above.fields.people if above else ()


def _cues(count: int) -> str:
    return "cue" if count == 1 else "cues"


def _quoted(name: str) -> str:
    """A name as YAML has it."""
    return name if name.replace("_", "").replace(" ", "").isalnum() else slips.quoted(name)
