"""Ctrl-C in the middle of a publish: what is said of what people reach is what they reach."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import wiring
from pipeline.cli import main
from pipeline.cli.failures import STOPPED
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.state.target import Sent
from pipeline.settings import TargetSettings
from pipeline.stores.s3 import Bucket
from tests.support import library
from tests.support.s3_memory import Call, MemoryS3

CLOUD = """
[targets.cloud]
type = "s3"
bucket = "{}"
prefix = "site"
index = "exact"
base_url = "http://127.0.0.1:8000/"
"""


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root), "--at", "2026-06-01"])


@pytest.fixture
def store(small: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryS3:
    """A bucket in memory, as the target `cloud` of the library."""
    store = MemoryS3()
    bucket = store.bucket()

    def made(_root: str, name: str, to: TargetSettings, base_url: str, sent: Sent) -> BucketTarget:
        target = BucketTarget(Bucket(to.bucket), prefix=to.prefix, exact=True, base_url=base_url, name=name, sent=sent)
        target._public._client = store  # type: ignore[assignment] # as much of a client as is asked
        return target

    monkeypatch.setitem(wiring.TARGETS, "s3", made)
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(CLOUD.format(bucket))
    return store


def public(store: MemoryS3, root: Path) -> set[str]:
    """The files of the last build that are public."""
    (bucket,) = store.buckets
    return set(json.loads((root / "dist/cloud.json").read_bytes())["artifacts"]) & store.objects(bucket, "site/").keys()


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Ctrl-C is heard, also where these tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def stopping(at: int) -> Callable[[Call], None]:
    """Press Ctrl-C at the public write of this number: what is under way ends, as it does then."""
    written: list[str] = []

    def before(call: Call) -> None:
        if call.writes and call.key.startswith("site/"):
            written.append(call.key)
            if len(written) == at:
                os.kill(os.getpid(), signal.SIGINT)

    return before


@pytest.mark.parametrize("at", [1, 2, 9, 60])
def test_who_stops_a_bucket_hears_how_many_files_are_new(small: Path, store: MemoryS3, at: int) -> None:
    store.before = stopping(at)
    ended = run(small, "publish", "--target", "cloud")
    assert ended.exit_code == STOPPED, ended.output
    new, last = len(public(store, small)), ended.stderr.splitlines()[-1]
    said = re.fullmatch(r"stopped; (\d+) of (\d+) files of the new release are public already; what people .*", last)
    assert new == int(said[1] if said else 0)
    assert said or last == "stopped; what was published before is as it was"
    store.before = lambda _call: None
    again = run(small, "publish", "--target", "cloud", "-v")
    assert again.exit_code == 0, again.output
    assert not said or len(public(store, small)) == int(said[2])


def test_so_does_who_stops_it_at_its_end(small: Path, store: MemoryS3) -> None:
    assert run(small, "publish", "--target", "cloud").exit_code == 0
    (small / "content/library/links/first-links.md").unlink()

    def before(call: Call) -> None:
        if call.name == "delete_objects" and call.key.startswith("site/"):
            os.kill(os.getpid(), signal.SIGINT)

    store.before = before
    ended = run(small, "publish", "--target", "cloud")
    assert ended.exit_code == STOPPED
    assert ended.stderr.splitlines()[-1] == (
        "stopped; all files of the new release are public already; what people reach is whole, and the next publish "
        "goes on from there"
    )


def test_who_stops_a_way_back_hears_that_it_may_have_begun(small: Path, store: MemoryS3) -> None:
    assert run(small, "publish", "--target", "cloud").exit_code == 0
    library.edit(small, "content/library/articles/urges-pass.md", "An urge is like", "An urge is much like")
    assert run(small, "publish", "--target", "cloud", "--at", "2026-06-02").exit_code == 0
    store.before = stopping(2)
    ended = run(small, "rollback", "--target", "cloud")
    assert ended.exit_code == STOPPED, ended.output
    assert ended.stderr.splitlines()[-1] == (
        "stopped; some of what was to change may have changed; what people reach is whole, and the same command goes "
        "on from there"
    )
    store.before = lambda _call: None
    assert run(small, "rollback", "--target", "cloud").exit_code == 0


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("_enter", "what was published before is as it was"),
        ("_prune", "the new release is public; what was still to do, the next publish does"),
    ],
)
def test_a_directory_is_as_it_was_until_it_switches(
    small: Path, monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    assert run(small, "publish").exit_code == 0
    before = (small / "public").resolve()
    library.edit(small, "content/library/articles/urges-pass.md", "An urge is like", "An urge is much like")
    does = getattr(DirectoryTarget, where)

    def stops(target: DirectoryTarget, *arguments: str) -> None:
        if where != "_prune" or (small / "public").resolve() != before:
            raise KeyboardInterrupt
        does(target, *arguments)

    monkeypatch.setattr(DirectoryTarget, where, stops)
    ended = run(small, "publish", "--at", "2026-06-02")
    assert ended.exit_code == STOPPED, ended.output
    assert ended.stderr.splitlines()[-1] == f"stopped; {said}"
    assert ((small / "public").resolve() != before) is (where == "_prune")
