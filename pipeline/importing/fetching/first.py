"""What a file is, by its first bytes: neither its name nor its server is believed."""

from __future__ import annotations

from collections.abc import Mapping

HEAD = 4096
"""Bytes from the beginning of a file that are enough to tell."""
_BEGIN: tuple[tuple[bytes, str], ...] = (
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"WEBVTT", "text/vtt"),
    (b"<svg", "image/svg+xml"),
)
_RIFF: Mapping[bytes, str] = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_BRANDS: Mapping[bytes, str] = {
    b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"avif": "image/avif", b"avis": "image/avif",
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"qt  ": "video/quicktime",
}  # fmt: skip
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")
_MIMETYPE = b"mimetype"
_OFFICE: Mapping[bytes, str] = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def kind_of(head: bytes) -> str:
    """The media type of a file that begins so; "" for what tells nothing of itself, as texts do."""
    bare = head.removeprefix(b"\xef\xbb\xbf")
    for begin, kind in _BEGIN:
        if bare.startswith(begin):
            return _archive(head) if kind == "application/zip" else kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return _sound_without_tags(head) or _markup(bare)


def _sound_without_tags(head: bytes) -> str:
    """MPEG audio and AAC begin with eleven bits that are set; a layer of 0 is AAC, and no bit rate is 15."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[2] & 0xF0 == 0xF0:
        return ""
    if head[1] & 0x06 == 0:
        return "audio/aac" if head[1] & 0xF0 == 0xF0 else ""
    return "audio/mpeg" if head[1] & 0x18 != 0x08 else ""


def _markup(head: bytes) -> str:
    begin = head.lstrip()[:HEAD].lower()
    while begin.startswith(b"<!--") and b"-->" in begin:
        begin = begin.partition(b"-->")[2].lstrip()
    if begin.startswith(_PAGE):
        return "text/html"
    if begin.startswith(b"<?xml"):
        body = begin.partition(b"?>")[2].lstrip()
        return "image/svg+xml" if b"<svg" in body else "text/html" if body.startswith(_PAGE) else "application/xml"
    return ""


def _archive(head: bytes) -> str:
    """What an archive holds: EPUB and OpenDocument say so first of all; Office files tell by the names in them."""
    if head[30:38] == _MIMETYPE:
        end = 38 + int.from_bytes(head[22:26], "little")
        told = head[38 : min(end, 138)]
        return told.decode("ascii", "replace") if told.isascii() and b"/" in told else "application/zip"
    return next((kind for name, kind in _OFFICE.items() if name in head), "application/zip")
