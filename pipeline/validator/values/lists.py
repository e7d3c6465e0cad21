"""Lists that the standards keep: categories, roles, mediums, protocols, licences."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.validator.values.texts import one_of
from pipeline.validator.values.wrong import Wrong, shown

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (*("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News"),
        "Tech News",
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature"),
        *("Physics", "Social Sciences"),
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running"),
        *("Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
"""Apple's categories, with those inside them."""

TAXONOMY: Mapping[str, tuple[str, ...]] = {
    "Creative Direction": (
        *("Director", "Assistant Director", "Executive Producer", "Senior Producer", "Producer", "Associate Producer"),
        *("Development Producer", "Creative Director"),
    ),
    "Cast": (*("Host", "Co-Host", "Guest Host", "Guest", "Voice Actor", "Narrator", "Announcer", "Reporter"),),
    "Writing": (
        *("Author", "Editorial Director", "Co-Writer", "Writer", "Songwriter", "Guest Writer", "Story Editor"),
        *("Managing Editor", "Script Editor", "Script Coordinator", "Researcher", "Editor", "Fact Checker"),
        *("Translator", "Transcriber", "Logger"),
    ),
    "Audio Production": (
        *("Studio Coordinator", "Technical Director", "Technical Manager", "Audio Engineer"),
        *("Remote Recording Engineer", "Post Production Engineer"),
    ),
    "Audio Post-Production": (
        *("Audio Editor", "Sound Designer", "Foley Artist", "Composer", "Theme Music", "Music Production"),
        "Music Contributor",
    ),
    "Administration": (
        *("Production Coordinator", "Booking Coordinator", "Production Assistant", "Content Manager"),
        *("Marketing Manager", "Sales Representative", "Sales Manager"),
    ),
    "Visuals": ("Graphic Designer", "Cover Art Designer"),
    "Community": ("Social Media Manager",),
    "Misc.": ("Consultant", "Intern"),
    "Video Production": ("Camera Operator", "Lighting Designer", "Camera Grip", "Assistant Camera"),
    "Video Post-Production": ("Editor", "Assistant Editor"),
}
"""The Podcast Taxonomy: groups, with the roles in them."""

MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
LISTS = (*(f"{medium}L" for medium in MEDIUMS if medium != "publisher"), "mixed")
"""Mediums of feeds that hold `podcast:remoteItem`s and nothing of their own."""
SERVICES = (
    *("acast", "amazon", "anchor", "apple", "audible", "audioboom", "backtracks", "bitcoin", "blubrry"),
    *("buzzsprout", "captivate", "castos", "castopod", "facebook", "fireside", "fyyd", "google", "gpodder"),
    *("hypercatcher", "kasts", "libsyn", "mastodon", "megafono", "megaphone", "omnystudio", "overcast"),
    *("paypal", "pinecast", "podbean", "podcastaddict", "podcastguru", "podcastindex", "podcasts"),
    *("podchaser", "podcloud", "podfriend", "podiant", "podigee", "podnews", "podomatic", "podserve"),
    *("podverse", "redcircle", "relay", "resonaterecordings", "rss", "shoutengine", "simplecast", "slack"),
    *("soundcloud", "spotify", "spreaker", "tiktok", "transistor", "twitter", "whooshkaa", "youtube"),
    *("zencast",),
)
SOCIAL = ("disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr")
CHATS = ("irc", "xmpp", "nostr", "matrix")
PAYMENTS = ("lightning", "bitcoin", "webmonetization", "hive")
METHODS = ("keysend", "lnaddress", "amp", "wallet", "node")
RELATIONS = (
    *("alternate", "self", "hub", "next", "prev", "previous", "first", "last", "current", "next-archive", "payment"),
    *("prev-archive", "archives", "replies", "related", "via", "enclosure", "edit", "license", "me", "search", "up"),
    *(
        "author",
        "canonical",
        "service",
        "shortlink",
        "webmention",
        "describedby",
        "icon",
        "http://podlove.org/deep-link",
    ),
    *("http://podlove.org/simple-chapters", "preconnect", "copyright", "help", "start", "contents"),
)
"""Relations of links that feeds use (IANA's registry, RFC 5005, WebSub)."""

_COMMONS = re.compile(r"cc-by(-nc)?(-nd|-sa)?-[1-4]\.[05](-[a-z]{2,4})?|cc0-1\.0|cc-pddc")
_LICENCES = frozenset(
    (
        *("arr", "pod-v4v-1.0", "mit", "apache-2.0", "bsd-2-clause", "bsd-3-clause", "gpl-2.0-only"),
        *("gpl-2.0-or-later", "gpl-3.0-only", "gpl-3.0-or-later", "lgpl-3.0-only", "lgpl-3.0-or-later"),
        *("agpl-3.0-only", "agpl-3.0-or-later", "mpl-2.0", "gfdl-1.3-only", "gfdl-1.3-or-later", "unlicense"),
        *("wtfpl", "0bsd", "isc", "fal-1.3", "odbl-1.0", "odc-by-1.0", "pddl-1.0", "ogl-uk-3.0", "ogl-uk-2.0"),
        *("ogl-canada-2.0", "etalab-2.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "lal-1.2", "lal-1.3"),
        *("mit-0", "artistic-2.0", "epl-2.0"),
    )
)


def is_licence(text: str) -> bool:
    """Whether a licence is known by its identifier (SPDX, or the namespace's own list), in any case."""
    folded = text.casefold()
    return bool(_COMMONS.fullmatch(folded)) or folded in _LICENCES


_ROLES = dict.fromkeys(role for roles in TAXONOMY.values() for role in roles)
_INNER = (inner for inside in CATEGORIES.values() for inner in inside)

category = one_of((*CATEGORIES, *_INNER), what="category of Apple’s list")
role = one_of(_ROLES, what="role of the Podcast Taxonomy", fold=True)
group = one_of(TAXONOMY, what="group of the Podcast Taxonomy", fold=True)


def subcategory(outer: str, inner: str) -> Wrong | None:
    """Whether a category may stand inside of another one."""
    inside = CATEGORIES.get(outer)
    if inside is None or inner in inside:
        return None
    home = next((name for name, found in CATEGORIES.items() if inner in found), "")
    if home:
        return Wrong(f"{shown(inner)} stands not in {shown(outer)}", f"it is a category of {shown(home)}")
    if inner in CATEGORIES:
        return Wrong(f"{shown(inner)} stands not in {shown(outer)}", "let it stand beside, not inside")
    return one_of(inside, what=f"category in {shown(outer)}")(inner) if inside else None
