"""Making the untagged MP3 of an episode, at its loudness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.audio import encode, envelope, frames, loudness, verify
from pipeline.audio.drivers import clips
from pipeline.audio.drivers.clips import Ends
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg, Run
from pipeline.audio.drivers.opening import opened, window
from pipeline.audio.encode import Aim, Files, Master
from pipeline.audio.envelope import Envelope
from pipeline.audio.loudness import Loudness
from pipeline.audio.verify import Span, Spans
from pipeline.jobs.job import Failure, Made, Task


@dataclass(frozen=True, slots=True)
class Encode:
    """Makes the untagged MP3 of an episode, at its loudness.

    Params: the fields of `encode.Master`, and `levels`, the points of an envelope (seconds of the recording, dB), where
    its speakers are levelled; aside, its `seconds`, and as `measured` its `loudness` (LUFS) and `peak` (highest sample,
    dBFS), where they are those of what will be mastered. Inputs: `audio`, and where they are chosen `intro` and
    `outro`. Output: `audio`. Facts, all of the encoded file: `seconds` as listeners hear it (without the encoder's
    delay and padding), `channels`, `bitrate` (kb/s), `sample_rate` (Hz), `loudness` (LUFS), `true_peak` (dBTP), `lead`
    (seconds after which the recording begins), `heard` (from where to where that is heard, where something stands at
    its ends, or was cut off there); and `source_loudness`, `gain` (dB), `ceiling` (dBFS), `rounds`, `softened` (frames
    in which a peak was taken down). Mono stays mono; stereo stays stereo, but where one channel is all of it; more
    channels become stereo.
    """

    program: str | None = None
    recipe: int = 2
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`, with all figures, where the loudness can't be reached."""
        master = Master.from_params(task.params)
        ffmpeg = Ffmpeg(self.program)
        ends = clips.ends(ffmpeg, master, task)
        recording = opened(master.demuxer, task.inputs["audio"], task.scratch)
        files = Files(recording, before=ends.before, after=ends.after, levels=_levels(task))
        work = _Work(ffmpeg, master, files, task.scratch)
        source, seconds = work.source(task.params)
        if source.silent:
            raise Failure("is silent", "check the microphone or the export", "bad-audio")
        aim, gained = work.tried(
            encode.first_aim(master, source), source, seconds, ends.lead(master) if master.sting else 0.0
        )
        tries: list[_Try] = []
        while True:
            tries.append(work.encoded(aim, seconds + ends.longer(master), len(tries) + 1))
            level = tries[-1].level
            if encode.reached(master, level, encode.CLOSE_ENOUGH) or len(tries) == encode.ROUNDS:
                break
            aim = encode.corrected(master, aim, level, gained)
        good = [one for one in tries if encode.reached(master, one.level)]
        if not good:
            raise _unreachable(master, source, tries[-1])
        best = min(good, key=lambda one: abs(one.level.integrated - master.loudness))
        return Made(_facts(master, source, best, ends, seconds) | {"rounds": len(tries)}, {"audio": best.path})


def _facts(master: Master, source: Loudness, best: _Try, ends: Ends, seconds: float) -> dict[str, Any]:
    """What `Encode` tells; `seconds` of the recording are heard. Raises `Failure` where sound got lost on the way."""
    whole = seconds + ends.longer(master)
    if abs(best.seconds - whole) > 0.05:
        message = f"came out {best.seconds:.2f} seconds long instead of {whole:.2f}"
        raise Failure(message, "report this as an error of ours", "bad-audio", tool=True)
    begin = master.cut[0] if master.cut else 0.0
    return {
        "seconds": round(best.seconds, 3),
        "channels": master.channels,
        "bitrate": master.bitrate,
        "sample_rate": master.sample_rate,
        "loudness": best.level.integrated,
        "true_peak": best.level.true_peak,
        "lead": round(ends.lead(master), 3),
        **({"heard": [begin, round(begin + seconds, 3)]} if ends.seconds != (0.0, 0.0) or master.cut else {}),
        "source_loudness": source.integrated,
        "gain": best.aim.gain,
        "ceiling": best.aim.ceiling,
        "softened": best.softened,
    }


def _unreachable(master: Master, source: Loudness, last: _Try) -> Failure:
    wanted = f"{master.loudness:.1f} LUFS ± {encode.TOLERANCE} with true peaks of at most {master.true_peak:.1f} dBTP"
    way = f"with {last.aim.gain:+.1f} dB and the ceiling at {last.aim.ceiling:.1f} dBFS"
    figures = f"the recording has {source}; {way} the MP3 has {last.level} after {encode.ROUNDS} rounds"
    hint = "even it out by hand (compress or cut its loudest peaks), or set another loudness in `audio` of `show.yml`"
    return Failure(f"can't be brought to {wanted}: {figures}", hint, "unreachable-loudness")


@dataclass(frozen=True, slots=True)
class _Try:
    """One encoded file: where it lies, what it was aimed at, what it measures (seconds as listeners hear it), and how
    many of its frames were made quieter.
    """

    path: str
    aim: Aim
    level: Loudness
    seconds: float
    softened: int = 0


