"""`[links]`: how links that lead out of the library are looked at (`pipeline check --external`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, is_url


def _archive(address: str) -> str:
    if address and not (address.startswith(("https://", "http://")) and is_url(address)):
        raise PydanticCustomError(
            "bad-settings", "an archive is asked at an address of the web", {"hint": _ARCHIVE_HINT}
        )
    return address


def _beginning(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        told = {"value": text[:60], "hint": f"write `https://{text.lstrip('/')[:60]}`"}
        raise PydanticCustomError("bad-settings", "no address of the web begins with `{value}`", told)
    return text


_ARCHIVE_HINT = 'begin it with `https://`, or write `""` to ask none'
Beginning = Annotated[Text, AfterValidator(_beginning)]
"""How addresses begin."""
Archive = Annotated[str, AfterValidator(_archive)]
"""Where an archive tells of its copies; empty: none is asked."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class LinkSettings:
    """The section `[links]`."""

    skip: tuple[Beginning, ...] = Field(
        default=(), description="How addresses begin that are never asked: `https://intranet.example/`."
    )
    keep_days: int = Field(
        default=7, ge=0, description="Days for which a good answer is believed; what is wrong is asked for each time."
    )
    archive: Archive = Field(
        default="https://archive.org/wayback/available",
        description="Where an archive tells of its copies of pages that are gone, as the Wayback Machine does; "
        '`""`: none is asked.',
    )
