"""The copy that opens from a stick: where its links lead, what of its scripts runs, what it says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.offline import Stick
from pipeline.offline.scripts import NeedsAServer, plain
from tests.offline.build import BASE, SITE, build, page

MODULE = "const root = new URL('../', import.meta.url)\n"
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' 'sha256-x'\">"
FILES: dict[str, str | bytes] = {
    "index.html": page('<a href="about/">x</a>'),
    "about/index.html": page(
        '<a href="../">home</a> <a href=".">here</a> <a href="../talk/#t=5">talk</a> <a href="#part">part</a>'
        f'<a href="{BASE}talk/">whole</a> <a href="/sub/talk/">rooted</a> <a href="../feed.xml">feed</a>'
        '<a title="a > b" href="https://who.example/?a=1&amp;b=2">out</a> <a href="https://other.example/">out</a>'
        '<a href="tel:112">112</a> <a data-leave href="https://weather.example/">leave</a>'
        '<img src="../p/a-1.png" srcset="../p/a-1.png 160w, ../p/a-2.png 320w" alt="">',
        f'{POLICY}<link rel="canonical" href="{SITE}about/"><link rel="preload" href="../a.css" as="font">'
        '<link rel="stylesheet" href="../a.css"><script type="module" src="../good.js"></script>'
        '<script type="module" src="../asks.js"></script>',
    ),
    "talk/index.html": page(
        '<audio src="../s.mp3" title="x"></audio><script type="module" data-needs="sound" src="../good.js"></script>'
    ),
    "404.html": page("lost"),
    "a.css": "@font-face { font-display: optional; src: url(p/a-3.png) }",
    "good.js": MODULE,
    "asks.js": "const more = await import('./other.js')",
    "feed.xml": "<rss/>",
    "s.mp3": b"sound",
    **{f"p/a-{number}.png": b"picture" for number in (1, 2, 3, 4)},
}


def copied(*, sound: bool = False) -> dict[str, str]:
    stick = Stick(build(FILES), "library", sound)
    return {m.name.removeprefix("library/"): b"".join(m.open()).decode() for m in stick.members()}


def test_what_goes_along_is_what_pages_show() -> None:
    there = {"index.html", "about/index.html", "talk/index.html", "a.css", "good.js", "assets/copy.css"}
    pictures = {"p/a-1.png", "p/a-2.png", "p/a-3.png"}
    assert set(copied()) == there | pictures
    assert set(copied(sound=True)) == there | pictures | {"s.mp3"}


@pytest.mark.parametrize(
    "made",
    [
        '<a href="../index.html">home</a>',
        '<a href="index.html">here</a>',
        '<a href="../talk/index.html#t=5">talk</a>',
        '<a href="#part">part</a>',
        '<a href="../talk/index.html">whole</a> <a href="../talk/index.html">rooted</a>',
        f'<a href="{SITE}feed.xml" data-outer title="needs the internet">feed</a>',
        '<a title="a > b" href="https://who.example/?a=1&amp;b=2" data-outer>out</a>',
        '<a href="https://other.example/" data-outer title="needs the internet">out</a>',
        '<a href="tel:112">112</a> <a data-leave href="about:blank">leave</a>',
        'srcset="../p/a-1.png 160w, ../p/a-2.png 320w"',
        f'<link rel="canonical" href="{SITE}about/">',
        '<link rel="stylesheet" href="../a.css"><script defer src="../good.js"></script></head>'.replace(
            "</head>", '<link rel="stylesheet" href="../assets/copy.css">\n</head>'
        ),
        POLICY,
        "A copy of A library of 24 November 2026. Marked links need the internet. No recordings.</p>\n</footer>",
    ],
)
def test_a_page_leads_where_files_lie(made: str) -> None:
    assert made in copied()["about/index.html"]


def test_nothing_is_left_that_a_file_may_not_ask_for() -> None:
    for path, text in copied().items():
        assert 'type="module"' not in text, path
        assert "preload" not in text, path
        assert "import" not in text, path


def test_a_font_is_shown_though_it_comes_a_moment_late() -> None:
    assert copied()["a.css"] == "@font-face { font-display:swap; src: url(p/a-3.png) }"


def test_a_recording_that_does_not_go_along_says_where_it_is() -> None:
    silent, heard = copied()["talk/index.html"], copied(sound=True)["talk/index.html"]
    link = f'<a href="{SITE}talk/" data-outer title="needs the internet">Hear it on the web</a>'
    assert link in silent
    assert "<audio" not in silent
    assert "good.js" not in silent, "nothing is there that it could play"
    assert '<audio src="../s.mp3" title="x"></audio>' in heard
    assert "good.js" in heard
    assert "No recordings" not in heard


def test_sound_on_another_host_is_in_no_copy() -> None:
    there = '<audio src="https://media.example/s.mp3" title="x"></audio>'
    script = '<script type="module" data-needs="sound" src="../good.js"></script>'
    for sound in (False, True):
        stick = Stick(build({**FILES, "there/index.html": page(there + script)}), "library", sound)
        made = next(b"".join(m.open()).decode() for m in stick.members() if m.name == "library/there/index.html")
        assert "Hear it on the web</a>" in made
        assert "media.example" not in made and "<audio" not in made and "good.js" not in made


def test_the_same_sound_in_other_files_stays_on_the_web() -> None:
    more = page('<audio src="../s.mp3"></audio><a href="../s.mp3">MP3</a> <a href="../s-2.mp3">clip</a>')
    whole = replace(build(FILES | {"talk/index.html": more, "s-2.mp3": "clip"}), beside=frozenset({"s-2.mp3"}))
    stick = Stick(whole, "library", sound=True)
    members = {member.name: b"".join(member.open()) for member in stick.members()}
    assert "library/s.mp3" in members and "library/s-2.mp3" not in members
    assert f'<a href="{SITE}s-2.mp3" data-outer' in members["library/talk/index.html"].decode()
    assert stick.unheard == (1, 5)


def test_the_size_is_known_before_it_is_written() -> None:
    stick = Stick(build(FILES), "library")
    assert stick.size == sum(len(b"".join(member.open())) for member in stick.members())
    assert stick.size == sum(member.size for member in stick.members())
    assert (stick.pages, stick.unheard) == (3, (1, 5))


MODULES = {
    "a.js": 'export const a = 1\nexport async function b() { return c }\nimport { c } from "./c.js"',
    "c.js": "export const c = 2",
    "loop.js": 'import { a } from "./loop.js"',
}


def test_a_module_becomes_a_script_of_its_own() -> None:
    assert plain(MODULE, MODULES.__getitem__) == (
        "\"use strict\";(() => {\nconst here = document.currentScript.src;\nconst root = new URL('../', here)\n\n})()\n"
    )
    assert plain("export const a = 1", MODULES.__getitem__) == '"use strict";(() => {\nconst a = 1\n})()\n'
    assert plain('import { a, b } from "./a.js"\nlet d = a', MODULES.__getitem__) == (
        '"use strict";(() => {\nconst { a, b } = (() => {\nconst a = 1\nasync function b() { return c }\n'
        "const { c } = (() => {\nconst c = 2\nreturn { c }\n})()\nreturn { a, b }\n})()\nlet d = a\n})()\n"
    )


@pytest.mark.parametrize(
    "script",
    [
        *("await fetch(a)", "import x from './x.js'", "export default 1", "import('./x.js')", "export { a }"),
        *('import { a } from "./loop.js"', "navigator.serviceWorker.register(a)"),
    ],
)
def test_a_script_that_asks_for_files_is_known(script: str) -> None:
    with pytest.raises(NeedsAServer):
        plain(f"const a = 1\n{script}", MODULES.__getitem__)


@pytest.mark.parametrize("script", ["/* fetch(x), and import nothing */ let a", "const important = 1", "prefetch(a)"])
def test_one_that_only_sounds_so_is_not(script: str) -> None:
    assert script in plain(script, MODULES.__getitem__)
