"""Pictures of the library: cleaned at the door, so that no stage ever sees what a camera wrote into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.formats import frontmatter
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.library import Library
from pipeline.model.media import PictureFacts
from pipeline.model.tree import PICTURE_SUFFIXES, suffix
from pipeline.problems import Place, Problem

#: They can hold scripts, or not everybody's browser shows them.
REFUSED = frozenset({".svg", ".svgz", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".eps"})


def pictures(library: Library) -> tuple[Job, ...]:
    """One job a picture under `content/`: performer `picture`."""
    limits = library.settings.limits
    params = {"pixels": limits.image_pixels, "bytes": limits.image_bytes}
    files = (f for f in library.tree if f.path.startswith("content/") and suffix(f.path) in PICTURE_SUFFIXES)
    return tuple(Job("picture", f.path, {"picture": Blob(f.digest, f.size)}, params) for f in files)


def cleaned(library: Library, outcomes: Iterable[Outcome]) -> tuple[Library, tuple[Problem, ...]]:
    """The library with the cleaned pictures in place of those that came in, and what could not be cleaned."""
    files = dict(library.tree.files)
    problems = [
        Problem(
            Place(file.path),
            f"pictures of the sort `{suffix(file.path)}` are not accepted",
            "export it as PNG or JPEG",
            "bad-image",
        )
        for file in library.tree
        if file.path.startswith("content/") and suffix(file.path) in REFUSED
    ]
    for outcome in outcomes:
        path, failure = outcome.job.subject, outcome.failure
        if failure and files[path].pointer:
            message = "a Git LFS pointer stands here in place of the picture"
            problems.append(Problem(Place(path), message, frontmatter.fetch(path), "missing-file"))
        elif failure:
            problems.append(Problem(Place(path), failure.message, failure.hint, failure.code))
        else:
            clean = outcome.outputs["picture"]
            files[path] = replace(files[path], digest=clean.digest, size=clean.size, pointer=False)
    return replace(library, tree=replace(library.tree, files=files)), tuple(problems)


def sizes(outcomes: Iterable[Outcome]) -> dict[str, PictureFacts]:
    """Library path of each cleaned picture → how large it is."""
    return {o.job.subject: PictureFacts(o.facts["width"], o.facts["height"]) for o in outcomes if o.ok}
