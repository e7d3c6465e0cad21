"""Texts in fewer bytes: what is packed, that it unpacks to the same, and that nothing is packed twice."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

from pipeline import edge, flow
from pipeline.edge.drivers.compress import Compress
from pipeline.edge.encodings import Encode
from pipeline.jobs import Outcome, Task
from pipeline.jobs.outcome import Status
from pipeline.model.artifact import Artifact, Blob, Manifest, by_path, hashed, sha256
from pipeline.release import headers, plan
from pipeline.world import World
from tests.announce import shelf
from tests.edge.test_stale import NOW

LONG = b"Urges pass. " * 200
LOOK = hashed("assets/look.css", sha256(LONG))
FILES = {
    "about/index.html": LONG,
    "short/index.html": b"Urges pass.",
    "404.html": LONG,
    LOOK: LONG,
    "api/catalog.json": LONG,
    "feed.xml": LONG,
    "podcasts/talks/first.transcript.html": LONG,
    "media/talks/first.mp3": LONG,
    "handouts/log/log.pdf": LONG,
}


def manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest(by_path(Artifact(path, sha256(data), len(data), headers(path, {})) for path, data in files.items()))


def packed(files: dict[str, bytes], encode: Encode, folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest of files that are packed, and the bytes of what came of it."""
    held, outcomes = {sha256(data): data for data in files.values()}, []
    for job in edge.jobs(manifest(files), encode):
        place = folder / "plain"
        place.write_bytes(held[job.inputs["plain"].digest])
        made = Compress().perform(Task(job.params, {"plain": str(place)}, ""))
        data = {name: one for name, one in made.files.items() if isinstance(one, bytes)}
        held |= {sha256(one): one for one in data.values()}
        blobs = {name: Blob(sha256(one), len(one)) for name, one in data.items()}
        outcomes.append(Outcome(job, Status.BUILT, "", {}, blobs))
    found = edge.encoded(manifest(files), outcomes, encode)
    return found, {path: held[artifact.digest] for path, artifact in found.artifacts.items()}


def test_beside_each_long_text_lie_its_codings_and_it_stays_as_it_was(tmp_path: Path) -> None:
    found, data = packed(FILES, "beside", tmp_path)
    added = set(data) - set(FILES)
    assert added == {
        f"{path}{ending}" for path in ("about/index.html", LOOK, "api/catalog.json") for ending in (".gz", ".br")
    }
    assert {path: data[path] for path in FILES} == FILES
    for path in added:
        unpack = gzip.decompress if path.endswith(".gz") else brotli.decompress
        assert unpack(data[path]) == LONG
        artifact = found.artifacts[path]
        assert artifact.beside and artifact.plain == sha256(LONG) and artifact.size < len(LONG)
        assert artifact.headers["content-encoding"] == {"gz": "gzip", "br": "br"}[path[-2:]]
    assert found.artifacts[f"{LOOK}.gz"].immutable  # as the file that it stands for


def test_a_bucket_holds_the_packed_text_under_its_own_address(tmp_path: Path) -> None:
    found, data = packed(FILES, "gzip", tmp_path)
    assert data.keys() == FILES.keys()
    changed = {path for path in FILES if data[path] != FILES[path]}
    assert changed == {"about/index.html", LOOK, "api/catalog.json"}
    assert all(gzip.decompress(data[path]) == LONG for path in changed)
    assert found.artifacts[LOOK].immutable
    assert found.artifacts[LOOK].headers["content-type"] == "text/css; charset=utf-8"
    assert Manifest.from_bytes(found.data) == found


def test_what_is_packed_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert packed(FILES, "beside", tmp_path) == packed(FILES, "beside", tmp_path)


def test_a_text_that_no_coding_makes_smaller_stays(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(2000)
    found, _ = packed({"a/index.html": noise}, "beside", tmp_path)
    assert list(found.artifacts) == ["a/index.html"]


def compressed(world: World) -> set[str]:
    """What a build packed."""
    done = (one for one in world.runner.outcomes if one.job.performer == "compress")
    return {one.job.subject for one in done if one.status is Status.BUILT}


def test_an_unchanged_text_is_not_packed_again() -> None:
    library = shelf.library("")
    settings = library.files["pipeline.toml"].decode()
    library.files["pipeline.toml"] = settings.replace(
        "[targets.public]", '[targets.public]\nencode = "beside"'
    ).encode()
    first = library.world()
    flow.build(first)
    did = compressed(first)
    assert "library/articles/urges-pass/index.html" in did
    page = "content/library/articles/urges-pass.md"
    library.files[page] = library.files[page] + b"\nMore of it.\n"
    second = library.world()
    flow.build(second)
    again = compressed(second)
    assert "library/articles/urges-pass/index.html" in again and len(again) < len(did)


def test_turning_it_on_is_a_change_and_old_codings_of_hashed_files_stay_for_their_time(tmp_path: Path) -> None:
    plain, (found, _) = manifest(FILES), packed(FILES, "gzip", tmp_path)
    puts = {change.path for change in plan(plain, found, max_delete=0, now=NOW).changes if change.action == "put"}
    assert puts == {"about/index.html", LOOK, "api/catalog.json"}
