"""What a page puts where a text uses a term for the first time: its meaning, shown over the page by a press.

The word itself stays text, so that it is copied, searched and read aloud as part of its sentence. Over it lies a button
that opens the meaning, which stands behind the word, by the browser alone (`popover`): a press elsewhere and Esc close
it, and nothing of it comes into the history. Without a style sheet, in a reader's view and on paper the meaning follows
the word in brackets.
"""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from pipeline.formats import terms
from pipeline.formats.markdown import INTERNAL
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Say
from pipeline.model.published import Published
from pipeline.model.terms import Term

PREFIX = "term-"
"""Begins the ids of meanings in a text; headings have `h-`."""


def explained(html: str, entry: Entry[Any], published: Published) -> str:
    """The HTML of a rendering with the terms that it uses explained; their links are those of renderings still."""
    found = dict(published.explained(entry))
    if not found:
        return html
    of_site = "" if published.language(entry.path) == published.site.language else _language(published.site.language)
    return terms.explained(html, found, lambda use, words: _explained(words, found[use], published.say, of_site))


def _language(tag: str) -> str:
    return f' lang="{escape(tag)}"'


def _explained(words: str, term: Term, say: Say, of_site: str) -> str:
    """The words of the text, the button over them, and the meaning beside them. `of_site` marks what the site says in
    a text of another language.
    """
    name, meaning = f"{PREFIX}{escape(term.id)}", escape(term.meaning)
    link = f"{INTERNAL}{quote(term.path)}#{quote(term.id)}"
    return (
        f'<span class="term"><dfn>{words}</dfn>'
        f'<button type="button" popovertarget="{name}" title="{meaning}"'
        f' aria-label="{escape(say("glossary.what", term=term.name))}"{of_site}></button></span>'
        f'<span class="meaning" id="{name}" popover="auto" data-pagefind-ignore="">'
        f'<span class="bracket"> (</span><b>{escape(term.name)}</b><span class="colon">: </span>{meaning}'
        f'<span class="ways"{of_site}> <a href="{link}">{escape(say("glossary.more"))}</a>'
        f' <button type="button" popovertarget="{name}" popovertargetaction="hide">{escape(say("glossary.close"))}'
        f'</button></span><span class="bracket">)</span></span>'
    )
