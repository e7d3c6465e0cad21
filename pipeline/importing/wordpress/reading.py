"""An export of WordPress, read to its end: what is in it as items, and what of it stays where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipeline.importing.deciding.decisions import Decisions, OfItem
from pipeline.importing.feed.reading import Reading
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.found import Asset, Found, Item
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.importing.source.xml import pieces
from pipeline.importing.wordpress import events, items, podcasts
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.episodes import Shows, episodes
from pipeline.importing.wordpress.export import Draft
from pipeline.importing.wordpress.markup.figures import is_picture
from pipeline.importing.wordpress.names import names
from pipeline.importing.wordpress.post import Post
from pipeline.importing.wordpress.site import UPLOADS, Site
from pipeline.problems import Place
from pipeline.web import Unreachable

_MACHINERY: Final = names(
    "custom_css customize_changeset oembed_cache user_request wp_global_styles wp_template wp_template_part",
    "wp_navigation wp_font_family wp_font_face wp_block acf-field acf-field-group acf-post-type acf-taxonomy",
    "elementor_library elementor_snippet wpcf7_contact_form wpforms mc4wp-form shop_order shop_order_refund",
    "scheduled-action guest-author et_pb_layout fl-builder-template vc_grid_item jp_img_sitemap",
    "amp_validated_url ssp_speaker powerpress_item wp_log feedback nf_sub flamingo_inbound flamingo_contact",
)
"""Types of programs: settings, designs, forms and what was sent by them, which is nobody's business here."""
_READ_ELSEWHERE: Final = ("attachment", "nav_menu_item", events.PLACE)
_REMEDY: Final = "take the file that WordPress writes under Tools, Export, All content; where that is packed, unpack it"


def read(origin: Origin, decisions: Decisions) -> Found:
    """All that the named exports hold. Raises `Unreachable` where one can't be read, or is none."""
    draft, faults = Draft(), []
    for where, within, path in _files(origin):
        told = Faults(path)
        if not draft.take(pieces(origin.read(where, within).data), path, told):
            raise Unreachable(f"`{path}` is no export of WordPress", _REMEDY)
        if len(draft.homes) > 1:
            raise Unreachable(f"`{path}` is the export of another site than the one before", "move in one at a time")
        faults.append(told)
    reading = _Reading(Site(draft.whole), decisions, draft, Reading(origin))
    return reading.found(tuple(one for told in faults for one in told.losses))


def _files(origin: Origin) -> Iterator[tuple[str, str, str]]:
    """What is read: its address or its path, below what was named, and what people call it. Of a folder those of its
    files that end in `.xml`. Raises `Unreachable` where there is nothing.
    """
    for named in origin.named:
        if named.startswith(("http://", "https://")):
            yield named, "", named
            continue
        paths = [path for path in origin.paths(named) if named.endswith(path) or path.lower().endswith(".xml")]
        if not paths:
            raise Unreachable(f"`{named}` holds no export of WordPress", _REMEDY)
        for path in paths:
            yield path, named, named if named.endswith(path) else f"{named.rstrip('/')}/{path}"


