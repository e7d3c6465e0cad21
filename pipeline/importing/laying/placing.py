"""Where things of a source come to lie: names by our own rule, inside `content/`, each for one thing for ever."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote, urlsplit

from pipeline.formats.letters import slug
from pipeline.importing.laying.numbered import Numbered
from pipeline.importing.source.found import Asset, Item
from pipeline.model.addresses import kept_free
from pipeline.model.kinds import KINDS

MOST = 60
"""The most letters of a name that is made of a title: it becomes part of an address that people read and type."""
_LONGEST = 5
"""Letters of the ending of a file's name."""
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
"""Names that no file has on Windows, whatever their ending: whoever works there could not check the library out."""
_FOLDERS = {"picture": "images/", "document": "files/", "video": "files/"}


class Places:
    """Gives paths: none twice, and none by which a page would have the address of a list. `taken` are those of the
    library, `entries` and `files` those of items and of assets by their ids, as an earlier import placed them.
    """

    def __init__(self, taken: Iterable[str], entries: Mapping[str, str], files: Mapping[str, str]) -> None:
        self._taken = {path.lower() for path in (*taken, *entries.values(), *files.values())}
        self._entries, self._files = dict(entries), dict(files)
        self._numbered = Numbered()
        self._kept = kept_free()

    def entry(self, item: Item, above: str = "") -> str:
        """The file of an item. `above` is that of the item to which it belongs, "" where it belongs to none."""
        if item.id in self._entries:
            return self._entries[item.id]
        kind = KINDS[item.kind]
        title = str(item.fields.get("title", ""))
        name = _short(item.name) or _short(title) or _known_by(item) or f"{item.kind}-{_digest(item.id)}"
        folder = f"{posixpath.basename(posixpath.dirname(above))}/" if above else _folders(item, kind.files)
        self._entries[item.id] = self._free(
            lambda number: kind.path(f"{name}{number}", folder), lambda path: kind.address(path, None) in self._kept
        )
        return self._entries[item.id]

    def file(self, asset: Asset, ending: str, beside: str) -> str:
        """The file of an asset that belongs to the entry in the file `beside`; `ending` has its dot."""
        if asset.id in self._files:
            return self._files[asset.id]
        folder, entry = posixpath.split(beside)
        own = posixpath.splitext(entry)[0]
        if asset.use in _FOLDERS:
            into, name, part = _FOLDERS[asset.use], _short(_stem(asset)) or f"{own}-{_digest(asset.id)}", ""
        else:
            into, name, part = "", own, _part(asset)
        return self.alike(asset, self._free(lambda number: f"{folder}/{into}{name}{number}{part}{ending}"))

    def alike(self, asset: Asset, path: str) -> str:
        """The same, where the file is there already, or comes for something else with the same bytes."""
        return self._files.setdefault(asset.id, path)

    def _free(self, path: Callable[[str], str], is_kept: Callable[[str], bool] = lambda _: False) -> str:
        free = self._numbered.free(path, lambda one: self._is_free(one) and not is_kept(one))
        self._taken.add(free.lower())
        return free

    def _is_free(self, path: str) -> bool:
        return path.lower() not in self._taken and not _is_device(path)


def _is_device(path: str) -> bool:
    return not _DEVICES.isdisjoint(part.partition(".")[0] for part in path.lower().split("/"))


def _known_by(item: Item) -> str:
    """The last part of an address by which others know an item: a title in other letters than Latin ones gives no
    name.
    """
    lasts = (unquote(urlsplit(old).path).rstrip("/").rpartition("/")[2] for old in item.old if "?" not in old)
    return next((name for last in lasts if (name := _short(posixpath.splitext(last)[0]))), "")


def _folders(item: Item, files: str) -> str:
    """The folders of the source that its file keeps, where its kind has any."""
    return "".join(f"{name}/" for name in map(_short, item.folders) if name) if "**/" in files else ""


def _part(asset: Asset) -> str:
    """What parts the transcript of one language from that of another, and chapters from both."""
    if asset.use == "chapters":
        return ".chapters"
    language = slug(asset.about) if asset.use == "transcript" else ""
    return f".{language}" if language else ""


def _stem(asset: Asset) -> str:
    """What a file was called where it lay, or what somebody calls it."""
    last = unquote(posixpath.basename(urlsplit(asset.url).path if "//" in asset.url else asset.url))
    name, dot, ending = (asset.name or last).rpartition(".")
    is_ending = dot and len(ending) <= _LONGEST and ending.isalnum() and not ending.isdigit()
    return name if name and is_ending else asset.name or last


def _short(text: str) -> str:
    """A text as a name, cut between words."""
    name = slug(text)
    if len(name) <= MOST:
        return name
    return (name[: MOST + 1].rpartition("-")[0] or name[:MOST]).strip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
