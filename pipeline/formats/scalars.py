"""The types of single values: each takes text as an editor wrote it, or a value that is of its type already.

`pydantic` alone reads `20260101` as 1970, `NO` as False and `12:30` as twelve hours and a half, so each type checks
the shape itself. Errors are `PydanticCustomError`s: the type is a code of `problems.CODES`, `ctx["hint"]` the remedy.
Where that can be one thing only, `ctx["write"]` is what to write in place of the value: `check --fix` does.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from pipeline.formats import category, days, garbled, isbn, region, role, times, zones
from pipeline.formats.invisible import invisible, name_of
from pipeline.formats.language import is_tag
from pipeline.formats.letters import slug
from pipeline.formats.slips import in_quotes
from pipeline.formats.xml import printable

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# A fraction of a second, and an offset with or without its colon, as other programs write them (ISO 8601).
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})"
    r"(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_WHOLE = re.compile(r"[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|(?:https?|ftps?|file|data|mailto|tel|urn|javascript|s3):|[a-z]:[/\\]", re.IGNORECASE
)
"""What begins an address, or a path of Windows: a name may hold a colon, too (`Talk 2: urges.m4a`)."""
_S3 = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/([^\s\\<>\"]{1,1000})")
_PERMALINK = re.compile(r"https?://[^\s/]\S*")
_HOST = re.compile(r"[^\s/?#@\\<>\"'`{}|^]+")
_UNWANTED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\ufffe\\uffff]"
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
_ELSEWHERE = {
    "yes": ("on", "ja", "oui", "sí", "si", "sì", "sim", "tak", "ano", "evet"),
    "no": ("off", "nein", "non", "nee", "nej", "nei", "não", "nao", "nie", "hayır"),  # noqa: RUF001 - Turkish
}
"""Yes and no as other programs write them, and other languages that do not say one for the other."""
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def _error(
    message: str, hint: str, value: str = "", code: str = "invalid-value", *, write: str = ""
) -> PydanticCustomError:
    """An error whose `{value}` is cut short and made one line. Text from content never becomes part of the template.

    `write`: what can be written in place of the value, and nothing else can be meant. It is the remedy then.
    """
    shown = _UNWANTED.sub("\ufffd", value).replace("\n", " ")
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    hint = f"write `{write}`" if write else hint
    return PydanticCustomError(code, message, {"value": shown, "hint": hint, "write": write})


def _text_of(value: object, hint: str) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None:
        raise _error("there is no value here", hint)
    if isinstance(value, dict):
        raise _error("must be text, and a colon in it makes it fields", _as_written(value) or hint)
    if isinstance(value, (list, tuple)):
        raise _error("must be a single text, not a list", f"{hint}; in quotes, where it begins with `[` or `-`")
    raise _error("must be text, not a number or yes and no", "put it in quotes")


def _as_written(value: Mapping[Any, object]) -> str:
    """The remedy for a text that YAML took for fields."""
    said = [(str(key), inner) for key, inner in value.items()]
    if len(said) != 1 or not isinstance(said[0][1], str | None):
        return ""
    name, inner = said[0]
    return in_quotes(f"{{{name}}}" if inner is None else f"{name}: {inner}")


def _reads(read: Callable[[str], Any], hint: str, *already: type) -> BeforeValidator:
    """A validator that passes values of the types `already` and reads text with `read`."""

    def validate(value: object) -> object:
        return value if type(value) in already else read(_text_of(value, hint))

    return BeforeValidator(validate)


_INSTANT_HINT = "write `2026-11-24`, or `2026-11-24T18:30`"


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise _no_date(text, "write it like `2026-11-24`")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _no_date(text, "the month has no such day; write it like `2026-11-24`") from None
    return _near(day, text)


D = TypeVar("D", bound=date)


def _near(day: D, text: str) -> D:
    """A day that is near enough to be told in every time zone: at the ends of the calendar some have no such day."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"`{{value}}` is not within the years {FIRST_YEAR} to {LAST_YEAR}"
        raise _error(message, "look at the year; write it like `2026-11-24`", text, "bad-date")
    return day


