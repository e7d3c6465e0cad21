"""A small whole library, made anew for each test: every kind once, and sound of a few seconds."""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]

FILES: dict[str, str] = {
    "theme/strings/en.yml": (HOUSE / "theme/strings/en.yml").read_text(encoding="utf-8"),
    "pipeline.toml": """\
default_target = "public"

[site]
url = "https://library.example/"
title = "A small library"
description = "A library for tests."
timezone = "Europe/London"

[targets.public]
path = "public"
base_url = "http://127.0.0.1:8000/"

[audio]
sting = false
""",
    "content/people.yml": """\
alex:
  name: Alex
  bio: Alex writes here.
sam:
  name: Sam
""",
    "content/topics.yml": """\
- id: coping-with-urges
  title: Coping with urges
  description: What helps when an urge comes.
""",
    "content/audiences.yml": """\
- id: for-me
  title: For me
  description: For the person who wants to change something.
""",
    "content/pages/home.md": """\
---
title: Welcome
description: The first page of a small library that exists only for tests.
date: 2026-01-01
---
Welcome to the library. Begin with [an article](../library/articles/urges-pass.md).
""",
    "content/library/articles/urges-pass.md": """\
---
title: Urges pass
description: An urge rises, peaks and falls, and there are things to do meanwhile.
date: 2026-01-02
topics: [coping-with-urges]
audiences: [for-me]
authors: [alex]
---
An urge is like a wave.

## What to do

Write it down in [the urge log](../../handouts/urge-log.md).
""",
    "content/library/books/first-books.md": """\
---
title: First books
description: A short list of books that are good to begin with, and for whom.
date: 2026-01-03
topics: [coping-with-urges]
audiences: [for-me]
books:
  - title: The Feeling Good Handbook
    authors: [David D. Burns]
    isbn: "9780452281325"
    annotation: A workbook of methods from cognitive therapy, for readers who like exercises.
---
Books to begin with.
""",
    "content/library/links/first-links.md": """\
---
title: First links
description: A short list of places on the web that are good to begin with.
date: 2026-01-03
topics: [coping-with-urges]
audiences: [for-me]
links:
  - url: https://www.who.int/
    title: World Health Organization
    description: Facts about health.
    kind: organisation
---
Places to begin with.
""",
    "content/handouts/urge-log.md": """\
---
title: Urge log
description: A sheet on which to write down urges, how strong they were, and what helped.
date: 2026-01-04
topics: [coping-with-urges]
audiences: [for-me]
---
Fill this in once a day.

```form
- text: What set it off?
- scale: How strong was it?
  from: 0
  to: 10
- choice: Where was I?
  options: [at home, at work]
```
""",
    "content/library/faq/asked.md": """\
---
title: First questions
description: What people ask first, with answers that are short enough for tests.
date: 2026-01-01
topics: [coping-with-urges]
audiences: [for-me]
---
## Does it pass?

Yes, it does.

## And then?

Then comes the next one.
""",
    "content/library/glossary/words.md": """\
---
title: Words
description: Words that stand in this library, and what each of them means to us.
date: 2026-01-04
terms:
  - term: mindfulness
    also: [being mindful]
    meaning: Noticing what is there just now, without having to do anything about it.
    see: [../articles/urges-pass.md]
---
One word to begin with.
""",
    "content/meetings/tuesday-evening.md": """\
---
title: Tuesday evening
description: An hour of talk in a house that nobody built, for tests and for nobody in particular.
date: 2026-01-04
audiences: [for-me]
mode: hybrid
time: "19:30"
weekly: [tuesday]
place:
  name: The house
  address: 1 Nowhere Lane
  city: Leeds
  country: GB
join:
  url: https://meet.example/tuesday
---
Come as you are, and bring something to write with.
""",
    "content/news/open-evening.md": """\
---
title: An open evening
description: An evening to which nobody comes, since it takes place in a house that nobody built.
date: 2026-01-01
audiences: [for-me]
event:
  begin: 2026-06-06T18:00
  end: 2026-06-06T20:00
  place:
    name: The house
    address: 1 Nowhere Lane
    city: Leeds
    country: GB
---
There is tea.
""",
    "content/podcasts/talks/show.yml": """\
title: Talks
description: Short talks about change, made for tests and for nobody's ears in particular.
guid: 9b024349-ccf0-5f69-a609-6b82873eab3c
owner:
  name: The library
  email: library@library.example
category: Health & Fitness > Mental Health
explicit: no
image:
  file: cover.png
  alt: A plain square
people:
  - person: alex
    role: host
""",
    "content/podcasts/talks/first.md": """\
---
title: The first talk
description: A first talk, in which a tone speaks for a few seconds about itself.
date: 2026-01-05
guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11
audio: first.wav
number: 1
season: 1
people:
  - person: alex
    role: host
  - person: sam
    role: guest
transcript: first.vtt
chapters:
  - at: 0:00
    title: Beginning
  - at: 0:02
    title: End
synthetic_voice: yes
---
Notes of the talk, with [an article](../../library/articles/urges-pass.md#what-to-do).
""",
    "content/podcasts/talks/first.vtt": """\
WEBVTT

00:00:00.000 --> 00:00:02.000
<v Alex>Hello, and welcome.

00:00:02.000 --> 00:00:04.000
<v Sam>Thank you.
""",
}


def write(root: Path, *, seconds: float = 5.0) -> Path:
    """The library under `root`. Its theme, words and all, is the one that travels with the package; its meeting stays
    away, since to print one in three formats is half the work of a first build, and so do news, questions and words.
    """
    away = ("theme/", "content/meetings/", "content/news/", "content/library/faq/", "content/library/glossary/")
    for name, text in FILES.items():
        if name.startswith(away):
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "content/podcasts/talks/first.wav").write_bytes(tone(seconds))
    (root / "content/podcasts/talks/cover.png").write_bytes(square(1400))
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace one text in one file; the text must be there."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@cache
def tone(seconds: float, *, rate: int = 24000, level: float = 0.3, channels: int = 1) -> bytes:
    """A tone that swells like syllables, as WAV of 16 bits."""
    frames = bytearray()
    for n in range(int(seconds * rate)):
        swell = 0.55 + 0.45 * math.sin(2 * math.pi * 3 * n / rate)
        value = level * swell * (math.sin(2 * math.pi * 220 * n / rate) + 0.4 * math.sin(2 * math.pi * 660 * n / rate))
        frames += struct.pack("<h", int(value * 20000)) * channels
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(frames))
    return out.getvalue()


@cache
def square(size: int) -> bytes:
    """A square PNG of one colour."""
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x2f\x5d\x62" * size) * size
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
