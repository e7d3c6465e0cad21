"""What all tests share: the options, a small library, a browser, an S3 server."""

from __future__ import annotations

import gc
import mmap
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.support import library, once, rgw, s3
from tests.support.machine import chromium, chromium_program
from tests.support.run import pipeline
from tests.support.sample import Sample

settings.register_profile("house", deadline=None)  # how long an example takes says more of the machine than of us
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew instead of comparing")
    parser.addoption("--all-views", action="store_true", help="see every page light and dark, wide and narrow")
    parser.addoption("--checker", metavar="JAR", help="the Nu Html Checker, which then reads every page")
    parser.addoption(
        "--old-browsers", metavar="FOLDER", help="browsers of other years, a folder each, which open pages"
    )
    parser.addoption("--earlier", metavar="FOLDER", help="the checkout of an earlier program, which publishes first")
    parser.addoption("--rgw", action="store_true", help="ask Ceph's gateway in place of the S3 server: `nox -s rgw`")
    parser.addoption("--figures", metavar="FILE", help="write the table of pages and checks as Markdown")


SELDOM = 100_000
"""Objects, after so many of which a worker looks for circles among the youngest: to do so all the time took a
thirtieth of all."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """No module is ever thrown away: nobody looks for circles while they are read, nor later in what they hold."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()


LONG = ("handouts", "journeys", "pages", "promises", "release", "stores", "test_wheel.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left with it when the others have nothing to do."""
    items.sort(key=lambda item: set(LONG).isdisjoint(item.path.parts))


MUCH = 500 << 20
"""Bytes by which a worker may grow before it looks for circles: a command that ran in it seldom does."""
STATM = Path("/proc/self/statm")
_before = [0]


def pytest_runtest_teardown() -> None:
    """A worker keeps no more than it needs, so that four of them have room on a small machine."""
    if STATM.exists() and _resident() > _before[0] + MUCH:
        _look_for_circles()
        _before[0] = _resident()


def pytest_sessionfinish() -> None:
    """Pytest looks five times at the end: once is enough where nothing is left."""
    _look_for_circles()


def _look_for_circles() -> None:
    """Throw away what only leads to itself. What stays then is never looked through again."""
    gc.collect()
    gc.freeze()


def _resident() -> int:
    """Bytes of memory that this process has."""
    return int(STATM.read_text().split()[1]) * mmap.PAGESIZE


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A small whole library on disk, as a fresh checkout has it."""
    return library.write(tmp_path / "library")


@pytest.fixture
def small(bare: Path, small_cache: Path) -> Path:
    """The same where it was built before: what did not change since is kept."""
    shutil.copytree(small_cache, bare / ".cache")
    return bare


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a publish of the small library makes."""
    root = library.write(tmp_path_factory.mktemp("small") / "library")
    with once.publishing(tmp_path_factory, "small", root):
        run = pipeline("publish", "--root", root)
        assert run.status == 0, run.stderr
    return root / ".cache"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample library of this repository."""
    with ExitStack() as running:
        yield Sample(tmp_path_factory, running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium_program()  # before playwright, whose own driver needs what comes with it
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def s3_server(request: pytest.FixtureRequest) -> Iterator[s3.Server]:
    """An S3 API on loopback."""
    with rgw.served() if request.config.getoption("--rgw") else s3.served() as server:
        yield server


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were to be waited before something was asked again; nobody waits."""
    waited: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=waited.append))
    for module in ("s3", "quick"):
        monkeypatch.setattr(f"pipeline.stores.{module}.sleep", waited.append)
    return waited


@pytest.fixture
def gate(s3_server: s3.Server, pauses: list[float]) -> Iterator[s3.Gate]:  # noqa: ARG001 - it takes them away
    """A gate before it: counts, fails and loses answers."""
    with s3.gate(s3_server) as opened:
        yield opened
