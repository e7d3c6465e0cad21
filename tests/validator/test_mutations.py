"""Everything that can be wrong in a feed is found by the rule that speaks of it, and nothing is found in a good one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from pipeline.validator import RULES, Level, Profile, Rule, validate
from pipeline.validator.node import SPACES
from pipeline.validator.reader import read
from tests.validator.mutations import CHANGES, VALUES, Change

AT = datetime(2026, 12, 1, tzinfo=UTC)
URL, SERVER = "https://slow.example.org/feed.xml", "application/rss+xml; charset=utf-8"
NAMES = {prefix: space for space, prefix in SPACES.items() if "github" not in space}
ABSENT = {
    "itunes:block": ".", "itunes:keywords": "item", "itunes:order": "item", "itunes:isClosedCaptioned": "item",
    "podcast:images": ".", "fh:complete": ".",
}  # fmt: skip
"""Elements that a good feed does not have, and where they would stand."""
GOOD = Path(__file__).parent / "good"
WHOLE = (GOOD / "whole.xml").read_bytes()
GENERAL: Mapping[str, Change] = {
    "place": ("move", "{}"),
    "once": ("beside", "{}"),
    "empty": ("text", ".//{}", "\n "),
    "attributes": ("set", ".//{}@colour", "red"),
}
"""What breaks the rules that each element has."""
LACKING = re.compile(r"(psp-1|apple|spotify|youtube)/(channel|item)-\S+")
GROUPS = sorted({rule.id.partition("/")[0] for rule in RULES})


def element(rule: Rule) -> str:
    """The element that a rule of a table is about."""
    return rule.clause.part.strip("`<>")


def changes(rule: Rule) -> Iterator[Change]:
    """What breaks a rule."""
    name = element(rule)
    end = rule.id.partition("/")[2].removeprefix(f"{name.rpartition(':')[2]}-")
    yield from CHANGES.get(rule.id, ())
    for value in VALUES.get(rule.id, ()):
        of_text = end == "value" and name != "podcast:integrity"
        yield ("text", f".//{name}", value) if of_text else ("set", f".//{name}[@{end}]@{end}", value)
    if end in GENERAL:
        yield GENERAL[end][0], GENERAL[end][1].format(name), *GENERAL[end][2:]
    elif end.startswith("needs-") and rule.id not in CHANGES:
        yield ("drop", f".//{name}[@{end[6:]}]@{end[6:]}")
    elif LACKING.fullmatch(rule.id) and rule.id not in CHANGES:  # `psp-1/item-guid`: no element of that name is there
        parent, _, child = rule.id.partition("/")[2].partition("-")
        yield ("without", f"{'item' if parent == 'item' else '.'}/{_child(child)}")


def _child(flat: str) -> str:
    name = re.sub(r"^(itunes|podcast|atom)-", r"\1:", flat)
    return {"pubdate": "pubDate"}.get(name, name)


def broken(change: Change) -> tuple[bytes, str]:
    """The good feed, with one thing changed, and what its server says."""
    kind, *told = change
    if kind == "bytes":
        assert told[0].encode() in WHOLE
        return WHOLE.replace(told[0].encode(), told[1].encode()), ""
    if kind == "server":
        return WHOLE, told[0]
    if kind == "only":
        return told[0].encode(), ""
    root = etree.fromstring(WHOLE)
    for number, path in enumerate(told[0].split("|")):
        WAYS[kind](root, path, told[min(1 + number, len(told) - 1)])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), SERVER


def one(root: etree._Element, path: str) -> etree._Element:
    """The first element of a path from the channel, whatever the attribute at its end."""
    found = root[0].find(re.sub(r"@[\w-]+$", "", path), NAMES)
    assert found is not None, path
    return found


def attribute(path: str) -> str:
    return path.rpartition("@")[2] if re.search(r"@[\w-]+$", path) else ""


def text(root: etree._Element, path: str, value: str) -> None:
    found = one(root, path)
    found[:] = []
    found.text = value


def put(root: etree._Element, path: str, value: str) -> None:
    one(root, path).set(attribute(path), value)


def drop(root: etree._Element, path: str, _value: str) -> None:
    if name := attribute(path):
        del one(root, path).attrib[name]
    else:
        parent(one(root, path)).remove(one(root, path))


def without(root: etree._Element, path: str, _value: str) -> None:
    for found in root[0].findall(path, NAMES):
        parent(found).remove(found)


def bare(root: etree._Element, path: str, _value: str) -> None:
    one(root, path).attrib.clear()
    one(root, path).text = ""


def twice(root: etree._Element, path: str, _value: str) -> None:
    one(root, path).addnext(again(one(root, path)))


def add(root: etree._Element, path: str, value: str) -> None:
    one(root, path).append(made(value))


def front(root: etree._Element, path: str, value: str) -> None:
    one(root, path).insert(0, made(value))


def made(xml: str) -> etree._Element:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in NAMES.items() if prefix != "xml")
    return etree.fromstring(f"<x {spaces}>{xml}</x>")[0]


def beside(root: etree._Element, name: str, _value: str) -> None:
    """The element stands a second time."""
    anywhere(root, name).addnext(again(anywhere(root, name)))


def move(root: etree._Element, name: str, _value: str) -> None:
    """The element stands where nobody looks for it."""
    one(root, "cloud").append(again(anywhere(root, name)))


def anywhere(root: etree._Element, name: str) -> etree._Element:
    """An element, wherever it stands; where there is none, one is made."""
    found = root[0] if name == "channel" else root[0].find(f".//{name}", NAMES)
    if found is None:
        found = made(f"<{name}>1</{name}>")
        one(root, ABSENT[name]).append(found)
    return found


def again(node: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(node))


def parent(node: etree._Element) -> etree._Element:
    found = node.getparent()
    assert found is not None
    return found


WAYS = {
    "text": text, "set": put, "drop": drop, "without": without, "bare": bare, "twice": twice, "add": add,
    "front": front, "beside": beside, "move": move,
}  # fmt: skip


def found(rule: Rule, change: Change) -> bool:
    """Whether a rule finds a change, and knows a remedy."""
    data, server = broken(change)
    feed = read(data, url=URL, content_type=server, at=AT)
    wrong = [seen.wrong for seen in rule.look(feed) if seen.wrong]
    return bool(wrong) and all(one.message and one.hint for one in wrong)


READING = {"xml/well-formed", "xml/no-doctype", "xml/bounds"}
"""Rules that say why a document can't be read: `test_reader` breaks those."""


