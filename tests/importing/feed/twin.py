"""The twin of an origin: what lies where, in a dict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.web import Fetched, Unreachable


class Twin:
    """An origin of texts by their addresses, that remembers what it was asked for."""

    def __init__(self, files: Mapping[str, str | bytes], *named: str) -> None:
        self.files, self.named = files, named
        self.asked: list[str] = []

    def paths(self, named: str) -> Iterator[str]:
        yield named

    def size(self, path: str, within: str = "") -> int:
        return len(self.read(path, within).data)

    def read(self, where: str, within: str = "") -> Fetched:
        self.asked.append(where)
        if where not in self.files:
            raise Unreachable(f"`{where}` answers 404", status=404)
        data = self.files[where]
        return Fetched(data.encode() if isinstance(data, str) else data, where)
