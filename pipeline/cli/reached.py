"""How far a publish is, for who stops it: what people reach by then is said as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.artifact import Artifact

UNTOUCHED = "what was published before is as it was"
_WHOLE = "what people reach is whole"
GOES_ON = f"{_WHOLE}, and the next publish goes on from there"


@dataclass(slots=True)
class Reached:
    """What of a release is public. Where files become public one `by_one`, those that were sent are; elsewhere nothing
    is until all is.
    """

    files: int = 0
    by_one: bool = False
    began: bool = False
    _sizes: dict[str, int] = field(default_factory=dict)
    _whole: set[str] = field(default_factory=set)
    _done: bool = False
    _changing: bool = False

    def begin(self, files: int, *, by_one: bool) -> None:
        """So many files are about to be put."""
        self.files, self.by_one, self.began = files, by_one, True

    def change(self) -> None:
        """What is public is about to be changed by something else than files that are sent."""
        self._changing = self.began = True

    def sent(self, artifact: Artifact, size: int) -> None:
        """So many bytes more of an artifact are there. Called from any thread, for one artifact by one."""
        self._sizes[artifact.path] = self._sizes.get(artifact.path, 0) + size
        if self._sizes[artifact.path] >= artifact.size:
            self._whole.add(artifact.path)

    def end(self) -> None:
        """All of it is public."""
        self._done, self._changing = True, False

    def in_words(self) -> str:
        """What is true now."""
        if self._changing:
            return f"some of what was to change may have changed; {_WHOLE}, and the same command goes on from there"
        if self._done:
            return "the new release is public; what was still to do, the next publish does"
        if not self.by_one or (self.files and not self._whole):
            return UNTOUCHED
        if len(self._whole) < self.files:
            return f"{len(self._whole)} of {self.files} files of the new release are public already; {GOES_ON}"
        return f"all files of the new release are public already; {GOES_ON}"
