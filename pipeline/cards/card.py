"""Social cards: the picture of a page that other sites show beside a link to it (Open Graph, 1200 × 630 px).

The look stands in `theme/card.yml`, the words are those of the page. A card is a job of its own, so that a new page
draws one card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.formats import yaml
from pipeline.formats.scalars import slug
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.page import Page
from pipeline.problems import Place, Problem

LOOK = "theme/card.yml"
_REMEDY = "mend it, or remove the file: then that of the package is taken"
WIDTH, HEIGHT = 1200, 630
LEADING = 1.2
"""From line to line, in sizes of the type."""
Measure = Callable[[str, float], float]
"""The width of a text in a size of type, px both."""


def problems(library: Library) -> Iterator[Problem]:
    """What is wrong with the look of cards, which names fonts of the theme."""
    file = library.tree.get(LOOK)
    document, unreadable = yaml.parse(file.data.decode("utf-8", "replace"), LOOK) if file and file.data else (None, ())
    yield from unreadable
    if document is None:
        return
    named = document.value.get("fonts") if isinstance(document.value, dict) else None
    missing = [str(name) for name in named if f"theme/{name}" not in library.tree] if isinstance(named, list) else [""]
    for name in missing:
        place = document.marks.get(("fonts",), Place(LOOK, 1))
        message = f"there is no font `theme/{name}`" if name else "`fonts` is no list of files of the theme"
        yield Problem(place, message, _REMEDY, "bad-theme")


def cards(pages: Iterable[Page], library: Library) -> tuple[Job, ...]:
    """One job a page: performer `card`; none where the theme has no look for them."""
    file = library.tree.get(LOOK)
    look = yaml.parse(file.data.decode(), LOOK)[0] if file and file.data else None
    if look is None or not isinstance(look.value, dict):
        return ()
    chosen: dict[str, Any] = dict(look.value)
    fonts = (library.tree.files[f"theme/{name}"] for name in chosen.pop("fonts"))
    inputs = {f"font {number}": Blob(font.digest, font.size) for number, font in enumerate(fonts)}
    return tuple(Job("card", f"/{page.address}", inputs, {**chosen, **_words(page, library)}) for page in pages)


def carded(
    pages: Iterable[Page], outcomes: Iterable[Outcome], library: Library, base_url: str
) -> tuple[tuple[Page, ...], tuple[Piece, ...]]:
    """The pages, each with what its head says of its card, and the cards, to be published."""
    drawn = {outcome.job.subject: outcome for outcome in outcomes if outcome.ok}
    made, pieces = [], {}
    for page in pages:
        outcome = drawn.get(f"/{page.address}")
        if outcome is None:
            made.append(page)
            continue
        blob = outcome.outputs["card"]
        path = hashed(f"assets/cards/{slug(page.address)[:80].strip('-') or 'home'}.png", blob.digest)
        pieces[path] = Piece(path, blob, page.source)
        said = " – ".join(dict.fromkeys(word for word in _words(page, library).values() if word))
        card = {"url": urls.absolute(base_url, path), "alt": said, "width": WIDTH, "height": HEIGHT}
        made.append(replace(page, data={**page.data, "card": card}))
    return tuple(made), tuple(pieces.values())


def _words(page: Page, library: Library) -> dict[str, str]:
    name = library.settings.site.title
    title = page.title if page.address else name
    kind = KINDS.get(page.data.get("kind", ""))
    label = library.wording.say(f"kinds.{kind.name}.singular") if kind and not kind.free else ""
    return {"label": label, "title": title, "library": name if title != name else ""}


def fit(text: str, measure: Measure, width: float, height: float, sizes: Sequence[int]) -> tuple[int, tuple[str, ...]]:
    """The largest of the `sizes` (px, largest first) in which a text fits, and its lines.

    Words are broken only in the smallest; what does not fit even there ends in `…`.
    """
    for size in sizes:
        lines = _wrapped(text.split(), measure, size, width)
        if len(lines) * size * LEADING <= height and all(measure(line, size) <= width for line in lines):
            return size, lines
    size = sizes[-1]
    words = [part for word in text.split() for part in _broken(word, measure, size, width)]
    lines, most = _wrapped(words, measure, size, width), max(1, int(height / (size * LEADING)))
    if len(lines) <= most:
        return size, lines
    last = lines[most - 1]
    while last and measure(f"{last}…", size) > width:
        last = last[:-1].rstrip()
    return size, (*lines[: most - 1], f"{last}…")


def _wrapped(words: Iterable[str], measure: Measure, size: int, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _broken(word: str, measure: Measure, size: int, width: float) -> Iterable[str]:
    part = ""
    for letter in word:
        if part and measure(part + letter, size) > width:
            yield part
            part = ""
        part += letter
    yield part
