"""What becomes of each loss: the table of their areas, and what `import.yml` decides.

A loss has an area and a name: `html/iframe`. What only says how something looks, or is a matter of programs, is
dropped, and only counted; what a reader would miss waits for people to decide. What is kept in `extra`, or changed into
something that says the same, is told, and stays so where nobody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.importing.source.loss import Loss
from pipeline.model.decisions import Decisions, Mapped, Verdict, named

By = Literal["item", "import.yml", "default", ""]


@dataclass(frozen=True, slots=True)
class Area:
    """A sort of losses: what is told by it, and those of its names that are dropped without a question."""

    about: str
    trifles: frozenset[str] = frozenset()
    default: Verdict | None = None


AREAS: Final[dict[str, Area]] = {
    "attribute": Area("Attributes of HTML, and of Markdown of others: they say how something looks.", default="drop"),
    "audiences": Area("An entry that must have an audience, and of which nobody says one: see `default`."),
    "author": Area("An entry that must have an author, and of which nobody says one: see `default`."),
    "block": Area(
        "A block of WordPress' editor that is made when a page is shown, or that a plugin brought.",
        frozenset(
            {
                *("archives", "calendar", "categories", "comments", "latest-comments", "latest-posts", "legacy-widget"),
                *("navigation", "page-list", "pattern", "query", "rss", "search", "tag-cloud", "template-part"),
                *("widget-group", "jetpack/related-posts", "jetpack/sharing-buttons"),
            }
        ),
    ),
    "builder": Area("Shortcodes of a page builder of WordPress: their text stays, their rows and columns go."),
    "category": Area("A category, tag or keyword that is no topic and no audience: see `topics` and `audiences`."),
    "component": Area("A component of a page that is made by a program."),
    "container": Area("A box around text that is known to another program."),
    "description": Area("A description that is too long, or missing: it is cut at a sentence, or made of the text."),
    "embed": Area("What another host shows inside a page: a link leads to it."),
    "feed": Area("An element of a feed that has no field."),
    "fetch": Area("A file that could not be brought, or is not what the source says."),
    "field": Area("A value that its field does not take."),
    "file": Area("A file to which a text leads, of a sort that is not published: it stays where it is."),
    "front": Area("A field above a text that has none here."),
    "html": Area("An element of HTML that Markdown has no way to say.", frozenset({"script", "noscript", "style"})),
    "include": Area("A text that another program puts in its place, and that is not there."),
    "letters": Area("Letters that another encoding made of those that were meant: they are put right.", default="drop"),
    "link": Area("A link that leads nowhere, or not where it says.", frozenset({"empty"})),
    "liquid": Area("A tag of Liquid, which programs run when they make a page."),
    "look": Area("What says how a page of another program looks.", default="drop"),
    "meetings": Area(
        "What a list of meetings says that no meeting of the library does, and what it says of persons.",
        frozenset({"edit_url", "author", "last_contact", "entity_logo", "mailing_address"}),
    ),
    "meta": Area("A field of a post of WordPress. Those of programs are counted as `hidden`.", frozenset({"hidden"})),
    "page": Area(
        "A page that could not be moved in, what stands around the text of one, or a part that all pages share.",
        frozenset({"around", "empty", "gone", "listing", "template"}),
    ),
    "paper": Area(
        "Something of a document that no text has, or a document that is not read: of another sort, or damaged.",
        frozenset({"author", "contents", "footer", "header", "hidden-text", "macro", "page-break"}),
    ),
    "picture": Area(
        "A picture without words for those who don't see it, or one that could not be taken.", frozenset({"tracking"})
    ),
    "podcast": Area("What a plugin of WordPress for podcasts keeps outside of its export."),
    "shortcode": Area("A shortcode or tag of another program."),
    "table": Area("A table that Markdown can't say as it is."),
    "tag": Area("Tags of HTML that say how something looks.", default="drop"),
    "technical": Area("An element of a feed that is no content, or that the library says anew.", default="drop"),
    "text": Area("Letters or lines of a text that could not be taken as they are."),
    "topics": Area("An entry that must have a topic, and of which nobody says one: see `default`."),
    "type": Area("A type of posts of WordPress of which nothing becomes unless `kinds` says so."),
    "wordpress": Area(
        "What WordPress does with an entry that this library does otherwise, or not.",
        frozenset(
            {
                "auto-draft",
                "menu",
                "programs",
                "revision",
                "sticky",
                "trash",
                "unused-picture",
            }
        ),
    ),
    "xml": Area(
        "What is no XML in a file that should be: it is taken for what was meant.", frozenset({"before", "doctype"})
    ),
}
"""The areas of losses, in the order of their names: each reader has lines of its own."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A loss and what becomes of it; None where nobody decided yet. `by`: who did."""

    loss: Loss
    verdict: Verdict | Mapped | None
    by: By = ""

    @property
    def open(self) -> bool:
        """Whether somebody has to decide."""
        return self.verdict is None


def decided(losses: Iterable[Loss], decisions: Decisions, item: str = "") -> tuple[Decided, ...]:
    """Each loss with its verdict; `item` is the id of the item in which it stands."""
    return tuple(Decided(loss, *_verdict(loss.kind, loss.outcome, decisions, item)) for loss in losses)


def verdict(kind: str, decisions: Decisions, item: str = "") -> Verdict | Mapped | None:
    """What people decided on a kind of loss, before anything is dropped for it; None where they did not."""
    return next((one for one, _ in _chosen(kind, decisions, item)), None)


def _verdict(kind: str, outcome: str, decisions: Decisions, item: str) -> tuple[Verdict | Mapped | None, By]:
    chosen = next(_chosen(kind, decisions, item), None)
    if chosen is not None:
        return chosen
    if outcome != "dropped":
        return "keep", "default"
    default = default_of(kind)
    return default, "default" if default else ""


def _chosen(kind: str, decisions: Decisions, item: str) -> Iterator[tuple[Verdict | Mapped, By]]:
    """What is decided of a kind, the nearest first: of the item before all, by its name before its area."""
    area, _, name = kind.partition("/")
    every = f"{area}/*"
    own = decisions.items.get(item)
    for names in (kind, every):
        if own is not None and names in own.losses:
            yield own.losses[names], "item"
    for names in (kind, every):
        if names in decisions.losses:
            yield decisions.losses[names], "import.yml"
    if kind == "wordpress/comments" and decisions.comments:
        yield decisions.comments, "import.yml"
    if area == "category" and (_is_named(name, decisions.topics) or _is_named(name, decisions.audiences)):
        yield "drop", "import.yml"


def _is_named(name: str, by_name: Mapping[str, object]) -> bool:
    return named(name, by_name) is not None


def default_of(kind: str) -> Verdict | None:
    """What becomes of a kind of loss of which nobody says anything."""
    area, _, name = kind.partition("/")
    known = AREAS.get(area)
    if known is None:
        return None
    return "drop" if name in known.trifles else known.default
