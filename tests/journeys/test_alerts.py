"""How a publish ended is told to who is not there, and changes nothing of how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alerts.postbox import Postbox, postbox
from tests.announce.shelf import Endpoint, endpoint
from tests.support import library
from tests.support.run import pipeline

ALERTS = """
[alerts]
heartbeat = "{beat}"
targets = ["public"]
[alerts.webhook]
url_env = "CHAT_URL"
[alerts.email]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "library@l.example"
to = ["me@l.example"]
"""
CI = {"CI": "true", "GITHUB_SERVER_URL": "https://ci.example", "GITHUB_REPOSITORY": "us/library", "GITHUB_RUN_ID": "7"}


@pytest.fixture
def told(small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Endpoint, Endpoint, Postbox]]:
    """Who waits for a good publish, and who hears of a bad one."""
    monkeypatch.delenv("CI", raising=False)
    with endpoint() as beat, endpoint() as chat, postbox() as box:
        monkeypatch.setenv("CHAT_URL", chat.url)
        with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
            file.write(ALERTS.format(beat=beat.url, port=box.port))
        yield beat, chat, box


def test_a_good_publish_beats_and_other_commands_tell_nobody(
    small: Path, told: tuple[Endpoint, Endpoint, Postbox]
) -> None:
    beat, chat, box = told
    for command in ("check", "build", "publish", "sync"):
        assert pipeline(command, "--root", small).status == 0
    assert [(one.method, one.body) for one in beat.take()] == [("GET", b"")]
    assert chat.take() == [] and box.letters == []


def test_a_publish_that_failed_is_told_and_nothing_private_is(
    small: Path, told: tuple[Endpoint, Endpoint, Postbox]
) -> None:
    beat, chat, box = told
    (small / "public").mkdir()
    assert pipeline("publish", "--root", small, env=CI).status == 3
    (posted,), (letter,) = chat.take(), box.letters
    said = json.loads(posted.body)
    assert said["data"]["status"] == 3 and said["data"]["run"] == "https://ci.example/us/library/actions/runs/7"
    assert letter["Subject"] == "A small library: not published: the target refused or failed"
    assert str(small) not in f"{posted.body!r}{letter}" and beat.take() == []


def test_problems_of_the_content_are_told_where_nobody_sees_them(
    small: Path, told: tuple[Endpoint, Endpoint, Postbox]
) -> None:
    _beat, chat, box = told
    library.edit(small, "content/library/articles/urges-pass.md", "authors: [alex]", "authors: [axel]")
    assert pipeline("publish", "--root", small).status == 1
    assert chat.take() == [] and box.letters == []
    assert pipeline("publish", "--root", small, env=CI).status == 1
    (posted,) = chat.take()
    assert json.loads(posted.body)["data"]["problems"] == {"unknown-person": 1}
    assert b"axel" not in posted.body


def test_an_alert_that_fails_is_a_warning_and_no_more(small: Path, told: tuple[Endpoint, Endpoint, Postbox]) -> None:
    beat, chat, box = told
    beat.status = 500
    good = pipeline("publish", "--root", small, "--json")
    assert (good.status, json.loads(good.stdout)["warnings"]) == (
        0,
        ["not told how this ended (heartbeat): it answered 500"],
    )
    library.edit(small, "content/podcasts/talks/first.md", "guid: 0e4f", "guid: 1e4f")
    chat.status, box.answers = 404, {"RCPT": b"550 no\r\n"}
    bad = pipeline("publish", "--root", small)
    assert bad.status == 3
    assert "warning: not told how this ended (webhook): it answered 404; look at its address" in bad.stderr
    assert "warning: not told how this ended (e-mail): it refused all to whom it goes" in bad.stderr
    assert chat.url not in bad.stderr


def test_by_default_a_publish_elsewhere_tells_nobody(small: Path, told: tuple[Endpoint, Endpoint, Postbox]) -> None:
    beat, _chat, _box = told
    library.edit(small, "pipeline.toml", 'targets = ["public"]\n', "")
    assert pipeline("publish", "--root", small).status == 0
    assert beat.take() == [], "it is not at the address of the library"
    library.edit(small, "pipeline.toml", 'base_url = "http://127.0.0.1:8000/"\n', "")
    pipeline("publish", "--root", small)  # nothing answers at that address here
    assert beat.take() == []
