"""Every durable recipe is guarded by a golden. What it makes is kept under its number for ever, so whoever changes what
comes out raises the recipe, and every library makes it anew: for sound that is each enclosure.

For ffmpeg the golden holds what it is told, for the others the digests of what they make with this Pillow; where only
Pillow is another, `--regenerate` is all there is to do.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from mutagen.oggopus import OggOpus
from PIL import Image

from pipeline.audio.drivers import clips, ffmpeg, rendition
from pipeline.audio.rendition import ffmetadata
from pipeline.jobs import Made, Task
from pipeline.model.artifact import sha256
from pipeline.pictures.artwork import _PARAMS as ARTWORK
from pipeline.wiring import PERFORMERS
from tests.audio import sound
from tests.audio.test_tagger import COVER
from tests.audio.test_tagger import NEW as ORDERED_TAG
from tests.audio.test_tagger import PARAMS as TAG
from tests.audio.test_tagger import RICH as RICH_TAG
from tests.documents import samples
from tests.support import library
from tests.support.photo import photo, saved

GOLDEN = Path(__file__).parent / "golden/recipes.json"
LIMITS = {"seconds": 60, "bytes": 1_000_000}
MASTER = {
    "demuxer": "wav",
    "channels": 1,
    "sample_rate": 44_100,
    "bitrate": 64,
    "loudness": -19.0,
    "true_peak": -1.0,
    "sting": True,
}
RENDITION = {
    "demuxer": "mp3",
    "codec": "opus",
    "bitrate": 40,
    "true_peak": -1.0,
    "seconds": 1.0,
    "loudness": -19.0,
}
CLIP = {"demuxer": "mp3", "bitrate": 64, "true_peak": -1.0, "start": 2.0, "seconds": 3.0, "tag": ORDERED_TAG}
LEVELS = b"lavfi.astats.Overall.RMS_level=-20.5\nlavfi.astats.Overall.RMS_level=-inf\n"
LOG = """\
[Parsed_ebur128_0 @ 0x0] Summary:

  Integrated loudness:
    I:         {} LUFS

  True peak:
    Peak:       -3.0 dBFS