def _levels(task: Task) -> str:
    """The path of the envelope that levels the speakers; empty where they are not levelled."""
    if not (points := task.params.get("levels")):
        return ""
    path = Path(task.scratch, "levels.wav")
    with path.open("wb") as file:
        file.writelines(envelope.wav(Envelope.from_json(points), task.params["seconds"]))
    return str(path)


def _soften(path: str, spans: Sequence[Span], steps: int) -> int:
    """Make what is heard between these seconds quieter, in place; the number of frames that were changed."""
    with Path(path).open("r+b") as file:
        changes, frame_count = frames.softer(window(file), Path(path).stat().st_size, spans, steps)
        for at, bits in changes.items():
            file.seek(at)
            (byte,) = file.read(1)
            file.seek(at)
            file.write(bytes((byte ^ bits,)))
    return frame_count


@dataclass(frozen=True, slots=True)
class _Work:
    """One recording on its way: the program, what it shall become, and the files it is made of."""

    ffmpeg: Ffmpeg
    master: Master
    files: Files
    scratch: str

    def source(self, params: Mapping[str, Any]) -> tuple[Loudness, float]:
        """The recording as it will be mastered, and its seconds: as the probe measured it, or else measured now."""
        known = params.get("measured")
        if known and not self.files.levels and not self.master.cut:
            return Loudness(known["loudness"], sample_peak=known["peak"]), float(params["seconds"])
        return self.measured(encode.measuring_recording(self.master, self.files))

    def tried(self, aim: Aim, source: Loudness, seconds: float, clips: float) -> tuple[Aim, float]:
        """The aim, corrected by mastering without encoding where the limiter has much to do, or what stands beside the
        recording and is not as loud (`clips`, seconds) counts; and how much a dB of gain brings by now.
        """
        alone = clips <= encode.CLIPS_COUNT * seconds
        if alone and encode.excess(aim, source) <= encode.FREE:
            return aim, 1.0
        if alone and seconds >= encode.LONG:
            run = self._run(encode.trying_pieces(self.master, aim, self.files), 120 + seconds)
            if (lost := encode.lost(loudness.parse_all(run.log))) <= encode.LITTLE:
                return replace(aim, gain=round(aim.gain + lost, 2)), 1.0
        trials: list[tuple[float, Loudness]] = []
        for _ in range(encode.TRIALS):
            level, _ = self.measured(encode.trying(self.master, aim, self.files), 120 + seconds)
            trials.append((aim.gain, level))
            if abs(level.integrated - encode.wanted_of_trial(self.master)) <= encode.TRIED:
                break
            aim = encode.corrected_by_trial(self.master, aim, trials)
        return aim, encode.slope(trials)

    def encoded(self, aim: Aim, length: float, number: int) -> _Try:
        """Encode, measure what came out, and take down the few peaks of it that are too high."""
        out = str(Path(self.scratch, f"audio-{number}.mp3"))
        run = self.ffmpeg.run(encode.encoding(self.master, aim, self.files, out), self.scratch, 120 + 2 * length)
        if run.code:
            raise Failure(f"can't be encoded: {run.complaint}", EXPORT, "bad-audio")
        loud = tuple(loudness.loud_parts(self._told(), length))
        made = self._verified(_Try(out, aim, Loudness(0.0), 0.0), length, loud)
        for _ in range(verify.SOFTENED):
            stretches = verify.peaks(self.master, loudness.true_peaks(self._told()))
            if not verify.few(stretches, length):
                break
            softened = made.softened + _soften(out, stretches, verify.steps(self.master, made.level))
            made = self._verified(replace(made, softened=softened), length, loud)
        return made

    def _verified(self, made: _Try, length: float, loud: Spans) -> _Try:
        run = self._run(verify.measuring(self.master.sample_rate, made.path, length, loud), 120 + length)
        meters = loudness.parse_all(run.log)
        if loud != verify.ALL and verify.is_elsewhere(self.master, meters):
            return self._verified(made, length, verify.ALL)
        return replace(made, level=verify.verified(meters), seconds=run.seconds)

    def _told(self) -> Iterator[str]:
        """The lines of the last run's log."""
        with self.ffmpeg.log(self.scratch).open(encoding="utf-8", errors="replace") as lines:
            yield from lines

    def measured(self, args: Sequence[str], limit: float = 7_200) -> tuple[Loudness, float]:
        """Loudness and length in seconds of what ffmpeg puts out with these arguments."""
        run = self._run(args, limit)
        level = loudness.parse(run.log)
        if level is None:
            raise Failure(f"can't be measured: {run.complaint}", EXPORT, "bad-audio")
        return level, run.seconds

    def _run(self, args: Sequence[str], limit: float) -> Run:
        run = self.ffmpeg.run(args, self.scratch, limit)
        if run.code:
            raise Failure(f"can't be measured: {run.complaint}", EXPORT, "bad-audio")
        return run
