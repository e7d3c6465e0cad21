"""Sound that is finished: measured as players hear it, published byte for byte, told of where it misses the target."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import audio
from pipeline.audio.drivers.measure import Measure
from pipeline.audio.drivers.tagger import Tag
from pipeline.jobs import Failure, Task
from pipeline.model.artifact import sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.library import Library
from pipeline.model.media import FinishedFacts, Hosted, Local
from pipeline.model.tree import Tree
from tests.audio import shelf, sound
from tests.audio.shelf import FIRST, FOLDER, SECOND, outcome
from tests.audio.test_tagger import PARAMS

RECORDING = f"{FOLDER}/first.wav"
MEASURED: dict[str, Any] = {
    "format": "mp3",
    "size": 5,
    "seconds": 10.0,
    "channels": 2,
    "sample_rate": 44_100,
    "bitrate": 128,
    "loudness": -16.4,
    "true_peak": -1.0,
    "lead": 0.0,
    "place": False,
    "flaw": "",
}
THERE = Hosted(url="https://media.example/second.m4a", length=77, type="audio/x-m4a", seconds=3723)
NEVER = ShowAudio(master="never")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MP3 as subscribers have it: tags at both ends, and a title that sounds like a fault."""
    path = tmp_path_factory.mktemp("old") / "old.mp3"
    tags = ("-id3v2_version", "4", "-write_id3v1", "1", "-metadata", "title=Error while decoding: invalid")
    return sound.make(path, args=("-b:a", "96k", *tags))


def measured(path: Path, **limits: float) -> dict[str, Any]:
    return dict(Measure().perform(sound.task(path, path.parent, {**sound.LIMITS, **limits})).facts)


def test_it_is_measured_as_listeners_hear_it(old: Path) -> None:
    level, seconds = sound.measured(old)
    facts = measured(old)
    assert facts["seconds"] == pytest.approx(seconds, abs=0.002) == pytest.approx(6.0, abs=0.002)
    assert facts["loudness"] == pytest.approx(level.integrated, abs=0.1)
    assert facts["true_peak"] == pytest.approx(level.true_peak, abs=0.1)
    exact = ("format", "size", "channels", "sample_rate", "lead", "flaw")
    assert {name: facts[name] for name in exact} == {
        "format": "mp3",
        "size": old.stat().st_size,
        "channels": 2,
        "sample_rate": 44_100,
        "lead": 0.0,
        "flaw": "",
    }
    assert abs(facts["bitrate"] - 96) <= 2


def test_m4a_is_measured_too_and_the_place_that_a_telephone_wrote_is_seen(tmp_path: Path) -> None:
    facts = measured(sound.make(tmp_path / "a.m4a", seconds=2, channels=1))
    assert (facts["format"], facts["channels"], facts["place"], facts["flaw"]) == ("mp4", 1, False, "")
    placed = ("-movflags", "use_metadata_tags", "-metadata", "location=+51.5-0.1/")
    assert measured(sound.make(tmp_path / "placed.m4a", seconds=1, args=placed))["place"] is True
    assert facts["seconds"] == pytest.approx(2.0, abs=0.05)


def test_a_tag_of_ape_before_the_sound_is_no_reason_to_refuse_it(old: Path, tmp_path: Path) -> None:
    """As some programs wrote it, with a header; its length counts the items and a footer."""
    tagged, sounding = tmp_path / "ape.mp3", b"".join(audio.untagged([old.read_bytes()]))
    body = bytes(132)
    head = b"APETAGEX" + (2000).to_bytes(4, "little") + len(body).to_bytes(4, "little") + bytes(16)
    tagged.write_bytes(head + body + sounding)
    facts = measured(tagged)
    assert (facts["format"], facts["flaw"], facts["seconds"]) == ("mp3", "", pytest.approx(6.0, abs=0.05))


