"""Ogg (RFC 3533): pages, the last of which carries the end-of-stream flag."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audio.container.window import Window

_READ = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
_FIRST, _LAST = 2, 4


def holds_sound(window: Window, at: int) -> bool:
    """Whether one of the streams that begin there is one that we read: the first page of each tells."""
    return any(packet.startswith(_READ) for packet in _beginnings(window, at))


def _beginnings(window: Window, at: int) -> Iterator[bytes]:
    for _ in range(64):
        head = window(at, 27 + 255)
        if head[:4] != b"OggS" or len(head) < 27 or not head[5] & _FIRST:
            return
        begins = at + 27 + head[26]
        yield window(begins, 16)
        at = begins + sum(head[27 : 27 + head[26]])


def flaw(window: Window, size: int) -> str | None:
    """The last page must end the stream and fit the file."""
    tail = window(max(0, size - 131_072), 131_072)
    page = tail[tail.rfind(b"OggS") :] if b"OggS" in tail else b""
    if len(page) < 27 or len(page) < 27 + page[26] + sum(page[27 : 27 + page[26]]):
        return "is cut short: its last page is incomplete"
    return None if page[5] & _LAST else "is cut short: its last page does not end the stream"
