"""Where the settings say that a target lies, and where it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import wiring
from pipeline.release import TargetError
from pipeline.settings import load
from tests.support import library
from tests.support.run import pipeline


def test_a_path_from_the_root_of_the_file_system_is_taken_as_written(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "srv/www"
    library.edit(small, "pipeline.toml", 'path = "public"', f'path = "{elsewhere}"\nstate = "{tmp_path}/state"')
    run = pipeline("publish", "--root", small)
    assert run.status == 0, run.stderr
    assert f"`public`: {elsewhere}" in run.stdout
    assert (elsewhere / "index.html").is_file() and (tmp_path / "state/current.json").is_file()
    assert not (small / "public").exists() and not (small / str(tmp_path).lstrip("/")).exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('path = "{root}/content/x"', "lies in `content/` of the library"),
        ('path = "www"\nstate = "{root}/www/state"', "would lie in what is public"),
    ],
)
def test_a_path_from_the_root_must_not_lie_in_what_is_not_its_own(tmp_path: Path, lines: str, said: str) -> None:
    text = f'[site]\nurl = "https://l.example/"\ntitle = "L"\n\n[targets.public]\n{lines.format(root=tmp_path)}\n'
    settings, problems = load(text)
    assert settings, problems
    with pytest.raises(TargetError, match=said):
        wiring.target_of(str(tmp_path), settings, "public")
