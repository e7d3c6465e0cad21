"""The folder in which a process works is gone with it, whenever Ctrl-C comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PRESSED = """
import os, sys
from pipeline.jobs.drivers.folders import OwnFolder

did = getattr(os, sys.argv[2])

def pressed(path, *how, **more):
    done = did(path, *how, **more)
    if str(path) != sys.argv[1]:
        setattr(os, sys.argv[2], did)  # once
        raise KeyboardInterrupt
    return done

setattr(os, sys.argv[2], pressed)
print(OwnFolder(sys.argv[1]).path)
"""


@pytest.mark.parametrize("call", ["mkdir", "open"])
def test_ctrl_c_as_it_is_made_leaves_none(call: str, tmp_path: Path) -> None:
    root = tmp_path / "work"
    done = subprocess.run([sys.executable, "-c", PRESSED, root, call], check=False, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "KeyboardInterrupt"
    assert list(root.iterdir()) == []
