"""Making the untagged MP3 of an episode, at its loudness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audio import encode, envelope, loudness
from pipeline.audio.drivers import clips
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.audio.drivers.opening import opened
from pipeline.audio.encode import Aim, Files, Master
from pipeline.audio.envelope import Envelope
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Failure, Made, Task


@dataclass(frozen=True, slots=True)
class Encode:
    """Makes the untagged MP3 of an episode, at its loudness.

    Params: the fields of `encode.Master`, and `levels`, the points of an envelope (seconds of the recording, dB), where
    its speakers are levelled; aside, its `seconds`. Input: `audio`. Output: `audio`. Facts, all of the encoded file:
    `seconds` as listeners hear it (without the encoder's delay and padding), `channels`, `bitrate` (kb/s),
    `sample_rate` (Hz), `loudness` (LUFS), `true_peak` (dBTP), `lead` (seconds of the sting); and `source_loudness`,
    `gain` (dB), `ceiling` (dBFS), `rounds`. Mono stays mono; stereo stays stereo, but where one channel is all of it;
    more channels become stereo.
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
        sting, lead = _sting(master, task.scratch)
        recording = opened(master.demuxer, task.inputs["audio"], task.scratch)
        files = Files(recording, before=sting, levels=_levels(task))
        work = _Work(Ffmpeg(self.program), master, files, task.scratch)
        source, seconds = work.measured(encode.measuring_recording(master, work.files))
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


def _sting(master: Master, scratch: str) -> tuple[str, float]:
    """The path of the sting and its seconds; none where none is wanted."""
    if not master.sting:
        return "", 0.0
    data, seconds = clips.sting(master.sample_rate, master.channels, master.loudness - encode.STING_BELOW)
    path = Path(scratch, "sting.wav")
    path.write_bytes(data)
    return str(path), seconds


def _levels(task: Task) -> str:
    """The path of the envelope that levels the speakers; empty where they are not levelled."""
    if not (points := task.params.get("levels")):
        return ""
    path = Path(task.scratch, "levels.wav")
    with path.open("wb") as file:
        file.writelines(envelope.wav(Envelope.from_json(points), task.params["seconds"]))
    return str(path)


@dataclass(frozen=True, slots=True)
class _Work:
    """One recording on its way: the program, what it shall become, and the files it is made of."""

    ffmpeg: Ffmpeg
    master: Master
    files: Files
    scratch: str

    def tried(self, aim: Aim, seconds: float) -> tuple[Aim, float]:
        """The aim, corrected by mastering without encoding; and how much a dB of gain brings by now."""
        trials: list[tuple[float, Loudness]] = []
        for _ in range(encode.TRIALS):
            level, _ = self.measured(encode.trying(self.master, aim, self.files), 120 + seconds)
            trials.append((aim.gain, level))
            if abs(level.integrated - encode.wanted_of_trial(self.master)) <= 0.1:
                break
            aim = encode.corrected_by_trial(self.master, aim, trials)
        return aim, encode.slope(trials)

    def encoded(self, aim: Aim, seconds: float, number: int) -> _Try:
        """Encode, and measure what came out."""
        out = str(Path(self.scratch, f"audio-{number}.mp3"))
        args = encode.encoding(self.master, aim, self.files, out)
        run = self.ffmpeg.run(args, self.scratch, 120 + 2 * seconds)
        if run.code:
            raise Failure(f"can't be encoded: {run.complaint}", EXPORT, "bad-audio")
        checked = encode.measuring("mp3", out, encode.meter(peak=True))
        return _Try(out, aim, *self.measured(checked, 120 + seconds))

    def measured(self, args: Sequence[str], limit: float = 7_200) -> tuple[Loudness, float]:
        """Loudness and length in seconds of what ffmpeg puts out with these arguments."""
        run = self.ffmpeg.run(args, self.scratch, limit)
        level = None if run.code else loudness.parse(run.log)
        if level is None:
            raise Failure(f"can't be measured: {run.complaint}", EXPORT, "bad-audio")
        return level, run.seconds
