"""Tables that draw nothing at all: lines of figures that keep to columns, with white corridors between them."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import PageContent
from pipeline.parse.pdf.tables.columns import baselines, corridors, keeps_to, narrow_pieces, spans
from pipeline.parse.pdf.tables.grid import Grid, grid_of, with_slots
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_FIGURE = re.compile(
    r"[△▲+－−-]?[0-9０-９][0-9０-９,，.．/／]*[^0-9０-９\s]{0,3}|[－―ー–…-]+|[Xx]"
)  # 1,234円, △0.5%, －
_ROUND = re.compile(r"[0-9]+[%％年]?")  # 20%, 2030年
_FEWEST_ROWS, _FEWEST_COLUMNS = 4, 3
_FEWEST_GAPS = 8
"""White of more than an em before so many figures: a page with fewer holds no such table."""
_MOSTLY = 0.8
_FURTHEST = 3.5
"""Rows of one table stand no more than so many of its usual steps apart."""
_HEAD_STEP = 1.7
"""Lines of a head follow one another, and the first row, within so many times their size."""


Line = list[Piece]


def plain_tables(content: PageContent, taken: list[Grid], frames: list[Box]) -> list[tuple[Grid, Grid | None]]:
    """A page's content, its grids and frames → the tables outside them that are set without any rule or colour.

    Each comes with the row of boxes that stood above it and is now its head.
    """
    boxes = [*(grid.box for grid in taken), *frames]
    if not _has_gaps(content, boxes):
        return []
    found = [p for p in narrow_pieces(content) if not p.vertical and not any(_is_in(p, box) for box in boxes)]
    lines = [sorted(line, key=lambda p: p.x0) for line in baselines(found)]
    seeds = [k for k, line in enumerate(lines) if _is_row(line)]
    grids: list[tuple[Grid, Grid | None]] = []
    for run in _runs(lines, seeds):
        head = next((grid for grid in taken if grid.rows == 1 and _is_head(grid, lines, run)), None)
        grid = _grid_below(head, lines, run) if head else _grid(lines, run)
        if grid is not None and not _is_drawn_on(grid.box, content, head):
            grids.append((grid, head))
    return grids


def _is_head(grid: Grid, lines: list[Line], run: list[int]) -> bool:
    """Whether a row of boxes stands right above rows of figures that keep to its columns."""
    steps = [lines[b][0].middle - lines[a][0].middle for a, b in pairwise(run)]
    gap = lines[run[0]][0].top - grid.ys[-1]
    near = grid.cols >= _FEWEST_COLUMNS and 0 <= gap <= 2 * _FURTHEST * float(np.median(steps))
    return near and keeps_to([lines[k] for k in run], grid.xs)


def _grid_below(head: Grid, lines: list[Line], run: list[int]) -> Grid | None:
    """The rows of figures below a row of boxes, with what stands between, in its columns."""
    above = [k for k in range(run[0]) if lines[k][0].middle > head.ys[-1] and _is_inside(lines[k], head.xs)]
    body = [lines[k] for k in range(above[0] if above else run[0], run[-1] + 1)]
    if not keeps_to([line for line in body if len(line) > 1], head.xs):
        return None
    ys = np.concatenate([head.ys, _borders(body)[1:]])
    inside = [piece for line in body for piece in line]
    below = grid_of(head.xs, ys, spans(inside, head.xs, ys))
    slots = [*head.slots, *(slot for slot in below.slots if slot.row > 0)]
    return with_slots(below, ys, slots)


def _is_inside(line: Line, xs: NDArray[np.float64]) -> bool:
    return all(xs[0] <= piece.x0 and piece.x1 <= xs[-1] for piece in line)


def _has_gaps(content: PageContent, taken: list[Box]) -> bool:
    """Whether figures stand behind white of more than an em often enough, and in enough lines."""
    free = content.glyphs.code != 0x20
    box, code = content.glyphs.box[free], content.glyphs.code[free]
    if len(box) < 2:
        return False
    high = box[1:, 3] - box[1:, 1]
    gap = (box[1:, 0] - box[:-1, 2] > high) & (np.abs(box[1:, 3] - box[:-1, 3]) < 0.5 * high)
    behind = box[1:][gap & (code[1:] >= 0x30) & (code[1:] <= 0x39)]
    for x0, top, x1, bottom in taken:
        if len(behind) < _FEWEST_GAPS:
            return False
        behind = behind[(behind[:, 0] < x0) | (behind[:, 0] > x1) | (behind[:, 1] < top) | (behind[:, 1] > bottom)]
    return len(behind) >= _FEWEST_GAPS and len(set(np.round(behind[:, 3]).tolist())) >= _FEWEST_ROWS


def _is_drawn_on(box: Box, content: PageContent, head: Grid | None) -> bool:
    """Whether anything but words stands in a box, below its head: the bars of a chart, rules that draw no table."""
    top = head.ys[-1] + 1 if head else box[1]
    for drawn in (content.tinted, content.rules, content.pictures):
        x, y = (drawn[:, 0] + drawn[:, 2]) / 2, (drawn[:, 1] + drawn[:, 3]) / 2
        if np.count_nonzero((x > box[0]) & (x < box[2]) & (y > top) & (y < box[3])):
            return True
    return False


def _is_in(piece: Piece, box: Box) -> bool:
    return box[0] <= piece.centre <= box[2] and box[1] <= piece.middle <= box[3]


def _is_row(line: Line) -> bool:
    """Whether a line holds three words or more, all but the first of them figures, and is no axis (0 20 40 60)."""
    if len(line) < _FEWEST_COLUMNS or not all(_FIGURE.fullmatch(piece.text) for piece in line[1:]):
        return False
    values = [int(piece.text.rstrip("%％年")) for piece in line if _ROUND.fullmatch(piece.text)]
    steps = {b - a for a, b in pairwise(values)}
    return len(values) < len(line) or len(line) == _FEWEST_COLUMNS or len(steps) > 1


def _runs(lines: list[Line], seeds: list[int]) -> list[list[int]]:
    """Rows of figures that stand evenly one below the other, by their numbers."""
    if len(seeds) < _FEWEST_ROWS:
        return []
    step = float(np.median([lines[b][0].middle - lines[a][0].middle for a, b in pairwise(seeds)]))
    runs = [[seeds[0]]]
    for a, b in pairwise(seeds):
        if lines[b][0].middle - lines[a][0].middle > _FURTHEST * step:
            runs.append([])
        runs[-1].append(b)
    return [run for run in runs if len(run) >= _FEWEST_ROWS]


def _grid(lines: list[Line], run: list[int]) -> Grid | None:
    body = [lines[k] for k in range(run[0], run[-1] + 1)]
    for head in (_head(lines, run), []):
        words = [piece for line in (*head, *body) for piece in line]
        ys = _borders([[piece for line in head for piece in line], *body] if head else body)
        borders = corridors(words, ys, 0.5, bool(head))
        xs = np.array([min(p.x0 for p in words) - 2, *borders, max(p.x1 for p in words) + 2])
        if len(xs) > _FEWEST_COLUMNS and keeps_to(body, xs) and (not head or _names(head, xs)):
            return grid_of(xs, ys, spans(words, xs, ys))
    return None


def _borders(rows: list[Line]) -> NDArray[np.float64]:
    """The heights between rows, with those above the first and below the last."""
    tops, bottoms = [min(p.top for p in row) for row in rows], [max(p.bottom for p in row) for row in rows]
    inner = [(bottom + top) / 2 for bottom, top in zip(bottoms[:-1], tops[1:], strict=True)]
    return np.maximum.accumulate([tops[0] - 2, *inner, bottoms[-1] + 2])


def _head(lines: list[Line], run: list[int]) -> list[Line]:
    """The lines that follow one another right above the rows."""
    rows = [piece for k in run for piece in lines[k]]
    left, right = min(piece.x0 for piece in rows), max(piece.x1 for piece in rows)
    head: list[Line] = []
    below = lines[run[0]]
    for line in reversed(lines[: run[0]]):
        size = line[0].size
        beside = any(piece.x1 < left or piece.x0 > right for piece in line)
        if below[0].middle - line[0].middle > _HEAD_STEP * size or beside or _is_row(line):
            break
        head.insert(0, line)
        below = line
    return head


def _names(head: list[Line], xs: NDArray[np.float64]) -> bool:
    """Whether the words of a head keep to the columns and stand over most of them."""
    named = set()
    for piece in (piece for line in head for piece in line):
        first, last = np.searchsorted(xs, [piece.x0 + 1, piece.x1 - 1])
        if first != last:
            return False
        named.add(int(first))
    return len(named) >= _MOSTLY * (len(xs) - 1)
