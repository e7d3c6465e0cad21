"""What editors are told of faults in recordings, word for word; and of whom nothing is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline import audio
from pipeline.formats.transcript import Cue, Transcript
from pipeline.model.answers import Answers, from_bytes
from pipeline.model.heard import Heard, Side, Spots
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.media import AudioFacts, Said, Spoken, Words
from tests.audio import shelf
from tests.audio.shelf import FIRST, FOLDER

GOOD = Heard(
    peak=-6.0,
    sides=(Side(-22, -19, 0), Side(-24, -18, 0)),
    correlation=0.4,
    apart=-3.0,
    clipped=Spots(),
    rumble=Spots(1, (3,)),
    silence=(0.4, 2.0),
    loudness=(-20,) * 60,
    peaks=(-6,) * 60,
)


def said(heard: Heard | None, loudness: float = -20, show: ShowAudio | None = None, cues: tuple[Cue, ...] = ()) -> str:
    """The problems of an episode whose recording was heard so."""
    facts = AudioFacts("wav", 60.0, 2, 48_000, loudness=loudness, heard=heard)
    main = Said(Transcript(cues), "en", f"{FOLDER}/first.vtt")
    spoken = {FIRST: Spoken((main,), main)} if cues else {}
    told = audio.fault_problems(shelf.library(show), spoken, {f"{FOLDER}/first.wav": facts}, lambda _: False, Answers())
    return "\n".join(dict.fromkeys(f"{one.message} ({one.hint}) {one.code}" for one in told))  # two episodes have it


MONO = ": the episode is mastered from the left one, in mono"
INVERTED = "has channels that are inverted against each other"
TURN = " (turn one of them over in your audio program (in Audacity: Effect, Invert), and export it again)"
TOLD: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "dead-channel": (
        {"sides": (Side(-21.5, -18, 0), Side(-70, -66, 0))},
        (
            "carries nothing in its right channel, 48 dB below the left one",
            MONO,
            " (export it in mono, and see why that channel was not recorded)",
        ),
    ),
    "dead-channel, nearly": (
        {"sides": (Side(-45, -42, 0), Side(-21, -18, 0))},
        (
            "has a left channel that is 24 dB quieter than the right one: one ear hears nothing",
            " (bring both to one level, or mix it to mono, and export it again)",
        ),
    ),
    "same-channels": (
        {"correlation": 1.0, "apart": -60.0},
        (
            "carries the same in both channels (the right one 2 dB quieter)",
            MONO,
            " (export it in mono: it is half as large, and nothing is lost)",
        ),
    ),
    "inverted-channels": (
        {"correlation": -1.0, "apart": -60.0},
        (INVERTED, ", which is silence on one loudspeaker, such as a phone's", MONO, TURN),
    ),
    "inverted-channels, partly": (
        {"correlation": -0.7},
        (INVERTED, ": voices fade on one loudspeaker, such as a phone's", TURN),
    ),
    "clipped-sound": (
        {"clipped": Spots(7, (12, 190, 3700))},
        (
            "was recorded too loud: it is cut off (clipped) for 7 seconds, such as at 0:12, 3:10 and 1:01:40",
            " (record it again with less gain if you can; what is cut off is lost, and sounds harsh)",
        ),
    ),
    "silent-ends": (
        {"silence": (9.3, 20.4)},
        (
            "begins with 9 seconds of silence and ends with 20 seconds of silence",
            " (cut it off, or write `audio: {file: first.wav, trim: yes}`)",
        ),
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str) -> None:
    changed, wanted = TOLD[name]
    code = name.partition(",")[0]
    assert said(replace(GOOD, **changed)) == f"`first.wav` {''.join(wanted)} {code}"


def test_what_is_well_and_what_nobody_listened_to_is_not_told_of() -> None:
    assert said(GOOD) == said(None) == ""


def test_offset_and_rumble() -> None:
    told = said(replace(GOOD, sides=(Side(-22, -19, 0.004), Side(-24, -18, -0.031)), rumble=Spots(2, (5,))))
    assert "lies 3.1% of full scale beside zero (DC offset)" in told
    assert "rumbles below voices, as loud as they are, for 2 seconds, such as at 0:05" in told


def test_what_was_mastered_before_is_not_said_to_be_mended() -> None:
    heard = replace(GOOD, sides=(Side(-22, -19, 0.05), Side(-70, -66, 0)), rumble=Spots(2, (5,)))
    probed = {f"{FOLDER}/first.wav": AudioFacts("wav", 60.0, 2, 48_000, loudness=-20, heard=heard)}
    told = [
        one.message.partition(": ")[2]
        for one in audio.fault_problems(shelf.library(), {}, probed, FIRST.__eq__, Answers())
    ]
    wanted = f"what was mastered before stays so, until `pipeline publish --remaster {FIRST}`"
    assert [one == wanted for one in told] == [True] * 3 + [False] * 3


def test_silence_that_is_cut_off_is_not_told() -> None:
    assert said(replace(GOOD, silence=(9.3, 20.4)), show=ShowAudio(trim=True)) == ""


def test_quiet() -> None:
    wanted = "is very quiet, -45.1 LUFS: what brings it up brings its noise up, too"
    assert wanted in said(GOOD, loudness=-45.1)


CUES = tuple(Cue(at, at + 10, name, "Words.") for at, name in ((0, "Alex"), (10, "Bea"), (20, "Alex"), (30, "Bea")))
CURVE = ((-18,) * 10 + (-39, -37, -38, -70, -38, -38, -18, -38, -38, -39)) * 2 + (-70,) * 20


def test_how_far_apart_voices_are_is_known_of_a_transcript_that_stands() -> None:
    def told(words: Words, answers: Answers, mark: str = "1") -> list[str]:
        main = Said(words, "en", f"{FOLDER}/first.vtt")
        facts = AudioFacts("wav", 60.0, 2, 48_000, loudness=-20, heard=replace(GOOD, loudness=CURVE))
        spoken = {FIRST: Spoken((main,), main, mark=mark)}
        found = audio.fault_problems(shelf.library(), spoken, {f"{FOLDER}/first.wav": facts}, lambda _: False, answers)
        return [one.message for one in found if one.code == "quiet-speaker"]

    def unreadable() -> Transcript:
        raise AssertionError("somebody asks for its words")

    first = Answers()
    assert len(told(Transcript(CUES), first)) == 1
    assert told(unreadable, from_bytes(first.to_bytes(""), "")) == told(Transcript(CUES), Answers())
    assert told(Transcript(()), from_bytes(first.to_bytes(""), ""), mark="2") == []


def test_a_speaker_who_is_much_quieter() -> None:
    """By the middle of what is heard of each: a pause and a word thrown in don't count."""
    heard = replace(GOOD, loudness=CURVE)
    wanted = "`first.wav` has `Bea` 20 LU quieter than `Alex` (even them out in your audio program, or write "
    assert said(heard, cues=CUES).startswith(wanted)
    assert said(heard, show=ShowAudio(level_speakers=True), cues=CUES) == ""
    assert said(heard, cues=CUES[:1]) == said(heard) == ""
