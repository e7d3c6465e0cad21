"""What came of a file that goes along, and what is otherwise than its source says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.importing.fetching.types import agree, chosen, is_page, plain, serves
from pipeline.importing.fetching.wanted import Wanted
from pipeline.importing.source.found import Asset
from pipeline.importing.source.loss import Loss
from pipeline.model.artifact import Blob

FAILED, PAGE, LARGE = "fetch/failed", "fetch/page", "fetch/too-large"
LENGTH, TYPE, DIGEST, LEFT = "fetch/length", "fetch/type", "fetch/digest", "fetch/http"


@dataclass(frozen=True, slots=True)
class Got:
    """A file that came. `blob` has its digest and its size in bytes; of one that was only looked at no digest, and a
    size of 0 where its server does not tell it. `type` is its media type by its first bytes; where they tell nothing,
    that of its server or its source. `url` is the address that gave it, after all redirects. `fresh`: it came in this
    run; else it had come before, and its server says that it is the same.
    """

    blob: Blob
    type: str = ""
    url: str = ""
    etag: str = ""
    modified: str = ""
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Missed:
    """A file that did not come: why, the remedy, and the kind of loss that it is."""

    message: str
    hint: str
    kind: str = FAILED
    status: int = 0


def of_both(wanted: Wanted, got: Got, found: str) -> Got | Missed:
    """What came, by what its first bytes say that it is (`found`) and what its server said (`got.type`); missed, where
    it can be of no use. Whatever a server says, a recording is one by its bytes.
    """
    asset = wanted.asset
    if got.blob.digest and not got.blob.size:
        return Missed("nothing is in it", "see the address")
    kind = chosen(found, got.type, asset.type)
    if is_page(kind) and not (asset.use in ("transcript", "document") and is_page(asset.type)):
        return Missed("a page lies there, and no file", "give the address of the file itself", PAGE)
    if not serves(kind, asset.use):
        hint = "export it as PNG or JPEG" if kind.startswith("image/") and asset.use == "picture" else "see its address"
        return Missed(f"what lies there is `{kind}`, and can’t be used as {_AS[asset.use]}", hint, TYPE)
    return replace(got, type=kind)


_AS = {
    "picture": "a picture",
    "sound": "a recording",
    "video": "a film",
    "transcript": "a transcript",
    "chapters": "chapters",
    "document": "a file",
}


def told(asset: Asset, came: Got | Missed) -> tuple[Loss, ...]:
    """What is otherwise than the source says, and what did not come at all."""
    if isinstance(came, Missed):
        what = f"{_shown(asset)}: {came.message}; {came.hint}"
        return (Loss(came.kind, "dropped", what, asset.place),)
    return tuple(_differences(asset, came))


def _differences(asset: Asset, got: Got) -> Iterator[Loss]:
    shown = _shown(asset)
    if asset.length and got.blob.size and asset.length != got.blob.size:
        what = f"{shown} has {got.blob.size:,} bytes; the source says {asset.length:,}"
        yield Loss(LENGTH, "changed", what, asset.place)
    if not agree(asset.type, got.type):
        what = f"{shown} is `{got.type}`; the source says `{plain(asset.type)}`"
        yield Loss(TYPE, "changed", what, asset.place)
    if asset.sha256 and got.blob.digest and asset.sha256.lower() != got.blob.digest:
        what = f"{shown} has the digest `{got.blob.digest}`; the source says `{asset.sha256.lower()}`"
        yield Loss(DIGEST, "changed", what, asset.place)
    if asset.url.lower().startswith("https:") and got.url.lower().startswith("http:"):
        what = f"{shown} leads to `{got.url}`, which could be read and changed on its way"
        yield Loss(LEFT, "changed", what, asset.place)


def _shown(asset: Asset) -> str:
    """What people know a file by."""
    return f"`{asset.url}`" if asset.url else f"`{asset.name or asset.id}`"
