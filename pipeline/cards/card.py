"""Social cards: the picture of a page that other sites show beside a link to it (Open Graph, 1200 × 630 px).

The look stands in `theme/card.yml`, the words are those of the page. A card is a job of its own, so that a new page
draws one card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.formats import yaml
from pipeline.formats.letters import slug
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Piece, canonical, hashed, sha256
from pipeline.model.library import Library
from pipeline.model.page import Draft
from pipeline.problems import Place, Problem

LOOK = "theme/card.yml"
_REMEDY = "mend it, or remove the file: then that of the package is taken"
WIDTH, HEIGHT = 1200, 630
LEADING = 1.2
"""From line to line, in sizes of the type."""
NOWHERE: Mapping[str, str] = MappingProxyType({})
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


class Cards:
    """The cards of drafts; those whose words and look did not change still stand. None where the theme has no look, and
    none of the pages of a long list, to which nobody leads others.
    """

    def __init__(self, drafts: Iterable[Draft], library: Library, answers: Answers) -> None:
        self._answers, self._library = answers, library
        self._look, self._fonts = _look(library)
        whole = (draft for draft in drafts if self._look and not urls.is_part(draft.address))
        self._drafts = {draft.address: draft for draft in whole}
        self._made: dict[str, Outcome] = {}
        fonts = sorted((name, blob.digest) for name, blob in self._fonts.items())
        look = sha256(canonical([self._look, fonts, library.settings.site.title]))
        answers.facts("card look", lambda _: look)
        answers.facts("card words", lambda address: canonical(self._words(self._drafts[address])).decode())
        answers.answers("card", self._card, kept=True)

    def jobs(self) -> tuple[Job, ...]:
        """One job a card: performer `card`."""
        new = (address for address in self._drafts if not self._answers.stands("card", address))
        return tuple(
            Job("card", f"/{address}", self._fonts, {**self._look, **self._words(self._drafts[address])})
            for address in new
        )

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Know what came of the jobs."""
        self._made |= {outcome.job.subject.removeprefix("/"): outcome for outcome in outcomes}

    def heads(self, base_url: str, elsewhere: Mapping[str, str] = NOWHERE) -> dict[str, dict[str, Any]]:
        """Address of each page → what its head says of its card. What lies `elsewhere` has the whole of its address
        there, by its path.
        """
        return {address: self._head(draft, base_url, elsewhere) for address, draft in self._drafts.items()}

    def pieces(self) -> tuple[Piece, ...]:
        """The cards, to be published."""
        made = (Piece(self._path(draft), self._blob(draft), draft.source) for draft in self._drafts.values())
        return tuple({piece.path: piece for piece in made}.values())

    def _head(self, draft: Draft, base_url: str, elsewhere: Mapping[str, str]) -> dict[str, Any]:
        said = " – ".join(dict.fromkeys(word for word in self._words(draft).values() if word))
        path = self._path(draft)
        url = elsewhere.get(path) or urls.absolute(base_url, path)
        return {"url": url, "alt": said, "width": WIDTH, "height": HEIGHT}

    def _path(self, draft: Draft) -> str:
        name = slug(draft.address)[:80].strip("-") or "home"
        return hashed(f"{urls.CARDS}{name}.png", self._blob(draft).digest)

    def _blob(self, draft: Draft) -> Blob:
        return Blob(*self._answers.ask("card", draft.address))

    def _card(self, address: str) -> list[Any]:
        self._answers.fact("card look")
        self._answers.fact("card words", address)
        blob = self._made[address].outputs["card"]
        return [blob.digest, blob.size]

    def _words(self, draft: Draft) -> dict[str, str]:
        name = self._library.settings.site.title
        title = draft.title if draft.address else name
        return {"label": draft.label, "title": title, "library": name if title != name else ""}


def _look(library: Library) -> tuple[dict[str, Any], dict[str, Blob]]:
    """What the theme says of cards, and the fonts that it names for them; nothing where it says nothing."""
    file = library.tree.get(LOOK)
    look = yaml.parse(file.data.decode(), LOOK)[0] if file and file.data else None
    if look is None or not isinstance(look.value, dict):
        return {}, {}
    chosen: dict[str, Any] = dict(look.value)
    fonts = (library.tree.files[f"theme/{name}"] for name in chosen.pop("fonts"))
    return chosen, {f"font {number}": Blob(font.digest, font.size) for number, font in enumerate(fonts)}


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
