"""A small library with meetings, read as their editors wrote them."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline import content
from pipeline.content.checks.around import Around
from pipeline.formats import markdown
from pipeline.model.artifact import sha256
from pipeline.model.kinds import meeting
from pipeline.model.kinds.meeting.row import MeetingRow
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
    """Meetings by the names of their files: what stands in them besides the first fields."""

    def __init__(self, base_url: str = "https://library.example/", **texts: str) -> None:
        settings, problems = load(small.FILES["pipeline.toml"])
        assert settings is not None, problems
        lists = {name: text for name, text in small.FILES.items() if name.endswith((".yml", "home.md"))}
        files = {f"content/meetings/{name.replace('_', '-')}.md": text for name, text in texts.items()}
        tree = Tree(
            {name: _file(name, text) for name, text in sorted({**lists, **files}.items()) if "podcast" not in name}
        )
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
        found = [problem for one in self.library.of(meeting.KIND) for problem in meeting.KIND.check(one, around)]
        return sorted({*self.malformed, *found})


def _file(path: str, text: str) -> File:
    data = text.encode()
    return File(path, sha256(data), len(data), data)
