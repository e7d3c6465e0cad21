"""How a recording becomes an MP3 of known loudness: filters, arguments and corrections, as values.

The way: measure the recording; try gain and limiter without encoding until the loudness is right; encode; measure the
*encoded* file; correct gain and ceiling by what it says, and encode again, at most `ROUNDS` times in all. Loudness by
ITU-R BS.1770 and EBU R 128.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline.audio import envelope
from pipeline.audio.loudness import Loudness

ROUNDS = 3
"""How often a recording is encoded at most."""

TOLERANCE = 0.5
"""LU by which an episode may miss its target (the promise)."""

CLOSE_ENOUGH = 0.3
"""LU at which we stop correcting: nearer than the promise, because others measure a little differently."""

HEADROOM = 0.9
"""dB by which the limiter stays below the highest true peak at first: it sees samples, and codecs overshoot."""

PEAK_ROUNDING = 0.05
"""dB that a peak may be higher than ffmpeg says it is: it says tenths."""

TRIALS = 6
"""How often gain and limiter are tried without encoding, at a sixth of a round's cost."""

STING_BELOW = 4.0
"""LU by which the sting is quieter than the speech after it."""

_CLOCKED = frozenset({"matroska", "mov", "asf", "ogg"})
_LAYOUTS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True)
class Master:
    """What an episode shall be. Channels 1 or 2, Hz, kb/s, LUFS, dBTP; `demuxer` is ffmpeg's, for the recording;
    `highpass` in Hz, 0 for none; `only`: the channel, `left` or `right`, that is all of the recording.
    """

    demuxer: str
    channels: int
    sample_rate: int
    bitrate: int
    loudness: float
    true_peak: float
    sting: bool
    highpass: float = 0.0
    only: str = ""

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Master:
        """Of what stands aside nothing is read here."""
        return cls(**{field.name: params[field.name] for field in fields(cls) if field.name in params})


@dataclass(frozen=True, slots=True)
class Files:
    """Paths of what an episode is made of; "" where there is none. `before` and `after` are WAV files that are heard as
    they are. `levels` and `dips` are envelopes (WAV): one by the clock of the recording, one by that of the episode.
    """

    recording: str
    before: str = ""
    after: str = ""
    levels: str = ""
    dips: str = ""

    def _order(self) -> dict[str, str]:
        named = {name: getattr(self, name) for name in ("before", "recording", "after", "levels", "dips")}
        return {name: path for name, path in named.items() if path}

    def opened(self, demuxer: str) -> tuple[str, ...]:
        """Arguments that open all of them; `demuxer` is that of the recording."""
        each = (reading(demuxer if name == "recording" else "wav", path) for name, path in self._order().items())
        return tuple(word for words in each for word in words)

    def label(self, name: str) -> str:
        """What ffmpeg calls the sound of one of them in a graph."""
        return f"{list(self._order()).index(name)}:a:0"


@dataclass(frozen=True, slots=True)
class Aim:
    """The gain of the recording in dB, and the ceiling of the limiter in dBFS."""

    gain: float
    ceiling: float


def reading(demuxer: str, path: str) -> tuple[str, ...]:
    """Arguments that open one file strictly: no guess at its format, no other file or host, an end at any damage."""
    strict = ("-xerror", "-err_detect", "explode", "-protocol_whitelist", "file,pipe")
    return (*strict, "-f", demuxer, "-i", f"file:{path}")


def shape(master: Master) -> str:
    """The filter that gives rate, float samples and channels. First of all: a later downmix would add up to 3 dB."""
    layout = _LAYOUTS[master.channels]
    return f"aformat=sample_fmts=fltp:sample_rates={master.sample_rate}:channel_layouts={layout}"


def clocked(demuxer: str) -> str:
    """The filter, with its comma, that puts silence where a container with a clock says that nothing was recorded: a
    browser that lost its line, a video whose sound begins late. So sound stays with the captions that were made for it.
    """
    return "aresample=async=1:first_pts=0," if demuxer in _CLOCKED else ""


def meter(*, peak: bool) -> str:
    """The filter that measures. Lines for single frames are `verbose`: ffmpeg 5.1 knows no `quiet`."""
    return f"ebur128={'peak=true:' if peak else ''}framelog=verbose"


def _recording(master: Master, files: Files, last: str, out: str) -> tuple[str, ...]:
    """The recording as it is measured, its speakers levelled where that is wanted; `last` is the filter at its end."""
    low = f",highpass=f={master.highpass:g}" if master.highpass else ""
    one = {"left": "pan=mono|c0=c0,", "right": "pan=mono|c0=c1,"}.get(master.only, "")
    shaped = f"[{files.label('recording')}]{clocked(master.demuxer)}{one}{shape(master)}{low}"
    if not files.levels:
        return (f"{shaped},{last}[{out}]",)
    levelled = envelope.applied("shaped", files.label("levels"), master.sample_rate, master.channels, "levelled")
    return (f"{shaped}[shaped]", *levelled, f"[levelled]{last}[{out}]")


def _joined(master: Master, files: Files) -> tuple[str, ...]:
    """What stands before and behind the recording with it, as `[joined]`."""
    clips = {name: path for name, path in (("before", files.before), ("after", files.after)) if path}
    shaped = tuple(f"[{files.label(name)}]{shape(master)}[{name}]" for name in clips)
    order = "".join(f"[{name}]" for name in ("before", "recording", "after") if name == "recording" or name in clips)
    return (*shaped, f"{order}concat=n={len(clips) + 1}:v=0:a=1[joined]") if clips else ()


