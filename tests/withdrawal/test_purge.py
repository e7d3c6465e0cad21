"""What a purge tells before anything is touched, and what becomes of what stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import flow, problems, publishing, purge
from pipeline.audio import lyrics_in
from pipeline.cli import takenback
from pipeline.purge import Asked
from pipeline.release import Reply
from tests.promises.test_taken_back import Place, publish, purged
from tests.support import traces
from tests.support.library import FILES, square
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget
from tests.withdrawal.test_taken import ARTICLE, EPISODE, GUID, PEOPLE, SHOW, VTT, files


def place(**more: bytes) -> Place:
    made = Place(files() | more, MemoryStore(), MemoryTarget())
    publish(made.world())
    return made


def edited(where: Place, name: str, old: str, new: str) -> None:
    assert old.encode() in where.source[name]
    where.source[name] = where.source[name].replace(old.encode(), new.encode())


def test_sound_that_stays_gets_tags_without_the_name() -> None:
    where = place()
    edited(where, VTT, "<v Sam>", "")
    before = {path for path in where.target.public if path.endswith(".mp3")}
    seen = purge.outlook(where.world(), Asked("sam", frozenset({EPISODE})))
    assert seen.possible and seen.named == () and seen.retag == {EPISODE}
    world = purge.begin(where.world(), seen)
    publish(world)
    after = {path for path in where.target.public if path.endswith(".mp3")}
    assert len(after) == 1 and not after & before, "the file with the name in its tags is gone at once"
    left = traces.found(where.left, [b"Sam", b"people/sam"])
    assert not any(left.values()), left


def test_tags_name_them_though_the_library_does_not_any_more() -> None:
    where = place()
    edited(where, EPISODE, "  - person: sam\n    role: guest\n", "")
    edited(where, VTT, "<v Sam>", "")
    publish(where.world())
    purged(where.world(), "sam")
    left = traces.found(where.left, [b"Sam"])
    assert not any(left.values()), left
    assert any(path.endswith(".mp3") for path in where.target.public)


def test_what_is_said_names_them_in_the_tag_though_the_transcript_does_not_any_more() -> None:
    """The tag holds the words of the day on which it was written, and no field of the library."""
    credit = b"  - person: sam\n    role: guest\n"
    where = place(**{EPISODE: files()[EPISODE].replace(credit, b"")})
    (sound,) = (data for path, data in where.target.public.items() if path.endswith(".mp3"))
    assert "Sam: " in lyrics_in([sound])
    edited(where, VTT, "<v Sam>", "")
    publish(where.world())
    assert sound in where.target.public.values()
    seen = purge.outlook(where.world(), Asked("sam"))
    assert seen.retag == {EPISODE} and seen.possible
    purged(where.world(), "sam")
    assert sound not in where.target.public.values()
    left = traces.found(where.left, [b"Sam"])
    assert not any(left.values()), left


def test_a_rendition_says_what_is_said_though_the_sound_was_tagged_before_that(monkeypatch: pytest.MonkeyPatch) -> None:
    credit = b"  - person: sam\n    role: guest\n"
    monkeypatch.setattr("pipeline.mastering._lyrics", lambda *_: {})
    where = place(**{EPISODE: files()[EPISODE].replace(credit, b"")})
    monkeypatch.undo()
    edited(where, SHOW, "explicit: no\n", "explicit: no\naudio:\n  renditions: [opus, aac]\n")
    publish(where.world())
    (opus,) = (path for path in where.target.public if path.endswith(".opus"))
    assert b"Sam: " in where.target.public[opus]
    edited(where, EPISODE, "title: The first talk", "title: Another title")
    edited(where, VTT, "<v Sam>", "")
    publish(where.world())
    assert opus in where.target.public, "what is published of an episode that stands, stands"
    purged(where.world(), "sam")
    assert len([path for path in where.target.public if path.endswith((".opus", ".m4a"))]) == 2
    left = traces.found(where.left, [b"Sam"])
    assert not any(left.values()), left


def test_an_episode_whose_sound_lies_on_another_host_is_taken_back_as_others_are() -> None:
    hosted = b"audio: {url: 'https://media.example/first.mp3', length: 77, type: audio/mpeg}"
    where = place(**{EPISODE: files()[EPISODE].replace(b"audio: first.wav", hosted)})
    seen = purge.outlook(where.world(), Asked(GUID))
    assert seen.plan and seen.plan.refusals == () and seen.beyond == ("https://media.example/first.mp3",)
    purged(where.world(), GUID)
    left = traces.found(where.left, [GUID.encode(), b"media.example/first"])
    assert not any(left.values()), left


def test_who_is_gone_from_the_library_already_is_found_in_what_is_public() -> None:
    where = place()
    for name in (EPISODE, VTT, "content/podcasts/talks/first.wav"):
        del where.source[name]
    edited(where, PEOPLE, "sam:\n  name: Sam\n", "")
    seen = purge.outlook(where.world(), Asked("sam"))
    assert set(seen.taken.entries) == {EPISODE} and not seen.taken.files
    purged(where.world(), "sam")
    left = traces.found(where.left, [b"Sam", GUID.encode()])
    assert not any(left.values()), left
    with pytest.raises(purge.UnknownName) as unknown:
        purge.outlook(where.world(), Asked("sma"))
    assert unknown.value.named == ()


def test_a_second_target_is_asked_by_what_it_has() -> None:
    where, other = place(), MemoryTarget()
    mirror = Place(where.source, MemoryStore(), other)
    publish(mirror.world())
    purged(where.world(), "sam")
    purged(mirror.world(), "sam")
    left = traces.found(mirror.left, [b"Sam", GUID.encode()])
    assert not any(left.values()), left


def test_what_stands_in_the_way_is_told_before_anything_is_touched() -> None:
    where = place()
    edited(where, ARTICLE, "An urge is", "Hear [a talk](../../podcasts/talks/first.md). An urge is")
    before = dict(where.source)
    seen = purge.outlook(where.world(), Asked(GUID))
    assert [(str(one.place), one.code) for one in seen.problems] == [(f"{ARTICLE}:9:15", "broken-link")]
    assert not seen.possible and where.source == before and not where.target.withdrawn.open


def test_a_name_in_the_text_of_others_is_told_with_its_line() -> None:
    where = place()
    edited(where, ARTICLE, "An urge is", "Sam says: An urge is")
    seen = purge.outlook(where.world(), Asked("sam"))
    assert [(str(one.place), one.code) for one in seen.named] == [(f"{ARTICLE}:9:1", "still-named")]
    assert purge.outlook(where.world(), Asked("sam", frozenset({ARTICLE}))).named == ()
    purged(where.world(), "sam")
    with pytest.raises(purge.UnknownName) as unknown:
        purge.outlook(where.world(), Asked("sam"))
    assert [str(one.place) for one in unknown.value.named] == [f"{ARTICLE}:9:1"], "until it is gone"


def test_a_name_in_a_transcript_that_is_no_utf8_or_json_is_told_with_its_line() -> None:
    said = "WEBVTT\n\n00:00:00.000 --> 00:00:00.050\n<v Alex>Sam said so.\n".encode("utf-16")
    where = Place(files() | {VTT: said}, MemoryStore(), MemoryTarget())
    seen = purge.outlook(where.world(), Asked("sam", frozenset({EPISODE})))
    assert f"{VTT}:3" in [str(one.place) for one in seen.named]


def test_an_episode_goes_though_another_that_stays_is_made_of_the_same_recording() -> None:
    other = EPISODE.replace("first.md", "second.md")
    text = files()[EPISODE].replace(GUID.encode(), b"another").replace(b"  - person: sam\n    role: guest\n", b"")
    where = place(**{other: text.replace(b"transcript: first.vtt\n", b"").replace(b"The first talk", b"Alone")})
    seen = purge.outlook(where.world(), Asked("sam"))
    assert list(seen.taken.entries) == [EPISODE] and seen.possible
    purged(where.world(), "sam")
    assert len([path for path in where.target.public if path.endswith(".mp3")]) == 1


def test_a_picture_that_others_use_may_be_published_again_and_another_not() -> None:
    people = FILES[PEOPLE].replace("  name: Sam\n", "  name: Sam\n  photo: {file: sam.png, alt: Sam}\n")
    where = place(**{PEOPLE: people.encode(), "content/sam.png": square(9)})
    photo = where.source["content/sam.png"]
    purged(where.world(), "sam")
    where.source["content/sam.png"] = photo
    with pytest.raises(Exception, match="taken back"):
        publish(where.world())
    assert purge.readmit(where.world(), "content/sam.png")
    assert not purge.readmit(where.world(), "content/sam.png")
    publish(where.world())
    assert not purge.readmit(where.world(), SHOW), "that was never taken back"


def test_a_review_that_asks_the_target_sees_what_was_brought_back() -> None:
    where = place()
    before = dict(where.source)
    purged(where.world(), GUID)
    where.source |= {EPISODE: before[EPISODE]}
    world = where.world()
    found = [problem for problem in publishing.against(world, flow.check(world)) if problem.code == "taken-back"]
    assert [str(problem.place) for problem in found] == [EPISODE]


def test_all_of_it_is_shown() -> None:
    where = place()
    edited(where, EPISODE, "A first talk, in", "A talk, in")
    publish(where.world())
    seen = purge.outlook(where.world(), Asked("sam"))
    told = takenback.in_words(seen, done=False, verbose=False)
    for line in (
        "Goes from the library:\n  content/podcasts/talks/first.vtt\n  content/podcasts/talks/first.wav",
        f"  {EPISODE}  (named at {EPISODE}:12:13)\n",
        "  -sam:\n  -  name: Sam\n",
        "Goes from what is public:\n",
        "  podcasts/talks/first/index.html: taken back\n",
        "  people/sam/index.html: no longer made\n",
        "Changes in what is public:\n",
        "  podcasts/talks/feed.xml: bytes changed\n",
        "Kept, and goes:\n  release 20260601T000000Z-",
        " in `.cache/`, and all there that may tell of them\n",
    ):
        assert line in told, told
    beyond = dict(takenback.beyond(seen, where.world().settings, "public"))
    assert f"--path {EPISODE}` and a forced push" in beyond["git"]
    assert set(beyond) == {"git", "Git LFS", "apps", "copies", "CDN", "backups", "other machines"}


def test_places_are_told_at_the_lines_that_files_have_now() -> None:
    where = place()
    edited(where, EPISODE, "Notes of the talk", "Sam and the talk")
    seen = purge.outlook(where.world(), Asked("sam", frozenset({EPISODE, VTT})))
    assert seen.named == ()
    seen = purge.outlook(where.world(), Asked("sam", frozenset({EPISODE})))
    (problem,) = [one for one in seen.named if one.place.path == VTT]
    assert takenback.as_it_stands(seen, [replace(problem, place=problems.Place(EPISODE, 20, 1))])[0].place.line == 22


def test_what_still_answers_is_told() -> None:
    class Cdn:
        def ask(self, url: str, method: str = "GET", headers: object = None) -> Reply:
            assert method == "HEAD" and headers is None
            return Reply(200 if url.endswith("people/sam/") else 404)

    where = place()
    seen = purge.outlook(where.world(), Asked("sam"))
    assert seen.plan is not None
    found = purge.still_there(replace(where.world(), client=Cdn()), seen.plan)
    assert [(one.subject, one.ok) for one in found] == [("http://127.0.0.1:8000/people/sam/", False)]
