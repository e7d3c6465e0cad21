"""Where links, pictures and what is unsafe stand, wherever in a text that is."""

from __future__ import annotations

import pytest

from pipeline.formats.markdown import render

PATH = "content/pages/a.md"

BODIES = {
    "a paragraph": "one\ntwo [x](§b.md)\nthree [x](§b.md) [y](§c.md 'b.md')",
    "an item in an item": "- a\n  - b\n    [x](§b.md)\n\n    [y](§c.md)",
    "quotes": "> > a\n> > [x](§b.md)\nand [y](§c.md)",
    "headings": "## [x](§b.md) ##\n\n[y](§c.md)\n===",
    "cells": "|[x](§b.md)|a|[x](§b.md)|\n|-|-|-|\n|b|[x](§b.md) [x](§b.md)|\\\\|",
    "cells in an item": "- a\n\n  | a | b |\n  |---|---|\n  | [x](§b.md) | [x](§b.md) |",
    "definitions": "[x](§b.md)\n: a [y](§c.md)\n\n  [x](§b.md)",
    "an admonition": '!!! note "[x](§b.md)"\n    a\n\n    [y](§c.md)',
    "footnotes": "a[^1] [x](§b.md)\n\n[^1]: b [y](§c.md)\n\n    [z](§d.md)\n\n[x](§b.md)",
    "an alert": "> [!NOTE]\n> [x](§b.md)",
    "pictures in links": "a [![x](§b.png)](§c.md) ![y [z](d.md)](§e.png)",
    "spaces": "[x](  §b.md  ) [y](\n§c.md) [z](<§d e.md>)",
    "references": "[x][y] [y] ![z][y]\n\n[y]: <§b.md> 'c'",
    "tags": "a <a href='§b.md'>x</a>\n\n<div>\n<a class=note href = §c.md>y</a></div>\n\n- <img src=\"§d.png\" alt=e>",
    "bare addresses": "- a §https://b.org\n  (§www.c.org) §d@e.org <§f@g.org> <§https://h.org>",
    "a tab": "-\t[x](§b.md)\n\n\t[y](§c.md)",
    "a task": "- [ ] [x](§b.md)\n- [x] a [y](§c.md)",
    "code before": "`a\nb` [x](§b.md) `[x](b.md)`\n[x](§b.md)",
    "escapes": "[x](§b\\_c&amp;d.md) [y](§c.md)",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_target_has_its_line_and_column(body: str) -> None:
    """Each `§` stands before a target: there it is told."""
    places = [(n, line.split("§")) for n, line in enumerate(body.split("\n"), 1)]
    marked = [(n, len("".join(parts[: at + 1])) + 1) for n, parts in places for at in range(len(parts) - 1)]
    links = render(body.replace("§", ""), PATH).links
    assert sorted({(link.line, link.column) for link in links}) == marked


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a\n<i onclick=x>b</i>\nc <i onclick=x>d</i>", [2, 3]),
        ("`a\nb` <i onclick=x>c</i>", [2]),
        ("- a\n  - b <b style=x>c</b>\n\n> <b style=x>d</b>", [2, 4]),
        ("<div>\n<p>a\n<u onclick=x>b</u>\n</div>", [3]),
        ("</div>\n\n<div>a</div>\n\n</div>", [1, 5]),
        ("<td>a</td>\n\n<table><tr><td>b</td></tr></table>\n\n<td>c</td>", [1, 5]),
        ("<p class='x note'>a</p>\n\n<p class='note y'>b</p>", [1, 3]),
        ("[a][b] [c][b]\n\n[d](data:x)\n\n[b]: vbscript:x", [3, 5]),
        ("a[^1]\n\n[^1]: <i onclick=x>b</i>\n\nc", [3]),
        ("```{.a}\n```\n\n```b\n```", [1]),
        ("<b><i>a</b></i> c\n\n<script>\nd\n</script>", [3]),
        ("<!-- a -->\n\n<!--> <blink> -->", [3]),
    ],
)
def test_what_is_removed_has_its_line(body: str, lines: list[int]) -> None:
    assert [found.line for found in render(body, PATH).findings if found.code == "unsafe-markup"] == lines