def test_what_players_stumble_over_is_told_and_no_reason_to_refuse_it(old: Path, tmp_path: Path) -> None:
    data, odd, cut = old.read_bytes(), tmp_path / "odd.mp3", tmp_path / "cut.mp3"
    middle = len(data) // 2
    odd.write_bytes(data[:middle] + bytes(number * 37 % 256 for number in range(900)) + data[middle + 900 :])
    cut.write_bytes(data[:-20_000])
    assert measured(odd)["flaw"] == "holds frames that can't be decoded: players skip them"
    assert measured(cut)["flaw"].startswith("is cut short: its header promises")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.wav", "is WAV, and only MP3 and M4A are published as they came"),
        ("text.mp3", "is not audio: its first bytes are text"),
        ("empty.mp3", "is empty"),
        ("long.mp3", "is longer than 1 seconds"),
        ("large.mp3", "is 1,"),
    ],
)
def test_what_nobody_could_play_is_refused(name: str, message: str, tmp_path: Path) -> None:
    path, limits = tmp_path / name, {"long.mp3": {"seconds": 1}, "large.mp3": {"bytes": 1000}}
    if name in ("text.mp3", "empty.mp3"):
        path.write_text("no sound at all" if name == "text.mp3" else "", encoding="utf-8")
    elif name == "large.mp3":
        path.write_bytes(b"\xff" * 1234)
    else:
        sound.make(path, seconds=2)
    with pytest.raises(Failure) as caught:
        measured(path, **limits.get(name, {}))
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_silence_has_no_peak_and_is_no_secret(tmp_path: Path) -> None:
    facts = measured(sound.make(tmp_path / "a.mp3", graph="anullsrc=d={seconds}", seconds=1))
    assert (facts["loudness"], facts["true_peak"]) == (-70.0, None)


def test_our_tag_stands_in_the_place_of_its_own(old: Path, tmp_path: Path) -> None:
    made = Tag().perform(Task(PARAMS, {"audio": str(old)}, str(tmp_path)))
    data = Path(str(made.files["audio"])).read_bytes()
    assert b"Error while decoding" not in data[: len(data) // 2]
    assert data.startswith(b"ID3") and data.count(b"ID3") == 1
    sounding = b"".join(audio.untagged([old.read_bytes()]))
    assert data.endswith(sounding), "of its sound nothing is touched, to the last byte"


# What becomes of it


def library(first: Local | None = None) -> Library:
    """Two episodes of one finished recording, of which the first may say more of it."""
    whole = shelf.library(NEVER)
    own = (shelf.episode(FIRST, audio=first),) if first else whole.entries[1:2]
    return replace(whole, entries=(whole.entries[0], *own, whole.entries[2]))


def made(library: Library) -> list[Any]:
    jobs = audio.finished(library, {RECORDING: FinishedFacts.from_json(MEASURED)})
    return [audio.as_it_came(outcome(job, MEASURED)) for job in jobs]


def test_nothing_is_mastered_or_tagged() -> None:
    whole = library()
    (look,) = audio.probes(whole)
    assert (look.performer, look.subject) == ("measure", RECORDING)
    facts = audio.facts([outcome(look, MEASURED)])
    assert audio.encodes(whole, facts) == ()
    assert [(job.performer, job.subject) for job in audio.finished(whole, facts)] == [
        ("measure", FIRST),
        ("measure", SECOND),
    ]
    assert audio.tags(whole, made(whole), audio.Ingredients({}, {}, {})) == ()


def test_it_is_its_own_enclosure() -> None:
    whole = library(Local(file="first.wav", type="audio/mp3"))
    digest = sha256(b"sound")
    kept = audio.kept(whole, made(whole))
    assert {path: one.path for path, one in kept.items()} == {
        FIRST: f"media/talks/first-{digest[:12]}.mp3",
        SECOND: f"media/talks/second-{digest[:12]}.mp3",
    }
    facts = audio.media(whole, made(whole), kept, (), {}, shelf.keeping())
    assert {path: one.type for path, one in facts.items()} == {FIRST: "audio/mp3", SECOND: "audio/mpeg"}
    first = facts[FIRST]
    assert (first.blob.digest, first.blob.size, first.master, first.lead) == (digest, 5, digest, 0.0)
    piece, *_ = audio.pieces(facts, ())
    assert (piece.path, piece.type) == (first.path, "audio/mp3")


def test_a_tag_is_written_where_somebody_asks_for_it() -> None:
    whole = library(Local(file="first.wav", tag=True))
    assert [job.subject for job in audio.tags(whole, made(whole), audio.Ingredients({}, {}, {}))] == [FIRST]
    assert list(audio.kept(whole, made(whole))) == [SECOND]


def with_hosted() -> Library:
    whole = shelf.library()
    return replace(whole, entries=(*whole.entries[:2], shelf.episode(SECOND, audio=THERE)))


def test_of_sound_on_another_host_there_is_its_address_and_nothing_else() -> None:
    whole = with_hosted()
    facts = audio.media(whole, audio.hosted(whole), {}, (), {}, shelf.keeping())[SECOND]
    assert facts.address(lambda path: f"https://library.example/{path}") == THERE.url
    assert (facts.path, facts.blob.size, facts.type, facts.seconds, facts.master) == ("", 77, "audio/x-m4a", 3723, "")
    assert audio.pieces({SECOND: facts}, ()) == ()
    assert [job.subject for job in audio.probes(whole)] == [RECORDING]


def told(library: Library, **facts: Any) -> dict[str, str]:
    known = {RECORDING: FinishedFacts.from_json(MEASURED | facts)}
    return {problem.code: problem.message for problem in audio.finished_problems(library, known)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {}),
        ({"loudness": -23.0}, "has -23.0 LUFS where -16.0 are wanted"),
        ({"loudness": -70.0, "true_peak": None}, "nothing is heard in it"),
        ({"channels": 1}, "has -16.4 LUFS where -19.0 are wanted"),
        ({"true_peak": 0.4}, "has true peaks of +0.4 dBTP where -1.0 are the most"),
        (
            {"loudness": -9.0, "true_peak": 0.4},
            "has -9.0 LUFS where -16.0 are wanted and has true peaks of +0.4 dBTP where -1.0 are the most",
        ),
    ],
)
def test_who_misses_the_target_is_told_with_figures(facts: dict[str, Any], expected: Any) -> None:
    found = told(library(), **facts)
    name = "`first.wav` is published as it came, and "
    assert found == (expected and {"missed-loudness": name + expected})


