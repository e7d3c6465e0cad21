"""Files that somebody meant to be published, and that are named, or lie, as nothing that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.formats.letters import slug
from pipeline.formats.wording import ENGLISH
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.kinds.kind import Kind
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import File, Tree, suffix
from pipeline.model.wordlist import WORDS
from pipeline.problems import Place, Problem, did_you_mean

_TEXTS = frozenset({".md", ".txt", ".text", ".markdown", ".mdown", ".mdwn", ".mkd", ".mdx", ".htm", ".html"})
_DOCUMENTS = {
    ".doc": "Word",
    ".docx": "Word",
    ".odt": "LibreOffice",
    ".pages": "Pages",
    ".rtf": "a word processor",
    ".gdoc": "Google Docs",
}
_LEFT_BY_PROGRAMS = ("~$", ".~", "thumbs.db", "desktop.ini")
_ABOUT = ("readme", "license", "licence", "contributing")
"""What is written for those who work on the library."""


def stray(file: File, tree: Tree) -> Problem | None:
    """What a file that nothing names was meant to be, and where that belongs; None where it looks like nothing."""
    name = file.path.rpartition("/")[2]
    if name.casefold().startswith((*_LEFT_BY_PROGRAMS, *_ABOUT)):
        return None
    ending = suffix(file.path)
    if ending in (".yml", ".yaml"):
        return _list(file.path, tree)
    return _text(file, tree, ending) if ending in _TEXTS or ending in _DOCUMENTS else None


def _list(path: str, tree: Tree) -> Problem | None:
    """One of the lists of the library, or a file of fields as shows have them, under another name."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0].casefold()
    for known in (*LISTS.values(), WORDS):
        if known.rpartition("/")[2].removesuffix(".yml") == stem:
            return _elsewhere(path, f"the list `{known}`", known, tree)
    for kind in (kind for kind in KINDS.values() if not kind.front_matter):
        own = f"{folder}/{kind.files.rpartition('/')[2]}"
        if kind.claims(own) and own not in tree and did_you_mean(stem, [own.rpartition("/")[2].removesuffix(".yml")]):
            return _elsewhere(path, f"the fields of a {kind.label.lower()}", own, tree)
    return None


def _elsewhere(path: str, what: str, right: str, tree: Tree) -> Problem:
    hint = f"move what it holds there: `{right}`" if right in tree else f"rename it `{right}`"
    return _problem(path, f"this looks like {what}, and has another name or place: nothing of it is published", hint)


def _text(file: File, tree: Tree, ending: str) -> Problem | None:
    """A text by its ending: of a kind whose entries lie beside it, or that its fields are of."""
    folder, _, name = file.path.rpartition("/")
    stem = slug(_stem(name)) or "name"
    right = f"{folder}/{stem}.md"
    beside = claiming(right)
    if beside is None:
        return _misplaced(file, stem)
    if right in tree:
        return None  # it may be what that was made from, or its transcript
    if program := _DOCUMENTS.get(ending):
        message = f"this is taken for {_a(beside)}, but it is a document of {program}, and those are not published"
        hint = f"write its text into a file `{right}`, below the fields of {_a(beside)}"
        return _problem(file.path, message, hint)
    shown = name[len(_stem(name)) :]
    message = f"this is taken for {_a(beside)}, but its name ends in `{shown}`, not in `.md`: it is not published"
    return _problem(file.path, message, f"rename it `{right.rpartition('/')[2]}`")


def _stem(name: str) -> str:
    """A name without its endings, of which programs that hide them add a second one."""
    while name.rpartition(".")[0] and suffix(name) in (*_TEXTS, *_DOCUMENTS):
        name = name.rpartition(".")[0]
    return name


def _misplaced(file: File, stem: str) -> Problem:
    """A text in a folder where nothing is published."""
    folder = file.path.rpartition("/")[0]
    kind = next(iter(_likely(file, folder)), None)
    if kind is None:
        hint = f"move it to the folder of what it is: {', '.join(f'`{one.folder}/`' for one in _kinds())}"
        return _problem(file.path, f"nothing that lies in `{folder}/` is published", hint)
    message = f"this is taken for {_a(kind)}, and none that lies in `{folder}/` is published"
    right = kind.path(stem)
    hint = f"move it to `{right}`"
    if not kind.claims(right):
        above = kind.above.label.lower() if kind.above else "group"
        hint = f"move it to the folder of its {above}, below `{kind.folder}/`"
    return _problem(file.path, message, hint)


def _likely(file: File, folder: str) -> Iterator[Kind[Any]]:
    """The kinds of which a text may be, the likeliest first: by the folder above it, its fields, and its folder."""
    yield from (kind for kind in _kinds() if folder.startswith(f"{kind.folder}/") and not kind.above)
    yield from _by_fields(file)
    last = folder.rpartition("/")[2].casefold()
    folders = {kind.folder.rpartition("/")[2]: kind for kind in _kinds()}
    if near := did_you_mean(last, folders, remedy="{}"):
        yield folders[near]


def _by_fields(file: File) -> Iterator[Kind[Any]]:
    """The kinds whose needed fields are all there, those that need most first."""
    text = frontmatter.decode(file.data, file.path)[0] if file.data else None
    front = frontmatter.split(text, file.path)[0] if text else None
    document = yaml.parse(front.yaml, file.path)[0] if front else None
    names = document.value.keys() if document and isinstance(document.value, dict) else frozenset()
    needed = {kind.name: _needed(kind) for kind in _kinds()}
    fits = [kind for kind in _kinds() if needed[kind.name] <= names]
    yield from sorted(fits, key=lambda kind: -len(needed[kind.name]))


def _needed(kind: Kind[Any]) -> frozenset[str]:
    return frozenset(name for name, field in kind.fields.__pydantic_fields__.items() if field.is_required())


def _kinds() -> tuple[Kind[Any], ...]:
    return tuple(kind for kind in KINDS.values() if kind.front_matter)


def _a(kind: Kind[Any]) -> str:
    label = kind.label.lower()
    if kind.words[ENGLISH]["kinds"][kind.name]["plural"].lower() == label:
        return label  # as news
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(Place(path), message, hint, "misplaced-file")
