"""Posts with a recording as episodes of a show: read as the feed of their plugin would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.feed.episode import Around, entry
from pipeline.importing.feed.reading import Reading
from pipeline.importing.feed.show import Known, show
from pipeline.importing.laying.fitting import KEPT
from pipeline.importing.source.found import Item
from pipeline.importing.wordpress import items, podcasts
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.figures import name_of
from pipeline.importing.wordpress.markup.links import picture_of
from pipeline.importing.wordpress.markup.text import text_of
from pipeline.importing.wordpress.podcasts import Enclosure
from pipeline.importing.wordpress.post import Post
from pipeline.importing.wordpress.site import Site
from pipeline.problems import Place

_ASK = (
    "The owner, category and artwork of `{}` are in no export: import its feed first, {}; these posts are its episodes"
)


class Shows:
    """The shows of a site, each made when the first of its episodes is met. `path` is the file that tells of them."""

    def __init__(self, site: Site, decisions: Decisions, reading: Reading) -> None:
        self._site, self._decisions, self.reading = site, decisions, reading
        self._made: dict[str, Item] = {}

    def of(self, slug: str, place: Place) -> Item:
        """The show whose feed has this name."""
        if slug not in self._made:
            feeds = podcasts.feeds(slug, self._site)
            channel = podcasts.channel(slug, self._site, place.line)
            made = show(channel, Known(feeds[0], place.path, {}, frozenset()), self._decisions)
            known = {name: value for name, value in made.fields.items() if name != "owner"}
            self._made[slug] = replace(made, id=f"show {slug}", fields=known, name=_name(slug, known), old=feeds)
        return self._made[slug]

    @property
    def notes(self) -> Iterator[str]:
        """What people should know of them."""
        return (_ASK.format(one.fields["title"], one.old[0]) for one in self.made)

    @property
    def made(self) -> tuple[Item, ...]:
        """Those that have an episode."""
        return tuple(self._made.values())


def _name(slug: str, fields: Mapping[str, Any]) -> str:
    """What the folder of a show is called: the one that is named as all are has the name of its title."""
    return str(fields["title"]) if slug == podcasts.MAIN else slug.rpartition("/")[2]


def episodes(post: Post, recordings: Sequence[Enclosure], desk: Desk, shows: Shows) -> Iterator[Item]:
    """A post as an episode, once for each show in which it stands; none of a film, where people want none."""
    desk.recordings = frozenset(name_of(one.url) for one in recordings)
    body, files = text_of(post, desk)
    items.tell(post, desk)
    extra = items.extra_of(post, desk.faults)
    picture = picture_of(post, desk)
    writer = next((named.name for named in items.writers(post, desk.site)), "")
    for number, one in enumerate(recordings):
        of = shows.of(one.slug, post.place)
        element = podcasts.item(post, one, body.text if body else "", writer)
        made = entry(element, Around(post.place.path, post.link, desk.decisions, shows.reading, of.fields))
        if made is None:
            continue
        fields = {"title": made.fields["title"], "date": items.when(post, desk.site.export.written), **made.fields}
        if picture and "image" not in fields:
            fields["image"] = {"file": items.asset(picture, desk.site), "alt": picture.alt}
        if not items.is_public(post, desk.site.export.written):
            fields["draft"] = True
        if extra:
            kept = fields.get("extra", {}).get(KEPT, {})
            fields["extra"] = {**fields.get("extra", {}), KEPT: {**kept, "wordpress": extra}}
        yield replace(
            made,
            id=desk.id if number == 0 else f"{desk.id} in {one.slug}",
            fields=fields,
            body=replace(body, text=made.body.text) if body and made.body else body,
            summary=items.summary(post) or made.summary,
            name=post.slug or post.title,
            within=of.id,
            terms=tuple(dict.fromkeys((*items.terms(post, desk.site), *made.terms))),
            old=tuple(items.old_addresses(post, desk.site)),
            assets=(*made.assets, *(items.asset(file, desk.site) for file in files)),
            losses=(*made.losses, *desk.faults.losses),
        )
