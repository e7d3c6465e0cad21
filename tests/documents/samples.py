"""Documents as programs write them, with a secret in every place where they put such things."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

from pipeline.formats.archive import packed

SECRET = "Jane Private"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SMALL = b"\x89PNG\r\n\x1a\n"


def photo(sort: str = "JPEG") -> bytes:
    """A picture of a camera that knows its owner, and is to be turned by a quarter."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0112] = SECRET, 6
    Image.new("RGB", (40, 20), "#205a5f").save(out, sort, exif=exif, **({"comment": SECRET} if sort == "JPEG" else {}))
    return out.getvalue()


def docx(body: str = "<w:p><w:r><w:t>What helps.</w:t></w:r></w:p>", **more: str) -> bytes:
    """A document of Word; `more` are files of it by their names, with `__` for a slash and `_dot_` for a dot."""
    files = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f"<c xmlns='cp' {_DC}><dc:title>Plan</dc:title><dc:creator>{SECRET}</dc:creator></c>",
        "docProps/app.xml": f"<Properties><Company>{SECRET}</Company></Properties>",
        "word/people.xml": f"<w:people {_W}><w:person w:author='{SECRET}'/></w:people>",
        "word/settings.xml": f"<w:settings {_W}><w:mailMerge><w:query w:val='{SECRET}'/></w:mailMerge></w:settings>",
        "customXml/item1.xml": f"<p xmlns='http://schemas.microsoft.com/office/2006/metadata/p'><u>{SECRET}</u></p>",
        "word/_rels/settings.xml.rels": f"<R xmlns='p'><X Id='a' Type='{_RELS}/attachedTemplate' "
        f"Target='file:///C:/Users/{SECRET}/Normal.dotm' TargetMode='External'/></R>",
    }
    files |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return packed({**{name: text.encode() for name, text in files.items()}, "word/media/image1.jpeg": photo()})


def xlsx() -> bytes:
    """A workbook that remembers its printer, and where it lay."""
    sheet = f"<worksheet {_R}><sheetData/><pageSetup orientation='portrait' r:id='p1'/></worksheet>"
    files = {
        "xl/workbook.xml": f"<workbook><fileSharing userName='{SECRET}'/><absPath url='C:\\{SECRET}'/></workbook>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/_rels/sheet1.xml.rels": f"<R xmlns='p'><X Id='p1' Type='{_RELS}/printerSettings' "
        "Target='../printerSettings/p.bin'/></R>",
        "xl/printerSettings/p.bin": f"\\\\office\\{SECRET}",
    }
    return packed({name: text.encode() for name, text in files.items()})


def odt(content: str = "<o:t>What helps.</o:t>", **more: str) -> bytes:
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<o:document-content xmlns:o='{_ODF}:office:1.0'>{content}</o:document-content>",
        "meta.xml": f"<o:document-meta xmlns:o='{_ODF}:office:1.0' {_DC}><o:meta><dc:title>Plan</dc:title>"
        f"<dc:creator>{SECRET}</dc:creator></o:meta></o:document-meta>",
        "settings.xml": f"<c:s xmlns:c='{_ODF}:config:1.0'><c:item c:name='PrinterName'>{SECRET}</c:item></c:s>",
        "META-INF/manifest.xml": f"<m:manifest xmlns:m='{_ODF}:manifest:1.0'>"
        "<m:file-entry m:full-path='Thumbnails/thumbnail.png'/></m:manifest>",
        "Thumbnails/thumbnail.png": SECRET,
        **{name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()},
    }
    return packed({**{name: text.encode() for name, text in files.items()}, "Pictures/1.jpg": photo()})


def epub() -> bytes:
    """A book as a shop delivers it."""
    opf = f"<package><metadata {_DC}><dc:creator>A. Author</dc:creator></metadata></package>"
    files = {"mimetype": "application/epub+zip", "EPUB/package.opf": opf, "iTunesMetadata.plist": SECRET}
    return packed({**{name: text.encode() for name, text in files.items()}, "EPUB/cover.png": photo("PNG")})


def pdf(**root: pikepdf.Object) -> bytes:
    """A PDF with a picture, and with what a program for layout writes; `root` is more of its catalogue."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 100))
        name, page = pikepdf.Name, made.pages[0]
        given = {"Type": name.XObject, "Subtype": name.Image, "Width": 40, "Height": 20, "BitsPerComponent": 8}
        colours = {"ColorSpace": name.DeviceRGB, "Filter": name.DCTDecode}
        shown = made.make_stream(photo(), **given, **colours, Metadata=made.make_stream(SECRET.encode()))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=shown))
        page.PieceInfo = pikepdf.Dictionary(Drawn=pikepdf.String(SECRET))
        made.docinfo["/Author"], made.docinfo["/Title"] = pikepdf.String(SECRET), pikepdf.String("Plan")
        with made.open_metadata(update_docinfo=False) as told:
            told["dc:creator"], told["pdfuaid:part"] = [SECRET], "1"
        for key, value in root.items():
            made.Root[f"/{key}"] = value
        made.save(out, compress_streams=False, static_id=True)
    return out.getvalue()
