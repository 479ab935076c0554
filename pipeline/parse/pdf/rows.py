"""Tables drawn with horizontal rules only: rows between the rules, columns where a white corridor runs through the text."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import PageContent
from pipeline.parse.pdf.grid import Grid, grid_of, with_row_split
from pipeline.parse.pdf.pieces import Piece, pieces
from pipeline.parse.pdf.rules import Lines
from pipeline.records import Box

_SAME_END = 6.0
_FEWEST_RULES = 3
_TALLEST_ROW = 180.0
_MOSTLY = 0.8
_FIGURE = re.compile(r"[△▲+－-]?[0-9０-９][0-9０-９,，.．]*[%％]?|[－―ー…-]+|[Xx]")  # 1,234, △0.5, 12.3％, －
_CORRIDOR = 0.7
"""Narrowest white corridor between two columns, in em."""


def page_pieces(content: PageContent) -> list[Piece]:
    """All pieces of a page, whatever cells they may turn out to lie in."""
    return pieces(content.glyphs, np.full(len(content.glyphs), -1, np.int32))


def tables_of_rows(across: Lines, taken: list[Grid], content: PageContent) -> list[Grid]:
    """Horizontal rules that belong to no grid → the grids they make with the text between them."""
    free = [rule for rule in across.tolist() if not any(_inside(rule, grid) for grid in taken)]
    stacks = _stacks(free)
    if not stacks:
        return []
    found = page_pieces(content)
    grids = [_grid(stack, found) for stack in stacks]
    return [grid for grid in grids if grid is not None and not _has_bars(grid, content)]


def _has_bars(grid: Grid, content: PageContent) -> bool:
    """Whether coloured boxes stand between the rules that keep to no row: the bars of a chart over its grid lines."""
    x0, y0, x1, y1 = grid.box
    boxes = content.fills[content.fill_colors != 0xFFFFFF]
    inside = boxes[(boxes[:, 0] > x0 - 3) & (boxes[:, 2] < x1 + 3) & (boxes[:, 1] > y0 - 3) & (boxes[:, 3] < y1 + 3)]
    if len(inside) < 3:
        return False
    off_row = np.abs(inside[:, 1, None] - grid.ys).min(axis=1) > 3
    return int(off_row.sum()) >= 3


def with_unruled_columns(grid: Grid, found: list[Piece]) -> Grid:
    """A grid whose rules leave columns out → with the columns that its text shows.

    Two kinds: ruled rows of one column whose words keep to columns (① | 内容), and a head with columns above one big cell
    in which every printed line keeps to them (statistics).
    """
    if grid.cols == 1 and grid.rows >= 3:
        x0, _, x1, _ = grid.box
        inside = _within(found, grid.box)
        borders = _corridors(inside, grid.ys, 0.8) if len(inside) > grid.rows else []
        if borders:
            xs = np.array([x0, *borders, x1])
            return grid_of(xs, grid.ys, _spans(inside, xs, grid.ys))
        return grid
    for row in range(grid.rows - 1, 0, -1):
        slots = [slot for slot in grid.slots if slot.row <= row < slot.row + slot.rowspan]
        if any(slot.rowspan > 1 for slot in slots) or max(slot.colspan for slot in slots) < max(3, 0.5 * grid.cols):
            continue
        inside = _within(found, (grid.box[0], float(grid.ys[row]), grid.box[2], float(grid.ys[row + 1])))
        lines = _baselines(inside)
        if len(lines) >= 3 and _keeps_to(lines, grid.xs):
            middles = [float(np.mean([p.middle for p in line])) for line in lines]
            grid = with_row_split(grid, row, [(a + b) / 2 for a, b in pairwise(middles)])
    return grid


def with_columns_of_figures(grid: Grid, found: list[Piece]) -> Grid:
    """A grid of labels and values without outer rules → with the columns that figures keep to in its value column."""
    x0, top, x1, bottom = grid.box
    border = float(grid.xs[1])
    inside = _within(found, (border, top, x1, bottom))
    body = [piece for piece in inside if piece.middle > grid.ys[1]]
    figures = sum(_FIGURE.fullmatch(piece.text) is not None for piece in body)
    if len(grid.slots) != 2 * grid.rows or figures < max(grid.rows, _MOSTLY * len(body)):
        return grid
    borders = _corridors(inside, grid.ys, _MOSTLY)
    if not borders:
        return grid
    xs = np.array([x0, border, *borders, x1])
    return grid_of(xs, grid.ys, _spans(_within(found, grid.box), xs, grid.ys))


def _within(found: list[Piece], box: Box) -> list[Piece]:
    x0, top, x1, bottom = box
    return [p for p in found if top < p.middle < bottom and x0 - 2 <= p.centre <= x1 + 2]


def _baselines(inside: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(inside, key=lambda p: p.middle):
        if lines and piece.middle - lines[-1][-1].middle < 0.5 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _keeps_to(lines: list[list[Piece]], xs: NDArray[np.float64]) -> bool:
    """Whether no word crosses a column border and most lines fill most columns."""
    full = 0
    for line in lines:
        columns = set()
        for piece in line:
            first, last = np.searchsorted(xs, [piece.x0 + 1, piece.x1 - 1])
            if first != last:
                return False
            columns.add(int(first))
        full += len(columns) >= 0.6 * (len(xs) - 1)
    return full >= 0.6 * len(lines)


def _inside(rule: list[float], grid: Grid) -> bool:
    x0, y0, x1, y1 = grid.box
    return y0 - 3 <= rule[0] <= y1 + 3 and rule[1] < x1 and rule[2] > x0


def _stacks(rules: list[list[float]]) -> list[list[list[float]]]:
    """Rules one below the other that begin and end alike, at least three of them."""
    stacks: list[list[list[float]]] = []
    for rule in sorted(rules):
        if rule[2] - rule[1] < 60:
            continue
        for stack in stacks:
            last = stack[-1]
            if (
                abs(last[1] - rule[1]) <= _SAME_END
                and abs(last[2] - rule[2]) <= _SAME_END
                and rule[0] - last[0] <= _TALLEST_ROW
            ):
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= _FEWEST_RULES]


def _grid(stack: list[list[float]], found: list[Piece]) -> Grid | None:
    x0, x1 = min(rule[1] for rule in stack), max(rule[2] for rule in stack)
    top, bottom = stack[0][0], stack[-1][0]
    inside = [p for p in found if top < p.middle < bottom and x0 - 2 <= p.x0 and p.x1 <= x1 + 2]
    if len(inside) < len(stack):
        return None
    ys = np.array([rule[0] for rule in stack])
    borders = _corridors(inside, ys, 0.5)
    if not borders:
        return None
    xs = np.array([x0, *borders, x1])
    rows = [rule[0] for rule in stack]
    pitch = float(np.median(np.diff(rows)))
    for outer, far in ((rows[0], rows[0] - pitch), (rows[-1], rows[-1] + pitch)):
        beyond = _within(found, (x0, min(outer, far), x1, max(outer, far)))
        wider = np.array(sorted([*rows, far]))
        borders = _corridors([*inside, *beyond], wider, 0.5) if len(beyond) >= len(xs) - 1 else []
        columns = np.array([x0, *borders, x1])
        if len(columns) == len(xs) and _keeps_to([beyond], columns):
            rows.append(far)  # rules between the rows only: one more row outside
            inside += beyond
            xs = columns
    ys = np.array(sorted(rows))
    return grid_of(xs, ys, _spans(inside, xs, ys))


def _corridors(inside: list[Piece], ys: NDArray[np.float64], share_of_rows: float) -> list[float]:
    """Middles of the white corridors: strips that hardly any row's words enter, with words of enough rows on both sides."""
    em = float(np.median([p.size for p in inside]))
    left, right = min(p.x0 for p in inside), max(p.x1 for p in inside)
    rows = len(ys) - 1
    filled = np.zeros((rows, int(right - left) + 2), bool)  # one column per point
    for piece in inside:
        row = min(max(int(ys.searchsorted(piece.middle)) - 1, 0), rows - 1)
        filled[row, int(piece.x0 - left) : int(piece.x1 - left) + 1] = True
    used = max(int(filled.any(axis=1).sum()), 1)
    share = filled.sum(axis=0) / used
    white = np.concatenate(([False], share <= 0.1, [False]))
    starts, ends = (
        np.nonzero(np.diff(white.astype(np.int8)) == 1)[0],
        np.nonzero(np.diff(white.astype(np.int8)) == -1)[0],
    )
    borders: list[float] = []
    before = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        enough = end - start >= _CORRIDOR * em
        both = filled[:, before:start].any(axis=1).sum() >= share_of_rows * used <= filled[:, end:].any(axis=1).sum()
        if enough and both:
            before = _whitest(filled, share, before, start, end)
            borders.append(left + before)
    return borders


