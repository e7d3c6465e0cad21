"""A glossary: the words of a field, and what they mean, for all texts of its language that use them."""

from __future__ import annotations

from pipeline.formats.markdown import PREFIX
from pipeline.model.entry import Entry
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.glossary.fields import Glossary
from pipeline.model.kinds.glossary.row import GlossaryRow, json_ld, listing, row, terms
from pipeline.model.kinds.glossary.words import WORDS
from pipeline.model.kinds.kind import Kind, Parts
from pipeline.model.rows import Desk

_BODY = "Say whose words these are, and where yours come from."
_WORD = """
  - term: urge
    meaning: A strong wish to do something that you have decided to do less of. It rises, and it passes.
    also: [urges, craving]"""


def _page(row: GlossaryRow, entry: Entry[Glossary], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    return Parts(headings=tuple((PREFIX + word.id, word.term) for word in row.terms))


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({"terms": _WORD}, f"{_BODY}\n")


KIND = Kind(
    name="glossary",
    files="content/library/glossary/*.md",
    fields=Glossary,
    row_type=GlossaryRow,
    template="kinds/glossary.html",
    words=WORDS,
    root="library/glossary/",
    news=False,
    free=True,
    row=row,
    listing=listing,
    json_ld=json_ld,
    bound=True,
    page=_page,
    terms=terms,
    begin=_begin,
    placeholders=_BODY,
)
