"""The slips of people who write YAML by hand: what stops a parser, told as what somebody typed.

A parser stops where it can't go on, often lines after the cause, and says so in words of its grammar. Here each slip is
looked for in the lines themselves, at the place at which the parser stopped and before it; the first that fits is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_FIELD = re.compile(r"(\s*(?:- +)*)([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$")
"""A line that is a field: what stands before its name, its name, and its value."""
_TIGHT = re.compile(r"\s*(?:- +)*([A-Za-z_][\w-]*):(?!//)([^\s:].*)$")
"""A name with its value right behind the colon."""
_ODD_COLON = re.compile(
    r"\s*(?:- +)*([A-Za-z_][\w-]*)(\uff1a|[ ]?=(?=[ ])|:(?=[\xa0\u2000-\u200b\u202f\u3000]))[\s\u200b]*(\S.*)$"
)
"""A name and a value with something else between them than a colon and a space."""
_ODD_ITEM = re.compile(r"([ ]*)([•·‣–—*][ \t\xa0]*|-(?![ -])[\t\xa0]*)(?=\S)(.*)$")
"""An item of a list that begins with something else than a hyphen and a space."""
_ITEM = re.compile(r"(\s*- +)(.*)$")
_ADDRESS = frozenset({"acct", "geo", "http", "https", "mailto", "tel", "urn", "xmpp"})
_SIGNS = frozenset("@`%*&!|>-?")
"""What begins something else than a text."""
_QUOTES = ("'", '"')
_NAMES = ("*", "&", "!")
_CLOSING = {"[": "]", "{": "}"}
_LONGEST = 60
_LOOK = "look at this line and the one before it: each is `name: value` or `- item`, indented as its neighbours"


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody typed: line and column of the text (from 0), what is wrong, and the remedy.

    `write`: the whole line as it has to be, where the remedy says exactly that; `check --fix` writes it.
    """

    line: int
    column: int
    message: str
    hint: str
    write: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a parser stopped in `lines`, and its words. `begun` is the line and column of what it was reading."""

    lines: tuple[str, ...]
    line: int
    column: int
    words: str = ""
    begun: tuple[int, int] | None = None

    def at(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def before(self, line: int) -> int:
        """The nearest line before this one that holds something; -1 where there is none."""
        return next((n for n in range(min(line, len(self.lines)) - 1, -1, -1) if _said(self.lines[n])), -1)


def slip(stop: Stop) -> Slip:
    """What made a parser stop."""
    for found in (reading(stop) for reading in _READINGS):
        if found is not None:
            return found
    return Slip(stop.line, stop.column, "this line, or the one before it, is not written as fields are", _LOOK)


def quoted(text: str) -> str:
    """A text as one value of YAML, in the quotes that it leaves free."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def value(text: str) -> str:
    """A text as a value of YAML: in quotes where it would be taken for something else without."""
    plain = text[:1].isalnum() and ": " not in text and " #" not in text and not text.endswith(":")
    return text if plain else quoted(text)


