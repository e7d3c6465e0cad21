"""Beginnings: a new entry of each kind, whole and commented, that `check` accepts as it stands.

Fields that must be there are filled in; every other field follows as a comment with its meaning, taken from the model,
so that this page never tells another story than the reference. A beginning is a draft until its line `draft: yes` goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from pydantic.fields import FieldInfo

from pipeline.formats.letters import filename
from pipeline.model.entry import Entry, Shelved
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.kinds.begin import DESCRIPTION, Beginning, CanNotBegin, quoted
from pipeline.model.kinds.begin import Wish as WishOfKind
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.settings.site import SiteSettings


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor asks for. `guid` is a new one; `audio` is the name of a recording; `within` is the folder of the
    entry to which the new one shall belong, where there are several; `name` is that of the file, where the title gives
    none or another is better.
    """

    kind: str
    title: str
    today: date
    guid: str
    audio: str = ""
    within: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The files of a new entry by path, the entry itself first; and where its recording belongs, if it has one."""

    files: Mapping[str, bytes]
    recording: str = ""


def names() -> tuple[str, ...]:
    """The kinds of which an entry can begin."""
    return tuple(name for name, kind in KINDS.items() if kind.begin)


def begin(library: Library, wish: Wish) -> Begun:
    """A new entry. Raises `CanNotBegin`."""
    kind, name = KINDS[wish.kind], filename(wish.name or wish.title)
    if wish.name not in ("", name):
        hint = f"write `--name {name}`" if name else "write it in Latin letters"
        raise CanNotBegin(f"`{wish.name}` is no name of a file: lower-case letters, digits and hyphens", hint)
    if not name:
        message = f"`{wish.title}` holds no Latin letter or digit for an address"
        raise CanNotBegin(message, "say the last part of its address besides: `--name first-night`")
    path = kind.path(name, _folder(library, kind, wish.within))
    if path in library.tree:
        raise CanNotBegin(f"`{path}` is there already", "give another title or `--name`, or edit that file")
    ground = _Ground(library)
    assert kind.begin is not None, wish.kind
    made = kind.begin(WishOfKind(path, wish.guid, wish.audio), ground)
    beside = path.rpartition("/")[0]
    files = {path: _text(kind, _values(kind, wish, ground, made), made.body).encode()}
    files |= {f"{beside}/{other}": data for other, data in made.files.items()}
    return Begun(files, f"{beside}/{made.recording}" if made.recording else "")


@dataclass(frozen=True, slots=True)
class _Ground:
    """The library, as kinds may see it."""

    library: Library

    @property
    def site(self) -> SiteSettings:
        return self.library.settings.site

    def first(self, what: Literal["person", "topic", "audience"]) -> str:
        library = self.library
        listed: Mapping[str, object] = {
            "person": library.people,
            "topic": library.topics,
            "audience": library.audiences,
        }[what]
        if not listed:
            raise CanNotBegin(f"`{LISTS[what]}` names nothing yet", "write one entry into it first")
        return next(iter(listed))

    def address(self, path: str) -> str:
        kind = claiming(path)
        assert kind is not None, path
        return kind.address(path, None)

    def siblings(self, path: str) -> tuple[Entry[Any], ...]:
        kind = claiming(path)
        assert kind is not None, path
        return tuple(one for one in self.library.of(kind) if kind.parts(one.path)[0] == kind.parts(path)[0])


def _folder(library: Library, kind: Kind[Any], within: str) -> str:
    """The folder of the entry to which a new one shall belong; empty where its kind belongs to none."""
    if kind.above is None:
        return ""
    above, noun = kind.above, kind.above.label.lower()
    known = sorted(above.parts(entry.path)[1] for entry in library.of(above))
    if not known:
        raise CanNotBegin(f"there is no {noun} yet", f"begin one: `pipeline new {above.name} TITLE`")
    if not within and len(known) > 1:
        raise CanNotBegin(f"there are several {noun}s: {', '.join(known)}", "say which: `--in NAME`")
    if within and within not in known:
        raise CanNotBegin(f"there is no {noun} `{within}`", f"known: {', '.join(known)}")
    return f"{within or known[0]}/"


def _values(kind: Kind[Any], wish: Wish, ground: _Ground, made: Beginning) -> dict[str, str]:
    """The fields that are filled in, as YAML."""
    common = {
        "title": quoted(wish.title),
        "description": DESCRIPTION,
        "date": wish.today.isoformat(),
        "draft": "yes # remove this line when the entry is ready",
    }
    if issubclass(kind.fields, Shelved):
        common |= {"topics": f"[{ground.first('topic')}]", "audiences": f"[{ground.first('audience')}]"}
    return common | dict(made.fields)


def _text(kind: Kind[Any], values: Mapping[str, str], body: str) -> str:
    lines = []
    for field in fields(kind.fields):
        about = field.default.description if isinstance(field.default, FieldInfo) else ""
        if field.name in values:
            value = values[field.name]
            lines.append(f"{field.name}:{'' if value.startswith(chr(10)) else ' '}{value}")
        else:
            lines.append(f"# {field.name}: {about}")
    # What must be there comes first, what may be there after it.
    lines.sort(key=lambda line: line.startswith("# "))
    text = "\n".join(lines) + "\n"
    return f"---\n{text}---\n{body}" if kind.front_matter else text
