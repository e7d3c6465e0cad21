"""The catalogue of a build: all that is public of a library as rows, and as one document with every text in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from pipeline.model import urls
from pipeline.model.artifact import canonical
from pipeline.model.kinds import KINDS
from pipeline.model.rows import PersonRow, Row, Subject


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is public of a library: what it says of itself, and the row of each entry with its text, by address.

    `plain` is the same as the build has it, but for the texts that its index leaves out.
    """

    plain: Mapping[str, Any]

    @property
    def site(self) -> Mapping[str, Any]:
        """Title, description, language and addresses, as `docs/schema/catalog.json` has them."""
        found: Mapping[str, Any] = self.plain["site"]
        return found

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all entries."""
        found: tuple[Row, ...] = _rows().validate_python(self.plain["entries"])
        return found

    @property
    def topics(self) -> tuple[Subject, ...]:
        """What the library is about."""
        return TypeAdapter(tuple[Subject, ...]).validate_python(self.plain["topics"])

    @property
    def audiences(self) -> tuple[Subject, ...]:
        """Whom it is for."""
        return TypeAdapter(tuple[Subject, ...]).validate_python(self.plain["audiences"])

    @property
    def people(self) -> tuple[PersonRow, ...]:
        """Who writes and speaks."""
        return TypeAdapter(tuple[PersonRow, ...]).validate_python(self.plain["people"])

    @property
    def data(self) -> bytes:
        """All of it as one document, in the form of the catalogue."""
        return canonical(self.plain) + b"\n"


def read(document: Callable[[str], bytes]) -> Catalogue:
    """The catalogue of a build, whose files `document` gives by their paths from the site's root."""
    index = json.loads(document(urls.CATALOG))
    return Catalogue({**index, "entries": [_whole(document(urls.document(one["id"]))) for one in index["entries"]]})


def _whole(data: bytes) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(data)
    del row["schema_version"]
    return row


def _rows() -> TypeAdapter[Any]:
    """The rows of the kinds in the table, each known by its `kind`."""
    union: Any = None
    for kind in KINDS.values():
        union = kind.row_type if union is None else union | kind.row_type
    return TypeAdapter(tuple[Annotated[union, Field(discriminator="kind")], ...])
