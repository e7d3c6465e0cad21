"""What a recording holds besides its sound: chapters in its tag.

Standards: ID3v2.3 and 2.4, ID3v2 Chapter Frame Addendum.
"""

from __future__ import annotations

from typing import Final

_HEADER: Final = 10
_EXTENDED: Final = 0x40


def tag_bytes(head: bytes) -> int:
    """How many bytes the tag at the beginning of a file has, by its first ten; 0 where there is none."""
    if len(head) < _HEADER or head[:3] != b"ID3" or head[3] not in (3, 4):
        return 0
    return _HEADER + _number(head[6:10], 7)


def chapters(tag: bytes) -> int:
    """How many chapters a tag holds: the bytes of a file from its beginning, `tag_bytes` of them."""
    end = min(tag_bytes(tag), len(tag))
    if not end:
        return 0
    bits = 7 if tag[3] == 4 else 8  # sizes of frames
    at = _HEADER
    if tag[5] & _EXTENDED:
        size = _number(tag[at : at + 4], bits)
        at += size if bits == 7 else size + 4
    count = 0
    while at + _HEADER <= end and tag[at : at + 4].isalnum():
        count += tag[at : at + 4] == b"CHAP"
        at += _HEADER + _number(tag[at + 4 : at + 8], bits)
    return count


def _number(data: bytes, bits: int) -> int:
    """A whole number of bytes that hold so many bits each."""
    number = 0
    for byte in data:
        number = number << bits | byte & ((1 << bits) - 1)
    return number
