"""What people write in texts and mean otherwise: each is told once, whole, and never published in silence."""

from __future__ import annotations

import pytest

from tests.content.test_check import ARTICLE, HOME, LINKS, Shelf
from tests.support.library import square

OWN, LOG = "https://library.example/", "../../handouts/urge-log.md"
LOOK = "small and capital letters are not the same in names"
MEND = "mend the path (it is relative to this file)"
LOCAL = "link to the file of a page, like `../articles/a.md`: then `check` knows when it moves"
NEW = (
    "this is still what `pipeline new` wrote, to be replaced",
    "write your own in its place, or remove it; until then, keep the line `draft: yes` among the fields",
    "placeholder",
)


def told(text: str, **more: bytes) -> list[tuple[str, str, str, str]]:
    """What is said of an article with this body, which begins with line 1: place in it, message, remedy and code."""
    shelf = Shelf()
    fields, _, _ = shelf.files[ARTICLE].decode().rpartition("---\n")
    name = "content/library/articles/other.md"
    shelf.files |= {f"content/library/articles/{other}": data for other, data in more.items()}
    shelf.write(name, f"{fields.replace('Urges pass', 'Another one')}---\n{text}")
    first = fields.count("\n") + 1
    found = []
    for place, message, hint, code in shelf.told:
        path, line, *column = place.split(":")
        assert path == name
        found.append((":".join((str(int(line) - first), *column)), message, hint, code))
    return found


def test_a_link_without_its_scheme_is_no_file() -> None:
    read, web = "is read as a file of the library: ", "an address of the web begins with `https://`"
    text = "[the NHS](www.nhs.uk)\n[b](nhs.uk/live)\n[c](help@example.org)\n[d](0800 1234)\n[e](+441234)"
    assert told(f"{text}\n[f](“https://e.org/”)\n[g](https//:e.org/a.md)\n[h](http//e.org)") == [
        ("1:11", f"`www.nhs.uk` {read}{web}", "write `https://www.nhs.uk`", "broken-link"),
        ("2:5", f"`nhs.uk/live` {read}{web}", "write `https://nhs.uk/live`", "broken-link"),
        ("3:5", f"`help@example.org` {read}a link to an e-mail address begins with `mailto:`",
         "write `mailto:help@example.org`", "broken-link"),
        ("4:3", "this is no link, and is shown as text", "write a telephone number so: `(tel:08001234)`",
         "misread-markup"),
        ("5:5", f"`+441234` {read}a link to a telephone number begins with `tel:`", "write `tel:+441234`",
         "broken-link"),
        ("6:5", "quotes stand around the address `https://e.org/`", "write it without them: `(https://e.org/)`",
         "broken-link"),
        ("7:5", f"`https//:e.org/a.md` {read}{web}", "write `https://e.org/a.md`", "broken-link"),
        ("8:5", f"`http//e.org` {read}an address of the web begins with `http://`", "write `http://e.org`",
         "broken-link"),
    ]  # fmt: skip


def test_what_a_link_meant_is_looked_for_in_the_folder_first() -> None:
    lines = {
        "![a](Ok.PNG)": ("1:6", "Ok.PNG", f"write `ok.png`: {LOOK}"),
        "[a](Urges-Pass.md#what)": ("2:5", "Urges-Pass.md#what", f"write `urges-pass.md#what`: {LOOK}"),
        "[a](urges-pass)": ("3:5", "urges-pass", "did you mean `urges-pass.md`?"),
        "[a](/handouts/urge-log/)": ("4:5", "/handouts/urge-log/", "did you mean `../../handouts/urge-log.md`?"),
        "[a](urge-log.md)": ("5:5", "urge-log.md", "did you mean `../../handouts/urge-log.md`?"),
        "[a](/content/handouts/urge-lgo.md)": (
            "6:5", "/content/handouts/urge-lgo.md", "did you mean `/content/handouts/urge-log.md`?",
        ),
        "![a](okk.png)": ("7:6", "okk.png", "did you mean `ok.png`?"),
        "![a](x.png)": ("8:6", "x.png", MEND),
        "[a](ab.md)": ("9:5", "ab.md", MEND),
        "[a](urges-pass.html)": ("10:5", "urges-pass.html", "did you mean `urges-pass.md`?"),
    }  # fmt: skip
    expected = [
        (place, f"`{written}` leads to no file of the library", hint, "broken-link")
        for place, written, hint in lines.values()
    ]
    assert told("\n".join((*lines, "![b](ok.png)")), **{"ok.png": square(8)}) == expected


