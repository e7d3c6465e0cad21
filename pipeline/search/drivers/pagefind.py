"""Pagefind makes the index of the search: a program in a wheel that reads pages and writes a bundle of small files."""

from __future__ import annotations

import contextlib
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version
from pipeline.search import spelling
from pipeline.search.documents import document
from pipeline.search.jobs import WORDS
from pipeline.search.parting import place
from pipeline.search.shard import Shard, read

#: The wheels that bring the program. The first one, ten times as large, also tells words apart where none are spaced.
_LARGE, _SMALL = "pagefind-bin-extended", "pagefind-bin"
_UNSPACED = ("ja", "th", "zh")
_PIPE = 1 << 20
"""Bytes that are read of a pipe at once, at most."""


@dataclass(frozen=True, slots=True)
class Search:
    """Performer `search`: inputs are the words of pages by address, `params` says their language and facts; a `Shard`,
    its postings as `words/…`, and how its words are spelt.
    """

    recipe: int = 2
    durable: bool = False
    here: int = 1

    @property
    def versions(self) -> Mapping[str, str]:
        here = _here()
        return {name: version(name) for name in (here, "cbor2") if name}

    def perform(self, task: Task) -> Made:
        language, about = task.params["language"], task.params["pages"]
        words = {
            address: Path(task.inputs[address]).read_text(encoding="utf-8") for address in sorted(about, key=place)
        }
        pages = {f"/{address}": document(about[address], text) for address, text in words.items()}
        made = _read(_index(_program(language), language, pages))
        postings = {f"{WORDS}{letters}": of.to_bytes() for letters, of in made.words.items()}
        spelt = {spelling.SPELLINGS: spelling.to_bytes(spelling.counted(words.values(), language))}
        told = {"common": made.common, "pages": made.pages, "filters": made.filters}
        return Made(told, {**made.files, **postings, **spelt})


def _index(program: str, language: str, pages: Mapping[str, str]) -> dict[str, bytes]:
    """Index pages, given by their addresses; the files of the index. Raises `Failure`.

    The program is asked as a service: a page has the number of its turn then, and nobody makes two files and two
    folders for each. (Pagefind's package for Python asks it so too, and waits a tenth of a second for each answer.)
    """
    pipe = subprocess.PIPE
    command = [program, "--service"]
    # No environment: its variables could say how to index.
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, env={}) as service:
        index = _answer(service, {"type": "NewIndex", "config": {"force_language": language}})["index_id"]
        for url, page in pages.items():
            _answer(service, {"type": "AddFile", "index_id": index, "url": url, "file_contents": page})
        made = _answer(service, {"type": "GetFiles", "index_id": index})["files"]
    return {file["path"]: b64decode(file["content"]) for file in made}


def _answer(service: subprocess.Popen[bytes], asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the service says to a request; both are JSON in base64, and end with a comma. Raises `Failure`."""
    assert service.stdin and service.stdout
    said = bytearray()
    try:
        service.stdin.write(b64encode(to_json({"message_id": 1, "payload": asked})) + b",")
        service.stdin.flush()
        while not said.endswith(b",") and (more := os.read(service.stdout.fileno(), _PIPE)):
            said += more
        answer: Mapping[str, Any] = from_json(b64decode(said[:-1], validate=True))["payload"]
        if answer["type"] == "Error":
            said[:] = answer["message"].encode()
            raise ValueError(said)
    except (OSError, ValueError, LookupError, TypeError) as odd:
        with contextlib.suppress(OSError):  # a program that ended does not take the rest
            service.stdin.close()
        if isinstance(odd, OSError):
            said += service.stdout.read()
        reason = said.decode(errors="replace").strip() or str(odd)
        raise Failure(
            f"pagefind could not index the pages: {reason}", "report it with this message", tool=True
        ) from odd
    return answer


def _read(files: Mapping[str, bytes]) -> Shard:
    """What was written. Raises `Failure` where another version writes it in another form."""
    try:
        return read(files)
    except (LookupError, TypeError, ValueError) as odd:
        message = f"pagefind {version(_here() or _SMALL)} writes its index in a form that is not known here: {odd!r}"
        raise Failure(message, "bring the version that this pipeline was tried with", tool=True) from odd


def _here() -> str | None:
    """The wheel that is installed."""
    for name in (_LARGE, _SMALL):
        try:
            version(name)
        except PackageNotFoundError:
            continue
        return name
    return None


def able(language: str) -> tuple[str, ...]:
    """The wheels whose program tells words apart in a language (BCP 47), the best first."""
    return (_LARGE,) if language.partition("-")[0].lower() in _UNSPACED else (_LARGE, _SMALL)


def _program(language: str) -> str:
    """The path of the program. Raises `Failure` where it is missing or can't read the language."""
    wheel = _here()
    if wheel is None:
        raise Failure("pagefind, which makes the search, is not here", f"bring it: `pip install {_SMALL}`", tool=True)
    if wheel not in able(language):
        raise Failure(
            f"this pagefind can't tell words apart in the language `{language}`",
            f"bring the larger one: `pip install {_LARGE}`",
            tool=True,
        )
    return str(import_module(wheel.replace("-", "_")).get_executable())
