"""What notes of Obsidian, and of wikis like it, have in texts: `[[Note]]`, `![[picture.png]]`, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.importing.site.desk import Desk
from pipeline.importing.site.marks import islands
from pipeline.importing.site.marks.code import outside
from pipeline.importing.site.marks.tags import Found, Tag, between, woven

_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,40}$", re.MULTILINE)


def cleaned(text: str, desk: Desk) -> str:
    """A note as Markdown, and the losses said."""
    shielded = outside(text)
    spans = [span for span in between(text, "[[", "]]") if shielded(span[0])]
    text = woven(text, tuple(_links(text, spans)), lambda found: _link(found, desk))
    shielded = outside(text)
    comments = tuple(Tag("%%", "", *span, single=True) for span in between(text, "%%", "%%") if shielded(span[0]))
    text = woven(text, comments, lambda found: _comment(found, desk)) if comments else text
    return _BLOCK_ID.sub("", text)


def _links(text: str, spans: list[tuple[int, int]]) -> Iterator[Tag]:
    for begin, end in spans:
        inner = text[begin + 2 : end - 2]
        if inner and "\n" not in inner and len(inner) <= 300:
            shown = begin > 0 and text[begin - 1] == "!"
            yield Tag("!" if shown else "", inner, begin - shown, end, single=True)


def _comment(found: Found, desk: Desk) -> str:
    desk.lose("look/comment", found.source, found.line)
    return ""


def _link(found: Found, desk: Desk) -> str:
    target, _, words = found.tag.rest.replace("\\|", "|").partition("|")
    note, _, heading = target.strip().partition("#")
    picture = note.lower().endswith(_SHOWN)
    where = desk.leads(note) if note else ""
    if found.tag.name and picture and where:
        alt = "" if words.replace("x", "").strip().isdigit() else words.strip()
        return islands.figure(where, alt)
    shown = words.strip() or " – ".join(part for part in (note.strip(), heading.strip("^#")) if part)
    if note and not where:
        desk.lose("link/nowhere", found.source, found.line)
        return shown
    if found.tag.name:  # another note would stand here
        desk.lose("embed/note", found.source, found.line, "changed")
    anchor = "" if heading.startswith("^") or not heading else f"#{_anchor(heading)}"
    return f"[{shown}](<{where}{anchor}>)" if where or anchor else shown


def _anchor(heading: str) -> str:
    """A heading as it is led to: letters and digits in lower case, hyphens between words."""
    plain = "".join(one for one in heading.rpartition("#")[2].strip().lower() if one.isalnum() or one in " -_")
    return plain.replace(" ", "-")
