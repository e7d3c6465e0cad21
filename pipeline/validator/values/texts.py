"""Texts, words from a list, numbers, names of languages and countries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.formats import region
from pipeline.formats.language import is_shaped, is_tag
from pipeline.problems import Known
from pipeline.validator.values.wrong import Check, Wrong, shown

_WHOLE = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,18})?")
_MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}(?:\s*;.{0,80})?", re.IGNORECASE)
_ATOM = r"[^@\s()<>,;:\"\[\]]"
_MAIL = re.compile(rf"{_ATOM}{{1,250}}@{_ATOM}{{1,250}}\.{_ATOM}{{1,100}}")
_NAMED_MAIL = re.compile(r"([^\s()]{3,250}) \(([^()]{1,250})\)")


def all_of(*checks: Check) -> Check:
    """The first thing that one of them finds."""

    def check(text: str) -> Wrong | None:
        return next((wrong for one in checks if (wrong := one(text))), None)

    return check


def given(text: str) -> Wrong | None:
    """Something must be written."""
    return None if text.strip() else Wrong("is empty", "write it, or leave it out where it may be left out")


def at_most(most: int) -> Check:
    """So many characters."""

    def check(text: str) -> Wrong | None:
        return Wrong(f"has {len(text):,} characters of at most {most:,}", "shorten it") if len(text) > most else None

    return check


def at_most_bytes(most: int) -> Check:
    """So many bytes of UTF-8."""

    def check(text: str) -> Wrong | None:
        size = len(text.encode())
        return Wrong(f"has {size:,} bytes of at most {most:,}", "shorten it") if size > most else None

    return check


def name(most: int = 128) -> Check:
    """Text that must be there, and no longer than what is shown of it."""
    return all_of(given, at_most(most))


def one_of(words: Iterable[str], *, what: str, fold: bool = False) -> Check:
    """A word of a list; with `fold` in any case."""
    listed = tuple(words)
    known = Known((word.casefold() for word in listed) if fold else listed)
    written = {word.casefold(): word for word in listed}

    def check(text: str) -> Wrong | None:
        if (text.casefold() if fold else text) in known:
            return None
        if not fold and text.casefold() in written:
            return Wrong(f"{shown(text)} is no {what}", f"did you mean `{written[text.casefold()]}`?")
        meant = known.did_you_mean(text.casefold() if fold else text)
        return Wrong(f"{shown(text)} is no {what}", meant or f"known: {', '.join(listed[:12])}")

    return check


def whole(least: int = 0, most: int = 10**15) -> Check:
    """A whole number."""

    def check(text: str) -> Wrong | None:
        if _WHOLE.fullmatch(text) and least <= int(text) <= most:
            return None
        return Wrong(f"{shown(text)} is no whole number from {least:,} to {most:,}", "write digits alone")

    return check


def number(least: float = 0, most: float = 10**9) -> Check:
    """A number, with a point where it has a fraction."""

    def check(text: str) -> Wrong | None:
        if _NUMBER.fullmatch(text) and least <= float(text) <= most:
            return None
        return Wrong(f"{shown(text)} is no number from {least:,} to {most:,}", "write it as `61` or `61.5`")

    return check


def language(text: str) -> Wrong | None:
    """A language tag (BCP 47, RFC 5646)."""
    if is_tag(text):
        return None
    near = text.replace("_", "-")
    meant = f"write `{near}`" if near != text and is_shaped(near) else "write a tag like `en`, `en-gb` or `de`"
    return Wrong(f"{shown(text)} is no language", meant)


def country(text: str) -> Wrong | None:
    """A country (ISO 3166-1, two letters)."""
    if len(text) == 2 and region.known(text) and text != "EU":
        return None
    near = region.near(text)[:2]
    return Wrong(f"{shown(text)} is no country (ISO 3166-1)", f"write `{near}`" if near else "write a code like `GB`")


def countries(text: str) -> Wrong | None:
    """Countries, with a space between them."""
    found = (wrong for code in text.split() if (wrong := country(code.upper())))
    return next(found, None) if text.split() else given(text)


def media_type(text: str) -> Wrong | None:
    """A media type (RFC 6838)."""
    return None if _MIME.fullmatch(text) else Wrong(f"{shown(text)} is no media type", "write one like `audio/mpeg`")


def mail(text: str) -> Wrong | None:
    """An e-mail address (RFC 5322, without comments)."""
    return None if _MAIL.fullmatch(text) else Wrong(f"{shown(text)} is no e-mail address", "write `name@example.org`")


def named_mail(text: str) -> Wrong | None:
    """An e-mail address, and who that is: `mail (Name)`."""
    match = _NAMED_MAIL.fullmatch(text)
    if _MAIL.fullmatch(text) or (match and _MAIL.fullmatch(match[1])):
        return None
    return Wrong(f"{shown(text)} is no e-mail address with a name", "write `name@example.org (Their Name)`")


YES_NO = one_of(("yes", "no"), what="`yes` or `no`")
TRUE_FALSE = one_of(("true", "false"), what="`true` or `false`")
