"""The nightly run: nothing is done twice, the same commit gives the same bytes, time brings what was scheduled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support import library
from tests.support.run import pipeline, process


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_second_publish_changes_nothing(small: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    release = (small / "public").resolve()
    run = pipeline("publish", "--root", small, "--json")
    document = json.loads(run.stdout)
    assert run.status == 0
    assert (document["put"], document["delete"], document["bytes"]) == ([], [], 0)
    assert (small / "public").resolve() == release


def test_nothing_is_made_again(bare: Path) -> None:
    first = pipeline("publish", "--root", bare)
    assert "master content/podcasts/talks/first.md" in first.stderr
    second = pipeline("publish", "--root", bare)
    assert "master" not in second.stderr
    assert "lay out" not in second.stderr


def test_what_is_asked_for_is_made_again_though_nothing_changed(small: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    run = pipeline("publish", "--root", small, "--rebuild", "tag")
    assert "tag content/podcasts/talks/first.md: built, asked for again" in run.stderr
    assert "master" not in run.stderr
    assert "Nothing changed" in run.stdout


def test_a_corrected_title_tags_again_when_asked_and_masters_nothing(small: Path) -> None:
    first = "content/podcasts/talks/first.md"
    pipeline("publish", "--root", small)
    library.edit(small, first, "title: The first talk", "title: The very first talk")
    for options, replaced in (((), 0), (("--retag", first), 1)):
        run = pipeline("publish", "--root", small, "--json", *options)
        assert run.status == 0, run.stderr
        assert json.loads(run.stdout)["enclosures_replaced"] == replaced
    loud = pipeline("publish", "--root", small)
    assert "master" not in loud.stderr


def test_the_same_bytes_in_another_place_zone_locale_and_with_another_hash_seed(tmp_path: Path) -> None:
    here = library.write(tmp_path / "here")
    there = library.write(tmp_path / "some/where else")
    assert process("build", "--root", here, "--at", "2026-06-01T00:00+00:00", env={"PYTHONHASHSEED": "1"}).status == 0
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "LANG": "C"}
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(there), "--at", "2026-06-01T00:00+00:00"]
    done = subprocess.run(
        command, env={**os.environ, **other}, umask=0o077, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert files(here / "dist") == files(there / "dist")


def test_the_time_brings_what_was_scheduled(small: Path) -> None:
    article = "content/library/articles/urges-pass.md"
    later = "content/library/articles/later.md"
    text = (small / article).read_text(encoding="utf-8")
    text = text.replace("date: 2026-01-02", "date: 2027-03-01T06:00").replace("title: Urges pass", "title: Later on")
    (small / later).write_text(text, encoding="utf-8")
    assert pipeline("build", "--root", small, "--at", "2027-03-01T05:59+00:00").status == 0
    before = files(small / "dist")
    assert not any(b"Later on" in data for data in before.values())
    assert pipeline("build", "--root", small, "--at", "2027-03-01T06:00+00:00").status == 0
    after = files(small / "dist")
    assert "public/library/articles/later/index.html" in after
    assert b"Later on" in after["public/library/articles/index.html"]
    assert b"library/articles/later/" in after["public/sitemap.xml"]


def test_a_link_to_a_later_entry_is_refused_on_the_day_it_is_written(small: Path) -> None:
    library.edit(small, "content/handouts/urge-log.md", "date: 2026-01-04", "date: 2027-01-04")
    run = pipeline("check", "--root", small, "--at", "2026-06-01")
    assert run.status == 1
    assert "2027-01-04" in run.stderr
    assert "link-to-later" in run.stderr


def test_a_changed_guid_is_refused_with_the_name_of_the_episode(small: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    before = (small / "public").resolve()
    library.edit(small, "content/podcasts/talks/first.md", "guid: 0e4f", "guid: 1e4f")
    run = pipeline("publish", "--root", small)
    assert run.status == 3
    assert "The first talk" in run.stderr
    assert (small / "public").resolve() == before


def test_a_vanished_episode_is_refused_until_it_is_retired(small: Path) -> None:
    episode = small / "content/podcasts/talks/first.md"
    text = episode.read_text(encoding="utf-8")
    other = text.replace("guid: 0e4f", "guid: 1e4f").replace("The first talk", "The second talk")
    (small / "content/podcasts/talks/second.md").write_text(other, encoding="utf-8")
    assert pipeline("publish", "--root", small).status == 0
    episode.unlink()
    refused = pipeline("publish", "--root", small)
    assert refused.status == 3
    assert "retired: true" in refused.stderr
    episode.write_text(text.replace("season: 1", "season: 1\nretired: yes"), encoding="utf-8")
    assert pipeline("publish", "--root", small).status == 0


def test_a_rollback_brings_back_every_byte_without_a_build(small: Path) -> None:
    pipeline("publish", "--root", small, "--at", "2026-06-01")
    before = {name: data for name, data in files(small / "public").items() if name.endswith((".html", ".xml", ".mp3"))}
    library.edit(small, "content/podcasts/talks/first.md", "title: The first talk", "title: The very first talk")
    pipeline("publish", "--root", small, "--at", "2026-06-02", "--retag", "content/podcasts/talks/first.md")
    assert "The very first talk" in (small / "public/podcasts/talks/feed.xml").read_text(encoding="utf-8")
    new_sound = {name for name in files(small / "public") if name.endswith(".mp3")} - set(before)
    run = pipeline("rollback", "--root", small)
    assert run.status == 0, run.stderr
    after = files(small / "public")
    assert {name: after[name] for name in before} == before
    assert new_sound <= set(after), "apps may hold the newer feed"
    listed = json.loads(pipeline("releases", "--root", small, "--json").stdout)["releases"]
    assert [release["current"] for release in listed].count(True) == 1
    assert pipeline("rollback", "--root", small).status == 3
