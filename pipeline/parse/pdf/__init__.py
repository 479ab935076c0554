"""PDF bytes → a Document of located, verbatim blocks."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.parse.pdf.blocks import to_blocks
from pipeline.parse.pdf.fonts import mend_fonts
from pipeline.parse.pdf.intake import open_document
from pipeline.parse.pdf.layout import PageLayout, lay_out
from pipeline.parse.pdf.page import read_page
from pipeline.parse.pdf.pdfium import Pdfium
from pipeline.parse.pdf.reports import page_notices, refuse_without_characters, refuse_without_text
from pipeline.records import Document, DocumentRefused, Notice

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


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
    reading = _read_pages(document, name)
    if (reading.unmapped or reading.is_doubtful) and (mended := mend_fonts(data, password)):
        document, _ = open_document(mended, name, None)
        reading = _read_pages(document, name)
    refuse_without_text(reading.pages, name)
    refuse_without_characters(reading.pages, reading.unmapped, name)
    found = (*notices, *reading.notices)
    return Document(tuple(to_blocks(reading.pages)), "application/pdf", reading.title, len(reading.pages), found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """All pages of an open document; `unmapped` counts glyphs without a character by (font, page)."""

    title: str
    pages: list[PageLayout]
    notices: list[Notice]
    unmapped: Counter[tuple[str, int]]
    is_doubtful: bool


def _read_pages(document: PdfDocument, name: str) -> _Reading:
    """Reads an open document page by page, closing each page and, at the end, the document."""
    lib = Pdfium()
    title = document.get_metadata_value("Title")
    pages: list[PageLayout] = []
    notices: list[Notice] = []
    unmapped: Counter[tuple[str, int]] = Counter()
    doubtful = False
    try:
        for index in range(len(document)):
            page = document[index]
            number = index + 1
            try:
                content, raw = read_page(lib, ctypes.cast(page.raw, ctypes.c_void_p).value or 0, number)
            except DocumentRefused as refusal:
                raise DocumentRefused(f"{name}: p.{number} {refusal}") from refusal
            finally:
                page.close()
            pages.append(lay_out(content))
            notices.extend(page_notices(content, pages[-1], raw.unmapped))
            unmapped.update({(font, number): count for font, count in raw.unmapped.items()})
            doubtful = doubtful or raw.is_doubtful
    finally:
        document.close()
    return _Reading(title, pages, notices, unmapped, doubtful)
