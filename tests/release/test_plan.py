"""What goes out, in which order, with which headers, and what is refused. Pure: values in, values out."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model.artifact import (
    Action,
    Artifact,
    Blob,
    Manifest,
    Piece,
    Plan,
    PublishedEpisode,
    canonical,
    hashed,
    sha256,
)
from pipeline.release import Route, Withdrawn, assemble, guard, headers, others, plan, redirect, route
from pipeline.release.manifest.headers import wave

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OLD, NEW = (hashed("media/s/e.mp3", sha256(data)) for data in (b"1", b"2"))
EPISODE = PublishedEpisode("s", "podcasts/s/e.md", "First", "Guid-1", False, OLD)


def manifest(files: dict[str, str], *episodes: PublishedEpisode) -> Manifest:
    return assemble((Piece(p, t.encode()) for p, t in files.items()), episodes, "", "", {})


def planned(before: Manifest | None, after: Manifest, max_delete: int = 9, days: int = 0) -> Plan:
    return plan(before, after, max_delete=max_delete, now=NOW + timedelta(days=days), superseded={OLD: NOW})


@pytest.mark.parametrize(
    ("path", "kind", "shared"),
    [
        ("index.html", "text/html; charset=utf-8", False),
        ("podcasts/s/feed.xml", "application/rss+xml; charset=utf-8", True),
        ("feed.json", "application/feed+json", True),
        ("topics/t/feed.json", "application/feed+json", True),
        ("topics/t/feed.xml", "application/rss+xml; charset=utf-8", True),
        ("podcasts/subscriptions.opml", "text/x-opml; charset=utf-8", True),
        ("api/catalog.json", "application/json", True),
        ("sitemap.xml", "application/xml", True),
        ("sitemap-12.xml", "application/xml", True),
        (OLD, "audio/mpeg", True),
        ("media/s/e-0123456789ab.chapters.json", "application/json+chapters", True),
        ("media/s/e.chapters-0123456789ab.json", "application/json+chapters", True),
        ("media/s/e-0123456789ab.vtt", "text/vtt; charset=utf-8", True),
        ("assets/f-0123456789ab.woff2", "font/woff2", False),
        ("assets/main.css", "text/css; charset=utf-8", False),
        ("E.MP3", "audio/mpeg", True),
        ("x.unknown", "application/octet-stream", False),
    ],
)
def test_headers(path: str, kind: str, *, shared: bool) -> None:
    open_to_all = {"access-control-allow-origin": "*"} if shared else {}
    short = {"content-type": kind, "cache-control": "public, max-age=300"}
    assert headers(path, {}) == short | open_to_all
    for_ever = {"content-type": kind, "cache-control": "public, max-age=31536000, immutable"}
    assert headers(path, {}, immutable=True) == for_ever | open_to_all


@pytest.mark.parametrize("name", ["e-{}.mp3", "e-{}.chapters.json", "e.chapters-{}.json", "en-{}.pf_index"])
def test_an_address_that_carries_the_digest_of_its_bytes_never_changes_them(name: str) -> None:
    path = f"media/s/{name.format(sha256(b'1')[:12])}"
    one, other = (manifest({path: data}).artifacts[path] for data in ("1", "2"))
    assert (one.immutable, one.headers["cache-control"]) == (True, "public, max-age=31536000, immutable")
    assert (other.immutable, other.headers["cache-control"]) == (False, "public, max-age=300")


def test_a_name_that_only_looks_hashed_is_like_others() -> None:
    """`slug: log-202611241830` on a handout: its PDF changes with its text, under the same address."""
    path = "handouts/log-202611241830/log-202611241830.pdf"
    before, after = manifest({path: "1", "a": ""}), manifest({path: "2", "a": ""})
    assert before.artifacts[path].headers["cache-control"] == "public, max-age=300"
    assert [c.reason for c in planned(before, after).only(Action.PUT)] == ["bytes changed"]
    gone = planned(before, manifest({"a": ""}))
    assert [(c.path, c.reason) for c in gone.only(Action.DELETE)] == [(path, "no longer made")]


def test_the_first_glob_that_matches_decides_the_cache() -> None:
    routes = {"podcasts/*/feed.xml": "no-cache", "*.xml": "max-age=1"}
    assert headers("podcasts/s/feed.xml", routes)["cache-control"] == "no-cache"
    assert headers("sitemap.xml", routes)["cache-control"] == "max-age=1"
    assert headers("index.html", routes)["cache-control"] == "public, max-age=300"


def test_what_is_named_goes_before_what_names_it() -> None:
    order = [
        OLD,
        "assets/main.css",
        "search/index/en.pf_index",
        "a/index.html",
        "search/pagefind-entry.json",
        "feed.xml",
    ]
    assert [route(path, immutable=path == OLD) for path in order] == [
        Route.HASHED,
        Route.ASSET,
        Route.ASSET,
        Route.PAGE,
        Route.PAGE,
        Route.FEED,
    ]
    shuffled = random.Random(1).sample(order, len(order))
    before = manifest({"gone.html": "", "a.css": ""})
    changes = planned(before, manifest(dict.fromkeys(shuffled, "1"))).changes
    assert [change.path for change in changes] == [*order, "a.css", "gone.html"]


def test_the_home_page_leads_everywhere_so_it_goes_out_after_all_that_is_new() -> None:
    pages = dict.fromkeys(("a/index.html", "index.html", "z/index.html", "feed.xml"), "old")
    first = planned(None, manifest(pages))
    assert [change.path for change in first.changes] == ["a/index.html", "z/index.html", "feed.xml", "index.html"]
    new = {"y/index.html": "new", "feed.xml": "new", "b.css": "new", "y/feed.xml": "new"}
    second = planned(manifest(pages), manifest({**pages, "index.html": "new", **new}))
    assert [change.path for change in second.only(Action.PUT)] == [
        "b.css",
        "y/index.html",
        "y/feed.xml",
        "index.html",
        "feed.xml",
    ]
    assert wave("index.html", new=True) == wave("index.html", new=False) > wave("z/index.html", new=True)


def test_assemble_takes_bytes_and_blobs_and_sorts() -> None:
    blob = Blob("0" * 64, 7)
    found = assemble([Piece("b", blob, "b.md"), Piece("a", b"x"), Piece("b", blob)], (EPISODE,), "s", "u", {})
    assert [(a.path, a.digest[:4], a.size, a.source) for a in found.artifacts.values()] == [
        ("a", "2d71", 1, ""),
        ("b", "0000", 7, "b.md"),
    ]
    assert (found.episodes, found.site, found.base_url) == ((EPISODE,), "s", "u")
    assert Manifest.from_json(found.to_json()) == found


def test_headers_stand_once_and_are_shared() -> None:
    found = manifest(dict.fromkeys(("a.html", "b.html", "c.css", "old.html"), ""))
    moved = replace(found.artifacts["old.html"], headers={**found.artifacts["old.html"].headers, "location": "/a/"})
    found = replace(found, artifacts={**found.artifacts, "old.html": moved})
    assert [set(row) & {"location"} for row in found.to_json()["headers"]] == [set(), set(), {"location"}]
    again = Manifest.from_bytes(found.data)
    assert again == found
    for one in (found, again):
        assert one.artifacts["a.html"].headers is one.artifacts["b.html"].headers


def test_a_manifest_has_the_same_bytes_whoever_made_its_headers() -> None:
    one = manifest({"a.html": "", "b.html": "", "c.css": ""})
    other = replace(one, artifacts={p: replace(a, headers=dict(a.headers)) for p, a in one.artifacts.items()})
    assert (other.data, other.digest) == (one.data, one.digest)
    assert Manifest.from_bytes(one.data).digest == one.digest
    assert replace(one, site="other").digest != one.digest, "what was worked out is not taken along"


def test_a_manifest_is_written_in_its_canonical_form() -> None:
    odd = {'b "c"/d.html': "1", "ü—😀.html": "2", "Z.html": "3"}
    found = replace(manifest(odd, replace(EPISODE, title="«A»\n\x01 & </b>")), retired=frozenset({"z", "a"}))
    assert found.data == canonical(found.to_json()) == canonical(json.loads(found.data))


def test_a_manifest_of_version_1_is_read() -> None:
    """There each file had headers of its own."""
    found = manifest({"a.html": "1", "b.css": "2"}, EPISODE)
    plain = found.to_json()
    table = plain.pop("headers")
    for facts in plain["artifacts"].values():
        facts["headers"] = table[facts["headers"]]
    old = Manifest.from_bytes(canonical({**plain, "version": 1}))
    assert (old, old.digest) == (found, found.digest)
    assert planned(old, found).empty
    with pytest.raises(ValueError, match="a manifest of version 3; this program knows 1 and 2"):
        Manifest.from_json({**plain, "version": 3})
    with pytest.raises(KeyError):
        Manifest.from_json({**found.to_json(), "headers": []})


def test_two_sources_of_one_path_are_named() -> None:
    with pytest.raises(ValueError, match=r"`a` is made twice, with different bytes: from `one\.md` and from `two\.md`"):
        assemble([Piece("a", b"1", "one.md"), Piece("a", b"2", "two.md")], (), "", "", {})
    with pytest.raises(ValueError, match=r"`a` can't be a file and hold `a/b`: from `one\.md` and from `two\.md`"):
        assemble([Piece("a", b"1", "one.md"), Piece("a/b", b"2", "two.md")], (), "", "", {})
    with pytest.raises(ValueError, match="not a path below"):
        assemble([Piece("../a", b"1", "one.md")], (), "", "", {})


def test_each_change_has_its_reason() -> None:
    before = manifest({"same.html": "", "bytes.html": "1", "headers.html": "", "gone.html": "", OLD: "1"})
    after = manifest({"same.html": "", "bytes.html": "2", "headers.html": "", "new.html": ""})
    changed = replace(after.artifacts["headers.html"], headers={"cache-control": "no-store"})
    after = replace(after, artifacts={**after.artifacts, "headers.html": changed})
    found = plan(before, after, max_delete=1, now=NOW)
    assert [(c.action.value, c.path, c.reason) for c in found.changes] == [
        ("keep", OLD, "superseded, kept for 30 days"),
        ("put", "new.html", "new"),
        ("put", "bytes.html", "bytes changed"),
        ("put", "headers.html", "headers changed"),
        ("keep", "same.html", "unchanged"),
        ("delete", "gone.html", "no longer made"),
    ]
    assert set(found.manifest.artifacts) == {*after.artifacts, OLD}
    assert (found.before, found.refusals, found.empty) == (before.digest, (), False)


def test_no_change_is_an_empty_plan() -> None:
    same = manifest({"a.html": "", OLD: "1"})
    found = planned(same, same)
    assert (found.empty, found.bytes_to_put, found.manifest) == (True, 0, same)


def test_bytes_that_the_target_has_are_copied_there_and_cost_none() -> None:
    before = manifest({"page.html": "page", "left.html": "left", OLD: "1", NEW: "2"})
    moved = NEW.replace("media/", "media/moved/")
    after = manifest({"page.html": "page", "new.html": "left", OLD: "1", moved: "2", "a": "five5"})
    shorter = {**after.artifacts, OLD: replace(after.artifacts[OLD], headers={"cache-control": "public, max-age=60"})}
    found = planned(before, replace(after, artifacts=shorter))
    assert {c.path: c.copied for c in found.only(Action.PUT)} == {OLD: True, moved: True, "new.html": False, "a": False}
    assert (found.bytes_to_put, found.bytes_to_copy) == (9, 2), "what is copied from may be overwritten before"
    doubtful = plan(before, replace(after, artifacts=shorter), max_delete=9, now=NOW, ours=(OLD, NEW))
    assert not [c for c in doubtful.only(Action.PUT) if c.copied]


@pytest.mark.parametrize(("days", "action"), [(0, Action.KEEP), (29, Action.KEEP), (30, Action.DELETE)])
def test_superseded_files_stay_their_time(days: int, action: Action) -> None:
    found = planned(manifest({"a": "", OLD: "1"}), manifest({"a": "", NEW: "2"}), days=days)
    assert next(change.action for change in found.changes if change.path == OLD) is action
    assert (OLD in found.manifest.artifacts) == (action is Action.KEEP)


def test_what_a_killed_publish_touched_is_not_trusted() -> None:
    same = manifest({"a.html": "", "b.html": ""})
    found = plan(same, same, max_delete=9, now=NOW, ours=["a.html", "half.html"])
    assert [(c.action.value, c.path, c.reason) for c in found.changes] == [
        ("put", "a.html", "a publish before did not finish"),
        ("keep", "b.html", "unchanged"),
        ("delete", "half.html", "left by a publish that did not finish"),
    ]


def test_too_many_deletions_and_nothing_at_all_are_refused() -> None:
    before = manifest({"a.html": "", "b.html": "", "c.html": ""})
    assert planned(before, manifest({"a.html": ""}), max_delete=2).refusals == ()
    assert planned(before, manifest({"a.html": ""}), max_delete=1).refusals == (
        (
            "This publish would delete 2 files, and `max_delete` of the target allows 1. "
            "If that is right, raise `max_delete` in `pipeline.toml` for this publish."
        ),
    )
    assert "nothing to publish" in planned(before, Manifest()).refusals[0]


def test_replaced_enclosures_are_counted() -> None:
    new = replace(EPISODE, enclosure=NEW, path="podcasts/s/moved.md")
    other = replace(EPISODE, guid="Guid-2")
    before, after = manifest({"a": ""}, EPISODE), manifest({"a": ""}, new, other)
    assert planned(before, after).enclosures_replaced == 1
    assert planned(None, after).enclosures_replaced == 0


def guarded(*episodes: PublishedEpisode, retired: tuple[str, ...] = ()) -> tuple[str, ...]:
    after = Manifest(episodes=episodes, retired=frozenset(retired))
    return guard(Manifest(episodes=(replace(EPISODE, permalink=True),)), after)


def test_the_guard_lets_pass_what_harms_nobody() -> None:
    here = replace(EPISODE, permalink=True)
    assert guarded(here) == ()
    assert guarded(replace(here, title="New title", enclosure=NEW, path="podcasts/s/moved.md")) == ()
    assert guarded(retired=("Guid-1",)) == ()
    assert guarded(replace(here, guid="other"), retired=("Guid-1",)) == ()
    assert guarded(replace(here, guid="other"), replace(here, path="podcasts/s/2.md")) == ()
    once = Manifest(episodes=(EPISODE,))
    assert guard(once, once) == (), "it never had a permalink"


@pytest.mark.parametrize("guid", ["guid-1", "Guid-1 ", "Guid-2"])
def test_a_changed_guid_is_refused(guid: str) -> None:
    only = "" if guid == "Guid-2" else " (only case or white space differs; that counts)"
    assert guarded(replace(EPISODE, guid=guid)) == (
        (
            f"The GUID of the published episode “First” (s) changed from 'Guid-1' to {guid!r}{only}; every listener "
            "would get it again. Write `guid: {value: Guid-1, permalink: yes}` into its front matter."
        ),
    )


def test_a_lost_guid_or_permalink_is_refused() -> None:
    assert guarded() == (
        (
            "The published episode “First” (s) with GUID 'Guid-1' is gone from what would be published. Bring back "
            "`podcasts/s/e.md`, or write `retired: true` into its front matter if it shall go."
        ),
    )
    assert guarded(replace(EPISODE, show="other", permalink=True)) != ()
    moved = guarded(replace(EPISODE, guid="guid-1", path="podcasts/s/moved.md"))
    assert "changed from 'Guid-1' to 'guid-1' (only case or white space differs" in moved[0]
    assert guarded(EPISODE) == (
        (
            "The episode “First” (s) was published with isPermaLink=true, and that changed; podcast apps would take "
            "GUID 'Guid-1' for another episode. Write `guid: {value: Guid-1, permalink: yes}` into its front matter."
        ),
    )


def test_a_redirect_is_a_page_that_works_anywhere() -> None:
    page = redirect("old/place/", 'new/ü "x"/', site_url="https://l.example/sub/", title="<New>", source="a.md")
    assert isinstance(page.data, bytes)
    text = page.data.decode()
    assert (page.path, page.source) == ("old/place/index.html", "a.md")
    assert '<link rel="canonical" href="https://l.example/sub/new/%C3%BC%20%22x%22/">' in text
    assert '<meta http-equiv="refresh" content="0; url=../../new/%C3%BC%20%22x%22/">' in text
    assert '<a href="../../new/%C3%BC%20%22x%22/">&lt;New&gt;</a>' in text
    assert redirect("old.html", "", site_url="https://l.example/").path == "old.html"


def test_artifacts_that_differ_in_source_only_are_the_same() -> None:
    one, two = (Manifest({"a": Artifact("a", "0" * 64, 1, {}, source)}) for source in ("x.md", "y.md"))
    assert planned(one, two).empty


def test_what_is_taken_back_goes_at_once_whatever_stands_against_it() -> None:
    text = hashed("media/s/e.vtt", sha256(b"said"))
    before = manifest({"index.html": "home", OLD: "1", NEW: "2", text: "said", "e/index.html": "e"}, EPISODE)
    after = manifest({"index.html": "2"})
    withdrawn = Withdrawn().and_also({sha256(b"1"), sha256(b"e")})
    found = plan(before, after, max_delete=1, now=NOW, withdrawn=withdrawn)
    assert {change.path: change.reason for change in found.only(Action.DELETE)} == {
        OLD: "taken back",
        "e/index.html": "taken back",
        text: "superseded, and may tell of what is taken back",
    }, "other sound stays for those who hold its address"
    assert found.refusals == ()
    assert set(found.manifest.artifacts) == {"index.html", NEW}
    assert guard(others(before, withdrawn), after) == ()
    assert others(before, Withdrawn()) is before
    again = plan(after, before, max_delete=9, now=NOW, withdrawn=withdrawn.closed())
    assert [refusal.partition(",")[0] for refusal in again.refusals] == ["`e/index.html`", f"`{OLD}`"]
    assert plan(after, before, max_delete=9, now=NOW, withdrawn=withdrawn.without({sha256(b"e")})).refusals == ()
