"""An import that is stopped at any moment, or meets somebody else at work: nothing half is in the library, nothing of
others is lost, and the same command goes on from there.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline import importing, moving, settings, wiring
from pipeline.cli import main
from pipeline.cli.failures import STOPPED, TERMINATED
from pipeline.cli.show import Show
from pipeline.content.drivers.disk import Disk
from pipeline.importing.drivers.fetch import Bring
from pipeline.importing.fetching import SOUGHT
from pipeline.importing.keeping.ledger import LEDGER
from pipeline.web.drivers.fetch import Fetch
from tests.support.library import FILES, square
from tests.support.run import Run, pipeline, process, shared_pool
from tests.support.site import Reply, Site, site

FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Mornings</title>
<description>Talks about mornings, with people who know them well.</description><language>en</language>
<itunes:author>Ana</itunes:author><itunes:owner><itunes:email>ana@old.example</itunes:email></itunes:owner>
<itunes:category text="Education"/><itunes:explicit>no</itunes:explicit>
<itunes:image href="{base}/cover.png"/>{items}</channel></rss>"""
ITEM = """<item><title>Talk {name}</title><guid isPermaLink="false">G-{name}</guid>
<pubDate>Mon, 05 Jan 2026 00:00:00 +0000</pubDate><description>We speak about mornings, and about what helps when
thoughts come.</description><enclosure url="{base}/{name}.mp3" length="418" type="audio/mpeg"/></item>"""
NAMES = ("one", "two", "three")
FIRST = "content/podcasts/mornings/talk-one.md"
BUSY = "error: another import is at work in this library\n  remedy: run it again when that is done\n"
KEPT = "stopped; nothing was written into the library; what has come is kept, and the same command goes on from there"
BEGUN = "stopped; some of what came may be in the library, each file of it whole; the same command goes on from there"


@pytest.fixture
def there() -> Iterator[Site]:
    """The old host, with a feed of three episodes."""
    with site() as running:
        says(running, "one")
        running.says("/cover.png", Reply(200, square(1400), {"ETag": '"cover"'}))
        for number, name in enumerate(NAMES):
            frames = b"\xff\xfb\x90\x64" + bytes([number]) * 414
            running.says(f"/{name}.mp3", Reply(200, frames, {"Content-Type": "audio/mpeg", "ETag": f'"{name}"'}))
        yield running


