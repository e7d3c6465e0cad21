"""Every oddity that transcripts were met with is read, or told with its line; what is put right is good afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import transcripts
from pipeline.formats.transcript import Cue
from pipeline.formats.transcripts import About, Read, read
from tests.formats.oddities import ODDITIES, srt

MARKS = {"odd-transcript": "?", "bad-transcript": "!"}
NAMED_OTHERWISE = "though its name ends in"


@pytest.mark.parametrize(
    ("path", "file", "about", "said"), [case[1:] for case in ODDITIES], ids=[c[0] for c in ODDITIES]
)
def test_every_oddity_is_read_or_told(path: str, file: str | bytes, about: About, said: list[str]) -> None:
    found = read(file if isinstance(file, bytes) else file.encode(), path, about)
    assert [*told(found), *map(shown, found.transcript.cues if found.transcript else ())] == said
    settled(found, path, about)


def told(found: Read) -> list[str]:
    return [
        " ".join(filter(None, (MARKS.get(one.code, one.code), str(one.place.line or ""), one.message)))
        for one in found.problems
    ]


def shown(cue: Cue) -> str:
    return f"{cue.start:g}-{cue.end:g} {f'{cue.speaker}: ' if cue.speaker else ''}{cue.text}"


def settled(found: Read, path: str, about: About) -> None:
    """What is repaired says what was read, has nothing left to tell, and is not written where nothing was told."""
    if found.transcript is None:
        assert found.problems and found.repaired is None
        return
    assert found.repaired is not None
    odd = [one for one in found.problems if NAMED_OTHERWISE not in one.message]
    assert bool(odd) == (found.anew or found.repaired != found.text)
    again = read(found.repaired.encode(), path, about)
    assert [one.message for one in again.problems if NAMED_OTHERWISE not in one.message] == []
    assert again.transcript is not None and again.transcript.cues == found.transcript.cues


TIMES = st.integers(0, 400).map(lambda tenths: tenths / 10)
TEXTS = st.sampled_from(["a", "a b", "<v Ann>so", "<v Bob>well", "Thank you.", "a\nc", "\u202b\u05d0"])
CUES = st.lists(st.tuples(TIMES, TIMES, TEXTS), min_size=1, max_size=9)


@given(CUES, st.sampled_from([".vtt", ".srt"]), st.none() | TIMES)
def test_what_is_repaired_is_good(cues: list[tuple[float, float, str]], ending: str, seconds: float | None) -> None:
    point = "." if ending == ".vtt" else ","
    lines = [f"00:00:{a:06.3f} --> 00:00:{b:06.3f}".replace(".", point) + f"\n{text}\n" for a, b, text in cues]
    text = ("WEBVTT\n\n" if ending == ".vtt" else "") + "\n".join(lines)
    if ending == ".srt":  # a name goes on there, so that another order may be another voice
        text = text.replace("<v Ann>", "").replace("<v Bob>", "")
    about = About(seconds=seconds)
    settled(read(text.encode(), f"a{ending}", about), f"a{ending}", about)


@given(st.binary(max_size=300) | st.text(alphabet='WEBVT\n0123:.,-> <v>ab{}"[]\t', max_size=300).map(str.encode))
def test_nothing_raises(data: bytes) -> None:
    for ending in (".vtt", ".srt", ".sbv", ".tsv", ".json", ".txt"):
        found = read(data, f"a{ending}")
        assert found.transcript is not None or found.problems


def test_more_cues_than_six_hours_have_words_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "_MOST_CUES", 3)
    assert read(srt("a", "b", "c").encode(), "a.srt").problems == ()
    (problem,) = read(srt("a", "b", "c", "d").encode(), "a.srt").problems
    assert problem.message == "there are 4 cues in this transcript; the most are 3" and problem.place.line == 14


def rolling(phrases: list[tuple[float, float, str]]) -> str:
    """Phrases as YouTube shows them: word by word below the one before, then for a hundredth of a second alone."""
    cues, above = [], "\x20"
    for start, end, phrase in phrases:
        first, *words = phrase.split()
        growing = first + "".join(f"<{stamp(start)}><c> {word}</c>" for word in words)
        settings = "align:start position:0%"
        cues.append(f"{stamp(start)} --> {stamp(end - 0.01)} {settings}\n{above}\n{growing}\n")
        cues.append(f"{stamp(end - 0.01)} --> {stamp(end)} {settings}\n{phrase}\n\x20\n")
        above = phrase
    return "WEBVTT\nKind: captions\nLanguage: en\n\n" + "\n".join(cues)


def stamp(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}"


WORDS = st.lists(st.sampled_from(["so", "it", "goes", "[Music]", "it's", "&"]), min_size=1, max_size=6)
PHRASES = st.lists(st.tuples(WORDS.map(" ".join), st.integers(5, 60), st.integers(0, 90)), min_size=4, max_size=12)


@given(PHRASES)
def test_captions_that_roll_up_say_each_phrase_once_with_its_times(given_: list[tuple[str, int, int]]) -> None:
    at = 0.0
    phrases: list[tuple[float, float, str]] = []
    for number, (words, tenths, pause) in enumerate(given_):
        end = round(at + tenths / 10, 3)
        phrases.append((at, end, f"{words} {number}"))  # the same again can't be told from what stays
        at = round(end + (pause / 10 if pause > 30 else 0), 3)
    found = read(rolling(phrases).encode(), "a.vtt")
    assert found.transcript is not None and len(found.problems) == 1
    assert [(cue.start, cue.end, cue.text) for cue in found.transcript.cues] == phrases
    settled(found, "a.vtt", About())
