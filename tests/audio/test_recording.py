"""A recording outside git is fetched once, whole, bounded, and is what its digest says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.audio.drivers.recording import Fetch, Recordings
from pipeline.audio.recording import SOUGHT, Source
from pipeline.jobs.job import Failure, Task
from pipeline.stores.store import TEMPORARY
from pipeline.web import Answer, Unreachable
from pipeline.web.drivers import fetch as web
from tests.support.site import Reply, site

DATA = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(DATA).hexdigest()
URL = "https://example.org/talk.wav"


@dataclass
class Host:
    """A host of the web: what it has, whether it gives parts, and after how many bytes each of its lines is cut."""

    data: bytes = DATA
    parts: bool = True
    cuts: list[int] = field(default_factory=list)
    status: int = 200
    type: str = "audio/wav"
    leads_to: str = URL
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def open(self, url: str, method: str = "GET", headers: dict[str, str] | None = None) -> Iterator[Answer]:
        assert (url, method) == (URL, "GET")
        begin = int((headers or {}).get("Range", "bytes=0-")[6:-1]) if self.parts else 0
        self.asked.append((headers or {}).get("Range", ""))
        said = {"content-length": str(len(self.data) - begin), "content-type": self.type}
        if begin:
            said["content-range"] = f"bytes {begin}-{len(self.data) - 1}/{len(self.data)}"
        status = 206 if begin and self.status == 200 else self.status
        yield Answer(status, self.leads_to, said, self._chunks(begin))

    def _chunks(self, begin: int) -> Iterator[bytes]:
        end = begin + self.cuts.pop(0) if self.cuts else len(self.data)
        for at in range(begin, min(end, len(self.data)), 10_000):
            yield self.data[at : min(at + 10_000, end)]
        if end < len(self.data):
            raise Unreachable("example.org gave no whole answer: it took too long", "ask again", passing=True)

    def get(self, url: str, headers: object = None) -> None: ...

    def ask(self, url: str, method: str = "GET", headers: object = None) -> None: ...


def fetch(host: Host, folder: Path, *, digest: str = DIGEST, most: int = 10**9) -> bytes:
    """What a fetch brings; `folder` is what stays between two of them."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    params = {**Source(URL).to_params(), "sha256": digest, "bytes": most}
    performer = Fetch(Recordings(host, lambda _seconds: None), str(folder / "parts"))  # type: ignore[arg-type]
    made = performer.perform(Task(params, {}, str(scratch)))
    return Path(str(made.files["audio"])).read_bytes()


def refused(host: Host, folder: Path, **given: object) -> tuple[str, str]:
    """The code and the message of a fetch that fails; each has a remedy."""
    with pytest.raises(Failure) as told:
        fetch(host, folder, **given)  # type: ignore[arg-type]
    assert told.value.hint
    return told.value.code, told.value.message


def test_a_line_that_is_cut_is_gone_on_with_where_it_ended(tmp_path: Path) -> None:
    host = Host(cuts=[100_000, 200_000])
    assert fetch(host, tmp_path) == DATA
    assert host.asked == ["", "bytes=100000-", "bytes=300000-"]
    assert not list((tmp_path / "parts").iterdir())


def test_a_server_without_parts_is_asked_for_all_of_it(tmp_path: Path) -> None:
    host = Host(cuts=[100_000], parts=False)
    assert fetch(host, tmp_path) == DATA
    assert host.asked == ["", "bytes=100000-"]


def test_what_one_run_could_not_bring_is_brought_by_the_next(tmp_path: Path) -> None:
    code, message = refused(Host(cuts=[100_000] * 4), tmp_path)
    assert (code, message) == ("unreachable-audio", "example.org gave no whole answer: it took too long")
    host = Host()
    assert fetch(host, tmp_path) == DATA
    assert host.asked == ["bytes=400000-"]


def test_a_beginning_of_something_else_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / f"{TEMPORARY}{DIGEST}").write_bytes(b"of another recording")
    host = Host()
    assert fetch(host, tmp_path) == DATA
    assert host.asked == ["bytes=20-", ""]


def test_other_bytes_are_never_taken_for_it(tmp_path: Path) -> None:
    other = hashlib.sha256(DATA[:-1]).hexdigest()
    code, message = refused(Host(data=DATA[:-1]), tmp_path)
    assert (code, message) == (
        "wrong-digest", f"what lies there has the digest `{other}`, and not the one that is named here"
    )  # fmt: skip
    page = Host(data=b"<html>sign in</html>", type="text/html; charset=utf-8")
    assert refused(page, tmp_path) == ("wrong-digest", "a page lies there, and no recording")


@pytest.mark.parametrize(
    ("host", "code", "message"),
    [
        (Host(status=404), "missing-file", "nothing lies there any more: its server answers 404"),
        (Host(status=403), "unreachable-audio", "its server answers 403"),
        (Host(status=503), "unreachable-audio", "its server answers 503"),
        (
            Host(leads_to="http://example.org/talk.wav"),
            "invalid-value",
            "it leads to `http://example.org/talk.wav`, which could be read and changed on its way",
        ),
    ],
)
def test_what_can_not_be_had_is_told(host: Host, code: str, message: str, tmp_path: Path) -> None:
    assert refused(host, tmp_path) == (code, message)
    assert len(host.asked) == (4 if host.status == 503 else 1)


def test_its_size_is_bounded_by_what_is_promised_and_by_what_comes(tmp_path: Path) -> None:
    assert refused(Host(), tmp_path, most=1000) == ("too-large", f"is {len(DATA):,} bytes; the limit is 1,000")
    packed = Host()
    packed.data = DATA
    with pytest.raises(Failure, match="more than 1,000"):
        Recordings(_Silent(packed), lambda _seconds: None).measure(Source(URL), 1000)  # type: ignore[arg-type]


def test_what_lies_somewhere_is_measured_and_not_kept() -> None:
    blob = Recordings(Host()).measure(Source(URL), 10**9)  # type: ignore[arg-type]
    assert (blob.digest, blob.size) == (DIGEST, len(DATA))


def test_the_web_itself_is_gone_on_with_and_what_is_not_public_is_never_asked(tmp_path: Path) -> None:
    half = len(DATA) // 2
    rest = {"Content-Range": f"bytes {half}-{len(DATA) - 1}/{len(DATA)}"}
    with site() as running, (tmp_path / "part").open("w+b") as file:
        whole = {"Content-Length": str(len(DATA))}
        running.says("/talk.wav", Reply(200, DATA[:half], whole), Reply(206, DATA[half:], rest))
        url = running.url("/talk.wav")
        reached = Recordings(web.Fetch(SOUGHT, private=True), lambda _seconds: None)
        assert reached.fetch(Source(url), file, 10**9, DIGEST).digest == DIGEST
        assert running.asked == ["GET /talk.wav"] * 2
        with pytest.raises(Failure, match=r"the host `127\.0\.0\.1` is not public") as told:
            Recordings(web.Fetch(SOUGHT)).measure(Source(url), 10**9)
        assert (told.value.code, len(running.asked)) == ("invalid-value", 2)


class _Silent:
    """A host that promises no length."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @contextmanager
    def open(self, url: str, method: str = "GET", headers: dict[str, str] | None = None) -> Iterator[Answer]:
        with self._host.open(url, method, headers) as answer:
            yield Answer(answer.status, answer.url, {}, answer.chunks)
