"""Forms of handouts: a fenced block of YAML becomes items, and items accessible HTML.

    - lines: What would I gain?
      rows: 4
      help: Think of health, money, people, time.

Each entry is a mapping whose first key names its sort and holds its label. The HTML has a separate `<label for>` for
every field (a wrapping label gives PDF readers an empty tooltip), and sends nothing anywhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.formats import yaml
from pipeline.formats.letters import slug
from pipeline.formats.wording import Wording
from pipeline.problems import Place, Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Item:
    """What every item has: an id unique in its file, a label, and a help text or ""."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class TextLine(Item):
    """`text`: one line to write on."""


@dataclass(frozen=True, slots=True)
class Lines(Item):
    """`lines`: several lines to write on."""

    rows: int = 3


@dataclass(frozen=True, slots=True)
class Check(Item):
    """`check`: a box to tick."""


@dataclass(frozen=True, slots=True)
class Choice(Item):
    """`choice`: one of several options."""

    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale(Item):
    """`scale`: a whole number between two ends; `labels` say what the two ends mean, or are empty."""

    start: int = 0
    stop: int = 10
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Item):
    """`table`: a grid to fill in, with a head for each column."""

    columns: tuple[str, ...] = ()
    rows: int = 5


@dataclass(frozen=True, slots=True)
class Date(Item):
    """`date`: a day."""


@dataclass(frozen=True, slots=True)
class Sign(Item):
    """`sign`: a place for a signature or a name."""


@dataclass(frozen=True, slots=True)
class Form:
    """The items of one block, in order."""

    items: tuple[Item, ...]


# The sorts of items: class, and the fields beyond `id` and `help`.
_SORTS: dict[str, tuple[type[Item], tuple[str, ...]]] = {
    "text": (TextLine, ()),
    "lines": (Lines, ("rows",)),
    "check": (Check, ()),
    "choice": (Choice, ("options",)),
    "scale": (Scale, ("from", "to", "labels")),
    "table": (Table, ("columns", "rows")),
    "date": (Date, ()),
    "sign": (Sign, ()),
}
_MOST_ITEMS, _MOST_ROWS, _MOST_OPTIONS, _MOST_COLUMNS, _MOST_STEPS = 200, 60, 30, 12, 21
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def parse(text: str, path: str, first_line: int, taken: Iterable[str] = ()) -> tuple[Form | None, tuple[Problem, ...]]:
    """Read the YAML of one block, whose first line is `first_line` of the file `path`.

    Ids made from labels differ from each other and from `taken`, those of the blocks before it in the file. Problems
    are those of YAML, `unknown-field`, `missing-field` and `bad-form`; a form is given only when there is none.
    """
    document, problems = yaml.parse(text, path, first_line=first_line)
    if document is None:
        return None, problems
    reader = _Reader(document, set(taken), list(problems))
    form = Form(tuple(reader.items()))
    return (None, tuple(reader.problems)) if reader.problems else (form, ())


def sort_of(item: Item) -> str:
    """The word with which an editor asks for such an item, as `lines`."""
    return next(word for word, (sort, _) in _SORTS.items() if type(item) is sort)


def ids(form: Form) -> tuple[str, ...]:
    """The ids of the items of a form, to be `taken` for the next one of the file."""
    return tuple(item.id for item in form.items)


def to_json(form: Form) -> list[Any]:
    """A form as plain data; `from_json` gives it back."""
    return [[sort_of(item), asdict(item)] for item in form.items]


def from_json(data: Sequence[Any]) -> Form:
    """A form from what `to_json` made, also after a way through JSON."""
    return Form(tuple(_SORTS[sort][0](**_frozen(item)) for sort, item in data))


def _frozen(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}


