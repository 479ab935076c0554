"""PDF bytes → a Document of located, verbatim blocks."""

from __future__ import annotations

import ctypes
from typing import Literal

from pipeline.parse.pdf.blocks import to_blocks
from pipeline.parse.pdf.intake import open_document
from pipeline.parse.pdf.layout import PageLayout, lay_out
from pipeline.parse.pdf.page import read_page
from pipeline.parse.pdf.pdfium import Pdfium
from pipeline.parse.pdf.reports import page_notices, refuse_without_text
from pipeline.records import Document, DocumentRefused, Notice


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
        pages, found = _read_pages(document, name)
        title = document.get_metadata_value("Title")
    finally:
        document.close()
    refuse_without_text(pages, name)
    return Document(tuple(to_blocks(pages)), "application/pdf", title, len(pages), tuple([*notices, *found]))


def _read_pages(document: object, name: str) -> tuple[list[PageLayout], list[Notice]]:
    lib = Pdfium()
    pages: list[PageLayout] = []
    notices: list[Notice] = []
    for index in range(len(document)):  # type: ignore[arg-type]
        page = document[index]  # type: ignore[index]
        try:
            content, unmapped = read_page(lib, ctypes.cast(page.raw, ctypes.c_void_p).value or 0, index + 1)
        except DocumentRefused as refusal:
            raise DocumentRefused(f"{name}: p.{index + 1} {refusal}") from refusal
        finally:
            page.close()
        pages.append(lay_out(content))
        notices.extend(page_notices(content, pages[-1], unmapped))
    return pages, notices
