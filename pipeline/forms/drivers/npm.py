"""npm: `Npm` brings a package from its registry, and takes files out of it."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.jobs import Failure, Made, Task

SECONDS = 300


@dataclass(frozen=True, slots=True)
class Npm:
    """Performer `npm`: params are those of a `Package`; what comes of it are its files, by their names there.

    The archive is held against its digest: it may come from any registry or cache that npm is set up for. So the bytes
    are the same whatever brought them.
    """

    remedy: str = "install npm"
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {}

    def perform(self, task: Task) -> Made:
        params = task.params
        archive = self._fetched(params["spec"], Path(task.scratch))
        if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != params["sha512"]:
            hint = (
                "clear npm's cache (`npm cache clean --force`), and ask who keeps the registry that npm is set up for"
            )
            raise Failure(f"`{params['spec']}` is not what was published under that name", hint, tool=True)
        return Made(files=dict(_taken(archive, params["files"], params["replaced"])))

    def _fetched(self, spec: str, folder: Path) -> Path:
        if not shutil.which("npm"):
            raise Failure(
                "the forms of `admin/` come by npm, which is not here",
                f"{self.remedy}, or remove `[site.editing]`",
                tool=True,
            )
        command = ["npm", "pack", spec, "--silent", "--prefer-offline", "--ignore-scripts", "--pack-destination", "."]
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise Failure(f"npm did not bring `{spec}` in {SECONDS} s", "try again", tool=True) from None
        found = sorted(folder.glob("*.tgz"))
        if done.returncode or len(found) != 1:
            said = done.stderr.strip().splitlines()
            why = f": {said[-1][:200]}" if said else ""
            raise Failure(f"npm did not bring `{spec}`{why}", f"look what `npm pack {spec}` says", tool=True)
        return found[0]


def _taken(archive: Path, files: Mapping[str, str], replaced: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files that are wanted, with what another host would be asked for replaced."""
    with tarfile.open(archive) as inside:
        for path, name in files.items():
            member = inside.extractfile(f"package/{path}")
            assert member is not None, path  # the digest says that it is there
            data = member.read()
            for there, here in replaced.items() if name.endswith(".js") else ():
                data = data.replace(there.encode(), here.encode())
            yield name, data
