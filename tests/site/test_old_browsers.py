"""What the theme is written in: words that browsers since 2020 read, and boxes where they would be for older ones, too.

One word that a browser does not know ends a whole script, one selector a whole rule. What may be missing, as `:has()`
or a ratio of a picture, stands alone. Real browsers of those years are asked by `nox -s site`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "theme"
SHEETS = sorted((*THEME.glob("assets/*.css"), *THEME.glob("offline/*.css")))

SCRIPTS = {
    r"(\?\?|\|\||&&)=": "assignment by `??=`, `||=`, `&&=`: Chrome 85",
    r"^(const .* = )?await ": "await outside of a function: Chrome 89, Safari 15",
    r"\.replaceAll\(": "replaceAll: Chrome 85",
    r"\.replaceChildren\(": "replaceChildren: Chrome 86",
    r"\.at\(": "at: Chrome 92",
    r"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with|groupBy|union|intersection)\(": "Chrome 97 to 122",
    r"\b(structuredClone|Object\.(hasOwn|groupBy)|Promise\.(any|withResolvers)|Array\.fromAsync)\b": "Chrome 85 to 121",
    r"\bResponse\.json\(": "Response.json: Chrome 105, Safari 17",
    r"\bURL\.(canParse|parse)\(": "URL.canParse: Chrome 120",
    r"\bAbortSignal\.(any|timeout)\(": "Chrome 103",
    r"\(\?<[=!]": "a look behind: Safari 16.4",
    r"^\s*(static \{|static \w+ =|#\w+)": "fields of classes: Safari 15",
    r"querySelector(All)?\([^)]*:(is|where|has)\(": "a selector that raises an error: Chrome 88, 105",
}
STYLES = {
    r"(?<!-)\b(padding|margin)-(block|inline):": "both ends by one name: Chrome 87, Safari 14.1",
    r"(?<![\w(-])inset(-block|-inline)?(-start|-end)?:": "inset: Chrome 87, Safari 14.1",
    r":where\(": ":where(): Chrome 88",
    r":is\((?!:nth-last-child)": ":is(): Chrome 88, Safari 14; only in a rule of its own that may be missing",
    r":not\([^()]*,": "several in one :not(): Chrome 88",
    r"^\s*(rotate|scale|translate):": "Chrome 104",
    r"@layer|@container|@scope|@starting-style|^\s*&": "nesting and layers: Chrome 99 to 120",
    r"\b(color-mix|light-dark|oklch)\(": "colours that are reckoned: Chrome 111",
    r"@media[^{]*[<>]": "a range of widths: Chrome 104",
}


def bare(text: str) -> str:
    """What is no comment, line by line as it was."""
    text = re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def younger(text: str, words: dict[str, str]) -> Iterator[str]:
    for pattern, since in words.items():
        for found in re.finditer(pattern, text, re.MULTILINE):
            yield f"{text.count(chr(10), 0, found.start()) + 1}: {found[0].strip()} ({since})"


@pytest.mark.parametrize(
    "file", sorted((*THEME.glob("assets/*.js"), *THEME.glob("offline/*.js"))), ids=lambda p: p.name
)
def test_scripts_use_no_word_that_browsers_of_2020_do_not_know(file: Path) -> None:
    assert [*younger(bare(file.read_text("utf-8")), SCRIPTS)] == []


@pytest.mark.parametrize("file", SHEETS, ids=lambda p: p.name)
def test_styles_lay_out_nothing_by_a_word_that_browsers_of_2019_do_not_know(file: Path) -> None:
    assert [*younger(bare(file.read_text("utf-8")), STYLES)] == []


def test_one_young_selector_takes_no_older_ones_with_it() -> None:
    """A browser drops the whole rule."""
    for file in SHEETS:
        for selectors in re.findall(r"(?m)^ *((?:[^{}@;\n]+,\n *)+[^{}@;\n]+) \{", bare(file.read_text("utf-8"))):
            young = [
                one for one in selectors.split(",\n") if re.search(r":(has|is)\(|:focus-visible|:popover-open", one)
            ]
            assert len(young) in (0, selectors.count(",\n") + 1), f"{file.name}: {selectors}"


def test_words_of_those_lists_are_found() -> None:
    """The lists themselves: a pattern that finds nothing would let all pass."""
    text = "x ??= 1\nawait look()\na.replaceAll(b)\na.at(-1)\nResponse.json(a)\nx.querySelector(':is(a, b)')\n"
    assert [line.partition(":")[0] for line in younger(text, SCRIPTS)] == ["1", "2", "3", "4", "5", "6"]
    text = "  padding-block: 1rem;\n  inset-inline-start: 0;\n.a :is(b, c) {\n.a:not(.b, .c) {\n"
    assert [line.partition(":")[0] for line in younger(text, STYLES)] == ["1", "2", "3", "4"]
    assert not [*younger("  border-inline-start: 0;\n  clip-path: inset(50%);\nx = async () => await y\n", STYLES)]
