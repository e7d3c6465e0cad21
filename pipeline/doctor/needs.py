"""What the pipeline may need of a machine, and the package that brings it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INSTALL = {"apt-get": "apt-get install -y", "dnf": "dnf install -y", "apk": "apk add", "brew": "brew install"}
"""Package manager → how it is told to install."""


def every_manager(package: str) -> dict[str, str]:
    """A package that has the same name for each package manager."""
    return dict.fromkeys(INSTALL, package)


@dataclass(frozen=True, slots=True)
class Program:
    """A program on the PATH, under the first of `names` that is there. `why` says who misses it; where that is not the
    pipeline itself, it is not `needed`. `packages` has the package of each package manager.
    """

    subject: str
    names: tuple[str, ...]
    packages: Mapping[str, str]
    why: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """A Python module, whose import also needs libraries of the system: `packages` has those."""

    subject: str
    name: str
    packages: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A program that a package brings: `get_executable` of the first module of `names` that is there tells where.
    `hint` is the remedy, where it is another than to install what is locked.
    """

    subject: str
    names: tuple[str, ...]
    hint: str = ""
