"""Elsewhere: the wheel alone publishes a library that has no theme of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.equipment import FORGES
from tests.support import library

REPOSITORY = Path(__file__).parents[1]
FONTS = REPOSITORY / "theme/assets/fonts"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing else: a pure wheel is installed by unpacking it."""
    wheels = tmp_path_factory.mktemp("wheels")
    run(["-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)], cwd=REPOSITORY)
    (wheel,) = wheels.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    return site


def run(arguments: list[str], *, cwd: Path, path: Path | None = None) -> str:
    """Python where no checkout and no program is, with the packages under `path` before all others."""
    env = {**os.environ, "PYTHONPATH": str(path or ""), "PATH": "/nonexistent"}
    command = [sys.executable, "-P", *arguments]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def published(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What people reach of a library that was published by the wheel alone."""
    root = library.write(tmp_path_factory.mktemp("elsewhere") / "library")
    assert not (root / "theme").exists() and not (root / "mkdocs.yml").exists()
    where = run(["-c", "import pipeline; print(pipeline.__file__)"], cwd=root, path=installed)
    assert Path(where.strip()).is_relative_to(installed)
    run(["-m", "pipeline", "publish", "-q"], cwd=root, path=installed)
    return root / "public"


def test_the_wheel_holds_the_package_its_theme_and_what_libraries_get_alone(installed: Path) -> None:
    assert {path.name.split("-")[0] for path in installed.iterdir()} == {"pipeline"}
    house = installed / "pipeline/_house"
    assert {path.name for path in house.iterdir()} == {".ci", ".github", "docs", "mkdocs.yml", "requirements", "theme"}
    of_forges = [path for path in house.rglob("*") if path.is_file() and not path.is_relative_to(house / "theme")]
    shipped = {path.relative_to(house).as_posix() for path in of_forges}
    assert {path for forge in FORGES.values() for path in forge.workflows} <= shipped
    for path in of_forges:
        assert path.read_bytes() == (REPOSITORY / path.relative_to(house)).read_bytes()
    ours = {p.relative_to(REPOSITORY).as_posix() for p in (REPOSITORY / "theme").rglob("*") if p.is_file()}
    assert {p.relative_to(house).as_posix() for p in (house / "theme").rglob("*") if p.is_file()} == ours


def test_every_kind_is_published(published: Path) -> None:
    for address in (
        *("", "library/articles/urges-pass/", "library/books/first-books/", "library/links/first-links/"),
        *("handouts/urge-log/", "podcasts/talks/", "podcasts/talks/first/", "topics/coping-with-urges/"),
    ):
        assert "<h1" in (published / address / "index.html").read_text(encoding="utf-8"), address
    assert "<enclosure" in (published / "podcasts/talks/feed.xml").read_text(encoding="utf-8")
    assert next((published / "media/talks").glob("first-*.mp3")).stat().st_size > 10_000


def test_the_pages_have_our_look_and_the_fonts_lie_beside_them(published: Path) -> None:
    page = (published / "library/articles/urges-pass/index.html").read_text(encoding="utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    ours = next(sheet for sheet in sheets if "/tokens-" in sheet)
    style = (published / "library/articles/urges-pass" / ours).resolve()
    named = {Path(url).name for url in re.findall(r'url\(["\']?([^"\')]+\.woff2)', style.read_text(encoding="utf-8"))}
    fonts = {path.name: path.read_bytes() for path in (published / "assets/fonts").iterdir()}
    assert named and named <= set(fonts)
    assert {path.read_bytes() for path in FONTS.glob("*.woff2")} <= set(fonts.values())
    assert not [
        url for url in re.findall(r'(?:src|rel="stylesheet" href)="(https?:[^"]+)"', page) if "127.0.0.1" not in url
    ]


def test_a_library_begins_with_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    source = ("--pipeline", "git+https://git.library.example/pipeline@v1")
    run(["-m", "pipeline", "init", "library", "--ci", "forgejo", *source], cwd=tmp_path, path=installed)
    for name in (".gitignore", ".forgejo/workflows/nightly.yml", ".forgejo/issue_template/mistake.yml", ".ci/run.lock"):
        assert (tmp_path / "library" / name).is_file(), name
    run(["-m", "pipeline", "check", "--strict", "-q", "--root", "library"], cwd=tmp_path, path=installed)
