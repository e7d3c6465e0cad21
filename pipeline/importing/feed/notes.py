"""The notes of an episode: which of the texts of an item are they, which sums them up, and what else is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.words import form, heard, line, lines, told, unsaid
from pipeline.importing.source.found import Text
from pipeline.importing.source.xml import Element
from pipeline.problems import Place

_WHOLE: Final = ("content:encoded", "description", "itunes:summary", "googleplay:description", "media:description")
_BRIEF: Final = ("description", "itunes:summary", "itunes:subtitle", "googleplay:description", "media:description")
_LONGEST: Final = 300
"""Characters of a description: what sums up in more is cut, and has to stand in the body whole."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The body of an episode, and what sums it up; None where the body says it all, or there is nothing."""

    text: Text | None
    summary: Text | None

    @property
    def whole(self) -> str:
        return self.text.text if self.text else ""

    def body(self, added: str) -> Text | None:
        """The body, with HTML that comes behind it."""
        if not added or self.text is None:
            return self.text
        before = self.text.text
        if self.text.form == "plain":
            lines = before.replace("&", "&amp;").replace("<", "&lt;").split("\n")
            before = "".join(f"<p>{line}</p>" if line.strip() else "" for line in lines)
        return replace(self.text, text=f"{before}\n{added}", form="html")


def notes(item: Element, base: str, taking: Taking) -> Notes:
    """`content:encoded` are the notes where an item has it, and else the longest of its texts, the first of equals."""
    texts = {name: one for name in _WHOLE if (one := item.first(name)) and one.inside.strip()}
    body = texts.get("content:encoded") or max(texts.values(), key=lambda one: len(heard(one.inside)), default=None)
    if body is None:
        one = item.first("itunes:subtitle")
        return Notes(_text(one, base, taking) if one and one.words.strip() else None, None)
    brief = next((one for name in _BRIEF if (one := item.first(name)) and _sums_up(one, body)), None)
    summary = _summary(brief, body, base, taking) if brief else None
    used = [body.inside, *([summary.text] if summary and len(summary.text) <= _LONGEST else [])]
    for name in dict.fromkeys((*_WHOLE, "itunes:subtitle")):
        one = item.first(name)
        if one is not None and one is not body and unsaid(one.inside.rstrip(" .…"), used):
            taking.keep(one, "a text that says other things than the notes")
    return Notes(_text(body, base, taking), summary)


def _sums_up(one: Element, body: Element) -> bool:
    """Whether a text says in a few words what the body says in more. One that was cut off sums nothing up."""
    said = line(one.words).rstrip("]) ")
    return bool(one is not body and said and not said.endswith(("…", "...")) and heard(said) != heard(body.inside))


def _summary(brief: Element, body: Element, base: str, taking: Taking) -> Text:
    """What sums up: of a text that repeats the body, as feeds of this library do, what it says besides."""
    whole = _text(brief, base, taking)
    own = unsaid(whole.text, [body.inside])
    repeats = own and len(own) < len(lines(whole.text))
    return replace(whole, text="\n".join(own), form="plain") if repeats else whole


def _text(one: Element, base: str, taking: Taking) -> Text:
    said = told(one.inside.strip("\n"))
    return Text(said, form(said), base, Place(taking.path, one.line))
