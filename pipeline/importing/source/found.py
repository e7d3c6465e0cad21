"""What a source holds, before any of it has a place in the library: items, with what stands in their fields.

Readers make these values, one reader a sort of source; they name no file of the library and convert no text. Where a
field holds an `Asset`, a `Named`, a `Term` or a `Lead`, its value is the path, the person, the topic or the entry that
becomes of it; of an `Inside` it is what shows when the file is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.importing.source.loss import Loss
from pipeline.problems import Place

Form = Literal["html", "markdown", "plain"]
Use = Literal["picture", "sound", "video", "transcript", "chapters", "document"]


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote, in the form in which the source has it. `base` is the address (or, in a folder, the path)
    from which its relative links count, `place` where it begins. `forms` are the form blocks that the reader made
    in it: code in the language `form` that is one of these becomes one, and no other code does.
    """

    text: str
    form: Form = "html"
    base: str = ""
    place: Place = field(default_factory=lambda: Place(""))
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that goes along. `id` is what the source knows it by, for ever: the number of an attachment, an address.

    `url` says where it lies: an address, or its path below the folder of the source; "" where `data` has its bytes.
    `use` is what it is for, `name` what it might be called (any text), `about` what it shows, in words. What the source
    says of it: `length` in bytes, `type` (a media type) and `sha256`, each empty where it says nothing. `old` are
    addresses by which others know it, besides its own. `kept`: it may stay where it is and be named by its address.
    """

    id: str
    url: str = ""
    use: Use = "document"
    name: str = ""
    about: str = ""
    length: int = 0
    type: str = ""
    sha256: str = ""
    data: bytes | None = None
    old: tuple[str, ...] = ()
    kept: bool = False
    place: Place = field(default_factory=lambda: Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by a free name, as a source has them. As an author, an id of `people.yml`; where `as_guest`, the fields
    of a credit: an id, or else the name with `url` and `image`.
    """

    name: str
    role: str = ""
    group: str = ""
    url: str = ""
    image: Asset | None = None
    bio: str = ""
    as_guest: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """Chapters that a recording may hold itself, which shows when its file `asset` is here: the word `recording` where
    there are some (`importing.inside`), else `otherwise`, and no field where that is empty.
    """

    asset: Asset
    otherwise: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Another entry of the source, by the address or the path at which it lies there: its file here, as the entry that
    names it has to write it.
    """

    url: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag or keyword of the source: `import.yml` says which topic (or audience) it is."""

    name: str
    sort: Literal["category", "tag", "keyword"] = "category"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry that is to be. `id` is what the source knows it by, for ever (a GUID, the number of a post, a path).

    `kind` is the name of a kind of entry, `name` what its file might be called (any text), `within` the `id` of the
    item to which it belongs (the show of an episode) and `folders` the folders of the source that its file keeps.
    `fields` are those of its kind, in plain data as YAML has it, but for the leaves named above; those that the text
    tells (`description`) may be missing: they are made of `summary` or else of `body`. `terms` are its categories.
    `old` are the addresses by which others know it, whole. `place` is where it stands in the source.
    """

    id: str
    kind: str
    place: Place
    fields: Mapping[str, Any]
    body: Text | None = None
    summary: Text | None = None
    name: str = ""
    within: str = ""
    folders: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    old: tuple[str, ...] = ()
    assets: tuple[Asset, ...] = ()
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All that a source holds. `source` names it, for ever: what an import writes is known again by it. `homes` are the
    addresses below which its own pages and files lie: what texts name there is brought along. `losses` are those of the
    source as a whole, `notes` what people should know of it, such as a feed that does not begin with number 1.
    """

    source: str
    items: tuple[Item, ...]
    homes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
