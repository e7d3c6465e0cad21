"""`[targets.NAME]`: where a library is published."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Text, Url
from pipeline.settings.site import STRICT, BaseUrl


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class TargetSettings:
    """One target."""

    type: Literal["directory", "s3"] = Field(default="directory", description="What sort of place it is.")
    path: Text = Field(default="public", description="Directory, relative to the library's root.")
    bucket: Text = Field(default="", description="Name of the bucket.")
    prefix: Text = Field(default="", description="Prefix inside the bucket.")
    endpoint: Url | None = Field(default=None, description="Address of the S3 API.")
    region: Text = Field(default="", description="Region of the bucket.")
    profile: Text = Field(default="", description="Profile of boto3's own configuration.")
    base_url: BaseUrl | None = Field(default=None, description="Address of this target, when it is not `site.url`.")
    index: Literal["website", "exact"] = Field(default="website", description="How a bucket serves directories.")
    state: Text = Field(default="", description="Where the target's state lies; default: beside what is public.")
    retain_days: int = Field(default=30, ge=0, description="How long superseded hashed files stay public.")
    max_delete: int = Field(default=1000, ge=0, description="The most files one publish may delete.")
    routes: dict[str, Text] = Field(default_factory=dict, description="Glob of paths → Cache-Control.")