def test_a_path_of_one_computer_is_told_as_that() -> None:
    here = (
        "this leads to a file of one computer, which nobody else has",
        "put that file into the library, and name it by its path from this one, like `../images/a.jpg`",
    )
    assert told("[a](file:///a.md)\n\n[b](C:\\a.md)\n\n[c](..\\b.md)\n\n[d](htps://e.org)") == [
        ("1", *here, "unsafe-markup"),
        ("3", *here, "unsafe-markup"),
        ("5:5", "`..\\b.md` is no path: its parts are parted by `\\`", "write `../b.md`", "outside-library"),
        ("7", "`htps:` links are never published", "did you mean `https:`?", "unsafe-markup"),
    ]


def test_what_only_one_computer_reaches_is_told() -> None:
    near = "leads to a computer of your own, or near it, which readers don't reach"
    hint = "write the address that everybody has, or a path of the library"
    assert told(
        "[a](http://localhost:3000/a)\n[b](http://192.168.0.1/)\n[c](https://9.9.9.9/) [d](https://local.example/)"
    ) == [
        ("1:5", f"`http://localhost:3000/a` {near}", hint, "doubtful-address"),
        ("2:5", f"`http://192.168.0.1/` {near}", hint, "doubtful-address"),
    ]
    data = (
        "a picture stands here as text (`data:`), which is never published",
        "save it as a file in the library, and name it by its path from this one, like `../images/a.jpg`",
    )
    assert told("# A\n\n![][1]\n\n[1]: <data:image/png;base64,iVBORw0KGgo=>") == [("5", *data, "unsafe-markup")]


def test_letters_that_another_encoding_made_are_told() -> None:
    one, many = (
        "is what another encoding made of one sign, and readers see it so",
        "where there are many, copy the text again",
    )
    lost = "a letter was lost here, when the text was saved in another encoding: readers see `\ufffd`"
    text = "For dich FÃ¼r\nit's itâ€™s\nf\ufffdr\nCAFÉ… weiß“, NÃO, À « » `FÃ¼r` Â"
    assert told(text) == [
        ("1:11", f"`Ã¼` {one}", f"write `ü`; {many} from where it is right", "garbled-text"),
        ("2:8", f"`â€™` {one}", f"write `’`; {many} from where it is right", "garbled-text"),
        ("3:2", lost, "write that letter again, and look for others in the text", "garbled-text"),
    ]


def test_a_link_to_the_library_itself_is_a_local_one() -> None:
    page, file = "is a page of this library", "link to its file: "
    text = (
        f"[a]({OWN}library/articles/urges-pass/#what-to-do)\n[b](http://library.example/handouts/urge-log)\n"
        f"{OWN}nothing/\n[c](http://127.0.0.1:8000/)\n<a href='{OWN}handouts/urge-log/#x'>d</a>\n"
        f"[e]({OWN}feed.xml) [f]({OWN}topics/coping-with-urges/) [g]({OWN}assets/a.css) https://library.example.org/"
    )
    assert told(text) == [
        ("1:5", f"`{OWN}library/articles/urges-pass/#what-to-do` {page}", f"{file}`urges-pass.md#what-to-do`",
         "own-address"),
        ("2:5", f"`http://library.example/handouts/urge-log` {page}", f"{file}`{LOG}`", "own-address"),
        ("3:1", f"this library has nothing at `{OWN}nothing/`", LOCAL, "broken-link"),
        ("4:5", f"`http://127.0.0.1:8000/` {page}", f"{file}`../../pages/home.md`", "own-address"),
        ("5:10", "`content/handouts/urge-log.md` has no heading `#x`", "use the id of one of its headings",
         "broken-anchor"),
        ("5:10", f"`{OWN}handouts/urge-log/#x` {page}", f"{file}`{LOG}#x`", "own-address"),
    ]  # fmt: skip


