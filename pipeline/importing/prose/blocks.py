"""A tree of HTML as tokens of our own dialect: paragraphs, headings, lists, quotes, code, boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from pipeline.formats import dialect
from pipeline.formats.invisible import seen
from pipeline.importing.prose import leaves
from pipeline.importing.prose.inline import Lines, Marks
from pipeline.importing.prose.leaves import Leaf
from pipeline.importing.prose.page import addresses, elements, embeds, shapes, tables
from pipeline.importing.prose.page.notes import Note
from pipeline.importing.prose.page.tree import Element, line_of, words_of

_MOST_NESTED = 24
_CERTAIN = re.compile(r"(?:[•‣▪●○◦·\u2043\uf0b7\uf0a7\uf0d8][ \xa0]{0,9})+")
_SIGN = re.compile(rf"{_CERTAIN.pattern}|(?:[–—*-][ \xa0]{{1,9}})")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \xa0]{1,9}(?=\S)")
_LANGUAGE = re.compile(r"(?:language-|lang-|highlight-source-|brush:\s{0,3}|sourceCode )([A-Za-z0-9+#-]{1,20})")
_BOXED = ("admonition", "markdown-alert", "theme-admonition", "callout")
_GITHUB = re.compile(r"(?:markdown-alert|alert--|theme-admonition|callout)-(\w{1,20})")
_PLAYERS = {"audio": "Audio", "video": "Video"}


@dataclass(slots=True)
class Blocks:
    """Writes tokens, from the top of a tree to its end."""

    lines: Lines
    keep_lines: bool = False
    forms: tuple[str, ...] = ()
    made: list[Token] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    held: list[Leaf] = field(default_factory=list)
    nested: int = 0

    def flow(self, parent: Element, marks: Marks = ()) -> None:
        """What is in an element: blocks, and runs of text between them."""
        run: list[Leaf] = list(self.lines.text(parent.text, parent, marks))
        for child in parent:
            if self._is_block(child):
                self.paragraphs(run)
                run = []
                self.block(child, marks)
            else:
                run += self.lines.element(child, marks)
            run += self.lines.text(child.tail, parent, marks)
        self.paragraphs(run)

    def _is_block(self, element: Element) -> bool:
        if element in self.lines.labels or element.tag in elements.SILENT | elements.MISSED:
            return False
        return element.tag in elements.BLOCKS or any(one.tag in elements.BLOCKS for one in element.iter())

    def block(self, element: Element, marks: Marks) -> None:
        """One block, or an element in lines that holds some."""
        make = _MAKERS.get(str(element.tag))
        self.lines.count(element)
        if make is not None:
            if element.tag not in elements.HEADINGS:
                self.held += self.lines.anchor(element)
            if element.tag in _WITHOUT_ROOM:
                self.end()
            make(self, element, marks)
            return
        self.held += self.lines.anchor(element)
        if any(name in element.get("class", "").split() for name in _BOXED):
            self.box(element, marks)
            return
        spoken = self.lines.spoken(element) if element.tag != "body" else ""
        inner = self.lines.marked(element, marks) if element.tag not in elements.BLOCKS else marks
        if spoken and element.tag in elements.BLOCKS and words_of(element):
            self._spoken(element, spoken, inner)
        else:
            self.flow(element, inner)

    def _spoken(self, element: Element, spoken: str, marks: Marks) -> None:
        """A passage in another language, or in another direction."""
        self.html(f"<div{spoken}>")
        self.flow(element, marks)
        self.html("</div>")

    def paragraphs(self, run: Sequence[Leaf]) -> None:
        """A run of text: a paragraph, or several with lists where its lines begin as items do."""
        rows = leaves.lines(leaves.spaced(run, keep_lines=self.keep_lines))
        group: list[list[Leaf]] = []
        for row in (*rows, []):
            if _is_rule(row):
                self._lines_of(group)
                self.rule()
                group = []
            elif row:
                group.append(row)
            elif group:
                self._lines_of(group)
                group = []

    def _lines_of(self, rows: Sequence[list[Leaf]]) -> None:
        """Lines that follow each other: those that begin with a sign are a list."""
        signs = [_sign(row) for row in rows]
        signs = _sure(signs, rows)
        at = 0
        while at < len(rows):
            end = at + 1
            while end < len(rows) and signs[end] == signs[at]:
                end += 1
            if signs[at]:
                self._items(rows[at:end], ordered=signs[at] == "1")
            else:
                self.paragraph(leaves.joined(rows[at:end]))
            at = end

    def _items(self, rows: Sequence[list[Leaf]], *, ordered: bool) -> None:
        if not ordered and self.made and self.made[-1].type == "list_item_open":
            self._beside(rows)
            return
        kind, tag = ("ordered_list", "ol") if ordered else ("bullet_list", "ul")
        found = _NUMBER.match(leaves.plain(rows[0]))
        attrs: dict[str, str | int | float] = {"start": int(found[1])} if ordered and found else {}
        mark = self._mark(kind)
        self.open(kind, tag, attrs=attrs, meta={"tight": True}, markup=mark)
        for row in rows:
            self.open("list_item", "li")
            self.paragraph(_without_sign(row))
            self.close("list_item", "li")
        self.close(kind, tag, mark)

    def _beside(self, rows: Sequence[list[Leaf]]) -> None:
        """Lines with signs that begin an item, as it and those beside it."""
        for number, row in enumerate(rows):
            if number:
                self.close("list_item", "li")
                self.open("list_item", "li")
            self.paragraph(_without_sign(row))

    def _mark(self, kind: str) -> str:
        """The mark of a list: another than that of the list right above it, of which it would be a part."""
        first, second = (".", ")") if kind == "ordered_list" else ("-", "*")
        last = self.made[-1] if self.made else None
        return second if last is not None and last.type == f"{kind}_close" and last.markup == first else first

    def paragraph(self, row: Sequence[Leaf], kind: str = "paragraph") -> None:
        """One paragraph. Places alone, without text, wait for the text that follows them."""
        row = [*self.held, *row]
        if not any(leaf.sort != "break" and not leaf.text.startswith("<a id=") for leaf in row):
            self.held = [leaf for leaf in row if leaf.sort != "break"]
            return
        self.held = []
        row = self.lines.row(row)
        if kind == "paragraph" and (embed := _alone(row)):
            self.lines.told.tell(f"embed/{embed.host.lower().replace(' ', '-')}", "changed", embed.url)
            row = [Leaf("text", embed.words, (*row[0].marks, ("link", embed.url)))]
        self.open(kind, "p")
        self.inline(row)
        self.close(kind, "p")

    def inline(self, row: Sequence[Leaf]) -> None:
        """A line of text."""
        self.made.append(Token("inline", "", 0, children=leaves.tokens(self.lines.row(row)), content=""))

    def in_line(self, element: Element, marks: Marks = (), *, breaks: str = "") -> list[Leaf]:
        """All of an element in one line, with something else (`breaks`) where it had several."""
        row = leaves.spaced(self.lines.of(element, marks))
        while row and row[0].sort == "break":
            del row[0]
        while row and row[-1].sort == "break":
            row.pop()
        made: list[Leaf] = []
        for leaf, behind in pairwise((*row, Leaf("text", ""))):
            if leaf.sort != "break":
                made.append(leaf)
            elif behind.sort != "break":
                made.append(Leaf("html" if breaks else "text", breaks or " ", leaf.marks))
        return leaves.spaced(made)

    def open(
        self,
        kind: str,
        tag: str,
        *,
        attrs: Mapping[str, str | int | float] | None = None,
        meta: Mapping[str, object] | None = None,
        markup: str = "",
    ) -> None:
        self.made.append(Token(f"{kind}_open", tag, 1, attrs=dict(attrs or {}), meta=dict(meta or {}), markup=markup))

    def close(self, kind: str, tag: str, markup: str = "") -> None:
        """End a block; one that holds nothing is taken back."""
        if self.made[-1].type == f"{kind}_open":
            self.made.pop()
        else:
            self.made.append(Token(f"{kind}_close", tag, -1, markup=markup))

    def html(self, text: str) -> None:
        self.made.append(Token("html_block", "", 0, content=text))

    def heading(self, element: Element, marks: Marks) -> None:
        """Headings begin at the second level, and none is more than one below the one before it."""
        row = self.in_line(element, marks)
        row = [leaf._replace(marks=tuple(mark for mark in leaf.marks if mark[0] != "strong")) for leaf in row]
        row = leaves.spaced(row)
        if not leaves.plain(row).strip():
            self.paragraphs(row)
            return
        level = int(str(element.tag)[1])
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        marked = "#" * min(6, len(self.levels) + 1)
        if self.made and self.made[-1].type == "hr":
            self.made.pop()  # a heading parts what it stands between by itself
        own, self.held = [*self.held, *self._place_of(element, row)], []
        self.open("heading", f"h{len(marked)}", markup=marked)
        self.inline([*own, *row])
        self.close("heading", f"h{len(marked)}")

    def _place_of(self, heading: Element, row: Sequence[Leaf]) -> Iterable[Leaf]:
        """The id of a heading that links of the text lead to, where it has not that id by its words."""
        place = list(self.lines.anchor(heading))
        return place if place and _id_of(leaves.plain(row)) != heading.get("id") else ()

    def items(self, element: Element, marks: Marks) -> None:
        """A list; one that lies too deep goes on where it stands."""
        if self.nested >= _MOST_NESTED:
            self.flow(element, marks)
            return
        kind, tag = ("ordered_list", "ol") if element.tag == "ol" else ("bullet_list", "ul")
        start = element.get("start", "")
        attrs: dict[str, str | int | float] = {"start": int(start)} if start.isdecimal() and len(start) < 8 else {}
        self.nested += 2
        begun, mark = len(self.made), self._mark(kind)
        self.open(kind, tag, attrs=attrs, markup=mark)
        self._items_of(element, marks)
        self.nested -= 2
        if self.made[begun:] and len(self.made) > begun + 1:
            self.made[begun].meta["tight"] = _is_tight(self.made[begun + 1 :])
        self.close(kind, tag, mark)

    def _items_of(self, element: Element, marks: Marks) -> None:
        """Items; text that stands between them is one as well."""
        loose = [Leaf("text", "")]
        loose += self.lines.text(element.text, element, marks)
        for child in element:
            if self._is_block(child):
                self._loose(loose)
                loose = []
                self.item(child, marks)
            else:
                loose += self.lines.element(child, marks)
            loose += self.lines.text(child.tail, element, marks)
        self._loose(loose)

    def _loose(self, run: Sequence[Leaf]) -> None:
        self.open("list_item", "li")
        begun = len(self.made)
        self.paragraphs(run)
        if self._lifted(begun):
            self.close("list_item", "li")

    def item(self, element: Element, marks: Marks) -> None:
        self.lines.count(element)
        self.open("list_item", "li")
        begun = len(self.made)
        if element.tag == "li":
            self.held += self.lines.anchor(element)
            self.flow(element, marks)
        else:
            self.block(element, marks)
        _as_task(self.made[begun : begun + 2])
        rest = self._lifted(begun)
        if rest:
            self.close("list_item", "li")

    def _lifted(self, begun: int) -> bool:
        """The items of a list that begins an item are items beside that one: it has no text to which they would belong.
        Whether something is left of it.
        """
        while len(self.made) > begun and self.made[begun].type in ("bullet_list_open", "ordered_list_open"):
            end = begun + _length(self.made[begun:])
            rest = self.made[end:]
            self.made[begun - 1 :] = [*self.made[begun + 1 : end - 1], *([self.made[begun - 1], *rest] if rest else [])]
            if not rest:
                return False
            begun = len(self.made) - len(rest)
        return True

    def quote(self, element: Element, marks: Marks) -> None:
        if self.nested >= _MOST_NESTED:
            self.flow(element, marks)
            return
        self.nested += 1
        self.open("blockquote", "blockquote")
        self.flow(element, marks)
        self.close("blockquote", "blockquote")
        self.nested -= 1

    def rule(self, _element: Element | None = None, _marks: Marks = ()) -> None:
        if self.made and self.made[-1].type not in ("hr", "blockquote_open", "list_item_open", "dd_open"):
            self.made.append(Token("hr", "hr", 0, markup="---"))

    def code(self, element: Element, marks: Marks) -> None:
        """A block of code; verses, which stand so in WordPress, are lines of text."""
        if "verse" in element.get("class", ""):
            run = [piece for leaf in self.lines.of(element, marks) for piece in _broken(leaf)]
            self.paragraphs(run)
            return
        text = seen("".join(_code_texts(element))).strip("\n")
        if not text.strip():
            self.paragraphs([leaf for leaf in self.lines.of(element, marks) if leaf.sort == "image"])
            return
        language = "form" if f"{text}\n" in self.forms else _language(element)
        self.made.append(Token("fence", "code", 0, content=f"{text}\n", info=language, markup="```"))

    def table(self, element: Element, marks: Marks) -> None:
        """A table of data; one that only lays a page out goes on as what is in it."""
        found = tables.read(element)
        if found is None:
            self.flow(element, marks)
            return
        for kind in found.told:
            self.lines.told.tell(kind, "changed", words_of(element)[:80], line_of(element))
        if found.caption is not None:
            self.paragraph(self.in_line(found.caption, marks))
        self.open("table", "table", meta={"aligned": found.aligned})
        for row in found.rows:
            self.open("tr", "tr")
            for cell in row:
                self.made.append(Token("td_open", "td", 1))
                self.inline(self.in_line(cell, marks, breaks="<br>") if cell is not None else [])
                self.made.append(Token("td_close", "td", -1))
            self.made.append(Token("tr_close", "tr", -1))
        self.close("table", "table")

    def definitions(self, element: Element, marks: Marks) -> None:
        """Terms and what they mean. Several terms of one meaning stand in one line."""
        parts = _parts(element)
        if self.nested >= _MOST_NESTED or {one.tag for one in parts} != {"dt", "dd"} or parts[0].tag == "dd":
            self.flow(element, marks)
            return
        self.nested += 2
        terms: list[Leaf] = []
        self.open("dl", "dl")
        for one in parts:
            self.lines.count(one)
            if one.tag == "dt":
                row = [*self.lines.anchor(one), *self.in_line(one, marks)]
                terms += [Leaf("text", ", "), *row] if terms and row else row
                continue
            self._definition(one, terms, marks)
            terms = []
        self.close("dl", "dl")
        self.nested -= 2
        self.paragraph(terms)

    def _definition(self, meaning: Element, terms: Sequence[Leaf], marks: Marks) -> None:
        if terms:
            self.open("dt", "dt")
            self.inline([*self.held, *terms])
            self.held = []
            self.close("dt", "dt")
        self.open("dd", "dd")
        self.held += self.lines.anchor(meaning)
        self.flow(meaning, marks)
        self.close("dd", "dd")

    def details(self, element: Element, marks: Marks) -> None:
        """What is folded: our pages keep it as HTML, with Markdown inside."""
        summary = next((one for one in element if one.tag == "summary"), None)
        title = leaves.html(self.in_line(summary)) if summary is not None else "…"
        self.html(f"<details{' open' if 'open' in element.attrib else ''}>\n<summary>{title}</summary>")
        if summary is not None:
            summary.text, summary[:] = "", []
        self.flow(element, marks)
        self.html("</details>")

    def figure(self, element: Element, marks: Marks) -> None:
        """A picture with its caption below it, in italics; a table, a quote or a player likewise."""
        captions = [one for one in element.iter("figcaption") if _nearest(one, "figure") is element]
        words = words_of(captions[0]) if len(captions) == 1 else ""
        for image in list(element.iter("img")) if words else ():
            if not image.get("alt") and not image.get("title"):
                image.set("alt", words)
        for link in list(element.iter("iframe", "audio", "video", "object", "embed")) if words else ():
            link.set("data-caption", words)
        self.flow(element, marks)

    def caption(self, element: Element, marks: Marks) -> None:
        row = self.in_line(element, marks if ("em", "") in marks else (*marks, ("em", "")))
        if leaves.plain(row).strip() or any(leaf.sort == "image" for leaf in row):
            self.paragraph(row)

    def frame(self, element: Element, marks: Marks) -> None:
        """What another host puts into the page: a link to where people see it."""
        if element.tag == "object" and next(element.iter("iframe", "embed"), None) is not None:
            self.flow(element, marks)  # the same once more, for other programs
            return
        given = embeds.source(element)
        line, url = line_of(element), addresses.whole(given, self.lines.base) if given else ""
        shown = embeds.framed(url) if url else None
        words = embeds.title(element.get("title", "")) or " ".join(element.get("data-caption", "").split())
        inside = words_of(element) if element.tag != "iframe" else ""
        if shown is not None:
            self.lines.told.tell(f"embed/{shown.host.lower().replace(' ', '-')}", "changed", given, line)
            self._linked(shown.url, words or shown.words, line, marks)
        elif url and not addresses.refused(url) and not inside:
            self.lines.told.tell(f"html/{element.tag}", "changed", given, line)
            named = addresses.host_of(url) if element.tag == "iframe" else embeds.file_words(url, "…")
            self._linked(url, words or named, line, marks)
        else:
            self.lines.told.tell(f"html/{element.tag}", "changed" if inside else "dropped", given or inside, line)
        if element.tag != "iframe":
            self.flow(element, marks)

    def player(self, element: Element, marks: Marks) -> None:
        """A film or a recording in the page: a link to its file."""
        sources = [element.get("src", ""), *(one.get("src", "") for one in element.iter("source"))]
        given, line = next((one for one in sources if one), ""), line_of(element)
        kind = str(element.tag)
        self.lines.told.tell(f"html/{kind}", "changed" if given else "dropped", given or words_of(element), line)
        if given:
            words = element.get("title") or element.get("data-caption") or embeds.file_words(given, _PLAYERS[kind])
            self._linked(given, " ".join(words.split()), line, marks)

    def _linked(self, url: str, words: str, line: int, marks: Marks) -> None:
        target = self.lines.target(url, line)
        self.paragraph([Leaf("text", seen(words), (*marks, ("link", target)) if target else marks)])

    def box(self, element: Element, marks: Marks) -> None:
        """A note, a tip, a warning, with the title that it has."""
        first = next(iter(element), None)
        titled = first is not None and "title" in first.get("class", "") and words_of(first)
        named = _GITHUB.search(element.get("class", ""))
        sort = (
            named[1] if named else next((one for one in element.get("class", "").split() if one not in _BOXED), "note")
        )
        sort = shapes.sort_of(sort)
        title = words_of(first) if first is not None and titled else ""
        self.nested += 1
        self.open("box", "div", meta={"sort": sort, "title": "" if title.lower() == sort else title})
        if first is not None and titled:
            first.text, first[:] = "", []
        self.flow(element, marks)
        if self.made[-1].type == "box_open":
            self.made.pop()
            self.paragraph([Leaf("text", title, (*marks, ("strong", "")))])
        else:
            self.close("box", "div")
        self.nested -= 1

    def end(self) -> None:
        """Places before what has no room for any, or behind the last text, stand by themselves."""
        if self.held:
            self.html("".join(leaf.text for leaf in self.held))
            self.held = []

    def passages(self, notes: Iterable[Note]) -> None:
        """The texts of footnotes."""
        for note in notes:
            self.open("passage", "li", meta={"label": note.label})
            self.flow(note.element)
            if self.made[-1].type == "passage_open":
                self.paragraph([Leaf("text", "…")])
            self.close("passage", "li")


def _is_rule(row: Sequence[Leaf]) -> bool:
    """Whether a line is only drawn: three signs or more, all alike."""
    text = leaves.plain(row).replace(" ", "") if all(leaf.sort == "text" and not leaf.marks for leaf in row) else ""
    return len(text) >= 3 and len(set(text)) == 1 and text[0] in "-–—_*~•·=#"


def _sign(row: Sequence[Leaf]) -> str:
    """How a line begins that is an item of a list: `-` or `1`; "" where it is none."""
    text = row[0].text if row and row[0].sort == "text" and not row[0].marks else ""
    if _SIGN.match(text) and leaves.plain(row).strip("•‣▪●○◦·\u2043–—-* \xa0"):
        return "-"
    return "1" if _NUMBER.match(text) else ""


def _sure(signs: Sequence[str], rows: Sequence[Sequence[Leaf]]) -> list[str]:
    """The signs of lines, without those that may be none: a hyphen alone, numbers that don't count on."""
    made = list(signs)
    for at, sign in enumerate(signs):
        beside = sign in (signs[at - 1] if at else "", signs[at + 1] if at + 1 < len(signs) else "")
        if sign == "-" and not beside and not _CERTAIN.match(rows[at][0].text):
            made[at] = ""
        if sign == "1" and not (beside and _counts(signs, rows, at)):
            made[at] = ""
    return made


