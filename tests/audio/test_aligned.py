# ruff: noqa: RUF001 - letters of other scripts look like ours
"""Texts laid along pauses: near to where they were said, and never out of order."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from pipeline.audio.aligned import LETTERS, Pause, Piece, aligned, pieces
from pipeline.audio.pauses import parse

TEXT = """Mara: An urge is like a wave. It rises, and it falls again!

It takes about twenty minutes.

Jo: How do you know?

mara: not a name, as nobody is called so: it stays.

Note: only once, so nobody speaks here.

Jo: Well."""


def test_who_speaks_and_what_a_cue_holds() -> None:
    found = pieces(TEXT, {"Mara"})
    assert [(piece.speaker, piece.text) for piece in found] == [
        ("Mara", "An urge is like a wave."),
        ("Mara", "It rises, and it falls again!"),
        ("Mara", "It takes about twenty minutes."),
        ("Jo", "How do you know?"),
        ("Jo", "mara: not a name, as nobody is called so: it stays."),
        ("Jo", "Note: only once, so nobody speaks here."),
        ("Jo", "Well."),
    ]


def test_a_long_sentence_is_parted_between_clauses_or_else_between_words() -> None:
    sentence = f"{'word ' * 14}word, and then {'word ' * 40}end."
    found = pieces(sentence)
    assert " ".join(piece.text for piece in found) == sentence
    assert all(len(piece.text) <= LETTERS for piece in found)
    assert found[0].text.endswith("word,")
    assert [piece.ends for piece in found] == [False] * (len(found) - 1) + [True]
    assert pieces(" \n\n ") == ()


def spoken(seed: int) -> tuple[list[Piece], list[float], list[Pause], float]:
    """A talk as somebody might give it: no sentence at the speed of another, pauses behind sentences and within."""
    chance = random.Random(seed)
    said, starts, pauses, now = [], [], [], 0.8
    pauses.append(Pause(0.0, now))
    for number in range(120):
        length = chance.randint(15, 80)
        said.append(Piece("", f"{number:03}{'x' * (length - 3)}", ends=True))
        starts.append(now)
        long = length / chance.uniform(12, 18)
        if length > 50:  # a breath somewhere within
            at = now + long * chance.uniform(0.3, 0.7)
            pauses.append(Pause(at, at + 0.3))
            long += 0.3
        now += long
        rest = chance.uniform(0.35, 1.1)
        pauses.append(Pause(now, now + rest))
        now += rest
    return said, starts, pauses, now


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_most_sentences_are_found(seed: int) -> None:
    said, starts, pauses, seconds = spoken(seed)
    cues = aligned(said, pauses, seconds)
    off = sorted(abs(cue.start - start) for cue, start in zip(cues, starts, strict=True))
    assert off[len(off) // 2] < 0.05
    assert off[len(off) * 9 // 10] < 4
    assert all(before.start < before.end <= after.start for before, after in pairwise(cues))


def test_without_a_pause_the_letters_alone_tell() -> None:
    cues = aligned([Piece("", "a" * 9, ends=True), Piece("", "a" * 29, ends=True)], [], 40)
    assert [(cue.start, cue.end) for cue in cues] == [(0.0, 10.0), (10.0, 40.0)]
    (alone,) = aligned([Piece("A", "a", ends=True)], [Pause(0, 2), Pause(9, float("inf"))], 10)
    assert (alone.start, alone.end, alone.speaker) == (2.0, 9.0, "A")


def test_more_text_than_time() -> None:
    cues = aligned([Piece("", "a" * 80, ends=True)] * 50, [Pause(0.5, 0.6)], 1.0)
    assert len(cues) == 50
    assert all(cue.start < cue.end for cue in cues)


def test_pauses_as_ffmpeg_tells_them() -> None:
    told = """frame:10   pts:11520   pts_time:0.26
lavfi.silence_start=-0.004
frame:40   pts:46080   pts_time:1.04
lavfi.silence_end=1.02
lavfi.silence_duration=1.024
lavfi.silence_start=4.5"""
    assert parse(told.splitlines()) == (Pause(0.0, 1.02), Pause(4.5, float("inf")))


def test_names_of_other_scripts_and_one_line_a_turn() -> None:
    hebrew = pieces("דנה: שלום לכולם. מה שלומכם?\nיוסי: היי.\nומה עכשיו?")
    assert [(one.speaker, one.text) for one in hebrew] == [
        ("", "דנה: שלום לכולם."), ("", "מה שלומכם?"), ("", "יוסי: היי."), ("", "ומה עכשיו?"),
    ]  # fmt: skip
    named = pieces("דנה: שלום לכולם. מה שלומכם?\nיוסי: היי.\nומה עכשיו?", {"דנה", "יוסי"})
    assert [one.speaker for one in named] == ["דנה", "דנה", "יוסי", "יוסי"]
    once = pieces("Kim: I am Kim.\n\nAnn: And I am Ann.\n\nKim: So.")
    assert [(one.speaker, one.text) for one in once] == [
        ("Kim", "I am Kim."), ("Ann", "And I am Ann."), ("Kim", "So."),
    ]  # fmt: skip


def test_sentences_without_spaces_between_them() -> None:
    found = pieces(f"王芳：你好。我们开始吧！\n李雷：{'说' * 30}，{'听' * 30}，好。\n王芳：{'长' * 100}")
    assert [(one.speaker, len(one.text), one.ends) for one in found] == [
        ("王芳", 3, True), ("王芳", 6, True), ("李雷", 31, False), ("李雷", 33, True),
        ("王芳", 42, False), ("王芳", 42, False), ("王芳", 16, True),
    ]  # fmt: skip
