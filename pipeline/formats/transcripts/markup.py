"""The marks of WebVTT and SubRip within what is said: voices are kept, the rest is left out. Takes linear time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# How markup begins. Where it ends is searched for by hand: a pattern for the whole would look through the rest of the
# text from each beginning that has no end.
_OPENING = re.compile(
    r"<(?P<slash>/?)(?P<tag>v|c|i|b|u|s|br|ruby|rt|lang|font|span)(?=[.\s/>])|<[0-9:.]++(?=>)|\{\\", re.IGNORECASE
)


def spoken(text: str) -> Iterator[tuple[str, str]]:
    """The voices of a cue, each with what is said, its marks left out and its references read (`&amp;`)."""
    for speaker, piece in _pieces(text):
        yield " ".join(html.unescape(speaker).split()), html.unescape(piece)


def bare(text: str) -> str:
    """What is said in a line, without marks."""
    return " ".join("".join(piece for _, piece in spoken(text)).split("\n"))


def unmarked(text: str) -> str:
    """Text as it has to be written, so that it is read as it is."""
    return text if bare(text) == text else html.escape(text, quote=False)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    last = {end: text.rfind(end) for end in ">}"}
    speaker, said, at = "", [""], 0
    for opening in _OPENING.finditer(text):
        end = "}" if opening[0].startswith("{") else ">"
        if opening.start() < at or last[end] < opening.end():
            continue  # within the markup before it, or never ended, and so a text
        said.append(text[at : opening.start()])
        at = text.index(end, opening.end()) + 1
        tag = (opening["tag"] or "").lower()
        if tag == "br":
            said.append("\n")
        if tag == "v" and not opening["slash"]:
            # `<v.loud Ann>`: the classes are no part of the name.
            _, *name = re.split(r"\s+", text[opening.end() : at - 1], maxsplit=1)
            if name and name[0]:
                yield speaker, "".join(said)
                speaker, said = name[0], []
    yield speaker, "".join((*said, text[at:]))
