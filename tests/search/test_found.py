"""A browser finds in shards what it finds in one index that Pagefind makes of all pages at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.search.conftest import Laid, by_pagefind, library

PAGES = library(80)
ASK = """async (queries) => {
  const { createInstance } = await import("/search/pagefind.js")
  const answers = []
  for (const [words, chosen] of queries) {
    const pagefind = createInstance({ baseUrl: "/", noWorker: true }) // what it loaded before is found more easily
    await pagefind.init()
    const all = await pagefind.filters()
    const { results, filters } = await pagefind.search(words, { filters: chosen })
    const pages = await Promise.all(results.map((one) => one.data()))
    const said = pages.map((page) => [page.url, page.excerpt, page.sub_results])
    answers.push({ all, filters, scores: results.map((one) => one.score), pages: said })
  }
  return answers
}"""


def asked(browser: Browser, files: Mapping[str, bytes], queries: list[Any]) -> tuple[Any, list[str]]:
    """What a browser finds, and the files that it asked for."""
    served: list[str] = []

    def serve(route: Route) -> None:
        path = route.request.url.partition("/search/")[2].partition("?")[0]
        served.append(path)
        kind = "text/javascript" if path.endswith(".js") else "application/octet-stream"
        if path:
            route.fulfill(body=files[path], content_type=kind)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page = browser.new_page()
    page.route("**/*", serve)
    page.goto("http://library.example/")
    found = page.evaluate(ASK, queries)
    page.close()
    return found, served


def by_score(answer: Mapping[str, Any]) -> list[Any]:
    """Results by score, and those of one score by their address: Pagefind promises no order among these."""
    return sorted(zip(answer["scores"], answer["pages"], strict=True), key=lambda one: (-one[0], one[1][0]))


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return Laid(tmp_path_factory.mktemp("shards"), {}).index(PAGES, 12)


def test_results_scores_and_counts_are_those_of_one_index(
    browser: Browser, shards: Mapping[str, bytes], tmp_path: Path
) -> None:
    words = sorted({word for page in PAGES.values() for word in page.words.partition("<p>")[2].split("<")[0].split()})
    queries: list[Any] = [[word, {}] for word in words[:: len(words) // 12]]
    queries += [[f"{one} {other}", {}] for one, other in zip(words[5::300], words[9::200], strict=False)]
    queries += [
        ["ba", {}],
        ["article", {}],
        ["nosuchword", {}],
        ['"ba de"', {}],
        ["be", {"kind": {"any": ["Episode"]}}],
    ]
    queries += [["fa", {"topic": {"any": ["Sleep", "Urges"]}, "kind": {"any": ["Article"]}}]]
    one, _ = asked(browser, by_pagefind(PAGES, tmp_path), queries)
    ours, _ = asked(browser, shards, queries)
    assert sum(len(answer["pages"]) for answer in ours) > 200
    for query, expected, got in zip(queries, one, ours, strict=True):
        assert (got["all"], got["filters"]) == (expected["all"], expected["filters"]), query
        assert got["scores"] == sorted(got["scores"], reverse=True) == expected["scores"], query
        assert by_score(got) == by_score(expected), query


def test_a_query_asks_for_no_more_files_than_one_index_would(browser: Browser, shards: Mapping[str, bytes]) -> None:
    word = next(iter(PAGES.values())).words.split("<p>")[1].split()[0]
    found, served = asked(browser, shards, [[word, {}]])
    shown = len(found[0]["pages"])
    assert shown and len(served) <= 1 + 4 + 3 + 1 + shown  # the page; entry, script, program, metadata; filters; words
