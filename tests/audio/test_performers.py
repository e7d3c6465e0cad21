"""What the table in `wiring` asks of performers: they travel to other processes, and keep what listeners have."""

from __future__ import annotations

import pickle

import pytest

from pipeline.audio.drivers.encode import Encode
from pipeline.audio.drivers.level import Level
from pipeline.audio.drivers.probe import Probe
from pipeline.audio.drivers.tagger import Tag
from pipeline.jobs import Performer

PERFORMERS: tuple[Performer, ...] = (Probe(), Probe("/usr/bin/ffmpeg"), Encode(), Level(), Tag())


@pytest.mark.parametrize("performer", PERFORMERS, ids=repr)
def test_performer(performer: Performer) -> None:
    assert pickle.loads(pickle.dumps(performer)) == performer
    assert performer.durable
    assert performer.recipe == (2 if isinstance(performer, (Probe, Encode)) else 1)


def test_versions() -> None:
    assert Encode().versions["ffmpeg"]
    assert Probe("/nonexistent/ffmpeg").versions == {"ffmpeg": ""}
    assert Tag().versions["mutagen"]
