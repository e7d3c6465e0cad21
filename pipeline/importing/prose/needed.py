"""The files that a text needs: its pictures, and the documents and recordings to which it leads."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.importing.prose import convert
from pipeline.importing.prose.page import addresses, pictures
from pipeline.importing.prose.page.tree import Element, line_of, words_of
from pipeline.importing.prose.told import Told
from pipeline.importing.source.found import Asset, Text, Use
from pipeline.problems import Place

_USES: dict[Use, tuple[str, ...]] = {
    "document": (
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "odp",
        "rtf",
        "epub",
        "csv",
        "ics",
        "zip",
    ),
    "sound": ("mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "wav", "flac", "wma"),
    "video": ("mp4", "m4v", "mov", "webm", "ogv", "mpg", "mpeg", "avi", "wmv"),
    "picture": ("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"),
    "transcript": ("vtt", "srt"),
}
USE_OF = {ending: use for use, endings in _USES.items() for ending in endings}


def wanted(text: Text, homes: tuple[str, ...]) -> tuple[Asset, ...]:
    """Each file once, in the order in which the text names them."""
    body = convert.tree(text, Told(text.place))
    found: dict[str, Asset] = {}
    for one in body.iter("img", "a", "audio", "video", "source", "object", "embed"):
        for asset in _picture(one, text) if one.tag == "img" else _file(one, text, homes):
            found.setdefault(asset.id, asset)
    return tuple(found.values())


def _picture(image: Element, text: Text) -> Iterator[Asset]:
    address = pictures.source(image, text.base)
    if not address or pictures.in_words(image) is not None or pictures.counts_readers(image, address):
        return
    about, place = " ".join((image.get("alt") or image.get("title") or "").split()), _place(image, text)
    if address.startswith("data:"):
        if data := pictures.inline(address):
            name = about or "picture"
            yield Asset(
                data.id, use="picture", name=f"{name}.{pictures.extension(data.type)}", about=about,
                length=len(data.data), type=data.type, data=data.data, place=place,
            )  # fmt: skip
        return
    yield Asset(address, address, "picture", addresses.name_of(address), about, place=place)


def _file(element: Element, text: Text, homes: tuple[str, ...]) -> Iterator[Asset]:
    given = element.get("href") or element.get("src") or element.get("data") or ""
    address = addresses.whole(given, text.base) if given and not given.startswith("#") else ""
    if not address or addresses.refused(address) or address.startswith(("mailto:", "tel:")):
        return
    address = addresses.plain(address).partition("#")[0]
    name = addresses.name_of(address)
    use = USE_OF.get(name.rpartition(".")[2].lower()) if "." in name else None
    if use and addresses.is_below(address, homes):
        yield Asset(address, address, use, name, words_of(element)[:200], place=_place(element, text))


def _place(element: Element, text: Text) -> Place:
    line = line_of(element)
    return Place(text.place.path, max(1, text.place.line) + line - 1) if line else text.place
