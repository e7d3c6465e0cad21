"""How a recording becomes an MP3 of known loudness: filters, arguments and corrections, as values.

The way: take what the probe measured, or measure; where the limiter will have much to do, try gain and limiter without
encoding until the loudness is right; encode; measure the *encoded* file. Peaks that the codec made are taken down in
that file, where they are. Where its loudness is still another one, correct gain and ceiling by what it says, and encode
again, at most `ROUNDS` times in all. Loudness by ITU-R BS.1770 and EBU R 128.
"""

from __future__ import annotations

import math
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

HEADROOM = 1.5
"""dB by which the limiter stays below the highest true peak: it sees samples, and codecs overshoot. Measured: with that
nine recordings in ten have no peak that is higher.
"""

PEAK_ROUNDING = 0.05
"""dB that a peak may be higher than ffmpeg says it is: it says tenths."""

TRIALS = 6
"""How often gain and limiter are tried without encoding, at a sixth of a round's cost."""

TRIED = 0.2
"""LU from what is wanted at which a trial is good enough."""

HELD = 0.65
"""LU that one more dB of gain brings, as is assumed where the first trial misses by more than `BUSY`, LU."""

BUSY = 1.5

FREE = 3.0
"""dB by which the highest sample may exceed the ceiling without a trial: by that speech loses 0.2 LU at most."""

CLIPS_COUNT = 0.01
"""Part of an episode from which on what stands before and behind the recording counts in its loudness."""

PIECES = (10, 3)
"""Of a long recording a trial hears, of so many seconds, the first so many."""

LOUD = 4.0
"""dB below the highest true peak from which on sound is loud: a codec hardly ever adds more than that."""

LONG = 300.0
"""Seconds from which on a recording is long."""

LITTLE = 0.5
"""LU that a limiter takes of speech; where it takes more, it is busy with something that is far louder."""

HIGHPASS = 70.0
"""Hz below which a voice has nothing, and knocks, wind and offsets have much: what is cut off by default."""

_BUTTERWORTH = (0.5412, 1.3066)
"""Q of the two sections of a filter of the fourth order: 24 dB an octave, half a dB at the lowest voices."""

STING_BELOW = 4.0
"""LU by which the sting is quieter than the speech after it."""

_CLOCKED = frozenset({"matroska", "mov", "asf", "ogg"})
CLICK = 0.01
"""Seconds in which a clip comes and goes where it meets silence: so that nobody hears a click."""

RAMP = 0.1
"""Seconds in which a recording comes and goes where its silent ends were cut off."""

_LAYOUTS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True)
class Clip:
    """A short sound before or behind the recording: ffmpeg's demuxer for it, and the seconds for which it fades while
    the recording is heard.
    """

    demuxer: str
    crossfade: float = 0.0


