"""A folder that a library of ours gave away (`pipeline export markdown`): what its texts say below `params` is said in
the words of this library, so each becomes again what it was.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from pipeline.formats.scalars import is_permalink
from pipeline.importing.site.leads import Leads
from pipeline.importing.site.page import MARKDOWN, Page
from pipeline.importing.source.found import Asset, Item, Lead, Named, Text, Use
from pipeline.model.decisions import Decisions
from pipeline.model.kinds import KINDS
from pipeline.model.tree import is_picture

_LISTED: Final = ("topics", "audiences")
"""They go by their titles, which stand above: ids of another library say nothing."""
_PEOPLE: Final = ("data/people.yml", "_data/people.yml")
_NUMBERS: Final = frozenset(
    (
        *("number", "season", "length", "seconds", "at", "end", "minutes", "every", "capacity", "year"),
        *("priority", "split", "height", "bitrate", "suggested"),
    )
)
"""Fields that are numbers. Others look so, and are none: a postal code, a number to ring."""
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,5}[1-9]|\.0)?")
_FORM = re.compile(r"^```form[ \t]*\n((?:(?!```).*\n){1,2000})```", re.MULTILINE)
_SAID: Final = frozenset({"front/params", "picture/no-alt", "page/no-date"})
"""What is no loss of a text that says more below `params`."""


def own(item: Item, page: Page, leads: Leads, decisions: Decisions) -> Item:
    """The item of a page as its `params` say that it is; of any other page the item as it is."""
    params = page.front.fields.get("params")
    kind = str(params.get("kind", "")) if isinstance(params, Mapping) else ""
    chosen = decisions.items.get(item.id)
    if kind not in KINDS or not isinstance(params, Mapping) or "permalink" not in page.front.fields:
        return item
    plain = {key: _typed(one, key) for key, one in params.items() if key != "kind"}
    said = _Params(page, leads, decisions).fields(plain)
    there = {one.name for one in fields(KINDS[kind].fields)}
    before = {name: value for name, value in item.fields.items() if name in there and name != "extra"}
    extra = {name: value for name, value in item.fields.get("extra", {}).items() if name != "params"}
    kept = {"extra": {**extra, **said.pop("extra", {})}} if extra or "extra" in said else {}
    above = KINDS[kind].above
    return replace(
        item,
        kind=chosen.kind if chosen and chosen.kind else kind,
        fields={**before, "title": page.front.said("title"), **said, **kept},
        body=_with_forms(item.body) if KINDS[kind].front_matter else None,
        within=_page_of_folder(page, leads) if above else "",
        losses=tuple(loss for loss in item.losses if loss.kind not in _SAID),
    )


def _typed(value: Any, name: str) -> Any:
    """Plain data with numbers and truths as such: the front matter of others is read as text."""
    if isinstance(value, Mapping):
        return {key: _typed(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one, name) for one in value]
    if value in ("true", "false"):
        return value == "true"
    if name in _NUMBERS and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value


def _with_forms(body: Text | None) -> Text | None:
    """A text whose form blocks are forms again."""
    return replace(body, forms=tuple(match[1] for match in _FORM.finditer(body.text))) if body else None


def _page_of_folder(page: Page, leads: Leads) -> str:
    """The page of the folder in which another lies: that of its show."""
    folder = posixpath.dirname(page.path)
    found = (f"{folder}/{name}" for name in ("_index.md", "index.md"))
    return next((path for path in found if path in leads.addresses), "")


@dataclass(frozen=True, slots=True)
class _Params:
    """Makes fields of what stands below `params`."""

    page: Page
    leads: Leads
    decisions: Decisions

    def fields(self, params: Mapping[str, Any]) -> dict[str, Any]:
        made = {name: self._led(value, name) for name, value in params.items() if name not in _LISTED}
        if isinstance(people := params.get("people"), list):
            made["people"] = [self._credit(one) for one in people]
        if isinstance(guid := params.get("guid"), Mapping) and guid.get("permalink") == is_permalink(
            str(guid.get("value", ""))
        ):
            made["guid"] = guid["value"]
        if isinstance(audio := params.get("audio"), Mapping) and audio.get("url"):
            made["audio"] = self._sound(audio, str(params.get("guid", "")))
        for one in made.get("transcripts", ()):
            if isinstance(file := one.get("file"), Asset):
                one["file"] = replace(file, about=str(one.get("language", "")))
        return made

    def _led(self, value: Any, name: str) -> Any:
        """Plain data, in which addresses from the root of the site are what lies there."""
        if isinstance(value, Mapping):
            return {key: self._led(one, key if key != "file" else name) for key, one in value.items()}
        if isinstance(value, list):
            return [self._led(one, name) for one in value]
        target = self.leads.target(value, self.page) if isinstance(value, str) and value.startswith("/") else None
        if target is None or not target.path:
            return value
        if target.path.endswith(MARKDOWN):
            return Lead(target.path)
        return Asset(target.path, target.path, _use(target.path, name))

    def _credit(self, credit: Any) -> Any:
        """Somebody of the library, by the name that its people have."""
        if not isinstance(credit, Mapping) or "person" not in credit:
            return self._led(credit, "people")
        listed = self.leads.site.folder.values(*_PEOPLE)
        known = listed.get(str(credit["person"]))
        told = known if isinstance(known, Mapping) else {}
        somebody = Named(str(told.get("name") or credit["person"]), bio=str(told.get("bio", "")))
        return {**credit, "person": somebody}

    def _sound(self, audio: Mapping[str, Any], guid: str) -> Any:
        """A recording as listeners have it: it comes along, or stays where it is."""
        url = str(audio["url"])
        there = self._led(url, "audio")
        length, type_ = audio.get("length"), str(audio.get("type", ""))
        if isinstance(there, Asset):
            return {"file": there, "master": "never"}
        if self.decisions.sound == "hosted":
            return dict(audio)
        kept = self.decisions.sound == "addresses"
        size = length if isinstance(length, int) else 0
        file = Asset(f"enclosure {guid}", url, "sound", self.page.name, "", size, type_, old=(url,), kept=kept)
        return {"file": file, "master": "never"}


def _use(path: str, name: str) -> Use:
    """What a file is for: by the field that names it."""
    if is_picture(path):
        return "picture"
    uses: dict[str, Use] = {"transcript": "transcript", "transcripts": "transcript", "audio": "sound"}
    return uses.get(name, "document")
