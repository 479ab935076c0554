"""Turns a group of rules into a grid of cells with spans, every slot covered exactly once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.rules import REACH, TOUCH, Lines, RuleGroup
from pipeline.records import Box

SLIVER = 5.5
"""Two grid lines this close with no glyph between them are one double line (4 pt apart in Word's 二重線)."""
_STUB = 12.0
"""Borders of columns that run on beyond the last rule by so many points at most make no row."""
_MOSTLY = 0.75
"""A head over at least so many cells with words is one: a cell that the page cuts may have its words on the page before."""
MARGIN = 8.0
"""An empty strip this narrow along a grid's side is the margin of a table nested in a frame."""


class Slot(NamedTuple):
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
    def box(self) -> Box:
        """x0, top, x1, bottom in points."""
        return (float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    def boxes(self) -> list[Box]:
        """The box of each cell (x0, top, x1, bottom), in points."""
        xs, ys = self.xs.tolist(), self.ys.tolist()
        return [(xs[s.col], ys[s.row], xs[s.col + s.colspan], ys[s.row + s.rowspan]) for s in self.slots]

    def cell_of(self, centres: Floats) -> NDArray[np.int32]:
        """n×2 points → number of the cell each lies in, -1 outside the grid."""
        col = self.xs.searchsorted(centres[:, 0], side="right") - 1
        row = self.ys.searchsorted(centres[:, 1], side="right") - 1
        inside = (col >= 0) & (col < self.cols) & (row >= 0) & (row < self.rows)
        found = np.empty(len(centres), np.int32)
        found.fill(-1)
        found[inside] = self.index[row[inside], col[inside]]
        return found


def build_grid(group: RuleGroup, centres: Floats) -> Grid | None:
    """Rules that touch, and the centres of the page's glyphs → the grid they draw; None where they enclose no cell."""
    if not len(group.across) or not len(group.down) or _are_axes(group):
        return None
    x0, y0, x1, y1 = group.box
    inside = centres[
        (centres[:, 0] > x0 - 1) & (centres[:, 0] < x1 + 1) & (centres[:, 1] > y0 - 1) & (centres[:, 1] < y1 + 1)
    ]
    ends = _ends_of_border(group, inside)
    if not len(ends) and _is_cross(group):
        return None
    across, down = close_open_sides(np.concatenate([group.across, ends]), group.down)
    xs = _positions(down[:, 0].tolist(), inside[:, 0])
    ys = _positions(across[:, 0].tolist(), inside[:, 1])
    ys = _without_stubs(ys, group.across[:, 0], inside[:, 1])
    if len(xs) < 2 or len(ys) < 2:
        return None
    grid = _fill(xs, ys, _walls(down.tolist(), xs, ys), _walls(across.tolist(), ys, xs))
    is_head, is_bare = _is_head(group), _is_bare(group)
    if is_head or is_bare:  # or lines that cross, with words here and there between them
        used = np.isin(np.arange(len(grid.slots)), grid.cell_of(inside))
        if is_head and (not used[: grid.cols].all() or used.mean() < _MOSTLY):
            return None
        if is_bare and not (used[grid.index[0]].all() or used[grid.index[:, 0]].all()):
            return None
    return grid


def _without_stubs(ys: list[float], drawn: NDArray[np.float64], middles: Floats) -> list[float]:
    """Row borders but that above or below empty stubs, where borders of columns run on beyond the last rule drawn."""
    for outer, inner in ((0, 1), (-1, -2)):
        if len(ys) > 2 and np.abs(drawn - ys[outer]).min() > TOUCH:
            low, high = sorted((ys[outer], ys[inner]))
            if high - low <= _STUB and not np.count_nonzero((middles > low) & (middles < high)):
                del ys[outer]
    return ys


def _is_cross(group: RuleGroup) -> bool:
    """Whether one rule runs far beyond all that it meets: axes or cut marks, no border between two rows."""
    if _is_head(group):
        return False
    for lines, crossing in ((group.across, group.down), (group.down, group.across)):
        if len(lines) == 1:
            _, start, end = lines[0].tolist()
            at = crossing[:, 0]
            if at.min() - start > REACH and end - at.max() > REACH:
                return True
    return False


def _ends_of_border(group: RuleGroup, middles: Floats) -> Lines:
    """Head and foot of a table that has no outer rules and one border, between labels and values: where this begins and ends."""
    if len(group.down) > 1 or not 2 <= len(whole := _whole(group.across)) == len(group.across):
        return group.across[:0]
    x, top, bottom = group.down[0]
    (first, x0, x1), last = whole[0], whole[-1, 0]
    ends = [
        (y, x0, x1)
        for y, row in ((top, first), (bottom, last))
        if abs(y - row) > REACH and _has_both(middles, x, y, row)
    ]
    return np.array(ends, np.float64).reshape(-1, 3)


def _has_both(middles: Floats, x: float, y: float, row: float) -> bool:
    """Whether words stand on both sides of a border, between two heights."""
    sides = middles[(middles[:, 1] > min(y, row)) & (middles[:, 1] < max(y, row)), 0] < x
    return bool(sides.any() and not sides.all())


def _are_axes(group: RuleGroup) -> bool:
    """Whether rules shut off the left and the bottom but neither the right nor the top: the axes of a chart."""
    x0, y0, x1, y1 = group.box
    xs, ys = group.down[:, 0], group.across[:, 0]
    return bool(xs.min() - x0 <= TOUCH < x1 - xs.max() and y1 - ys.max() <= TOUCH < ys.min() - y0)


def _is_head(group: RuleGroup) -> bool:
    """Whether what is drawn are borders of columns, equally long, and one rule across all of them under the head."""
    if len(group.down) < 2 or len(whole := _whole(group.across)) != 1:
        return False
    y, (tops, bottoms) = whole[0, 0], group.down[:, 1:].T
    equal = np.ptp(tops) <= TOUCH and np.ptp(bottoms) <= TOUCH
    return bool(equal and y - tops.max() > REACH and bottoms.min() - y > REACH)


def _is_bare(group: RuleGroup) -> bool:
    """Whether rules draw none of a table's four sides: the streets of a map cross like that."""
    return (
        min(len(group.across), len(group.down)) > 1
        and _is_open(group.down, group.box[::2])
        and _is_open(group.across, group.box[1::2])
    )


def _is_open(lines: Lines, ends: tuple[float, ...]) -> bool:
    return bool(lines[:, 0].min() - ends[0] > REACH and ends[1] - lines[:, 0].max() > REACH)


def close_open_sides(across: Lines, down: Lines) -> tuple[Lines, Lines]:
    """Adds the border that a table without outer rules leaves out, where at least two rules end on one line."""
    whole = _whole(across)
    if len(whole) == 1 and len(down) >= 2:  # a head's rule and borders of columns: their ends are head and foot
        ends = _missing(down, across)
        ends[:, 1:] = whole[0, 1:]
        across = np.concatenate([across, ends])
    sides = _missing(across, down), _missing(down, across)
    if len(sides[0]):
        down = np.concatenate([down, sides[0]])
    if len(sides[1]):
        across = np.concatenate([across, sides[1]])
    return across, down


def _whole(lines: Lines) -> Lines:
    """Those that begin first and end last of all."""
    whole: Lines = lines[(lines[:, 1] - lines[:, 1].min() <= TOUCH) & (lines[:, 2].max() - lines[:, 2] <= TOUCH)]
    return whole


def _missing(lines: Lines, crossing: Lines) -> Lines:
    added = []
    drawn, met = lines.tolist(), crossing[:, 0].tolist()
    for column, furthest in ((1, min), (2, max)):
        outermost = furthest(line[column] for line in drawn)
        same = [line for line in drawn if abs(line[column] - outermost) <= TOUCH]
        if len(same) >= 2 and all(abs(at - outermost) > 2 * TOUCH for at in met):
            span = [line[0] for line in same]
            added.append((fmean(line[column] for line in same), min(span), max(span)))
    return np.array(added, np.float64).reshape(-1, 3)


def _positions(values: list[float], centres: Floats) -> list[float]:
    """Distinct border positions; two closer than a sliver with no glyph between them are one."""
    distinct = sorted(set(values))
    kept = distinct[:1]
    for value in distinct[1:]:
        gap = value - kept[-1]
        widest = MARGIN if len(kept) == 1 or value == distinct[-1] else SLIVER
        if gap <= TOUCH or (gap <= widest and not np.count_nonzero((centres > kept[-1]) & (centres < value))):
            continue
        kept.append(value)
    return kept


def _walls(lines: list[list[float]], positions: list[float], other: list[float]) -> list[list[bool]]:
    """Which stretches between neighbouring `other` borders have a rule at each of `positions` (its middle is covered)."""
    middles = [(a + b) / 2 for a, b in pairwise(other)]
    walls = [[False] * len(middles) for _ in positions]
    for position, start, end in lines:
        nearest = bisect_left(positions, position)
        if nearest == len(positions) or (nearest and 2 * position <= positions[nearest - 1] + positions[nearest]):
            nearest -= 1
        first, last = bisect_left(middles, start), bisect_left(middles, end)
        walls[nearest][first:last] = [True] * (last - first)
    return walls


def _fill(xs: list[float], ys: list[float], right: list[list[bool]], lower: list[list[bool]]) -> Grid:
    """Borders and walls ((cols + 1) × rows and (rows + 1) × cols) → the cells, each as wide and then as high as it goes."""
    rows, cols = len(ys) - 1, len(xs) - 1
    index = [[-1] * cols for _ in range(rows)]
    slots: list[Slot] = []
    for row in range(rows):
        for col in range(cols):
            if index[row][col] >= 0:
                continue
            if right[col + 1][row] and lower[row + 1][col]:  # as most cells: of one row and one column
                index[row][col] = len(slots)
                slots.append(Slot(row, col, 1, 1, lower[row][col] and right[col][row]))
                continue
            end = col + 1
            while end < cols and not right[end][row] and index[row][end] < 0:
                end += 1
            bottom = row + 1
            while (
                bottom < rows
                and True not in lower[bottom][col:end]
                and not any(right[c][bottom] for c in range(col + 1, end))
                and all(taken < 0 for taken in index[bottom][col:end])
            ):
                bottom += 1
            for r in range(row, bottom):
                index[r][col:end] = [len(slots)] * (end - col)
            closed = (
                all(lower[row][col:end])
                and all(lower[bottom][col:end])
                and all(right[col][row:bottom])
                and all(right[end][row:bottom])
            )
            slots.append(Slot(row, col, bottom - row, end - col, closed))
    inner = [sum(wall) / len(wall) for wall in (*right[1:-1], *lower[1:-1])]
    coverage = sum(inner) / len(inner) if inner else 1.0
    return Grid(np.array(xs), np.array(ys), tuple(slots), np.array(index, np.int32), coverage)


def grid_of(
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    merged: set[tuple[int, int]],
    lower: list[list[bool]] | None = None,
) -> Grid:
    """A full grid from its borders; `merged` names (row, border) pairs without a wall, `lower` the walls at each of `ys`."""
    rows, cols = len(ys) - 1, len(xs) - 1
    right = [[True] * rows for _ in xs]
    for row, border in merged:
        right[border][row] = False
    return _fill(xs.tolist(), ys.tolist(), right, lower or [[True] * cols for _ in ys])


def with_row_split(grid: Grid, row: int, cuts: list[float]) -> Grid:
    """The grid with `row`, whose cells span no other row, cut at the heights `cuts` into rows with a cell in every column."""
    extra = len(cuts)
    before = [slot for slot in grid.slots if slot.row < row]
    after = [slot._replace(row=slot.row + extra) for slot in grid.slots if slot.row > row]
    new = [Slot(row + k, col, 1, 1, False) for k in range(extra + 1) for col in range(grid.cols)]
    ys = np.concatenate([grid.ys[: row + 1], cuts, grid.ys[row + 1 :]])
    return with_slots(grid, ys, [*before, *new, *after])


def with_row_beyond(grid: Grid, y: float) -> Grid:
    """The grid with one more row of single cells, up to a rule above or below it."""
    above = y < grid.ys[0]
    new = [Slot(0 if above else grid.rows, col, 1, 1, False) for col in range(grid.cols)]
    old = [slot._replace(row=slot.row + above) for slot in grid.slots]
    return with_slots(grid, np.sort(np.append(grid.ys, y)), [*new, *old] if above else [*old, *new])


def with_slots(grid: Grid, ys: NDArray[np.float64], slots: list[Slot]) -> Grid:
    """The grid with other rows and cells, given from top to bottom and left to right."""
    index = np.full((len(ys) - 1, grid.cols), -1, np.int32)
    for number, slot in enumerate(slots):
        index[slot.row : slot.row + slot.rowspan, slot.col : slot.col + slot.colspan] = number
    return Grid(grid.xs, ys, tuple(slots), index, grid.coverage)
