"""What is asked of files that go along, what they are, and what their sources say of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.importing.fetching import Answers, Got, Known, Missed, expected, noted, plan
from pipeline.importing.fetching.first import kind_of
from pipeline.importing.fetching.services import SERVICES, passed
from pipeline.importing.fetching.types import agree, chosen, serves
from pipeline.importing.source.found import Asset, Use
from pipeline.model.artifact import Blob
from pipeline.settings.limits import Limits


def test_hosts_take_turns_and_each_file_comes_once() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "img/1.jpg", "https://a.example/1"]
    wanted = plan([Asset(url, url, "picture", length=10) for url in urls], "addresses", Limits(image_bytes=7))
    assert [one.asset.url for one in wanted] == [urls[0], urls[2], urls[3], urls[1]]
    assert {(one.way, one.most, one.setting) for one in wanted} == {("bring", 7, "image_bytes")}
    assert expected(wanted) == 40


def test_a_file_that_a_field_and_a_text_name_is_as_the_field_names_it() -> None:
    field = Asset(
        "https://a.example/x.jpg",
        "https://a.example/x.jpg",
        "picture",
        about="The sea",
        old=("https://a.example/?p=7",),
    )
    [wanted] = plan([field, Asset(field.id, field.url, "picture", "x.jpg")], "files", Limits())
    assert wanted.asset == field


@pytest.mark.parametrize(("sound", "way"), [("files", "bring"), ("addresses", "measure"), ("hosted", "look")])
def test_only_recordings_that_may_stay_do(sound: str, way: str) -> None:
    assets = [Asset("a", "https://a.example/a", "sound", kept=True), Asset("b", "https://a.example/b", "sound")]
    assert [one.way for one in plan(assets, sound, Limits())] == [way, "bring"]  # type: ignore[arg-type]


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def archive(*names: str, mimetype: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x" * 50)
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"ID3\x03\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"\xff\xff\xff\xff", ""),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
        (b"\n <!-- a --><!-- b -->\n<!DOCTYPE HTML>", "text/html"),
        (b"<?xml version='1.0'?>\n<svg/>", "image/svg+xml"),
        (b"<?xml version='1.0'?>\n<html/>", "text/html"),
        (b"<?xml version='1.0'?>\n<rss/>", "application/xml"),
        (b"%PDF-1.7", "application/pdf"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n", ""),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("content.xml", mimetype=ODT), ODT),
        (archive("a.txt"), "application/zip"),
        (b"", ""),
    ],
)  # fmt: skip
def test_a_file_tells_by_its_first_bytes_what_it_is(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("said", "found", "same"),
    [
        ("audio/mp3", "audio/mpeg", True),
        ("audio/x-m4a; charset=binary", "video/mp4", True),
        ("Image/JPG", "image/jpeg", True),
        ("application/octet-stream", "image/png", True),
        ("", "image/png", True),
        ("audio/mpeg", "", True),
        ("application/vnd.ms-excel", "application/x-ole-storage", True),
        ("application/ttml+xml", "application/xml", True),
        ("audio/mpeg", "audio/mp4", False),
        ("image/png", "application/zip", False),
    ],
)
def test_the_same_has_many_names(said: str, found: str, same: bool) -> None:
    assert agree(said, found) == same


@pytest.mark.parametrize(
    ("found", "served", "said", "kind"),
    [
        ("audio/mpeg", "text/html", "audio/x-m4a", "audio/mpeg"),
        ("video/mp4", "audio/x-m4a", "", "audio/mp4"),
        ("", "text/plain; charset=utf-8", "application/srt", "text/plain"),
        ("", "application/octet-stream", "application/srt", "application/srt"),
        ("application/zip", "application/vnd.oasis.opendocument.text", "", "application/vnd.oasis.opendocument.text"),
        ("", "", "", ""),
    ],
)
def test_the_bytes_have_the_first_word(found: str, served: str, said: str, kind: str) -> None:
    assert chosen(found, served, said) == kind


@pytest.mark.parametrize(
    ("kind", "use", "can"),
    [
        ("image/png", "picture", True),
        ("text/html", "picture", False),
        ("image/svg+xml", "picture", False),
        ("image/bmp", "picture", False),
        ("video/mp4", "sound", True),
        ("application/pdf", "sound", False),
        ("text/html", "transcript", True),
        ("text/html", "chapters", False),
        ("image/png", "transcript", False),
        ("", "sound", True),
        ("image/png", "document", True),
    ],
)
def test_what_a_file_can_be_used_as(kind: str, use: Use, can: bool) -> None:
    assert serves(kind, use) == can


@pytest.mark.parametrize(
    ("url", "names", "behind"),
    [
        ("https://a.example/a.mp3", (), "https://a.example/a.mp3"),
        (
            "https://dts.podtrac.com/redirect.mp3/pdst.fm/e/chtbl.com/track/AB1/pscrb.fm/rss/p/mgln.ai/e/257/a.example/x/a.mp3?u=1",
            ("Podtrac", "Podsights", "Chartable", "Podscribe", "Magellan AI"),
            "https://a.example/x/a.mp3?u=1",
        ),
        ("http://op3.dev/e,pg=0b4c/http://a.example/a.mp3", ("OP3",), "http://a.example/a.mp3"),
        ("https://op3.dev/e/chrt.fm/track/1/https:/a.example/a.mp3", ("OP3", "Chartable"), "https://a.example/a.mp3"),
        ("https://media.blubrry.com/show/p/a.example/a.mp3", ("Blubrry",), "https://a.example/a.mp3"),
        ("https://media.blubrry.com/show/a.example/a.mp3", ("Blubrry",), "https://a.example/a.mp3"),
        ("https://media.blubrry.com/show/episode.mp3", (), "https://media.blubrry.com/show/episode.mp3"),
        ("https://pdst.fm/e/a.example%2Fx%2Fa.mp3", ("Podsights",), "https://a.example/x/a.mp3"),
        ("https://2.gum.fm/op3.dev/e/pdcn.co/e/a.example/a.mp3", ("Gumball", "OP3", "Podcorn"), "https://a.example/a.mp3"),
        ("https://op3.dev/about", (), "https://op3.dev/about"),
        ("http://[", (), "http://["),
    ],
)  # fmt: skip
def test_services_that_count_are_known_by_their_addresses(url: str, names: tuple[str, ...], behind: str) -> None:
    assert passed(url) == (names, behind)


def test_each_service_is_found_and_no_address_takes_long() -> None:
    for pattern, name in SERVICES:
        before = pattern.replace("e*", "e,pg=1").replace("http*", "https").replace("*", "mp3")
        assert passed(f"https://{before}/a.example/a.mp3") == ((name,), "https://a.example/a.mp3")
    assert len(passed("https://" + "pdst.fm/e/" * 400 + "a.example/a.mp3")[0]) == 12


def test_people_learn_where_their_recordings_come_from() -> None:
    urls = ["https://op3.dev/e/a.example/1.mp3", "https://op3.dev/e/a.example/2.mp3", "https://a.example/3.mp3"]
    wanted = plan([Asset(url, url, "sound") for url in urls], "files", Limits())
    got = Got(Blob("ab", 1), url="https://a.example/x")
    came = [(one, got if one.url != urls[1] else Missed("no", "no")) for one in wanted]
    counted, led = noted(came)
    assert counted.startswith("2 recordings are reached by way of OP3, which counts downloads: it counts none of")
    assert led == "1 recording is asked for at `op3.dev`, and comes from `a.example`"
    [told] = noted(
        (one, Missed("no", "no"))
        for one in plan(
            [Asset(url, url, "sound", kept=True) for url in ("http://a.example/1", urls[2])], "addresses", Limits()
        )
    )
    assert told.startswith("1 recording is at an address without `https://`"), "no field can name it"


def test_people_learn_that_addresses_open_what_is_for_some_alone() -> None:
    (wanted,) = plan([Asset("1", "https://a.example/1.mp3?X-Amz-Signature=s3cret&id=7", "sound")], "files", Limits())
    (told,) = noted([(wanted, Missed("no", "no"))], ["https://a.example/feed?auth=s3cret", "old.xml"])
    assert "(`X-Amz-Signature`, `auth`)" in told and "s3cret" not in told


def test_what_servers_said_is_remembered_as_far_as_it_was_written() -> None:
    answers = Answers()
    lines = [answers.note(f"https://a.example/{n}", Known("ab", n, etag='"x"')) for n in range(3)]
    torn = [*lines[:2], lines[2][:20], b"[]", b"\xff", b'{"for": 1}', b'{"for":"u","digest":1,"size":"2"}', b"[" * 9999]
    again = Answers.from_lines(torn)
    assert again.of("https://a.example/1") == Known("ab", 1, etag='"x"')
    assert again.of("https://a.example/2") is None and again.of("u") is None
    assert again.lines() == lines[:2]
