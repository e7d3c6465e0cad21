"""One address is asked as a polite reader does, and what it answers is judged as a reader would."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.outgoing import archive
from pipeline.outgoing.asking import Barred, along, look, queues
from pipeline.outgoing.memory import Seen
from pipeline.web import Fetched, Unreachable

PAGE = "https://example.org/page"
UNKNOWN = Unreachable("nobody knows the host `example.org` (Name or service not known)")
LATE = Unreachable("example.org does not answer: it took too long", passing=True)
Said = int | tuple[int, str] | Exception
"""A status, a status with the address to which it leads (or the seconds to wait), or no answer."""


class Twin:
    """The web of a test: address → its answers to HEAD and GET, in order."""

    def __init__(self, says: Mapping[str, list[Said]]) -> None:
        self.says, self.asked, self.waited = {url: list(said) for url, said in says.items()}, list[str](), list[float]()

    def ask(self, url: str, method: str) -> Fetched:
        self.asked.append(f"{method} {url}")
        said = self.says[url].pop(0)
        if isinstance(said, Exception):
            raise said
        status, more = said if isinstance(said, tuple) else (said, "")
        name = "location" if status in (301, 302, 307, 308) else "retry-after"
        return Fetched(b"", url, status, {name: more} if more else {})

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.mark.parametrize(
    ("says", "seen", "asked", "waited"),
    [
        ([200], Seen("there", "", 200), "H", []),
        ([405, 200], Seen("there", "", 200), "HG", []),
        ([LATE, 200], Seen("there", "", 200), "HG", []),
        ([404, 404], Seen("gone", "its server answers 404 (not found)", 404), "HG", []),
        ([404, 200], Seen("there", "", 200), "HG", []),
        ([410, 410], Seen("gone", "its server answers 410 (gone)", 410), "HG", []),
        ([UNKNOWN], Seen("gone", UNKNOWN.message), "H", []),
        ([403, 403], Seen("unsure", "its server answers 403 (forbidden)", 403), "HG", []),
        ([999, 999], Seen("unsure", "its server answers 999", 999), "HG", []),
        ([503, 503, 200], Seen("there", "", 200), "HGG", [2.0]),
        ([500] * 4, Seen("silent", "its server answers 500 (internal server error)", 500), "HGGG", [2.0, 10.0]),
        ([LATE] * 4, Seen("silent", LATE.message), "HGGG", [2.0, 10.0]),
        ([429, (429, "30"), 200], Seen("there", "", 200), "HGG", [30.0]),
        ([429, (429, "3600")], Seen("unsure", "its server answers 429 (too many requests)", 429), "HG", []),
        (
            [503, (503, "Wed, 21 Oct 2026 07:28:00 GMT")],
            Seen("silent", "its server answers 503 (service unavailable)", 503),
            "HG",
            [],
        ),
        (
            [Barred("its site asks programs to stay away")],
            Seen("barred", "its site asks programs to stay away"),
            "H",
            [],
        ),
    ],
)
def test_a_page_is_asked_for_by_head_then_get_and_again_where_it_may_pass(
    says: list[Said], seen: Seen, asked: str, waited: list[float]
) -> None:
    web = Twin({PAGE: says})
    assert look(PAGE, web) == seen
    assert "".join(one[0] for one in web.asked) == asked
    assert web.waited == waited and not web.says[PAGE]


@pytest.mark.parametrize(
    ("says", "seen"),
    [
        ({PAGE: [(301, "/new")], "https://example.org/new": [200]}, Seen("moved", "", 200, "https://example.org/new")),
        ({PAGE: [(302, "/new")], "https://example.org/new": [200]}, Seen("there", "", 200)),
        ({PAGE: [(301, "/a<b>")], "https://example.org/a<b>": [200]}, Seen("there", "", 200)),
        (
            {PAGE: [(308, "/a")], "https://example.org/a": [(302, "/b")], "https://example.org/b": [200]},
            Seen("there", "", 200),
        ),
        (
            {PAGE: [(301, "//other.example/")], "https://other.example/": [404, 404]},
            Seen("gone", "its server answers 404 (not found)", 404),
        ),
        ({PAGE: [(301, "/page")] * 11}, Seen("gone", "it leads on more than 10 times", 301)),
        ({PAGE: [(301, "https://[")]}, Seen("gone", "it leads on to what is no address")),
        ({PAGE: [(302, "//x.example/")], "https://x.example/": [UNKNOWN]}, Seen("gone", UNKNOWN.message, 302)),
    ],
)
def test_where_an_address_leads_is_followed(says: dict[str, list[Said]], seen: Seen) -> None:
    assert look(PAGE, Twin(says)) == seen


def test_where_a_site_leads_those_who_ask_for_all_of_it_is_its_own_affair() -> None:
    site, home = "https://example.org/", "https://www.example.org/en/"
    assert look(site, Twin({site: [(301, home)], home: [200]})) == Seen("there", "", 200)
    plain = "http://example.org/"
    assert look(plain, Twin({plain: [(301, site)], site: [200]})) == Seen("moved", "", 200, site)


def test_where_nobody_answers_at_a_host_the_rest_is_not_asked() -> None:
    others = ["https://example.org/b", "https://example.org/c"]
    web = Twin({PAGE: [UNKNOWN], "http://example.org/": [200]})
    seen = dict(along([PAGE, *others, "http://example.org/"], web))
    assert [seen[url].state for url in (PAGE, *others)] == ["gone"] * 3
    assert web.asked == [f"HEAD {PAGE}", "HEAD http://example.org/"]


@pytest.mark.parametrize(
    ("says", "states"),
    [
        ([[200], [LATE] * 4, [200]], ["there", "silent", "there"]),
        ([[LATE] * 4, [200], [LATE] * 2, [404] * 2], ["silent", "there", "silent", "gone"]),
        ([[LATE] * 4, [LATE] * 2, [], []], ["silent"] * 4),
    ],
)
def test_a_page_that_gives_no_answer_is_only_a_page(says: list[list[Said]], states: list[str]) -> None:
    web = Twin({f"https://example.org/{number}": said for number, said in enumerate(says)})
    assert [seen.state for _, seen in along(web.says, web)] == states
    assert not any(web.says.values())


def test_a_host_that_fails_has_one_patience_for_all_its_pages() -> None:
    others = ["https://example.org/b", "https://example.org/c"]
    web = Twin({PAGE: [503] * 4, others[0]: [503] * 2, others[1]: [200]})
    assert [seen.state for _, seen in along([PAGE, *others], web)] == ["silent", "silent", "there"]
    assert web.waited == [2.0, 10.0]


def test_addresses_are_in_queues_by_their_host_the_longest_first() -> None:
    urls = ["https://a.example/", "https://b.example/1", "http://b.example/2", "https://b.example/1", "http://[bad"]
    assert queues(urls) == [["https://b.example/1", "http://b.example/2"], ["https://a.example/"], ["http://[bad"]]


COPY = b"""{"url": "example.org/page", "timestamp": "20240105", "archived_snapshots": {"closest": {"status": "200",
 "available": true, "url": "http://web.archive.org/web/20240103120000/https://example.org/page",
 "timestamp": "20240103120000"}}}"""


def test_what_an_archive_answers_is_read() -> None:
    assert archive.question("https://archive.org/wayback/available", "https://x.example/?a=b&c", "2024-01-05") == (
        "https://archive.org/wayback/available?url=https%3A%2F%2Fx.example%2F%3Fa%3Db%26c&timestamp=20240105"
    )
    page = "https://web.archive.org/web/20240103120000/https://example.org/page"
    assert archive.read(COPY) == (page, "2024-01-03")
    for other in (
        b'{"url": "example.org", "archived_snapshots": {}}',
        COPY.replace(b'"200"', b'"404"'),
        COPY.replace(b"true", b"false"),
        COPY.replace(b"http://web.archive.org/", b"javascript:alert(1)//"),
        COPY.replace(b'"20240103120000"', b'"\xd9\xa1"'),
        b"[" * 100_000,
        b"<html>",
    ):
        assert archive.read(other) == ("", "")
