"""How an alert is sent: bounded, over a safe line where it holds a password, without a word of what is secret."""

from __future__ import annotations

import socket
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from pipeline import wiring
from pipeline.alerts import Call
from pipeline.alerts.drivers.messenger import Messenger
from pipeline.announce.drivers.http import Http
from pipeline.announce.endpoints import Delivery, signed
from pipeline.settings.alerts import AlertMail
from tests.alerts.postbox import postbox
from tests.announce.shelf import SECRET, endpoint

MAIL = AlertMail(host="127.0.0.1", sender="library@l.example", to=("a@l.example", "b@l.example"), security="none")
PASSWORD = "correct horse"


def send(mail: AlertMail, port: int, **more: float) -> str:
    return Messenger(lambda _call: "", **more).mail(
        replace(mail, port=port), "Ünsafe\r\nBcc: x@x.example", "It failed."
    )


def test_a_mail_says_who_what_and_when_and_nothing_of_the_machine() -> None:
    with postbox() as box:
        assert send(MAIL, box.port) == ""
        (letter,) = box.letters
    assert (letter["From"], letter["To"]) == ("library@l.example", "a@l.example, b@l.example")
    assert letter["Subject"] == "Ünsafe Bcc: x@x.example" and letter["Bcc"] is None
    assert letter.get_content().splitlines() == ["It failed."]
    assert (
        letter["Auto-Submitted"] == "auto-generated" and letter["Date"] and letter["Message-ID"].endswith("@l.example>")
    )
    rest = [line.partition(":")[2] for line in box.heard if line.upper().startswith("RCPT TO:")]
    assert rest == ["<a@l.example>", "<b@l.example>"]
    assert socket.gethostname() not in f"{letter}{box.heard}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, which signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *made]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_password_goes_over_a_safe_line_alone(
    security: Literal["starttls", "tls"], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = replace(MAIL, security=security, user="me", password_env="SMTP_PASSWORD")
    monkeypatch.setenv("SMTP_PASSWORD", f"{PASSWORD}\n")
    with postbox(certificate, at_once=security == "tls") as box:
        unsafe = send(mail, box.port)
        assert unsafe == "no safe connection comes about (TLS); look at `security`, `port` and its certificate"
        assert box.logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert send(mail, box.port) == ""
        assert (box.logins, box.safe, len(box.letters)) == ([f"me {PASSWORD}"], [True], 1)


def test_where_no_safe_line_is_offered_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)
    with postbox() as box:
        said = send(replace(MAIL, security="starttls", user="me", password_env="SMTP_PASSWORD"), box.port)
        assert said == "it does not offer what is asked of it; look at `security`, `port` and `user`"
        assert (box.logins, box.letters) == ([], [])


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"AUTH": b"535 no, correct horse\r\n"}, "it refused user and password; look at `user` and `password_env`"),
        ({"MAIL": b"550 no\r\n"}, "it refused the address of the sender"),
        ({"RCPT": b"550 no\r\n"}, "it refused all to whom it goes"),
        ({"": b"HTTP/1.1 400 Bad Request\r\n"}, "what it answers is not what a mail server says"),
        ({"DATA": b"554 no\r\n"}, "what it answers is not what a mail server says"),
    ],
)
def test_why_it_was_not_taken_is_said(answers: dict[str, bytes], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)
    with postbox() as box:
        box.answers = answers
        told = send(replace(MAIL, user="me", password_env="SMTP_PASSWORD"), box.port)
    assert told.startswith(said) and "horse" not in told


@pytest.mark.parametrize(("timeout", "patience"), [(0.1, 9.0), (9.0, 0.1)])
def test_who_says_nothing_is_given_up(timeout: float, patience: float) -> None:
    with postbox() as box:
        box.silent = True
        assert send(MAIL, box.port, timeout=timeout, patience=patience).startswith("it did not answer ")


def test_who_is_not_there_is_said_to_be_away() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert send(MAIL, free.getsockname()[1]) == "it can't be reached (Connection refused)"
    assert send(replace(MAIL, host="no-such-host.invalid"), 25).startswith("it can't be reached (")


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMTP_PASSWORD", raising=False)
    said = "the variable `SMTP_PASSWORD` of the environment is not set"
    assert send(replace(MAIL, user="me", password_env="SMTP_PASSWORD"), 1) == said
    assert Messenger(lambda _call: "").call(Call(url_env="SMTP_PASSWORD")) == said


def test_an_address_may_be_a_secret_and_a_post_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_SECRET", SECRET)
    messenger = wiring.messenger()
    with endpoint() as there:
        monkeypatch.setenv("ALERT_URL", f"{there.url}very-secret")
        assert (
            messenger.call(Call(url_env="ALERT_URL", method="POST", body=b"{}", id="1", secret_env="ALERT_SECRET"))
            == ""
        )
        (asked,) = there.take()
        assert (asked.method, asked.path, asked.body) == ("POST", "/very-secret", b"{}")
        at = Http().now().replace(microsecond=0)
        assert asked.headers["webhook-id"] == "1"
        moment = at.fromtimestamp(int(asked.headers["webhook-timestamp"]), at.tzinfo)
        wanted = signed(Delivery("", body=b"{}", id="1"), SECRET, moment)
        assert wanted.items() <= asked.headers.items()
        there.status = 500
        assert messenger.call(Call(url_env="ALERT_URL")) == "it answered 500"
