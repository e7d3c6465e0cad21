"""What stands at the ends of an episode, and what moves with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import audio
from pipeline.audio import companion, edges, encode
from pipeline.audio.drivers.encode import Encode
from pipeline.audio.encode import Aim, Clip, Files, Master
from pipeline.content import spoken as written
from pipeline.content.checks import clips
from pipeline.formats.chapters import Chapter
from pipeline.jobs.job import Failure, Task
from pipeline.jobs.outcome import Outcome
from pipeline.model.heard import Heard, Spots
from pipeline.model.kinds.episode.fields import Soundbite, heard
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Local, Spoken
from pipeline.model.timing import Timing
from pipeline.model.treatment import Clip as Named
from pipeline.model.treatment import Without
from pipeline.model.tree import Tree
from tests.audio import shelf, sound
from tests.audio.shelf import FIRST, FOLDER
from tests.audio.test_encode import params

RECORDING, OPENING = f"{FOLDER}/first.wav", f"{FOLDER}/opening.flac"
PROBED = {RECORDING: AudioFacts("wav", 100.0, 2, 44_100), OPENING: AudioFacts("flac", 4.0, 2, 44_100)}
INTRO = Named(file="opening.flac", crossfade=1.5, words="You hear Talks.")


def library(*, show: ShowAudio | None = None, first: Local | None = None) -> Library:
    """The shelf with a clip; `first` is what its first episode says of its sound."""
    made = shelf.library(show)
    above, one, other = made.entries
    one = shelf.episode(FIRST, audio=first) if first else one
    opening = shelf.file("opening.flac", b"opening")
    return replace(made, tree=Tree({**made.tree.files, opening.path: opening}), entries=(above, one, other))


def test_a_show_names_what_its_episodes_open_with_and_an_episode_goes_without() -> None:
    own = Local(file="first.wav", intro=Without.CLIP)
    first, second = audio.encodes(library(show=ShowAudio(intro=INTRO, sting=True), first=own), PROBED)
    assert (set(first.inputs), first.params["sting"], "intro" in first.params) == ({"audio"}, True, False)
    assert (second.inputs["intro"].size, second.params["intro"]) == (7, {"demuxer": "flac", "crossfade": 1.5})
    assert second.params["sting"] is False, "an intro stands in the place of the two tones"
    assert {job.subject for job in audio.probes(library(show=ShowAudio(outro=INTRO)))} == {RECORDING, OPENING}
    assert Master.from_params(second.params).overlaps == (1.5, 0.0)
    unknown = audio.encodes(library(show=ShowAudio(intro=INTRO)), {RECORDING: PROBED[RECORDING]})
    assert unknown == (), "what is not known can't be heard"


def test_a_clip_lasts_two_minutes_at_most() -> None:
    made = library(show=ShowAudio(outro=INTRO))
    (problem,) = clips.check(made, {OPENING: AudioFacts("flac", 121.0, 2, 44_100)}, {})
    assert problem.message == "`opening.flac` lasts 2:01; an outro lasts 2:00 at most"
    assert list(clips.check(made, PROBED, {})) == []


def test_a_short_recording_is_not_drowned() -> None:
    probed = PROBED | {RECORDING: AudioFacts("wav", 2.0, 2, 44_100)}
    (job, _) = audio.encodes(library(show=ShowAudio(intro=INTRO)), probed)
    assert job.params["intro"]["crossfade"] == 1.0


def test_published_ends_stay_where_nothing_else_differs() -> None:
    before = audio.encodes(library(), PROBED)[0]
    published = before.formerly[0]  # with two tones
    opens = library(show=ShowAudio(intro=INTRO, trim=True))
    now = audio.encodes(opens, PROBED)[0]
    stands = edges.as_published(opens, now, published)
    assert stands is not None and stands.description(1) == published
    assert edges.as_published(library(), before, published) is None, "its record answers by itself"
    louder = library(show=ShowAudio(intro=INTRO, loudness_stereo=-14))
    assert edges.as_published(louder, audio.encodes(louder, PROBED)[0], published) is None
    says = library(first=Local(file="first.wav", intro=INTRO))
    assert edges.as_published(says, audio.encodes(says, PROBED)[0], published) is None
    quiet = library(show=ShowAudio(intro=INTRO, sting=False))
    assert edges.as_published(quiet, audio.encodes(quiet, PROBED)[0], published) is None, "the tones are unwanted"


def listened(before: float, behind: float) -> AudioFacts:
    heard = Heard(-3.0, (), 1.0, 0.0, Spots(), Spots(), (before, behind), (), ())
    return replace(PROBED[RECORDING], heard=heard)


def test_silent_ends_go_but_for_a_breath() -> None:
    """Half a second stays before the first word, and one behind the last; for less than half a second nobody cuts."""
    cuts = [edges.trimmed(listened(*silence)) for silence in ((3.0, 4.0), (0.9, 4.0), (3.0, 1.4), (0.0, 0.0))]
    assert cuts == [(2.5, 97.0), (0.0, 97.0), (2.5, 100.0), None]
    assert edges.trimmed(PROBED[RECORDING]) is None, "nobody has listened"
    asked = library(show=ShowAudio(trim=True))
    assert [job.params["cut"] for job in audio.encodes(asked, {RECORDING: listened(3, 4)})] == [[2.5, 97.0]] * 2
    itself = library(first=Local(file="first.wav", trim=True))
    assert [bool(job.formerly) for job in audio.probes(asked)] == [True]
    assert [bool(job.formerly) for job in audio.probes(itself)] == [False]


def test_times_move_with_what_is_heard_before_and_cut_off() -> None:
    timing = Timing.of(2.5, [1.0, 9.0])
    assert [timing.at(seconds) for seconds in (0, 1, 4, 9, 12)] == [2.5, 2.5, 5.5, 10.5, 10.5]
    assert (timing.span(0.2, 0.8), timing.span(0.5, 2.0), timing.span(8, 10)) == (None, (2.5, 3.5), (9.5, 10.5))
    assert [timing.first(seconds) for seconds in (0, 1.9, 3)] == [0.0, 0.0, 4.5]
    assert Timing.of(2.0, None).first(0) == 2.0, "what was published before stays where it is"
    bites = (Soundbite(at=0.5, seconds=2, title="a"), Soundbite(at=9.5, seconds=1, title="b"))
    assert [(bite.title, at, seconds) for bite, at, seconds in heard(bites, timing)] == [("a", 2.5, 1.5)]


def encoded(library: Library, facts: dict[str, Any]) -> list[Outcome]:
    jobs = audio.encodes(library, PROBED)
    return [shelf.outcome(job, facts, job.subject.encode()) for job in jobs]


def test_chapters_cues_and_words_move_and_an_episode_without_them_needs_nothing() -> None:
    made = library(show=ShowAudio(intro=INTRO, outro=INTRO))
    facts = {"lead": 2.5, "heard": [1.0, 5.0], "seconds": 9.0, "channels": 2, "bitrate": 128, "loudness": -16.0}
    done = encoded(made, facts | {"true_peak": -2.0})
    said, _ = written(made)
    late = Chapter(6.0, "Silence that was cut off")
    said = {path: replace(one, chapters=(*one.chapters, late) if one.chapters else ()) for path, one in said.items()}
    spoken = audio.with_clips(made, done, said)
    kept = shelf.keeping()
    beside = audio.companions(made, done, spoken, {}, kept)
    assert {one.episode for one in beside} == {FIRST}
    vtt, marks = (shelf.data_of(beside[n], kept).decode() for n in (0, -1))
    times = [line for line in vtt.splitlines() if "-->" in line]
    assert times == [
        "00:00:00.000 --> 00:00:02.500",
        "00:00:02.500 --> 00:00:03.500",
        "00:00:03.750 --> 00:00:05.500",
        "00:00:06.500 --> 00:00:09.000",
    ]
    assert vtt.count("You hear Talks.") == 2
    assert [(one["startTime"], one["title"]) for one in json.loads(marks)["chapters"]] == [
        (0, "Welcome"),
        (4, "Über Dränge"),
    ]
    tag = audio.tags(made, done, audio.Ingredients({}, spoken, {}))[0]
    assert [(one["start"], one["end"]) for one in tag.params["chapters"]] == [(0, 4_000), (4_000, 9_000)]
    sounds = audio.sounds(made, [shelf.outcome(tag, {}, b"tagged")])
    media = audio.media(made, done, sounds, beside, spoken, kept)[FIRST]
    assert [cue.text for cue in media.cues] == ["You hear Talks.", "Hello.", "Good evening.", "You hear Talks."]


def test_a_chapter_in_silence_that_was_cut_off_is_none() -> None:
    said = Spoken(chapters=tuple(Chapter(at, str(at)) for at in (0.0, 2.0, 6.0, 20.0)))
    picture = Spoken(chapters=(*said.chapters, Chapter(3.0, toc=False)))
    for one in (said, picture):
        chapters = companion.chapters_of(one, Timing.of(3.0, [5.0, 20.0]))
        assert [(one.start, one.title) for one in chapters if one.toc] == [(0.0, "2.0"), (4.0, "6.0")]


def test_words_of_a_clip_that_is_heard_with_the_recording_are_long_enough_to_be_read() -> None:
    made = library(show=ShowAudio(intro=replace(INTRO, crossfade=4.0), outro=replace(INTRO, crossfade=3.5)))
    done = encoded(made, {"lead": 0.0, "heard": [0.0, 8.0], "seconds": 8.5, "loudness": -16.0})
    one = replace(audio.with_clips(made, done, written(made)[0])[FIRST], main=None)
    cues = companion.whole(one, done[0]).cues
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (0.0, 2.0, "You hear Talks."),
        (6.5, 8.5, "You hear Talks."),
    ]


MASTER = Master("flac", 1, 44_100, 64, -19.0, -1.0, sting=False)


def test_graph() -> None:
    """Golden, as in `test_encode`: what decides the bytes of episodes with ends of their own."""
    master = replace(MASTER, cut=(1.5, 8.0), intro=Clip("mp3", 1.0), outro=Clip("flac"))
    graph = encode.mastering(master, Aim(6.0, -1.9), Files("in", before="intro", after="outro")).split(";")
    shape = "aformat=sample_fmts=fltp:sample_rates=44100:channel_layouts=mono"
    kept = "atrim=start_sample=66150:end_sample=352800,asetpts=N/SR/TB"
    kept += ",afade=t=in:ss=0:ns=4410,afade=t=out:ss=282240:ns=4410"
    assert graph == [
        f"[1:a:0]{shape},{kept},volume=volume=6.00dB:precision=float[recording]",
        f"[0:a:0]{shape}[before]",
        f"[2:a:0]{shape}[after]",
        "[before][recording]acrossfade=ns=44100:c1=nofade:c2=nofade[opened]",
        "[opened][after]concat=n=2:v=0:a=1[joined]",
        "[joined]alimiter=limit=-1.90dB:attack=5:release=50:level=false:latency=true[out]",
    ]


def piece(path: Path, begin: float, seconds: float) -> Path:
    """A part of a sound, by itself."""
    out = path.with_name(f"part-{begin}.wav")
    return sound.make(out, graph=f"amovie={path}:f=mp3,atrim=start={begin}:duration={seconds}", channels=1)


def test_ends_are_heard_as_loud_as_the_recording_where_they_belong(tmp_path: Path) -> None:
    """An intro that is much too loud, in stereo and of another rate; an outro much too quiet; three seconds of silence
    before the first word and behind the last, of which half a second and one stay.
    """
    still = "volume='if(between(t,3,9),1,0.0005)':eval=frame"
    recording = sound.make(tmp_path / "in.wav", graph=f"{sound.SPEECH},{still}", seconds=12, channels=1)
    intro = sound.make(tmp_path / "i.mp3", graph="sine=f=440:d=4,volume=6", channels=2, args=("-ar", "22050"))
    outro = sound.make(tmp_path / "o.flac", graph="sine=f=660:d=3,volume=0.01", channels=1)
    ends = {"intro": {"demuxer": "mp3", "crossfade": 0.5}, "outro": {"demuxer": "flac", "crossfade": 0.0}}
    inputs = {"audio": str(recording), "intro": str(intro), "outro": str(outro)}
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    made = Encode().perform(Task(params(1, sting=False, cut=[2.5, 10.0]) | ends, inputs, str(scratch)))
    out = Path(str(made.files["audio"]))
    level, seconds = sound.measured(out)
    assert abs(level.integrated + 19) <= 0.5
    assert level.true_peak is not None and level.true_peak <= -1
    assert (made.facts["lead"], made.facts["heard"]) == (pytest.approx(3.5, abs=0.05), [2.5, 10.0])
    assert seconds == pytest.approx(3.5 + 7.5 + 3.0, abs=0.05)
    for begin, length in ((0.2, 3.0), (4.2, 5.6), (11.2, 2.6)):  # intro, words, outro
        heard_part, _ = sound.measured(piece(out, begin, length))
        assert heard_part.integrated == pytest.approx(-19, abs=1.2), begin
    quiet, _ = sound.measured(piece(out, 10.2, 0.7))
    assert quiet.integrated < -50, "a breath stays behind the last word"


def test_an_intro_that_was_put_there_since_and_is_silent_is_refused(tmp_path: Path) -> None:
    silent = sound.make(tmp_path / "s.wav", graph="anullsrc,atrim=end=1", channels=1)
    task = sound.task(silent, tmp_path, params(1, sting=False, intro={"demuxer": "wav", "crossfade": 0}))
    with pytest.raises(Failure, match="its intro is silent"):
        Encode().perform(replace(task, inputs={"audio": str(silent), "intro": str(silent)}))
