"""A new episode is announced by the commands as operators run them, two of them at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.announce.shelf import SECRET, endpoint
from tests.support import library
from tests.support.run import pipeline
from tests.support.sample import free_port, serving

AT = ("--at", "2026-06-01T01:00+00:00")
NEWS = "2026-05-31T20:00:00"


def test_a_new_episode_is_announced_once_though_two_runs_want_to(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_SECRET", SECRET)
    base_url = f"http://127.0.0.1:{free_port()}/"
    settings = small / "pipeline.toml"
    text = settings.read_text("utf-8").replace("https://library.example/", base_url)
    with endpoint() as hub, endpoint() as chat:
        announce = f'[announce]\nhub = "{hub.url}"\n[announce.webhooks.chat]\nurl = "{chat.url}"\n'
        settings.write_text(
            f'{text.replace("http://127.0.0.1:8000/", base_url)}\n{announce}secret_env = "CHAT_SECRET"\n', "utf-8"
        )
        (small / "content/handouts/urge-log.md").unlink()
        library.edit(
            small, "content/library/articles/urges-pass.md", "in [the urge log](../../handouts/urge-log.md)", ""
        )
        first = pipeline("publish", "--root", small, *AT)
        assert first.status == 0 and "announced" not in first.stdout, (first.stdout, first.stderr)
        second = small / "content/podcasts/talks/second.md"
        second.write_text(
            library.FILES["content/podcasts/talks/first.md"]
            .replace("2026-01-05", NEWS)
            .replace("6f1c1d9f3a11", "6f1c1d9f3a12")
            .replace("The first talk", "The second talk"),
            "utf-8",
        )
        assert pipeline("build", "--root", small, *AT).status == 0
        planned = pipeline("plan", "--root", small, *AT)
        assert "to announce (hub): “The second talk”\nto announce (webhook `chat`): “The second talk”" in planned.stdout
        assert json.loads(pipeline("plan", "--root", small, *AT, "--json").stdout)["announcements"][0]["state"] == "due"
        chat.status = 503
        with serving(small, base_url):
            published = pipeline("publish", "--root", small, *AT, "--format", "github")
            assert published.status == 0, published.stderr
            assert "announced  hub: “The second talk”" in published.stdout
            warned = "warning: not announced (webhook `chat`): “The second talk”: it answered 503; the next publish"
            assert warned in published.stderr
            assert "::warning title=pipeline::not announced (webhook `chat`): “The second talk”" in published.stdout
            assert len(hub.take()) == len(chat.take()) == 1
            chat.status = 200
            command = [sys.executable, "-m", "pipeline", "sync", "--root", str(small), *AT, "--json"]
            both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
            told = [json.loads(one.communicate(timeout=120)[0])["announced"] for one in both]
        assert [one.returncode for one in both] == [0, 0]
        sent = [one for said in told for one in said if one["state"] == "sent"]
        assert [(one["endpoint"], len(one["episodes"])) for one in sent] == [("webhook `chat`", 1)]
        assert len(hub.take()) == 0 and len(chat.take()) == 1
        for said in (published.stdout, published.stderr):
            assert SECRET not in said and chat.url not in said and hub.url not in said
