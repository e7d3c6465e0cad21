"""Programs of this machine that tests need, and how Chromium is started and waited for."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

PATIENCE = 60
"""Seconds that may pass until something is as it should be; a page has twice that to arrive. Tests wait for what they
mean, so that only what never comes takes so long: the machine may be busy with other things.
"""
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium_program() -> str:
    """Chromium without the windows around its pages, which costs a third of the whole; that, where it alone is here."""
    return shutil.which("chromium-headless-shell") or tool("chromium", "chromium-headless-shell")


def chromium(playwright: Playwright) -> Browser:
    """Chromium, whose every context has patience."""
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=CHROMIUM)
    browser.on("context", _with_patience)
    expect.set_options(timeout=1000 * PATIENCE)
    return browser


def _with_patience(context: BrowserContext) -> None:
    context.set_default_timeout(1000 * PATIENCE)
    context.set_default_navigation_timeout(2000 * PATIENCE)


@contextmanager
def hears_ctrl_c() -> Iterator[None]:
    """This process and those that it starts, though a shell has made tests in the background deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def without_links(patch: pytest.MonkeyPatch) -> None:
    """This process on a disk that has no symbolic links."""

    def refuse(_goal: object, link: Path, *_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(link))

    patch.setattr(os, "symlink", refuse)


def tool(name: str, package: str) -> str:
    """A program of this machine; without it the test is skipped, and fails where `CI` is set."""
    found = shutil.which(name)
    if found is None:
        message = f"`{name}` is not here; bring it with: apt-get install -y {package}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
