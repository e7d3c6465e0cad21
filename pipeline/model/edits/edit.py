"""A file that is changed: its text before and after, and what makes its bytes of that."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pipeline.model.tree import File
from pipeline.problems import Problem


@dataclass(frozen=True, slots=True)
class Edit:
    """A file with its text before and after the repairs, both with LF; `crlf` and `mark` say whether the file itself
    ends its lines with CRLF and begins with a byte order mark. `left` is what could not be repaired without changing
    more: where it is all there is, the text is the same before and after. `anew`: the file is in another encoding than
    UTF-8, and so changes though its text may not.
    """

    path: str
    before: str
    after: str
    crlf: bool = False
    mark: bool = False
    left: tuple[Problem, ...] = ()
    anew: bool = False

    @classmethod
    def of(cls, file: File, before: str, after: str, left: tuple[Problem, ...] = (), *, anew: bool = False) -> Edit:
        """The edit of a file whose text was read as `before`."""
        data = file.data or b""
        crlf, mark = 2 * data.count(b"\r\n") > before.count("\n"), data.startswith(codecs.BOM_UTF8)
        return cls(file.path, before, after, crlf, mark, left, anew)

    @property
    def changes(self) -> bool:
        """Whether the file becomes another one."""
        return self.anew or self.after != self.before

    @property
    def data(self) -> bytes:
        """The repaired file, its lines ended as they were."""
        text = self.after.replace("\n", "\r\n") if self.crlf else self.after
        return f"\ufeff{text}".encode() if self.mark else text.encode()
