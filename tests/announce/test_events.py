"""What is new, told from two manifests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pipeline.announce import marked, recent, record
from pipeline.model.artifact import Artifact, Manifest, PublishedEpisode, PublishedShow, by_path

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHOW = PublishedShow("content/podcasts/talks/show.yml", "Talks", "9b024349", "podcasts/talks/feed.xml")


def episode(number: int, published: str = "2026-06-01T08:00:00+00:00", show: str = SHOW.path) -> PublishedEpisode:
    path, sound = f"content/podcasts/talks/{number}.md", f"media/{number}.mp3"
    address = f"podcasts/talks/{number}/"
    return PublishedEpisode(show, path, f"Talk {number}", f"guid-{number}", False, sound, "", address, published)


def manifest(*episodes: PublishedEpisode, shows: tuple[PublishedShow, ...] = (SHOW,)) -> Manifest:
    sounds = by_path(Artifact(one.enclosure, "0" * 64, 7, {"content-type": "audio/mpeg"}) for one in episodes)
    site = "https://l.example/"
    return Manifest(sounds, episodes, site=site, base_url=site, shows=shows)


def news(before: Manifest | None, after: Manifest) -> list[str]:
    return [event.data.title for event in recent(marked(before, after, NOW), NOW)]


def test_what_is_new_is_news_but_not_to_a_target_that_has_nothing() -> None:
    old, new = episode(1, "2026-01-01T08:00:00+00:00"), episode(2)
    assert news(manifest(old), manifest(old, new)) == ["Talk 2"]
    assert news(manifest(), manifest(old, new)) == ["Talk 2"], "a show that begins"
    assert news(None, manifest(old, new)) == []
    assert news(manifest(old, new), manifest(old, new)) == []


def test_sound_on_another_host_is_told_of_with_its_address() -> None:
    there = replace(episode(2), enclosure="https://media.example/2.m4a", length=5, type="audio/x-m4a")
    (event,) = recent(marked(manifest(), replace(manifest(), episodes=(there,)), NOW), NOW)
    sound = event.data.enclosure
    assert (sound.url, sound.length, sound.type) == ("https://media.example/2.m4a", 5, "audio/x-m4a")


def test_a_show_that_moved_takes_what_is_known_with_it() -> None:
    moved = replace(SHOW, path="content/podcasts/chats/show.yml")
    before = manifest(episode(1))
    after = manifest(replace(episode(1), show=moved.path), shows=(moved,))
    assert news(before, after) == []
    told = marked(manifest(), manifest(episode(1)), NOW)
    (event,), (again,) = recent(told, NOW), recent(marked(told, after, NOW), NOW)
    assert event.id == again.id and event.timestamp == again.timestamp


def test_a_manifest_that_names_no_shows_yet_knows_its_episodes_all_the_same() -> None:
    assert news(manifest(episode(1), shows=()), manifest(episode(1), episode(2))) == ["Talk 2"]


def test_two_shows_may_have_one_guid() -> None:
    other = PublishedShow("content/podcasts/chats/show.yml", "Chats", "another", "podcasts/chats/feed.xml")
    theirs = replace(episode(1, show=other.path), enclosure="media/other.mp3")
    both = marked(manifest(), manifest(episode(1), theirs, shows=(SHOW, other)), NOW)
    assert len({event.id for event in recent(both, NOW)}) == 2
    assert news(manifest(episode(1), shows=(SHOW, other)), both) == ["Talk 1"]


def test_the_public_record_has_the_newest_twenty() -> None:
    many = [episode(number, f"2026-06-01T08:00:{number:02}+00:00") for number in range(25)]
    told = marked(manifest(), manifest(*many), NOW)
    assert record(told).count(b"episode.published") == 20
    assert b"Talk 24" in record(told) and b"Talk 4" not in record(told).replace(b"Talk 24", b"")
