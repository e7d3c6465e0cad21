"""ffmpeg, as a program: `Probe` looks at a recording as a whole, `Marks` reads the chapters inside it, `Encode` makes
the episode's MP3 of it.

The program is the one in the wheel of imageio-ffmpeg unless another is named. Sound streams through it; Python holds
figures, and of the log only its end.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.audio import container as containers
from pipeline.audio import encode, loudness
from pipeline.audio.container import Container, NotAudio, Window
from pipeline.audio.drivers import clips
from pipeline.audio.encode import Aim, Master
from pipeline.audio.loudness import Loudness
from pipeline.formats.chapter_files import parse_metadata
from pipeline.jobs.job import Failure, Made, Task

_EXPORT = f"export it again as {containers.FORMATS}"
_LOG_END = 65_536
_COMPLAINT = re.compile(r"error|invalid|corrupt|fail|matches no|could not", re.IGNORECASE)
_SHORT = {"flac": 0.01, "mp3": 0.06}
"""Seconds by which decoded sound may miss what its header promises."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of ffmpeg left: exit code, the end of its log, and what it put out on its standard output."""

    code: int
    log: str
    out: bytes

    @property
    def seconds(self) -> float:
        return loudness.seconds(self.out.decode("ascii", "replace"))

    @property
    def complaint(self) -> str:
        """The first line of the log that speaks of an error, without ffmpeg's names and addresses."""
        lines = [re.sub(r"^(\[[^\]]*\] ?)+", "", line).strip() for line in self.log.splitlines()]
        told = [line for line in lines if _COMPLAINT.search(line)]
        return re.sub(r"\S*/\S+", "the file", told[0])[:200] if told else f"it ended with status {self.code}"


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """The program. `program` None: that of imageio-ffmpeg's wheel."""

    program: str | None

    def run(self, args: Sequence[str], scratch: str, seconds: float, *, progress: bool = True) -> Run:
        """Run it, for at most this long. Raises `Failure` where the program is missing, dies, or takes too long."""
        told = ("-nostats", "-progress", "pipe:1") if progress else ("-nostats",)
        command = [self._path(), "-hide_banner", "-nostdin", "-y", "-v", "info", *told, *args]
        log = Path(scratch, "ffmpeg.log")
        try:
            with log.open("wb") as errors:
                done = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env={"LC_ALL": "C", "TZ": "UTC"},
                    timeout=seconds,
                    check=False,
                )
        except OSError as error:
            raise Failure(f"ffmpeg can't be started: {error.strerror}", _INSTALL, "bad-audio", tool=True) from error
        except subprocess.TimeoutExpired as error:
            message = f"takes longer to decode than {seconds:.0f} seconds"
            raise Failure(message, _EXPORT, "bad-audio") from error
        if done.returncode < 0:
            message = f"ffmpeg was ended by signal {-done.returncode}"
            raise Failure(message, "try again with fewer `--jobs`", "bad-audio", tool=True)
        run = Run(done.returncode, _end_of(log), done.stdout)
        if run.code and "No space left on device" in run.log:
            raise Failure("there is no space left for its encode", "free some, or set `TMPDIR`", "bad-audio", tool=True)
        return run

    def _path(self) -> str:
        if self.program:
            return self.program
        import imageio_ffmpeg

        try:
            return str(imageio_ffmpeg.get_ffmpeg_exe())
        except RuntimeError as error:
            raise Failure("ffmpeg is missing", _INSTALL, "bad-audio", tool=True) from error

    def version(self) -> str:
        """Its version, as it says it; empty where it can't be asked."""
        try:
            return self._version()
        except subprocess.TimeoutExpired:
            return ""

    def _version(self) -> str:
        try:
            asked = subprocess.run([self._path(), "-version"], capture_output=True, timeout=20, check=False)
        except (OSError, Failure):
            return ""
        match = re.match(r"ffmpeg version (\S+)", asked.stdout.decode("utf-8", "replace"))
        return match[1] if match else ""

    def about(self) -> str:
        """Its version and its place, for people; empty where it does not run. Raises `subprocess.TimeoutExpired`."""
        version = self._version()
        return f"{version} at {self._path()}" if version else ""


_INSTALL = "install it: `pip install imageio-ffmpeg`"


def _end_of(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOG_END))
        return file.read().decode("utf-8", "replace")


def _window(file: BinaryIO) -> Window:
    def window(at: int, count: int) -> bytes:
        file.seek(at)
        return file.read(count)

    return window


