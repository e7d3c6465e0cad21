"""What is asked for each file that goes along, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Literal
from urllib.parse import urlsplit

from pipeline.importing.source.found import Asset, Use
from pipeline.model.documents import UNFIT
from pipeline.model.tree import suffix
from pipeline.settings.limits import Limits

Way = Literal["bring", "measure", "look"]
"""All of it comes here; all of it is read and only its digest kept; or only its first bytes are asked for."""
Sound = Literal["files", "addresses", "hosted"]
_WAYS: dict[Sound, Way] = {"files": "bring", "addresses": "measure", "hosted": "look"}
_SETTINGS: Mapping[Use, str] = {
    "picture": "image_bytes",
    "sound": "audio_bytes",
    "video": "audio_bytes",
    "transcript": "transcript_bytes",
    "chapters": "text_bytes",
    "document": "document_bytes",
}
"""Use of a file → the setting that says how many bytes it may have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that goes along, how it does, and the most bytes that it may have, which is the `setting` of this name."""

    asset: Asset
    way: Way
    most: int
    setting: str

    @property
    def url(self) -> str:
        """The address that is asked; "" for what is not in the web."""
        url = self.asset.url.partition("#")[0].strip()
        return url if self.asset.data is None and url.lower().startswith(("http://", "https://")) else ""


def plan(assets: Iterable[Asset], sound: Sound, limits: Limits) -> tuple[Wanted, ...]:
    """One for each file, by its `id`, as it was named first: hosts take turns, so that none is asked for all at once.
    `sound` is what `import.yml` says of recordings; it holds for those that may stay where they are.
    """
    known: dict[str, Asset] = {}
    for asset in assets:
        if not unfit(asset):
            known.setdefault(asset.id, asset)
    wanted = (_wanted(asset, sound, limits) for asset in known.values())
    return tuple(_in_turns(wanted))


def is_led_to(asset: Asset) -> bool:
    """Whether a text leads to a file, which is then a document of the library."""
    return asset.use in ("document", "video") and not asset.kept


def unfit(asset: Asset) -> str:
    """The remedy for a file to which a text leads and that no library publishes, by its name; "" of all others. It
    stays where it is.
    """
    return UNFIT.get(suffix(asset.name), "") if is_led_to(asset) else ""


def expected(wanted: Iterable[Wanted]) -> int:
    """Bytes that are to come, as far as sources tell; an address that several have comes once."""
    return sum({one.url or one.asset.id: one.asset.length for one in wanted if one.way != "look"}.values())


def _wanted(asset: Asset, sound: Sound, limits: Limits) -> Wanted:
    stays = asset.use in ("sound", "video") and asset.kept
    setting = _SETTINGS[asset.use]
    return Wanted(asset, _WAYS[sound] if stays else "bring", getattr(limits, setting), setting)


def _in_turns(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    hosts: dict[str, list[Wanted]] = {}
    for one in wanted:
        hosts.setdefault(_host(one.url), []).append(one)
    turns = chain.from_iterable(zip_longest(*hosts.values()))
    return (one for one in turns if one)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
