"""Addresses of the web that lead elsewhere than a reader thinks, or nowhere.

Which hosts look like others is decided as browsers do it: the letters of one label are of one script (UTS 39, highly
restrictive), and not all of them look like Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from pipeline.formats.invisible import name_of
from pipeline.formats.scalars import is_url

_EAST_ASIAN = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})
"""Scripts that are written together."""
LOOK_ALIKE = dict(zip("асԁеһіјӏорԛѕԝхуѵαοιυνκρτ", "acdehijlopqswxyvaoiuvkpt", strict=True))
"""Letters of other scripts, and the Latin ones which they look like."""
_MIXED = re.compile(f"[A-Za-z][{''.join(LOOK_ALIKE)}]|[{''.join(LOOK_ALIKE)}][A-Za-z]")
_WORD = re.compile(r"\W*+(\w{1,60})")
_LONGEST = 200
"""Of an address before the letter that is looked at."""

Doubt = tuple[str, str]
"""What is wrong with an address, and the remedy."""


def doubt(address: str) -> Doubt | None:
    """Why an address (http, https, mailto or tel) may not be published as it is, or None."""
    shown = _short(address)
    parts = _split(address)
    if parts is None:
        return _UNREADABLE.format(shown), "mend it: an address looks like `https://example.org/page`"
    if parts.scheme not in ("http", "https"):
        return None if is_url(address) else _no_web(address, parts)
    if "@" in parts.netloc:
        host = parts.netloc.rpartition("@")[2]
        whose = parts.netloc.partition("@")[0]
        message = f"`{shown}` leads to `{_short(host)}`: `{_short(whose)}`, before the `@`, is no host but a user name"
        return message, "write the address without what stands between `//` and `@`, if that host is meant"
    if seems := _seems(parts.hostname or ""):
        return seems
    if not is_url(address):
        return _UNREADABLE.format(shown), "mend it: an address looks like `https://example.org/page`"
    return None


def near(address: str) -> Doubt | None:
    """Why an address leads to the computer, or into the house, of whoever wrote it; or None."""
    parts = _split(address)
    host = (parts.hostname or "") if parts and parts.scheme in ("http", "https") else ""
    try:
        is_near = not ip_address(host).is_global
    except ValueError:
        is_near = host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan"))
    message = f"`{_short(address)}` leads to a computer of your own, or near it, which readers don't reach"
    return (message, "write the address that everybody has, or a path of the library") if is_near else None


def belied(words: str, address: str) -> Doubt | None:
    """Why a reader would think that a link with these words, themselves an address, leads elsewhere; or None."""
    if not words.startswith(("http://", "https://", "www.")) or not address.lower().startswith(("http://", "https://")):
        return None
    said, leads = (_host_of(one) for one in (words, address))
    if not said or not leads or said == leads or said.endswith(f".{leads}") or leads.endswith(f".{said}"):
        return None
    message = f"this link says that it leads to `{_short(said)}`, and leads to `{_short(leads)}`"
    return message, "say in words where it leads, or write the address that it has"


def look_alike(lines: Iterable[str]) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Words of a text (place, message and remedy) that hold a letter of another alphabet which looks like theirs."""
    for number, line in enumerate(lines, 1):
        for found in () if line.isascii() else _MIXED.finditer(line):
            at = found.start() + (found[0][0] not in LOOK_ALIKE)
            begin = max(0, at - _LONGEST)
            if "//" in line[max(begin, line.rfind(" ", begin, at) + 1) : at]:
                continue  # an address: `doubt` tells it
            word = _WORD.match(line, max(line.rfind(" ", 0, at) + 1, at - 30))
            message = f"`{word[1] if word else found[0]}` mixes two alphabets: it has the letter {name_of(line[at])}"
            yield (number, at + 1), message, "type the word again: readers see no difference, and the search finds none"
            break


def _host_of(address: str) -> str:
    """The host of an address of the web, without `www.`; "" where there is none."""
    parts = _split(address if "://" in address else f"https://{address}")
    return (parts.hostname or "").removeprefix("www.") if parts else ""


_UNREADABLE = "`{}` is no address that a browser can read"


def _no_web(address: str, parts: SplitResult) -> Doubt:
    if parts.scheme == "tel":
        digits = "".join(one for one in parts.path if one in "+0123456789")
        return f"`{_short(address)}` is no telephone number", f"write it without spaces: `tel:{digits or '+44…'}`"
    return f"`{_short(address)}` is no e-mail address", "write it like `mailto:name@example.org`"


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _seems(host: str) -> Doubt | None:
    """What a host that is not written in one script looks like."""
    labels = host.split(".")
    for label in labels:
        try:
            meant = label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
        except (UnicodeError, OverflowError):
            return f"the host `{_short(host)}` can't be read", "type the address again"
        if meant.isascii():
            continue
        if odd := next(_odd(meant), ""):
            return (
                f"the host `{_short(host)}` holds the character {name_of(odd)}, which no name of a host has",
                "type the address again",
            )
        scripts = {script_of(one) for one in meant} - {""}
        alike = all(one in LOOK_ALIKE for one in meant if script_of(one))
        if (len(scripts) > 1 and not scripts <= _EAST_ASIAN) or (alike and labels[-1].isascii()):
            return _mistaken(host, label, meant)
    return None


def _mistaken(host: str, label: str, meant: str) -> Doubt:
    latin = "".join(LOOK_ALIKE.get(one, one) for one in meant)
    odd = next(one for one in meant if not one.isascii() and (latin == meant or one in LOOK_ALIKE))
    message = f"the host `{_short(host)}` looks like `{_short(host.replace(label, latin))}` and is another one"
    if latin == meant:
        message = f"the host `{_short(host)}` mixes letters of several alphabets"
    return f"{message}: it has the letter {name_of(odd)}", "type the address again, all of it in one alphabet"


def _odd(label: str) -> Iterator[str]:
    """What stands in no name of a host: signs, and what browsers read as another character."""
    for one in label:
        is_sign = unicodedata.category(one)[0] not in "LMN" and one not in "-_"
        if is_sign or not unicodedata.is_normalized("NFKC", one):
            yield one


def script_of(character: str) -> str:
    """The script of a letter, by the first word of its name; "" of what all scripts have."""
    if not unicodedata.category(character).startswith("L"):
        return ""
    return unicodedata.name(character, "UNKNOWN").replace("-", " ").split()[0]
