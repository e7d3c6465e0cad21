"""The files of a Pagefind index, which a browser loads as it needs them, and their names.

A file is gzip around a signature and CBOR or JSON. `pagefind-entry.json` leads to the metadata of the language, and
that to all others. Pagefind names them by seven digits of a digest; here a name carries the digest of its bytes.
"""

from __future__ import annotations

import gzip
import io
from typing import Any

import cbor2

from pipeline.model.artifact import sha256

ENTRY = "pagefind-entry.json"
SCRIPTS = ("pagefind.js", "pagefind-worker.js")
"""The program, and the same for browsers that run WebAssembly in a worker only."""
_SIGNATURE = b"pagefind_dcd"
_ELSEWHERE = {"wasm": "wasm.{}.pagefind", "pf_meta": "pagefind.{}.pf_meta"}


def path(sort: str, name: str) -> str:
    """Where a file of a sort lies, by the name that others have for it."""
    return _ELSEWHERE.get(sort, f"{sort}/{{}}.pf_{sort}").format(name)


def name(language: str, data: bytes) -> str:
    """The name of a file of the index of a language."""
    return f"{language}-{sha256(data)[:12]}"


def unpacked(data: bytes) -> bytes:
    """What a file holds. Raises ValueError on any other file."""
    plain = gzip.decompress(data)
    if not plain.startswith(_SIGNATURE):
        raise ValueError("this is no file of a Pagefind bundle")
    return plain.removeprefix(_SIGNATURE)


def packed(content: bytes, *, level: int = 9) -> bytes:
    """A file; the header of its gzip says neither when nor where it was written."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=level, mtime=0) as file:
        file.write(_SIGNATURE + content)
    return out.getvalue()


def decoded(data: bytes) -> Any:
    """What a file of CBOR says."""
    return cbor2.loads(unpacked(data))


def encoded(content: Any) -> bytes:
    """A file of CBOR."""
    return packed(cbor2.dumps(content))
