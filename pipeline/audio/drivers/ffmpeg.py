"""ffmpeg, as a program: the one in the wheel of imageio-ffmpeg unless another is named.

Sound streams through it; Python holds figures, and of the log only its end.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audio import container as containers
from pipeline.audio import loudness
from pipeline.jobs.job import Failure

EXPORT = f"export it again as {containers.FORMATS}"
"""The remedy for a recording that can't be read."""
_ALONE = ("-filter_threads", "1", "-filter_complex_threads", "1")
"""To hand each frame from thread to thread costs more than there is to do in it: a twentieth of an encode."""
_LOG_END = 65_536
_COMPLAINT = re.compile(r"error|invalid|corrupt|fail|matches no|could not", re.IGNORECASE)


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
        command = [self._path(), "-hide_banner", "-nostdin", "-y", "-v", "info", *_ALONE, *told, *args]
        log = self.log(scratch)
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
            raise Failure(message, EXPORT, "bad-audio") from error
        if done.returncode < 0:
            message = f"ffmpeg was ended by signal {-done.returncode}"
            raise Failure(message, "try again with fewer `--jobs`", "bad-audio", tool=True)
        run = Run(done.returncode, _end_of(log), done.stdout)
        if run.code and "No space left on device" in run.log:
            raise Failure("there is no space left for its encode", "free some, or set `TMPDIR`", "bad-audio", tool=True)
        return run

    @staticmethod
    def log(scratch: str) -> Path:
        """Where the whole log of the last run lies."""
        return Path(scratch, "ffmpeg.log")

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