@dataclass(slots=True)
class _Reader:
    document: yaml.Document
    taken: set[str]
    problems: list[Problem]
    # Ids that are written stand before ids that are made, wherever they are in the block.
    written: set[str] = field(default_factory=set)

    def items(self) -> list[Item]:
        entries = self.document.value
        if not isinstance(entries, list) or not entries:
            self.report((), "a form is a list of items", "begin each with its sort, like `- text: My name`")
            return []
        if len(entries) > _MOST_ITEMS:
            self.report((), f"the form has more than {_MOST_ITEMS} items", "make two forms of it")
            return []
        self.written = {
            entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        }
        found = [self.item(entry, (index,)) for index, entry in enumerate(entries)]
        return [item for item in found if item is not None]

    def item(self, entry: object, loc: yaml.Path) -> Item | None:
        if not isinstance(entry, dict):
            shown = " ".join(entry.split())[:60] if isinstance(entry, str) else ""
            self.report(loc, "an item begins with its sort", f"write it like `- text: {shown or 'My name'}`")
            return None
        sorts = [name for name in entry if name in _SORTS]
        if len(sorts) != 1:
            self.no_sort(entry, loc, sorts)
            return None
        sort = sorts[0]
        kind, own = _SORTS[sort]
        known = (sort, "id", "help", *own)
        for name in entry:
            if name not in known:
                message = f"`{sort}` has no field `{name}`"
                hint = did_you_mean(name, known) or f"it may have {', '.join(f'`{field}`' for field in known[1:])}"
                self.problems.append(Problem(self.document.keys[*loc, name], message, hint, "unknown-field"))
        label = self.text(entry, loc, sort)
        if label is None:
            return None
        help_ = (self.text(entry, loc, "help") or "") if "help" in entry else ""
        identity = self.identity(entry, loc, label, sort)
        return self.build(kind, entry, loc, (identity, label, help_))

    def no_sort(self, entry: dict[str, object], loc: yaml.Path, sorts: Sequence[str]) -> None:
        if sorts:
            message = f"this item has two sorts, {' and '.join(f'`{sort}`' for sort in sorts[:2])}"
            self.report((*loc, sorts[1]), message, "begin a new item with `- `")
            return
        names = ", ".join(f"`{sort}`" for sort in _SORTS)
        hint = next((near for name in entry if (near := did_you_mean(name, _SORTS))), "") or f"the sorts are {names}"
        self.report((*loc, next(iter(entry), "")), "this item has no sort", hint)

    def build(self, kind: type[Item], entry: dict[str, object], loc: yaml.Path, base: tuple[str, str, str]) -> Item:
        if kind is Lines:
            return Lines(*base, rows=self.number(entry, loc, "rows", 3, 1, _MOST_ROWS))
        if kind is Choice:
            return Choice(*base, options=self.texts(entry, loc, "options", 2, _MOST_OPTIONS))
        if kind is Scale:
            return self.scale(entry, loc, base)
        if kind is Table:
            columns = self.texts(entry, loc, "columns", 1, _MOST_COLUMNS)
            return Table(*base, columns=columns, rows=self.number(entry, loc, "rows", 5, 1, _MOST_ROWS))
        return kind(*base)

    def scale(self, entry: dict[str, object], loc: yaml.Path, base: tuple[str, str, str]) -> Scale:
        start = self.number(entry, loc, "from", 0, -100, 100)
        stop = self.number(entry, loc, "to", 10, -100, 100)
        if not start < stop < start + _MOST_STEPS:
            message = f"a scale goes up, by at most {_MOST_STEPS - 1} steps"
            self.report((*loc, "to"), message, "write it like `from: 0` and `to: 10`")
        labels = self.texts(entry, loc, "labels", 2, 2) if "labels" in entry else ()
        return Scale(*base, start=start, stop=stop, labels=labels)

    def identity(self, entry: dict[str, object], loc: yaml.Path, label: str, sort: str) -> str:
        written = entry.get("id")
        if "id" in entry:
            if not isinstance(written, str) or slug(written) != written or len(written) > 100:
                near = slug(written if isinstance(written, str) else label)[:100].strip("-") or sort
                self.report((*loc, "id"), "the id is not made of lower-case words and hyphens", f"write `{near}`")
            elif written in self.taken:
                self.report((*loc, "id"), f"the id `{written}` stands twice in this file", "choose another one")
            self.taken.add(str(written))
            return str(written)
        made = self.free(slug(label)[:60].strip("-") or sort)
        self.taken.add(made)
        return made

    def free(self, base: str) -> str:
        """The id itself, or else with a number that is free and whose forerunner is not. Found by halving: who has
        thousands of items of one label must not wait for each of them to be counted.
        """
        if not self.has(base):
            return base
        taken, free = 1, 2
        while self.has(f"{base}-{free}"):
            taken, free = free, 2 * free
        while free - taken > 1:
            middle = (taken + free) // 2
            taken, free = (middle, free) if self.has(f"{base}-{middle}") else (taken, middle)
        return f"{base}-{free}"

    def has(self, identity: str) -> bool:
        return identity in self.taken or identity in self.written

    def text(self, entry: dict[str, object], loc: yaml.Path, name: str) -> str | None:
        value = entry[name]
        if isinstance(value, str) and value.strip() and len(value) <= 500 and not _CONTROL.search(value):
            return " ".join(value.split())
        hint = f"write it like `{name}: My week`"
        self.report((*loc, name), f"`{name}` needs a text of at most 500 characters", hint)
        return None

    def number(self, entry: dict[str, object], loc: yaml.Path, name: str, default: int, low: int, high: int) -> int:
        if name not in entry:
            return default
        value = entry[name]
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,4}", value) and low <= int(value) <= high:
            return int(value)
        hint = f"write it like `{name}: {default}`"
        self.report((*loc, name), f"`{name}` is not a whole number from {low} to {high}", hint)
        return default

    def texts(self, entry: dict[str, object], loc: yaml.Path, name: str, low: int, high: int) -> tuple[str, ...]:
        if name not in entry:
            place = yaml.place_of(self.document, loc)
            message = f"this item needs the field `{name}`"
            self.problems.append(Problem(place, message, f"add `{name}:`", "missing-field"))
            return ()
        value = entry[name]
        words = value if isinstance(value, list) else []
        texts = tuple(" ".join(word.split()) for word in words if isinstance(word, str) and word.strip())
        wrong = len(texts) != len(words) or not low <= len(texts) <= high or any(_CONTROL.search(one) for one in texts)
        if wrong or any(len(one) > 200 for one in texts):
            count = str(low) if low == high else f"{low} to {high}"
            hint = f"write it like `{name}: [one, two]`"
            self.report((*loc, name), f"`{name}` is not a list of {count} short texts", hint)
        elif name == "options" and len(set(texts)) != len(texts):
            self.report((*loc, name), "an option stands twice", "remove one")
        return texts

    def report(self, loc: yaml.Path, message: str, hint: str) -> None:
        place = self.document.keys.get(loc) if loc and isinstance(loc[-1], str) else None
        where: Place = place or yaml.place_of(self.document, loc)
        self.problems.append(Problem(where, message, hint, "bad-form"))


