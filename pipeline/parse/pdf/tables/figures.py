"""Ruled rows in which figures are stacked line by line in every column (statistics) → a row for each line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.parse.pdf.content import Floats, Glyphs
from pipeline.parse.pdf.tables.columns import FIGURE, baselines, keeps_to
from pipeline.parse.pdf.tables.grid import Grid, with_column_before, with_row_beyond, with_row_split
from pipeline.parse.pdf.text.pieces import Piece, pieces

_FEWEST_LINES, _FEWEST_COLUMNS = 5, 3
_LOWEST = 36.0
"""No lower row holds five printed lines (points)."""
_MOSTLY, _ALL = 0.9, 0.98
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


def holds_figures_alone(grid: Grid, glyphs: Glyphs, middles: Floats) -> bool:
    """Whether a grid holds figures and nothing else: its labels may stand outside."""
    if grid.cols < _FEWEST_COLUMNS or grid.rows < _FEWEST_LINES:
        return False
    codes = glyphs.code[(grid.cell_of(middles) >= 0) & (glyphs.code != 0x20)]
    return len(codes) > 0 and bool(np.isin(codes, _IN_FIGURES).mean() >= _ALL)


def with_outer_labels(grid: Grid, glyphs: Glyphs, middles: Floats) -> Grid:
    """A grid of figures alone → with the labels left of its rows and the heads above its columns, where nothing is drawn."""
    (x0, top, _, bottom), step = grid.box, float(np.median(np.diff(grid.ys)))
    level = (middles[:, 1] > top - 1.5 * step) & (middles[:, 1] < bottom)
    around = [piece for line in _lines(grid, glyphs.only(np.nonzero(level)[0]), middles[level]) for piece in line]
    above = [p for p in around if p.middle < top and x0 <= p.centre <= grid.xs[-1]]
    left = [p for p in around if p.middle > top and -4 * step < p.x1 - x0 < 1]
    labelled = {int(grid.ys.searchsorted(piece.middle)) for piece in left}
    if len(baselines(above)) == 1 and len(above) >= _MOSTLY * grid.cols and keeps_to([above], grid.xs):
        grid = with_row_beyond(grid, min(piece.top for piece in above) - 1)
    if len(labelled) == len(left) >= _MOSTLY * (grid.rows - 2):
        grid = with_column_before(grid, min(piece.x0 for piece in left) - 1)
    return grid


def _lines(grid: Grid, glyphs: Glyphs, middles: Floats) -> list[list[Piece]]:
    """The printed lines of some rows, each word in its column."""
    return baselines(pieces(glyphs, grid.xs.searchsorted(middles[:, 0]).astype(np.int32)))


def _are_figures(lines: list[list[Piece]], border: float) -> bool:
    """Whether nearly all words behind the first column are figures."""
    values = [piece for line in lines for piece in line if piece.centre > border]
    return sum(FIGURE.fullmatch(piece.text) is not None for piece in values) >= _MOSTLY * len(values)
