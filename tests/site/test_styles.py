"""The style sheet of the engine: what no page can look like is not there, and whatever a page looks like is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from lxml.html import document_fromstring

from pipeline.site.styles import reduced
from tests.site.conftest import Build, Site

TEXT = "content/library/articles/urges-pass.md"
ALL = """An urge is like a wave

!!! warning "Take care"
    A *note*[^1].

| a | b |
| - | :-: |
| 1 | 2 |

- [x] done
- [ ] to do

```python
x = 1
```

Term
:   What it means

> Somebody said ~~this~~ `that`, at <https://example.org/>.

![Alt](urges-pass.md)

[^1]: Below.
"""


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{x:y}.b{x:y}.a .b,.a:hover>.c{x:y}", ".a{x:y}.a:hover>.c{x:y}"),
        ("#i{x:y}#j{x:y}p[hidden]{x:y}p[data-a]{x:y}p[data-b=c]{x:y}", "#i{x:y}p[hidden]{x:y}p[data-a]{x:y}"),
        ("@media print{.b{x:y}}@media print{.a{x:y}.b{x:y}}", "@media print{.a{x:y}}"),
        (".a:not(.b){x:y}:is(.b,.a){x:y}*{x:y}::marker{x:y}", ".a:not(.b){x:y}:is(.b,.a){x:y}*{x:y}::marker{x:y}"),
        (":root{--m:1;--n:2;--o:var(--p);--p:3;--q:4}.a{x:var(--m)}", ":root{--m:1;--q:4;}.a{x:var(--m)}"),
        ("@page{margin:0}@keyframes k{to{x:y}}", "@page{margin:0}@keyframes k{to{x:y}}"),
        (".a:before{content:'}.b{'}", ".a:before{content:'}.b{'}"),
    ],
)
def test_what_may_match_stays_and_what_is_asked_for(sheet: str, left: str) -> None:
    assert reduced(sheet, frozenset({"a", "c", "i", "data-a"}), ("p{x:var( --q)}",)).replace('"', "'") == left


def test_no_rule_that_a_page_matches_is_gone(build: Build) -> None:
    site = build({TEXT: ("An urge is like a wave", ALL)})
    assets = Path(str(find_spec("material").submodule_search_locations[0]), "templates/assets/stylesheets")  # type: ignore[union-attr,index]
    (whole,) = (path.read_text(encoding="utf-8") for path in assets.glob("main.*.min.css"))
    (ours,) = (data.decode() for path, data in site.files.items() if re.search(r"/main\.[^/]*\.css$", path))
    assert len(ours) < len(whole) / 3
    there, left = _named(site), {*_selectors(ours)}
    gone = [selector for selector in _selectors(whole) if selector not in left]
    assert gone and not [selector for selector in gone if _names(selector) <= there]


def _selectors(sheet: str) -> Iterator[str]:
    def walk(rules: Iterable[Any]) -> Iterator[str]:
        for rule in rules:
            if rule.type == "qualified-rule":
                declared = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
                if all(one.name.startswith("--") for one in declared):
                    continue  # only values, for which somebody asks or nobody
                yield from re.split(r",(?![^(]*\))", tinycss2.serialize(rule.prelude))
            elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports"):
                yield from walk(tinycss2.parse_rule_list(rule.content))

    return walk(tinycss2.parse_stylesheet(sheet))


def _names(selector: str) -> set[str]:
    """Classes, ids and attributes that an element has to have, or one near it."""
    plain = re.sub(r":[a-z-]+\([^)]*\)", "", selector)
    return {*re.findall(r"[.#](-?[A-Za-z_][\w-]*)", plain), *re.findall(r"\[(data-[\w-]+)", plain)}


def _named(site: Site) -> set[str]:
    """All classes, ids and attributes of all pages."""
    elements = [
        element
        for path, data in site.files.items()
        if path.endswith(".html")
        for element in document_fromstring(data.decode()).iter("*")
    ]
    classes = (name for element in elements for name in (element.get("class") or "").split())
    return {*classes, *(str(e.get("id")) for e in elements), *(str(name) for e in elements for name in e.attrib)}
