"""The whole flow in memory: no tool, no disk, no clock."""

from __future__ import annotations

import re

from pipeline import flow, publishing
from pipeline.model.artifact import Action
from tests.support import twins
from tests.support.library import FILES, square, tone


def files() -> dict[str, bytes]:
    texts = {name: text.encode() for name, text in FILES.items()}
    sound = {
        "content/podcasts/talks/first.wav": tone(0.1),
        "content/podcasts/talks/cover.png": square(8),
        "mkdocs.yml": b"theme:\n  name: material\n",
    }
    return texts | sound


def test_a_library_is_published_without_a_tool_or_the_disk() -> None:
    world = twins.world(files())
    built = flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    publishing.sync(world, planned)
    state = world.target.state()
    assert state.manifest is not None
    assert state.manifest.artifacts == built.manifest.artifacts
    assert {"index.html", "podcasts/talks/feed.xml", "search/pagefind-entry.json", "sitemap.xml"} <= set(
        state.manifest.artifacts
    )


def test_what_leads_to_a_file_goes_out_after_it() -> None:
    world = twins.world(files())
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    puts = [change.path for change in planned.only(Action.PUT)]
    sound = next(path for path in puts if path.endswith(".mp3"))
    page = "podcasts/talks/first/index.html"
    assert puts.index(sound) < puts.index(page) < puts.index("podcasts/talks/feed.xml")


def test_page_and_feed_name_one_enclosure() -> None:
    world = twins.world(files())
    built = flow.build(world)
    sound = next(path for path in built.manifest.artifacts if path.endswith(".mp3"))
    data = {
        path: b"".join(world.output.open(artifact)).decode("utf-8", "replace")
        for path, artifact in built.manifest.artifacts.items()
    }
    assert f'url="http://127.0.0.1:8000/{sound}"' in data["podcasts/talks/feed.xml"]
    assert re.search(rf"(\.\./)+{re.escape(sound)}", data["podcasts/talks/first/index.html"])


def test_at_another_instant_another_library() -> None:
    source = files()
    article = "content/library/articles/urges-pass.md"
    later = source[article].replace(b"2026-01-02", b"2026-09-01").replace(b"title: Urges pass", b"title: Later on")
    source["content/library/articles/later.md"] = later
    now = flow.build(twins.world(source)).manifest.artifacts
    then = flow.build(twins.world(source, twins.INSTANT.replace(month=10))).manifest.artifacts
    assert "library/articles/later/index.html" not in now
    assert "library/articles/later/index.html" in then
