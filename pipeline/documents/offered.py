"""Which documents a library offers, how each is cleaned, and where it is published.

A document is one because a text leads to it: what merely lies there, such as that from which a text was made, is never
opened and never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.formats import frontmatter
from pipeline.formats.letters import slug
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.documents import SORTS
from pipeline.model.kinds import claiming
from pipeline.model.library import Library
from pipeline.model.references import References
from pipeline.model.tree import File, suffix
from pipeline.problems import Place, Problem

DOCUMENT = "document"


def jobs(library: Library, leads: Mapping[str, References]) -> tuple[Job, ...]:
    """One job a document to which texts lead. `leads`: path of an entry → what it leads to."""
    most = library.settings.limits.document_bytes
    return tuple(
        Job(DOCUMENT, file.path, {DOCUMENT: Blob(file.digest, file.size)}, {"bytes": most, "sort": suffix(file.path)})
        for file in _offered(library, leads)
    )


def cleaned(library: Library, outcomes: Iterable[Outcome]) -> tuple[Library, tuple[Problem, ...]]:
    """The library with the cleaned documents in place of those that came in, and what could not be cleaned."""
    files, problems = dict(library.tree.files), []
    for outcome in outcomes:
        path, failure = outcome.job.subject, outcome.failure
        if failure and files[path].pointer:
            message = "a Git LFS pointer stands here in place of the document"
            problems.append(Problem(Place(path), message, frontmatter.fetch(path), "missing-file"))
        elif failure:
            problems.append(Problem(Place(path), failure.message, failure.hint, failure.code))
        else:
            clean = outcome.outputs[DOCUMENT]
            files[path] = replace(files[path], digest=clean.digest, size=clean.size, pointer=False)
    return replace(library, tree=replace(library.tree, files=files)), tuple(problems)


def addresses(library: Library, leads: Mapping[str, References]) -> dict[str, str]:
    """Library path of each document → its path on the site."""
    return {file.path: _address(file) for file in _offered(library, leads)}


def pieces(library: Library, leads: Mapping[str, References]) -> tuple[Piece, ...]:
    """The documents, to be published; two with the same bytes and name are one."""
    found = {_address(file): file for file in _offered(library, leads)}
    return tuple(Piece(path, Blob(file.digest, file.size), file.path) for path, file in sorted(found.items()))


def _offered(library: Library, leads: Mapping[str, References]) -> Iterator[File]:
    """The documents to which the texts of these entries lead, each once."""
    linked = {path: None for entry in library.entries for path in leads[entry.path].linked}
    for path in sorted(linked):
        file = library.tree.get(path)
        if file and path.startswith("content/") and suffix(path) in SORTS and not claiming(path):
            yield file


def _address(file: File) -> str:
    """By a plain name: editors may name their documents as they like."""
    stem = file.path.rsplit("/", 1)[-1].rpartition(".")[0]
    return hashed(f"{urls.FILES}{slug(stem)[:100].strip('-') or 'document'}{suffix(file.path)}", file.digest)
