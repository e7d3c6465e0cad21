"""Surnames, private addresses and telephone numbers of persons: none belongs to a meeting, whose contact is a role.

What is found is told as a warning, with its place. A rule can't know everybody's name: it looks for what it is nearly
sure of, as a first name that many bear before another name, and lets the rest pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.entry import Entry
from pipeline.model.kinds.meeting.fields import Meeting
from pipeline.model.kinds.meeting.names import FIRST_NAMES, FREE_MAIL, HONORIFICS, PLACES
from pipeline.problems import Place, Problem

CODE = "personal-detail"
_ROLE = "name the role instead, as `the host of the evening`; a first name alone may stay"
_OURS = "give the role an address of its own, as `meetings@…`, or a form"
_LINE = "give a number of the group, or take it out: the dial-in of a meeting stands in `dial_in`"
_WORD = re.compile(r"[^\W\d_]+")
_PRIVATE = frozenset({"MOBILE", "PERSONAL_NUMBER"})
_EITHER = frozenset({*_PRIVATE, "FIXED_LINE_OR_MOBILE"})
"""Types of numbers, as `phonenumbers` names them. In North America a number does not tell whether it is in somebody's
pocket.
"""


@dataclass(frozen=True, slots=True)
class Detail:
    """What tells of a person in a text: from where to where it stands, how it looks, and the remedy. `kept`: what of it
    may stay, as a first name.
    """

    start: int
    end: int
    message: str
    hint: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a meeting: where it stands, and what it is read for."""

    place: Place
    text: str
    in_body: bool = False

    def at(self, offset: int) -> Place:
        """The place of an offset; in a field that of its value, since that may be written in several ways."""
        return Place(self.place.path, self.place.line, offset + 1) if self.in_body else self.place


def persons(entry: Entry[Meeting]) -> Iterator[Problem]:
    """Everything in a meeting that tells of a person."""
    country = entry.fields.place.country.partition("-")[0] if entry.fields.place else None
    for text in _texts(entry):
        yield from (_problem(text, one) for one in details(text.text, country))
    contact = entry.fields.contact
    for name in ("email", "phone") if contact else ():
        if value := getattr(contact, name):
            text = _Text(entry.place("contact", name), value)
            found = _addresses(value) if name == "email" else _numbers(value, country, _PRIVATE)
            yield from (_problem(text, one) for one in found)


def details(text: str, country: str | None) -> Iterator[Detail]:
    """Everything in a text that tells of a person; `country` (ISO 3166) is where its telephone numbers are rung."""
    yield from _surnames(text)
    yield from _addresses(text)
    yield from _numbers(text, country, _EITHER)


def is_personal(email: str = "", phone: str = "", country: str | None = None) -> bool:
    """Whether an address or a number, which stands by itself, is that of a person."""
    return any(_addresses(email)) or any(_numbers(phone, country, _PRIVATE))


def _problem(text: _Text, found: Detail) -> Problem:
    return Problem(text.at(found.start), found.message, found.hint, CODE)


def _texts(entry: Entry[Meeting]) -> Iterator[_Text]:
    """What people read: fields in which one writes freely, and the body, line by line."""
    fields = entry.fields
    said: list[tuple[tuple[str | int, ...], str]] = [(("title",), fields.title), (("description",), fields.description)]
    said.append((("price",), fields.price))
    for name in ("contact", "place", "join", "dial_in"):
        inner = getattr(fields, name)
        said += [((name, part), getattr(inner, part, "")) for part in ("role", "note", "access_note")] if inner else []
    said += [(("pauses", number, "why"), pause.why) for number, pause in enumerate(fields.pauses)]
    yield from (_Text(entry.place(*loc), text) for loc, text in said if text)
    for number, line in enumerate(entry.body.splitlines()):
        yield _Text(Place(entry.path, entry.body_line + number), line, in_body=True)


def _surnames(text: str) -> Iterator[Detail]:
    words = [*_WORD.finditer(text)]
    for first, second, third in zip(words, words[1:], [*words[2:], None], strict=False):
        title = first[0].casefold() in HONORIFICS
        beside = text[first.end() : second.start()] in ((" ", ". ", ".") if title else (" ",))
        if not beside or not (title or first[0].casefold() in FIRST_NAMES) or not first[0][0].isupper():
            continue
        named = second[0][0].isupper() and not second[0].isupper() and second[0].casefold() not in PLACES
        place = third is not None and third[0].casefold() in PLACES
        if named and not place:
            name = text[first.start() : second.end()]
            message, kept = f"`{name}` looks like the name of a person", "" if title else first[0]
            yield Detail(first.start(), second.end(), message, _ROLE, kept)


def _addresses(text: str) -> Iterator[Detail]:
    for match in re.finditer(r"\S+", text) if "@" in text else ():
        name, _, host = match[0].strip("<>()[],;:.!?*_`\"'").removeprefix("mailto:").partition("@")
        if name and _is_private(name.casefold(), host.casefold()):
            message = f"`{name}@{host}` looks like the address of a person"
            yield Detail(match.start(), match.end(), message, _OURS)


def _is_private(name: str, host: str) -> bool:
    """Whether an address lies where people have their own, or is a first name with another behind it."""
    first, _, last = name.replace("_", ".").replace("-", ".").partition(".")
    return host in FREE_MAIL or (first in FIRST_NAMES and len(last) > 1 and last.isalpha())


def _numbers(text: str, country: str | None, private: frozenset[str]) -> Iterator[Detail]:
    if sum(map(str.isdigit, text)) < 7:
        return
    import phonenumbers  # noqa: PLC0415 - few texts have that many digits

    types = {getattr(phonenumbers.PhoneNumberType, name) for name in private}
    for match in phonenumbers.PhoneNumberMatcher(text, country):
        if phonenumbers.number_type(match.number) in types:
            message = f"`{match.raw_string}` looks like the telephone number of a person"
            yield Detail(match.start, match.end, message, _LINE)
