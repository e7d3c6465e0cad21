"""`[site]`: the library's name and address."""

from __future__ import annotations

import contextlib
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Language, Text, Url, Whole
from pipeline.settings.editing import EditingSettings


def _with_slash(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise PydanticCustomError("bad-settings", "an address of a site starts with https:// or http://", {"hint": ""})
    if not url.isascii():
        message = "an address of a site is written as browsers send it, in ASCII"
        raise PydanticCustomError("bad-settings", message, {"hint": f"write `{_in_ascii(url)}`"})
    return url.rstrip("/") + "/"


def _in_ascii(url: str) -> str:
    """The address with its host in Punycode and its path in percent notation (RFC 3987, 3.1)."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    with contextlib.suppress(UnicodeError):  # a name that has no such form is left to who writes it
        host = host.encode("idna").decode()
    return f"{scheme}://{host}{slash}{quote(path, safe='/%')}"


BaseUrl = Annotated[Url, AfterValidator(_with_slash)]


def _reachable(address: str) -> str:
    if not address.startswith(("https://", "http://", "mailto:")):
        raise PydanticCustomError("bad-settings", "it starts with https:// or mailto:", {"hint": ""})
    return address


Report = Annotated[Text, AfterValidator(_reachable)]


def _catalogue(address: str) -> str:
    if address and not (address.startswith(("https://", "http://")) and "{isbn}" in address):
        raise PydanticCustomError("bad-settings", "it starts with https:// and holds {isbn}", {"hint": ""})
    return address


Catalogue = Annotated[str, AfterValidator(_catalogue)]


LINE = 40
"""Characters that fit into one line of a phone, 360 pixels wide."""


def _in_one_line(text: str) -> str:
    if len(text) > LINE:
        message = "a phone shows it in one line, which has room for {most} characters; this has {length}"
        raise PydanticCustomError(
            "bad-settings", message, {"most": LINE, "length": len(text), "hint": "say it in fewer"}
        )
    return text


Line = Annotated[Text, AfterValidator(_in_one_line)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Crisis:
    """What is shown to people in danger."""

    text: Text = Field(description="The words of the banner.")
    short: Line = Field(
        default="",
        description=f"The same for a phone, at most {LINE} characters. Without it: `text` if as short, or “Help now”.",
    )
    link: Text = Field(description="Path of the page that helps, or an address.")

    @property
    def in_short(self) -> str:
        """The words that fit into one line of a phone, if there are any."""
        return self.short or (self.text if len(self.text) <= LINE else "")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class QuickExit:
    """Where the quick exit leads."""

    url: Url = Field(description="An address that raises no questions.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class SiteSettings:
    """The section `[site]`."""

    url: BaseUrl = Field(description="The library's identity: the only address inside media and PDFs.")
    title: Text = Field(description="The library's name.")
    description: Text = Field(default="", description="A sentence about it.")
    language: Language = Field(default="en", description="BCP 47 language of the site.")
    timezone: Text = Field(default="UTC", description="IANA time zone of dates without one.")
    licence: Text = Field(default="", description="SPDX licence of entries that name none.")
    repository: Url | None = Field(default=None, description="Where the content lives; the foot of pages leads there.")
    report: Report | None = Field(
        default=None,
        description="Where readers report a problem: an address or `mailto:`, with `{title}` and `{address}`.",
    )
    find_book: Catalogue = Field(
        default="https://search.worldcat.org/search?q=bn:{isbn}",
        description='Where readers find a book in a library: an address with `{isbn}` in it; `""` for no such link.',
    )
    glossary: Whole = Field(
        default=6,
        ge=0,
        description="How many words of the glossary a text explains by itself; 0: only those to which it links.",
    )
    crisis: Crisis | None = Field(default=None, description="Banner for people in crisis.")
    quick_exit: QuickExit | None = Field(default=None, description="Quick exit.")
    editing: EditingSettings | None = Field(default=None, description="Forms in the browser, at `admin/`.")
