"""What the previews of pull requests need of a forge, beside the pipeline (docs/operators/previews.md).

    python3 .ci/preview.py comment --number 12 --address https://previews.example/pr-12/
    python3 .ci/preview.py comment --number 12 --gone
    python3 .ci/preview.py find --head them:branch --sha 0123… --label preview
    python3 .ci/preview.py take FOLDER dist previews.pr-12

`comment` writes one comment, and writes it anew each time; `find` prints the number of the open pull request that has
this head and this label, or nothing; `take` copies what a stranger's build made, as data: only files that its manifest
names, with the size and the digest that it names, and nothing that is a link. `TOKEN` holds a token that may write to
pull requests; which forge it is, is known from `GITHUB_API_URL` and `GITHUB_REPOSITORY`, which GitHub and Forgejo set.
It needs Python 3.9 or later and nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import stat
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

MARK = "<!-- preview of this library -->"
"""Begins our comment: so it is found again."""
MANIFEST, FILES, BYTES = 64 << 20, 100_000, 4 << 30
"""The most that a stranger's build may have: bytes of its manifest, files, and bytes of all."""
AT_ONCE = 1 << 20


class Refused(Exception):
    """What a stranger's build made is not what it may be."""


def ask(method: str, path: str, data: dict[str, Any] | None = None) -> Any:
    """What the API of this repository answers; raises `OSError` where it does not, or refuses."""
    request = urllib.request.Request(  # noqa: S310 - the forge's own address
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}{path}",
        None if data is None else json.dumps(data).encode(),
        {
            "Authorization": f"Bearer {os.environ.get('TOKEN', '')}",
            "Content-Type": "application/json",
            "User-Agent": "preview",
        },
        method=method,
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.loads(answer.read() or b"null")


def comment(number: int, address: str) -> None:
    """Say where the preview is ("": it is gone), in our comment if there is one."""
    said = (
        f"The preview of this pull request: {address}" if address else "The preview of this pull request was removed."
    )
    body = f"{MARK}\n{said}"
    found, page = None, 1
    while found is None and (some := ask("GET", f"/issues/{number}/comments?per_page=100&limit=50&page={page}")):
        found = next((one["id"] for one in some if str(one["body"]).startswith(MARK)), None)
        page += 1
    if found is not None:
        ask("PATCH", f"/issues/comments/{found}", {"body": body})
    elif address:
        ask("POST", f"/issues/{number}/comments", {"body": body})


def find(head: str, sha: str, label: str) -> str:
    """The number of the open pull request whose head this is, if somebody with rights gave it the label; else "". The
    forge is asked: what a stranger's build says of itself is not believed.
    """
    query = urllib.parse.urlencode({"state": "open", "head": head, "per_page": "100"})
    for pull in ask("GET", f"/pulls?{query}"):
        labels = [one["name"] for one in pull["labels"]]
        if pull["head"]["sha"] == sha and label in labels:
            return str(int(pull["number"]))
    return ""


def take(source: Path, goal: Path, name: str) -> int:
    """Copy a build from one folder into another: how many files it has. Raises `Refused`."""
    told = _file(source, f"{name}.json", None)
    if told is None or told.stat().st_size > MANIFEST:
        raise Refused(f"`{name}.json` is not there, or too large")
    data = told.read_bytes()
    try:
        plain = json.loads(data)
        facts = {**plain["artifacts"], **plain.get("shared", {})}
        files = {str(path): (str(one["digest"]), int(one["size"])) for path, one in facts.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(f"`{name}.json` is no manifest") from None
    if (
        len(files) > FILES
        or sum(size for _, size in files.values()) > BYTES
        or min(files.values(), default=("", 0))[1] < 0
    ):
        raise Refused("it has too many files, or too many bytes")
    for path, (digest, size) in files.items():
        if (one := _file(source / name, path, size)) is not None:
            _copy(one, goal / name / path, digest)
    (goal / f"{name}.json").write_bytes(data)
    return len(files)


def _file(root: Path, path: str, size: int | None) -> Path | None:
    """A plain file below a folder; None where there is none, as a build leaves out what is published already."""
    if not path.isprintable() or "\\" in path or any(part in ("", ".", "..") for part in path.split("/")):
        raise Refused(f"{path!r} is no path of a file")
    parts = path.split("/")
    ways = [root, *(root.joinpath(*parts[:count]) for count in range(1, len(parts) + 1))]
    if any(way.is_symlink() for way in ways):
        raise Refused(f"`{path}` is a link, or lies behind one")
    here = ways[-1]
    try:
        found = here.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(found.st_mode) or size not in (None, found.st_size):
        raise Refused(f"`{path}` is not the file that the manifest names")
    return here


def _copy(source: Path, goal: Path, digest: str) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    seen = hashlib.sha256()
    with source.open("rb") as data, goal.open("wb") as file:
        while chunk := data.read(AT_ONCE):
            seen.update(chunk)
            file.write(chunk)
    if seen.hexdigest() != digest:
        raise Refused(f"`{goal.name}` has other bytes than the manifest names")


def main() -> int:
    """Do what is asked for; what the forge refuses fails no preview that is there."""
    parser = argparse.ArgumentParser(description="What the previews of pull requests need of a forge.")
    wishes = parser.add_subparsers(dest="wish", required=True)
    said = wishes.add_parser("comment")
    said.add_argument("--number", type=int, required=True)
    where = said.add_mutually_exclusive_group(required=True)
    where.add_argument("--address", default="")
    where.add_argument("--gone", action="store_true")
    sought = wishes.add_parser("find")
    for option in ("--head", "--sha", "--label"):
        sought.add_argument(option, required=True)
    taken = wishes.add_parser("take")
    taken.add_argument("source", type=Path)
    taken.add_argument("goal", type=Path)
    taken.add_argument("name")
    given = parser.parse_args()
    try:
        if given.wish == "take":
            print(f"{take(given.source, given.goal, given.name)} files")
        elif given.wish == "find":
            print(find(given.head, given.sha, given.label))
        else:
            comment(given.number, given.address)
    except Refused as refused:
        print(f"error: what was built is refused: {refused}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: the forge did not answer, or refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
