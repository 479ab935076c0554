"""One loaded page → its content in reading position: crop box and /Rotate applied, sideways text turned upright."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.parse.pdf.content import Floats, Frame, Glyphs, PageContent
from pipeline.parse.pdf.page.annotations import load_page
from pipeline.parse.pdf.page.drawing import draw_page
from pipeline.parse.pdf.page.glyphs import RawText, read_text
from pipeline.parse.pdf.page.pdfium import Handle, Pdfium
from pipeline.parse.pdf.page.trace import bury
from pipeline.parse.pdf.page.visible import hide_unseen
from pipeline.records import Box, DocumentRefused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


_TILT = 0.01
"""Rise of a baseline (0.6 degrees) with which rules no longer count as upright."""
_LARGEST_SIDE = 1_000_000.0
"""Points; the format's own limit is 14,400 units. In floats of 4 bytes, places further out are not told apart."""


def read_with_pdfium(document: PdfDocument, name: str, pages: range | None = None) -> Iterator[PageContent]:
    """An open document → the content of page after page, each closed before the next. DocumentRefused names the page."""
    lib = Pdfium()
    for index in pages or range(len(document)):
        page, unseen = load_page(document, index)
        try:
            content = read_page(lib, ctypes.cast(page.raw, Handle), index + 1)
        except DocumentRefused as refusal:
            raise DocumentRefused(f"{name}: p.{index + 1} {refusal}") from refusal
        finally:
            page.close()
        yield replace(content, hidden=(*content.hidden, *unseen.items())) if unseen else content


def read_page(lib: Pdfium, page: Handle, number: int) -> PageContent:
    """A loaded pdfium page → its content."""
    box = _page_box(lib, page)
    if (side := max(box[2] - box[0], box[3] - box[1])) > _LARGEST_SIDE:
        raise DocumentRefused(f"ページが大きすぎます(一辺{side:,.0f}pt、上限{_LARGEST_SIDE:,.0f}pt)")
    rotation = lib.FPDFPage_GetRotation(page) % 4
    drawing = draw_page(lib, page, box)
    raw = read_text(lib, page, drawing)
    raw, hidden, buried = hide_unseen(page, raw, drawing, box, rotation)
    if buried:  # pdfium passes over characters that repeat some below them: take those away, and look again
        bury(buried)
        raw, others, _ = hide_unseen(page, read_text(lib, page, drawing), drawing, box, rotation)
        hidden |= others
    if (tilted := _count_tilted(raw)) > len(raw.glyphs) / 2:
        hidden["tilted"] = tilted
    pictures = drawing.pictures
    if drawing.gradients:  # grounds
        pictures = pictures[~np.isin(drawing.picture_order, [at for _, at in drawing.gradients])]
    turns = _turns(raw.glyphs, rotation)
    wide, high = box[2] - box[0], box[3] - box[1]
    frame = Frame(number, *((wide, high) if rotation % 2 == 0 else (high, wide)), turns)

    def place(boxes: Floats) -> Floats:
        return frame.to_reading(_displayed(boxes.astype(np.float32), box, rotation)) if len(boxes) else boxes

    styles = raw.glyphs.styles
    if rotation or turns:
        styles = tuple(replace(style, turns=(style.turns - rotation - turns) % 4) for style in styles)
    return PageContent(
        frame,
        replace(raw.glyphs, box=place(raw.glyphs.box), styles=styles),
        place(drawing.rules),
        place(drawing.fills),
        drawing.fill_colors,
        place(pictures),
        place(drawing.outlines),
        tuple(hidden.items()),
        tuple(raw.unmapped.items()),
        raw.is_doubtful,
    )


def _page_box(lib: Pdfium, page: Handle) -> Box:
    """The part of user space that a page shows: its crop box, or the media box where the two do not meet."""
    box = lib.results(lib.FPDF_GetPageBoundingBox, [page])
    left, top, right, bottom = box[0, :4].tolist()  # FS_RECTF is left, top, right, bottom
    if left == right or top == bottom:
        box = lib.results(lib.FPDFPage_GetMediaBox, [page], columns=range(4))
        left, bottom, right, top = box[0, :4].tolist()
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _displayed(boxes: Floats, page: Box, rotation: int) -> Floats:
    """n×4 (left, bottom, right, top) of user space → n×4 (x0, top, x1, bottom) as displayed."""
    left, bottom, right, top = page
    x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    if rotation == 1:
        columns = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    elif rotation == 2:
        columns = (right - x1, y0 - bottom, right - x0, y1 - bottom)
    elif rotation == 3:
        columns = (top - y1, right - x1, top - y0, right - x0)
    else:
        columns = (x0 - left, top - y1, x1 - left, top - y0)
    shown = np.empty_like(boxes)
    shown[:, 0], shown[:, 1], shown[:, 2], shown[:, 3] = columns  # in half the time of np.stack
    return shown


def _count_tilted(raw: RawText) -> int:
    """How many glyphs stand on a baseline that rises or falls a little."""
    tilted = np.array([min(abs(along), abs(up)) > _TILT for along, up in (look.along for look in raw.runs.looks)], bool)
    return int(np.count_nonzero(tilted[raw.runs.look][raw.glyphs.run])) if tilted.any() else 0


def _turns(glyphs: Glyphs, rotation: int) -> int:
    """Clockwise quarter turns of the displayed page that bring most of its glyphs upright."""
    if not len(glyphs):
        return 0
    quarters = np.array([style.turns for style in glyphs.styles], np.int64)[glyphs.style]
    return int(np.bincount((quarters - rotation) % 4, minlength=4).argmax())
