"""The page of `admin/`: it loads the program of the forms, and says to whom that may speak."""

from __future__ import annotations

from html import escape

from pipeline.formats.language import direction
from pipeline.settings.editing import EditingSettings
from pipeline.settings.site import SiteSettings

_SPOKEN_TO = {
    "github": ("https://api.github.com",),
    "gitlab": ("https://gitlab.com",),
    "gitea": ("https://gitea.com",),
    "trial": (),
}
_PORTRAITS = {"github": ("https://avatars.githubusercontent.com",)}


def policy(editing: EditingSettings) -> str:
    """The content security policy: no code but our own, and nobody is spoken to but the server of the repository.

    Sveltia CMS writes styles into the page, and shows pictures that it has read as `blob:`.
    """
    servers = (editing.server,) if editing.server else _SPOKEN_TO[editing.backend]
    portraits = servers if editing.server else (*servers, *_PORTRAITS.get(editing.backend, ()))
    said = {
        "default-src": ("'none'",),
        "script-src": ("'self'",),
        "style-src": ("'self'", "'unsafe-inline'"),
        "font-src": ("'self'",),
        "img-src": ("'self'", "data:", "blob:", *portraits),
        "media-src": ("'self'", "blob:"),
        "frame-src": ("'self'", "blob:"),
        "manifest-src": ("'self'", "blob:"),
        "connect-src": ("'self'", "data:", "blob:", *servers),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in said.items())


def page(site: SiteSettings, title: str, no_script: str, script: str) -> bytes:
    """The whole page, for `script` beside it."""
    assert site.editing is not None  # nothing else has this page
    language = escape(site.language)
    return f"""\
<!doctype html>
<html lang="{language}" dir="{direction(site.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy(site.editing))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="same-origin">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="cms-config-url" type="application/json" href="config.json">
</head>
<body>
<noscript><p>{escape(no_script)}</p></noscript>
<script src="{escape(script)}"></script>
</body>
</html>
""".encode()
