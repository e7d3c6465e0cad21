"""A library while it is written: all of it shows, drafts and what comes later too, and nothing wrong stops the rest.

It takes the steps of a build in another order, and leaves out what nobody looks at who writes: feeds, cards, the
catalogue. Sound and PDFs are there where they were made before; what somebody asks for is made beside (`make`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline import audio, doing, flow, making, release, remembered
from pipeline.jobs.outcome import Status
from pipeline.model.answers import Answers
from pipeline.model.artifact import Manifest
from pipeline.model.entry import utc
from pipeline.model.kinds import episode
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem, Severity
from pipeline.world import World

_SHOWN = frozenset(
    {
        "bad-artwork",
        "bad-chapters",
        "bad-soundbite",
        "bad-transcript",
        "broken-anchor",
        "broken-link",
        "link-to-later",
        "misread-markup",
        "missing-alt",
        "unsafe-markup",
    }
)
"""What is wrong in an entry that can be shown all the same, so that whoever writes it sees where."""
_CONTENT = "content/"


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be seen: the files with their headers, all problems, and what is to be known of pages.

    `marks`: address of an entry that is not public → from when it is (ISO 8601), "" for a draft. `stale` are the files
    that are broken and shown as they were. `waiting`: the file of each entry whose sound or PDF was not made yet → the
    subjects of the jobs that make it. `digests` are those of all files.
    """

    manifest: Manifest
    problems: tuple[Problem, ...]
    marks: Mapping[str, str]
    stale: frozenset[str]
    waiting: Mapping[str, frozenset[str]]
    digests: Mapping[str, str]


class Writing:
    """Looks at one library again and again, and remembers its texts as they were when they were good."""

    def __init__(self) -> None:
        self._good: dict[str, File] = {}

    def look(self, world: World) -> Written:
        """Everything as it is now. Raises `ContentProblems` where nothing at all can be shown, `ToolFailed`, and
        `OSError` where a file changed while it was read.
        """
        tree, unreadable = world.source.tree()
        tree = self._held(tree)
        checked = flow.examine(world, tree, unreadable)
        broken = {p.place.path for p in checked.problems if p.severity is Severity.ERROR}
        serious = {p.place.path for p in checked.problems if p.severity is Severity.ERROR and p.code not in _SHOWN}
        try:
            written = self._shown(world, checked, tree, serious, broken)
        except doing.ToolFailed:  # as with a template that is wrong, which the problems say better
            if serious:
                raise doing.ContentProblems(checked.problems) from None
            raise
        self._good |= {file.path: file for file in tree if file.path not in broken and file.text is not None}
        return written

    def _shown(
        self, world: World, checked: doing.Checked, tree: Tree, serious: Collection[str], broken: Collection[str]
    ) -> Written:
        """With what is seriously broken as it was; or else, where that can't be laid out, with all of it. What fails in
        a library in which nothing is broken is a fault of ours, and raised.
        """
        if not broken:
            return _laid_out(world, checked, checked.problems, frozenset())
        if not serious:
            with suppress(doing.ContentProblems, LookupError, TypeError, ValueError):
                return _laid_out(world, checked, checked.problems, frozenset())
        for wrong in (serious, broken):
            mended = self._mended(tree, wrong)
            stale = frozenset(path for path in wrong if path in mended)
            with suppress(doing.ContentProblems, LookupError, TypeError, ValueError):
                return _laid_out(world, flow.examine(world, mended, ()), checked.problems, stale)
        raise doing.ContentProblems(checked.problems)

    def _mended(self, tree: Tree, wrong: Collection[str]) -> Tree:
        """The tree with these texts as they were when they were good; those that never were are not in it."""
        files = {file.path: self._good.get(file.path) if file.path in wrong else file for file in tree}
        return replace(tree, files={path: file for path, file in files.items() if file is not None})

    def _held(self, tree: Tree) -> Tree:
        """The tree with the bytes of its texts, which on the disk are gone when somebody writes others. What was good
        and is as it was is not read again.
        """
        return replace(tree, files={path: self._whole(file) for path, file in tree.files.items()})

    def _whole(self, file: File) -> File:
        if not file.path.startswith(_CONTENT) or not callable(file.text):
            return file
        good = self._good.get(file.path)
        return good if good and good.digest == file.digest else replace(file, text=file.data)


def make(world: World) -> None:
    """The sound and the PDFs that the world does not leave for later. Raises `ContentProblems` and `ToolFailed`."""
    checked = flow.examine(world, *world.source.tree())
    making.composed(world, checked.library.whole(world.instant), checked, Answers(), strict=True)


def _laid_out(world: World, checked: doing.Checked, problems: tuple[Problem, ...], stale: frozenset[str]) -> Written:
    library = checked.library.whole(world.instant)
    manifest, unmade = _manifest(world, library, checked)
    marks, waiting = dict(_marks(library, world)), dict(_waiting(world, library))
    return Written(manifest, tuple(sorted({*problems, *unmade})), marks, stale, waiting, checked.files)


def _manifest(world: World, library: Library, checked: doing.Checked) -> tuple[Manifest, tuple[Problem, ...]]:
    """Pages and what they show, and what could not be made."""
    for answers in (remembered.made(world, library), Answers()):  # the second time, all is worked out again
        with suppress(doing.Lost):
            composed = making.composed(world, library, checked, answers, strict=False)
            pages = making.pages(world, composed.published, checked, None, composed.away)
            pieces = doing.kept(world, (*composed.pieces, *pages))
            site, routes = world.settings.site.url, world.to.routes
            manifest = release.assemble(pieces, (), site, world.base_url, routes)
            remembered.remember_made(world, library, answers)
            return manifest, composed.problems
    raise doing.Lost


def _marks(library: Library, world: World) -> Iterator[tuple[str, str]]:
    for entry in library.entries:
        if library.hidden(entry):
            yield entry.address, ""
        elif (opens := library.opens(entry)) > world.instant:
            yield entry.address, utc(opens)


def _waiting(world: World, library: Library) -> Iterator[tuple[str, frozenset[str]]]:
    """The entries of which something was left for later: jobs are called by their entry, or by its sound."""
    left = {o.job.path for o in world.runner.outcomes if o.status is Status.LATER}
    for entry in library.entries:
        recording = library.recording(entry)
        clips = audio.clips(library, entry) if entry.kind == episode.KIND.name else ()
        sound = (*(path for path, _ in clips), *((recording.path,) if recording else ()))
        subjects = frozenset((entry.path, *sound))
        if subjects & left:
            yield entry.path, subjects