@dataclass(frozen=True, slots=True)
class Master:
    """What an episode shall be. Channels 1 or 2, Hz, kb/s, LUFS, dBTP; `demuxer` is ffmpeg's, for the recording;
    `highpass` in Hz, 0 for none; `only`: the channel, `left` or `right`, that is all of the recording; `cut`: from
    where to where it is heard, in seconds.
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
    cut: tuple[float, float] | None = None
    intro: Clip | None = None
    outro: Clip | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Master:
        """Of what stands aside nothing is read here."""
        plain = {field.name: params[field.name] for field in fields(cls) if field.name in params}
        clips = {name: Clip(**plain[name]) for name in ("intro", "outro") if name in plain}
        return cls(**plain | clips | ({"cut": tuple(plain["cut"])} if "cut" in plain else {}))

    @property
    def overlaps(self) -> tuple[float, float]:
        """Seconds for which what stands before the recording, and what stands behind it, are heard together with it."""
        return (self.intro.crossfade if self.intro else 0.0, self.outro.crossfade if self.outro else 0.0)


@dataclass(frozen=True, slots=True)
class Files:
    """Paths of what an episode is made of; "" where there is none. `before` and `after` are WAV files that are heard as
    they are. `levels` is an envelope (WAV) by the clock of the recording.
    """

    recording: str
    before: str = ""
    after: str = ""
    levels: str = ""

    def _order(self) -> dict[str, str]:
        named = {name: getattr(self, name) for name in ("before", "recording", "after", "levels")}
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


def meter(*, peak: str = "", told: bool = False) -> str:
    """The filter that measures, with peaks where they are asked for: `true`, or of each `sample`. `told`: it writes of
    each tenth of a second. Otherwise such lines are `verbose`: ffmpeg 5.1 knows no `quiet`.
    """
    peaks = f"peak={peak}:" if peak else ""
    return f"ebur128={peaks}framelog={'info' if told else 'verbose'}"


def none_but(when: str) -> str:
    """The filter that lets through the sound of some time only: what nobody reads need not be brought to its end."""
    return f"aselect='{when}'"


def highpass(said: float | None) -> float:
    """Hz below which is cut off, by what somebody says of it: nothing, or 0 for nowhere."""
    return HIGHPASS if said is None else said


def _highpass(master: Master) -> str:
    sections = (f",highpass=f={master.highpass:g}:t=q:w={q}" for q in _BUTTERWORTH)
    return "".join(sections) if master.highpass else ""


def _recording(master: Master, files: Files, last: str, out: str) -> tuple[str, ...]:
    """The recording as it is measured, its speakers levelled where that is wanted; `last` is the filter at its end."""
    one = {"left": "pan=mono|c0=c0,", "right": "pan=mono|c0=c1,"}.get(master.only, "")
    shaped = f"[{files.label('recording')}]{clocked(master.demuxer)}{one}{shape(master)}{_highpass(master)}"
    last = f"{_cut(master, *master.cut)},{last}" if master.cut else last
    if not files.levels:
        return (f"{shaped},{last}[{out}]",)
    levelled = envelope.applied("shaped", files.label("levels"), master.sample_rate, master.channels, "levelled")
    return (f"{shaped}[shaped]", *levelled, f"[levelled]{last}[{out}]")


def _cut(master: Master, begin: float, end: float) -> str:
    """Filters that leave a recording from one second to another, with a ramp at both ends: no room is quite still."""
    first, last = round(begin * master.sample_rate), round(end * master.sample_rate)
    ramp = round(RAMP * master.sample_rate)
    kept = f"atrim=start_sample={first}:end_sample={last},asetpts=N/SR/TB"
    return f"{kept},afade=t=in:ss=0:ns={ramp},afade=t=out:ss={last - first - ramp}:ns={ramp}"


def _joined(master: Master, files: Files) -> tuple[str, ...]:
    """What stands before and behind the recording with it, as `[joined]`."""
    clips = {name: path for name, path in (("before", files.before), ("after", files.after)) if path}
    if not clips:
        return ()
    shaped = tuple(f"[{files.label(name)}]{shape(master)}[{name}]" for name in clips)
    order = [name for name in ("before", "recording", "after") if name == "recording" or name in clips]
    if not any(master.overlaps):
        return (*shaped, f"{''.join(f'[{name}]' for name in order)}concat=n={len(order)}:v=0:a=1[joined]")
    overlaps = [seconds for seconds, name in zip(master.overlaps, ("before", "after"), strict=True) if name in clips]
    steps: list[str] = []
    first: str = order[0]
    for number, (name, seconds) in enumerate(zip(order[1:], overlaps, strict=True), 1):
        out = "joined" if number == len(overlaps) else "opened"
        steps.append(f"[{first}][{name}]{_meeting(round(seconds * master.sample_rate))}[{out}]")
        first = out
    return (*shaped, *steps)


def _meeting(samples: int) -> str:
    """The filter that joins two sounds, of which so many samples are heard together: the clip has faded by itself."""
    return f"acrossfade=ns={samples}:c1=nofade:c2=nofade" if samples else "concat=n=2:v=0:a=1"


def mastering(master: Master, aim: Aim, files: Files) -> str:
    """The graph from the files to `[out]`: high-pass, levels, gain, what stands before and behind, limiter. It is put
    together here and nowhere else.
    """
    joined = _joined(master, files)
    gained = _recording(master, files, _gain(aim), "recording")
    return ";".join((*gained, *joined, f"[{'joined' if joined else 'recording'}]{_limiter(aim)}[out]"))


def _gain(aim: Aim) -> str:
    return f"volume=volume={aim.gain:.2f}dB:precision=float"


def _limiter(aim: Aim) -> str:
    return f"alimiter=limit={aim.ceiling:.2f}dB:attack=5:release=50:level=false:latency=true"


def measuring(demuxer: str, path: str, filters: str) -> tuple[str, ...]:
    """Arguments that decode one file, measure, and write nothing."""
    return (*reading(demuxer, path), "-map", "0:a:0", "-af", filters, "-f", "null", "-")


def measuring_clip(master: Master, clip: Clip, path: str) -> tuple[str, ...]:
    """Arguments that measure a clip as it will be heard."""
    return measuring(clip.demuxer, path, f"{clocked(clip.demuxer)}{shape(master)},{meter()}")


def taking_clip(master: Master, clip: Clip, level: Loudness, path: str, out: str) -> tuple[str, ...]:
    """Arguments that write the samples (16 bits) of a clip of this level, as loud as the recording will be."""
    gain = wanted_of_trial(master) - level.integrated
    limiter = f"alimiter=limit={master.true_peak - HEADROOM:.2f}dB:attack=5:release=50:level=false:latency=true"
    filters = f"{clocked(clip.demuxer)}{shape(master)},volume=volume={gain:.2f}dB:precision=float,{limiter}"
    raw = ("-c:a", "pcm_s16le", "-f", "s16le", f"file:{out}")
    return (*reading(clip.demuxer, path), "-map", "0:a:0", "-af", filters, *raw)


def measuring_recording(master: Master, files: Files) -> tuple[str, ...]:
    """Arguments that measure the recording as it will be mastered, and write nothing."""
    graph = ";".join(_recording(master, files, meter(peak="sample"), "measured"))
    return (*files.opened(master.demuxer), "-filter_complex", graph, "-map", "[measured]", "-f", "null", "-")


def trying(master: Master, aim: Aim, files: Files) -> tuple[str, ...]:
    """Arguments that master and measure without encoding."""
    graph = f"{mastering(master, aim, files)};[out]{meter()},{none_but('0')}[measured]"
    return (*files.opened(master.demuxer), "-filter_complex", graph, "-map", "[measured]", "-f", "null", "-")


def trying_pieces(master: Master, aim: Aim, files: Files) -> tuple[str, ...]:
    """Arguments that measure pieces of the recording before the limiter and behind it: where it takes little of them,
    it takes as much of the whole.
    """
    every, first = PIECES
    pieces = none_but(f"lt(mod(t,{every}),{first})")
    chain = (pieces, _gain(aim), meter(), _limiter(aim), meter(), none_but("0"))
    graph = ";".join(_recording(master, files, ",".join(chain), "measured"))
    return (*files.opened(master.demuxer), "-filter_complex", graph, "-map", "[measured]", "-f", "null", "-")


def encoding(master: Master, aim: Aim, files: Files, out: str) -> tuple[str, ...]:
    """Arguments that write the untagged MP3: the same bytes on every run of the same build, wherever and whenever. The
    log tells where the sound is not loud.
    """
    exact = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    untagged = ("-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "1")
    codec = ("-c:a", "libmp3lame", "-b:a", f"{master.bitrate}k")
    told = f"silencedetect=n={master.true_peak - LOUD:.2f}dB:d=0.05"
    graph = ("-filter_complex", f"{mastering(master, aim, files)};[out]{told}[told]", "-map", "[told]")
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


def excess(aim: Aim, source: Loudness) -> float:
    """dB by which the highest sample of the recording would be above the ceiling."""
    return math.inf if source.sample_peak is None else source.sample_peak + aim.gain - aim.ceiling


def lost(pieces: Sequence[Loudness]) -> float:
    """LU that the limiter takes, by a trial of `pieces`, before it and behind it."""
    before, after = pieces
    return before.integrated - after.integrated


def over(master: Master, peak: float) -> float:
    """dB by which a measured true peak may be too high."""
    return peak + PEAK_ROUNDING - master.true_peak


def slope(trials: Sequence[tuple[float, Loudness]]) -> float:
    """LU that one more dB of gain brings, by the last two trials (gain in dB, what came out): 1 until the limiter takes
    its share. At least a half, so that no correction leaps. By one trial nobody knows.
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
    missing = wanted - trials[-1][1].integrated
    gain = trials[-1][0] + missing / (HELD if len(trials) == 1 and missing > BUSY else slope(trials))
    low = max((tried for tried, level in trials if level.integrated < wanted), default=None)
    high = min((tried for tried, level in trials if level.integrated >= wanted), default=None)
    if low is not None and high is not None and not low < gain < high:
        gain = (low + high) / 2
    return replace(aim, gain=round(gain, 2))


def corrected(master: Master, aim: Aim, encoded: Loudness, gained: float) -> Aim:
    """The aim after what the encoded file measured: peaks beyond the limit less; the missing loudness more, and
    what the lower ceiling will take. `gained` is the slope of the trials.
    """
    higher = 0.0 if encoded.true_peak is None else over(master, encoded.true_peak)
    lower = higher + 0.2 if higher > 0 else 0.0
    missing = master.loudness - encoded.integrated + (1 - gained) * lower
    return Aim(round(aim.gain + missing / gained, 2), round(aim.ceiling - lower, 2))


def reached(master: Master, encoded: Loudness, tolerance: float = TOLERANCE) -> bool:
    """Whether the encoded file is what was promised."""
    near = abs(encoded.integrated - master.loudness) <= tolerance + 1e-9
    return near and encoded.true_peak is not None and over(master, encoded.true_peak) <= 1e-9
