"""Moving in: what an organisation has elsewhere, brought into the library as its editors could have written it.

`plan` reads a source to its end and says what would be written; by then nothing of the library is touched. `apply`
writes it: files first, then entries, and last the lock by which the next run knows them. Whichever was the last step
that was taken, a run that follows goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from errno import ESTALE
from itertools import chain

from pipeline import content, flow, importing
from pipeline.doing import ContentProblems
from pipeline.importing import Before, Bringing, Decisions, Found, Ground, Known, Laid, Ledger, Origin, Report
from pipeline.importing.fetching import Got, Missed
from pipeline.importing.fetching.bringing import Come, unheard
from pipeline.importing.keeping import ledger
from pipeline.importing.laying.leaves import leaves
from pipeline.importing.source import inside
from pipeline.importing.source.found import Inside, Item, Named
from pipeline.model.addresses import addresses
from pipeline.model.artifact import Blob
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem
from pipeline.world import World

Read = Callable[[Origin, Decisions], Found]
Watch = Callable[[int, int], Come]
"""Told how many files, and how many bytes as far as anybody knows, are to come; it is told then what came."""
PEOPLE = LISTS["person"]
JOURNAL = "import.json"
"""Where a run notes which paths it gave before it writes there: one that was stopped is gone on with under the same."""


def unwatched(_files: int, _bytes: int) -> Come:
    """Nobody looks on."""
    return unheard


@dataclass(frozen=True, slots=True)
class Given:
    """What the library says of earlier imports (the bytes of its lock), and what people decided; None where there is
    nothing.
    """

    lock: bytes | None = None
    decisions: File | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write: files that come along by their paths, and the bytes of entries; what is remembered
    of them, and what is told; and files that go, since what they held is another kind of entry by now. It rests on a
    `tree`; `brought` is all that waits in the cache by now.
    """

    files: Mapping[str, Blob]
    entries: Mapping[str, bytes]
    ledger: Ledger
    report: Report
    lock: bytes | None = None
    journal: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    tree: Tree = field(default_factory=Tree)
    brought: frozenset[Blob] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        """All that is written or goes."""
        return (*self.files, *self.entries, *self.gone)


def plan(world: World, read: Read, origin: Origin, bringing: Bringing, given: Given, watch: Watch = unwatched) -> Plan:
    """All that an import of this source would do. Raises `ContentProblems` where what the library says of imports can't
    be read, or a link leads out of it, and `Unreachable` and `NotNow` where the source can't be.
    """
    tree, problems = world.source.tree()
    if links := tuple(one for one in problems if one.code == "outside-library"):
        raise ContentProblems(links)  # what is written behind one would lie elsewhere
    library, _ = content.load(tree, world.settings)
    lock, decisions = _given(given, library)
    found = read(origin, decisions)
    before = _before(world, tree, library, lock, found.source)
    items, noted = importing.settled(importing.chosen(found, decisions), before)
    beside = importing.alongside(items, found.homes)
    wanted = importing.to_bring(chain.from_iterable(beside.values()), decisions.sound, world.settings.limits)
    come = watch(len(wanted), importing.expected(wanted))
    came = {one.asset.id: (one, what) for one, what in bringing.bring(wanted, frozenset(tree.digests.values()), come)}
    found = replace(found, notes=(*found.notes, *noted, *importing.noted(came.values(), origin.named)))
    chaptered = frozenset(_chaptered(items, {one: what for one, (_, what) in came.items()}, world, bringing))
    ground = _ground(decisions, before, items, chaptered)
    laid = importing.laid(items, beside, came, before, ground)
    report = importing.account(found, items, laid, before, ground)
    report = replace(report, problems=_idle(decisions, given, report, items))
    return Plan(
        laid.arranged.files,
        {**laid.entries, **_people(tree, ground)},
        lock.with_(found.source, _known(before.known, laid, ground)),
        report,
        given.lock,
        laid.paths,
        tuple(before.refiled(items).values()),
        tree,
        frozenset(what.blob for _, what in came.values() if isinstance(what, Got) and what.blob.digest),
    )


def _before(world: World, tree: Tree, library: Library, lock: Ledger, source: str) -> Before:
    """What the library says of a source, and of others."""
    others = tuple(one for name, one in lock.sources.items() if name != source)
    return Before(tree, library, lock.known(source), _journal(world).get(source, {}), others)


def _ground(decisions: Decisions, before: Before, items: Sequence[Item], chaptered: frozenset[str]) -> Ground:
    library = before.library
    people = importing.People(library.people, {**before.known.people, **decisions.people})
    filing = importing.Filing(decisions, library.topics, library.audiences)
    claimed = _claimed(library, frozenset((*before.paths(items).values(), *before.refiled(items).values())))
    return Ground(decisions, people, filing, library, claimed, chaptered)


