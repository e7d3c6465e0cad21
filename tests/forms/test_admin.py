"""`admin/` among all else that is published: who claims it, who leaves it alone, and whom it may speak to."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow
from pipeline.forms import admin
from pipeline.forms.drivers.npm import Npm
from pipeline.forms.packages import PACKAGES, SVELTIA
from pipeline.jobs import Failure, Task
from pipeline.model.artifact import Manifest
from tests.journeys.test_twins import files
from tests.support import twins
from tests.support.admin import library
from tests.support.library import FILES

SETTINGS = "pipeline.toml"
GITHUB = 'backend = "github"\nrepository = "us/library"'


def settings(editing: str = GITHUB) -> bytes:
    text = FILES[SETTINGS].replace("[targets.public]", "[offline]\nkeep = true\n\n[targets.public]")
    return text.replace("[offline]", f"[site.editing]\n{editing}\n\n[offline]").encode()


def built(**more: bytes) -> tuple[Manifest, dict[str, str]]:
    """What a build with forms makes: its manifest, and its texts."""
    world = twins.world(files() | {SETTINGS: settings()} | more)
    manifest = flow.build(world).manifest
    texts = {
        path: b"".join(world.output.open(one)).decode("utf-8", "replace") for path, one in manifest.artifacts.items()
    }
    return manifest, texts


def test_admin_is_published_and_nothing_else_knows_of_it() -> None:
    manifest, texts = built()
    ours = {path for path in texts if path.startswith("admin/")}
    assert {"admin/index.html", "admin/config.json", "admin/licences/sveltia-cms.txt"} < ours
    assert sum(path.endswith(".woff2") for path in ours) == 3
    assert all(manifest.artifacts[path].immutable for path in ours if path.endswith(".js"))
    naming = {path for path, text in texts.items() if "admin/" in text and path not in ours}
    assert naming == set()  # no page, feed, sitemap or catalogue, and not what browsers keep
    assert 'name="robots" content="noindex' in texts["admin/index.html"]


def test_without_the_setting_there_is_none() -> None:
    assert not [path for path in flow.build(twins.world(files())).manifest.artifacts if path.startswith("admin/")]


def test_an_entry_at_its_address_is_told_so() -> None:
    page = files()["content/pages/home.md"]
    world = twins.world(files() | {SETTINGS: settings(), "content/pages/admin.md": page})
    (problem,) = [one for one in flow.check(world).problems if one.code == "duplicate-address"]
    assert problem.message == "the address `/admin/` is already in the folder of the forms for editors"
    assert problem.place.path == "content/pages/admin.md"


@pytest.mark.parametrize(
    ("editing", "spoken_to"),
    [
        ('backend = "trial"', []),
        (GITHUB, ["https://api.github.com"]),
        ('backend = "gitlab"\nrepository = "us/library"\nserver = "https://git.example/"', ["https://git.example"]),
        ('backend = "forgejo"\nrepository = "us/library"', ["https://gitea.com"]),
    ],
)
def test_the_page_may_speak_to_the_repository_alone(editing: str, spoken_to: list[str]) -> None:
    _, texts = built(**{SETTINGS: settings(editing)})
    (found,) = re.findall(r'Policy" content="([^"]+)', texts["admin/index.html"])
    policy = dict(part.partition(" ")[::2] for part in found.replace("&#x27;", "'").split("; "))
    assert policy["connect-src"].split() == ["'self'", "data:", "blob:", *spoken_to]
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"


def test_a_show_whose_recordings_lie_elsewhere_leaves_them_to_the_command() -> None:
    """Sveltia knows one form of a field: what stands there in another is not asked for, and so not lost."""
    episode = "content/podcasts/talks/first.md"
    given = FILES | {SETTINGS: settings().decode()}
    assert {"audio", "chapters"} < _asked(given)
    for said in (
        f"{{url: https://sound.example/first.wav, sha256: {'0' * 64}}}",
        "{file: first.wav, master: never}",
        "{url: https://sound.example/first.mp3, length: 7, type: audio/mpeg}",
    ):
        assert "audio" not in _asked(given | {episode: FILES[episode].replace("audio: first.wav", f"audio: {said}")})
    chapters = re.sub(r"chapters:\n(  .*\n)+?(?=\w)", "chapters: recording\n", FILES[episode])
    assert "chapters" not in _asked(given | {episode: chapters})


@pytest.mark.parametrize(("editing", "widget"), [('backend = "trial"', "select"), (GITHUB, "relation")])
def test_who_tries_has_topics_though_no_file_is_there(editing: str, widget: str) -> None:
    there = library(FILES | {SETTINGS: settings(editing).decode()})
    made: Any = admin.configuration(there, there)
    (article,) = [one for one in made["collections"] if one["name"] == "article"]
    (topics,) = [one for one in article["fields"] if one["name"] == "topics"]
    assert topics["widget"] == widget
    assert widget == "relation" or {"value": "coping-with-urges", "label": "Coping with urges"} in topics["options"]


def _asked(given: dict[str, str]) -> set[str]:
    there = library(given)
    made: Any = admin.configuration(there, there)
    return {field["name"] for one in made["collections"] if one["name"] == "episode-talks" for field in one["fields"]}


def test_without_npm_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Failure) as failed:
        Npm("run `apt-get install -y npm`").perform(Task(SVELTIA.params(), {}, str(tmp_path)))
    assert failed.value.message == "the forms of `admin/` come by npm, which is not here"
    assert failed.value.hint == "run `apt-get install -y npm`, or remove `[site.editing]`"


def test_what_npm_brings_is_held_against_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    npm = tmp_path / "bin/npm"
    npm.write_text("#!/bin/sh\necho other > other.tgz\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (scratch := tmp_path / "scratch").mkdir()
    with pytest.raises(Failure, match=f"`{SVELTIA.spec}` is not what was published under that name"):
        Npm().perform(Task(SVELTIA.params(), {}, str(scratch)))


def test_every_package_is_pinned() -> None:
    for one in PACKAGES:
        assert re.fullmatch(r"[0-9.]+", one.version)
        assert len(one.sha512) == 88
