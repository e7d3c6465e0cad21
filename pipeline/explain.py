"""Why something is as it is: what the last build, the library and the target know of one path. Nothing is built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import content, release
from pipeline.jobs.account import Account, Work
from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest
from pipeline.model.library import Library
from pipeline.model.tree import Tree
from pipeline.world import World


class UnknownPath(Exception):
    """Nothing has the name that was asked for; `known` are all names there are."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(known)
        self.known = known


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known of one path. `sources` are files of the library, `work` the jobs between, both as of the last build
    (`account`); `outputs` is what a file of the library became, `absent` why an entry became nothing;
    a `shared` file is read for the library as a whole.
    """

    path: str
    account: Account
    tree: Tree
    sources: tuple[str, ...]
    work: tuple[Work, ...]
    outputs: tuple[str, ...] = ()
    built: Artifact | None = None
    standing: release.Standing | None = None
    absent: str = ""
    shared: bool = False

    def since(self, source: str) -> str:
        """What became of a source after the last build: `unchanged`, `changed`, `gone` or `new`."""
        now, then = self.tree.get(source), self.account.files.get(source)
        if now is None or then is None:
            return "gone" if now is None else "new"
        return "unchanged" if now.digest == then else "changed"


def explain(world: World, asked: str) -> Explained:
    """Why something is as it is: `asked` is a path or an address of what is published, or a file of the library.

    Nothing is built, and no job is run. Raises `UnknownPath`.
    """
    tree, _ = world.source.tree()
    library, _ = content.load(tree, world.settings)
    manifest, state = world.output.manifest() or Manifest(), world.target.state()
    account = world.cache.account(world.target_name)
    paths = {*manifest.artifacts, *(state.manifest.artifacts if state.manifest else ())}
    where, bases = world.to, (world.base_url, world.settings.site.url)
    folders = (f"dist/{world.target_name}", where.path)
    path = asked if asked in tree else release.find(asked, paths, bases, folders)
    path = path or next((entry.path for entry in library.entries if entry.address == asked), None)
    if path is None:
        raise UnknownPath((*tree.files, *paths, *(urls.asked_for(one) for one in paths)))
    if path in tree:
        shared, absent = content.shared(path), content.absent(library, path, world.instant)
        made = () if shared else manifest.artifacts.values()
        outputs = tuple(one.path for one in made if path in _sources(manifest, one, account, library))
        work = tuple(one for one in account.work if path in (one.subject, *account.read_by((one,))))
        return Explained(path, account, tree, (path,), work, outputs, absent=absent, shared=shared)
    built = manifest.artifacts.get(path)
    sources = _sources(manifest, built, account, library) if built else ()
    work = account.behind(path, built.digest, sources) if built else ()
    standing = release.standing(path, built, state, _history(world, state))
    return Explained(path, account, tree, sources, work, (), built, standing)


def _sources(manifest: Manifest, artifact: Artifact, account: Account, library: Library) -> tuple[str, ...]:
    """The files of the library that an output was made from."""
    source = artifact.source
    if source not in account.files:  # a hub, or a file of the theme
        return ()
    if origins := [path for path in account.origins(artifact.digest) if not content.shared(path)]:
        return tuple(sorted({source, *origins}))
    shown = (source, *(e.path for e in manifest.episodes if e.show == source))
    entries = (entry for name in shown if (entry := library.entry(name)))
    return tuple(sorted({source}.union(*(content.named(library, entry) for entry in entries))))


def _history(world: World, state: release.TargetState) -> Iterator[tuple[release.ReleaseInfo, Manifest]]:
    """The releases that are kept, from the one that is public back to the oldest."""
    public = (state.release, *release.line(state.release, world.target.releases())) if state.release else ()
    for info in public:
        held = world.target.contents(info.id)
        if held is not None:
            yield info, held
