"""Forms on paper: every item of a `form` block as room to write, with a field that can be filled in on a screen.

The HTML is for print alone. Each field says its whole question in `title`, which becomes its tooltip (`/TU`): there is
no label element to tie to it in a PDF. A `meta` element names each group of radio buttons.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from pipeline.formats.form import Check, Choice, Date, Form, Item, Lines, Scale, Sign, Table, TextLine
from pipeline.formats.wording import Wording

GROUP = "group:"
"""Begins the names of the `meta` elements that give groups of radio buttons their tooltip."""

MOST_ROWS = 12
"""Rows of one field: a field can't be parted between pages."""


def to_html(form: Form, wording: Wording) -> str:
    """The form, ready to be printed."""
    return "".join(_WRITERS[type(item)](item, wording) for item in form.items)


def groups(form: Form) -> Iterator[tuple[str, str]]:
    """The name and the question of each group of radio buttons."""
    return ((item.id, item.label) for item in form.items if isinstance(item, Choice | Scale))


def _e(text: str) -> str:
    return html.escape(text)


def _item(item: Item, body: str) -> str:
    """An item that is kept on one page: its question, its help, its field."""
    sort = type(item).__name__.lower()
    return f'<div class="item {sort}">\n{_question(item)}{body}</div>\n'


def _question(item: Item) -> str:
    text = f'<p class="help">{_e(item.help)}</p>\n' if item.help else ""
    return f'<p class="question">{_e(item.label)}</p>\n{text}'


def _tooltip(item: Item, question: str = "") -> str:
    return _e(f"{question or item.label}" + (f" ({item.help})" if item.help else ""))


def _then(item: Item, more: str) -> str:
    """A question with what follows it: `Where was I? at home`, `My week: Monday`."""
    return f"{item.label}{'' if item.label.endswith(('?', '!', ':', '.', '…')) else ':'} {more}"


def _line(item: Item, _: Wording) -> str:
    return _item(item, f'<input type="text" name="{_e(item.id)}" title="{_tooltip(item)}">\n')


def _date(item: Item, wording: Wording) -> str:
    tooltip = _tooltip(item, wording.say("print.date", question=item.label))
    return _item(item, f'<input type="text" name="{_e(item.id)}" title="{tooltip}">\n')


def _check(item: Item, _: Wording) -> str:
    box = f'<input type="checkbox" name="{_e(item.id)}" value="yes" title="{_tooltip(item)}">'
    text = f'<p class="help">{_e(item.help)}</p>\n' if item.help else ""
    return f'<div class="item check">\n<p>{box} {_e(item.label)}</p>\n{text}</div>\n'


def _lines(item: Item, wording: Wording) -> str:
    """Ruled lines with one field over them; many lines become several fields, so that they can be parted."""
    assert isinstance(item, Lines)
    parts = -(-item.rows // MOST_ROWS)
    fields = []
    for part in range(parts):
        rows = len(range(part, item.rows, parts))
        name, question = item.id, ""
        if parts > 1:
            name = f"{item.id}_{part + 1}"
            question = wording.say("print.part", question=item.label, part=part + 1, parts=parts)
        rules = '<div class="rule"></div>' * rows
        field = f'<textarea name="{_e(name)}" title="{_tooltip(item, question)}"></textarea>'
        fields.append(f'<div class="ruled">{rules}{field}</div>\n')
    first, *rest = fields
    return _item(item, first) + "".join(rest)


def _choice(item: Item, _: Wording) -> str:
    assert isinstance(item, Choice)
    return _item(item, f'<p class="options">{_buttons(item, [(option, option) for option in item.options])}</p>\n')


def _scale(item: Item, _: Wording) -> str:
    """Buttons over their numbers; what the ends mean stands below, and in the tooltips of the two ends."""
    assert isinstance(item, Scale)
    steps = [(str(value), str(value)) for value in range(item.start, item.stop + 1)]
    ends = ""
    if item.labels:
        low, high = (f"{value} – {label}" for value, label in zip((item.start, item.stop), item.labels, strict=True))
        ends = f'<p class="ends"><span>{_e(low)}</span> <span>{_e(high)}</span></p>\n'
        steps[0], steps[-1] = (steps[0][0], low), (steps[-1][0], high)
    return _item(item, f'<p class="steps">{_buttons(item, steps)}</p>\n{ends}')


def _buttons(item: Item, options: list[tuple[str, str]]) -> str:
    """Radio buttons: what is printed beside each, and how its tooltip names it."""
    return " ".join(
        f'<span class="option"><input type="radio" name="{_e(item.id)}" value="{_e(printed)}"'
        f' title="{_tooltip(item, _then(item, said))}"> <span class="said">{_e(printed)}</span></span>'
        for printed, said in options
    )


def _table(item: Item, wording: Wording) -> str:
    """A grid; the name of a field is the item's id, row and column. It may be parted between rows."""
    assert isinstance(item, Table)
    heads = "".join(f'<th scope="col">{_e(column)}</th>' for column in item.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(item, row, column, wording) for column in range(len(item.columns))) + "</tr>\n"
        for row in range(1, item.rows + 1)
    )
    grid = f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    return f'<div class="item table">\n{_question(item)}{grid}</div>\n'


def _cell(item: Table, row: int, column: int, wording: Wording) -> str:
    tooltip = _tooltip(item, _then(item, wording.say("worksheet.cell", column=item.columns[column], row=row)))
    return f'<td><textarea name="{_e(item.id)}-{row}-{column + 1}" title="{tooltip}"></textarea></td>'


_WRITERS: dict[type[Item], Callable[[Item, Wording], str]] = {
    TextLine: _line,
    Lines: _lines,
    Check: _check,
    Choice: _choice,
    Scale: _scale,
    Table: _table,
    Date: _date,
    Sign: _line,
}
