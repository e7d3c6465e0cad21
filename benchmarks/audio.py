"""What mastering costs and reaches: `nox -s bench -- audio`, and `audio 1` of one hour; it takes minutes.

Each recording of `recordings` is looked at and mastered as a publish does it, encoded by ffmpeg as it is, and mastered
by ffmpeg-normalize where that is on the PATH (`pip install ffmpeg-normalize` in an environment of its own). CPU seconds
are those of all processes, the least of some rounds; figures of what came out are measured by one meter for all.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from benchmarks import recordings
from benchmarks.measure import cost
from benchmarks.recordings import Recording
from pipeline import audio
from pipeline.audio import encode, loudness
from pipeline.audio.drivers.encode import Encode
from pipeline.audio.drivers.ffmpeg import Ffmpeg
from pipeline.audio.drivers.probe import Probe
from pipeline.audio.loudness import Loudness
from pipeline.jobs import Task
from pipeline.jobs.job import Failure
from pipeline.model.media import AudioFacts
from tests.audio import shelf

ROUNDS = 3
PEER = "ffmpeg-normalize"
LIMITS = {"seconds": 21_600, "bytes": 4_000_000_000}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one recording: CPU seconds, and what the file measures beside what was wanted."""

    cpu: float
    level: Loudness
    wanted: float
    facts: dict[str, Any]

    @property
    def off(self) -> float:
        return abs(self.level.integrated - self.wanted)


@dataclass(frozen=True, slots=True)
class Row:
    """One recording: its group, how far its highest sample is above its loudness, its encode as it is, and ours."""

    group: str
    crest: float
    probe: float
    bare: float
    ours: Result
    peer: Result | None


def used() -> float:
    """CPU seconds of this process and of all that it waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU seconds of the cheapest of some rounds: other work on the machine makes each dearer."""
    costs = []
    for _ in range(rounds):
        before = used()
        work()
        costs.append(used() - before)
    return min(costs)


def described(path: Path) -> dict[str, Any]:
    """Params of the encode of a recording, with what stands aside, as a publish has them."""
    with tempfile.TemporaryDirectory() as scratch:
        facts = Probe().perform(Task(LIMITS, {"audio": str(path)}, scratch)).facts
    job = audio.encodes(shelf.library(), {f"{shelf.FOLDER}/first.wav": AudioFacts.from_json(facts)}, {})[0]
    return {**job.params, **job.aside, "crest": facts["heard"]["peak"] - facts["loudness"]}


