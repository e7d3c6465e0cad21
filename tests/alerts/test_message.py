"""What is said of a publish that failed, to whom, and when nobody is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from pipeline.alerts import Call, Ended, Told, alert, beat, is_alarming
from pipeline.cli.failures import MEANINGS
from pipeline.settings import load
from pipeline.settings.alerts import AlertMail, AlertSettings

ENDED = Ended(3, "A small library", "cloud", "https://l.example/", datetime(2026, 6, 1, tzinfo=UTC))
HOOK = {"url": "https://hooks.example/x"}
MAIL = AlertMail(host="mail.example", sender="a@l.example", to=("b@l.example",))


@dataclass
class Notes:
    """Who sends nothing, and notes what was to be sent."""

    failure: str = ""
    calls: list[Call] = field(default_factory=list)
    mails: list[tuple[Sequence[str], str, str]] = field(default_factory=list)

    def call(self, call: Call) -> str:
        self.calls.append(call)
        return self.failure

    def mail(self, through: AlertMail, subject: str, text: str) -> str:
        self.mails.append((through.to, subject, text))
        return self.failure


def settings(section: str) -> AlertSettings:
    found, problems = load(f'[site]\nurl = "https://l.example/"\ntitle = "A"\n[alerts]\n{section}')
    assert found and found.alerts, problems
    return found.alerts


def test_a_good_publish_is_told_to_who_waits_for_it_alone() -> None:
    notes = Notes()
    assert list(beat(settings('heartbeat = "https://beats.example/x"'), notes)) == [Told("heartbeat")]
    assert list(beat(settings('heartbeat_env = "BEAT"'), notes)) == [Told("heartbeat")]
    assert notes.calls == [Call("https://beats.example/x"), Call(url_env="BEAT")]
    assert list(beat(settings('webhook.url = "https://hooks.example/x"'), notes)) == []


def test_a_failure_is_told_by_webhook_and_e_mail() -> None:
    section = (
        'heartbeat = "https://beats.example/x"\n[alerts.webhook]\nurl = "https://hooks.example/x"\nsecret_env = "S"\n'
        '[alerts.email]\nhost = "mail.example"\nsender = "a@l.example"\nto = ["b@l.example"]\n'
    )
    notes = Notes("it answered 500")
    told = list(alert(settings(section), ENDED, notes))
    assert told == [Told("webhook", "it answered 500"), Told("e-mail", "it answered 500")]
    (call,) = notes.calls
    assert (call.method, call.url, call.secret_env) == ("POST", "https://hooks.example/x", "S")
    body = json.loads(call.body)
    assert (body["type"], body["timestamp"], body["data"]["status"]) == ("publish.failed", "2026-06-01T00:00:00Z", 3)
    ((to, subject, text),) = notes.mails
    assert (to, subject) == (("b@l.example",), "A small library: not published: the target refused or failed")
    assert (
        text
        == body["text"]
        == (
            "`cloud`, https://l.example/\n"
            "A small library: not published: the target refused or failed (status 3).\n"
            "What people reach is whole.\n"
            "The log of the run says more."
        )
    )


def test_what_a_look_found_and_how_many_problems_there_were_is_told() -> None:
    found = [f"https://l.example/{n}/: expected 200, got 403" for n in range(12)]
    looked = replace(ENDED, status=5, findings=found, run="https://ci.example/runs/1")
    lines = looked.text.splitlines()
    assert lines[1].startswith("A small library: published, but readers meet something wrong (status 5)")
    assert lines[3:] == [*(f"- {one}" for one in found[:10]), "- and 2 more", "The log: https://ci.example/runs/1"]
    assert looked.to_json()["type"] == "publish.looked"
    content = replace(ENDED, status=1, problems={"bad-date": 2, "bad-audio": 1})
    assert content.text.splitlines()[3:5] == ["- 1 × bad-audio", "- 2 × bad-date"]


@pytest.mark.parametrize("status", MEANINGS)
def test_who_sees_it_is_not_told(status: int) -> None:
    alone, seen = is_alarming(status, alone=True), is_alarming(status, alone=False)
    assert (alone, seen) == (status in (1, 2, 3, 4, 5, 143), status in (3, 4, 5, 143))
    if alone:
        assert replace(ENDED, status=status).text
