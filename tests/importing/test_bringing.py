"""Files that go along come whole, once, and within bounds, whatever their servers do."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.importing.drivers.coming import TRIES
from pipeline.importing.drivers.fetch import Bring
from pipeline.importing.drivers.origin import Origin
from pipeline.importing.fetching import SOUGHT, Got, Missed, NoRoom, plan, told
from pipeline.importing.source.found import Asset
from pipeline.settings.limits import Limits
from pipeline.web.drivers.fetch import Fetch
from pipeline.web.drivers.polite import LINES, Polite
from tests.support.shelf import Lying, Shelf, shelf

SOUND = b"ID3\x04" + bytes(range(256)) * 4000
LIMITS = Limits(audio_bytes=5_000_000, image_bytes=100_000)


@pytest.fixture
def there() -> Iterator[Shelf]:
    with shelf() as running:
        yield running


def bringing(folder: Path, *named: str, private: bool = True, patience: float = 10) -> Bring:
    fetch = Fetch(SOUGHT, private=private, redirects=10, patience=patience, steady=True)
    return Bring(folder, fetch, Origin(named, fetch), pause=lambda _: None)


def sound(there: Shelf, path: str = "/one.mp3", **more: Any) -> Asset:
    return Asset(there.url(path), there.url(path), "sound", kept=True, **more)


def brought(bring: Bring, *assets: Asset, **more: Any) -> list[Got | Missed]:
    came = {one.asset.id: came for one, came in bring.bring(plan(assets, more.pop("way", "files"), LIMITS), **more)}
    return [came[asset.id] for asset in assets]


def one(bring: Bring, asset: Asset, **more: Any) -> Got:
    (got,) = brought(bring, asset, **more)
    assert isinstance(got, Got), got
    return got


def missed(bring: Bring, asset: Asset, **more: Any) -> Missed:
    (came,) = brought(bring, asset, **more)
    assert isinstance(came, Missed) and came.hint
    return came


def test_a_file_comes_with_its_digest_its_type_and_where_it_was(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(b"", leads="/a/two", status=302), "/a/two": Lying(SOUND, "binary/octet-stream")}
    bring, heard = bringing(tmp_path), list[int]()
    got = one(bring, sound(there), come=heard.append)
    assert (got.blob.digest, got.blob.size) == (hashlib.sha256(SOUND).hexdigest(), len(SOUND))
    assert (got.type, got.url, got.etag) == ("audio/mpeg", there.url("/a/two"), there.files["/a/two"].tag)
    assert b"".join(bring.open(got.blob)) == SOUND and sum(heard) == len(SOUND)
    bring.let_go(got.blob)
    assert not list((tmp_path / "files").iterdir()) and not list((tmp_path / "parts").iterdir())


@pytest.mark.parametrize("held", [True, False], ids=["in the library", "waiting here"])
def test_a_second_run_fetches_nothing(there: Shelf, tmp_path: Path, held: bool) -> None:
    there.files = {"/one.mp3": Lying(SOUND), "/two.mp3": Lying(SOUND[:-1], etag="")}
    first = brought(bringing(tmp_path), sound(there), sound(there, "/two.mp3"))
    digests = [got.blob.digest for got in first if isinstance(got, Got)]
    if held:
        for path in (tmp_path / "files").iterdir():
            path.unlink()
    sent = there.sent.copy()
    again = brought(bringing(tmp_path), sound(there), sound(there, "/two.mp3"), held=digests if held else ())
    assert [got.blob.digest for got in again if isinstance(got, Got)] == digests
    assert not any(got.fresh for got in again if isinstance(got, Got))
    assert there.sent["/one.mp3"] == sent["/one.mp3"], "its server said that it is the same"
    assert there.sent["/two.mp3"] <= sent["/two.mp3"] + 4096, "its server can't say so, but tells its size"


def test_what_changed_comes_again_and_so_does_what_is_lost(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(SOUND)}
    first = one(bringing(tmp_path), sound(there))
    (tmp_path / "files" / first.blob.digest).unlink()
    assert one(bringing(tmp_path), sound(there)).fresh
    there.files["/one.mp3"] = Lying(b"ID3 other")
    assert one(bringing(tmp_path), sound(there), held=[first.blob.digest]).blob.size == 9


@pytest.mark.parametrize(
    ("lying", "times"),
    [
        (Lying(SOUND, cuts=[300_000, 300_000]), 1.0),
        (Lying(SOUND, cuts=[300_000], etag="", modified="Sun, 01 Nov 2026 10:00:00 GMT"), 1.0),
        (Lying(SOUND, cuts=[300_000], etag='W/"1"'), 1.3),
        (Lying(SOUND, cuts=[300_000], etag=""), 1.3),
        (Lying(SOUND, cuts=[300_000], ranges=False), 1.3),
        (Lying(SOUND, cuts=[len(SOUND)], length=len(SOUND) + 5), 1.0),
    ],
    ids=["etag", "date", "weak", "nothing", "no parts", "length"],
)
def test_a_line_that_is_cut_is_gone_on_with(there: Shelf, tmp_path: Path, lying: Lying, times: float) -> None:
    """With a strong validator nothing comes twice; without one, or without parts, all comes anew."""
    there.files = {"/one.mp3": lying}
    heard = list[int]()
    got = one(bringing(tmp_path), sound(there), come=heard.append)
    assert got.blob.digest == hashlib.sha256(SOUND).hexdigest()
    assert there.sent["/one.mp3"] <= len(SOUND) * times + 4096
    assert sum(heard) == len(SOUND), "a bar that goes by it ends where it should"


@pytest.mark.parametrize("careless", [True, False])
def test_a_file_that_changed_meanwhile_is_no_mixture(there: Shelf, tmp_path: Path, careless: bool) -> None:
    there.files = {"/one.mp3": Lying(SOUND, cuts=[300_000] * 5)}
    other = b"ID3\x03" + b"other" * 100_000

    def change(_seconds: float) -> None:
        there.files["/one.mp3"] = Lying(other, careless=careless)

    bring = Bring(tmp_path, Fetch(SOUGHT, private=True), Origin((), Fetch(SOUGHT)), pause=change)
    assert one(bring, sound(there)).blob.digest == hashlib.sha256(other).hexdigest()


def test_what_never_comes_whole_is_told(there: Shelf, tmp_path: Path) -> None:
    there.files = {
        "/cut.mp3": Lying(SOUND, cuts=[1000] * 99, ranges=False),
        "/page.mp3": Lying(b"<!DOCTYPE html><title>Sign in</title>"),
        "/large.mp3": Lying(b"ID3" + b" " * 5_000_000),
        "/larger.mp3": Lying(b"ID3" + b" " * 5_000_000, length=4000, encoding="identity"),
        "/empty.mp3": Lying(b""),
        "/picture.mp3": Lying(b"\x89PNG\r\n\x1a\n..."),
        "/closed.mp3": Lying(b"", status=403),
        "/round.mp3": Lying(b"", leads="/round.mp3", status=301),
    }
    names = ("cut", "page", "large", "empty", "picture", "closed", "round", "gone")
    came = brought(bringing(tmp_path), *(sound(there, f"/{name}.mp3") for name in names))
    assert [f"{one.kind}: {one.message}" for one in came if isinstance(one, Missed)] == [
        "fetch/failed: 127.0.0.1 gave no whole answer: it ended before all of it was sent",
        "fetch/page: a page lies there, and no file",
        "fetch/too-large: it has more than 5,000,000 bytes, the limit of `limits.audio_bytes`",
        "fetch/failed: nothing is in it",
        "fetch/type: what lies there is `image/png`, and can’t be used as a recording",
        "fetch/failed: its server answers 403",
        "fetch/failed: the address leads on more than 10 times",
        "fetch/failed: its server answers 404",
    ]
    assert there.sent["/large.mp3"] < 1 << 20, "its size was told before it came"
    assert "not public" in missed(bringing(tmp_path, private=False), sound(there, "/cut.mp3")).message
    assert one(bringing(tmp_path), sound(there, "/larger.mp3")).blob.size == 4000, "what HTTP says is all of it"


def test_size_is_bounded_where_nobody_tells_it(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/a.jpg": Lying(gzip.compress(b"\xff\xd8\xff" + b" " * 200_000), "image/jpeg", encoding="gzip")}
    asset = Asset("1", there.url("/a.jpg"), "picture")
    assert missed(bringing(tmp_path), asset).kind == "fetch/too-large"
    assert not list(tmp_path.glob("*/*")), "nothing of it stays"


def test_a_server_that_trickles_is_left(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(SOUND, drips=True)}
    assert missed(bringing(tmp_path, patience=0.1), sound(there)).message.endswith("it took too long")
    assert len(there.asked) == TRIES, "it might have been in a hurry"


def test_recordings_that_stay_where_they_are_are_read_or_looked_at(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(SOUND, cuts=[300_000])}
    measured = one(bringing(tmp_path), sound(there), way="addresses")
    assert measured.blob.digest == hashlib.sha256(SOUND).hexdigest()
    assert not (tmp_path / "files").exists()
    sent = there.sent["/one.mp3"]
    assert one(bringing(tmp_path), sound(there), way="addresses") == replace(measured, fresh=False)
    assert there.sent["/one.mp3"] == sent
    looked = one(bringing(tmp_path), sound(there), way="hosted")
    assert (looked.blob.digest, looked.blob.size, looked.type) == ("", len(SOUND), "audio/mpeg")
    assert there.sent["/one.mp3"] == sent + 4096


def test_what_the_source_holds_and_what_lies_beside_it_comes_too(tmp_path: Path) -> None:
    source = tmp_path / "site"
    (source / "img").mkdir(parents=True)
    (source / "img/ä.jpg").write_bytes(b"\xff\xd8\xff..")
    (tmp_path / "secret.jpg").write_bytes(b"\xff\xd8\xff..")
    (source / "large.jpg").write_bytes(b"\xff\xd8\xff" * 50_000)
    assets = (
        Asset("a", "img/ä.jpg", "picture"),
        Asset("b", "../secret.jpg", "picture"),
        Asset("c", "large.jpg", "picture"),
        Asset("d", "", "picture", data=b"GIF89a..."),
    )
    bring = bringing(tmp_path / "kept", str(source))
    beside, secret, large, within = brought(bring, *assets)
    assert isinstance(beside, Got) and b"".join(bring.open(beside.blob)) == b"\xff\xd8\xff.."
    assert isinstance(within, Got) and within.type == "image/gif" and list(bring.open(within.blob)) == [b"GIF89a..."]
    assert isinstance(secret, Missed) and isinstance(large, Missed) and large.kind == "fetch/too-large"


def test_hosts_are_asked_politely_and_an_address_once(there: Shelf, tmp_path: Path) -> None:
    there.files = {f"/{number}.mp3": Lying(SOUND) for number in range(12)}
    fetch = Polite(Fetch(SOUGHT, private=True), {}, pause=0.0)
    bring = Bring(tmp_path, fetch, Origin((), fetch))
    assets = [sound(there, f"/{number}.mp3") for number in range(12)]
    same = [Asset(f"again {number}", asset.url + "#t=10", "sound") for number, asset in enumerate(assets)]
    came = brought(bring, *assets, *same)
    assert all(isinstance(got, Got) for got in came)
    assert len(there.asked) == 12 and there.most_at_once <= LINES


def test_what_does_not_fit_is_told_before_anything_comes(there: Shelf, tmp_path: Path) -> None:
    asset = sound(there, length=10**18)
    with pytest.raises(NoRoom) as full:
        brought(bringing(tmp_path), asset)
    assert "1000000000.0 GB are to come" in full.value.message and not there.asked


KILLED = """
import sys
from pathlib import Path
from pipeline.importing.drivers.fetch import Bring
from pipeline.importing.drivers.origin import Origin
from pipeline.importing.fetching import SOUGHT, plan
from pipeline.importing.source.found import Asset
from pipeline.settings.limits import Limits
from pipeline.web.drivers.fetch import Fetch
fetch = Fetch(SOUGHT, private=True)
bring = Bring(Path(sys.argv[1]), fetch, Origin((), fetch))
list(bring.bring(plan([Asset("1", sys.argv[2], "sound")], "files", Limits())))
"""


def test_a_run_that_is_killed_goes_on_where_it_was(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(SOUND, hangs=[800_000])}
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), there.url("/one.mp3")])
    while not any(path.stat().st_size >= 500_000 for path in (tmp_path / "parts").glob("*.part")):
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert one(bringing(tmp_path), sound(there)).blob.digest == hashlib.sha256(SOUND).hexdigest()
    (_, first), (_, second) = there.asked
    assert first == "" and int(second.removeprefix("bytes=").rstrip("-")) >= 500_000


def test_what_is_otherwise_than_the_source_says_is_told(there: Shelf, tmp_path: Path) -> None:
    there.files = {"/one.mp3": Lying(SOUND)}
    asset = sound(there, length=7, type="audio/x-wav", sha256="AB" * 32)
    losses = told(asset, one(bringing(tmp_path), asset))
    shown = there.url("/one.mp3")
    assert [(loss.kind, loss.outcome, loss.what) for loss in losses] == [
        ("fetch/length", "changed", f"`{shown}` has 1,024,004 bytes; the source says 7"),
        ("fetch/type", "changed", f"`{shown}` is `audio/mpeg`; the source says `audio/wav`"),
        (
            "fetch/digest",
            "changed",
            f"`{shown}` has the digest `{hashlib.sha256(SOUND).hexdigest()}`; the source says `{'ab' * 32}`",
        ),
    ]
    right = sound(there, length=len(SOUND), type="audio/mp3", sha256=hashlib.sha256(SOUND).hexdigest())
    assert not told(right, one(bringing(tmp_path), right))
    gone = sound(there, "/gone.mp3")
    (loss,) = told(gone, missed(bringing(tmp_path), gone))
    assert (loss.kind, loss.outcome) == ("fetch/failed", "dropped")
    assert loss.what == f"`{there.url('/gone.mp3')}`: its server answers 404; see whether it is elsewhere by now"
