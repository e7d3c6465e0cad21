"""A small library with meetings or news, read as their editors wrote them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipeline import content
from pipeline.content.checks.around import Around
from pipeline.formats import markdown
from pipeline.model.artifact import sha256
from pipeline.model.kinds import meeting, news
from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.meeting.row import MeetingRow
from pipeline.model.kinds.news.row import NewsRow
from pipeline.model.published import Published
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem
from pipeline.settings import load
from tests.support import library as small

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HEAD = """\
title: {name}
description: A meeting that exists only for tests, and is held where nobody goes.
date: 2026-01-01
audiences: [for-me]
"""
ONLINE = "mode: online\njoin: {url: https://meet.example/a}\n"


def written(name: str, fields: str, body: str = "Come in.\n") -> str:
    return f"---\n{HEAD.format(name=name)}{fields}---\n{body}"


class Shelf:
    """Meetings by the names of their files, and other entries by their paths."""

    kind: Kind[Any] = meeting.KIND

    def __init__(self, base_url: str = "https://library.example/", **texts: str) -> None:
        settings, problems = load(small.FILES["pipeline.toml"])
        assert settings is not None, problems
        lists = {name: text for name, text in small.FILES.items() if name.endswith((".yml", "home.md"))}
        files = {name if "/" in name else self.kind.path(name.replace("_", "-")): text for name, text in texts.items()}
        every = sorted({**lists, **files}.items())
        tree = Tree({name: _file(name, text) for name, text in every if "podcast" not in name})
        self.library, self.malformed = content.load(tree, settings)
        self.texts = {entry.path: markdown.render(entry.body, entry.path) for entry in self.library.entries}
        self.published = Published(self.library, base_url, self.texts, {})

    @property
    def rows(self) -> tuple[MeetingRow, ...]:
        return self.published.rows(meeting.KIND)  # type: ignore[return-value]  # all are of that kind

    def row(self, name: str) -> MeetingRow:
        return next(row for row in self.rows if row.id == f"meetings/{name}/")

    @property
    def problems(self) -> list[Problem]:
        around = Around(self.library, self.texts, NOW)
        found = [problem for one in self.library.of(self.kind) for problem in self.kind.check(one, around)]
        return sorted({*self.malformed, *found})


class Notices(Shelf):
    """The same with news."""

    kind = news.KIND

    def news(self, name: str) -> NewsRow:
        found = next(row for row in self.published.rows(news.KIND) if row.id == f"news/{name}/")
        assert isinstance(found, NewsRow)
        return found


def _file(path: str, text: str) -> File:
    data = text.encode()
    return File(path, sha256(data), len(data), data)
