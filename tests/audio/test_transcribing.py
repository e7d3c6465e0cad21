"""Which recogniser is called, and by which words."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest

from pipeline.audio.aligned import Pause
from pipeline.audio.transcribing import NoRecogniser, Sound, called
from pipeline.formats.transcript import Cue
from pipeline.settings import TranscribeSettings

PLACES = {"audio": "/s/audio.wav", "sound": "/s/sound.mp3", "out": "/s/result", "folder": "/s", "language": "de"}


def installed(*programs: str) -> Callable[[str], tuple[str, ...]]:
    return lambda program: (f"/usr/bin/{program}",) if program in programs else ()


def words(settings: dict[str, Any], *programs: str) -> list[str]:
    return list(called(TranscribeSettings(**settings), installed(*programs)).filled(PLACES))


def test_what_is_installed_is_called_as_it_wants_to_be() -> None:
    cpp = words({"model": "ggml-small.bin"}, "whisper", "whisper-cli")
    assert " ".join(cpp) == ("/usr/bin/whisper-cli -m ggml-small.bin -l de -np -ojf -of /s/result -f /s/audio.wav")
    assert words({}, "faster-whisper")[1:] == ["/s/audio.wav", "/s/result.json", "small", "de"]
    assert words({}, "whisper")[:6] == ["/usr/bin/whisper", "/s/sound.mp3", "--model", "small", "--language", "de"]


def test_whisper_knows_some_languages_by_other_names() -> None:
    places = {"sound": "s", "folder": ".", "audio": "a", "out": "o", "language": "nb"}
    whisper = called(TranscribeSettings(), lambda program: (program,) if program == "whisper" else ())
    own = called(TranscribeSettings(command=("hear", "{language}")), lambda program: (program,))
    assert whisper.filled(places)[4:6] == ("--language", "no") and own.filled(places)[1] == "nb"


def test_what_the_settings_name_is_called_and_nothing_else() -> None:
    own = {"command": ("hear", "--in={audio}", "{out}.vtt", "{{{language}}}"), "model": "m"}
    assert words(own, "hear", "whisper-cli") == ["/usr/bin/hear", "--in=/s/audio.wav", "/s/result.vtt", "{de}"]


@pytest.mark.parametrize(
    ("settings", "programs", "message", "hint"),
    [
        ({}, (), "no program is installed that writes down what is said", "install whisper.cpp"),
        ({}, ("whisper-cli",), "whisper.cpp needs a model", 'model = "…/ggml-small.bin"'),
        ({"command": ("hear",)}, ("whisper",), "`hear` of `[transcribe] command` is not installed", "whole path"),
        ({"command": ("hear", "{aduio}")}, ("hear",), "names `{aduio}`, which stands for nothing", "`{audio}`"),
        ({"command": ("hear", "{audio")}, ("hear",), "`{audio` of `[transcribe] command` can't be read", "`{{`"),
    ],
)
def test_what_can_not_be_called(settings: dict[str, Any], programs: tuple[str, ...], message: str, hint: str) -> None:
    with pytest.raises(NoRecogniser) as caught:
        words(settings, *programs)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_times_of_listeners_become_those_of_the_recording() -> None:
    """An opening of two seconds, and a recording of a minute without its first three seconds and its last ten."""
    sound = Sound("mp3", ".mp3", list, lead=2.0, begin=3.0, end=50.0)
    assert sound.by_recording(Cue(2.5, 4.0, "", "a")) == Cue(3.5, 5.0, "", "a")
    assert sound.by_recording(Cue(1.0, 2.5, "", "a")) == Cue(3.0, 3.5, "", "a")
    assert sound.by_recording(Cue(0.0, 2.0, "", "in the opening")) is None
    assert sound.by_recording(Cue(40.0, 70.0, "", "a")) == Cue(41.0, 50.0, "", "a")
    assert sound.by_recording(Cue(49.5, 52.0, "", "behind its end")) is None
    assert list(sound.pauses([Pause(0.0, 1.0), Pause(1.5, 2.5), Pause(10, 11)])) == [
        Pause(0.0, 3.0),
        Pause(3.0, 3.5),
        Pause(11.0, 12.0),
        Pause(50.0, inf),
    ]
