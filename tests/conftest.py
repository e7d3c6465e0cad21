"""What all tests share: the option that writes goldens anew, and a small library."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import library

settings.register_profile("house", deadline=None)  # how long an example takes says more of the machine than of us
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small whole library on disk."""
    return library.write(tmp_path / "library")
