"""What servers said of the files that came, so that a later run need not fetch them again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from pipeline.importing.fetching.came import Got
from pipeline.model.artifact import Blob


@dataclass(frozen=True, slots=True)
class Known:
    """What came from an address: digest and size in bytes, the type by its server or its bytes, the address in the
    end, and by what its server knows whether it is still the same.
    """

    digest: str
    size: int
    type: str = ""
    url: str = ""
    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, got: Got) -> Known:
        return cls(got.blob.digest, got.blob.size, got.type, got.url, got.etag, got.modified)

    def got(self) -> Got:
        """The same file, which need not come again."""
        return Got(Blob(self.digest, self.size), self.type, self.url, self.etag, self.modified, fresh=False)

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers by which its server sends it only if it is another one by now; none where it never said how to
        tell.
        """
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}


class Answers:
    """What is known of addresses, as lines that are added one by one: of a run that is killed all but the last is
    there.
    """

    def __init__(self, known: Mapping[str, Known] | None = None) -> None:
        self._known = dict(known or {})

    @classmethod
    def from_lines(cls, lines: Iterable[bytes]) -> Answers:
        """Those of a file. A line that is none of ours, or that was cut, says nothing."""
        known: dict[str, Known] = {}
        for line in lines:
            try:
                plain = json.loads(line)
                url, one = plain.pop("for"), Known(**plain)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
            if isinstance(url, str) and all(isinstance(getattr(one, field.name), _TYPES[field.name]) for field in _OF):
                known[url] = one
        return cls(known)

    def of(self, url: str) -> Known | None:
        return self._known.get(url)

    def note(self, url: str, known: Known) -> bytes:
        """Remember what came from an address; the line that says so."""
        self._known[url] = known
        return json.dumps({"for": url, **asdict(known)}, sort_keys=True).encode() + b"\n"

    def lines(self) -> Iterable[bytes]:
        """All of them, each once."""
        return [self.note(url, known) for url, known in sorted(self._known.items())]


_OF = fields(Known)
_TYPES: Mapping[str, type] = {field.name: int if field.name == "size" else str for field in _OF}