@dataclass(frozen=True, slots=True)
class Probe:
    """Looks at a recording as a whole: every sample is decoded, once.

    Params: `seconds` and `bytes`, the limits. Input: `audio`. Facts: `format`, `seconds`, `channels`, `sample_rate`
    (Hz), `loudness` (LUFS). Refused with `Failure`: what is no sound or not whole, silence, and what is too long.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file ("is cut short: …")."""
        path, limit = Path(task.inputs["audio"]), float(task.params["seconds"])
        size = path.stat().st_size
        if size > task.params["bytes"]:
            message = f"is {size:,} bytes; the limit is {task.params['bytes']:,}"
            raise Failure(message, "send FLAC instead of WAV, or raise `limits.audio_bytes`", "too-large")
        with path.open("rb") as file:
            container, promised = _recognise(_window(file), size)
        ffmpeg = Ffmpeg(self.program)
        channels, sample_rate = self._shape(ffmpeg, container, task)
        strict = encode.reading(container.demuxer, str(path))
        bounded = ("-map", "0:a:0", "-t", f"{limit + 1:.3f}", "-af", encode.meter(peak=False), "-f", "null", "-")
        run = ffmpeg.run((*strict, *bounded), task.scratch, 60 + limit / 5)
        if run.code:
            raise Failure(f"is damaged: {run.complaint}", _EXPORT, "bad-audio")
        measured = loudness.parse(run.log)
        _judge(run.seconds, limit, container, promised, measured)
        facts = {"format": container.name, "seconds": round(run.seconds, 3), "channels": channels}
        level = measured.integrated if measured else None
        return Made({**facts, "sample_rate": sample_rate, "loudness": level})

    @staticmethod
    def _shape(ffmpeg: Ffmpeg, container: Container, task: Task) -> tuple[int, int]:
        """Channels and Hz, from the WAV header that ffmpeg writes for the first frame: all versions write it alike."""
        one = ("-map", "0:a:0", "-frames:a", "1", "-c:a", "pcm_s16le", "-f", "wav", "pipe:1")
        args = (*encode.reading(container.demuxer, task.inputs["audio"]), *one)
        run = ffmpeg.run(args, task.scratch, 60, progress=False)
        if run.code or len(run.out) < 44:
            raise Failure(f"is damaged: {run.complaint}", _EXPORT, "bad-audio")
        return int.from_bytes(run.out[22:24], "little"), int.from_bytes(run.out[24:28], "little")


@dataclass(frozen=True, slots=True)
class Marks:
    """Reads the chapters inside a recording.

    Params: `demuxer`, ffmpeg's for it. Input: `audio`. Fact: `marks`, a list of start and end in seconds, and title.
    Durable: a runner that has a pointer in place of the recording knows them, too.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file."""
        opened = encode.reading(task.params["demuxer"], task.inputs["audio"])
        run = Ffmpeg(self.program).run((*opened, "-f", "ffmetadata", "pipe:1"), task.scratch, 60, progress=False)
        if run.code:
            raise Failure(f"is damaged: {run.complaint}", _EXPORT, "bad-audio")
        return Made({"marks": [list(mark) for mark in parse_metadata(run.out.decode("utf-8", "replace"))]})


def _recognise(window: Window, size: int) -> tuple[Container, float | None]:
    """The container and the seconds its header promises. Raises `Failure` for what can't be a whole recording."""
    container = containers.sniff(window, size)
    if isinstance(container, NotAudio):
        if size == 0:
            raise Failure("is empty", _EXPORT, "bad-audio")
        raise Failure(f"is not audio: its first bytes {container.why}", _EXPORT, "bad-audio")
    flaw = containers.flaw(container, window, size)
    if flaw:
        locked = "send a recording of your own, without DRM" if "DRM" in flaw else _EXPORT
        raise Failure(flaw, locked, "bad-audio")
    return container, containers.promised_seconds(container, window)


def _judge(
    decoded: float, limit: float, container: Container, promised: float | None, measured: Loudness | None
) -> None:
    """Raises `Failure` for too long, cut short, empty, or silent."""
    if decoded > limit:
        hint = "split it, or raise `limits.audio_seconds` in `pipeline.toml`"
        raise Failure(f"is longer than {limit:,.0f} seconds", hint, "too-large")
    if decoded <= 0:
        raise Failure("is empty: it holds no sound", _EXPORT, "bad-audio")
    if promised is not None and promised - decoded > _SHORT.get(container.name, 0.05):
        message = f"is cut short: its header promises {promised:.1f} seconds, {decoded:.1f} are there"
        raise Failure(message, _EXPORT, "bad-audio")
    if measured is None:
        raise Failure("can't be measured: ffmpeg gave no figures", "report this as an error of ours", tool=True)
    if measured.silent:
        message = f"is silent: nothing in it is above {loudness.SILENCE:.0f} LUFS"
        raise Failure(message, "check the microphone or the export", "bad-audio")


