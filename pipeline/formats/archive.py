"""The files of office programs and of books: archives (ZIP) of XML, read within bounds and written in one way.

Whoever sends one may mean harm: what would unpack to more than it may is refused before it is unpacked, and XML that
declares a document type, and so could name entities, is refused too (none of these formats has one).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

MEMBERS = 10_000
"""Files that an archive may have."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How files of Office begin that have a password, and those from before 2007."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STORED = ("mimetype",)
"""First, and not packed: so the kind of archive is seen by its first bytes (ODF 1.3, 3.3; EPUB 3.3, 4.3)."""


class BadArchive(Exception):
    """It can't be read: what is wrong, in words."""


class Locked(BadArchive):
    """It is encrypted."""


def parts(data: bytes, most: int) -> dict[str, bytes]:
    """The files of an archive by their names, as long as they have `most` bytes together. Raises `BadArchive`."""
    if data.startswith(_COMPOUND):
        raise Locked("it is protected by a password, or of an old version of Office")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _must_fit(members, most)
            left, found = most, dict[str, bytes]()
            for member in members:
                with archive.open(member) as file:
                    found[member.filename] = file.read(left + 1)  # a member may be longer than it says
                left -= len(found[member.filename])
                if left < 0:
                    raise BadArchive(f"it unpacks to more than {most:,} bytes")
            return found
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadArchive("it is damaged, or no archive") from error


def _must_fit(members: list[zipfile.ZipInfo], most: int) -> None:
    if len(members) > MEMBERS:
        raise BadArchive(f"it holds {len(members):,} files; {MEMBERS:,} is the most")
    if sum(one.file_size for one in members) > most:
        raise BadArchive(f"it unpacks to more than {most:,} bytes")
    if any(one.flag_bits & 1 for one in members):
        raise Locked("it is protected by a password")
    if len({one.filename for one in members}) < len(members):
        raise BadArchive("two files in it have one name")


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files, in their order, without a day and without the name of a machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files, key=lambda name: name not in _STORED):
            one = zipfile.ZipInfo(name, _EPOCH)
            one.compress_type = zipfile.ZIP_STORED if name in _STORED else zipfile.ZIP_DEFLATED
            one.create_system, one.external_attr = 0, 0
            archive.writestr(one, files[name], compresslevel=6)
    return out.getvalue()


def element(data: bytes) -> etree._Element:
    """The root of a file of XML. Raises `BadArchive`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadArchive("a file of XML in it can't be read") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadArchive("a file of XML in it declares a document type")
    return root


def xml(root: etree._Element) -> bytes:
    """A file of XML, as these programs write it."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(one: etree._Element) -> str:
    """The name of an element without its namespace; "" of a comment."""
    tag: object = one.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
