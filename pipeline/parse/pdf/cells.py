"""The words of a grid's cells, as a table of one page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pipeline.parse.pdf.content import Floats, Frame, centres, grounds_of
from pipeline.parse.pdf.tables.grid import Grid
from pipeline.parse.pdf.text.lines import logical_lines
from pipeline.parse.pdf.text.piece import Piece
from pipeline.parse.pdf.text.printed import printed_lines
from pipeline.records import Box, Cell, Line

_PADDING, _WIDEST_PADDING = 6.0, 10.0
"""Points between a cell's border and its words: taken where words stand no nearer, and where none of a table does."""
_LEGIBLE = 5.0
"""A picture may hold words where it is higher and wider than so many points."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page, its cells' words located."""

    frame: Frame
    box: Box
    xs: tuple[float, ...]
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    spilt: tuple[int, ...] = ()
    """Columns whose words go on below the last rule, at the page's end."""
    full: tuple[int, ...] = ()
    """Columns whose words fill the last line of their cell in the last row."""
    walled: bool = False
    """Whether vertical rules stand in it or at its sides."""

    vertical: ClassVar[bool] = False
    size: ClassVar[float] = 0.0
    is_label: ClassVar[bool] = False
    bar: ClassVar[Box | None] = None
    may_label: ClassVar[bool] = False


def page_table(
    frame: Frame, grounds: Floats, grid: Grid, inside: dict[int, list[Piece]], *, walled: bool = False
) -> PageTable:
    """A grid, the coloured grounds of its page, and the pieces of each cell (by its number) → the table."""
    cells = []
    shade, cols = _shaded(grounds, grid), grid.cols
    boxes = list(grid.boxes())
    gaps = {number: min(piece.x0 for piece in found) - boxes[number][0] for number, found in inside.items()}
    widest = min(max(min(gaps.values(), default=0.0), _PADDING), _WIDEST_PADDING)
    outer = min((gap for number, gap in gaps.items() if grid.slots[number].col == 0), default=0.0)
    outer = outer if outer <= _WIDEST_PADDING else 0.0
    full: list[int] = []
    for number, (slot, box) in enumerate(zip(grid.slots, boxes, strict=True)):
        lines: tuple[Line, ...] = ()
        if number in inside:
            pad = inset = min(max(gaps[number], 1.0), widest)
            if slot.col + slot.colspan == cols and gaps[number] <= outer:
                inset = outer  # on the left stands a border that only words show, nearer to them
            edges = (box[0] + pad, box[1] + 1, box[2] - inset, box[3] - 1)
            printed = printed_lines(inside[number])
            lines = logical_lines(printed, edges, frame, is_cell=True)
            if slot.row + slot.rowspan == grid.rows:
                left = box[2] - box[0] - 2 * widest - (printed[-1].x1 - printed[-1].x0)
                full += [slot.col] if left < printed[-1].size else []
        cells.append(Cell(slot.row, slot.col, slot.rowspan, slot.colspan, lines, frame.locate(box), number in shade))
    return PageTable(
        frame, grid.box, tuple(grid.xs.tolist()), grid.rows, cols, tuple(cells), full=tuple(full), walled=walled
    )


def count_pictured(grid: Grid, worded: Collection[int], pictures: Floats) -> int:
    """A grid, the numbers of its cells with words, and the pictures of its page → how many others hold a picture."""
    sides = pictures[:, 2:] - pictures[:, :2]
    legible = pictures[sides.min(axis=1, initial=np.inf) > _LEGIBLE]
    number = grid.cell_of(centres(legible))
    low, high = np.split(np.array(grid.boxes())[number], 2, axis=1)
    within = (number >= 0) & ((legible[:, :2] >= low - 2) & (legible[:, 2:] <= high + 2)).all(axis=1)
    return len(set(number[within].tolist()).difference(worded))


def _shaded(grounds: Floats, grid: Grid) -> set[int]:
    """Numbers of the cells on coloured ground, which are header rows and label columns."""
    if not len(grounds):
        return set()
    return set(np.nonzero(grounds_of(np.array(grid.boxes()), grounds).any(axis=1))[0].tolist())
