from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import build, recordings
from benchmarks.measure import Cost
from benchmarks.peers import PEERS, Peer
from pipeline.release.state.history import KEPT_RELEASES
from tests.support.library import HOUSE

ORPHANS = """
import os, time
if os.fork() == 0:
    os.setsid()
    held = bytearray(80_000_000)
    if os.fork() == 0:
        more = bytearray(80_000_000)
        while time.process_time() < 0.3:
            pass
        time.sleep(0.5)
    else:
        os.wait()
    os._exit(0)
"""
MEASURE = """
import json, sys
from dataclasses import astuple
from pathlib import Path
from benchmarks.measure import Failed, cost
try:
    print(json.dumps(astuple(cost([sys.executable, "-c", sys.argv[1]], Path()))))
except Failed as failed:
    print(json.dumps(str(failed)))
"""


def measured(program: str) -> object:
    """What it costs, told by a process that has no other children."""
    command = [sys.executable, "-c", MEASURE, program]
    return json.loads(subprocess.run(command, cwd=HOUSE, capture_output=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it asks the kernel of Linux")
def test_what_processes_cost_that_outlive_the_command_is_counted() -> None:
    told = measured(ORPHANS)
    assert isinstance(told, list)
    cost = Cost(*told)
    assert cost.cpu >= 0.3
    assert cost.memory >= 240_000_000  # the first one's counts in both


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it asks the kernel of Linux")
def test_a_command_that_fails_is_not_measured_but_quoted() -> None:
    assert str(measured("raise SystemExit('out of ideas')")).endswith("ended with 1: out of ideas\n")


@pytest.mark.parametrize("peer", [None, *PEERS], ids=lambda peer: peer.name if peer else "ours")
def test_each_step_finds_what_it_changes(tmp_path: Path, peer: Peer | None) -> None:
    maker = build.of_peer(peer) if peer else build.ours()
    maker.write(tmp_path, build.LEAST)
    for step in maker.steps:
        before = read(tmp_path)
        step.change(tmp_path)
        assert (read(tmp_path) != before) is (step.change is not build.nothing), step.name


def test_releases_go_before_the_first_step_that_needs_one_to_have_gone() -> None:
    steps = [step.name for step in build.ours().steps]
    publishes = steps.index(build.WORD) - 1  # all but the one in which nothing changed
    assert publishes == KEPT_RELEASES + 1


def read(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_recordings_are_the_same_at_each_measurement() -> None:
    made = list(recordings.corpus())
    assert made == list(recordings.corpus())
    assert len({one.name for one in made}) == len({one.graph for one in made}) == len(made) == 42
    assert list(recordings.corpus(25)) != made
