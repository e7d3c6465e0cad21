"""`import.yml`, read: what people decided, and what in it names nothing that there is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.formats import frontmatter, yaml
from pipeline.formats.letters import slug
from pipeline.formats.yaml import Document, Path, place_of
from pipeline.importing.deciding.losses import AREAS
from pipeline.model.decisions import DECISIONS, Decisions, Default, Mapped, OfItem, Verdict, like, named
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import File
from pipeline.model.typed import typed
from pipeline.problems import Known, Place, Problem, did_you_mean

__all__ = ["DECISIONS", "Decisions", "Default", "Mapped", "OfItem", "Verdict", "likely", "load", "named", "unmet"]
_DROP = "drop"


def load(file: File | None, library: Library) -> tuple[Decisions, tuple[Problem, ...]]:
    """What an `import.yml` says (None: nothing is decided), and what is wrong with it. The library says which topics,
    audiences and people there are.
    """
    if file is None or not (file.data or b"").strip():
        return Decisions(), ()
    text, problems = frontmatter.decode(file.data or b"", DECISIONS)
    document, found = yaml.parse(text, DECISIONS) if text is not None else (None, ())
    if document is None or document.value is None:  # comments alone
        return Decisions(), (*problems, *found)
    decisions, wrong = typed(document, Decisions, "list of decisions")
    told = (*problems, *found, *wrong)
    return (decisions, (*told, *_unknown(decisions, document, library))) if decisions else (Decisions(), told)


Told = Iterator[tuple[Path, str, str, str]]
"""Where in the file, what is wrong there, the remedy, and the code of the problem."""


def _unknown(decisions: Decisions, document: Document, library: Library) -> Iterator[Problem]:
    """Names of what there is not, with what was meant."""
    for loc, message, hint, code in _areas(decisions):
        yield Problem(document.keys.get(loc) or place_of(document, loc), message, hint, code)
    for loc, message, hint, code in (*_ids(decisions, library), *_kinds(decisions), *_people(decisions, library)):
        yield Problem(place_of(document, loc), message, hint, code)


def _ids(decisions: Decisions, library: Library) -> Told:
    """Topics, audiences and authors that the library has not."""
    yield from _headings(_lists(decisions, "topics"), library.topics, "topic")
    yield from _headings(_lists(decisions, "audiences"), library.audiences, "audience")
    author = decisions.default.author
    if author and author not in library.people:
        hint = did_you_mean(author, library.people) or f"add it to `{LISTS['person']}`"
        yield ("default", "author"), f"there is no person `{author}`", hint, "unknown-person"


def _headings(lists: Iterable[tuple[Path, tuple[str, ...]]], known: Iterable[str], what: str) -> Told:
    words = Known(known)
    for loc, ids in lists:
        for at, one in enumerate(ids):
            if one not in words:
                hint = words.did_you_mean(one) or f"add it to `{what}s.yml`, or write `[]` for none"
                yield (*loc, at), f"there is no {what} `{one}`", hint, f"unknown-{what}"


def _lists(decisions: Decisions, name: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """All lists of ids of a sort, each with where it stands."""
    yield ("default", name), getattr(decisions.default, name)
    for term, ids in getattr(decisions, name).items():
        yield (name, term), ids
    for item, one in decisions.items.items():
        yield ("items", item, name), getattr(one, name)


def _kinds(decisions: Decisions) -> Told:
    """Kinds of entry that there are not."""
    given: list[tuple[Path, str]] = [(("kinds", name), kind) for name, kind in decisions.kinds.items() if kind != _DROP]
    given += [(("items", id_, "kind"), one.kind) for id_, one in decisions.items.items() if one.kind]
    for loc, kind in given:
        if kind not in KINDS:
            hint = did_you_mean(kind, (*KINDS, _DROP)) or f"write one of {', '.join(f'`{one}`' for one in KINDS)}"
            yield loc, f"there is no kind of entry `{kind}`", hint, "bad-import"


def _areas(decisions: Decisions) -> Told:
    """What is no kind of loss. An area like no other may be one of a reader that this program has not yet."""
    given: list[tuple[Path, str]] = [(("losses", kind), kind) for kind in decisions.losses]
    given += [(("items", id_, "losses", kind), kind) for id_, one in decisions.items.items() for kind in one.losses]
    for loc, kind in given:
        area, slash, name = kind.partition("/")
        near = area if area in AREAS else did_you_mean(area, AREAS, remedy="{}")
        if slash and name and near in ("", area):
            continue
        hint = f"did you mean `{near}/{name or '*'}`?" if near else "write an area and a name, as the report does"
        yield loc, f"`{kind}` is no kind of loss", hint, "bad-import"


def _people(decisions: Decisions, library: Library) -> Told:
    """What looks like an id and is none; anything else is the name of a guest."""
    for name, person in decisions.people.items():
        if person == slug(person) and person not in library.people and not person.isdecimal():
            hint = (
                did_you_mean(person, library.people) or "add it there first; the name of a guest has a capital letter"
            )
            yield ("people", name), f"there is no person `{person}` in `people.yml`", hint, "unknown-person"


def unmet(
    decisions: Decisions,
    file: File | None,
    losses: Collection[str],
    names: Collection[str],
    items: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Decisions on kinds of loss, on names of categories and people, and on items that this source has not, where it
    has one that is written nearly so and of which nothing is said. What is like nothing may belong to another source.
    """
    document = yaml.parse(frontmatter.decode((file.data or b"") if file else b"", DECISIONS)[0] or "", DECISIONS)[0]
    found = [*_near("losses", decisions.losses, losses), *_near("people", decisions.people, names)]
    found += [*_near("topics", decisions.topics, names), *_near("audiences", decisions.audiences, names)]
    found += _near("items", decisions.items, items)
    return tuple(
        Problem(document.keys.get(loc, Place(DECISIONS)) if document else Place(DECISIONS), *told, "idle-decision")
        for loc, told in found
    )


def _near(field: str, given: Mapping[str, object], there: Collection[str]) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Names of which the source has one that is written nearly so; kinds of loss are compared within their area."""
    plain = like if field in ("topics", "audiences", "people") else str
    known, said = set(map(plain, there)), set(map(plain, given))
    free = [one for one in there if plain(one) not in said]
    for name in given:
        if plain(name) in known or name.endswith("/*"):
            continue
        area, slash, own = name.partition("/") if field == "losses" else ("", "", name)
        near = Known(one.removeprefix(area + slash) for one in free if one.startswith(area + slash)).closest(own)
        if near:
            yield (field, name), (f"nothing in this source is called `{name}`", f"did you mean `{area}{slash}{near}`?")


def likely(name: str, library: Library) -> str:
    """The id of the topic that a category most likely is; "" where none is near."""
    by_title = {like(heading.title): id_ for id_, heading in library.topics.items()}
    plain = like(name)
    if found := plain if plain in library.topics else by_title.get(plain, ""):
        return found
    near = did_you_mean(plain, (*library.topics, *by_title), remedy="{}")
    return _sharing(plain, library.topics) or by_title.get(near, near)


def _sharing(plain: str, topics: Collection[str]) -> str:
    """The one topic that has a word of the name, of four letters or more; "" where several have one."""
    words = {word for word in plain.split("-") if len(word) > 3}
    found = [id_ for id_ in topics if words & set(id_.split("-"))]
    return found[0] if len(found) == 1 else ""