def to_html(form: Form, prefix: str, wording: Wording) -> str:
    """Accessible HTML of a form. `prefix` begins every id, so that a page may hold several; names are the items' ids.

    The form has no address: what is written stays on the page.
    """
    body = "".join(
        _table(item, prefix + item.id, wording)
        if isinstance(item, Table)
        else _WRITERS[type(item)](item, prefix + item.id)
        for item in form.items
    )
    return f'<form class="handout-form" autocomplete="off">\n{body}</form>\n'


def _e(text: str) -> str:
    return html.escape(text)


def _help(item: Item, identity: str) -> tuple[str, str]:
    """The help text, and the attribute that ties a field to it."""
    if not item.help:
        return "", ""
    tie = f"{_e(identity)}-help"
    return f'<p class="form-help" id="{tie}">{_e(item.help)}</p>\n', f' aria-describedby="{tie}"'


def _field(item: Item, identity: str, control: Callable[[str], str]) -> str:
    """A label, the help and a control, which is given its attributes."""
    text, tie = _help(item, identity)
    attributes = f'id="{_e(identity)}" name="{_e(item.id)}"{tie}'
    sort = type(item).__name__.lower().removesuffix("line")
    label = f'<label for="{_e(identity)}">{_e(item.label)}</label>\n'
    written = control(attributes)
    # A box stands before its label, everything else after.
    inner = f"{written}\n{label}{text}" if isinstance(item, Check) else f"{label}{text}{written}\n"
    return f'<div class="form-item form-{sort}">\n{inner}</div>\n'


def _lines(item: Item, identity: str) -> str:
    """Room for text. One line grows as well, where the page helps: nothing that was written is cut off on paper."""
    rows = item.rows if isinstance(item, Lines) else 1
    return _field(item, identity, lambda a: f'<textarea {a} rows="{rows}" autocomplete="off"></textarea>')


