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

from pipeline import content
from pipeline.content.drivers.pictures import Picture
from pipeline.jobs import Failure, Outcome, Status, Task
from pipeline.model.artifact import Blob
from pipeline.model.media import PictureFacts
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import load as settings_of
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
    """The smallest profile of Display P3 (three colours, one curve)."""
    colours = {"rXYZ": (0.5151, 0.2412, -0.0011), "gXYZ": (0.2920, 0.6922, 0.0419), "bXYZ": (0.1571, 0.0666, 0.7841)}
    curve = b"curv" + struct.pack(">IIHH", 0, 1, round(2.2 * 256), 0)
    return profile(b"RGB ", colours, dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve))


def linear_grey() -> bytes:
    """The smallest profile of a grey whose numbers are amounts of light."""
    return profile(b"GRAY", {}, {"kTRC": b"curv" + struct.pack(">II", 0, 0)})


def profile(space: bytes, colours: dict[str, tuple[float, float, float]], curves: dict[str, bytes]) -> bytes:
    """A profile (ICC v2) whose description is the secret."""
    name = b"desc" + struct.pack(">II", 0, len(SECRET) + 1) + SECRET + bytes(80)
    tags = {"desc": name + bytes(-len(name) % 4), "cprt": b"text" + bytes(4) + SECRET + bytes(-len(SECRET) % 4 + 4)}
    for tag, xyz in {"wtpt": (0.9642, 1.0, 0.8249), **colours}.items():
        tags[tag] = b"XYZ " + bytes(4) + struct.pack(">iii", *(round(value * 65536) for value in xyz))
    tags |= curves
    at, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        table += tag.encode() + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12x4s", at + len(body), b"test", 0x02100000, b"mntr", space, b"XYZ ", b"acsp")
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


def test_grey_with_a_profile_is_as_light_as_it_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("L", (32, 32), 128).save(path, "PNG", icc_profile=linear_grey())
    with Image.open(io.BytesIO(clean(path))) as image:
        colour: Any = image.convert("RGB").getpixel((9, 9))
    assert max(abs(part - 188) for part in colour) <= 2, colour  # half of the light, by the curve of sRGB


@pytest.mark.parametrize(
    ("sort", "options"), [("JPEG", {"quality": 92, "optimize": True}), ("WEBP", {"quality": 90}), ("PNG", {})]
)
def test_what_is_kept_of_the_pixels_changes_with_the_recipe_only(
    tmp_path: Path, sort: str, options: dict[str, Any]
) -> None:
    """Published sound holds covers made of these bytes: who changes this raises `recipe`."""
    path, expected = tmp_path / "picture", io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(path, sort, quality=100)
    with Image.open(path) as image:
        image.copy().save(expected, sort, **options)
    assert clean(path) == expected.getvalue() and Picture().recipe == 2


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
    with pytest.raises(Failure) as refused:
        clean(path)
    told = "this picture moves", "use a still one", "bad-image"
    assert (refused.value.message, refused.value.hint, refused.value.code) == told


def test_a_photo_of_a_telephone_with_another_picture_behind_it_stands_still(tmp_path: Path) -> None:
    """MPO, as many telephones write JPEG: how far things are, or how bright, lies in a second picture."""
    path = tmp_path / "picture"
    Image.new("RGB", (32, 16), "red").save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 4), "blue")])
    with Image.open(io.BytesIO(clean(path))) as image:
        pixel: Any = image.getpixel((9, 9))
        assert (image.format, image.size) == ("JPEG", (32, 16))
        assert pixel[0] > 200


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    telling("JPEG", path)
    assert clean(path) == clean(path)


def test_a_picture_may_be_as_large_as_the_settings_say(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    size = len(telling("PNG", path))  # 40 × 20
    assert clean(path, pixels=800, bytes=size)
    with pytest.raises(Failure) as refused:
        clean(path, bytes=size - 1)
    told = f"this picture has {size:,} bytes; the limit is {size - 1:,}", "make it smaller", "too-large"
    assert (refused.value.message, refused.value.hint, refused.value.code) == told
    with pytest.raises(Failure) as refused:
        clean(path, pixels=799)
    told = "this picture has 40 × 20 pixels; the limit is 799 in all", "scale it down to 39 × 19 or less", "too-large"
    assert (refused.value.message, refused.value.hint, refused.value.code) == told


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
    with pytest.raises(Failure) as refused:
        clean(path)
    told = "this is not a whole PNG, JPEG, WebP or GIF", "export it again as PNG or JPEG", "bad-image"
    assert (refused.value.message, refused.value.hint, refused.value.code) == told


def test_an_empty_picture_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.touch()
    with pytest.raises(Failure) as refused:
        clean(path)
    told = "this picture is empty", "export it again as PNG or JPEG", "empty-file"
    assert (refused.value.message, refused.value.hint, refused.value.code) == told


def test_what_was_cleaned_stands_in_place_of_what_came_in() -> None:
    settings, _ = settings_of(library.FILES["pipeline.toml"])
    assert settings is not None
    names = ("content/a.png", "content/b.JPG", "content/c.wav", "content/d.svg", "content/e.gif", "theme/f.png")
    files = {name: File(name, name.encode().hex(), 9, pointer=name.endswith((".png", ".gif"))) for name in names}
    made, _ = content.load(Tree(files), settings)
    a, b, e = content.pictures(made)
    assert (a.performer, a.subject, a.inputs) == ("picture", names[0], {"picture": Blob(files[names[0]].digest, 9)})
    assert a.params == {"pixels": settings.limits.image_pixels, "bytes": settings.limits.image_bytes}
    lost, broken = Failure("there is no such file"), Failure("this picture moves", "use a still one", "bad-image")
    outcomes = (
        Outcome(a, Status.BUILT, "", {"width": 8, "height": 9}, {"picture": Blob("c1ea", 7)}),
        Outcome(b, Status.FAILED, "", failure=broken),
        Outcome(e, Status.FAILED, "", failure=lost),
    )
    clean, problems = content.cleaned(made, outcomes)
    assert clean.tree.files == files | {"content/a.png": File("content/a.png", "c1ea", 7)}
    assert content.sizes(outcomes) == {"content/a.png": PictureFacts(8, 9)}
    message, fetch = "a Git LFS pointer stands here in place of the picture", "git lfs pull --include content/e.gif"
    assert problems == (
        Problem(
            Place("content/d.svg"),
            "pictures of the sort `.svg` are not accepted",
            "export it as PNG or JPEG",
            "bad-image",
        ),
        Problem(Place("content/b.JPG"), "this picture moves", "use a still one", "bad-image"),
        Problem(Place("content/e.gif"), message, f"fetch it: `{fetch}`", "missing-file"),
    )


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
