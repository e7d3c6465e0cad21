"""A library and its entries begin: what `init` and `new` write is accepted as it stands, and published at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.editing import beginnings
from tests.support import library
from tests.support.run import pipeline

TITLES = ("What helped me", 'Quotes: "why" & how? #1', "Über das Aufhören – ein Anfang", "[x] *yes*: {no} - & more")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "library"
    assert pipeline("init", root).status == 0
    return root


def test_a_new_library_is_published_at_once(begun: Path) -> None:
    checked = pipeline("check", "--root", begun, "--strict")
    assert checked.status == 0, checked.stderr
    run = pipeline("publish", "--root", begun)
    assert run.status == 0, run.stderr
    assert "A new library" in (begun / "public/index.html").read_text(encoding="utf-8")


def test_init_writes_over_nothing(begun: Path) -> None:
    run = pipeline("init", begun)
    assert run.status == 2
    assert "is not empty" in run.stderr


@pytest.mark.parametrize("title", TITLES)
def test_what_new_writes_is_accepted_and_a_draft(tmp_path: Path, title: str) -> None:
    root = library.write(tmp_path)
    (tmp_path / "Take 1.wav").write_bytes(library.tone(3.0))
    entries = []
    for kind in beginnings():
        more = ("--audio", tmp_path / "Take 1.wav", "--show", "talks") if kind == "episode" else ()
        run = pipeline("new", kind, title, "--root", root, "--json", *more)
        assert run.status == 0, run.stderr
        made = json.loads(run.stdout)["files"]
        assert all((root / name).is_file() for name in made)
        text = (root / made[0]).read_text(encoding="utf-8")
        assert "draft: yes" in text
        assert "# " in text
        entries.append(made[0])
    checked = pipeline("check", "--root", root, "--strict")
    assert checked.status == 0, checked.stderr
    if title == TITLES[0]:
        nothing_of_new_is_published(root, entries)


def nothing_of_new_is_published(root: Path, entries: list[str]) -> None:
    for name in entries:
        publish(root / name)
    told = json.loads(pipeline("check", "--root", root, "--json").stdout)["problems"]
    assert {one["code"] for one in told} == {"placeholder"}
    for name in entries:
        lines = [one["line"] for one in told if one["path"] == name]
        assert len(lines) > 1, name  # of the fields and of the text


def publish(path: Path) -> str:
    """An entry without its line `draft: yes`."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("draft:"))
    path.write_text(text, encoding="utf-8")
    return text


def test_a_draft_becomes_an_entry_when_its_line_goes(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    assert pipeline("new", "article", "What helped me", "--root", root).status == 0
    path = root / "content/library/articles/what-helped-me.md"
    fields, _, _ = publish(path).rpartition("---\n")
    own = fields.replace("Replace this sentence by what the reader will find here", "Three things that helped me")
    path.write_text(f"{own}---\nFirst, to write it down.\n", encoding="utf-8")
    assert pipeline("build", "--root", root).status == 0
    assert (root / "dist/public/library/articles/what-helped-me/index.html").is_file()


def test_new_says_what_it_needs(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    assert "is there already" in pipeline("new", "article", "Urges pass", "--root", root).stderr
    run = pipeline("new", "episode", "A talk", "--root", root)
    assert run.status == 2
    assert "--audio FILE" in run.stderr
    assert "no letter or digit" in pipeline("new", "article", "…", "--root", root).stderr
    assert (
        "no show `talk`"
        in pipeline(
            "new", "episode", "A talk", "--root", root, "--show", "talk", "--audio", root / "pipeline.toml"
        ).stderr
    )
