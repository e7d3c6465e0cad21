"""A library as a folder of Markdown with front matter, as Hugo and Jekyll read it.

Each entry keeps its address, which both are told in their own words, and its text, whose links lead to those addresses.
What the two have no word for stands below `params`, in the words of our own fields. Times of an episode are those that
listeners hear, as its sound is the one that they get.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from html import escape
from typing import Any, Final, Literal

import yaml
from pydantic import TypeAdapter

from pipeline.exporting.catalogue import Catalogue
from pipeline.exporting.relinked import relinked
from pipeline.formats import markdown
from pipeline.formats.rendering import Link
from pipeline.formats.scalars import RelPath
from pipeline.model import urls, walk
from pipeline.model.artifact import Artifact
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds.episode.row import ChapterRow, EpisodeRow
from pipeline.model.library import Library
from pipeline.model.rows import Row
from pipeline.model.taxonomy import LISTS

_CONTENT: Final = "content/"
_TOLD: Final = frozenset({"title", "description", "date", "updated", "draft", "redirect_from", "authors"})
"""Fields for which both programs have words."""
Chunks = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Program:
    """Where a program has its texts, its other files and its data, what it calls the page of a folder, and the fields
    that a text needs for it.
    """

    texts: str
    files: str
    data: str
    index: str
    needs: Mapping[str, str] = field(default_factory=dict)


PROGRAMS: Final = {
    "hugo": Program("content/", "static/", "data/", "_index.md"),
    "jekyll": Program("", "", "_data/", "index.md", {"layout": "default"}),
}
ProgramName = Literal["hugo", "jekyll"]


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file to write: its path below the folder, and its bytes, some at a time."""

    path: str
    open: Chunks


@dataclass(frozen=True, slots=True)
class ForHosts:
    """What a build has of files: the `pictures` and other files of the library as they may go out, by their library
    paths, and the `artifacts` of the build, by their paths from the site's root; where bytes of both are had.
    """

    library_file: Callable[[str], Chunks | None]
    artifacts: Mapping[str, Artifact]
    artifact: Callable[[Artifact], Iterable[bytes]]
    base_url: str


@dataclass(slots=True)
class Folder:
    """A folder while it is made: its files by their paths, how many entries are in it, and the library paths of the
    texts in which a link was left as it is.
    """

    files: dict[str, Chunks] = field(default_factory=dict)
    entries: int = 0
    left: list[str] = field(default_factory=list)

    def members(self) -> Iterator[OutFile]:
        """What is to be written, by path."""
        return (OutFile(path, made) for path, made in sorted(self.files.items()))


