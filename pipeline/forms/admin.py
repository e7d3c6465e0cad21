"""`admin/`: the page of the forms, their configuration, the program that shows them, and its fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.formats.wording import Wording
from pipeline.forms.asked import form, listings
from pipeline.forms.form import Form, Option
from pipeline.forms.ground import Folder, Ground
from pipeline.forms.packages import PACKAGES, PERFORMER, SCHEMA, published
from pipeline.forms.page import page
from pipeline.forms.sveltia import config
from pipeline.forms.words import OTHERS
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library

SOURCE = "pipeline.toml"


def jobs() -> tuple[Job, ...]:
    """Work that brings what `admin/` is made of."""
    return tuple(Job(PERFORMER, f"{urls.ADMIN} ({one.spec})", params=one.params()) for one in PACKAGES)


def pieces(library: Library, whole: Library, brought: Iterable[Outcome]) -> tuple[Piece, ...]:
    """All files of `admin/`, for a library whose settings ask for them; `library` is what is public of the `whole`."""
    files = tuple(_files(brought))
    script = next(piece.path for piece in files if piece.path.endswith(".js"))
    words = said(library.wording)
    title = f"{words['title']} – {library.settings.site.title}"
    html = page(library.settings.site, title, words["no_script"], script.removeprefix(urls.ADMIN))
    return (
        Piece(f"{urls.ADMIN}{urls.INDEX}", html, SOURCE),
        Piece(f"{urls.ADMIN}config.json", canonical(configuration(library, whole)), SOURCE),
        *files,
    )


def _files(brought: Iterable[Outcome]) -> Iterator[Piece]:
    for outcome in brought:
        for name, blob in outcome.outputs.items():
            if name != SCHEMA:
                yield Piece(published(name, blob.digest), blob, SOURCE)


def said(wording: Wording) -> Mapping[str, str]:
    """What the forms say besides their fields."""
    known = ((name, wording.words.get(f"forms.words.{name}", text)) for name, text in OTHERS.items())
    return {name: text if isinstance(text, str) else OTHERS[name] for name, text in known}


def configuration(library: Library, whole: Library) -> dict[str, object]:
    """The forms of a library, as Sveltia CMS reads them."""
    asked = [form(kind, library.wording) for kind in KINDS.values()]
    people = tuple(Option(name, person.name) for name, person in library.people.items())
    site, limits = library.settings.site, library.settings.limits
    ground = Ground(
        people,
        _folders(library),
        said(library.wording),
        _otherwise(whole, asked),
        site.timezone,
        {"picture": limits.image_bytes, "captions": limits.transcript_bytes, "recording": limits.audio_bytes},
        _listed(library) if site.editing and site.editing.backend == "trial" else {},
    )
    return config(asked, listings(library.wording), site, ground)


def _listed(library: Library) -> dict[str, tuple[Option, ...]]:
    """Topics and audiences to choose from. Who tries the forms begins with no file, and could save nothing without."""
    lists = {"topic": library.topics, "audience": library.audiences}
    return {sort: tuple(Option(name, one.title) for name, one in ones.items()) for sort, ones in lists.items()}


def _otherwise(whole: Library, asked: Iterable[Form]) -> dict[str, frozenset[str]]:
    """By folder the fields that an entry in it writes in another form than it is asked for."""
    found: dict[str, set[str]] = {}
    for one in asked:
        doubtful = [field for field in one.fields if field.otherwise]
        for entry in whole.of(KINDS[one.name]) if doubtful else ():
            names = (field.name for field in doubtful if not field.asks_for(getattr(entry.fields, field.name)))
            found.setdefault(entry.path.rpartition("/")[0], set()).update(names)
    return {folder: frozenset(names) for folder, names in found.items()}


def _folders(library: Library) -> dict[str, tuple[Folder, ...]]:
    """The folders of entries to which others belong, by the kind of the latter: an episode lies in that of its show."""
    return {
        kind.name: tuple(Folder(kind.above.parts(one.path)[1], one.fields.title) for one in library.of(kind.above))
        for kind in KINDS.values()
        if kind.above
    }
