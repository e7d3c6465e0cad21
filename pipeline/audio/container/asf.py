"""ASF, the container of Windows Media: objects, each a GUID and a length of eight bytes, little-endian."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audio.container.window import LOCKED, Window, short

HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_LOCKS = frozenset(
    bytes.fromhex(guid)
    for guid in (
        *("fbb3112223bdd211b4b700a0c955fc6e", "14e68a292226174cb935dae07ee9289c"),
        "338505438169e6499b74ad12cb86d58c",
    )
)
_BROADCAST = 1
_NO_SOUND = "holds no sound"
_LARGEST = 1 << 62


def flaw(window: Window, size: int) -> str | None:
    """The object with the packets must fit the file, hold whole ones, and not be encrypted."""
    end = int.from_bytes(window(16, 8), "little")
    head = dict(_objects(window, 30, min(end, size)))
    if _LOCKS & head.keys():
        return LOCKED.format("ASF")
    data = next((one for guid, one in _objects(window, end, size) if guid == _DATA), None)
    if data is None:
        return short(end, size) if end > size else _NO_SOUND
    at, length = data
    if _is_live(window, head) or length < 50:
        packet = int.from_bytes(window(head[_FILE][0] + 68, 4), "little") if _FILE in head else 0
        torn = packet and (size - at - 26) % packet
        return "is cut short: its last packet is incomplete" if torn else None
    return short(at - 24 + length, size) if at - 24 + length > size else None


def seconds(window: Window) -> float | None:
    """The length that the header says, without what players load before they begin."""
    head = dict(_objects(window, 30, int.from_bytes(window(16, 8), "little")))
    if _FILE not in head or _is_live(window, head):
        return None
    told = window(head[_FILE][0] + 40, 24)
    played, loaded = int.from_bytes(told[:8], "little"), int.from_bytes(told[16:24], "little")
    return played / 1e7 - loaded / 1e3 if len(told) == 24 and played < _LARGEST and loaded < _LARGEST else None


def _is_live(window: Window, head: dict[bytes, tuple[int, int]]) -> bool:
    """Whether it was written while it was sent, when nobody knew how long it would be."""
    if _FILE not in head:
        return True
    return bool(int.from_bytes(window(head[_FILE][0] + 64, 4), "little") & _BROADCAST)


def _objects(window: Window, at: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """GUID, offset of the content and whole length of each object in a stretch."""
    for _ in range(10_000):
        head = window(at, 24)
        if len(head) < 24 or at + 24 > end:
            return
        length = int.from_bytes(head[16:24], "little")
        yield head[:16], (at + 24, length)
        if length < 24:
            return
        at += length
