"""Talking and taking part: what pages offer of it, and what they tell machines."""

from __future__ import annotations

import re
from typing import cast

import pytest
from lxml.html import HtmlElement, document_fromstring

from pipeline.formats import hours
from pipeline.formats.locale import Spoken
from pipeline.formats.wording import Wording, flat
from pipeline.formats.yaml import parse
from pipeline.site.community import said
from tests.site.conftest import HOUSE, Site, build_in
from tests.support import schema_org

ARTICLE = "library/articles/urges-pass/"
SECTION = """\
[site.crisis]
text = "Help is one step away"
link = "content/pages/help.md"

[community]
name = "Friends of the library"
talk = "content/pages/talk.md"
forum = "https://forum.example/"
contact = "mailto:hello@library.example?subject=A%20question"

[community.chat]
link = "https://chat.example/"
hours = "Mo-Fr 18:00-22:00; Sa,Su 14:00-24:00"
languages = ["en", "de"]

[community.social]
mastodon = "https://social.example/@library"
linkedin = "https://linkedin.example/library"

[targets"""
TALK = """\
---
title: Somebody to talk to
description: Who answers at which hour, and what happens then.
date: 2026-01-01
---
Somebody listens.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    pages = {"content/pages/talk.md": TALK, "content/pages/help.md": TALK.replace("Somebody to talk to", "Help")}
    return build_in(tmp_path_factory.mktemp("community"), {"pipeline.toml": ("[targets", SECTION)}, more=pages)


def links(part: HtmlElement) -> dict[str, str]:
    """Words → address of the links in a part of a page."""
    return {" ".join(str(a.text_content()).split()): str(a.get("href")) for a in part.iter("a")}


def parts(site: Site, address: str, name: str) -> list[HtmlElement]:
    among = f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    return cast("list[HtmlElement]", document_fromstring(site.page(address)).xpath(among))


def part(site: Site, address: str, name: str) -> HtmlElement:
    (found,) = parts(site, address, name)
    return found


def test_the_foot_of_each_page_leads_to_all_of_it_and_names_no_page_twice(site: Site) -> None:
    assert site.problems == ()
    assert links(part(site, ARTICLE, "community")) == {
        "Talk to someone": "../../../talk/",
        "Chat": "https://chat.example/",
        "Forum": "https://forum.example/",
        "Write to us": "mailto:hello@library.example?subject=A%20question",
        "Mastodon": "https://social.example/@library",
        "LinkedIn": "https://linkedin.example/library",
    }
    assert "Somebody to talk to" not in links(part(site, ARTICLE, "site-footer"))
    assert links(part(site, "404.html", "community"))["Talk to someone"] == "/talk/"


def test_icons_are_of_the_theme_and_not_read_aloud(site: Site) -> None:
    foot = part(site, ARTICLE, "community")
    assert len(list(foot.iter("svg"))) == 6 == len(foot.xpath(".//svg[@aria-hidden='true']"))


def test_below_a_text_somebody_is_to_be_found_and_help_in_danger_first(site: Site) -> None:
    talk = part(site, ARTICLE, "talk")
    assert list(links(talk).items()) == [
        ("Help is one step away", "../../../help/"),
        ("Chat", "https://chat.example/"),
        ("Meetings", "../../../meetings/"),
        ("Forum", "https://forum.example/"),
        ("All ways to talk to someone", "../../../talk/"),
    ]
    lines = [line.text_content() for line in talk.xpath(".//*[@class='hours']/span[not(@data-here)]")]
    assert lines == [
        "Monday to Friday 18:00–22:00",
        "Saturday and Sunday 14:00–24:00",
        "London time · English and German",
    ]
    assert "All ways" not in str(part(site, "talk/", "talk").text_content()), "it is that page"
    assert "Help is one step" not in str(part(site, "help/", "talk").text_content()), "it is that page"
    assert parts(site, "", "talk") == []


def test_accounts_are_ones_own_for_those_who_ask_the_first_page(site: Site) -> None:
    mine = {address: re.findall(r'<link rel="me" href="([^"]*)"', site.page(address)) for address in ("", ARTICLE)}
    assert mine == {"": ["https://social.example/@library", "https://linkedin.example/library"], ARTICLE: []}
    assert 'href="https://social.example/@library" rel="me"' in site.page(ARTICLE)


def test_machines_learn_whose_library_it_is_and_who_answers(site: Site) -> None:
    """In words that schema.org knows: that is seen of the sample library."""
    graph = schema_org.graph_of(site.page(""))
    (owner,) = (node for node in graph if node["@type"] == "Organization")
    assert owner["name"] == "Friends of the library"
    assert owner["sameAs"] == ["https://social.example/@library", "https://linkedin.example/library"]
    chat, contact = owner["contactPoint"]
    assert (chat["url"], chat["availableLanguage"]) == ("https://chat.example/", ["en", "de"])
    assert [(len(span["dayOfWeek"]), span["opens"], span["closes"]) for span in chat["hoursAvailable"]] == [
        (5, "18:00:00", "22:00:00"),
        (2, "14:00:00", "23:59:00"),
    ]
    assert contact["email"] == "hello@library.example"
    assert not any(node["@type"] == "Organization" for node in schema_org.graph_of(site.page(ARTICLE)))


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "24/7", ["24 hours a day"]),
        ("en", "20:00-02:00", ["Every day 20:00–02:00", "Berlin time"]),
        ("en", "Mo,We-Fr 09:00-12:00", ["Monday and Wednesday to Friday 09:00–12:00", "Berlin time"]),
        ("ar", "Mo-Fr 18:00-22:00", ["من الاثنين إلى الجمعة، 18:00–22:00", "بتوقيت برلين"]),
        ("ar", "Sa,Su 18:00-22:00", ["السبت والأحد، 18:00–22:00", "بتوقيت برلين"]),
    ],
)
def test_hours_are_told_in_the_words_of_the_interface(language: str, text: str, wanted: list[str]) -> None:
    document, _ = parse((HOUSE / f"theme/strings/{language}.yml").read_text(encoding="utf-8"), "strings")
    assert document is not None and isinstance(document.value, dict)
    spoken = Spoken(Wording(language, dict(flat(document.value))))
    assert said(hours.parse(text), "Europe/Berlin", spoken) == wanted