def _people(tree: Tree, ground: Ground) -> dict[str, bytes]:
    """The list of people with those who came, where any did. Raises `ContentProblems` where nobody can be added."""
    data, unwritten = importing.joined(tree.get(PEOPLE), ground.people.new)
    if unwritten:
        raise ContentProblems(unwritten)
    return {PEOPLE: data} if data else {}


def _known(before: Known, laid: Laid, ground: Ground) -> Known:
    """What is known of the source now. What it has no more may come back: a feed shows its newest alone."""
    items, files = {**before.items, **laid.records}, {**before.files, **laid.arranged.kept}
    return Known(items, files, {**before.people, **ground.people.met})


def apply(world: World, planned: Plan, bringing: Bringing) -> None:
    """Write what was planned: what goes along, the entries, and last the lock. Raises `OSError` where somebody wrote
    there since the library was read.
    """
    _must_stand(world, planned, planned.paths)
    journal = _journal(world) | {planned.report.source: dict(planned.journal)}
    world.cache.memorise(JOURNAL, json.dumps(journal).encode())
    for path, blob in planned.files.items():
        world.source.write(path, bringing.open(blob))
        bringing.let_go(blob)
    _must_stand(world, planned, (*planned.entries, *planned.gone))  # recordings take their time
    for path, data in planned.entries.items():
        world.source.write(path, (data,))
    for path in planned.gone:
        world.source.remove(path)
    if (lock := planned.ledger.dumped()) != planned.lock:
        world.source.write(importing.LEDGER, (lock,))
    for blob in planned.brought.difference(planned.files.values()):  # a run that was killed did not let go of it
        bringing.let_go(blob)


def _must_stand(world: World, planned: Plan, paths: Iterable[str]) -> None:
    """Raises `OSError` where a file is no more the one on which a plan rests: what people wrote meanwhile is theirs."""
    now, _ = world.source.tree()
    for path in paths:
        if _digest(now, path) != _digest(planned.tree, path):
            raise OSError(ESTALE, "this file changed while the import was at work; run it again", path)


def _digest(tree: Tree, path: str) -> str:
    file = tree.get(path)
    return file.digest if file else ""


def told(world: World, planned: Plan) -> Report:
    """The report, with what `check` says of the files that an import wrote, now or before."""
    came = planned.ledger.known(planned.report.source).files.values()
    ours = {PEOPLE, *(item.path for item in planned.report.items), *(file.path for file in came)}
    problems = (one for one in flow.check(world).problems if one.place.path in ours)
    return replace(planned.report, problems=(*planned.report.problems, *problems))


def _idle(decisions: Decisions, given: Given, report: Report, items: Iterable[Item]) -> tuple[Problem, ...]:
    """Decisions on what this source calls nearly so."""
    kinds = {one.kind for one in report.kinds()}
    named = (leaf.name for item in items for leaf in leaves(dict(item.fields)) if isinstance(leaf, Named))
    names = {term.name for item in items for term in item.terms} | set(named)
    return importing.unmet(decisions, given.decisions, kinds, names, {item.id for item in report.items})


def _chaptered(
    items: Iterable[Item], came: Mapping[str, Got | Missed], world: World, bringing: Bringing
) -> Iterator[str]:
    """The ids of recordings that are here and hold chapters. What is in the library already is read there."""
    named = chain.from_iterable(leaves(dict(item.fields)) for item in items)
    for one in {leaf.asset.id for leaf in named if isinstance(leaf, Inside)}:
        got = came.get(one)
        if isinstance(got, Got) and got.blob.digest and inside.chapters(_tag(got.blob, world, bringing)):
            yield one


def _tag(blob: Blob, world: World, bringing: Bringing) -> bytes:
    """The tag at the beginning of a file; of one that is not here, nothing."""
    head = b""
    try:
        for chunk in world.source.open(blob) or bringing.open(blob):
            head += chunk
            if len(head) >= max(1, inside.tag_bytes(head)):
                break
    except OSError:
        return b""
    return head


def _claimed(library: Library, ours: frozenset[str]) -> frozenset[str]:
    """The addresses of the library that are taken, but for old ones that an import wrote into these files."""
    claims = addresses(library).claims.values()
    return frozenset(
        claim.address.lstrip("/") for claim in claims if claim.old is None or claim.old.entry.path not in ours
    )


def _given(given: Given, library: Library) -> tuple[Ledger, Decisions]:
    """Raises `ContentProblems`."""
    lock, unread = Ledger.load(given.lock)
    decisions, wrong = importing.load(given.decisions, library)
    if unread or wrong:
        raise ContentProblems((*unread, *wrong))
    return lock, decisions


def _journal(world: World) -> dict[str, dict[str, str]]:
    """The paths that the last runs gave, by source and item. What says anything else was written by nobody here."""
    try:
        noted: dict[str, dict[str, str]] = json.loads(world.cache.memory(JOURNAL) or b"{}")
        return {name: {id_: ledger.inside(path) for id_, path in given.items()} for name, given in noted.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}