def _sign(item: Item, identity: str) -> str:
    return _field(item, identity, lambda attributes: f'<input type="text" {attributes} autocomplete="off">')


def _check(item: Item, identity: str) -> str:
    # No `autocomplete`: HTML doesn't allow it on boxes.
    return _field(item, identity, lambda attributes: f'<input type="checkbox" {attributes} value="yes">')


def _date(item: Item, identity: str) -> str:
    return _field(item, identity, lambda attributes: f'<input type="date" {attributes} autocomplete="off">')


def _group(item: Item, identity: str, options: Sequence[tuple[str, str]], sort: str, after: str = "") -> str:
    """Radio buttons of one name, with a legend; options are value and label (HTML)."""
    text, tie = _help(item, identity)
    buttons = "".join(
        f'<span class="form-option"><input type="radio" id="{_e(identity)}-{number}" name="{_e(item.id)}"'
        f' value="{_e(value)}">\n<label for="{_e(identity)}-{number}">{label}</label></span>\n'
        for number, (value, label) in enumerate(options, 1)
    )
    legend = f"<legend>{_e(item.label)}</legend>\n"
    opening = f'<fieldset class="form-item form-{sort}" id="{_e(identity)}"{tie}>\n'
    return f'{opening}{legend}{text}<div class="form-options">\n{buttons}</div>\n{after}</fieldset>\n'


def _choice(item: Item, identity: str) -> str:
    options = item.options if isinstance(item, Choice) else ()
    return _group(item, identity, [(option, _e(option)) for option in options], "choice")


def _scale(item: Item, identity: str) -> str:
    """A scale says what its ends mean within their labels, so that no one needs to see where they stand. It is seen in
    a line below the numbers, which is not read out again.
    """
    assert isinstance(item, Scale)
    steps = [(str(value), str(value)) for value in range(item.start, item.stop + 1)]
    if not item.labels:
        return _group(item, identity, steps, "scale")
    ends = ""
    for at, said in zip((0, -1), item.labels, strict=True):
        value = steps[at][0]
        steps[at] = (value, f'{value}<span class="unseen"> – {_e(said)}</span>')
        ends += f"<span>{value} – {_e(said)}</span>\n"
    return _group(item, identity, steps, "scale", f'<p class="form-ends" aria-hidden="true">\n{ends}</p>\n')


def _table(item: Table, identity: str, wording: Wording) -> str:
    """A grid whose every field is named by its column and row. The name of a field is the id, row and column."""
    text, tie = _help(item, identity)
    heads = "".join(f'<th scope="col">{_e(column)}</th>' for column in item.columns)
    columns = range(1, len(item.columns) + 1)
    rows = "".join(
        "<tr>" + "".join(_cell(item, identity, (row, column), wording) for column in columns) + "</tr>\n"
        for row in range(1, item.rows + 1)
    )
    table = f'<table class="form-grid" id="{_e(identity)}"{tie}>\n<caption>{_e(item.label)}</caption>\n'
    table += f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    return f'<div class="form-item form-table">\n{text}{table}</div>\n'


def _cell(item: Table, identity: str, place: tuple[int, int], wording: Wording) -> str:
    """A field whose label is seen where the heads of columns are not; its row is only heard: rows have numbers."""
    row, column = place
    at = f"{row}-{column}"
    before, _, after = wording.say("worksheet.cell", column="\n", row=row).partition("\n")
    around = [f'<span class="unseen">{_e(words)}</span>' if words else "" for words in (before, after)]
    label = f"{around[0]}{_e(item.columns[column - 1])}{around[1]}"
    return (
        f'<td><label for="{_e(identity)}-{at}">{label}</label>'
        f'<textarea id="{_e(identity)}-{at}" name="{_e(item.id)}-{at}" rows="1" autocomplete="off"></textarea></td>'
    )


_WRITERS: dict[type[Item], Callable[[Item, str], str]] = {
    TextLine: _lines,
    Lines: _lines,
    Check: _check,
    Choice: _choice,
    Scale: _scale,
    Date: _date,
    Sign: _sign,
}
