"""An archived copy of a page that is gone, as the Wayback Machine's availability API tells of it
(https://archive.org/help/wayback_api.php). Any archive that answers so will do.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from pipeline.formats.scalars import is_url

_WAYBACK = "http://web.archive.org/"
_STAMP = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})[0-9]*")


def question(archive: str, url: str, day: str) -> str:
    """The address that tells of the copy of a page nearest to a day (ISO 8601; "" for the newest)."""
    near = {"timestamp": day.replace("-", "")} if day else {}
    return f"{archive}?{urlencode({'url': url, **near})}"


def read(data: bytes) -> tuple[str, str]:
    """The address of a copy and its day (ISO 8601), from an answer; empty where there is none that one could read."""
    try:
        found = json.loads(data)["archived_snapshots"]["closest"]
        copy, status, stamp = str(found["url"]), str(found["status"]), _STAMP.fullmatch(str(found["timestamp"]))
    except (ValueError, RecursionError, KeyError, TypeError):
        return "", ""
    if found.get("available") is not True or not status.startswith("2") or not stamp:
        return "", ""
    if copy.startswith(_WAYBACK):
        copy = f"https://{copy.removeprefix('http://')}"
    return (copy, "-".join(stamp.groups())) if copy.startswith("https://") and is_url(copy) else ("", "")
