"""Documents of Word come along with what they say; what no page can show is told."""

from __future__ import annotations

import pytest

from pipeline.formats import form
from pipeline.formats.archive import packed
from pipeline.importing.deciding.losses import default_of
from pipeline.importing.papers import read
from pipeline.importing.source.found import Named
from pipeline.model.decisions import Decisions, OfItem
from tests.importing.papers.paper import SPACES, Shelf, docx, html, item, losses, p, styled, table
from tests.support.library import square

STYLE = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
STYLES = "".join(
    STYLE.format(*one)
    for one in (
        ("Title", "Title", ""),
        ("berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Ours", "Our own heading", '<w:basedOn w:val="berschrift1"/>'),
        ("Zitat", "Quote", ""),
        ("Verzeichnis1", "toc 1", ""),
    )
)


def test_headings_are_known_whatever_their_styles_are_called() -> None:
    body = (
        styled("Title", "How urges pass") + p("They do.") + styled("Ours", "What helps") + styled("Zitat", "It passed.")
    )
    made = item(docx(body + styled("Verzeichnis1", "What helps 1"), styles=STYLES))
    assert (made.kind, made.fields["title"]) == ("article", "How urges pass")
    assert made.body is not None
    assert made.body.text == "<p>They do.</p><h1>What helps</h1><blockquote><p>It passed.</p></blockquote>"
    assert [(one.kind, one.what) for one in made.losses] == [("paper/contents", "the table of contents")]


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    lines = (p("How urges pass", bold=True), p("They do."), p("What helps", bold=True), p("A walk."))
    data = docx("".join((*lines, p("Note:", bold=True), p("A call."))))
    assert item(data).fields["title"] == "How urges pass"
    assert html(data).startswith("<p>They do.</p><h2>What helps</h2><p>A walk.</p><p><strong>Note:</strong></p>")
    assert ("paper/bold-heading", "changed", "What helps") in losses(data)


@pytest.mark.parametrize(
    ("core", "title"),
    [
        ("<dc:title>Plans</dc:title>", "Plans"),
        ("<dc:title>Microsoft Word - plan.doc</dc:title>", "Change plan"),
        ("", "Change plan"),
    ],
)
def test_a_title_is_found_in_the_properties_or_made_of_the_name(core: str, title: str) -> None:
    assert item(docx(p("Text."), core=core)).fields["title"] == title


def test_a_name_in_the_properties_stays_there_unless_people_name_it() -> None:
    data = docx(
        p("Text."),
        core="<dc:creator>Jane Private</dc:creator><dcterms:modified>2019-05-03T10:00:00Z</dcterms:modified>",
    )
    assert "Jane" not in repr(item(data))
    assert item(data).fields["date"] == "2019-05-03"
    asked = item(data, Decisions(people={"jane private": "jane"}))
    assert asked.fields["authors"] == [Named("Jane Private")]


EQUATION = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
SQUARE = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
ROOT = f"<m:rad><m:deg/><m:e>{SQUARE}</m:e></m:rad>"
BOX = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
OLD_BOX = f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback>"
NEW_BOX = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice>{{}}</mc:AlternateContent>"
BOXED_TEXT = ("paper/text-box", "changed", "stands behind its paragraph: “In a box.”")


@pytest.mark.parametrize(
    ("body", "shown", "told"),
    [
        (f"<w:p><m:oMath>{EQUATION}</m:oMath></w:p>", "<p>(a+b)/2</p>", ("paper/equation", "changed", "(a+b)/2")),
        (
            f"<w:p><m:oMathPara><m:oMath>{ROOT}</m:oMath></m:oMathPara></w:p>",
            "<p>√(x^2)</p>",
            ("paper/equation", "changed", "√(x^2)"),
        ),
        (f"<w:p><w:r>{NEW_BOX.format(OLD_BOX)}</w:r></w:p>", "<p>In a box.</p>", BOXED_TEXT),
        (f"<w:p><w:r>{NEW_BOX.format('')}</w:r></w:p>", "<p></p><p>In a box.</p>", BOXED_TEXT),
        (
            "<w:p><w:ins w:author='Jane'><w:r><w:t>Go.</w:t></w:r></w:ins></w:p>",
            "<p>Go.</p>",
            ("paper/tracked-change", "changed", "taken as accepted: “Go.”"),
        ),
        (
            f"<w:p><w:del w:author='Jane'><w:r><w:delText>Stay.</w:delText></w:r></w:del></w:p>{p('Go.')}",
            "<p>Go.</p>",
            ("paper/tracked-change", "changed", "taken as accepted, and left out: “Stay.”"),
        ),
        (
            f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Not for you.</w:t></w:r></w:p>{p('Go.')}",
            "<p>Go.</p>",
            ("paper/hidden-text", "dropped", "Not for you."),
        ),
    ],
)  # fmt: skip
def test_what_mammoth_passes_over_is_there_or_told(body: str, shown: str, told: tuple[str, str, str]) -> None:
    assert html(docx(body)) == shown
    assert losses(docx(body)) == [told]


