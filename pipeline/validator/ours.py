"""The feeds of a build, looked at before they are published: one that somebody would refuse stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.model import urls
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Piece, sha256
from pipeline.problems import Place, Problem
from pipeline.validator.report import validate
from pipeline.validator.rule import Level

_LOOK, _BYTES = "faults of a feed", "bytes of a feed"


def faults(pieces: Iterable[Piece], answers: Answers, read: Callable[[Blob], bytes]) -> tuple[Problem, ...]:
    """What is an error in the RSS among these pieces, at the file of content that each was made from.

    A feed is looked at when its bytes are new: what `answers` knows of it stands, and nothing is read.
    """
    feeds = {piece.path: piece for piece in pieces if _is_feed(piece.path)}
    answers.facts(_BYTES, lambda path: _digest(feeds[path].data))

    def look(path: str) -> list[list[str | int]]:
        answers.fact(_BYTES, path)
        piece = feeds[path]
        data = read(piece.data) if isinstance(piece.data, Blob) else piece.data
        return [problem.to_row() for problem in _problems(piece, data)]

    answers.answers(_LOOK, look, kept=True)
    return tuple(Problem.from_row(row) for path in sorted(feeds) for row in answers.ask(_LOOK, path))


def _problems(piece: Piece, data: bytes) -> Iterable[Problem]:
    for finding in validate(data, name=piece.path, levels=(Level.ERROR,)).findings:
        said = f"apps or directories would refuse the feed `{finding.place}`: {finding.message} ({finding.code})"
        yield Problem(Place(piece.source or piece.path), said, finding.hint, "bad-feed")


def _is_feed(path: str) -> bool:
    """Of what the machine-readable side makes as XML, all but the sitemaps."""
    return path.endswith(".xml") and path != urls.SITEMAP and not urls.is_sitemap_part(path)


def _digest(data: bytes | Blob) -> str:
    return data.digest if isinstance(data, Blob) else sha256(data)
