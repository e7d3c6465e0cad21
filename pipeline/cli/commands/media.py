"""`pipeline media`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pipeline import recordings, wiring
from pipeline.audio.recording import UnknownBucket, source
from pipeline.cli.amounts import size_in_words, time_in_words
from pipeline.cli.failures import CONTENT, Stop
from pipeline.cli.files import chunks
from pipeline.cli.options import command, target_option
from pipeline.cli.report import harmless, plain
from pipeline.cli.session import Session
from pipeline.formats.scalars import begun, is_url, s3_parts
from pipeline.jobs import Failure
from pipeline.model.artifact import Blob
from pipeline.model.media import AudioFacts, Elsewhere
from pipeline.model.tree import File
from pipeline.recordings import NotAdded
from pipeline.release.state.sources import Kept, Sources, name_of
from pipeline.world import World

ADD, VERIFY, PRUNE = "add", "verify", "prune"
DAYS = 30
"""Days for which a recording stays that nothing names: a change may name it that is not merged yet."""


@click.command()
@click.argument("action", type=click.Choice([ADD, VERIFY, PRUNE]))
@click.argument("recording", required=False)
@target_option
@click.option(
    "--episode", metavar="EPISODE", help="The episode whose recording it is: its file, such as `talks/first.md`."
)
@click.option("--yes", is_flag=True, help="Of `prune`: remove what is shown; without this nothing is touched.")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=DAYS,
    show_default=True,
    help="Of `prune`: what is younger stays, as a change that is not merged yet may name it.",
)
@command
def media(session: Session, *, action: str, recording: str | None, episode: str | None, yes: bool, days: int) -> None:
    """Recordings outside git: `add` a file to the target's private place, or what lies at an address, and write into
    its episode where it is; `verify` that all are still what they were; `prune` says what nothing names any more.
    """
    if action == ADD:
        _add(session, recording, episode)
    elif recording is not None:
        session.misused(f"`media {action}` takes no recording", "name an episode with `--episode`")
    elif action == VERIFY:
        _verify(session, episode or "")
    else:
        _prune(session, days, yes=yes)


# add ------------------------------------------------------------------------------------------------------------------


def _add(session: Session, recording: str | None, episode: str | None) -> None:
    if not recording or not episode:
        hint = "`pipeline media add talk.wav --episode content/podcasts/talks/first.md`"
        session.misused("say which recording, and of which episode", hint, "\n  for example: ")
    with session.world() as world, _told(session):
        file = recordings.episode_file(world, episode)
        if is_address := "://" in recording:
            where, blob, facts = _at_an_address(session, world, file, recording)
            put = False
        else:
            instead = f"give its address: `pipeline media add https://… --episode {episode}`"
            where, blob, facts, put = _of_a_file(session, world, file, Path(recording), instead)
        named = recordings.name(world, file, where)
    said = "lies there already" if not put else "was put there"
    said = "is fetched from there" if is_address else said
    lines = [
        f"{named.episode} names {where.url}: {size_in_words(blob.size)}, {time_in_words(facts.seconds)}; it {said}.",
        f"Nothing names {named.left} any more: remove it (git keeps what was committed)." if named.left else "",
        "Commit the episode: the recording is fetched where it is needed, and held against its digest.",
    ]
    data = {"ok": True, "episode": named.episode, "url": where.url, "sha256": where.sha256, "size": blob.size}
    words = "\n".join(harmless(line) for line in lines if line)
    session.show.result(words, data | {"seconds": facts.seconds, "put": put, "left": named.left})


def _of_a_file(
    session: Session, world: World, file: File, path: Path, instead: str
) -> tuple[Elsewhere, Blob, AudioFacts, bool]:
    """A file of this machine, in the private place of the target."""
    sources = _sources(session, world, instead)
    if not path.is_file():
        session.misused(f"there is no file `{path}`", "see how it is written, and from which folder")
    limit = world.settings.limits.audio_bytes
    if path.stat().st_size > limit:
        message = f"`{path.name}` has {path.stat().st_size:,} bytes; the limit is {limit:,}"
        raise NotAdded(message, "send FLAC instead of WAV, or raise `limits.audio_bytes`")
    session.show.waiting(f"read {path.name}")
    blob = recordings.blob_of(chunks(path))
    facts = recordings.heard(world, file, path.name, blob, lambda: chunks(path))
    name = name_of(blob.digest, path.name)
    put = sources.add(name, blob, _sent(session, path, blob))
    return Elsewhere(url=sources.url(name), sha256=blob.digest), blob, facts, put


def _at_an_address(session: Session, world: World, file: File, url: str) -> tuple[Elsewhere, Blob, AudioFacts]:
    """What lies at an address by now: it stays there, and nothing else is taken for it."""
    if not (url.startswith("https://") and is_url(url)) and not s3_parts(url):
        begin = "begin it with `https://`, or give `s3://bucket/name` of a bucket of `pipeline.toml`"
        hint = begun(url) if url.startswith("https://") else begin
        session.misused(f"`{url}` is no address from which a recording is fetched", hint)
    session.show.waiting(f"fetch {url}")
    try:
        place = source(url, world.settings)
        with wiring.recordings(str(session.options.root)).brought(place, world.settings.limits.audio_bytes) as brought:
            blob, path = brought
            facts = recordings.heard(world, file, url, blob, lambda: chunks(path))
    except UnknownBucket as error:
        raise NotAdded(f"`pipeline.toml` names no bucket `{error}`", "add a target or a `[store]` of it") from None
    except Failure as failure:
        raise NotAdded(f"`{url}`: {failure.message}", failure.hint) from None
    return Elsewhere(url=url, sha256=blob.digest), blob, facts


def _sources(session: Session, world: World, instead: str) -> Sources:
    """The place of the target for recordings; without one the command ends."""
    found = world.target.sources()
    if found is None:
        message = f"`{session.target}` is a directory, from which no other machine could fetch a recording"
        buckets = sorted(name for name, to in session.settings.targets.items() if to.type == "s3" and not to.preview)
        way = f"name one that is a bucket: `--target {buckets[0]}`" if buckets else "describe a target of type `s3`"
        session.misused(message, f"{way}; or {instead}", "\n  remedy: ")
    return found


def _sent(session: Session, path: Path, blob: Blob) -> Iterator[bytes]:
    """A file as it is sent, which is said when its first bytes are asked for: what lies there already is not sent."""
    session.show.sending(1, blob.size, by_one=False)
    yield from chunks(path)


@contextmanager
def _told(session: Session) -> Iterator[None]:
    """What can't be done, in words."""
    try:
        yield
    except NotAdded as error:
        session.show.fail(error.message, error.hint)
        raise Stop(CONTENT) from None


