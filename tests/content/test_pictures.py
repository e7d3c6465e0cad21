"""Nothing of a contributor leaks through a picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.content.drivers.pictures import Picture
from pipeline.jobs import Failure, Task
from tests.support import library
from tests.support.run import pipeline

SECRET = b"Nikon of Alex, 51.5 N"


def telling(sort: str, path: Path) -> bytes:
    """A picture with the secret in every place where programs write such things."""
    image = Image.new("RGB", (40, 20), "#205a5f")
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = 6  # to be turned by a quarter
    extra = {"comment": SECRET} if sort == "JPEG" else {}
    image.save(path, sort, exif=exif, **extra)
    return path.read_bytes()


def clean(path: Path, **limits: int) -> bytes:
    made = Picture().perform(Task({"pixels": 1_000_000, "bytes": 1_000_000, **limits}, {"picture": str(path)}, ""))
    data = made.files["picture"]
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels_and_nothing_else(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "picture"
    assert SECRET in telling(sort, path)
    data = clean(path)
    assert SECRET not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == (sort, (20, 40)), "upright, without the note that says so"
        assert not image.getexif()
        red, green, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # three bands
    assert (abs(red - 0x20), abs(green - 0x5A), abs(blue - 0x5F)) < (6, 6, 6)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    telling("JPEG", path)
    assert clean(path) == clean(path)


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("1", (20_000, 20_000)).save(path, "PNG")
    with pytest.raises(Failure, match=r"20,000 × 20,000 pixels"):
        clean(path)


@pytest.mark.parametrize("data", [b"words", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    with pytest.raises(Failure, match="not a whole PNG"):
        clean(path)


def test_an_empty_picture_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.touch()
    with pytest.raises(Failure, match="empty"):
        clean(path)


def test_nothing_of_it_is_published_not_even_in_the_sound(small: Path) -> None:
    cover = small / "content/podcasts/talks/cover.png"
    telling("PNG", cover)
    assert pipeline("publish", "--root", small).status == 0
    published = [path for path in (small / "public").rglob("*") if path.is_file()]
    assert any(path.suffix == ".mp3" for path in published)
    assert not [path for path in published if SECRET in path.read_bytes()]


def test_a_picture_that_can_hold_scripts_is_refused_with_its_place(small: Path) -> None:
    (small / "content/podcasts/talks/wave.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    library.edit(small, "content/podcasts/talks/show.yml", "cover.png", "wave.svg")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "content/podcasts/talks/wave.svg: error: pictures of the sort `.svg` are not accepted" in run.stderr
