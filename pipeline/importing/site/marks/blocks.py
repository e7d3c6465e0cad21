"""What MkDocs and MDX add to Markdown: parts of other files, icons, JavaScript."""

from __future__ import annotations

import posixpath
import re

from pipeline.importing.site.desk import Desk
from pipeline.importing.site.marks.code import lines, outside
from pipeline.web import Unreachable

_SNIPPET = re.compile(r'^[ \t]*--8<--[ \t]+"([^"\n:]{1,200})[^"\n]{0,60}"[ \t]*$')
_MODULE = re.compile(r"^(?:import[ \t].{1,300}[ \t]from[ \t]+['\"][^'\"\n]{1,200}['\"];?|export[ \t].{1,300};?)[ \t]*$")
_COMPONENT = re.compile(r"</?([A-Z][A-Za-z0-9.]{0,60})(?:[ \t\n][^<>{}]{0,500})?/?>|\{/\*[^{}]{0,2000}\*/\}")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple|heroicons)-[a-z0-9-]{1,60}:(?:\{[^}\n]{0,100}\})?")


def material(text: str, desk: Desk) -> str:
    """What extensions of MkDocs add: parts that stand in other files, and icons."""
    plain, out, at = outside(text), list[str](), 0
    for number, line in enumerate(text.split("\n")):
        if not plain(at):
            out.append(line)
        elif match := _SNIPPET.match(line):
            out.append(_snippet(match[1], line, number, desk))
        else:
            out.append(_without_icons(line, number, desk))
        at += len(line) + 1
    return "\n".join(out)


def _without_icons(line: str, number: int, desk: Desk) -> str:
    for match in _ICON.finditer(line):
        desk.lose("look/icon", match[0], number)
    return _ICON.sub("", line)


def _snippet(path: str, line: str, number: int, desk: Desk) -> str:
    """What stands in another file; it is on one line more than its own, and no more is told of its places."""
    for base in ("", f"{desk.site.content}/", f"{posixpath.dirname(desk.page.path)}/"):
        file = posixpath.normpath(base + path)
        if file in desk.site.folder and file != desk.page.path:
            try:
                return desk.site.folder.text(file).strip("\n")
            except Unreachable:
                break
    desk.lose("include/" + path, line, number)
    return ""


def mdx(text: str, desk: Desk) -> str:
    """A text without the JavaScript around it: what stands inside a component stays."""
    plain, out, at = outside(text), list[str](), 0
    for number, line in enumerate(text.split("\n")):
        if plain(at) and _MODULE.match(line):
            desk.lose("look/module", line, number)
            out.append("")
        else:
            out.append(line)
        at += len(line) + 1
    text = "\n".join(out)
    plain, line_of = outside(text), lines(text)

    def component(match: re.Match[str]) -> str:
        if not plain(match.start()):
            return match[0]
        if match[1] and not match[0].startswith("</"):
            desk.lose(f"component/{match[1]}", match[0], line_of(match.start()), "changed")
        return "\n" * match[0].count("\n")

    return _COMPONENT.sub(component, text)
