"""Pagefind makes the index of the search: a program in a wheel that reads pages and writes a bundle of small files."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.jobs import Failure, Made, Task
from pipeline.search import spelling
from pipeline.search.documents import document
from pipeline.search.jobs import WORDS
from pipeline.search.shard import Shard, read

#: The wheels that bring the program. The first one, ten times as large, also tells words apart where none are spaced.
_LARGE, _SMALL = "pagefind-bin-extended", "pagefind-bin"
_UNSPACED = ("ja", "th", "zh")


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
        language = task.params["language"]
        program = _program(language)
        for address, about in task.params["pages"].items():
            page = Path(task.scratch, "site", address, "index.html")
            page.parent.mkdir(parents=True, exist_ok=True)
            words = Path(task.inputs[address]).read_text(encoding="utf-8")
            page.write_text(document(about, words), encoding="utf-8")
        made = _read(_index(program, language, task.scratch))
        postings = {f"{WORDS}{letters}": of.to_bytes() for letters, of in made.words.items()}
        texts = (Path(task.inputs[address]).read_text(encoding="utf-8") for address in task.params["pages"])
        spelt = {spelling.SPELLINGS: spelling.to_bytes(spelling.counted(texts, language))}
        told = {"common": made.common, "pages": made.pages, "filters": made.filters}
        return Made(told, {**made.files, **postings, **spelt})


def _index(program: str, language: str, home: str) -> Path:
    """Index the pages in `site`; the folder with what was written. Raises `Failure`."""
    command = [program, "--site", "site", "--output-path", "out", "--force-language", language, "--silent"]
    # No environment: its variables could say how to index.
    done = subprocess.run(command, cwd=home, env={}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise Failure(f"pagefind could not index the pages: {said}", "report it with this message", tool=True)
    return Path(home, "out")


def _read(out: Path) -> Shard:
    """What was written. Raises `Failure` where another version writes it in another form."""
    try:
        return read({p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()})
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


def _program(language: str) -> str:
    """The path of the program. Raises `Failure` where it is missing or can't read the language."""
    wheel = _here()
    if wheel is None:
        raise Failure("pagefind, which makes the search, is not here", f"bring it: `pip install {_SMALL}`", tool=True)
    if wheel == _SMALL and language in _UNSPACED:
        raise Failure(
            f"this pagefind can't tell words apart in the language `{language}`",
            f"bring the larger one: `pip install {_LARGE}`",
            tool=True,
        )
    return str(import_module(wheel.replace("-", "_")).get_executable())
