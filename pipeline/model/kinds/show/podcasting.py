"""What the Podcasting 2.0 namespace lets a show or an episode say besides its sound, as an editor writes it.

Standard: <https://podcastindex.org/namespace/1.0>.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Geo, Guid, Instant, Language, Number, Osm, Text, Uuid, WebUrl, Whole, YesNo
from pipeline.model.entry import Picture

Medium = Literal["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"]
MediaType = Annotated[Text, Field(pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$")]
Country = Annotated[Text, Field(pattern=r"^[A-Z]{2}$")]
Short = Annotated[Text, Field(max_length=32)]
Shown = Annotated[Text, Field(max_length=128)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Spot:
    """A place that sound comes from or is about."""

    name: Shown = Field(description="Name of the place.")
    rel: Literal["subject", "creator"] = Field(default="subject", description="What it is about, or where it was made.")
    geo: Geo | None = Field(default=None, description="Where it is, `geo:53.8008,-1.5491` (RFC 5870).")
    osm: Osm | None = Field(default=None, description="What OpenStreetMap calls it, `R113314`.")
    country: Country | None = Field(default=None, description="Its country in two letters (ISO 3166-1).")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Txt:
    """Text for programs."""

    purpose: Shown = Field(default="", description="For what: `verify`, `applepodcastsverify`, a word of yours.")
    text: Text = Field(max_length=4000, description="The text, as somebody asks for it.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Chat:
    """A room in which listeners talk."""

    server: Text = Field(pattern=r"^[A-Za-z0-9.-]+(:[0-9]+)?$", description="Name of the server.")
    protocol: Literal["irc", "xmpp", "nostr", "matrix"] = Field(description="How it is spoken to.")
    account: Text = Field(default="", description="Whom to follow there.")
    space: Text = Field(default="", description="The room.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Social:
    """The post under which listeners comment."""

    protocol: Literal["disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr"] = Field(
        description="Where it is; `disabled`: nowhere is talked about this."
    )
    url: WebUrl | None = Field(default=None, description="The post.")
    account: Text = Field(default="", description="Whose post it is, `@library@social.example`.")
    account_url: WebUrl | None = Field(default=None, description="The page of that account.")
    priority: Whole | None = Field(default=None, description="Which is shown first, of several: the least.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class ContentLink:
    """The same elsewhere: as a film, on another service."""

    url: WebUrl = Field(description="Where.")
    text: Text = Field(description="Words of the link.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Recipient:
    """Who gets a share of what listeners give."""

    name: Shown = Field(default="", description="Who it is.")
    type: Literal["node", "lnaddress", "wallet", "paypal", "account"] = Field(description="What sort of address it is.")
    address: Text = Field(description="Where it goes.")
    split: Whole = Field(description="How many shares.")
    key: Text = Field(default="", description="`customKey`, where the address needs one.")
    value: Text = Field(default="", description="`customValue` to that.")
    fee: YesNo = Field(default=False, description="Whether it is taken off before the shares.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Value:
    """How listeners give while they listen."""

    type: Literal["lightning", "bitcoin", "webmonetization", "hive"] = Field(description="Way of payment.")
    method: Literal["keysend", "lnaddress", "amp", "wallet", "node"] = Field(description="Method of that.")
    suggested: Number | None = Field(default=None, description="Amount a minute that is suggested.")
    recipients: tuple[Recipient, ...] = Field(min_length=1, description="Who gets it.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Recommended:
    """A show of others, or one episode of it, that listeners of this one may like."""

    title: Text = Field(description="Its title.")
    guid: Uuid = Field(description="`podcast:guid` of the show.")
    url: WebUrl | None = Field(default=None, description="Its feed.")
    item: Guid | None = Field(default=None, description="GUID of the episode, where it is one.")
    medium: Medium | None = Field(default=None, description="What it is, where it is no podcast.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Frequency:
    """How often something new comes."""

    text: Shown = Field(description="In words, `every second Friday`.")
    rrule: Text = Field(
        default="",
        pattern=r"^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$",
        description="The same as a rule of RFC 5545, `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`.",
    )
    start: Instant | None = Field(default=None, description="From when on.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Alternate:
    """The same sound or film in another form, elsewhere."""

    type: MediaType = Field(description="Media type.")
    sources: tuple[WebUrl, ...] = Field(min_length=1, description="Addresses of the same bytes, the best first.")
    length: Whole | None = Field(default=None, description="Bytes.")
    bitrate: Number | None = Field(default=None, description="Bits per second.")
    height: Whole | None = Field(default=None, description="Of a film, pixels.")
    language: Language | None = Field(default=None, description="BCP 47 language.")
    title: Short = Field(default="", description="What apps call it.")
    rel: Short = Field(default="", description="What goes together has the same word.")
    codecs: Text = Field(default="", description="As RFC 6381 writes them.")
    integrity: Text = Field(
        default="", pattern=r"^sha(256|384|512)-[A-Za-z0-9+/=]+$", description="Digest of the bytes, `sha384-…` (SRI)."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Image(Picture):
    """Another picture, for a purpose that apps know."""

    purpose: Shown = Field(description="`banner`, `social`, `circular`, …")
