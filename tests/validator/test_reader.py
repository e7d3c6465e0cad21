"""Whatever the bytes are, there is an answer: findings or none, never an exception, a fetch, or a full memory."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.validator import RULES, Finding, reader, validate

WHOLE = (Path(__file__).parent / "good/whole.xml").read_bytes()
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss version="2.0">&b;</rss>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
ELSEWHERE = b'<!DOCTYPE rss SYSTEM "https://other.example/rss.dtd"><rss version="2.0"/>'


def first(data: bytes) -> Finding:
    """What is said of a document that can't be read: one thing."""
    report = validate(data, name="feed.xml")
    assert len(report.findings) == 1, report.findings
    return report.findings[0]


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, ELSEWHERE], ids=["bomb", "outside", "elsewhere"])
def test_a_document_type_is_refused_before_it_can_do_anything(data: bytes) -> None:
    finding = first(data)
    assert finding.code == "xml/no-doctype" and finding.place.line == 1
    assert finding.hint == "remove the declaration"


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "the document is empty"),
        (b"  \n ", 2, "the document is empty"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', 1, "not well-formed"),
        (b"<rss>\n<channel>\n</rss>", 3, "an element is closed that is not the open one"),
        (b"<rss>\n<channel>", 2, "no element found|unclosed|empty"),
        (b"<rss>\n&nbsp;</rss>", 2, "unknown to XML"),
        (b"<rss>\nFish & chips</rss>", 2, "not well-formed"),
        (b"<rss>\n<itunes:author>a</itunes:author></rss>", 2, "no `xmlns:` declares"),
        (b"<rss a='1' a='2'/>", 1, "an attribute stands twice"),
        (b"<rss/>\n<rss/>", 2, "something follows"),
        ("<?xml version='1.0' encoding='utf-8'?>\n<rss>Größe</rss>".encode("latin-1"), 2, "not well-formed"),
        (b"<?xml version='1.0' encoding='klingon'?><rss/>", 1, "encoding"),
        (b"<?xml version='1.0' encoding='utf-16'?><rss/>", 1, "encoding"),
        (b"<?xml version='1.0' encoding='utf-7'?><rss/>", 1, "encoding|can't be read"),
        (b"<?xml version='1.0' encoding='rot13'?><rss/>", 1, "encoding|can't be read"),
        (b"<?xml version='1.0' encoding='shift_jis'?><rss/>", 1, "encoding|can't be read"),
        (b"<rss>\x00</rss>", 1, "not well-formed"),
        (b"<rss>\x0b</rss>", 1, "not well-formed"),
        (gzip.compress(WHOLE), 1, "not well-formed"),
        (b"\x89PNG\r\n\x1a\n", 1, "not well-formed"),
    ],
)
def test_what_is_no_xml_is_told_with_its_line(data: bytes, line: int, words: str) -> None:
    finding = first(data)
    assert finding.code == "xml/well-formed" and finding.hint
    assert finding.place.line == line
    assert re.search(words, finding.message), finding.message


@pytest.mark.parametrize(
    "data",
    [
        b"<rss>" + b"<a>" * 5_000_000,
        b"<rss>" + b"<a/>" * 10_001 + b"</rss>",
        b"<rss " + b" ".join(b"a%d='1'" % n for n in range(100)) + b"/>",
        b"<rss>" + b" " * (64 << 20) + b"</rss>",
    ],
    ids=["deep", "many", "attributes", "large"],
)
def test_what_would_fill_memory_is_not_read_to_its_end(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_ELEMENTS", 10_000)  # as it is, it takes seconds to get there
    assert first(data).code == "xml/bounds"


def test_other_encodings_are_read_and_told() -> None:
    text = WHOLE.decode().replace("UTF-8", "iso-8859-1")
    assert {finding.code for finding in validate(text.encode("latin-1")).findings} == {"xml/encoding", "psp-1/utf-8"}
    utf16 = WHOLE.decode().replace("UTF-8", "utf-16").encode("utf-16")
    assert {finding.code for finding in validate(utf16).findings} == {"xml/encoding", "psp-1/utf-8"}
    assert validate(b"\xef\xbb\xbf" + WHOLE).findings == ()


def test_a_finding_has_the_place_of_its_element() -> None:
    data = WHOLE.replace(b"<podcast:locked owner", b"  <podcast:locked owner").replace(
        b">yes</podcast:locked>", b">ja</podcast:locked>"
    )
    (finding,) = validate(data, name="feed.xml").findings
    number = next(at for at, line in enumerate(data.split(b"\n"), 1) if b"podcast:locked" in line)
    assert (str(finding.place), finding.code) == (f"feed.xml:{number}:3", "podcast/locked-value")
    assert finding.message == "`<podcast:locked>`: `ja` is no `yes` or `no`"
    assert finding.clause.url.endswith("/docs/tags/locked.md")


def test_another_prefix_is_as_good() -> None:
    other = WHOLE.replace(b"podcast:", b"p2:").replace(b"xmlns:podcast", b"xmlns:p2").replace(b"itunes:", b"apple:")
    assert validate(other.replace(b"xmlns:itunes", b"xmlns:apple")).findings == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title></feed>', "the document is Atom, not RSS"),
        (b"<html><body>404</body></html>", "the document is a web page, not RSS"),
    ],
)
def test_what_is_no_rss_is_told_once(data: bytes, words: str) -> None:
    finding = first(data)
    assert finding.code == "rss/root" and finding.message.startswith(words)


def test_a_feed_without_a_channel_is_told() -> None:
    assert [finding.code for finding in validate(b"<rss version='2.0'/>").findings] == ["rss/channel-needed"]


def test_very_many_findings_are_told_in_few() -> None:
    data = b"<rss version='2.0'><channel>" + b"<item/>" * 5000 + b"</channel></rss>"
    told = [finding for finding in validate(data).findings if finding.code == "rss/item-title"]
    assert len(told) == 500 and told[-1].message.endswith("only the first 500 such places are told")


PIECES = st.sampled_from(WHOLE.split(b"\n"))


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map(b"\n".join) | st.binary(max_size=400))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    """Lines of a feed in any order, alone and inside of a channel, and any bytes."""
    for whole in (data, b"\n".join([*WHOLE.split(b"\n")[:3], data, b"</channel></rss>"])):
        report = validate(whole)
        assert {finding.code for finding in report.findings} <= {rule.id for rule in RULES}


VALUE = st.text(max_size=30) | st.sampled_from(
    ["\ud800", "0" * 5000, "1." + "9" * 5000, "/a." + "x" * 5000, "9" * 400, "https://[", "geo:" + "1" * 300, "%"]
)


@settings(max_examples=40, deadline=None)
@given(VALUE, st.integers(min_value=0))
def test_any_value_has_an_answer(value: str, where: int) -> None:
    """Any text in the place of any value of a good feed."""
    places = [match.span(1) for match in re.finditer(rb'[">]([^<>"\n]+)["<]', WHOLE)]
    start, end = places[where % len(places)]
    safe = value.encode("utf-8", "ignore").replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")
    for finding in validate(WHOLE[:start] + safe + WHOLE[end:]).findings:
        assert len(finding.message) + len(finding.hint) < 1000
