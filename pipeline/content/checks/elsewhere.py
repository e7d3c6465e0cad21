"""Recordings outside git: in a bucket that the settings name, and one digest for each address."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.scalars import s3_parts
from pipeline.model.kinds import episode
from pipeline.model.library import Library
from pipeline.model.media import Elsewhere
from pipeline.problems import Problem, did_you_mean
from pipeline.settings.buckets import buckets


def check(library: Library) -> Iterator[Problem]:
    """What is wrong with the addresses of recordings before anything is fetched."""
    known = [one.name for one in buckets(library.settings)]
    seen: dict[str, tuple[str, str]] = {}
    for one in library.of(episode.KIND):
        audio = one.fields.audio
        if not isinstance(audio, Elsewhere):
            continue
        parts = s3_parts(audio.url)
        if parts and parts[0] not in known:
            message = f"`pipeline.toml` names no bucket `{parts[0]}`, and a recording is fetched from no other"
            hint = did_you_mean(parts[0], known) or "put it into one of the library's: `pipeline media add FILE`"
            yield Problem(one.place("audio", "url"), message, hint, "invalid-value")
        digest, other = seen.setdefault(audio.url, (audio.sha256, one.path))
        if digest != audio.sha256:
            message = f"`{other}` names the same address with another digest, and one of the two is wrong"
            hint = "`pipeline media verify` tells which; `pipeline media add` writes it anew"
            yield Problem(one.place("audio", "sha256"), message, hint, "wrong-digest")
