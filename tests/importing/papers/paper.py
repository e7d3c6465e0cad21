"""Documents of Word, as small as Word would still open them, and an origin that has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.formats.archive import packed
from pipeline.importing.papers import read
from pipeline.importing.source.found import Item
from pipeline.model.decisions import Decisions
from pipeline.web import Fetched, Unreachable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def styled(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def p(text: str = "", *, bold: bool = False) -> str:
    """A paragraph; tabs in `text` are those of Word."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    said = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, *, core: str = "", styles: str = "", **parts: bytes) -> bytes:
    """A document with this text. `parts`: other texts by kind (`comments`, `header`), or pictures (`image1_png`)."""
    kinds = {name: data for name, data in parts.items() if "_" not in name}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), *((one, one) for one in kinds))
    )
    shown = [name.replace("_", ".") for name in parts if "_" in name]
    links = "".join(
        f'<Relationship Id="{one.partition(".")[0]}" Type="{_RELS}/image" Target="media/{one}"/>' for one in shown
    )
    links += f'<Relationship Id="styles" Type="{_RELS}/styles" Target="styles.xml"/>'
    links += "".join(f'<Relationship Id="{one}" Type="{_RELS}/{one}" Target="{one}.xml"/>' for one in kinds)
    package = "http://schemas.openxmlformats.org/package/2006"
    defaults = '<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{defaults}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{_RELS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "docProps/core.xml": '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</c:coreProperties>',
    }
    others = {f"word/{name}.xml": data for name, data in kinds.items()}
    pictures = {f"word/media/{name.replace('_', '.')}": data for name, data in parts.items() if "_" in name}
    return packed({**{name: text.encode() for name, text in files.items()}, **others, **pictures})


@dataclass(frozen=True)
class Shelf:
    """An origin whose files stand in a mapping; all of them were named."""

    files: Mapping[str, bytes]
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.folders, *(one for one in self.files if not one.startswith(tuple(self.folders))))

    def paths(self, named: str) -> Iterator[str]:
        return iter(self.folders.get(named, (named.rpartition("/")[2],)))

    def size(self, path: str, within: str = "") -> int:
        return len(self.read(path, within).data)

    def read(self, where: str, within: str = "") -> Fetched:
        name = f"{within}/{where}" if within in self.folders else within or where
        if name not in self.files:
            raise Unreachable(name, "")
        return Fetched(self.files[name], name)


def item(data: bytes, decisions: Decisions | None = None, name: str = "papers/Change plan.docx") -> Item:
    """The one item of a document."""
    (found,) = read(Shelf({name: data}), decisions or Decisions()).items
    return found


def html(data: bytes, name: str = "a.docx") -> str:
    """Its text."""
    body = item(data, name=name).body
    assert body is not None
    return body.text


def losses(data: bytes, name: str = "a.docx") -> list[tuple[str, str, str]]:
    return [(one.kind, one.outcome, one.what) for one in item(data, name=name).losses]
