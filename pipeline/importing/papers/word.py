"""A document of Word as HTML: mammoth reads it, once it is made ready and what mammoth passes over is told."""

from __future__ import annotations

import base64
import io
from typing import Any, Final

from lxml.html import HTMLParser, fragment_fromstring

from pipeline.formats.archive import BadArchive, element
from pipeline.importing.papers import prepared
from pipeline.importing.papers.numbers import Numbering, begin
from pipeline.importing.papers.package import Package
from pipeline.importing.papers.prepared import Prepared
from pipeline.importing.papers.read import Read
from pipeline.importing.papers.styles import Styles
from pipeline.importing.source.faults import Faults

_SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_LARGEST: Final = 20_000_000
"""Bytes of a picture: what a library takes, as long as its settings don't say otherwise."""
_NOTES: Final = ("footnotes", "endnotes")


def read(data: bytes, faults: Faults) -> Read:
    """Read a document. Raises `BadArchive`."""
    package = Package.read(data)
    styles = Styles.of(next(package.of("styles"), None))
    ready = Prepared(styles, faults)
    numbering = Numbering.of(next(package.of("numbering"), None))
    names = [package.main, *(name for kind in _NOTES for name in package.named(kind))]
    texts = {name: element(package.files[name]) for name in names}
    for root in texts.values():
        ready.prepare(root)
        numbering.mark(root)
    prepared.headers(((kind, root) for kind in ("header", "footer") for root in package.of(kind)), ready)
    for root in package.of("comments"):
        prepared.comments(root, ready)
    if package.holds("vbaproject.bin"):
        ready.lose("macro", "programs that Word runs")
    html = _converted(package.with_texts(texts), styles.map(), ready)
    root = fragment_fromstring(html, parser=HTMLParser(huge_tree=True, encoding="utf-8"))
    begin(root)
    return Read(root, tuple(ready.forms.lists), package.title, package.day, package.told("creator"))


def _converted(data: bytes, style_map: str, ready: Prepared) -> bytes:
    # Half of the commands read no Word, and mammoth takes as long to load as they do.
    import mammoth  # noqa: PLC0415
    from mammoth.html import element as html_element  # noqa: PLC0415

    def shown(image: Any) -> list[Any]:
        kind = str(image.content_type)
        if kind not in _SHOWN:
            ready.lose("picture", f"a picture of the sort {kind.rpartition('/')[2]}: save it as PNG, and put that in")
            return []
        with image.open() as file:
            data = file.read()
        if len(data) > _LARGEST:
            ready.lose("picture", f"a picture of {len(data):,} bytes: make it smaller in Word, and save that")
            return []
        source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        return [html_element("img", {"src": source, "alt": image.alt_text or ""})]

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=style_map, convert_image=shown, include_embedded_style_map=False
        )
    except RecursionError as error:
        raise BadArchive("its parts stand inside each other, too deep to read") from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as error:
        raise BadArchive("it is damaged: Word may still open and save it anew") from error
    html: str = made.value
    return f"<div>{html}</div>".encode()
