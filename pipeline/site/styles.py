"""The style sheet of the engine without what no page can look like: it dresses a whole application, and is read before
the first page is drawn.

A rule goes where its selectors name a class, an id or an attribute for which no template, script or text has a word;
then the values for which nobody asks any more. What is in doubt stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import tinycss2

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_OURS = "data-"
"""Begins the attributes that HTML does not know: others may stand on any page."""


def words(texts: Iterable[str]) -> frozenset[str]:
    """All that may be a name of something in templates and scripts."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


@lru_cache(maxsize=2)  # who builds again, as while somebody writes, has the same
def reduced(sheet: str, known: frozenset[str], beside: tuple[str, ...] = ()) -> str:
    """The rules of a sheet that may match where these names are `known`, with the values that are asked for, there or
    in the style sheets `beside`.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    text, before = "".join(_kept(rules, known)), ""
    elsewhere = {name for other in beside for name in _ASKED.findall(other)}
    while text != before:
        before, asked = text, elsewhere | {*_ASKED.findall(text)}
        text = "".join(_valued(tinycss2.parse_stylesheet(text), asked))
    return text


def _kept(rules: Iterable[Any], known: Collection[str]) -> Iterator[str]:
    """The rules that may match, with those of their selectors that may."""
    for rule in rules:
        inner = _inner(rule)
        if rule.type == "qualified-rule":
            if selectors := [tinycss2.serialize(one) for one in _selectors(rule.prelude) if _may_match(one, known)]:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif inner is None:
            yield rule.serialize()
        elif held := "".join(_kept(inner, known)):
            yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{held}}}"


def _valued(rules: Iterable[Any], asked: Collection[str]) -> Iterator[str]:
    """The rules without the values for which nobody asks."""
    for rule in rules:
        inner = _inner(rule)
        if rule.type == "qualified-rule":
            declared = tinycss2.parse_blocks_contents(rule.content)
            kept = [one for one in declared if getattr(one, "name", "")[:2] != "--" or one.name in asked]
            body = rule.content if len(kept) == len(declared) else kept
            if kept:
                yield f"{tinycss2.serialize(rule.prelude)}{{{tinycss2.serialize(body)}}}"
        elif inner is None:
            yield rule.serialize()
        elif held := "".join(_valued(inner, asked)):
            yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{held}}}"


def _inner(rule: Any) -> list[Any] | None:
    """The rules in a rule that holds some on a condition."""
    if rule.type != "at-rule" or rule.lower_at_keyword not in ("media", "supports"):
        return None
    found: list[Any] = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def _selectors(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """The selectors between commas."""
    for comma, nodes in groupby(prelude, lambda node: node.type == "literal" and node.value == ","):
        if not comma:
            yield list(nodes)


def _may_match(selector: Sequence[Any], known: Collection[str]) -> bool:
    """Whether all is known that a selector names. What stands in its functions, as `:not(…)`, does not count."""
    before = None
    for node in selector:
        if node.type == "hash" or (node.type == "ident" and _is_dot(before)):
            if node.value not in known:
                return False
        elif node.type == "[] block":
            name = next((inner.value for inner in node.content if inner.type == "ident"), "")
            if name.startswith(_OURS) and name not in known:
                return False
        before = node
    return True


def _is_dot(node: Any) -> bool:
    return node is not None and node.type == "literal" and node.value == "."
