"""What becomes of a manifest: manifest ─► plan ─► apply ─► invalidate ─► look ─► tell. It knows no tool."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from pipeline import (
    announce,
    content,
    edge,
    release,
    remembered,
    validator,
)
from pipeline.flow import Checked, ToolFailed
from pipeline.formats import markdown
from pipeline.model import urls
from pipeline.model.addresses import addresses
from pipeline.model.artifact import (
    Action,
    Artifact,
    Blob,
    Manifest,
    Piece,
    Plan,
)
from pipeline.model.library import Library
from pipeline.problems import Finding, Problem
from pipeline.world import Preview, World


def verify(world: World, looks: release.Looks) -> release.Drift:
    """How what is public differs from what the target remembers; what the last build has at hand is not asked for."""

    def known(artifact: Artifact) -> str | None:
        with suppress(FileNotFoundError):
            return release.md5(world.output.open(artifact))
        return None

    return world.target.verify(looks, known)


def recovery(world: World) -> release.Recovery | None:
    """What can be made anew of the state of the target that can't be read; None where it can."""
    try:
        world.target.state()
    except release.LostState:
        remains = world.target.remains()
    else:
        return None
    library, _ = content.load(world.source.tree()[0], world.settings)
    feeds, unreadable = _subscribed(remains)
    files = {entry.address: entry.path for entry in library.entries}
    catalogue = remains.read(urls.CATALOG) if urls.CATALOG in remains.files else b""
    told = release.told(feeds, catalogue, files, unreadable)
    return release.recovery(remains, told, (world.settings.site.url, world.base_url), world.instant)


def _subscribed(remains: release.Remains) -> tuple[list[validator.Held], list[str]]:
    """What subscribers hold of all public feeds, and the feeds that can't be read."""
    feeds, unreadable = [], []
    for path in filter(urls.is_feed, remains.files):
        try:
            feeds.append(validator.held(remains.read(path), path))
        except ValueError:
            unreadable.append(path)
    return [feed for feed in feeds if feed], unreadable


def plan(world: World, also: Collection[str] = (), drift: release.Drift = release.AS_IT_WAS) -> Plan | None:
    """manifest ─► plan: what a sync would change, or None when nothing was built. `also`: the digests of bytes that are
    about to be taken back. `drift` is mended by it.
    """
    manifest = world.output.manifest()
    if manifest is None:
        return None
    settings = world.to
    state = (world.seen.pop() if world.seen else None) or world.target.state()
    known = world.preview.withdrawn if world.preview else state.withdrawn
    withdrawn = known.and_also(also) if also else known
    held = release.others(state.manifest or Manifest(), withdrawn)
    if world.settings.announce and world.canonical:
        manifest = _announcing(world, state, manifest)
    planned = release.plan(
        state.manifest,
        manifest,
        max_delete=settings.max_delete,
        now=world.instant,
        ours=state.ours,
        superseded=state.superseded,
        retain_days=settings.retain_days,
        refusals=release.guard(held, manifest),
        unrecorded=state.manifest is not None and (state.release is None or state.manifest.shows != manifest.shows),
        withdrawn=withdrawn,
        drift=drift,
    )
    return replace(
        planned,
        abandoned=() if world.preview else release.abandoned(held, manifest),
        release=state.release.id if state.release else "",
        withdrawing=withdrawn.open,
    )


def cost(world: World, planned: Plan) -> release.Requests:
    """What applying a plan asks of the target."""
    if planned.empty:
        return release.Requests()
    return world.target.requests(planned, release.ReleaseInfo.of(planned, world.instant))


def agree(world: World, planned: Plan) -> release.Agreed:
    """A plan to be applied later, with what it rests on. Raises `TargetError` where that is gone already."""
    state = world.target.state()
    if (state.manifest.digest if state.manifest else "") != planned.before:
        raise release.TargetError("Somebody published here since the plan was made.", "Plan again.")
    return release.Agreed(planned, _basis(world, state), world.instant)


def agreed(world: World, data: bytes) -> release.Agreed:
    """The plan in a file, if all that it rests on is as it was. Raises `NoPlanError` or `TargetError`."""
    found = release.Agreed.from_bytes(data)
    found.must_rest_on(_basis(world, world.target.state()))
    if urls.ANNOUNCED in found.plan.manifest.artifacts:  # the one file that a plan makes, and no build
        world.cache.put(announce.record(found.plan.manifest))
    return found


