"""Ruled rows in which figures are stacked line by line in every column (statistics) → a row for each line."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, Glyphs
from pipeline.parse.pdf.tables.columns import FIGURE, baselines, keeps_to
from pipeline.parse.pdf.tables.grid import Grid, with_column_before, with_row_beyond, with_row_split, with_slots
from pipeline.parse.pdf.text.pieces import Piece, pieces

_FEWEST_LINES, _FEWEST_COLUMNS = 3, 3
_LOWEST = 24.0
"""No lower row holds three printed lines (points)."""
_MOSTLY, _ALL = 0.9, 0.98
_MOST_COLUMNS = 0.6
_MOST_TITLES = 0.15
"""More lines without figures than this part of the others are running text beside figures."""
_SMALL = 0.75
"""Marks of footnotes are set smaller than so much of the usual size, and higher than their line."""
_DIGIT = re.compile(r"[0-9０-９]")  # 1,234 but not 総人口
_IN_FIGURES = np.zeros(0x110000, bool)  # by code point
_IN_FIGURES[[ord(mark) for mark in "0123456789,.-△▲－％%０１２３４５６７８９，．"]] = True


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
        if enough and _IN_FIGURES[values].mean() >= 0.5:
            lines = _lines(grid, glyphs.only(np.nonzero(inside)[0]), middles[inside], _SMALL)
            titles = [k for k, line in enumerate(lines) if _is_title(line, float(grid.xs[1]))]
            others = [line for k, line in enumerate(lines) if k not in titles]
            few = len(titles) <= _MOST_TITLES * len(others)
            if few and len(others) >= _FEWEST_LINES and keeps_to(others, grid.xs) and _are_figures(others, grid.xs):
                middle = [float(np.mean([piece.middle for piece in line])) for line in lines]
                grid = with_row_split(grid, row, [(a + b) / 2 for a, b in pairwise(middle)])
                grid = _with_titles(grid, {row + k for k in titles})
    return grid


def holds_figures_alone(grid: Grid, glyphs: Glyphs, middles: Floats) -> bool:
    """Whether a grid holds figures and nothing else: its labels may stand outside."""
    if grid.cols < _FEWEST_COLUMNS or grid.rows < _FEWEST_LINES:
        return False
    codes = glyphs.code[(grid.cell_of(middles) >= 0) & (glyphs.code != 0x20)]
    return len(codes) > 0 and bool(_IN_FIGURES[codes].mean() >= _ALL)


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


def _lines(grid: Grid, glyphs: Glyphs, middles: Floats, smallest: float = 0.0) -> list[list[Piece]]:
    """The printed lines of some rows, each word in its column, but words set smaller than so much of the usual size."""
    words = pieces(glyphs, grid.xs.searchsorted(middles[:, 0]).astype(np.int32))
    usual = float(np.median([piece.size for piece in words])) if words else 0.0
    return baselines([piece for piece in words if piece.size >= smallest * usual])


def _is_title(line: list[Piece], border: float) -> bool:
    """Whether a line holds nothing but words behind the first column: the title of the rows below it."""
    return all(piece.centre > border and not _DIGIT.search(piece.text) for piece in line)


def _are_figures(lines: list[list[Piece]], xs: NDArray[np.float64]) -> bool:
    """Whether nearly all words are figures in most columns behind the first; others hold labels (a table set in two halves)."""
    columns: list[list[bool]] = [[] for _ in range(len(xs) + 1)]
    for piece in (piece for line in lines for piece in line):
        columns[int(xs.searchsorted(piece.centre))].append(FIGURE.fullmatch(piece.text) is not None)
    values = [column for column in columns[2:-1] if column]
    return sum(sum(column) >= _MOSTLY * len(column) for column in values) >= _MOST_COLUMNS * len(values) > 0


def _with_titles(grid: Grid, rows: set[int]) -> Grid:
    """The grid with the cells behind the first column merged in the rows that hold titles."""
    if not rows:
        return grid
    slots = [slot for slot in grid.slots if slot.row not in rows or slot.col <= 1]
    wide = [slot._replace(colspan=grid.cols - 1) if slot.row in rows and slot.col == 1 else slot for slot in slots]
    return with_slots(grid, grid.ys, wide)
