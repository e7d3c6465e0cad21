"""Nothing of a contributor leaks through a picture."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.content.drivers.pictures import Picture
from pipeline.jobs import Failure, Task
from tests.support import library
from tests.support.run import pipeline

SECRET = b"Nikon of Alex, 51.5 N"


def telling(sort: str, path: Path, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture with the secret in every place where programs write such things."""
    image = Image.new("RGB", size, "#205a5f")
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


def p3() -> bytes:
    """The smallest profile of Display P3 (ICC v2: three colours, one curve), whose description is the secret."""
    white, curve = (0.9642, 1.0, 0.8249), b"curv" + struct.pack(">IIHH", 0, 1, round(2.2 * 256), 0)
    colours = {"rXYZ": (0.5151, 0.2412, -0.0011), "gXYZ": (0.2920, 0.6922, 0.0419), "bXYZ": (0.1571, 0.0666, 0.7841)}
    name = b"desc" + struct.pack(">II", 0, len(SECRET) + 1) + SECRET + bytes(80)
    tags = {"desc": name + bytes(-len(name) % 4), "cprt": b"text" + bytes(4) + SECRET + bytes(-len(SECRET) % 4 + 4)}
    for tag, xyz in {"wtpt": white, **colours}.items():
        tags[tag] = b"XYZ " + bytes(4) + struct.pack(">iii", *(round(value * 65536) for value in xyz))
    tags |= dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve)
    at, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        table += tag.encode() + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12x4s", at + len(body), b"test", 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return head.ljust(68, b"\0") + struct.pack(">iii", 63190, 65536, 54061).ljust(60, b"\0") + table + body


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP"])
def test_colours_become_those_that_every_screen_means(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "picture"
    Image.new("RGB", (32, 32), (200, 100, 80)).save(path, sort, icc_profile=p3(), quality=100)
    assert SECRET in path.read_bytes() or sort == "PNG", "PNG holds it compressed"
    with Image.open(io.BytesIO(clean(path))) as image:
        assert "icc_profile" not in image.info
        colour: Any = image.convert("RGB").getpixel((9, 9))
    # P3 (200, 100, 80) through its matrix into linear sRGB and its curve, by hand: redder, since P3's red is.
    assert max(abs(a - b) for a, b in zip(colour, (216, 93, 72), strict=True)) <= 4, colour


def test_a_profile_leaves_what_is_transparent(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("RGBA", (32, 32), (200, 100, 80, 77)).save(path, "PNG", icc_profile=p3())
    with Image.open(io.BytesIO(clean(path))) as image:
        colour: Any = image.getpixel((9, 9))
    assert image.mode == "RGBA" and colour[3] == 77 and colour[0] > 205


def test_a_profile_that_is_none_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("RGB", (32, 32), (200, 100, 80)).save(path, "PNG", icc_profile=SECRET * 20)
    with Image.open(io.BytesIO(clean(path))) as image:
        assert image.getpixel((9, 9)) == (200, 100, 80)


def test_colours_of_print_become_those_of_screens(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("CMYK", (32, 32), (0, 255, 255, 0)).save(path, "JPEG", quality=95)
    with Image.open(io.BytesIO(clean(path))) as image:
        colour: Any = image.getpixel((9, 9))
    assert image.mode == "RGB" and colour[0] > 230 and max(colour[1:]) < 25


def test_grey_of_sixteen_bits_stays_grey(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.frombytes("I;16", (32, 32), struct.pack("<H", 0x8000) * 1024).save(path, "PNG")
    with Image.open(io.BytesIO(clean(path))) as image:
        assert image.convert("L").getpixel((9, 9)) == 0x80


SEE_THROUGH: dict[str, Callable[[], Image.Image]] = {
    "PNG": lambda: Image.new("RGBA", (32, 32), (200, 100, 80, 77)),
    "WEBP": lambda: Image.new("RGBA", (32, 32), (200, 100, 80, 77)),
    "GIF": lambda: Image.new("RGBA", (32, 32), (0, 0, 0, 0)),
}


@pytest.mark.parametrize("sort", SEE_THROUGH)
def test_alpha_is_kept(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "picture"
    SEE_THROUGH[sort]().save(path, sort)
    with Image.open(io.BytesIO(clean(path))) as image:
        colour: Any = image.convert("RGBA").getpixel((9, 9))
    assert colour[3] == (0 if sort == "GIF" else 77)


@pytest.mark.parametrize("sort", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "picture"
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    frames[0].save(path, sort, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(Failure, match="moves"):
        clean(path)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    telling("JPEG", path)
    assert clean(path) == clean(path)


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("1", (20_000, 20_000)).save(path, "PNG")
    with pytest.raises(Failure, match=r"20,000 × 20,000 pixels"):
        clean(path)


def test_a_picture_of_one_endless_line_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    for size in ((65_501, 1), (1, 65_501)):
        Image.new("1", size).save(path, "PNG")
        with pytest.raises(Failure, match="a side has 65,500 at most") as refused:
            clean(path)
        assert (refused.value.code, refused.value.hint) == ("too-large", "cut it into several")
    Image.new("1", (65_500, 1)).save(path, "PNG")
    assert clean(path)


@pytest.mark.parametrize("frames", [0, 0x80000001, 0xFFFFFFFF])
def test_a_picture_that_claims_absurdly_many_frames_is_the_one_it_shows(tmp_path: Path, frames: int) -> None:
    """Pillow warns of such a number, with the path: `-W error`, which the tests run with, would raise it."""
    path = tmp_path / "picture"
    Image.new("RGB", (40, 20), "#205a5f").save(path, "PNG")
    data = path.read_bytes()
    said = b"acTL" + struct.pack(">II", frames, 0)
    path.write_bytes(data[:33] + struct.pack(">I", 8) + said + struct.pack(">I", zlib.crc32(said)) + data[33:])
    with Image.open(io.BytesIO(clean(path))) as image:
        assert image.size == (40, 20) and image.getpixel((5, 5)) == (0x20, 0x5A, 0x5F)


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
    telling("PNG", cover, (1400, 1400))
    assert pipeline("publish", "--root", small).status == 0
    published = [path for path in (small / "public").rglob("*") if path.is_file()]
    assert any(path.suffix == ".mp3" for path in published)
    assert not [path for path in published if SECRET in path.read_bytes()]


def test_a_bomb_is_an_error_with_its_place(small: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(small / "content/podcasts/talks/cover.png")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    said = "content/podcasts/talks/cover.png: error: this picture has 20,000 × 20,000 pixels; the limit is 40,000,000"
    assert said in run.stderr and "Traceback" not in run.stderr


def test_artwork_that_directories_refuse_is_an_error_and_of_an_episode_a_warning(small: Path) -> None:
    talks = small / "content/podcasts/talks"
    Image.new("RGB", (1399, 1399)).save(talks / "cover.png")
    Image.new("RGB", (1600, 1400)).save(talks / "first.png")
    library.edit(small, "content/podcasts/talks/first.md", "number: 1", "number: 1\nimage: {file: first.png, alt: x}")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "show.yml:10:9: error: this picture has 1,399 × 1,399 pixels: podcast directories refuse it" in run.stderr
    assert "first.md:8:15: warning: this picture has 1,600 × 1,400 pixels: apps will show the artwork of" in run.stderr
    assert "crop it to a square of at least 1,400 × 1,400 pixels" in run.stderr


def test_a_picture_that_can_hold_scripts_is_refused_with_its_place(small: Path) -> None:
    (small / "content/podcasts/talks/wave.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    library.edit(small, "content/podcasts/talks/show.yml", "cover.png", "wave.svg")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "content/podcasts/talks/wave.svg: error: pictures of the sort `.svg` are not accepted" in run.stderr
