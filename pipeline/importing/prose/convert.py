"""One text from its own form to Markdown."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

from pipeline.formats import bounds, markdown
from pipeline.importing.prose import written
from pipeline.importing.prose.blocks import Blocks
from pipeline.importing.prose.forms import others, plain
from pipeline.importing.prose.inline import Lines
from pipeline.importing.prose.page import notes, shapes
from pipeline.importing.prose.page.tree import Element, body_of, unescaped, words_of
from pipeline.importing.prose.told import Told
from pipeline.importing.prose.turn import Prose, Turn
from pipeline.importing.source.found import Text


def converted(text: Text, turn: Turn) -> Prose:
    """A text in our Markdown, the same without markup, and what did not come along."""
    told = Told(text.place)
    body = tree(text, told)
    shapes.shape(body)
    found = notes.taken(body)
    lines = Lines(text.base, turn, told, found.marks, _anchors(body), _language(body))
    lines.counts = text.form == "html"
    blocks = Blocks(lines, keep_lines=text.form == "markdown", forms=text.forms)
    blocks.flow(body)
    blocks.passages(found.notes)
    blocks.end()
    made = written.markdown(blocks.made)
    if reason := bounds.too_complex(made):
        told.tell("text/too-long", "kept", reason)
    return Prose(made, markdown.render(made, "text.md").text, told.losses())


def tree(text: Text, told: Told) -> Element:
    """A text of any form as a tree of HTML, whose lines are those of the text."""
    if text.form == "markdown":
        return body_of(others.html(text.text, told))
    if text.form == "plain":
        return body_of(plain.html(text.text))
    whole = unescaped(text.text)
    if whole != text.text:
        told.tell("text/escaped", "changed", text.text[:80], 1)
    return body_of(plain.html(whole, tagged=True) if plain.is_lined(whole) else whole)


def _anchors(body: Element) -> frozenset[str]:
    """The ids to which links of a text lead, but for those that its headings have by themselves."""
    asked = {unquote(link.get("href", "")[1:]) for link in body.iter("a") if link.get("href", "").startswith("#")}
    found: set[str] = set()
    for one in body.iter():
        found.update(name for name in notes.names_of(one) if name in asked)
    return frozenset(found)


def _language(body: Element) -> str:
    """The language that most of a text is marked with, if it is: Word marks every word."""
    counted: Counter[str] = Counter()
    whole = 0
    for one in body.iter():
        size = len(one.text or "") + len(one.tail or "")
        whole += size
        if size and (lang := one.get("lang") or one.get("xml:lang")):
            counted[lang.lower()] += len(words_of(one))
    most = counted.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > whole else ""
