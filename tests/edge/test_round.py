"""A CDN that fails fails no publish, and is told by the next one: on twins, and by the commands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline import edge, flow, publishing, purge
from pipeline.edge import EdgeError, Stale
from pipeline.edge.stale import EVERYTHING
from pipeline.model.artifact import Manifest, Plan
from pipeline.problems import Finding
from pipeline.world import World
from tests.announce import shelf
from tests.announce.shelf import NOW
from tests.support import library
from tests.support.cdn import DISTRIBUTION, cdn
from tests.support.memory_target import MemoryTarget
from tests.support.run import pipeline

ARTICLE = "content/library/articles/urges-pass.md"
PAGE = "library/articles/urges-pass/index.html"


@dataclass
class Caches:
    """A CDN in memory, that fails as long as it says so. One request tells one file or folder."""

    label: str = "the caches"
    failure: str = ""
    told: list[Stale] = field(default_factory=list)

    def parts(self, stale: Stale) -> Iterable[Stale]:
        yield from (Stale(frozenset({path})) for path in sorted(stale.files))
        yield from (Stale(folders=frozenset({folder})) for folder in sorted(stale.folders))

    def tell(self, part: Stale, reference: str) -> None:
        if self.failure and len(self.told) > 0:
            raise EdgeError(self.failure)
        self.told.append(part)

    def examine(self) -> tuple[Finding, ...]:
        return ()


@dataclass
class Shelf:
    """A library in memory behind a CDN."""

    library: shelf.Library = field(default_factory=lambda: shelf.library(""))
    caches: Caches = field(default_factory=Caches)

    def world(self) -> World:
        return replace(self.library.world(), edge=self.caches)

    def publish(self) -> edge.Told | None:
        world = self.world()
        return publishing.invalidate(world, self.synced(world))

    def synced(self, world: World) -> Plan:
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None
        publishing.sync(world, planned)
        return planned

    def edit(self) -> None:
        text = self.library.files[ARTICLE].decode()
        self.library.files[ARTICLE] = (text + "\nMore of it.\n").encode()


def test_the_first_publish_clears_all_and_the_next_what_changed() -> None:
    here = Shelf()
    assert here.publish() == edge.Told("the caches", EVERYTHING)
    assert here.publish() is None
    here.edit()
    told = here.publish()
    assert told and not told.failure and PAGE in told.told.files
    assert not any(path.startswith(("assets/", "media/")) for path in told.told.files)


def test_what_was_not_taken_is_told_by_the_next_publish_though_its_plan_is_empty() -> None:
    here = Shelf()
    here.publish()
    here.edit()
    here.caches.told.clear()
    here.caches.failure = "It is out of order."
    failed = here.publish()
    assert failed and failed.failure == "It is out of order."
    taken = here.caches.told[0]
    assert failed.told == taken and taken.files and not taken.files & failed.left.files
    here.caches.told.clear()
    here.caches.failure = ""
    again = here.publish()
    assert again and again.told == failed.left and not again.left
    assert here.publish() is None


def test_a_run_that_is_killed_once_its_release_is_public_leaves_a_note() -> None:
    here = Shelf()
    here.publish()
    here.edit()
    here.synced(here.world())
    told = here.publish()
    assert told and PAGE in told.told.files


def test_what_is_taken_back_goes_from_the_caches_whatever_its_name() -> None:
    here = Shelf()
    here.publish()
    public = set(here.library.target.public)
    world = here.world()
    found = purge.outlook(world, purge.Asked("content/podcasts/talks/first.md"))
    told = publishing.invalidate(world, here.synced(purge.begin(world, found)))
    gone = public - set(here.library.target.public)
    assert told and not told.failure
    assert any(path.startswith("media/") for path in gone)
    assert gone <= told.told.files


def test_a_way_back_is_told_too() -> None:
    here = Shelf()
    here.publish()
    here.edit()
    here.publish()
    target = here.library.target
    _, told = publishing.go_back(target, here.caches, target.rollback, NOW)
    assert told and PAGE in told.told.files and not told.failure
    assert here.publish() is not None  # forth again


def test_what_older_releases_had_is_forgotten_by_its_name() -> None:
    here = Shelf()
    here.publish()
    world = here.world()
    publishing.stale(world, [PAGE, "media/talks/first-0123456789ab.mp3"])
    told = publishing.invalidate(world, here.synced(world))
    assert told and told.told.files == {PAGE, "media/talks/first-0123456789ab.mp3"}


def test_without_a_cdn_nothing_is_asked() -> None:
    world = shelf.library("").world()
    assert isinstance(world.target, MemoryTarget)
    publishing.stale(world, [PAGE])
    assert publishing.invalidate(world, Plan((), Manifest())) is None
    assert list(world.target.announced.keys()) == []


def test_the_commands_say_what_became_of_it(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with cdn() as there:
        settings = small / "pipeline.toml"
        cdn_of = (
            f'[targets.public.cdn]\ntype = "cloudfront"\ndistribution = "{DISTRIBUTION}"\nendpoint = "{there.url}"\n'
        )
        settings.write_text(f"{settings.read_text('utf-8')}\n{cdn_of}", "utf-8")
        first = pipeline("publish", "--root", small)
        assert first.status == 0, first.stderr
        assert f"CDN        CloudFront `{DISTRIBUTION}` forgets everything" in first.stdout
        assert there.take() == [["/*"]]
        library.edit(small, ARTICLE, "title: ", "title: Why ")
        there.denies = True
        failed = pipeline("publish", "--root", small, "--json")
        assert failed.status == 0
        said = json.loads(failed.stdout)["cdn"]
        assert said["told"] == {"files": [], "folders": []} and PAGE in said["left"]["files"]
        assert "the credentials have no right to tell it (AccessDenied)" in said["failure"]
        assert "keep" in failed.stderr and "the next publish tells it again" in failed.stderr
        there.denies = False
        again = pipeline("sync", "--root", small, "--json")
        assert json.loads(again.stdout)["cdn"]["told"] == said["left"]
        assert "/library/articles/urges-pass" in there.take()[0]
        back = json.loads(pipeline("rollback", "--root", small, "--json").stdout)
        assert PAGE in back["cdn"]["told"]["files"]
        there.take()
        looked = pipeline("doctor", "--root", small, "--target", "public")
        assert f"CloudFront `{DISTRIBUTION}`  takes invalidations" in looked.stdout
        assert there.take() == []
