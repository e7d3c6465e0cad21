"""What it costs to bring the recordings of a show: `nox -s bench -- importing [EPISODES]`, of 100 MB each.

They come from a server on loopback: first, with the run killed at half of it; then to the end; then once more, when
nothing changed. What the server was asked and sent is counted; each recording goes as soon as it is here, as it would
into a library.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.measure import cost, environment

EPISODES, SIZE = 200, 100_000_000
_PIECE = 1 << 20


class Host(ThreadingHTTPServer):
    """Gives recordings by number, whole or from a byte on, and counts."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked, self.sent, self.guard = Counter[int](), 0, threading.Lock()
        self.piece = os.urandom(_PIECE)

    def data(self, path: str, at: int) -> Iterator[bytes]:
        """A recording from a byte on: no two are the same."""
        head = f"ID3{path}".encode().ljust(_PIECE, b" ")
        for begin in range(at - at % _PIECE, SIZE, _PIECE):
            whole = (self.piece if begin else head)[: SIZE - begin]
            yield whole[max(0, at - begin) :]


class _Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        tag, told = f'"{self.path}"', self.headers.get("Range", "")
        at = int(told.removeprefix("bytes=").rstrip("-")) if self.headers.get("If-Range") == tag else 0
        status = 304 if self.headers.get("If-None-Match") == tag else 206 if at else 200
        with self.server.guard:
            self.server.asked[status] += 1
        self.send_response_only(status)
        self.send_header("ETag", tag)
        if at:
            self.send_header("Content-Range", f"bytes {at}-{SIZE - 1}/{SIZE}")
        if status != 304:
            self.send_header("Content-Length", str(SIZE - at))
        self.end_headers()
        with suppress(ConnectionError):
            for piece in self.server.data(self.path, at) if status != 304 else ():
                self.wfile.write(piece)
                with self.server.guard:
                    self.server.sent += len(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
        pass


@contextmanager
def host() -> Iterator[Host]:
    server = Host()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def bring(folder: str, base: str, episodes: int) -> None:
    """Bring them as an import does, and let each go into the library."""
    from pipeline import wiring  # noqa: PLC0415 - for the process that is measured
    from pipeline.importing.fetching import Got, plan  # noqa: PLC0415
    from pipeline.importing.source.found import Asset  # noqa: PLC0415
    from pipeline.settings.limits import Limits  # noqa: PLC0415

    origin = wiring.origin((), "https://library.example/", private=True)
    bringing = wiring.bringing(folder, origin, "https://library.example/", private=True)
    urls = [f"{base}/{number}.mp3" for number in range(episodes)]
    wanted = plan([Asset(url, url, "sound", type="audio/mpeg") for url in urls], "files", Limits())
    placed = Path(folder, "placed")
    held = placed.read_text().split() if placed.is_file() else []
    with placed.open("a") as file:
        for _, got in bringing.bring(wanted, held):
            if not isinstance(got, Got):
                raise SystemExit(got.message)
            print(got.blob.digest, file=file, flush=True)
            bringing.let_go(got.blob)


def main(episodes: int) -> None:
    with tempfile.TemporaryDirectory() as folder, host() as server:
        command = [sys.executable, "-m", "benchmarks.importing", folder, f"http://127.0.0.1:{server.server_address[1]}"]
        command.append(str(episodes))
        print(f"{episodes} recordings of {SIZE // 1_000_000} MB\n")
        first = subprocess.Popen(command, env=environment())
        while server.sent < episodes * SIZE // 2:
            time.sleep(0.05)
        first.kill()
        first.wait()
        _tell(server, "killed at half of it", "")
        for step in "to the end", "unchanged":
            spent = cost(command, Path.cwd())
            _tell(server, step, f"{spent.wall:.1f} s, {spent.cpu:.1f} s of CPU, {spent.memory / 1e6:.0f} MB of memory")


def _tell(server: Host, step: str, spent: str) -> None:
    asked = ", ".join(f"{count} × {status}" for status, count in sorted(server.asked.items()))
    print(f"{step:22} {asked:28} {server.sent / 1e6:9,.1f} MB sent  {spent}", flush=True)
    server.asked.clear()
    server.sent = 0


if __name__ == "__main__":
    bring(sys.argv[1], sys.argv[2], int(sys.argv[3]))
