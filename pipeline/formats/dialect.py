"""The dialect of texts: CommonMark with GitHub's extensions, footnotes, definition lists and admonitions.

markdown-it-py reads it. GitHub's extensions are tables, task lists, strikethrough, bare addresses as links, and alerts,
which are shown as admonitions. What this module adds: a token in a line knows where it stands, and HTML is written as
the sanitiser would write it, so that what the sanitiser changes is what was unsafe.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.presets import commonmark
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pipeline.formats import letters
from pipeline.formats.wording import filled

_MOST_NESTED, _MOST_DEFINED = 20, 3_000_000
#: The mark of a form block in the HTML: of characters that are no text by Unicode's own definition.
FORM = "\ufdd0{}\ufdd1"

#: Two sorts of GitHub's boxes, and beside each the one of ours whose colour and sign they have.
_LIKE = {"important": "important info", "caution": "caution danger"}
_BACK = "Back to the text of note {number}"
Words = Mapping[str, str]
NO_WORDS: Words = {}

_ADMONITION = re.compile(r"!!! ?[\w-]")
_InlineRule = Callable[[StateInline, bool], bool]
#: The rules whose tokens have a span, the character at which each begins, and what stands before it. (The rule for
#: protocols copies all that follows, at each colon.)
_SPANNED: dict[str, tuple[str, ...]] = {
    "link": ("[",),
    "image": ("!",),
    "autolink": ("<",),
    "html_inline": ("<",),
    "gfm_autolink_www": ("w",),
    "gfm_autolink_protocol": (":", "http", "https", "mailto", "xmpp"),
    "gfm_autolink_email": ("@",),
}


def parse(body: str, words: Words = NO_WORDS) -> tuple[list[Token], MutableMapping[str, Any]]:
    """The tokens of a body, its headings with ids, and what the parser noted (`references`, `footnotes`, `notes`).

    A token of a link, a picture or a tag has its `span` in the text of its block: where it begins and ends. `words` are
    the names of boxes by their sort, in the language of the reader; without them they are English.
    """
    noted: MutableMapping[str, Any] = {}
    tokens = _parser("www." in body).parse(body, noted)
    identities = _Identities()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrs["id"] = identities.of(tokens[at + 1])
        elif token.type == "list_item_open" and "checked" in token.meta:
            _tick(tokens, at)
        elif token.type in ("alert_open", "admonition_open"):
            _entitle(tokens, at, words)
    return tokens, noted


def too_much(tokens: Iterable[Token]) -> str | None:
    """Why tokens would make too large or too deep a page, or None."""
    defined = 0
    for token in tokens:
        # A list has two levels, and what is in it has another. The parser goes a little deeper, and drops the rest.
        if token.level > 2 * _MOST_NESTED + 1:
            return f"lists or quotes are nested more than {_MOST_NESTED} levels deep"
        for child in token.children or ():
            if "label" in child.meta:
                defined += sum(len(str(value)) for value in child.attrs.values())
    return "a long link definition is used very often" if defined > _MOST_DEFINED else None


class _Parser(MarkdownIt):
    """Addresses stay as they are written: links are resolved later, and what is unsafe is removed and told."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # these three names are the library's
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@cache
def _parser(www: bool) -> MarkdownIt:
    """A parser; one that looks for addresses that begin with `www.` stops at each `w`, which takes time."""
    options = {"linkify": False, "maxNesting": 2 * _MOST_NESTED + 4, "store_labels": True, "xhtmlOut": False}
    parser = _Parser("gfm-like2", options)
    parser.disable("linkify")  # it takes `example.com` for a link, which GitHub doesn't
    terminators = parser.inline.terminator_re
    parser.use(gfm_autolink_plugin).use(footnote_plugin, inline=False).use(deflist_plugin).use(admon_plugin)
    if not www:
        parser.inline.terminator_re = terminators
    parser.block.ruler.at("admonition", _admonition, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.core.ruler.before("footnote_tail", "notes", _notes)
    ruler = parser.inline.ruler
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        if name in _SPANNED:
            ruler.at(name, _spanned(rule, *_SPANNED[name]))
    return parser


def _spanned(rule: _InlineRule, first: str, *before: str) -> _InlineRule:
    def spanned(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if state.src[start] != first or (before and not state.src.endswith(before, 0, start)):
            return False
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            token = state.tokens[count]
            token = state.tokens[count + 1] if token.type == "text" else token  # what was pending stands before it
            token.meta["span"] = (start, state.pos)
        return True

    return spanned


def _admonition(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Only `!!!` and a word: the plugin takes a line that begins with `???` for one as well, or with any mark."""
    start = state.bMarks[first] + state.tShift[first]
    return _ADMONITION.match(state.src, start) is not None and admonition(state, first, last, silent)


def _notes(state: StateCore) -> None:
    """Note the line of each footnote (from 0), before those that nothing refers to are dropped."""
    opened = (token for token in state.tokens if token.type == "footnote_reference_open")
    state.env["notes"] = [(token.meta["label"], token.map[0]) for token in opened if token.map]


@dataclass(slots=True)
class _Identities:
    """The ids of headings: their words in lower case with hyphens between, and a number where one is taken."""

    taken: set[str] = field(default_factory=set)
    counted: Counter[str] = field(default_factory=Counter)

    def of(self, heading: Token) -> str:
        written = (child.content for child in heading.children or () if child.type in ("text", "code_inline"))
        identity = words = letters.anchor("".join(written))
        while not identity or identity in self.taken:
            self.counted[words] += 1
            identity = f"{words}_{self.counted[words]}"
        self.taken.add(identity)
        return identity


def _tick(tokens: Sequence[Token], at: int) -> None:
    """The box of a task is a character: it is no field of a form, and stands in feeds and on paper, too."""
    box = Token("text", "", 0, content="\u2611 " if tokens[at].meta["checked"] else "\u2610 ")
    text = next((token for token in tokens[at + 1 : at + 3] if token.type == "inline"), None)
    if text is not None and text.children is not None:
        text.children.insert(0, box)


def _entitle(tokens: Sequence[Token], at: int, words: Words) -> None:
    """A box without a title of its own bears the name of its sort."""
    sort = tokens[at].info.strip().lower()  # one that has a title has that there as well
    if sort in words and tokens[at + 1].type.endswith("_title_open"):
        tokens[at + 2].children = [Token("text", "", 0, content=words[sort])]


def escape(text: str) -> str:
    """Text as the sanitiser writes it: quotes mean nothing there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def _quoted(value: object) -> str:
    return escape(str(value)).replace('"', "&quot;")


@dataclass(slots=True)
class Written:
    """HTML in parts, and of which token some of them are: the number of the part, its block, and the token in it."""

    parts: list[str] = field(default_factory=list)
    owners: list[tuple[int, Token, Token | None]] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "".join(self.parts)


def write(tokens: Sequence[Token], words: Words = NO_WORDS) -> Written:
    """Tokens as HTML that is not yet safe. `words` has the title of the way back from a footnote, as `back`."""
    written = Written()
    for at, token in enumerate(tokens):
        if token.type != "inline":
            if token.map:
                written.owners.append((len(written.parts), token, None))
            written.parts.append(_written(tokens, at, words))
            continue
        children = token.children or ()
        for number, child in enumerate(children):
            if "span" in child.meta:
                written.owners.append((len(written.parts), token, child))
            written.parts.append(escape(child.content) if child.type == "text" else _written(children, number, words))
    return written


def _written(tokens: Sequence[Token], at: int, words: Words) -> str:
    rule: Callable[..., str] = _WRITER.rules.get(tokens[at].type) or _WRITER.renderToken
    return rule(tokens, at, _OPTIONS, words)


class _Writer(RendererHTML):
    """Writes HTML that the sanitiser leaves as it is where nothing is unsafe. Each method bears the name of a token.

    Footnotes look as they did with Python-Markdown: style sheets and addresses hold to that.
    """

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802  # the library's name
        return "".join(f' {name}="{_quoted(value)}"' for name, value in token.attrs.items())

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.renderToken(tokens, idx, options, env)

    def code_inline(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<code>{escape(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<pre><code>{escape(tokens[idx].content)}</code></pre>\n"

    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        if "form" in tokens[idx].meta:
            return f"<p>{FORM.format(tokens[idx].meta['form'])}</p>\n"
        language = language_of(tokens[idx])
        kind = f' class="language-{_quoted(language)}"' if language else ""
        return f"<pre><code{kind}>{escape(tokens[idx].content)}</code></pre>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        style = str(tokens[idx].attrs.get("style", ""))
        align = f' align="{style.removeprefix("text-align:")}"' if style else ""
        scope = ' scope="col"' if tokens[idx].tag == "th" else ""  # Markdown has heads of columns alone
        return f"<{tokens[idx].tag}{scope}{align}>"

    td_open = th_open

    def alert_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        sort = tokens[idx].info.lower()
        return f'<div class="admonition {_LIKE.get(sort, sort)}">\n'

    def alert_title_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return '<p class="admonition-title">'

    def footnote_ref(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        note = tokens[idx].meta
        name = _quoted(note["label"])
        link = f'<a class="footnote-ref" href="#fn:{name}">{note["id"] + 1}</a>'
        return f'<sup id="{_reference(note)}:{name}">{link}</sup>'

    def footnote_block_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return '<div class="footnote">\n<hr>\n<ol>\n'

    def footnote_block_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</ol>\n</div>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<li id="fn:{_quoted(tokens[idx].meta["label"])}">\n'

    def footnote_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """The ways back stand at the end of the last paragraph, or in one of their own."""
        note, before = tokens[idx].meta, tokens[idx - 1].type
        begin = {"inline": "&nbsp;", "footnote_anchor": ""}.get(before, "<p>")
        end = "</p>\n" if tokens[idx + 1].type == "footnote_close" else ""
        title = _quoted(filled(str(env.get("back", _BACK)), {"number": note["id"] + 1}))
        href = f"#{_reference(note)}:{_quoted(note['label'])}"
        return f'{begin}<a class="footnote-backref" href="{href}" title="{title}">↩</a>{end}'


def _reference(note: dict[str, Any]) -> str:
    """The beginning of the id of a reference to a footnote: a number follows it from the second one on."""
    return f"fnref{note['subId'] + 1 if note['subId'] else ''}"


def language_of(fence: Token) -> str:
    """The language of a block of code: the first word behind its fence."""
    return next(iter(unescapeAll(fence.info).split()), "")


_WRITER = _Writer()
_OPTIONS = OptionsDict({**commonmark.make()["options"], "xhtmlOut": False})
