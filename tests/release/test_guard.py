"""The addresses of pages that people hold: which would lead nowhere, and the line that mends each."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.artifact import Manifest, Piece, PublishedEpisode
from pipeline.problems import CODES, Place, Problem, Severity
from pipeline.release import abandoned, assemble, redirect

WAVES, CALM = "content/library/articles/waves.md", "content/library/articles/calm.md"
TALK = "content/podcasts/talks/first.md"
EPISODE = PublishedEpisode("content/podcasts/talks/show.yml", TALK, "First", "guid-1", False, "media/talks/first.mp3")


def manifest(*pieces: Piece, episodes: tuple[PublishedEpisode, ...] = ()) -> Manifest:
    return assemble(pieces, episodes, "https://l.example/", "https://l.example/", {})


def page(address: str, source: str, text: str = "") -> Piece:
    return Piece(f"{address}index.html", (text or address).encode(), source)


def problem(place: str, address: str, hint: str) -> Problem:
    said = f"the published address `{address}` would lead nowhere, and people may hold it"
    return Problem(Place(place), said, hint, "abandoned-address")


BEFORE = manifest(
    page("", "content/pages/home.md"),
    page("topics/urges/", ""),
    Piece("404.html", b"", "theme/"),
    Piece("feed.xml", b"", "content/podcasts/talks/show.yml"),
    page("waves/", WAVES),
    Piece("assets/cards/waves.png", b"a card with the title", WAVES),
)
REST = (page("", "content/pages/home.md", "new words"),)


def test_a_page_that_stays_or_leads_on_is_no_loss() -> None:
    assert abandoned(BEFORE, BEFORE) == ()
    led = redirect("waves/", "calm/", site_url="https://l.example/", source=CALM)
    after = manifest(*REST, page("calm/", CALM), led)
    assert abandoned(BEFORE, after) == ()
    assert abandoned(after, manifest(*REST, page("calm/", CALM))) == (), "a redirect may go again"
    assert abandoned(Manifest(), after) == ()


def test_a_page_that_goes_is_named_with_the_line_to_paste() -> None:
    line = "`redirect_from: [/waves/]`"
    remedy = f"bring back `{WAVES}`, or write {line} into the front matter of the entry that people shall find"
    assert abandoned(BEFORE, manifest(*REST)) == (problem(WAVES, "/waves/", remedy),)
    assert abandoned(BEFORE, manifest(*REST, page("calm/", CALM))) == (problem(WAVES, "/waves/", remedy),)
    assert CODES["abandoned-address"].severity is Severity.WARNING


def test_the_home_page_has_an_address_too() -> None:
    (found,) = abandoned(BEFORE, manifest(page("waves/", WAVES)))
    assert (found.place, "`/`" in found.message, "[/]" in found.hint) == (Place("content/pages/home.md"), True, True)


def test_an_entry_with_another_slug_is_itself_the_place() -> None:
    hint = f"write `redirect_from: [/waves/]` into the front matter of `{WAVES}`"
    assert abandoned(BEFORE, manifest(*REST, page("surf/", WAVES))) == (problem(WAVES, "/waves/", hint),)


def test_a_renamed_file_is_known_by_its_card_and_a_moved_one_by_its_name() -> None:
    hint = "write `redirect_from: [/waves/]` into the front matter of `{}`"
    card = Piece("assets/cards/calm.png", b"a card with the title", CALM)
    renamed = manifest(*REST, page("calm/", CALM), page("other/", "content/pages/other.md"), card)
    assert abandoned(BEFORE, renamed) == (problem(CALM, "/waves/", hint.format(CALM)),)
    moved = "content/library/articles/sea/waves.md"
    after = manifest(*REST, page("sea/waves/", moved), page("calm/", CALM))
    assert abandoned(BEFORE, after) == (problem(moved, "/waves/", hint.format(moved)),)
    other = "content/library/articles/a/waves.md"
    both = manifest(*REST, page("a/waves/", other), page("calm/", CALM), card)
    assert [found.place.path for found in abandoned(BEFORE, both)] == [CALM], "bytes say more than a name"
    twice = manifest(*REST, page("a/waves/", other), page("sea/waves/", moved))
    assert [found.place.path for found in abandoned(BEFORE, twice)] == [other], "of two alike the first"
    sound = Piece("media/waves.mp3", b"sound", WAVES)
    with_sound = replace(BEFORE, artifacts={**BEFORE.artifacts, **manifest(sound).artifacts})
    more = (page("a/", other), replace(card, path="a.png", source=other), page("calm/", CALM), card)
    most = manifest(*REST, *more, replace(sound, path="media/calm.mp3", source=CALM))
    assert [found.place.path for found in abandoned(with_sound, most)] == [CALM], "who has more of it"
    known = manifest(*REST, page("calm/", CALM), card)
    was_there = replace(BEFORE, artifacts={**BEFORE.artifacts, **manifest(page("calm/", CALM)).artifacts})
    assert [found.place.path for found in abandoned(was_there, known)] == [WAVES], "what was there before is no heir"


def test_an_episode_is_known_by_its_guid_and_all_its_pages_go_into_one_line() -> None:
    pages = (page("podcasts/talks/first/", TALK), page("podcasts/talks/first/transcript/", TALK))
    before = manifest(*pages, episodes=(EPISODE,))
    new = "content/podcasts/talks/one.md"
    named = page("podcasts/talks/sub/first/", "content/podcasts/talks/sub/first.md")
    alike = page("other/", "content/other.md", "podcasts/talks/first/")
    after = manifest(page("podcasts/talks/one/", new), named, alike, episodes=(replace(EPISODE, path=new),))
    line = "redirect_from: [/podcasts/talks/first/, /podcasts/talks/first/transcript/]"
    hint = f"write `{line}` into the front matter of `{new}`"
    assert abandoned(before, after) == (
        problem(new, "/podcasts/talks/first/", hint),
        problem(new, "/podcasts/talks/first/transcript/", hint),
    )
    other_show = manifest(page("podcasts/other/one/", new), episodes=(replace(EPISODE, show="other", path=new),))
    assert [found.place.path for found in abandoned(before, other_show)] == [TALK, TALK]


def test_a_withdrawn_episode_may_go() -> None:
    before = manifest(page("podcasts/talks/first/", TALK), page("waves/", WAVES), episodes=(EPISODE,))
    after = replace(manifest(*REST), retired=frozenset({"guid-1"}))
    assert [found.place.path for found in abandoned(before, after)] == [WAVES]
