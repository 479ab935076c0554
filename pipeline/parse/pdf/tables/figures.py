"""Ruled rows in which figures are stacked line by line in every column (statistics) → a row for each line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.parse.pdf.content import Floats, Glyphs
from pipeline.parse.pdf.tables.columns import FIGURE, baselines, keeps_to
from pipeline.parse.pdf.tables.grid import Grid, with_row_split
from pipeline.parse.pdf.text.pieces import Piece, pieces

_FEWEST_LINES, _FEWEST_COLUMNS = 5, 3
_LOWEST = 36.0
"""No lower row holds five printed lines (points)."""
_MOSTLY = 0.9
_IN_FIGURES = np.array([ord(mark) for mark in "0123456789,.-△▲－％%０１２３４５６７８９，．"])


def with_stacked_figures(grid: Grid, glyphs: Glyphs, middles: Floats) -> Grid:
    """A grid, the page's glyphs and their middles → the grid with a row for each line of stacked figures."""
    if grid.cols < _FEWEST_COLUMNS or grid.ys[-1] - grid.ys[0] < _LOWEST:
        return grid
    tied = {row for slot in grid.slots if slot.rowspan > 1 for row in range(slot.row, slot.row + slot.rowspan)}
    for row in range(grid.rows - 1, -1, -1):
        top, bottom = grid.ys[row : row + 2].tolist()
        if bottom - top < _LOWEST or row in tied:
            continue
        inside = (middles[:, 1] > top) & (middles[:, 1] < bottom) & (glyphs.code != 0x20)
        inside &= (middles[:, 0] > grid.xs[0]) & (middles[:, 0] < grid.xs[-1])
        values = glyphs.code[inside & (middles[:, 0] > grid.xs[1])]
        enough = len(values) >= _FEWEST_LINES * (grid.cols - 1)
        if enough and np.isin(values, _IN_FIGURES).mean() >= _MOSTLY:
            lines = _lines(grid, glyphs.only(np.nonzero(inside)[0]), middles[inside])
            if len(lines) >= _FEWEST_LINES and keeps_to(lines, grid.xs) and _are_figures(lines, float(grid.xs[1])):
                middle = [float(np.mean([piece.middle for piece in line])) for line in lines]
                grid = with_row_split(grid, row, [(a + b) / 2 for a, b in pairwise(middle)])
    return grid


def _lines(grid: Grid, glyphs: Glyphs, middles: Floats) -> list[list[Piece]]:
    """The printed lines of some rows, each word in its column."""
    return baselines(pieces(glyphs, grid.xs.searchsorted(middles[:, 0]).astype(np.int32)))


def _are_figures(lines: list[list[Piece]], border: float) -> bool:
    """Whether nearly all words behind the first column are figures."""
    values = [piece for line in lines for piece in line if piece.centre > border]
    return sum(FIGURE.fullmatch(piece.text) is not None for piece in values) >= _MOSTLY * len(values)
