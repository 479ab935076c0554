"""Rows of cells of several lines that nothing draws: the words of each row stand about one middle or begin at one height."""

from __future__ import annotations

from itertools import pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.tables.columns import CORRIDOR, baselines
from pipeline.parse.pdf.tables.grid import Grid, grid_of
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_FEWEST_ROWS = 2
_MOSTLY = 0.6
_PITCH = 1.15
"""Rows stand so many times further apart than the lines of a cell at least."""
_LEVEL = 0.3
"""The words of cells of one row stand no more than so many em off their level."""
_FULL = 1.5
"""A line that goes on in the next one ends so many em before the longest of its column at most."""
_SHORTEST = 4.0
"""No line that goes on in the next one is so short (em): 2/3 above 1/2 are two rows."""


def wrapped_grid(head: list[Piece], lines: list[list[Piece]], box: Box) -> Grid | None:
    """The words of a head, the lines below it and the box of the head → the grid of wrapped cells; None where they show no rows."""
    lines, xs = _columns(head, lines, box)
    rows = wrapped_rows(lines, xs)
    if not rows:
        return None
    end = max(piece.bottom for piece in rows[-1]) + 2
    return grid_of(xs, np.array([box[1], box[3], *cuts_between(rows), end]), set())


def wrapped_rows(lines: list[list[Piece]], xs: NDArray[np.float64]) -> list[list[Piece]]:
    """The lines of a body → the words of its rows, down to the first that is none; nothing where no cell has several lines.

    Running text in columns has none of which each row is one line.
    """
    if len(lines) <= _FEWEST_ROWS:
        return []
    own = sorted((piece for line in lines for piece in line), key=lambda p: p.middle)
    steps = [b[0].middle - a[0].middle for cell in _cells(own, xs) for a, b in pairwise(baselines(cell))]
    starts = [k for k, (a, b) in enumerate(pairwise(own), 1) if b.middle - a.middle > _PITCH * min(steps, default=0)]
    parts = [own[a:b] for a, b in pairwise([0, *starts, len(own)])]
    rows = list(takewhile(lambda row: _is_row(row, own, xs), parts))
    counts = np.array([[len(baselines(cell)) for cell in _cells(row, xs)] for row in rows])
    whole = len(rows) >= _FEWEST_ROWS and bool((counts == 1).all(axis=0).any()) and int(counts.max()) > 1
    return rows if whole else []


def cuts_between(rows: list[list[Piece]]) -> list[float]:
    """The words of rows → the heights between them."""
    return [(upper[-1].middle + lower[0].middle) / 2 for upper, lower in pairwise(rows)]


def _columns(head: list[Piece], lines: list[list[Piece]], box: Box) -> tuple[list[list[Piece]], NDArray[np.float64]]:
    """The lines below a head down to the first that closes the white between columns, and the borders of these."""
    names = sorted((p.x0, p.x1) for p in head)
    least = CORRIDOR * min(p.size for p in head)
    for count, line in enumerate(lines):
        wider = _merged([*names, *((p.x0, p.x1) for p in line)], least)
        if len(wider) < len(head) or line[0].vertical:
            lines = lines[:count]
            break
        names = wider
    return lines, np.array([box[0], *((a[1] + b[0]) / 2 for a, b in pairwise(names)), box[2]])


def _merged(spans: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Stretches from left to right, those with less than so much white between them as one."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if merged and x0 - merged[-1][1] < least:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _cells(words: list[Piece], xs: NDArray[np.float64]) -> list[list[Piece]]:
    """The words of each column."""
    return [[p for p in words if x0 <= p.centre < x1] for x0, x1 in pairwise(xs.tolist())]


def _is_row(row: list[Piece], body: list[Piece], xs: NDArray[np.float64]) -> bool:
    """Whether most columns, the first too, have words, those of each about the middle of the row or at its top, and go on line by line.

    Where words of most columns begin at the top, lines of several cells may be rows: all of them but the last are full.
    """
    top, bottom = min(p.top for p in row), max(p.bottom for p in row)
    off = _LEVEL * row[0].size
    cells = _cells(row, xs)
    ends = [(min(p.top for p in cell), max(p.bottom for p in cell)) for cell in cells if cell]
    level = all(min(abs(a - top), abs((a + b - top - bottom) / 2)) <= off for a, b in ends)
    if not level or not cells[0] or len(ends) < _MOSTLY * len(cells):
        return False
    begun = sum(a - top <= off for a, _ in ends)
    alone = sum(len(baselines(cell)) > 1 for cell in cells) == 1
    return alone or begun < _MOSTLY * len(cells) or all(map(_goes_on, cells, _cells(body, xs)))


def _goes_on(cell: list[Piece], column: list[Piece]) -> bool:
    """Whether all lines of a cell but the last have no room for another word."""
    edge = max((p.x1 for p in column), default=0.0)
    return all(
        line[-1].x1 - line[0].x0 >= _SHORTEST * line[0].size and edge - line[-1].x1 <= _FULL * line[0].size
        for line in baselines(cell)[:-1]
    )
