"""One record → one meeting of the library, with all that has no field there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from pipeline.formats import letters, scalars, telephone, zones
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.deciding.losses import verdict
from pipeline.importing.meetings import persons, vocabulary, where
from pipeline.importing.meetings.days import Held, clock, held, is_monthly, minutes
from pipeline.importing.meetings.record import Record
from pipeline.importing.source.found import Form, Item, Term, Text
from pipeline.importing.source.loss import Loss, Outcome
from pipeline.model.kinds.meeting import persons as told_of

SINCE: Final = "2020-01-01"
"""The date of meetings of which no source says since when they are held: the same on each run."""
_MOST_MINUTES: Final = 24 * 60
_TITLE: Final = 150
_LEAST: Final = 40
"""Characters of notes that can stand for a description."""
_HTML = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|ul)\b|&(?:[a-z]{2,8}|#[0-9]{2,6});", re.IGNORECASE
)
_TAG = re.compile("<[^<>]{0,200}>")
_UPDATED = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]?(?:([0-9]{2}):?([0-9]{2}):?([0-9]{2}))?")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONLINE: Final = frozenset({"online", "virtual", "zoom", "by telephone", "internet", "remote"})
_KEPT: Final = (
    *("group", "region", "sub_region", "regions", "district", "sub_district", "venmo", "square", "paypal"),
    *("homegroup_online", "cost", "capacity", "entity_location"),
)
"""What has no field of its own, and is kept in `extra`."""
_LEFT: Final = ("edit_url", "author", "last_contact", "entity_logo", "mailing_address")
"""What is of use where the list is kept, and nowhere else."""
_DIAL: Final[TypeAdapter[str]] = TypeAdapter(telephone.Dial)


@dataclass(slots=True)
class Told:
    """What is lost of one record, gathered while it is read."""

    record: Record
    losses: list[Loss]

    def add(self, name: str, outcome: Outcome, what: str = "", count: int = 1) -> None:
        """One more; personal things are told without themselves."""
        self.losses.append(Loss(f"meetings/{name}", outcome, what, self.record.place, count))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a record besides itself: the id by which the source knows it, on which days it is held, and in
    which country (ISO 3166) where it says none itself.
    """

    id: str
    when: Held
    country: str = ""


def meeting(record: Record, known: Known, decisions: Decisions) -> Item:
    """The meeting that a record is."""
    id_, told = known.id, Told(record, [])
    keeps = verdict("meetings/personal", decisions, id_) == "keep"
    zone = _zone(record, told)
    spot = where.spot(record, zone, known.country)
    words = _Words(record, told, spot.country, keeps=keeps)
    codes, unknown = _codes(record["types"])
    fields = {
        "title": _title(told, words),
        "date": SINCE,
        "updated": _updated(record),
        **_how(record, spot, codes, words, told),
        **_when(record, known.when, zone),
        "languages": _languages(record, codes),
        "sorts": _of(codes, vocabulary.SORTS),
        "especially_for": _of(codes, vocabulary.GROUPS),
        "contact": _contact(record, spot.country, told, keeps=keeps),
        "extra": _extra(record, spot.country, told),
    }
    body = words.body()
    return Item(
        id=id_,
        kind="meeting",
        place=record.place,
        fields={name: value for name, value in fields.items() if value not in ("", [], {}, None, False)},
        body=body,
        summary=None if body and len(body.text) >= _LEAST else Text(_sentence(fields), "plain", place=record.place),
        name=record["slug"] or fields["title"],
        terms=tuple(_terms(codes, unknown, decisions)),
        old=(record["url"],) if scalars.is_url(record["url"]) else (),
        losses=tuple(told.losses),
    )


class _Words:
    """The texts of a record, without what tells of persons."""

    def __init__(self, record: Record, told: Told, country: str, *, keeps: bool) -> None:
        self._record, self._told, self._country, self._keeps = record, told, country, keeps

    def text(self, name: str) -> str:
        """A text in one line, and without HTML."""
        return " ".join(plain(self._cleaned(name)).split())

    def _cleaned(self, name: str) -> str:
        text = self._record[name]
        if self._keeps or not text:
            return text
        made, count = persons.without(text, self._country)
        if count:
            self._told.add("personal", "dropped", f"in `{name}`: names, addresses or numbers of persons", count)
        return made

    def body(self) -> Text | None:
        """What is said of the meeting and of the group, and where more is to be read."""
        parts = [self._cleaned(name) for name in ("notes", "group_notes")]
        parts += [url for name in ("website", "website_2") if scalars.is_url(url := self._record[name])]
        text = "\n\n".join(part for part in parts if part)
        form: Form = "html" if _HTML.search(text) else "plain"
        return Text(text, form, place=self._record.place) if text else None


def plain(text: str) -> str:
    """A text without tags, its references resolved."""
    return html.unescape(_TAG.sub(" ", text)) if _HTML.search(text) else text


