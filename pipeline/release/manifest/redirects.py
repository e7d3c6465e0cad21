"""A page at an old address that leads to the new one, on any host and under any sub-path."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.artifact import Piece

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={link}">
</head>
<body>
<p><a href="{link}">{title}</a></p>
</body>
</html>
"""


def redirect(
    from_address: str, to_address: str, *, site_url: str, title: str = "", language: str = "en", source: str = ""
) -> Piece:
    """The page at `from_address` (`old/` or its file). Addresses are relative to the root; `site_url` is the
    library's identity, whatever the target. The link is relative, so it works below any base. Stores that know
    redirects learn from `leads_to`.
    """
    page = _PAGE.format(
        language=escape(language),
        title=escape(title or to_address),
        canonical=escape(urls.absolute(site_url, _quoted(to_address))),
        link=escape(_quoted(urls.relative(from_address, to_address))),
    )
    return Piece(urls.page_file(from_address), page.encode(), source, _quoted(to_address))


def _quoted(address: str) -> str:
    return quote(address, safe="/#%")
