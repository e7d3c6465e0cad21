"""What came of a file before the line, or the process, was cut: its bytes, and by what its server knows them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.stores.directory import chunks
from pipeline.web import Answer


class Part:
    """A file in `folder` that grows, and a note beside it. `name` is that of what it will be."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.part"
        self._beside = folder / f"{name}.json"

    @property
    def size(self) -> int:
        """Bytes that came."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def rest(self) -> Mapping[str, str]:
        """The headers that ask for the rest, if it is still the same; none where nothing came, or its server never said
        by what to know it again.
        """
        known = self._note().get("known", "")
        return {"Range": f"bytes={self.size}-", "If-Range": known} if self.size and known else {}

    def goes_on(self, answer: Answer) -> bool:
        """Whether an answer is the rest of just this. A server may say so of another file, if it looks at no
        `If-Range`.
        """
        told = answer.headers.get("content-range", "")
        same = _known(answer) in ("", self._note().get("known"))
        return answer.status == 206 and told.startswith(f"bytes {self.size}-") and same

    def is_whole(self, answer: Answer) -> bool:
        """Whether a server that has no such part says that this is all there is."""
        told = answer.headers.get("content-range", "").replace(" ", "")
        same = _known(answer) in ("", self._note().get("known"))
        return answer.status == 416 and self.size > 0 and told == f"bytes*/{self.size}" and same

    def begin(self, answer: Answer) -> None:
        """Nothing of it is here yet."""
        self.drop()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._beside.write_text(json.dumps({"known": _known(answer)}), encoding="utf-8")
        self.path.touch()

    def digest(self) -> Any:
        """The digest of what came so far, which can be gone on with."""
        found = hashlib.sha256()
        for chunk in chunks(self.path):
            found.update(chunk)
        return found

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._beside.unlink(missing_ok=True)

    def become(self, goal: Path) -> None:
        """All of it is here."""
        goal.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(goal)
        self._beside.unlink(missing_ok=True)

    def _note(self) -> Mapping[str, str]:
        try:
            plain = json.loads(self._beside.read_bytes())
        except (OSError, ValueError):
            return {}
        return plain if isinstance(plain, dict) else {}


def _known(answer: Answer) -> str:
    """What `If-Range` takes (RFC 9110, 13.1.5): a strong validator, or the date; none of what was packed on its way,
    whose parts are not those of the file.
    """
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        return ""
    etag = answer.headers.get("etag", "")
    return etag if etag.startswith('"') else answer.headers.get("last-modified", "")
