"""What is at hand while the text of one post is read: the site around it, what people decided, and what is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.importing.deciding.decisions import Decisions, Mapped, Verdict
from pipeline.importing.deciding.losses import verdict
from pipeline.importing.source.faults import Faults
from pipeline.importing.wordpress.post import Post
from pipeline.importing.wordpress.site import Site


@dataclass(slots=True)
class Desk:
    """`recordings` are the names of those of a post that is an episode, on whose page a player stands anyway.
    `footnotes` are the texts of those that shortcodes hold. `inside` are the numbers of the blocks that are being put
    in, so that none holds itself, `written` the characters that came so from other posts.
    """

    site: Site
    post: Post
    decisions: Decisions
    faults: Faults
    id: str
    recordings: frozenset[str] = frozenset()
    footnotes: list[str] = field(default_factory=list)
    inside: tuple[int, ...] = ()
    written: int = 0

    @property
    def episode(self) -> bool:
        """Whether the post becomes an episode."""
        return bool(self.recordings)

    def verdict(self, kind: str) -> Verdict | Mapped | None:
        """What people decided on a kind of loss here."""
        return verdict(kind, self.decisions, self.id)
