"""A reader opens pages with pictures: nothing moves, small screens load small pictures; a listener sees the artwork."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from tinytag import TinyTag

from tests.support import library
from tests.support.photo import SECRET, photo, saved
from tests.support.run import pipeline
from tests.support.sample import Published, free_port, serving

ARTICLE = "library/articles/urges-pass/"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Iterator[Published]:
    """The small library with pictures in every place that takes one, each with its owner written into it."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}/deep/"
    root = library.write(tmp_path_factory.mktemp("pictured"))
    shutil.copytree(small_cache, root / ".cache")
    library.edit(root, "pipeline.toml", "http://127.0.0.1:8000/", base_url)
    illustrate(root)
    run = pipeline("publish", "--root", root, "--strict")
    assert run.status == 0, run.stderr
    with serving(root, base_url):
        yield Published(root, base_url)


def illustrate(root: Path) -> None:
    content = root / "content"
    wide, face = photo(2400, 1600), photo(900, 1200)
    (content / "library/articles/Wave at sea.jpg").write_bytes(saved(wide, "JPEG"))
    (content / "library/articles/wave.png").write_bytes(saved(photo(1000, 1000).convert("RGBA"), "PNG"))
    for name in ("alex.jpg", "urges.jpg", "me.jpg", "library/books/cover.jpg"):
        (content / name).write_bytes(saved(face, "JPEG"))
    (content / "podcasts/talks/cover.png").write_bytes(saved(photo(1600, 1600), "PNG"))
    (content / "podcasts/talks/first.webp").write_bytes(saved(photo(1500, 1500), "WEBP"))
    picture = "{{file: {}, alt: A picture}}".format
    edits = (
        ("people.yml", "  bio:", f"  photo: {picture('alex.jpg')}\n  bio:"),
        ("topics.yml", "  description:", f"  image: {picture('urges.jpg')}\n  description:"),
        ("audiences.yml", "  description:", f"  image: {picture('me.jpg')}\n  description:"),
        ("library/books/first-books.md", "    isbn:", f"    cover: {picture('cover.jpg')}\n    isbn:"),
        ("podcasts/talks/first.md", "number: 1\n", f"number: 1\nimage: {picture('first.webp')}\n"),
        (
            "library/articles/urges-pass.md",
            "An urge is like a wave.\n",
            "An urge is like a wave.\n\n![A wave](<Wave at sea.jpg>)\n\nIt falls, too.\n\n" * 3
            + "![A square](wave.png)\n\n[The whole wave](<Wave at sea.jpg>)\n",
        ),
    )
    for name, old, new in edits:
        library.edit(root, f"content/{name}", old, new)


def opened(browser: Browser, site: Published, path: str, **context: Any) -> Page:
    """A page on a slow line, read to its end."""
    page = browser.new_context(**context).new_page()
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push("
        "[entry.value, entry.sources.map(s => s.node && s.node.nodeName).join()])))"
        ".observe({type: 'layout-shift', buffered: true})"
    )

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/assets/pictures/*", late)
    page.route("**/*.woff2", lambda route: route.abort())  # a font that comes late moves lines, but no picture does
    page.goto(site.base_url + path)
    for _ in range(12):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(150)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    return page


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_when_pictures_come(browser: Browser, pictured: Published, width: int) -> None:
    for path in (ARTICLE, "library/books/first-books/", "people/", "people/alex/", "podcasts/talks/first/"):
        page = opened(browser, pictured, path, viewport={"width": width, "height": 700})
        moved = [shift for shift in page.evaluate("window.shifts") if shift[1]]  # a player moves by itself, sourceless
        assert moved == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize(("width", "ratio", "loaded"), [(375, 1, 480), (375, 2, 960), (1280, 1, 960), (1700, 2, 1600)])
def test_a_screen_loads_what_it_can_show(
    browser: Browser,
    pictured: Published,
    width: int,
    ratio: int,
    loaded: int,
) -> None:
    size = {"width": width, "height": 700}
    page = opened(browser, pictured, ARTICLE, viewport=size, device_scale_factor=ratio)
    chosen = page.evaluate("document.querySelector('main article img').currentSrc")
    assert f"wave-at-sea-{loaded}-" in chosen and chosen.endswith(".webp")
    page.context.close()


def test_only_the_first_picture_is_loaded_at_once(pictured: Published) -> None:
    text = pictured.get(ARTICLE).text
    assert [part.split('"')[0] for part in text.split('loading="')[1:]] == ["eager", "lazy", "lazy", "lazy"]
    assert text.count('decoding="async"') == 4
    assert 'href="../../../assets/pictures/wave-at-sea-' in text, "a link leads to the whole picture"


def test_people_and_topics_are_shown(pictured: Published) -> None:
    for path in ("people/", "people/alex/", "topics/", "topics/coping-with-urges/", "audiences/for-me/", ""):
        assert "<picture>" in pictured.get(path).text, path


def test_nothing_that_is_published_names_the_owner_of_a_camera(pictured: Published) -> None:
    published = [path for path in pictured.public.rglob("*") if path.is_file()]
    assert len([path for path in published if path.suffix in (".webp", ".jpg", ".png")]) > 20
    assert [path for path in published if SECRET in path.read_bytes()] == []


def test_a_listener_sees_the_artwork_and_does_not_pay_for_it(pictured: Published) -> None:
    feed: Any = feedparser.parse(pictured.get("podcasts/talks/feed.xml").content)
    show, episode = feed.feed.image.href, feed.entries[0].image.href
    assert show != episode
    for address in (show, episode):
        answer = pictured.get(address.removeprefix(pictured.base_url))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert address.endswith(".jpg") and len(answer.content) <= 512_000
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert 1400 <= picture.width == picture.height <= 3000
    cover = TinyTag.get(next(pictured.public.rglob("*.mp3")), image=True).images.front_cover
    assert cover is not None and cover.mime_type == "image/jpeg" and len(cover.data) <= 150_000
    with Image.open(io.BytesIO(cover.data)) as picture:
        assert picture.width <= 1000


def test_every_page_has_its_card(pictured: Published) -> None:
    cards = set()
    for page in pictured.public.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        address = text.split('property="og:image" content="')[1].split('"')[0]
        cards.add(address)
        with Image.open(pictured.public / address.removeprefix(pictured.base_url)) as card:
            assert card.size == (1200, 630)
    assert len(cards) > 10


def test_a_second_build_makes_nothing_again(pictured: Published) -> None:
    run = pipeline("plan", "--root", pictured.root)
    again = pipeline("build", "-v", "--root", pictured.root)
    assert again.status == 0 and "built" not in again.stderr, again.stderr
    assert "0 to put" in run.stdout