def _title(told: Told, words: _Words) -> str:
    title = words.text("name") or "Meeting"
    if len(title) > _TITLE:
        told.add("title", "changed", title[:60])
        title = f"{title[: _TITLE - 1].rpartition(' ')[0] or title[: _TITLE - 1]}…"
    return title


# How, and when


def _how(record: Record, spot: where.Spot, codes: frozenset[str], words: _Words, told: Told) -> dict[str, Any]:
    """How one takes part: in a room, by a link, by telephone."""
    join, dial = _join(record, words, told), _dial_in(record, words, told)
    attendance = vocabulary.plain(record["attendance_option"])
    if spot.name.casefold() in _ONLINE or spot.city.casefold() in _ONLINE:
        spot = where.Spot()
    approximate = record["approximate"].casefold() in ("yes", "true", "1")
    closed = vocabulary.CLOSED in codes
    only_online = vocabulary.ONLINE in codes and (approximate or not (spot.address or spot.name))
    away = closed or only_online or attendance == "online" or (bool(join) and approximate)
    room = bool(spot) and not (away and (join or dial))
    if room and spot.country and not where.spot(record, "").country:
        told.add("country", "changed", f"{spot.country}, by the time zone, or as others in the list")
    said: dict[str, Any] = {"mode": _mode(room=room, join=bool(join), dial=bool(dial))}
    said |= {"place": _place(record, spot, codes, words, approximate=approximate)} if room else {}
    said |= {"join": join, "dial_in": dial}
    if attendance == "inactive" or (closed and not (join or dial)):
        told.add("closed", "changed", "not held now: it comes as a draft")
        said["draft"] = True
    elif closed:
        told.add("closed", "changed", "its room is closed: it comes without that")
    return said


def _mode(*, room: bool, join: bool, dial: bool) -> str:
    if room:
        return "hybrid" if join else "local"
    return "online" if join or not dial else "phone"


def _place(
    record: Record, spot: where.Spot, codes: frozenset[str], words: _Words, *, approximate: bool
) -> dict[str, Any]:
    latitude, longitude = _number(record["latitude"]), _number(record["longitude"])
    at = f"mlat={latitude}&mlon={longitude}" if latitude and longitude else ""
    said = {
        **dict(where.parts(spot)),
        "approximate": approximate,
        "map": f"https://www.openstreetmap.org/?{at}#map=17/{latitude}/{longitude}" if at else "",
        "note": words.text("location_notes"),
        "access": _of(codes, vocabulary.ACCESS),
    }
    return {name: value for name, value in said.items() if value}


def _number(text: str) -> str:
    return text if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{1,12}", text) and text.strip("-0.") else ""


def _join(record: Record, words: _Words, told: Told) -> dict[str, str]:
    url, note = record["conference_url"], words.text("conference_url_notes")
    if url and not url.lower().startswith(("http://", "https://")) and "." in url.partition("/")[0]:
        url = f"https://{url}"
    if url and not scalars.is_url(url):
        told.add("conference_url", "dropped", url[:80])
        url = ""
    return {"url": url, **({"note": note} if note else {})} if url else {}


def _dial_in(record: Record, words: _Words, told: Told) -> dict[str, str]:
    phone, note = record["conference_phone"], words.text("conference_phone_notes")
    if phone and not is_dialled(phone):
        told.add("conference_phone", "dropped", phone[:40])
        phone = ""
    return {"phone": phone, **({"note": note} if note else {})} if phone else {}


def is_dialled(phone: str) -> bool:
    """Whether a text is a number as one dials it."""
    try:
        _DIAL.validate_python(phone)
    except ValidationError:
        return False
    return True


def _zone(record: Record, told: Told) -> str:
    zone = record["timezone"]
    found = zones.meant(zone)
    if zone and not found:
        told.add("timezone", "dropped", zone[:60])
    return found


def _when(record: Record, when: Held, zone: str) -> dict[str, Any]:
    begin, end = clock(record["time"]), clock(record["end_time"])
    lasts = minutes(begin, end) if begin and end else 0
    lasts = lasts or _whole(record["duration"])
    once = _single(record)
    return {
        "time": begin,
        "timezone": zone,
        "minutes": lasts if 0 < lasts <= _MOST_MINUTES else None,
        "weekly": list(when.weekly),
        "every": when.every if when.every > 1 else None,
        "monthly": list(when.monthly),
        "dates": once,
        "starts": _day(record["starts"]) if not once else "",
        "ends": _day(record["until"]) if not once else "",
        "not_on": [day for one in record["not_on"].split(",") if (day := _day(one.strip()))],
    }


def _single(record: Record) -> list[str]:
    """The days of a meeting that is held on these alone."""
    found = [_day(one.strip()) for one in record["day"].split(",")]
    return sorted(found) if all(found) else []


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat() if _DAY.match(text) else ""
    except ValueError:
        return ""


