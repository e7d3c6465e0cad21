"""Headers, and whatever someone may have written in place of them: nothing raises, nothing reads on for ever."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from pipeline.audio import container
from pipeline.audio.container import Container, NotAudio
from pipeline.audio.drivers.opening import window
from tests.audio import sound


def looked_at(data: bytes) -> Container | NotAudio:
    seen = window(io.BytesIO(data))
    found = container.sniff(seen, len(data))
    if isinstance(found, Container):
        container.headers(found, seen, len(data))
    return found


@pytest.mark.parametrize("name", sound.NAMES)
def test_mutated_headers(name: str, tmp_path: Path) -> None:
    whole = sound.make(tmp_path / name, seconds=0.3, channels=1).read_bytes()
    assert isinstance(looked_at(whole), Container)
    chance = random.Random(name)  # the same mutations on every run
    for _ in range(400):
        data = bytearray(whole[: chance.choice((len(whole), 4_000, 60))])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((1, 4, 8))] = chance.choice((b"\xff" * 8, bytes(8), chance.randbytes(3)))
        looked_at(bytes(data))


def test_a_box_that_ends_beyond_all_files() -> None:
    trak = b"\0\0\0\x01trak" + b"\xff" * 8 + bytes(16)
    moov = (8 + len(trak)).to_bytes(4) + b"moov" + trak
    assert looked_at(b"\0\0\0\x10ftypM4A \0\0\0\0" + moov) is container.MP4


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("fffb9064", container.Frame(417, 44_100, 1152, 36)),
        ("fffb92c4", container.Frame(418, 44_100, 1152, 21)),
        ("fff360c4", container.Frame(156, 22_050, 576, 13)),
        ("fff15080", None),  # AAC in ADTS
        ("fffbf064", None),  # no such bit rate
        ("fff8c918", None),  # a frame of FLAC
        ("00", None),
    ],
)
def test_frames(head: str, wanted: container.Frame | None) -> None:
    assert container.frame(bytes.fromhex(head)) == wanted
