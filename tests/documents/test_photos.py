"""Pictures inside documents: nothing of a camera stays, and not a pixel changes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from pipeline.documents.photos import plain
from tests.documents import samples
from tests.documents.samples import SECRET


def pixels(data: bytes) -> Any:
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.tobytes()


def noise(**given: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 120), 90).save(out, "JPEG", **given)
    return out.getvalue()


@pytest.mark.parametrize("given", [{}, {"progressive": True}, {"restart_marker_blocks": 2}, {"icc_profile": b"x" * 99}])
def test_not_a_pixel_changes(given: dict[str, Any]) -> None:
    data = noise(**given)
    assert plain(data) == data
    assert plain(data[:-2]) == data[:-2], "one that lacks its end, as in some PDFs"
    assert plain(b"\xff\xd8\xff" + data[2:]) == data, "bytes that fill up go"


@pytest.mark.parametrize("behind", [samples.photo(), f"\0\0\0\x18ftypmp42 a film of {SECRET}".encode()])
def test_what_lies_behind_the_picture_goes(behind: bytes) -> None:
    """A second picture with all that the first one said, or a film."""
    data = noise()
    assert plain(data + behind) == data


def test_of_several_pictures_the_first_stays() -> None:
    out = io.BytesIO()
    one, other = Image.new("RGB", (32, 16), "red"), Image.new("RGB", (32, 16), "blue")
    one.save(out, "MPO", save_all=True, append_images=[other])
    made = plain(out.getvalue())
    assert pixels(made) == pixels(out.getvalue())
    assert b"MPF" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "JPEG"
