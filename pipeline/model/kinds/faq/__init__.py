"""Questions and their answers: each a heading of the body, with the text below it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.faq.check import check
from pipeline.model.kinds.faq.fields import Faq
from pipeline.model.kinds.faq.row import FaqRow, json_ld, row
from pipeline.model.kinds.faq.words import WORDS
from pipeline.model.kinds.kind import Hub, Kind
from pipeline.model.rows import Data, Desk

_BODY = """\
## May I ask something small?

Yes. Begin with the answer, in one sentence, and say more below it.

## What if I am not sure?

Each question is a heading with two `#`, and its answer stands below it.
"""


def _all(rows: Sequence[FaqRow], desk: Desk) -> Data:  # noqa: ARG001 - the shape of `data`
    """All questions, below the page that answers them."""
    return {
        "pages": [
            {
                "url": one.url,
                "title": one.title,
                "description": one.description,
                "language": one.language,
                "questions": [{"url": asked.url, "question": asked.question} for asked in one.questions],
            }
            for one in rows
        ]
    }


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({}, _BODY)


KIND = Kind(
    name="faq",
    files="content/library/faq/*.md",
    fields=Faq,
    row_type=FaqRow,
    template="kinds/faq.html",
    words=WORDS,
    root="library/faq/",
    bound=True,
    hub=Hub(55, template="hubs/questions.html", data=_all),
    use="read",
    explained=True,
    row=row,
    json_ld=json_ld,
    check=check,
    begin=_begin,
    placeholders=_BODY,
)
