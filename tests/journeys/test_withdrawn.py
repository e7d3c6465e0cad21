"""A speaker takes back their consent: what names them, or is their voice, is left nowhere that we reach."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import library, traces
from tests.support.run import Run, pipeline
from tests.support.s3 import Server

EPISODE, ARTICLE = "content/podcasts/talks/first.md", "content/library/articles/urges-pass.md"
RECORDING = "content/podcasts/talks/first.wav"
GUID, TITLE = b"0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", b"The first talk"


@dataclass(frozen=True)
class Place:
    """A library that was published twice, on a machine that shares what it makes with others."""

    root: Path
    target: Callable[[], dict[str, bytes]]

    def run(self, *arguments: str, root: Path | None = None) -> Run:
        return pipeline(*arguments, "--root", root or self.root)

    @property
    def reached(self) -> dict[str, dict[str, bytes]]:
        """All that we reach: what is public with the state beside it, the cache, the last build, the shared store."""
        host = self.root.parent
        places = {"cache": self.root / ".cache", "dist": self.root / "dist", "shared": host / "shared"}
        return {"target": self.target(), **{name: traces.files(path) for name, path in places.items()}}

    @property
    def words(self) -> tuple[bytes, ...]:
        """Names, identities, and a piece of each sound: of the recording, and of what is published."""
        files = self.target()
        public = sorted(path for path in files if path.endswith(".mp3"))
        sounds = {files[path][-3000:-2900] for path in public}
        return (b"Sam", b"people/sam", GUID, TITLE, (self.root / RECORDING).read_bytes()[5000:5100], *sorted(sounds))


@pytest.fixture(params=["directory", "bucket"])
def place(request: pytest.FixtureRequest, small: Path) -> Place:
    host, settings = small.parent, '[store]\ntype = "directory"\npath = "../shared"\n'
    if request.param == "directory":
        library.edit(small, "pipeline.toml", 'path = "public"', 'path = "../host/public"')

        def target() -> dict[str, bytes]:
            return traces.files(host / "host")
    else:
        server: Server = request.getfixturevalue("s3_server")
        name = server.bucket("site")
        library.edit(
            small,
            "pipeline.toml",
            'path = "public"\nbase_url = "http://127.0.0.1:8000/"',
            f'type = "s3"\nbucket = "{name}"\nprefix = "site"\nendpoint = "{server.endpoint}"\n'
            f'base_url = "{server.endpoint}/{name}/site/"',
        )

        def target() -> dict[str, bytes]:
            return server.objects(name)

    library.edit(small, "pipeline.toml", "[audio]", f"{settings}\n[audio]")
    made = Place(small, target)
    for description in ("a tone speaks", "a clear tone speaks"):
        library.edit(small, EPISODE, "a tone speaks", description)
        assert made.run("publish", "-q").status in (0, 5), "in a bucket pages have no address of their own"
    return made


def test_nothing_is_left_of_a_person_who_takes_it_back(place: Place) -> None:
    words, before = place.words, place.reached
    for word in (b"Sam", GUID, TITLE):
        assert all(traces.found(values, [word])[word] for values in before.values()), "the search finds what is there"
    other = place.root.parent / "other machine"
    if (place.root.parent / "host").exists():  # once is enough
        shutil.copytree(place.root, other)
    content = traces.files(place.root / "content")

    shown = place.run("purge", "sam", "--json")
    told = json.loads(shown.stdout)
    assert (shown.status, told["done"], told["named"]) == (0, False, [])
    assert told["files"] == ["content/podcasts/talks/first.vtt", RECORDING, EPISODE]
    assert traces.files(place.root / "content") == content
    assert place.target() == before["target"], "a plan touches nothing"
    assert all(one["files"] for one in told["kept"]["releases"]) and told["kept"]["cache"]["bytes"]

    done = place.run("purge", "sam", "--yes", "--json")
    assert done.status in (0, 5), done.stderr
    assert {one["path"] for one in told["public"]["gone"]} == _public(before["target"]).keys() - _public(place.target())
    left = {name: traces.found(values, words) for name, values in place.reached.items()}
    assert not any(where for found in left.values() for where in found.values()), left
    assert place.run("rollback").status == 3

    if other.exists():
        _refused_and_rid_of_it(place, other, words)
        assert place.run("publish", "-q").status == 0, "what is left is published as ever"


def _refused_and_rid_of_it(place: Place, other: Path, words: tuple[bytes, ...]) -> None:
    """Another machine still has it all: it is told so, drops what its cache has, and publishes nothing of it."""
    assert traces.found(traces.files(other / ".cache"), [GUID])[GUID]
    before = place.target()
    run = place.run("publish", root=other)
    assert run.status == 1
    assert f"{RECORDING}: error: this file was taken back, and is published no more [taken-back]" in run.stderr
    assert f"`pipeline purge --readmit {RECORDING}`" in run.stderr
    assert _public(place.target()) == _public(before)
    for name in ("content", "dist"):
        shutil.rmtree(other / name)
    shutil.copytree(place.root / "content", other / "content")
    assert place.run("publish", "-q", root=other).status in (0, 5)
    for folder in (other, other.parent / "shared"):
        left = traces.found(traces.files(folder), words)
        assert not any(left.values()), left


def _public(files: dict[str, bytes]) -> dict[str, bytes]:
    """What people can reach, of all that lies at a target."""
    current = next((path for path in files if path.endswith("current.json")), "")
    if not current:
        return {path.removeprefix("site/"): data for path, data in files.items() if path.startswith("site/")}
    release = f".public/releases/{json.loads(files[current])['release']}/"
    return {path.removeprefix(release): data for path, data in files.items() if path.startswith(release)}
