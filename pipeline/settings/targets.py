"""`[targets.NAME]`: where a library is published."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import isabs, normpath
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, Url
from pipeline.settings.edge import CdnSettings, Route
from pipeline.settings.prices import Prices
from pipeline.settings.site import BaseUrl

OURS = ("content", "theme", "dist", ".cache", ".git")
"""Directories of a library in which nothing is published."""
PREVIEW_NAME = 40
"""The most characters of the name of a preview."""


def is_preview_name(name: str) -> bool:
    """Whether a preview may bear this name: lower-case letters, digits and hyphens between them, as in `pr-12`. It
    becomes a part of addresses, of keys in a bucket and of paths on a disk.
    """
    plain = name.isascii() and name == name.lower() and name.replace("-", "").isalnum()
    return plain and len(name) <= PREVIEW_NAME and name[0] != "-" and name[-1] != "-"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class TargetSettings:
    """One target."""

    type: Literal["directory", "s3"] = Field(default="directory", description="What sort of place it is.")
    path: Text = Field(
        default="public", description="Directory, relative to the library's root, or from the root of the file system."
    )
    bucket: Text = Field(default="", description="Name of the bucket; a target of type `s3` needs it.")
    prefix: Text = Field(default="", description="Prefix inside the bucket; default: the whole bucket.")
    endpoint: Url | None = Field(default=None, description="Address of the S3 API; default: AWS.")
    region: Text = Field(default="", description="Region of the bucket.")
    profile: Text = Field(default="", description="Profile of boto3's own configuration; secrets never stand here.")
    base_url: BaseUrl | None = Field(default=None, description="Address of this target, when it is not `site.url`.")
    index: Literal["website", "exact"] = Field(
        default="website",
        description="How a bucket serves directories: `website` where it knows index documents, `exact` where only "
        "keys count: there pages lie under their directories too, and an address without its slash leads to its page.",
    )
    state: Text = Field(
        default="",
        description="Where the target's state lies: a directory; for a bucket a prefix in it, or `s3://bucket/prefix`. "
        "Default: beside what is public. A bucket that is public as a whole (no `prefix`) needs another for its state.",
    )
    keep_releases: int = Field(default=3, ge=1, description="How many releases stay to go back to, the public one too.")
    keep_days: int = Field(default=0, ge=0, description="Releases that were public within so many days stay as well.")
    retain_days: int = Field(default=30, ge=0, description="How long superseded hashed files stay public.")
    max_delete: int = Field(default=1000, ge=0, description="The most files one publish may delete.")
    cdn: CdnSettings | None = Field(default=None, description="The CDN before it, which is told what changed.")
    routes: dict[str, Route] = Field(
        default_factory=dict,
        description="Glob of paths → Cache-Control, or a table of headers; of each header the first glob that names it "
        'counts, and `""` sends none.',
    )
    rules: Literal["", "netlify", "cloudflare-pages", "apache"] = Field(
        default="",
        description="The host that serves a directory and reads rules in it: they are written with each build.",
    )
    encode: Literal["none", "beside", "gzip"] = Field(
        default="none",
        description="Text of 1 kB and more in fewer bytes: `beside` puts `.gz` and `.br` beside each file of a "
        "directory, for servers that pick; `gzip` stores it packed in a bucket, which gives all clients the same.",
    )
    prices: Prices | None = Field(default=None, description="What the store of a bucket asks for.")
    preview: bool = Field(
        default=False,
        description="Whether it holds previews, one for each pull request: each lies under a name of its own below "
        "`prefix` or `path`, and at that name below `base_url`.",
    )
    live: Text = Field(
        default="",
        description="Of previews: the target whose sound and pictures they show. Default: that which is reached at "
        "`site.url`.",
    )
    preview_days: int = Field(default=14, ge=1, description="Of previews: how long one stays that is not renewed.")

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """What is wrong with the fields together: field, message, remedy."""
        yield from self._edge_faults()
        yield from self._preview_faults()
        if self.type == "directory":
            for name in ("bucket", "prefix", "endpoint", "region", "profile"):
                if getattr(self, name):
                    yield name, f"a directory has no `{name}`", 'write `type = "s3"`, or remove it'
            yield from self._path_faults()
            return
        if not self.bucket:
            yield "", "a target of type `s3` needs a `bucket`", 'add `bucket = "…"`'
        elif "/" in self.bucket or ":" in self.bucket:
            yield (
                "bucket",
                f"`{self.bucket}` is not the name of a bucket",
                "write the name alone; `prefix` has its own line",
            )
        elif any(part in ("", ".", "..") for part in self.prefix.strip("/").split("/")) and self.prefix:
            yield "prefix", f"`{self.prefix}` is not a prefix", "write it as `sites/library`"
        else:
            yield from self._state_faults()

    def _path_faults(self) -> Iterator[tuple[str, str, str]]:
        path, state = normpath(self.path), normpath(self.state) if self.state else ""
        for name in ("path", "state"):
            if getattr(self, name).startswith("~"):
                yield name, "`~` is not expanded here", "write the whole path: `/home/somebody/public`"
                return
        top = path.partition("/")[0]
        if top in OURS:
            message = f"`{top}/` is for other things, and a publish removes what is not of the site"
            yield "path", message, 'name a directory of its own: `path = "public"`'
        elif path in ("/", ".") or path.endswith(".."):
            message = f"`{self.path}` holds other things, and a publish makes its directory anew"
            yield "path", message, 'name a directory of its own: `path = "public"`'
        if state and isabs(state) == isabs(path) and f"{state}/".startswith(f"{path}/"):
            yield "state", "the state would lie in what is public", "name a directory beside it"

    def _edge_faults(self) -> Iterator[tuple[str, str, str]]:
        if self.cdn:
            yield from (("cdn", message, hint) for message, hint in self.cdn.faults())
        if self.rules and self.type != "directory":
            message = "rules are read by hosts that serve a directory"
            yield "rules", message, "remove it; `pipeline rules cloudfront` writes those of a CDN before a bucket"
        if (self.type, self.encode) in (("directory", "gzip"), ("s3", "beside")):
            other = {"gzip": "beside", "beside": "gzip"}[self.encode]
            message = f"a target of type `{self.type}` can't have `{self.encode}`"
            yield "encode", message, f'write `encode = "{other}"`, or remove it'

    def overlaps(self, other: TargetSettings) -> bool:
        """Whether what is public of the one lies in what is public of the other, or in the same place."""
        if self.type != other.type or (self.bucket, self.endpoint) != (other.bucket, other.endpoint):
            return False
        mine, theirs = (one.prefix if one.type == "s3" else one.path for one in (self, other))
        ours, others = (f"{one.strip('/')}/" if one.strip("/") else "" for one in (mine, theirs))
        return ours.startswith(others) or others.startswith(ours)

    def _preview_faults(self) -> Iterator[tuple[str, str, str]]:
        if not self.preview:
            if self.live:
                yield "live", "only previews have a `live` target", "write `preview = true`, or remove it"
            return
        if self.base_url is None:
            message = "previews need an address of their own"
            yield "", message, 'add `base_url = "https://previews.example/"`, best with a host of its own'
        if self.type == "s3" and not self.prefix.strip("/"):
            message = "previews are removed whole, so they need a place that holds nothing else"
            yield "", message, 'add `prefix = "previews"`'

    def _state_faults(self) -> Iterator[tuple[str, str, str]]:
        own = "`s3://another-bucket/library`"
        if not self.state and not self.prefix.strip("/"):
            message = "the whole bucket is public, so there is no place beside it for the state"
            yield "", message, f"add `state = …` with a private bucket ({own}), or a `prefix` for what is public"
            return
        place = self.state if self.state.startswith("s3://") else f"s3://{self.bucket}/{self.state}"
        bucket, _, state = place.removeprefix("s3://").partition("/")
        public, state = self.prefix.strip("/"), state.strip("/")
        if not bucket:
            yield "state", f"`{self.state}` names no bucket", f"write it as {own}"
        elif self.state and bucket == self.bucket and f"{state}/".startswith(f"{public}/" if public else ""):
            yield (
                "state",
                "the state would lie in what is public",
                f"name a prefix beside it, or a private bucket ({own})",
            )
        elif self.state and bucket == self.bucket and f"{public}/".startswith(f"{state}/" if state else ""):
            yield (
                "state",
                "what is public would lie in the state",
                f"name a prefix beside it, or a private bucket ({own})",
            )
