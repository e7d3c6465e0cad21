"""Answers name the bytes that stand by them, and nothing else."""

from __future__ import annotations

from pipeline.model.answers import Answers
from pipeline.model.artifact import sha256


def test_a_text_as_long_as_a_digest_is_none() -> None:
    answers, digest = Answers(), sha256(b"page")
    given = {"page": [digest, 4], "words": {"digest": digest.upper(), "near": [["x" * 64], None, f"/{digest}"]}}
    answers.answers("sheet", lambda _: given, kept=True)
    answers.ask("sheet")
    assert list(answers.digests()) == [digest]
