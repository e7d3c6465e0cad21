"""A library in another language: nothing that goes out is left in English, machines included."""

from __future__ import annotations

from pipeline import flow
from tests.journeys.test_twins import files
from tests.support import twins

GERMAN = """\
handout: {listing: Ausfüllen oder drucken}
episode: {listing: Anhören oder lesen}
links: {phone: Telefon}
books: {isbn: "ISBN-Nummer {isbn}"}
"""
LINKS, ARTICLE = "content/library/links/first-links.md", "content/library/articles/urges-pass.md"


def test_feeds_and_redirects_speak_the_language_of_the_site() -> None:
    texts = files()
    texts["pipeline.toml"] = texts["pipeline.toml"].replace(b"[site]", b'[site]\nlanguage = "de"')
    texts["theme/strings/de.yml"] = GERMAN.encode()
    texts[LINKS] = texts[LINKS].replace(b"kind: organisation", b'kind: helpline\n    phone: "112"')
    texts[ARTICLE] = texts[ARTICLE].replace(b"authors:", b"redirect_from: [/old/]\nlanguage: ar\nauthors:")
    world = twins.world(texts)
    made = flow.build(world).manifest.artifacts
    feed, old = (b"".join(world.output.open(made[path])).decode() for path in ("feed.xml", "old/index.html"))
    for said in (
        "Ausfüllen oder drucken",
        "Anhören oder lesen",
        'Telefon: <bdi dir="ltr">112',
        "ISBN-Nummer 9780452281325",
    ):
        assert said in feed
    for english in ("Fill it in", "Listen to it", "Telephone", "ISBN 978"):
        assert english not in feed
    assert '<html lang="ar">' in old  # that of the entry, whose title it shows