def _instant(text: str) -> datetime:
    if _DAY.fullmatch(text):
        day = _day(text)
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - naive: the settings have its time zone
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise _no_date(text, _INSTANT_HINT)
    numbers = [int(part or 0) for part in match.groups()[:6]]
    micro = int((match[7] or "")[:6].ljust(6, "0"))
    try:
        instant = datetime(*numbers, micro, tzinfo=_offset(match[8]))  # type: ignore[arg-type,misc]  # the starred list
    except ValueError:
        raise _no_date(text, _INSTANT_HINT) from None
    return _near(instant, text)


_LOCAL_HINT = "write `2026-11-24T18:30`, or `2026-11-24` for a whole day"


def _local(text: str) -> date:
    if _DAY.fullmatch(text):
        return _day(text)
    instant = _instant(text)
    if instant.tzinfo:
        raise _error(
            "`{value}` names an offset", f"{_LOCAL_HINT}: it is the time where it takes place", text, "bad-date"
        )
    return instant


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].removeprefix(":") or 0)
    if minutes > 59:
        raise ValueError(text)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _no_date(text: str, hint: str) -> PydanticCustomError:
    meant = days.plain(text)
    right = meant if meant and FIRST_YEAR <= int(meant[:4]) <= LAST_YEAR else ""
    return _error("`{value}` is not a date", hint, text, "bad-date", write=right)


_DURATION_HINT = "write hours, minutes and seconds like `1:02:03` or `2:03.5`, or seconds like `75`"


def _duration(text: str) -> float:
    seconds = times.parse(text)
    if seconds is None:
        raise _error("`{value}` is not a duration or position", _DURATION_HINT, text)
    return seconds


_CLOCK_HINT = "write hours and minutes of the day like `19:30`"


def _clock(text: str) -> str:
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise _error("`{value}` is not a time of day", _CLOCK_HINT, text)
    return f"{int(match[1]):02}:{match[2]}"


_ZONE_HINT = "write it as the IANA tz database does, like `Europe/Berlin`"


def _zone(text: str) -> str:
    if text not in zones.names():
        near = zones.near(text)
        raise _error("`{value}` is not a time zone", f"did you mean `{near}`?" if near else _ZONE_HINT, text)
    return text


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        right = next((word for word, others in _ELSEWHERE.items() if text.lower() in others), "")
        raise _error("`{value}` is neither yes nor no", "write `yes` or `no`", text, write=right)
    return _YES_NO[text.lower()]


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise _error("`{value}` is not a whole number", "write digits only, like `12`", text)
    return int(text)


_BYTES_HINT = "write how many bytes the file has, in digits, like `28104733`"
_FROM_ONE_HINT = "leave it out, or write a number from 1"


def _bytes(text: str) -> int:
    number = _whole(text)
    if number == 0:
        raise _error("`{value}` bytes hold no sound", _BYTES_HINT, text)
    return number


def _from_one(text: str) -> int:
    number = _whole(text)
    if number == 0:
        raise _error("`{value}` is no number: directories count from 1", _FROM_ONE_HINT, text)
    return number


def _category(text: str) -> str:
    found = category.canonical(text)
    if not found:
        near = category.near(text)
        hint = f"did you mean `{near}`?" if near else "take one of Apple's, like `Health & Fitness > Mental Health`"
        raise _error("`{value}` is not one of Apple's categories", hint, text)
    return found


def _role(text: str) -> str:
    found = role.canonical(text)
    if not found:
        near = role.near(text)
        hint = (
            f"did you mean `{near}`?" if near else "take one of the Podcast Taxonomy, like `host`, `guest`, `narrator`"
        )
        raise _error("`{value}` is not a role of the Podcast Taxonomy", hint, text)
    return found


def _group(text: str) -> str:
    found = role.canonical_group(text)
    if not found:
        near = role.near_group(text)
        hint = f"did you mean `{near}`?" if near else "leave it out: it follows from the role"
        raise _error("`{value}` is not a group of the Podcast Taxonomy", hint, text)
    return found


