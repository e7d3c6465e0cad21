"""What every page offers: its address to share, a report, a feed."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from tests.site.conftest import Build

SETTINGS = "pipeline.toml"


def test_every_page_says_its_address_and_the_feed_above_it(build: Build) -> None:
    site = build(base_url="http://127.0.0.1:8000/deep/")
    for address, feed in (
        ("library/articles/urges-pass/", "../../../feed.xml"),
        ("topics/coping-with-urges/", "feed.xml"),
        ("podcasts/talks/first/", "../feed.xml"),
        ("people/", "../feed.xml"),
    ):
        tools = site.page(address).split('class="tools"')[1]
        assert f">https://library.example/{address}</code>" in tools
        assert f'href="{feed}"' in tools


def test_a_report_names_the_page_whatever_its_title(build: Build) -> None:
    wish = 'timezone = "Europe/London"\nreport = "mailto:us@library.example?subject={title}&body={address}"'
    site = build(
        {
            SETTINGS: ('timezone = "Europe/London"', wish),
            "content/library/articles/urges-pass.md": ("title: Urges pass", "title: 'Q&A: 100% \"sure\"? {address}'"),
        }
    )
    page = site.page("library/articles/urges-pass/")
    found = re.search(r'href="(mailto:[^"]*)"', page)
    assert found
    asked = parse_qs(urlsplit(unescape(found[1])).query)
    assert asked == {
        "subject": ['Q&A: 100% "sure"? {address}'],
        "body": ["https://library.example/library/articles/urges-pass/"],
    }


def test_without_the_setting_nothing_is_reported(build: Build) -> None:
    assert "mailto:" not in build().page("library/articles/urges-pass/")