"""


def pictures() -> dict[str, bytes]:
    """One of each sort that the door lets in."""
    clear = photo(900, 600).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        "photo.jpg": saved(photo(900, 600), "JPEG", exif=turned),
        "grey.png": saved(photo(900, 600).convert("L"), "PNG"),
        "clear.png": saved(clear, "PNG"),
        "few.gif": saved(photo(300, 200).quantize(16, Image.Quantize.FASTOCTREE), "GIF"),
        "photo.webp": saved(photo(900, 600), "WEBP"),
    }


def made(name: str, home: Path, params: Mapping[str, Any], **inputs: bytes) -> dict[str, Any]:
    """What a performer makes: facts, and digests by name."""
    for input_, data in inputs.items():
        (home / input_).write_bytes(data)
    (home / "scratch").mkdir(exist_ok=True)
    task = Task(params, {input_: str(home / input_) for input_ in inputs}, str(home / "scratch"))
    done: Made = PERFORMERS[name]().perform(task)
    files = {out: Path(data).read_bytes() if isinstance(data, str) else data for out, data in done.files.items()}
    return {"facts": dict(done.facts), "files": {out: sha256(data) for out, data in sorted(files.items())}}


def of_pictures(name: str, params: Mapping[str, Any]) -> Callable[[Path, pytest.MonkeyPatch], Any]:
    return lambda home, _: {of: made(name, home, params, picture=data) for of, data in pictures().items()}


def artwork(home: Path, _: pytest.MonkeyPatch) -> Any:
    return made("artwork", home, ARTWORK, picture=saved(photo(1500, 1500), "PNG"))


def tag(home: Path, _: pytest.MonkeyPatch) -> Any:
    """As published sound has it, and in order of time."""
    pictures = {"cover": COVER, "picture-0": b"JPEG", "picture-1": b"Another"}
    before = made("tag", home, TAG, audio=b"sound", cover=COVER)
    rich = made("tag", home, RICH_TAG, audio=b"sound", lyrics=b"Ann: Hello.", **pictures)
    return before | {"in order of time": made("tag", home, ORDERED_TAG, audio=b"sound", **pictures), "rich": rich}


def told(name: str, params: Mapping[str, Any], sound: bytes = b"") -> Callable[[Path, pytest.MonkeyPatch], Any]:
    """What ffmpeg is told, by a program that answers with figures of ours."""

    def commands(home: Path, patch: pytest.MonkeyPatch) -> Any:
        heard: list[str] = []

        def run(_: Any, args: Sequence[str], scratch: str, _seconds: float, *, progress: bool = True) -> ffmpeg.Run:
            heard.append(" ".join(args).replace(scratch, "scratch").replace(str(home), "home"))
            Path(scratch, "audio-1.mp3").write_bytes(b"sound")
            if args[-1].startswith("file:"):
                Path(args[-1].removeprefix("file:")).write_bytes(b"sound")
            for name_ in ("ffmpeg.log", "tenths", "seconds"):  # where it tells of each part of a second: nothing
                Path(scratch, name_).touch()
            level = "-23.0" if len(heard) == 1 else "-18.9"
            length = 1_000_000 + (2_000_000 if "audio-1.mp3" in heard[-1] else 0)
            header = LEVELS if name == "waveform" else library.tone(0.0)[:44]
            log = LOG.format(level)
            log += log.replace("ebur128_0", "ebur128_1")  # the meters of a graph bear numbers
            return ffmpeg.Run(0, log, f"out_time_us={length}\n".encode() if progress else header)

        patch.setattr(ffmpeg.Ffmpeg, "run", run)
        done = made(name, home, params, audio=sound or library.tone(1.0))
        return {"commands": heard, **done}

    return commands


def encode(home: Path, patch: pytest.MonkeyPatch) -> Any:
    return told("encode", MASTER)(home, patch) | {"sting": sha256(clips.sting(44_100, 1, -22.0)[0])}


def rendition_tag(home: Path, _: pytest.MonkeyPatch) -> Any:
    """What is written into each, apart from its sound, which another ffmpeg makes another."""
    inputs = {"cover": COVER, "lyrics": b"Ann: Hello."}
    for name, data in inputs.items():
        (home / name).write_bytes(data)
    opus, aac = (sound.make(home / f"sound.{ending}", seconds=1, channels=1) for ending in ("opus", "m4a"))
    rendition.comments(str(opus), RICH_TAG, inputs)
    rendition.atoms(str(aac), RICH_TAG, inputs)
    data = aac.read_bytes()
    at = data.index(b"ilst") - 4
    told: Any = OggOpus(opus).tags  # type: ignore[no-untyped-call]  # mutagen has types for ID3 alone
    said = [f"{name}={value[:99]}" for name, value in told if name != "encoder"]
    return {"opus": said, "aac": sha256(data[at : at + int.from_bytes(data[at : at + 4])]), "chapters": MARKS}


MARKS = ffmetadata(RICH_TAG["chapters"])


def npm(home: Path, patch: pytest.MonkeyPatch) -> Any:
    """From an archive that a client of our own brings: what is taken of it, and what is replaced."""
    archive, program = home / "package.tgz", home / "bin/npm"
    with tarfile.open(archive, "w:gz") as packed:
        for name, data in (("dist/a.js", b'ask("https://other.example/fonts")'), ("LICENSE", b"free"), ("more", b"")):
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncp '{archive}' .\n", encoding="utf-8")
    program.chmod(0o755)
    patch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    files = {"dist/a.js": "a.js", "LICENSE": "licences/a.txt"}
    replaced = {"https://other.example/": "here/"}
    return made("npm", home, {"spec": "a@1", "sha512": digest, "files": files, "replaced": replaced})


def document(home: Path, _: pytest.MonkeyPatch) -> Any:
    """What is taken out of archives; of a PDF, whose bytes are another library's, what it says."""
    sorts = {".docx": samples.docx(), ".xlsx": samples.xlsx(), ".odt": samples.odt(), ".epub": samples.epub()}
    return {
        sort: made("document", home, {"sort": sort, "bytes": 1_000_000}, document=data) for sort, data in sorts.items()
    }


GUARDS: dict[str, Callable[[Path, pytest.MonkeyPatch], Any]] = {
    "picture": of_pictures("picture", {"pixels": 10_000_000, "bytes": 10_000_000}),
    "images": of_pictures("images", {"widths": [320, 640, 1280], "fallback": 640}),
    "artwork": artwork,
    "tag": tag,
    "probe": told("probe", LIMITS),
    "measure": told("measure", LIMITS, b"\xff\xfb\x90\x00" + bytes(413)),
    "marks": told("marks", {"demuxer": "wav"}),
    "encode": encode,
    "level": told("level", {"demuxer": "wav", "speakers": 2, "names": ["Ann", "Bea"], "turns": [[0, 4, 0], [4, 8, 1]]}),
    "rendition": told("rendition", RENDITION),
    "rendition-tag": rendition_tag,
    "waveform": told("waveform", {"demuxer": "mp3", "samples": 200}),
    "clip": told("clip", CLIP),
    "npm": npm,
    "document": document,
}


def test_every_durable_performer_is_guarded() -> None:
    assert set(GUARDS) == {name for name, make in PERFORMERS.items() if make().durable}


@pytest.mark.parametrize("name", GUARDS)
def test_it_makes_what_its_recipe_made(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, regenerate: bool
) -> None:
    made_now = GUARDS[name](tmp_path, monkeypatch)
    now = {"recipe": PERFORMERS[name]().recipe, "pillow": version("pillow"), "made": made_now}
    golden = json.loads(GOLDEN.read_bytes()) if GOLDEN.exists() else {}
    if regenerate:
        golden[name] = now
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(golden, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert json.loads(json.dumps(now)) == golden[name], "raise its recipe, then run this with --regenerate"


@pytest.mark.parametrize("name", PERFORMERS)
def test_every_name_in_the_table_is_that_of_a_performer(name: str) -> None:
    """The table names modules, which no type checker reads."""
    performer = PERFORMERS[name]()
    assert performer.recipe > 0 and performer.durable in (True, False)
    assert all(isinstance(version, str) for version in performer.versions.values())
