"""Addresses (RFC 3986), places (RFC 5870, OpenStreetMap), identifiers, endings and media types, checksums."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import quote, urlsplit

from pipeline.validator.values.wrong import Wrong, shown

NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of `podcast:guid`."""
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:\S{1,4000}")
_BREAKS = re.compile(r"[\s\x00-\x20\x7f<>\"]")
_FORBIDDEN = re.compile(r"[^A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~%-]")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,30}\.?")
_GEO = re.compile(
    r"geo:(-?[0-9]{1,3}(?:\.[0-9]{1,16})?),(-?[0-9]{1,3}(?:\.[0-9]{1,16})?)(,-?[0-9.]{1,12})?(;\S{1,80})?"
)
_OSM = re.compile(r"[NWR][0-9]{1,15}(?:#[0-9]{1,9})?")
_RATIO = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,4})?(?:\s?/\s?[0-9]{1,5}(?:\.[0-9]{1,4})?)?")
_SRI = re.compile(r"sha(256|384|512)-([A-Za-z0-9+/]{43,88}={0,2})(?:\?\S{0,80})?")
_KEY = re.compile(r"0[23][0-9a-fA-F]{64}")

AUDIO: Mapping[str, frozenset[str]] = {
    "mp3": frozenset({"audio/mpeg", "audio/mp3"}),
    "m4a": frozenset({"audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac"}),
    "aac": frozenset({"audio/aac", "audio/aacp", "audio/x-aac"}),
    "mp4": frozenset({"video/mp4", "audio/mp4"}),
    "m4v": frozenset({"video/x-m4v", "video/m4v", "video/mp4"}),
    "mov": frozenset({"video/quicktime"}),
    "webm": frozenset({"video/webm", "audio/webm"}),
    "ogg": frozenset({"audio/ogg", "application/ogg", "audio/opus", "video/ogg"}),
    "oga": frozenset({"audio/ogg"}),
    "opus": frozenset({"audio/opus", "audio/ogg"}),
    "flac": frozenset({"audio/flac", "audio/x-flac"}),
    "wav": frozenset({"audio/wav", "audio/x-wav", "audio/vnd.wave"}),
    "m3u8": frozenset({"application/x-mpegurl", "application/vnd.apple.mpegurl", "audio/mpegurl"}),
    "pdf": frozenset({"application/pdf"}),
    "epub": frozenset({"application/epub+zip", "document/x-epub"}),
    "torrent": frozenset({"application/x-bittorrent"}),
}
TEXTS: Mapping[str, frozenset[str]] = {
    "vtt": frozenset({"text/vtt"}),
    "srt": frozenset({"application/x-subrip", "application/srt", "text/srt"}),
    "json": frozenset({"application/json", "application/json+chapters"}),
    "html": frozenset({"text/html"}),
    "htm": frozenset({"text/html"}),
    "txt": frozenset({"text/plain"}),
}
PICTURES: Mapping[str, frozenset[str]] = {
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "png": frozenset({"image/png"}),
    "webp": frozenset({"image/webp"}),
    "gif": frozenset({"image/gif"}),
    "svg": frozenset({"image/svg+xml"}),
}
TYPES = {**AUDIO, **TEXTS, **PICTURES}
"""What a file of an ending may be."""


def url(text: str) -> Wrong | None:
    """A whole address of the web, which holds nothing that ends one."""
    if not text.lower().startswith(("http://", "https://")):
        return Wrong(f"{shown(text)} is no whole address of the web", "begin it with `https://` and the host")
    if bad := _BREAKS.search(text):
        return _holds(text, bad[0])
    try:
        host, _port = urlsplit(text).hostname or "", urlsplit(text).port
    except ValueError as error:
        return Wrong(f"{shown(text)} is no address: {error}", "see its host and its port")
    return None if _is_host(host) else Wrong(f"{shown(text)} has no host", "write the host after `https://`")


def plain(text: str) -> Wrong | None:
    """An address in the characters of RFC 3986 alone."""
    if bad := _FORBIDDEN.search(text):
        return _holds(text, bad[0])
    if _ESCAPE.search(text):
        return Wrong(f"{shown(text)} has a `%` without two hexadecimal digits after it", "write `%25` for a `%`")
    return None


def _holds(text: str, character: str) -> Wrong:
    what = "white space" if character.isspace() else f"`{character}`"
    instead = f"write `{quote(character, errors='replace')}` in its place"
    return Wrong(f"{shown(text)} holds {what}, which no address can", instead)


