"""The characters of a file from elsewhere, whatever it is saved in and whatever it says of that.

What other programs write is often not what they declare: bytes of Windows-1252 inside UTF-8, UTF-8 that calls itself
ISO-8859-1, "UTF-16" written by a program that only held it so. Nothing is refused here; each such thing is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from io import IncrementalNewlineDecoder
from itertools import chain
from typing import Final

from pipeline.importing.source.faults import Faults

_HEAD: Final = 64 << 10
"""Bytes by which the encoding is found."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_OF_TEXT: Final = (
    *("utf", "iso8859", "cp", "koi8", "mac-", "shift_jis", "euc", "iso2022", "gb", "big5", "hz", "johab", "tis", "kz"),
    *("ascii", "ptcp"),
)
"""How Python calls the encodings that text is saved in begins so; it has others, of which some unpack."""
_WESTERN: Final = "cp1252"
_TAKEN_FOR: Final = {"iso8859-1": _WESTERN, "ascii": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""Encodings that are read as another: what calls itself Latin 1 is that of Windows (WHATWG Encoding)."""
_BAD = re.compile("[\udc80-\udcff]")
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text holds (XML 1.0, section 2.2), and what texts hold only by mistake."""
_C1: Final = range(0x80, 0xA0)


def text(chunks: Iterable[bytes], faults: Faults, charset: str = "") -> Iterator[str]:
    """The text, in pieces, its lines ended by LF, without a mark of byte order and without control characters.

    `charset` is what a server said of it: what the file itself declares counts more. Losses are of the area `xml`.
    """
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        if len(head) >= _HEAD:
            break
    encoding, mark = _encoding(head, charset, faults)
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    ends = IncrementalNewlineDecoder(None, translate=True)
    line = 1
    for chunk, last in chain(((one, False) for one in chain((head[mark:],), source)), ((b"", True),)):
        piece = ends.decode(decoder.decode(chunk, last), last)
        yield _clean(piece, line, faults)
        line += piece.count("\n")


def _encoding(head: bytes, charset: str, faults: Faults) -> tuple[str, int]:
    """The name of the encoding, and how many bytes its mark has."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    declared = _DECLARED.search(head[:1024])
    said = declared[1].decode() if declared else charset
    encoding = _known(said)
    if said and not encoding:
        faults.add("xml/encoding", "changed", f"`{said}` is no encoding that is read: taken for UTF-8", 1)
        return "utf-8", 0
    if not encoding:
        return _wide(head) or "utf-8", 0
    if _contradicts(encoding, head):
        faults.add("xml/encoding", "changed", f"it says `{said}` and is UTF-8", 1)
        return "utf-8", 0
    return encoding, 0


def _known(said: str) -> str:
    """The encoding of this name; "" where it is none of text, or unknown."""
    try:
        name = codecs.lookup(said.strip()).name
    except (LookupError, ValueError):
        return ""
    return _TAKEN_FOR.get(name, name) if name.startswith(_OF_TEXT) and name != "utf-7" else ""


def _wide(head: bytes) -> str:
    """UTF-16 that has neither mark nor declaration shows in the zero bytes around its first sign."""
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(head[:2], "")


def _contradicts(encoding: str, head: bytes) -> bool:
    """Whether the bytes are UTF-8, whatever was declared: text in another encoding is so by no chance."""
    if encoding.startswith(("utf-16", "utf-32")):
        return b"\0" not in head[:64]
    if encoding == "utf-8" or head.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return encoding.startswith(("iso8859", "cp125", "mac-"))


def _clean(piece: str, line: int, faults: Faults) -> str:
    """A piece of text without what no text holds. Most pieces hold nothing of the kind."""
    if bad := _BAD.search(piece):
        where, many = line + piece.count("\n", 0, bad.start()), len(_BAD.findall(piece))
        faults.add("xml/bytes", "changed", f"the byte {ord(bad[0]) - 0xDC00:#x} is read as Windows-1252", where, many)
        piece = _BAD.sub(lambda one: bytes([ord(one[0]) - 0xDC00]).decode(_WESTERN, "replace"), piece)
    if found := NO_CHARACTER.search(piece):
        where, many = line + piece.count("\n", 0, found.start()), len(NO_CHARACTER.findall(piece))
        faults.add("xml/control", "changed", f"the control character U+{ord(found[0]):04X}", where, many)
        piece = NO_CHARACTER.sub(lambda one: control(ord(one[0])), piece)
    return piece


def control(number: int) -> str:
    """What is meant by the control character of this number: those of Windows-1252 are letters and signs."""
    return bytes([number]).decode(_WESTERN, "ignore") if number in _C1 else ""