def test_comments_and_headers_are_told_without_names() -> None:
    comments = f"<w:comments {SPACES}><w:comment w:author='Jane'>{p('Is that so?')}</w:comment></w:comments>".encode()
    header = f"<w:hdr {SPACES}>{p('Our house')}</w:hdr>".encode()
    said = losses(docx(p("Text."), comments=comments, header=header))
    assert said == [("paper/header", "dropped", "Our house"), ("paper/comment", "dropped", "Is that so?")]
    assert (default_of("paper/header"), default_of("paper/comment")) == ("drop", None)


SHOWN = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="{}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
    '<a:blip r:embed="image1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    "</w:p>"
)


def test_a_picture_keeps_its_words_and_one_of_an_odd_sort_is_told() -> None:
    assert html(docx(SHOWN.format("A wave"), image1_png=square(2))).startswith(
        '<p><img alt="A wave" src="data:image/png;'
    )
    said = losses(docx(SHOWN.format("A wave"), image1_emf=b"emf"))
    assert said == [("paper/picture", "dropped", "a picture of the sort x-emf: save it as PNG, and put that in")]


# LibreOffice

ODF = "urn:oasis:names:tc:opendocument:xmlns"
LOOKS = (
    '<s:style s:name="T1"><s:text-properties f:font-weight="bold"/></s:style>'
    '<s:style s:name="T2"><s:text-properties t:display="none"/></s:style>'
    '<t:list-style s:name="L1"><t:list-level-style-number t:level="1"/></t:list-style>'
)


def odt(body: str) -> bytes:
    spaces = f'xmlns:o="{ODF}:office:1.0" xmlns:t="{ODF}:text:1.0" xmlns:s="{ODF}:style:1.0" xmlns:f="{ODF}:fo:1.0"'
    spaces += f' xmlns:b="{ODF}:table:1.0" xmlns:x="http://www.w3.org/1999/xlink"'
    text = f"<o:document-content {spaces}>{LOOKS}<o:body><o:text>{body}</o:text></o:body></o:document-content>"
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": text.encode()})


CELL = "<b:table-cell><t:p>{}</t:p></b:table-cell>"
FOOTNOTE = "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>Most.</t:p></t:note-body></t:note>"

NOTE = '<ol><li id="note-1"><p>Most.<a href="#note-ref-1">↑</a></p></li></ol>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('<t:h t:outline-level="2">What helps</t:h>', "<h2>What helps</h2>"),
        ('<t:p>A <t:span t:style-name="T1">walk</t:span>.</t:p>', "<p>A <strong>walk</strong>.</p>"),
        ("<t:p>a<t:s t:c='2'/>b<t:line-break/>c</t:p>", "<p>a  b<br>c</p>"),
        (
            '<t:list t:style-name="L1"><t:list-item><t:p>one</t:p></t:list-item></t:list>',
            "<ol><li>one</li></ol>",
        ),
        (
            f"<b:table><b:table-row>{CELL.format('a')}{CELL.format('b')}</b:table-row></b:table>",
            "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>",
        ),
        (
            f"<t:p>All.{FOOTNOTE}</t:p>",
            f'<p>All.<sup><a href="#note-1" id="note-ref-1">[1]</a></sup></p>{NOTE}',
        ),
        ('<t:p><t:a x:href="https://a.example/">there</t:a></t:p>', '<p><a href="https://a.example/">there</a></p>'),
    ],
)
def test_a_text_of_libreoffice_is_read_by_the_same_rules(body: str, shown: str) -> None:
    assert html(odt(body), "a.odt") == shown


