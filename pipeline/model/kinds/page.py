"""A free page: home, about, help, privacy, accessibility, and what else a library needs."""

from __future__ import annotations

import re

from pydantic.dataclasses import dataclass as fields_of

from pipeline.model.entry import STRICT, Common
from pipeline.model.kinds.kind import Kind

HOME = "content/pages/home.md"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Page(Common):
    """The fields of a page."""


KIND = Kind(
    name="page",
    label="Page",
    plural="Pages",
    fields=Page,
    pattern=re.compile(r"content/pages/(?P<name>[^/]+)\.md"),
    root="",
    template="kinds/page.html",
)
