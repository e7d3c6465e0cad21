"""A move as those see it who hold the old addresses: what is said of it, and the rules for the old host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import moved, wiring
from pipeline.cli import steps
from pipeline.cli.failures import CONTENT, LOOKED, REFUSED, Stop
from pipeline.cli.report import PLACES, harmless
from pipeline.cli.session import Session
from pipeline.importing import rules as ruling
from pipeline.importing.compare import Told, words
from pipeline.importing.fetching import Busy, NotNow
from pipeline.importing.keeping.ledger import LEDGER, Ledger
from pipeline.importing.rules import Followed
from pipeline.web import Unreachable
from pipeline.world import World


def verify(session: Session, url: str, *, private: bool) -> None:
    """Hold the feed of a build against the old one, and say what the old host needs."""
    with _alone(session), session.world() as world:
        found = _verified(session, world, url, private=private)
        here = _here(world)
    comparison = found.comparison
    if comparison.old.at == comparison.new.at:
        session.misused(f"`{url}` leads to the new feed already", "see how it does: `pipeline import verify … --after`")
    told = [*words.lines(comparison), *(_lead(found) if comparison.ok else ()), *here]
    session.show.result("\n".join(map(harmless, told)), _document(found))
    if not comparison.ok:
        if session.show.quiet:
            session.show.complain("\n".join(map(harmless, words.lines(comparison))))
        session.show.record(words.headline(comparison), "mend what is named, then verify again")
        raise Stop(CONTENT)


@contextmanager
def _alone(session: Session) -> Iterator[None]:
    """Nobody brings files meanwhile: they would be missed in what is built, and asked for twice."""
    try:
        with wiring.moving_in(str(session.options.root)):
            yield
    except Busy as error:
        session.misused(error.message, error.hint, "\n  remedy: ")


def after(session: Session, url: str, *, every: bool, private: bool) -> None:
    """Follow the redirects as they were installed."""
    with session.world() as world:
        found = _verified(session, world, url, private=private, lengths=False)
        manifest, ledger = world.output.manifest(), _ledger(session)
        assert manifest
        of_feed = {move.old for move in found.moves}
        others = [move for move in moved.moves(world, manifest, ledger)[0] if move.old not in of_feed]
    fetcher = wiring.asking(session.settings.site.url, private=private)
    session.show.waiting("follow the address of the feed")
    feeds = tuple(moved.feed_after(fetcher, found))
    sample = ruling.sample(others, 0 if every else moved.SAMPLE)
    followed, pages = session.show.counting("follow old addresses", len(sample)), list[Followed]()
    for one in moved.after(fetcher, sample):
        followed()
        pages.append(one)
    wrong = [one for one in (*feeds, *pages) if one.wrong]
    told = [*_wrong(wrong), *_counted(feeds, pages, len(others))]
    session.show.result(
        "\n".join(map(harmless, told)), {"ok": not wrong, "followed": [_row(one) for one in (*feeds, *pages)]}
    )
    if wrong:
        raise Stop(LOOKED)


def rules(session: Session, host: str, out: Path | None) -> None:
    """Rules for the old host: all old addresses, each to where the same lies now."""
    with session.world() as world:
        manifest = world.output.manifest()
        if manifest is None:
            session.misused("nothing is built yet", "run `pipeline build`")
        leads, lost = moved.moves(world, manifest, _ledger(session))
        here = _here(world)
    if not leads:
        session.misused("no old address is known", "import something first: `pipeline import --help`")
    files = ruling.ruled(host, leads)
    for name, text in files.items() if out else ():
        assert out
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="utf-8")
    for line in (*_unpublished(lost), *here):
        session.show.complain(harmless(line))
    told = (str(out / name) if out else f"# {name}\n{text}" for name, text in files.items())
    session.show.result("\n".join(map(harmless, told)), {"ok": True, "files": dict(files), "unpublished": list(lost)})


def _verified(session: Session, world: World, url: str, *, private: bool, lengths: bool = True) -> moved.Verified:
    """The comparison, after a build; without one the command ends."""
    root, site = str(session.options.root), session.settings.site.url
    built = steps.build(session, world)
    origin = wiring.origin((url,), site, private=private)
    bringing = wiring.bringing(root, origin, site, private=private) if lengths else None

    def read(where: str) -> tuple[bytes, str]:
        found = origin.read(where)
        return found.data, found.url

    session.show.waiting("read the old feed")
    try:
        count = partial(session.show.counting, "ask for the old recordings")
        return moved.verify(world, built.manifest, url, _ledger(session), read, bringing, count)
    except (moved.NotCompared, NotNow) as error:
        session.misused(error.message, error.hint)
    except Unreachable as error:
        session.show.fail(error.message, error.hint)
        raise Stop(REFUSED) from None


def _ledger(session: Session) -> Ledger:
    """What earlier imports noted."""
    path = session.options.root / LEDGER
    ledger, problems = Ledger.load(path.read_bytes() if path.is_file() else None)
    if problems:
        session.failed(problems)
    return ledger


def _here(world: World) -> tuple[str, ...]:
    """What is said of addresses that are not the library's own."""
    if world.canonical:
        return ()
    return (f"New addresses are those of `{world.target_name}` ({world.base_url}): `--target` names another target.",)


