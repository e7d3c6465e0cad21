"""Who speaks when, what is measured of whom, and what gain each voice gets. No tool runs here."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from pipeline import audio
from pipeline.audio import levelling, voices
from pipeline.audio.envelope import Envelope
from pipeline.audio.levelling import Meter, Said, Turn
from pipeline.content import spoken
from pipeline.formats.transcript import Cue, Transcript
from pipeline.model import media
from pipeline.model.answers import Answers, from_bytes
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.levels import Levels, Voice
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Local
from pipeline.model.tree import Tree
from pipeline.problems import Problem
from tests.audio import shelf
from tests.audio.shelf import FIRST, FOLDER

PROBED = {f"{FOLDER}/first.wav": AudioFacts("wav", 8.0, 1, 48_000)}
A, B, C = 0, 1, 2


def turns(*rows: tuple[float, float, int]) -> tuple[Turn, ...]:
    return tuple(Turn(*row) for row in rows)


def rows(found: tuple[Turn, ...]) -> list[tuple[float, float, int]]:
    return [(round(one.start, 3), round(one.end, 3), one.voice) for one in found]


def test_who_speaks_is_read_as_people_write_it() -> None:
    cues = (
        Cue(0, 1, "", "Before any name, and so nobody's."),
        Cue(2, 3, "Ann", "Hello."),
        Cue(3, 4, "", "A cue without a name goes on."),
        Cue(4, 6, "", "[music]"),
        Cue(6, 7, " ann ", "The same Ann."),
        Cue(7, 7, "Bea", "A cue of no length."),
        Cue(8, 9, "Bea", "Thank you."),
    )
    said = Said.of(cues)
    assert said.names == ("Ann", "Bea")
    assert rows(said.turns) == [(2, 3, A), (3, 4, A), (6, 7, A), (8, 9, B)]
    assert Said.from_params(said.to_params()) == said


@pytest.mark.parametrize(
    ("said", "floor", "alone"),
    [
        pytest.param([(0, 3, A), (3.4, 6, B)], [(0, 3, A), (3.4, 6, B)], [(0.2, 2.8, A), (3.6, 5.8, B)], id="apart"),
        pytest.param([(0, 3, A), (9, 12, A)], [(0, 12, A)], [(0.2, 2.8, A), (9.2, 11.8, A)], id="a silence of one"),
        pytest.param([(0, 3, A), (3.5, 6, A)], [(0, 6, A)], [(0.2, 5.8, A)], id="a breath"),
        pytest.param([(0, 5, A), (4, 9, B)], [(0, 4, A), (4, 9, B)], [(0.2, 3.8, A), (5.2, 8.8, B)], id="overlap"),
        pytest.param([(0, 9, A), (4, 5, B)], [(0, 9, A)], [(0.2, 3.8, A), (5.2, 8.8, A)], id="interjection"),
        pytest.param(
            [(0, 20, A), (5, 10, B)],
            [(0, 5, A), (5, 10, B), (10, 20, A)],
            [(0.2, 4.8, A), (10.2, 19.8, A)],
            id="one cue over another's turn",
        ),
        pytest.param([(0, 4, A), (0, 4, B)], [(0, 2, A), (2, 4, B)], [], id="two voices in one cue"),
        pytest.param([(0, 4, A), (4, 4.1, B), (4.1, 8, A)], [(0, 8, A)], [(0.2, 3.8, A), (4.3, 7.8, A)], id="a slip"),
        pytest.param([(0, 0.7, A), (1, 1.7, B)], [(0, 0.7, A), (1, 1.7, B)], [], id="too short to measure"),
    ],
)
def test_who_has_the_floor_and_who_is_heard_alone(
    said: list[tuple[float, float, int]], floor: list[tuple[float, float, int]], alone: list[tuple[float, float, int]]
) -> None:
    assert rows(levelling.floor(turns(*said))) == floor
    assert rows(levelling.alone(turns(*said))) == alone


@pytest.mark.parametrize(
    ("levels", "gains"),
    [
        ([(-20.0, 60.0), (-20.9, 60.0)], (0, 0)),  # nobody hears that
        ([(-20.0, 60.0), (-24.0, 60.0)], (-1.6, 2.4)),  # to what they have together
        ([(-20.0, 600.0), (-24.0, 6.0)], (0, 4.0)),  # who speaks most changes least
        ([(-20.0, 60.0), (-30.0, 60.0)], (-4.0, 6.0)),  # within the bound, the quiet one reaches the other
        ([(-20.0, 60.0), (-32.0, 60.0)], (-6.0, 6.0)),
        ([(-20.0, 60.0), (-40.0, 60.0)], (-6.0, 6.0)),  # beyond it, both go as far as they may
        ([(-20.0, 60.0), (None, 1.0), (-24.0, 60.0)], (-1.6, 0, 2.4)),  # too little to measure: as it was recorded
        ([(None, 0.0), (-24.0, 60.0)], (0, 0)),
        ([(None, 0.0)], (0,)),
    ],
)
def test_gains(levels: list[tuple[float | None, float]], gains: tuple[float, ...]) -> None:
    assert levelling.gains(levels) == gains


def test_a_voice_is_measured_in_its_own_turns_and_its_pauses_do_not_count() -> None:
    said = Said(("Ann", "Bea", "Cem"), turns((0, 6, A), (6, 12, B), (12, 12.9, C)))
    meter = Meter(said)
    for number in range(130):
        end = (number + 1) * 0.1
        quiet = 2 < end < 4  # Ann's pause
        meter.take(float("-inf") if end < 0.4 else -60.0 if quiet else -20.0 if end <= 6 else -30.0)
    (ann, heard), (bea, seconds), (cem, little) = meter.levels()
    assert (ann, bea, cem) == (-20.0, -30.0, None)
    assert [heard, seconds, little] == pytest.approx([3.4, 5.3, 0.2], abs=0.11)


def test_nothing_moves_while_somebody_speaks() -> None:
    """Whatever the times: the gain of each voice stands while it alone speaks, and ramps never cross."""
    chance = random.Random(24)
    for _ in range(200):
        at, said = 0.0, []
        for _ in range(40):
            at = max(0.0, at + chance.uniform(-2, 2))
            said.append(Turn(at, at + chance.uniform(0.02, 8), chance.randrange(3)))
            at = said[-1].end
        gained = (-4.0, 0.0, 6.0)
        floor = levelling.floor(sorted(said, key=lambda one: (one.start, one.end)))
        envelope = Envelope(levelling.points(floor, gained))
        for one in floor:
            inside = (one.start + 0.031, (one.start + one.end) / 2, one.end - 0.031)
            assert [envelope.gain(second) for second in inside if one.start < second < one.end] == pytest.approx(
                [gained[one.voice]] * len(inside)
            )
        assert all(before.end <= after.start for before, after in pairwise(floor))


def test_it_moves_in_the_middle_half_of_a_pause() -> None:
    assert levelling.points(turns((0, 4, A), (6, 9, B), (9, 12, A)), (1.0, -2.0)) == (
        (4.5, 1.0),
        (5.5, -2.0),
        (8.97, -2.0),
        (9.03, 1.0),
    )


def spoken_library(sound: ShowAudio | None, words: str) -> Library:
    """The shelf, the transcript of its first episode having these words."""
    made = shelf.library(sound)
    words_of = shelf.file("first.vtt", words.encode(), text=True)
    return replace(made, tree=Tree({**made.tree.files, words_of.path: words_of}))


def told(sound: ShowAudio | None, words: str, levels: dict[str, Levels] | None = None) -> tuple[int, list[Problem]]:
    """How many episodes are measured, and what is said, where the transcript of the first has these words."""
    library = spoken_library(sound, words)
    heard = voices.Voices(spoken(library)[0], Answers())
    jobs = voices.level_jobs(library, PROBED, heard)
    return len(jobs), list(voices.problems(library, heard, levels or {}))


VOICES = "WEBVTT\n\n00:00.500 --> 00:02.000\n<v Ann>Hello.\n\n00:02.250 --> 00:04.000\n<v Bea>Hello.\n"


def test_it_is_done_where_somebody_asks_for_it_and_there_are_speakers() -> None:
    asked = ShowAudio(level_speakers=True)
    assert told(None, VOICES) == (0, [])
    count, problems = told(asked, VOICES)
    assert (count, [one.code for one in problems]) == (1, ["not-levelled"]), "the second has no transcript"
    count, problems = told(asked, VOICES.replace("<v Ann>", "").replace("<v Bea>", ""))
    assert (count, len(problems)) == (0, 2)
    assert "there is no transcript in its language that says who speaks" in problems[0].message
    count, problems = told(asked, VOICES.replace("Bea", "Ann"))
    assert (count, len(problems)) == (0, 1), "a talk of one needs nothing"


def test_who_is_too_far_away_is_named() -> None:
    found = Levels((Voice("Ann", -16.0, 90.0, -6.0), Voice("Bea", -31.2, 60.0, 6.0), Voice("Cem", None, 1.0, 0.0)))
    _, (first, _) = told(ShowAudio(level_speakers=True), VOICES, {FIRST: found})
    assert first.message == (
        "`Bea` is still 3.2 LU quieter than `Ann`, with +6.0 and -6.0 dB: more than 6 dB is never given"
    )
    near = Levels((Voice("Ann", -16.0, 90.0, 0.0), Voice("Bea", -16.7, 60.0, 0.0)))
    assert str(near) == "as recorded, with 0.7 LU between Bea, Ann"
    assert str(found) == "Ann: -6.0 LU, Bea: +6.0 LU, Cem: as recorded (1 s are too little to measure)"


def test_an_episode_may_say_otherwise_than_its_show() -> None:
    for show, episode, count in (
        (True, Local(file="first.wav", level_speakers=False), 0),
        (False, Local(file="first.wav", level_speakers=True), 1),
        (True, Local(file="first.wav", master="never"), 0),  # what is not made here is not changed
    ):
        library = spoken_library(ShowAudio(level_speakers=show), VOICES)
        first = shelf.episode(FIRST, audio=episode, transcript="first.vtt")
        library = replace(library, entries=(library.entries[0], first))
        heard = voices.Voices(spoken(library)[0], Answers())
        assert len(voices.level_jobs(library, PROBED, heard)) == count
        assert list(voices.problems(library, heard, {})) == []


def test_a_transcript_that_stands_is_not_read_for_it() -> None:
    library = spoken_library(ShowAudio(level_speakers=True), VOICES)
    said, _ = spoken(library)
    answers = Answers()
    (job,) = voices.level_jobs(library, PROBED, voices.Voices(said, answers))
    assert dict(job.aside) == {"names": ["Ann", "Bea"], "turns": [[0.5, 2.0, 0], [2.25, 4.0, 1]]}
    assert pickle.loads(pickle.dumps(job)).aside == dict(job.aside), "it goes to workers"

    main = said[FIRST].main
    assert main is not None
    unread = media.Said(unreadable, main.language, main.path)
    heard = voices.Voices(
        said | {FIRST: replace(said[FIRST], main=unread, transcripts=(unread,))}, from_bytes(answers.to_bytes(""), "")
    )
    (again,) = voices.level_jobs(library, PROBED, heard)
    assert again == job and again.aside["names"] == ["Ann", "Bea"]
    with pytest.raises(AssertionError, match="somebody asks"):
        again.aside["turns"]


def unreadable() -> Transcript:
    raise AssertionError("somebody asks for its words")


def test_a_corrected_transcript_makes_no_new_work_and_another_speaker_does() -> None:
    def key(words: str) -> dict[str, object]:
        library = spoken_library(ShowAudio(level_speakers=True), words)
        (job,) = voices.level_jobs(library, PROBED, voices.Voices(spoken(library)[0], Answers()))
        return job.description(1)

    more = VOICES + "\n00:05.000 --> 00:06.000\n<v Cem>And I.\n"
    assert key(VOICES) == key(VOICES.replace("Hello", "Good evening").replace("00:02.250", "00:02.100"))
    assert key(VOICES) != key(more)


def test_the_encode_gets_the_gain_over_time_and_without_it_stays_what_it_was() -> None:
    def params(levels: dict[str, Levels]) -> list[Mapping[str, Any]]:
        return [job.params for job in audio.encodes(shelf.library(), PROBED, levels)]

    plain, other = params({})
    assert plain == other
    assert params({FIRST: Levels(points=((2.0, -1.5), (2.2, 2.5)))}) == [
        {**plain, "levels": [[2.0, -1.5], [2.2, 2.5]]},
        plain,
    ]
    assert params({FIRST: Levels()}) == [plain, plain], "voices that are alike need nothing"
