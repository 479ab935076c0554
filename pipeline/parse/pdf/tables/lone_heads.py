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
_BAND = 2
"""The edges of a band, its top and its bottom."""
_LINES = 2
"""A name in a head has so many lines at most."""
_PROSE = 0.6
"""A line alone that runs over so much of the width is running text."""
_MOSTLY = 0.6
_FURTHEST = 3.0
"""Lines of one table stand no more than so many times their size apart."""


def grounds_below(head: list[Edge], bands: Lines) -> Lines:
    """The edges of coloured grounds of some columns below a stack's first band, down to its next edge if it has one."""
    if len(head) < _BAND:
        return bands[:0]
    (bottom, x0, x1), end = head[1], head[2][0] if len(head) > _BAND else float("inf")
    below = bands[(bands[:, 0] > bottom + TOUCH) & (bands[:, 1] >= x0 - TOUCH) & (bands[:, 2] <= x1 + TOUCH)]
    return below[(below[:, 2] - below[:, 1] < x1 - x0 - SAME_END) & (below[:, 0] < end + TOUCH)]


def with_foot_below(
    head: list[Edge], stacks: list[list[Edge]], rules: Lines, bands: Lines, found: list[Piece]
) -> list[Edge] | None:
    """One of a page's stacks → its first band and the foot of the rows below, where it is a head: three names or more and no rule."""
    grounds = grounds_below(head, bands)
    if len(head) > _BAND + 1 or not len(grounds) or count_rules(rules, head):
        return None
    band, (bottom, x0, x1) = head[:_BAND], head[1]
    (words,) = rows_of(found, band)
    names = _columns(words)
    if names < _FEWEST_NAMES or len(words) > _LINES * names:
        return None
    tops = [*(stack[0][0] for stack in stacks), *(edge[0] for edge in head[_BAND:])]
    end = min((top for top in tops if top > bottom + TOUCH), default=float("inf"))
    lines = _rows(baselines(within(found, (x0, bottom, x1, end))), bottom, x0, x1)
    last = max((piece.bottom for line in lines for piece in line), default=bottom)
    feet = [y for y in grounds[:, 0].tolist() if y < last + words[0].size]
    most = max(map(len, lines), default=0)
    full = [max(piece.bottom for piece in line) + 2 for line in lines if 1 < len(line) >= _MOSTLY * min(names, most)]
    return [*band, [max([*feet, *full]), x0, x1]] if feet and full else None


def _columns(words: list[Piece]) -> int:
    """How many names stand beside each other in a head: those of two lines count once."""
    spans = sorted((piece.x0, piece.x1) for piece in words)
    count, right = 0, float("-inf")
    for x0, x1 in spans:
        count, right = count + (x0 >= right), max(right, x1)
    return count


def _rows(lines: list[list[Piece]], top: float, x0: float, x1: float) -> list[list[Piece]]:
    """The lines below a head up to a title, running text or a gap."""
    middles = [top, *(line[0].middle for line in lines)]
    far = next((k for k, (a, b) in enumerate(pairwise(middles)) if b - a > _FURTHEST * lines[k][0].size), len(lines))

    def is_row(line: list[Piece]) -> bool:
        return len(line) > 1 or not (is_title(line, x0) or line[0].x1 - line[0].x0 > _PROSE * (x1 - x0))

    return list(takewhile(is_row, lines[:far]))
