"""What a cache gives is what a clean build makes, whoever changed what: content, our code, a byte on the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.model.artifact import Manifest, carries, sha256
from tests.support import library, packs
from tests.support import run as runs

AT = "2026-06-01T00:00+00:00"
LONGER = """

_as_it_was = render


def render(*given) -> Rendering:
    from dataclasses import replace

    whole = _as_it_was(*given)
    return replace(whole, html=f"{whole.html}<p>A line more.</p>")
"""


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture
def texts(bare: Path) -> Path:
    """The small library with its articles and lists alone: the rest would only take time."""
    shutil.rmtree(bare / "content/podcasts")
    shutil.rmtree(bare / "content/handouts")
    library.edit(bare, "content/library/articles/urges-pass.md", "[the urge log](../../handouts/urge-log.md)", "a log")
    return bare


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout of this program, to be changed."""
    for name in ("pipeline", "theme"):
        shutil.copytree(library.HOUSE / name, tmp_path / "house" / name)
    shutil.copy(library.HOUSE / "mkdocs.yml", tmp_path / "house")
    return tmp_path / "house"


def build(house: Path, root: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(root), "--at", AT]
    done = subprocess.run(command, cwd=house, env=os.environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return files(root / "dist")


def test_a_mended_line_of_ours_reaches_what_was_built_before(house: Path, texts: Path) -> None:
    before = build(house, texts)
    markdown = house / "pipeline/formats/markdown.py"
    markdown.write_text(markdown.read_text(encoding="utf-8") + LONGER, encoding="utf-8")
    cached = build(house, texts)
    shutil.rmtree(texts / ".cache")
    shutil.rmtree(texts / "dist")
    assert cached == build(house, texts)
    page = "public/library/articles/urges-pass/index.html"
    assert b"A line more." in cached[page]
    assert b"A line more." not in before[page]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def change(path: Path, *, hidden: bool = False) -> None:
    """Change a byte, as an editor does; or so that neither size nor time tells."""
    before = path.stat()
    with path.open("r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(bytes([first[0] ^ 1]))
    if hidden:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_byte_changed_in_dist_and_then_in_the_cache(texts: Path) -> None:
    """Once a change in `dist/` changed the cache too, and every later publish was refused."""
    assert run("publish", "--root", texts, "--at", AT).exit_code == 0
    before = files(texts / "dist"), files(texts / "public/")
    page = texts / "dist/public/library/articles/urges-pass/index.html"
    change(page)
    told = run("publish", "--root", texts, "--at", AT)
    assert (told.exit_code, files(texts / "dist"), files(texts / "public/")) == (0, *before)
    assert f"warning: `{page}` was changed after the build: it is laid out anew" in told.stderr
    cache = texts / ".cache/pipeline"
    blobs = [*packs.keys(cache, "blobs/"), *(f"blobs/{name}" for name in files(cache / "blobs"))]
    for blob in blobs:
        change(cache / blob) if (cache / blob).is_file() else packs.spoil(cache, blob)
    for made in ("dist", "public", ".public"):
        shutil.rmtree(texts / made) if not (texts / made).is_symlink() else (texts / made).unlink()
    told = run("publish", "--root", texts, "--at", AT)
    assert (told.exit_code, files(texts / "dist"), files(texts / "public/")) == (0, *before), told.output
    named = {line.split("`")[1] for line in told.stderr.splitlines() if "is not what was written there" in line}
    assert named
    assert named <= {*blobs}
    assert "Nothing changed" in run("publish", "--root", texts, "--at", AT).stdout


def test_a_sync_by_itself_takes_from_the_cache_what_was_changed_in_dist(texts: Path) -> None:
    assert run("build", "--root", texts, "--at", AT).exit_code == 0
    before = files(texts / "dist/public")
    page = texts / "dist/public/library/articles/urges-pass/index.html"
    change(page, hidden=True)
    told = run("sync", "--root", texts, "--at", AT)
    assert (told.exit_code, files(texts / "public/")) == (0, before), told.output
    assert f"warning: `{page}` was changed after the build: it was thrown away" in told.stderr
    assert run("build", "--root", texts, "--at", AT).exit_code == 0
    assert files(texts / "dist/public") == before


def test_what_neither_dist_nor_cache_has_is_built_again(texts: Path) -> None:
    assert run("build", "--root", texts, "--at", AT).exit_code == 0
    before = files(texts / "dist/public")
    change(texts / "dist/public/index.html", hidden=True)
    shutil.rmtree(texts / ".cache")
    told = run("sync", "--root", texts, "--at", AT)
    assert told.exit_code == 4
    assert "dist/public/index.html` is not as the last build left it\n  remedy: build again" in told.stderr
    assert not (texts / "public").exists()
    assert run("publish", "--root", texts, "--at", AT).exit_code == 0
    assert files(texts / "public/") == before


URGES, SHOW, LOG = "library/articles/urges-pass.md", "podcasts/talks/show.yml", "handouts/urge-log.md"
NEW = """\
---
title: Waves
description: An article that came later, and that leads to one which was there before.
date: 2026-05-01
topics: [coping-with-urges]
audiences: [for-me]
authors: [sam]
image: {file: wave.png, alt: A wave}
---
See [what to do](urges-pass.md#what-to-do).

![A wave](wave.png)
"""


def edits(root: Path) -> Iterator[str]:
    """Edits of the small library, one at a time, as an editor and a designer make them."""

    def edit(name: str, old: str, new: str) -> str:
        library.edit(root, f"content/{name}", old, new)
        return name

    def write(name: str, data: bytes) -> str:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
        return name

    yield edit(URGES, "like a wave", "like a tide")
    yield edit(URGES, "title: Urges pass", "title: All urges pass")
    write("content/library/articles/wave.png", library.square(300))
    yield write("content/library/articles/waves.md", NEW.encode())
    yield edit("topics.yml", "title: Coping with urges", "title: When urges come")
    yield edit("people.yml", "  name: Sam\n", "  name: Sam\n  photo: {file: library/articles/wave.png, alt: Sam}\n")
    yield write("content/library/articles/wave.png", library.square(400))
    yield edit(LOG, "What set it off?", "What began it?")
    yield edit(SHOW, "explicit: no", "explicit: no\nseasons: {1: The first}\nlicence: CC-BY-4.0")
    yield edit("podcasts/talks/first.vtt", "Thank you", "Thanks")
    yield "checkpoint"
    words = (library.HOUSE / "theme/strings/en.yml").read_bytes()
    yield write("theme/strings/en.yml", words.replace(b"home: Home", b"home: Begin"))
    foot = (library.HOUSE / "theme/partials/foot.html").read_bytes()
    yield write("theme/partials/foot.html", b"<p>Ours</p>" + foot)
    (root / "content" / URGES).rename(root / "content/library/articles/urges.md")
    edit("library/articles/urges.md", "authors:", "redirect_from: [/library/articles/urges-pass/]\nauthors:")
    for name, up in (("pages/home.md", "../library/articles/"), ("podcasts/talks/first.md", "../../library/articles/")):
        edit(name, f"{up}urges-pass.md", f"{up}urges.md")
    yield edit("library/articles/waves.md", "urges-pass.md", "urges.md")
    yield edit("library/articles/waves.md", "date: 2026-05-01", "date: 2026-07-01")
    yield "checkpoint"


def test_after_a_dozen_edits_everything_is_as_on_a_machine_that_never_saw_it(small: Path, tmp_path: Path) -> None:
    """That machine has another home, zone, language, seed and folder, and one process."""
    for number, edited in enumerate(edits(small)):
        if edited != "checkpoint":
            built = runs.pipeline("publish", "--root", small, "--at", AT)
            assert built.status == 0, (edited, built.stderr)
            continue
        there = shutil.copytree(
            small,
            tmp_path / f"another place {number}" / "library",
            symlinks=True,
            ignore=lambda *_: {".cache", "dist"},  # what is public tells which file an episode has
        )
        elsewhere = {"HOME": str(tmp_path), "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": str(number)}
        clean = runs.process("build", "--root", there, "--at", AT, "--jobs", "1", env=elsewhere)
        assert clean.status == 0, clean.stderr
        held, made, public = files(small / "dist"), files(there / "dist"), files(small / "public/")
        named = Manifest.from_bytes(made["public.json"]).artifacts
        left_out = {path for path in named if f"public/{path}" not in made}  # the target has it
        assert all(carries(path, sha256(public[path])) for path in left_out)
        made |= {f"public/{path}": public[path] for path in left_out}
        assert [path for path in {*held, *made} if held.get(path) != made.get(path)] == []
        assert {path: public[path] for path in named} == {path: made[f"public/{path}"] for path in named}
        assert all(carries(path, sha256(data)) for path, data in public.items() if path not in named)