def _updated(record: Record) -> str:
    match = _UPDATED.match(record["updated"])
    if match is None:
        return ""
    try:
        moment = datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def days(record: Record) -> Held | None:
    """When a record says that it is held; None of one that is held by appointment, or says nothing that can be read."""
    if not clock(record["time"]):
        return None
    if _single(record):
        return Held()
    found = held(record["day"], record["frequency"])
    every = _whole(record["interval"])
    if found.weekly and every > 1:
        return Held(found.weekly, every=every)
    if found.weekly and is_monthly(record["frequency"]):
        return None  # which of them in the month, nobody said
    return found if found.weekly or found.monthly else None


# Who, what sort, and the rest


def _codes(types: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The types by their codes, and those that the standard does not have."""
    named = [one for part in re.split("[,;|/\n]", types) if (one := " ".join(part.split()))]
    known = {one: vocabulary.code(one) for one in named}
    return frozenset(filter(None, known.values())), tuple(one for one, code in known.items() if not code)


def _of(codes: Iterable[str], table: Mapping[str, str]) -> list[str]:
    return sorted({table[code] for code in codes if code in table})


def _languages(record: Record, codes: frozenset[str]) -> list[str]:
    named = _of(codes, vocabulary.LANGUAGES)
    said = [one.strip() for one in record["language"].split(",")]
    return named or [one for one in said if re.fullmatch("[a-z]{2}(?:-[A-Z]{2})?", one)]


def _terms(codes: Iterable[str], unknown: Iterable[str], decisions: Decisions) -> Iterator[Term]:
    """The types that have no field, and those of which `import.yml` says what they are here."""
    ours = {*vocabulary.SORTS, *vocabulary.GROUPS, *vocabulary.ACCESS, *vocabulary.LANGUAGES}
    ours |= {vocabulary.ONLINE, vocabulary.CLOSED}
    for name in chain((vocabulary.NAMES[code] for code in sorted({*codes} - ours)), sorted(unknown)):
        yield Term(name, "keyword")
    for name in (vocabulary.NAMES[code] for code in sorted({*codes} & ours)):
        if name in decisions.topics or name in decisions.audiences:
            yield Term(name, "keyword")


def _contact(record: Record, country: str, told: Told, *, keeps: bool) -> dict[str, str]:
    """Whom to ask: an address of the group or of its service, never one of a person."""
    of_persons = [name for name in record.said if re.fullmatch("contact(?:_[123]_.+)?", name)]
    if of_persons:
        told.add("contact", "dropped", f"persons to ask, in {len(of_persons)} fields", len(of_persons))
    said: dict[str, str] = {}
    for name, theirs in (("email", ("email", "entity_email", "feedback_emails")), ("phone", ("phone", "entity_phone"))):
        for value in (record[one].partition(",")[0].strip() for one in theirs):
            if not value or name in said or not _is_contact(name, value):
                continue
            if keeps or not told_of.is_personal(**{name: value}, country=country or None):
                said[name] = value
            else:
                told.add("personal", "dropped", f"`{name}`: it looks like that of a person")
    if scalars.is_url(record["feedback_url"]) and record["feedback_url"].startswith("http"):
        said["url"] = record["feedback_url"]
    role = plain(record["entity"] or record["group"]) or "the group"
    return {"role": role, **said} if said else {}


def _is_contact(name: str, value: str) -> bool:
    if name == "phone":
        return is_dialled(value)
    return re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", value) is not None


def _extra(record: Record, country: str, told: Told) -> dict[str, str]:
    """What has no field, by the names of the source; what tells of persons does not come."""
    kept = {name: record[name] for name in _KEPT if record[name]}
    for name in (name for name in _LEFT if record[name]):
        told.add(name, "dropped", record[name][:60])
    for name, value in record.others.items():
        if persons.is_personal(name, value, country):
            told.add("personal", "dropped", f"`{name[:40]}`")
        else:
            kept[name[:60]] = value
    for name, value in kept.items():
        told.add(letters.slug(name) or "unknown", "kept", value[:60])
    return kept


def _named(day: str) -> str:
    """A day as a sentence has it: `first monday` → `first Monday`."""
    *which, name = day.split()
    return " ".join((*which, name.capitalize()))


def _sentence(fields: Mapping[str, Any]) -> str:
    """What is known of a meeting whose source says nothing of it, in at least 40 characters."""
    on = ", ".join((*map(_named, fields["weekly"]), *map(_named, fields["monthly"]), *fields["dates"]))
    said = {"online": "online", "phone": "by telephone", "hybrid": "in a room and online", "local": "in a room"}
    at = f" ({fields['place']['city']})" if fields.get("place", {}).get("city") else ""
    every = "every other week, on " if fields["every"] else ""
    return f"A meeting that is held {said[fields['mode']]}{at}: {every}{on}, at {fields['time']}."
