"""An explanation in words, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.explain import Explained
from pipeline.jobs.account import Work
from pipeline.model.artifact import Artifact, unhashed
from pipeline.model.entry import utc
from pipeline.model.levels import Levels
from pipeline.release import Standing, Verdict, route

LINES, WORDS, LETTERS = 12, 5, 50
"""What is shown of a list of lines, of a list in one line, and of one value; what is left out is counted."""


def in_words(one: Explained, target: str) -> str:
    """What people read; the lines that matter most come first."""
    lines = [one.path, ""]
    lines += _output(one, target) if one.standing else _source(one, target)
    lines += ["", *_work(one)] if one.work else []
    return "\n".join(harmless(line) for line in lines)


def _output(one: Explained, target: str) -> Iterator[str]:
    assert one.standing is not None
    if one.built is None:
        yield "built     not by the last build"
    else:
        yield f"built     {_bytes(one.built)}, of the class “{_class(one.built)}”"
        for number, (name, value) in enumerate(sorted(one.built.headers.items())):
            yield f"{'' if number else 'headers':9} {name}: {value}"
        yield from _listed("from", [_aged(one, source) for source in one.sources] or ["the library as a whole"])
    yield f"on {target:6} {_standing(one.standing)}"


def _source(one: Explained, target: str) -> Iterator[str]:
    since = one.since(one.path)
    if one.account.instant:
        yield f"file      {since} since the last build for `{target}`, which looked at {one.account.instant}"
    else:
        yield f"file      nothing is built yet for `{target}`: run `pipeline build`"
    if one.outputs:
        yield from _listed("became", list(one.outputs))
    elif one.shared:
        yield "became    part of every page and feed that needs it"
    elif one.absent:
        yield f"became    nothing: {one.absent}"
    elif since == "new":
        yield "became    nothing yet: run `pipeline build`"
    elif not one.work:
        yield "became    nothing by itself: no entry and no job of the last build names it (see `pipeline check`)"


def _standing(standing: Standing) -> str:
    words, held = str(standing.verdict), standing.held
    if standing.verdict is Verdict.OTHER and held:
        words += f", {_bytes(held)}"
    if standing.since:
        words += f" since {utc(standing.since)}, and kept for those who hold an older feed"
    if standing.brought_by:
        how = "there at least since" if standing.earliest else "brought by"
        words += f"; {how} release {standing.brought_by.id}"
    remedy = {
        Verdict.ABSENT: ": `pipeline sync` puts it",
        Verdict.OTHER: ": `pipeline sync` replaces them",
        Verdict.HEADERS: ": `pipeline sync` replaces them",
        Verdict.LEFT: ": `pipeline sync` deletes it",
    }
    return words + remedy.get(standing.verdict, "")


def _work(one: Explained) -> Iterator[str]:
    """The jobs: first those that were done in the last build, then those that were kept."""
    shown = sorted(one.work, key=lambda work: work.status == "kept")[:LINES]
    yield f"work of the last build ({one.account.instant})"
    for work in (work for work in one.work if work in shown):
        why = work.reason
        if work.status == "kept" and work.made:
            why += f"; made at {work.made}: {work.because}"
        yield f"  {work.performer} {work.subject}: {work.status}, {why}"
        description = one.account.description(work)
        yield f"    recipe    {description['recipe']}{_tools(description)}"
        yield f"    inputs    {_short(_inputs(one, work))}"
        if description["params"]:
            yield f"    settings  {_short(_params(description['params']))}"
        if work.performer == "level" and (facts := one.account.facts(work)):
            yield f"    levels    {Levels.from_json(facts)}"
        if one.account.outputs(work):
            yield f"    gave      {_short(_outputs(one, work))}"
    if len(shown) < len(one.work):
        yield f"  and {len(one.work) - len(shown)} more (`--json` lists them)"


def _tools(description: Mapping[str, Any]) -> str:
    tools = [f"{name} {version}" for name, version in sorted(description["tools"].items())]
    return f", with {', '.join(tools)}" if tools else ", durable: kept whatever the tools"


def _inputs(one: Explained, work: Work) -> list[str]:
    """`audio = content/…/first.wav cb053c8674af`. Those that are named by their path are the theme's: counted."""
    paths = {digest: path for path, digest in one.account.files.items()}
    inputs = one.account.inputs(work)
    named = {name: digest for name, digest in inputs.items() if name not in one.account.files}
    words = [f"{name} = {paths.get(digest, '')} {digest[:12]}".replace("=  ", "= ") for name, digest in named.items()]
    others = len(inputs) - len(named)
    return [*words, f"{others} files of the theme"] if others else words


