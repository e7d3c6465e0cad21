"""The section `[announce]`: what is wrong in it is said, and what may be a secret is not."""

from __future__ import annotations

import pytest

from pipeline.cli import diagnosis, report
from pipeline.model.tree import File, Tree
from pipeline.settings import load

SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n'


def told(section: str) -> str:
    """What people read of the problems of a section."""
    text = f"{SITE}{section}"
    settings, problems = load(text)
    assert settings is None
    tree = Tree({"pipeline.toml": File("pipeline.toml", "", 0, text.encode())})
    return report.text(report.together(problems), tree)


def test_a_whole_section_is_taken() -> None:
    settings, problems = load(
        f'{SITE}[announce]\nhub = "https://hub.example/"\n[announce.podping]\nurl = "https://podping.example/"\n'
        '[announce.webhooks.chat]\nurl = "http://127.0.0.1:9/"\nsecret_env = "CHAT_SECRET"\n'
    )
    assert settings is not None, problems
    assert settings.announce is not None and settings.announce.webhooks["chat"].secret_env == "CHAT_SECRET"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ('[announce.webhooks.chat]\nurl = "https://x.example/"\nsecret_env = "hunter2"', "never the secret itself"),
        ('[announce.webhooks.chat]\nurl = "https://x.example/"\nsecret = "hunter2"', "did you mean `secret_env`?"),
        ('[announce.podping]\nurl = "https://x.example/"\ntoken_env = "hunter2/+"', "never the secret itself"),
        ('[announce.podping]\nurl = "https://me:hunter2@x.example/"', "holds a user name or a password"),
        ('[announce]\nhub = "https://hunter2@x.example/"', "holds a user name or a password"),
    ],
)
def test_a_line_that_may_hold_a_secret_is_not_shown(section: str, message: str) -> None:
    said = told(section)
    assert message in said and "hunter2" not in said


@pytest.mark.parametrize("hub", ["ftp://x.example/", "mailto:a@x.example", "https://x.example/#a", "x"])
def test_only_addresses_of_the_web_are_taken(hub: str) -> None:
    said = told(f'[announce]\nhub = "{hub}"')
    assert "pipeline.toml:5:1: error: `announce.hub`" in said and "[bad-settings]" in said


def test_a_webhook_without_a_secret_is_refused() -> None:
    assert "the setting `announce.webhooks.chat.secret_env` is missing" in told(
        '[announce.webhooks.chat]\nurl = "https://x.example/"'
    )


def test_the_doctor_names_what_announcements_need_and_shows_nothing_of_it() -> None:
    settings, _ = load(f'{SITE}[announce.webhooks.chat]\nurl = "https://x.example/"\nsecret_env = "CHAT_SECRET"')
    assert settings is not None
    for environment, said in (({}, "not set here; announcements need it"), ({"CHAT_SECRET": "hunter2"}, "set, for")):
        told = diagnosis.in_words(diagnosis.variables(settings, environment))
        assert f"CHAT_SECRET     {said}" in told and "hunter2" not in told
