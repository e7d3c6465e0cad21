"""A podcast: `show.yml` in the folder that holds its episodes."""

from __future__ import annotations

from pipeline.model import urls
from pipeline.model.kinds.kind import Front, Hub, Kind
from pipeline.model.kinds.show.begin import PLACEHOLDERS, begin
from pipeline.model.kinds.show.fields import Show, check
from pipeline.model.kinds.show.page import page
from pipeline.model.kinds.show.row import ShowRow, json_ld, row
from pipeline.model.kinds.show.words import WORDS

KIND = Kind(
    name="show",
    files="content/podcasts/<show>/show.yml",
    fields=Show,
    row_type=ShowRow,
    template="kinds/show.html",
    words=WORDS,
    root="podcasts/",
    hub=Hub(30, groups="kind", leads_to={"subscriptions": urls.SUBSCRIPTIONS}),
    front=Front("listen"),
    news=False,
    feed=True,
    artwork="needed",
    row=row,
    json_ld=json_ld,
    page=page,
    check=check,
    begin=begin,
    placeholders=PLACEHOLDERS,
)