def test_an_address_of_the_library_in_a_field_leads_to_what_is_there() -> None:
    shelf = Shelf()
    shelf.edit(LINKS, "https://www.who.int/", f"{OWN}people/nobody/")
    message, hint = f"this library has nothing at `{OWN}people/nobody/`", "give the address of a page that is there"
    assert shelf.told == [(f"{LINKS}:8:10", message, hint, "broken-link")]
    shelf.edit(LINKS, f"{OWN}people/nobody/", f"{OWN}handouts/urge-log/")
    assert shelf.told == []


def test_the_title_is_not_written_twice() -> None:
    message = "the title stands here once more, and the page shows it above the text by itself"
    assert told("\n# Another one #\n\nText.") == [("2", message, "remove this line", "title-twice")]


def test_what_new_wrote_is_replaced() -> None:
    shelf = Shelf()
    shelf.edit(ARTICLE, "An urge rises, peaks and falls, and there are things to do meanwhile.",
               "Replace this sentence by what the reader will\n  find here, in 40 to 300 characters.")  # fmt: skip
    shelf.edit(ARTICLE, "An urge is like a wave.", "## What to try\n\n- Say what to do first, and why it helps.")
    assert shelf.told == [(f"{ARTICLE}:3:14", *NEW), (f"{ARTICLE}:12", *NEW)]
    shelf.edit(HOME, "Begin with [an article](../library/articles/urges-pass.md).", "Welcome.")
    shelf.edit(ARTICLE, "date:", "draft: yes\ndate:")
    assert [code for *_, code in shelf.told if code == "placeholder"] == []


def test_an_unfinished_merge_is_told_before_all_else() -> None:
    shelf = Shelf()
    shelf.edit(
        ARTICLE, "title: Urges pass\n", "<<<<<<< HEAD\ntitle: Urges pass\n=======\ntitle: Urges go\n>>>>>>> wording\n"
    )
    shelf.edit("content/topics.yml", "- id", "<<<<<<< HEAD\n- id")
    both = (
        "two versions of the same lines stand here, one below the other: a merge was not finished",
        (
            "keep the lines that are right; remove the others, and the lines that begin with `<<<<<<<`, `=======`, "
            "`>>>>>>>`"
        ),
        "merge-conflict",
    )
    shelf.edit(HOME, "../library/articles/urges-pass.md", f"{OWN}library/articles/urges-pass/")  # it may be there
    assert [one for one in shelf.told if one[3] in ("merge-conflict", "broken-link")] == [
        (f"{ARTICLE}:2", *both), ("content/topics.yml:1", *both),
    ]  # fmt: skip


def test_fields_hide_as_little_as_texts() -> None:
    shelf = Shelf()
    shelf.edit(LINKS, "https://www.who.int/", "https://www.wh\u043e.int/")
    shelf.edit(HOME, "title: Welcome", "title: Wel\u200bcome")
    host, name = "the host `www.wh\u043e.int`", "`www.who.int` and is another one: it has the letter U+043E"
    assert shelf.told == [
        (f"{LINKS}:8:10", f"{host} looks like {name} (cyrillic small letter o)",
         "type the address again, all of it in one alphabet", "doubtful-address"),
        (f"{HOME}:2:8", "the text holds the invisible character U+200B (zero width space)",
         "type the text again, or remove the character", "invalid-value"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("What **helped** me", "**helped**"),
        ("The [first](a.md) step", "[first](a.md)"),
        ("You &amp; I", "&amp;"),
        ("A <b>first</b> step", "<b>"),
        ("2 * 3 * 4, 5 ** 6 ** 7, AT&T; [sic] (so) a < b > c", ""),
    ],
)
def test_markup_in_a_title_is_told(title: str, sign: str) -> None:
    shelf = Shelf()
    shelf.edit(ARTICLE, "title: Urges pass", f"title: '{title}'")
    hint = "write the sign itself" if sign[:1] == "&" else "write the words alone"
    message = f"`title` is plain text, so readers would see ``{sign}`` as it is written"
    assert shelf.told == ([(f"{ARTICLE}:2:8", message, hint, "shown-as-written")] if sign else [])
