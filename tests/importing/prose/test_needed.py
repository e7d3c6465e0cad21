"""Which files come along with a text."""

from __future__ import annotations

from pipeline.importing.prose import wanted
from pipeline.importing.source.found import Text
from pipeline.problems import Place
from tests.importing.prose.twin import BASE

HOMES = ("https://old.example/",)


def needed(text: str, homes: tuple[str, ...] = HOMES) -> list[tuple[str, str, str]]:
    """The use, the address and the words of each file."""
    made = wanted(Text(text, "html", BASE, Place("source.xml", 10)), homes)
    return [(one.use, one.url, one.about) for one in made]


def test_pictures_of_any_host_come_along_once_and_as_large_as_there_are() -> None:
    text = (
        '<img src="a-300.jpg" srcset="a-300.jpg 300w, /a.jpg 2048w" alt="A path"><img data-src="https://cdn.example/b.png">'
        '<a href="/x"><img src="/a.jpg"></a>'
    )
    assert needed(text) == [
        ("picture", "https://old.example/a.jpg", "A path"),
        ("picture", "https://cdn.example/b.png", ""),
    ]


def test_documents_and_sound_come_along_from_home_alone() -> None:
    text = (
        '<a href="/files/Log.PDF?v=1">The log</a> <a href="http://www.old.example/talk.mp3">Talk</a>'
        '<a href="https://elsewhere.example/c.pdf">c</a> <a href="/page.html">p</a> <a href="https://old.example.evil/d.pdf">d</a>'
        '<audio src="/e.m4a"></audio> <a href="mailto:a@old.example">m</a>'
    )
    assert needed(text) == [
        ("document", "https://old.example/files/Log.PDF?v=1", "The log"),
        ("sound", "http://www.old.example/talk.mp3", "Talk"),
        ("sound", "https://old.example/e.m4a", ""),
    ]


def test_what_counts_readers_and_pictures_of_letters_stay() -> None:
    text = '<img src="/p.gif" width="1"><img src="https://pixel.wp.com/g.gif"><img class="emoji" src="/e.svg"><img>'
    assert needed(text) == []


def test_a_picture_that_is_its_own_address_brings_its_bytes() -> None:
    [one] = wanted(Text('<img alt="Dot" src="data:image/gif;base64,R0lGODlh">', "html", BASE, Place("x", 3)), ())
    assert (one.use, one.type, one.data, one.name, one.url) == ("picture", "image/gif", b"GIF89a", "Dot.gif", "")
    assert one.id.startswith("data:") and len(one.id) == len("data:") + 64
    assert one.place == Place("x", 3)


def test_files_of_a_folder_count_from_the_text_that_names_them() -> None:
    text = Text('![a](../img/a.jpg)\n\n{{< figure src="/b.png" >}} [c](c.pdf)', "markdown", "posts/one.md", Place("x"))
    assert [one.url for one in wanted(text, ("posts",))] == ["img/a.jpg", "/b.png", "posts/c.pdf"]
