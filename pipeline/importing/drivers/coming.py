"""One file of the web as it comes: streamed, bounded, gone on with where the line was cut, never asked for in vain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext

from pipeline.importing.drivers.kept import Kept
from pipeline.importing.drivers.part import Part
from pipeline.importing.fetching.answers import Known
from pipeline.importing.fetching.came import LARGE, Got, Missed
from pipeline.importing.fetching.first import HEAD, kind_of
from pipeline.importing.fetching.wanted import Wanted
from pipeline.model.artifact import Blob
from pipeline.web import Answer, Fetched, Fetcher, Unreachable

TRIES, CUTS, GAIN = 4, 50, 1 << 16
"""How often in a row a body may break off before it gained so many bytes, and how often at all."""
LOOK: Mapping[str, str] = {"Range": f"bytes=0-{HEAD - 1}"}
Came = tuple[Got, str] | Missed
"""A file with its type by its first bytes ("" where they tell nothing), or why it does not come."""


class _Cut(Exception):
    """A body broke off; it may go on when it is asked for again."""

    def __init__(self, error: Unreachable) -> None:
        super().__init__(error)
        self.error = error


class Coming:
    """Asks `fetcher`, and puts what comes into `kept`. `heard` is told of bytes, `pause` lets seconds pass."""

    def __init__(
        self, fetcher: Fetcher, kept: Kept, heard: Callable[[int], object], pause: Callable[[float], object]
    ) -> None:
        self._fetcher, self._kept, self._heard, self._pause = fetcher, kept, heard, pause

    def looked(self, one: Wanted) -> Came:
        """What its server says of a file, by its first bytes. Raises `Unreachable`."""
        with self._fetcher.open(one.url, headers=LOOK) as answer:
            if answer.status not in (200, 206):
                return _refused(answer)
            head = next(iter(answer.chunks), b"")[:HEAD]
            return _got(answer, Blob("", _size(answer) or 0)), kind_of(head)

    def fetched(self, one: Wanted) -> Came:
        """All of it, asked for again where the line was cut; nothing where its server says that it is the same.
        Raises `Unreachable`.
        """
        known = self._kept.known(one.url) if one.way == "bring" else self._kept.known_digest(one.url)
        if known and not known.conditions and self._has_its_size(one, known):
            return self._same(known)
        part, without = self._kept.part(one.url), 0
        for _ in range(CUTS):
            before = part.size
            try:
                return self._asked(one, part, known)
            except _Cut as cut:
                without = 0 if part.size >= before + GAIN else without + 1
                if not cut.error.passing or without == TRIES:
                    raise cut.error from None
                self._pause(2.0**without)
        return Missed(f"its server broke off {CUTS} times", "ask whoever keeps it, or fetch it by hand")

    def _has_its_size(self, one: Wanted, known: Known) -> bool:
        """Whether what lies there is as large as what came before: all that some servers let us ask."""
        seen = self.looked(one)
        return not isinstance(seen, Missed) and seen[0].blob.size == known.size

    def _asked(self, one: Wanted, part: Part, known: Known | None) -> Came:
        """What comes of it by one request. Raises `_Cut` and `Unreachable`."""
        headers = known.conditions if known else part.rest if one.way == "bring" else {}
        with self._fetcher.open(one.url, headers=headers) as answer:
            if answer.status == 304 and known:
                return self._same(known)
            if part.is_whole(answer):
                self._heard(part.size)
                return self._put(one, part, answer, part.digest().hexdigest())
            if answer.status == 416 or (answer.status == 206 and not part.goes_on(answer)):
                part.drop()
                raise _Cut(Unreachable("its server gives another part than was asked for", _ASK, passing=True))
            if answer.status not in (200, 206):
                return _refused(answer)
            at = part.size if answer.status == 206 else 0
            return _too_large(one) if (_size(answer) or 0) > one.most else self._streamed(one, part, answer, at)

    def _streamed(self, one: Wanted, part: Part, answer: Answer, at: int) -> Came:
        """The body of an answer from byte `at` on, in a file or only in its digest. Raises `_Cut`."""
        brings = one.way == "bring"
        if brings and not at:
            part.begin(answer)
        digest, head, size = part.digest() if at else hashlib.sha256(), b"", at
        with part.path.open("ab") if brings else nullcontext() as file:
            for chunk in self._pieces(answer, at):
                head, size = head or chunk[:HEAD], size + len(chunk)
                if size > one.most:
                    break
                digest.update(chunk)
                if file:
                    file.write(chunk)
        if size > one.most:
            part.drop()
            return _too_large(one)
        if brings:
            return self._put(one, part, answer, digest.hexdigest())
        return self._noted(one, _got(answer, Blob(digest.hexdigest(), size)), kind_of(head))

    def _pieces(self, answer: Answer, at: int) -> Iterator[bytes]:
        """The chunks of a body. Raises `_Cut`, and takes back what was told of it then."""
        told = at
        self._heard(at)
        try:
            for chunk in answer.chunks:
                told += len(chunk)
                self._heard(len(chunk))
                yield chunk
        except Unreachable as error:
            self._heard(-told)
            raise _Cut(error) from error

    def _put(self, one: Wanted, part: Part, answer: Answer, digest: str) -> Came:
        """A file of which all is here."""
        size = part.size
        with part.path.open("rb") as file:
            head = file.read(HEAD)
        part.become(self._kept.file(digest))
        return self._noted(one, _got(answer, Blob(digest, size)), kind_of(head))

    def _noted(self, one: Wanted, got: Got, kind: str) -> Came:
        self._kept.note(one.url, got, kind)
        return got, kind

    def _same(self, known: Known) -> Came:
        self._heard(known.size)
        return known.got(), known.type


_ASK = "ask whoever keeps it, or fetch it by hand"


def _refused(answer: Answer) -> Missed:
    """Why an answer is no file."""
    status = answer.status
    hints = {401: "let it open without signing in until it is here", 404: "see whether it is elsewhere by now"}
    hint = hints.get({403: 401, 410: 404}.get(status, status), "see that the address opens for anybody")
    return Missed(f"its server answers {status}", hint, status=status)


def _too_large(one: Wanted) -> Missed:
    message = f"it has more than {one.most:,} bytes, the limit of `limits.{one.setting}`"
    return Missed(message, "make it smaller, or raise the limit", LARGE)


def _got(answer: Answer, blob: Blob) -> Got:
    told = Fetched(b"", answer.url, answer.status, answer.headers)
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return Got(blob, told.content_type, answer.url, etag, modified)


def _size(answer: Answer) -> int | None:
    """Bytes of the whole file, by its server: none where they are packed on their way."""
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        return None
    part = answer.headers.get("content-range", "").rpartition("/")[2] if answer.status == 206 else ""
    told = part if answer.status == 206 else answer.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None
