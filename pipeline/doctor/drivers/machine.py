"""What a machine has and lacks: looked at in earnest, each thing by itself."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.doctor.needs import INSTALL, Module, Program, Wheel, every_manager
from pipeline.problems import Finding

PYTHONS = ((3, 11), (3, 14))
ROOM = 1_000_000_000
"""Bytes free below which a build may fail half-way."""
_PATIENCE = 60


class Machine:
    """The machine that works on the library below `root`. `versions` tell, by the subject, the version and place of
    programs that drivers know to find: empty where there is none that runs; one that does not answer raises
    `TimeoutExpired`. Within `patience`, in seconds, a program or an import answers; what takes longer may be there.
    """

    def __init__(
        self,
        root: str | Path,
        programs: tuple[Program, ...] = (),
        modules: tuple[Module, ...] = (),
        wheels: tuple[Wheel, ...] = (),
        versions: Mapping[str, Callable[[], str]] | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._root = Path(root).absolute()
        self._programs = programs
        self._modules = modules
        self.wheels = wheels
        self._versions = versions or {}
        self._patience = patience

    def examine(self) -> Iterator[Finding]:
        """Everything looked at, whether it is well or not. Nothing is left behind."""
        yield _python()
        yield _encoding()
        yield _zones()
        for subject, look in self._looks():
            try:
                yield look()
            except subprocess.TimeoutExpired as slow:
                yield _unknown(subject, slow.timeout)
        yield self._room()
        yield from (self._writable(name) for name in (".cache", "dist"))

    def _looks(self) -> Iterator[tuple[str, Callable[[], Finding]]]:
        """What is asked of programs and of imports, each of which may take longer than anybody waits."""
        for subject, version in self._versions.items():
            yield subject, partial(_brought_along, subject, version)
        for wheel in self.wheels:
            yield (
                wheel.subject,
                partial(_brought_along, wheel.subject, partial(_of_wheel, wheel, self._patience), wheel.hint),
            )
        for module in self._modules:
            yield module.subject, partial(_module, module, self._patience)
        for program in self._programs:
            yield program.subject, partial(_program, program, self._patience)

    def _room(self) -> Finding:
        free = shutil.disk_usage(_nearest(self._root)).free
        said = f"{free / 1e9:.1f} GB free"
        if free < ROOM:
            return Finding(False, "disk", said, "make room: a gigabyte at least; `.cache/` and `dist/` can be removed")
        return Finding(True, "disk", said)

    def _writable(self, name: str) -> Finding:
        folder = self._root / name
        if folder.exists() and not folder.is_dir():
            return Finding(False, f"{name}/", "is no directory", f"move it away: `mv {folder} {folder}.old`")
        try:
            with tempfile.TemporaryFile(dir=_nearest(folder)):
                return Finding(True, f"{name}/", "can be written")
        except OSError as error:
            hint = f"give yourself the right: `chown -R $(id -u) {folder}`"
            return Finding(False, f"{name}/", f"can't be written: {error.strerror}", hint)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    said = f"{version} at {sys.executable}"
    if PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return Finding(True, "Python", said)
    return Finding(False, "Python", said, f"take Python 3.11 to 3.14: {how(every_manager('python3'))}")


def _encoding() -> Finding:
    encoding = sys.getfilesystemencoding()
    if encoding.lower() == "utf-8":
        return Finding(True, "names of files", "in UTF-8")
    return Finding(False, "names of files", f"in {encoding}", "set `PYTHONUTF8=1`, or `LC_ALL=C.UTF-8`")


def _zones() -> Finding:
    try:
        ZoneInfo("Europe/London")
    except (KeyError, OSError):
        return Finding(False, "time zones", "not here", how(every_manager("tzdata")))
    return Finding(True, "time zones", "known")


def _unknown(subject: str, seconds: float) -> Finding:
    """Of what does not answer in time nobody knows whether it is lacking: this machine may only be busy."""
    said = f"did not answer within {seconds:g} seconds, so nobody knows whether it is lacking"
    return Finding(True, subject, said, "ask again when this machine has less to do; it may also be slow")


def _brought_along(subject: str, version: Callable[[], str], hint: str = "") -> Finding:
    if said := version():
        return Finding(True, subject, said)
    hint = hint or "install the locked packages again: see README.md"
    return Finding(False, subject, "not here, or does not run", hint)


def _of_wheel(wheel: Wheel, patience: float) -> str:
    name = next((name for name in wheel.names if importlib.util.find_spec(name)), None)
    return _said(str(importlib.import_module(name).get_executable()), patience) if name else ""


def _said(path: str, patience: float) -> str:
    """What a program says of its version, and its place; empty where it does not run."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=patience, check=False)
    except OSError:
        return ""
    first = asked.stdout.decode("utf-8", "replace").strip().partition("\n")[0]
    return f"{first or 'a version that it does not tell'} at {path}"


def _module(module: Module, patience: float) -> Finding:
    """Tried in a process of its own: an import can end the process, and can print what nobody asked for."""
    if importlib.util.find_spec(module.name) is None:
        hint = "install the locked packages again: see README.md"
        return Finding(False, module.subject, f"the Python package `{module.name}` is not here: {module.why}", hint)
    command = [sys.executable, "-c", f"import {module.name}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=patience, check=False)
    except OSError as error:
        return Finding(False, module.subject, f"can't be tried: {error}", how(module.packages))
    if done.returncode == 0:
        return Finding(True, module.subject, f"serves {module.name} {_version(module.name)}".rstrip())
    return Finding(False, module.subject, f"not here: {module.why}", how(module.packages))


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name.replace("_", "-"))
    except importlib.metadata.PackageNotFoundError:
        return ""


def _program(program: Program, patience: float) -> Finding:
    path = next((found for name in program.names if (found := shutil.which(name))), None)
    if path is None:
        return Finding(not program.needed, program.subject, f"not here: {program.why}", how(program.packages))
    if said := _said(path, patience):
        return Finding(True, program.subject, said)
    return Finding(not program.needed, program.subject, f"{path} does not run", how(program.packages))


def how(packages: Mapping[str, str]) -> str:
    """The command that installs, with this machine's package manager."""
    for manager, command in INSTALL.items():
        if manager in packages and shutil.which(manager):
            sudo = "" if os.geteuid() == 0 or manager == "brew" else "sudo "
            return f"`{sudo}{command} {packages[manager]}`"
    return f"install the package `{next(iter(packages.values()))}` of your system"


def _nearest(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
