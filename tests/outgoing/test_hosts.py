"""Many hosts are asked at a time, each of them seldom, and by its own rules."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import pytest

from pipeline.outgoing import PAGE, ROBOTS, Seen
from pipeline.outgoing.drivers.hosts import WORKER, Hosts
from pipeline.web import Answer, Fetched, Unreachable, signed
from pipeline.web.drivers.fetch import Fetch
from tests.support.site import Reply, Site, site

WHO = signed("https://library.example/")


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as running:
        yield running


def hosts(slept: list[float] | None = None, pause: float = 0.0) -> Hosts:
    def sleep(seconds: float) -> bool:
        slept.append(seconds) if slept is not None else None
        return False

    return Hosts(Fetch(PAGE, private=True, follow=False), Fetch(ROBOTS, private=True), WHO, pause=pause, sleep=sleep)


def test_a_site_is_asked_for_its_rules_once_and_then_by_them(there: Site) -> None:
    rules = (
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: Pipeline\nDisallow: /*.php$\nAllow: /\nCrawl-delay: 3\n"
    )
    there.says("/robots.txt", Reply(200, rules))
    there.says("HEAD /gone", Reply(404))
    there.says("GET /gone", Reply(404))
    slept: list[float] = []
    urls = [there.url(path) for path in ("/page", "/old.php", "/old.php?x", "/gone")]
    seen = dict(hosts(slept).go([urls]))
    assert [seen[url].state for url in urls] == ["there", "barred", "there", "gone"]
    assert seen[urls[1]].why == "its site asks programs to stay away (`robots.txt`)"
    assert there.asked == ["GET /robots.txt", "HEAD /page", "HEAD /old.php?x", "HEAD /gone", "GET /gone"]
    assert there.agents == {"pipeline (+https://library.example/)"}
    assert len(slept) == 3 and max(slept) <= 3, "before each request that follows one by these rules"


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        (Reply(404), "there"),
        (Reply(403), "there"),
        (Reply(0), "there"),
        (Reply(503), "barred"),
        (Reply(200, b"\xff\x00"), "there"),
    ],
)
def test_a_site_without_rules_asks_for_nothing_and_one_that_fails_for_everything(
    there: Site, rules: Reply, state: str
) -> None:
    there.says("/robots.txt", rules)
    url = there.url("/page")
    assert [(one, seen.state) for one, seen in hosts().go([[url]])] == [(url, state)]
    assert ("HEAD /page" in there.asked) == (state == "there")


def test_rules_without_end_are_read_as_far_as_they_must_be(there: Site) -> None:
    there.says("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /a\n" + b"#" * 2_000_000 + b"\nDisallow: /\n"))
    seen = dict(hosts().go([[there.url("/a"), there.url("/b")]]))
    assert [one.state for one in seen.values()] == ["barred", "there"]


def test_who_leads_elsewhere_does_not_lead_past_the_rules_there(there: Site) -> None:
    with site() as other:
        other.says("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /\n"))
        there.says("/page", Reply(301, headers={"Location": other.url("/page")}))
        seen = dict(hosts().go([[there.url("/page")]]))
    assert seen[there.url("/page")].state == "barred" and other.asked == ["GET /robots.txt"]


def test_a_server_that_hangs_up_on_head_is_asked_for_the_page(there: Site) -> None:
    there.says("HEAD /page", Reply(0))
    there.says("GET /page", Reply(200, b"x" * 1_000_000))
    assert dict(hosts().go([[there.url("/page")]])) == {there.url("/page"): Seen("there", "", 200)}


def test_a_server_that_says_nothing_is_left_after_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # connections wait there, and nobody takes them
        pages = Fetch(PAGE, private=True, follow=False, timeout=0.05)
        hurried = Hosts(pages, pages, WHO, pause=0.0, sleep=lambda _: False)
        seen = dict(hurried.go([[f"http://127.0.0.1:{mute.getsockname()[1]}/page"]]))
    assert [one.state for one in seen.values()] == ["silent"]
    assert [one.why for one in seen.values()] == ["127.0.0.1 gave no whole answer: it took too long"]


def test_what_the_public_can_not_reach_is_gone() -> None:
    public = Hosts(Fetch(PAGE, follow=False), Fetch(ROBOTS), WHO, pause=0.0)
    seen = dict(public.go([["http://127.0.0.1:9/page"]]))
    assert seen["http://127.0.0.1:9/page"] == Seen("gone", "the host `127.0.0.1` is not public")


class Meeting:
    """Answers a page only while another host is asked, too; and tells when a host is asked twice at a time."""

    def __init__(self) -> None:
        self.barrier, self.now, self.twice = threading.Barrier(2, timeout=20), Counter[str](), False

    @contextmanager
    def open(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        host = url.split("/")[2]
        self.now[host] += 1
        self.twice |= self.now[host] > 1
        if not url.endswith("/robots.txt"):
            self.barrier.wait()
        self.now[host] -= 1
        yield Answer(404 if url.endswith("/robots.txt") else 200, url, {}, iter(()))

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        raise Unreachable(url)

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Fetched:
        raise Unreachable(url)


def test_hosts_are_asked_at_the_same_time_and_each_once_at_a_time() -> None:
    web = Meeting()
    queues = [[f"https://{host}.example/{page}" for page in range(3)] for host in "ab"]
    seen = dict(Hosts(web, web, WHO, pause=0.0, at_once=8).go(queues))
    assert len(seen) == 6 and {one.state for one in seen.values()} == {"there"}
    assert not web.twice


def test_who_ends_a_round_waits_for_nobody(there: Site) -> None:
    there.says("/robots.txt", Reply(200, b"User-agent: *\nCrawl-delay: 30\n"))
    patient = Hosts(Fetch(PAGE, private=True, follow=False), Fetch(ROBOTS, private=True), WHO, pause=0.0)
    with closing(patient.go([[there.url("/a"), there.url("/b")]])) as seen:  # the second one is due in half a minute
        assert next(seen)[0] == there.url("/a")
        workers = [one for one in threading.enumerate() if one.name == WORKER]
    for worker in workers:
        worker.join(20)
    assert workers and not any(worker.is_alive() for worker in workers)
    assert there.asked == ["GET /robots.txt", "HEAD /a"]


def test_a_fault_of_ours_is_not_swallowed(there: Site) -> None:
    class Broken(Meeting):
        @contextmanager
        def open(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
            raise ZeroDivisionError
            yield

    with pytest.raises(ZeroDivisionError):
        list(Hosts(Broken(), Broken(), WHO).go([[there.url("/")]]))
