"""Whatever HTML holds: its words come out in order, nothing is taken for markup, and a second pass changes nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.markdown import render
from pipeline.problems import CODES, Severity
from tests.importing.prose.twin import turned

_BLOCKS = (
    "p", "div", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "pre", "table", "dl", "details", "section",
    "figure", "figcaption", "td", "dd", "dt",
)  # fmt: skip
_LINES = (
    "b", "i", "strong", "em", "a", "sub", "sup", "s", "u", "span", "font", "abbr", "kbd", "mark", "q", "small",
    "o:p", "label",
)  # fmt: skip
_PARTS = {"ul": "li", "ol": "li", "dl": "dd", "table": "tr", "tr": "td"}
_SIGNS = st.text("ab *_[]()<>#`~|!\\&:;-+.1=^{}@/\"'\u00a0\n•–é☐$%,?", max_size=8)
_ATOMS = st.sampled_from((
    "word ", " two", "https://e.org/x ", "www.e.org ", "a_b@c.org ", "[^1]", "[ ] ab", "![a](b)", "[a](b)", "{: .x}",
    "{{ab}}", "{%ab%}", "<b>", "&#42;", "!!! note", "[!NOTE]", ":::", "---", "===", "```", "~~~ab", "| a | b |",
    "|---|", "ab: cd", ": ab", "#ab", "# ab", "> ab", "- ab", "+ ab", "* ab", "1. ab", "1) ab", "a) ab", "\\", "**ab**",
    "__ab__", "*ab*", "~~ab~~", "`ab`", "==ab==", "^ab^", ":smile:", "[[ab]]", "[TOC]", "[ab]: cd", "*[ab]: cd",
    "%%ab%%", "<!--", "form", "ab  ", "  ab", "[/ab]", "[gallery ids]", "$ab$", "(ab)[cd]", "[ab] (cd)", "\t", "–ab",
))  # fmt: skip
_TEXT = st.one_of(_SIGNS, _ATOMS)


def _node(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.sampled_from(_BLOCKS + _LINES), st.lists(inner, max_size=4))


_TREES = st.lists(st.recursive(_TEXT, _node, max_leaves=12), min_size=1, max_size=5)


def _html(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield html.escape(node)
        return
    tag, inner = node
    part = _PARTS.get(tag)
    attributes = ' href="/x" style="x" title="t"' if tag == "a" else ""
    yield f"<{tag}{attributes}>"
    for one in inner:
        if part and not (isinstance(one, tuple) and one[0] == part):
            yield from _html((part, [one]))
        else:
            yield from _html(one)
    yield f"</{tag}>"


def _page(trees: Any) -> str:
    return f"<div>{''.join(part for tree in trees for part in _html(tree))}</div>"


def _said(nodes: Any) -> str:
    """The text of trees, with spaces around their blocks."""
    if isinstance(nodes, str):
        return nodes
    if isinstance(nodes, list):
        return "".join(map(_said, nodes))
    tag, inner = nodes
    room = " " if tag in _BLOCKS else ""
    own = " " if tag in _PARTS else ""
    return room + own.join(map(_said, inner)) + room


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W\d_]", text))


# The same examples in every run: tens of thousands of others were tried by hand, and what is nested can be ever odder.
@settings(max_examples=80, derandomize=True)
@given(_TREES)
def test_the_words_come_out_in_their_order_and_nothing_is_taken_for_markup(trees: list[Any]) -> None:
    made = turned(_page(trees))
    rendering = render(made.markdown, "content/pages/a.md")
    assert _letters(rendering.text) == _letters(_said(trees)), made.markdown
    wrong = [(one.code, one.message) for one in rendering.findings if CODES[one.code].severity is Severity.ERROR]
    assert wrong == [], made.markdown


@settings(max_examples=40, derandomize=True)
@given(_TREES)
def test_a_second_pass_changes_nothing(trees: list[Any]) -> None:
    once = turned(_page(trees)).markdown
    assert turned(once, "markdown").markdown == once
