"""Services that count downloads: addresses of recordings begin with theirs, and each leads on to the next.

Which path of which host is one, is what they tell podcasters to put before their addresses.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

SERVICES: tuple[tuple[str, str], ...] = (
    ("dts.podtrac.com/redirect.*", "Podtrac"),
    ("www.podtrac.com/pts/redirect.*", "Podtrac"),
    ("podtrac.com/pts/redirect.*", "Podtrac"),
    ("play.podtrac.com/*", "Podtrac"),
    ("chtbl.com/track/*", "Chartable"),
    ("chrt.fm/track/*", "Chartable"),
    ("op3.dev/e*", "OP3"),
    ("pscrb.fm/rss/p", "Podscribe"),
    ("verifi.podscribe.com/rss/p", "Podscribe"),
    ("media.blubrry.com/*/p", "Blubrry"),
    ("media.blubrry.com/*", "Blubrry"),
    ("pdst.fm/e", "Podsights"),
    ("prfx.byspotify.com/e", "Spotify"),
    ("mgln.ai/e/*", "Magellan AI"),
    ("mgln.ai/track", "Magellan AI"),
    ("claritaspod.com/measure", "Claritas"),
    ("clrtpod.com/m", "Claritas"),
    ("arttrk.com/p/*", "ArtsAI"),
    ("pfx.veritonicmetrics.com/*", "Veritonic"),
    ("pfx.vpixl.com/*", "Veritonic"),
    ("pdcn.co/e", "Podcorn"),
    ("growx.podkite.com/http*/*", "Podkite"),
    ("s.gum.fm/r1/*", "Gumball"),
    ("s.gum.fm/s-*", "Gumball"),
    ("2.gum.fm", "Gumball"),
    ("p.podderapp.com/*", "Podder"),
    ("r.zen.ai/r", "Zencastr"),
    ("tracking.swap.fm/track/*", "Swap.fm"),
    ("swap.fm/track/*", "Swap.fm"),
    ("pdrl.fm/*", "Podroll"),
    ("tracking.feedpress.it/link/*/*", "FeedPress"),
    ("tracking.feedpress.com/link/*/*", "FeedPress"),
)
"""Host and path that a service puts before an address (`*`: any end of a part of it) → its name."""
_DEEPEST, _LONGEST = 12, 4096


def passed(url: str) -> tuple[tuple[str, ...], str]:
    """The services that an address goes through, in their order, and the address behind them."""
    found: list[str] = []
    for _ in range(_DEEPEST):
        if (step := _step(url)) is None:
            break
        found.append(step[0])
        url = step[1]
    return tuple(found), url


def _step(url: str) -> tuple[str, str] | None:
    """The first service of an address, and what is behind it."""
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    segments = [host, *parts.path.lstrip("/").split("/")]
    for before, name in SERVICES:
        pattern = before.split("/")
        if len(segments) > len(pattern) and all(map(_fits, pattern, segments)):
            rest = _address("/".join(segments[len(pattern) :]), parts.scheme)
            if rest:
                return name, f"{rest}?{parts.query}" if parts.query else rest
    return None


def _fits(pattern: str, segment: str) -> bool:
    return segment.startswith(pattern[:-1]) and segment != "" if pattern.endswith("*") else segment == pattern


def _address(rest: str, scheme: str) -> str:
    """The address that stands behind a service, whole or without its scheme; "" where none does."""
    for own in "https", "http":
        if rest.lower().startswith(f"{own}:/"):
            scheme, rest = own, rest[len(own) + 1 :].lstrip("/")
    first = rest.partition("/")[0]
    if "%2f" in first.lower():
        rest = unquote(rest)
        first = rest.partition("/")[0]
    return f"{scheme}://{rest}" if "." in first.strip(".") and "/" in rest else ""
