"""The sample library of this repository, published and served as readers and listeners reach it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.support import once, web
from tests.support.machine import PATIENCE
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
        return web.get(self.base_url + path, headers=headers, follow_redirects=False)


@dataclass
class Sample:
    """The library, published and served when somebody first asks for it below a path of this machine, and then kept."""

    factory: pytest.TempPathFactory
    running: ExitStack
    published: dict[str, Published] = field(default_factory=dict)

    def at(self, path: str) -> Published:
        if path not in self.published:
            self.published[path] = self._publish(path)
        return self.published[path]

    def _publish(self, path: str) -> Published:
        """By whichever worker comes first; the others, who only look at it as well, have the same."""
        name = f"sample-at{path.replace('/', '-')}"
        told = self.running.enter_context(once.running(self.factory, name, lambda: self._begun(path)))
        root, base_url = told.splitlines()
        return Published(Path(root), base_url)

    @contextmanager
    def _begun(self, path: str) -> Iterator[str]:
        base_url = f"http://127.0.0.1:{free_port()}{path}"
        root = _copy(self.factory.mktemp("library"), base_url)
        with once.publishing(self.factory, "sample", root):
            run = pipeline("publish", "--root", root)
            assert run.status == 0, run.stderr
        with serving(root, base_url):
            yield f"{root}\n{base_url}"


def _copy(root: Path, base_url: str) -> Path:
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


@contextmanager
def serving(root: Path, base_url: str) -> Iterator[None]:
    """`pipeline serve` for a library whose target has this address of this machine."""
    port = str(httpx.URL(base_url).port)
    command = [sys.executable, "-m", "pipeline", "serve", "--root", str(root), "--port", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(base_url, server)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            web.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing answers at {url}")
