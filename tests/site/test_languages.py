"""A site in another language than English: its words, its direction, and nothing of it left in English."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import cast

from pipeline.content.strings import of_kinds
from pipeline.formats import yaml
from pipeline.formats.wording import flat
from tests.site.conftest import Build, build_in
from tests.support import library

ZONE = 'timezone = "Europe/London"'
ARABIC = {"pipeline.toml": (ZONE, f'{ZONE}\nlanguage = "ar"')}


def test_a_site_in_arabic_runs_from_right_to_left_in_arabic_words(build: Build) -> None:
    site = build(ARABIC)
    assert site.problems == ()
    page = site.page("library/articles/urges-pass/")
    assert '<html lang="ar" dir="rtl"' in page
    for words in ("مقالات", "انتقل إلى النص", "شارك هذه الصفحة", "2 يناير 2026"):
        assert words in page


def test_no_words_of_the_interface_are_left_in_english(build: Build) -> None:
    document, _ = yaml.parse(library.FILES["theme/strings/en.yml"], "en.yml")
    assert document
    english = [str(text) for _, text in flat(cast("dict[str, object]", document.value))]
    english += [str(text) for text in of_kinds("en").values()]
    written = "".join(text for name, text in library.FILES.items() if name.startswith("content/"))
    phrases = [text for text in english if " " in text and "{" not in text and text not in written]
    assert len(phrases) > 80
    for path, data in build(ARABIC).files.items():
        if path.endswith(".html"):
            text = unescape(data.decode())
            assert [phrase for phrase in phrases if phrase in text] == [], path


WORDS = "description: Something that is long enough for what lists, feeds and cards ask of a text.\ndate: 2026-01-02\n"
REACHED = {
    "content/pages/get-help.md": f"""---
title: مساعدة
{WORDS}numbers:
  - {{kind: crisis, regions: [EG], title: خط, phone: "+20 2 2081 6831", sms: "+20 10 0000 0001"}}
---
قل: أحتاج مساعدة.
""",
    "content/library/links/near.md": f"""---
title: قريب
{WORDS}topics: [coping-with-urges]
audiences: [for-me]
links:
  - {{url: "https://e.example/", title: خط, description: يرد عليك., kind: helpline, phone: "+961 1 341 941"}}
---
""",
    "content/meetings/saturday.md": f"""---
title: السبت
{WORDS}audiences: [for-me]
mode: phone
time: "08:05"
timezone: Africa/Cairo
monthly: [first saturday]
dial_in: {{phone: "+44 20 7946 0018,,2468#"}}
contact: {{role: الفريق, phone: "+20 2 2794 0018"}}
---
اتصل.
""",
}
RINGS = re.compile(r'<a [^>]*href="(?:tel|sms):[^>]*>(.*?)</a>', re.DOTALL)
ISOLATED = re.compile(r'<bdi[^>]* dir="ltr"[^>]*>.*?</bdi>|<[^>]*>', re.DOTALL)


def test_a_number_keeps_the_order_of_its_groups_among_letters_from_right_to_left(tmp_path: Path) -> None:
    site = build_in(tmp_path, ARABIC, more=REACHED)
    shown = [
        link
        for address in ("get-help/", "library/links/near/", "meetings/saturday/", "meetings/")
        for link in RINGS.findall(site.page(address))
    ]
    assert len(shown) >= 6
    assert not [link for link in shown if re.search(r"\d", ISOLATED.sub("", link))]


def test_the_words_of_an_entry_keep_their_order_on_a_site_in_another_language(tmp_path: Path) -> None:
    meeting = (
        REACHED["content/meetings/saturday.md"]
        .replace("mode: phone", "mode: hybrid")
        .replace(
            "contact:",
            """join: {url: "https://e.example/", note: "الرمز: 1234#"}
place: {name: بيت, address: شارع النيل 12, city: القاهرة, country: EG, note: "الطابق 2، الباب B"}
contact:""",
        )
    )
    helps = REACHED["content/pages/get-help.md"].replace("title: خط,", "title: خط, note: مجانًا.,")
    more = {"content/meetings/saturday.md": meeting, "content/pages/get-help.md": helps}
    site = build_in(tmp_path, more=more)
    page = site.page("meetings/saturday/")
    for said in ("شارع النيل 12, القاهرة, EG", "الطابق 2، الباب B", "الرمز: 1234#"):
        assert f"<bdi>{said}</bdi>" in page
    assert '<bdi class="who">خط · مجانًا.</bdi>' in site.page("get-help/")


def test_the_zone_of_a_meeting_is_named_in_the_language_of_the_site(tmp_path: Path) -> None:
    site = build_in(tmp_path, ARABIC, more=REACHED)
    assert "بتوقيت القاهرة" in site.page("meetings/saturday/")
    assert "بتوقيت القاهرة" in site.page("meetings/")
