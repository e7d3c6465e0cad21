"""The fields above texts of other programs, and their days."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.importing.site.front import split
from pipeline.importing.site.instants import instant
from pipeline.importing.site.page import Page


@pytest.mark.parametrize(
    ("text", "fields", "body", "line"),
    [
        ("---\ntitle: A\nTags: [a, b]\n---\nBody", {"title": "A", "tags": ["a", "b"]}, "Body", 5),
        ("---\ntitle: A\n...\nBody", {"title": "A"}, "Body", 4),
        ('+++\ntitle = "A"\ndraft = true\nn = 3\n+++\nBody', {"title": "A", "draft": "true", "n": "3"}, "Body", 6),
        ("+++\ndate = 2020-01-02T03:04:05Z\n+++\n", {"date": "2020-01-02T03:04:05+00:00"}, "", 4),
        ('{\n"title": "A",\n"n": [1]\n}\nBody', {"title": "A", "n": ["1"]}, "Body", 5),
        ('---json\n{"title": "A"}\n---\nBody', {"title": "A"}, "Body", 4),
        ("Title: A: b\nTags: a,\n    b\n\nBody: x", {"title": "A: b", "tags": "a,, b"}, "Body: x", 5),
        ("---\ntitle: A\n\tmore: b\n---\nBody", {"title": "A", "more": "b"}, "Body", 5),
        (
            '---js\nconst title = "A";\nconst draft = true;\nconst more = {\n  key: "b",\n};\n---\nBody',
            {"title": "A", "draft": "true", "key": "b"},
            "Body",
            8,
        ),
        ("---\nno fields", {}, "---\nno fields", 1),
        ("{{< x >}}", {}, "{{< x >}}", 1),
        ("Just: text.\n", {}, "Just: text.\n", 1),
    ],
)
def test_fields_are_read_in_every_form(text: str, fields: dict[str, Any], body: str, line: int) -> None:
    front = split(text, "a.md", headers=True)
    assert (dict(front.fields), front.body, front.line) == (fields, body, line)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 'A\nslug: b\n---\nBody",
        "+++\ntitle = 'A\nslug = 'b'\n+++\nBody",
        "+++\na = " + "[" * 5_000 + "\nslug='b'\n+++\nBody",
    ],
)
def test_what_is_not_in_its_form_is_read_by_its_lines_and_said(text: str) -> None:
    front = split(text, "a.md")
    assert (front.said("slug"), front.body) == ("b", "Body")
    assert {(loss.kind, loss.outcome, loss.place.path) for loss in front.losses} == {
        ("front/unreadable", "changed", "a.md")
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-01-05", "2020-01-05"),
        ("2020/1/5", "2020-01-05"),
        ("2020-01-05 10:30", "2020-01-05T10:30:00+01:00"),
        ("2020-07-05T10:30:15.123", "2020-07-05T10:30:15+02:00"),
        ("2020-01-05T10:30:00Z", "2020-01-05T10:30:00+00:00"),
        ("2020-01-05 10:30:00 -0500", "2020-01-05T10:30:00-05:00"),
        ("2020-01-05 1:30 PM +1", "2020-01-05T13:30:00+01:00"),
        ("2020-01-05 12:30:00 +0100 CET", "2020-01-05T12:30:00+01:00"),
        ("Sun, 05 Jan 2020 10:30:00 GMT", "2020-01-05T10:30:00+00:00"),
        ("5 January 2020", "2020-01-05"),
        ("05/06/2020", ""),
        ("2020-02-30", ""),
        ("soon", ""),
        ("0001-01-01T00:00:00Z", ""),
    ],
)
def test_days_and_instants_are_read_as_they_were_meant(written: str, meant: str) -> None:
    assert instant(written, "Europe/Berlin") == meant


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ("published: no", "published"),
        ("private: true", "private"),
        ("Status: hidden", "status"),
        ("visibility: members", "visibility"),
        ("password: 1234", "password"),
        ("published: 2020-01-02\nstatus: published\nstate: Ohio\npassword:", ""),
    ],
)
def test_what_was_not_for_everybody_is_known_by_its_fields(fields: str, by: str) -> None:
    front = split(f"---\n{fields}\n---\nText", "a.md")
    assert Page("a.md", front, "markdown", (), "a").withheld == by
