"""Tells a chart from a table: figures of an axis stand outside, each level with one of the lines; bars keep to no row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.tables.grid import Grid
from pipeline.parse.pdf.text.piece import Piece

_REACH = 40.0
"""How far (points) the figures of an axis stand from the lines they name."""
_SHARE = 0.7
"""So many of the lines have their figure: the others lie under a title or a legend."""
_FEWEST_LINES = 4


def has_axis(grid: Grid, boxes: Floats) -> bool:
    """Whether words beside a grid are centred on its lines (1,000 — 2,000 — …); those of a table stand between them."""
    rows, columns = len(grid.ys) >= _FEWEST_LINES, len(grid.xs) >= _FEWEST_LINES
    return (rows and _has_axis_beside(grid, boxes)) or (columns and _has_axis_along(grid, boxes))


def _has_axis_beside(grid: Grid, boxes: Floats) -> bool:
    x0, y0, x1, y1 = grid.box
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    high = boxes[:, 3] - boxes[:, 1]
    level = (middle > y0 - high) & (middle < y1 + high)
    for distance in (x0 - boxes[:, 2], boxes[:, 0] - x1):
        beside = level & (distance >= -2) & (distance < _REACH)
        if np.count_nonzero(beside):
            beside &= distance <= distance[beside].min() + high  # an axis may have a title further out
        if _on_lines(grid.ys, middle[beside], high[beside]):
            return True
    return False


def _has_axis_along(grid: Grid, boxes: Floats) -> bool:
    x0, y0, x1, y1 = grid.box
    high = boxes[:, 3] - boxes[:, 1]
    over = (boxes[:, 0] > x0 - _REACH) & (boxes[:, 2] < x1 + _REACH)
    above = over & (boxes[:, 3] <= y0 + 2) & (boxes[:, 3] > y0 - 1.5 * high)
    below = over & (boxes[:, 1] >= y1 - 2) & (boxes[:, 1] < y1 + 1.5 * high)
    return any(_on_lines(grid.xs, *_words(boxes[side])) for side in (above, below))


def _on_lines(lines: NDArray[np.float64], middles: Floats, sizes: Floats) -> bool:
    if not len(middles):
        return False
    distance = np.abs(lines[:, None] - middles[None, :]) / sizes[None, :]
    marks = set(middles.round().tolist())
    return bool((distance.min(axis=1) < 0.3).mean() >= _SHARE and len(marks) <= 1.6 * len(lines))


def _words(boxes: Floats) -> tuple[Floats, Floats]:
    """Glyphs of a row → the middles of its words, and the height of each."""
    if not len(boxes):
        return np.zeros(0), np.zeros(0)
    boxes = boxes[np.argsort(boxes[:, 0])]
    high = boxes[:, 3] - boxes[:, 1]
    starts = np.concatenate(([0], (boxes[1:, 0] - boxes[:-1, 2] > 0.5 * high[1:]).nonzero()[0] + 1))
    x0, x1 = boxes[starts, 0], np.maximum.reduceat(boxes[:, 2], starts)
    return (x0 + x1) / 2, high[starts]


def is_axis(rows: list[float], x0: float, found: list[Piece]) -> bool:
    """Whether most rules have a word beside their left end, level with them: the grid lines of a chart."""
    beside = [p for p in found if x0 - _REACH < p.x1 <= x0 + 2]
    level = sum(any(abs(p.middle - row) < 0.3 * p.size for p in beside) for row in rows)
    return level >= max(2, 0.6 * len(rows))


def has_bars(grid: Grid, content: PageContent) -> bool:
    """Whether coloured boxes stand between the rules that keep to no row: the bars of a chart over its grid lines."""
    x0, y0, x1, y1 = grid.box
    boxes = content.shades
    inside = boxes[(boxes[:, 0] > x0 - 3) & (boxes[:, 2] < x1 + 3) & (boxes[:, 1] > y0 - 3) & (boxes[:, 3] < y1 + 3)]
    if len(inside) < 3:
        return False
    off_row = np.abs(inside[:, 1, None] - grid.ys).min(axis=1) > 3
    return int(off_row.sum()) >= 3
