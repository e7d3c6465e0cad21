"""What leads out of a library, looked at and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline import flow, outgoing, outside, wiring
from pipeline.cli import report
from pipeline.cli.failures import TOOL, Stop
from pipeline.cli.session import Session
from pipeline.world import World

MOST = 20
"""Links that people are asked to open themselves, and that are named; `--json` names all."""


def look(session: Session, world: World, checked: flow.Checked, *, private: bool) -> outgoing.Round:
    """Ask what is not known; without a line the command ends."""
    round_ = outside.begin(world, checked)
    if not round_.urls:
        hint = "leave out `--external`, or see `skip` of `[links]` in `pipeline.toml`"
        session.misused("no link leads out of this library: there is nothing to ask", hint, "\n  remedy: ")
    session.show.begin("address", len(round_.to_ask))
    try:
        for _ in outside.ask(world, round_, wiring.hosts(world.settings.site.url, private=private)):
            session.show.advance("address")
    except outgoing.NoLine:
        session.show.fail(
            "nothing answered, wherever it is", "see whether this machine reaches the internet, and try again"
        )
        raise Stop(TOOL) from None
    if round_.silent_archive:
        session.show.warn(f"the archive gave no answer, so no archived copies are named: {round_.silent_archive}")
    return round_


def mark(session: Session, world: World, checked: flow.Checked, round_: outgoing.Round) -> None:
    """Write the day beside links, and show what was written."""
    for edit in outside.mark(world, checked, round_):
        session.show.say(report.difference(edit.path, edit.before, edit.after))


def told(session: Session, round_: outgoing.Round | None) -> str:
    """What was seen, for programs; and in words for people, none where nobody looked."""
    if round_ is None:
        return ""
    session.show.data({"outside": document(round_)})
    return words(round_)


def words(round_: outgoing.Round) -> str:
    """How it stands with all of it, and what people look at themselves."""
    states = Counter(one.state for one in round_.seen.values())
    open_ = list(outgoing.unjudged(round_.links, round_.seen))
    counts = {
        "there": states["there"] + states["moved"],
        "gone": states["gone"],
        "silent": states["silent"],
        "for you to open": len(open_),
    }
    told = "; ".join(f"{what}: {count}" for what, count in counts.items() if count)
    head = f"Addresses of others: {len(round_.urls)}, asked now: {len(round_.to_ask)}. {told[:1].upper()}{told[1:]}."
    return report.harmless("\n".join([head, *_to_open(open_)]))


def _to_open(open_: list[tuple[outgoing.Link, str]]) -> Iterator[str]:
    if open_:
        yield "Open these in a browser:"
    for link, why in open_[:MOST]:
        yield f"  {link.place}: {link.url} ({why})"
    if len(open_) > MOST:
        yield f"  and {len(open_) - MOST} more: `--json` lists all"


def document(round_: outgoing.Round) -> dict[str, Any]:
    """All of it, for programs."""
    places: dict[str, list[str]] = {}
    for link in round_.links:
        places.setdefault(link.url, []).append(str(link.place))
    return {
        "asked": len(round_.to_ask),
        "addresses": [
            {
                "url": url,
                "places": places[url],
                "state": one.state,
                "status": one.status,
                "why": one.why,
                "to": one.to,
                "copy": one.copy,
                "at": one.at,
                "since": one.since,
            }
            for url, one in sorted(round_.seen.items())
        ],
    }
