"""What is wrong with `pipeline.toml`, with its line, in words of who wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_type_hints

import pydantic

from pipeline.formats.letters import slug
from pipeline.formats.meant import UNKNOWN
from pipeline.formats.refusals import (
    MISSING,
    Case,
    Fields,
    Manner,
    exactly,
    fields_at,
    flat,
    in_brackets,
    likely,
    unknown,
)
from pipeline.formats.refusals import told as refusal
from pipeline.problems import CODES, Place, Problem
from pipeline.settings.announce import HIDDEN

FILE = "pipeline.toml"
_TOML = {
    "Invalid value": ("what stands behind the `=` is no value", 'put text in quotes: `name = "…"`'),
    "Expected '=' after a key": ("there is no `=` behind the name of a setting", "write `name = value`"),
    "Unterminated": ("the quotes that begin in this line are not closed", "end the text with the same quotes"),
    "Illegal character": ("the quotes that begin in this line are not closed", "end the text with the same quotes"),
    "Unclosed array": ("a list is not closed", "end it with `]`"),
    "Unescaped": ("a backslash in double quotes means something else", "put the text in single quotes: `'…'`"),
    "Expected ']' at the end of a table declaration": ("the name of a table is not closed", "end it with `]`"),
    "Invalid initial character for a key part": ("a name is missing here", "write `name = value`"),
    "Expected newline or end of document after a statement": (
        "more stands behind this value",
        "write each setting on a line of its own, and text in quotes",
    ),
}
"""What the reader of TOML says → what it means for who wrote it, and the remedy."""
_YES_NO = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
"""Yes and no as people write them → as settings have them."""
_SECRET = re.compile("secret|passw|token|key|credential", re.IGNORECASE)
_WITH_PASSWORD = re.compile(r"://[^/\s]*@")
_SHOWN = re.compile(r"(\s*)([\w\-]+)(\s*=\s*)")


def misspelt(error: Exception, text: str) -> Problem:
    """What a reader of TOML could not go on from."""
    match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if match is None:
        return Problem(Place(FILE), *_misspelt(str(error), ""), "bad-settings")
    line, column = int(match[1]), int(match[2])
    rest = text.split("\n")[line - 1][column - 1 :].partition("#")[0].strip()
    return Problem(Place(FILE, line, column), *_misspelt(str(error), rest), "bad-settings")


def _misspelt(message: str, rest: str) -> tuple[str, str]:
    """What a reader of TOML says of the rest of a line, and the remedy."""
    if "Invalid value" in message and rest.lower() in _YES_NO:
        return _TOML["Invalid value"][0], f"write `{_YES_NO[rest.lower()]}`"
    found = next((told for words, told in _TOML.items() if words in message), None)
    if "duplicate" in message.lower() or "overwrite" in message or "twice" in message:
        return "a setting or a table stands here twice", "remove one of the two"
    return found or ("this line is not written as settings are", "write `name = value`, and text in quotes")


def problems_of(error: pydantic.ValidationError, text: str, model: type[Any]) -> Iterator[Problem]:
    """What pydantic found of settings, each with the line of what it is about."""
    found = error.errors(include_url=False)
    misnamed = {likely(str(one["loc"][-1]), fields_at(model, _named(one))) for one in found if one["type"] in UNKNOWN}
    for detail in found:
        if detail["type"] in MISSING and detail["loc"][-1] in misnamed:
            continue  # it stands there under another name
        loc = tuple(str(part) for part in detail["loc"] if part != "[key]")
        beside = fields_at(model, tuple(part for part in loc if not part.isdecimal())[:-1])
        if detail["type"] in UNKNOWN:
            message, hint = f"unknown setting `{'.'.join(loc)}`", _removal(loc, beside, model)
        elif detail["type"] in MISSING:
            message, hint = f"the setting `{'.'.join(loc)}` is missing", _addition(loc, beside, fields_at(model, loc))
        else:
            message, hint = _refused(detail, loc, beside, model)
        # The line of a place is shown: not one that may hold a secret.
        hidden = detail["type"] == HIDDEN or (detail["type"] in UNKNOWN and loc[0] in ("alerts", "announce"))
        place = Place(FILE) if hidden else place_of(text, loc)
        yield Problem(place, message, hint, "bad-settings")


def _named(detail: Any) -> tuple[str, ...]:
    """Where the table stands in which something is wrong."""
    return tuple(part for part in detail["loc"][:-1] if isinstance(part, str) and part != "[key]")


def _removal(loc: tuple[str, ...], beside: Fields, model: type[Any]) -> str:
    """The remedy for a setting that is none."""
    inner = {one: name for name in beside for one in fields_at(model, (*loc[:-1], name))} if len(loc) == 1 else {}
    near = likely(loc[-1], {**{one: beside[name] for one, name in inner.items()}, **beside})
    if near in inner and near not in beside:
        return (
            f"did you mean `{near}` below `[{inner[near]}]`?"
            if near != loc[-1]
            else f"write it below `[{inner[near]}]`"
        )
    hint = unknown(loc[-1], beside)
    if hint.startswith("remove") and _SECRET.search(loc[-1]):
        return "remove it: no password or key stands here; if that was one, make another one"
    return hint


def _addition(loc: tuple[str, ...], beside: Fields, below: Fields) -> str:
    meaning = in_brackets(beside[loc[-1]].description or "") if loc[-1] in beside else ""
    if below:
        return f"add a line `[{'.'.join(loc)}]`, and its settings below it{meaning}"
    return f"add `{loc[-1]} = …` below `[{'.'.join(loc[:-1])}]`{meaning}"


def _refused(detail: Any, loc: tuple[str, ...], beside: Fields, model: type[Any]) -> tuple[str, str]:
    """Message and remedy for a value that a setting does not take."""
    named = tuple(part for part in loc if not part.isdecimal())
    name, context = ".".join(named), detail.get("ctx", {})
    if "hint" in context or detail["type"] in CODES:
        said = f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"
        if said.startswith("must "):
            return f"`{name}` {said}", _manner(name).text
        if said.endswith("neither yes nor no"):
            return f"`{name}`: {said}", _manner(name).yes_no
        if detail["loc"][-1] == "[key]" and (near := slug(loc[-1])):  # the name of a table is one, and never several
            return f"`{name}`: {said}", f"write `{near}`"
        return f"`{name}`: {said}", str(context.get("hint") or _meaning(named, beside))
    case = Case(
        sort=detail["type"],
        subject=f"`{name}`",
        value=detail["input"],
        context=context,
        fields=fields_at(model, named),
        meaning=(beside[named[-1]].description or "") if named[-1] in beside else "",
        manner=_manner(name),
    )
    message, hint = refusal(case)
    return message, exactly(detail) or hint


def _meaning(named: tuple[str, ...], beside: Fields) -> str:
    field = beside.get(named[-1])
    return f"write what it is for{in_brackets(field.description)}" if field and field.description else ""


def _manner(name: str) -> Manner:
    """How settings are written, of which this is the name."""
    last = name.rpartition(".")[2]
    return Manner(
        noun="settings",
        item=f'write `{last} = ["…", "…"]`',
        item_of_fields=f"begin each entry with a line `[[{name}]]`, and its settings below it",
        fields=f"write a line `[{name}]`, and its settings below it, a line each",
        first="",
        here="",
        text=f'put it in quotes: `{last} = "…"`',
        yes_no=f"write `{last} = true` or `{last} = false`, without quotes",
        quotes="write it without quotes",
    )


def shown(line: str, model: type[Any]) -> str:
    """A line of `pipeline.toml` as it may be printed: what is set is left out, unless it is a setting of `model`, since
    people paste keys and passwords where none belongs.
    """
    match = _SHOWN.match(line)
    if header(line) or not line.strip() or line.lstrip().startswith("#"):
        return line
    known = match is not None and match[2] in _names(model)  # type: ignore[arg-type]  # a class, so it has a hash
    known = known and not _WITH_PASSWORD.search(line)
    return line if known else f"{match[0] if match else ''}…"


@cache
def _names(model: Any) -> frozenset[str]:
    """The names of all settings below a model."""
    found = frozenset(fields_at(model, ()))
    inner: Iterator[Any] = (one for hint in get_type_hints(model).values() for one in flat(hint) if is_dataclass(one))
    return found.union(*(_names(one) for one in inner))


def place_of(text: str, loc: tuple[str, ...]) -> Place:
    """The line of a key (or of its table), found by reading line by line: TOML readers give no positions."""
    table: tuple[str, ...] = ()
    best = Place(FILE, 1 if text else 0)
    for number, line in enumerate(text.splitlines(), 1):
        if named := header(line):
            table = named
            if table == loc[: len(table)]:
                best = Place(FILE, number, line.index("[") + 1)
        elif (key := re.match(r"\s*([\w\-]+)\s*=", line)) and (*table, key[1]) == loc[: len(table) + 1]:
            return Place(FILE, number, key.start(1) + 1)
    return best


def header(line: str) -> tuple[str, ...]:
    """The names in the header of a table; none where a line is none."""
    if not line.lstrip().startswith("["):
        return ()
    try:
        inner: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    names = []
    while isinstance(inner, dict) and inner:
        ((name, inner),) = inner.items()
        names.append(name)
    return tuple(names)
