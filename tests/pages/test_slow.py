"""What a first visit is like on slow 3G with a slow processor. It takes long, and `nox -s site` asks for it.

Seconds are noted and not asserted, since they say more of the machine: what makes them is counted in `test_arrival.py`.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.pages.conftest import Note, Shelf, View
from tests.pages.test_arrival import PACKED, heaviest

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # of WebPageTest
SLOWER = 4  # times slower than this processor
PAINTED = """() => new Promise((then) => new PerformanceObserver((list) => {
  const last = list.getEntries().at(-1)
  then([last.startTime, last.element?.localName ?? ""])
}).observe({ type: "largest-contentful-paint", buffered: true }))"""


class Packing(SimpleHTTPRequestHandler):
    """Texts packed, as a static host sends them; the rest as it is."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        kind, data = self.guess_type(path), path.read_bytes()
        self.send_response(200)
        if packed := kind in PACKED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if packed else kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def packing(public: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Packing, directory=str(public))) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_first_sight_on_a_slow_line(browser: Browser, shelf: Shelf, note: Note) -> None:
    with packing(shelf.published.public) as base, View(360).context(browser, device_scale_factor=2) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(base + heaviest(shelf)[0], wait_until="networkidle")
        milliseconds, element = page.evaluate(PAINTED)
    note("article", "LCP on slow 3G, s", round(milliseconds / 1000, 1))
    assert element in ("h1", "p", "img"), "what is seen is the text, or its picture"
