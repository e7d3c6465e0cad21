"""An episode of a show: the body is the show notes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.entry import Entry
from pipeline.model.kinds import show
from pipeline.model.kinds.episode.begin import BODY, begin
from pipeline.model.kinds.episode.fields import Episode, check
from pipeline.model.kinds.episode.page import page
from pipeline.model.kinds.episode.row import TRANSCRIPT, EpisodeRow, access, json_ld, listing, row, said_in
from pipeline.model.kinds.episode.words import WORDS
from pipeline.model.kinds.kind import Front, Kind


def _beside(entry: Entry[Episode]) -> Iterator[str]:
    """The page of what is said, and one for each other language. One of several may be in that of the episode."""
    fields = entry.fields
    if fields.transcript or fields.transcripts:
        yield f"{entry.address}{TRANSCRIPT}"
    for name in dict.fromkeys(said_in(other.language) for other in fields.transcripts):
        yield f"{entry.address}{name}"


KIND = Kind(
    name="episode",
    files="content/podcasts/<show>/*.md",
    fields=Episode,
    row_type=EpisodeRow,
    template="kinds/episode.html",
    words=WORDS,
    root="podcasts/",
    above=show.KIND,
    front=Front("listen", 3),
    use="heard",
    plain=True,
    artwork="own",
    row=row,
    json_ld=json_ld,
    access=access,
    listing=listing,
    page=page,
    beside=_beside,
    check=check,
    begin=begin,
    placeholders=BODY,
)