def test_what_is_hidden_in_it_or_said_beside_it_is_told() -> None:
    body = '<t:p>Go.<t:span t:style-name="T2">Stay.</t:span><o:annotation><t:p>Why?</t:p></o:annotation></t:p>'
    assert html(odt(body), "a.odt") == "<p>Go.</p>"
    said = [("paper/hidden-text", "dropped", "Stay."), ("paper/comment", "dropped", "Why?")]
    assert losses(odt(body), "a.odt") == said


def test_a_worksheet_of_libreoffice_becomes_a_form() -> None:
    listed = '<t:drop-down><t:label t:value="home"/><t:label t:value="work"/>home</t:drop-down>'
    made = item(odt(f"<t:p>Where: {listed}</t:p><t:p>Name: <t:placeholder>x</t:placeholder></t:p>"), name="a.odt")
    assert made.kind == "handout"
    assert made.body is not None
    assert made.body.forms == ("- choice: Where\n  options: [home, work]\n- text: Name\n",)


def numbered(text: str, name: str = "1") -> str:
    return f'<w:p><w:pPr><w:numPr><w:numId w:val="{name}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


NUMBERING = f"""\
<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="a"><w:lvl w:ilvl="0"><w:start w:val="3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="b"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06f"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="a"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="b"/></w:num>
</w:numbering>""".encode()


def test_a_list_goes_on_with_its_numbers() -> None:
    body = numbered("Sit.") + numbered("Breathe.") + p("Wait.") + numbered("Go.")
    shown = '<ol start="3"><li>Sit.</li><li>Breathe.</li></ol><p>Wait.</p><ol start="5"><li>Go.</li></ol>'
    assert html(docx(body, numbering=NUMBERING)) == shown


def test_a_list_whose_signs_are_boxes_is_to_be_ticked() -> None:
    made = item(docx(numbered("I told someone", "2") + numbered("I slept", "2"), numbering=NUMBERING))
    assert made.body is not None
    assert made.body.forms == ("- check: I told someone\n- check: I slept\n",)


def test_what_a_text_begins_with_tells_of_it() -> None:
    body = p("How urges pass", bold=True) + p("Short.") + p("An urge rises, peaks and falls, like a wave on a beach.")
    made = item(docx(body))
    assert made.summary is not None
    assert made.summary.text == "An urge rises, peaks and falls, like a wave on a beach."


def test_what_somebody_chose_in_a_form_is_text() -> None:
    day = DATE.replace("<w:date/>", "<w:date w:fullDate='2019-03-01T00:00:00Z'/>").replace("Choose a day", "1 March")
    made = item(docx(asks("We met on ", day) + asks("We were ", LIST.replace("Choose", "at home"))))
    assert made.body is not None
    assert "We met on 1 March" in made.body.text
    assert "We were at home" in made.body.text


# Worksheets

DATE = "<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent><w:r><w:t>Choose a day</w:t></w:r></w:sdtContent></w:sdt>"
LIST = (
    "<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='at home' w:value='1'/>"
    "<w:listItem w:displayText='at work' w:value='2'/></w:dropDownList></w:sdtPr>"
    "<w:sdtContent><w:r><w:t>Choose</w:t></w:r></w:sdtContent></w:sdt>"
)
BOXED = "<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
OLD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>\u2002\u2002\u2002</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
RULED = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">          </w:t></w:r>'


