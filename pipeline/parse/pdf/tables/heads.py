"""Heads that only colour shows: boxes without rules right above the first row of a ruled table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import PageContent, centres
from pipeline.parse.pdf.tables.columns import narrow_pieces, spans, within
from pipeline.parse.pdf.tables.grid import Grid, Slot, build_grid, grid_of, with_slots
from pipeline.parse.pdf.tables.rules import TOUCH, borders_of

_LOWEST, _HIGHEST = 8.0, 60.0
_MOST_ROWS = 2
_COVERED = 0.97


def with_colored_heads(grids: list[Grid], content: PageContent) -> list[Grid]:
    """Ruled grids of a page → the same, with the row or rows of coloured boxes that stand on them without any rule."""
    boxes = content.shades.astype(np.float64)
    high = boxes[:, 3] - boxes[:, 1]
    boxes = boxes[(high >= _LOWEST) & (high <= _HIGHEST)]
    return [_with_head(grid, boxes, content) for grid in grids] if len(boxes) else grids


def _with_head(grid: Grid, boxes: NDArray[np.float64], content: PageContent) -> Grid:
    x0, top, x1, _ = grid.box
    within_sides = (boxes[:, 0] >= x0 - TOUCH) & (boxes[:, 2] <= x1 + TOUCH)
    above = boxes[within_sides & (boxes[:, 3] <= top + TOUCH)]
    if grid.cols < 2 or not np.count_nonzero(np.abs(above[:, 3] - top) <= TOUCH):
        return grid
    head = _head_of(above, grid, content)
    if head is None:
        return grid
    ys = np.concatenate([head.ys[:-1], grid.ys])
    below = [slot._replace(row=slot.row + head.rows) for slot in grid.slots]
    return with_slots(grid, ys, [*head.slots, *below])


def _head_of(boxes: NDArray[np.float64], grid: Grid, content: PageContent) -> Grid | None:
    """Coloured boxes above a grid → the rows they make in its columns; None for the bar of a heading and for anything else."""
    x0, top, x1, _ = grid.box
    levels = np.array([top])
    for _ in range(_MOST_ROWS):
        stacked = boxes[(np.abs(boxes[:, 3, None] - levels) <= TOUCH).any(axis=1)]
        levels = np.append(stacked[:, 1], top)
    boxes = stacked
    middles = centres(content.glyphs.box)
    drawn = build_grid(borders_of(boxes), middles)
    area = ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sum()
    if drawn is None or area < _COVERED * (x1 - x0) * (top - drawn.ys[0]):
        return None
    at = np.abs(drawn.xs[:, None] - grid.xs).argmin(axis=1)
    if np.abs(grid.xs[at] - drawn.xs).max() > TOUCH or at[0] != 0 or at[-1] != grid.cols:
        return None
    ys = np.append(drawn.ys[:-1], top)
    if len(drawn.slots) == 1:
        walls = np.array([(x, ys[0], top) for x in grid.xs[1:-1].tolist()], np.float64).reshape(-1, 3)
        words = within(narrow_pieces(content, walls), (x0, float(ys[0]), x1, top))
        return grid_of(grid.xs, ys, spans(words, grid.xs, ys)) if len(words) > 1 else None
    slots = [Slot(s.row, int(at[s.col]), s.rowspan, int(at[s.col + s.colspan] - at[s.col]), True) for s in drawn.slots]
    head = with_slots(grid, ys, slots)
    used = np.unique(head.cell_of(middles))
    return head if np.count_nonzero(used >= 0) >= 0.5 * len(slots) else None
