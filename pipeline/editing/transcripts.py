"""Transcripts put right: what their readers take for something else than is written, written as it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.formats.transcripts import Read
from pipeline.model.edits.edit import Edit
from pipeline.model.tree import Tree


def repaired(tree: Tree, found: Mapping[str, Read]) -> tuple[Edit, ...]:
    """One edit for each transcript that has something to repair; `found`: path → what came of reading it."""
    return tuple(_edits(tree, found))


def _edits(tree: Tree, found: Mapping[str, Read]) -> Iterator[Edit]:
    for path, read in found.items():
        file = tree.get(path)
        if file is None or read.text is None or read.repaired is None:
            continue
        edit = Edit.of(file, read.text, read.repaired, anew=read.anew)
        if edit.changes:
            yield edit
