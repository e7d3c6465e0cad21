"""`[alerts]`: who is told how a publish ended. Secrets never stand here: settings name variables of the environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Id, Text
from pipeline.settings.announce import Endpoint, Variable


def _mailbox(address: str) -> str:
    if not address.isascii() or not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", address):
        raise PydanticCustomError("bad-settings", "it is an e-mail address in ASCII, without a name", {"hint": ""})
    return address


Mailbox = Annotated[Text, AfterValidator(_mailbox)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AlertHook:
    """Somebody who is posted JSON when a publish fails."""

    url: Endpoint | None = Field(default=None, description="Address to which a failure is posted as JSON.")
    url_env: Variable | None = Field(
        default=None, description="In its place, the variable of the environment with an address that is a secret."
    )
    secret_env: Variable | None = Field(
        default=None, description="Variable with the secret of a signature, `whsec_…`: see Standard Webhooks."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AlertMail:
    """Somebody who gets an e-mail when a publish fails."""

    host: Text = Field(description="Server that takes the mail (SMTP).")
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls` on port 587, `tls` on port 465; `none` on a machine of one's own."
    )
    sender: Mailbox = Field(description="Address from which it comes.")
    to: tuple[Mailbox, ...] = Field(min_length=1, description="Addresses to which it goes.")
    user: Text | None = Field(default=None, description="Name with which to log in; default: no login.")
    password_env: Variable | None = Field(
        default=None, description="Variable of the environment with the password of `user`."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AlertSettings:
    """The section `[alerts]`: what is asked after a good publish, and who is told of a failure."""

    heartbeat: Endpoint | None = Field(
        default=None, description="Address that is asked after each good publish; who waits for it alerts by itself."
    )
    heartbeat_env: Variable | None = Field(
        default=None, description="In its place, the variable of the environment with an address that is a secret."
    )
    webhook: AlertHook | None = Field(default=None, description="Who is posted JSON on failure.")
    email: AlertMail | None = Field(default=None, description="Who gets an e-mail on failure.")
    targets: tuple[Id, ...] = Field(
        default=(), description="Targets of which this holds; default: all that are at `site.url` itself."
    )

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the environment that are needed, sorted."""
        hook, mail = self.webhook, self.email
        named = (
            self.heartbeat_env,
            hook.url_env if hook else None,
            hook.secret_env if hook else None,
            mail.password_env if mail else None,
        )
        return tuple(sorted({name for name in named if name}))

    def faults(self, targets: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """What is wrong with the fields together, and beside the targets: field, message, remedy."""
        hook, mail = self.webhook, self.email
        if self.heartbeat and self.heartbeat_env:
            yield ("heartbeat",), "`heartbeat` and `heartbeat_env` are two places of one address", "remove one of them"
        if hook and bool(hook.url) == bool(hook.url_env):
            yield ("webhook",), "a webhook has either `url` or `url_env`", 'write `url = "https://…"`, or `url_env`'
        if mail and bool(mail.user) != bool(mail.password_env):
            yield ("email",), "`user` and `password_env` go together", "write both, or none where no login is needed"
        if mail and mail.security == "none" and mail.password_env:
            said = "a password would go over the line for all to read"
            yield ("email", "security"), said, 'write `security = "starttls"`, or `"tls"`'
        for name in set(self.targets) - set(targets):
            yield ("targets",), f"no target `{name}` is described", "name targets of this file"
