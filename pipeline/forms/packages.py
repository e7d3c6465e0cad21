"""What `admin/` is made of: packages of npm, each at one version and with one digest, and what is taken of each.

Sveltia CMS asks other hosts for its fonts, and for its words in the language of the browser, without which it asks for
them without end: here both lie beside it. What else it would ask others for (colours for code, readers of PDFs), the
policy of the page refuses, and it does without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.model import urls

PERFORMER = "npm"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm. `sha512` is that of its archive, in Base64, as npm writes it; `files`: path in it → what comes
    of it is called. In files of text `replaced` stands in the place of what another host would be asked for.
    """

    name: str
    version: str
    sha512: str
    files: Mapping[str, str]
    replaced: Mapping[str, str] = field(default_factory=dict)

    @property
    def spec(self) -> str:
        """As npm is asked for it."""
        return f"{self.name}@{self.version}"

    def params(self) -> dict[str, Any]:
        """Itself, as the parameters of a job."""
        return {**asdict(self), "spec": self.spec}


_FONTS = {
    "material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2": "fonts/symbols-98db9feefa17.woff2",
    "source-sans-3:vf@5.3.0/latin-wght-normal.woff2": "fonts/source-sans-7a19a7027e12.woff2",
    "noto-mono@5.3.0/latin-400-normal.woff2": "fonts/noto-mono-2787a2983d94.woff2",
}
"""What the program asks for below `_HOST` → where it lies beside it."""
_SYMBOLS, _SANS, _MONO = _FONTS.values()
_HOST = "https://cdn.jsdelivr.net/fontsource/fonts/"
SCRIPT, SCHEMA = "sveltia-cms.js", "sveltia-cms.json"
LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en-CA", "en-GB", "en-US", "es-CO", "fa", "fi", "fr", "hr", "it", "ja"),
    *("ko", "nl", "pl", "pt-BR", "pt-PT", "ru", "sv", "tr", "uk", "vi", "zh-CN", "zh-TW"),
)
"""Those in which Sveltia CMS speaks to editors."""
_WORDS = [f"locales/{language}.json" for language in LANGUAGES]
SVELTIA = Package(
    name="@sveltia/cms",
    version="0.221.1",
    sha512="J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ==",
    files={
        "dist/sveltia-cms.js": SCRIPT,
        "schema/sveltia-cms.json": SCHEMA,
        "package.json": "package.json",
        "LICENSE.txt": "licences/sveltia-cms.txt",
        **{path: path for path in _WORDS},
    },
    replaced={
        **{_HOST + there: here for there, here in _FONTS.items()},
        "${iP}@${rP}/locales": "locales",
        "${iP}/package.json": "package.json",
    },
)
PACKAGES = (
    SVELTIA,
    Package(
        name="@fontsource-variable/material-symbols-outlined",
        version="5.3.7",
        sha512="d6kLamaMdad40AYoyJEBgCH63fRLklC7GW7bgb7WWbPh/UzuW483Dlyfmn3vxpiNsHLIMBOcYYkZDtOC9Y3MUA==",
        files={"files/material-symbols-outlined-latin-wght-normal.woff2": _SYMBOLS, "LICENSE": "licences/symbols.txt"},
    ),
    Package(
        name="@fontsource-variable/source-sans-3",
        version="5.3.0",
        sha512="dpi0GZk7EQe2tYpg6Q0Fx0OmUgnuGu+0rHPgtXqtKhglYmJuP7jZ12Mu1uN+NfRaJRY1Emn8AQJEWzmoZ4wa9g==",
        files={"files/source-sans-3-latin-wght-normal.woff2": _SANS, "LICENSE": "licences/source-sans.txt"},
    ),
    Package(
        name="@fontsource/noto-mono",
        version="5.3.0",
        sha512="QZieY3OyKEImCXg3HRiF6p6/H0GXX94uEb53ayLyQgCTB20LdkvsyJIgigo6lAGmVw3WEs40DdG5KTqpxfwgGg==",
        files={"files/noto-mono-latin-400-normal.woff2": _MONO, "LICENSE": "licences/noto-mono.txt"},
    ),
)


def published(name: str, digest: str) -> str:
    """Where a file is published: the program, which is ours once its addresses are replaced, by the digest of it."""
    return f"{urls.ADMIN}sveltia-cms-{digest[:12]}.js" if name == SCRIPT else f"{urls.ADMIN}{name}"
