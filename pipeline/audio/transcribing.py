"""What is said, written down by a program of this machine: which one, how it is called, and what its times mean.

A program gets the sound that listeners hear and a folder for its result, and nothing else: no shell reads its
arguments. Its times are those of listeners; those of a transcript are the recording's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from string import Formatter
from types import MappingProxyType

from pipeline.audio.aligned import Pause
from pipeline.formats.transcript import Cue
from pipeline.settings import TranscribeSettings

FASTER = "faster-whisper"
"""What is no program but a package of Python, which `python` can call."""

WHISPERS: Mapping[str, str] = MappingProxyType({"nb": "no", "fil": "tl", "jv": "jw"})
"""Languages that Whisper and all that is made of it know by other names than people write."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a known recogniser is called: its name for people, its programs, its arguments, and the model that it takes
    where none is named ("": one must be).
    """

    name: str
    programs: tuple[str, ...]
    arguments: tuple[str, ...]
    model: str = ""


_OF_WHISPER = (
    *("{sound}", "--model", "{model}", "--language", "{language}", "--output_format", "json"),
    *("--output_dir", "{folder}", "--word_timestamps", "True", "--verbose", "False"),
)
RECIPES = (
    Recipe(
        "whisper.cpp",
        ("whisper-cli", "whisper-cpp"),
        ("-m", "{model}", "-l", "{language}", "-np", "-ojf", "-of", "{out}", "-f", "{audio}"),
    ),
    Recipe(FASTER, (FASTER,), ("{audio}", "{out}.json", "{model}", "{language}"), "small"),
    Recipe("whisper-ctranslate2", ("whisper-ctranslate2",), _OF_WHISPER, "small"),
    Recipe("Whisper", ("whisper",), (*_OF_WHISPER, "--fp16", "False"), "small"),
)
"""Those that are called without a word in the settings, the first that is installed."""
PLACES = frozenset({"audio", "sound", "out", "folder", "language", "model"})


class NoRecogniser(Exception):
    """No program can be called: why, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Called:
    """A recogniser as it is called: its name for people, and its words, in which places are named still. `languages`
    are those that it calls otherwise than BCP 47.
    """

    name: str
    words: tuple[str, ...]
    model: str
    languages: Mapping[str, str] = field(default_factory=dict)

    def filled(self, places: Mapping[str, str]) -> tuple[str, ...]:
        """The words with the places in them."""
        language = self.languages.get(places["language"], places["language"])
        filled = {**places, "model": self.model, "language": language}
        return tuple(word.format_map(filled) for word in self.words)


def called(settings: TranscribeSettings, found: Callable[[str], Sequence[str]]) -> Called:
    """The recogniser that is meant. `found` gives the words that start a program, none where it is not installed.
    Raises `NoRecogniser`.
    """
    if settings.command:
        return _chosen(settings, found)
    for recipe in RECIPES:
        for program in recipe.programs:
            if start := tuple(found(program)):
                return _known(recipe, start, settings.model or recipe.model)
    message = "no program is installed that writes down what is said"
    hint = "install whisper.cpp or faster-whisper, or name another one: `[transcribe] command` in `pipeline.toml`"
    raise NoRecogniser(message, hint)


def _known(recipe: Recipe, start: tuple[str, ...], model: str) -> Called:
    if not model:
        hint = 'write the path of its file into `pipeline.toml`: `[transcribe]`, `model = "…/ggml-small.bin"`'
        raise NoRecogniser(f"{recipe.name} needs a model", hint)
    return Called(recipe.name, (*start, *recipe.arguments), model, WHISPERS)


def _chosen(settings: TranscribeSettings, found: Callable[[str], Sequence[str]]) -> Called:
    program, *arguments = settings.command
    for word in arguments:
        if unknown := sorted(set(_places(word)) - PLACES):
            known = ", ".join(f"`{{{name}}}`" for name in sorted(PLACES))
            raise NoRecogniser(f"`[transcribe] command` names `{{{unknown[0]}}}`, which stands for nothing", known)
    start = tuple(found(program))
    if not start:
        hint = "install it, or name it by its whole path"
        raise NoRecogniser(f"`{program}` of `[transcribe] command` is not installed", hint)
    return Called(program.rpartition("/")[2], (*start, *arguments), settings.model)


def _places(word: str) -> Iterator[str]:
    """The places that a word names. Raises `NoRecogniser` for one whose brackets do not close."""
    try:
        yield from (name for _, name, _, _ in Formatter().parse(word) if name is not None)
    except ValueError as error:
        hint = "write `{{` and `}}` where a bracket is meant"
        raise NoRecogniser(f"`{word}` of `[transcribe] command` can't be read: {error}", hint) from error


@dataclass(frozen=True, slots=True)
class Sound:
    """What listeners hear: ffmpeg's demuxer for it, the ending of its file, and what opens it. In it stands the
    recording from `begin` to `end` by its own clock, `lead` seconds after the beginning.
    """

    demuxer: str
    ending: str
    open: Callable[[], Iterable[bytes]]
    lead: float
    begin: float
    end: float

    def by_recording(self, cue: Cue) -> Cue | None:
        """A cue of what listeners hear by the clock of the recording; None where it is not of that."""
        start, end = (self._at(cue.start), self._at(cue.end))
        return replace(cue, start=start, end=end) if end > start else None

    def pauses(self, heard: Iterable[Pause]) -> Iterator[Pause]:
        """Pauses of what listeners hear by the clock of the recording, with what of that they do not hear."""
        if self.begin:
            yield Pause(0.0, self.begin)
        for pause in heard:
            if (begin := self._at(pause.start)) < (end := self._at(pause.end)):
                yield Pause(begin, end)
        yield Pause(self.end, inf)

    def _at(self, seconds: float) -> float:
        return round(min(max(self.begin, seconds - self.lead + self.begin), self.end), 3)
