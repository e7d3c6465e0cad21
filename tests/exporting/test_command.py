"""`pipeline export`, as somebody runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.exporting import OutFile
from pipeline.exporting.drivers import folder
from tests.support.run import pipeline


def test_what_others_take_over(small: Path) -> None:
    run = pipeline("export", "feed", "talks", "--root", small)
    assert run.status == 0, run.stderr
    assert run.stdout.splitlines() == [
        f"Wrote {small}/dist/public.feed.xml: 1 episode of “Talks”, 4.1 kB.",
        "It asks other hosts not to take it over: write `locked: no` into its `show.yml` to let them.",
        "It asks directories not to list it.",
        "Addresses in it lead to http://127.0.0.1:8000/: `--target` names another target.",
    ]
    run = pipeline("export", "markdown", "--root", small, "--out", small / "out", "--json")
    said = json.loads(run.stdout)
    assert (said["ok"], said["folder"], said["entries"]) == (True, f"{small}/out", 7)
    assert (small / "out/content/library/articles/urges-pass.md").read_text().startswith("---\ntitle: Urges pass\n")
    again = pipeline("export", "markdown", "--root", small, "--out", small / "out")
    assert again.status == 2
    assert "is not empty; name a new folder with `--out`, or remove it first" in again.stderr
    wrong = pipeline("export", "wordpress", "talks", "--root", small)
    assert wrong.status == 2
    assert "`export wordpress` takes no show; it holds the whole library" in wrong.stderr


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.md").write_text("mine")
    with pytest.raises(FileExistsError):
        folder.write(str(tmp_path / "old"), [OutFile("a.md", lambda: (b"new",))])
    assert (tmp_path / "old/a.md").read_text() == "mine"
    written = folder.write(str(tmp_path / "new"), [OutFile("x/a.md", lambda: (b"new", b"er"))])
    assert (written, (tmp_path / "new/x/a.md").read_bytes()) == ((1, 5), b"newer")
