"""Addresses as people say them: `www.nhs.uk`, `hello@example.org`, a telephone number."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@/:]{1,64}@[^\s@/:]{1,200}\.[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/-]{3,30}")
_HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,}(?=[/?#]|$)")
_BROKEN = re.compile(r"h?t?tps?(?:/{2,3}:?|/?:/*|;/+)(?=[\w-]+\.)", re.IGNORECASE)
"""The beginning of an address with a slip: `http//`, `https//:`, `https;//`."""
_FILES = (
    *(".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".csv"),
    *(".ppt", ".pptx", ".epub", ".mp3", ".wav", ".flac", ".m4a", ".ogg", ".opus", ".mp4", ".mov", ".vtt", ".srt"),
    *(".sbv", ".tsv"),
    *(".json", ".yml", ".yaml", ".toml", ".zip", ".css", ".js", ".ics", ".gif", ".bmp", ".tif", ".tiff", ".heic"),
    *(".png", ".jpg", ".jpeg", ".webp", ".aiff", ".caf", ".w64", ".aac", ".wma", ".oga", ".webm", ".mka", ".mkv"),
)
"""Endings of files: what ends in one of them is no host."""
_QUOTES = "“”„‘’«»\"'"


def unquoted(target: str) -> str:
    """An address without the quotation marks around it."""
    return target.strip().strip(_QUOTES)


def whole(target: str) -> str:
    """The whole address that is meant by one as people say it: of the web, `mailto:…` or `tel:…`.

    "" where it may be the path of a file.
    """
    target = target.strip()
    if _MAIL.fullmatch(target):
        return f"mailto:{target}"
    if _TELEPHONE.fullmatch(target):
        return "tel:" + "".join(one for one in target if one in "+0123456789")
    if slip := _BROKEN.match(target):
        return f"http{'s' if 's' in slip[0].lower() else ''}://{target[slip.end() :]}"
    host = _HOST.match(target)
    is_host = host is not None and (target.startswith("www.") or not host[0].lower().endswith(_FILES))
    return f"https://{target}" if is_host else ""