def master(path: Path, params: dict[str, Any], out: Path) -> dict[str, Any]:
    """Master a recording; what the encode tells."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Encode().perform(Task(params, {"audio": str(path)}, scratch))
        shutil.move(str(made.files["audio"]), out)
    return dict(made.facts)


def bare(path: Path, params: dict[str, Any], out: Path) -> list[str]:
    """The command that encodes a recording as it is."""
    shape = ("-ac", str(params["channels"]), "-ar", str(params["sample_rate"]), "-b:a", f"{params['bitrate']}k")
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", "-i", str(path), *shape, str(out)]


def peer(path: Path, params: dict[str, Any], out: Path) -> list[str]:
    """The command that masters a recording with ffmpeg-normalize."""
    aim = ("-t", str(params["loudness"]), "-tp", str(params["true_peak"]), "-ar", str(params["sample_rate"]))
    codec = ("-c:a", "libmp3lame", "-b:a", f"{params['bitrate']}k", "-ac", str(params["channels"]))
    return [PEER, str(path), *aim, *codec, "-f", "-q", "-o", str(out)]


def measured(path: Path) -> Loudness:
    """Loudness and true peak of a whole file."""
    with tempfile.TemporaryDirectory() as scratch:
        run = Ffmpeg(None).run(encode.measuring("mp3", str(path), encode.meter(peak="true")), scratch, 7_200)
    level = loudness.parse(run.log)
    assert level is not None
    return level


def row(one: Recording, folder: Path) -> Row:
    """Do everything with one recording."""
    path, out = recordings.make(one, folder), folder / "out.mp3"
    params = described(path)
    crest = params.pop("crest")
    os.environ["FFMPEG_PATH"] = imageio_ffmpeg.get_ffmpeg_exe()
    probed = least(lambda: described(path))
    plain = least(lambda: subprocess.run(bare(path, params, out), check=True))
    facts: list[dict[str, Any]] = []
    ours = least(lambda: facts.append(master(path, params, out)))
    mastered = Result(ours, measured(out), params["loudness"], facts[0])
    other = None
    if shutil.which(PEER):
        theirs = least(lambda: subprocess.run(peer(path, params, out), check=True), 1)
        other = Result(theirs, measured(out), params["loudness"], {})
    return Row(one.group, crest, probed, plain, mastered, other)


HEADS = (
    *("group", "files", "peak over loudness, dB", "off, LU", "highest, dBTP", "CPU, median", "worst", "encodes"),
    *("taken down", f"{PEER}: off", "highest", "CPU, median"),
)


def line(group: str, rows: list[Row]) -> str:
    """A row of the table: the worst figures of a group, and CPU as a multiple of the bare encode."""
    ours = [one.ours.cpu / one.bare for one in rows]
    cells = [
        group,
        str(len(rows)),
        f"{min(one.crest for one in rows):.0f} to {max(one.crest for one in rows):.0f}",
        *_reached([one.ours for one in rows]),
        f"{statistics.median(ours):.2f}",
        f"{max(ours):.2f}",
        str(sum(one.ours.facts["rounds"] for one in rows)),
        str(sum(one.ours.facts["softened"] > 0 for one in rows)),
    ]
    if all(one.peer for one in rows):
        cells += _reached([one.peer for one in rows if one.peer])
        cells.append(f"{statistics.median(one.peer.cpu / one.bare for one in rows if one.peer):.2f}")
    return f"| {' | '.join(cells)} |"


def _reached(results: list[Result]) -> tuple[str, str]:
    peaks = (one.level.true_peak for one in results if one.level.true_peak is not None)
    return f"{max(one.off for one in results):.1f}", f"{max(peaks):.1f}"


def corpus() -> None:
    """Print the table of all groups, as they are done."""
    print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        done: list[Row] = []
        for group, every in groupby(recordings.corpus(), key=lambda one: one.group):
            rows = list(_done(every, Path(folder)))
            if rows:
                print(line(group, rows), flush=True)
            done += rows
        print(line("all", done))
        probes = statistics.median(one.probe / one.bare for one in done)
        print(f"\nThe look at a recording takes {probes:.2f} of its bare encode (median).")


def _done(every: Iterable[Recording], folder: Path) -> Iterable[Row]:
    for one in every:
        try:
            yield row(one, folder)
        except Failure as failed:
            print(f"{one.name} {failed.message}", file=sys.stderr)


def hour(hours: int) -> None:
    """Print what so many hours take, in processes of their own."""
    print("\n| what | CPU s | of the bare encode | wall s | peak MB | LUFS | dBTP |\n|" + " --- |" * 7, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, out = recordings.make(recordings.hour(), folder, hours * recordings.HOUR), folder / "out.mp3"
        params = described(path)
        commands = {
            "bare encode": bare(path, params, out),
            "look": [sys.executable, "-m", "benchmarks.audio", "probe", str(path), str(out)],
            "look and ours": [sys.executable, "-m", "benchmarks.audio", "master", str(path), str(out)],
        }
        if shutil.which(PEER):
            os.environ["FFMPEG_PATH"] = imageio_ffmpeg.get_ffmpeg_exe()
            commands[PEER] = peer(path, params, out)
        first = 0.0
        for what, command in commands.items():
            taken = cost(command, recordings.HERE)
            first = first or taken.cpu
            level = measured(out)
            figures = f"{taken.cpu:.1f} | {taken.cpu / first:.2f} | {taken.wall:.0f} | {taken.memory / 1e6:.0f}"
            print(f"| {what} | {figures} | {level.integrated:.1f} | {level.true_peak:.1f} |", flush=True)


def main(hours: int) -> None:
    """All recordings, or one of so many hours."""
    if hours:
        hour(hours)
    else:
        corpus()


if __name__ == "__main__":
    what, source, target = sys.argv[1:]
    asked = described(Path(source))
    if what == "master":
        print(master(Path(source), asked, Path(target)))
