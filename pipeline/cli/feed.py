"""Looking at one feed, wherever it lies, by the rules of those who read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import wiring
from pipeline.cli import report
from pipeline.cli.failures import CONTENT, REFUSED, Stop
from pipeline.cli.session import Session
from pipeline.model.tree import File, Tree
from pipeline.problems import Place
from pipeline.validator import FEED, MOST_BYTES, Finding, Level, Profile, Report, validate
from pipeline.web import Fetched, Unreachable

PROFILES = tuple(profile.value for profile in Profile if profile is not Profile.BASE)
_WEB = ("http://", "https://")


def look(session: Session, where: str, profiles: Sequence[str], *, private: bool) -> None:
    """Tell what is wrong with the feed at an address, or in a file."""
    fetched = _fetched(session, where, private=private)
    at = session.options.at or datetime.now(UTC)
    seen = validate(
        fetched.data,
        tuple(map(Profile, profiles)),
        name=where,
        url=fetched.url,
        content_type=fetched.content_type,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )
    told = seen.of(Level.ERROR, Level.WARNING, *([Level.ADVICE] if session.options.verbosity > 0 else []))
    session.report(_merged(told), Tree({where: File(where, "", 0, fetched.data)}))
    bad = seen.of(Level.ERROR, *([Level.WARNING] if session.options.strict else []))
    session.show.result(_words(where, seen, told), _document(where, fetched, seen, ok=not bad))
    if bad:
        session.show.record(report.summary(seen.findings), "mend what `findings` names")
        raise Stop(CONTENT)


def _fetched(session: Session, where: str, *, private: bool) -> Fetched:
    """The bytes of a feed; without them the command ends."""
    try:
        if where.lower().startswith(_WEB):
            return wiring.fetcher(FEED, private=private).get(where)
        with Path(where).open("rb") as file:
            return Fetched(file.read(MOST_BYTES + 1), "")
    except Unreachable as error:
        session.show.fail(error.message, error.hint)
        raise Stop(REFUSED) from None
    except OSError as error:
        hint = "name a file, or an address that begins with `https://`"
        session.misused(f"`{where}` can't be read: {error.strerror}", hint, "\n  remedy: ")


def _merged(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """What several ask for, once, with the ids of all their rules; the most severe one stands for it."""
    together: dict[tuple[Place, str], list[Finding]] = {}
    for finding in found:
        together.setdefault((finding.place, finding.message), []).append(finding)
    levels = tuple(Level)
    worst = (min(same, key=lambda one: levels.index(one.severity)) for same in together.values())
    return tuple(
        replace(first, code=", ".join(one.code for one in same))
        for first, same in zip(worst, together.values(), strict=True)
    )


def _words(where: str, seen: Report, told: Sequence[Finding]) -> str:
    """What was looked at, and what was found."""
    advice = len(seen.of(Level.ADVICE))
    shown = "" if not advice else f", {advice} recommendation{'s' * (advice != 1)}"
    more = " (`-v` shows them)" if advice and len(told) < len(seen.findings) else ""
    whom = ", ".join(profile for profile in seen.profiles if profile is not Profile.BASE) or "readers of RSS"
    counts = f"{len(seen.kept)} rules kept, {len(seen.not_applicable)} not applicable"
    return report.harmless(f"{where}, looked at for {whom}: {report.summary(seen.findings)}{shown}{more}; {counts}.")


def _document(where: str, fetched: Fetched, seen: Report, *, ok: bool) -> dict[str, Any]:
    """All of it, for programs."""
    return {
        "feed": where,
        "url": fetched.url,
        "profiles": [str(profile) for profile in seen.profiles],
        "ok": ok,
        "findings": [_row(finding) for finding in seen.findings],
        "kept": list(seen.kept),
        "not_applicable": list(seen.not_applicable),
    }


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.code,
        "severity": str(finding.severity),
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
        "hint": finding.hint,
        "standard": finding.clause.standard,
        "clause": finding.clause.part,
        "url": finding.clause.url,
    }
