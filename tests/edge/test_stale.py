"""What a CDN is told after a publish: all that changed or went, under every address, and little besides."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.edge import Stale, between, changed, of
from pipeline.edge.stale import EVERYTHING, MOST, MOST_FOLDERS, addresses
from pipeline.model.artifact import Artifact, Manifest, by_path, hashed, sha256
from pipeline.release import Drift, Withdrawn, plan

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def manifest(files: dict[str, str]) -> Manifest:
    """Files by path, each of the bytes that its text is; a `HASH` in a path is that of its bytes."""
    made = []
    for path, text in files.items():
        digest = sha256(text.encode())
        made.append(Artifact(path.replace("HASH", digest[:12]), digest, len(text), {"cache-control": "public"}))
    return Manifest(by_path(made))


def told(before: dict[str, str], after: dict[str, str]) -> Stale:
    """What is told when one becomes the other; nothing that is superseded is kept."""
    return changed(plan(manifest(before), manifest(after), max_delete=10_000, now=NOW, retain_days=0))


PUBLIC = {
    "index.html": "home",
    "about/index.html": "about",
    "podcasts/talks/feed.xml": "feed",
    "media/talks/first-HASH.mp3": "sound",
    "assets/look-HASH.css": "look",
    "pages/one/index.html": "one",
}


def test_what_changed_or_went_is_told_and_what_is_new_is_not() -> None:
    after = {**PUBLIC, "about/index.html": "of us", "new/index.html": "new", "media/talks/second-HASH.mp3": "more"}
    del after["pages/one/index.html"]
    assert told(PUBLIC, after) == Stale(frozenset({"about/index.html", "pages/one/index.html"}))


def test_nothing_is_told_when_nothing_changed() -> None:
    assert not told(PUBLIC, PUBLIC)


def test_sound_that_goes_is_told_and_an_old_style_sheet_is_not() -> None:
    after = {path: text for path, text in PUBLIC.items() if not path.startswith(("media/", "assets/"))}
    assert told(PUBLIC, after).files == {hashed("media/talks/first.mp3", sha256(b"sound"))}


def test_a_name_that_only_looks_hashed_is_told() -> None:
    assert told({**PUBLIC, "log-202611241830.pdf": "a"}, {**PUBLIC, "log-202611241830.pdf": "b"}).files == {
        "log-202611241830.pdf"
    }


def test_hashed_files_are_told_when_their_headers_change() -> None:
    before, after = manifest(PUBLIC), manifest(PUBLIC)
    path = hashed("media/talks/first.mp3", sha256(b"sound"))
    sound = after.artifacts[path]
    other = Artifact(path, sound.digest, sound.size, {"cache-control": "no-store"})
    after = Manifest({**after.artifacts, path: other})
    assert changed(plan(before, after, max_delete=0, now=NOW)).files == {path}
    assert between(before, after).files == {path}


def test_what_somebody_changed_at_the_target_is_told_once_it_is_mended() -> None:
    release = manifest(PUBLIC)
    sound = hashed("media/talks/first.mp3", sha256(b"sound"))
    mended = plan(release, release, max_delete=0, now=NOW, drift=Drift(missing=(sound,), changed=("about/index.html",)))
    assert changed(mended).files == {sound, "about/index.html"}


def test_where_nobody_knows_what_was_public_it_is_everything() -> None:
    assert changed(plan(None, manifest(PUBLIC), max_delete=0, now=NOW)) == EVERYTHING
    lost = plan(Manifest(), manifest(PUBLIC), max_delete=0, now=NOW, unrecorded=True)
    assert changed(lost) == EVERYTHING


def test_a_way_back_is_told_as_a_way_forth_is() -> None:
    after = {**PUBLIC, "about/index.html": "of us", "new/index.html": "new"}
    assert between(manifest(after), manifest(PUBLIC)).files == {"about/index.html", "new/index.html"}


def test_a_page_has_three_addresses_and_the_home_page_two() -> None:
    assert addresses("about/index.html") == ("about", "about/", "about/index.html")
    assert addresses("index.html") == ("", "index.html")
    assert addresses("feed.xml") == ("feed.xml",)


def shelf(text: str, count: int) -> dict[str, str]:
    return {f"library/books/{number}/index.html": text for number in range(count)}


def test_a_folder_of_which_all_changed_is_told_as_one() -> None:
    found = told({**PUBLIC, **shelf("a", 12)}, {**PUBLIC, **shelf("b", 12), "about/index.html": "of us"})
    assert found == Stale(frozenset({"about/index.html"}), frozenset({"library/"}))


def test_where_all_changed_the_first_folders_are_told_and_not_the_whole_site() -> None:
    found = told({"index.html": "a", **shelf("a", 12)}, {"index.html": "b", **shelf("b", 12)})
    assert found == Stale(frozenset({"index.html"}), frozenset({"library/"}))


def test_few_files_of_a_folder_are_told_by_name() -> None:
    found = told({**PUBLIC, **shelf("a", 9)}, {**PUBLIC, **shelf("b", 9)})
    assert (len(found.files), found.folders) == (9, frozenset())
    assert bool(found) and bool(EVERYTHING) and not Stale()


def test_a_folder_in_which_something_stays_is_not() -> None:
    stays = {"library/books/cover-HASH.webp": "picture"}
    found = told({**PUBLIC, **stays, **shelf("a", 12)}, {**PUBLIC, **stays, **shelf("b", 12)})
    assert (len(found.files), found.folders) == (12, frozenset())


def test_very_many_files_are_told_by_folder_and_sound_stays_in_the_caches() -> None:
    stays = {"library/books/cover-HASH.webp": "picture"}
    many = MOST + 100
    found = told({**PUBLIC, **stays, **shelf("a", many)}, {**PUBLIC, **stays, **shelf("b", many), "index.html": "x"})
    assert found == Stale(frozenset({"index.html"}), frozenset({"library/"}))


def test_too_many_folders_are_everything() -> None:
    folders = Stale(folders=frozenset(f"{number}/" for number in range(MOST_FOLDERS + 1)))
    assert folders.bounded() == EVERYTHING
    assert of(f"{number}.txt" for number in range(MOST + 1)) == EVERYTHING


def test_what_lies_in_a_folder_that_is_told_is_not_told_twice() -> None:
    one = Stale(frozenset({"a/b/x.txt", "c.txt"}), frozenset({"a/b/"}))
    assert one | Stale(folders=frozenset({"a/"})) == Stale(frozenset({"c.txt"}), frozenset({"a/"}))
    assert one | EVERYTHING == EVERYTHING


def test_what_is_kept_comes_back_and_what_cannot_be_read_is_everything() -> None:
    one = Stale(frozenset({"über/index.html"}), frozenset({"a/"}))
    assert Stale.from_bytes(one.to_bytes()) == one
    assert Stale.from_bytes(b"{") == EVERYTHING


def test_a_picture_that_is_taken_back_is_told_though_its_name_is_hashed() -> None:
    taken = sha256(b"look")
    before, after = manifest(PUBLIC), manifest({path: text for path, text in PUBLIC.items() if text != "look"})
    withdrawn = Withdrawn(((taken,),))
    found = changed(plan(before, after, max_delete=0, now=NOW, withdrawn=withdrawn))
    assert found.files == {hashed("assets/look.css", taken)}


def test_what_is_taken_back_is_known_packed_or_not() -> None:
    packed = Artifact("a/index.html", sha256(b"packed"), 6, {"content-encoding": "gzip"}, "", sha256(b"plain"))
    assert Withdrawn(((sha256(b"plain"),),)).holds(packed)
    assert Withdrawn(((sha256(b"packed"),),)).holds(packed)
    assert not Withdrawn(((sha256(b"other"),),)).holds(packed)


def test_a_coding_beside_a_file_goes_with_it_and_nobody_asks_for_it() -> None:
    page = sha256(b"gone")
    coding = Artifact("gone/index.html.gz", sha256(b"packed"), 6, {"content-encoding": "gzip"}, "", page)
    before = manifest({**PUBLIC, "gone/index.html": "gone"})
    before = Manifest({**before.artifacts, coding.path: coding})
    planned = plan(before, manifest(PUBLIC), max_delete=1, now=NOW)
    assert planned.refusals == ()
    assert changed(planned).files == {"gone/index.html"}
