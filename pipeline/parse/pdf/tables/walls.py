"""Borders of columns that no rule follows: the ends of rules that part some columns only, beside merged cells."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.columns import corridors
from pipeline.parse.pdf.tables.partings import Edge
from pipeline.parse.pdf.tables.rules import TOUCH, Lines
from pipeline.parse.pdf.text.piece import Piece

SAME_END = 6.0
"""Ends of rules so near to each other (points) belong to one side of a table."""
_OVERHANG = 2.0
"""Words of a column may reach so many points beyond the rule below their head."""
_SHORTEST_PART = 20.0
LOWEST_ROW = 7.0
"""No words fit between edges nearer to each other (points)."""


def is_part(edge: Edge, rows: list[float], x0: float, x1: float) -> bool:
    """Whether an edge parts rows in some columns only: beside merged cells, or under the head of a group of columns."""
    inside = x0 - SAME_END <= edge[1] and edge[2] <= x1 + SAME_END and rows[0] < edge[0] < rows[-1]
    return inside and edge[2] - edge[1] >= _SHORTEST_PART and min(abs(edge[0] - row) for row in rows) >= LOWEST_ROW


def walls_in(stack: list[Edge], rules: Lines, boxes: Floats) -> Lines:
    """Borders of columns (x, top, bottom) that shorter rules tell between those of a stack: they end at a merged cell.

    A border goes on through the rows above and below that have words (`boxes` of glyphs) on both sides of it, none across.
    """
    x0, x1 = min(edge[1] for edge in stack), max(edge[2] for edge in stack)
    rows = [edge[0] for edge in stack]
    found: list[tuple[float, float, float]] = []
    for y, *ends in sorted(edge for edge in rules.tolist() if is_part(edge, rows, x0, x1)):
        for x in ends:
            is_inner = x0 + SAME_END < x < x1 - SAME_END
            if is_inner and not any(abs(x - at) <= TOUCH and y < bottom for at, _, bottom in found):
                after = bisect_left(rows, y)
                found.append((x, *_reach(x, after - 1, after, rows, boxes)))
    return np.array(found, np.float64).reshape(-1, 3)


def _reach(x: float, first: int, last: int, rows: list[float], boxes: Floats) -> tuple[float, float]:
    """How far up and down a border goes on from the row between two rules."""
    while first > 0 and _is_between(x, rows[first - 1], rows[first], boxes):
        first -= 1
    while last + 1 < len(rows) and _is_between(x, rows[last], rows[last + 1], boxes):
        last += 1
    return rows[first], rows[last]


def _is_between(x: float, top: float, bottom: float, boxes: Floats) -> bool:
    """Whether a row has words on both sides of a height's border, and none across it."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    row = boxes[(middle > top) & (middle < bottom)]
    return bool(
        np.count_nonzero(row[:, 2] <= x + 1) and np.count_nonzero(row[:, 0] >= x - 1) and not _across(x, row).any()
    )


def _across(x: float, boxes: Floats) -> NDArray[np.bool_]:
    return (boxes[:, 0] < x - 1) & (boxes[:, 2] > x + 1)


def with_ends(
    borders: list[float], parts: list[Edge], sides: tuple[float, float], inside: list[Piece], heads: int
) -> list[float]:
    """Borders in white corridors → those and the ends of rules that no words cross but heads.

    A corridor with such an end in its white is moved there; words of a head may stand between.
    """
    x0, x1 = sides
    ends: set[float] = set()
    for edge in parts:
        inner = {end for end in edge[1:] if x0 + SAME_END < end < x1 - SAME_END}
        if all(_has_words_between(end, [x0] if end == edge[1] else [x1], inside) for end in inner):
            ends |= inner  # beside one that stands in from the sides over nothing is no cell
    kept: list[float] = []
    for x in sorted(ends):
        if sum(p.x0 < x - 1 and p.x1 > x + 1 for p in inside) <= heads and _has_words_between(x, kept, inside):
            kept.append(x)
    for border in borders:
        end = min(kept, key=lambda end: abs(end - border), default=None)
        if end is None or (abs(end - border) > SAME_END and not _is_near(border, end, inside, heads)):
            kept.append(border)
    return sorted(kept)


def _has_words_between(border: float, others: list[float], inside: list[Piece]) -> bool:
    """Whether words stand between a border and each of the others."""
    return all(any(min(border, x) < p.centre < max(border, x) for p in inside) for x in others)


def _is_near(border: float, end: float, inside: list[Piece], heads: int) -> bool:
    """Whether nothing but words of a head stands between a border and the end of a rule; those level with a rule are a cell's."""
    low, high = min(end, border), max(end, border)
    return sum(p.x0 < high - _OVERHANG and p.x1 > low + _OVERHANG for p in inside) < heads


def with_merged_columns(
    borders: list[float], parts: list[Edge], rows: list[float], sides: tuple[float, float], inside: list[Piece]
) -> list[float]:
    """Borders → with those of columns whose cells are merged over rows that rules part in other columns only.

    Such columns have words in few of all rows, but in most of their own.
    """
    x0, x1 = sides
    ends = {end for edge in parts for end in edge[1:]}
    known = [x0, *(x for x in borders if any(abs(x - end) <= TOUCH for end in ends)), x1]
    added: list[float] = []
    for left, right in pairwise(known):
        own = [edge[0] for edge in parts if edge[1] < (left + right) / 2 < edge[2]]
        words = [p for p in inside if left < p.centre < right]
        if len(own) < len(parts) and len(words) > 2 and not any(left + TOUCH < x < right - TOUCH for x in borders):
            ys = np.sort([*rows, *own])
            added += [x for x in corridors(words, ys, 0.5) if _count_parted(words, ys, x) > 1]
    return sorted([*borders, *added])


def _count_parted(words: list[Piece], ys: NDArray[np.float64], x: float) -> int:
    """How many rows have words on both sides of a border."""
    before, behind = (
        {int(ys.searchsorted(p.middle)) for p in words if (p.centre < x) is left} for left in (True, False)
    )
    return len(before & behind)
