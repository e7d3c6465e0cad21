"""What editors are told of the faults that were heard in recordings: figures, times, what is mended, and the remedy."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from pydantic_core import to_json

from pipeline.audio import encode
from pipeline.audio.chosen import chosen, written
from pipeline.audio.levelling import Said, alone
from pipeline.formats import times
from pipeline.model.answers import Answers
from pipeline.model.artifact import sha256
from pipeline.model.entry import Entry
from pipeline.model.heard import SIDES, Heard, Spots
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Spoken
from pipeline.problems import Problem

CODES = frozenset(
    {
        *("dead-channel", "inverted-channels", "same-channels", "dc-offset", "rumble", "clipped-sound", "quiet-sound"),
        *("silent-ends", "quiet-speaker", "not-levelled", "unreachable-loudness"),
    }
)
"""Of the problems that are about how a recording sounds."""

OFFSET, VOICE = 0.01, -20.0
"""Of full scale beside zero, with voices brought to so many dBFS: from here it is told."""
QUIET = -40.0
"""LUFS below which a recording is mostly noise once it is as loud as others."""
SILENCE = 5.0
"""Seconds of silence at an end that listeners take for an episode that does not play."""
APART = 10.0
"""LU by which somebody is quieter than another, who is twice as loud to an ear."""
RUMBLE = 2
"""Seconds of rumble from which it is told: once a table is knocked."""
_ENOUGH = 5
"""Seconds that must be heard of a voice, each of them by itself."""
_PAUSE = 35
"""LU below the loudness of a recording at which a second is a pause."""

Told = Iterator[tuple[str, str, str]]
"""Messages that go on with the name of a recording, their remedies, and their codes."""


def problems(
    library: Library,
    spoken: Mapping[str, Spoken],
    probed: Mapping[str, AudioFacts],
    earlier: Callable[[str], bool],
    answers: Answers,
) -> Iterator[Problem]:
    """Of each episode whose recording was listened to. `earlier` is asked of the path of one that would be mended:
    whether an earlier version of ours mastered it, which did not do so. `answers` know how far apart voices are.
    """
    recorded = {one.path: (one, file) for one in library.of(episode.KIND) if (file := library.recording(one))}
    heard = {path: facts for path, (_, file) in recorded.items() if (facts := probed.get(file.path)) and facts.heard}
    answers.facts("heard", lambda path: sha256(to_json([spoken.get(path, Spoken()).mark, heard[path]])))
    answers.answers("apart", lambda path: _apart(path, spoken[path], heard[path], answers), kept=True)
    for path, facts in heard.items():
        one, _ = recorded[path]
        said = spoken.get(path, Spoken())
        for message, hint, code in (*_of(library, one, facts, earlier), *_voices(library, one, said, answers)):
            yield Problem(one.place("audio"), f"`{one.fields.recording}` {message}", hint, code)


def _of(library: Library, one: Entry[Episode], facts: AudioFacts, earlier: Callable[[str], bool]) -> Told:
    def mended(way: str) -> str:
        remaster = f"`pipeline publish --remaster {one.path}`"
        return f"what was mastered before stays so, until {remaster}" if earlier(one.path) else way

    heard = facts.heard
    if heard is None:
        return
    yield from _channels(heard, mended)
    yield from _low(heard, mended, filtered=encode.highpass(chosen(library, one, "highpass")) > 0)
    yield from _level(facts, heard)
    yield from _ends(one, heard, trimmed=bool(chosen(library, one, "trim")))


def _channels(heard: Heard, mended: Callable[[str], str]) -> Told:
    """`mended` tells what becomes of what can be."""
    loud, quiet = SIDES[heard.living], SIDES[1 - heard.living]
    taken = f": {mended(f'the episode is mastered from the {loud} one, in mono')}" if heard.only else ""
    if heard.is_one_sided:
        message = f"carries nothing in its {quiet} channel, {heard.lower:.0f} dB below the {loud} one{taken}"
        yield message, "export it in mono, and see why that channel was not recorded", "dead-channel"
    if heard.is_lopsided:
        message = (
            f"has a {quiet} channel that is {heard.lower:.0f} dB quieter than the {loud} one: one ear hears nothing"
        )
        yield message, "bring both to one level, or mix it to mono, and export it again", "dead-channel"
    if heard.is_inverted:
        silence = f", which is silence on one loudspeaker, such as a phone's{taken}"
        fades = ": voices fade on one loudspeaker, such as a phone's"
        message = f"has channels that are inverted against each other{silence if heard.only else fades}"
        hint = "turn one of them over in your audio program (in Audacity: Effect, Invert), and export it again"
        yield message, hint, "inverted-channels"
    elif heard.is_alike:
        weaker = f" (the {quiet} one {heard.lower:.0f} dB quieter)" if heard.lower >= 1 else ""
        message = f"carries the same in both channels{weaker}{taken}"
        yield message, "export it in mono: it is half as large, and nothing is lost", "same-channels"


def _low(heard: Heard, mended: Callable[[str], str], *, filtered: bool) -> Told:
    """What lies below voices, and takes from them when peaks are held down."""
    has_offset = abs(heard.offset) * 10 ** ((VOICE - heard.sides[heard.living].level) / 20) >= OFFSET
    has_rumble = heard.rumble.seconds >= RUMBLE
    away = f": {mended('the high-pass takes it away')}" if filtered and (has_offset or has_rumble) else ""
    if has_offset:
        message = f"lies {abs(heard.offset):.1%} of full scale beside zero (DC offset){away}"
        without = "remove the DC offset in your audio program, or leave `audio.highpass` on"
        hint = "have a look at the recorder, its cable or its sound card" if filtered else without
        yield message, hint, "dc-offset"
    if has_rumble:
        message = f"rumbles below voices, as loud as they are, {_where(heard.rumble)}{away}"
        hint = "keep hands and cables off the microphone, put it on something soft, switch on its low cut"
        yield message, hint, "rumble"


def _level(facts: AudioFacts, heard: Heard) -> Told:
    if heard.clipped.seconds:
        message = f"was recorded too loud: it is cut off (clipped) {_where(heard.clipped)}"
        hint = "record it again with less gain if you can; what is cut off is lost, and sounds harsh"
        yield message, hint, "clipped-sound"
    if facts.loudness is not None and facts.loudness < QUIET:
        message = f"is very quiet, {facts.loudness:.1f} LUFS: what brings it up brings its noise up, too"
        yield message, "record it again nearer to the microphone, or with more gain", "quiet-sound"


def _ends(one: Entry[Episode], heard: Heard, *, trimmed: bool) -> Told:
    long = [
        f"{where} with {seconds:.0f} seconds of silence"
        for where, seconds in zip(("begins", "ends"), heard.silence, strict=True)
        if seconds >= SILENCE
    ]
    if long and not trimmed:
        yield " and ".join(long), f"cut it off, or write {written(one, 'trim: yes')}", "silent-ends"


def _where(spots: Spots) -> str:
    at = [times.clock(second) for second in spots.at]
    told = f"{', '.join(at[:-1])} and {at[-1]}" if len(at) > 1 else at[0]
    return f"for {spots.seconds} second{'s' * (spots.seconds != 1)}, such as at {told}"


def _voices(library: Library, one: Entry[Episode], spoken: Spoken, answers: Answers) -> Told:
    """Who is much quieter than another, where nobody asked for levelling, which tells of it by itself."""
    if spoken.main is None or chosen(library, one, "level_speakers"):
        return
    if far := answers.ask("apart", one.path):
        quiet, loud, apart = far
        hint = (
            f"even them out in your audio program, or write {written(one, 'level_speakers: yes')}: up to 6 dB for each"
        )
        yield f"has `{quiet}` {apart:.0f} LU quieter than `{loud}`", hint, "quiet-speaker"


def _apart(path: str, spoken: Spoken, facts: AudioFacts, answers: Answers) -> tuple[str, str, float] | None:
    """The quietest and the loudest voice of an episode, and by how many LU; None where they are near each other."""
    answers.fact("heard", path)
    if spoken.main is None or facts.heard is None or facts.loudness is None:
        return None
    said = Said.of(spoken.main.transcript.cues)
    levels = sorted(_loudness(said, facts.heard.loudness, facts.loudness - _PAUSE))
    if len(levels) < 2 or (apart := levels[-1][0] - levels[0][0]) < APART:
        return None
    quiet, loud = (said.names[voice] for _, voice in (levels[0], levels[-1]))
    return quiet, loud, apart


def _loudness(said: Said, curve: Sequence[int], least: float) -> Iterator[tuple[float, int]]:
    """The middle of the loudness (LUFS) of the seconds in which a voice is heard alone, and its number; what is quieter
    than `least` is a pause.
    """
    heard: dict[int, list[int]] = {}
    for turn in alone(said.turns):
        within = curve[math.ceil(turn.start) : math.floor(turn.end)]
        heard.setdefault(turn.voice, []).extend(level for level in within if level > least)
    return ((median(levels), voice) for voice, levels in heard.items() if len(levels) >= _ENOUGH)