@pytest.mark.parametrize("group", GROUPS)
def test_each_rule_finds_what_breaks_it(group: str) -> None:
    missed: list[tuple[str, object]] = []
    for rule in RULES:
        if rule.id.partition("/")[0] == group and rule.id not in READING:
            ways = list(changes(rule))
            missed += [(rule.id, change) for change in ways if not found(rule, change)]
            missed += [(rule.id, "nothing breaks it")] * (not ways)
    assert missed == []


def test_there_is_much_that_can_be_wrong() -> None:
    """At least as many mutations as were asked for, each written by hand, besides those that tables give."""
    assert sum(map(len, VALUES.values())) + sum(map(len, CHANGES.values())) > 300
    ids = {rule.id for rule in RULES}
    assert {*VALUES, *CHANGES} <= ids
    assert len(ids) == len(RULES)


def test_a_feed_that_says_little_is_given_advice_alone() -> None:
    report = validate((GOOD / "bare.xml").read_bytes(), name="bare", at=AT)
    assert report.of(Level.ERROR, Level.WARNING) == ()
    assert {finding.code for finding in report.findings} >= {"psp-1/item-link", "podcast/image-alt-needed"}
    assert report.profiles == tuple(Profile)


@pytest.mark.parametrize("name", ["whole", "list", "publisher", "plain"])
def test_nothing_is_found_in_a_good_feed(name: str) -> None:
    url = URL if name == "whole" else ""
    report = validate((GOOD / f"{name}.xml").read_bytes(), name=name, url=url, content_type=SERVER, at=AT)
    assert report.findings == ()
    looked = {*report.kept, *report.not_applicable}
    assert looked == {rule.id for rule in RULES if rule.profile in report.profiles}
    if name == "whole":
        assert report.profiles == tuple(Profile)
