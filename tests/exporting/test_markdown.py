"""The folder of Markdown: addresses, fields and links, as Hugo and Jekyll have them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipeline import leaving
from pipeline.exporting import Folder
from pipeline.flow import Built
from pipeline.world import World

Library = tuple[World, Built]


@pytest.fixture(scope="module")
def hugo(built: Library) -> Folder:
    return leaving.folder(*built, "hugo", sound=False)


def text(folder: Folder, path: str) -> tuple[dict[str, Any], str]:
    data = b"".join(folder.files[path]()).decode()
    _, fields, body = data.split("---\n", 2)
    return yaml.safe_load(fields), body


def test_a_text_keeps_its_address_and_its_words(hugo: Folder) -> None:
    fields, body = text(hugo, "content/library/articles/urges-pass.md")
    params = fields.pop("params")
    assert fields == {
        "title": "Urges <pass> & go",
        "description": "An urge rises, peaks and falls, and there are things to do meanwhile.",
        "date": "2026-01-02T00:00:00+00:00",
        "url": "/library/articles/urges-pass/",
        "permalink": "/library/articles/urges-pass/",
        "authors": ["Alex"],
        "categories": ["Coping with urges"],
        "tags": ["For me"],
        "images": ["/images/wave.png"],
        "aliases": ["/2019/05/urges/"],
        "redirect_from": ["/2019/05/urges/"],
    }
    assert params == {
        "kind": "article",
        "image": {"file": "/images/wave.png", "alt": "A wave"},
        "related": ["/handouts/urge-log/"],
        "topics": ["coping-with-urges"],
        "audiences": ["for-me"],
    }
    assert (
        body
        == """\
An urge is like a wave[^1]; see [sic] and
![a wave](/images/wave.png).

## What to do

Write it down in [the urge log](/handouts/urge-log/), [twice][log], or [below](#what-to-do).

[log]: /handouts/urge-log/
[^1]: Or like weather.
"""
    )
    assert hugo.left == []


def test_what_a_text_shows_goes_along_and_nothing_that_is_not_public(hugo: Folder) -> None:
    assert "static/images/wave.png" in hugo.files
    assert "static/handouts/urge-log/urge-log.pdf" in hugo.files
    assert not [path for path in hugo.files if "not-yet" in path or "later" in path or path.endswith((".mp3", ".wav"))]
    assert b"".join(hugo.files["data/topics.yml"]()).startswith(b"coping-with-urges:\n  id: coping-with-urges\n")


def test_an_episode_is_told_as_it_is_heard(hugo: Folder, built: Library) -> None:
    fields, body = text(hugo, "content/podcasts/talks/first.md")
    said = fields["params"]
    assert said["guid"] == {"value": "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "permalink": False}
    assert said["audio"]["url"].startswith("http://127.0.0.1:8000/media/talks/first-")
    assert said["chapters"] == [{"at": 0.0, "title": "Beginning"}, {"at": 2.0, "title": "End"}]
    assert "static" + said["transcript"] in hugo.files
    assert body == "Notes of the talk, with [an article](/library/articles/urges-pass/#what-to-do).\n"
    carried = leaving.folder(*built, "jekyll", sound=True)
    fields, _ = text(carried, "podcasts/talks/first.md")
    assert fields["layout"] == "default"
    assert fields["params"]["audio"]["url"].removeprefix("/") in carried.files


def test_the_page_of_a_folder_is_called_as_the_program_wants_it(hugo: Folder, built: Library) -> None:
    assert {"content/_index.md", "content/podcasts/talks/_index.md", "hugo.toml"} <= hugo.files.keys()
    jekyll = leaving.folder(*built, "jekyll", sound=False)
    assert {"index.md", "podcasts/talks/index.md", "_config.yml", "_data/people.yml"} <= jekyll.files.keys()
    fields, body = text(hugo, "content/podcasts/talks/_index.md")
    assert fields["params"]["owner"] == {"name": "The library", "email": "library@library.example"}
    assert body.startswith("Short talks about change")
