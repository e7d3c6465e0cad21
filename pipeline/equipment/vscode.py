"""Visual Studio Code: what files may hold, while one types, and the check with its findings in the list of problems.

Standards: settings of its extension for YAML (yaml-language-server), tasks 2.0.0. Other editors read the first lines
that `marked` writes: those with yaml-language-server and taplo know them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pipeline.model.schemas import SETTINGS, files, schemas
from pipeline.settings.load import FILE

FOLDER = ".schema/"
_EXTENSIONS = ("redhat.vscode-yaml", "tamasfe.even-better-toml")
_MADE = ("public", ".public", "dist", ".cache", ".nox")
_PLACED = r"^(.+?):(\d+):(?:(\d+):)? (error|warning): (.*) \[([a-z-]+)\]$"
_OF_A_FILE = r"^([^:\s][^:]*): (error|warning): (.*) \[([a-z-]+)\]$"
_MARKS = {".yml": "# yaml-language-server: $schema={}", ".toml": "#:schema ./{}"}
_MARKED = re.compile(r"#:schema |# *(?:yaml-language-server:|\$schema:)")


def schema_files() -> dict[str, bytes]:
    """The schemas, beside which nothing has to be asked of any host."""
    return {f"{FOLDER}{name}.json": _json(schema) for name, schema in schemas().items()}


def vscode(program: str, extensions: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The folder `.vscode`; `program` starts the pipeline."""
    recommended = {"recommendations": [*_EXTENSIONS, *extensions]}
    parts = {"settings": _settings(), "tasks": _tasks(program), "extensions": recommended}
    return {f".vscode/{name}.json": _json(part) for name, part in parts.items()}


def marked(path: str, data: bytes) -> bytes:
    """A file that has a schema with a first line that names it; any other, and one that has such a line, as it is."""
    name = SETTINGS if path == FILE else next((name for name, glob in files().items() if _fits(glob, path)), "")
    mark, start = data[:3] if data.startswith(b"\xef\xbb\xbf") else b"", data[:200].decode(errors="replace")
    if not name or _MARKED.match(start.removeprefix("\ufeff")):
        return data
    end = b"\r\n" if b"\r\n" in data else b"\n"
    line = _MARKS[path[path.rindex(".") :]].format("../" * path.count("/") + f"{FOLDER}{name}.json")
    return mark + line.encode() + end + data[len(mark) :]


def is_marked(before: bytes, after: bytes) -> bool:
    """Whether all that is new in a file is the first line that names its schema."""
    return (
        after.endswith(before.removeprefix(b"\xef\xbb\xbf"))
        and _MARKED.match(after[:200].decode(errors="replace").removeprefix("\ufeff")) is not None
    )


def _fits(glob: str, path: str) -> bool:
    return re.fullmatch(re.escape(glob).replace(r"\*", "[^/]+"), path) is not None


def _settings() -> Mapping[str, Any]:
    as_written = {
        "editor.formatOnSave": False,
        "editor.formatOnPaste": False,
    }  # what others call tidy is another dialect
    return {
        "[markdown]": {**as_written, "editor.wordWrap": "on"},
        "[yaml]": as_written,
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "markdown.validate.enabled": True,  # links to files and headings, while one types
        "search.exclude": dict.fromkeys(_MADE, True),
        "files.watcherExclude": {f"**/{name}/**": True for name in _MADE},
        "yaml.schemas": {f"{FOLDER}{name}.json": glob for name, glob in files().items()},
        "yaml.schemaStore.enable": False,  # it asks a host which schemas there are
        "evenBetterToml.schema.catalogs": [],
    }


def _tasks(program: str) -> Mapping[str, Any]:
    check = {"problemMatcher": _matchers(), "presentation": {"reveal": "silent", "clear": True}}
    default = {"group": {"kind": "test", "isDefault": True}}
    return {
        "version": "2.0.0",
        "tasks": [
            {"label": "Check the library", **_runs(f"{program} check"), **check, **default},
            {"label": "Repair what has one right repair", **_runs(f"{program} check --fix"), **check},
            {
                "label": "See it while you write",
                **_runs(f"{program} serve --watch"),
                "isBackground": True,
                "problemMatcher": [],
            },
        ],
    }


def _runs(command: str) -> Mapping[str, str]:
    return {"type": "shell", "command": command}


def _matchers() -> list[Mapping[str, Any]]:
    """How what `check` prints is read: problems that have a line, and those of whole files."""
    placed = {"regexp": _PLACED, "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5, "code": 6}
    whole = {"regexp": _OF_A_FILE, "kind": "file", "file": 1, "severity": 2, "message": 3, "code": 4}
    where = {"owner": "pipeline", "fileLocation": ["relative", "${workspaceFolder}"]}
    return [{**where, "pattern": [pattern]} for pattern in (placed, whole)]


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
