"""A site in another language than English: its words, its direction, and nothing of it left in English."""

from __future__ import annotations

from html import unescape
from typing import cast

from pipeline.content.strings import of_kinds
from pipeline.formats import yaml
from pipeline.formats.wording import flat
from tests.site.conftest import Build
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