_GEO_HINT = "write latitude and longitude in degrees, like `geo:53.8008,-1.5491`"
_DEGREES = r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?"
_GEO = re.compile(rf"geo:({_DEGREES}),({_DEGREES})(?:,-?[0-9]{{1,6}}(?:\.[0-9]{{1,6}})?)?(?:;u=[0-9]{{1,9}})?")


def _geo(text: str) -> str:
    match = _GEO.fullmatch(text)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise _error("`{value}` is not a place on earth", _GEO_HINT, text)
    return text


_OSM_HINT = "write N, W or R for node, way or relation, and its number, like `R113314`"


def _osm(text: str) -> str:
    if not re.fullmatch("[NWR][0-9]{1,15}(?:#[0-9]{1,9})?", text):
        raise _error("`{value}` is not what OpenStreetMap calls a place", _OSM_HINT, text)
    return text


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise _error("`{value}` is not a number", "write it like `12` or `-16.5`", text)
    return float(text)


_ISBN_HINT = "write the 10 or 13 digits as printed, hyphens allowed"


def _isbn(text: str) -> str:
    number = isbn.normalise(text)
    if number is not None:
        return number
    digit = isbn.check_digit(text)
    if digit is None:
        raise _error("`{value}` is not an ISBN", _ISBN_HINT, text, "bad-isbn")
    hint = f"compare it with the book; if only the last digit is wrong, it must be `{digit}`"
    raise _error("the check digit of the ISBN `{value}` is wrong", hint, text, "bad-isbn")


_SEVERAL = re.compile(r"\s*[;|/]\s*|\s+")
_SEVERAL_IDS = re.compile(r"[a-z0-9-]++(?:\s*+[;|/]\s*+[a-z0-9-]++)+|(?=[^-]*-)[a-z0-9-]++(?:\s++[a-z0-9-]++)+")
"""Ids with another sign between them than a comma, or with spaces: of one id that has hyphens, these were some, too."""


def _id(text: str) -> str:
    if len(text) > 100 or not _ID.fullmatch(text):
        right = slug(text)
        near = right[:100].strip("-")
        hint = f"write `{near}`" if near else "write lower-case letters, digits and hyphens, like `first-steps`"
        message = "`{value}` is not an id: lower-case letters, digits and single hyphens"
        if several := _SEVERAL.sub(", ", text) if _SEVERAL_IDS.fullmatch(text) else "":
            raise _error(message, f"put commas between several: `{several}`; or write `{near}`", text)
        raise _error(message, hint, text, write=near if near == right else "")
    return text


def _language(text: str) -> str:
    if not is_tag(text):
        tag = text.replace("_", "-")
        right = tag if tag != text and is_tag(tag) else ""
        raise _error(
            "`{value}` is not a language", "write a language tag like `en`, `en-GB` or `de`", text, write=right
        )
    return text


_REGION_HINT = "write the code of a country, like `GB`, of a part of one, like `GB-SCT`, or `EU`"


def _region(text: str) -> str:
    if not region.known(text):
        near = region.near(text)
        raise _error("`{value}` is not the code of a place (ISO 3166)", _REGION_HINT, text, write=near)
    return text


def _shown(text: str) -> str:
    found = next(invisible(text), None)
    if found is not None:
        message = f"the text holds the invisible character {name_of(text[found])}"
        raise _error(message, "type the text again, or remove the character")
    if told := garbled.first(text):
        raise _error(told[1], told[2])
    return text


def _text(text: str) -> str:
    if not _shown(text):
        raise _error("there is no text here", "write the text, or remove the field")
    return text


_URL_HINT = "write a whole address, like `https://example.org/page`"
_BEGIN = "begin it with `https://`"


def _url(text: str) -> str:
    if not is_url(text):
        raise _error("`{value}` is not an address", begun(text) or _URL_HINT, text, write=_whole_address(text))
    return text


def begun(text: str) -> str:
    """The remedy for what begins as an address of the web and is none; "" for what does not begin so."""
    if not re.match("https?://", text):
        return ""
    if re.search(r"\s", text):
        return "an address has no spaces: write `%20` for each, or copy it anew from your browser"
    if re.match("https?://[^/?#]*@", text):
        return "leave out what stands between `//` and `@`: a name or a password there could be read by everybody"
    return "copy it anew from your browser, whole, like `https://example.org/page`"