def _basis(world: World, state: release.TargetState) -> release.Basis:
    """What a plan that is made now rests on."""
    to, built = world.to, world.output.manifest()
    place = to.path if to.type == "directory" else f"s3://{to.bucket}/{to.prefix.strip('/')}"
    known, made = release.digest_of(state), built.digest if built else ""
    return release.Basis(world.target_name, place, world.base_url, known, made)


def against(world: World, checked: Checked, url: str = "") -> tuple[Problem, ...]:
    """The pages that are public, at the target or as the catalogue at `url` tells, and that the library has no more;
    and the files that it has, and that were taken back at the target.

    Raises `TargetError`.
    """
    library, state = checked.library.at(world.instant), release.TargetState() if url else world.target.state()
    known = release.others(state.manifest or Manifest(), state.withdrawn)
    pages = release.pages_at(world.client, url) if url else release.pages_of(known)
    forsaken = release.forsaken(pages, addresses(library), content.heirs(library))
    displaced = _displaced(checked, library, _catalogue(world, known, url))
    return (*forsaken, *displaced, *release.refused(checked.files, state.withdrawn))


def _catalogue(world: World, known: Manifest, url: str) -> bytes:
    """The catalogue that is public; empty where nothing is."""
    if url:
        return world.client.ask(release.catalogue(url)).body
    artifact = known.artifacts.get(urls.CATALOG)
    return b"".join(world.target.open(artifact)) if artifact else b""


def _displaced(checked: Checked, library: Library, catalogue: bytes) -> Iterator[Problem]:
    """Places on pages that are still there: words and questions that were reworded, or are gone."""
    public = release.places_in(catalogue)
    for entry in library.entries if public else ():
        if entry.address in public:
            there = {f"{markdown.PREFIX}{name}" for name in content.places(entry, checked.rendered[entry.path])}
            yield from release.displaced(entry, public[entry.address], there, markdown.PREFIX)


def sync(world: World, planned: Plan) -> None:
    """plan ─► apply: the durable records first, since the release rests on them; then make the target equal the plan.

    A plan that changes nothing asks nothing of the target.
    """
    if world.preview:
        _sync_preview(world, world.preview, planned)
    elif not planned.empty:
        if world.runner.publish(planned.records, world.target.records()):
            remembered.forget_standing(world)
            raise ToolFailed("`.cache/` lost records that the last build rests on", "build again, then sync")
        _apply(world, planned)


def _apply(world: World, planned: Plan) -> None:
    made = release.ReleaseInfo.of(planned, world.instant)
    if world.edge:
        edge.Round(world.edge, world.target.ledger()).note(edge.changed(planned))
    world.target.apply(planned, lambda artifact: _built(world, artifact), made)


def is_public(world: World, planned: Plan) -> bool:
    """Whether the release that a plan makes is the one that is public."""
    public = world.target.state().release
    return public is not None and public.id == release.ReleaseInfo.of(planned, world.instant).id


def _sync_preview(world: World, preview: Preview, planned: Plan) -> None:
    """What previews share goes before the pages that lead to it; each publish renews the time of a preview."""

    def read(artifact: Artifact) -> Iterator[bytes]:
        return _built(world, artifact)

    publish = release.Publish.of(preview.place, preview.name, planned.manifest, world.base_url, world.instant)
    publish.begin(read, changing=not planned.empty)
    if not planned.empty:
        _apply(world, planned)
    publish.end(read)


def _built(world: World, artifact: Artifact) -> Iterator[bytes]:
    """The bytes of an artifact of the last build, made again where somebody changed them in `dist/`."""
    try:
        return world.output.open(artifact)
    except FileNotFoundError as gone:
        blob = Blob(artifact.digest, artifact.size)
        found = None if world.runner.ensure((blob,)) else world.cache.open(blob)
        if found is None:
            raise ToolFailed(
                f"`{gone.filename or artifact.path}` is not as the last build left it", "build again"
            ) from None
        return found