def _counts(signs: Sequence[str], rows: Sequence[Sequence[Leaf]], at: int) -> bool:
    """Whether the number of a line is one more than that above it, or one less than that below it."""

    def number(index: int) -> int:
        found = _NUMBER.match(rows[index][0].text) if 0 <= index < len(rows) and signs[index] == "1" else None
        return int(found[1]) if found else -9

    return number(at) - number(at - 1) == 1 or number(at + 1) - number(at) == 1


def _without_sign(row: Sequence[Leaf]) -> list[Leaf]:
    text = row[0].text
    found = _SIGN.match(text) or _NUMBER.match(text)
    return leaves.spaced([row[0]._replace(text=text[found.end() if found else 0 :]), *row[1:]])


def _alone(row: Sequence[Leaf]) -> embeds.Embed | None:
    """What an address shows that is all there is in a paragraph."""
    return embeds.alone(row[0].text) if len(row) == 1 and row[0].sort == "auto" else None


def _broken(leaf: Leaf) -> Iterable[Leaf]:
    """Text whose line ends are meant."""
    if leaf.sort != "text":
        return [leaf]
    return leaves.joined([[leaf._replace(text=line)] for line in leaf.text.split("\n")])


def _code_texts(element: Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag != "button" and "line-numbers" not in child.get("class", ""):
            yield from _code_texts(child)
        yield child.tail or ""


def _language(element: Element) -> str:
    """The language of code, by the classes that programs give it. `form` would be a form of ours."""
    inner = next((one for one in element if one.tag == "code"), None)
    around = element.getparent()
    for one in (inner, element, around, around.getparent() if around is not None else None):
        if one is not None and (found := _LANGUAGE.search(f"{one.get('class', '')} {one.get('lang', '')}")):
            return "" if found[1].lower() == "form" else found[1].lower()
    return ""


def _id_of(words: str) -> str:
    """The id that a heading with these words has on our pages."""
    tokens, _ = dialect.parse(f"## {words}")
    return str(tokens[0].attrs.get("id", "")) if tokens else ""


def _parts(element: Element) -> list[Element]:
    """The terms of a list and what they mean; none where something else stands in it besides."""
    found: list[Element] = []
    for child in element:
        found += [child] if child.tag in ("dt", "dd") else list(child)
    others = [element, *(child for child in element if child.tag not in ("dt", "dd"))]
    is_loose = any((one.text or "").strip() or any((part.tail or "").strip() for part in one) for one in others)
    return [] if is_loose or any(one.tag not in ("dt", "dd") for one in found) else found


def _nearest(element: Element, tag: str) -> Element | None:
    return next(iter(element.iterancestors(tag)), None)


def _length(made: Sequence[Token]) -> int:
    """How many tokens a block has that begins with the first of them."""
    depth = 0
    for count, token in enumerate(made, 1):
        depth += token.nesting
        if not depth:
            return count
    return len(made)


def _is_tight(made: Sequence[Token]) -> bool:
    """Whether each item of a list is one paragraph, with a tight list below it at most."""
    depth = 0
    blocks: list[list[Token]] = []
    for token in made:
        if token.type == "list_item_open" and depth == 0:
            blocks.append([])
        elif depth == 1 and token.nesting >= 0 and blocks:
            blocks[-1].append(token)
        depth += token.nesting
    return all(_are_tight(item) for item in blocks)


def _are_tight(blocks: Sequence[Token]) -> bool:
    kinds = [token.type for token in blocks]
    lists = [token for token in blocks if token.type in ("bullet_list_open", "ordered_list_open")]
    follows = kinds[:1] == ["paragraph_open"] and len(kinds) - 1 == len(lists) <= 1
    # Below a line of text, a list with another first number than 1 would be a part of that line.
    return follows and all(one.meta.get("tight") and one.attrs.get("start", 1) == 1 for one in lists)


def _as_task(made: Sequence[Token]) -> None:
    """An item that begins with a box to tick is a task."""
    children = made[1].children if len(made) > 1 and made[0].type == "paragraph_open" else None
    first = children[0] if children else None
    if not children or first is None or first.type != "text" or first.content[:1] not in ("☐", "☑"):
        return
    rest = first.content[1:].lstrip()
    if rest or len(children) > 1:
        children.insert(0, Token("html_inline", "", 0, content="[x] " if first.content[0] == "☑" else "[ ] "))
        first.content = rest


_Maker = Callable[[Blocks, Element, Marks], None]
_WITHOUT_ROOM = frozenset({"pre", "listing", "xmp", "table", "details", "dl"})
"""Blocks in whose first line no place of a link can stand."""
_MAKERS: dict[str, _Maker] = {
    **dict.fromkeys(elements.HEADINGS, Blocks.heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), Blocks.items),
    **dict.fromkeys(("pre", "listing", "xmp"), Blocks.code),
    **dict.fromkeys(("iframe", "object", "embed"), Blocks.frame),
    **dict.fromkeys(("audio", "video"), Blocks.player),
    "blockquote": Blocks.quote,
    "hr": Blocks.rule,
    "table": Blocks.table,
    "dl": Blocks.definitions,
    "details": Blocks.details,
    "figure": Blocks.figure,
    "figcaption": Blocks.caption,
}