def _whole_address(text: str) -> str:
    """The whole of an address as people say it, of the web or of a mailbox; "" where it is no such one."""
    whole = f"mailto:{text}" if "@" in text and "/" not in text else f"https://{text}"
    return whole if "." in text and ":" not in text and len(text) <= 200 and is_url(whole) else ""


def _web_url(text: str) -> str:
    if not text.startswith(("https://", "http://")) or not is_url(text):
        whole = _whole_address(text) if "@" not in text else ""
        raise _error("`{value}` is no address of the web", begun(text) or _BEGIN, text, write=whole)
    return _asked(text)


def _asked(url: str) -> str:
    """An address as programs ask for it: behind its host in the characters of RFC 3986; browsers show others."""
    host = url.index("://") + 3
    begins = next((at for at in range(host, len(url)) if url[at] in "/?#"), len(url))
    return url[:begins] + "".join(one if one.isascii() else quote(one) for one in url[begins:])


def is_url(text: str) -> bool:
    """Whether this is an absolute address. `urlsplit` raises for some hosts, and reading `.port` for some ports."""
    if len(text) > 2000 or re.search(r"[\s\\<>\"]", text) or _UNWANTED.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        plain = parts.username is None and parts.password is None
        return plain and bool(host) and port != 0 and _HOST.fullmatch(host or "") is not None
    if parts.scheme == "mailto":
        return not parts.netloc and re.fullmatch(r"[^@]+@[^@]+", parts.path) is not None
    return parts.scheme == "tel" and re.fullmatch(r"\+?[0-9().*#-]{2,30}", parts.path) is not None


def _rel_path(text: str) -> str:
    hint = "write the path from this file, like `../images/a.jpg`, or from the root, like `/content/images/a.jpg`"
    if not text:
        raise _error("there is no path here", hint)
    if _ADDRESS.match(text) or text.startswith("//") or "\\" in text or _UNWANTED.search(text) or "\n" in text:
        raise _error("`{value}` is not the path of a file of the library", hint, text)
    return text


_SHA256_HINT = "let `pipeline media add` write it: 64 digits and letters from a to f"


def _sha256(text: str) -> str:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise _error("`{value}` is not the SHA-256 of a file", _SHA256_HINT, text)
    return text.lower()


_SOUND_TYPE_HINT = "write `audio/mpeg` for MP3, `audio/mp4` or `audio/x-m4a` for M4A"


def _sound_type(text: str) -> str:
    if not re.fullmatch(r"(?:audio|video)/[A-Za-z0-9.+-]{1,100}", text):
        raise _error("`{value}` is no media type of sound", _SOUND_TYPE_HINT, text)
    return text.lower()


_MEDIA_URL_HINT = "write an address that begins with `https://`, or `s3://bucket/name` of a bucket of `pipeline.toml`"


def _media_url(text: str) -> str:
    if text.startswith("http://"):
        raise _error("`{value}` could be read and changed on its way", _BEGIN, text)
    if not (text.startswith("https://") and is_url(text)) and not s3_parts(text):
        hint = begun(text) or _MEDIA_URL_HINT
        raise _error("`{value}` is no address from which a recording is fetched", hint, text)
    return text


def s3_parts(url: str) -> tuple[str, str] | None:
    """Bucket and key of `s3://bucket/key`; None where it is no such address in its one plain spelling."""
    match = _S3.fullmatch(url)
    if match is None or any(part in ("", ".", "..") for part in match[2].split("/")) or _UNWANTED.search(url):
        return None
    return match[1], match[2]


def _media_path(value: object) -> object:
    """An address where a path may stand: a digest belongs to it."""
    if isinstance(value, str) and re.match("(?:https?|s3)://", value.strip()):
        message = "`{value}` is an address alone: whatever lies there one day would be published"
        hint = "let `pipeline media add ADDRESS --episode PATH` write the address with the digest of what lies there"
        raise _error(message, hint, value)
    return value


