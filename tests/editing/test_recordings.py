"""An episode is told where its recording lies; nothing else in it changes."""

from __future__ import annotations

import pytest

from pipeline.editing import recorded
from pipeline.model.media import Elsewhere
from pipeline.model.tree import File

DIGEST = "ab" * 32
WHERE = Elsewhere(url="s3://media/library/sources/a.wav", sha256=DIGEST)
LINES = f"audio:\n  url: {WHERE.url}\n  sha256: {DIGEST}"


def written(text: str) -> str:
    edit = recorded(File("content/podcasts/talks/first.md", "", 0, text.encode()), WHERE)
    assert edit is not None and not edit.left, edit
    return edit.data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A\naudio: first.wav # from Ann\nnumber: 1\n", f"title: A\n{LINES} # from Ann\nnumber: 1\n"),
        ("title: A\n", f"title: A\n{LINES}\n"),
        ("audio:\ntitle: 'A' # kept\n", f"{LINES}\ntitle: 'A' # kept\n"),
        (f"audio: {{url: 'https://a.example/b', sha256: {'cd' * 32}}}\n\ntitle: A\n", f"{LINES}\n\ntitle: A\n"),
        (f"{LINES.replace('ab', 'ef')}\ntitle: A\n", f"{LINES}\ntitle: A\n"),
        ("audio: {file: a.m4a, master: never, sting: no}\n", f"{LINES}\n  master: never\n  sting: no\n"),
        ("audio:\n  file: a.m4a\n  tag: yes\nchapters: a.m4a\n", f"{LINES}\n  tag: yes\nchapters: recording\n"),
        ("audio: {url: 'https://a.example/b.mp3', length: 9, type: audio/mpeg, seconds: 1:02}\n", f"{LINES}\n"),
        ("audio: a.m4a\nchapters: a.m4a\ntitle: A\n", f"{LINES}\nchapters: recording\ntitle: A\n"),
        ("  audio: a.wav\n  title: A\n", "  " + LINES.replace("\n", "\n  ") + "\n  title: A\n"),
    ],
)
def test_its_recording_is_written_and_all_else_stays(before: str, after: str) -> None:
    notes = "Notes, as they were: `audio: x`\n"
    assert written(f"---\n{before}---\n{notes}") == f"---\n{after}---\n{notes}"


def test_lines_end_as_they_ended() -> None:
    assert written("---\r\naudio: a.wav\r\n---\r\nNotes\r\n").count("\r\n") == 6


@pytest.mark.parametrize(
    "fields", ["{title: A, audio: x}", "audio: # a comment of its own\n  url: https://a.example/b"]
)
def test_what_would_lose_something_is_left_and_told(fields: str) -> None:
    edit = recorded(File("content/podcasts/talks/first.md", "", 0, f"---\n{fields}\n---\n".encode()), WHERE)
    assert edit is not None and edit.after == edit.before
    (told,) = edit.left
    assert told.hint == f"write it by hand: `audio: {{url: {WHERE.url}, sha256: {DIGEST}}}`"


def test_what_stands_beside_it_in_several_lines_is_left_and_told() -> None:
    fields = "audio:\n  file: a.wav\n  master: >-\n    never\n"
    edit = recorded(File("content/podcasts/talks/first.md", "", 0, f"---\n{fields}---\n".encode()), WHERE)
    assert edit is not None and edit.after == edit.before
    assert edit.left[0].hint.endswith("`, and keep `master` beside it")