class _Reading:
    """One export while it becomes items."""

    def __init__(self, site: Site, decisions: Decisions, draft: Draft, reading: Reading) -> None:
        self._site, self._decisions, self._draft = site, decisions, draft
        self._shows = Shows(site, decisions, reading)
        self._left: list[Loss] = []
        self._types: Counter[str] = Counter()
        self._place = Place(site.export.posts[0].place.path if site.export.posts else "")
        self._has_podcast = any(map(podcasts.is_of_plugin, site.export.posts))
        self._recorded = 0

    def found(self, losses: tuple[Loss, ...]) -> Found:
        """See `read`."""
        made = [item for post in self._site.export.posts for item in self._items(post)]
        made = [*self._shows.made, *made]
        self._left += (*self._passed(), *self._unused(made))
        source = self._site.base or self._site.export.title or "WordPress"
        return Found(source, tuple(made), self._site.homes, (*losses, *self._left), tuple(self._notes(made)))

    def _items(self, post: Post) -> Iterator[Item]:
        self._types[post.type] += 1
        if post.type in _READ_ELSEWHERE or post.type in _MACHINERY:
            return
        if post.status == "trash":
            self._leave(post, "wordpress/trash", post.title)
            return
        id_ = f"post {post.id}"
        recordings = podcasts.enclosures(post, self._site)
        kind = self._kind(post, id_, recorded=bool(recordings) and self._has_podcast and post.type != "page")
        self._recorded += bool(recordings) and kind in items.CAN_BE
        if podcasts.is_lost(post) and not recordings:
            self._leave(post, "podcast/podlove", f"{post.title}: only its feed has its sound")
            return
        if kind == "episode" and recordings:
            made = tuple(episodes(post, recordings, self._desk(post, id_), self._shows))
            yield from made
            kind = "drop" if made else items.KINDS.get(post.type, "")
        elif kind == "episode":
            kind = items.KINDS.get(post.type, "")
        if kind in items.CAN_BE:
            yield from self._entry(post, kind, id_)
        elif kind != "drop":
            why = f"{post.title or post.slug}" + (f": no post becomes an entry of the kind `{kind}`" if kind else "")
            self._leave(post, f"type/{post.type}", why)

    def _entry(self, post: Post, kind: str, id_: str) -> Iterator[Item]:
        """A post as an entry. A page without a word was filled by a program: with the newest posts, with a shop."""
        desk = self._desk(post, id_)
        made = items.entry(post, kind, desk)
        if kind == "page" and made.body is None and desk.verdict("wordpress/empty-page") != "keep":
            self._leave(post, "wordpress/empty-page", post.link or post.title)
            self._left += made.losses
        else:
            yield made

    def _desk(self, post: Post, id_: str) -> Desk:
        return Desk(self._site, post, self._decisions, Faults(post.place.path), id_)

    def _kind(self, post: Post, id_: str, *, recorded: bool) -> str:
        own = self._decisions.items.get(id_, OfItem()).kind or self._decisions.kinds.get(post.type)
        return own or ("episode" if recorded else items.KINDS.get(post.type, ""))

    def _leave(self, post: Post, kind: str, what: str) -> None:
        self._left.append(Loss(kind, "dropped", what, post.place))

    def _passed(self) -> Iterator[Loss]:
        """What is in an export besides: earlier versions of texts, menus, settings of programs, files nobody shows."""
        for sort, count in sorted(self._draft.passed.items()):
            yield Loss(f"wordpress/{sort}", "dropped", "earlier versions and what was never saved", self._place, count)
        if programs := sorted(_MACHINERY & self._types.keys()):
            count = sum(self._types[sort] for sort in programs)
            yield Loss("wordpress/programs", "dropped", ", ".join(programs), self._place, count)
        yield from self._menus()
        for branch in self._site.export.branches.values():
            if branch.about and branch.taxonomy in items.OF_TOPICS:
                what = f"{branch.name}: {' '.join(branch.about.split())}"
                yield Loss("wordpress/about-a-category", "dropped", what[:200], branch.place)
        for post in self._site.export.posts:
            if post.type == "attachment" and post.content.text.strip():
                what = f"{post.title}: {' '.join(post.content.text.split())}"
                yield Loss("wordpress/about-a-file", "dropped", what[:200], post.content.place)

    def _unused(self, made: list[Item]) -> Iterator[Loss]:
        """Files of the media library to which nothing leads that comes along."""
        used = {asset.url for item in made for asset in (*_assets(dict(item.fields)), *item.assets)}
        for post in self._site.export.posts:
            if post.type == "attachment" and post.file and post.file not in used:
                sort = "picture" if is_picture(post) else "file"
                yield Loss(f"wordpress/unused-{sort}", "dropped", post.file, post.place)

    def _menus(self) -> Iterator[Loss]:
        """Menus: the navigation is made of what is there. What stood in each is told."""
        menus: dict[str, list[Post]] = {}
        for post in self._site.export.posts:
            if post.type == "nav_menu_item":
                name = next((one.name for one in post.terms if one.taxonomy == "nav_menu"), "menu")
                menus.setdefault(name, []).append(post)
        for name, entries in menus.items():
            shown = (self._shown(post) for post in sorted(entries, key=lambda one: one.order))
            yield Loss("wordpress/menu", "dropped", f"{name}: {', '.join(filter(None, shown))}"[:500], entries[0].place)

    def _shown(self, post: Post) -> str:
        number = post.said("_menu_item_object_id")
        page = self._site.posts.get(int(number[:18])) if number.isdecimal() else None
        return (
            post.title or (page.title if page and page.type != "nav_menu_item" else "") or post.said("_menu_item_url")
        )

    def _notes(self, made: list[Item]) -> Iterator[str]:
        export = self._site.export
        yield f"{export.title or export.home}: an export of WordPress (WXR {export.version}), {len(made)} entries"
        yield from self._shows.notes
        if self._draft.doubled:
            yield f"Items that stand there more than once: {self._draft.doubled}; the newest of each is taken"
        if self._types["attachment"] == 0 and any(UPLOADS in post.content.text for post in export.posts):
            yield "It holds no files of the media library: export all content, not only posts or pages"
        if self._recorded:
            yield (
                f"Posts that lead to sound, which the feed of WordPress itself had: {self._recorded}; where they are "
                "episodes, write `kinds: {post: episode}`, or `kind: episode` of a single one"
            )


def _assets(value: object) -> Iterator[Asset]:
    """The files in plain data."""
    if isinstance(value, Asset):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _assets(one)
