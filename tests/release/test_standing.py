"""A path is found by every name that people have for it, and how it stands is told rightly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model.artifact import Artifact, Manifest, by_path
from pipeline.release import ReleaseInfo, TargetState, Verdict, find, standing

PAGE = "podcasts/talks/first/index.html"
SOUND = "media/talks/first-0123456789ab.mp3"
CHAPTERS = "media/talks/first-0123456789ab.chapters.json"
PATHS = {"index.html", PAGE, SOUND, CHAPTERS, "podcasts/talks/feed.xml", "404.html"}
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (PAGE, PAGE),
        ("podcasts/talks/first/", PAGE),
        ("podcasts/talks/first", PAGE),
        ("/podcasts/talks/first/index.html", PAGE),
        ("./public/podcasts/talks/first/", PAGE),
        ("dist/public/podcasts/talks/first/index.html", PAGE),
        ("https://l.example/sub/podcasts/talks/first/?from=feed#notes", PAGE),
        ("https://l.example/sub/podcasts/talks/f%69rst/", PAGE),
        ("https://l.example/sub", "index.html"),
        ("https://l.example/sub/", "index.html"),
        ("/", "index.html"),
        ("404.html", "404.html"),
        (SOUND, SOUND),
        ("media/talks/first.mp3", SOUND),
        ("media/talks/first.chapters.json", CHAPTERS),
        ("media/talks/first", None),
        ("podcasts/talks", None),
        ("https://l.example/suburb/podcasts/talks/first/", None),
        ("https://elsewhere.example/podcasts/talks/first/", None),
    ],
)
def test_a_path_is_found_by_every_name_it_has(asked: str, meant: str | None) -> None:
    assert find(asked, PATHS, ("https://l.example/sub/",), ("public", "dist/public")) == meant


def artifact(digest: str, **headers: str) -> Artifact:
    return Artifact(SOUND, digest, 1, headers)


def release(number: int, held: Artifact | None) -> tuple[ReleaseInfo, Manifest]:
    info = ReleaseInfo(f"r{number}", NOW + timedelta(days=number), "")
    return info, Manifest(by_path([held] if held else []))


def state(held: Artifact | None, *, superseded: bool = False) -> TargetState:
    info, manifest = release(3, held)
    since = {SOUND: NOW} if superseded else {}
    return TargetState(ReleaseInfo(info.id, info.instant, "", "", since), manifest)


@pytest.mark.parametrize(
    ("built", "public", "verdict"),
    [
        (artifact("a"), state(artifact("a")), Verdict.SAME),
        (artifact("a"), state(artifact("b")), Verdict.OTHER),
        (artifact("a", etag="1"), state(artifact("a")), Verdict.HEADERS),
        (artifact("a"), state(None), Verdict.ABSENT),
        (artifact("a"), TargetState(), Verdict.ABSENT),
        (None, state(artifact("a"), superseded=True), Verdict.SUPERSEDED),
        (None, state(artifact("a")), Verdict.LEFT),
    ],
)
def test_what_the_target_has_beside_what_was_built(
    built: Artifact | None, public: TargetState, verdict: Verdict
) -> None:
    assert standing(SOUND, built, public, ()).verdict is verdict


def test_the_release_that_brought_the_bytes_is_the_first_that_has_held_them_ever_since() -> None:
    now = artifact("new")
    history = [release(3, now), release(2, now), release(1, artifact("old")), release(0, now)]
    found = standing(SOUND, now, state(now), history)
    assert (found.brought_by and found.brought_by.id, found.earliest) == ("r2", False)
    found = standing(SOUND, now, state(now), history[:2])
    assert (found.brought_by and found.brought_by.id, found.earliest) == ("r2", True)
