"""How long it takes from a saved word until the page says it, beside others who serve what is written.

`nox -s bench -- watch 200 1000`. The page is asked for again and again, as a browser does once it was told; each server
has all the time to begin, and rests before each word.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import build, corpus
from benchmarks.measure import Failed, environment
from benchmarks.peers import HUGO, MATERIAL, Peer

WORDS = 7
"""So many are saved, one after the other; the first, which finds caches cold, is not counted."""
_REST, _LOOK, _PATIENCE = 1.0, 0.01, 900.0
"""Seconds of rest before a word, between two looks, and the most that is waited for."""


@dataclass(frozen=True, slots=True)
class Server:
    """Who serves what is written: how it begins at a port, where it takes texts, and which page is looked at."""

    name: str
    write: Callable[[Path, int], object]
    command: Callable[[int], Sequence[str]]
    text: str
    page: str
    env: Mapping[str, str] = field(default_factory=dict)


def main(sizes: Sequence[int]) -> None:
    """Print seconds from a saved word to the page that says it: the median, and the slowest."""
    servers = [_ours(), *(_peer(peer) for peer in (MATERIAL, HUGO) if peer.is_here)]
    for size in sizes:
        print(f"\n| {size} articles | saved to served, s | slowest | begins, s |\n| --- | --- | --- | --- |")
        for server in servers:
            begun, found = measured(server, size)
            print(f"| {server.name} | {statistics.median(found):.2f} | {max(found):.2f} | {begun:.1f} |", flush=True)


def measured(server: Server, size: int) -> tuple[float, list[float]]:
    """Seconds until it serves its first page, and for each word. Raises `Failed`."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        root = Path(folder)
        server.write(root, size)
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        began = time.perf_counter()
        command = server.command(port)
        process = subprocess.Popen(command, cwd=root, env={**environment(), **server.env}, stderr=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL)  # fmt: skip
        try:
            page = f"http://127.0.0.1:{port}/{server.page}"
            _until(page, "", process)
            begun = time.perf_counter() - began
            found = list(_words(root / server.text, page, process))
        finally:
            process.terminate()
            process.communicate()
    return begun, found[1:]


def _words(text: Path, page: str, process: subprocess.Popen[bytes]) -> Iterator[float]:
    for number in range(WORDS):
        time.sleep(_REST)
        word = f"zanzibar{number}"
        said = text.read_text(encoding="utf-8")
        saved = time.perf_counter()
        text.write_text(f"{said}\nOne more: {word}.\n", encoding="utf-8")
        _until(page, word, process)
        yield time.perf_counter() - saved


def _until(page: str, word: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a page says a word."""
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise Failed(f"`{process.args!r}` ended with {process.returncode}")
        try:
            with urllib.request.urlopen(page, timeout=30) as answer:
                if word in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(_LOOK)
    raise Failed(f"`{page}` never said {word!r}")


def _ours() -> Server:
    return Server(
        "this pipeline",
        corpus.write,
        lambda port: (sys.executable, "-m", "pipeline", "serve", "--watch", "-q", "--port", str(port)),
        "content/library/articles/part-0/article-7.md",
        build.article(7).removesuffix("index.html"),
        {"PYTHONPATH": str(build.HOUSE)},
    )


def _peer(peer: Peer) -> Server:
    """mkdocs builds all anew; Hugo renders what changed, fast, unless it is told otherwise."""
    served: dict[str, Callable[[int], Sequence[str]]] = {
        MATERIAL.name: lambda port: (sys.executable, "-m", "mkdocs", "serve", "--quiet", "-a", f"127.0.0.1:{port}"),
        HUGO.name: lambda port: ("hugo", "server", "--port", str(port), "--disableLiveReload"),
    }
    page = build.article(7).removesuffix("index.html")
    return Server(
        peer.name, peer.write, served[peer.name], f"{peer.texts}/library/articles/part-0/article-7.md", page, peer.env
    )
