"""Artwork: what directories take, and covers that bloat no episode."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.jobs import Job, Made, Task
from pipeline.model.artifact import Blob
from pipeline.model.media import Artwork as Value
from pipeline.pictures.artwork import _PARAMS, artwork_pieces
from pipeline.pictures.drivers.images import FitArtwork
from tests.support.photo import photo, saved


def made(path: Path, data: bytes) -> Made:
    (path / "picture").write_bytes(data)
    return FitArtwork().perform(Task(_PARAMS, {"picture": str(path / "picture")}, ""))


PICTURES = {
    "of a flat colour": lambda: saved(Image.new("RGB", (1400, 1400), "#17454a"), "PNG"),
    "a photo": lambda: saved(photo(1800, 1800), "JPEG"),
    "larger than allowed": lambda: saved(photo(3100, 3100), "JPEG"),
    "noise": lambda: saved(photo(2000, 2000, coarse=1), "JPEG"),
    "in grey": lambda: saved(photo(1500, 1500).convert("L"), "PNG"),
    "with few colours": lambda: saved(photo(1500, 1500).quantize(16, Image.Quantize.FASTOCTREE), "PNG"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_artwork_is_what_directories_take_and_the_cover_is_light(tmp_path: Path, name: str) -> None:
    of = made(tmp_path, PICTURES[name]())
    for output, least, most, limit in (("feed", 1400, 3000, 512_000), ("cover", 500, 1000, 150_000)):
        data = of.files[output]
        assert isinstance(data, bytes)
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            assert picture.width == picture.height == of.facts[output]["width"]
            assert least <= picture.width <= most
            assert not picture.getexif() and "icc_profile" not in picture.info
        assert len(data) == of.facts[output]["bytes"] <= limit


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    of = made(tmp_path, saved(Image.new("RGBA", (1400, 1400), (200, 0, 0, 0)), "PNG"))
    data = of.files["feed"]
    assert isinstance(data, bytes)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.getpixel((700, 700)) == (255, 255, 255)


def test_all_that_decides_the_bytes_is_in_the_key() -> None:
    """Durable work: who changes a limit or the recipe changes every cover, and with it every published episode."""
    job = Job("artwork", "content/podcasts/talks/cover.png", {"picture": Blob("0" * 64, 9)}, _PARAMS)
    assert job.description(FitArtwork().recipe) == {
        "performer": "artwork",
        "recipe": 1,
        "tools": {},
        "inputs": {"picture": "0" * 64},
        "params": {"least": 1400, "most": 3000, "bytes": 512_000, "cover": 1000, "cover_bytes": 150_000},
    }


def test_entries_that_share_artwork_publish_it_once() -> None:
    one = Value("assets/artwork/a-0.jpg", Blob("0" * 64, 9), Blob("1" * 64, 9))
    assert [piece.path for piece in artwork_pieces({"a": one, "b": one})] == [one.path]
