"""The fields above a text, as programs that make sites write them: YAML, TOML, JSON, and lines `Name: value`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pipeline.formats import yaml
from pipeline.importing.source.loss import Loss
from pipeline.problems import Place

_FENCES = {"---": "yaml", "+++": "toml", "---yaml": "yaml", "---toml": "toml", "---json": "json", ";;;": "json"} | {
    "---js": "js",
    "---javascript": "js",
}
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40}):(?:[ \t]+(.*))?")
_LINE = re.compile(r"""(?:(?:const|let|var)[ \t]+)?["']?([\w-]{1,60})["']?[ \t]*[:=][ \t]*(.*?)[ \t]*[;,]?""")
_TOLD_BY = frozenset({"title", "template", "slug"})
"""One of these is among fields; a text may begin with a line `Note: …`, too."""
_KEY = re.compile(r"""["']?([A-Za-z_][\w-]{0,60})["']?[ \t]*[=:\]]""")


@dataclass(frozen=True, slots=True)
class Front:
    """The fields of a text by their names in lower case: texts, lists and mappings of texts, None where there is no
    value. `lines` has the line of each in its file, `line` is that on which the body begins.
    """

    fields: Mapping[str, Any]
    body: str
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()

    def said(self, name: str) -> str:
        """A field that is one text; "" where it is none, or not there."""
        found = self.fields.get(name)
        return found.strip() if isinstance(found, str) else ""

    def yes(self, name: str) -> bool | None:
        """A field that is yes or no; None where it is neither."""
        return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(
            self.said(name).lower()
        )

    def each(self, *names: str) -> tuple[Any, ...]:
        """What stands in the first of these fields that has something, as a list; texts in a line parted by commas."""
        for name in names:
            if found := listed(self.fields.get(name)):
                return found
        return ()


def listed(value: Any) -> tuple[Any, ...]:
    """A value as a list: one text may name several, parted by commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.strip("[]").split(",") if part.strip())
    if isinstance(value, list):
        return tuple(one for one in value if one not in ("", None))
    return (value,) if isinstance(value, Mapping) and value else ()


def split(text: str, path: str, *, headers: bool = False, first_line: int = 1) -> Front:
    """The fields and the body of a text; with `headers` the fields may be lines `Name: value` without fences."""
    text = text.removeprefix("\ufeff")
    lines = text.split("\n")
    form = _FENCES.get(lines[0].rstrip().lower(), "")
    if form:
        fence = lines[0].rstrip()[:3]
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in (fence, *_ends(fence))), 0)
        if end:
            return _fenced(form, lines, end, path, first_line)
    if text.startswith("{") and not text.startswith(("{{", "{%")) and (found := _braced(text)):
        return found
    if headers and _HEADER.fullmatch(lines[0].rstrip()):
        found = _headed(lines, first_line)
        return found if found.fields.keys() & _TOLD_BY else Front({}, text, first_line)
    return Front({}, text, first_line)


def _ends(fence: str) -> tuple[str, ...]:
    return ("...",) if fence == "---" else ()


def _fenced(form: str, lines: list[str], end: int, path: str, first_line: int) -> Front:
    source, line = "\n".join(lines[1:end]) + "\n", first_line + 1
    found, losses = _read(form, source, path, line)
    fields = {str(name).lower(): _plain(value) for name, value in found.items()}
    return Front(fields, "\n".join(lines[end + 1 :]), first_line + end + 1, _lines(source, line), losses)


def _read(form: str, source: str, path: str, line: int) -> tuple[Mapping[str, Any], tuple[Loss, ...]]:
    try:
        if form == "js":  # a program, which is never run
            return _by_line(source), ()
        if form == "yaml":
            return _yaml(source, path, line)
        return (tomllib.loads(source) if form == "toml" else json.loads(source)), ()
    except (ValueError, RecursionError, AttributeError) as error:
        why = str(error).partition("\n")[0][:100] if isinstance(error, ValueError) else "it is nested too deeply"
        return _by_line(source), (Loss("front/unreadable", "changed", why, Place(path, line)),)


def _yaml(source: str, path: str, line: int) -> tuple[Mapping[str, Any], tuple[Loss, ...]]:
    """What YAML says, also where one line of it is wrong and can be meant in one way only."""
    source = source.expandtabs(2)
    document, problems = yaml.parse(source, path, first_line=line)
    if document is None and (right := yaml.mended(source)):
        document, _ = yaml.parse(right, path, first_line=line)
    losses = tuple(Loss("front/unreadable", "changed", problem.message, problem.place) for problem in problems)
    value = document.value if document else _by_line(source)
    return (value if isinstance(value, dict) else {}), losses


def _by_line(source: str) -> Mapping[str, Any]:
    """What can be read of fields that are not in their form: each line by itself, where it ends its value."""
    found: dict[str, Any] = {}
    for line in source.split("\n"):
        match = _LINE.fullmatch(line.strip())
        value = match[2].strip() if match else ""
        if match and value and value[-1] not in "{[(":
            found[match[1]] = value.strip("\"'`")
    return found


def _braced(text: str) -> Front | None:
    """JSON at the beginning of a text, as Hugo takes it."""
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    fields = {str(name).lower(): _plain(inner) for name, inner in value.items()}
    rest = text[end:]
    begun = rest.removeprefix("\n")
    line = text.count("\n", 0, end) + 1 + (len(rest) - len(begun))
    return Front(fields, begun, line, _lines(text[:end], 1))


def _headed(lines: list[str], first_line: int) -> Front:
    """Lines `Name: value` up to the first that is none; lines that are indented go on the one above."""
    fields: dict[str, Any] = {}
    places: dict[str, int] = {}
    name, end = "", 0
    for end, line in enumerate(lines):
        if match := _HEADER.fullmatch(line.rstrip()):
            name = match[1].lower()
            fields[name], places[name] = (match[2] or "").strip(), first_line + end
        elif name and line.startswith(("    ", "\t")) and line.strip():
            fields[name] = f"{fields[name]}, {line.strip()}".lstrip(", ")
        else:
            break
    blank = end < len(lines) and not lines[end].strip()
    return Front(fields, "\n".join(lines[end + blank :]), first_line + end + blank, places)


def _lines(source: str, first: int) -> Mapping[str, int]:
    """The line of each field of the first level."""
    found: dict[str, int] = {}
    for number, line in enumerate(source.split("\n"), first):
        bare = line.lstrip(" \t{,[") if line.startswith(("{", "[")) or '"' in line[:12] else line
        if match := _KEY.match(bare.removeprefix("const ")):
            found.setdefault(match[1].lower(), number)
    return found


def _plain(value: Any) -> Any:
    """A value as YAML would have it: texts, lists and mappings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, str):
        return value
    return [_plain(inner) for inner in value] if isinstance(value, Iterable) else None
