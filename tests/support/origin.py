"""A source in memory: the files of one folder, and what lies at addresses of the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.web import Fetched, Unreachable


@dataclass
class MemoryOrigin:
    """`files` lie in the folder `site`; `web` is what addresses answer; `asked` are those that were asked, in order."""

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    web: Mapping[str, str | bytes | Fetched] = field(default_factory=dict)
    named: tuple[str, ...] = ("site",)
    asked: list[str] = field(default_factory=list)

    def paths(self, named: str) -> Iterator[str]:
        return iter(sorted(self.files))

    def size(self, path: str, within: str = "") -> int:
        return len(self.read(path, within).data)

    def read(self, where: str, within: str = "") -> Fetched:
        if within:
            return Fetched(_bytes(self.files[where]), where)
        self.asked.append(where)
        if where not in self.web:
            raise Unreachable(f"{where} answers 404", status=404)
        found = self.web[where]
        return (
            found
            if isinstance(found, Fetched)
            else Fetched(_bytes(found), where, headers={"content-type": "text/html"})
        )


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode()
