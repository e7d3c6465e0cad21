"""The two parts of a file of the library: its fields and its body; and where in a text a place is."""

from __future__ import annotations

from pipeline.formats import frontmatter
from pipeline.formats.frontmatter import FrontMatter
from pipeline.model.kinds import claiming
from pipeline.problems import Place

SPACE = " \t\r\n"
"""What YAML takes for space. All other spaces are text: a title that came from elsewhere may end in a hard one."""


def parted(text: str, path: str) -> FrontMatter | None:
    """A text in its parts; a list has fields alone. None where the front matter has no end."""
    kind = claiming(path)
    if kind is not None and kind.front_matter:
        return frontmatter.split(text, path)[0]
    return FrontMatter(text, 1, "", 1)


def before_fields(text: str, front: FrontMatter) -> str:
    """What stands before the fields: the line `---`, where there is one."""
    return text[: text.index("\n") + 1] if front.yaml_line > 1 else ""


def offset(text: str, place: Place, first_line: int) -> int:
    """Where a place is in a text that begins at a line of its file."""
    at = 0
    for _ in range(place.line - first_line):
        at = text.index("\n", at) + 1
    return at + place.column - 1


def is_about_what_follows(line: str, deep: int) -> bool:
    """Whether a line behind a value belongs to what comes next: it is empty, or a comment no deeper than `deep`."""
    bare = line.strip(SPACE)
    return not bare or (bare.startswith("#") and len(line) - len(line.lstrip(SPACE)) <= deep)
