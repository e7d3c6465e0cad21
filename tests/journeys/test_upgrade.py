"""A newer program over what an earlier one has published: who reads, listens or subscribes loses nothing, no sound is
made again, and there is a way back. `nox -s upgrade -- REVISION` brings the earlier one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

from pipeline.release.looking.look import CORS
from tests.support.run import process
from tests.support.s3 import Server

AT = "2026-11-30T12:00+00:00"
BUCKET = """
[targets.cloud]
type = "s3"
bucket = "{bucket}"
prefix = "library"
endpoint = "{endpoint}"
index = "exact"
base_url = "{endpoint}/{bucket}/library/"
"""
MEDIA = (".mp3", ".m4a", ".opus")

Public = dict[str, bytes]


@pytest.fixture
def checkout(request: pytest.FixtureRequest) -> Path:
    """An earlier program, with an environment of its own and its sample library."""
    return Path(request.config.getoption("--earlier")).resolve()


@pytest.fixture
def library(checkout: Path, tmp_path: Path) -> Path:
    """The sample as it was. Its theme is the earlier program's own, and stays there: each program brings its own."""
    root = tmp_path / "library"
    shutil.copytree(checkout / "content", root / "content")
    for name in ("mkdocs.yml", "pipeline.toml"):
        shutil.copy(checkout / name, root)
    (root / "theme").mkdir()
    return root


@pytest.fixture(params=["directory", "bucket"])
def target(request: pytest.FixtureRequest, library: Path, s3_server: Server) -> tuple[str, Callable[[], Public]]:
    """The name of a target, and what is public there."""
    if request.param == "directory":
        return "public", lambda: files(library / "public/")
    bucket = s3_server.bucket("library", listing=True)
    s3_server.client().put_bucket_cors(Bucket=bucket, CORSConfiguration=json.loads(CORS))
    with (library / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(BUCKET.format(bucket=bucket, endpoint=s3_server.endpoint))
    return "cloud", lambda: s3_server.objects(bucket, "library/")


def files(root: Path) -> Public:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def earlier(checkout: Path, *arguments: str | Path) -> str:
    """What an earlier program complains of; nothing when all went well."""
    (program,) = checkout.glob(".nox/**/bin/pipeline")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [program, *arguments], cwd=checkout, env=env, capture_output=True, text=True, timeout=900, check=False
    )
    return done.stderr if done.returncode else ""


def held(public: Public) -> dict[str, set[tuple[str, ...]]]:
    """What subscribers hold of each feed: the identity of each item, where its sound is and how long that is."""
    parsed = {path: feedparser.parse(data).entries for path, data in public.items() if path.endswith(".xml")}
    return {
        path: {(one.id, *(f"{sound.href} {sound.length}" for sound in one.get("enclosures", ()))) for one in entries}
        for path, entries in parsed.items()
        if entries
    }


def media(public: Public) -> Public:
    return {path: data for path, data in public.items() if path.endswith(MEDIA)}


def pages(public: Public) -> set[str]:
    return {path for path in public if path.endswith(".html")}


def is_kept(before: Public, now: Public) -> None:
    """The bytes under each address of sound, what subscribers hold, and every address of a page."""
    assert {path: now.get(path) for path in media(before)} == media(before)
    assert {path: held(now).get(path) for path in held(before)} == held(before)
    assert pages(before) <= pages(now)


def test_an_upgrade_and_the_way_back(checkout: Path, library: Path, target: tuple[str, Callable[[], Public]]) -> None:
    name, public = target
    publish = ("publish", "--root", library, "--target", name, "--at", AT)
    assert earlier(checkout, *publish) == ""
    before = public()
    assert held(before) and media(before) and pages(before)
    for cache in ("kept", "lost"):
        if cache == "lost":
            shutil.rmtree(library / ".cache")
        told = process(*publish)
        assert told.status == 0, told.stderr
        is_kept(before, public())
    assert "Nothing changed" in process(*publish).stdout
    newest = public()
    refused = earlier(checkout, *publish)
    if refused:  # what a newer program noted may be more than an earlier one understands
        assert "A newer version of this program published here last" in refused
        assert public() == newest
    is_kept(before, public())
