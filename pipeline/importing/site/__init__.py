"""A site that is to move in: a folder of texts (Hugo, Jekyll, MkDocs …), a folder of pages, or an address."""

from __future__ import annotations

from pipeline.importing.site import reading
from pipeline.importing.site.web import web
from pipeline.importing.source.found import Found
from pipeline.importing.source.origin import Origin
from pipeline.model.decisions import Decisions
from pipeline.web import Unreachable


def read(origin: Origin, decisions: Decisions) -> Found:
    """What the named folder holds, or the site at the named address. An address beside a folder is that at which the
    folder was published. Raises `Unreachable`, also where more is named than one site.
    """
    addresses = [one for one in origin.named if one.lower().startswith(("http://", "https://"))]
    folders = [one for one in origin.named if one not in addresses]
    if len(folders) > 1 or len(addresses) > 1 or not origin.named:
        raise Unreachable(
            "one site moves in at a time", "name one folder, or one address; the address of a folder is for `--address`"
        )
    if folders:
        return reading.folder(origin, folders[0], addresses[0] if addresses else "", decisions)
    return web(origin, addresses[0], decisions)
