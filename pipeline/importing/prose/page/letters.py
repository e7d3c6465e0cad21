"""Letters as they were meant: those of another encoding, entities that were written twice, what nobody sees."""

from __future__ import annotations

import html
import re

from pipeline.formats import garbled
from pipeline.formats.invisible import seen

#: What the bytes of UTF-8 that begin or continue a letter are in Windows-1252.
_HIGH = "\x80-\xff" + "".join(bytes([one]).decode("cp1252", "ignore") for one in range(0x80, 0xA0))
_RUN = re.compile(f"[{_HIGH}]{{2,}}")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x80-\x9f]")
_TWICE = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|shy|copy|[lr][sd]quo|[lr]aquo|hellip|[mn]dash|bull|#\d{2,6}|#[xX][\da-fA-F]{2,5});"
)
#: No text, by the definition of XML or of Unicode: a reader of HTML would stop there.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def readable(text: str) -> str:
    """A text without what no parser reads, and with one sort of line ends."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """A text with the letters that were meant, and the kinds of loss of which that is told."""
    told: list[str] = []
    if "&" in text and (whole := _TWICE.sub(lambda found: html.unescape(found[0]), text)) != text:
        told.append("letters/entity")
        text = whole
    if text.isascii():
        return text, tuple(told)
    for _ in range(2):  # some went through it twice
        if garbled.first(text) and (right := _RUN.sub(_decoded, text)) != text:
            told.append("letters/encoding")
            text = right
    text = _CONTROL.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), text)
    if "\N{REPLACEMENT CHARACTER}" in text:
        told.append("text/lost-letter")
    return seen(text), tuple(told)


def _decoded(run: re.Match[str]) -> str:
    """A run of letters that are bytes of UTF-8, each taken for a letter of Windows-1252."""
    data = b"".join(_byte(one) for one in run[0])
    parts: list[str] = []
    at = 0
    for found in _SEQUENCE.finditer(data):
        parts += (run[0][at : found.start()], found[0].decode("utf-8", "replace"))
        at = found.end()
    return "".join((*parts, run[0][at:]))


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:  # five bytes are no letter there, and came through as they are
        return letter.encode("latin-1")
