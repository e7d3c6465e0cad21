"""Documents of Office (OOXML, ECMA-376): text, sheets, slides. Who wrote them goes; title and language stay.

Comments and tracked changes are words of people that nobody meant to publish: whether they are to be taken or left,
only people know, so such a document is refused. Macros are programs, and are refused, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from posixpath import dirname, join, normpath
from typing import Final

from lxml import etree

from pipeline.documents.photos import plain
from pipeline.documents.unfit import CHANGED, COMMENTED, SIGNED, Unfit
from pipeline.formats.archive import element, local, packed, parts, xml

_DC: Final = "http://purl.org/dc/elements/1.1/"
_OFFICE: Final = "http://schemas.microsoft.com/office/2006/metadata"
_RELATIONS: Final = "/relationships}id"
"""How the attributes end that lead to another file, in both namespaces."""
_EMPTIED: Final = ("docprops/app.xml", "docprops/custom.xml", "word/people.xml", "ppt/commentauthors.xml")
"""Files that hold nothing but what is known of people and programs."""
_TYPES: Final = "[Content_Types].xml"
_NOWHERE: Final = "about:blank"
_PHOTOS: Final = (".jpg", ".jpeg", ".png")
_INNER: Final = (".docx", ".xlsx", ".pptx")
_DEEP: Final = 3
"""Documents inside documents that are followed: a chart in slides has a sheet of its own."""
_DELETE: Final = "delete all comments (Review → Delete), save it, and commit that; or save it as PDF without them"


def cleaned(data: bytes, most: int, depth: int = 0) -> bytes:
    """The document without what programs wrote into it about people; unpacked it has `most` bytes at most. Raises
    `Unfit` and `BadArchive`.
    """
    if depth > _DEEP:
        raise Unfit("documents lie in it inside each other, too deep to look at", "save it as PDF")
    files = parts(data, most)
    _must_be_fit(files)
    dropped = _without_printers(files)
    clean = {name: _part(name, part, most, depth) for name, part in dropped.items()}
    return packed(clean)


def _must_be_fit(files: Mapping[str, bytes]) -> None:
    names = [name.lower() for name in files]
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in files.get(_TYPES, b""):
        raise Unfit("it holds macros, which are programs", "save it without macros")
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise Unfit(SIGNED, "save a copy without the signature, or as PDF")
    if "xl/connections.xml" in names:
        raise Unfit("it asks for its numbers elsewhere, and says how", "put the numbers in, or save it as PDF")
    if any("/embeddings/" in name and not name.endswith(_INNER) for name in names):
        raise Unfit("an object of another program lies in it", "put a picture in its place, or save it as PDF")
    for name, data in files.items():
        folder, _, last = name.lower().rpartition("/")
        commented = last.startswith(("comment", "threadedcomment")) and "author" not in last
        if last.endswith(".xml") and (commented or "comments" in folder.split("/")) and len(element(data)):
            raise Unfit(COMMENTED, _DELETE)
        if folder == "xl/revisions" or (folder == "word" and last.endswith(".xml") and _is_changed(data)):
            raise Unfit(CHANGED, "accept or reject all changes (Review), save it, and commit that; or save it as PDF")


def _is_changed(data: bytes) -> bool:
    """Whether anything in a text says who changed it."""
    root = element(data)
    return local(root) != "people" and any("author" in map(_bare, one.attrib) for one in root.iter())


def _bare(name: str | bytes) -> str:
    """The name of an attribute without its namespace: strict documents have others (ECMA-376, part 1, A)."""
    return str(name).rpartition("}")[2]


def _part(name: str, data: bytes, most: int, depth: int) -> bytes:
    low = name.lower()
    change = next((change for fits, change in _CHANGES if fits(low)), None)
    if low.endswith(_INNER):
        return cleaned(data, most, depth + 1)
    if low.endswith(_PHOTOS):
        return plain(data)
    if change is None:
        return data
    root = element(data)
    return xml(root) if change(root) else data


def _core(root: etree._Element) -> bool:
    """Title and language are what readers and their programs need."""
    for child in list(root):
        if child.tag not in (f"{{{_DC}}}title", f"{{{_DC}}}language"):
            root.remove(child)
    return True


def _emptied(root: etree._Element) -> bool:
    for child in list(root):
        root.remove(child)
    return True


def _told(root: etree._Element) -> bool:
    """What a server for documents noted of who works on it."""
    return _emptied(root) if str(root.tag).startswith(f"{{{_OFFICE}") else False


def _book(root: etree._Element) -> bool:
    """Of a workbook, where it lay on a disk, and who had it open."""
    found = [one for one in root.iter() if local(one) in ("absPath", "fileSharing")]
    for one in found:
        if local(one) == "absPath" and (above := one.getparent()) is not None:
            above.remove(one)
        elif one.get("userName"):
            one.set("userName", "")
    return bool(found)


def _settings(root: etree._Element) -> bool:
    """Of a text, from which list of people it was to be sent, and what programs noted for themselves."""
    found = [one for one in root if local(one) in ("mailMerge", "docVars")]
    for one in found:
        root.remove(one)
    return bool(found)


def _relations(root: etree._Element) -> bool:
    """Paths of somebody's disk lead nowhere for others, and name their owner."""
    found = [one for one in root if one.get("TargetMode") == "External" and _is_local(one.get("Target", ""))]
    for one in found:
        template = one.get("Type", "").endswith("/attachedTemplate")
        one.set("Target", "Normal.dotm" if template else _NOWHERE)
    return bool(found)


def _is_local(target: str) -> bool:
    return target.lower().startswith(("file:", "\\\\")) or target[1:3] in (":\\", ":/")


_CHANGES: Final[tuple[tuple[Callable[[str], bool], Callable[[etree._Element], bool]], ...]] = (
    (lambda name: name == "docprops/core.xml", _core),
    (lambda name: name in _EMPTIED or name.startswith("xl/persons/") or name == "ppt/authors.xml", _emptied),
    (lambda name: name.startswith("customxml/") and name.endswith(".xml"), _told),
    (lambda name: name == "xl/workbook.xml", _book),
    (lambda name: name == "word/settings.xml", _settings),
    (lambda name: name.endswith(".rels"), _relations),
)
"""Which file of an archive, by its name in lower case → what is changed in it; whether anything was."""


def _without_printers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the settings of printers, which have the names of machines, and without what leads to them."""
    left = dict(files)
    for name in [name for name in files if name.endswith(".rels")]:
        root = element(files[name])
        owner = join(dirname(dirname(name)), name.rpartition("/")[2].removesuffix(".rels"))
        for one in [one for one in root if one.get("Type", "").endswith("/printerSettings")]:
            left.pop(normpath(join(dirname(owner), one.get("Target", ""))).lstrip("/"), None)
            left[owner] = _unled(left[owner], one.get("Id", "")) if owner in left else b""
            root.remove(one)
            left[name] = xml(root)
    return {name: data for name, data in left.items() if data or files.get(name) == b""}


def _unled(data: bytes, relation: str) -> bytes:
    root = element(data)
    for one in list(root.iter()):
        for name in [str(name) for name, value in one.attrib.items() if value == relation]:
            if not name.endswith(_RELATIONS):
                continue
            if local(one) == "printerSettings" and (above := one.getparent()) is not None:
                above.remove(one)
            else:
                del one.attrib[name]
    return xml(root)
