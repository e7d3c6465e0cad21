"""The section `[alerts]`: what is wrong in it is said, and what may be a secret is not."""

from __future__ import annotations

import pytest

from pipeline.cli import diagnosis, report
from pipeline.model.tree import File, Tree
from pipeline.settings import load

SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n'
MAIL = '[alerts.email]\nhost = "mail.example"\nsender = "a@l.example"\nto = ["b@l.example"]\n'
WHOLE = f"""{SITE}[alerts]
heartbeat_env = "BEAT_URL"
targets = ["public"]
[alerts.webhook]
url_env = "CHAT_URL"
secret_env = "CHAT_SECRET"
{MAIL}user = "me"
password_env = "SMTP_PASSWORD"
"""


def told(section: str) -> str:
    """What people read of the problems of a section."""
    text = f"{SITE}{section}"
    settings, problems = load(text)
    assert settings is None
    tree = Tree({"pipeline.toml": File("pipeline.toml", "", 0, text.encode())})
    return report.text(report.together(problems), tree)


def test_a_whole_section_is_taken_and_the_doctor_names_what_it_needs() -> None:
    settings, problems = load(WHOLE)
    assert settings is not None and settings.alerts is not None, problems
    words = diagnosis.in_words(diagnosis.variables(settings, {"CHAT_URL": "https://hunter2.example/"}))
    assert "CHAT_URL        set, for alerts" in words and "hunter2" not in words
    for name in ("BEAT_URL", "CHAT_SECRET", "SMTP_PASSWORD"):
        assert f"{name:14}  not set here; alerts need it" in words


@pytest.mark.parametrize(
    ("section", "line", "message"),
    [
        ('[alerts]\nheartbeat = "https://x.example/"\nheartbeat_env = "B"', 5, "are two places of one address"),
        ("[alerts.webhook]", 4, "a webhook has either `url` or `url_env`"),
        ('[alerts.webhook]\nurl = "https://x.example/"\nurl_env = "U"', 4, "a webhook has either `url` or `url_env`"),
        (f'{MAIL}user = "me"', 4, "`user` and `password_env` go together"),
        (f'{MAIL}user = "me"\npassword_env = "P"\nsecurity = "none"', 10, "for all to read"),
        ('[alerts]\ntargets = ["nowhere"]', 5, "no target `nowhere` is described"),
        ('[alerts]\nheartbeat = "ftp://x.example/"', 5, "is not an address"),
        ('[alerts]\nheartbeat = "https://x.example/#a"', 5, "has no `#`"),
        (MAIL.replace("a@l.example", "Me <a@l.example>"), 6, "it is an e-mail address in ASCII, without a name"),
        (MAIL.replace('"b@l.example"', '"b@l.example, c@l.example"'), 7, "it is an e-mail address in ASCII"),
        (MAIL.replace('["b@l.example"]', "[]"), 7, "`alerts.email.to`"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(section: str, line: int, message: str) -> None:
    said = told(section)
    assert message in said and f"pipeline.toml:{line}:" in said


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ('[alerts]\nheartbeat = "https://me:hunter2@x.example/"', "holds a user name or a password"),
        ('[alerts]\nheartbeat_env = "https://x.example/hunter2"', "never the secret itself"),
        (f'{MAIL}password = "hunter2"', "did you mean `password_env`?"),
        (f'{MAIL}user = "me"\npassword_env = "hunter2"', "never the secret itself"),
    ],
)
def test_a_line_that_may_hold_a_secret_is_not_shown(section: str, message: str) -> None:
    said = told(section)
    assert message in said and "hunter2" not in said
