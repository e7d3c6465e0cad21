# ruff: noqa: RUF001 - letters of other scripts look like ours
"""What somebody takes back: found by any of its names, with all that is its own, and where the rest names it still."""

from __future__ import annotations

import pytest

from pipeline import flow, withdrawal
from pipeline.withdrawal import Taken
from tests.support import twins
from tests.support.library import FILES, square, tone

EPISODE, SHOW = "content/podcasts/talks/first.md", "content/podcasts/talks/show.yml"
VTT = "content/podcasts/talks/first.vtt"
ARTICLE, PEOPLE = "content/library/articles/urges-pass.md", "content/people.yml"
GUID = "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11"


def files(**more: str) -> dict[str, bytes]:
    """The small library; `more` are texts in place of others, by the last part of their names."""
    texts = {name: more.get(name.rpartition("/")[2].partition(".")[0], text) for name, text in FILES.items()}
    sound = {"content/podcasts/talks/first.wav": tone(0.1), "content/podcasts/talks/cover.png": square(8)}
    return {name: text.encode() for name, text in texts.items()} | sound | {"mkdocs.yml": b"theme:\n  name: material\n"}


def taken(asked: str, source: dict[str, bytes], *keep: str) -> Taken:
    checked = flow.check(twins.world(source))
    voices = withdrawal.voices(checked.spoken)
    meant = withdrawal.meant(checked.library, asked, voices)
    assert meant is not None
    return withdrawal.taken(checked.library, checked.leads, meant, keep, (), voices)


@pytest.mark.parametrize(
    "asked", [GUID, EPISODE, EPISODE.removeprefix("content/"), f"./{EPISODE}", "/podcasts/talks/first/"]
)
def test_an_episode_goes_with_what_is_its_own(asked: str) -> None:
    found = taken(asked, files())
    assert found.files == ("content/podcasts/talks/first.vtt", "content/podcasts/talks/first.wav", EPISODE)
    assert not found.cuts


def test_a_show_goes_with_its_episodes_and_last() -> None:
    found = taken(SHOW, files())
    assert found.files[-2:] == (EPISODE, SHOW)
    assert "content/podcasts/talks/cover.png" in found.files


def test_a_file_that_another_entry_uses_stays() -> None:
    article = FILES[ARTICLE].replace("An urge is", "![A square](../../podcasts/talks/cover.png)\n\nAn urge is")
    assert "content/podcasts/talks/cover.png" not in taken(SHOW, files(**{"urges-pass": article})).files


def test_a_person_goes_with_what_they_speak_in_or_wrote() -> None:
    found = taken("alex", files())
    assert {path: str(place) for path, place in found.entries.items()} == {
        ARTICLE: f"{ARTICLE}:7:11",
        EPISODE: f"{EPISODE}:10:13",
    }
    assert found.cuts == {SHOW: (("people", 0),), PEOPLE: (("alex",),)}
    assert found.files[-2:] == (EPISODE, ARTICLE)
    assert taken("Alex", files()) == found, "a name says as much as an id, while one person has it"


def test_who_is_heard_where_only_the_show_names_them() -> None:
    text = FILES[EPISODE]
    people = text[text.index("people:") : text.index("transcript:")]
    found = taken("alex", files(first=text.replace(people, "")))
    assert str(found.entries[EPISODE]) == f"{SHOW}:13:13"


def test_a_guest_without_an_id_is_found_by_name() -> None:
    found = taken("Kim K.", files(first=FILES[EPISODE].replace("person: sam", "name: Kim K.")))
    assert list(found.entries) == [EPISODE] and not found.cuts


def test_an_entry_that_is_kept_loses_the_name_alone() -> None:
    found = taken("sam", files(), EPISODE)
    assert not found.entries and not found.files
    assert found.cuts == {EPISODE: (("people", 1),), PEOPLE: (("sam",),)}


def test_who_speaks_under_another_name_is_found_too() -> None:
    episode = (
        FILES[EPISODE]
        .replace("  - person: sam\n    role: guest\n", "")
        .replace("chapters:", "speakers: {Sam: sam, Alex: alex}\nchapters:")
    )
    assert EPISODE in taken("sam", files(first=episode)).entries
    assert taken("sam", files(first=episode), EPISODE).cuts[EPISODE] == (("speakers", "Sam"),)


def test_who_is_heard_and_named_in_the_transcript_alone_is_found_too() -> None:
    text = FILES[EPISODE]
    alone = text.replace("  - person: sam\n    role: guest\n", "")
    said = FILES[VTT].replace(":02.000", ":00.050").replace(":04.000", ":00.100")
    source = files(first=alone) | {VTT: said.encode()}
    assert str(taken("sam", source).entries[EPISODE]) == f"{VTT}:6"
    assert not taken("sam", source, EPISODE).entries
    full = source | {PEOPLE: source[PEOPLE].replace(b"name: Sam\n", b"name: Sam Berg\n")}
    checked = flow.check(twins.world(full))
    found, voices = taken("sam", full), withdrawal.voices(checked.spoken)
    assert EPISODE not in found.entries, "a first name is that of others, too"
    assert [str(one.place) for one in withdrawal.perhaps(voices, found, ())] == [f"{VTT}:6"]
    assert not list(withdrawal.perhaps(voices, found, {EPISODE}))
    stranger = source | {VTT: said.replace("<v Sam>", "<v Kim\u200f  K.>").encode()}
    assert list(taken("Kim K.", stranger).entries) == [EPISODE]


def test_the_list_of_people_goes_with_the_last_of_them() -> None:
    people = "sam:\n  name: Sam\n  photo: {file: sam.png, alt: Sam}\n"
    found = taken("sam", files(people=people) | {"content/sam.png": square(8)}, EPISODE)
    assert found.files == ("content/sam.png", PEOPLE)


def test_a_single_file_is_one_too() -> None:
    assert taken("content/podcasts/talks/cover.png", files()).files == ("content/podcasts/talks/cover.png",)


def test_nothing_is_called_so() -> None:
    assert withdrawal.meant(flow.check(twins.world(files())).library, "nobody") is None


def test_a_name_is_found_wherever_it_stands_by_itself() -> None:
    tree, _ = twins.world(
        files() | {"content/sam.txt": b"Samuel, and\r\nmy sam, SAM: Sam's\n", "content/Sam.md": b""}
    ).source.tree()
    places = [
        str(one.place) for one in withdrawal.named(tree, ("Sam", "people/sam")) if "podcasts" not in one.place.path
    ]
    assert places == ["content/Sam.md", "content/people.yml:5:9", "content/sam.txt:2:9"]


def test_a_name_is_found_however_its_accents_are_encoded() -> None:
    tree, _ = twins.world(
        {"content/a.txt": "Zoe\u0308 spoke".encode(), "pipeline.toml": FILES["pipeline.toml"].encode()}
    ).source.tree()
    assert [str(one.place) for one in withdrawal.named(tree, ("Zo\u00eb",))] == ["content/a.txt:1:1"]


def test_a_name_is_found_over_marks_of_direction_and_spaces_that_do_not_break() -> None:
    said = "\u202bדנה\u200f כהן: שלום.\u202c\nדנה\u00a0כהן".encode()
    tree, _ = twins.world({"content/a.txt": said, "pipeline.toml": FILES["pipeline.toml"].encode()}).source.tree()
    places = [str(one.place) for one in withdrawal.named(tree, ("דנה כהן",))]
    assert places == ["content/a.txt:1:2", "content/a.txt:2:1"]