def says(there: Site, first: str) -> None:
    """The feed calls its first talk so."""
    base = there.url("")
    items = "".join(ITEM.format(name=name, base=base) for name in NAMES).replace("Talk one", f"Talk {first}")
    there.says("/feed.xml", Reply(200, FEED.format(base=base, items=items).encode()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return empty(tmp_path / "library")


def empty(root: Path) -> Path:
    """A library in which nothing stands yet."""
    for name in ("pipeline.toml", "content/people.yml", "content/topics.yml", "content/audiences.yml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(FILES[name], encoding="utf-8")
    return root


def command(root: Path, there: Site) -> tuple[str, ...]:
    return ("import", "feed", there.url("/feed.xml"), "--allow-private", "--root", str(root))


def calm(tmp_path: Path, there: Site) -> dict[str, bytes]:
    """The library after an import that nobody disturbed."""
    root = empty(tmp_path / "calm")
    assert pipeline(*command(root, there)).status == 0
    return files(root)


def files(root: Path) -> dict[str, bytes]:
    """All that is not in the cache, hidden or not."""
    found = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def waits(root: Path) -> list[Path]:
    """What the cache keeps of files that have no place yet."""
    return [path for name in ("files", "parts") for path in (root / ".cache/pipeline/import" / name).glob("*")]


def while_asked(there: Site, patch: pytest.MonkeyPatch, path: str, act: Callable[[], object]) -> None:
    """Let something happen when the old host is asked for this the first time, before it answers."""
    reply, waiting = there.reply, [act]

    def answered(method: str, asked: str) -> Reply:
        if asked == path and waiting:
            waiting.pop()()
        return reply(method, asked)

    patch.setattr(there, "reply", answered)


# Stopped --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _heard() -> Iterator[None]:
    """Ctrl-C is heard, also where these tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def stopped(root: Path, there: Site) -> Result:
    """An import that is stopped, once its threads are gone: with its process, they would be gone at once."""
    ended = CliRunner().invoke(main, command(root, there))
    for thread in threading.enumerate():
        if thread.name == "brings files":
            thread.join()
    return ended


@pytest.mark.usefixtures("_heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("where", ["/feed.xml", "/two.mp3", FIRST, LEDGER])
def test_who_stops_it_hears_what_stands_and_goes_on(
    root: Path, there: Site, tmp_path: Path, where: str, number: signal.Signals
) -> None:
    want = calm(tmp_path, there)
    with pytest.MonkeyPatch.context() as patch:
        if where.startswith("/"):
            while_asked(there, patch, where, lambda: os.kill(os.getpid(), number))
        else:
            write = Disk.write

            def pressed(disk: Disk, path: str, chunks: Any) -> None:
                write(disk, path, pressing(chunks) if path == where else chunks)

            def pressing(chunks: Any) -> Iterator[bytes]:
                yield b"half"
                os.kill(os.getpid(), number)
                yield from chunks

            patch.setattr(Disk, "write", pressed)
        ended = stopped(root, there)
    assert ended.exit_code == {signal.SIGINT: STOPPED, signal.SIGTERM: TERMINATED}[number], ended.output
    assert ended.stderr.splitlines()[-1] == (KEPT if where.startswith("/") else BEGUN)
    assert files(root).items() <= {**want, **files(empty(tmp_path / "empty"))}.items()
    again = pipeline(*command(root, there))
    assert again.status == 0, again.stderr
    assert files(root).keys() == want.keys()
    assert files(root).items() - want.items() <= {("import-report.json", files(root)["import-report.json"])}
    assert not waits(root)


def moved_in(root: Path, there: Site) -> None:
    """All that an import writes, with a network that waits for nothing."""
    found, _ = settings.load((root / "pipeline.toml").read_text(encoding="utf-8"))
    assert found
    fetch = Fetch(SOUGHT, private=True)
    origin = wiring.origin((there.url("/feed.xml"),), found.site.url, private=True)
    bringing = Bring(root / ".cache/pipeline/import", fetch, origin)
    lock = root / LEDGER
    instant, show = datetime(2026, 6, 1, tzinfo=UTC), Show(-1, as_json=False)
    world = wiring.writing_world(str(root), found, found.site.url, instant, shared_pool(), show)
    given = moving.Given(lock.read_bytes() if lock.is_file() else None)
    moving.apply(world, moving.plan(world, importing.READERS["feed"], origin, bringing, given), bringing)


def test_whatever_write_was_the_last_the_next_run_ends_with_the_same(there: Site, tmp_path: Path) -> None:
    start = files(empty(tmp_path / "start"))
    moved_in(empty(tmp_path / "calm"), there)
    want = files(tmp_path / "calm")
    at = 0
    for at in range(1, 100):
        root = empty(tmp_path / str(at))
        died = dies_at_write(root, there, at)
        seen = {path: data for path, data in files(root).items() if "/." not in f"/{path}"}
        assert all(data in (want.get(path), start.get(path)) for path, data in seen.items()), at
        moved_in(root, there)
        assert files(root) == want, at
        assert not waits(root), at
        if not died:
            break
    assert 25 < at < 99


def dies_at_write(root: Path, there: Site, at: int) -> bool:
    """Do it in a process that dies before it gives a file its name, or takes one away, for the time number `at`."""
    if (child := os.fork()) == 0:
        steps = iter(range(1, at))

        def counted(act: Callable[..., None]) -> Callable[..., None]:
            return lambda *given, **more: os._exit(9) if next(steps, None) is None else act(*given, **more)

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "replace", counted(os.replace))
                patch.setattr(os, "unlink", counted(os.unlink))
                moved_in(root, there)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


# Met ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("second", ["feed", "wordpress", "verify"])
def test_a_second_import_hears_that_another_is_at_work(root: Path, there: Site, tmp_path: Path, second: str) -> None:
    want, heard = calm(tmp_path, there), list[Run]()
    (tmp_path / "export.xml").write_text("<rss/>", encoding="utf-8")
    others: dict[str, tuple[str, ...]] = {
        "wordpress": ("import", "wordpress", str(tmp_path / "export.xml"), "--root", str(root))
    }
    others |= {"feed": command(root, there), "verify": ("import", "verify", *command(root, there)[2:])}
    with pytest.MonkeyPatch.context() as patch:
        while_asked(there, patch, "/two.mp3", lambda: heard.append(process(*others[second])))
        first = pipeline(*command(root, there))
    assert first.status == 0, first.stderr
    assert heard == [Run(2, "", BUSY)]
    assert files(root) == want


def test_who_checks_meanwhile_sees_a_whole_library(root: Path, there: Site, tmp_path: Path) -> None:
    want, heard = calm(tmp_path, there), list[Run]()
    with pytest.MonkeyPatch.context() as patch:
        while_asked(there, patch, "/two.mp3", lambda: heard.append(process("check", "--root", root)))
        assert pipeline(*command(root, there)).status == 0
    assert [run.status for run in heard] == [0], heard
    assert files(root) == want


def test_who_takes_a_path_meanwhile_has_it(root: Path, there: Site) -> None:
    def taken() -> None:
        (root / FIRST).parent.mkdir(parents=True)
        (root / FIRST).write_text("ours", encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        while_asked(there, patch, "/two.mp3", taken)
        met = pipeline(*command(root, there))
    assert met.status == 4
    assert met.stderr.endswith(f"error: this file changed while the import was at work; run it again: {FIRST}\n")
    assert [path.name for path in (root / FIRST).parent.iterdir()] == ["talk-one.md"]
    pipeline(*command(root, there))
    assert (root / FIRST).read_text(encoding="utf-8") == "ours"


def test_what_is_written_meanwhile_stays(root: Path, there: Site) -> None:
    assert pipeline(*command(root, there)).status == 0
    says(there, "number one")
    there.says("/two.mp3", Reply(200, b"\xff\xfb\x90\x64" + bytes([9]) * 500, {"Content-Type": "audio/mpeg"}))

    def edited() -> None:
        text = (root / FIRST).read_text(encoding="utf-8")
        (root / FIRST).write_text(f"{text}\nA word of ours.\n", encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        while_asked(there, patch, "/two.mp3", edited)
        met = pipeline(*command(root, there))
    assert met.status == 4
    assert "error: this file changed while the library was read; run it again: " in met.stderr
    again = pipeline(*command(root, there))
    assert again.status == 0, again.stderr
    text = (root / FIRST).read_text(encoding="utf-8")
    assert "\ntitle: Talk number one\n" in text and text.endswith("\nA word of ours.\n")
