"""Tables whose cells are filled boxes edge to edge (slides): the fills draw the grid where rules leave gaps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import WHITE, Floats, PageContent, union
from pipeline.parse.pdf.tables.grid import Grid, build_grid
from pipeline.parse.pdf.tables.rules import borders_of

_EDGE = 1.0
"""Boxes of one table meet within a point."""
_FEWEST, _MOST = 4, 600
_SMALLEST = 8.0
_COVERED = 0.85
"""So much of a table's area its boxes fill: a cell or two may have no ground of its own."""


def tiled_grids(content: PageContent, centres: Floats) -> list[Grid]:
    """A page's content and the centres of its glyphs → the grids that fills lying edge to edge make.

    At least one box is coloured: white ones alone are the ground of printed lines, not cells.
    """
    tiles, colors = _tiles(content)
    if not _FEWEST <= len(tiles) <= _MOST:
        return []
    grids = []
    for members in _neighbours(tiles):
        boxes = tiles[members]
        if len(members) < _FEWEST or (colors[members] == WHITE).all():
            continue
        boxes = _with_holes(boxes, tiles, centres)
        area = ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sum()
        x0, y0, x1, y1 = union([tuple(box) for box in boxes.tolist()])
        if area < _COVERED * (x1 - x0) * (y1 - y0):
            continue
        grid = build_grid(borders_of(boxes), centres)
        if grid is not None and grid.rows >= 2 and grid.cols >= 2 and len(grid.slots) <= 1.5 * len(boxes):
            grids.append(grid)
    return grids


def _tiles(content: PageContent) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The fills that lie beside one another; those that lie upon others are marks or grounds."""
    boxes: NDArray[np.float64] = content.fills.astype(np.float64)
    colors = content.fill_colors
    if len(boxes) < _FEWEST or (colors == WHITE).all():
        return boxes[:0], colors[:0]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    fit = (wide > _SMALLEST) & (high > _SMALLEST) & (wide * high < 0.3 * content.width * content.height)
    once = dict(zip(map(tuple, boxes[fit].tolist()), colors[fit].tolist(), strict=True))  # some are drawn twice
    if not _FEWEST <= len(once) <= _MOST:
        return boxes[:0], colors[:0]
    boxes, colors = np.array(list(once)), np.array(list(once.values()), np.int32)
    across = np.minimum(boxes[:, None, 2], boxes[None, :, 2]) - np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    along = np.minimum(boxes[:, None, 3], boxes[None, :, 3]) - np.maximum(boxes[:, None, 1], boxes[None, :, 1])
    over = (across > 2 * _EDGE) & (along > 2 * _EDGE)
    np.fill_diagonal(over, False)
    alone = ~over.any(axis=1)
    return boxes[alone], colors[alone]


def _neighbours(tiles: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Groups of boxes with a whole side of one along a side of the other."""
    x0, y0, x1, y1 = (tiles[:, k] for k in range(4))
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    along = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    beside = (np.abs(x1[:, None] - x0) <= _EDGE) & (along >= np.minimum((y1 - y0)[:, None], y1 - y0) - _EDGE)
    below = (np.abs(y1[:, None] - y0) <= _EDGE) & (across >= np.minimum((x1 - x0)[:, None], x1 - x0) - _EDGE)
    touch = beside | below
    touch |= touch.T
    meets = [row.nonzero()[0].tolist() for row in touch]
    groups: list[NDArray[np.int64]] = []
    seen: set[int] = set()
    for first in range(len(tiles)):
        group, todo = {first}, [first]
        while todo and first not in seen:
            fresh = [other for other in meets[todo.pop()] if other not in group]
            group.update(fresh)
            todo += fresh
        if first not in seen:
            groups.append(np.array(sorted(group)))
            seen |= group
    return groups


def _with_holes(boxes: NDArray[np.float64], tiles: NDArray[np.float64], centres: Floats) -> NDArray[np.float64]:
    """Boxes of a table with a ground for every other row alone → with a box for each cell that has words but no ground.

    Its head has a box for each column; other tables stay as they are. A cell without a ground goes on down through what has
    neither ground nor words: it is merged.
    """
    x0, y0, x1, y1 = union([tuple(box) for box in boxes.tolist()])
    sides = _sides_of_head(boxes, x0, y0, x1)
    inside = (tiles[:, 0] >= x0 - 1) & (tiles[:, 2] <= x1 + 1) & (tiles[:, 1] >= y0 - 1) & (tiles[:, 3] <= y1 + 1)
    all_boxes = tiles[inside]
    if len(sides) < 3 or np.count_nonzero(np.abs(all_boxes[:, [0, 2], None] - sides).min(axis=2) > _EDGE):
        return boxes
    edges = np.sort(all_boxes[:, [1, 3]].ravel())
    levels = edges[np.concatenate(([True], np.diff(edges) > _EDGE))].tolist()
    x, y = centres[:, 0], centres[:, 1]
    added: list[list[float]] = []
    for left, right in pairwise(sides.tolist()):
        own = all_boxes[(all_boxes[:, 0] < right - _EDGE) & (all_boxes[:, 2] > left + _EDGE)]
        hole: list[float] | None = None
        for top, bottom in pairwise(levels):
            if np.count_nonzero((own[:, 1] < bottom - _EDGE) & (own[:, 3] > top + _EDGE)):
                hole = None
            elif ((x > left) & (x < right) & (y > top) & (y < bottom)).any():
                hole = [left, top, right, bottom]
                added.append(hole)
            elif hole is not None:
                hole[3] = bottom
    return np.concatenate([all_boxes, np.array(added)]) if added else boxes


def _sides_of_head(boxes: NDArray[np.float64], x0: float, y0: float, x1: float) -> NDArray[np.float64]:
    """The borders of columns that the boxes of a first row tell, side by side over the whole width; none for any other row."""
    head = boxes[boxes[:, 1] - y0 <= _EDGE]
    head = head[head[:, 0].argsort()]
    sides = np.append(head[:, 0], x1)
    is_whole = sides[0] - x0 <= _EDGE and (np.abs(sides[1:] - head[:, 2]) <= _EDGE).all()
    return sides if is_whole and np.ptp(head[:, 3]) <= _EDGE else sides[:0]


def prefer_tiles(ruled: list[Grid], tiled: list[Grid]) -> list[Grid]:
    """Ruled and tiled grids of a page → one reading: a tiled grid stands where rules draw only parts of it."""
    kept = ruled
    for grid in tiled:
        met = [one for one in kept if overlap(one, grid) > 0]
        inside = [one for one in met if overlap(one, grid) >= 0.9]
        if len(inside) < len(met) or any(_same(one, grid) for one in inside):
            continue  # rules draw a larger table, or this one
        kept = [one for one in kept if all(one is not other for other in inside)] + [grid]
    return kept


def overlap(inner: Grid, outer: Grid) -> float:
    """Which part of the grid `inner` lies in `outer`."""
    a, b = inner.box, outer.box
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(wide, 0.0) * max(high, 0.0) / max((a[2] - a[0]) * (a[3] - a[1]), 1.0)


def _same(ruled: Grid, tiled: Grid) -> bool:
    """Whether rules draw the same table, and all of its cells."""
    return overlap(tiled, ruled) >= 0.9 and len(ruled.slots) >= 0.9 * len(tiled.slots)
