"""The index of the search in one form: what Pagefind writes, sorted, under names that carry the digest of their bytes.

Pagefind gives the values of a filter, and the filters themselves, in an order that changes from run to run, and names
each file by its bytes. Its files are gzip around a signature and CBOR; `pagefind-entry.json` leads to the metadata of
each language, and that to everything else. Files that nothing leads to (interfaces of its own) are left out.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cbor2

from pipeline.model.artifact import canonical, sha256

ENTRY = "pagefind-entry.json"
SCRIPT = "pagefind.js"
_SIGNATURE = b"pagefind_dcd"


def normalised(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a bundle: the same bytes and names, whatever the order in which Pagefind wrote them."""
    entry = json.loads(files[ENTRY])
    made = {SCRIPT: files[SCRIPT]}
    for language, about in sorted(entry["languages"].items()):
        index = _Index(language, files, made)
        program = about["wasm"] or "unknown"  # a language without a stemmer of its own uses the program for all
        about["wasm"] = index.put("wasm.", ".pagefind", files[f"wasm.{program}.pagefind"])
        about["hash"] = index.metadata(about["hash"])
    made[ENTRY] = canonical(entry)
    return dict(sorted(made.items()))


@dataclass(frozen=True, slots=True)
class _Index:
    """The index of one language on its way from `files` to `made`. What is named goes before what names it."""

    language: str
    files: Mapping[str, bytes]
    made: dict[str, bytes]

    def put(self, before: str, ending: str, data: bytes) -> str:
        """Keep a file; its name, as others of the bundle name it."""
        name = f"{self.language}-{sha256(data)[:12]}"
        self.made[f"{before}{name}{ending}"] = data
        return name

    def metadata(self, name: str) -> str:
        """Take the metadata, and all that they lead to."""
        version, pages, chunks, filters, sorts, fields = unpacked(self.files[f"pagefind.{name}.pf_meta"])
        pages = [[self._kept("fragment", page), words] for page, words in pages]
        chunks = [[first, last, self._kept("index", chunk)] for first, last, chunk in chunks]
        filters = sorted([title, self._filter(values)] for title, values in filters)
        return self.put("pagefind.", ".pf_meta", packed([version, pages, chunks, filters, sorts, fields]))

    def _kept(self, folder: str, name: str) -> str:
        return self.put(f"{folder}/", f".pf_{folder}", self.files[f"{folder}/{name}.pf_{folder}"])

    def _filter(self, name: str) -> str:
        title, values = unpacked(self.files[f"filter/{name}.pf_filter"])
        return self.put("filter/", ".pf_filter", packed([title, sorted(values)]))


def unpacked(data: bytes) -> Any:
    """What a file of the bundle holds."""
    plain = gzip.decompress(data)
    if not plain.startswith(_SIGNATURE):
        raise ValueError("this is no file of a Pagefind bundle")
    return cbor2.loads(plain.removeprefix(_SIGNATURE))


def packed(content: Any) -> bytes:
    """A file of the bundle; the header of its gzip says neither when nor where it was written."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as file:
        file.write(_SIGNATURE + cbor2.dumps(content))
    return out.getvalue()
