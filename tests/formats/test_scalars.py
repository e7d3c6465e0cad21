from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from pipeline.formats import letters, scalars, times

TYPES: list[Any] = [
    scalars.Text, scalars.Day, scalars.Instant, scalars.Duration, scalars.YesNo, scalars.Whole, scalars.Number,
    scalars.Isbn, scalars.Id, scalars.Language, scalars.Region, scalars.Url, scalars.RelPath, scalars.Uuid,
]  # fmt: skip

PATH = "write the path from this file, like `../images/a.jpg`, or from the root, like `/content/images/a.jpg`"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (scalars.Instant, "2026-11-24", datetime(2026, 11, 24)),
        (scalars.Instant, "2026-11-24T18:30", datetime(2026, 11, 24, 18, 30)),
        (scalars.Instant, "2026-11-24T18:30:05Z", datetime(2026, 11, 24, 18, 30, 5, tzinfo=UTC)),
        (
            scalars.Instant,
            "2026-11-24T18:30-05:30",
            datetime(2026, 11, 24, 18, 30, tzinfo=timezone(-timedelta(hours=5.5))),
        ),
        (
            scalars.Instant,
            "2026-11-24T18:30+01:59",
            datetime(2026, 11, 24, 18, 30, tzinfo=timezone(timedelta(minutes=119))),
        ),
        (
            scalars.Instant,
            "2026-11-24T18:30+0530",
            datetime(2026, 11, 24, 18, 30, tzinfo=timezone(timedelta(hours=5.5))),
        ),
        (
            scalars.Instant,
            "2026-11-24 18:30:05 -08",
            datetime(2026, 11, 24, 18, 30, 5, tzinfo=timezone(-timedelta(hours=8))),
        ),
        (scalars.Instant, "2026-11-24T18:30:05.25Z", datetime(2026, 11, 24, 18, 30, 5, 250_000, tzinfo=UTC)),
        (scalars.Instant, "2026-11-24T18:30:05,123456789", datetime(2026, 11, 24, 18, 30, 5, 123_456)),
        (scalars.Instant, "1900-01-01", datetime(1900, 1, 1)),
        (scalars.Instant, "2200-12-31T23:59:59", datetime(2200, 12, 31, 23, 59, 59)),
        (scalars.Day, "1900-01-01", date(1900, 1, 1)),
        (scalars.Day, "2200-12-31", date(2200, 12, 31)),
        (scalars.Day, "2024-02-29", date(2024, 2, 29)),
        (scalars.FromOne, "12", 12),
        (scalars.Category, "tv & film>film  history", "TV & Film > Film History"),
        (scalars.Categories, "Education", ("Education",)),
        (scalars.Role, "Co Host", "co-host"),
        (scalars.Group, "Audio Post-Production", "audio post-production"),
        (scalars.Duration, "1:02:03", 3723.0),
        (scalars.Duration, "2:03.5", 123.5),
        (scalars.Duration, "75", 75.0),
        (scalars.Duration, "0:59.999999", 59.999999),
        (scalars.Duration, "99:59", 5999.0),
        (scalars.Duration, "1:59:59", 7199.0),
        (scalars.Id, "a" * 100, "a" * 100),
        (scalars.Url, f"https://e.org/{'a' * 1986}", f"https://e.org/{'a' * 1986}"),
        (scalars.YesNo, "No", False),
        (scalars.YesNo, "true", True),
        (scalars.Whole, "012", 12),
        (scalars.Number, "-16.5", -16.5),
        (scalars.Isbn, "0-306-40615-2", "9780306406157"),
        (scalars.Id, "first-steps", "first-steps"),
        (scalars.Language, "en-GB", "en-GB"),
        (scalars.Region, "NO", "NO"),
        (scalars.Region, "GB-SCT", "GB-SCT"),
        (scalars.Region, "EU", "EU"),
        (scalars.Text, "  x {hint} ", "x {hint}"),
        (scalars.Url, "https://example.org/a?b#c", "https://example.org/a?b#c"),
        (scalars.Url, "mailto:a@example.org", "mailto:a@example.org"),
        (scalars.Url, "tel:+1-800-273", "tel:+1-800-273"),
        (scalars.RelPath, "../images/Bild ä.jpg", "../images/Bild ä.jpg"),
        *((scalars.RelPath, name, name) for name in ("talk:1.m4a", "11:30 Talk.mp3", "A: urges.wav")),
        (scalars.Uuid, "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ],
)
def test_reads(kind: Any, text: str, value: object) -> None:
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(
    ("kind", "text", "code", "message", "hint"),
    [
        (scalars.Instant, "20260101", "bad-date", "`20260101` is not a date", "write `2026-01-01`"),
        (scalars.Instant, "2026-W01-1", "bad-date", "is not a date", "2026-11-24"),
        (scalars.Instant, "9999-12-31T23:59:59-12:00", "bad-date", "`9999-12-31T23:59:59-12:00` is not within", "year"),
        (scalars.Instant, "0001-01-01", "bad-date", "`0001-01-01` is not within the years 1900 to 2200", "the year"),
        (scalars.Instant, "1899-12-31T23:59", "bad-date", "is not within the years 1900 to 2200", "the year"),
        (scalars.Day, "2201-01-01", "bad-date", "`2201-01-01` is not within the years 1900 to 2200", "the year"),
        (scalars.Instant, "2026-11-24T24:00", "bad-date", "is not a date", "2026-11-24"),
        (scalars.Instant, "2026-11-24T18:30.5", "bad-date", "is not a date", "2026-11-24"),
        (scalars.Instant, "2026-11-24T18:30+05:3", "bad-date", "is not a date", "2026-11-24"),
        (scalars.FromOne, "0", "invalid-value", "`0` is no number: directories count from 1", "leave it out"),
        (scalars.Bytes, "0", "invalid-value", "`0` bytes hold no sound", "in digits, like `28104733`"),
        (scalars.FromOne, "one", "invalid-value", "`one` is not a whole number", "digits"),
        (
            scalars.Category,
            "Mental Health",
            "invalid-value",
            "`Mental Health` is not one of",
            "Health & Fitness > Mental",
        ),
        (
            scalars.Category,
            "Health & Fitness > Mental Helth",
            "invalid-value",
            "is not one of",
            "Fitness > Mental Health`?",
        ),
        (
            scalars.Category,
            "Wellbeing > Mental Health",
            "invalid-value",
            "is not one of",
            "`Health & Fitness > Mental Health`?",
        ),
        (scalars.Category, "History > Poland", "invalid-value", "is not one of Apple's", "did you mean `History`?"),
        (scalars.Category, "Quilts", "invalid-value", "is not one of Apple's", "take one of Apple's, like"),
        (
            scalars.Role,
            "gest",
            "invalid-value",
            "`gest` is not a role of the Podcast Taxonomy",
            "did you mean `guest`?",
        ),
        (scalars.Role, "Moderator", "invalid-value", "is not a role", "did you mean `host`?"),
        (scalars.Role, "wizard", "invalid-value", "is not a role", "like `host`, `guest`"),
        (scalars.Group, "cats", "invalid-value", "`cats` is not a group", "did you mean `cast`?"),
        (scalars.Instant, "2026-11-24T18:30+24:00", "bad-date", "is not a date", "2026-11-24"),
        (scalars.Instant, "2026-11-24T18:30+01:60", "bad-date", "is not a date", "2026-11-24"),
        (scalars.Instant, "٢٠٢٦-01-01", "bad-date", "is not a date", ""),
        (scalars.Day, "2026-02-30", "bad-date", "is not a date", "the month has no such day"),
        (scalars.Duration, "12:99", "invalid-value", "`12:99` is not a duration", "1:02:03"),
        (scalars.YesNo, "maybe", "invalid-value", "neither yes nor no", "`yes`"),
        (scalars.Whole, "3.0", "invalid-value", "not a whole number", "digits only"),
        (scalars.Whole, "1_000", "invalid-value", "not a whole number", "digits only"),
        (scalars.Whole, "9" * 5000, "invalid-value", "9…` is not", ""),
        (scalars.Number, "inf", "invalid-value", "not a number", ""),
        (scalars.Isbn, "978-0-306-40615-0", "bad-isbn", "the check digit", "it must be `7`"),
        (scalars.Isbn, "52038762", "bad-isbn", "is not an ISBN", "10 or 13"),
        (scalars.Id, "Erste Schritte", "invalid-value", "is not an id", "write `erste-schritte`"),
        (
            scalars.Id,
            "a-b; c",
            "invalid-value",
            "is not an id",
            "put commas between several: `a-b, c`; or write `a-b-c`",
        ),
        (
            scalars.Id,
            "a-b c",
            "invalid-value",
            "is not an id",
            "put commas between several: `a-b, c`; or write `a-b-c`",
        ),
        (scalars.Day, "2026–01–05", "bad-date", "is not a date", "write `2026-01-05`"),
        (scalars.Day, "5 March 2026", "bad-date", "is not a date", "write `2026-03-05`"),
        (scalars.Day, "05/03/2026", "bad-date", "is not a date", "write it like `2026-11-24`"),
        (scalars.Language, "en_GB", "invalid-value", "is not a language", "write `en-GB`"),
        (scalars.Language, "english!", "invalid-value", "is not a language", "en-GB"),
        (scalars.Region, "UK", "invalid-value", "`UK` is not the code of a place", "write `GB`"),
        (scalars.Region, "UK-SCT", "invalid-value", "is not the code of a place", "write `GB-SCT`"),
        (scalars.Region, "usa", "invalid-value", "is not the code of a place", "write `US`"),
        (scalars.Region, "germany", "invalid-value", "is not the code of a place", "write `DE`"),
        (scalars.Region, "QQ", "invalid-value", "is not the code of a place", "like `GB`"),
        (scalars.Text, "a\x1b[31m", "invalid-value", "U+001B", "remove"),
        (scalars.Text, "a\ufffe", "invalid-value", "U+FFFE", "remove"),
        (scalars.Text, "a\ufdd0", "invalid-value", "U+FDD0", "remove"),
        (scalars.Alt, "a\x1b[31m", "invalid-value", "U+001B", "remove"),
        (scalars.Text, " ", "invalid-value", "there is no text here", ""),
        (scalars.Url, "http://[::1", "invalid-value", "is not an address", "https://"),
        (scalars.Url, "http://a:99999/", "invalid-value", "is not an address", ""),
        (scalars.Url, "https://e.org/a b", "invalid-value", "is not an address", "write `%20` for each"),
        (scalars.WebUrl, "https://me:pass@e.org/", "invalid-value", "no address of the web", "leave out what stands"),
        (
            scalars.WebUrl,
            "https://e.org/<a>",
            "invalid-value",
            "no address of the web",
            "copy it anew from your browser",
        ),
        (scalars.MediaUrl, "https://e.org/a b.wav", "invalid-value", "from which a recording", "write `%20` for each"),
        (scalars.Url, "javascript:alert(1)", "invalid-value", "is not an address", ""),
        (scalars.Url, "//host/x", "invalid-value", "is not an address", ""),
        (scalars.RelPath, "https://x/y", "invalid-value", "path of a file", "../images/a.jpg"),
        (scalars.RelPath, "a\\b", "invalid-value", "path of a file", ""),
        (scalars.Uuid, "3F2504E0-4F89-41D3-9A0C-0305E82C3301", "invalid-value", "usual form", "write `3f2504e0-"),
        (scalars.Duration, "0:60", "invalid-value", "`0:60` is not a duration", ""),
        (scalars.Duration, "1:60:00", "invalid-value", "`1:60:00` is not a duration", ""),
        (scalars.Whole, "x" * 61, "invalid-value", f"`{'x' * 59}…` is not", ""),
        (scalars.Whole, "x" * 60, "invalid-value", f"`{'x' * 60}` is not", ""),
        (scalars.Id, "a" * 101, "invalid-value", "is not an id", f"write `{'a' * 100}`"),
        (scalars.Url, f"https://e.org/{'a' * 1987}", "invalid-value", "is not an address", ""),
        (scalars.Text, ["a"], "invalid-value", "must be a single text, not a list", ""),
        (scalars.Instant, {"a": "b"}, "invalid-value", "must be text, and a colon in it makes it fields", '`"a: b"`'),
        (scalars.Whole, None, "invalid-value", "there is no value here", "digits"),
    ],
)
def test_refuses_with_a_remedy(kind: Any, text: object, code: str, message: str, hint: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(text)
    (details,) = error.value.errors()
    assert details["type"] == code and message in details["msg"] and hint in details["ctx"]["hint"]


def test_constraints_and_defaults_go_with_them() -> None:
    short: TypeAdapter[str] = TypeAdapter(Annotated[scalars.Text, Field(max_length=3)])
    assert short.json_schema() == {"type": "string", "maxLength": 3}
    with pytest.raises(ValidationError):
        short.validate_python("four")
    assert TypeAdapter(scalars.Instant).validate_python(datetime(2026, 1, 1)) == datetime(2026, 1, 1)


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    for kind in TYPES:
        with contextlib.suppress(ValidationError):
            TypeAdapter(kind).validate_python(text)


@given(st.integers(0, 900_000))
def test_clock_is_read_back(seconds: int) -> None:
    assert times.parse(times.clock(seconds)) == seconds


def test_timestamps_of_web_vtt() -> None:
    assert [times.timestamp(s) for s in (3723.5, 59.9996, 0.0004)] == ["01:02:03.500", "00:01:00.000", "00:00:00.000"]


@pytest.mark.parametrize("guid", ["https://old.example/?p=1", "Ä b", "0", "urn:x:Y"])
def test_a_guid_is_byte_for_byte_what_was_written(guid: str) -> None:
    assert TypeAdapter(scalars.Guid).validate_python(guid) == guid


def test_a_published_guid_keeps_its_blanks() -> None:
    guid = "\n\ta\u2028b\x85 "
    assert TypeAdapter(scalars.PublishedGuid).validate_python(guid) == guid


@pytest.mark.parametrize(
    ("kind", "value", "message", "hint"),
    [
        (scalars.Guid, 3, "must be text", "write it exactly as it was published, in quotes"),
        (scalars.Guid, None, "must be text", "write it exactly as it was published, in quotes"),
        (
            scalars.Guid,
            " a ",
            "the GUID has white space around it",
            "write `a`; where it was published so, in quotes as the `value` of a `guid` of two fields",
        ),
        *(
            (
                scalars.PublishedGuid,
                value,
                f"`{shown}` is no GUID: it is empty, or holds what no feed can",
                "write it exactly as it was published, in quotes",
            )
            for value, shown in ((" \n", "  "), ("a\x00", "a\ufffd"))
        ),
        *(
            (
                scalars.Guid,
                value,
                f"`{shown}` is no GUID: it is empty, or holds control characters",
                "write it exactly as it was published, in quotes",
            )
            for value, shown in (("", ""), (" ", " "), ("a\nb", "a b"), ("a\x07", "a\ufffd"))
        ),
        (scalars.Text, None, "there is no value here", "write the text"),
        (scalars.Text, 3, "must be text, not a number or yes and no", "put it in quotes"),
        (
            scalars.Text,
            ("a",),
            "must be a single text, not a list",
            "write the text; in quotes, where it begins with `[` or `-`",
        ),
        (scalars.Text, "", "there is no text here", "write the text, or remove the field"),
        (
            scalars.Text,
            "a\u202eb",
            "the text holds the invisible character U+202E (right-to-left override)",
            "type the text again, or remove the character",
        ),
        (scalars.Day, "2026-1-1", "`2026-1-1` is not a date", "write `2026-01-01`"),
        (
            scalars.Day,
            "2026-02-30",
            "`2026-02-30` is not a date",
            "the month has no such day; write it like `2026-11-24`",
        ),
        (
            scalars.Day,
            "1899-12-31",
            "`1899-12-31` is not within the years 1900 to 2200",
            "look at the year; write it like `2026-11-24`",
        ),
        (
            scalars.Instant,
            "2026-11-24T25:00",
            "`2026-11-24T25:00` is not a date",
            "write `2026-11-24`, or `2026-11-24T18:30`",
        ),
        (scalars.Instant, "tomorrow", "`tomorrow` is not a date", "write `2026-11-24`, or `2026-11-24T18:30`"),
        (
            scalars.Duration,
            "1h",
            "`1h` is not a duration or position",
            "write hours, minutes and seconds like `1:02:03` or `2:03.5`, or seconds like `75`",
        ),
        (scalars.YesNo, "y", "`y` is neither yes nor no", "write `yes` or `no`"),
        (scalars.Whole, "-1", "`-1` is not a whole number", "write digits only, like `12`"),
        (scalars.Number, "1e5", "`1e5` is not a number", "write it like `12` or `-16.5`"),
        (scalars.Isbn, "1-2", "`1-2` is not an ISBN", "write the 10 or 13 digits as printed, hyphens allowed"),
        (
            scalars.Isbn,
            "0306406153",
            "the check digit of the ISBN `0306406153` is wrong",
            "compare it with the book; if only the last digit is wrong, it must be `2`",
        ),
        (
            scalars.Id,
            "!",
            "`!` is not an id: lower-case letters, digits and single hyphens",
            "write lower-case letters, digits and hyphens, like `first-steps`",
        ),
        (
            scalars.Language,
            "qqqqqqqqq",
            "`qqqqqqqqq` is not a language",
            "write a language tag like `en`, `en-GB` or `de`",
        ),
        (
            scalars.Region,
            "QQ",
            "`QQ` is not the code of a place (ISO 3166)",
            "write the code of a country, like `GB`, of a part of one, like `GB-SCT`, or `EU`",
        ),
        (scalars.YesNo, "Ja", "`Ja` is neither yes nor no", "write `yes`"),
        (scalars.YesNo, "off", "`off` is neither yes nor no", "write `no`"),
        (scalars.YesNo, "perhaps", "`perhaps` is neither yes nor no", "write `yes` or `no`"),
        (scalars.Url, "e.org", "`e.org` is not an address", "write `https://e.org`"),
        (scalars.Url, "me@e.org", "`me@e.org` is not an address", "write `mailto:me@e.org`"),
        (scalars.Url, "e", "`e` is not an address", "write a whole address, like `https://example.org/page`"),
        (scalars.WebUrl, "me@e.org", "`me@e.org` is no address of the web", "begin it with `https://`"),
        (scalars.RelPath, "", "there is no path here", PATH),
        *(
            (scalars.RelPath, text, f"`{text}` is not the path of a file of the library", PATH)
            for text in ("mailto:a", "//a/b", "a\\b", "c:/talk.wav", "HTTP:a", "x-y://b")
        ),
        (scalars.RelPath, "a\nb", "`a b` is not the path of a file of the library", PATH),
        (scalars.RelPath, "a\x00b", "`a\ufffdb` is not the path of a file of the library", PATH),
        (
            scalars.Uuid,
            "x",
            "`x` is not a UUID",
            "let `new` write it; it looks like `3f2504e0-4f89-41d3-9a0c-0305e82c3301`",
        ),
        (
            scalars.Uuid,
            "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
            "`{3f2504e0-4f89-41d3-9a0c-0305e82c3301}` is not a UUID in its usual form",
            "write `3f2504e0-4f89-41d3-9a0c-0305e82c3301`",
        ),
    ],
)
def test_the_whole_message_and_the_whole_remedy(kind: Any, value: object, message: str, hint: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)
    (details,) = error.value.errors()
    assert (details["msg"], details["ctx"]["hint"]) == (message, hint)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://a@e.org/", False),
        ("https://:b@e.org/", False),
        ("https:///path", False),
        ("https://e.org:0/", False),
        ("https://e.org:8443/", True),
        ("https://e|f.org/", False),
        ("http://[::1]:80/", True),
        ("https://münchen.example/ä", True),
        ("https://e.org/a b", False),
        ("https://e.org/a\x07", False),
        ("https://e.org/\\a", False),
        ("ftp://e.org/", False),
        ("mailto:a@b@c", False),
        ("mailto://e.org/a@b", False),
        ("mailto:a", False),
        ("tel:+44(0)20-7946", True),
        ("tel:1", False),
        ("tel:help", False),
    ],
)
def test_an_address_is_one_that_a_reader_can_follow(url: str, good: bool) -> None:
    with contextlib.nullcontext() if good else pytest.raises(ValidationError):
        assert TypeAdapter(scalars.Url).validate_python(url) == url


def test_what_has_its_type_already_is_kept() -> None:
    for kind, value in (
        (scalars.Day, date(2026, 1, 1)),
        (scalars.Instant, datetime(2026, 1, 1)),
        (scalars.Duration, 61.5),
        (scalars.YesNo, True),
        (scalars.Whole, 3),
        (scalars.Number, -1.5),
    ):
        assert TypeAdapter(kind).validate_python(value) == value
    for kind, value in ((scalars.Whole, True), (scalars.Day, datetime(2026, 1, 1)), (scalars.YesNo, 1)):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(value)


@given(st.text())
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    made = letters.slug(text)
    assert made == "" or TypeAdapter(scalars.Id).validate_python(made[:100].strip("-"))
    assert letters.slug(made) == made


def test_what_feeds_hold_is_an_address_in_the_characters_of_addresses() -> None:
    read = TypeAdapter(scalars.WebUrl).validate_python
    assert (
        read("https://e.org/Über%20uns/a.mp3?q=é&b=[2]#ü")
        == "https://e.org/%C3%9Cber%20uns/a.mp3?q=%C3%A9&b=[2]#%C3%BC"
    )
    assert read("https://bücher.example") == "https://bücher.example"
