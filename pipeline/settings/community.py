"""`[community]`: where people talk, take part and give. Nothing of it is ever loaded: pages have links to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats import hours
from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Language, Text, Zone, is_url

OUTER = ("https://", "mailto:")
"""How links begin that lead out of the library; others name a file of it."""
_LINK_HINT = "write `https://…`, `mailto:…`, or a page of the library, such as `content/pages/volunteer.md`"
_OPEN = "others on the way can read what is asked of `{value}`"
_HOURS_HINT = "write `Mo-Fr 18:00-22:00; Sa,Su 14:00-22:00`, or `24 hours`"


def _wrong(message: str, hint: str, value: str, **given: str) -> PydanticCustomError:
    """An error; what was written stands in the message as `{value}`."""
    return PydanticCustomError("bad-settings", message, {"value": value[:60], "hint": hint, **given})


def _link(text: str) -> str:
    if text.startswith("http://"):
        raise _wrong(_OPEN, "begin it with `https://`", text)
    if text.startswith(OUTER) and is_url(text):
        return text
    if is_url(f"mailto:{text}"):
        raise _wrong("`{value}` does not say that it is a mail address", f"write `mailto:{text}`", text)
    if text.lstrip("/").startswith("content/") and text.endswith(".md"):
        return text
    raise _wrong("`{value}` is neither an address nor a page of the library", _LINK_HINT, text)


def _account(text: str) -> str:
    if text.startswith("https://") and is_url(text):
        return text
    if text.startswith("http://"):
        raise _wrong(_OPEN, "begin it with `https://`", text)
    name, _, host = text.removeprefix("@").partition("@")
    hint = "copy it from the browser while it shows the account, like `https://social.example/@library`"
    if name and host and is_url(f"https://{host}/@{name}"):
        hint = f"write the address at which it is seen, mostly `https://{host}/@{name}`"
    raise _wrong("`{value}` is not the address of an account", hint, text)


def _hours(text: str) -> str:
    try:
        hours.parse(text)
    except ValueError as error:
        raise _wrong("the hours `{value}` can't be read: {cause}", _HOURS_HINT, text, cause=str(error)) from None
    return text


def _table(hint: str) -> BeforeValidator:
    """A table where somebody wrote an address."""

    def check(value: Any) -> Any:
        if isinstance(value, str):
            raise _wrong("`{value}` does not say all that is needed", hint, value)
        return value

    return BeforeValidator(check)


_CHAT = _table("write a table `[community.chat]`, and in it `link` and `hours`")
_SOCIAL = _table("write a table `[community.social]`, and in it networks, like `mastodon` and `bluesky`")
Link = Annotated[Text, AfterValidator(_link)]
"""Where something is: an address (https or mailto), or the file of a page of the library."""
Account = Annotated[Text, AfterValidator(_account)]
"""The address at which an account is seen."""
Hours = Annotated[Text, AfterValidator(_hours)]
"""Hours as `formats.hours` reads them."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Chat:
    """A room in which somebody answers, at its hours."""

    link: Link = Field(description="Its address, or a page about it.")
    hours: Hours = Field(
        description="When somebody answers: `24 hours`, or hours like `Mo-Fr 18:00-22:00; Sa,Su 14:00-22:00`."
    )
    timezone: Zone | None = Field(default=None, description="IANA time zone of the hours; default: that of the site.")
    languages: tuple[Language, ...] = Field(
        default=(), description="BCP 47 languages that are spoken there; default: none is named."
    )


NETWORKS: Mapping[str, str] = {
    "mastodon": "Mastodon",
    "pixelfed": "Pixelfed",
    "peertube": "PeerTube",
    "lemmy": "Lemmy",
    "matrix": "Matrix",
    "bluesky": "Bluesky",
    "threads": "Threads",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
    "reddit": "Reddit",
    "discord": "Discord",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "signal": "Signal",
}
"""Social networks, as they are called."""


def _on(network: str) -> Any:
    return Field(default=None, description=f"Address of the account on {NETWORKS[network]}.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Accounts:
    """Accounts of one's own on social networks."""

    mastodon: Account | None = _on("mastodon")
    pixelfed: Account | None = _on("pixelfed")
    peertube: Account | None = _on("peertube")
    lemmy: Account | None = _on("lemmy")
    matrix: Account | None = _on("matrix")
    bluesky: Account | None = _on("bluesky")
    threads: Account | None = _on("threads")
    instagram: Account | None = _on("instagram")
    facebook: Account | None = _on("facebook")
    youtube: Account | None = _on("youtube")
    tiktok: Account | None = _on("tiktok")
    linkedin: Account | None = _on("linkedin")
    reddit: Account | None = _on("reddit")
    discord: Account | None = _on("discord")
    telegram: Account | None = _on("telegram")
    whatsapp: Account | None = _on("whatsapp")
    signal: Account | None = _on("signal")

    @property
    def given(self) -> Mapping[str, str]:
        """The networks on which there is an account → its address, in the order of `NETWORKS`."""
        return {network: address for network in NETWORKS if (address := getattr(self, network))}


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class CommunitySettings:
    """The section `[community]`. Each link is an address (https or mailto), or the file of a page of the library."""

    name: Text | None = Field(default=None, description="Name of the organisation; default: that of the library.")
    talk: Link | None = Field(default=None, description="A page that tells of all ways to talk to someone.")
    chat: Annotated[Chat, _CHAT] | None = Field(default=None, description="Where somebody answers at once.")
    forum: Link | None = Field(default=None, description="Where people write to each other.")
    newsletter: Link | None = Field(default=None, description="Where one subscribes to a letter.")
    volunteer: Link | None = Field(default=None, description="How one can help.")
    donate: Link | None = Field(default=None, description="How one can give money.")
    contact: Link | None = Field(default=None, description="Where one writes to the organisation.")
    social: Annotated[Accounts, _SOCIAL] | None = Field(default=None, description="Accounts on social networks.")

    @property
    def links(self) -> Mapping[str, str]:
        """What is offered → its link, in the order in which pages name it; without the accounts."""
        chat = self.chat.link if self.chat else None
        given = {"talk": self.talk, "chat": chat, "forum": self.forum, "newsletter": self.newsletter}
        given |= {"volunteer": self.volunteer, "donate": self.donate, "contact": self.contact}
        return {name: link for name, link in given.items() if link}

    @property
    def accounts(self) -> Mapping[str, str]:
        """Network → address of the account there."""
        return self.social.given if self.social else {}


def page_of(link: str) -> str:
    """The file of the library that a link names; empty where it leads out."""
    return "" if link.startswith(OUTER) else link.lstrip("/")
