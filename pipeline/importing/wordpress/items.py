"""Posts, pages and what else a site has, as items: what becomes of their fields, and of what has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, Literal

from pipeline.importing.laying.fitting import KEPT
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.found import Asset, Item, Named, Term, Text, Use
from pipeline.importing.source.secret import is_secret
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.events import event
from pipeline.importing.wordpress.export import plain
from pipeline.importing.wordpress.markup.figures import is_film, is_picture
from pipeline.importing.wordpress.markup.links import picture_of
from pipeline.importing.wordpress.markup.text import text_of
from pipeline.importing.wordpress.names import names
from pipeline.importing.wordpress.post import NO_DATE, Post
from pipeline.importing.wordpress.site import Site

KINDS: Final[Mapping[str, str]] = {"post": "article", "page": "page"}
"""Type of post → kind of entry, where `import.yml` says nothing of it."""
CAN_BE: Final = ("article", "page", "news", "handout")
"""Kinds that a post can become: the others have fields that no post has."""
OF_TOPICS: Final = ("category", "post_tag", "topic")
_OF_READERS: Final = ("publish", "future", "inherit")
_NO_TOPICS: Final = names(
    "post_format nav_menu author language post_translations term_language term_translations product_type",
    "product_visibility wp_theme wp_template_part_area wp_pattern_category link_category series podcast",
)
"""Taxonomies of programs, and those of which something else becomes."""
_DESCRIPTIONS: Final = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "_seopress_titles_desc",
    "_genesis_description",
    "_metaseo_metadesc",
    "_su_description",
)
_PATTERN = re.compile(r"%%|%[a-z_]{2,40}%|#post_|#site_")
_OFFSET_STEP, _WIDEST = timedelta(minutes=15), timedelta(hours=14)
_MOST_KEPT, _LONGEST = 4_000, 300
_SPENT: Final = names(
    "enclosure footnotes audio_file duration filesize filesize_raw date_recorded explicit block episode_type",
    "cover_image cover_image_id itunes_title itunes_episode_number itunes_season_number itunes_episode_type",
    "ssp_guid ssp_original_guid podmotor_episode_id podmotor_file_id castos_file_data transcript_file",
    "_thumbnail_id _wp_old_slug _elementor_data _podPressMedia _podlove_guid",
)
"""Fields that are read elsewhere here."""
_MACHINERY: Final = names(
    "dsq_thread_id rank_math_internal_links_processed rank_math_seo_score rank_math_primary_category",
    "rank_math_focus_keyword views post_views_count classic-editor-remember wpil_sync_report3",
)
_FOR_MEMBERS: Final = names(
    "_members_access_role _wpmem_block rcp_subscription_level rcp_user_level rcp_access_level",
    "_jetpack_newsletter_access _memberful_acl",
)
"""Fields by which plugins for members know who may read a post: Members, WP-Members, Restrict Content, Jetpack,
Memberful.
"""
_FOR_ALL: Final = frozenset({"", "0", "no", "off", "false", "none", "all", "everybody", "public", "a:0:{}"})
_OF_PROGRAMS: Final = ("_", "rank_math_", "wpil_", "fusion_", "sharing_")


def entry(post: Post, kind: str, desk: Desk) -> Item:
    """The item that a post becomes."""
    body, named = text_of(post, desk)
    tell(post, desk)
    fields = _fields(post, desk)
    picture = picture_of(post, desk)
    if picture:
        fields["image"] = {"file": asset(picture, desk.site), "alt": picture.alt}
    if kind == "news" and (said := event(post, desk.site)):
        fields["event"] = said
    if extra := extra_of(post, desk.faults):
        fields["extra"] = {KEPT: {"wordpress": extra}}
    return Item(
        id=desk.id,
        kind=kind,
        place=post.place,
        fields=fields,
        body=body,
        summary=summary(post),
        name=_name(post, desk.site),
        folders=_folders(post, desk.site),
        terms=tuple(terms(post, desk.site)),
        old=tuple(old_addresses(post, desk.site)),
        assets=tuple(asset(file, desk.site) for file in named),
        losses=desk.faults.losses,
    )


def _fields(post: Post, desk: Desk) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": _title(post, desk.faults)}
    fields["date"] = when(post, desk.site.export.written)
    if authors := [*writers(post, desk.site)]:
        fields["authors"] = authors
    if language := next((one.slug for one in post.terms if one.taxonomy == "language"), ""):
        fields["language"] = language
    if not is_public(post, desk.site.export.written):
        fields["draft"] = True
    return fields


def _title(post: Post, faults: Faults) -> str:
    if post.title:
        return post.title
    made = post.slug.replace("-", " ").capitalize() or f"Post {post.id}"
    faults.add("wordpress/no-title", "changed", made, post.place.line)
    return made


def is_public(post: Post, written: str) -> bool:
    """Whether anybody could read it without a password, now or from its date on. A post whose time had come when the
    export was `written`, and which was not published then, is a draft: somebody has to look.
    """
    if post.status not in _OF_READERS or post.password or is_for_members(post):
        return False
    return post.status != "future" or instant(post) > _moment(written)


def is_for_members(post: Post) -> bool:
    """Whether a plugin showed it to members alone."""
    return any(post.said(name).lower() not in _FOR_ALL for name in _FOR_MEMBERS)


def _moment(written: str) -> datetime:
    try:
        return datetime.strptime(written[5:25], "%d %b %Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def instant(post: Post) -> datetime:
    """When it was published, or will be; the beginning of all time where that is not known."""
    for said in (post.date_gmt, post.date, post.modified_gmt):
        if (found := _parsed(said)) is not None:
            return found.replace(tzinfo=UTC)
    return datetime.min.replace(tzinfo=UTC)


def _parsed(said: str) -> datetime | None:
    if not said or said.startswith(NO_DATE):
        return None
    try:
        found = datetime.fromisoformat(said)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def when(post: Post, written: str) -> str:
    """The instant as its file has it: with the offset that the clock of the site had then. A draft that has none yet
    has that of its last change, or of the export.
    """
    own, utc = _parsed(post.date), _parsed(post.date_gmt)
    if own is None and utc is None:
        utc = _parsed(post.modified_gmt) or _moment(written).replace(tzinfo=None)
    if utc is None or own is None:
        return f"{utc.isoformat()}Z" if utc else own.isoformat() if own else ""
    offset = own - utc
    if offset % _OFFSET_STEP or abs(offset) > _WIDEST:
        return f"{utc.isoformat()}Z"
    return own.replace(tzinfo=timezone(offset)).isoformat()


def writers(post: Post, site: Site) -> Iterator[Named]:
    """Who wrote it: those that a plugin for several authors names, or whoever saved it."""
    several = [one for one in post.terms if one.taxonomy == "author"]
    logins = [one.slug.removeprefix("cap-") or one.name for one in several] or [post.creator]
    for login in dict.fromkeys(filter(None, logins)):
        known = site.export.authors.get(login)
        yield Named(known.name if known else _guest(login, site) or login)


def _guest(login: str, site: Site) -> str:
    """The name of a guest of Co-Authors Plus, of whom a post of their own tells."""
    return site.guests.get(login, "")


def summary(post: Post) -> Text | None:
    """What somebody wrote for search engines, or as an excerpt."""
    for name in _DESCRIPTIONS:
        for words in post.meta.get(name, ()):
            if words.text.strip() and not _PATTERN.search(words.text):
                return Text(words.text.strip(), "plain", post.link, words.place)
    excerpt = post.excerpt
    return Text(excerpt.text, "html", post.link, excerpt.place) if excerpt.text.strip() else None


def _name(post: Post, site: Site) -> str:
    if post.type == "page" and site.is_front(post):
        return "home"
    return post.slug or post.title


def _folders(post: Post, site: Site) -> tuple[str, ...]:
    """The pages above a page."""
    above: list[str] = []
    seen = {post.id}
    while (parent := site.posts.get(post.parent)) and parent.id not in seen and post.type == parent.type:
        above.insert(0, parent.slug)
        seen.add(parent.id)
        post = parent
    return tuple(above)


def terms(post: Post, site: Site) -> Iterator[Term]:
    """Its categories with those above them, its tags, and the terms of plugins."""
    found: dict[str, Term] = {}
    for filed in post.terms:
        if filed.taxonomy in _NO_TOPICS or filed.taxonomy.startswith("pa_") or filed.slug == "uncategorized":
            continue
        sort: Literal["tag", "category"] = "tag" if filed.taxonomy.endswith("tag") else "category"
        found.setdefault(filed.name, Term(filed.name, sort))
        for above in site.above(filed):
            found.setdefault(above.name, Term(above.name))
    yield from found.values()


def old_addresses(post: Post, site: Site) -> Iterator[str]:
    """All by which others know it: where it is, by its number, by the names that it had."""
    found = dict.fromkeys(url for url in (post.link, post.guid, site.by_number(post)) if site.is_own(url))
    if post.type == "page":
        found.setdefault(f"{site.base}?p={post.id}")
    for words in post.meta.get("_wp_old_slug", ()):
        if post.slug and f"/{post.slug}" in post.link and (slug := words.text.strip()):
            head, _, tail = post.link.rpartition(f"/{post.slug}")
            found.setdefault(f"{head}/{slug}{tail}")
    yield from (url for url in found if not site.is_home(url))


def asset(file: Post, site: Site) -> Asset:
    """A file of the media library. Its address is what it is known by: texts name it so."""
    old = dict.fromkeys(url for url in (file.link, file.guid, site.by_number(file)) if url and url != file.file)
    return Asset(file.file, file.file, _use(file), about=file.alt, old=tuple(old), place=file.place)


def _use(file: Post) -> Use:
    if is_picture(file):
        return "picture"
    return "video" if is_film(file.file) else "document"


def tell(post: Post, desk: Desk) -> None:
    """What of a post has no home, but for its text and its fields."""
    line = post.place.line
    if post.password:
        desk.faults.add("wordpress/password", "changed", "a password opened it: it is a draft here", line)
    if is_for_members(post):
        desk.faults.add("wordpress/members", "changed", "its members alone saw it: it is a draft here", line)
    if post.status == "private":
        desk.faults.add("wordpress/private", "changed", "only its editors saw it: it is a draft here", line)
    if post.status == "future" and not is_public(post, desk.site.export.written):
        desk.faults.add("wordpress/missed", "changed", "its time came, and it was not published: a draft here", line)
    if post.sticky:
        desk.faults.add("wordpress/sticky", "dropped", "it stood before all others", line)
    if any(one.taxonomy == "post_translations" for one in post.terms):
        desk.faults.add("wordpress/translation", "dropped", "which entry it translates", line)


def extra_of(post: Post, faults: Faults) -> dict[str, str]:
    """Fields that people filled in. Those whose names begin with `_` are of programs, and only counted, as are keys."""
    kept: dict[str, str] = {}
    if len(plain(post.excerpt.text)) > _LONGEST:
        # Its beginning becomes the description; the rest stands nowhere else.
        kept["excerpt"] = plain(post.excerpt.text)[:_MOST_KEPT]
        faults.add("wordpress/excerpt", "kept", kept["excerpt"][:60], post.excerpt.place.line)
    for name, several in post.meta.items():
        said = "\n".join(filter(None, (words.text.strip() for words in several)))
        if not said or name in _SPENT or name in _DESCRIPTIONS or name.endswith(":enclosure"):
            continue
        line = several[0].place.line
        if name.startswith(_OF_PROGRAMS) or name in _MACHINERY or is_secret(name):
            faults.add("meta/hidden", "dropped", name, line)
        elif len(said) > _MOST_KEPT or said.startswith("field_"):
            faults.add(f"meta/{name}", "dropped", said[:60], line)
        else:
            kept[name] = said
            faults.add(f"meta/{name}", "kept", said[:60], line)
    return kept
