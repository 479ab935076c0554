"""Tables whose cells are filled boxes side by side, or single boxes drawn a few points apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import WHITE, Floats, PageContent, centres
from pipeline.parse.pdf.tables.grid import Grid, build_grid
from pipeline.parse.pdf.tables.judge import is_table
from pipeline.parse.pdf.tables.rules import TOUCH, borders_of, group_rules
from pipeline.records import Box

_FEWEST_FILLS = 4
"""Filled boxes that make a table without rules: two labels and their values."""
_MOST_CELLS = 600
"""A page with more of them is drawn, not written."""
_DEEPEST_HOLE = 60.0
_MOSTLY = 0.8
"""A box beside a hole is so much of its height, or more."""
_GROWTH = np.array([-2.25, -2.25, 2.25, 2.25])
"""Boxes drawn singly, some 3 to 6 points apart, meet when each grows by so much on every side."""


def filled_tables(content: PageContent, ruled: list[Grid]) -> list[Grid]:
    """A page's content and its ruled grids → the grids of filled boxes, with a gap of a point or two instead of rules."""
    fills = content.fills.astype(np.float64)
    if len(fills) < _FEWEST_FILLS:
        return []
    wide, high = fills[:, 2] - fills[:, 0], fills[:, 3] - fills[:, 1]
    x, y = (fills[:, 0] + fills[:, 2]) / 2, (fills[:, 1] + fills[:, 3]) / 2
    free = (wide * high < 0.4 * content.width * content.height) & (wide > 6) & (high > 6)
    for taken in ruled:
        x0, y0, x1, y1 = taken.box
        free &= ~((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    sides = fills[free]
    if not _FEWEST_FILLS <= len(sides) <= 5_000 or (content.fill_colors[free] == WHITE).all():
        return []
    return _side_by_side(_drawn_on(sides, centres(content.glyphs.box)), content.glyphs.box)


def boxed_tables(frames: list[Box], glyph_boxes: Floats) -> list[Grid]:
    """Single boxes drawn around text → the grids of those that stand side by side, a few points apart."""
    return _side_by_side(np.array(frames) + _GROWTH, glyph_boxes) if len(frames) >= _FEWEST_FILLS else []


def _side_by_side(sides: NDArray[np.float64], glyph_boxes: Floats) -> list[Grid]:
    """Boxes with next to no gaps between them → the grids whose cells they are."""
    edges = np.round(sides / 2)
    in_row = np.zeros(len(sides), bool)  # the ground of a heading begins and ends beside no other box
    for k in (1, 3):
        _, row, many = np.unique(edges[:, k], return_inverse=True, return_counts=True)
        in_row |= many[row] > 1
    sides, edges = sides[in_row], edges[in_row]
    if len(np.unique(edges[:, 0])) + len(np.unique(edges[:, 1])) > len(sides) + 1:
        return []  # boxes in rows and columns share their left edges and their tops
    borders = borders_of(sides)
    found: list[Grid] = []
    middles = centres(sides)
    for group in group_rules(borders.across, borders.down):
        x0, y0, x1, y1 = group.box  # its own sides: other tables have theirs a point or two beside them
        own = sides[((middles > (x0, y0)) & (middles < (x1, y1))).all(axis=1)]
        grid = build_grid(borders_of(own), centres(glyph_boxes)) if len(own) >= _FEWEST_FILLS else None
        if grid is None or grid.cols < 2 or grid.rows < 2 or not is_table(grid, glyph_boxes):
            continue
        closed = sum(slot.closed for slot in grid.slots)
        if closed >= 0.9 * len(grid.slots) and _filled_share(grid, sides) >= 0.9:
            found.append(grid)
    return found


def _drawn_on(boxes: NDArray[np.float64], middles: Floats) -> NDArray[np.float64]:
    """Filled boxes and the middles of a page's glyphs → the boxes, those above a hole without words as far down as it goes.

    A page's end leaves merged cells longer or shorter than their rows. A hole ends at the next box of the same sides, or
    where the box that touches beside it ends.
    """
    if len(boxes) > _MOST_CELLS:
        return boxes
    order = np.lexsort((boxes[:, 1], *np.round(boxes[:, [2, 0]]).T))
    boxes = boxes[order]
    same = (np.abs(np.diff(boxes[:, [0, 2]], axis=0)) <= 1).all(axis=1) & (np.diff(boxes[:, 1]) > 1)
    ends = np.where(np.append(same, False), np.append(boxes[1:, 1], 0), 0)
    for k in (ends == 0).nonzero()[0].tolist():
        x0, _, x1, bottom = boxes[k].tolist()
        beside = (np.abs(boxes[:, 0] - x1) <= TOUCH) | (np.abs(boxes[:, 2] - x0) <= TOUCH)
        ends[k] = boxes[beside & (boxes[:, 1] < bottom - TOUCH) & (boxes[:, 3] > bottom), 3].min(initial=np.inf)
    x, y = middles[:, 0], middles[:, 1]
    drawn = boxes.copy()
    for k in ((ends > boxes[:, 3]) & (ends - boxes[:, 3] <= _DEEPEST_HOLE)).nonzero()[0].tolist():
        x0, _, x1, bottom = boxes[k].tolist()
        beside = (np.abs(boxes[:, 0] - x1) <= TOUCH) | (np.abs(boxes[:, 2] - x0) <= TOUCH)
        along = np.minimum(boxes[:, 3], ends[k]) - np.maximum(boxes[:, 1], bottom)
        if ends[k] - bottom > 2 * TOUCH and not np.count_nonzero(beside & (along >= _MOSTLY * (ends[k] - bottom))):
            continue  # a heading stands there
        if not np.count_nonzero((x > x0) & (x < x1) & (y > bottom) & (y < ends[k])):
            drawn[k, 3] = ends[k]
    return drawn


def _filled_share(grid: Grid, boxes: NDArray[np.float64]) -> float:
    """Which part of a grid's cells has a box of its own (not one lying under several cells)."""
    own = 0
    for cell in grid.boxes():
        own += bool(np.count_nonzero(np.abs(boxes - cell).max(axis=1) <= TOUCH))
    return own / len(grid.slots)