def asks(text: str, control: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{control}</w:p>'


@pytest.mark.parametrize(
    ("body", "written"),
    [
        (p("Name: ______"), "- text: Name\n"),
        (p("Name: ______   Date: ______"), "- text: Name\n- date: Date\n"),
        (p("What do I want? ……………"), "- text: What do I want?\n"),
        (asks("Name: ", RULED), "- text: Name\n"),
        (asks("Name: ", OLD), "- text: Name\n"),
        (asks("Since: ", DATE), "- date: Since\n"),
        (asks("Where was I? ", LIST), "- choice: Where was I?\n  options:\n    - at home\n    - at work\n"),
        (asks("", BOXED + "<w:r><w:t> I told someone</w:t></w:r>"), "- check: I told someone\n"),
        (p("☐ I told someone") + p("☐ I slept"), "- check: I told someone\n- check: I slept\n"),
        (p("Did you sleep? ☐ well ☐ badly"), "- choice: Did you sleep?\n  options: [well, badly]\n"),
        (p("What would I gain?") + p("_____") + p("_____"), "- lines: What would I gain?\n  rows: 2\n"),
        (p("How strong was it?") + p("0 1 2 3 4 5"), "- scale: How strong was it?\n  from: 0\n  to: 5\n"),
        (
            p("My week:") + table(("Day", "Urge"), ("", ""), ("", "")),
            "- table: My week\n  columns:\n    - Day\n    - Urge\n  rows: 2\n",
        ),
        (table(("Telephone", ""), ("E-mail", "")), "- text: Telephone\n- text: E-mail\n"),
        (table(("Notes:",)), "- lines: Notes\n  rows: 5\n"),
        (p("Signature: ______"), "- sign: Signature\n"),
    ],
)  # fmt: skip
def test_what_is_to_be_filled_in_becomes_a_form(body: str, written: str) -> None:
    made = item(docx(body))
    assert made.kind == "handout"
    assert made.body is not None
    assert made.body.forms == (written,)
    assert made.body.text == f'<pre><code class="language-form">{written}</code></pre>'
    assert form.parse(written, "", 1)[1] == ()


@pytest.mark.parametrize(
    "body",
    [
        p("I feel ______ when ______ happens."),
        p("______"),
        p("And so on..."),
        p("1 2 3 4"),
        table(("Day", "Urge"), ("Monday", "")),
        table(("a", "b"), ("c", "d")),
        p("snake__case and a__b"),
    ],
)
def test_what_can_be_meant_otherwise_stays_as_it_is(body: str) -> None:
    made = item(docx(body))
    assert made.kind == "article"
    assert made.body is not None
    assert made.body.forms == ()
    assert "\ue000" not in made.body.text


def test_a_worksheet_is_what_people_say_it_is() -> None:
    body = p("Where was I?") + asks("I was ", LIST)
    decided = Decisions(items={"Change plan.docx": OfItem(kind="article")})
    made = item(docx(body), decided)
    assert made.kind == "article"
    assert made.body is not None
    assert made.body.text == "<p>Where was I?</p><p>I was ________</p>"


# Files


def test_a_folder_is_read_whole_and_what_is_not_read_is_told_with_the_remedy() -> None:
    files = {
        "papers/sheets/plan.docx": docx(p("Name: ____")),
        "papers/old.doc": b"",
        "papers/~$plan.docx": b"",
        "papers/torn.docx": b"PK",
    }
    shelf = Shelf(files, {"papers": ("old.doc", "sheets/plan.docx", "torn.docx", "~$plan.docx")})
    found = read(shelf, Decisions(kinds={"sheets": "page"}))
    assert [(one.id, one.kind, one.folders, str(one.place)) for one in found.items] == [
        ("sheets/plan.docx", "page", ("sheets",), "papers/sheets/plan.docx")
    ]
    assert [(one.kind, str(one.place)) for one in found.losses] == [
        ("paper/doc", "papers/old.doc"),
        ("paper/unreadable", "papers/torn.docx"),
    ]
    assert all("save it as Word document (.docx)" in one.what for one in found.losses)


def test_two_documents_of_one_name_are_two_items() -> None:
    shelf = Shelf({"a/plan.docx": docx(p("One.")), "b/plan.docx": docx(p("Two."))})
    assert [one.id for one in read(shelf, Decisions()).items] == ["plan.docx", "plan.docx (2)"]


def test_hostile_documents_are_refused_and_stop_nothing() -> None:
    deep = "<w:p>" + "<w:smartTag>" * 3000 + "</w:smartTag>" * 3000 + "</w:p>"
    laughs = docx(p("Ha."), header=b"<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>")
    files = {"deep.docx": docx(deep), "laughs.docx": laughs, "locked.docx": b"\xd0\xcf\x11\xe0"}
    found = read(Shelf(files | {"wide.docx": docx(" " * 20_000_000)}), Decisions())
    assert [one.kind for one in found.losses] == ["paper/unreadable"] * 4
    assert "it is protected by a password" in found.losses[2].what
    assert "more than 20,000,000 bytes of XML" in found.losses[3].what


def test_macros_stay_behind_and_are_told() -> None:
    data = docx(p("Text."), vbaProject_bin=b"Sub")
    assert losses(data) == [("paper/macro", "dropped", "programs that Word runs")]
    assert html(data) == "<p>Text.</p>"


def test_what_was_named_by_itself_is_told_whatever_it_is() -> None:
    found = read(Shelf({"notes/README.md": b"text"}), Decisions())
    assert [(loss.kind, loss.outcome) for loss in found.losses] == [("paper/other", "dropped")]