def _uuid(text: str) -> str:
    hint = "let `new` write it; it looks like `3f2504e0-4f89-41d3-9a0c-0305e82c3301`"
    try:
        canonical = str(uuid.UUID(text))
    except ValueError:
        raise _error("`{value}` is not a UUID", hint, text) from None
    if canonical != text:
        raise _error("`{value}` is not a UUID in its usual form", hint, text, write=canonical)
    return text


def _guid(value: object) -> str:
    hint = "write it exactly as it was published, in quotes"
    if not isinstance(value, str):
        raise _error("must be text", hint)
    if value.strip() != value and value.strip():
        hint = f"write `{value.strip()}`; where it was published so, in quotes as the `value` of a `guid` of two fields"
        raise _error("the GUID has white space around it", hint, value)
    if not value.strip() or _UNWANTED.search(value) or "\n" in value:
        raise _error("`{value}` is no GUID: it is empty, or holds control characters", hint, value)
    return value


def _published_guid(value: object) -> str:
    hint = "write it exactly as it was published, in quotes"
    if not isinstance(value, str):
        raise _error("must be text", hint)
    if not value.strip() or printable(value) != value:
        raise _error("`{value}` is no GUID: it is empty, or holds what no feed can", hint, value)
    return value


def likeness(guid: str) -> str:
    """What GUIDs have in common that some apps take for one: all but case and white space."""
    return "".join(guid.split()).casefold()


def is_permalink(guid: str) -> bool:
    """Whether a GUID is an address, and so says `isPermaLink="true"` (RSS 2.0); any other must say `false`."""
    return _PERMALINK.fullmatch(guid) is not None


Guid = Annotated[str, BeforeValidator(_guid)]
"""The identity of an episode, byte for byte (RSS 2.0 `guid`)."""
PublishedGuid = Annotated[str, BeforeValidator(_published_guid)]
"""One that another host has published, with the blanks and line ends that some apps take for a part of it."""

Text = Annotated[str, BeforeValidator(lambda value: _text(_text_of(value, "write the text")))]
"""Text without the spaces around it; not empty, no control characters but line ends and tabs."""


def is_text(sort: Any) -> bool:
    """Whether a type is text for readers, as it is or within bounds."""
    return Text.__metadata__[0] in sort.__metadata__  # type: ignore[attr-defined]  # an `Annotated` has it


Alt = Annotated[str, BeforeValidator(lambda value: _shown(_text_of(value, 'write what it shows, or `""`')))]
"""What a picture shows: text that may be empty, where the picture is decoration."""

Day = Annotated[
    date, _reads(_day, "write it like `2026-11-24`", date), WithJsonSchema({"type": "string", "format": "date"})
]
"""A calendar day (RFC 3339 full-date) of the years 1900 to 2200. Code `bad-date`."""

Instant = Annotated[
    datetime,
    _reads(_instant, _INSTANT_HINT, datetime),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)? ?(Z|[+-]\d\d(:?\d\d)?)?)?$",
        }
    ),
]
"""A day (its midnight) or a day and time, of the years 1900 to 2200; naive where no offset is written. Fractions of a
second are kept to the millionth. Code `bad-date`.
"""

Local = Annotated[
    datetime | date,
    _reads(_local, _LOCAL_HINT, date, datetime),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d)?$"}),
]
"""A day, or a day and time as the clocks of a place show it: without an offset. Code `bad-date`."""

Duration = Annotated[
    float, _reads(_duration, _DURATION_HINT, float, int), WithJsonSchema({"type": ["string", "number"]})
]
"""Seconds, from `1:02:03`, `2:03.5` or `75`."""

Clock = Annotated[
    str, _reads(_clock, _CLOCK_HINT), WithJsonSchema({"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"})
]
"""A time of day with two digits each, `09:30`, from midnight to 23:59."""

Zone = Annotated[str, _reads(_zone, _ZONE_HINT)]
"""The name of a time zone (IANA tz database)."""

YesNo = Annotated[
    bool, _reads(_yes_no, "write `yes` or `no`", bool), WithJsonSchema({"enum": [True, False, "yes", "no"]})
]
"""True from `yes` or `true`, False from `no` or `false`, in any case."""

Whole = Annotated[int, _reads(_whole, "write digits only, like `12`", int)]
"""A whole number from 0, in ASCII digits."""

