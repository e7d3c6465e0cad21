"""`pipeline check --external`: dead links with their line and the archived copy, asked for once, and nothing written
unless somebody wants it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.content.checks import links
from pipeline.outgoing import asking
from pipeline.outgoing.drivers import hosts
from tests.support import library
from tests.support.run import pipeline
from tests.support.site import Reply, Site, site

LIST = "content/library/links/first-links.md"
COPY = b"""{"archived_snapshots": {"closest": {"status": "200", "available": true, "timestamp": "20240103120000",
 "url": "http://web.archive.org/web/20240103120000/http://gone.example/"}}}"""


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Sites of others, which nobody waits for."""
    monkeypatch.setattr(hosts, "PAUSE", 0.0)
    monkeypatch.setattr(asking, "PAUSES", (0.0,))
    monkeypatch.setattr(links, "near", lambda _address: None)  # they lie on this machine
    with site() as running:
        yield running


@pytest.fixture
def root(tmp_path: Path, others: Site) -> Path:
    """A library that leads to them: a page, one that is gone, one that wants a person, one that has moved."""
    root = library.write(tmp_path)
    for file in root.rglob("content/meetings/*"):
        file.unlink()
    (root / LIST).write_text(
        library.FILES[LIST].replace("https://www.who.int/", others.url("/page"))
        + f"[Gone]({others.url('/gone#part')}), [guarded]({others.url('/guarded', 'localhost')})\n"
        + f"and [moved]({others.url('/moved')}).\n",
        encoding="utf-8",
    )
    settings = root / "pipeline.toml"
    archive = f'[links]\narchive = "{others.url("/wayback/available")}"\n'
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{archive}", encoding="utf-8")
    others.says("/gone", Reply(404))
    others.says("/guarded", Reply(403))
    others.says("/moved", Reply(301, headers={"Location": "/new"}))
    others.says(f"/wayback/available?url={ESCAPED.format(others.port)}&timestamp=20260103", Reply(200, COPY))
    return root


ESCAPED = "http%3A%2F%2F127.0.0.1%3A{}%2Fgone"


def test_dead_links_are_told_with_their_line_and_the_archived_copy(root: Path, others: Site) -> None:
    run = pipeline("check", "--root", root, "--external", "--allow-private", "-q")
    gone, moved = others.url("/gone"), others.url("/moved")
    assert run.status == 1
    assert (
        run.stderr
        == f"""\
{LIST}:14:8: error: `{gone}` leads to no page: its server answers 404 (not found) [dead-link]
  14 | [Gone]({gone}#part), [guarded]({others.url("/guarded", "localhost")})
     |        ^
  remedy: find its new address, or lead to the archived copy of 2024-01-03: \
`https://web.archive.org/web/20240103120000/http://gone.example/`

{LIST}:15:13: warning: `{moved}` has moved for good [moved-link]
  15 | and [moved]({moved}).
     |             ^
  remedy: write `{others.url("/new")}`

"""
    )
    assert sorted(others.asked) == sorted(
        [
            *["GET /robots.txt"] * 2,
            "HEAD /page",
            *("HEAD /gone", "GET /gone"),
            *("HEAD /guarded", "GET /guarded"),
            *("HEAD /moved", "HEAD /new"),
            f"GET /wayback/available?url={ESCAPED.format(others.port)}&timestamp=20260103",
        ]
    )


def test_what_was_good_is_not_asked_again_and_people_are_told_what_to_open(root: Path, others: Site) -> None:
    assert pipeline("check", "--root", root, "--external", "--allow-private", "-q").status == 1
    others.asked.clear()
    others.says("/gone", Reply(200))
    run = pipeline("check", "--root", root, "--external", "--allow-private")
    assert run.status == 0, run.stderr
    assert others.asked == ["GET /robots.txt", "HEAD /gone"]
    guarded = others.url("/guarded", "localhost")
    assert (
        run.stdout
        == f"""\
Addresses of others: 4, asked now: 1. There: 3; for you to open: 1.
Open these in a browser:
  {LIST}:14:{21 + len(others.url("/gone#part"))}: {guarded} (its server answers 403 (forbidden))
The library is in order: 0 errors, 1 warning.
"""
    )
    told = json.loads(pipeline("check", "--root", root, "--external", "--allow-private", "--json").stdout)["outside"]
    assert told["asked"] == 0
    assert [one["state"] for one in told["addresses"]] == ["there", "moved", "there", "unsure"]


def test_the_day_of_a_look_is_written_only_when_asked(root: Path, others: Site) -> None:
    others.says("/gone", Reply(200))
    before = (root / LIST).read_text(encoding="utf-8")
    run = pipeline("check", "--root", root, "--external", "--allow-private", "--at", "2026-11-24")
    assert run.status == 0 and (root / LIST).read_text(encoding="utf-8") == before
    run = pipeline("check", "--root", root, "--external", "--allow-private", "--mark-checked", "--at", "2026-11-25")
    assert (root / LIST).read_text(encoding="utf-8") == before.replace(
        "    kind: organisation\n", "    kind: organisation\n    checked: 2026-11-24\n"
    ), "it was asked the day before"
    assert "+    checked: 2026-11-24" in run.stderr
    assert "  15 | and [moved]" in run.stderr, "a problem shows the line that was looked at"


def test_what_can_not_be_asked_for_is_told(root: Path) -> None:
    assert "--external" in pipeline("check", "--root", root, "--mark-checked").stderr
    assert "`--external`" in pipeline("check", "--root", root, "--allow-private").stderr
    for path in (root / "content").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("http://", "mailto:a@"), encoding="utf-8")
    run = pipeline("check", "--root", root, "--external")
    assert (run.status, "there is nothing to ask" in run.stderr) == (2, True)


def test_without_a_line_nothing_is_said_of_links(root: Path) -> None:
    (root / LIST).write_text(
        library.FILES[LIST].replace("https://www.who.int/", "http://127.0.0.1:9/a") + "<http://localhost:9/>\n",
        encoding="utf-8",
    )
    run = pipeline("check", "--root", root, "--external", "--allow-private")
    assert run.status == 4
    assert (
        "error: nothing answered, wherever it is\n  remedy: see whether this machine reaches the internet" in run.stderr
    )
