"""Draws the pictures of `first-hour.md` anew: `python docs/editors/pictures/make.py`, with Chromium installed.

They are mock-ups of a git host's web editor, and of no host in particular: what every one of them has, with a number
where to click. What is written in them stands in that page; change words there or here, never the PNG.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WIDTH = 880

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { font: 17px/1.45 sans-serif; color: #1d2b2d; background: #eef3f2; padding: 20px; width: 880px }
.window { background: #fff; border: 1px solid #a9bcbb; border-radius: 10px; overflow: hidden }
.bar { background: #2f5d62; color: #fff; padding: 10px 20px; font-weight: 600 }
.bar span { font-weight: 400; margin-left: 28px; opacity: .85 } .bar span.on { opacity: 1; border-bottom: 3px solid #fff }
.in { padding: 18px 20px } .row { display: flex; gap: 14px; align-items: center; margin-bottom: 14px }
.row:last-child { margin-bottom: 0 } .grow { flex: 1 }
.button, .field { border: 1px solid #7f9695; border-radius: 6px; padding: 6px 14px; background: #fff; white-space: nowrap }
.go { background: #2f5d62; border-color: #2f5d62; color: #fff; font-weight: 600 } .field { color: #1d2b2d }
.here { outline: 3px solid #c4622d; outline-offset: 3px }
.n { display: inline-block; width: 30px; height: 30px; line-height: 30px; text-align: center; border-radius: 50%;
     background: #c4622d; color: #fff; font-weight: 700; flex: none }
.list { border: 1px solid #cfdbda; border-radius: 6px } .list div { padding: 8px 14px; border-top: 1px solid #e3ebea }
.list div:first-child { border-top: 0 } .quiet { color: #56696a }
pre { font: 15px/1.5 monospace; background: #f6f9f8; border: 1px solid #cfdbda; border-radius: 6px; padding: 12px 14px }
.menu { border: 1px solid #7f9695; border-radius: 6px; padding: 10px 14px; margin-left: 44px; width: 460px }
.menu div { padding: 4px 0 } .bad { color: #a3321f; font-weight: 600 } .good { color: #246b3a; font-weight: 600 }
"""


def window(tab: str, *rows: str) -> str:
    tabs = "".join(f'<span class="{"on" if name == tab else ""}">{name}</span>' for name in ("Files", "Pull requests"))
    inside = "".join(f'<div class="row">{row}</div>' for row in rows)
    return f'<div class="window"><div class="bar">our-library{tabs}</div><div class="in">{inside}</div></div>'


def n(number: int) -> str:
    return f'<span class="n">{number}</span>'


GUIDE = (HERE.parent / "first-hour.md").read_text(encoding="utf-8")
(ARTICLE,) = re.findall(r"^````markdown\n((?:.*\n){5})", GUIDE, re.MULTILINE)
(PROBLEM,) = re.findall(r"^```text\n(content/.*\n(?:.*\n){3})```$", GUIDE, re.MULTILINE)
PLACE, _, REST = html.escape(PROBLEM, quote=False).partition("\n")
PLACE = PLACE.replace("content/library/articles/", "", 1).partition(" [")[0]  # as much as a picture has room for

PICTURES = {
    "1-branch": window(
        "Files",
        f'{n(1)}<span class="button here">main ▾</span><span class="grow"></span>',
        f'{n(2)}<span class="field here grow">what-helped-me</span>',
        f'{n(3)}<span class="button here">Create branch “what-helped-me” from “main”</span>',
    ),
    "2-new-file": window(
        "Files",
        '<span class="button">what-helped-me ▾</span><b>our-library / content / library / articles</b>'
        f'<span class="grow"></span><span class="button here">Add file ▾</span>{n(1)}',
        '<div class="list grow"><div>a-life-with-more-in-it.md</div><div>reasons-of-your-own.md</div>'
        "<div>urges-rise-and-fall.md</div></div>",
    ),
    "3-write": window(
        "Files",
        f'content / library / articles / <span class="field here">what-helped-me.md</span>{n(1)}',
        f'<pre class="grow">{ARTICLE}…</pre>{n(2)}',
    ),
    "4-commit": window(
        "Files",
        f'{n(1)}<span class="field here grow">An article: what helped me in the first week</span>',
        '<span class="quiet">◉ Commit to the branch “what-helped-me”</span>',
        f'{n(2)}<span class="button go here">Commit changes</span>',
    ),
    "5-pull-request": window(
        "Pull requests",
        '<span class="quiet">what-helped-me had a change a minute ago</span><span class="grow"></span>'
        f'{n(1)}<span class="button go here">Open pull request</span>',
        '<span class="field grow">An article: what helped me in the first week</span>',
        '<span class="field grow quiet">What is it, and who should read it before it is public?</span>',
    ),
    "6-check": window(
        "Pull requests",
        '<span class="bad">✗ Check</span><span class="quiet">found 1 problem</span><span class="grow"></span>'
        f'{n(1)}<span class="button here">Details</span>',
        f'<pre class="grow"><span class="bad">{PLACE}</span>\n{REST}</pre>{n(2)}',
    ),
    "7-merge": window(
        "Pull requests",
        '<span class="good">✓ Check</span><span class="quiet">The library is in order</span>',
        '<span class="good">✓ Read</span><span class="quiet">by Ines</span>',
        f'{n(1)}<span class="button go here">Merge</span><span class="quiet">and tonight it is published</span>',
    ),
}


def draw(name: str, content: str, chromium: str, scratch: Path) -> None:
    page = scratch / f"{name}.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{content}", encoding="utf-8")
    height = 40 + 46 + 36 + content.count('class="row"') * 50 + content.count("\n") * 23 + content.count("<div>") * 30
    subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--window-size={WIDTH},{height}",
            f"--screenshot={HERE / name}.png",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )


if __name__ == "__main__":
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        sys.exit("Chromium is missing: `apt-get install -y chromium`")
    with tempfile.TemporaryDirectory() as folder:
        for title, content in PICTURES.items():
            draw(title, content, found, Path(folder))
