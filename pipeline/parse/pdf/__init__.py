"""PDF bytes → a Document of located, verbatim blocks.

The way: `file.intake` opens or refuses the file · `page` (pdfium) or `page.plumber` (pdfplumber) gives each page's `content` ·
`layout` finds its `tables` and the pieces and lines of its `text`, in reading `order` · `blocks` makes headings, paragraphs
and tables of all pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Literal

from pipeline.parse.pdf.blank import without_installed_fonts
from pipeline.parse.pdf.blocks import to_blocks
from pipeline.parse.pdf.content import PageContent
from pipeline.parse.pdf.file.fonts import mend_fonts
from pipeline.parse.pdf.file.intake import mend, open_document
from pipeline.parse.pdf.layout import PageLayout, lay_out
from pipeline.parse.pdf.page import read_with_pdfium
from pipeline.parse.pdf.page.plumber import read_with_pdfplumber
from pipeline.parse.pdf.page_numbers import without_page_numbers
from pipeline.parse.pdf.reports import (
    blank_notices,
    margin_notices,
    page_notices,
    refuse_without_characters,
    refuse_without_text,
)
from pipeline.parse.quick import PausedCollector
from pipeline.records import Document, DocumentRefused, Notice

Engine = Literal["pdfium", "pdfplumber"]


def parse_pdf(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    engine: Engine = "pdfium",
) -> Document:
    """PDF bytes → blocks in reading order, with notices for what could not be read.

    Raises DocumentRefused, one line that names `name` and the reason, where nothing can be read: another type of file,
    ruined, locked, damaged beyond repair, scanned, or beyond the limits of `intake`.
    """
    with nullcontext() if engine == "pdfplumber" else PausedCollector():  # pdfplumber leaves many cycles
        return assemble([read_pages(data, name=name, password=password, engine=engine)], name=name)


@dataclass(slots=True)
class Reading:
    """Pages read from one file, ready to be sent between processes; `unmapped` counts glyphs without a character.

    `is_mended` tells that the file was mended for these pages: the others of the document want to be read from it too.
    """

    title: str = ""
    opening: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    pages: list[PageLayout] = field(default_factory=list)
    unmapped: Counter[tuple[str, int]] = field(default_factory=Counter)
    is_doubtful: bool = False
    is_mended: bool = False


def read_pages(
    data: bytes, *, name: str, password: str | None = None, engine: Engine = "pdfium", pages: range | None = None
) -> Reading:
    """PDF bytes → the pages with (zero-based) numbers in `pages`, all by default, laid out one after the other.

    Chunks of one document can be read by several processes (`pipeline.chunks`) and put together by `assemble`.
    Raises DocumentRefused where the file cannot be opened.
    """
    import pypdfium2

    try:
        return _read(data, name, password, engine, pages)
    except pypdfium2.PdfiumError:
        mended = mend(data, name, password)
    try:
        reading = _read(mended, name, None, engine, pages)
    except pypdfium2.PdfiumError as again:
        raise DocumentRefused(
            f"{name}: PDFが壊れていて読めないページがあります。元のファイルを取り直してください"
        ) from again
    words = f"{name}: 壊れたページを修復して読みました。欠けた部分がないか確認してください"
    reading.opening = [*reading.opening, Notice("warning", "repaired", words)]
    reading.is_mended = True
    return reading


def count_pages(data: bytes, password: str | None = None) -> int:
    """How many pages a PDF says it has, without reading any; 0 where it cannot be opened as it is."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data, password=password) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _read(data: bytes, name: str, password: str | None, engine: Engine, pages: range | None) -> Reading:
    if engine == "pdfplumber":
        return _read_from(data, name, password, engine, pages)
    with PausedCollector(), without_installed_fonts():
        return _read_from(data, name, password, engine, pages)


def _read_from(data: bytes, name: str, password: str | None, engine: Engine, pages: range | None) -> Reading:
    document, opening = open_document(data, name, password, first=pages is None or not pages.start)
    try:
        title = document.get_metadata_value("Title")
        contents = (
            read_with_pdfium(document, name, pages)
            if engine == "pdfium"
            else read_with_pdfplumber(data, password, pages)
        )
        reading = _lay_out_all(contents)
    finally:
        document.close()
    if (
        engine == "pdfium"
        and (reading.unmapped or reading.is_doubtful)
        and (mended := mend_fonts(data, password, in_full=reading.is_doubtful))
    ):
        document, _ = open_document(mended, name, None, first=False)
        try:
            reading = _lay_out_all(read_with_pdfium(document, name, pages))
        finally:
            document.close()
        reading.is_mended = True
    reading.title, reading.opening = title, opening
    reading.is_mended |= any(notice.check == "repaired" for notice in opening)
    return reading


def assemble(readings: Sequence[Reading], *, name: str) -> Document:
    """Readings of one document in page order → its blocks; DocumentRefused where they hold no readable text."""
    pages = without_page_numbers([page for reading in readings for page in reading.pages])
    opening, notices = readings[0].opening, [notice for reading in readings for notice in reading.notices]
    unmapped: Counter[tuple[str, int]] = sum((reading.unmapped for reading in readings), Counter())
    said = (*opening, *margin_notices(pages, name), *notices)
    said = (*said, *blank_notices(pages, said, name))
    refuse_without_text(pages, name, said)
    refuse_without_characters(pages, unmapped, name, said)
    return Document(tuple(to_blocks(pages)), "application/pdf", readings[0].title, len(pages), said)


def _lay_out_all(contents: Iterable[PageContent]) -> Reading:
    """Lays out page after page, so that no more than one page's content is held at a time."""
    reading = Reading()
    for content in contents:
        layout = lay_out(content)
        reading.pages.append(layout)
        reading.notices.extend(page_notices(content, layout))
        reading.unmapped.update({(font, content.frame.number): count for font, count in content.unmapped})
        reading.is_doubtful |= content.is_doubtful
    return reading
