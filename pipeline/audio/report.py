"""The loudness report: what came in and what goes out of each episode, what was mended, and how loud it is over time.

It is for editors and whoever looks at a proposal, and is never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pipeline.audio import faults, finished, trace
from pipeline.audio.jobs import ENCODE
from pipeline.audio.trace import Trace
from pipeline.formats import times
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, FinishedFacts
from pipeline.problems import Problem

_CODES = faults.CODES | {"missed-loudness", "flawed-audio"}
PAGE, TABLE = "index.html", "sound.md"
_WIDTHS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True)
class Account:
    """An episode: its recording, how it is to be mastered, the facts of what came of that (None: not done yet), what
    was found of its voices, and what is told of it.
    """

    title: str
    show: str
    path: str
    facts: AudioFacts
    wanted: Mapping[str, Any]
    made: Mapping[str, Any] | None
    levels: Levels
    told: tuple[Problem, ...]

    @property
    def gain(self) -> float | None:
        """dB that it gets; as long as it is not mastered, about so many."""
        if self.made is not None:
            return float(self.made["gain"])
        source = self.source
        return None if source is None else float(self.wanted["loudness"]) - source

    @property
    def source(self) -> float | None:
        """LUFS of what is taken of the recording."""
        if self.made is not None and "source_loudness" in self.made:
            return float(self.made["source_loudness"])
        taken = self.facts.heard.share if self.facts.heard and self.wanted.get("only") else 0.0
        return None if self.facts.loudness is None else self.facts.loudness + taken


def accounts(
    library: Library,
    probed: Mapping[str, AudioFacts],
    work: tuple[Iterable[Job], Iterable[Outcome]],
    levels: Mapping[str, Levels],
    problems: Iterable[Problem],
) -> tuple[Account, ...]:
    """Of each episode whose sound is here, the latest first. `work`: how each is mastered, and what was done of it."""
    jobs, done = work
    wanted = {job.subject: job.params for job in jobs if job.performer == ENCODE}
    made = {outcome.job.subject: outcome.facts for outcome in done if outcome.ok}
    for one, facts in _as_they_came(library, probed):
        wanted[one.path], made[one.path] = finished.wanted(library, one, facts), _heard_so(facts)
    told: dict[str, list[Problem]] = {}
    for problem in problems:
        told.setdefault(problem.place.path, []).append(problem)
    known = [one for one in library.of(episode.KIND) if one.path in wanted]
    return tuple(
        _account(library, one, probed, wanted[one.path], made.get(one.path), levels, told.get(one.path, ()))
        for one in sorted(known, key=lambda one: (one.public_from, one.path), reverse=True)
    )


def _as_they_came(library: Library, probed: Mapping[str, AudioFacts]) -> Iterator[tuple[Entry[Episode], FinishedFacts]]:
    """The episodes that are published as they came, as far as those were measured."""
    for one, file in finished.finished(library):
        if isinstance(known := probed.get(file.path), FinishedFacts):
            yield one, known


def _heard_so(known: FinishedFacts) -> dict[str, Any]:
    """What went out of what is finished: the same."""
    same = {"loudness": known.loudness, "true_peak": known.true_peak, "channels": known.channels}
    return {**same, "seconds": known.seconds, "gain": 0.0}


def files(accounts: Iterable[Account]) -> dict[str, bytes]:
    """The report: a page that holds all of it, and its figures as a table in Markdown."""
    accounts = tuple(accounts)
    return {PAGE: page(accounts).encode(), TABLE: table(accounts).encode()}


def page(accounts: Iterable[Account]) -> str:
    """All of it on one page, which asks for nothing else."""
    sections = "\n".join(_section(one) for one in accounts) or "<p>No episode has a recording that is here.</p>"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Loudness report</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}{trace.STYLE}</style></head>'
        f"<body><h1>Loudness report</h1>\n{_LEGEND}\n{sections}\n</body></html>\n"
    )


def table(accounts: Iterable[Account]) -> str:
    """The figures, as a table in Markdown."""
    rows = (f"| {' | '.join(map(_cell, _row(one)))} |" for one in accounts)
    head = ("episode", "recording", "peak", "gain", "episode now", "true peak", "mended", "warnings")
    return "\n".join(("### Sound", "", f"| {' | '.join(head)} |", "| --- " * len(head) + "|", *rows)) + "\n"


def _account(
    library: Library,
    one: Entry[Episode],
    probed: Mapping[str, AudioFacts],
    wanted: Mapping[str, Any],
    made: Mapping[str, Any] | None,
    levels: Mapping[str, Levels],
    told: Iterable[Problem],
) -> Account:
    file = library.recording(one)
    assert file is not None, one.path
    show = library.above(one)
    warned = tuple(problem for problem in told if problem.place.path == one.path and problem.code in _CODES)
    found = levels.get(one.path, Levels())
    return Account(
        one.fields.title, show.fields.title if show else "", one.path, probed[file.path], wanted, made, found, warned
    )


def _row(one: Account) -> Iterator[str]:
    yield f"{one.show}: {one.title}"
    yield _lufs(one.facts.loudness)
    yield _peak_in(one)
    yield _gain(one)
    yield _lufs(one.made["loudness"]) if one.made else f"to be {_lufs(one.wanted['loudness'])}"
    yield _dbtp(one.made["true_peak"]) if one.made else ""
    yield "; ".join(_mended(one))
    yield "; ".join(problem.code for problem in one.told)


def _section(one: Account) -> str:
    made, wanted = one.made, one.wanted
    mended = "".join(f"<li>{escape(what)}</li>" for what in _mended(one)) or "<li>nothing</li>"
    told = "".join(f"<li>{_marked(problem.message)} <i>({_marked(problem.hint)})</i></li>" for problem in one.told)
    rows = (
        ("Loudness", _lufs(one.facts.loudness), _lufs(made["loudness"]) if made else _LATER, _lufs(wanted["loudness"])),
        ("Highest peak", _peak_in(one), _dbtp(made["true_peak"]) if made else _LATER, _ceiling(one)),
        ("Channels", _width(one.facts.channels), _width((made or wanted)["channels"]), ""),
        ("Length", times.clock(one.facts.seconds), times.clock(made["seconds"]) if made else _LATER, ""),
        ("Gain", "", _gain(one), ""),
    )
    cells = "".join(
        f"<tr><th>{name}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for name, *row in rows
    )
    return (
        f"<section><h2>{escape(one.title)}</h2><p>{escape(one.show)} · <code>{escape(one.path)}</code></p>"
        f'<div class="wide">{_drawn(one)}</div>'
        f"<table><tr><th></th><th>recording</th><th>episode</th><th>wanted</th></tr>{cells}</table>"
        f"<h3>Mended</h3><ul>{mended}</ul>{f'<h3>Warnings</h3><ul>{told}</ul>' if told else ''}</section>"
    )


def _marked(text: str) -> str:
    """A message as HTML. What it cites stands apart: a name in Hebrew would take the figures behind it along."""
    parts = map(escape, text.split("`"))
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))


def _drawn(one: Account) -> str:
    """How loud it is over time, as far as anybody listened: by the clock of the recording."""
    heard, gain = one.facts.heard, one.gain
    if isinstance(one.facts, FinishedFacts):
        return "<p>It is published as it came.</p>"
    if heard is None or gain is None:
        return "<p>It was looked at before anybody listened: there is no drawing.</p>"
    taken = heard.share if one.wanted.get("only") else 0.0
    drawn = Trace(
        [level + taken + gain for level in heard.loudness],
        [level + gain for level in heard.peaks],
        float(one.wanted["loudness"]),
        float(one.wanted["true_peak"]),
        sorted({*heard.clipped.at, *(heard.rumble.at if heard.rumble.seconds >= faults.RUMBLE else ())}),
    )
    title = f"Loudness of {one.title} over {times.clock(one.facts.seconds)}, with {gain:+.1f} dB of gain"
    return trace.svg(drawn, title)


def _mended(one: Account) -> Iterator[str]:
    wanted, made = one.wanted, one.made or one.wanted
    if isinstance(one.facts, FinishedFacts):
        yield "nothing: it is published as it came"
    if (only := wanted.get("only")) and made["channels"] == 1:
        yield f"mono of the {only} channel"
    if wanted.get("highpass"):
        yield f"high-pass at {wanted['highpass']:g} Hz"
    if softened := made.get("softened"):
        yield f"peaks taken down in {softened} frame{'s' * (softened != 1)} of the MP3"
    if cut := wanted.get("cut"):
        yield f"silence cut off: {cut[0]:.1f} s before, {max(0.0, one.facts.seconds - cut[1]):.1f} s behind"
    if one.levels.points:
        voices = tuple(replace(voice, name=f"\u2068{voice.name}\u2069") for voice in one.levels.voices)
        yield f"speakers levelled: {replace(one.levels, voices=voices)}"  # figures stay behind names of Hebrew, too


def _lufs(level: float | None) -> str:
    return "" if level is None else f"{level:.1f} LUFS"


def _dbtp(peak: float | None) -> str:
    return "" if peak is None else f"{peak:.1f} dBTP"


def _peak_in(one: Account) -> str:
    if isinstance(one.facts, FinishedFacts):
        return _dbtp(one.facts.true_peak)
    return f"{one.facts.heard.peak:.1f} dBFS" if one.facts.heard else ""


def _ceiling(one: Account) -> str:
    return f"at most {one.wanted['true_peak']:.1f} dBTP"


def _gain(one: Account) -> str:
    about = "" if one.made else "about "
    return "" if one.gain is None else f"{about}{one.gain:+.1f} dB"


def _width(channels: int) -> str:
    return _WIDTHS.get(channels, f"{channels} channels")


def _cell(text: str) -> str:
    """What stands in a cell of a table in Markdown, as it is written."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#~!" else letter for letter in " ".join(text.split()))


_LATER = "to come"
_LEGEND = (
    "<p>Blue: loudness of each second after the gain (LUFS). Grey: peaks of each second after the gain, before the "
    "limiter (dBFS). Green: the loudness that is wanted. Red, dotted: the highest true peak; the limiter holds what is "
    "above. Red dots: where something is wrong.</p>"
)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }
.wide { overflow-x: auto; }
section { border-top: 1px solid; margin-top: 2rem; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .1rem .8rem .1rem 0; }
code { overflow-wrap: anywhere; unicode-bidi: isolate; }
"""