def _outputs(one: Explained, work: Work) -> list[str]:
    """What the job gave; of a job that gave many things, only what was asked for."""
    digest = one.built.digest if one.built else ""
    names = (one.path, unhashed(one.path))
    outputs = one.account.outputs(work)
    own = {name: blob for name, blob in outputs.items() if blob.digest == digest or name in names}
    words = [f"{name} {blob.digest[:12]} ({size_in_words(blob.size)})" for name, blob in (own or outputs).items()]
    return [*words, f"{len(outputs) - len(own)} others"] if 0 < len(own) < len(outputs) else words


def _params(params: Mapping[str, Any]) -> list[str]:
    said = (f"{name} = {value}" for name, value in sorted(params.items()) if value not in (None, "", [], {}))
    return [words if len(words) <= LETTERS else f"{words[: LETTERS - 1]}…" for words in said]


def _short(words: list[str]) -> str:
    more = f", and {len(words) - WORDS} more" if len(words) > WORDS else ""
    return ", ".join(words[:WORDS]) + more


def _listed(label: str, words: list[str]) -> Iterable[str]:
    more = [f"and {len(words) - LINES} more (`--json` lists them)"] if len(words) > LINES else []
    return (f"{'' if number else label:9} {line}" for number, line in enumerate([*words[:LINES], *more]))


def _aged(one: Explained, source: str) -> str:
    since = one.since(source)
    return source if since == "unchanged" else f"{source} ({since} since that build)"


def _bytes(artifact: Artifact) -> str:
    return f"{size_in_words(artifact.size)}, sha256 {artifact.digest[:12]}…"


def as_data(one: Explained, target: str) -> dict[str, Any]:
    """The whole of it as JSON data."""
    standing = one.standing
    return {
        "ok": True,
        "path": one.path,
        "target": target,
        "kind": "output" if standing else "source",
        "built_at": one.account.instant or None,
        "built": _artifact(one.built),
        "sources": [{"path": source, "since_build": one.since(source)} for source in one.sources],
        "outputs": list(one.outputs),
        "absent": one.absent or None,
        "standing": {
            "verdict": standing.verdict.name.lower(),
            "held": _artifact(standing.held),
            "brought_by": standing.brought_by.id if standing.brought_by else None,
            "or_earlier": standing.earliest,
            "superseded_since": utc(standing.since) if standing.since else None,
        }
        if standing
        else None,
        "work": [_job(one, work) for work in one.work],
    }


def _artifact(artifact: Artifact | None) -> dict[str, Any] | None:
    if artifact is None:
        return None
    return {
        "digest": artifact.digest,
        "size": artifact.size,
        "headers": dict(artifact.headers),
        "class": _class(artifact),
    }


def _class(artifact: Artifact) -> str:
    return route(artifact.path, immutable=artifact.immutable).name.lower()


def _job(one: Explained, work: Work) -> dict[str, Any]:
    return {
        **one.account.description(work),
        "subject": work.subject,
        "status": work.status,
        "reason": work.reason,
        "made": work.made or None,
        "because": work.because or None,
        "outputs": {
            name: {"digest": blob.digest, "size": blob.size} for name, blob in one.account.outputs(work).items()
        },
    }
