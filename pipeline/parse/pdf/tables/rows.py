"""Grids whose rules leave borders out → with the columns and rows that their text shows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.parse.pdf.tables.columns import FIGURE, baselines, corridors, keeps_to, row_cuts, spans, within
from pipeline.parse.pdf.tables.grid import Grid, Slot, grid_of, with_row_beyond, with_row_split, with_slots
from pipeline.parse.pdf.tables.rules import SNAP, TOUCH, Lines
from pipeline.parse.pdf.text.piece import Piece

_MOSTLY = 0.8
_FEW_ROWS = 3
"""A grid with more rows than a head, a body and a foot has rules between its rows."""
_TALLEST = 3.0
"""How many times higher than the usual row a head or foot may be."""
_THREE_LINES = 24.0
"""No lower row holds three printed lines (points)."""


def wants_borders(grid: Grid) -> bool:
    """Whether rules may leave borders of a grid out: one column, wide cells below its head, or hardly any row."""
    if grid.cols == 1:
        return grid.rows >= 3
    few = 2 <= grid.rows <= _FEW_ROWS and grid.cols >= 3
    if few and np.diff(grid.ys[1:]).max() >= _THREE_LINES:
        return True
    wide = max(3, 0.5 * grid.cols)
    return any(slot.colspan >= wide and slot.row > 0 for slot in grid.slots)


def with_missing_borders(grid: Grid, is_open: bool, found: list[Piece]) -> Grid:
    """A grid and the pieces of its page → the grid with the borders that its text shows where rules leave them out.

    `is_open` tells a grid without rules at its left and right.
    """
    if grid.cols == 1:
        return _with_columns(grid, found) if grid.rows >= 3 else grid
    if is_open and grid.cols == 2 and grid.rows >= 5:
        return _with_columns_of_figures(grid, found)
    return _with_rows(_with_cells(grid, is_open, found), is_open, found)


def with_banded_rows(grid: Grid, edges: Lines) -> Grid:
    """A grid without rules between its rows, and tops and bottoms of coloured bands → the rows that the bands show."""
    x0, _, x1, _ = grid.box
    across = edges[(np.abs(edges[:, 1] - x0) <= SNAP + TOUCH) & (np.abs(edges[:, 2] - x1) <= SNAP + TOUCH), 0]
    for row in range(grid.rows - 1, -1, -1):
        top, bottom = grid.ys[row : row + 2].tolist()
        inside = across[(across > top + TOUCH) & (across < bottom - TOUCH)]
        if len(inside) >= 2 and all(s.rowspan == 1 for s in grid.slots if s.row <= row < s.row + s.rowspan):
            grid = with_row_split(grid, row, inside.tolist())
    return grid


def with_outer_rows(grid: Grid, across: Lines, found: list[Piece]) -> Grid:
    """A grid without rules at its sides → with the head and foot between it and further rules of its length.

    No border of a column goes through them; their words tell by keeping to the columns.
    """
    x0, top, x1, bottom = grid.box
    alike = (np.abs(across[:, 1] - x0) <= 2 * TOUCH) & (np.abs(across[:, 2] - x1) <= 2 * TOUCH)
    ys, reach = across[alike, 0], _TALLEST * float(np.median(np.diff(grid.ys)))
    for edge, beyond in ((top, ys[(ys < top - TOUCH)][-1:]), (bottom, ys[ys > bottom + TOUCH][:1])):
        for y in beyond.tolist():
            words = within(found, (x0, min(y, edge), x1, max(y, edge)))
            if abs(y - edge) <= reach and keeps_to([words], grid.xs):
                grid = with_row_beyond(grid, y)
    return grid


def _with_columns(grid: Grid, found: list[Piece]) -> Grid:
    """Ruled rows of one column whose words keep to columns (① | 内容)."""
    x0, _, x1, _ = grid.box
    inside = within(found, grid.box)
    borders = corridors(inside, grid.ys, 0.8) if len(inside) > grid.rows else []
    if not borders:
        return grid
    xs = np.array([x0, *borders, x1])
    return grid_of(xs, grid.ys, spans(inside, xs, grid.ys))


def _with_cells(grid: Grid, is_open: bool, found: list[Piece]) -> Grid:
    """Ruled rows without any border in them whose words keep to the columns of the others.

    These are all rows below a head, or in a table without outer rules its head or foot alone.
    """
    bare = {slot.row for slot in grid.slots if slot.colspan == grid.cols and slot.rowspan == 1}
    if not bare or grid.cols < 3 or (not is_open and len(bare) < max(2, grid.rows - 2)):
        return grid
    words = {r: within(found, (grid.box[0], float(grid.ys[r]), grid.box[2], float(grid.ys[r + 1]))) for r in bare}
    if is_open:
        bare = {row for row in bare if keeps_to([words[row]], grid.xs)}
    elif not keeps_to(list(words.values()), grid.xs):
        return grid
    cells = [Slot(row, col, 1, 1, False) for row in bare for col in range(grid.cols)]
    slots = sorted([*(s for s in grid.slots if s.row not in bare), *cells], key=lambda s: (s.row, s.col))
    return with_slots(grid, grid.ys, slots)


def _with_rows(grid: Grid, is_open: bool, found: list[Piece]) -> Grid:
    """A head with columns above one stretch in which every printed line keeps to them (statistics)."""
    few = grid.rows <= _FEW_ROWS and grid.cols >= 3
    for row in range(grid.rows - 1, 0, -1):
        slots = [slot for slot in grid.slots if slot.row <= row < slot.row + slot.rowspan]
        big = max(slot.colspan for slot in slots) >= max(3, 0.5 * grid.cols)
        if any(slot.rowspan > 1 for slot in slots) or not (big or few):
            continue
        inside = within(found, (grid.box[0], float(grid.ys[row]), grid.box[2], float(grid.ys[row + 1])))
        lines = baselines(inside)
        if len(lines) < 3 or not keeps_to(lines, grid.xs):
            continue
        if big or (few and not is_open and _are_figures(inside, float(grid.xs[1]))):
            middles = [float(np.mean([p.middle for p in line])) for line in lines]
            grid = with_row_split(grid, row, [(a + b) / 2 for a, b in pairwise(middles)])
        elif few and is_open and (cuts := row_cuts(lines, grid.xs)):
            grid = with_row_split(grid, row, cuts)
    return grid


def _are_figures(inside: list[Piece], border: float) -> bool:
    """Whether nearly all words behind the first column are figures."""
    values = [piece for piece in inside if piece.centre > border]
    return sum(FIGURE.fullmatch(piece.text) is not None for piece in values) >= max(1, _MOSTLY * len(values))


def _with_columns_of_figures(grid: Grid, found: list[Piece]) -> Grid:
    """A grid of labels and values without outer rules → with the columns that figures keep to in its value column."""
    x0, top, x1, bottom = grid.box
    border = float(grid.xs[1])
    inside = within(found, (border, top, x1, bottom))
    body = [piece for piece in inside if piece.middle > grid.ys[1]]
    figures = sum(FIGURE.fullmatch(piece.text) is not None for piece in body)
    if len(grid.slots) != 2 * grid.rows or figures < max(grid.rows, _MOSTLY * len(body)):
        return grid
    borders = corridors(inside, grid.ys, _MOSTLY)
    if not borders:
        return grid
    xs = np.array([x0, border, *borders, x1])
    return grid_of(xs, grid.ys, spans(within(found, grid.box), xs, grid.ys))
