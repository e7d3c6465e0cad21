"""XML of all sorts is read as far as it goes, and everything that is not XML is told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.importing.source.faults import Faults
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.xml import Element, parts, pieces


def read(data: bytes, charset: str = "", size: int = 1 << 20) -> tuple[list[Element], Sequence[Loss]]:
    faults = Faults("feed.xml")
    chunks = (data[at : at + size] for at in range(0, len(data), size))
    return list(parts(chunks, faults, charset)), faults.losses


def told(losses: Sequence[Loss]) -> list[tuple[str, int, int]]:
    return [(loss.kind, loss.place.line, loss.count) for loss in losses]


DAMAGED = b"""

<?xml version="1.0"?><rss xmlns:itunes="HTTP://www.iTunes.com/DTDs/Podcast-1.0.dtd" xmlns:x="http://a.example/ns"><channel>
<item><title>One</title><description><p>Hello<br>there & then</description><guid> 1</guid></item>
<item><title>Two</title><description>x<![CDATA[a & <b>]]></description></item>
<item><itunes:author x='1&amp;2'>2 < 3&nbsp;&#146;</itunes:author><x:own/></item>
</channel></rss>"""


@pytest.mark.parametrize("size", [1 << 20, 1, 7])
def test_what_is_not_closed_moves_nothing_that_follows(size: int) -> None:
    (root, *items), losses = read(DAMAGED, size=size)
    assert root.name == "rss"
    assert [item.line for item in items] == [4, 5, 6]
    assert items[0].first("description") == Element(
        "description",
        4,
        children=(Element("p", 4, text="Hello", children=(Element("br", 4, tail="there & then"),)),),
    )
    assert items[0].children[-1].text == " 1"
    assert items[1].said("description") == "xa & <b>"
    assert items[2].xml == '<item><itunes:author x="1&amp;2">2 &lt; 3\u00a0\u2019</itunes:author><x:own/></item>'
    assert told(losses) == [("xml/entity", 4, 2), ("xml/unclosed", 4, 1), ("xml/sign", 6, 1), ("xml/control", 6, 1)]


@pytest.mark.parametrize(
    ("data", "charset", "kinds"),
    [
        ("<a><b>é’</b></a>".encode(), "", []),
        ("\ufeff<a><b>é’</b></a>".encode("utf-16"), "", []),
        ("<a><b>é’</b></a>".encode("utf-16-be"), "", []),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a><b>é’</b></a>".encode("cp1252"), "utf-8", []),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a><b>é’</b></a>".encode(), "", ["xml/encoding"]),
        ("<?xml version='1.0' encoding='UTF-16'?><a><b>é’</b></a>".encode(), "", ["xml/encoding"]),
        ("<?xml version='1.0' encoding='zlib'?><a><b>é’</b></a>".encode(), "", ["xml/encoding"]),
        ("<a><b>é’</b></a>".encode("cp1252"), "windows-1252", []),
        ("<a><b>é’</b></a>".encode("cp1252"), "", ["xml/bytes"]),
        ("Warning: line 3\n<a><b>é\x0b’</b></a>".encode(), "", ["xml/control", "xml/before"]),
        ("<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f '&e;&e;'>]><a><b>é’</b></a>".encode(), "", ["xml/doctype"]),
        ("<a><b>é’</b><b>".encode(), "", ["xml/truncated"]),
    ],
)
def test_its_letters_are_right_whatever_it_says_of_them(data: bytes, charset: str, kinds: list[str]) -> None:
    elements, losses = read(data, charset)
    assert elements[1].words == "é’"
    assert [loss.kind for loss in losses] == kinds


def test_an_entity_of_a_document_type_stays_a_name() -> None:
    (_, part), losses = read(b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a><b>&f;</b></a>')
    assert part.words == "&f;"
    assert told(losses) == [("xml/doctype", 1, 1), ("xml/entity", 1, 1)]


@pytest.mark.parametrize(
    ("hostile", "kind"),
    [
        (b"<" * 50_000, "xml/limit"),
        (b"<r>" + b"<a '\"<a \"'" * 20_000, "xml/limit"),
        (b"<r>" + b"<a>" * 20_000, "xml/deep"),
        (b"<r>" + b"<![CDATA[" * 20_000, "xml/truncated"),
        (b"<!DOCTYPE [" * 20_000, "xml/doctype"),
        (b"<r>" + b"</a>" * 20_000, "xml/stray"),
    ],
)
def test_a_hostile_document_is_told(hostile: bytes, kind: str) -> None:
    assert kind in {loss.kind for loss in read(hostile)[1]}


def test_namespaces_that_each_element_declares_are_not_held_for_each() -> None:
    declared = "".join(f" xmlns:n{number}='urn:x'" for number in range(900))
    inner = "<a xmlns:q='urn:y'>x</a>" * 2_000
    document = f"<r><i{declared}>{inner}</i></r>".encode()
    tracemalloc.start()
    try:
        (_, part), _ = read(document)
        assert len(part.children) == 2_000 and tracemalloc.get_traced_memory()[1] < 200 * len(document)
    finally:
        tracemalloc.stop()


def test_one_part_is_held_at_a_time() -> None:
    taken: list[int] = []

    def source() -> Iterator[bytes]:
        yield b"<rss><channel>"
        for number in range(9000):
            taken.append(number)
            yield b"<item>%d</item>" % number

    found = parts(source(), Faults(""))
    assert [next(found).name, next(found).words] == ["rss", "0"]
    assert len(taken) < 9000


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff\ufeff"))
NAMES = st.sampled_from(("item", "itunes:author", "content:encoded", "p", "channel", "é"))
SPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
ELEMENTS = st.recursive(
    st.builds(Element, NAMES, st.just(1), st.dictionaries(st.sampled_from(("a", "xml:b")), WORDS), WORDS),
    lambda inner: st.builds(Element, NAMES, st.just(1), text=WORDS, children=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(ELEMENTS, st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_what_is_well_formed_is_read_as_it_was_written(element: Element, size: int) -> None:
    (_, read_again), losses = read(f"<r {SPACES}>{element.xml}</r>".encode(), size=size)
    assert read_again.xml == element.xml
    assert losses == ()


def test_bytes_come_in_pieces() -> None:
    assert b"".join(pieces(b"x" * (3 << 20))) == b"x" * (3 << 20)