@pytest.mark.parametrize(
    ("loudness", "expected"),
    [
        (
            (-23.0, -21.9),
            ["2 recordings are published as they came, and have -23.0 to -21.9 LUFS where -16.0 are wanted"],
        ),
        ((-23.0, -23.0), ["2 recordings are published as they came, and have -23.0 LUFS where -16.0 are wanted"]),
        ((-70.0, -70.0), ["2 recordings are published as they came, and nothing is heard in them"]),
        (
            (-23.0, -9.0),
            [
                "`first.wav` is published as it came, and has -23.0 LUFS where -16.0 are wanted",
                "`second.wav` is published as it came, and has -9.0 LUFS where -16.0 are wanted",
            ],
        ),
    ],
)
def test_several_of_a_show_that_miss_it_alike_are_told_in_the_same_words(
    loudness: tuple[float, float], expected: list[str]
) -> None:
    second = shelf.file("second.wav", b"other sound")
    whole = library()
    entries = (*whole.entries[:2], shelf.episode(SECOND))
    whole = replace(whole, entries=entries, tree=Tree({one.path: one for one in (*whole.tree, second)}))
    facts = (FinishedFacts.from_json(MEASURED | {"loudness": one}) for one in loudness)
    found = audio.finished_problems(whole, dict(zip((RECORDING, second.path), facts, strict=True)))
    assert list(dict.fromkeys(problem.message for problem in found)) == expected
    assert len(found) == 2, "each at its place"


def test_what_is_odd_is_told() -> None:
    assert told(library(), flaw="is cut short")["flawed-audio"] == (
        "`first.wav` is published as it came, and is cut short"
    )
    assert (
        "tags are written into MP3 only"
        in told(library(Local(file="first.wav", tag=True)), format="mp4")["invalid-value"]
    )
    misnamed = told(library(Local(file="first.wav", type="audio/x-m4a")))
    assert misnamed == {"flawed-audio": "`first.wav` is MP3, and `type` calls it `audio/x-m4a`"}
    assert told(library(Local(file="first.wav", type="audio/x-m4a")), format="mp4") == {}
    assert told(library(), place=True)["placed-audio"].endswith("and its tags say where it was recorded")
    assert told(library(Local(file="first.wav", tag=True)), place=True) == {
        "placed-audio": "`first.wav` is published as it came, and its tags say where it was recorded"
    }, "of the second episode, which keeps them"
    assert told(shelf.library(), loudness=-30.0) == {}, "what is mastered will reach it"


def test_two_episodes_have_no_sound_in_common_and_no_chapters_are_read_elsewhere() -> None:
    plain = Hosted(url=THERE.url.replace("https", "http"), length=77, type="audio/x-m4a")
    whole = with_hosted()
    third: Entry[Episode] = shelf.episode(f"{FOLDER}/third.md", audio=THERE, chapters="recording")
    fourth = shelf.episode(f"{FOLDER}/fourth.md", audio=plain)
    whole = replace(whole, entries=(*whole.entries, third, fourth))
    found = [(one.code, one.message) for one in audio.finished_problems(whole, {})]
    assert ("invalid-value", f"`{SECOND}` has the same sound: apps show one of two episodes with one address") in found
    assert {code for code, _ in found} == {"invalid-value", "hosted-audio", "bad-chapters"}


def test_one_recording_is_not_both_finished_and_mastered() -> None:
    mixed = library(Local(file="first.wav", master="always"))
    heard = audio.facts([outcome(job, MEASURED) for job in audio.probes(mixed)])
    (found,) = audio.finished_problems(mixed, heard)
    assert found.code == "invalid-value"
    assert found.message == "`first.wav` is published as it came here, and mastered in another episode"
