"""PDF bytes → a Document of located, verbatim blocks."""

from __future__ import annotations

import ctypes
from typing import Literal

from pipeline.parse.pdf.blocks import to_blocks
from pipeline.parse.pdf.layout import PageLayout, lay_out
from pipeline.parse.pdf.page import read_page
from pipeline.parse.pdf.pdfium import Pdfium
from pipeline.records import Document, DocumentRefused


def parse_pdf(
    data: bytes, *, name: str, password: str | None = None, engine: Literal["pdfium", "pdfplumber"] = "pdfium"
) -> Document:
    """PDF bytes → blocks in reading order; DocumentRefused (one line naming `name`) where nothing can be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused(f"{name}: PDFとして開けません({error})") from error
    lib = Pdfium()
    pages: list[PageLayout] = []
    try:
        for index in range(len(document)):
            page = document[index]
            content, _ = read_page(lib, ctypes.cast(page.raw, ctypes.c_void_p).value or 0, index + 1)
            page.close()
            pages.append(lay_out(content))
        title = document.get_metadata_value("Title")
    finally:
        document.close()
    return Document(tuple(to_blocks(pages)), "application/pdf", title, len(pages))
