"""Whether a grid is a table: charts, drawings and diagrams have lines that cross, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, centres
from pipeline.parse.pdf.tables.charts import has_axis
from pipeline.parse.pdf.tables.grid import Grid

_FULL, _MANY = 0.8, 12
"""A grid of so many cells, of which so many hold words, is no chart, whatever stands beside it."""
_AROUND = 100.0
"""What stands further from a grid (points) says nothing of what it is."""


def is_table(grid: Grid, boxes: Floats, least_used: float = 0.0) -> bool:
    """Whether a grid holds text as tables do: more than one cell, and none of a chart's marks.

    A chart has many empty or tiny cells, bars whose sides are short pieces of its grid lines, or words across its lines.
    `least_used` is the share of cells that must hold text where rules alone do not make cells.
    """
    count = len(grid.slots)
    if count < 2:
        return False
    x0, y0, x1, y1 = grid.box
    near = (
        (boxes[:, 2] > x0 - _AROUND)
        & (boxes[:, 0] < x1 + _AROUND)
        & (boxes[:, 3] > y0 - _AROUND)
        & (boxes[:, 1] < y1 + _AROUND)
    )
    boxes = boxes[near]
    cell = grid.cell_of(centres(boxes))
    filled = np.bincount(cell[cell >= 0], minlength=count) > 0
    used = np.count_nonzero(filled) / count
    if not used or used < least_used:
        return False
    if count >= 12 and used < 0.1 and grid.coverage < 0.99 and not _is_form(grid, filled):
        return False
    if _crossed(grid, boxes) > (0.04 if count >= 5 else 0.15):
        return False
    if (used < _FULL or count < _MANY) and has_axis(grid, boxes):
        return False
    is_closed = np.array([slot.closed for slot in grid.slots])
    is_drawing = grid.coverage < 0.8 or not np.count_nonzero(
        filled[~is_closed]
    )  # boxes that lines join: nothing stands beside these
    if (count >= 10 and used < 0.4 and grid.coverage < 0.6) or (is_closed.mean() <= 0.55 and is_drawing):
        return False
    return count < 12 or sum(b[3] - b[1] < 6 or b[2] - b[0] < 6 for b in grid.boxes()) / count <= 0.6


def _is_form(grid: Grid, filled: NDArray[np.bool_]) -> bool:
    """Whether a well ruled grid is one to be filled in: every cell of its head is `filled`, or every label of its rows."""
    lines = (*grid.index[:2], grid.index[:, 0])
    return grid.coverage >= 0.9 and any(line[0] != line[-1] and filled[line].all() for line in lines)


def _crossed(grid: Grid, boxes: Floats) -> float:
    """The share of a grid's glyphs that a line between two rows strikes through."""
    x0, y0, x1, y1 = grid.box
    inside = boxes[(boxes[:, 0] > x0) & (boxes[:, 2] < x1) & (boxes[:, 1] > y0) & (boxes[:, 3] < y1)]
    if not len(inside):
        return 0.0
    high = inside[:, 3] - inside[:, 1]
    low = grid.ys.searchsorted(inside[:, 1] + 0.15 * high)
    struck = (grid.ys.searchsorted(inside[:, 3] - 0.15 * high) > low).nonzero()[0]
    row, col = low[struck], grid.xs.searchsorted((inside[struck, 0] + inside[struck, 2]) / 2) - 1
    return np.count_nonzero(grid.index[row - 1, col] != grid.index[row, col]) / len(inside)
