"""A target whose state is lost: nothing is published until it is made anew, and then it guards what people hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support import library
from tests.support.run import pipeline

TALK = "content/podcasts/talks/first.md"
GUID = "guid: 0e4f"
ARTICLE, AUTHORS = "content/library/articles/urges-pass.md", "authors: [alex]"


@pytest.mark.parametrize("lost", ["the record of the release", "the whole state"])
def test_a_lost_state_is_made_anew_and_guards_again(small: Path, lost: str) -> None:
    assert pipeline("publish", "--root", small, "--at", "2026-06-01").status == 0
    release = (small / "public").readlink()
    state = small / ".public/state"
    if lost == "the whole state":
        shutil.rmtree(state)
    else:
        (state / f"releases/{release.name}.json").write_bytes(b"{")
    library.edit(small, ARTICLE, AUTHORS, f"{AUTHORS}\nslug: all-pass")
    library.edit(small, TALK, GUID, "guid: 1e4f")

    refused = pipeline("publish", "--root", small, "--at", "2026-06-02")
    assert refused.status == 3
    assert "remedy: `pipeline recover --target public` says what can be made anew" in refused.stderr
    planned = pipeline("recover", "--root", small)
    assert planned.status == 0 and planned.stdout.endswith("Nothing was written: add `--yes`.\n")
    assert pipeline("plan", "--root", small).status == 3
    written = json.loads(pipeline("recover", "--root", small, "--yes", "--json").stdout)
    assert (written["written"], written["release"], len(written["episodes"])) == (True, release.name, 1)
    assert "nothing to recover" in pipeline("recover", "--root", small, "--yes").stdout

    refused = pipeline("publish", "--root", small, "--at", "2026-06-02")
    assert refused.status == 3
    assert "The GUID of the published episode “The first talk”" in refused.stderr
    assert "the published address `/library/articles/urges-pass/` would lead nowhere" in refused.stderr
    assert (small / "public").readlink() == release
    library.edit(small, TALK, "guid: 1e4f", GUID)
    library.edit(small, ARTICLE, "\nslug: all-pass", "")
    again = json.loads(pipeline("publish", "--root", small, "--at", "2026-06-02", "--json").stdout)
    assert [one["path"] for one in again["put"] if one["reason"] == "bytes changed"] == []
    assert again["enclosures_replaced"] == 0 and again["delete"] == []
