"""Pieces from every stage → one manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import urls
from pipeline.model.addresses import Addresses
from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, PublishedEpisode, by_path, carries, sha256
from pipeline.release.manifest.headers import Routes, content_type, headers


def assemble(
    pieces: Iterable[Piece],
    episodes: tuple[PublishedEpisode, ...],
    site: str,
    base_url: str,
    routes: Routes,
) -> Manifest:
    """The manifest of all pieces. Raises ValueError when two of them claim one path with different bytes, when one
    claims as a file what another needs as a directory, and when a path could leave the site's root.
    """
    found: dict[str, Artifact] = {}
    for piece in pieces:
        artifact = _artifact(piece, routes, base_url)
        other = found.setdefault(artifact.path, artifact)
        if other.digest != artifact.digest:
            raise ValueError(f"`{piece.path}` is made twice, with different bytes: from {_pair(other, artifact)}")
    for folder, artifact in _folders(found.values()).items():
        if folder in found:
            told = _pair(found[folder], artifact)
            raise ValueError(f"`{folder}` can't be a file and hold `{artifact.path}`: from {told}")
    return Manifest(by_path(found.values()), episodes, site, base_url)


def add(manifest: Manifest, piece: Piece, routes: Routes) -> Manifest:
    """The manifest with one piece more."""
    artifact = _artifact(piece, routes, manifest.base_url)
    return replace(manifest, artifacts=by_path((*manifest.artifacts.values(), artifact)))


def keep_to(manifest: Manifest, claimed: Addresses) -> Manifest:
    """The manifest, when it is what was promised. Raises ValueError when it holds a path that nobody claimed, or lacks
    one that every build makes: a fault of the pipeline, never of content, since `check` sees the same claims.
    """
    strange = [path for path in manifest.artifacts if not claimed.covers(path)]
    missing = claimed.missing(manifest.artifacts)
    if strange or missing:
        told = [*(f"`{path}` was never claimed" for path in strange), *(f"`{path}` is missing" for path in missing)]
        raise ValueError(f"what was built is not what was promised: {', '.join(told[:5])}")
    return manifest


def is_path(path: str) -> bool:
    """Whether a path names a file below the site's root, in its one plain spelling."""
    if not path.isprintable() or "\\" in path:
        return False
    parts = f"/{path}/"
    return "//" not in parts and "/./" not in parts and "/../" not in parts


def _artifact(piece: Piece, routes: Routes, base_url: str) -> Artifact:
    if not is_path(piece.path):
        raise ValueError(f"`{piece.path!r}` is not a path below the site's root: from `{piece.source}`")
    blob = piece.data if isinstance(piece.data, Blob) else Blob(sha256(piece.data), len(piece.data))
    # A feed at an old address is sent as that at the new one.
    known_as = piece.leads_to if urls.is_feed(piece.path) and piece.leads_to else piece.path
    said = headers(known_as, routes, immutable=carries(piece.path, blob.digest))
    if piece.type and said.get("content-type") == content_type(piece.path):  # what routes say wins
        said = {**said, "content-type": piece.type}
    if piece.leads_to:
        said = {**said, "location": urls.absolute(base_url, piece.leads_to)}
    return Artifact(piece.path, blob.digest, blob.size, said, piece.source)


def _folders(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    """Each folder that these need, with the first that lies in it."""
    found: dict[str, Artifact] = {}
    for artifact in artifacts:
        folder = artifact.path.rpartition("/")[0]
        while folder and folder not in found:
            found[folder] = artifact
            folder = folder.rpartition("/")[0]
    return found


def _pair(one: Artifact, other: Artifact) -> str:
    return f"`{one.source or one.path}` and from `{other.source or other.path}`"