@dataclass(frozen=True, slots=True)
class Encode:
    """Makes the untagged MP3 of an episode, at its loudness.

    Params: the fields of `encode.Master`. Input: `audio`. Output: `audio`. Facts, all of the encoded file: `seconds` as
    listeners hear it (without the encoder's delay and padding), `channels`, `bitrate` (kb/s), `sample_rate` (Hz),
    `loudness` (LUFS), `true_peak` (dBTP), `lead` (seconds of the sting); and `source_loudness`, `gain` (dB), `ceiling`
    (dBFS), `rounds`. Mono stays mono; stereo stays stereo, also where its channels are alike; more channels become
    stereo.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`, with all figures, where the loudness can't be reached."""
        master = Master.from_params(task.params)
        work = _Work(Ffmpeg(self.program), master, task.inputs["audio"], task.scratch)
        lead = work.write_sting()
        filters = f"{encode.shape(master)},{encode.meter(peak=False)}"
        source, seconds = work.measure(master.demuxer, work.recording, filters)
        if source.silent:
            raise Failure("is silent", "check the microphone or the export", "bad-audio")
        aim, gained = work.tried(encode.first_aim(master, source), seconds)
        tries: list[_Try] = []
        while True:
            tries.append(work.encoded(aim, seconds, len(tries) + 1))
            level = tries[-1].level
            if encode.reached(master, level, encode.CLOSE_ENOUGH) or len(tries) == encode.ROUNDS:
                break
            aim = encode.corrected(master, aim, level, gained)
        good = [one for one in tries if encode.reached(master, one.level)]
        if not good:
            raise _unreachable(master, source, tries[-1])
        best = min(good, key=lambda one: abs(one.level.integrated - master.loudness))
        return Made(_facts(master, source, best, lead, seconds) | {"rounds": len(tries)}, {"audio": best.path})


def _facts(master: Master, source: Loudness, best: _Try, lead: float, seconds: float) -> dict[str, float | None]:
    """What `Encode` tells. Raises `Failure` where sound got lost on the way."""
    if abs(best.seconds - seconds - lead) > 0.05:
        message = f"came out {best.seconds:.2f} seconds long instead of {seconds + lead:.2f}"
        raise Failure(message, "report this as an error of ours", "bad-audio", tool=True)
    return {
        "seconds": round(best.seconds, 3),
        "channels": master.channels,
        "bitrate": master.bitrate,
        "sample_rate": master.sample_rate,
        "loudness": best.level.integrated,
        "true_peak": best.level.true_peak,
        "lead": round(lead, 3),
        "source_loudness": source.integrated,
        "gain": best.aim.gain,
        "ceiling": best.aim.ceiling,
    }


def _unreachable(master: Master, source: Loudness, last: _Try) -> Failure:
    wanted = f"{master.loudness:.1f} LUFS ± {encode.TOLERANCE} with true peaks of at most {master.true_peak:.1f} dBTP"
    way = f"with {last.aim.gain:+.1f} dB and the ceiling at {last.aim.ceiling:.1f} dBFS"
    figures = f"the recording has {source}; {way} the MP3 has {last.level} after {encode.ROUNDS} rounds"
    hint = "even it out by hand (compress or cut its loudest peaks), or set another loudness in `audio` of `show.yml`"
    return Failure(f"can't be brought to {wanted}: {figures}", hint, "unreachable-loudness")


@dataclass(frozen=True, slots=True)
class _Try:
    """One encoded file: where it lies, what it was aimed at, and what it measures (seconds as listeners hear it)."""

    path: str
    aim: Aim
    level: Loudness
    seconds: float


@dataclass(frozen=True, slots=True)
class _Work:
    """One recording on its way: the program, what it shall become, and where its files lie."""

    ffmpeg: Ffmpeg
    master: Master
    recording: str
    scratch: str

    @property
    def sting(self) -> str:
        return str(Path(self.scratch, "sting.wav"))

    def write_sting(self) -> float:
        """Write the sting where one is wanted; its length in seconds."""
        if not self.master.sting:
            return 0.0
        level = self.master.loudness - encode.STING_BELOW
        data, seconds = clips.sting(self.master.sample_rate, self.master.channels, level)
        Path(self.sting).write_bytes(data)
        return seconds

    def measure(self, demuxer: str, path: str, filters: str, limit: float = 7_200) -> tuple[Loudness, float]:
        """Loudness and length in seconds of one file."""
        return self._measured(encode.measuring(demuxer, path, filters), limit)

    def tried(self, aim: Aim, seconds: float) -> tuple[Aim, float]:
        """The aim, corrected by mastering without encoding; and how much a dB of gain brings by now."""
        trials: list[tuple[float, Loudness]] = []
        for _ in range(encode.TRIALS):
            level, _ = self._measured(encode.trying(self.master, aim, self.recording, self.sting), 120 + seconds)
            trials.append((aim.gain, level))
            if abs(level.integrated - encode.wanted_of_trial(self.master)) <= 0.1:
                break
            aim = encode.corrected_by_trial(self.master, aim, trials)
        return aim, encode.slope(trials)

    def encoded(self, aim: Aim, seconds: float, number: int) -> _Try:
        """Encode, and measure what came out."""
        out = str(Path(self.scratch, f"audio-{number}.mp3"))
        args = encode.encoding(self.master, aim, self.recording, self.sting, out)
        run = self.ffmpeg.run(args, self.scratch, 120 + 2 * seconds)
        if run.code:
            raise Failure(f"can't be encoded: {run.complaint}", _EXPORT, "bad-audio")
        return _Try(out, aim, *self.measure("mp3", out, encode.meter(peak=True), 120 + seconds))

    def _measured(self, args: Sequence[str], limit: float) -> tuple[Loudness, float]:
        run = self.ffmpeg.run(args, self.scratch, limit)
        level = None if run.code else loudness.parse(run.log)
        if level is None:
            raise Failure(f"can't be measured: {run.complaint}", _EXPORT, "bad-audio")
        return level, run.seconds
