"""Words in the texts of a library: where a name still stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from pipeline.formats.letters import composed
from pipeline.formats.transcript import Transcript
from pipeline.model.tree import File
from pipeline.problems import Place, Problem

_OURS = ("content/", "theme/")
_APART = "[\\s\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
"""What may stand between the words of a name: spaces of all sorts, and marks of direction."""
_FILES = ("pipeline.toml", "mkdocs.yml")


def named(files: Iterable[File], words: Collection[str]) -> tuple[Problem, ...]:
    """Each line of these files in which one of the words stands by itself, as written or in capitals; and each file
    that is called so. Whether it is meant, people decide: many share a first name.
    """
    pattern = _either(words)
    return tuple(sorted(problem for file in files if _is_ours(file.path) for problem in _in(file, pattern)))


def said(path: str, transcript: Transcript, words: Collection[str]) -> Iterator[Problem]:
    """The same of what is said in a transcript, by its lines."""
    pattern = _either(words)
    for cue, line in zip(transcript.cues, transcript.lines, strict=True):
        if found := pattern.search(composed(f"{cue.speaker}\n{cue.text}")):
            yield _told(Place(path, line), found[0], "change the line")


def names(words: Collection[str]) -> Callable[[object], bool]:
    """Whether one of the words stands somewhere in plain data (JSON)."""
    pattern = _either(words)

    def does(value: object) -> bool:
        if isinstance(value, str):
            return pattern.search(composed(value)) is not None
        inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
        return any(map(does, inner))

    return does


def _either(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words by itself; nothing where there are none."""
    wanted = [word.split() for word in dict.fromkeys(map(composed, words)) if word.strip()]
    spelled = (_APART.join(map(re.escape, parts)) for word in wanted for parts in (word, [one.upper() for one in word]))
    either = "|".join(dict.fromkeys(spelled))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if wanted else r"(?!)")


def _in(file: File, pattern: re.Pattern[str]) -> Iterator[Problem]:
    if found := pattern.search(composed(file.path)):
        yield _told(Place(file.path), found[0], "rename the file")
    text = composed((file.data or b"").decode("utf-8", "replace")).removeprefix("\ufeff")
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if found := pattern.search(line):
            yield _told(Place(file.path, number, found.start() + 1), found[0], "change the line")


def _told(place: Place, word: str, what: str) -> Problem:
    hint = f"{what} where it means them, and ask again; `--keep {place.path}` says that it may stay"
    return Problem(place, f"`{word}` still stands here", hint, "still-named")


def _is_ours(path: str) -> bool:
    return path.startswith(_OURS) or path in _FILES
