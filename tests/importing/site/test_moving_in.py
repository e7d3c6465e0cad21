"""A site is moved in, as whoever has one does it; and a second time, when nothing changes."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

from PIL import Image

from tests.importing.site.samples import HUGO
from tests.support import library
from tests.support.run import pipeline

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
TEXT = """\
---
title: How urges pass
date: 2020-05-03T10:00:00Z
description: An urge rises, peaks and falls, like a wave that comes in on a beach and runs out.
tags: [Urges]
author: Jo
---
# How urges pass

See [who we are](/about-us/), [the sheet]({{< relref "files/sheet.pdf" >}}),
[the door](/images/the%20door.png), [a list](/tags/).

{{< figure src="/images/the door.png" alt="A door" caption="At night" >}}

{{% notice tip %}}
Wait **ten minutes**.
{{% /notice %}}

{{< quiz id=3 >}}
"""


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (30, 30), colour).save(data, "PNG")
    return data.getvalue()


def content(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}


def test_a_folder_becomes_files_as_editors_write_them(tmp_path: Path) -> None:
    root, site = library.write(tmp_path / "library"), tmp_path / "site"
    shutil.rmtree(root / "content/podcasts")
    files = {
        "hugo.toml": HUGO["hugo.toml"],
        "content/about.md": HUGO["content/about.md"],
        "content/blog/urges.md": TEXT,
        "static/files/sheet.pdf": PDF,
        "static/images/the door.png": picture("red"),
    }
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data if isinstance(data, bytes) else data.encode())

    run = pipeline("import", "site", site, "--root", root, "-q")
    written, report = content(root), json.loads((root / "import-report.json").read_bytes())
    assert run.status == 1, "a shortcode waits for somebody to decide"
    assert report["problems"] == [], "what comes in is in order"
    article = written["content/library/articles/urges.md"].decode()
    assert "date: 2020-05-03T10:00:00+00:00\n" in article and "  - /lib/blog/urges/\n" in article
    assert "[who we are](../../pages/about.md)" in article and "[the sheet](files/sheet.pdf)" in article
    assert (
        article.count("images/the-door.png") == 2
        and "[a list](https://old.example/tags/)" in article
        and "quiz" not in article
    )
    assert "content/library/articles/images/the-door.png" in written

    (root / "import.yml").write_text("losses:\n  shortcode/quiz: {map: '*There was a quiz {id} here.*'}\n")
    assert pipeline("import", "site", site, "--root", root, "-q").status == 0
    decided = content(root)
    assert "\n*There was a quiz 3 here.*\n" in decided["content/library/articles/urges.md"].decode()
    assert pipeline("import", "site", site, "--root", root, "-q").status == 0
    assert content(root) == decided, "a third run changes nothing"
