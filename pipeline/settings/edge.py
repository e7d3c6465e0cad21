"""`[targets.NAME.cdn]`, `routes`: what stands between a target and its readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, Url
from pipeline.settings.announce import Variable

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_OURS = (
    *("accept-ranges", "connection", "content-encoding", "content-length", "content-range", "date", "etag"),
    *("last-modified", "location", "server", "set-cookie", "transfer-encoding"),
)
"""Headers that a server makes, or that follow from what is published."""


def _route(value: str | Mapping[str, str]) -> str | dict[str, str]:
    if isinstance(value, str):
        return _header(("cache-control", value))[1]
    return dict(map(_header, value.items()))


def _header(one: tuple[str, str]) -> tuple[str, str]:
    name, value = one[0].lower(), one[1].strip()
    if not name or not set(name) <= _NAME:
        raise _wrong(f"`{one[0]}` is not the name of a header", "write it as `x-robots-tag`")
    if name in _OURS:
        raise _wrong(f"`{name}` is not for the settings to say", "remove it; the server or the pipeline sends it")
    if not value.isprintable() or not value.isascii():
        raise _wrong(
            f"the value of `{name}` is not text of ASCII on one line", "write other characters in percent notation"
        )
    return name, value


def _wrong(message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("bad-settings", message, {"hint": hint})


Route = Annotated[str | dict[str, str], AfterValidator(_route)]
"""What is said of the files that a glob names: their Cache-Control, or headers by name."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class CdnSettings:
    """The CDN before a target: who is told what its caches must forget."""

    type: Literal["cloudfront", "cloudflare"] = Field(description="Whose it is.")
    distribution: Text = Field(default="", description="Id of the CloudFront distribution, such as `E2EXAMPLE0ABCD`.")
    profile: Text = Field(
        default="", description="Profile of boto3's own configuration for CloudFront; default: the target's."
    )
    zone: Text = Field(default="", description="Id of the Cloudflare zone: 32 hexadecimal digits.")
    token_env: Variable | None = Field(
        default=None, description="Variable of the environment with Cloudflare's API token; secrets never stand here."
    )
    endpoint: Url | None = Field(default=None, description="Address of its API; default: the provider's own.")

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the fields together: message, remedy."""
        needed = {"cloudfront": ("distribution",), "cloudflare": ("zone", "token_env")}
        strange = {"cloudfront": ("zone", "token_env"), "cloudflare": ("distribution", "profile")}
        for name in needed[self.type]:
            if not getattr(self, name):
                yield f"a CDN of type `{self.type}` needs `{name}`", f'add `{name} = "…"`'
        for name in strange[self.type]:
            if getattr(self, name):
                yield f"a CDN of type `{self.type}` has no `{name}`", "remove it"
        if self.zone and not (len(self.zone) == 32 and set(self.zone) <= set("0123456789abcdef")):
            yield (
                f"`{self.zone}` is not the id of a zone",
                "copy it from the overview of the zone: 32 digits and letters",
            )
        if self.distribution and not (self.distribution.isalnum() and self.distribution.isascii()):
            yield (
                f"`{self.distribution}` is not the id of a distribution",
                "write the id alone, such as `E2EXAMPLE0ABCD`",
            )
