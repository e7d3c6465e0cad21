"""A new file of the library, as an editor would write it: fields in the order of their kind, and the text below them.

What is written says, read again, exactly what was given: a field that would not is put in double quotes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import yaml as library

from pipeline.formats import yaml
from pipeline.importing.keeping.draft import Draft
from pipeline.model.kinds import KINDS

WIDTH: Final = 100
"""Characters: a text that is longer with its name is folded."""
_LAST: Final = "extra"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?")
_NAME = re.compile(r"[a-z][a-z_]*")
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}(?:\.\d{1,3})?")
_ESCAPED = re.compile('["\\\\]|[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]')
"""What double quotes can't hold as it is. PyYAML writes numbers in place of emoji, too, and people read these files."""
_SHORTLY: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_STR, _MAP, _LIST = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))
_SHORT: Final = 60
"""Characters: a list of ids up to this long stands on one line."""


def written(draft: Draft) -> bytes:
    """The file of a draft that is not there yet, in UTF-8 with LF."""
    fields = "".join(field(name, draft.fields[name]) for name in ordered(draft.kind, draft.fields))
    if draft.body is None:
        return fields.encode()
    return f"---\n{fields}---\n{below(draft.body)}".encode()


def below(body: str) -> str:
    """A body as it stands below the fields: an empty line before it, one end of line behind it."""
    bare = whole(body).strip("\n")
    return f"\n{bare}\n" if bare.strip() else ""


def ordered(kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    """The names of the fields that say something, in the order in which their kind declares them; `extra` is last."""
    known = [name for name in KINDS[kind].fields.__dataclass_fields__ if name != _LAST] if kind in KINDS else []
    names = [*known, *(name for name in fields if name not in known and name != _LAST), _LAST]
    return (name for name in names if fields.get(name) is not None)


def field(name: str, value: Any) -> str:
    """A field as YAML, whole lines: the value reads as it was given, text for text."""
    text = _dumped({name: value}, plainly=True)
    document, problems = yaml.parse(text, "")
    if document is not None and not problems and not document.doubts and document.value == {name: said(value)}:
        return text
    return _dumped({name: value}, plainly=False)


def lines(name: str, value: Any) -> str:
    """What stands behind the name of a field and its colon, without the end of the last line."""
    return field(name, value)[len(name) + 1 :].rstrip("\n")


def said(value: Any) -> Any:
    """Plain data as our reader of YAML gives it: all is text, lists, mappings by text, or nothing."""
    if isinstance(value, Mapping):
        return {whole(str(key)): said(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [said(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return None if value is None else whole(str(value))


def whole(text: str) -> str:
    """A text that UTF-8 can hold: JSON may have halves of signs (surrogates), of which two together are one."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _dumped(value: Any, *, plainly: bool) -> str:
    # Lines are folded where we say so and nowhere else: our reader takes a line that goes on for a slip of the pen.
    text: str = library.serialize(
        _node(value, plainly=plainly), Dumper=_Writer, width=WIDTH, allow_unicode=True, explicit_start=False
    )
    return text


class _Writer(library.SafeDumper):
    """PyYAML's, which indents the items of lists, and folds no text that is not a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        style, text = super().choose_scalar_style(), self.analysis.scalar if self.analysis else ""
        return '"' if style == "'" and not any(sign in text for sign in '"\\') else style

    def write_plain(self, text: str, split: bool = True) -> None:
        super().write_plain(text, False)

    def write_single_quoted(self, text: str, split: bool = True) -> None:
        super().write_single_quoted(text, False)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        self.write_indicator(f'"{_ESCAPED.sub(lambda sign: _escaped(sign[0]), text)}"', True)


def _escaped(sign: str) -> str:
    return _SHORTLY.get(sign) or f"\\u{ord(sign):04x}"


def _node(value: Any, *, plainly: bool) -> library.Node:
    if isinstance(value, Mapping):
        pairs = [
            (_scalar(whole(str(key)), plainly=plainly, key=True), _node(one, plainly=plainly))
            for key, one in value.items()
        ]
        return library.MappingNode(_MAP, pairs, flow_style=not pairs)
    if isinstance(value, list | tuple):
        items = [_node(one, plainly=plainly) for one in value]
        return library.SequenceNode(_LIST, items, flow_style=_is_row(value))
    return _scalar(said(value), plainly=plainly, typed=not isinstance(value, str))


def _is_row(value: Any) -> bool:
    """Whether a list stands on one line: it is empty, or of a few short ids."""
    words = all(isinstance(one, str) and re.fullmatch(r"[a-z0-9-]+", one) for one in value)
    return words and sum(len(one) + 2 for one in value) <= _SHORT


def _scalar(text: str | None, *, plainly: bool, key: bool = False, typed: bool = False) -> library.ScalarNode:
    if text is None:
        return library.ScalarNode("tag:yaml.org,2002:null", "null")
    if not plainly and not (key and _NAME.fullmatch(text)):
        return library.ScalarNode(_STR, text, style='"')
    if typed or _INSTANT.fullmatch(text) or _CLOCK.fullmatch(text):
        return library.ScalarNode(_sort(text), text)
    folded = not key and (len(text) > WIDTH or "\n" in text)
    plain = _sort(text) == _STR and not _is_odd(text)
    return library.ScalarNode(_STR, text, style=_block(text) if folded else None if plain else '"')


def _sort(text: str) -> str:
    """What YAML takes a plain text for: it stands without quotes where that is what it is said to be."""
    tag: str = _Writer(io.StringIO()).resolve(library.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag


def _block(text: str) -> str | None:
    """Folded, or with its line ends as they are where it has some; in quotes what a block would not keep."""
    if text != text.strip() or any(line != line.rstrip() for line in text.split("\n")):
        return '"'
    return "|" if "\n" in text else ">"


def _is_odd(text: str) -> bool:
    """Whether readers of YAML, people among them, could take a text for something else."""
    return " #" in text or ": " in text or text[:1] in "“”„‟«»‘’\u201a"
