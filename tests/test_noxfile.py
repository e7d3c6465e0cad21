"""What the noxfile says, in one line, on a machine that lacks something."""

import ast
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

NOXFILE = Path(__file__).parent.parent / "noxfile.py"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the whole PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def provide(programs: Path, *names: str) -> None:
    for name in names:
        (programs / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (programs / name).chmod(0o755)


def start(programs: Path, before: str = "", *, uid: int = 0) -> str:
    """Start the noxfile with this PATH, after some statements; its whole output must be one line on stderr."""
    code = f"import os, sys, runpy; sys.argv[:] = ['noxfile.py', '-s', 'tests']; os.geteuid = lambda: {uid}\n{before}\n"
    code += f"runpy.run_path({str(NOXFILE)!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        env={"PATH": str(programs)},
        cwd=programs,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr.rstrip("\n")


def old(version: tuple[int, int]) -> str:
    return f"sys.version_info = ({version[0]}, {version[1]}, 0, 'final', 0); sys.executable = '/usr/bin/python3'"


NO_ENSUREPIP = (
    "import importlib.util as u; find = u.find_spec\n"
    "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)\n"
    "sys.version_info = (3, 11, 2, 'final', 0)"
)


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15)])
def test_another_python_is_named_when_this_one_does_not_serve(programs: Path, version: tuple[int, int]) -> None:
    provide(programs, "python3.10", "python3.11", "python3.13", "git")
    assert start(programs, old(version)) == (
        f"noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is {version[0]}.{version[1]}: "
        f"run `python3.13 {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_uv_brings_a_python_when_there_is_none(programs: Path) -> None:
    provide(programs, "uv", "apt-get")
    assert start(programs, old((3, 9))) == (
        "noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is 3.9: "
        f"run `uv run {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_an_old_system_is_not_told_to_install_the_python_that_it_has(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs, old((3, 9))) == (
        "noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is 3.9: "
        f"install uv (https://docs.astral.sh/uv/), then run `uv run {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_a_python_is_to_be_installed_when_this_one_is_not_the_systems(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs, old((3, 9)).replace("/usr/bin", "/opt/bin")) == (
        "noxfile: this needs Python 3.11 to 3.14, and /opt/bin/python3 is 3.9: run `apt-get install -y python3`"
    )


def test_without_ensurepip_debians_package_is_named(programs: Path) -> None:
    provide(programs, "apt-get", "git")
    assert start(programs, NO_ENSUREPIP) == (
        "noxfile: this Python can't make environments (it lacks ensurepip): run `apt-get install -y python3.11-venv`"
    )


def test_without_git_its_package_is_named(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs) == "noxfile: git is missing: run `apt-get install -y git`"


def test_who_is_not_root_is_told_to_use_sudo(programs: Path) -> None:
    provide(programs, "dnf")
    assert start(programs, uid=1000) == "noxfile: git is missing: run `sudo dnf install -y git`"


def test_an_unknown_system_is_told_the_name_of_the_package(programs: Path) -> None:
    assert start(programs) == "noxfile: git is missing: install the package `git` of your system"


def test_nothing_is_made_before_the_checks(programs: Path) -> None:
    start(programs)
    assert list(programs.iterdir()) == []


def test_an_old_python_can_parse_it() -> None:
    ast.parse(NOXFILE.read_text(encoding="utf-8"), feature_version=(3, 7))
