"""What a path that leads nowhere was meant to be: another file of the library, an address of the web, of e-mail."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.formats import reach
from pipeline.formats.letters import composed
from pipeline.formats.markdown import Link
from pipeline.model.entry import Entry, resolve
from pipeline.model.tree import PICTURE_SUFFIXES, TEXT_SUFFIXES, suffix
from pipeline.problems import Known

_ADD = "add the file inside `content/`, or mend the path (it is relative to this file)"
_MEND = "mend the path (it is relative to this file)"


_BEGINS = {
    "mailto": "a link to an e-mail address begins with `mailto:`",
    "tel": "a link to a telephone number begins with `tel:`",
    "https": "an address of the web begins with `https://`",
    "http": "an address of the web begins with `http://`",
}


def elsewhere(link: Link) -> tuple[str, str] | None:
    """Message and remedy for a link that is read as the path of a file and is an address of another sort; or None."""
    target = link.target.strip()
    bare = reach.unquoted(target)
    if bare != target:
        return f"quotes stand around the address `{_short(bare)}`", f"write it without them: `({bare})`"
    if whole := reach.whole(target):
        message = f"`{_short(target)}` is read as a file of the library: {_BEGINS[whole.partition(':')[0]]}"
        return message, f"write `{whole}`"
    return None


class There:
    """The files of a library, made ready once for as many wrong paths as there are."""

    def __init__(self, paths: Iterable[str]) -> None:
        paths = tuple(paths)
        self._paths = frozenset(paths)
        self._composed = {composed(path): path for path in paths}
        self._content = tuple(path for path in paths if path.startswith("content/"))
        self._folded = {path.casefold(): path for path in self._content}
        self._alike: dict[str, list[str]] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._beside: dict[tuple[str, str], Known] = {}
        for path in self._content:
            self._alike.setdefault(_sort(path), []).append(path)
            self._named.setdefault((path.rpartition("/")[2].casefold(), _sort(path)), path)

    @classmethod
    def of(cls, around: Around) -> There:
        return _there(around.paths())

    def likely(self, named: str, entry: Entry[Any]) -> str:
        """The remedy for a path in a field that leads nowhere: a file beside the entry, or of that name elsewhere."""
        folder, sort = f"{entry.path.rpartition('/')[0]}/", _sort(named)
        beside = f"{named}.md" if resolve(f"{named}.md", entry.path) in self._paths else ""
        other = self._named.get((named.rpartition("/")[2].casefold(), sort))
        near = beside or _alike(named, self._near(folder, sort).closest(named))
        near = near or (posixpath.relpath(other, folder) if other else "")
        return f"did you mean `{near}`?" if near else _ADD

    def linked(self, link: Link, entry: Entry[Any], around: Around) -> str:
        """The remedy for a link that leads to no file: what has this name, or one alike in the folder it leads to."""
        meant = link.resolved
        if other := self._folded.get(meant.casefold()):
            return f"write `{_written(other, link, entry)}`: small and capital letters are not the same in names"
        other = f"{meant}.md" if f"{meant}.md" in self._paths else around.entry_at(link.target)
        other = other or self._called(meant)
        if not other and _sort(meant) != "picture":
            other = _alike(meant, around.near("entry").closest(meant))
        return f"did you mean `{_written(other, link, entry)}`?" if other else _MEND

    def _called(self, path: str) -> str:
        """A file of that name elsewhere, else one with a name alike in that folder."""
        folder, slash, name = path.rpartition("/")
        if same := self._named.get((name.casefold(), _sort(path))):
            return same
        near = _alike(name, self._near(folder + slash, _sort(path)).closest(name))
        return folder + slash + near if near else ""

    def encoded_otherwise(self, named: str, entry: Entry[Any]) -> str:
        """The file of that path whose accents are encoded in another way, or nothing."""
        return self._composed.get(composed(resolve(named, entry.path) or ""), "")

    def _near(self, folder: str, sort: str) -> Known:
        """The files of one sort in a folder and below it, by their paths from there."""
        if (folder, sort) not in self._beside:
            alike = (path for path in self._alike.get(sort, ()) if path.startswith(folder))
            self._beside[folder, sort] = Known(path.removeprefix(folder) for path in alike)
        return self._beside[folder, sort]


def _alike(path: str, near: str) -> str:
    """The path that is alike, where the name itself is, and not only its folders and its ending; else ""."""
    stems = [posixpath.splitext(one.rstrip("/").rpartition("/")[2])[0].casefold() for one in (path, near)]
    return near if near and Known((stems[1],)).closest(stems[0]) else ""


@lru_cache(maxsize=1)
def _there(paths: tuple[str, ...]) -> There:
    return There(paths)


def relative(path: str, entry: Entry[Any]) -> str:
    """A file of the library as a link of an entry names it."""
    return posixpath.relpath(path, posixpath.dirname(entry.path)).replace(" ", "%20")


def _written(path: str, link: Link, entry: Entry[Any]) -> str:
    """A file as a link names it: from the root where it did so before; with the heading to which it led."""
    file = f"/{path}" if link.target.startswith("/content/") else relative(path, entry)
    return f"{file}#{link.fragment}" if link.fragment else file


def _sort(path: str) -> str:
    """What can stand in each other's place: pictures, recordings and the like, or texts of one ending."""
    ending = suffix(path)
    return "picture" if ending in PICTURE_SUFFIXES else ending if ending in TEXT_SUFFIXES else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
