"""Coloured heads with no other band as wide below them: the grounds of some columns part the rows, the other cells are merged."""

from __future__ import annotations

from itertools import pairwise, takewhile

from pipeline.parse.pdf.tables.columns import baselines, within
from pipeline.parse.pdf.tables.edges import count_rules
from pipeline.parse.pdf.tables.partings import Edge, is_title, rows_of
from pipeline.parse.pdf.tables.rules import TOUCH, Lines
from pipeline.parse.pdf.tables.walls import SAME_END
from pipeline.parse.pdf.text.piece import Piece

_FEWEST_NAMES = 3
_PROSE = 0.6
"""A line alone that runs over so much of the width is running text."""
_MOSTLY = 0.6
_FURTHEST = 3.0
"""Lines of one table stand no more than so many times their size apart."""


def grounds_below(head: list[Edge], bands: Lines) -> Lines:
    """The edges of coloured grounds of some columns below a stack that is one band."""
    if len(head) != 2:
        return bands[:0]
    bottom, x0, x1 = head[1]
    below = bands[(bands[:, 0] > bottom + TOUCH) & (bands[:, 1] >= x0 - TOUCH) & (bands[:, 2] <= x1 + TOUCH)]
    return below[below[:, 2] - below[:, 1] < x1 - x0 - SAME_END]


def foot_below(
    head: list[Edge], stacks: list[list[Edge]], rules: Lines, bands: Lines, found: list[Piece]
) -> Edge | None:
    """One of a page's stacks → the foot of the rows below it, where it is a band with three words or more and no rule."""
    grounds = grounds_below(head, bands)
    if not len(grounds) or count_rules(rules, head):
        return None
    (words,), (bottom, x0, x1) = rows_of(found, head), head[1]
    if len(words) < _FEWEST_NAMES or len(baselines(words)) > 1:
        return None
    end = min((stack[0][0] for stack in stacks if stack[0][0] > bottom + TOUCH), default=float("inf"))
    lines = _rows(baselines(within(found, (x0, bottom, x1, end))), bottom, x0, x1)
    last = max((piece.bottom for line in lines for piece in line), default=bottom)
    feet = [y for y in grounds[:, 0].tolist() if y < last + words[0].size]
    full = [max(piece.bottom for piece in line) + 2 for line in lines if len(line) >= _MOSTLY * len(words)]
    return [max([*feet, *full]), x0, x1] if feet and full else None


def _rows(lines: list[list[Piece]], top: float, x0: float, x1: float) -> list[list[Piece]]:
    """The lines below a head up to a title, running text or a gap."""
    middles = [top, *(line[0].middle for line in lines)]
    far = next((k for k, (a, b) in enumerate(pairwise(middles)) if b - a > _FURTHEST * lines[k][0].size), len(lines))

    def is_row(line: list[Piece]) -> bool:
        return len(line) > 1 or not (is_title(line, x0) or line[0].x1 - line[0].x0 > _PROSE * (x1 - x0))

    return list(takewhile(is_row, lines[:far]))