def _is_host(host: str) -> bool:
    with suppress(UnicodeError):  # names in other letters are those of their ASCII form
        if _HOST.fullmatch(host if host.isascii() else host.encode("idna").decode()):
            return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def uri(text: str) -> Wrong | None:
    """An address of any scheme: those of the web are seen closer."""
    if text.lower().startswith(("http://", "https://")):
        return url(text)
    return (
        None if _SCHEME.fullmatch(text) else Wrong(f"{shown(text)} is no URI", "write one like `https://…`, `ipfs://…`")
    )


def mail_or_url(text: str) -> Wrong | None:
    """`mailto:` or an address of the web."""
    return None if text.lower().startswith("mailto:") and "@" in text else url(text)


def is_secure(text: str) -> bool:
    """Whether an address is one of `https`, or none of the web."""
    return not text.lower().startswith("http://")


def is_private(text: str) -> bool:
    """Whether an address can't be reached from elsewhere: this machine, or a network that is not public."""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(host) and (host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")))


def host(text: str) -> Wrong | None:
    """The name of a server, with a port if it needs one."""
    name, _, port = text.partition(":")
    good = _HOST.fullmatch(name) and (not port or (port.isascii() and port.isdigit()))
    return None if good else Wrong(f"{shown(text)} is no name of a server", "write it as `chat.example.org`")


def ending(text: str) -> str:
    """The ending of the file at an address, in lower case; empty where there is none, or one that is no ending."""
    try:
        last = urlsplit(text).path.rpartition("/")[2]
    except ValueError:
        return ""
    stem, dot, found = last.rpartition(".")
    return found.lower() if dot and stem and len(found) <= 12 else ""


def fits(text: str, media_type: str) -> Wrong | None:
    """Whether a media type is that of the ending of an address; an ending that nobody knows says nothing."""
    known, kind = TYPES.get(ending(text)), media_type.split(";", maxsplit=1)[0].strip().lower()
    if known is None or kind in known or not kind:
        return None
    return Wrong(f"a file that ends in `.{ending(text)}` is not {shown(media_type)}", f"write `{min(known)}`")


def guid(text: str) -> Wrong | None:
    """A UUID."""
    if _UUID.fullmatch(text):
        return None
    return Wrong(f"{shown(text)} is no UUID", "36 characters, as `9b024349-ccf0-5f69-a609-6b82873eab3c`")


def is_named(text: str) -> bool:
    """Whether a UUID is one of version 5, made from a name."""
    return guid(text) is not None or uuid.UUID(text).version == 5


def seed(feed: str) -> uuid.UUID:
    """The `podcast:guid` that belongs to the address of a feed."""
    return uuid.uuid5(NAMESPACE, feed.partition("://")[2].rstrip("/"))


def geo(text: str) -> Wrong | None:
    """A place on earth (RFC 5870): latitude, then longitude."""
    match = _GEO.fullmatch(text)
    if match is None:
        return Wrong(f"{shown(text)} is no place (RFC 5870)", "write latitude and longitude: `geo:53.8,-1.55`")
    if abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        hint = "latitude comes first (-90 to 90), then longitude (-180 to 180)"
        return Wrong(f"{shown(text)} lies nowhere on earth", hint)
    return None


def osm(text: str) -> Wrong | None:
    """An object of OpenStreetMap: a node, way or relation with its number."""
    return None if _OSM.fullmatch(text) else Wrong(f"{shown(text)} is no OpenStreetMap object", "write it as `R113314`")


def ratio(text: str) -> Wrong | None:
    """Width by height, as CSS writes it."""
    good = _RATIO.fullmatch(text) and not re.search(r"(^|/\s?)0+(\.0+)?($|\s?/)", text)
    return None if good else Wrong(f"{shown(text)} is no aspect ratio", "write it as `1/1` or `16/9`")


def sri(text: str) -> Wrong | None:
    """Checksums of Subresource Integrity."""
    for one in text.split() or [""]:
        match = _SRI.fullmatch(one)
        try:
            if match and len(base64.b64decode(match[2], validate=True)) * 8 == int(match[1]):
                continue
        except binascii.Error:
            pass
        return Wrong(f"{shown(one)} is no checksum of SRI", "write `sha384-` and its 48 bytes in base64")
    return None


def signature(text: str) -> Wrong | None:
    """Something in base64."""
    try:
        good = bool(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        good = False
    return None if good else Wrong(f"{shown(text)} is no base64", "write the signature in base64")


def node_key(text: str) -> Wrong | None:
    """The public key of a Lightning node."""
    return (
        None
        if _KEY.fullmatch(text)
        else Wrong(f"{shown(text)} is no key of a node", "66 hexadecimal digits, `02…` or `03…`")
    )
