"""The place of previews: what is put, what stays, and what goes; a bucket and a directory alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, by_path, hashed, sha256
from pipeline.release import Publish, ReleaseInfo, Target, TargetError, assemble, plan
from pipeline.release.bucket.previews import Elsewhere, Note, Place, known, prune, shared_path, sweep, within
from pipeline.release.drivers import bucket as driver
from pipeline.release.drivers import previews as others
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.previews import BucketPreviews, DirectoryPreviews
from pipeline.settings import TargetSettings
from pipeline.stores.s3 import Bucket
from tests.support.s3_memory import Dead, MemoryS3

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
BASE = "https://previews.example/"
DAYS = 14


def shared(*words: str) -> dict[str, Artifact]:
    """Files that all previews share, each with one word in it."""
    files = ((shared_path(f"{word}.pdf", sha256(word.encode())), word) for word in words)
    return by_path(Artifact(path, sha256(word.encode()), len(word)) for path, word in files)


WORDS = {sha256(word.encode()): word.encode() for word in ("old", "new", "both")}
PAGES = {"index.html": "home", "about/index.html": "about", "feed.xml": "feed"}


@dataclass
class Dying:
    """Dies before the step with this number; 0: never."""

    at: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, _step: str = "") -> None:
        if next(self._numbers) == self.at:
            raise Dead


@dataclass
class Ground:
    """Where previews lie: a place and targets, made with what may die, and all files that are there, by path."""

    place: Callable[[Dying], Place]
    target: Callable[[str, Dying], Target]
    files: Callable[[], dict[str, bytes]]

    def publish(self, name: str, *words: str, now: datetime = NOW, dying: Dying | None = None) -> list[str]:
        """Publish a preview whose pages lead to shared files; what was read for these."""
        dying, asked = dying or Dying(), list[str]()
        pages = {path: f"{text} of {name}".encode() for path, text in PAGES.items()}
        made = assemble((Piece(path, data) for path, data in pages.items()), (), BASE, f"{BASE}{name}/", {})
        manifest = Manifest(made.artifacts, base_url=made.base_url, shared=shared(*words))

        def read(artifact: Artifact) -> Iterator[bytes]:
            if artifact.path in manifest.shared:
                asked.append(artifact.path)
                return iter((WORDS[artifact.digest],))
            return iter((pages[artifact.path],))

        publish = Publish.of(self.place(dying), name, manifest, f"{BASE}{name}/", now)
        publish.begin(read)
        target = self.target(name, dying)
        state = target.state()
        changes = plan(state.manifest, manifest, max_delete=99, now=now, ours=state.ours, superseded=state.superseded)
        if not changes.empty:
            target.apply(changes, read, ReleaseInfo.of(changes, now))
        publish.end(read)
        return asked

    def public(self, name: str) -> dict[str, bytes]:
        return {p.removeprefix(f"{name}/"): data for p, data in self.files().items() if p.startswith(f"{name}/")}

    @property
    def media(self) -> set[bytes]:
        """What the shared files hold."""
        return {data for path, data in self.files().items() if path.startswith("_media/")}


def whole(name: str) -> dict[str, bytes]:
    return {path: f"{text} of {name}".encode() for path, text in PAGES.items()}


def bucket(_root: Path) -> Ground:
    store = MemoryS3()
    name = store.bucket()
    settings = TargetSettings(type="s3", bucket=name, prefix="sites/previews", base_url=BASE, preview=True)

    def place(dying: Dying) -> Place:
        made = BucketPreviews(Bucket(name), prefix=settings.prefix, state=settings.state, step=dying)
        made._public._client = store  # type: ignore[assignment] # as much of a client as is asked
        return made

    def target(preview: str, dying: Dying) -> Target:
        to = within(settings, preview)
        made = BucketTarget(Bucket(to.bucket), prefix=to.prefix, state=to.state, step=dying)
        made._public._client = store  # type: ignore[assignment]
        return made

    return Ground(place, target, lambda: store.objects(name, "sites/previews/"))


def directory(root: Path) -> Ground:
    path, home = root / "previews", root / ".previews"

    def files() -> dict[str, bytes]:
        links = (link for link in path.glob("*") if link.is_dir())
        inside = ((link, one) for link in links for one in link.resolve().rglob("*") if one.is_file())
        return {f"{link.name}/{one.relative_to(link.resolve()).as_posix()}": one.read_bytes() for link, one in inside}

    return Ground(
        lambda dying: DirectoryPreviews(str(path), str(home), step=dying),
        lambda name, dying: DirectoryTarget(str(path / name), home=str(home / name), step=dying),
        files,
    )


GROUNDS = {"bucket": bucket, "directory": directory}


@pytest.fixture(params=GROUNDS)
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Ground]:
    for module in (driver, others):
        monkeypatch.setattr(module, "THREADS", 1)  # one write after the other
    numbers = count(1)
    return lambda: GROUNDS[request.param](tmp_path / str(next(numbers)))


@pytest.fixture
def ground(make: Callable[[], Ground]) -> Ground:
    return make()


def test_two_previews_lie_beside_each_other_and_share_what_is_heavy(ground: Ground) -> None:
    assert len(ground.publish("pr-1", "old", "both")) == 2
    assert ground.publish("pr-2", "both") == []
    assert ground.public("pr-1") == whole("pr-1")
    assert ground.public("pr-2") == whole("pr-2")
    assert ground.media == {b"old", b"both"}
    one, two = known(ground.place(Dying()))
    assert (one.name, one.published, one.address, one.files, one.whole) == ("pr-1", NOW, f"{BASE}pr-1/", 3, True)
    assert one.size == sum(map(len, whole("pr-1").values()))
    assert two.media == shared("both").keys()


def test_what_is_removed_is_gone_whole_and_the_other_stays_whole(ground: Ground) -> None:
    ground.publish("pr-1", "old", "both")
    ground.publish("pr-12", "both")
    place = ground.place(Dying())
    assert place.remove("pr-1") == 3
    assert sweep(place) == tuple(shared("old"))
    assert ground.public("pr-1") == {}
    assert ground.target("pr-1", Dying()).state().release is None
    assert ground.public("pr-12") == whole("pr-12")
    assert ground.media == {b"both"}
    assert [note.name for note in known(place)] == ["pr-12"]
    assert place.remove("pr-1") == 0  # whoever is not there can be removed


def test_what_is_over_is_pruned_and_a_publish_renews(ground: Ground) -> None:
    ground.publish("pr-1", "old")
    ground.publish("pr-2", "both")
    ground.publish("pr-2", "both", now=NOW + timedelta(days=1))
    gone = prune(ground.place(Dying()), NOW + timedelta(days=DAYS), DAYS)
    assert (gone.previews, gone.media) == (("pr-1",), tuple(shared("old")))
    assert ground.public("pr-2") == whole("pr-2")
    assert ground.media == {b"both"}
    assert prune(ground.place(Dying()), NOW + timedelta(days=DAYS), DAYS).previews == ()


def dies(work: Callable[[], object]) -> bool:
    try:
        work()
    except Dead:
        return True
    return False


def test_a_publish_that_is_killed_anywhere_is_whole_the_next_time(make: Callable[[], Ground]) -> None:
    for at in count(1):
        ground, dying = make(), Dying(at)
        ground.publish("pr-1", "old", "both")
        died = dies(lambda: ground.publish("pr-1", "new", "both", dying=dying))  # noqa: B023 - it is called now
        sweep(ground.place(Dying()))
        assert ground.public("pr-1") == whole("pr-1")
        assert {b"new", b"both"} <= ground.media if not died else b"both" in ground.media
        if not died:
            break
        ground.publish("pr-1", "new", "both")
        sweep(ground.place(Dying()))
        assert ground.media == {b"new", b"both"}
        assert [note.whole for note in known(ground.place(Dying()))] == [True]
    assert at > 3


def test_what_public_pages_lead_to_stays_until_they_are_replaced(ground: Ground) -> None:
    ground.publish("pr-1", "old")
    place = ground.place(Dying())
    before = place.noted("pr-1")
    Publish.of(place, "pr-1", Manifest(base_url=f"{BASE}pr-1/", shared=shared("new")), f"{BASE}pr-1/", NOW).begin(
        lambda artifact: [WORDS[artifact.digest]]
    )
    assert sweep(place) == ()
    assert ground.media == {b"old", b"new"}
    assert before != place.noted("pr-1")


def test_a_removal_that_is_killed_anywhere_goes_on_the_next_time(make: Callable[[], Ground]) -> None:
    for at in count(1):
        ground, dying = make(), Dying(at)
        ground.publish("pr-1", "old")
        ground.publish("pr-2", "both")
        died = dies(lambda: ground.place(dying).remove("pr-1"))  # noqa: B023 - it is called now
        assert ground.public("pr-2") == whole("pr-2")
        assert [note.name for note in known(ground.place(Dying()))] == (["pr-1", "pr-2"] if died else ["pr-2"])
        if not died:
            break
        gone = prune(ground.place(Dying()), NOW + timedelta(days=DAYS), DAYS)
        assert gone.previews == ("pr-1", "pr-2")
        assert ground.files() == {}
    assert at > 3


def test_a_publish_puts_again_what_was_pruned_before_it_was_noted(ground: Ground) -> None:
    ground.publish("pr-1", "old")
    place = ground.place(Dying())
    manifest = Manifest(base_url=f"{BASE}pr-2/", shared=shared("old"))
    publish = Publish.of(place, "pr-2", manifest, f"{BASE}pr-2/", NOW)
    publish.begin(lambda _artifact: [b"old"])
    place.drop(tuple(shared("old")))  # by one that had looked before
    publish.end(lambda _artifact: [b"old"])
    assert ground.media == {b"old"}


def test_nothing_is_deleted_but_below_the_name(ground: Ground) -> None:
    ground.publish("pr-1", "old")
    place = ground.place(Dying())
    for name in ("", "..", "pr-1/..", "_media", "PR-1", "pr", "pr-1-", "x" * 41):
        if name != "pr":
            with pytest.raises(ValueError, match="not the name of a preview"):
                place.remove(name)
    place.remove("pr")
    assert ground.public("pr-1") == whole("pr-1")
    assert ground.media == {b"old"}


def test_a_note_that_cant_be_read_is_never_taken_for_nothing(ground: Ground) -> None:
    ground.publish("pr-1", "old")
    place = ground.place(Dying())
    place.note("pr-2", b"{")
    with pytest.raises(TargetError) as caught:
        prune(place, NOW + timedelta(days=DAYS), DAYS)
    assert caught.value.hint == "Remove it: `pipeline preview --remove pr-2`."
    assert ground.public("pr-1") == whole("pr-1")
    place.remove("pr-2")
    assert prune(place, NOW + timedelta(days=DAYS), DAYS).previews == ("pr-1",)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (Manifest(base_url=f"{BASE}pr-2/"), "This was built for https://previews.example/pr-2/, not for"),
        (
            Manifest(base_url=f"{BASE}pr-1/", shared={"_media/x/a.pdf": Artifact("_media/x/a.pdf", "0" * 64, 1)}),
            "`_media/x/a.pdf` does not carry the digest of its bytes",
        ),
        (
            Manifest(base_url=f"{BASE}pr-1/", shared={"pr-2/index.html": Artifact("pr-2/index.html", "0" * 64, 1)}),
            "`pr-2/index.html` does not carry",
        ),
    ],
)
def test_a_manifest_of_a_stranger_is_held_to_its_place(ground: Ground, manifest: Manifest, said: str) -> None:
    with pytest.raises(TargetError, match=said):
        Publish.of(ground.place(Dying()), "pr-1", manifest, f"{BASE}pr-1/", NOW)


def test_bytes_that_are_not_those_of_the_digest_are_not_shared(ground: Ground) -> None:
    manifest = Manifest(base_url=f"{BASE}pr-1/", shared=shared("old"))
    publish = Publish.of(ground.place(Dying()), "pr-1", manifest, f"{BASE}pr-1/", NOW)
    with pytest.raises(TargetError, match="are not those of the manifest"):
        publish.begin(lambda _artifact: [b"odd"])
    assert ground.media == set()


# What is where -------------------------------------------------------------------------------------------------------


def test_what_the_live_target_has_for_good_is_addressed_there() -> None:
    sound, page = hashed("media/talks/first.mp3", sha256(b"sound")), "about/index.html"
    away = Elsewhere(BASE, "https://library.example/", {sound, "a.pdf"})
    away.take(
        [
            Piece(sound, Blob(sha256(b"sound"), 5)),
            Piece("a.pdf", Blob(sha256(b"pdf"), 3)),  # its name says nothing of its bytes
            Piece(page, Blob(sha256(b"page"), 4)),
            Piece("media/talks/first.vtt", Blob(sha256(b"words"), 5)),
        ]
    )
    pdf = shared_path("a.pdf", sha256(b"pdf"))
    assert away.addresses == {sound: f"https://library.example/{sound}", "a.pdf": f"{BASE}{pdf}"}
    assert {path: one.headers["content-type"] for path, one in away.shared.items()} == {pdf: "application/pdf"}


def test_other_bytes_under_a_name_of_the_live_target_are_shared() -> None:
    """Only as much of a digest stands in a name as tells its bytes from others of the library."""
    path = hashed("media/talks/first.mp3", sha256(b"sound"))
    away = Elsewhere(BASE, "https://library.example/", {path})
    away.take([Piece(path, Blob(sha256(b"other"), 5))])
    assert away.addresses[path].startswith(f"{BASE}_media/{sha256(b'other')}/")


def test_a_note_is_read_as_it_was_written() -> None:
    note = Note("pr-1", NOW, f"{BASE}pr-1/", 3, 4, frozenset({"_media/a"}), whole=True)
    assert Note.from_bytes("pr-1", note.to_bytes()) == note
