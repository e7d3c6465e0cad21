"""How a language writes numbers and days, chooses plurals, and names countries and languages: Babel's CLDR.

The language is always given: nothing is taken from the environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from pipeline.formats.letters import basic, slug
from pipeline.formats.wording import ENGLISH, Wording, Words, filled
from pipeline.formats.zones import place


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as templates and sheets say them: with plurals, numbers and days."""

    wording: Wording

    @property
    def language(self) -> str:
        return self.wording.language

    @property
    def direction(self) -> str:
        return self.wording.direction

    def say(self, name: str, /, n: int | None = None, **given: object) -> str:
        """The text of a name, with its values; `n` chooses the plural, and is a value."""
        if n is None:
            return self.wording.say(name, **given)
        text = self.wording.words.get(name, name)
        if isinstance(text, Mapping):
            text = text.get(str(_locale(self.language).plural_form(n)), text["other"])
        return filled(str(text), {"n": self.number(n), **given})

    def section(self, name: str) -> dict[str, str | Words]:
        """The texts below a name, for a script."""
        return self.wording.section(name)

    def number(self, value: float) -> str:
        """`1,234.5`, as the language writes it."""
        return _number(value, self.language)

    def size(self, count: int) -> str:
        """`1.2 MB`, `340 kB`: bytes in decimal units, as the language writes them."""
        return _size(count, self.language)

    def day(self, iso: str) -> str:
        """`24 November 2026` for `2026-11-24`, as the language writes it."""
        return _day(iso, self.language) if iso else ""

    def several(self, names: Iterable[str]) -> str:
        """`Saturday and Sunday`: names in one breath."""
        return str(format_list([*names], locale=_locale(self.language)))

    def weekday(self, number: int) -> str:
        """The name of a day of the week, of which 0 is Monday."""
        return str(_locale(self.language).days["stand-alone"]["wide"][number])

    def city(self, zone: str) -> str:
        """The city of a time zone (IANA): `Europe/London` → `London`."""
        return str(_locale(self.language).time_zones.get(zone, {}).get("city", place(zone)))

    def full_day(self, iso: str) -> str:
        """`Tuesday 24 November 2026` for `2026-11-24`, as the language writes it."""
        return str(format_date(date.fromisoformat(iso), format="full", locale=_locale(self.language)))

    def region(self, code: str) -> str:
        """The name of a country or a part of one (ISO 3166); a part that has no words of its own says its country."""
        name = f"regions.{code}"
        if name in self.wording.words:
            return self.say(name)
        country, _, part = code.partition("-")
        known = str(_locale(self.language).territories.get(country, country))
        return f"{known} ({part})" if part else known

    def role(self, role: str) -> str:
        """What a person does in an episode; a role that the language has no words for stays as it is written."""
        return str(self.wording.words.get(f"roles.{slug(role)}", role))

    def language_name(self, tag: str) -> str:
        """The name of a language (BCP 47)."""
        return str(_locale(self.language).languages.get(tag.partition("-")[0].lower(), tag))

    def regions(self, codes: Iterable[str]) -> list[dict[str, str]]:
        """Countries with their names, in the order of these."""
        return _by_title({code: self.region(code) for code in codes})

    def languages(self, tags: Iterable[str]) -> list[dict[str, str]]:
        """Languages with their names, in the order of these."""
        return _by_title({tag: self.language_name(tag) for tag in tags})


# Pages of a library say the same days and numbers over and over: each is written once a process.


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    """The locale of a language; that of English where CLDR has none."""
    for name in (language, language.partition("-")[0]):
        try:
            return Locale.parse("en_GB" if name == ENGLISH else name, sep="_" if "_" in name else "-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")


@lru_cache(maxsize=1024)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, locale=_locale(language)))


@lru_cache(maxsize=1024)
def _size(count: int, language: str) -> str:
    large = count >= 999_500
    number, unit = (round(count / 1e6, 1), "digital-megabyte") if large else (-(-count // 1000), "digital-kilobyte")
    return str(format_unit(number, unit, length="short", locale=_locale(language)))


@lru_cache(maxsize=1024)
def _day(iso: str, language: str) -> str:
    return str(format_date(date.fromisoformat(iso), format="long", locale=_locale(language)))


def own_name(tag: str) -> str:
    """The name of a language (BCP 47) in itself, as its readers look for it: `de` → `Deutsch`."""
    for name in (tag, tag.partition("-")[0]):
        try:
            return str(Locale.parse(name, sep="-").language_name or tag)
        except (UnknownLocaleError, ValueError):
            continue
    return tag


def _by_title(names: Mapping[str, str]) -> list[dict[str, str]]:
    """Names in the order of their letters, whatever stands over these: Åland and Österreich are not last."""

    def letters(key: str) -> str:
        return basic(names[key]).casefold() or names[key]

    return [{"id": key, "title": names[key]} for key in sorted(names, key=letters)]
