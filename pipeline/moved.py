"""What moved in, for those who hold its old addresses: the feed against the old one, and rules for the old host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pipeline import content, doing
from pipeline.importing import compare as comparing
from pipeline.importing import rules as ruling
from pipeline.importing.compare import Comparison, Feed
from pipeline.importing.fetching import Bringing, Got, plan
from pipeline.importing.keeping.ledger import Kept, Ledger
from pipeline.importing.rules import Followed, Move
from pipeline.importing.source.found import Asset
from pipeline.model import urls
from pipeline.model.artifact import Artifact, Blob, Manifest, PublishedShow
from pipeline.model.library import Library
from pipeline.model.tree import suffix
from pipeline.web import Fetcher, Unreachable
from pipeline.world import World

Count = Callable[[int], Callable[[], object]]
"""Told how many files are asked for; it is told then of each that was."""
Read = Callable[[str], tuple[bytes, str]]
"""What lies at an address, and the address that gave it. Raises `Unreachable`."""
SAMPLE = 60
"""Old addresses that are followed where nobody asks for all."""


def uncounted(_of: int) -> Callable[[], object]:
    """Nobody looks on."""
    return lambda: None


class NotCompared(Exception):
    """There is nothing to compare: why, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a feed: the show that it is now, the comparison, and the addresses by which it was known."""

    show: PublishedShow
    comparison: Comparison
    moves: tuple[Move, ...]


def verify(
    world: World,
    manifest: Manifest,
    url: str,
    ledger: Ledger,
    read: Read,
    bringing: Bringing | None = None,
    count: Count = uncounted,
) -> Verified:
    """The feed of a build against the old one at an address; who is `bringing` asks how large its files are. Raises
    `NotCompared` and `Unreachable`.
    """
    old = comparing.walked(url, read)
    if old is None:
        raise NotCompared(f"`{url}` is no feed", "name the address that your subscribers have")
    show, new = _counterpart(world, manifest, old, ledger)
    was = {address: Blob(kept.sha256, 0) for kept in _files(ledger) for address in kept.old}
    now = {
        _address(world, one.path): Blob(one.digest, one.size)
        for one in manifest.artifacts.values()
        if one.path.startswith(urls.MEDIA)
    }
    told = _lengths(old, was, bringing, world, count) if bringing else was
    found = comparing.compare(old, new, told, now)
    known = dict.fromkeys((url, *(one for one in _old_of(ledger, show.path) if ruling.is_feed(one))))
    forms = dict.fromkeys(form for one in known for form in ruling.forms(one))
    return Verified(show, found, tuple(one for form in forms if (one := ruling.move_of(form, new.url))))


def moves(world: World, manifest: Manifest, ledger: Ledger) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """Where each old address leads, and those that lead nowhere as what they were is not published."""
    feeds = {one.path: _address(world, one.feed) for one in manifest.shows}
    return ruling.moves(ledger, _published(world, manifest, ledger), feeds)


def after(fetcher: Fetcher, moved: Iterable[Move]) -> Iterator[Followed]:
    """Where old addresses lead by now, each asked as an app does."""
    for move in moved:
        yield _followed(fetcher, move.old, move.new)


def feed_after(fetcher: Fetcher, verified: Verified) -> Iterator[Followed]:
    """The same of the old feed, in each form of its address; and whether what is there in the end is what was built,
    episode by episode. Where nothing answers without TLS, no app came that way.
    """
    new = verified.comparison.new
    built = [one.guid for one in new.items[: new.first]]
    asked = {old: old == move.old for move in verified.moves for old in ruling.schemes(move.old)}
    for old, is_own in asked.items():
        found = _followed(fetcher, old, new.url)
        if found.why and not is_own:
            continue
        if not found.wrong and (why := _other_feed(fetcher, found.url, built)):
            found = Followed(old, found.wanted, found.url, found.status, found.led, why)
        yield found


def _other_feed(fetcher: Fetcher, url: str, built: list[str | None]) -> str:
    """What is otherwise in the feed at an address than it was built."""
    try:
        there = comparing.read(fetcher.get(url).data, url)
    except Unreachable as error:
        return error.message
    if there is None:
        return f"what lies at `{url}` is no feed"
    same = [one.guid for one in there.items] == built
    return "" if same else f"the feed at `{url}` has other GUIDs than were built: publish first"


def _followed(fetcher: Fetcher, old: str, new: str) -> Followed:
    try:
        with fetcher.open(old) as answer:
            return Followed(old, new, answer.url, answer.status, answer.led)
    except Unreachable as error:
        return Followed(old, new, why=error.message)


def _counterpart(world: World, manifest: Manifest, old: Feed, ledger: Ledger) -> tuple[PublishedShow, Feed]:
    """The show that the old feed is now: that says so, came from there, or has most of its episodes; and its feed as it
    was built. Raises `NotCompared`.
    """
    if not manifest.shows:
        raise NotCompared("the library publishes no show", "import the feed first: `pipeline import feed URL`")
    guids = {(one.guid or "").strip() for one in old.items} - {""}

    def near(show: PublishedShow) -> tuple[bool, bool, int]:
        shared = sum(one.show == show.path and one.guid.strip() in guids for one in manifest.episodes)
        came = {old.url} & set(_old_of(ledger, show.path))
        return show.guid.lower() == (old.guid or comparing.podcast_guid(old.url)).lower(), bool(came), shared

    show = max(manifest.shows, key=near)
    if len(manifest.shows) > 1 and not any(near(show)):
        raise NotCompared(f"no show of the library is that of `{old.url}`", "import it: `pipeline import feed URL`")
    new = comparing.walked(_address(world, show.feed), lambda url: (_built(world, manifest, url), url))
    assert new, "what a build calls a feed is one"
    return show, new


def _built(world: World, manifest: Manifest, url: str) -> bytes:
    artifact = manifest.artifacts.get(url.removeprefix(world.base_url))
    return b"".join(doing.as_built(world, artifact)) if artifact else b""


def _lengths(old: Feed, was: Mapping[str, Blob], bringing: Bringing, world: World, count: Count) -> dict[str, Blob]:
    """What the old host says of files of which the ledger knows only the digest, or nothing."""
    sounds = {one.sound.url: one.sound for one in old.items if one.sound}
    assets = [Asset(url, url, "sound", type=sound.type, kept=True) for url, sound in sounds.items()]
    wanted, sizes = plan(assets, "hosted", world.settings.limits), dict[str, int]()
    asked = count(len(wanted))
    for one, got in bringing.bring(wanted):
        asked()
        if isinstance(got, Got):
            sizes[one.asset.id] = got.blob.size
    digests = {url: was[url].digest for url in sounds if url in was}
    return {url: Blob(digests.get(url, ""), sizes.get(url, sound.length)) for url, sound in sounds.items()}


def _published(world: World, manifest: Manifest, ledger: Ledger) -> dict[str, str]:
    """The address of each file of the library that is public: of entries their pages; of files that go along the file
    with their bytes, or else the largest that was made of them.
    """
    library, _ = content.load(world.source.tree()[0], world.settings)
    artifacts = manifest.artifacts
    pages = {one.path: one.address for one in library.entries if f"{one.address}index.html" in artifacts}
    sounds = {_recording(library, one.path): one.enclosure for one in manifest.episodes}
    made: dict[str, list[Artifact]] = defaultdict(list)
    for one in artifacts.values():
        made[one.source].append(one)
        made[one.digest].append(one)
    files = {
        kept.path: sounds.get(kept.path) or _nearest(kept.path, found).path
        for kept in _files(ledger)
        if (found := made.get(kept.sha256) or made.get(kept.path)) or kept.path in sounds
    }
    return {path: _address(world, address) for path, address in {**files, **pages}.items()}


def _nearest(path: str, made: Iterable[Artifact] | None) -> Artifact:
    """What was made of a file and is most like it: of its sort, and the largest."""
    return max(made or (), key=lambda one: (suffix(one.path) == suffix(path), one.size))


def _recording(library: Library, path: str) -> str:
    """The file of an episode's recording; "" where it lies elsewhere."""
    entry = library.entry(path)
    found = library.recording(entry) if entry else None
    return found.path if found else ""


def _files(ledger: Ledger) -> Iterator[Kept]:
    return (kept for known in ledger.sources.values() for kept in known.files.values())


def _old_of(ledger: Ledger, path: str) -> Iterator[str]:
    """The old addresses of an entry, whatever source it came from."""
    records = (record for known in ledger.sources.values() for record in known.items.values())
    return (old for record in records if record.path == path for old in record.old)


def _address(world: World, path: str) -> str:
    """The whole address of a file of the site."""
    return world.base_url + quote(path)
