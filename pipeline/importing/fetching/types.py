"""Media types by which a source calls a file, held against what it is."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.importing.source.found import Use
from pipeline.model.tree import PICTURE_SUFFIXES

_ALIKE: Mapping[str, str] = {
    "audio/mp3": "audio/mpeg", "audio/x-mp3": "audio/mpeg", "audio/x-mpeg": "audio/mpeg", "audio/mpeg3": "audio/mpeg",
    "audio/mpg": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/aacp": "audio/aac",
    "audio/x-aac": "audio/aac", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/vnd.wave": "audio/wav",
    "audio/x-flac": "audio/flac", "audio/opus": "audio/ogg", "application/ogg": "audio/ogg", "video/ogg": "audio/ogg",
    "video/x-m4v": "video/mp4", "video/m4v": "video/mp4", "image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png", "text/xml": "application/xml", "application/x-pdf": "application/pdf",
    "text/rtf": "application/rtf", "audio/webm": "video/webm", "video/x-matroska": "video/webm",
    "application/xhtml+xml": "text/html",
}  # fmt: skip
"""Names by which servers and feeds call the same."""
_BOXES = frozenset({"audio/mp4", "video/mp4", "video/quicktime"})
"""One box holds sound as well as films, and its label often says only which box it is."""
_WRAPPED: Mapping[str, tuple[str, ...]] = {
    "application/zip": ("application/vnd.", "application/epub", "application/x-zip"),
    "application/x-ole-storage": ("application/msword", "application/vnd.ms-"),
    "application/xml": ("application/", "image/svg", "text/"),
}
"""What the first bytes can't tell apart."""
_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
ENDINGS: Mapping[str, str] = {
    "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/aac": ".aac", "audio/flac": ".flac", "audio/wav": ".wav",
    "audio/ogg": ".ogg", "video/mp4": ".mp4", "video/webm": ".webm", "video/quicktime": ".mov", "image/jpeg": ".jpg",
    "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif", "image/svg+xml": ".svg",
    "image/heic": ".heic", "application/pdf": ".pdf", "application/rtf": ".rtf", "application/zip": ".zip",
    "application/epub+zip": ".epub", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "text/vtt": ".vtt", "application/x-subrip": ".srt", "application/srt": ".srt", "text/srt": ".srt",
    "application/json": ".json", "application/json+chapters": ".json", "text/html": ".html", "text/plain": ".txt",
    "application/xml": ".xml", "text/csv": ".csv", "text/calendar": ".ics",
}  # fmt: skip
"""Media type → how the name of such a file ends."""


def plain(kind: str) -> str:
    """A media type by its usual name, without parameters; "" for what says nothing."""
    bare = kind.partition(";")[0].strip().lower()
    return "" if bare in _NOTHING else _ALIKE.get(bare, bare)


def is_page(kind: str) -> bool:
    """Whether it is a page for readers."""
    return plain(kind) == "text/html"


def agree(said: str, found: str) -> bool:
    """Whether what a source says may be what the first bytes tell; who says nothing agrees."""
    said, found = plain(said), plain(found)
    if not said or not found or said == found or {said, found} <= _BOXES:
        return True
    return said.startswith(_WRAPPED.get(found, ())) if found in _WRAPPED else False


def serves(kind: str, use: Use) -> bool:
    """Whether a file of this type can be of use; what nobody knows can. Pictures are of the sorts that pages show."""
    kind = plain(kind)
    if not kind:
        return True
    if use == "picture":
        return ENDINGS.get(kind) in PICTURE_SUFFIXES
    if use in ("sound", "video"):
        return kind.startswith(("audio/", "video/"))
    if use == "document":
        return True
    return not kind.startswith(("image/", "audio/", "video/")) and (use == "transcript" or not is_page(kind))


def chosen(found: str, served: str, said: str) -> str:
    """The type of a file: what its first bytes tell, told apart by its server or its source where they can't."""
    found = plain(found)
    for other in map(plain, (served, said)):
        if other and (not found or (other != found and agree(other, found) and found in _WRAPPED)):
            return other
        if found == "video/mp4" and other == "audio/mp4":
            return other
    return found
