"""`pipeline transcribe`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pipeline import flow, transcribing, wiring
from pipeline.audio.transcribing import NoRecogniser, called
from pipeline.cli.failures import CONTENT, Stop
from pipeline.cli.options import command
from pipeline.cli.report import harmless
from pipeline.cli.session import Session
from pipeline.formats import transcripts
from pipeline.formats.times import clock
from pipeline.transcribing import NotTranscribed, Written
from pipeline.world import World


@click.command()
@click.argument("episode")
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Lay this text along the pauses of the recording, as a first guess, and start no program.",
)
@click.option("--replace", is_flag=True, help="Write a transcript anew that is there; git keeps what was committed.")
@command
def transcribe(session: Session, *, episode: str, text: Path | None, replace: bool) -> None:
    """Write down what is said in EPISODE (its file, such as `talks/first.md`), to be corrected: by the program of
    `[transcribe]` in `pipeline.toml`, or by one that is installed here. No build and no publish ever does.
    """
    with session.world() as world, _told(session):
        if text:
            one = transcribing.asked(world, episode, replace=replace)
            session.show.waiting("listen for pauses")
            written = transcribing.aligned(world, one, _text(session, text), wiring.recogniser())
        else:
            written = _heard(session, world, episode, replace=replace)
    session.show.result("\n".join(harmless(line) for line in _lines(written, guessed=text is not None)), _data(written))


def _heard(session: Session, world: World, episode: str, *, replace: bool) -> Written:
    """What a program hears; whether there is one is seen before anything is mastered."""
    try:
        program = called(session.settings.transcribe, wiring.recogniser_found)
    except NoRecogniser as error:
        session.misused(error.message, error.hint, "\n  remedy: ")
    one = transcribing.asked(world, episode, replace=replace)
    session.show.waiting(f"let {program.name} listen, which may take as long as the episode")
    return transcribing.recognised(world, one, program, wiring.recogniser())


def _text(session: Session, path: Path) -> str:
    limit = session.settings.limits.text_bytes
    if path.stat().st_size > limit:
        session.misused(f"`{path}` has {path.stat().st_size:,} bytes; the limit is {limit:,}")
    found = transcripts.decoded(path.read_bytes(), path.name, session.settings.site.language)
    if found.text is None:
        session.misused(f"`{path}` is no text", "save it as plain text, UTF-8", "\n  remedy: ")
    return found.text


@contextmanager
def _told(session: Session) -> Iterator[None]:
    """What can't be done, in words."""
    try:
        yield
    except NotTranscribed as error:
        session.show.fail(error.message, error.hint)
        raise Stop(CONTENT) from None
    except flow.ContentProblems as error:
        session.failed(error.problems)


def _lines(written: Written, *, guessed: bool) -> Iterator[str]:
    yield f"{written.path}: {len(written.cues)} cues"
    marked = list(written.unsure)
    if marked:
        yield f"Listen to these {len(marked)}, correct them, and remove their marks:"
    for cue, sure in marked:
        yield f"  {clock(cue.start)}  {sure:3.0%}  {' '.join(cue.text.split())}"
    if guessed:
        yield "Its times are a guess: mend them, then remove the line that says so. `check` reminds of it."
    if not written.named:
        yield f"Write into the episode: `transcript: {written.path.rpartition('/')[2]}`"
    yield "Read it while you listen, correct it, and commit it: no sound is made anew."


def _data(written: Written) -> dict[str, object]:
    marked = [{"at": cue.start, "sure": sure, "text": cue.text} for cue, sure in written.unsure]
    return {"ok": True, "file": written.path, "cues": len(written.cues), "named": written.named, "unsure": marked}
