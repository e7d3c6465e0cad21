"""What `serve --watch` keeps of what it showed before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import watched
from pipeline.cli.session import Options, Session
from pipeline.model.library import Library
from pipeline.preview import Showing
from tests.support import library
from tests.support.run import shared_pool

ARTICLE = "content/library/articles/urges-pass.md"


@pytest.fixture
def at_work() -> Iterator[None]:
    """As in a command: nobody looks for circles by himself."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("at_work")
def test_what_is_shown_no_more_is_thrown_away(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in ("REST", "LOOK"):
        monkeypatch.setattr(watched, seconds, 0.0)
    session, showing = Session(Options(root=small)), Showing()
    desk = watched._Desk(session, session.settings, "http://127.0.0.1:8000/", showing, shared_pool())
    before = libraries()
    for saved in range(4):
        library.edit(small, ARTICLE, "An urge is", f"Word {saved}. An urge is")
        desk._show(frozenset({ARTICLE}))
        assert desk._heard() == frozenset()
    assert showing.now.number == 4
    assert libraries() - before <= 1


def libraries() -> int:
    return sum(issubclass(type(one), Library) for one in gc.get_objects())  # isinstance would ask weak references