def _lead(found: moved.Verified) -> Iterator[str]:
    """What the old host is told."""
    new = found.comparison.new.url
    yield ""
    yield "Once it is published, let the old host lead every app on, for good (301):"
    for host, lines in ruling.short(found.moves).items():
        yield f"  {host}:"
        yield from (f"    {line}" for line in lines)
    yield "If it can’t, put this line into the old feed and let that stand for a year:"
    yield f"    {ruling.moved_line(new)}"
    yield "Then see whether it does: `pipeline import verify … --after`; all other addresses: `pipeline import rules`."


def _wrong(found: Iterable[Followed]) -> Iterator[str]:
    """What is wrong, once for all addresses of which the same is."""
    alike: dict[str, list[str]] = {}
    for one in found:
        alike.setdefault(one.wrong, []).append(one.old)
    for wrong, (first, *others) in alike.items():
        yield f"{first}: {wrong}"
        yield from (f"  also of {other}" for other in others[:PLACES])
        if len(others) > PLACES:
            yield f"  also of {len(others) - PLACES} more: `--json` lists all"


def _counted(feeds: Sequence[Followed], pages: Sequence[Followed], all_of: int) -> Iterator[str]:
    for what, some in (("of the feed", feeds), ("of pages and files", pages)):
        good = sum(not one.wrong for one in some)
        if some:
            yield f"{good} of {len(some)} addresses {what} lead where they should."
    if len(pages) < all_of:
        yield f"{all_of - len(pages)} were not asked: `--all` asks them, too."


def _unpublished(lost: Sequence[str]) -> Iterator[str]:
    if lost:
        shown = ", ".join(f"`{one}`" for one in lost[:3])
        yield f"warning: {len(lost)} old addresses lead nowhere, as what they were is not published: {shown}"


def _document(found: moved.Verified) -> dict[str, Any]:
    """All of it, for programs."""
    comparison = found.comparison
    return {
        "ok": comparison.ok,
        "show": found.show.path,
        "old": comparison.old.url,
        "new": comparison.new.url,
        "episodes": [len(comparison.old.items), len(comparison.new.items)],
        "added": comparison.count,
        "apps": {seen.app.name: {name: _titles(getattr(seen, name)) for name in _APP} for seen in comparison.apps},
        **{name: _titles(getattr(comparison, name)) for name in _EPISODES},
        "wrong": [what for what, _ in comparison.wrong],
        "rules": {host: list(lines) for host, lines in ruling.short(found.moves).items()},
        "new_feed_url": ruling.moved_line(comparison.new.url),
    }


_APP = ("again", "despite", "more")
_EPISODES = ("gone", "fresh", "double", "dates", "types", "lengths", "other_bytes")


def _titles(some: Iterable[Any]) -> list[str]:
    """What episodes are called, of which some stand beside what they were or became."""
    return [(one if isinstance(one, Told) else one[0]).shown for one in some]


def _row(one: Followed) -> dict[str, Any]:
    return {"old": one.old, "wanted": one.wanted, "url": one.url, "led": list(one.led), "wrong": one.wrong}
