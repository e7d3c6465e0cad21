"""Beginnings: a new entry of each kind, whole and commented, that `check` accepts as it stands.

Fields that must be there are filled in; every other field follows as a comment with its meaning, taken from the model,
so that this page never tells another story than the reference. A beginning is a draft until its line `draft: yes` goes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from pydantic.fields import FieldInfo

from pipeline.content.fixes import podcast_guid
from pipeline.formats.scalars import slug
from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library, show_path
from pipeline.model.tree import suffix

#: For those who can't draw yet: artwork of one calm colour, as large as directories ask for.
_COVER_PIXELS, _COVER_COLOUR = 1400, b"\x2f\x5d\x62"
_FOLDERS = {
    "article": "content/library/articles",
    "book-list": "content/library/books",
    "link-list": "content/library/links",
    "handout": "content/handouts",
}
NAMES = (*_FOLDERS, "show", "episode")


class CanNotBegin(Exception):
    """There is something to do before this entry can begin: message and remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor asks for. `guid` is a new one; `audio` is the name of a recording, `show` a folder of podcasts."""

    kind: str
    title: str
    today: date
    guid: str
    audio: str = ""
    show: str = ""


def begin(library: Library, wish: Wish) -> dict[str, bytes]:
    """The files of a new entry by path; the entry itself first. The recording of an episode is not among them.

    Raises `CanNotBegin`.
    """
    name = slug(wish.title)
    if not name:
        raise CanNotBegin(f"`{wish.title}` holds no letter or digit for an address", "give a title in Latin letters")
    path = _path(library, wish, name)
    if path in library.tree:
        raise CanNotBegin(f"`{path}` is there already", "give another title, or edit that file")
    text = _text(KINDS[wish.kind], _values(library, wish, path), wish.kind)
    made = {path: text.encode()}
    if wish.kind == "show":
        made[f"content/podcasts/{name}/cover.png"] = cover()
    return made


def recording(path: str, wish: Wish) -> str:
    """Where the recording of a new episode belongs: beside the episode, under its name."""
    return path.removesuffix(".md") + suffix(wish.audio)


def _path(library: Library, wish: Wish, name: str) -> str:
    if wish.kind == "show":
        return f"content/podcasts/{name}/show.yml"
    if wish.kind != "episode":
        return f"{_FOLDERS[wish.kind]}/{name}.md"
    if not wish.audio:
        raise CanNotBegin("an episode needs its recording", "name it: `pipeline new episode TITLE --audio FILE`")
    shows = sorted(show.path.split("/")[2] for show in library.shows)
    if not shows:
        raise CanNotBegin("there is no show yet", "begin one: `pipeline new show TITLE`")
    if not wish.show and len(shows) > 1:
        raise CanNotBegin(f"there are several shows: {', '.join(shows)}", "say which: `--show NAME`")
    if wish.show and wish.show not in shows:
        raise CanNotBegin(f"there is no show `{wish.show}`", f"known: {', '.join(shows)}")
    return f"content/podcasts/{wish.show or shows[0]}/{name}.md"


def _values(library: Library, wish: Wish, path: str) -> dict[str, str]:
    """The fields that are filled in, as YAML."""
    common = {
        "title": _quoted(wish.title),
        "description": "Replace this sentence by what the reader will find here, in 40 to 300 characters.",
        "date": wish.today.isoformat(),
        "draft": "yes # remove this line when the entry is ready",
    }
    own = {
        "article": lambda: {"authors": f"[{_first(library.people, 'content/people.yml')}]"},
        "book-list": lambda: {"books": _BOOK},
        "link-list": lambda: {"links": _LINK},
        "handout": lambda: {"minutes": "10"},
        "show": lambda: _show(library, path),
        "episode": lambda: _episode(library, wish, path),
    }[wish.kind]()
    shelved = {}
    if wish.kind in _FOLDERS:
        shelved["topics"] = f"[{_first(library.topics, 'content/topics.yml')}]"
        shelved["audiences"] = f"[{_first(library.audiences, 'content/audiences.yml')}]"
    return common | shelved | own


def _first(named: Mapping[str, object], path: str) -> str:
    if not named:
        raise CanNotBegin(f"`{path}` names nothing yet", "write one entry into it first")
    return next(iter(named))


def _show(library: Library, path: str) -> dict[str, str]:
    feed = urls.absolute(library.settings.site.url, urls.show_feed(KINDS["show"].address(path, None)))
    return {
        "guid": f"{podcast_guid(feed)} # never change it",
        "owner": "\n  name: "
        + _quoted(library.settings.site.title)
        + "\n  email: podcast@example.org # it is published",
        "category": "Health & Fitness > Mental Health",
        "explicit": "no",
        "image": "\n  file: cover.png # 1400 to 3000 pixels square\n  alt: Say what the picture shows.",
    }


def _episode(library: Library, wish: Wish, path: str) -> dict[str, str]:
    others = [e.fields for e in library.episodes if show_path(e.path) == show_path(path)]
    season = max((e.season or 0 for e in others), default=0)
    number = max((e.number or 0 for e in others if (e.season or 0) == season), default=0) + 1
    found = {
        "guid": f"{wish.guid} # never change it",
        "audio": recording(path, wish).rpartition("/")[2],
        "number": str(number),
    }
    return found | ({"season": str(season)} if season else {})


def _text(kind: Kind, values: Mapping[str, str], name: str) -> str:
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
    return f"---\n{text}---\n{_BODIES[name]}" if kind.front_matter else text


def _quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, whatever it holds."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cover() -> bytes:
    """A square PNG of one colour (PNG, third edition)."""
    size = _COVER_PIXELS
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + _COVER_COLOUR * size) * size, 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


_BOOK = """
  - title: Mind Over Mood
    subtitle: Change How You Feel by Changing the Way You Think
    authors: [Dennis Greenberger, Christine A. Padesky]
    isbn: "9781462520428" # as printed, 10 or 13 digits
    annotation: Replace this book by yours, and say why you recommend it, for whom, and what it is not."""

_LINK = """
  - url: https://www.who.int/
    title: World Health Organization
    description: Replace this link by yours, and say what it offers and to whom.
    kind: organisation # organisation, helpline, tool, app, course, reading, video or community"""

_BODIES = {
    "article": """\
Begin with what the reader feels or asks, in plain words and short sentences.

## What to try

- Say what to do first, and why it helps.
- Link to others by their files: `[the urge log](../../handouts/urge-log.md)`.

## When it doesn't help

Say whom to ask. Every claim of fact belongs to a source: see `sources` above.
""",
    "book-list": "Say for whom these books are, and how you chose them.\n",
    "link-list": "Say for whom these links are, and how you chose them.\n",
    "handout": """\
Say what this sheet is for, when to use it, and how long it takes.

```form
- text: What do I want to change?
- lines: What would I gain?
  rows: 4
  help: Think of health, money, people, time.
- scale: How sure am I?
  from: 0
  to: 10
  labels: [not at all, quite sure]
- date: Today
```
""",
    "episode": """\
Write the show notes: who speaks, about what, and where to read on.

- Add a transcript (`transcript`) and chapters (`chapters`): many people read before they listen, or instead.
""",
}
