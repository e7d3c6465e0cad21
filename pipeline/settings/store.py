"""`[store]`: where machines share what they made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, Url
from pipeline.settings.targets import OURS, TargetSettings


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class StoreSettings:
    """The section `[store]`. Without it each machine has what it made alone."""

    type: Literal["", "directory", "s3"] = Field(default="", description="What sort of place it is; default: none.")
    path: Text = Field(default="", description="Directory, relative to the library's root, or from `/`.")
    bucket: Text = Field(default="", description="Name of the bucket; a store of type `s3` needs it.")
    prefix: Text = Field(default="", description="Prefix inside the bucket; default: the whole bucket.")
    endpoint: Url | None = Field(default=None, description="Address of the S3 API; default: AWS.")
    region: Text = Field(default="", description="Region of the bucket.")
    profile: Text = Field(default="", description="Profile of boto3's own configuration; secrets never stand here.")
    keep_days: int = Field(default=30, ge=1, description="Days after which goes what no build has used.")

    def faults(self, targets: Iterable[TargetSettings]) -> Iterator[tuple[str, str, str]]:
        """What is wrong with the fields together, and beside the targets: field, message, remedy. What is shared holds
        drafts too, and nobody may read it where the public can.
        """
        if not self.type:
            yield from (
                (name, "a store needs a `type`", 'add `type = "s3"` or `type = "directory"`')
                for name in ("path", "bucket", "prefix", "endpoint", "region", "profile")
                if getattr(self, name)
            )
        elif self.type == "directory":
            yield from self._directory_faults(targets)
        else:
            yield from self._bucket_faults(targets)

    def _directory_faults(self, targets: Iterable[TargetSettings]) -> Iterator[tuple[str, str, str]]:
        for name in ("bucket", "prefix", "endpoint", "region", "profile"):
            if getattr(self, name):
                yield name, f"a directory has no `{name}`", 'write `type = "s3"`, or remove it'
        if not self.path:
            yield "", "a store of type `directory` needs a `path`", 'add `path = "…"`'
        top = next((part for part in self.path.split("/") if part not in ("", ".")), "")
        if not self.path.startswith("/") and top in OURS:
            yield "path", f"`{top}/` is for other things", "name a directory that other machines reach"
        for target in targets:
            if target.type == "directory" and f"{self.path.strip('/')}/".startswith(f"{target.path.strip('/')}/"):
                yield "path", "the store would lie in what is public", "name a directory of its own"

    def _bucket_faults(self, targets: Iterable[TargetSettings]) -> Iterator[tuple[str, str, str]]:
        if self.path:
            yield "path", "a bucket has no `path`", "write `prefix`, or remove it"
        if not self.bucket:
            yield "", "a store of type `s3` needs a `bucket`", 'add `bucket = "…"`'
        elif "/" in self.bucket or ":" in self.bucket:
            message = f"`{self.bucket}` is not the name of a bucket"
            yield "bucket", message, "write the name alone; `prefix` has its own line"
        elif any(part in ("", ".", "..") for part in self.prefix.strip("/").split("/")) and self.prefix:
            yield "prefix", f"`{self.prefix}` is not a prefix", "write it as `caches/library`"
        elif any(self._meets(target) for target in targets):
            message = "the store and what a target publishes would lie in one place"
            yield "prefix" if self.prefix else "bucket", message, "name a prefix beside it, or a private bucket"

    def _meets(self, target: TargetSettings) -> bool:
        """Whether one of them lies in the other; an empty prefix is the whole bucket."""
        if target.type != "s3" or (target.bucket, target.endpoint) != (self.bucket, self.endpoint):
            return False
        ours, theirs = (f"{one.strip('/')}/" if one.strip("/") else "" for one in (self.prefix, target.prefix))
        return ours.startswith(theirs) or theirs.startswith(ours)
