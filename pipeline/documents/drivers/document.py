"""Documents at the door: what programs wrote into them about people never goes further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.documents import office, opendocument
from pipeline.documents.drivers import pdf, sound
from pipeline.documents.unfit import Unfit
from pipeline.formats.archive import BadArchive, Locked
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

OUTPUT: Final = "document"
_UNPACKED: Final = 3
"""How many times as large as a document may be what it unpacks to."""


def _text(data: bytes, _most: int) -> bytes:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("it is no text", "export it again")
    return data


def _calendar(data: bytes, _most: int) -> bytes:
    if not data.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        raise Unfit("it is no calendar", "export it again")
    return data


_CLEANERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {
    ".pdf": lambda data, _: pdf.cleaned(data),
    **dict.fromkeys((".docx", ".xlsx", ".pptx"), office.cleaned),
    **dict.fromkeys((".odt", ".ods", ".odp"), opendocument.cleaned),
    ".epub": opendocument.book,
    ".ics": _calendar,
    **dict.fromkeys((".csv", ".txt"), _text),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Performer `document`: the input `document` without what programs wrote into it about people.

    Params: `sort`, the ending of its name, and `bytes`, the limit. Output: `document`, in the same format. It is
    durable, since others link to what is published: another pikepdf must not give it another address.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in ("lxml", "mutagen", "pikepdf")}

    def perform(self, task: Task) -> Made:
        path, most, sort = Path(task.inputs[OUTPUT]), task.params["bytes"], task.params["sort"]
        size = path.stat().st_size
        if size > most:
            message = f"this document has {size:,} bytes; the limit is {most:,}"
            raise Failure(message, "make it smaller, or raise `limits.document_bytes`", "too-large")
        if not size:
            raise Failure("this document is empty", "export it again, or remove the link to it", "empty-file")
        try:
            if sort not in _CLEANERS:
                goal = Path(task.scratch) / f"clean{sort}"
                sound.cleaned(path, goal)
                return Made({}, {OUTPUT: str(goal)})
            return Made({}, {OUTPUT: _CLEANERS[sort](path.read_bytes(), most * _UNPACKED)})
        except Unfit as wrong:
            raise _failure(wrong.message, wrong.hint) from wrong
        except Locked as wrong:
            raise _failure(str(wrong), "save it anew, without a password") from wrong
        except BadArchive as wrong:
            raise _failure(str(wrong), "export it again") from wrong


def _failure(message: str, hint: str) -> Failure:
    return Failure(f"this document can't be published: {message}", hint, "bad-document")
