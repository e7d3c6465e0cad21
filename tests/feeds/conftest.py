"""Fixtures of this room.

To write the goldens anew after a change that you meant: `pytest tests/feeds --regenerate`, then read the diff.
"""

from __future__ import annotations

import pytest

from tests.feeds.shelf import Shelf


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
