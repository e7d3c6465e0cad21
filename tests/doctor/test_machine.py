"""A look at a machine: each thing that is needed, and the command that mends what is lacking."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import wiring
from pipeline.doctor import Module, Program, Wheel, every_manager
from pipeline.doctor.drivers.machine import Machine
from pipeline.problems import Finding


def look(machine: Machine) -> dict[str, Finding]:
    return {finding.subject: finding for finding in machine.examine()}


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules this Python and its children can import."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, with the one package manager `apt-get`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder / "apt-get", "exit 1")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_whole_machine_is_well_and_keeps_nothing_of_the_look(tmp_path: Path) -> None:
    found = look(Machine(tmp_path / "library"))
    assert all(finding.ok for finding in found.values())
    assert sys.executable in found["Python"].message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("programs")
def test_an_import_that_prints_a_banner_and_fails_is_one_finding(
    packages: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (packages / "needs_pango.py").write_text("print('-----\\nno Pango')\nraise OSError('libpango')\n", encoding="utf-8")
    pango = Module("Pango", "needs_pango", {"apt-get": "libpango-1.0-0"}, "without it no handout becomes a PDF")
    found = look(Machine(tmp_path, modules=(pango,)))["Pango"]
    assert (found.ok, found.message) == (False, "not here: without it no handout becomes a PDF")
    assert found.hint.strip("`").endswith("apt-get install -y libpango-1.0-0")
    assert capfd.readouterr() == ("", "")
    assert "needs_pango" not in sys.modules


def test_an_import_that_ends_its_process_is_one_finding(packages: Path, tmp_path: Path) -> None:
    (packages / "dies.py").write_text("import os\nos.kill(os.getpid(), 11)\n", encoding="utf-8")
    assert not look(Machine(tmp_path, modules=(Module("Thing", "dies", every_manager("thing"), "x"),)))["Thing"].ok


def test_what_is_slow_is_not_taken_for_missing(packages: Path, programs: Path, tmp_path: Path) -> None:
    (packages / "slow.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    program(programs / "tool", "exec /bin/sleep 60")
    (packages / "brings_slow.py").write_text(f"def get_executable():\n    return {str(programs / 'tool')!r}\n", "utf-8")

    def version() -> str:
        raise subprocess.TimeoutExpired("sound", 0.1)

    found = look(
        Machine(
            tmp_path,
            (Program("Tool", ("tool",), every_manager("tool"), "it is handy", needed=True),),
            (Module("Pango", "slow", every_manager("pango"), "without it no handout becomes a PDF"),),
            (Wheel("Finder", ("brings_slow",)),),
            {"Sound": version},
            patience=0.1,
        )
    )
    for subject in ("Tool", "Pango", "Finder", "Sound"):
        said = "did not answer within 0.1 seconds, so nobody knows whether it is lacking"
        assert (found[subject].ok, found[subject].message) == (True, said)
        assert found[subject].hint.startswith("ask again")


def test_a_package_that_is_not_installed_says_so(tmp_path: Path) -> None:
    found = look(Machine(tmp_path, modules=(Module("Thing", "no_such_module", every_manager("thing"), "so what"),)))
    assert found["Thing"].message == "the Python package `no_such_module` is not here: so what"


def test_a_program_is_told_with_version_and_place(programs: Path, tmp_path: Path) -> None:
    program(programs / "tool2", "echo tool 2.1; echo more")
    wanted = Program("Tool", ("tool", "tool2"), every_manager("tool"), "it is handy")
    assert look(Machine(tmp_path, (wanted,)))["Tool"] == Finding(True, "Tool", f"tool 2.1 at {programs}/tool2")


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("needed", [True, False])
def test_what_is_not_needed_is_no_fault_but_has_its_command(tmp_path: Path, needed: bool) -> None:
    found = look(Machine(tmp_path, (Program("Tool", ("tool",), every_manager("tool"), "it is handy", needed),)))["Tool"]
    assert (found.ok, found.message) == (not needed, "not here: it is handy")
    sudo = "" if os.geteuid() == 0 else "sudo "
    assert found.hint == f"`{sudo}apt-get install -y tool`"


def test_a_program_that_a_package_brings_is_run(packages: Path, tmp_path: Path) -> None:
    program(tmp_path / "finder", "echo finder 1.5")
    (packages / "brings.py").write_text(f"def get_executable():\n    return {str(tmp_path / 'finder')!r}\n", "utf-8")
    wheels = (Wheel("Finder", ("no_such_module", "brings")), Wheel("Loser", ("no_such_module",)))
    found = look(Machine(tmp_path, wheels=wheels))
    assert found["Finder"] == Finding(True, "Finder", f"finder 1.5 at {tmp_path}/finder")
    assert not found["Loser"].ok
    (tmp_path / "finder").chmod(0o644)
    assert not look(Machine(tmp_path, wheels=wheels))["Finder"].ok


def test_a_language_without_spaces_needs_a_program_that_tells_its_words_apart(tmp_path: Path) -> None:
    machines = {tag: wiring.machine(str(tmp_path), language=tag) for tag in ("", "ar", "ja-JP", "th")}
    brought = {tag: {wheel.names for wheel in machine.wheels} for tag, machine in machines.items()}
    both, large = {("pagefind_bin_extended", "pagefind_bin")}, {("pagefind_bin_extended",)}
    assert brought == {"": both, "ar": both, "ja-JP": large, "th": large}
    lacking = Wheel("Finder", ("no_such_module",), "bring it: `pip install finder`")
    assert look(Machine(tmp_path, wheels=(lacking,)))["Finder"].hint == lacking.hint


def test_a_file_where_a_folder_must_be_is_found(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("", encoding="utf-8")
    found = look(Machine(tmp_path))[".cache/"]
    assert (found.ok, found.hint) == (False, f"move it away: `mv {tmp_path}/.cache {tmp_path}/.cache.old`")


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.doctor.drivers.machine.ROOM", 10**18)
    assert not look(Machine(tmp_path))["disk"].ok
