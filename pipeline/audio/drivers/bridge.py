"""faster-whisper, which is a package and no program: `python -P` this file AUDIO OUT MODEL LANGUAGE.

It writes the JSON that Whisper writes. `recogniser` starts it where the package is installed; nothing of ours needs it.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def transcribe(audio: str, model: str, language: str) -> dict[str, Any]:
    """What is said, with how sure the model is of each word."""
    recogniser = import_module("faster_whisper").WhisperModel(model, compute_type="int8")
    segments, _ = recogniser.transcribe(audio, language=language or None, word_timestamps=True, vad_filter=True)
    return {"language": language, "segments": [_segment(one) for one in segments]}


def _segment(one: Any) -> dict[str, Any]:
    words = [
        {"word": word.word, "start": word.start, "end": word.end, "probability": word.probability}
        for word in one.words or ()
    ]
    return {"start": one.start, "end": one.end, "text": one.text, "avg_logprob": one.avg_logprob, "words": words}


if __name__ == "__main__":
    audio, out, model, language = sys.argv[1:]
    Path(out).write_text(json.dumps(transcribe(audio, model, language), ensure_ascii=False), encoding="utf-8")
