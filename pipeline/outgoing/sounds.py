"""Sound on other hosts: what an answer tells of it, held against what an episode says.

Apps take length and type from the feed and ask for parts of the file, as Apple's requirements want it; nothing of it is
read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.media import Hosted
from pipeline.outgoing.memory import Seen
from pipeline.web import Fetched

FIRST = {"Range": "bytes=0-1023", "Accept": "audio/*, video/*, */*;q=0.5"}
"""What is asked of an address of sound: a beginning, which is not read."""
_ALL_OF = re.compile("bytes [0-9]{1,15}-[0-9]{1,15}/([0-9]{1,15})")
_ALIKE = {"audio/mp3": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-mp3": "audio/mpeg"}
"""Names by which servers call the same."""


def heard(seen: Seen, answer: Fetched) -> Seen:
    """What was seen, with what the answer to a request for a part tells."""
    whole = _ALL_OF.fullmatch(answer.headers.get("content-range", "")) if answer.status == 206 else None
    told = whole[1] if whole else answer.headers.get("content-length", "") if answer.status == 200 else ""
    length = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
    kind = answer.content_type.partition(";")[0].strip().lower()
    return replace(seen, length=length, type=kind, parts=whole is not None)


def differences(said: Hosted, seen: Seen) -> tuple[tuple[str, str], ...]:
    """What is otherwise than an episode says: what is wrong, and the remedy."""
    return tuple(_differences(said, seen))


def _differences(said: Hosted, seen: Seen) -> Iterator[tuple[str, str]]:
    if seen.type in ("text/html", "application/xhtml+xml"):
        yield "a page lies there, and no sound", "give the address of the file itself"
        return
    if seen.length and seen.length != said.length:
        wrong = f"{seen.length:,} bytes lie there, and the episode says {said.length:,}"
        yield wrong, f"write `length: {seen.length}`, if it is the same sound"
    if seen.type and _ALIKE.get(seen.type, seen.type) != _ALIKE.get(said.type, said.type):
        wrong = f"its server says that it is `{seen.type}`, and the episode `{said.type}`"
        yield wrong, "let both say what it is: apps go by either"
    if (seen.length or seen.type) and not seen.parts:
        wrong = "its server gives no parts of it, so listeners can't seek"
        yield wrong, "ask its host to answer `Range` requests, as Apple wants it"
