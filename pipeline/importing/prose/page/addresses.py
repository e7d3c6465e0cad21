"""Addresses that stand in a text: whole, without what follows readers about, and whether they lead anywhere."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from pipeline.formats import hosts, markup
from pipeline.formats.invisible import seen

_SPACES = re.compile(r"[\t\n\r]")
_UNSAFE = re.compile(r"[^!#$%&'()*+,./0-9:;=?@A-Za-z_~\[\]\u00a1-\U0010ffff-]")
#: What advertisers and senders of letters add, by which they know who came: a page is the same without.
_CAMPAIGN = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "igshid", "igsh",
    "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_enc_id", "oly_anon_id",
})  # fmt: skip
#: Hosts that only lead on, with the end of their path and the name of the parameter that says where to.
_LEADS_ON: Final = (
    ("safelinks.protection.outlook.com", "", "url"),
    ("google.com", "/url", "q"),
    ("google.com", "/url", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("youtube.com", "/redirect", "q"),
    ("steamcommunity.com", "/linkfilter/", "url"),
    ("href.li", "", ""),
)
_HOPS = 3


def whole(url: str, base: str) -> str:
    """An address as it counts from where its text stands; "" where nobody could read it. What nobody sees in it was
    copied along from a page.
    """
    try:
        joined = urljoin(base, seen(_SPACES.sub("", url)).strip())
        urlsplit(joined)
    except ValueError:
        return ""
    if joined.startswith("//"):
        joined = f"https:{joined}"
    if joined[:4].lower() == "tel:":
        return "tel:" + "".join(one for one in unquote(joined[4:]) if one in "+0123456789")
    return _UNSAFE.sub(lambda one: quote(one[0]), joined)


def plain(url: str) -> str:
    """An address without what only counts who followed it, and without hosts that only lead on."""
    for _ in range(_HOPS):
        onward = _onward(url)
        if not onward:
            break
        url = onward
    if "?" not in url:
        return url
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if not _is_campaign(one.partition("=")[0])]
    query = "&".join(kept)
    return url if query == parts.query else urlunsplit(parts._replace(query=query))


def _is_campaign(name: str) -> bool:
    return name.startswith("utm_") or name in _CAMPAIGN


def _onward(url: str) -> str:
    """Where an address leads that only leads on."""
    if not url.startswith(("http://", "https://")):
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for name, path, parameter in _LEADS_ON:
        if (host == name or host.endswith(f".{name}")) and (not path or parts.path == path):
            found = dict(parse_qsl(parts.query)).get(parameter, "") if parameter else unquote(parts.query)
            if found.startswith(("http://", "https://")):
                return whole(found, "")
    return ""


def refused(url: str) -> str:
    """Why a link leads nowhere for readers of a published page: the name of a kind of loss; "" where it leads."""
    scheme = markup.scheme_of(url)
    if not url or scheme in ("javascript", "data", "vbscript", "file", "about", "blob"):
        return f"link/{scheme or 'unreadable'}"
    if scheme and scheme not in markup.SCHEMES:
        return "link/scheme"
    spaced = scheme in ("http", "https") and "%" in host_of(url)  # words that stand where a host should
    return "link/unreadable" if spaced or (scheme and hosts.doubt(url)) else ""


def name_of(url: str) -> str:
    """The name of the file at an address, without what stands before it."""
    return unquote(urlsplit(url).path).rpartition("/")[2]


def host_of(url: str) -> str:
    """The host of an address in lower case, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def is_below(url: str, homes: tuple[str, ...]) -> bool:
    """Whether an address lies below one of others, whichever way it is asked (`http`, `https`, with `www.` or not)."""
    asked = _bare(url)
    return any(asked == home or asked.startswith(home.rstrip("/") + "/") for home in map(_bare, homes))


def _bare(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname:
        return f"/{url.strip('/')}"
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path or '/'}"
