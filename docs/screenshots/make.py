"""Takes the pictures of this folder anew: `python3 noxfile.py -s screenshots`, with Chromium installed.

Alone: `python docs/screenshots/make.py [ADDRESS]`; without an address it serves what was published last.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
LIMIT = 60_000  # bytes of a picture


def nothing(page: Page) -> None:
    """Most pages are seen as they open."""


def search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("urge")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("“urge”")
    page.wait_for_timeout(300)


@dataclass(frozen=True)
class Picture:
    """A page, and how it is looked at."""

    address: str
    narrow: bool = False
    dark: bool = False
    before: Callable[[Page], None] = nothing


PICTURES = {
    "home": Picture(""),
    "home-narrow": Picture("", narrow=True),
    "article": Picture("library/articles/urges-rise-and-fall/"),
    "book-list": Picture("library/books/first-books/"),
    "link-list": Picture("library/links/first-places/"),
    "handout": Picture("handouts/urge-log/"),
    "episode-narrow-dark": Picture("podcasts/waves-and-weather/riding-an-urge/", narrow=True, dark=True),
    "search": Picture("", before=search),
}


def take(browser: Browser, base: str, picture: Picture) -> Image.Image:
    context = browser.new_context(
        viewport={"width": 390, "height": 844} if picture.narrow else {"width": 1280, "height": 860},
        device_scale_factor=1.5 if picture.narrow else 1,
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    with context:
        page = context.new_page()
        page.goto(base + picture.address, wait_until="networkidle")
        page.reload(wait_until="networkidle")  # and its fonts are at hand
        picture.before(page)
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def packed(image: Image.Image) -> bytes:
    """As WebP, as well as the limit allows."""
    for quality in range(88, 30, -6):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LIMIT:
            return out.getvalue()
    sys.exit("a picture does not fit into its limit")


@contextmanager
def served(port: int = 8765) -> Iterator[str]:
    """What was published last, at an address of this machine."""
    server = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--port", str(port)], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    try:
        server.stderr.readline()  # it says when it serves
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)


def make(base: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, picture in PICTURES.items():
            data = packed(take(browser, base, picture))
            (HERE / f"{name}.webp").write_bytes(data)
            print(f"{name}.webp  {len(data) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        sys.exit("Chromium is missing: `apt-get install -y chromium`")
    if sys.argv[1:]:
        make(sys.argv[1], found)
    else:
        with served() as address:
            make(address, found)