def marked(text: str) -> str:
    """A text as a message shows it, word for word."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def in_quotes(text: str, name: str = "") -> str:
    """The remedy that puts a value in quotes, word for word where it is short."""
    text = text.strip()
    shown = quoted(text) if text and len(text) <= _LONGEST else quoted(text)[:1] + "…" + quoted(text)[-1:]
    return f"put the text in quotes: {marked(f'{name}: {shown}' if name else shown)}"


def tight(line: str) -> tuple[str, str] | None:
    """Name and value of a line that lacks the space behind the colon."""
    match = _TIGHT.match(line)
    return (match[1], match[2].strip()) if match and match[1] not in _ADDRESS else None


def with_space(line: str) -> str:
    """A line that lacks the space behind the colon, with it; "" for another."""
    match = _TIGHT.match(line)
    return f"{line[: match.start(2)]} {line[match.start(2) :]}" if match and tight(line) else ""


def spaced(name: str, value: str) -> str:
    """The remedy for such a line."""
    return f"write {marked(f'{name}: {_short(value)}')}"


def _tab(stop: Stop) -> Slip | None:
    for line in (stop.line, stop.before(stop.line)):
        text = stop.at(line)
        indent = text[: len(text) - len(text.lstrip())]
        if "\t" in indent:
            message = "a tab stands at the beginning of this line, where only spaces may stand"
            right = indent.replace("\t", "  ") + text.lstrip()
            return Slip(line, indent.index("\t"), message, "write two spaces in its place", right)
    return None


def _no_space(stop: Stop) -> Slip | None:
    """A name with its value right behind the colon: what follows is read as its continuation."""
    first = stop.begun[0] if stop.begun else stop.before(stop.line)
    for line in range(stop.line, max(-1, min(first, stop.line) - 1), -1):
        found = tight(stop.at(line))
        if found and (line != stop.line or not _FIELD.match(stop.at(line))):
            column = stop.at(line).index(f"{found[0]}:") + len(found[0]) + 1
            right = with_space(stop.at(line))
            return Slip(line, column, f"a space is missing behind `{found[0]}:`", spaced(*found), right)
    return None


def _odd_colon(stop: Stop) -> Slip | None:
    """A colon of another script, another sign, or a space that does not break: what follows is read as its text."""
    for line in (stop.before(stop.line), stop.line):
        if match := _ODD_COLON.match(stop.at(line)):
            sign = match[2].strip()
            message = f"`{sign}` stands behind `{match[1]}` in place of a colon"
            if sign == ":":
                message = f"the space behind `{match[1]}:` is one that does not break, as other programs write it"
            right = f"{stop.at(line)[: match.start(2)]}: {match[3]}"
            return Slip(line, match.start(2), message, spaced(match[1], match[3].strip()), right)
    return None


def _odd_item(stop: Stop) -> Slip | None:
    line = stop.begun[0] if stop.begun and "':'" in stop.words else stop.line
    match = _ODD_ITEM.match(stop.at(line))
    above = _FIELD.match(stop.at(stop.before(line)))
    if match is None or above is None or above[3]:
        return None
    message = "an item of a list begins with a hyphen and a space"
    return Slip(line, len(match[1]), message, f"write {marked(f'- {_short(match[3])}')}", f"{match[1]}- {match[3]}")


def _continued_colon(stop: Stop) -> Slip | None:
    """A colon in the second line of a text."""
    text, above = stop.at(stop.line), _FIELD.match(stop.at(stop.before(stop.line)))
    if "mapping values" not in stop.words or above is None or not above[3] or _FIELD.match(text):
        return None
    if _indent(text) <= len(above[1]):
        return None
    message = f"a colon with a space behind it stands in the text of `{above[2]}`, and ends the name of a field"
    return Slip(stop.line, stop.column, message, f"write `{above[2]}: >-`, and the whole text in the lines below it")


def _document(stop: Stop) -> Slip | None:
    if "another document" not in stop.words:
        return None
    message = "a line `---` stands here, as if the fields ended"
    return Slip(stop.line, stop.column, message, "remove it, or write what follows it below the fields of the file")


def _further_right(stop: Stop) -> Slip | None:
    """A field that is indented below one which has a value already."""
    match, before = _FIELD.match(stop.at(stop.line)), stop.before(stop.line)
    if match is None or "mapping values" not in stop.words or stop.column != match.end(2):
        return None
    above = _FIELD.match(stop.at(before))
    if above is None or not above[3] or len(match[1]) <= len(above[1]):
        return None
    message = f"`{match[2]}:` begins further right than `{above[2]}:`, so it is read as a part of its text"
    hint = f"begin it in column {len(above[1]) + 1}, as the line above"
    right = "" if above[1].strip() else above[1] + stop.at(stop.line).lstrip()
    return Slip(stop.line, len(match[1]), message, hint, right)


def _first_line(stop: Stop) -> Slip | None:
    """Spaces before the first field, and none before the others."""
    first = next((n for n in range(len(stop.lines)) if _said(stop.lines[n])), -1)
    if "document start" not in stop.words or first < 0:
        return None
    indent, there = _indent(stop.at(first)), _indent(stop.at(stop.line))
    if indent <= there or stop.column != there:
        return None
    message = "this line begins further right than the fields below it"
    right = " " * there + stop.at(first).lstrip()
    return Slip(first, 0, message, f"begin it in column {there + 1}, as those below", right)


def _astray(stop: Stop) -> Slip | None:
    """A line that begins where none of those begin to which it could belong."""
    text, before = stop.at(stop.line), stop.before(stop.line)
    if "did not find expected" not in stop.words or stop.column != _indent(text) or not text.strip() or before < 0:
        return None
    if _opened(stop) or stop.column == _indent(stop.at(before)):
        return None
    message = f"this line begins in column {stop.column + 1}, and the one to which it belongs does not"
    hint = f"begin it where its neighbours begin; the line above it begins in column {_indent(stop.at(before)) + 1}"
    return Slip(stop.line, stop.column, message, hint)


def _not_closed(stop: Stop) -> Slip | None:
    if not stop.begun or "quoted scalar" not in stop.words:
        return None
    line, column = stop.begun
    sign = stop.at(line)[column : column + 1]
    if "escape" in stop.words:
        message = "a backslash stands between double quotes, where it has a meaning of its own"
        return Slip(stop.line, stop.column, message, "put the text in single quotes: `'…'`")
    close = f"end the text with `{sign}`, or remove the one at its beginning"
    return Slip(line, column, "the quotes that begin here are never closed", close)


def _opened(stop: Stop) -> tuple[int, int] | None:
    """Line and column of a bracket that was being read."""
    if "flow" not in stop.words:
        return None
    if stop.begun and stop.at(stop.begun[0])[stop.begun[1] :][:1] in _CLOSING:
        return stop.begun
    for line in range(min(stop.line, len(stop.lines) - 1), -1, -1):
        cell = _cell(stop.lines[line])
        if cell.value[:1] in _CLOSING and not cell.value.endswith(_CLOSING[cell.value[0]]):
            return line, cell.column
    return None


def _comment_in_brackets(stop: Stop) -> Slip | None:
    """A comment that hides the closing bracket."""
    opened = _opened(stop)
    at = stop.at(opened[0]).find(" #", opened[1]) if opened else -1
    if opened is None or at < 0:
        return None
    message = "the rest of the line from ` #` on is taken for a comment, so the bracket is never closed"
    return Slip(opened[0], at + 1, message, "put what holds ` #` in quotes")


def _bracket(stop: Stop) -> Slip | None:
    """A bracket that is not closed, or that belongs to a text."""
    opened = _opened(stop)
    if opened is None:
        return None
    sign = stop.at(opened[0])[opened[1]]
    message = f"the bracket `{sign}` that begins here is never closed"
    hint = f"end the list with `{_CLOSING[sign]}`; or, where it is a text, put that in quotes"
    return Slip(*opened, message, hint)


def _behind(stop: Stop) -> Slip | None:
    """Text behind quotes or brackets that were closed."""
    cell, opened = _cell(stop.at(stop.line)), _opened(stop)
    value, sign = cell.value, cell.value[:1]
    if "did not find expected" not in stop.words or not sign or sign not in "\"'[{":
        return None
    if opened and opened[0] < stop.line:
        return None
    message = f"text stands behind the closing {'quotes' if sign in _QUOTES else 'bracket'}"
    if sign in _QUOTES and value.endswith(sign) and len(value) > 1:
        message, value = f"the quotes end here already, since `{sign}` stands within them", value[1:-1]
    return Slip(stop.line, stop.column, message, in_quotes(value, cell.name), _quoted_line(stop, cell, value))


def _sign(stop: Stop) -> Slip | None:
    """A value that begins with a character that means something."""
    cell = _cell(stop.at(stop.line))
    behind = cell.value[:1] in _NAMES and stop.column > cell.column  # the name that it begins was read by then
    if cell.value[:1] not in _SIGNS or not (behind or cell.column <= stop.column <= cell.column + 2):
        return None
    message = f"a text without quotes can't begin with {marked(cell.value[0])}"
    right, hint = _quoted_line(stop, cell, cell.value), in_quotes(cell.value, cell.name)
    if cell.name and cell.value.startswith("- "):
        right, hint = "", f"{hint}; if it is an item of a list, write it into the line below"
    return Slip(stop.line, cell.column, message, hint, right)


def _colon(stop: Stop) -> Slip | None:
    """A text that holds a colon and a space."""
    cell = _cell(stop.at(stop.line))
    if "mapping values" not in stop.words or not cell.value or not (": " in cell.value or cell.value.endswith(":")):
        return None
    message = "a colon with a space behind it ends the name of a field, and this line has one already"
    right = _quoted_line(stop, cell, cell.value)
    return Slip(stop.line, stop.column, message, in_quotes(cell.value, cell.name), right)


def _no_field(stop: Stop) -> Slip | None:
    """Words on a line of their own."""
    if "could not find expected ':'" not in stop.words:
        return None
    line, column = stop.begun or (stop.line, stop.column)
    message = "this line is no field, and it is not indented as a part of the one above it"
    return Slip(
        line, column, message, "begin it with two spaces where it continues the text above, or write `name: value`"
    )


_READINGS: tuple[Callable[[Stop], Slip | None], ...] = (
    _tab,
    _no_space,
    _odd_colon,
    _odd_item,
    _document,
    _further_right,
    _continued_colon,
    _first_line,
    _comment_in_brackets,
    _not_closed,
    _sign,
    _behind,
    _astray,
    _bracket,
    _colon,
    _no_field,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """The value on a line, the column at which it begins, and the name of its field, where it has one."""

    name: str
    value: str
    column: int


def _cell(line: str) -> _Cell:
    if match := _FIELD.match(line):
        return _Cell(match[2], (match[3] or "").rstrip(), match.start(3))
    match = _ITEM.match(line)
    return _Cell("", match[2].rstrip(), match.start(2)) if match else _Cell("", "", 0)


def _quoted_line(stop: Stop, cell: _Cell, text: str) -> str:
    """The line with its value in quotes; "" where a comment may stand in it, or more lines belong to it."""
    line, below = stop.at(stop.line), stop.at(stop.line + 1)
    goes_on = _said(below) and _indent(below) > _indent(line)
    return "" if goes_on or " #" in text or len(text) > _LONGEST else line[: cell.column] + quoted(text.strip())


def _said(line: str) -> bool:
    """Whether a line is more than white space and comments."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
