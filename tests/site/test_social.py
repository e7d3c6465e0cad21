"""Cards: whatever the title, a whole card that other sites take."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont, features

from pipeline.cards.card import LEADING, LOOK, Cards, fit
from pipeline.cards.drivers.draw import Card
from pipeline.content.strings import wording
from pipeline.jobs import Failure, Task
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob
from pipeline.model.library import Library
from pipeline.model.page import Draft
from pipeline.model.tree import File, Tree
from pipeline.settings import load
from tests.support import library as small_library

HOUSE = Path(__file__).parents[2]
FONTS = [str(path) for path in sorted((HOUSE / "theme/assets/fonts").glob("atkinson*-normal.woff2"), reverse=True)]
COLOURS = {"ground": "#17454a", "text": "#ffffff", "accent": "#f2b48f"}
GOLDEN = Path(__file__).parent / "golden/cards.json"
OTHER_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def drawn(title: str, *, label: str = "Article", name: str = "The Open Shelf", fonts: list[str] = FONTS) -> bytes:
    words = {"title": title, "label": label, "library": name}
    made = Card().perform(Task({**COLOURS, **words}, {f"font {n}": font for n, font in enumerate(fonts)}, ""))
    data = made.files["card"]
    assert isinstance(data, bytes)
    return data


def ink(card: bytes) -> tuple[int, int, int, int] | None:
    """The box of the title: what has the colour of text, above the name of the library."""
    with Image.open(io.BytesIO(card)) as picture:
        return picture.convert("RGB").crop((0, 130, 1200, 520)).convert("L").point(lambda v: 255 * (v > 200)).getbbox()


TITLES = {
    "short": "Urges",
    "as long as titles may be": "When a good time has come to talk with someone who drinks, " * 2
    + "and what to say then",
    "one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "letters of Poland and Hungary": "Źródło głodu, őrült űr",
    "of marks and spaces": "\u202e Urges \u2066\u200b  pass\n",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_fits_on_its_card(title: str) -> None:
    card = drawn(title)
    with Image.open(io.BytesIO(card)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert picture.convert("RGB").getpixel((1190, 620)) == (0x17, 0x45, 0x4A)
    assert len(card) <= 30_000
    box = ink(card)
    assert box is not None and 80 <= box[0] <= 100 and box[2] <= 1200 - 80


def test_letters_are_smooth_and_each_colour_lies_between_the_ground_and_its_ink() -> None:
    with Image.open(io.BytesIO(drawn("Ąg Ęj Ỳß", label="Źródło Ųg"))) as card:
        picture = card.convert("RGB")
    for ink, top, bottom in (("text", 140, 530), ("accent", 0, 140), ("accent", 531, 535), ("text", 535, 630)):
        band = picture.crop((0, top, 1200, bottom)).getcolors()
        assert band is not None
        found = {colour for _, colour in band if isinstance(colour, tuple)}
        assert rgb("ground") in found and rgb(ink) in found
        assert all(is_between(colour, rgb("ground"), rgb(ink)) for colour in found), (ink, top)
        assert len(found) == 2 if (top, bottom) == (531, 535) else len(found) >= 6


def rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(COLOURS[name][1:]))


def is_between(colour: tuple[int, ...], ground: tuple[int, ...], ink: tuple[int, ...]) -> bool:
    """Whether a colour is a blend of two others: all its parts went the same share of the way."""
    shares = [(c - g) / (i - g) for c, g, i in zip(colour, ground, ink, strict=True)]
    return max(shares) - min(shares) < 0.02 and all(0 <= share <= 1 for share in shares)


def test_a_long_name_of_a_library_stays_on_its_line() -> None:
    with Image.open(io.BytesIO(drawn("Urges", name="A library with a name that has no end, " * 4))) as picture:
        below = picture.convert("L").crop((0, 545, 1200, 630)).point(lambda v: 255 * (v > 200))
    box = below.getbbox()
    assert box is not None and box[2] <= 1200 - 80 and box[3] < 60


@pytest.mark.parametrize("title", ["דחפים עולים ויורדים", "冲动会过去", "\U0010ffff", "Urges 🌊"])
def test_a_title_that_no_font_can_draw_gives_way_to_the_name_of_the_library(title: str) -> None:
    assert drawn(title) == drawn("The Open Shelf", name="")
    assert drawn(title, name=title), "with nothing to say, the colours are left"


THEME = HOUSE / "theme"
OURS = [str(THEME / name) for name in yaml.safe_load((THEME / "card.yml").read_text(encoding="utf-8"))["fonts"]]


@pytest.mark.parametrize(
    "title", ["Όταν έρχεται: 3 βήματα", "Волна: 3 шага", "Cơn thèm muốn rồi sẽ qua", "Źródło głodu, őrült űr", "Urges"]
)
def test_a_title_in_letters_of_europe_and_vietnam_is_drawn(title: str) -> None:
    card = drawn(title, fonts=OURS)
    assert card not in (drawn("The Open Shelf", name="", fonts=OURS), drawn("", fonts=OURS))
    box = ink(card)
    assert box is not None and box[0] < 100


@pytest.mark.skipif(not features.version("fribidi"), reason="no FriBiDi here")
@pytest.mark.parametrize(
    "title", ["דחפים עולים: 3 צעדים (2026)", "الرغبة موجة: 3 خطوات لـ Sam", "وسوسه می\u200cگذرد: ۳ گام"]
)
def test_a_title_from_right_to_left_is_drawn_with_its_digits_and_signs(title: str) -> None:
    box = ink(drawn(title, fonts=OURS))
    assert box is not None and box[2] > 1100
    assert "\u200c" not in title or drawn(title, fonts=OURS) != drawn(title.replace("\u200c", ""), fonts=OURS)


def test_letters_of_one_word_are_of_one_font() -> None:
    """As those of Vietnamese, of which most fonts have half: they would be of two weights."""
    assert drawn("Cơn", label="", name="", fonts=OURS) == drawn("Cơn", label="", name="", fonts=OURS[3:])
    assert drawn("Con", label="", name="", fonts=OURS) != drawn("Con", label="", name="", fonts=OURS[3:])


@pytest.mark.skipif(not OTHER_FONT.is_file() or not features.version("fribidi"), reason="no such font or FriBiDi here")
def test_a_title_from_right_to_left_stands_at_the_right_in_a_font_that_the_theme_adds() -> None:
    box = ink(drawn("דחפים עולים", fonts=[*FONTS, str(OTHER_FONT)]))
    assert box is not None and box[0] > 400 and box[2] > 1100
    box = ink(drawn("דחפים עולים ויורדים " * 6, fonts=[*FONTS, str(OTHER_FONT)]))
    assert box is not None and 80 <= box[0] < 300 and 1100 < box[2] <= 1200 - 80


def test_each_font_is_opened_once_in_each_size_for_all_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn("Urges", fonts=FONTS[1:])
    opened: list[tuple[int, float]] = []
    truetype = ImageFont.truetype

    def counted(font: io.BytesIO, size: float, **how: Any) -> ImageFont.FreeTypeFont:
        opened.append((len(font.getvalue()), size))
        return truetype(font, size, **how)

    monkeypatch.setattr(ImageFont, "truetype", counted)
    for number in range(12):
        drawn(f"Źródło {'of a long way home ' * number}")
    assert opened and len(set(opened)) == len(opened)


def test_a_card_does_not_tell_which_were_drawn_before_it() -> None:
    alone = drawn("Źródło głodu")
    assert drawn("Źródło głodu", fonts=FONTS[1:]) != alone
    assert drawn("A title of another length, and of words that this one has: głodu") != alone
    assert drawn("Źródło głodu") == alone


def test_another_process_draws_the_same_bytes() -> None:
    card = drawn("Urges rise and fall")
    code = "import sys; from tests.site.test_social import drawn; sys.stdout.buffer.write(drawn('Urges rise and fall'))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=HOUSE, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        assert done.stdout == card


def test_a_look_with_a_colour_that_is_none_says_where_to_mend_it() -> None:
    params = {**COLOURS, "ground": "greenish", "title": "x", "label": "", "library": ""}
    with pytest.raises(Failure, match="greenish") as caught:
        Card().perform(Task(params, {"font 0": FONTS[0]}, ""))
    assert caught.value.tool and "theme/card.yml" in caught.value.hint


words = st.lists(st.text("abcdefghi", min_size=1, max_size=60), max_size=30).map(" ".join)


@given(words, st.integers(20, 400), st.integers(30, 300))
def test_lines_fit_and_lose_nothing_without_saying_so(text: str, width: int, height: int) -> None:
    size, lines = fit(text, lambda t, s: len(t) * s / 2, width, height, (20, 15, 10))
    assert all(len(line) * size / 2 <= width for line in lines)
    assert len(lines) == 1 or len(lines) * size * LEADING <= height
    if "".join(lines).endswith("…"):
        assert text.replace(" ", "").startswith("".join(lines)[:-1].replace(" ", ""))
    else:
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def library() -> Library:
    settings, _ = load(small_library.FILES["pipeline.toml"])
    assert settings is not None
    look = (HOUSE / LOOK).read_bytes()
    files = {LOOK: File(LOOK, "0" * 64, len(look), look)}
    for number, path in enumerate(OURS):
        name = Path(path).relative_to(HOUSE).as_posix()
        files[name] = File(name, str(number) * 64, 9)
    return Library(settings, Tree(files), wording=wording(Tree(), "en")[0])


DRAFTS = (
    Draft("", "Welcome", "Page", "", "content/pages/home.md", Blob("", 0)),
    Draft("library/articles/urges-pass/", "Urges pass", "Article", "Article", "a.md", Blob("", 0)),
    Draft("topics/", "Topics", "Topics", "", "", Blob("", 0)),
)


def test_the_jobs_are_those_of_the_golden(*, regenerate: bool) -> None:
    """A changed look or recipe draws every card anew, which this makes seen."""
    described = [
        {"subject": job.subject, **job.description(Card().recipe)} for job in Cards(DRAFTS, library(), Answers()).jobs()
    ]
    for job in described:
        del job["tools"]
    text = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
    if regenerate:
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text


def test_a_page_names_its_card_by_a_whole_address_and_in_words() -> None:
    from pipeline.jobs import Outcome, Status

    here = library()
    drawn = Cards(DRAFTS, here, Answers())
    drawn.take(Outcome(job, Status.BUILT, "", {}, {"card": Blob("ab" * 32, 5)}) for job in drawn.jobs())
    card = drawn.heads("https://library.example/deep/")["library/articles/urges-pass/"]
    assert card["url"] == "https://library.example/deep/assets/cards/library-articles-urges-pass-abababababab.png"
    assert card["alt"] == "Article – Urges pass – A small library"
    assert [piece.path for piece in drawn.pieces()][1] in card["url"]


def test_a_theme_without_a_look_for_cards_has_none() -> None:
    plain = replace(library(), tree=Tree())
    drawn = Cards(DRAFTS, plain, Answers())
    assert (drawn.jobs(), drawn.heads("https://library.example/"), drawn.pieces()) == ((), {}, ())
