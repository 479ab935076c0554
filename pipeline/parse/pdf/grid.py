"""Turns a group of rules into a grid of cells with spans, every slot covered exactly once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.rules import TOUCH, Lines, RuleGroup

SLIVER = 5.5
"""Two grid lines this close with no glyph between them are one double line (4 pt apart in Word's 二重線)."""
MARGIN = 8.0
"""An empty strip this narrow along a grid's side is the margin of a table nested in a frame."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid: first row and column, spans, and whether rules close it on all four sides."""

    row: int
    col: int
    rowspan: int
    colspan: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The positions of a table's row and column borders and its cells; `index` is rows × cols → number in `slots`."""

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    slots: tuple[Slot, ...]
    index: NDArray[np.int32]
    coverage: float
    """Which part of its inner lines is drawn, on average: near 1 in a table, less with merged cells, little in a chart."""

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        """How many columns."""
        return len(self.xs) - 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom in points."""
        return (float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    def slot_box(self, slot: Slot) -> tuple[float, float, float, float]:
        """The box of one cell, in points."""
        return (
            float(self.xs[slot.col]),
            float(self.ys[slot.row]),
            float(self.xs[slot.col + slot.colspan]),
            float(self.ys[slot.row + slot.rowspan]),
        )

    def cell_of(self, centres: Floats) -> NDArray[np.int32]:
        """n×2 points → number of the cell each lies in, -1 outside the grid."""
        col = np.searchsorted(self.xs, centres[:, 0], side="right") - 1
        row = np.searchsorted(self.ys, centres[:, 1], side="right") - 1
        inside = (col >= 0) & (col < self.cols) & (row >= 0) & (row < self.rows)
        found = np.full(len(centres), -1, np.int32)
        found[inside] = self.index[row[inside], col[inside]]
        return found


def build_grid(group: RuleGroup, centres: Floats) -> Grid | None:
    """Rules that touch, and the centres of the page's glyphs → the grid they draw; None where they enclose no cell."""
    across, down = close_open_sides(group.across, group.down)
    x0, y0, x1, y1 = group.box
    inside = centres[
        (centres[:, 0] > x0 - 1) & (centres[:, 0] < x1 + 1) & (centres[:, 1] > y0 - 1) & (centres[:, 1] < y1 + 1)
    ]
    xs = _positions(down[:, 0], inside[:, 0])
    ys = _positions(across[:, 0], inside[:, 1])
    if len(xs) < 2 or len(ys) < 2:
        return None
    right_wall = _walls(down, xs, ys)  # (cols + 1) × rows
    lower_wall = _walls(across, ys, xs)  # (rows + 1) × cols
    return _fill(xs, ys, right_wall, lower_wall)


def close_open_sides(across: Lines, down: Lines) -> tuple[Lines, Lines]:
    """Adds the border that a table without outer rules leaves out, where at least two rules end on one line."""
    sides = _missing(across, down), _missing(down, across)
    if len(sides[0]):
        down = np.concatenate([down, sides[0]])
    if len(sides[1]):
        across = np.concatenate([across, sides[1]])
    return across, down


def _missing(lines: Lines, crossing: Lines) -> Lines:
    added = []
    for column in (1, 2):
        ends = lines[:, column]
        outermost = ends.min() if column == 1 else ends.max()
        same = np.abs(ends - outermost) <= TOUCH
        if same.sum() >= 2 and not (np.abs(crossing[:, 0] - outermost) <= 2 * TOUCH).any():
            span = lines[same, 0]
            added.append((float(ends[same].mean()), float(span.min()), float(span.max())))
    return np.array(added, np.float64).reshape(-1, 3)


def _positions(values: NDArray[np.float64], centres: Floats) -> NDArray[np.float64]:
    """Distinct border positions; two closer than a sliver with no glyph between them are one."""
    distinct = np.unique(values)
    kept = [float(distinct[0])]
    for value in distinct[1:].tolist():
        gap = value - kept[-1]
        widest = MARGIN if len(kept) == 1 or value == distinct[-1] else SLIVER
        if gap <= TOUCH or (gap <= widest and not ((centres > kept[-1]) & (centres < value)).any()):
            continue
        kept.append(value)
    return np.array(kept)


def _walls(lines: Lines, positions: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which stretches between neighbouring `other` borders have a rule at each of `positions` (its middle is covered)."""
    walls = np.zeros((len(positions), len(other) - 1), bool)
    middles = (other[1:] + other[:-1]) / 2
    index = np.abs(positions[None, :] - lines[:, 0, None]).argmin(axis=1)
    first = np.searchsorted(middles, lines[:, 1])
    last = np.searchsorted(middles, lines[:, 2])
    for i, a, b in zip(index.tolist(), first.tolist(), last.tolist(), strict=True):
        walls[i, a:b] = True
    return walls


def _fill(xs: NDArray[np.float64], ys: NDArray[np.float64], right: NDArray[np.bool_], lower: NDArray[np.bool_]) -> Grid:
    rows, cols = len(ys) - 1, len(xs) - 1
    index = np.full((rows, cols), -1, np.int32)
    slots: list[Slot] = []
    walls_v, walls_h = right.tolist(), lower.tolist()
    taken = [[False] * cols for _ in range(rows)]
    for row in range(rows):
        for col in range(cols):
            if taken[row][col]:
                continue
            end = col + 1
            while end < cols and not walls_v[end][row] and not taken[row][end]:
                end += 1
            bottom = row + 1
            while (
                bottom < rows
                and not any(walls_h[bottom][col:end])
                and not any(walls_v[c][bottom] for c in range(col + 1, end))
                and not any(taken[bottom][col:end])
            ):
                bottom += 1
            for r in range(row, bottom):
                for c in range(col, end):
                    taken[r][c] = True
            index[row:bottom, col:end] = len(slots)
            closed = (
                all(walls_h[row][col:end])
                and all(walls_h[bottom][col:end])
                and all(walls_v[col][row:bottom])
                and all(walls_v[end][row:bottom])
            )
            slots.append(Slot(row, col, bottom - row, end - col, closed))
    inner = [*right[1:-1].mean(axis=1).tolist(), *lower[1:-1].mean(axis=1).tolist()]
    return Grid(xs, ys, tuple(slots), index, sum(inner) / len(inner) if inner else 1.0)


def grid_of(xs: NDArray[np.float64], ys: NDArray[np.float64], merged: set[tuple[int, int]]) -> Grid:
    """A full grid from its borders; `merged` names (row, border) pairs without a wall."""
    right = np.ones((len(xs), len(ys) - 1), bool)
    for row, border in merged:
        right[border, row] = False
    return _fill(xs, ys, right, np.ones((len(ys), len(xs) - 1), bool))


def with_row_split(grid: Grid, row: int, cuts: list[float]) -> Grid:
    """The grid with `row`, whose cells span no other row, cut at the heights `cuts` into rows with a cell in every column."""
    extra = len(cuts)
    before = [slot for slot in grid.slots if slot.row < row]
    after = [replace(slot, row=slot.row + extra) for slot in grid.slots if slot.row > row]
    new = [Slot(row + k, col, 1, 1, False) for k in range(extra + 1) for col in range(grid.cols)]
    slots = (*before, *new, *after)
    ys = np.concatenate([grid.ys[: row + 1], cuts, grid.ys[row + 1 :]])
    index = np.full((grid.rows + extra, grid.cols), -1, np.int32)
    for number, slot in enumerate(slots):
        index[slot.row : slot.row + slot.rowspan, slot.col : slot.col + slot.colspan] = number
    return Grid(grid.xs, ys, slots, index, grid.coverage)
