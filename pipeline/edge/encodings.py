"""Text in fewer bytes: beside the plain file where a server picks what a client takes, or in its place in a bucket.

Sound and pictures are packed by their own formats, and clients ask for parts of them: they are never encoded. Feeds and
transcripts are not either, as some apps take what is packed as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import ENCODED, Artifact, Blob, Manifest, by_path

Encode = Literal["none", "beside", "gzip"]
COMPRESS: Final = "compress"
LEAST: Final = 1000
"""Bytes below which a file fits into one packet anyway."""
_TYPES: Final = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")
_NEVER: Final = (".transcript.json", ".transcript.html")
_INTO: Final[Mapping[Encode, tuple[str, ...]]] = {"none": (), "beside": ("gzip", "br"), "gzip": ("gzip",)}


def jobs(manifest: Manifest, encode: Encode) -> tuple[Job, ...]:
    """The work: one job for each text that is long enough."""
    into = list(_INTO[encode])
    return tuple(
        Job(COMPRESS, artifact.path, {"plain": Blob(artifact.digest, artifact.size)}, {"into": into})
        for artifact in (manifest.artifacts.values() if into else ())
        if _is_worth_it(artifact)
    )


def encoded(manifest: Manifest, outcomes: Iterable[Outcome], encode: Encode) -> Manifest:
    """The manifest with what came of the work. What did not become smaller stays as it is."""
    artifacts = dict(manifest.artifacts)
    for outcome in outcomes:
        plain = artifacts[outcome.job.subject]
        for made in _made(plain, outcome.outputs, beside=encode == "beside"):
            artifacts[made.path] = made
    return replace(manifest, artifacts=by_path(artifacts.values()))


def _made(plain: Artifact, outputs: Mapping[str, Blob], *, beside: bool) -> Iterator[Artifact]:
    for coding, blob in outputs.items():
        if blob.size < plain.size:
            path = f"{plain.path}{ENCODED[coding]}" if beside else plain.path
            said = {**plain.headers, "content-encoding": coding}
            yield Artifact(path, blob.digest, blob.size, said, plain.source, plain.digest)


def _is_worth_it(artifact: Artifact) -> bool:
    kind = artifact.headers.get("content-type", "")
    wanted = kind.startswith(_TYPES) and not artifact.path.endswith(_NEVER) and artifact.path != urls.NOT_FOUND
    return wanted and artifact.size >= LEAST and "location" not in artifact.headers
