"""Licences: of the podcast namespace, of Creative Commons, and what a copyright line says."""

from __future__ import annotations

import re
from typing import Any

from pipeline.importing.feed.values.addresses import address
from pipeline.importing.source.xml import Element

_COMMONS = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]{2,20})(?:/([0-9.]{1,5}))?", re.IGNORECASE)
_ELEMENTS = ("creativecommons:license", "cc:license", "dcterms:license", "atom:link", "link")


def licence(element: Element) -> dict[str, Any]:
    """`licence` (SPDX, as it writes them) and `licence_url`, where a channel or an item says any."""
    if one := element.first("podcast:license"):
        name, url = one.words.strip(), address(one.get("url"))
        return {"licence": spdx(name) or of_commons(url) or name, "licence_url": url}
    for one in element.all(*_ELEMENTS):
        said = one.get("rdf:resource") or one.get("href") or one.words.strip()
        if one.name.endswith("link") and one.get("rel") != "license":
            continue
        if name := of_commons(said):
            return {"licence": name, "licence_url": ""}
    return {}


def spdx(name: str) -> str:
    """A licence of Creative Commons as SPDX writes it; "" for another. The namespace writes all in lower case."""
    plain = name.strip().upper().replace(" ", "-")
    return plain if re.fullmatch(r"CC-BY(?:-NC)?(?:-SA|-ND)?-[1-4]\.[05]|CC0-1\.0", plain) else ""


def of_commons(url: str) -> str:
    """The name of a licence of Creative Commons by its address; "" for any other."""
    match = _COMMONS.search(url[:300])
    if match is None:
        return ""
    if match[1].lower() == "publicdomain":
        return "CC0-1.0" if match[2].lower() == "zero" else ""
    return spdx(f"CC-{match[2]}-{match[3] or '4.0'}")
