"""Sending alerts: e-mail by SMTP, requests by who posts announcements, secrets from the environment.

What is said of a failure are words of ours alone: an answer may hold what was sent.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from threading import Thread

from pipeline.alerts.message import Call
from pipeline.settings.alerts import AlertMail

TIMEOUT, PATIENCE = 20.0, 60.0
"""Seconds for an answer of a mail server, and for all of them."""


class Messenger:
    """Asks addresses by `send`, and mails by the standard library."""

    def __init__(self, send: Callable[[Call], str], timeout: float = TIMEOUT, patience: float = PATIENCE) -> None:
        self._send = send
        self._timeout, self._patience = timeout, patience

    def call(self, call: Call) -> str:
        if not call.url_env:
            return self._send(call)
        url = os.environ.get(call.url_env, "").strip()
        if not url:
            return _unset(call.url_env)
        return self._send(replace(call, url=url, url_env=""))

    def mail(self, through: AlertMail, subject: str, text: str) -> str:
        password = os.environ.get(through.password_env or "", "").strip()
        if through.password_env and not password:
            return _unset(through.password_env)
        said: list[str] = []
        thread = Thread(target=lambda: said.append(self._mailed(through, _letter(through, subject, text), password)))
        thread.daemon = True  # a server that drips its answers is left behind
        thread.start()
        thread.join(self._patience)
        return said[0] if said else f"it did not answer within {self._patience:g} seconds"

    def _mailed(self, through: AlertMail, letter: EmailMessage, password: str) -> str:
        try:
            with self._connected(through) as server:
                if through.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if password:
                    server.login(through.user or "", password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            return _reason(error)
        return ""

    def _connected(self, through: AlertMail) -> smtplib.SMTP:
        where = (through.host, through.port, "localhost")  # the name of this machine is nobody's business
        if through.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=self._timeout, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=self._timeout)


def _unset(name: str) -> str:
    return f"the variable `{name}` of the environment is not set"


def _letter(through: AlertMail, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = through.sender, ", ".join(through.to)
    letter["Subject"] = " ".join(subject.split())
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = make_msgid(domain=through.sender.partition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(f"{text}\n")
    return letter


def _reason(error: Exception) -> str:
    """Why a mail was not taken."""
    words: tuple[tuple[type[Exception], str], ...] = (
        (smtplib.SMTPAuthenticationError, "it refused user and password; look at `user` and `password_env`"),
        (smtplib.SMTPSenderRefused, "it refused the address of the sender"),
        (smtplib.SMTPRecipientsRefused, "it refused all to whom it goes"),
        (smtplib.SMTPNotSupportedError, "it does not offer what is asked of it; look at `security`, `port` and `user`"),
        (smtplib.SMTPServerDisconnected, "it did not answer in time, or hung up"),
        (smtplib.SMTPException, "what it answers is not what a mail server says; look at `port` and `security`"),
        (ssl.SSLError, "no safe connection comes about (TLS); look at `security`, `port` and its certificate"),
        (TimeoutError, "it did not answer in time"),
    )
    if said := next((said for kind, said in words if isinstance(error, kind)), ""):
        return said
    return f"it can't be reached ({getattr(error, 'strerror', '') or 'no such host'})"
