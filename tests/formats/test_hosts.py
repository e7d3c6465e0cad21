"""Addresses that lead elsewhere than they seem, and characters that nobody sees, are refused where they stand."""

# ruff: noqa: RUF001  # letters that look alike are what is tested here
from __future__ import annotations

import pytest

from pipeline.formats.conflicts import conflicts
from pipeline.formats.hosts import doubt
from pipeline.formats.invisible import invisible
from pipeline.formats.markdown import render

PATH = "content/pages/a.md"
AGAIN = "type the address again, all of it in one alphabet"
WHOLE = "mend it: an address looks like `https://example.org/page`"
PAYPAL = "looks like `paypal.com` and is another one: it has the letter U+0430 (cyrillic small letter a)"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bank.example@evil.example/x", (
            ("`https://bank.example@evil.example/x` leads to `evil.example`: "
            "`bank.example`, before the `@`, is no host but a user name"),
            "write the address without what stands between `//` and `@`, if that host is meant",
        )),
        ("https://pаypal.com/", (f"the host `pаypal.com` {PAYPAL}", AGAIN)),
        ("https://xn--pypal-4ve.com", (f"the host `xn--pypal-4ve.com` {PAYPAL}", AGAIN)),
        ("https://раура.com", (
            ("the host `раура.com` looks like `paypa.com` and is another one: "
            "it has the letter U+0440 (cyrillic small letter er)"),
            AGAIN,
        )),
        ("https://wßж.de", (
            ("the host `wßж.de` mixes letters of several alphabets: "
            "it has the letter U+00DF (latin small letter sharp s)"),
            AGAIN,
        )),
        ("https://bank.example⁄x.evil.example", (
            ("the host `bank.example⁄x.evil.example` holds the character U+2044 (fraction slash), "
            "which no name of a host has"),
            "type the address again",
        )),
        ("https://xn--\udc80.com", ("the host `xn--\udc80.com` can't be read", "type the address again")),
        ("http:/a.example", ("`http:/a.example` is no address that a browser can read", WHOLE)),
        ("https://[::1", ("`https://[::1` is no address that a browser can read", WHOLE)),
        ("tel:0800", None),
        ("tel:08x", ("`tel:08x` is no telephone number", "write it without spaces: `tel:08`")),
        ("mailto:me", ("`mailto:me` is no e-mail address", "write it like `mailto:name@example.org`")),
    ],
)  # fmt: skip
def test_what_an_address_hides_is_told(address: str, expected: tuple[str, str] | None) -> None:
    assert doubt(address) == expected


@pytest.mark.parametrize(
    "address",
    ["https://www.müller.de/a@b", "https://почта.рф", "https://сор.рф", "https://日本语かな.jp", "https://e.org/?q=а",
     "https://xn--mller-kva.de", "http://[::1]:80/", "HTTPS://E.ORG", "mailto:a@b.org?subject=c"],
)  # fmt: skip
def test_what_people_have_for_hosts_is_not(address: str) -> None:
    assert doubt(address) is None


def test_a_link_says_where_it_leads() -> None:
    body = (
        "[https://bank.example/](https://evil.example/) [www.nhs.uk](https://nhs.uk/a) [Node.js](https://nodejs.org/)"
    )
    (found,) = render(body, PATH).findings
    assert (found.line, found.column, found.code) == (1, 25, "doubtful-address")
    assert found.message == "this link says that it leads to `bank.example`, and leads to `evil.example`"
    assert found.hint == "say in words where it leads, or write the address that it has"


def test_a_word_of_two_alphabets_is_told() -> None:
    (found,) = render("Sure.\n\n- a (pаypal) b", PATH).findings
    assert (found.line, found.column, found.code) == (3, 7, "look-alike")
    assert found.message == "`pаypal` mixes two alphabets: it has the letter U+0430 (cyrillic small letter a)"
    assert found.hint == "type the word again: readers see no difference, and the search finds none"
    assert render("Пойдём в IT-отдел, 3D-модель, SMSку, β-test.", PATH).findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u200bb\ufeff", [1, 3]),
        ("a\u200d \u200c", [1, 3]),
        ("\u202ea\u202c\u2066", [0, 2, 3]),
        ("a\u2060\u00ad\u180e\u3164", [1, 3, 4]),
        ("a\u200f", [1]),
        ("a\U000e0041", [1]),
        ("א\u200f a", []),  # in Hebrew, a mark of direction is one of the signs
        ("می\u200cخواهم क्\u200dष", []),  # Persian and Hindi part and join letters so
        ("ภาษา\u200bไทย", []),  # Thai has no spaces between words
        ("👩\u200d👧 ❤\ufe0f\u200d🔥 🏴\U000e0067\U000e0062\U000e007f", []),
    ],
)
def test_characters_that_nobody_sees(text: str, expected: list[int]) -> None:
    assert list(invisible(text)) == expected


def test_each_line_with_such_a_character_is_told_and_loses_it() -> None:
    shown = render("a zero\u200bwidth\n\n\u202eb\n\nc \ufeffd", PATH)
    assert [(one.line, one.column, one.code) for one in shown.findings] == [
        (1, 7, "unsafe-markup"), (3, 1, "unsafe-markup"), (5, 3, "unsafe-markup"),
    ]  # fmt: skip
    assert shown.findings[0].message == "the invisible character U+200B (zero width space) is never published"
    assert shown.findings[0].hint == (
        "remove it: it stands right behind `zero`; where you can't see it, type that part of the line again"
    )
    assert "at the beginning of the line" in shown.findings[1].hint and "behind a space" in shown.findings[2].hint
    assert shown.text == "a zerowidth\nb\nc d"


def test_a_merge_that_nobody_finished_is_told_once_a_place() -> None:
    text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n\n>>>>>>> y\n> > > > > > > d\n <<<<<<< text\n<<<<<<<< e\n"
    assert [one.place.line for one in conflicts(text, PATH)] == [2, 8]
    assert conflicts("a\n=======\n\nb", PATH) == ()