FromOne = Annotated[int, _reads(_from_one, _FROM_ONE_HINT, int), WithJsonSchema({"type": "integer", "minimum": 1})]
"""A whole number from 1: of an episode, or of a season."""

Bytes = Annotated[int, _reads(_bytes, _BYTES_HINT, int), WithJsonSchema({"type": "integer", "minimum": 1})]
"""How large a file is."""

Category = Annotated[str, _reads(_category, "write one of Apple's categories")]
"""One of Apple's categories, or one with a subcategory: `Health & Fitness > Mental Health`."""


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Categories = Annotated[
    tuple[Category, ...],
    BeforeValidator(_several),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
"""One of Apple's categories, or a list of several: the first counts most."""

Role = Annotated[str, _reads(_role, "write a role, like `host` or `guest`")]
"""A role of the Podcast Taxonomy, in lower case."""

Group = Annotated[str, _reads(_group, "write a group of roles, or leave it out")]
"""A group of roles of the Podcast Taxonomy, in lower case."""

Geo = Annotated[str, _reads(_geo, _GEO_HINT)]
"""A place as a `geo:` address (RFC 5870): latitude and longitude in degrees, and maybe altitude."""

Osm = Annotated[str, _reads(_osm, _OSM_HINT)]
"""What OpenStreetMap calls a place: node, way or relation, its number, and maybe a version."""

Number = Annotated[float, _reads(_number, "write it like `12` or `-16.5`", float, int)]
"""A decimal number, never infinite."""

Isbn = Annotated[str, _reads(_isbn, _ISBN_HINT), WithJsonSchema({"type": ["string", "integer"]})]
"""Thirteen digits, from an ISBN of ten or thirteen. Code `bad-isbn`."""

Id = Annotated[
    str,
    _reads(_id, "write lower-case letters, digits and hyphens"),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$"}),
]
"""Lower-case words and digits joined by single hyphens, at most 100 characters."""

Language = Annotated[str, _reads(_language, "write a language tag like `en` or `en-GB`")]
"""A language tag of BCP 47, as written."""

Region = Annotated[
    str, _reads(_region, _REGION_HINT), WithJsonSchema({"type": "string", "pattern": f"^{region.PATTERN}$"})
]
"""A country, or a part of one, as ISO 3166 writes it; or `EU`."""

Url = Annotated[str, _reads(_url, _URL_HINT), WithJsonSchema({"type": "string", "format": "uri"})]
"""An absolute address: http, https (without user name), mailto or tel."""

WebUrl = Annotated[
    str, _reads(_web_url, "begin it with `https://`"), WithJsonSchema({"type": "string", "format": "uri"})
]
"""An absolute address, http or https: what apps and directories follow."""

RelPath = Annotated[str, _reads(_rel_path, "write the path of a file")]
"""A path as written, relative to the file that names it, or from the library's root with a leading `/`."""

MediaPath = Annotated[RelPath, BeforeValidator(_media_path)]
"""The path of a recording, where an address with a digest may stand instead."""

MediaUrl = Annotated[
    str,
    _reads(_media_url, _MEDIA_URL_HINT),
    WithJsonSchema({"type": "string", "pattern": "^(https|s3)://[^\\s]+$"}),
]
"""Where a recording is fetched: an `https://` address, or `s3://bucket/key`."""

SoundType = Annotated[
    str,
    _reads(_sound_type, _SOUND_TYPE_HINT),
    WithJsonSchema({"type": "string", "pattern": "^(audio|video)/[A-Za-z0-9.+-]+$"}),
]
"""The media type of sound, or of moving pictures: `audio/mpeg`, in lower case."""

Sha256 = Annotated[
    str, _reads(_sha256, _SHA256_HINT), WithJsonSchema({"type": "string", "pattern": "^[0-9a-fA-F]{64}$"})
]
"""The SHA-256 of a file, 64 hexadecimal digits, in lower case."""

Uuid = Annotated[str, _reads(_uuid, "let `new` write it"), WithJsonSchema({"type": "string", "format": "uuid"})]
"""A UUID (RFC 9562) in lower case with hyphens, as text."""
