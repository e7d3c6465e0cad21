"""Withdrawn consent: what somebody takes back goes from the library, from what is public, and from all that is kept.

`outlook` tells all of it before anything is touched, and rehearses the publish without it. `begin` marks and removes,
then it is published, and `forget` lets go of what is kept. Whatever was the last step is safe: the target is told first
what it must not publish again, and a run that was killed is gone on with by the next one, or by any publish.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline import audio, content, editing, flow, publishing, release, withdrawal
from pipeline.model import urls
from pipeline.model.artifact import Action, Artifact, Manifest, Plan
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.problems import Finding, Place, Problem, has_errors
from pipeline.release import ReleaseInfo, TargetError
from pipeline.stores import Held
from pipeline.world import Output, World

Release = tuple[ReleaseInfo | None, Manifest]
"""A release and what it holds; what was listed because its record was lost has no release."""
OK = 200
ASKED = 50
"""The most addresses that are asked whether they still answer."""


class UnknownName(Exception):
    """Nothing in the library, at the target or in what it keeps is called so; `known` are names that are, and `named`
    are places in texts where the word stands all the same.
    """

    def __init__(self, known: tuple[str, ...], named: tuple[Problem, ...]) -> None:
        super().__init__(known, named)
        self.known, self.named = known, named


@dataclass(frozen=True, slots=True)
class Asked:
    """What is taken back: its GUID, path, address, person or name; `keep` are files that stay, `also` other names by
    which somebody is called.
    """

    what: str
    keep: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An earlier release, and what it holds of it."""

    release: ReleaseInfo
    files: tuple[Artifact, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that a purge does. `after` is the library as it is then, `edits` are of files that stay, `problems` stand in
    its way, `named` are places that still name it. `plan` is None where the library can't be built without it.
    `digests` are those of the bytes that must not be published again, `retag` the episodes whose sound stays, with tags
    that name nobody.

    What is kept besides what is public: `releases`, `records` (durable ones, at the target), `sources` (recordings that
    the target keeps for builds), `cached` on this machine, `built` in `dist/`. `beyond` are addresses of recordings
    that somebody else keeps.
    """

    asked: Asked
    taken: withdrawal.Taken
    after: Tree
    edits: tuple[editing.Edit, ...]
    problems: tuple[Problem, ...]
    named: tuple[Problem, ...]
    plan: Plan | None
    digests: frozenset[str]
    retag: frozenset[str] = frozenset()
    releases: tuple[Kept, ...] = ()
    records: int = 0
    sources: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    cached: tuple[Held, ...] = ()
    built: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it can be carried out as it stands."""
        return self.plan is not None and not self.plan.refusals and not has_errors(self.problems)


@dataclass
class _Nowhere:
    """An output that lays out nothing: the build is looked at, and forgotten."""

    made: Manifest | None = None

    def lacking(self, _manifest: Manifest) -> tuple[Artifact, ...]:
        return ()

    def write(self, manifest: Manifest, _open: Callable[[Artifact], Iterable[bytes] | None]) -> None:
        self.made = manifest

    def manifest(self) -> Manifest | None:
        return self.made

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        raise FileNotFoundError(artifact.path)


def outlook(world: World, asked: Asked) -> Outlook:
    """What taking it back would do. Raises `UnknownName` and `TargetError`."""
    before, (tree, _) = world.target.state().withdrawn, world.source.tree()
    if not before.open:  # else `forget` will do it, once all is published
        world.cache.forget(before.digests, for_good=not release.refused(tree.digests, before))
    checked, history = flow.check(world), tuple(_history(world))
    taken = _taken(world, checked, asked, history)
    cuts = ((file, locs) for path, locs in taken.cuts.items() if (file := tree.get(path)))
    edits = tuple(edit for file, locs in cuts if (edit := editing.cut(file, locs)))
    after = _without(world, tree, taken.files, edits)
    spoken = _spoken(world, taken, history)
    rehearsal = _of(world, _heard(history, after, edits, spoken), _Nowhere(), _files_of(taken, tree))
    made, problems = _rehearsed(rehearsal, after)
    problems = tuple(sorted({*problems, *(problem for edit in edits for problem in edit.left)}))
    digests = spoken | _published_of(taken, history)
    digests |= _files_of(taken, tree) | _outside(checked.library, lambda path: path in taken.entries)
    staying = _outside(checked.library, lambda path: path not in taken.entries)
    digests = _digests(world, digests, {file.digest for file in after} | staying, made or Manifest())
    planned = publishing.plan(rehearsal, digests) if made else None
    named = _named(checked, taken, asked, after)
    found = Outlook(asked, taken, after, edits, problems, named, planned, digests, rehearsal.retag)
    outside = {where.url for one, where in audio.elsewhere(checked.library) if one.path in taken.entries}
    outside |= {where.url for one, where in audio.on_other_hosts(checked.library) if one.path in taken.entries}
    return _with_what_is_kept(world, replace(found, beyond=tuple(sorted(outside))), history)


def begin(world: World, seen: Outlook) -> World:
    """Tell the target what it must not publish again, then take it out of the library. What is given is the world in
    which that is to be built and published; `forget` is the end.
    """
    world.target.withdraw(seen.digests)
    for path in seen.taken.files:
        world.source.remove(path)
    for edit in sorted(seen.edits, key=lambda edit: edit.path == withdrawal.PEOPLE):  # last what tells of the others
        world.source.write(edit.path, (edit.data,))
    return _of(world, seen.retag, world.output, seen.digests)


def forget(world: World) -> None:
    """Let go of all that is kept of what was taken back: at the target, if that was begun, and on this machine. What is
    public has nothing of it by now.
    """
    state = world.target.state()
    if state.withdrawn.open:
        world.target.forget(_telling(world, state.withdrawn.digests))
    world.cache.forget(state.withdrawn.digests, anew=True)


def readmit(world: World, path: str) -> bool:
    """Let a file that lies in the library again be published, with all that was taken back together with it; whether
    it was among that.
    """
    tree, _ = world.source.tree()
    file = tree.get(path.removeprefix("./"))
    if file is None:
        return False
    library, _ = content.load(tree, world.settings)
    digests = {file.digest} | _outside(library, lambda path: path == file.path)
    if digests.isdisjoint(world.target.state().withdrawn.digests):
        return False
    world.target.readmit(digests)
    return True


def still_there(world: World, planned: Plan) -> tuple[Finding, ...]:
    """What still answers at the public address of what was taken back, as where a CDN holds it; some are asked."""
    gone = [change.path for change in planned.only(Action.DELETE)][:ASKED]
    found = ((url, world.client.ask(url, "HEAD")) for url in (release.address(world.base_url, path) for path in gone))
    hint = "something between the store and readers holds it: let it go there, or wait until its time is over"
    return tuple(
        Finding(False, url, "still answers, though it is gone from the target", hint)
        for url, reply in found
        if reply.status == OK
    )


# What is meant --------------------------------------------------------------------------------------------------------


def _history(world: World) -> Iterator[Release]:
    """What is public, then the earlier releases."""
    state = world.target.state()
    if state.manifest:
        yield state.release, state.manifest
    for info in world.target.releases():
        if state.release is None or info.id != state.release.id:
            manifest = world.target.contents(info.id)
            if manifest:
                yield info, manifest


def _taken(world: World, checked: flow.Checked, asked: Asked, history: Sequence[Release]) -> withdrawal.Taken:
    """What goes, of the library and of what is gone from it and still public or kept. Raises `UnknownName`."""
    library = checked.library
    voices = withdrawal.voices(checked.spoken)
    meant = withdrawal.meant(library, asked.what, voices)
    if meant:
        return withdrawal.taken(library, checked.leads, meant, asked.keep, asked.also, voices)
    person = asked.what if any(urls.page_file(urls.person(asked.what)) in one.artifacts for _, one in history) else ""
    entries = {path: Place(path) for path in (*_published(asked.what, history), *_of_a_person(world, person, history))}
    words = (asked.what, asked.what.replace("-", " ").title(), *asked.also)
    if entries or person or world.target.state().withdrawn.open:
        return withdrawal.Taken(entries, (), {}, words, person)
    named = withdrawal.named((file for file in library.tree if file.path not in asked.keep), words)
    guids = (episode.guid for _, manifest in history for episode in manifest.episodes)
    raise UnknownName(tuple(sorted({*library.people, *(entry.path for entry in library.entries), *guids})), named)


def _published(what: str, history: Sequence[Release]) -> Iterator[str]:
    """The files, no more in the library, of what was published under a GUID, from a path or at an address."""
    path = what.removeprefix("./").lstrip("/")
    for _, manifest in history:
        yield from (one.path for one in manifest.episodes if what in (one.guid, one.path))
        page = manifest.artifacts.get(urls.page_file(f"{path.rstrip('/')}/"))
        sources = (artifact.source for artifact in manifest.artifacts.values())
        yield from (source for source in sources if source in (path, f"content/{path}"))
        yield from (page.source,) if page and page.source.startswith("content/") else ()


def _named(checked: flow.Checked, taken: withdrawal.Taken, asked: Asked, after: Tree) -> tuple[Problem, ...]:
    """Where it still stands in what is left of the library."""
    files = {file.path: file for file in after if file.path not in asked.keep}
    told = withdrawal.named(files.values(), taken.words)
    said = _said_still(checked, taken.words, files, told)
    perhaps = withdrawal.perhaps(withdrawal.voices(checked.spoken), taken, asked.keep)
    return tuple(sorted({*told, *_named_inside(checked, taken, asked), *said, *perhaps}))


def _named_inside(checked: flow.Checked, taken: withdrawal.Taken, asked: Asked) -> Iterator[Problem]:
    """The recordings that stay, and whose own chapters name it, or whose own tags may: nobody reads those in a text."""
    names, library = withdrawal.names(taken.words), checked.library
    for one in audio.untouched(library):
        if one.path in taken.cuts and one.fields.recording not in asked.keep:
            message = f"`{one.fields.recording}` is published with the tags that it came with, and nobody read them"
            hint = "see whether they name anybody: if they do, say `tag: yes` beside `master: never`"
            yield Problem(one.place("audio"), message, hint, "still-named")
    marked = {file.path for file in content.marked(library)}
    for path, said in checked.spoken.items():
        entry = library.entry(path)
        file = library.recording(entry) if entry else None
        if file is None or path in taken.entries or file.path not in marked - asked.keep:
            continue
        for title in (chapter.title for chapter in said.chapters if names(chapter.title)):
            hint = "give the recording other chapters, or list them in the front matter"
            yield Problem(Place(file.path), f"a chapter inside this recording says `{title}`", hint, "still-named")


def _said_still(
    checked: flow.Checked, words: Collection[str], files: Collection[str], told: Iterable[Problem]
) -> Iterator[Problem]:
    """The lines of transcripts among these files that name it once they are read: in UTF-16, an older encoding, or with
    the references that JSON writes for letters nothing stands there as it is searched for in texts.
    """
    found = {problem.place.path for problem in told}
    for path, read in content.transcripts(checked.library, checked.recordings).items():
        if path in files and path not in found and read.transcript:
            yield from withdrawal.said(path, read.transcript, words)


def _of_a_person(world: World, person: str, history: Sequence[Release]) -> Iterator[str]:
    """The files of the entries that the public catalogue says a person wrote or speaks in."""
    manifest = history[0][1] if history else Manifest()
    catalogue = manifest.artifacts.get(urls.CATALOG)
    if not person or not catalogue:
        return
    mark = json.dumps(urls.person(person))
    data = b"".join(world.target.open(catalogue))
    packed = catalogue.headers.get("content-encoding") == "gzip"
    for row in json.loads(gzip.decompress(data) if packed else data)["entries"]:
        page = manifest.artifacts.get(urls.page_file(row["id"]))
        if page and mark in json.dumps(row):
            yield page.source


# What becomes of it ---------------------------------------------------------------------------------------------------


def _without(world: World, tree: Tree, gone: Collection[str], edits: Iterable[editing.Edit]) -> Tree:
    """The tree as it shall be; the texts that are edited are put where jobs find them."""
    files = {path: file for path, file in tree.files.items() if path not in gone}
    for edit in edits:
        blob = world.cache.put(edit.data)
        files[edit.path] = File(edit.path, blob.digest, blob.size, edit.data)
    return replace(tree, files=files)


def _of(world: World, retag: frozenset[str], output: Output, gone: frozenset[str]) -> World:
    """The world of one of the two builds: it knows nothing of jobs before it, and of bytes that are `gone`."""
    world.runner.outcomes.clear()
    return replace(world, output=output, retag=retag, seen=[], gone=gone)


def _heard(
    history: Sequence[Release], after: Tree, edits: Iterable[editing.Edit], spoken: Collection[str]
) -> frozenset[str]:
    """The published episodes that stay and lose a name, or whose sound has it in its tags: it gets others."""
    edited = {edit.path for edit in edits}
    return frozenset(
        episode.path
        for _, manifest in history[:1]
        for heard in [{one.source for one in manifest.artifacts.values() if one.digest in spoken}]
        for episode in manifest.episodes
        if episode.path in after and episode.path in edited | heard
    )


def _spoken(world: World, taken: withdrawal.Taken, history: Sequence[Release]) -> frozenset[str]:
    """What was made with the name of the person in it, as the tags of sound are, whatever the library says today."""
    if not taken.person:
        return frozenset()
    keys, names = world.target.records().keys(), withdrawal.names(taken.words)
    saying = world.cache.made_with(keys, audio.LYRICS)
    files = {one.digest: one for _, manifest in history for one in manifest.artifacts.values() if one.digest in saying}
    return world.cache.naming(keys, names) | {digest for digest, one in files.items() if names(_said(world, one))}


def _said(world: World, artifact: Artifact) -> str:
    """What is said in a published sound, by what it says of itself; "" where the file is there no more."""
    with suppress(TargetError):
        chunks = world.target.open(artifact)
        return audio.lyrics_in(chunks) if artifact.path.endswith(".mp3") else audio.words_in(chunks)
    return ""


def _rehearsed(world: World, after: Tree) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """What the library makes without it, or the problems that stand in the way."""
    account = world.cache.account(world.target_name)  # of what was built, which is not this
    try:
        return flow.rehearse(world, after).manifest, ()
    except flow.ContentProblems as error:
        return None, tuple(problem for problem in error.problems if has_errors((problem,)))
    finally:
        world.cache.keep_account(world.target_name, account)


def _files_of(taken: withdrawal.Taken, tree: Tree) -> frozenset[str]:
    """The digests of the files that go."""
    return frozenset(file.digest for path in taken.files if (file := tree.get(path)))


def _published_of(taken: withdrawal.Taken, history: Sequence[Release]) -> frozenset[str]:
    """The digests of what was published of what goes."""
    gone = {*taken.files, *taken.entries}
    found = {manifest.digest for _, manifest in history[:1]}  # so that each machine learns of it, whatever it was
    for _, manifest in history:
        found |= {episode.sound for episode in manifest.episodes if episode.path in gone}
        found |= {digest for a in manifest.artifacts.values() if _is_gone(a, gone, taken) for digest in a.contents}
        found |= {manifest.artifacts[path].digest for path in _below(manifest, gone)}
    return frozenset(found - {""})


def _outside(library: Library, meant: Callable[[str], bool]) -> frozenset[str]:
    """The digests of the recordings outside git of those episodes whose paths are meant."""
    return frozenset(where.sha256 for one, where in audio.elsewhere(library) if meant(one.path))


def _digests(world: World, found: frozenset[str], staying: Collection[str], made: Manifest) -> frozenset[str]:
    """The digests of what must not be published again: what was found, and what was made with it; but nothing that is
    used for something else.
    """
    used = {*staying} | {digest for a in made.artifacts.values() for digest in a.contents}
    used |= {episode.sound for episode in made.episodes}
    return world.cache.made_of(found - used) - used


def _below(manifest: Manifest, gone: Collection[str]) -> Iterator[str]:
    """The pages below those of what goes, as that of a transcript."""
    pages = (a for a in manifest.artifacts.values() if a.source in gone and "location" not in a.headers)
    addresses = tuple(urls.asked_for(page.path) for page in pages if page.path.endswith(f"/{urls.INDEX}"))
    return (path for path in manifest.artifacts if path.startswith(addresses))


def _is_gone(artifact: Artifact, gone: Collection[str], taken: withdrawal.Taken) -> bool:
    """Whether a published file is of what goes: of an entry that only loses a name, its sound, whose tags have it. What
    shows no more than a title or an address goes without: who guesses that would know its digest.
    """
    if "location" in artifact.headers or artifact.path.startswith(urls.CARDS):
        return False
    return artifact.source in gone or (artifact.source in taken.cuts and artifact.path.startswith(urls.MEDIA))


def _with_what_is_kept(world: World, found: Outlook, history: Sequence[Release]) -> Outlook:
    digests, built = found.digests, world.output.manifest() or Manifest()
    place = world.target.sources()
    sources = tuple(one.url for one in (place.kept() if place else ()) if one.digest in digests)
    return replace(
        found,
        releases=tuple(
            Kept(info, tuple(a for a in manifest.artifacts.values() if a.digest in digests))
            for info, manifest in history[1:]
            if info
        ),
        records=len(_telling(world, digests)),
        sources=sources,
        beyond=tuple(url for url in found.beyond if url not in sources),
        cached=world.cache.holdings(digests),
        built=tuple(a.path for a in built.artifacts.values() if a.digest in digests),
    )


def _telling(world: World, digests: Collection[str]) -> frozenset[str]:
    """The keys of the durable records at the target that tell of these bytes, and of what was made with them."""
    return world.cache.telling(world.target.records().keys(), digests)
