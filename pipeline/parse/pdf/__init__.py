"""PDF bytes → a Document of located, verbatim blocks.

The way: `intake` opens or refuses the file · `page` (pdfium) or `plumber` (pdfplumber) gives each page's content · `layout`
finds tables and lines in reading order · `blocks` makes headings, paragraphs and tables of all pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.parse.pdf.blocks import to_blocks
from pipeline.parse.pdf.content import PageContent
from pipeline.parse.pdf.fonts import mend_fonts
from pipeline.parse.pdf.intake import open_document
from pipeline.parse.pdf.layout import PageLayout, lay_out
from pipeline.parse.pdf.page import read_with_pdfium
from pipeline.parse.pdf.plumber import read_with_pdfplumber
from pipeline.parse.pdf.reports import page_notices, refuse_without_characters, refuse_without_text
from pipeline.records import Document, Notice


def parse_pdf(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    engine: Literal["pdfium", "pdfplumber"] = "pdfium",
) -> Document:
    """PDF bytes → blocks in reading order, with notices for what could not be read.

    Raises DocumentRefused, one line that names `name` and the reason, where nothing can be read: another type of file,
    ruined, locked, damaged beyond repair, scanned, or beyond the limits of `intake`.
    """
    document, notices = open_document(data, name, password)
    try:
        title = document.get_metadata_value("Title")
        contents = read_with_pdfium(document, name) if engine == "pdfium" else read_with_pdfplumber(data, password)
        reading = _lay_out_all(contents)
    finally:
        document.close()
    if engine == "pdfium" and (reading.unmapped or reading.is_doubtful) and (mended := mend_fonts(data, password)):
        document, _ = open_document(mended, name, None)
        try:
            reading = _lay_out_all(read_with_pdfium(document, name))
        finally:
            document.close()
    refuse_without_text(reading.pages, name, notices)
    refuse_without_characters(reading.pages, reading.unmapped, name)
    blocks = tuple(to_blocks(reading.pages))
    return Document(blocks, "application/pdf", title, len(reading.pages), (*notices, *reading.notices))


@dataclass(slots=True)
class _Reading:
    """The pages read so far; `unmapped` counts glyphs without a character by (font, page)."""

    pages: list[PageLayout] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unmapped: Counter[tuple[str, int]] = field(default_factory=Counter)
    is_doubtful: bool = False


def _lay_out_all(contents: Iterable[PageContent]) -> _Reading:
    """Lays out page after page, so that no more than one page's content is held at a time."""
    reading = _Reading()
    for content in contents:
        layout = lay_out(content)
        reading.pages.append(layout)
        reading.notices.extend(page_notices(content, layout))
        reading.unmapped.update({(font, content.frame.number): count for font, count in content.unmapped})
        reading.is_doubtful |= content.is_doubtful
    return reading
