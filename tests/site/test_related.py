"""What a page names as related: chosen by an editor first, then what shares most topics and audiences."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tests.site.conftest import Build

BOOKS = "content/library/books/first-books.md"
AUDIENCES = "content/audiences.yml"
FAMILY = ("- id: for-me\n", "- id: family\n  title: Family\n  description: For those beside.\n- id: for-me\n")
TOPICS = "content/topics.yml"
SLEEP = ("- id: coping", "- id: sleep\n  title: Sleep\n  description: Nights.\n- id: coping")
ABOUT = "topics: [coping-with-urges]\naudiences: [for-me]\n"
ARTICLE, LIST, LINKS = "library/articles/urges-pass/", "library/books/first-books/", "library/links/first-links/"
HANDOUT, EPISODE, FAQ = "handouts/urge-log/", "podcasts/talks/first/", "library/faq/asked/"


def related(page: str, here: str) -> list[str]:
    section = page.partition('class="related"')[2].partition("</section>")[0]
    return [urljoin(f"/{here}", href).lstrip("/") for href in re.findall(r'href="([^"]+)"', section)]


def test_what_shares_most_comes_first_and_what_shares_nothing_is_not_there(build: Build) -> None:
    one = build({AUDIENCES: FAMILY, BOOKS: (ABOUT, "topics: [coping-with-urges]\naudiences: [family]\n")})
    assert related(one.page(ARTICLE), ARTICLE) == [FAQ, LINKS, LIST]  # the handout is the next step above
    assert related(one.page(LIST), LIST) == [HANDOUT, ARTICLE, FAQ, LINKS]
    none = build({AUDIENCES: FAMILY, TOPICS: SLEEP, BOOKS: (ABOUT, "topics: [sleep]\naudiences: [family]\n")})
    assert related(none.page(LIST), LIST) == []


def test_what_an_editor_chose_comes_before_it(build: Build) -> None:
    chosen = f"{ABOUT}related: [../../podcasts/talks/first.md, ../links/first-links.md]\n"
    assert related(build({BOOKS: (ABOUT, chosen)}).page(LIST), LIST) == [EPISODE, LINKS, HANDOUT, ARTICLE]