def mastering(master: Master, aim: Aim, files: Files) -> str:
    """The graph from the files to `[out]`: high-pass, levels, gain, what stands before and behind, dips, limiter. It is
    put together here and nowhere else.
    """
    joined = _joined(master, files)
    gained = _recording(master, files, f"volume=volume={aim.gain:.2f}dB:precision=float", "recording")
    label = "joined" if joined else "recording"
    dips: tuple[str, ...] = ()
    if files.dips:
        dips = envelope.applied(label, files.label("dips"), master.sample_rate, master.channels, "dipped")
        label = "dipped"
    limiter = f"alimiter=limit={aim.ceiling:.2f}dB:attack=5:release=50:level=false:latency=true"
    return ";".join((*gained, *joined, *dips, f"[{label}]{limiter}[out]"))


def measuring(demuxer: str, path: str, filters: str) -> tuple[str, ...]:
    """Arguments that decode one file, measure, and write nothing."""
    return (*reading(demuxer, path), "-map", "0:a:0", "-af", filters, "-f", "null", "-")


def measuring_recording(master: Master, files: Files) -> tuple[str, ...]:
    """Arguments that measure the recording as it will be mastered, and write nothing."""
    graph = ";".join(_recording(master, files, meter(peak=False), "measured"))
    return (*files.opened(master.demuxer), "-filter_complex", graph, "-map", "[measured]", "-f", "null", "-")


def trying(master: Master, aim: Aim, files: Files) -> tuple[str, ...]:
    """Arguments that master and measure without encoding."""
    graph = f"{mastering(master, aim, files)};[out]{meter(peak=False)}[measured]"
    return (*files.opened(master.demuxer), "-filter_complex", graph, "-map", "[measured]", "-f", "null", "-")


def encoding(master: Master, aim: Aim, files: Files, out: str) -> tuple[str, ...]:
    """Arguments that write the untagged MP3: the same bytes on every run of the same build, wherever and whenever."""
    exact = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    untagged = ("-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "1")
    codec = ("-c:a", "libmp3lame", "-b:a", f"{master.bitrate}k")
    graph = ("-filter_complex", mastering(master, aim, files), "-map", "[out]")
    return (*files.opened(master.demuxer), *graph, *exact, *codec, *untagged, "-f", "mp3", f"file:{out}")


def codec_loss(bitrate: int) -> float:
    """LU by which libmp3lame lowers the level at a constant bit rate in kb/s, measured on speech."""
    return 0.4 if bitrate < 192 else 0.2 if bitrate < 256 else 0.0


def first_aim(master: Master, source: Loudness) -> Aim:
    """The aim before anything was tried."""
    gain = master.loudness + codec_loss(master.bitrate) - source.integrated
    return Aim(round(gain, 2), round(master.true_peak - HEADROOM, 2))


def wanted_of_trial(master: Master) -> float:
    """LUFS that a trial without encoding shall have."""
    return master.loudness + codec_loss(master.bitrate)


def slope(trials: Sequence[tuple[float, Loudness]]) -> float:
    """LU that one more dB of gain brings, by the last two trials (gain in dB, what came out): 1 until the limiter takes
    its share. At least a half, so that no correction leaps.
    """
    if len(trials) < 2 or abs(trials[-1][0] - trials[-2][0]) < 0.05:
        return 1.0
    (gain_before, before), (gain, after) = trials[-2:]
    return min(1.0, max(0.5, (after.integrated - before.integrated) / (gain - gain_before)))


def corrected_by_trial(master: Master, aim: Aim, trials: Sequence[tuple[float, Loudness]]) -> Aim:
    """The aim with the loudness that the limiter took given back: by the slope, but between what was too quiet and what
    was too loud (more gain is never quieter).
    """
    wanted = wanted_of_trial(master)
    gain = trials[-1][0] + (wanted - trials[-1][1].integrated) / slope(trials)
    low = max((tried for tried, level in trials if level.integrated < wanted), default=None)
    high = min((tried for tried, level in trials if level.integrated >= wanted), default=None)
    if low is not None and high is not None and not low < gain < high:
        gain = (low + high) / 2
    return replace(aim, gain=round(gain, 2))


def corrected(master: Master, aim: Aim, encoded: Loudness, gained: float) -> Aim:
    """The aim after what the encoded file measured: peaks beyond the limit less; the missing loudness more, and
    what the lower ceiling will take. `gained` is the slope of the trials.
    """
    over = 0.0 if encoded.true_peak is None else encoded.true_peak + PEAK_ROUNDING - master.true_peak
    lower = over + 0.2 if over > 0 else 0.0
    missing = master.loudness - encoded.integrated + (1 - gained) * lower
    return Aim(round(aim.gain + missing / gained, 2), round(aim.ceiling - lower, 2))


def reached(master: Master, encoded: Loudness, tolerance: float = TOLERANCE) -> bool:
    """Whether the encoded file is what was promised."""
    near = abs(encoded.integrated - master.loudness) <= tolerance + 1e-9
    return near and encoded.true_peak is not None and encoded.true_peak + PEAK_ROUNDING <= master.true_peak + 1e-9
