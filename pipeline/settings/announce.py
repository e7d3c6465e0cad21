"""`[announce]`: who is told of a new episode. Secrets never stand here: settings name variables of the environment."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Id, Text, Url

HIDDEN = "may-be-secret"
"""The type of an error in a line that may hold a secret, and so is not shown."""


def _without_credentials(value: Any) -> Any:
    try:
        told = "@" in urlsplit(str(value)).netloc
    except ValueError:  # no address at all, as the next check says
        told = False
    if told:
        message, hint = "an address in the settings holds a user name or a password", "name a variable for it instead"
        raise PydanticCustomError(HIDDEN, message, {"hint": hint})
    return value


def _of_the_web(address: str) -> str:
    if not address.startswith(("https://", "http://")) or not address.isascii() or "#" in address:
        message = "it starts with https:// or http://, is written in ASCII, and has no `#`"
        raise PydanticCustomError("bad-settings", message, {"hint": ""})
    return address


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        message = "it is the name of a variable of the environment, in capitals, and never the secret itself"
        hint = "write a name such as `NEWS_SECRET`; if that was the secret, make another one"
        raise PydanticCustomError(HIDDEN, message, {"hint": hint})
    return name


Endpoint = Annotated[Url, BeforeValidator(_without_credentials), AfterValidator(_of_the_web)]
Variable = Annotated[Text, AfterValidator(_variable)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Podping:
    """Who writes podpings for us, asked as podping.cloud is."""

    url: Endpoint = Field(description="Address that takes `?url=FEED&reason=update`, such as `https://podping.cloud/`.")
    token_env: Variable | None = Field(
        default=None, description="Variable of the environment with the token for `Authorization`."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Webhook:
    """A receiver of webhooks, as Standard Webhooks 1.0 describes them."""

    url: Endpoint = Field(description="Address to which a new episode is posted as JSON.")
    secret_env: Variable = Field(description="Variable of the environment with the secret of the signature: `whsec_…`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class AnnounceSettings:
    """The section `[announce]`. Where it stands, new episodes are announced: in `api/announce.json` at least."""

    hub: Endpoint | None = Field(default=None, description="WebSub hub; the feeds of shows name it.")
    podping: Podping | None = Field(default=None, description="Podping; the feeds of shows say that it is used.")
    webhooks: dict[Id, Webhook] = Field(default_factory=dict, description="Name → receiver of webhooks.")
    wait_seconds: int = Field(
        default=330,
        ge=0,
        le=3600,
        description="The longest wait until the public feed shows what is announced: caches hold the old one.",
    )

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the environment that are needed, sorted."""
        token = (self.podping.token_env,) if self.podping and self.podping.token_env else ()
        return tuple(sorted({*token, *(hook.secret_env for hook in self.webhooks.values())}))