def _whitest(filled: NDArray[np.bool_], share: NDArray[np.float64], before: int, start: int, end: int) -> int:
    """The border in a corridor: where the fewest rows enter it (heads may), with one stretch of words before it per row."""
    inner = share[start:end]
    least = np.concatenate(([False], inner <= inner.min(), [False])).astype(np.int8)
    runs = zip(np.nonzero(np.diff(least) == 1)[0].tolist(), np.nonzero(np.diff(least) == -1)[0].tolist(), strict=True)

    def worth(run: tuple[int, int]) -> tuple[int, int]:
        column = filled[:, before : start + (run[0] + run[1]) // 2]
        stretches = (column[:, 1:] & ~column[:, :-1]).sum(axis=1) + column[:, 0]
        return int((stretches == 1).sum()), run[1] - run[0]

    first, last = max(runs, key=worth)
    return start + (first + last) // 2


def _spans(inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> set[tuple[int, int]]:
    """(row, border) pairs where a piece runs over a column border: cells merged across columns."""
    merged: set[tuple[int, int]] = set()
    for piece in inside:
        row = int(ys.searchsorted(piece.middle)) - 1
        for border in range(1, len(xs) - 1):
            if piece.x0 < xs[border] - 1 and piece.x1 > xs[border] + 1:
                merged.add((row, border))
    return merged
