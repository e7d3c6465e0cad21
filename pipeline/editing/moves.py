"""Files under other names: those whose names can be no part of an address, and what refers to them.

Whoever wrote `Ok.PNG` where `ok.png` lies meant that: on some machines it is the same.
"""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pipeline.formats import frontmatter, rendering, yaml
from pipeline.formats.letters import composed, slug
from pipeline.model import entry
from pipeline.model.edits.parts import parted
from pipeline.model.kinds import claiming
from pipeline.model.kinds.kind import Kind
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import MARKDOWN_SUFFIXES, File, Tree, suffix
from pipeline.model.wordlist import WORDS
from pipeline.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Moves:
    """`paths`: the path of each file that gets another one → that. `left`: files that keep the name that they have,
    though it is no good.
    """

    tree: Tree = field(default_factory=Tree)
    paths: Mapping[str, str] = field(default_factory=dict)
    left: tuple[Problem, ...] = ()
    _alike: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        alike: dict[str, str] = {}
        for path in self.tree.files:
            folded = _folded(path)
            alike[folded] = "" if folded in alike else path
        object.__setattr__(self, "_alike", alike)

    def goal(self, path: str) -> str:
        """Where the file lies that is meant by a path, which may differ from its own in case; the path itself where
        none is meant.
        """
        there = path if path in self.tree else self._alike.get(_folded(path)) or path
        return self.paths.get(there, there)

    def in_field(self, written: str, beside: str) -> str:
        """A path in a field of the file `beside`, as it has to be written."""
        before, after = (entry.resolve(written, path) for path in (beside, self.goal(beside)))
        return written if before is None else self._written(written, before, after, beside)

    def in_text(self, target: str, beside: str) -> str:
        """The same of the address of a link or a picture in a text; what is behind `?` and `#` stays."""
        base, mark = target, ""
        for sign in "#?":
            base, found, behind = base.partition(sign)
            mark = found + behind + mark
        before, after = (rendering.resolve(base, path)[0] for path in (beside, self.goal(beside)))
        if not before or not base.strip():
            return target
        right = self._written(base, before, after, beside)
        return target if right == base else (quote(right) if "%" in base else right) + mark

    def _written(self, written: str, before: str, after: str | None, beside: str) -> str:
        goal = self.goal(before)
        if after == goal or (goal == before and before not in self.tree):
            return written
        return f"/{goal}" if written.startswith("/") else posixpath.relpath(goal, posixpath.dirname(self.goal(beside)))

    def in_settings(self, text: str) -> str:
        """The text of `pipeline.toml`, with the new paths of pages that it names; as it is where more would change."""
        after = text
        for path, goal in self.paths.items():
            for mark in "\"'":
                after = after.replace(f"{path}{mark}", f"{goal}{mark}")
        try:
            before, now = tomllib.loads(text), tomllib.loads(after)
        except tomllib.TOMLDecodeError:
            return text
        return after if now == _mapped(before, self.paths) else text


def moves(tree: Tree) -> Moves:
    """The files of a library that need another name, with all that lies in folders that do."""
    right: dict[str, str] = {}
    nameless: list[Problem] = []
    for file in tree:
        kind = claiming(file.path)
        if kind is None and (name := _by_another_ending(file.path)):
            right[file.path] = name
        for path, name in _misnamed(file, kind) if kind else ():
            if name:
                right[path] = name
            else:
                hint = "name it in Latin letters, and mend the links to it"
                nameless.append(Problem(Place(file.path), "this file was not renamed", hint, "not-repaired"))
    paths = {path: goal for path in tree.files if (goal := _moved(path, right)) != path} if right else {}
    taken = _taken(tree, paths)
    left = tuple(_left(path, paths[path]) for path in sorted(taken))
    return Moves(tree, {path: goal for path, goal in paths.items() if path not in taken}, (*nameless, *left))


def _misnamed(file: File, kind: Kind[Any]) -> Iterator[tuple[str, str]]:
    """The paths of the file and of the folders above it that are misnamed, each with its right name; "" for one that
    nobody but people can name.
    """
    bad = dict(kind.misnamed(file.path, has_slug=False))
    if not bad or file.path.rpartition("/")[2].casefold() == "readme.md":
        return  # which is read by those who work on the library, under that name
    has_slug = _has_slug(file)
    bad = dict(kind.misnamed(file.path, has_slug=has_slug))
    *folders, last = parts = file.path.split("/")
    for depth, name in enumerate(folders, 1):
        if name in bad:
            yield "/".join(parts[:depth]), bad[name]
    name, dot, ending = last.rpartition(".")
    if name in bad and not has_slug:
        yield file.path, f"{bad[name]}{dot}{ending}" if bad[name] else ""


def _by_another_ending(path: str) -> str:
    """The name of a text or a list whose ending alone differs from that of its like, in letters or in capitals; "" for
    anything else. A `.txt` may be a transcript.
    """
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    if not path.startswith("content/"):
        return ""
    if suffix(path) in MARKDOWN_SUFFIXES:
        right = f"{slug(stem)}.md"
        return right if slug(stem) and claiming(f"{folder}/{right}") else ""
    right = f"{stem.lower()}.yml" if ending.lower() in ("yml", "yaml") else ""
    there = f"{folder}/{right}"
    return right if right and (there in (*LISTS.values(), WORDS) or claiming(there)) else ""


def _has_slug(file: File) -> bool:
    text, _ = frontmatter.decode(file.data or b"", file.path)
    front = parted(text, file.path) if text is not None else None
    document = yaml.parse(front.yaml, file.path)[0] if front else None
    return bool(document and isinstance(document.value, dict) and document.value.get("slug"))


def _moved(path: str, right: Mapping[str, str]) -> str:
    """A path whose parts have their right names."""
    parts = path.split("/")
    return "/".join(right.get("/".join(parts[: depth + 1]), part) for depth, part in enumerate(parts))


def _taken(tree: Tree, paths: Mapping[str, str]) -> set[str]:
    """The files that would get the name that another one has, or gets."""
    goals: dict[str, list[str]] = {}
    for path in tree.files:
        goals.setdefault(_folded(paths.get(path, path)), []).append(path)
    return {path for together in goals.values() if len(together) > 1 for path in together if path in paths}


def _left(path: str, goal: str) -> Problem:
    message = f"this file was not renamed: `{goal}` is there already, or differs in case alone"
    return Problem(Place(path), message, "give one of the two another name", "not-repaired")


def _mapped(value: object, paths: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {key: _mapped(inner, paths) for key, inner in value.items()}
    if isinstance(value, list):
        return [_mapped(inner, paths) for inner in value]
    if not isinstance(value, str):
        return value
    bare = value.lstrip("/")
    return value.removesuffix(bare) + paths.get(bare, bare)


def _folded(path: str) -> str:
    return composed(path).casefold()
