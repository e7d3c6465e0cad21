"""What a library is equipped with beside its content: workflows and forms of its forge, settings of editors, hooks."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.equipment import forges, hooks, reports, vscode
from pipeline.equipment.forges import FORGES, START, Shipped
from pipeline.equipment.source import SAID, UNKNOWN, Source, noted, said
from pipeline.equipment.vscode import is_marked
from pipeline.model.library import Library
from pipeline.model.tree import Tree

__all__ = [
    "EDITORS",
    "FORGES",
    "SAID",
    "START",
    "Chosen",
    "Source",
    "equip",
    "is_marked",
    "noted",
    "said",
    "words",
]

words = reports.words
EDITORS = {
    "vscode": "Visual Studio Code",
    "frontmatter": "Visual Studio Code with the forms of Front Matter CMS",
    "other": "any other editor that knows JSON Schemas",
}
_FORMS = "eliostruyf.vscode-front-matter"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody asks for: a forge, editors, hooks of pre-commit; where the pipeline comes from, and whether the
    library has a program that starts it (`.ci/start.py`).
    """

    forge: str = ""
    editors: tuple[str, ...] = ()
    hooks: bool = False
    source: Source = UNKNOWN
    starts: bool = False

    def __bool__(self) -> bool:
        return bool(self.forge or self.editors or self.hooks)


def equip(library: Library, chosen: Chosen, shipped: Shipped) -> dict[str, bytes]:
    """The files of what was chosen by path, in the words of the site. Of the library's own files those are among them
    that get a first line, by which editors know what they may hold.
    """
    program = f"python3 {START}" if chosen.forge or chosen.starts else "pipeline"
    made: dict[str, bytes] = {}
    if chosen.forge:
        made |= forges.files(chosen.forge, shipped, chosen.source, library.settings, library.wording)
    if chosen.editors:
        made |= vscode.schema_files() | _marked(library.tree)
    if {"vscode", "frontmatter"} & set(chosen.editors):
        made |= vscode.vscode(program, (_FORMS,) if "frontmatter" in chosen.editors else ())
    if chosen.hooks:
        made[hooks.FILE] = hooks.config(chosen.source, program)
    return made


def _marked(tree: Tree) -> dict[str, bytes]:
    """The files of the library that are not as they would be with a first line that names their schema."""
    files = ((file.path, file.data) for file in tree if file.data is not None)
    return {path: new for path, data in files if (new := vscode.marked(path, data)) != data}
