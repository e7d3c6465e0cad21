"""Somebody writes, and looks at it meanwhile: a real process, a browser beside it, and files that are saved."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import library
from tests.support.sample import free_port, wait_for

ARTICLE = "content/library/articles/urges-pass.md"
PATIENCE = 60_000
"""Milliseconds that a busy machine may take."""


@pytest.fixture
def written(small: Path) -> Iterator[tuple[Path, str]]:
    """A library below a path of its own, shown while it is written."""
    library.edit(small, "pipeline.toml", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/sub/library/")
    library.edit(small, "content/library/links/first-links.md", "date: 2026-01-03", "date: 2100-01-03")
    library.edit(small, "content/library/books/first-books.md", "date:", "draft: yes\ndate:")
    port = free_port()
    command = (sys.executable, "-m", "pipeline", "serve", "--watch", "--port", str(port), "--root", str(small))
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        url = f"http://127.0.0.1:{port}/sub/library/"
        wait_for(f"{url}_writing/now.json", process)
        yield small, url
        process.terminate()  # Ctrl-C is heard only where the tests were not begun in the background
        try:
            said = process.communicate(timeout=60)[1].decode()
        finally:
            process.kill()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert not [name for name in ("dist", "public", ".public") if (small / name).exists()]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield page
    page.close()


def test_what_is_saved_shows_and_what_is_wrong_is_said(written: tuple[Path, str], page: Page) -> None:
    root, url = written
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)  # as soon as it answers: it shows itself when there is something
    expect(page.get_by_text("Welcome to the library.")).to_be_visible()

    page.goto(f"{url}library/articles/urges-pass/")
    aside = page.locator("#writing")
    library.edit(root, ARTICLE, "An urge is like a wave.", "An urge is like the weather. ~~Old.~~")
    expect(page.get_by_text("An urge is like the weather.")).to_be_visible()

    library.edit(root, ARTICLE, "title: Urges pass", "titel: Urges pass")
    expect(aside).to_contain_text("an article has no field `titel`")
    expect(aside).to_contain_text("did you mean `title`?")
    expect(aside).to_contain_text("as it was when it was last in order")
    expect(page.get_by_text("An urge is like the weather.")).to_be_visible()

    library.edit(root, ARTICLE, "titel: Urges pass", "title: Urges pass again")
    library.edit(root, ARTICLE, "[the urge log](../../handouts/urge-log.md)", "[the urge log](nowhere.md)")
    expect(page.get_by_role("heading", name="Urges pass again")).to_be_visible()
    expect(aside).to_contain_text("`nowhere.md` leads to no file of the library")

    library.edit(root, "pipeline.toml", "timezone", "timezoned")
    expect(aside).to_contain_text("timezoned")
    library.edit(root, ARTICLE, "Urges pass again", "Urges pass")
    expect(page.get_by_role("heading", name="Urges pass", exact=True)).to_be_visible()
    expect(aside).to_contain_text("timezoned")
    library.edit(root, "pipeline.toml", "timezoned", "timezone")
    expect(aside).not_to_contain_text("timezoned")

    template = root / "theme/main.html"
    template.parent.mkdir()
    template.write_text("{% if %}")
    expect(aside).to_contain_text("theme/main.html:1")
    expect(aside).to_contain_text("Expected an expression")
    template.unlink()
    expect(aside).not_to_contain_text("theme/main.html")

    page.goto(f"{url}topics/coping-with-urges/")
    expect(page.locator("main a", has_text="First books").first).to_contain_text("draft")
    expect(page.locator("main a", has_text="First links").first).to_contain_text("scheduled")
    page.goto(f"{url}library/links/first-links/")
    expect(aside).to_contain_text("Public only from 3 January 2100")
    _sound_is_made_when_somebody_looks_at_its_page(page, url)
    assert wrong == []


def _sound_is_made_when_somebody_looks_at_its_page(page: Page, url: str) -> None:
    page.goto(f"{url}podcasts/talks/first/")
    sound = page.locator("audio, audio source").first
    expect(page.locator("#writing")).not_to_contain_text("is being made")
    address = page.evaluate("address => new URL(address, location.href).href", sound.get_attribute("src"))
    answer = httpx.get(address, trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    assert len(answer.content) > 1000
    assert httpx.get(f"{url}feed.xml", trust_env=False).status_code == 404
