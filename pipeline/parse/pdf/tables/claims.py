"""Which glyph lies in which cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, Glyphs
from pipeline.parse.pdf.tables.grid import Grid


def claimed(grids: Sequence[Grid], glyphs: Glyphs, middles: Floats) -> tuple[NDArray[np.int32], tuple[int, ...]]:
    """Grids, each before those nested in it, and a page's glyphs → the number of each glyph's cell, and of each grid's first.

    Cells are numbered through all grids; -1 is text outside.
    """
    cell = np.full(len(glyphs), -1, np.int32)
    offsets: list[int] = []
    offset = 0
    for grid in grids:
        own = grid.cell_of(middles)
        cell[own >= 0] = own[own >= 0] + offset
        offsets.append(offset)
        offset += len(grid.slots)
    return _with_whole_words(glyphs, cell), tuple(offsets)


def _with_whole_words(glyphs: Glyphs, cell: NDArray[np.int32]) -> NDArray[np.int32]:
    """A word that straddles a rule belongs to the cell in which most of its glyphs lie."""
    if len(cell) < 2:
        return cell
    box = glyphs.box
    size = np.array([style.size for style in glyphs.styles], np.float32)[glyphs.style]
    gap = np.abs(box[1:, 0] - box[:-1, 2])
    level = np.abs(box[1:, 3] - box[:-1, 3])
    linked = (glyphs.run[1:] == glyphs.run[:-1]) & (gap < 0.15 * size[1:]) & (level < 0.3 * size[1:])
    blank = glyphs.code == 0x20
    linked &= ~blank[1:] & ~blank[:-1]
    torn = linked & (cell[1:] != cell[:-1])
    if not np.count_nonzero(torn):
        return cell
    word = np.concatenate(([0], np.cumsum(~linked)))
    whole = cell.copy()
    for number in np.unique(word[1:][torn]).tolist():
        members = (word == number).nonzero()[0]
        cells, counts = np.unique(cell[members], return_counts=True)
        whole[members] = cells[counts.argmax()]
    return whole
