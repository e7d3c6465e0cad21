"""The sample library of this repository, published once and served as readers and listeners reach it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request

from tests.support import once
from tests.support.run import pipeline

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Published:
    """A published library: its root on disk, and the address at which it is served."""

    root: Path
    base_url: str

    @property
    def public(self) -> Path:
        return self.root / "public"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.base_url + path, headers=headers, follow_redirects=False)


def copy_of_the_library(root: Path, base_url: str) -> Path:
    for name in ("content", "theme"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("pipeline.toml", "mkdocs.yml"):
        shutil.copy(REPOSITORY / name, root / name)
    settings = root / "pipeline.toml"
    text = settings.read_text(encoding="utf-8")
    text, changed = re.subn(r'base_url = "[^"]*"', f'base_url = "{base_url}"', text)
    assert changed == 1
    settings.write_text(text, encoding="utf-8")
    return root


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def publishing(tmp_path_factory: pytest.TempPathFactory, path: str) -> Iterator[Published]:
    """The library of this repository, published and served below a path of this machine."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}{path}"
    root = copy_of_the_library(tmp_path_factory.mktemp("library"), base_url)
    with once.publishing(tmp_path_factory, "sample", root):
        run = pipeline("publish", "--root", root)
        assert run.status == 0, run.stderr
    command = [sys.executable, "-m", "pipeline", "serve", "--root", str(root), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(base_url, server)
        yield Published(root, base_url)
    finally:
        server.terminate()
        server.wait(10)


AT_THE_ROOT = pytest.mark.parametrize("published", ["/"], indirect=True, ids=["at the root"], scope="session")
"""For files whose pages are the same everywhere: that a library works under a sub-path is seen in others."""


@pytest.fixture(scope="session", params=["/", "/sub/library/"], ids=["at the root", "under a sub-path"])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with publishing(tmp_path_factory, request.param) as library:
        yield library


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server ended"
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing answers at {url}")


@dataclass
class Watched:
    """A page, and everything that went wrong on it."""

    page: Page
    base_url: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.base_url + path, wait_until="networkidle")


@pytest.fixture
def watched(browser: Browser, published: Published) -> Iterator[Watched]:
    context = browser.new_context()
    yield watch(context.new_page(), published)
    context.close()


def cancelled(request: Request) -> bool:
    """A media element that has enough cancels its request, and a page that is left those for late pictures."""
    late = request.resource_type == "image" and request.failure == "net::ERR_ABORTED"
    return late or request.resource_type == "media"


def watch(page: Page, published: Published) -> Watched:
    """Note from now on what goes wrong on a page."""
    seen = Watched(page, published.base_url)
    host = urlsplit(published.base_url).netloc
    page.on("console", lambda m: seen.wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.wrong.append(f"script: {error}"))
    page.on("requestfailed", lambda r: None if cancelled(r) else seen.wrong.append(f"failed: {r.url} {r.failure}"))
    page.on(
        "request",
        lambda r: (
            seen.wrong.append(f"another host: {r.url}")
            if urlsplit(r.url).netloc not in ("", host) and not r.url.startswith("data:")
            else None
        ),
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', "
        "e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    return seen
