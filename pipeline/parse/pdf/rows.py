"""Tables drawn with horizontal rules only: rows between the rules, columns where a white corridor runs through the text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import PageContent
from pipeline.parse.pdf.grid import Grid, grid_of
from pipeline.parse.pdf.pieces import Piece, pieces
from pipeline.parse.pdf.rules import Lines

_SAME_END = 6.0
_FEWEST_RULES = 3
_TALLEST_ROW = 180.0
_CORRIDOR = 0.7
"""Narrowest white corridor between two columns, in em."""


def tables_of_rows(across: Lines, taken: list[Grid], content: PageContent) -> list[Grid]:
    """Horizontal rules that belong to no grid → the grids they make with the text between them."""
    free = [rule for rule in across.tolist() if not any(_inside(rule, grid) for grid in taken)]
    stacks = _stacks(free)
    if not stacks:
        return []
    found = pieces(content.glyphs, np.full(len(content.glyphs), -1, np.int32))
    return [grid for stack in stacks if (grid := _grid(stack, found)) is not None]


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
    borders = _corridors(inside, len(stack) - 1)
    if not borders:
        return None
    xs = np.array([x0, *borders, x1])
    ys = np.array([rule[0] for rule in stack])
    return grid_of(xs, ys, _spans(inside, xs, ys))


def _corridors(inside: list[Piece], rows: int) -> list[float]:
    """Middles of the white corridors that hardly any piece crosses."""
    em = float(np.median([p.size for p in inside]))
    starts = sorted(p.x0 for p in inside)
    borders: list[float] = []
    # candidates: just left of where a piece begins; a corridor is real where most rows have text on both sides of it
    for start in starts:
        if borders and start - borders[-1] < em:
            continue
        left = [p.x1 for p in inside if p.x1 <= start - _CORRIDOR * em]
        crossing = [p for p in inside if p.x0 < start - 0.3 * em and p.x1 > start - _CORRIDOR * em]
        right = [p for p in inside if p.x0 >= start - 0.3 * em]
        if len(crossing) <= 0.1 * len(inside) and len(left) >= 0.5 * rows and len(right) >= 0.5 * rows:
            edge = max((x for x in left), default=start)
            border = (edge + start) / 2 if edge > (borders[-1] if borders else -1e9) else start - 0.5 * em
            borders.append(border)
    return borders


def _spans(inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> set[tuple[int, int]]:
    """(row, border) pairs where a piece runs over a column border: cells merged across columns."""
    merged: set[tuple[int, int]] = set()
    for piece in inside:
        row = int(np.searchsorted(ys, piece.middle)) - 1
        for border in range(1, len(xs) - 1):
            if piece.x0 < xs[border] - 1 and piece.x1 > xs[border] + 1:
                merged.add((row, border))
    return merged