def folder(library: Library, catalogue: Catalogue, hosts: ForHosts, name: ProgramName, *, sound: bool) -> Folder:
    """The folder of what is public of a library; with `sound`, recordings go along as listeners get them."""
    made = _Maker(library, hosts, PROGRAMS[name], Folder(), sound=sound)
    rows = {row.id: row for row in catalogue.rows}
    for entry in library.entries:
        made.entry(entry, rows[entry.address])
    made.lists()
    made.settings(name)
    return made.folder


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the files of a folder."""

    library: Library
    hosts: ForHosts
    program: Program
    folder: Folder
    sound: bool

    def entry(self, entry: Entry[Any], row: Row) -> None:
        """The file of an entry."""
        self.folder.entries += 1
        path, own = self._path(entry), entry.body.lstrip("\n")
        rendering = markdown.render(entry.body, entry.path)
        body, left = relinked(entry.body, rendering.links, lambda link: self._led(link, entry))
        body = body.lstrip("\n") if own else f"{escape(row.description, quote=False)}\n"
        if left:
            self.folder.left.append(entry.path)
        fields = yaml.safe_dump(self._fields(entry, row), sort_keys=False, allow_unicode=True, width=10_000)
        self._say(path, f"---\n{fields}---\n{body}")

    def lists(self) -> None:
        """People, topics and audiences, as data of the site."""
        for (_, where), name in zip(LISTS.items(), ("people", "topics", "audiences"), strict=True):
            listed = getattr(self.library, name)
            said = {one: self._plain(value, where) for one, value in listed.items()}
            self._say(f"{self.program.data}{name}.yml", yaml.safe_dump(said, sort_keys=False, allow_unicode=True))

    def settings(self, name: ProgramName) -> None:
        """What the program must know of the site: enough to build it."""
        site = self.library.settings.site
        if name == "hugo":
            about = (("baseURL", site.url), ("languageCode", site.language), ("title", site.title))
            lines = (*(f"{key} = {_toml(value)}" for key, value in about), "", "[markup.goldmark.renderer]")
            return self._say("hugo.toml", "\n".join((*lines, "unsafe = true  # texts hold HTML, too", "")))
        said = {
            "title": site.title,
            "description": site.description,
            "url": site.url.rstrip("/"),
            "lang": site.language,
            "timezone": site.timezone,
            "plugins": ["jekyll-redirect-from"],
        }
        return self._say("_config.yml", yaml.safe_dump(said, sort_keys=False, allow_unicode=True))

    def _say(self, path: str, text: str) -> None:
        self.folder.files[path] = lambda: (text.encode(),)

    def _path(self, entry: Entry[Any]) -> str:
        """The file of an entry there: as it is here, but for those that are the page of their folder."""
        where, index = entry.path.removeprefix(_CONTENT), self.program.index
        if not entry.address:
            return self.program.texts + index
        if not where.endswith(".md"):
            return f"{self.program.texts}{where.rpartition('/')[0]}/{index}"
        return self.program.texts + where

    # Front matter

    def _fields(self, entry: Entry[Any], row: Row) -> dict[str, Any]:
        params = {key: value for key, value in self._plain(entry.fields, entry.path).items() if key not in _TOLD}
        for document in getattr(row, "documents", ()):  # it stays where it was, below the page
            self._at(document.url, copied=True)
        if isinstance(row, EpisodeRow):
            params = _filled({**params, **self._heard(entry, row)})
        old = [f"/{address}" for address in row.old_addresses if urls.is_plain(address)]
        said = {
            "title": row.title,
            "description": row.description,
            "date": self._day(entry.fields.date and entry.public_from),
            "lastmod": self._day(getattr(entry.fields, "updated", None)),
            "url": f"/{entry.address}" if entry.address else None,
            "permalink": f"/{entry.address}",
            "authors": [one.title for one in row.authors],
            "categories": [one.title for one in row.topics],
            "tags": [one.title for one in row.audiences],
            "images": [found] if (found := self._picture(entry)) else [],
            "aliases": old,
            "redirect_from": old,
            "params": {"kind": entry.kind, **params},
        }
        return {**self.program.needs, **_filled(said)}

    def _day(self, instant: datetime | None) -> str:
        """An instant by the clock of the site, so that who reads only its day reads the one that was written."""
        settings = self.library.settings
        return settings.instant(instant).astimezone(settings.zone).isoformat() if instant else ""

    def _picture(self, entry: Entry[Any]) -> str:
        image = getattr(entry.fields, "image", None)
        return self._file(resolve(image.file, entry.path) or "") or "" if image else ""

    def _plain(self, value: Any, beside: str) -> dict[str, Any]:
        """Fields as plain data, but for those that say nothing; paths are addresses."""
        plain = TypeAdapter(type(value)).dump_python(value, mode="json", exclude_defaults=True)
        for loc, path in walk.typed(value, RelPath):
            found = self._there(resolve(path, beside) or "")
            if found is not None:
                _put(plain, loc, found)
        return dict(plain)

    def _heard(self, entry: Entry[Any], row: EpisodeRow) -> dict[str, Any]:
        """What is said of the recording, as it is of the sound that listeners get."""
        sound = row.sound
        audio = {"length": sound.size, "type": sound.type, "seconds": sound.seconds}
        files = {one.language: one.url for one in reversed(row.transcripts)}  # the first of each language
        words = {language: self._at(url, copied=True) for language, url in sorted(files.items())}
        own = words.pop(row.transcript.language, None) if row.transcript else None
        return {
            "guid": {"value": row.guid, "permalink": entry.fields.permalink},
            "audio": {"url": self._at(sound.url, copied=self.sound), **_filled(audio)},
            "soundbites": [{"at": one.at, "seconds": one.seconds, "title": one.title} for one in row.soundbites],
            "chapters": [self._chapter(one) for one in row.chapters.marks] if row.chapters else [],
            "transcript": own,
            "transcripts": [{"file": file, "language": language} for language, file in words.items()],
        }

    def _chapter(self, one: ChapterRow) -> dict[str, Any]:
        image = {"file": self._at(one.image.url, copied=True), "alt": one.image.alt} if one.image else None
        place = _filled(asdict(one.location)) if one.location else None
        said = {"title": one.title, "url": one.url, "end": one.end, "image": image, "location": place}
        return {"at": one.at, **_filled(said), **({} if one.toc else {"toc": False})}

    # Where links and paths lead

    def _led(self, link: Link, entry: Entry[Any]) -> str | None:
        """Where a reference of a text leads there; None of one that leads out, or to a heading of the same text."""
        if "://" in link.resolved or not link.resolved or (link.resolved == entry.path and not link.image):
            return None
        found = self._there(link.resolved)
        return found + (f"#{link.fragment}" if link.fragment else "") if found else None

    def _there(self, path: str) -> str | None:
        """The address of an entry or a file of the library there, from the root of the site."""
        entry = self.library.entry(path)
        return f"/{entry.address}" if entry else self._file(path)

    def _file(self, path: str) -> str | None:
        """The address of a file of the library, which goes along; None of one that is not published."""
        chunks = self.hosts.library_file(path)
        if chunks is None:
            return None
        where = path.removeprefix(_CONTENT)
        self.folder.files[self.program.files + where] = chunks
        return f"/{where}"

    def _at(self, url: str, *, copied: bool) -> str:
        """The address of a file of the build there, which goes along where it is to be `copied`."""
        artifact = self.hosts.artifacts.get(url.removeprefix(self.hosts.base_url))
        if artifact is None or not copied:
            return url
        self.folder.files[self.program.files + artifact.path] = lambda: self.hosts.artifact(artifact)
        return f"/{artifact.path}"


def _put(plain: Any, loc: walk.Loc, value: str) -> None:
    """Put a value where one stood; what is not there was left out as saying nothing."""
    *above, last = loc
    for part in above:
        plain = plain[part]
    plain[last] = value


def _filled(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # its strings are TOML's, too
