"""The room as the flow sees it: jobs described, and episodes as they go out. No tool runs here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pipeline import audio
from pipeline.content import spoken
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Cue, Transcript
from pipeline.jobs import Failure, Job, Outcome, Status
from pipeline.model.artifact import Blob, Piece, sha256
from pipeline.model.heard import Heard, Side, Spots
from pipeline.model.kinds.episode.fields import Soundbite
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Companion, MediaFacts, Rendition, Said, Sound, Spoken
from pipeline.model.taxonomy import Heading
from pipeline.settings.feeds import FeedSettings
from tests.audio import shelf
from tests.audio.shelf import FIRST, FOLDER, SECOND, outcome

RECORDING = f"{FOLDER}/first.wav"
PROBED = {RECORDING: AudioFacts("wav", 8.0, 6, 48_000, loudness=-20.0)}
ENCODED: dict[str, Any] = {
    "seconds": 10.0,
    "channels": 2,
    "bitrate": 128,
    "sample_rate": 44_100,
    "loudness": -16.1,
    "true_peak": -1.3,
    "lead": 2.0,
}


def encoded(library: Library) -> list[Outcome]:
    return [outcome(job, ENCODED, job.subject.encode()) for job in audio.encodes(library, PROBED)]


def said(library: Library) -> dict[str, Spoken]:
    found, problems = spoken(library)
    assert not problems
    return found


def tags(library: Library, artwork: dict[str, Artwork]) -> tuple[Job, ...]:
    return audio.tags(library, encoded(library), audio.Ingredients(artwork, said(library), {}))


def test_one_probe_for_each_recording() -> None:
    (job,) = audio.probes(shelf.library())
    assert (job.performer, job.subject) == ("probe", RECORDING)
    assert job.inputs["audio"].size == 5
    assert job.params == {"seconds": 21_600, "bytes": 2_000_000_000}


def test_facts_are_those_of_whole_recordings() -> None:
    (job,) = audio.probes(shelf.library())
    said = {"format": "wav", "seconds": 8.0, "channels": 6, "sample_rate": 48_000, "loudness": -20.0}
    assert audio.facts([outcome(job, said)]) == PROBED
    assert audio.facts([Outcome(job, Status.FAILED, "", failure=Failure("is empty"))]) == {}


def test_encodes() -> None:
    jobs = audio.encodes(shelf.library(), PROBED)
    assert [(job.performer, job.subject) for job in jobs] == [("encode", FIRST), ("encode", SECOND)]
    assert jobs[0].params == {
        "demuxer": "wav",
        "channels": 2,
        "sample_rate": 44_100,
        "bitrate": 128,
        "loudness": -16.0,
        "true_peak": -1.0,
        "sting": False,
        "highpass": 70.0,
    }
    assert audio.encodes(shelf.library(), {}) == ()


def test_what_was_mastered_with_two_tones_by_default_keeps_them_until_somebody_says_something() -> None:
    job = audio.encodes(shelf.library(), PROBED)[0]
    assert [one["params"]["sting"] for one in job.formerly] == [True, False]
    for said in (True, False):
        job = audio.encodes(shelf.library(ShowAudio(sting=said)), PROBED)[0]
        assert [one["params"]["sting"] for one in job.formerly] == [said]


def test_what_was_mastered_before_there_was_a_high_pass_stays_until_somebody_chooses_one() -> None:
    job = audio.encodes(shelf.library(), PROBED)[0]
    assert [(one["recipe"], "highpass" in one["params"]) for one in job.formerly] == [(1, False)] * 2
    chosen = audio.encodes(shelf.library(ShowAudio(highpass=90)), PROBED)[0]
    assert (chosen.params["highpass"], chosen.formerly) == (90, ())
    off = audio.encodes(shelf.library(ShowAudio(highpass=0)), PROBED)[0]
    assert (off.params["highpass"], len(off.formerly)) == (0, 2)


def test_the_encode_measures_nothing_that_the_probe_has_measured() -> None:
    """Where it hears the same: not where something is cut off, or one channel is all of it."""
    level, still, off = {"loudness": -20.0, "peak": -6}, Side(-22, -19, 0), Side(-22, -19, 0.05)
    for side, rumble, apart, wanted in (
        (still, Spots(), 0, level),
        (off, Spots(), 0, None),
        (still, Spots(3, (1, 2, 3)), 0, None),
        (still, Spots(), -60, None),
    ):
        heard = replace(HEARD, sides=(side, side), rumble=rumble, apart=apart, correlation=1)
        facts = AudioFacts("wav", 8.0, 2, 48_000, loudness=-20.0, heard=heard)
        assert audio.encodes(shelf.library(), {RECORDING: facts})[0].aside.get("measured") == wanted


def test_a_show_has_the_last_word() -> None:
    own = ShowAudio(loudness_mono=-18, bitrate_mono=96, sting=False)
    mono = {RECORDING: AudioFacts("mp4", 8.0, 1, 48_000)}
    params = audio.encodes(shelf.library(own), mono)[0].params
    wanted = {"demuxer": "mov", "channels": 1, "bitrate": 96, "loudness": -18.0, "true_peak": -1.0, "sting": False}
    assert params == {"sample_rate": 44_100, "highpass": 70.0, **wanted}


HEARD = Heard(-6, (Side(-22, -19, 0), Side(-22, -19, 0)), -1, -60, Spots(), Spots(), (0, 0), (-20,), (-6,))


def test_what_one_channel_carries_is_mastered_in_mono_unless_it_was_before() -> None:
    library = shelf.library(ShowAudio(loudness_mono=-18))
    stereo = AudioFacts("wav", 8.0, 2, 48_000)
    (former, *_), (job, *_) = (
        audio.encodes(library, {RECORDING: replace(stereo, heard=heard)}) for heard in (None, HEARD)
    )
    wanted = {"channels": 1, "bitrate": 64, "loudness": -18.0, "only": "left"}
    assert job.params == {**former.params, **wanted}
    assert [one["params"]["channels"] for one in job.formerly] == [2, 2]
    assert former.formerly == job.formerly


def test_words_cost_no_encode() -> None:
    """A corrected title is another tag and the same encode."""
    before, after = shelf.library(), shelf.library(title="Corrected")
    assert audio.encodes(after, PROBED) == audio.encodes(before, PROBED)
    assert tags(after, {}) != tags(before, {})


def test_tags() -> None:
    library = shelf.library(topics=("urges",), licence="CC-BY-4.0")
    topic = Heading(id="urges", title="Urges", description="What comes and goes.")
    settings = replace(library.settings, feeds=FeedSettings(copyright="© The Library"))
    library = replace(library, topics={"urges": topic}, settings=settings)
    own, of_show = (Artwork("a.jpg", Blob(n * 64, 9), Blob(n * 64, 7)) for n in "ab")
    artwork = {FIRST: own, f"{FOLDER}/show.yml": of_show}
    first, second = tags(library, artwork)
    assert (first.performer, first.subject) == ("tag", FIRST)
    assert (first.inputs["cover"], second.inputs["cover"]) == (own.cover, of_show.cover)
    assert first.params == {
        "title": "The first talk",
        "album": "Talks",
        "artist": "Béa, Ann",
        "album_artist": "The Library",
        "date": "2026-11-04",  # half an hour past midnight in Berlin
        "track": "3",
        "disc": "1",
        "genre": "Podcast",
        "language": "eng",
        "description": "What an urge is, how long it lasts, and what helps meanwhile.",
        "page": "https://library.example/podcasts/talks/first/",
        "milliseconds": 10_000,
        "cover_type": "image/jpeg",
        "chapters": [
            {"start": 2_000, "end": 4_500, "title": "Welcome", "url": ""},
            {"start": 4_500, "end": 10_000, "title": "Über Dränge", "url": "https://library.example/%C3%BC"},
        ],
        "order": "time",
        "guid": "first",
        "feed": "https://library.example/podcasts/talks/feed.xml",
        "category": "Health & Fitness",
        "keywords": "Urges",
        "copyright": "2026 The Library",
        "licence": "https://spdx.org/licenses/CC-BY-4.0.html",
    }
    assert (second.params["artist"], second.params["track"], second.params["chapters"]) == ("Ann", "", [])
    json.dumps(first.params)


def test_a_tag_that_was_written_before_stays_as_it_was() -> None:
    """The records of published sound answer for each form that tags had: at first title and link of chapters, and no
    order; then nothing of the podcast, nor what is said.
    """
    library = shelf.library()
    first, second = tags(library, {})
    then, at_first = first.formerly
    assert then == {**at_first, "params": {**at_first["params"], "order": "time"}}
    assert first.description(1)["params"].items() > then["params"].items()
    assert [one["params"].keys() & {"order", "guid"} for one in second.formerly] == [set()]
    again, _ = audio.tags(library, encoded(library), audio.Ingredients({}, said(library), {}, {FIRST}))
    assert (again, again.formerly) == (first, ())


def test_what_is_said_stands_in_the_tag_a_paragraph_for_each_turn() -> None:
    cues = (Cue(0, 1, "Ann", "Good\nevening."), Cue(1, 2, "Ann", "Hello."), Cue(2, 3, "Béa", "Hello, Ann."))
    kept = shelf.keeping()
    found = audio.lyrics({FIRST: spoken_as(*cues), SECOND: Spoken()}, kept)
    assert {path: kept.read(blob) for path, blob in found.items()} == {
        FIRST: "Ann: Good evening. Hello.\n\nBéa: Hello, Ann.".encode()
    }
    lyrics = {FIRST: Blob("c" * 64, 7)}
    library = shelf.library()
    first, second = audio.tags(library, encoded(library), audio.Ingredients({}, said(library), {}, (), lyrics))
    assert (first.inputs["lyrics"], [*second.inputs]) == (lyrics[FIRST], ["audio"])
    assert all("lyrics" not in one["inputs"] for one in first.formerly)
    assert (
        audio.lyrics({FIRST: spoken_as(Cue(0, 9, "", "word " * 100_001))}, shelf.keeping()) == {}
    )  # apps begin to play after it


def spoken_as(*cues: Cue) -> Spoken:
    one = Said(Transcript(cues), "en", "first.vtt")
    return Spoken((one,), one)


def test_pictures_of_chapters_are_in_the_tag_unless_they_weigh_too_much() -> None:
    marks = (
        Chapter(0, "A", image="a.png"),
        Chapter(1, image="b.png", toc=False),
        Chapter(2, "C", image="a.png", end=3),
    )
    spoken = {FIRST: Spoken(chapters=marks)}
    for size, names in ((300_000, ["picture-0", "picture-1"]), (400_000, [])):
        drawn = {name: Artwork(name, Blob(name * 2, 9), Blob(name, size)) for name in ("a.png", "b.png")}
        given = audio.Ingredients({}, spoken, drawn)
        job, _ = audio.tags(shelf.library(), encoded(shelf.library()), given)
        assert [name for name in job.inputs if name != "audio"] == names
        frames = job.params["chapters"]
        assert [one.get("picture") for one in frames] == (
            ["picture-0", "picture-1", "picture-0"] if names else [None] * 3
        )
        assert [(one["start"], one["end"], one.get("toc", True)) for one in frames] == [
            (2_000, 4_000, True),
            (3_000, 4_000, False),
            (4_000, 5_000, True),
        ]


def test_companions_move_with_the_sting() -> None:
    library = shelf.library()
    kept = shelf.keeping()
    vtt, srt, plain, html, chapters = audio.companions(library, encoded(library), said(library), {}, kept)
    data = {one.companion.path: shelf.data_of(one, kept) for one in (vtt, srt, plain, html, chapters)}
    for one, ending, sort in (
        (vtt, "vtt", "text/vtt"),
        (srt, "srt", "application/x-subrip"),
        (plain, "transcript.json", "application/json"),
        (html, "transcript.html", "text/html"),
        (chapters, "chapters.json", "application/json+chapters"),
    ):
        path = f"media/talks/first-{sha256(data[one.companion.path])[:12]}.{ending}"
        assert one.companion == Companion(path, sort, "" if one is chapters else "en")
        assert one.piece == Piece(path, one.data, FIRST)
    assert b"00:00:02.500 --> 00:00:04.000" in data[vtt.companion.path]
    assert [(one["startTime"], one["title"]) for one in json.loads(data[chapters.companion.path])["chapters"]] == [
        (2.0, "Welcome"),
        (4.5, "Über Dränge"),
    ]
    assert (
        b"00:00:02,500 --> 00:00:04,000" in data[srt.companion.path]
        and b'"startTime":2.5' in data[plain.companion.path]
    )
    assert data[html.companion.path].decode().startswith("<time>0:02</time>\n<p>Hello. Good evening.</p>")


def test_media() -> None:
    library = shelf.library()
    done = encoded(library)
    tagged = [outcome(job, {}, b"tagged " + job.subject.encode()) for job in tags(library, {})]
    kept = shelf.keeping()
    beside = audio.companions(library, done, said(library), {}, kept)
    media = audio.media(library, done, audio.sounds(library, tagged), beside, said(library), kept)
    first = media[FIRST]
    blob = tagged[0].outputs["audio"]
    assert first.path == f"media/talks/first-{blob.digest[:12]}.mp3"
    assert (first.blob, first.type, first.seconds, first.bitrate, first.lead) == (blob, "audio/mpeg", 10.0, 128, 2.0)
    assert (first.transcript, first.chapters) == (beside[0].companion, beside[4].companion)
    assert first.transcripts == tuple(one.companion for one in beside[:4])
    assert [(one.start, one.title) for one in first.chapter_marks] == [(2.0, "Welcome"), (4.5, "Über Dränge")]
    assert "Good evening." in first.transcript_html
    assert (media[SECOND].transcript, media[SECOND].chapters, media[SECOND].transcript_html) == (None, None, "")
    assert audio.pieces(media, beside)[0] == Piece(first.path, blob, FIRST)
    assert audio.media(library, done, audio.sounds(library, tagged[1:]), beside, said(library), kept).keys() == {SECOND}


def test_a_waveform_for_each_encoded_episode() -> None:
    library = shelf.library()
    jobs = audio.waveforms(library, encoded(library))
    assert [(job.performer, job.subject) for job in jobs] == [("waveform", FIRST), ("waveform", SECOND)]
    assert jobs[0].params == {"demuxer": "mp3", "samples": 200}  # of ten seconds, 400 windows
    made = [replace(outcome(job), outputs={"waveform": Blob("d" * 64, 9)}) for job in jobs[:1]]
    media = audio.drawn(library, {path: shelf_facts() for path in (FIRST, SECOND)}, made)
    drawn = Sound(f"media/talks/first-{'d' * 12}.waveform.json", Blob("d" * 64, 9))
    assert (media[FIRST].waveform, media[SECOND].waveform) == (drawn, None)
    assert Piece(drawn.path, drawn.blob, FIRST) in audio.pieces(media, ())
    hosted = [replace(one, outputs={}) for one in encoded(library)]
    assert audio.waveforms(library, hosted) == ()


def shelf_facts() -> MediaFacts:
    return MediaFacts("media/talks/first.mp3", Blob("0" * 64, 9), "audio/mpeg", 10.0, 2, 128, -16.1, -1.3)


def test_renditions_and_clips_are_made_only_where_somebody_wants_them() -> None:
    library = shelf.library()
    assert audio.renditions(library, encoded(library)) == () == audio.bites(library, encoded(library))
    bites = (Soundbite(at=1, seconds=2, title="What helps"), Soundbite(at=4, seconds=3))
    library = shelf.library(ShowAudio(renditions=("aac", "opus"), clips=True), soundbites=bites)
    jobs = audio.renditions(library, encoded(library))
    assert [job.subject for job in jobs] == [
        f"{path} ({codec})" for path in (FIRST, SECOND) for codec in ("opus", "aac")
    ]
    assert jobs[0].params == {"demuxer": "mp3", "codec": "opus", "bitrate": 64, "true_peak": -1.0}
    clips = audio.bites(library, encoded(library))
    assert [(job.subject, job.params["start"], job.params["seconds"]) for job in clips] == [
        (f"{FIRST} (clip 1)", 3.0, 2.0),  # behind the sting
        (f"{FIRST} (clip 2)", 6.0, 3.0),
    ]
    said = [(job.params["tag"]["title"], job.params["tag"]["page"]) for job in clips]
    page = "https://library.example/podcasts/talks/first/"
    assert said == [("What helps", f"{page}#t=3,5"), ("The first talk", f"{page}#t=6,9")]
    made = [outcome(job, {}, job.subject.encode()) for job in clips]
    media = audio.cut(library, {path: shelf_facts() for path in (FIRST, SECOND)}, made)
    assert [one.path for one in media[FIRST].clips if one] == [
        f"media/talks/first-clip-{number}-{job.outputs['audio'].digest[:12]}.mp3" for number, job in enumerate(made, 1)
    ]
    assert media[SECOND].clips == ()


def test_a_rendition_says_what_the_tag_of_its_episode_says() -> None:
    library = shelf.library(ShowAudio(renditions=("opus",)))
    done = [outcome(job, {}, job.subject.encode()) for job in audio.renditions(library, encoded(library))]
    ours = tags(library, {})
    jobs = audio.rendition_tags(library, done, encoded(library), audio.Ingredients({}, said(library), {}))
    assert [(job.performer, job.subject) for job in jobs] == [
        ("rendition-tag", f"{FIRST} (opus)"),
        ("rendition-tag", f"{SECOND} (opus)"),
    ]
    assert jobs[0].params == {**ours[0].params, "codec": "opus"} and jobs[0].formerly == ()
    assert jobs[0].inputs["audio"] == done[0].outputs["audio"]
    tagged = [outcome(job, {}, b"tagged " + job.subject.encode()) for job in jobs[:1]]
    stands = {f"{SECOND} (opus)": Sound("media/talks/second-000000000000.opus", Blob("0" * 64, 5))}
    media = audio.offered(library, {path: shelf_facts() for path in (FIRST, SECOND)}, stands, tagged)
    blob = tagged[0].outputs["audio"]
    assert media[FIRST].renditions == (
        Rendition(f"media/talks/first-{blob.digest[:12]}.opus", blob, "audio/ogg", "opus", 64, "Opus"),
    )
    assert [one.path for one in media[SECOND].renditions] == ["media/talks/second-000000000000.opus"]
