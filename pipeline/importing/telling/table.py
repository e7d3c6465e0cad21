"""The report of an import as people read it: first what waits for them, with the lines to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.importing.deciding.losses import AREAS
from pipeline.importing.keeping.written import field
from pipeline.importing.source.loss import Outcome
from pipeline.importing.telling.report import REPORT, OfKind, Report, Reported
from pipeline.model.decisions import DECISIONS
from pipeline.problems import Place

SHOWN: Final = 30
"""The most rows of a list; the rest stands in the report."""
_WIDE, _TERMS = 60, 100
_STATES: Final = {
    "new": "new",
    "updated": "brought up to date",
    "same": "unchanged",
    "adopted": "there already",
    "gone": "removed by people, and not written again",
    "skipped": "left out by `import.yml`",
    "refused": "not moved in",
    "vanished": "no longer in the source; their files stay",
    "taken": "without a file: another entry has its name",
    "unreadable": "with fields that nobody can read",
}
OUTCOMES: Final[tuple[Outcome, ...]] = ("kept", "changed", "dropped")
_CATEGORY: Final = "category"


def table(report: Report) -> str:
    """All that people should see, in paragraphs; what content says in it is not made harmless here."""
    parts = (_head, _open, _categories, _kinds, _items, _kept_by_people, _people, _pictures, _checked, _notes)
    told = [lines for part in parts if (lines := list(part(report)))]
    return "\n\n".join("\n".join(lines) for lines in [*told, [f"All of it: `{REPORT}`"]]) + "\n"


def _head(report: Report) -> Iterator[str]:
    only = _only(report)
    yield f"{only if '://' in only else report.source}: {_many(len(report.items), 'item')}"
    states = report.states()
    rows = [(f"{states[state]:,}", words) for state, words in _STATES.items() if states[state]]
    yield from _rows(rows, numbers=(0,))
    if only:
        yield f"Lines are those of {only}"


def _open(report: Report) -> Iterator[str]:
    """What nobody decided yet, as lines for `import.yml`."""
    terms = {f"{_CATEGORY}/{name}" for name in report.terms}
    waiting = [one for one in report.kinds() if one.open and one.kind not in terms]
    if not waiting:
        return
    count = sum(one.open for one in waiting)
    waits = "waits" if count == 1 else "wait"
    yield f"{_many(count, 'loss')} {waits} for a decision. Write into `{DECISIONS}`, below the `losses:` that is there,"
    yield "if one is, and with `keep` or `{map: …}` in place of `drop` where you want that:"
    yield ""
    yield "losses:"
    for one in waiting:
        yield from _undecided(one, _only(report))


def _undecided(one: OfKind, only: str) -> Iterator[str]:
    first = next(decided.loss for decided in one.losses if decided.open)
    area = AREAS.get(one.kind.partition("/")[0])
    shown = f": {_short(first.what)}" if first.what else ""
    about = f" {area.about}" if area else ""
    yield f"  #{about} {_times(one.open)}, first in {_at(first.place, only)}{shown}"
    yield f"  {field(one.kind, 'drop').rstrip()}"


def _categories(report: Report) -> Iterator[str]:
    """Categories of which nobody said yet what they are."""
    if not report.terms:
        return
    many = "category is" if len(report.terms) == 1 else "categories are"
    yield f"{len(report.terms):,} {many} no topic yet. Write into `{DECISIONS}` which they are, `[]` for none,"
    yield "below the `topics:` that is there, if one is:"
    yield ""
    yield "topics:"
    terms = sorted(report.terms.items(), key=lambda one: (-one[1][0], one[0]))
    for name, (items, guess) in terms[:_TERMS]:
        yield f"  # {_many(items, 'item')}{'' if guess else '; no topic is called so'}"
        yield f"  {field(name, [guess] if guess else []).rstrip()}"
    if len(terms) > _TERMS:
        yield f"  # and {len(terms) - _TERMS:,} more, which fewer items have"


def _kinds(report: Report) -> Iterator[str]:
    """All losses by kinds; what is dropped without a question, in one line."""
    kinds = report.kinds()
    only = _only(report)
    rows = [_kind(one, only) for one in kinds if not one.trifle]
    if rows:
        yield "What has no home here as it was, by kind:"
        yield ""
        yield from _rows([("", "kept", "changed", "dropped", "becomes", "first in"), *rows], numbers=(1, 2, 3))
    if trifles := [f"{one.kind} {one.counts.get('dropped', 0):,}" for one in kinds if one.trifle]:
        yield f"{'Besides, dropped' if rows else 'Dropped'} without a question: {', '.join(trifles)}"


def _kind(one: OfKind, only: str) -> tuple[str, ...]:
    numbers = (_number(one.counts.get(outcome, 0)) for outcome in OUTCOMES)
    verdict = ", ".join(map(_short, (*one.verdicts, *(["?"] if one.open else []))))
    return (_short(one.kind), *numbers, verdict, _at(one.places[0], only) if one.places else "")


def _items(report: Report) -> Iterator[str]:
    """The items that lose more than presentation, most first."""
    lost = [(item, counts) for item in report.items if any(counts := _counts(item))]
    if not lost:
        return
    lost.sort(key=lambda one: (-one[1][2], -sum(one[1]), one[0].place))
    yield "By item:"
    yield ""
    only = _only(report)
    rows = [(_name(item), *map(_number, counts), _at(item.place, only)) for item, counts in lost[:SHOWN]]
    yield from _rows([("", "kept", "changed", "dropped", "in"), *rows], numbers=(1, 2, 3))
    yield from _more(len(lost))


def _counts(item: Reported) -> tuple[int, int, int]:
    """How much was kept, changed and dropped, without presentation."""
    told = [one.loss for one in item.lost if one.by != "default" or one.loss.outcome != "dropped"]
    kept, changed, dropped = (sum(loss.count for loss in told if loss.outcome == outcome) for outcome in OUTCOMES)
    return kept, changed, dropped


def _kept_by_people(report: Report) -> Iterator[str]:
    """What people changed here and the source has otherwise, and what could not be written."""
    kept = [item for item in report.items if item.untouched]
    if kept:
        yield "Changed by people here, and otherwise in the source; it stays as people have it:"
        yield from (f"  {item.path}: {', '.join(item.untouched)}" for item in kept[:SHOWN])
        yield from _more(len(kept))
    if left := [item for item in report.items if item.left]:
        yield "Not brought up to date, since a comment stands inside; write it by hand, or move the comment:"
        yield from (f"  {item.path}: {', '.join(item.left)}" for item in left[:SHOWN])
        yield from _more(len(left))


def _people(report: Report) -> Iterator[str]:
    if report.people:
        yield "New in `people.yml`; is one of them there twice, or to be called otherwise?"
        yield from _rows([(f"  {id_}", name) for id_, name in sorted(report.people.items())[:SHOWN]])
        yield from _more(len(report.people))


def _pictures(report: Report) -> Iterator[str]:
    if report.alt:
        yield f"{_many(len(report.alt), 'picture')} without words for those who don't see them:"
        yield from _rows([(f"  {one.path}", f"in {one.shown_by}") for one in report.alt[:SHOWN]])
        yield from _more(len(report.alt))


def _checked(report: Report) -> Iterator[str]:
    """In which lines of the source that stands in which `check` found something."""
    sources = report.sources()
    paths = [path for path in dict.fromkeys(one.place.path for one in report.problems) if path in sources]
    if paths:
        only = _only(report)
        yield "What `check` found is told above by the files here. In the source they are:"
        yield from _rows([(f"  {path}", _at(sources[path], only)) for path in paths[:SHOWN]])
        yield from _more(len(paths))


def _notes(report: Report) -> Iterator[str]:
    yield from (f"Note: {note}" for note in report.notes)


def _only(report: Report) -> str:
    """The one file or address of which all places are, where there is one."""
    paths = {item.place.path for item in report.items} | {one.loss.place.path for one in report.all_losses()}
    paths.discard("")
    return paths.pop() if len(paths) == 1 else ""


def _at(place: Place, only: str) -> str:
    """A place, in short where all are of one file."""
    return f"line {place.line:,}" if place.line and place.path == only else str(place)


def _name(item: Reported) -> str:
    return item.path.removeprefix("content/") or item.id


def _rows(rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Iterator[str]:
    """Rows in columns; `numbers` are those that stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if at in numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN:,} more"


def _many(count: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count:,} times"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDE else f"{line[: _WIDE - 1]}…"


def _number(count: int) -> str:
    return f"{count:,}" if count else "–"
