"""Starting the program that writes down what is said; and finding the pauses of a recording.

It works in a folder of its own, which goes again, with the few words of the environment that programs need: it gets no
credentials. It is ended with all that it started when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipeline.audio import encode
from pipeline.audio.aligned import Pause
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg, Run
from pipeline.audio.pauses import LISTENING, parse
from pipeline.audio.transcribing import FASTER, Called, Sound
from pipeline.jobs.job import Failure

ENDINGS = (".json", ".vtt", ".srt", ".tsv", ".sbv")
"""Of results that are read, the best first: JSON says how sure a program is."""
MOST = 100_000_000
"""Bytes of a result: an hour with the probability of each word is ten million."""
_KEPT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "XDG_CACHE_HOME"),
    *("HF_HOME", "HF_HUB_OFFLINE", "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS", "SSL_CERT_FILE", "https_proxy"),
)
_LOG = "program.log"
_BRIDGE = Path(__file__).with_name("bridge.py")


def found(program: str) -> tuple[str, ...]:
    """The words that start a program; none where it is not installed."""
    if program == FASTER:
        return (sys.executable, "-P", str(_BRIDGE)) if find_spec("faster_whisper") else ()
    path = shutil.which(program)
    return (os.path.abspath(path),) if path else ()


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Hands sound to a recogniser. `program` is ffmpeg's, as of the performers."""

    program: str | None = None

    def transcribe(self, sound: Sound, called: Called, language: str, seconds: float) -> tuple[str, bytes]:
        """Name and bytes of what it wrote about a sound, within so many seconds. Raises `Failure`."""
        with _scratch(sound) as (folder, name):
            self._as_wav(sound, folder, name)
            places = {"audio": "audio.wav", "sound": name, "out": "result", "folder": "."}
            whole = {name: str(folder / path) for name, path in places.items()} | {"language": language}
            said = _run(called, called.filled(whole), folder, seconds)
            return _result(folder) or _spoken(called, said, folder)

    def pauses(self, sound: Sound) -> tuple[Pause, ...]:
        """Where nobody speaks in a sound. Raises `Failure`."""
        with _scratch(sound) as (folder, name):
            opened = encode.reading(sound.demuxer, str(folder / name))
            run = self._ffmpeg((*opened, "-map", "0:a:0", "-af", LISTENING, "-f", "null", "-"), folder)
            return parse(run.out.decode("ascii", "replace").splitlines())

    def _as_wav(self, sound: Sound, folder: Path, name: str) -> None:
        """16 kHz and one channel: what all recognisers take."""
        wav = ("-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", f"file:{folder / 'audio.wav'}")
        self._ffmpeg((*encode.reading(sound.demuxer, str(folder / name)), "-map", "0:a:0", *wav), folder)

    def _ffmpeg(self, args: Sequence[str], folder: Path) -> Run:
        run = Ffmpeg(self.program).run(args, str(folder), 7_200, progress=False)
        if run.code:
            raise Failure(f"its sound can't be read: {run.complaint}", EXPORT, "bad-audio")
        return run


@contextmanager
def _scratch(sound: Sound) -> Iterator[tuple[Path, str]]:
    """A folder with the sound in it, and the name of that."""
    with tempfile.TemporaryDirectory(prefix="transcribe-") as path:
        folder, name = Path(path), f"sound{sound.ending}"
        with (folder / name).open("wb") as file:
            file.writelines(sound.open())
        yield folder, name


def _run(called: Called, words: Sequence[str], folder: Path, seconds: float) -> bytes:
    """What the program put out. Raises `Failure` where it can't be started, fails, or takes too long."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    log = folder / _LOG
    try:
        with log.open("wb") as errors, (folder / "program.out").open("w+b") as out:
            started = subprocess.Popen(
                words, cwd=folder, env=kept | {"TMPDIR": str(folder)}, stdin=subprocess.DEVNULL, stdout=out,
                stderr=errors, start_new_session=True,
            )  # fmt: skip
            code = _ended(called, started, seconds)
            out.seek(0)
            said = out.read(MOST + 1)
    except OSError as error:
        raise Failure(f"{called.name} can't be started: {error.strerror}", "see `[transcribe] command`") from error
    if code:
        raise Failure(f"{called.name} ended with status {code}{_last(log)}", "see what it says of its arguments")
    return said


def _ended(called: Called, started: subprocess.Popen[bytes], seconds: float) -> int:
    try:
        return started.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        hint = "take a smaller model, or raise `hours` of `[transcribe]`"
        raise Failure(f"{called.name} took longer than {seconds / 3600:g} hours", hint) from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def _last(log: Path) -> str:
    """The last line of what a program said, to be put behind a sentence."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4_096))
        lines = file.read().decode("utf-8", "replace").split("\n")
    told = [line.strip() for line in lines if line.strip()]
    return f": {told[-1][:200]}" if told else ""


def _result(folder: Path) -> tuple[str, bytes] | None:
    """The file that it wrote, of the best ending."""
    order = {ending: number for number, ending in enumerate(ENDINGS)}
    made = [path for path in folder.iterdir() if path.suffix in order and path.is_file() and not path.is_symlink()]
    for path in sorted(made, key=lambda path: (order[path.suffix], path.name)):
        if path.stat().st_size:
            with path.open("rb") as file:
                return path.name, _bounded(file.read(MOST + 1))
    return None


def _spoken(called: Called, said: bytes, folder: Path) -> tuple[str, bytes]:
    """What it put out instead of a file. Raises `Failure` for nothing: some end so where they do not know a word."""
    if not said.strip():
        endings = ", ".join(f"`{ending}`" for ending in ENDINGS)
        hint = f"let it write to `{{out}}` and one of {endings}, or print one"
        raise Failure(f"{called.name} wrote no transcript{_last(folder / _LOG)}", hint)
    return "result", _bounded(said)


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST:
        raise Failure(f"its result has more than {MOST:,} bytes", "let it write less: segments, and no alternatives")
    return data
