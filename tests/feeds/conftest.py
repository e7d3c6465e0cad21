"""Fixtures of this room.

To write the goldens anew after a change that you meant: `pytest tests/feeds --regenerate`, then read the diff.
"""

from __future__ import annotations

import contextlib

import pytest

from tests.feeds.shelf import Shelf


def pytest_addoption(parser: pytest.Parser) -> None:
    with contextlib.suppress(ValueError):  # another room has added it
        parser.addoption("--regenerate", action="store_true", help="write goldens anew instead of comparing with them")


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate", default=False))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
