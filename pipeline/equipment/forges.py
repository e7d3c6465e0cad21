"""What a library has on its forge: workflows that check each proposal and publish every night, and forms for readers.

The workflows are those of this repository. There a task of nox starts the pipeline; in a library `.ci/start.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.equipment.reports import issue_forms, templates
from pipeline.equipment.source import Source
from pipeline.formats.wording import Wording
from pipeline.settings import Settings

Shipped = Callable[[str], bytes]
"""A file that comes with the pipeline, by its path in this repository."""
START = ".ci/start.py"
_PROGRAMS = (START, ".ci/issue.py", ".ci/preview.py", ".ci/recordings.py")
_LOCKS = ("run.lock", "build.lock")
_STARTS = re.compile(r"python3 noxfile\.py -s pipeline --")
_PUBLISHES = re.compile(r"python3 noxfile\.py -s publish --")
_DOCS = re.compile(r"docs/operators/(?:[a-z-]+\.md)?")
_COPY = re.compile(r"[:.] [Cc]opy it to \S+\.yml\.")


@dataclass(frozen=True, slots=True)
class Forge:
    """A forge: where its workflows lie in this repository and in a library, and where its forms for readers do."""

    workflows: Mapping[str, str]
    reports: str
    writes: Callable[[Settings, Wording], dict[str, str]]


def _each(names: Iterable[str], here: str, there: str) -> dict[str, str]:
    return {f"{here}{name}.yml": f"{there}{name}.yml" for name in names}


_ALL = ("check", "nightly", "preview", "preview-fork", "preview-publish")
FORGES: Mapping[str, Forge] = {
    "github": Forge(_each(_ALL, ".github/workflows/", ".github/workflows/"), ".github/ISSUE_TEMPLATE/", issue_forms),
    "gitlab": Forge({"docs/operators/ci/gitlab-ci.yml": ".gitlab-ci.yml"}, ".gitlab/issue_templates/", templates),
    "forgejo": Forge(
        _each(_ALL[:3], "docs/operators/ci/forgejo/", ".forgejo/workflows/"), ".forgejo/issue_template/", issue_forms
    ),
}


def files(name: str, shipped: Shipped, source: Source, settings: Settings, wording: Wording) -> dict[str, bytes]:
    """All that a library has on a forge, by path."""
    forge = FORGES[name]
    made = {there: _of_a_library(shipped(here)) for here, there in forge.workflows.items()}
    made |= {path: _of_a_library(shipped(path)) for path in _PROGRAMS}
    made |= {f".ci/{lock}": shipped(f"requirements/{lock}") for lock in _LOCKS}
    made |= {".ci/README.md": shipped(f"docs/operators/ci/library/{name}.md"), **source.files()}
    return made | {forge.reports + path: text.encode() for path, text in forge.writes(settings, wording).items()}


def _of_a_library(data: bytes) -> bytes:
    """One of our files as it is in a library: the pipeline starts otherwise, and our docs are not there."""
    text = _STARTS.sub(f"python3 {START}", data.decode())
    text = _PUBLISHES.sub(f"python3 {START} publish", text).replace(
        "where not by the noxfile", f"where not by `{START}`"
    )
    return _DOCS.sub(".ci/README.md", _COPY.sub(".", text)).encode()
