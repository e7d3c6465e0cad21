"""Recordings as volunteers send them, made by seed from the voices of the sample: seven groups of six, and one hour."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

HERE = Path(__file__).parent.parent
VOICES = ("kitchen-table", "waves-and-weather")
"""Shows of the sample; the recordings of each are joined, and heard from another second in each file."""
SECONDS, EACH = 60, 6
HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Recording:
    """A file to be made: its group, its name, and the graph from two voices, `[0:a]` and `[1:a]`, to `[out]`."""

    group: str
    name: str
    graph: str
    seed: int


def _noise(chance: random.Random, channel: int, level: float, colour: str = "pink") -> str:
    seed = chance.randrange(1 << 30)
    return f"anoisesrc=c={colour}:r=44100:a={10 ** (level / 20):.5f}:seed={seed}[noise{channel}]"


def one_voice(chance: random.Random) -> str:
    """One voice before one microphone, at any level."""
    level, hiss = chance.uniform(-24, 6), chance.uniform(-72, -52)
    return f"{_noise(chance, 0, hiss)};[0:a][noise0]amix=2:normalize=0:duration=first,volume={level:.1f}dB[out]"


def two_voices(chance: random.Random) -> str:
    """Two voices, each nearer to one of two microphones, which hiss for themselves."""
    near, bleed, level = chance.uniform(-3, 0), chance.uniform(-14, -4), chance.uniform(-12, 4)
    late = chance.randrange(1, 9)
    first, second = 10 ** (near / 20), 10 ** (bleed / 20)
    return (
        f"{_noise(chance, 0, -62)};{_noise(chance, 1, -62)};"
        f"[0:a]asplit[a][b];[1:a]adelay={chance.randrange(2000, 9000)},asplit[c][d];"
        f"[b]adelay={late}[e];[c]adelay={late}[f];"
        f"[a][f][noise0]amix=3:normalize=0:duration=first:weights={first:.3f} {second:.3f} 1[l];"
        f"[e][d][noise1]amix=3:normalize=0:duration=first:weights={second:.3f} {first:.3f} 1[r];"
        f"[l][r]join=2:channel_layout=stereo,volume={level:.1f}dB[out]"
    )


def near_and_far(chance: random.Random) -> str:
    """One voice at the table, one at the far end of it, by turns of some seconds."""
    far, turn, level = chance.uniform(-16, -9), chance.uniform(5, 12), chance.uniform(-12, 4)
    return (
        f"[0:a]volume='lt(mod(t,{2 * turn:.1f}),{turn:.1f})':eval=frame[a];"
        f"[1:a]volume='gte(mod(t,{2 * turn:.1f}),{turn:.1f})*{10 ** (far / 20):.3f}':eval=frame[b];"
        f"{_noise(chance, 0, -60)};[a][b][noise0]amix=3:normalize=0:duration=first,volume={level:.1f}dB[out]"
    )


def rooms(chance: random.Random) -> str:
    """A bare room, a fridge, a road: echo, hum of the mains, rumble."""
    hum, delay, level = chance.uniform(-58, -42), chance.randrange(20, 90), chance.uniform(-20, 3)
    return (
        f"{_noise(chance, 0, chance.uniform(-52, -38))};{_noise(chance, 1, chance.uniform(-40, -22), 'brown')};"
        f"sine=f=50:r=44100,volume={hum + 18:.1f}dB[hum];[noise1]lowpass=f=40[road];"
        f"[0:a]aecho=0.8:0.7:{delay}|{delay * 2 + 7}:0.4|0.25[a];"
        f"[a][noise0][road][hum]amix=4:normalize=0:duration=first,volume={level:.1f}dB[out]"
    )


def knocks(chance: random.Random) -> str:
    """Hands on the table, cups, a laugh into the microphone: short and far louder than the speech."""
    every, loud, level = chance.uniform(2.3, 9), chance.uniform(0.4, 0.95), chance.uniform(-26, -12)
    pitch = chance.uniform(90, 2500)
    return (
        f"aevalsrc='{loud:.2f}*exp(-40*mod(t,{every:.2f}))*sin({6.283 * pitch:.0f}*t)':s=44100[knock];"
        f"[0:a]volume={level:.1f}dB[a];{_noise(chance, 0, -66)};"
        f"[a][knock][noise0]amix=3:normalize=0:duration=first[out]"
    )


def music(chance: random.Random) -> str:
    """A voice over chords, wide in stereo."""
    root, under, level = chance.uniform(110, 220), chance.uniform(-26, -14), chance.uniform(-10, 3)
    chord = "+".join(
        f"sin({6.283 * root * step:.1f}*t+CH*{step})*(0.6+0.4*sin(t*{step}))" for step in (1, 1.26, 1.5, 2)
    )
    sides = "|".join(chord.replace("CH", side) for side in ("0", "1.3"))
    return (
        f"aevalsrc='{sides}':s=44100,volume={under - 9:.1f}dB[m];{_noise(chance, 0, -64, 'white')};"
        f"[0:a][noise0]amix=2:normalize=0:duration=first,pan=stereo|c0=c0|c1=c0[a];"
        f"[a][m]amix=2:normalize=0:duration=first,volume={level:.1f}dB[out]"
    )


def calls(chance: random.Random) -> str:
    """A call, as its program kept it: narrow, driven too hard, cut at full scale."""
    drive, narrow = chance.uniform(2, 12), chance.choice((3400, 7000))
    return f"[0:a]highpass=f=200,lowpass=f={narrow},volume={drive:.1f}dB,aformat=s16[out]"


GROUPS: dict[str, tuple[Callable[[random.Random], str], tuple[str, ...]]] = {
    "one voice": (one_voice, ("wav", "flac", "mp3")),
    "two voices": (two_voices, ("wav", "flac", "m4a")),
    "near and far": (near_and_far, ("flac", "mp3", "wav")),
    "rooms": (rooms, ("m4a", "wav", "flac")),
    "knocks": (knocks, ("wav", "flac", "wav")),
    "music under speech": (music, ("flac", "wav", "m4a")),
    "calls": (calls, ("opus", "mp3", "opus")),
}


def corpus(seed: int = 24) -> Iterator[Recording]:
    """All that is to be made, each by a seed of its own."""
    for number, (group, (graph, endings)) in enumerate(GROUPS.items()):
        for count in range(EACH):
            own = seed * 10_000 + number * 100 + count
            text = graph(random.Random(own))
            name = f"{group.replace(' ', '-')}-{count + 1}.{endings[count % len(endings)]}"
            yield Recording(group, name, text, own)


def hour(seed: int = 24) -> Recording:
    """One hour of two voices."""
    return Recording("one hour", "hour.wav", two_voices(random.Random(seed)), seed)


def make(one: Recording, folder: Path, seconds: int = SECONDS) -> Path:
    """Write a recording; the file stands as it is where it was made before."""
    path = folder / one.name
    if path.is_file():
        return path
    chance, voices = random.Random(one.seed), []
    for show in VOICES:
        listed = folder / f"{show}.txt"
        spoken = sorted((HERE / "content/podcasts" / show).glob("*.flac"))
        listed.write_text("".join(f"file '{voice}'\n" for voice in spoken), encoding="utf-8")
        begin = chance.uniform(0, 300)
        voices += ["-f", "concat", "-safe", "0", "-stream_loop", "-1", "-ss", f"{begin:.2f}", "-t", str(seconds)]
        voices += ["-i", str(listed)]
    rates = ";".join(f"[{number}:a]aresample=44100[v{number}]" for number in range(len(VOICES)))
    graph = one.graph.replace("[0:a]", "[v0]").replace("[1:a]", "[v1]")
    unused = "" if "[v1]" in graph else ";[v1]anullsink"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *voices, "-filter_complex"]
    codec = ("-b:a", "48k") if path.suffix == ".opus" else ("-b:a", "128k") if path.suffix in (".mp3", ".m4a") else ()
    subprocess.run(
        [*command, f"{rates};{graph}{unused}", "-map", "[out]", "-t", str(seconds), *codec, str(path)], check=True
    )
    return path