def stale(world: World, paths: Iterable[str]) -> None:
    """Note that the CDN shall forget these files, as it may hold them of releases that are no more: `invalidate`, of
    this run or the next, tells it.
    """
    if world.edge:
        edge.Round(world.edge, world.target.ledger()).note(edge.of(paths))


def invalidate(world: World, planned: Plan) -> edge.Told | None:
    """apply ─► invalidate: tell the CDN what it must forget, also what was noted before. Nothing that fails here fails
    the publish.
    """
    stale = edge.Stale() if planned.empty else edge.changed(planned)
    return _tell(world.edge, world.target, stale, world.instant) if world.edge else None


def go_back(
    target: release.Target, cdn: edge.Edge | None, go: Callable[[], release.ReleaseInfo], at: datetime
) -> tuple[release.ReleaseInfo, edge.Told | None]:
    """The release that is public again once somebody went back, and what the CDN was told of the way."""
    if cdn is None:
        return go(), None
    before = target.state().manifest or Manifest()
    back = go()
    return back, _tell(cdn, target, edge.between(before, target.state().manifest or Manifest()), at)


def _tell(cdn: edge.Edge, target: release.Target, stale: edge.Stale, at: datetime) -> edge.Told | None:
    try:
        return edge.Round(cdn, target.ledger()).tell(stale, at)
    except release.TargetError as error:
        return edge.Told(cdn.label, edge.Stale(), stale, str(error))


def due_look(world: World, planned: Plan) -> release.Due | None:
    """The look that is due once a plan is applied; None where nothing changed and the last look was well, whoever
    made it. This machine remembers that itself, so that the target need not be asked.
    """
    now = planned.release if planned.empty else release.ReleaseInfo.of(planned, world.instant).id
    here = release.Looked.from_bytes(world.cache.memory(_looked(world)))
    return release.due(here if here.was_well(planned.release) else _last_look(world), planned.release, now)


def _last_look(world: World) -> release.Looked:
    try:
        return release.last_look(world.target.ledger())
    except release.TargetError:  # it is looked at once more then
        return release.Looked()


def look(world: World, planned: Plan, due: release.Due) -> tuple[Finding, ...]:
    """apply ─► look: what a client meets at the public address. What was wrong is remembered where every machine finds
    it; where that can't be written, the next publish finds that this release was not looked at.
    """
    put = planned.manifest.artifacts if due.everything else (change.path for change in planned.only(Action.PUT))
    found = release.look(world.client, world.base_url, planned.manifest, put, frozenset(due.again))
    seen = release.Looked.of(due.release, world.instant, found)
    with suppress(release.TargetError):
        release.remember_look(world.target.ledger(), seen)
    world.cache.memorise(_looked(world), seen.to_bytes())
    return found


def _looked(world: World) -> str:
    return f"looked/{world.target_name}.json"


def _announcing(world: World, state: release.TargetState, manifest: Manifest) -> Manifest:
    """The manifest in which new episodes are announced, with the public record; a first publish announces none."""
    told = announce.marked(state.manifest if state.release else None, manifest, world.instant)
    record = Piece(urls.ANNOUNCED, world.cache.put(announce.record(told)))
    return release.add(told, record, world.to.routes)


def news(world: World, planned: Plan) -> tuple[announce.Event, ...]:
    """What this plan makes public that is to be announced: where that is set, at the library's own address alone."""
    there = world.settings.announce and world.canonical
    return announce.recent(planned.manifest, world.instant) if there else ()


def unannounced(world: World, planned: Plan) -> tuple[announce.Told, ...]:
    """What would be announced once this plan is public."""
    events = news(world, planned)
    return tuple(_round(world).outlook(events)) if events else ()


def tell(world: World, planned: Plan) -> Iterator[announce.Told]:
    """look ─► tell: announce what is public now and was not announced yet, be it of a run that did not get so far.

    Nothing that fails here fails the publish; what a target refuses is told as the rest is.
    """
    events = news(world, planned)
    try:
        yield from _round(world).announce(events) if events else ()
    except release.TargetError as error:
        yield announce.Told("ledger", announce.State.FAILED, events, f"{error} The next publish tries again")


def _round(world: World) -> announce.Round:
    assert world.settings.announce
    return announce.Round(world.settings.announce, world.target.ledger(), world.courier, world.client)
