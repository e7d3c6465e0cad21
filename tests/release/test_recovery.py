"""What a lost state becomes: by records, by feeds, and what is said of what nobody could know. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.model.artifact import Artifact, Manifest, PublishedEpisode, PublishedShow, by_path, hashed, sha256
from pipeline.release import ReleaseInfo, Remains, Told, guard, recovery, told
from pipeline.release.state.recovery import Kept
from pipeline.release.state.withdrawn import Withdrawn

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
SITE = ("https://l.example/", "https://l.example/")
SHOW = PublishedShow("content/podcasts/talks/show.yml", "Talks", "0a1b", "podcasts/talks/feed.xml")
FIRST = PublishedEpisode(SHOW.path, "content/podcasts/talks/first.md", "First", "guid-1", False, "media/f.mp3", "sound")
SECOND = replace(FIRST, path="content/podcasts/talks/second.md", title="Second", guid="guid-2", sound="")


def artifact(path: str, data: str = "1", source: str = "") -> Artifact:
    return Artifact(path, sha256(data.encode()), len(data), {}, source)


def kept(day: int, *artifacts: Artifact, episodes: tuple[PublishedEpisode, ...] = (FIRST,)) -> Kept:
    manifest = Manifest(by_path(artifacts), episodes, *SITE, shows=(SHOW,))
    return Kept(ReleaseInfo(f"r{day}", NOW + timedelta(days=day), manifest.digest), manifest)


HOME = "content/pages/home.md"
OLD, NEW = artifact("index.html", "old", HOME), artifact("index.html", "new", HOME)
FEED = artifact(SHOW.feed, "feed", SHOW.path)


def files(*artifacts: Artifact) -> dict[str, Artifact]:
    return {one.path: replace(one, source="") for one in artifacts}


def test_the_record_of_what_is_public_is_taken_whatever_is_newer() -> None:
    one, two, three = kept(1, OLD), kept(2, NEW), kept(3, NEW, artifact("more.html"))
    for public, record in ((OLD, one), (NEW, two)):
        found = recovery(Remains((one, two, three), files(public), recorded=True), Told(), SITE, NOW)
        assert (found.release, found.manifest, found.basis, found.unknown) == (
            record.release,
            record.manifest,
            record.release.id,
            (),
        )
        assert {release.id for release in found.earlier} == {"r1", "r2", "r3"} - {record.release.id}


def test_what_a_newer_release_brought_is_learned_from_its_feed() -> None:
    """Its record is lost: the one before it does not know the second episode."""
    told = Told((SHOW,), (replace(FIRST, sound=""), SECOND))
    sound = artifact(hashed("media/s.mp3", sha256(b"1")))
    found = recovery(Remains((kept(1, OLD, FEED),), files(NEW, FEED, sound), recorded=True), told, SITE, NOW)
    assert found.release and found.release.id != "r1" and found.release.manifest == found.manifest.digest
    assert found.manifest.episodes == (FIRST, SECOND), "what the record knows of the first is more than a feed tells"
    assert found.manifest.artifacts["index.html"] == NEW
    assert [release.id for release in found.earlier] == ["r1"]
    assert found.unknown == (
        "which release brought 2 files (such as `index.html`): they are not those of r1, and taken as they are",
        "what r1 says of 1 episodes, such as “Second”: they are taken from the public feeds",
    )
    after = replace(found.manifest, episodes=(FIRST, replace(SECOND, guid="guid-3")))
    (refusal,) = guard(found.manifest, after)
    assert "changed from 'guid-2' to 'guid-3'" in refusal


def test_without_a_record_feeds_and_catalogue_tell() -> None:
    talk = replace(FIRST, show=SHOW.feed, path="", address="podcasts/talks/first/", sound="")
    feed = (replace(SHOW, path=""), (talk,))
    archive = (replace(feed[0], feed="podcasts/talks/feed-1.xml"), (replace(SECOND, show="", path="", address="x/"),))
    catalogue = b'{"entries":[{"id":"library/articles/waves/"},{"id":"podcasts/talks/"}]}'
    known = {"podcasts/talks/": SHOW.path, "podcasts/talks/first/": "content/podcasts/talks/2026/first.md"}
    said = told([feed, archive], catalogue, known, ["podcasts/other/feed.xml"])
    page = artifact("library/articles/waves/index.html")
    found = recovery(Remains((), files(page), ("x.txt",), ("current.json.gz",)), said, SITE, NOW)
    assert found.release and (found.release.instant, found.earlier, found.basis) == (NOW, (), "")
    assert found.manifest.shows == (SHOW,)
    assert [(one.show, one.path, one.guid) for one in found.manifest.episodes] == [
        (SHOW.path, "content/podcasts/talks/2026/first.md", "guid-1"),
        (SHOW.path, "content/x.md", "guid-2"),
    ]
    assert found.manifest.artifacts[page.path].source == "content/library/articles/waves.md"
    assert (found.manifest.site, found.manifest.base_url) == SITE
    assert found.unknown == (
        "`current.json.gz` of the state can't be read, and is left out",
        "the feed `podcasts/other/feed.xml` can't be read: what its subscribers hold is not known",
        "how releases were before: there is none to go back to",
        "since when superseded files have had no name: their days begin with the next publish",
        "what was taken back by `pipeline purge`: take it back again if it could be published anew",
        "what was announced, and sound before it was tagged: all that is public counts as announced",
        "which encode belongs to which recording: what no cache knows is mastered anew, at new addresses",
        "who needs 1 file (such as `x.txt`): no publish put that there, and it is left alone",
    )


def test_a_catalogue_that_can_not_be_read_names_no_page() -> None:
    for data in (b"", b"{", b"[]", b'{"entries":[1]}', b'{"entries":7}'):
        assert told([], data, {}).sources == {}


def test_where_nothing_is_nothing_is_made_up_and_what_was_taken_back_stays_so() -> None:
    withdrawn = Withdrawn((("digest",),))
    found = recovery(Remains(withdrawn=withdrawn), Told(), SITE, NOW)
    assert (found.release, found.manifest, found.withdrawn) == (None, Manifest(), withdrawn)