# verify ---------------------------------------------------------------------------------------------------------------


def _verify(session: Session, episode: str) -> None:
    with session.world(patient=True) as world, _told(session):
        known = recordings.known(world, episode)
        measure = wiring.recordings(str(session.options.root)).measure
        problems = []
        for one, where in known:
            session.show.waiting(f"read {where.url}")
            found = recordings.verified(world, one, where, measure)
            problems += [found] if found else []
    data = {"verified": [{"episode": one.path, "url": where.url} for one, where in known], "problems": plain(problems)}
    if problems:
        session.failed(tuple(problems))
    count = len(known)
    said = f"{count} recording{'s' * (count != 1)} outside git: each is what it was." if count else _NONE
    session.show.result(said, {"ok": True} | data)


_NONE = "All recordings lie in the library: none is outside git."


# prune ----------------------------------------------------------------------------------------------------------------


def _prune(session: Session, days: int, *, yes: bool) -> None:
    with session.world() as world:
        sources = _sources(session, world, "look there by hand")
        found = tuple(recordings.unnamed(world, sources))
        old = tuple(one for one in found if one.age >= days)
        if yes and old:
            session.show.reached.change()
            sources.remove([one.name for one in old])
    session.show.result(_listed(sources, found, old, days, yes=yes), _rows(found, old, yes=yes))


def _listed(sources: Sources, found: tuple[Kept, ...], old: tuple[Kept, ...], days: int, *, yes: bool) -> str:
    if not found:
        return f"No recording at {sources.where} is without an episode that names it."
    younger = f"  stays, as it is younger than {days}"
    lines = [
        f"{one.url}  {size_in_words(one.size)}  {one.age:.0f} days{'' if one in old else younger}" for one in found
    ]
    size = size_in_words(sum(one.size for one in old))
    if yes:
        lines.append(f"Removed: {len(old)}, {size}.")
    elif old:
        lines.append(f"{len(old)} may go, {size}: an older commit or another branch may still name them.")
        lines.append("`--yes` removes them.")
    return "\n".join(harmless(line) for line in lines)


def _rows(found: tuple[Kept, ...], old: tuple[Kept, ...], *, yes: bool) -> dict[str, object]:
    rows = [{"url": one.url, "size": one.size, "days": round(one.age, 1), "may_go": one in old} for one in found]
    return {"ok": True, "unnamed": rows, "removed": [one.url for one in old] if yes else []}
