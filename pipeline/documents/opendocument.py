"""OpenDocument (ISO/IEC 26300), and books (EPUB 3.3): who wrote an OpenDocument goes, title and language stay; what a
book says of its authors is its title page, and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from pipeline.documents.photos import plain
from pipeline.documents.unfit import CHANGED, COMMENTED, SIGNED, Unfit
from pipeline.formats.archive import Locked, element, local, packed, parts, xml

_DC: Final = "http://purl.org/dc/elements/1.1/"
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}meta"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_PHOTOS: Final = (".jpg", ".jpeg", ".png")
_MANIFEST: Final = "META-INF/manifest.xml"
_NOT_OF_THE_BOOK: Final = ("iTunesMetadata.plist", "iTunesArtwork", "META-INF/calibre_bookmarks.txt")
"""What shops and programs leave in a book about whoever bought or read it."""


def cleaned(data: bytes, most: int) -> bytes:
    """An OpenDocument without what programs wrote into it about people. Raises `Unfit` and `BadArchive`."""
    files = parts(data, most)
    _must_be_fit(files)
    left = {name: part for name, part in files.items() if not name.startswith("Thumbnails/")}
    return packed({name: _part(name, part) for name, part in left.items()})


def book(data: bytes, most: int) -> bytes:
    """A book without what shops and cameras wrote into it. Raises `Unfit` and `BadArchive`."""
    files = parts(data, most)
    if "META-INF/rights.xml" in files:
        raise Unfit("it is locked by whoever sells it", "link to where it is sold")
    left = {name: part for name, part in files.items() if name not in _NOT_OF_THE_BOOK}
    return packed({name: plain(part) if name.lower().endswith(_PHOTOS) else part for name, part in left.items()})


def _must_be_fit(files: Mapping[str, bytes]) -> None:
    manifest = element(files[_MANIFEST]) if _MANIFEST in files else None
    if manifest is not None and any(local(one) == "encryption-data" for one in manifest.iter()):
        raise Locked("it is protected by a password")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith(".xml") for name in files) or any(
        name.startswith("Basic/") and name.count("/") > 1 and b"<script:module" in part for name, part in files.items()
    ):
        raise Unfit("it holds macros, which are programs", "save it without macros")
    if "META-INF/documentsignatures.xml" in files:
        raise Unfit(SIGNED, "save a copy without the signature, or as PDF")
    for name in ("content.xml", "styles.xml"):
        found = {local(one) for one in element(files[name]).iter() if len(one)} if name in files else set()
        if "tracked-changes" in found:
            raise Unfit(CHANGED, "accept or reject all changes (Edit → Track Changes → Manage), and save it")
        if "annotation" in found:
            raise Unfit(COMMENTED, "delete all comments, save it, and commit that; or save it as PDF without them")


def _part(name: str, data: bytes) -> bytes:
    last = name.rpartition("/")[2]
    if name.lower().endswith(_PHOTOS):
        return plain(data)
    if last not in ("meta.xml", "settings.xml", "content.xml", "styles.xml") and name != _MANIFEST:
        return data
    root = element(data)
    changes = {"meta.xml": _meta, "settings.xml": _settings, "manifest.xml": _listed}
    return xml(root) if changes.get(last, _links)(root) else data


def _meta(root: etree._Element) -> bool:
    for one in root.iter(_META):
        for child in list(one):
            if child.tag not in (f"{{{_DC}}}title", f"{{{_DC}}}language"):
                one.remove(child)
    return True


def _settings(root: etree._Element) -> bool:
    """Names of printers, and what else a machine left there."""
    name = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}name"
    return _removed(one for one in root.iter() if (one.get(name) or "").startswith(("Printer", "PrintFax")))


def _listed(root: etree._Element) -> bool:
    path = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path"
    return _removed(one for one in root.iter() if (one.get(path) or "").startswith("Thumbnails/"))


def _removed(found: Iterable[etree._Element]) -> bool:
    some = [(one, above) for one in found if (above := one.getparent()) is not None]
    for one, above in some:
        above.remove(one)
    return bool(some)


def _links(root: etree._Element) -> bool:
    """Paths of somebody's disk lead nowhere for others, and name their owner."""
    found = [one for one in root.iter() if (one.get(_HREF) or "").lower().startswith("file:")]
    for one in found:
        one.set(_HREF, "about:blank")
    return bool(found)
