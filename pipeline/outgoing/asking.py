"""Asking one address, as a polite reader would: with HEAD, then GET, again where a failure may pass, by the rules that
its site has for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from pipeline.formats.scalars import is_url
from pipeline.outgoing.memory import Seen
from pipeline.web import Fetched, Sought, Unreachable

PAGE = Sought("page", "text/html, application/xhtml+xml;q=0.9, */*;q=0.8", for_anybody="")
"""What a link leads to. No body of it is ever read."""
ROBOTS = Sought("file of rules", "text/plain, */*;q=0.1", 512 << 10)
"""`robots.txt`: RFC 9309 asks programs to read at least 500 KiB."""
REDIRECTS = 10
PAUSES = (2.0, 10.0)
"""Seconds before an address is asked again that did not answer, or that says that it is busy."""
LONGEST = 60.0
"""The most seconds for which a server may ask us to wait (`Retry-After`)."""
_MOVED = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_GONE = (404, 410)
_PASSING = (408, 425, 429, 500, 502, 503, 504)


class Barred(Exception):
    """The rules of a site ask programs to stay away from an address: why, in words."""


class Web(Protocol):
    """The web, asked politely: each request waits for the turn of its host."""

    def ask(self, url: str, method: str) -> Fetched:
        """What this very address answers, without its body. Raises `Unreachable`, and `Barred` before it is asked."""

    def wait(self, seconds: float) -> None:
        """Let some time pass."""


def queues(urls: Iterable[str]) -> list[list[str]]:
    """The addresses of each host, which is asked for one at a time; the longest queue first, for it takes longest."""
    hosts: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        hosts.setdefault(_host(url), []).append(url)
    return sorted(hosts.values(), key=len, reverse=True)


def along(queue: Iterable[str], web: Web) -> Iterator[tuple[str, Seen]]:
    """What is seen at addresses of one host, one after the other. Where nobody answers there, the rest is not asked:
    nobody knows it, or two in a row gave no answer and none did before; one page that gives none is only a page. Where
    patience with one was in vain, there is none with the others.
    """
    lost: dict[str, Seen] = {}
    tired, answering = set[str](), set[str]()
    for url in queue:
        door = origin(url)
        seen = lost.get(door) or look(url, web, () if door in tired else PAUSES)
        if seen.status or not seen.wrong:
            answering.add(door)
        elif door not in answering and (seen.state == "gone" or door in tired):
            lost[door] = seen
        if seen.state == "silent" or seen.status in _PASSING:
            tired.add(door)
        yield url, seen


def look(url: str, web: Web, pauses: Sequence[float] = PAUSES) -> Seen:
    """What is seen at an address, wherever it leads; `pauses` are the seconds for which a failure may pass."""
    at, led = url, list[int]()
    while True:
        try:
            answer = _answer(at, web, pauses)
            where = answer.headers.get("location", "") if answer.status in _MOVED else ""
            if not where:
                return _judged(url, at, answer, led)
            at = urljoin(at, where)
        except Barred as error:
            return Seen("barred", str(error))
        except Unreachable as error:
            return Seen("silent" if error.passing else "gone", error.message, led[-1] if led else 0)
        except ValueError:
            return Seen("gone", "it leads on to what is no address", led[-1] if led else 0)
        led.append(answer.status)
        if len(led) > REDIRECTS:
            return Seen("gone", f"it leads on more than {REDIRECTS} times", led[-1])


def _answer(url: str, web: Web, pauses: Sequence[float]) -> Fetched:
    """The answer of this very address, as it stands after some patience. Raises `Unreachable` and `Barred`."""
    for number, pause in enumerate((*pauses, None)):
        try:
            answer = _once(url, web, head=not number)
        except Unreachable as error:
            if not error.passing or pause is None:
                raise
            web.wait(pause)
            continue
        asked = _asked_to_wait(answer)
        if answer.status not in _PASSING or pause is None or asked > LONGEST:
            return answer
        web.wait(max(pause, asked))
    raise AssertionError(url)


def _once(url: str, web: Web, *, head: bool) -> Fetched:
    """HEAD asks for no body. Some servers refuse it, or hang up: only what a GET gets counts against a page."""
    if head:
        try:
            answer = web.ask(url, "HEAD")
        except Unreachable as error:
            if not error.passing:
                raise
        else:
            if answer.status < HTTPStatus.BAD_REQUEST:
                return answer
    return web.ask(url, "GET")


def _asked_to_wait(answer: Fetched) -> float:
    """Seconds, where a server says so; a date is as good as too long."""
    said = answer.headers.get("retry-after", "").strip()
    if not said:
        return 0.0
    return float(said) if said.isascii() and said.isdigit() and len(said) < 9 else LONGEST + 1


def _judged(url: str, at: str, answer: Fetched, led: list[int]) -> Seen:
    """What a last answer means for who wrote the link."""
    status = answer.status
    if status < HTTPStatus.MULTIPLE_CHOICES:
        moved = all(one in _FOR_GOOD for one in led) and is_url(at) and not _same(url, at)
        return Seen("moved", "", status, at) if moved else Seen("there", "", status)
    why = f"its server answers {in_words(status)}"
    if status in _GONE:
        return Seen("gone", why, status)
    return Seen("silent" if status in _PASSING and status != HTTPStatus.TOO_MANY_REQUESTS else "unsure", why, status)


def _same(url: str, at: str) -> bool:
    """Whether a page needs no other address: sites lead those who ask for the whole of them to where they like."""
    one, other = urlsplit(url), urlsplit(at)
    door = one.path in ("", "/") and not one.query and one.scheme == other.scheme
    return url == at or (door and one.netloc.removeprefix("www.") == other.netloc.removeprefix("www."))


def in_words(status: int) -> str:
    """A status of HTTP with its name: `404 (not found)`."""
    try:
        return f"{status} ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        return str(status)


def origin(url: str) -> str:
    """Scheme, host and port of an address; the whole of one that can't be read."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    except ValueError:
        return url


def _host(url: str) -> str:
    return origin(url).partition("://")[2]
