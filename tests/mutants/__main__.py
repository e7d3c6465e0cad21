"""Break lines of a room and count what its tests catch: `nox -s mutants -- ROOM`.

ROOM is a folder or a file of `pipeline/`: `release`, `release/planning/plan.py`. Its tests are those under `tests/`
that have its name, with the suites that look at it too. Each line printed is an edit that no test noticed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutants.forked import Mutants

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("tests/promises",)
BESIDE = {
    "release": ("tests/conformance/test_targets.py", "tests/broken/test_targets.py"),
    "stores": ("tests/conformance/test_stores.py",),
}
"""What else looks at a room, in this very process: in one that a test starts nothing is broken."""

TIMED = ("--ignore-glob=*/test_growth.py",)
"""What compares times tells nothing here, where each line that runs is noted."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description="Count the broken lines that tests catch.")
    parser.add_argument("room", help="a folder or file below pipeline/")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="try so many of them, chosen by chance")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="another choice")
    parser.add_argument("--tests", nargs="+", metavar="PATH", help="these tests instead of the room's")
    asked = parser.parse_args()
    room = ROOT / "pipeline" / asked.room
    if not room.exists():
        parser.error(f"there is no `{room.relative_to(ROOT)}`")
    name = Path(asked.room).parts[0].removesuffix(".py")
    suites = (f"tests/{name}", *SHARED, *BESIDE.get(name, ()))
    tests = asked.tests or [path for path in suites if (ROOT / path).exists()]
    mutants = Mutants(ROOT, room, asked.sample, asked.seed)
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={ROOT}", *TIMED)
    status = pytest.main([*tests, *options], [mutants])
    if status != 0 or not mutants.made:
        return int(status) or 1
    caught = mutants.made - len(mutants.survivors) - len(mutants.unseen)
    sys.stdout.write(
        f"{caught} of {mutants.made} mutants caught ({caught / mutants.made:.1%}); {len(mutants.survivors)} survived, "
        f"{len(mutants.unseen)} on lines that no test runs\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
