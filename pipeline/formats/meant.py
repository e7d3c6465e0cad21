"""What somebody meant who wrote it a little otherwise, where only one thing can be meant.

What is said here as a remedy ("write `GB`") is what `check --fix` writes: both ask this one place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
"""What pydantic calls a field that is unknown."""
_LISTS = ("tuple_type", "list_type")
_LENGTHS = ("string_too_short", "string_too_long", "too_short", "too_long")
CURLY = tuple("“”„‟‘’\u201a«»")
_MARKS = (*CURLY, '"')
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OPTION = re.compile(r"'([^']*)'")


def name(written: str, known: Iterable[str], taken: Collection[str] = ()) -> str:
    """The known name that differs in case, in what parts its words, or in its number alone; "" if there is none, or
    that is `taken`.
    """
    plain = _plain(written)
    by_plain = {_plain(one): one for one in known}
    found = by_plain.get(plain) or by_plain.get(f"{plain}s") or by_plain.get(plain.removesuffix("s"))
    return found if found and found not in taken else ""


_ELSEWHERE = {
    "title": "headline titre titulo título",
    "description": "summary excerpt abstract teaser subtitle beschreibung zusammenfassung descripción descrição",
    "date": "pubdate publishdate publish_date datepublished created created_at datum fecha",
    "updated": "lastmod modified last_modified last_modified_at updated_at datemodified",
    "topics": "tags tag categories category keywords themen thema thèmes temas",
    "audiences": "zielgruppen zielgruppe",
    "authors": "byline writer creator autoren autor auteur auteurs autores",
    "image": "cover thumbnail featured_image feature_image hero banner bild",
    "language": "lang locale sprache langue idioma",
    "redirect_from": "aliases alias permalink redirects",
    "licence": "copyright rights lizenz",
    "draft": "entwurf brouillon borrador",
    "published": "published publish",
}
"""The names by which other programs, and other languages, call a field; `published` has none here."""
_BY_NAME = {name: field for field, names in _ELSEWHERE.items() for name in names.split()}


def elsewhere(written: str) -> str:
    """What a field that other programs have is called here; "" where none is known."""
    return _BY_NAME.get(_plain(written), "")


def value(details: Mapping[str, Any]) -> str | list[str] | None:
    """What to write in place of a value of which pydantic tells these details; None where nobody can know."""
    written, context = details.get("input"), details.get("ctx", {})
    if not isinstance(written, str) or not written.strip():
        return None
    if right := context.get("write") or (straight(written) if details["type"] not in _LENGTHS else ""):
        return str(right)
    if details["type"] == "literal_error":
        return option(written, _OPTION.findall(str(context.get("expected", "")))) or None
    return _several(written.strip()) if details["type"] in _LISTS else None


def straight(written: str) -> str:
    """What stands between quotation marks that YAML takes for a part of the text, as it knows the straight ones alone;
    "" where there are none around the whole.
    """
    inner = written[1:-1].strip()
    wrapped = written[:1] in CURLY and written[-1:] in (*CURLY, '"') and not any(mark in inner for mark in _MARKS)
    return inner if wrapped else ""


def mixed(written: str) -> str:
    """The same where one of the two marks is curly and the other straight: nobody wants readers to see that."""
    return straight(written) if written.endswith('"') else ""


def _several(written: str) -> list[str] | None:
    """One value as a list of one; ids with commas between as a list of these. A name may hold commas itself."""
    if not any(sign in written for sign in ",;\n"):
        return [written] if not written.startswith("-") else None
    ids = [one.strip() for one in written.split(",") if one.strip()]
    return ids if all(map(_ID.fullmatch, ids)) else None


def option(written: str, options: Iterable[str]) -> str:
    """The one of these options that differs in case or in what parts its words alone; "" if there is none."""
    return {_plain(one): one for one in options}.get(_plain(written), "")


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip()).casefold()
