"""Lists that the standards keep: categories, roles, mediums, protocols, licences."""

from __future__ import annotations

import re

from pipeline.formats.category import CATEGORIES
from pipeline.formats.role import GROUPS
from pipeline.validator.values.texts import one_of
from pipeline.validator.values.wrong import Wrong, shown

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


_ROLES = dict.fromkeys(role for roles in GROUPS.values() for role in roles)
_INNER = (inner for inside in CATEGORIES.values() for inner in inside)

category = one_of((*CATEGORIES, *_INNER), what="category of Apple’s list")
role = one_of(_ROLES, what="role of the Podcast Taxonomy", fold=True)
group = one_of(GROUPS, what="group of the Podcast Taxonomy", fold=True)


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
