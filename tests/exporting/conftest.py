"""A library that was built in memory, with what exports have to cope with, and with what they must leave out."""

from __future__ import annotations

import pytest

from pipeline import flow
from pipeline.flow import Built
from pipeline.world import World
from tests.support import library, twins

EPISODE = """\
---
title: Talk {number}
description: Talk number {number} of several, so that the feed of the show has more than one document.
date: {date}
guid: {guid}
audio: first.wav
number: {number}
{more}---
Notes of talk {number}.
"""


def episode(number: int, date: str, guid: str, more: str = "") -> str:
    return EPISODE.format(number=number, date=date, guid=guid, more=more)


FILES = {
    **library.FILES,
    "pipeline.toml": library.FILES["pipeline.toml"] + "\n[feeds]\nlimit = 2\n",
    "content/library/articles/urges-pass.md": """\
---
title: "Urges <pass> & go"
description: An urge rises, peaks and falls, and there are things to do meanwhile.
date: 2026-01-02
topics: [coping-with-urges]
audiences: [for-me]
authors: [alex]
redirect_from: [/2019/05/urges]
image: {file: ../../images/wave.png, alt: A wave}
related: [../../handouts/urge-log.md]
---
An urge is like a wave[^1]; see [sic] and
![a wave](../../images/wave.png).

## What to do

Write it down in [the urge log](../../handouts/urge-log.md), [twice][log], or [below](#what-to-do).

[log]: ../../handouts/urge-log.md
[^1]: Or like weather.
""",
    "content/library/articles/not-yet.md": """\
---
title: Not yet to be seen
description: A draft that nobody may see before it is finished, wherever it goes.
date: 2026-01-02
draft: yes
topics: [coping-with-urges]
audiences: [for-me]
authors: [alex]
---
Secret.
""",
    "content/podcasts/talks/second.md": episode(2, "2026-02-05T18:30+01:00", "https://old.example/?p=2&x=%20"),
    "content/podcasts/talks/third.md": episode(3, "2026-03-05", "b&<c", "type: trailer\n"),
    "content/podcasts/talks/fourth.md": episode(4, "2026-04-05", "four"),
    "content/podcasts/talks/fifth.md": episode(5, "2026-05-05", "five"),
    "content/podcasts/talks/later.md": episode(6, "2027-01-01", "Scheduled"),
}
PICTURES = {"content/images/wave.png": library.square(8), "content/podcasts/talks/cover.png": library.square(1400)}


@pytest.fixture(scope="session")
def built() -> tuple[World, Built]:
    files = {path: text.encode() for path, text in FILES.items()}
    world = twins.world({**files, **PICTURES, "content/podcasts/talks/first.wav": library.tone(1)})
    return world, flow.build(world)
