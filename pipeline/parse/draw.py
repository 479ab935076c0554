"""Draws what the parser saw: a picture of each page with the box of every block and cell, for eyes to check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.records import Block, Box, Document

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SCALE = 1.5
"""Pixels per point: 108 dpi, enough to read 8-point type."""
_COLORS = {"heading": (200, 30, 30), "paragraph": (40, 90, 200), "list_item": (20, 140, 90), "table": (200, 110, 0)}
_CELL = (230, 170, 80)


def draw(data: bytes, document: Document, folder: Path, *, password: str | None = None) -> list[Path]:
    """PDF bytes and the Document read from them → one PNG per page in `folder` (created), named page-001.png …

    Headings are red (with their level), paragraphs blue, list items green, tables orange with their cells.
    """
    import pypdfium2
    from PIL import ImageDraw

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    pdf = pypdfium2.PdfDocument(data, password=password)
    try:
        for number in range(1, len(pdf) + 1):
            page = pdf[number - 1]
            picture = page.render(scale=_SCALE).to_pil().convert("RGB")
            page.close()
            pen = ImageDraw.Draw(picture)
            for block, box in _boxes(document, number):
                _outline(pen, box, _COLORS.get(block.kind, (120, 120, 120)), 2)
                mark = f"h{block.level}" if block.kind == "heading" else block.kind
                pen.text((box[0] * _SCALE, box[1] * _SCALE - 11), mark, fill=_COLORS.get(block.kind, (120, 120, 120)))
                for cell in block.cells:
                    place = _place(cell.locator)
                    if place and place[0] == number:
                        _outline(pen, place[1], _CELL, 1)
            path = folder / f"page-{number:03d}.png"
            picture.save(path)
            written.append(path)
    finally:
        pdf.close()
    return written


def _boxes(document: Document, page: int) -> Iterator[tuple[Block, Box]]:
    for block in document.blocks:
        if block.kind == "table":
            yield from ((block, box) for number, box in block.page_bboxes if number == page)
        elif block.page == page and block.bbox:
            yield block, block.bbox


def _outline(pen: ImageDraw, box: Box, color: tuple[int, int, int], width: int) -> None:
    x0, top, x1, bottom = (value * _SCALE for value in box)
    pen.rectangle((x0, top, max(x0, x1), max(top, bottom)), outline=color, width=width)


def _place(locator: str) -> tuple[int, Box] | None:
    """`p.3 10.0,20.0,30.0,40.0` → page and box; None for anything else."""
    page, _, numbers = locator.partition(" ")
    parts = numbers.split(",")
    if not page.startswith("p.") or len(parts) != 4:
        return None
    x0, top, x1, bottom = map(float, parts)
    return int(page[2:]), (x0, top, x1, bottom)
