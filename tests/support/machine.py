"""Programs of this machine that tests need, and how Chromium is started."""

from __future__ import annotations

import os
import shutil

import pytest

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


def tool(name: str, package: str) -> str:
    """A program of this machine; without it the test is skipped, and fails where `CI` is set."""
    found = shutil.which(name)
    if found is None:
        message = f"`{name}` is not here; bring it with: apt-get install -y {package}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
